"""Rewards for technical standards (深圳标准领域专项资金).

A firm that led the drafting of a national standard issued in the last year is paid half a million yuan.

International standards earn more, industry and group standards less, and taking part less than leading: firms are not
told apart by these, and institutes, which lead many, claim elsewhere. The amounts read are those of 2024; there were
rewards before, of which nothing is assumed.
"""

from typing import Final

import numpy as np

from mangrove.dated import Evidence, Source, assumption, constant
from mangrove.gaps import truth
from mangrove.programme import Award, Channel, Clause, Compare, Example, Programme
from mangrove.registers.firms import Firms

FIRST: Final = "2024-01-01"
RULES: Final = Source(
    "Operating rules for subsidies and rewards of the Shenzhen standards fund", Evidence.PUBLISHED,
    "m.shenkexin.com/news/info-skill-12758.html, a summary of 2024",
    "深圳市市场监督管理局深圳标准领域专项资金资助奖励操作规程", "深圳市市场监督管理局, 2024", "2024",
    "Read in a summary that prints no day; held to be in force from the first day of 2024. An earlier version is of 19 "
    "November 2021, its amounts unread.",
)  # fmt: skip

# fmt: off
LED = constant("1", "Whether a firm must have led a national standard (1 yes, 0 no).", 1.0, RULES, FIRST, low=0, high=1)
NATIONAL = constant("CNY/yr", "Reward for leading a national standard.", 500_000.0, RULES, FIRST, low=0)
TAKE_UP = constant(
    "share", "Share of the eligible that claim.", 0.8,
    assumption("it is known to who drafts standards, and costs little to claim", "the yearly lists of rewards"),
    low=0, high=1, interval=(0.5, 1.0),
)
# fmt: on

CLAUSES: Final[tuple[Clause[Firms], ...]] = (
    Clause("led_standard", "It led the drafting of a national standard issued in the last year.",
           lambda f, _: truth(f.led_standard), Compare.AT_LEAST, lambda _, t: t[LED], (LED,),
           meaning_local="上一年度主导制定并发布国家标准。"),
)  # fmt: skip

AWARDS: Final[tuple[Award[Firms], ...]] = (
    Award(Channel.OPERATING_CASH, "CNY/yr", "The reward for a national standard.",
          lambda f, t: np.full(len(f), t[NATIONAL]), meaning_local="主导制定国家标准的奖励"),
)  # fmt: skip

FIRM: Final = {"led_standard": 1}

EXAMPLES: Final = (
    Example("To the end of 2023 no amount was read.", "2023-12-31", FIRM, False),
    Example("From 2024 a national standard earns half a million.", FIRST, FIRM, True,
            pays={Channel.OPERATING_CASH: 500_000}),
    Example("Who led none earns nothing.", "2024-06-30", {"led_standard": 0}, False, "led_standard"),
    Example("If nobody knows, it is open.", "2024-06-30", {"led_standard": -1}, None, "led_standard"),
)  # fmt: skip

PROGRAMME: Final = Programme(
    title="Rewards for technical standards",
    title_local="深圳标准领域专项资金",
    register=Firms,
    clauses=CLAUSES,
    awards=AWARDS,
    examples=EXAMPLES,
    take_up=TAKE_UP,
)
