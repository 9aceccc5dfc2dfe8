"""Enforcement of IP: the Shenzhen Intellectual Property Court and the protection centre (深圳知识产权法庭).

Whoever does R&D has his IP cases heard by a court of their own, which sat for the first time in the last days of 2017,
and may use the protection centre, which opened in 2018. Nobody has to apply, and nothing is paid.

The city's rules on the protection of IP, adopted in December 2018 and in force from March 2019, raised what infringers
pay; and the centre has utility models and designs of some fields granted within weeks. Neither has an estimate of its
own: what such a court does to inventions stands for the whole.
"""

from typing import Final

import numpy as np

from mangrove.dated import Evidence, Source, constant
from mangrove.programme import Award, Channel, Clause, Example, Programme
from mangrove.regions.shenzhen.conditions import does_rnd
from mangrove.registers.firms import Firms

FIRST: Final = "2018-01-01"
COURT: Final = Source(
    "Opening of the Shenzhen Intellectual Property Court", Evidence.ESTIMATED,
    "Shenzhen Government Online, page of 9 August 2018, which says that it was set up", "深圳知识产权法庭揭牌",
    "最高人民法院批复, December 2017", "2017-12-26",
    "Day from the general literature; held to act from the first day of 2018. The page says too that the protection "
    "centre was put into use.",
)  # fmt: skip

# fmt: off
DOES_RND = constant("1", "Whether it is for those who do R&D (1 yes, 0 no).", 1.0, COURT, FIRST, low=0, high=1)
SITS = constant("share", "Part of the region's IP cases that go to a court of their own.", 1.0, COURT, FIRST, low=0,
                high=1)
TAKE_UP = constant(
    "share", "Share of the eligible whom the court protects.", 1.0,
    Source("Nobody has to apply for the protection of the law", Evidence.ASSUMED, "cases by party",
           note="infringers know that a case may be brought, whoever brings one"), low=0, high=1,
)
# fmt: on

CLAUSES: Final[tuple[Clause[Firms], ...]] = (
    does_rnd(DOES_RND),
)  # fmt: skip

AWARDS: Final[tuple[Award[Firms], ...]] = (
    Award(Channel.ENFORCEMENT, "share", "Part of its IP cases that a court of their own hears.",
          lambda f, t: np.full(len(f), t[SITS]), meaning_local="由知识产权法庭审理的案件比例"),
)  # fmt: skip

FIRM: Final = {"technology": 1}

EXAMPLES: Final = (
    Example("To the end of 2017 cases go to the courts for all.", "2017-12-31", FIRM, False),
    Example("From 2018 they have a court of their own.", FIRST, FIRM, True, pays={Channel.ENFORCEMENT: 1.0}),
    Example("Who invents nothing has no such case.", "2018-06-30", {"technology": 0}, False, "does_rnd"),
    Example("If nobody knows, it is open.", "2018-06-30", {"technology": -1}, None, "does_rnd"),
)

PROGRAMME: Final = Programme(
    title="Enforcement of intellectual property",
    title_local="深圳知识产权法庭与知识产权保护中心",
    register=Firms,
    clauses=CLAUSES,
    awards=AWARDS,
    examples=EXAMPLES,
    take_up=TAKE_UP,
)
