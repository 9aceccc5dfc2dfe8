"""Angel guidance fund (深圳市天使投资引导基金).

The city's fund of ten billion yuan puts up two fifths of sub-funds, which invest in young technology firms with few
staff. A round is at most fifty million yuan. When a sub-fund sells its stake, the fund gets its part of the proceeds.

From the printed counts, 504 projects in four years, follow the rounds of a year; what firms are counted as angel-stage,
the size of a round and the fund's part are assumed. The fund may leave a part of its gain to the other partners, which
is not followed, nor is the tenth of a sub-fund beyond which one project may not go.
"""

from typing import Any, Final

import numpy as np

from mangrove.arrays import Doubles
from mangrove.dated import Evidence, Source, assumption, constant
from mangrove.gaps import or_nothing, years_since
from mangrove.programme import Award, Channel, Clause, Compare, Example, Programme, Rationing, Terms
from mangrove.regions.shenzhen.conditions import does_rnd
from mangrove.regions.shenzhen.page_of_2018 import PAGE
from mangrove.registers.firms import Firms

FIRST: Final = "2018-05-01"
REPLY: Final = Source(
    "Reply of the science and technology bureau to proposal 20250680", Evidence.PUBLISHED,
    "stic.sz.gov.cn, post_12464612", "深圳市科技创新局关于市七届人大六次会议第20250680号建议答复的函",
    "深圳市科技创新局, 29 October 2025", "2025-10-29",
    "At most fifty million for one project. Printed in 2025, held to be in force from the start.",
)  # fmt: skip
COUNTS: Final = Source(
    "Projects of the angel fund by May 2022, times the assumed round", Evidence.ESTIMATED,
    "cn.bg3.co, STAR Daily of 19 May 2022", issued_on="2022-05-19",
    note="504 projects in four years from 64 sub-funds that have more than seven billion; 126 a year of five million",
)  # fmt: skip
STAGE: Final = assumption(
    "all of a sub-fund goes to angel-stage firms, whose definition was not read; these limits are recalled",
    "深圳市天使投资引导基金实施细则",
)

# fmt: off
DOES_RND = constant("1", "Whether a firm must do R&D (1 yes, 0 no).", 1.0, STAGE, FIRST, low=0, high=1)
YOUNG = constant("yr", "Age up to which a firm is at the angel stage.", 5.0, STAGE, FIRST, low=0)
MOST_STAFF = constant("person", "Most staff of a firm at the angel stage.", 200.0, STAGE, FIRST, low=0)
ROUND = constant(
    "ratio", "A round, in the firm's yearly sales.", 0.4,
    assumption("so that a round of the model's young firms is of some five million", "rounds of the sub-funds"), FIRST,
    low=0, high=100,
)
CAP = constant("CNY/yr", "Largest round.", 50e6, REPLY, FIRST, low=0)
PART = constant(
    "share", "Part of a sub-fund, and so of its rounds, that the fund puts up.", 0.4,
    assumption("two fifths at most, as recalled", "深圳市天使投资引导基金实施细则, on the fund's part"), FIRST,
    low=0, high=1, interval=(0.25, 0.5),
)
BUDGET = constant("CNY/yr", "Rounds of the sub-funds in a year.", 630e6, COUNTS, FIRST, low=0)
TAKE_UP = constant(
    "share", "Share of the eligible that seek a round.", 0.3,
    assumption("most young firms grow on their own money; the best avoid public partners (Colonnelli, Li & Liu 2024)",
               "projects seen by sub-funds"), low=0, high=1, interval=(0.1, 0.6),
)
# fmt: on


def _round(firms: Firms, terms: Terms) -> Doubles:
    return np.minimum(terms[ROUND] * or_nothing(firms.sales_y3), terms[CAP])


CLAUSES: Final[tuple[Clause[Firms], ...]] = (
    Clause("few_staff", "It has at most 200 staff.",
           lambda f, _: f.staff.astype(np.float64), Compare.AT_MOST, lambda _, t: t[MOST_STAFF], (MOST_STAFF,),
           meaning_local="从业人数不超过200人。"),
    does_rnd(DOES_RND),
    Clause("young", "It is at most five years old.",
           lambda f, t: years_since(f.founded_on, t.day), Compare.AT_MOST, lambda _, t: t[YOUNG], (YOUNG,),
           meaning_local="成立时间不超过五年。"),
)  # fmt: skip

AWARDS: Final[tuple[Award[Firms], ...]] = (
    Award(Channel.EQUITY, "CNY/yr", "A round of equity from a sub-fund.", _round, meaning_local="子基金的股权投资",
          part=PART),
)  # fmt: skip

FIRM: Final = {"technology": 1, "founded_on": "2016-06-30", "staff": 200, "sales_y3": 8e6}


def _raises(on: str, says: str, amount: float, **told: Any) -> Example:
    return Example(says, on, FIRM | told, True, pays={Channel.EQUITY: amount})


EXAMPLES: Final = (
    Example("Before the fund is registered it buys nothing.", "2018-04-30", FIRM, False),
    _raises(FIRST, "A young firm raises two fifths of a year's sales.", 3.2e6),
    _raises("2021-06-30", "On its fifth birthday it still may.", 3.2e6),
    Example("A day later it is too old.", "2021-07-01", FIRM, False, "young"),
    Example("201 staff are too many.", "2020-06-30", FIRM | {"staff": 201}, False, "few_staff"),
    Example("A firm without R&D is not for it.", "2020-06-30", FIRM | {"technology": 0}, False, "does_rnd"),
    Example("Staff unknown leaves it open.", "2020-06-30", FIRM | {"staff": float("nan")}, None, "few_staff"),
    _raises("2020-06-30", "Fifty million is the largest round.", 50e6, sales_y3=125e6),
    _raises("2020-06-30", "More sales bring no more.", 50e6, sales_y3=126e6),
    _raises("2020-06-30", "On sales that nobody knows nothing is raised.", 0, sales_y3=float("nan")),
)

PROGRAMME: Final = Programme(
    title="Angel guidance fund",
    title_local="深圳市天使投资引导基金",
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
