"""Toytown's R&D voucher, invented for documentation and tests.

A small firm that does R&D gets back a share of what it spent in the last year, up to a cap. The town's budget is
fixed; if the claims exceed it, all are cut alike.
"""

from typing import Any, Final

import numpy as np

from mangrove.arrays import Doubles
from mangrove.dated import Dated, Evidence, Since, Source, constant
from mangrove.gaps import truth
from mangrove.programme import Award, Channel, Clause, Compare, Example, Programme, Rationing, Terms
from mangrove.registers.firms import Firms

INVENTED = Source("Toytown's invented law", Evidence.ASSUMED, "nowhere", note="Invented; describes no real place.")
FIRST: Final = "2010-01-01"

DOES_RND = constant("1", "Whether a firm must do R&D (1 yes, 0 no).", 1.0, INVENTED, FIRST, low=0, high=1)
MOST_STAFF = constant("person", "Most staff of a small firm.", 50.0, INVENTED, FIRST, low=0)
RATE = Dated(
    "share", "Share of the last year's R&D that is paid back.",
    (Since(FIRST, 0.2, INVENTED), Since("2012-01-01", 0.3, INVENTED)), low=0, high=1,
)  # fmt: skip
CAP = constant("CNY/yr", "Most that a firm is paid.", 90_000.0, INVENTED, FIRST, low=0)
BUDGET = constant("CNY/yr", "The town's yearly budget.", 10e6, INVENTED, FIRST, low=0)
TAKE_UP = constant("share", "Share of the eligible that apply.", 0.5, INVENTED, low=0, high=1)


def _voucher(firms: Firms, terms: Terms) -> Doubles:
    return np.minimum(terms[RATE] * np.nan_to_num(firms.rnd_y3.astype(np.float64)), terms[CAP])


CLAUSES: Final[tuple[Clause[Firms], ...]] = (
    Clause("does_rnd", "It does R&D.",
           lambda f, _: truth(f.technology), Compare.AT_LEAST, lambda _, t: t[DOES_RND], (DOES_RND,)),
    Clause("small", "It is small.",
           lambda f, _: f.staff.astype(np.float64), Compare.AT_MOST, lambda _, t: t[MOST_STAFF], (MOST_STAFF,)),
)  # fmt: skip

FIRM: Final = {"technology": 1, "staff": 50, "rnd_y3": 100_000}


def _pays(on: str, says: str, amount: float, **told: Any) -> Example:
    return Example(f"Invented: {says}", on, FIRM | told, True, pays={Channel.RND_CASH: amount})


EXAMPLES: Final = (
    Example("Invented: before 2010 there is no voucher.", "2009-12-31", FIRM, False),
    _pays(FIRST, "from 2010 a fifth is paid back.", 20_000),
    _pays("2011-12-31", "a fifth to the end of 2011.", 20_000),
    _pays("2012-01-01", "from 2012 three tenths.", 30_000),
    _pays("2012-06-30", "300,000 of R&D just meets the cap.", 90_000, rnd_y3=300_000),
    _pays("2012-06-30", "more R&D earns no more.", 90_000, rnd_y3=300_001),
    _pays("2012-06-30", "R&D unknown earns nothing.", 0, rnd_y3=float("nan")),
    Example("Invented: 51 staff are too many.", "2012-06-30", FIRM | {"staff": 51}, False, "small"),
    Example("Invented: no R&D, no voucher.", "2012-06-30", FIRM | {"technology": 0}, False, "does_rnd"),
    Example("Invented: staff unknown leaves it open.", "2012-06-30", FIRM | {"staff": float("nan")}, None, "small"),
)

PROGRAMME: Final = Programme(
    title="R&D voucher (invented)",
    title_local="R&D voucher (invented)",
    register=Firms,
    clauses=CLAUSES,
    awards=(Award(Channel.RND_CASH, "CNY/yr", "Part of the last year's R&D, up to the cap.", _voucher),),
    examples=EXAMPLES,
    take_up=TAKE_UP,
    budget=BUDGET,
    rationing=Rationing.PRO_RATA,
)
