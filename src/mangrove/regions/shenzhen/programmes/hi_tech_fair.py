"""China Hi-Tech Fair (中国国际高新技术成果交易会).

Every autumn since 1999 a technology firm with something of its own to show may exhibit, and meets the visitors who come
to its stand to do business.

Fees and categories of exhibitors were not found: that a firm must own what it shows, how many of the visits are talks,
and how many firms take part are assumed. Visits and exhibitors are printed. No causal estimate of a technology fair was
found; what two who meet then do together rests on an experiment with researchers.
"""

from functools import partial
from typing import Any, Final

import numpy as np

from mangrove.arrays import Doubles
from mangrove.dated import Dated, Evidence, Since, Source, assumption, constant
from mangrove.gaps import truth
from mangrove.programme import Award, Channel, Clause, Compare, Example, Programme, Terms
from mangrove.regions.shenzhen.conditions import does_rnd
from mangrove.regions.shenzhen.page_of_2018 import PAGE
from mangrove.registers.firms import Firms

FIRST: Final = "1999-10-05"
LARGER: Final = "2009-11-16"
SHOWN = assumption("no rule for exhibitors was found; it is a fair of technologies for sale", "the rules of the fair")

# fmt: off
DOES_RND = constant("1", "Whether an exhibitor must do R&D (1 yes, 0 no).", 1.0, SHOWN, FIRST, low=0, high=1)
OWN_IP = constant("1", "Whether it must own what it shows (1 yes, 0 no).", 1.0, SHOWN, FIRST, low=0, high=1)
VISITS = Dated("count/yr", "Visits to the fair.", (
    Since(FIRST, 300_000.0, Source(
        "visits to the first fair", Evidence.ESTIMATED, "chinadaily.com.cn/hkedition", issued_on="2008-05-13",
        note="about 300,000 when it began; the day of the opening is from memory")),
    Since(LARGER, 506_000.0, Source(
        "visits to the fair of 2009", Evidence.ESTIMATED, "presseportal.ch/de/pm/100018364/100594526",
        issued_on="2009", note="506,000; 500,000 were expected in 2017")),
), low=0)
EXHIBITORS = constant("count/yr", "Exhibitors.", 3000.0, Source(
    "exhibitors of the fair", Evidence.ESTIMATED, "record, inst_chtf_exhibitors 2009, 2016 and 2017",
    note="about 3,000 in 2009, more in 2016 and 2017; held throughout"), FIRST, low=1)
TALKS = constant("share", "Part of the visits that are talks about work in common.", 0.1, assumption(
    "most visitors look on", "a survey of exhibitors"), FIRST, low=0, high=1)
TAKE_UP = constant("share", "Eligible firms that exhibit.", 0.03, assumption(
    "some eight hundred of the 3,000 exhibitors, of nearly 30,000 technology firms", "exhibitors by city"),
    low=0, high=1)
# fmt: on


def _met(firms: Firms, terms: Terms) -> Doubles:
    return np.full(len(firms), terms[TALKS] * terms[VISITS] / terms[EXHIBITORS])


CLAUSES: Final[tuple[Clause[Firms], ...]] = (
    does_rnd(DOES_RND),
    Clause("own_ip", "It owns the technology that it shows.",
           lambda f, _: truth(f.owns_core_ip), Compare.AT_LEAST, lambda _, t: t[OWN_IP], (OWN_IP,),
           meaning_local="拥有参展技术的自主知识产权。"),
)  # fmt: skip

AWARDS: Final[tuple[Award[Firms], ...]] = (
    Award(Channel.MEETINGS, "count/yr", "Visitors with whom it talks.", _met, meaning_local="与观众洽谈次数"),
)

MAKER: Final = {"technology": 1, "owns_core_ip": 1}


def _case(eligible: bool | None, says: str, decided_by: str, **told: Any) -> Example:
    return Example(says, "2016-11-16", MAKER | told, eligible, decided_by)


def _meets(on: str, says: str, number: float) -> Example:
    return Example(says, on, MAKER, True, pays={Channel.MEETINGS: number})


_no, _open = partial(_case, False), partial(_case, None)

EXAMPLES: Final = (
    Example("The day before the first fair nobody exhibits.", "1999-10-04", MAKER, False),
    _meets("1999-10-05", "At the first an exhibitor talks with ten visitors.", 10.0),
    _meets("2009-11-15", "So it is to the eve of the fair of 2009.", 10.0),
    _meets("2009-11-16", "There it talks with nearly seventeen.", 0.1 * 506_000 / 3000),
    _no("A firm without R&D is refused.", "does_rnd", technology=0),
    _no("A firm that owns nothing is refused.", "own_ip", owns_core_ip=0),
    _open("Unknown ownership leaves it open.", "own_ip", owns_core_ip=-1),
)

PROGRAMME: Final = Programme(
    title="China Hi-Tech Fair",
    title_local="中国国际高新技术成果交易会",
    register=Firms,
    clauses=CLAUSES,
    awards=AWARDS,
    examples=EXAMPLES,
    take_up=TAKE_UP,
    illustrative=True,
    ran=PAGE,
)
