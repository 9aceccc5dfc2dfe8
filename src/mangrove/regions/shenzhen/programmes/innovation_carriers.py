"""Grants to innovation carriers (创新载体): engineering technology centres of firms (工程技术研究中心).

A national high-tech enterprise whose R&D centre the city recognises gets half of what it spent on R&D in the last two
years, at most three million yuan, once a year at most. The money is shared out after review by experts, whom the model
cannot follow: those who are funded are drawn among the applicants.

Of the other carriers, key laboratories are those of universities for the most part, and not of firms. What a firm had
as a subsidy comes off its R&D under the rule; it is small and is not taken off here. The amounts are those of the round
of 2022. The page of 2018 says that 195 carriers were set up in 2017, so there was a rule, and none of its amounts was
found: those of 2022 are held to have been in force, and so is the yearly sum.
"""

from typing import Any, Final

import numpy as np

from mangrove.arrays import Doubles
from mangrove.dated import Dated, Evidence, Since, Source, assumption, constant
from mangrove.gaps import or_nothing
from mangrove.programme import Award, Channel, Clause, Compare, Example, Programme, Rationing, Terms, held_for
from mangrove.regions.shenzhen.conditions import does_rnd
from mangrove.regions.shenzhen.page_of_2018 import PAGE
from mangrove.registers.firms import Firms

FIRST: Final = "2010-01-01"
ROUND: Final = "2022-05-01"
ROUND_2022: Final = Source(
    "Guide to the recognition of engineering technology centres, round of 2023", Evidence.PUBLISHED,
    "xinshancheng.cn/detail/1851.html, copy of the guide", "2023年度工程技术研究中心认定申请指南",
    "深圳市科技创新委员会, May 2022", "2022-05", "Read in a copy; the day within May is not printed there.",
)  # fmt: skip
BEFORE: Final = assumption(
    "carriers were funded from before 2010 to 2022 too; their amounts are held to be those of 2022",
    "the rounds of 2010 to 2021, among them 深发〔2016〕7号 and its rules",
)
TAX_LAW: Final = Source(
    "Measures for the Administration of Accrediting High-tech Enterprises", Evidence.PUBLISHED,
    "stresscarki.com/g79431312.html", "高新技术企业认定管理办法", "国科发火〔2008〕172号", "2008-04-14",
)  # fmt: skip

# fmt: off
HIGH_TECH = constant(
    "1", "Whether a firm must be a national high-tech enterprise (1 yes, 0 no).", 1.0, BEFORE, FIRST, low=0, high=1,
)
VALID_YEARS = constant("yr", "How long a high-tech certificate is valid.", 3.0, TAX_LAW, FIRST, low=0)
DOES_RND = constant("1", "Whether a firm must do R&D (1 yes, 0 no).", 1.0, BEFORE, FIRST, low=0, high=1)
PART = Dated(
    "share", "Part of two years' R&D that is paid.", (Since(FIRST, 0.5, BEFORE), Since(ROUND, 0.5, ROUND_2022)),
    low=0, high=1,
)
CAP = Dated(
    "CNY/yr", "Most that a centre is paid.", (Since(FIRST, 3e6, BEFORE), Since(ROUND, 3e6, ROUND_2022)), low=0,
)
BUDGET = constant(
    "CNY/yr", "What there is for centres of firms in a year.", 100e6,
    assumption("as much as laboratories had in 2022, 23 times five million, less what is not for firms",
               "the yearly lists of funded carriers"), FIRST, low=0,
)
TAKE_UP = constant(
    "share", "Share of the eligible that apply in a year.", 0.1,
    assumption("a centre of its own is rare among small firms", "applicants of a round"), low=0, high=1,
    interval=(0.03, 0.3),
)
# fmt: on


def _grant(firms: Firms, terms: Terms) -> Doubles:
    spent = or_nothing(firms.rnd_y2) + or_nothing(firms.rnd_y3)
    return np.minimum(terms[PART] * spent, terms[CAP])


def _high_tech(firms: Firms, terms: Terms) -> Doubles:
    return held_for(terms[VALID_YEARS], firms.accredited_on, terms.day).astype(np.float64)


CLAUSES: Final[tuple[Clause[Firms], ...]] = (
    does_rnd(DOES_RND),
    Clause("high_tech", "It is a national high-tech enterprise.",
           _high_tech, Compare.AT_LEAST, lambda _, t: t[HIGH_TECH], (HIGH_TECH,),
           meaning_local="属于国家高新技术企业。"),
)  # fmt: skip

AWARDS: Final[tuple[Award[Firms], ...]] = (
    Award(Channel.RND_CASH, "CNY/yr", "Half of two years' R&D, up to the cap.", _grant,
          meaning_local="两年研发费用的一半，不超过上限"),
)  # fmt: skip

FIRM: Final = {"technology": 1, "accredited_on": "2009-06-30", "rnd_y2": 2e6, "rnd_y3": 3e6}
LATER: Final = FIRM | {"accredited_on": "2021-06-30"}


def _pays(on: str, says: str, amount: float, firm: dict[str, Any], **told: Any) -> Example:
    return Example(says, on, firm | told, True, pays={Channel.RND_CASH: amount})


EXAMPLES: Final = (
    Example("Before 2010 the model's city has no carriers.", "2009-12-31", FIRM, False),
    _pays(FIRST, "From 2010 half of five million is paid.", 2.5e6, FIRM),
    _pays("2012-06-29", "On its certificate's last day a firm is paid.", 2.5e6, FIRM),
    Example("A day later it is no high-tech enterprise.", "2012-06-30", FIRM, False, "high_tech"),
    _pays("2011-06-30", "Six million just meet the cap.", 3e6, FIRM, rnd_y3=4e6),
    _pays("2011-06-30", "More earn no more.", 3e6, FIRM, rnd_y3=4.1e6),
    _pays("2011-06-30", "A year that nobody knows counts nothing.", 1.5e6, FIRM, rnd_y2=float("nan")),
    Example("One never accredited is refused.", "2011-06-30", FIRM | {"accredited_on": "NaT"}, False, "high_tech"),
    Example("Without R&D there is no centre.", "2011-06-30", FIRM | {"technology": 0}, False, "does_rnd"),
    Example("Unknown R&D leaves it open.", "2011-06-30", FIRM | {"technology": -1}, None, "does_rnd"),
    _pays("2022-04-30", "Before the round of 2022 the same is assumed.", 2.5e6, LATER),
    _pays(ROUND, "In the round of 2022 it is printed.", 2.5e6, LATER),
)

PROGRAMME: Final = Programme(
    title="Innovation carriers: engineering technology centres",
    title_local="创新载体（工程技术研究中心）",
    register=Firms,
    clauses=CLAUSES,
    awards=AWARDS,
    examples=EXAMPLES,
    take_up=TAKE_UP,
    budget=BUDGET,
    rationing=Rationing.LOTTERY,
    illustrative=True,
    ran=PAGE,
)
