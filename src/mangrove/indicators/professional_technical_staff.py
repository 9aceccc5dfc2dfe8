"""Professional and technical staff."""

from typing import Final

import numpy as np

from mangrove.arrays import Bools
from mangrove.dated import Evidence, Source, constant
from mangrove.indicator import Closed, Indicator
from mangrove.registers.people import FIELDS, LEVELS, NOBODY

# fmt: off
TITLED = constant(
    "share", "Others than technical graduates who count: technical staff with a diploma, and those who studied "
    "business, design or media.", 0.32,
    Source(
        "set by hand to the stock of 2009", Evidence.CALIBRATED,
        "record, professional_technical_staff 2007 and 2013",
        note="876,600 in 2007 and 1,080,000 in 2013 give some 940,000 in 2009, of whom the opening's marginals have "
             "some 580,000 technical graduates and 1,120,000 others; many hold no title and work elsewhere",
    ),
    low=0, high=1,
)
TECHNICAL: Final = ("computing", "engineering", "science", "health_education")
# fmt: on


def measure(closed: Closed) -> float:
    """Employed technical graduates, and a share of other employed people who have been to college."""
    people = closed.region.people
    working: Bools = people.employer != NOBODY
    skilled: Bools = working & (people.field != FIELDS.index("trades"))
    technical = np.zeros(len(people), np.bool_)
    for field in TECHNICAL:  # comparisons of bytes are quicker than looking each person's field up
        technical |= people.field == FIELDS.index(field)
    graduates = np.count_nonzero(technical & working & (people.level != LEVELS.index("diploma")))
    titled = closed.terms.of("professional_technical_staff")[TITLED]
    return float((graduates + titled * (np.count_nonzero(skilled) - graduates)) * closed.region.weight)


INDICATOR = Indicator(
    title="Professional and technical staff, stock",
    title_local="专业技术人员",
    unit="person",
    definition="People who hold a professional or technical post or title: engineers, scientists, doctors, teachers, "
    "accountants, economists, lawyers, writers and others.",
    differs="Goes by field and level of study, not by title: all employed graduates of technical fields and an assumed "
    "share of other employed people who have been to college; skilled trades do not count.",
    source="City statistical bulletins; human resources bureau",
    measure=measure,
    people=True,
)
