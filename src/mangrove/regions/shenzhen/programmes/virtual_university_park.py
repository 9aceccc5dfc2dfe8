"""Rooms and meetings for young firms in the Shenzhen Virtual University Park (深圳虚拟大学园).

Since September 1999 universities from all over the country and from abroad have had a seat in the park, train people
there, run laboratories and house young firms. A firm of at most three years and a hundred staff in a listed field may
have a room, and meets researchers of the members; when there are more who ask than rooms, they wait in a queue.

The park's rules of membership and its rents were not found: age, size, room and meetings are assumed, and so is the
part of its floor that young firms have. The people trained there, 260,000 by 2018, are in nobody's books here. Whether
firms would have been founded without the park is not known; the firm founded more for each one housed is an assumption.
"""

from functools import partial
from typing import Any, Final

import numpy as np

from mangrove.arrays import Doubles
from mangrove.dated import UNKNOWN, Evidence, Source, assumption, constant
from mangrove.programme import Award, Channel, Clause, Compare, Example, Programme, Rationing, Terms
from mangrove.regions.shenzhen.conditions import in_supported_field
from mangrove.regions.shenzhen.page_of_2018 import PAGE
from mangrove.registers.firms import Firms

FIRST: Final = "1999-09-10"
RULES: Final = "the park's rules for tenants"
INCUBATION = assumption("no rule was found; incubators keep firms for some three years while they are small", RULES)

# fmt: off
IN_FIELD = constant("1", "Whether a firm must work in a listed high-tech field (1 yes, 0 no).", 1.0, INCUBATION, FIRST,
                    low=0, high=1)
OLDEST = constant("day", "Days since its registration up to which a firm is housed.", 1095.0, INCUBATION, FIRST, low=0)
MOST_STAFF = constant("person", "Most staff of a firm that is housed.", 100.0, INCUBATION, FIRST, low=0)
ROOM = constant("m2", "Floor space of a firm.", 100.0, assumption("a dozen desks", RULES), FIRST, low=0)
TALKS = constant("count/yr", "Researchers of the members whom a firm meets in a year.", 10.0, assumption(
    "the park held 1,201 conferences and lectures by 2012, some ninety a year; a firm is taken to see one in nine",
    "attendance at the park's events"), FIRST, low=0)
FLOOR = constant("m2", "Floor space for young firms.", 44_200.0, Source(
    "a fifth of the park's built floor space", Evidence.ESTIMATED, "handmsg.com/page/2012/0815/21114589.shtml",
    issued_on="2012-08", note="221,000 m2 were built by 2012; the fifth is an assumption: members' laboratories and "
    "classrooms have the rest"), FIRST, low=0)
TAKE_UP = constant("share", "Eligible firms that ask for a room.", 0.05, Source(
    "set by hand to the firms incubated", Evidence.CALIBRATED, "record, inst_vup_firms_incubated_cum 2014 and 2015",
    note="861 in September 2014, 967 in 2015: some hundred a year, three hundred at a time"), low=0, high=1)
# fmt: on


def _age(firms: Firms, terms: Terms) -> Doubles:
    days = (terms.day - firms.founded_on).astype(np.float64)
    return np.where(np.isnat(firms.founded_on), np.nan, days)


CLAUSES: Final[tuple[Clause[Firms], ...]] = (
    Clause("young", "It is at most three years old.",
           _age, Compare.AT_MOST, lambda _, t: t[OLDEST], (OLDEST,), meaning_local="成立不超过三年。"),
    in_supported_field(IN_FIELD),
    Clause("small", "It is small.",
           lambda f, _: f.staff.astype(np.float64), Compare.AT_MOST, lambda _, t: t[MOST_STAFF], (MOST_STAFF,),
           meaning_local="人员规模较小。"),
)  # fmt: skip

AWARDS: Final[tuple[Award[Firms], ...]] = (
    Award(Channel.SPACE, "m2", "Floor space of a young firm.", lambda f, t: np.full(len(f), t[ROOM]),
          meaning_local="孵化场地面积"),
    Award(Channel.MEETINGS, "count/yr", "Researchers met.", lambda f, t: np.full(len(f), t[TALKS]),
          meaning_local="与成员院校研究人员的交流次数"),
)  # fmt: skip

TENANT: Final = {"founded_on": "2013-07-01", "in_supported_field": 1, "staff": 100}
"""A firm of 1 July 2013 that is just small enough."""
HOUSED: Final = {Channel.SPACE: 100.0, Channel.MEETINGS: 10.0}


def _case(eligible: bool | None, says: str, decided_by: str, **told: Any) -> Example:
    return Example(says, "2016-06-30", TENANT | told, eligible, decided_by, HOUSED if eligible else {})


_no, _open = partial(_case, False), partial(_case, None)

EXAMPLES: Final = (
    Example("The day before it opened there is no park.", "1999-09-09", TENANT | {"founded_on": "1999-01-01"}, False),
    Example("On its first day a firm of that year is housed.", "1999-09-10", TENANT | {"founded_on": "1999-01-01"},
            True, pays=HOUSED),
    _case(True, "Three years after it was registered, to the day, a firm of a hundred is housed.", ""),
    _no("A day later it is too old.", "young", founded_on="2013-06-30"),
    _no("A firm outside the fields is refused.", "supported_field", in_supported_field=0),
    _no("101 staff are too many.", "small", staff=101),
    _open("Unknown staff leaves it open.", "small", staff=UNKNOWN),
)  # fmt: skip

PROGRAMME: Final = Programme(
    title="Rooms and meetings in the Shenzhen Virtual University Park",
    title_local="深圳虚拟大学园",
    register=Firms,
    clauses=CLAUSES,
    awards=AWARDS,
    examples=EXAMPLES,
    take_up=TAKE_UP,
    budget=FLOOR,
    rationing=Rationing.FIRST_COME,
    illustrative=True,
    ran=PAGE,
)
