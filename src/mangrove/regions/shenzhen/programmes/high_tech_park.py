"""Floor space in the Shenzhen High-Tech Industrial Park (深圳市高新技术产业园区).

A recognised high-tech firm with fifteen staff or more may rent rooms that the city owns in the park: up to 400, from 25
staff on up to 800 and from 50 on up to 1,000 square metres, at 60 yuan a square metre and month, for five years. When
there are more who ask than rooms, they wait in a queue.

Sizes and rent are those of a notice of 2022, held throughout. No source gives how much the city lets in the park, nor
the market's rent: both are assumed, and what a tenant saves rests on them. What a place does for a firm's inventions
and for founding has no causal estimate that could be read.
"""

from functools import partial
from typing import Any, Final

import numpy as np

from mangrove.arrays import Doubles
from mangrove.dated import UNKNOWN, Evidence, Source, assumption, constant
from mangrove.programme import Award, Channel, Clause, Compare, Example, Programme, Rationing, Terms
from mangrove.regions.shenzhen.page_of_2018 import PAGE
from mangrove.registers.firms import Firms

FIRST: Final = "2001-05-01"
ENTRY = Source(
    "Entry to the high-tech park", Evidence.ESTIMATED, "icucp.com/archives/34005 (undated, document not named)",
    "深圳经济特区高新技术产业园区条例", "", "",
    "Recognised high-tech firms, or known ones, or their suppliers; here a certificate of the last three years. The "
    "ordinance of the park and its day are from memory. Secured funds and the plan of the park are in no register.",
)  # fmt: skip
NOTICE = Source(
    "Notice on letting innovation rooms in the Software Building (2022)", Evidence.ESTIMATED,
    "stic.sz.gov.cn post_9517147", "软件大厦2022年第一批创新型产业用房租赁通告", "", "2022-01-12",
    "Printed for one building in the park in 2022; held for all and from the first day.",
)  # fmt: skip

# fmt: off
CERTIFICATE_DAYS = constant("day", "Days for which a high-tech certificate counts.", 1095.0, ENTRY, FIRST, low=0)
LEAST_STAFF = constant("person", "Smallest staff of a tenant.", 15.0, NOTICE, FIRST, low=0)
MORE_STAFF = constant("person", "Staff from which a tenant has two rooms.", 25.0, NOTICE, FIRST, low=0)
MOST_STAFF = constant("person", "Staff from which a tenant has three rooms.", 50.0, NOTICE, FIRST, low=0)
ONE_ROOM = constant("m2", "Most floor space of one room.", 400.0, NOTICE, FIRST, low=0)
TWO_ROOMS = constant("m2", "Most floor space of two rooms.", 800.0, NOTICE, FIRST, low=0)
THREE_ROOMS = constant("m2", "Most floor space of three rooms.", 1000.0, NOTICE, FIRST, low=0)
RENT = constant("CNY/yr", "Rent of a square metre.", 720.0, NOTICE, FIRST, low=0)
MARKET = constant("CNY/yr", "What a square metre there lets for on the market.", 1200.0, assumption(
    "city rooms are let at some half to seven tenths of the market's rent", "appraised rents of the park"),
    FIRST, low=0)
FLOOR = constant("m2", "Floor space that the city lets in the park.", 400_000.0, assumption(
    "some six hundred tenants of seven hundred square metres, half of the 1,295 high-tech firms in the park in 2016",
     "the list of the city's rooms in the park"), FIRST, low=0)
TAKE_UP = constant("share", "Eligible firms that ask for rooms.", 0.16, Source(
    "high-tech firms in the park over those of the city, 2016", Evidence.ESTIMATED,
    "record, inst_ship_hnte and hnte_stock 2016", note="1,295 of 8,037 are in the park, not all in rooms of the city"),
    low=0, high=1)
# fmt: on


def _days_held(firms: Firms, terms: Terms) -> Doubles:
    """Days since the last certificate; without end for a firm that never had one."""
    days = (terms.day - firms.accredited_on).astype(np.float64)
    return np.where(np.isnat(firms.accredited_on), np.inf, days)


def _space(firms: Firms, terms: Terms) -> Doubles:
    staff = firms.staff.astype(np.float64)
    some = np.where(staff >= terms[MORE_STAFF], terms[TWO_ROOMS], terms[ONE_ROOM])
    return np.where(staff >= terms[MOST_STAFF], terms[THREE_ROOMS], some)


def _saved(firms: Firms, terms: Terms) -> Doubles:
    return _space(firms, terms) * max(terms[MARKET] - terms[RENT], 0.0)


CLAUSES: Final[tuple[Clause[Firms], ...]] = (
    Clause("recognised", "It is a recognised high-tech firm.",
           _days_held, Compare.AT_MOST, lambda _, t: t[CERTIFICATE_DAYS], (CERTIFICATE_DAYS,),
           meaning_local="属于已认定的高新技术企业。"),
    Clause("staff", "It has staff enough for a room.",
           lambda f, _: f.staff.astype(np.float64), Compare.AT_LEAST, lambda _, t: t[LEAST_STAFF], (LEAST_STAFF,),
           meaning_local="参保人数达到最低要求。"),
)  # fmt: skip

AWARDS: Final[tuple[Award[Firms], ...]] = (
    Award(Channel.SPACE, "m2", "Floor space, by staff.", _space, meaning_local="按参保人数配租的面积"),
    Award(Channel.OPERATING_CASH, "CNY/yr", "Rent saved against the market's.", _saved,
          meaning_local="低于市场租金的部分"),
)  # fmt: skip

TENANT: Final = {"accredited_on": "2013-07-01", "staff": 15}
"""A firm accredited on 1 July 2013 that has just staff enough."""


def _lets(on: str, says: str, space: float, saved: float, **told: Any) -> Example:
    paid = {Channel.SPACE: space, Channel.OPERATING_CASH: saved}
    return Example(says, on, TENANT | told, True, pays=paid)


def _case(eligible: bool | None, says: str, decided_by: str, **told: Any) -> Example:
    return Example(says, "2016-06-30", TENANT | told, eligible, decided_by)


_no, _open = partial(_case, False), partial(_case, None)
_in_2016 = partial(_lets, "2016-06-30")

EXAMPLES: Final = (
    Example("The day before the ordinance there is no such place.", "2001-04-30",
            TENANT | {"accredited_on": "2000-09-01"}, False),
    _lets("2001-05-01", "From May 2001 a recognised firm may rent.", 400, 192_000, accredited_on="2000-09-01"),
    _in_2016("Three years after the certificate, to the day, fifteen staff have one room.", 400, 192_000),
    _in_2016("24 staff have one room.", 400, 192_000, staff=24),
    _in_2016("25 staff have two.", 800, 384_000, staff=25),
    _in_2016("49 staff have two.", 800, 384_000, staff=49),
    _in_2016("50 staff have three.", 1000, 480_000, staff=50),
    _no("A day later the certificate is over.", "recognised", accredited_on="2013-06-30"),
    _no("A firm never recognised is refused.", "recognised", accredited_on="NaT"),
    _no("14 staff are too few.", "staff", staff=14),
    _open("Unknown staff leaves it open.", "staff", staff=UNKNOWN),
)  # fmt: skip

PROGRAMME: Final = Programme(
    title="Floor space in the Shenzhen High-Tech Industrial Park",
    title_local="深圳市高新技术产业园区创新型产业用房",
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
