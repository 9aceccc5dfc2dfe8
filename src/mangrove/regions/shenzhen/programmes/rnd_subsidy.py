"""R&D subsidy for enterprises (企业研究开发资助).

A firm with R&D and audited books gets back a small part of what it spent on R&D in the last year: 3.5 per cent of the
first ten million yuan and 1.75 per cent of the rest, at most ten million yuan. What counts is the least of what the
firm declares, what its auditor finds and what the tax office has; a register holds one figure, which stands for all.

The plan of 2020 is the first whose rates were read. There were plans before it, of which nothing is assumed.
"""

from typing import Any, Final

import numpy as np

from mangrove.arrays import Doubles
from mangrove.dated import Evidence, Source, assumption, constant
from mangrove.gaps import or_nothing, truth
from mangrove.programme import Award, Channel, Clause, Compare, Example, Programme, Terms
from mangrove.regions.shenzhen.conditions import does_rnd
from mangrove.registers.firms import Firms

FIRST: Final = "2020-01-01"
PLAN: Final = Source(
    "Notice on the enterprise R&D subsidy plan of 2020", Evidence.PUBLISHED, "jmhnsh.com.cn, copy of the notice",
    "关于2020年企业研究开发资助计划的通知", "深圳市科技创新委员会, 2021-08-18", "2021-08-18",
    "Read in a copy. For R&D of the year before the plan's; held to be in force from the first day of 2020, and since.",
)  # fmt: skip

# fmt: off
DOES_RND = constant("1", "Whether a firm must do R&D of its own (1 yes, 0 no).", 1.0, PLAN, FIRST, low=0, high=1)
SOUND_BOOKS = constant("1", "Whether the R&D must be audited (1 yes, 0 no).", 1.0, PLAN, FIRST, low=0, high=1)
EDGE = constant("CNY/yr", "R&D up to which the higher rate holds.", 10e6, PLAN, FIRST, low=0)
RATE = constant("share", "Part of R&D up to the edge that is paid back.", 0.035, PLAN, FIRST, low=0, high=1)
RATE_ABOVE = constant("share", "Part of R&D above the edge that is paid back.", 0.0175, PLAN, FIRST, low=0, high=1)
CAP = constant("CNY/yr", "Most that a firm is paid.", 10e6, PLAN, FIRST, low=0)
TAKE_UP = constant(
    "share", "Share of the eligible that apply in a year.", 0.5,
    assumption("an audit of its own is asked for, so that fewer apply than deduct their R&D from tax",
               "the yearly lists of subsidised firms"), low=0, high=1, interval=(0.2, 0.8),
)
# fmt: on


def _subsidy(firms: Firms, terms: Terms) -> Doubles:
    spent = or_nothing(firms.rnd_y3)
    below = np.minimum(spent, terms[EDGE])
    return np.minimum(terms[RATE] * below + terms[RATE_ABOVE] * (spent - below), terms[CAP])


CLAUSES: Final[tuple[Clause[Firms], ...]] = (
    does_rnd(DOES_RND, "It does R&D of its own.", "自行开展研发活动。"),
    Clause("sound_books", "Its R&D is audited.",
           lambda f, _: truth(f.audited), Compare.AT_LEAST, lambda _, t: t[SOUND_BOOKS], (SOUND_BOOKS,),
           meaning_local="研发费用经过审计。"),
)  # fmt: skip

AWARDS: Final[tuple[Award[Firms], ...]] = (
    Award(Channel.RND_CASH, "CNY/yr", "Part of the last year's R&D, up to the cap.", _subsidy,
          meaning_local="上一年度研发费用的一定比例，不超过上限"),
)  # fmt: skip

FIRM: Final = {"technology": 1, "audited": 1, "rnd_y3": 10e6}


def _pays(on: str, says: str, amount: float, **told: Any) -> Example:
    return Example(says, on, FIRM | told, True, pays={Channel.RND_CASH: amount})


EXAMPLES: Final = (
    Example("To the end of 2019 no rule was read.", "2019-12-31", FIRM, False),
    _pays(FIRST, "Ten million of R&D earn 3.5 per cent.", 350_000),
    _pays("2021-06-30", "Half of it earns half.", 175_000, rnd_y3=5e6),
    _pays("2021-06-30", "Of the eleventh million 1.75 per cent are paid.", 367_500, rnd_y3=11e6),
    _pays("2021-06-30", "At 210 million the subsidy is not yet at its cap.", 3.85e6, rnd_y3=210e6),
    _pays("2021-06-30", "At 565 million it is beyond what is paid.", 10e6, rnd_y3=565e6),
    _pays("2021-06-30", "R&D that nobody knows earns nothing.", 0, rnd_y3=float("nan")),
    Example("Without R&D there is no subsidy.", "2021-06-30", FIRM | {"technology": 0}, False, "does_rnd"),
    Example("Without an audit there is none.", "2021-06-30", FIRM | {"audited": 0}, False, "sound_books"),
    Example("Unknown books leave it open.", "2021-06-30", FIRM | {"audited": -1}, None, "sound_books"),
)

PROGRAMME: Final = Programme(
    title="R&D subsidy for enterprises",
    title_local="企业研究开发资助",
    register=Firms,
    clauses=CLAUSES,
    awards=AWARDS,
    examples=EXAMPLES,
    take_up=TAKE_UP,
)
