"""Rounds of equity in which the angel guidance fund takes part."""

from typing import Final

from mangrove.indicator import Closed, Indicator, reached
from mangrove.programme import Channel

PROGRAMME: Final = "angel_fund"


def measure(closed: Closed) -> float:
    """Firms in which sub-funds of the fund buy a stake in the year."""
    return reached(closed, PROGRAMME, Channel.EQUITY)


INDICATOR = Indicator(
    title="Angel fund, rounds",
    title_local="天使投资引导基金子基金投资项目数",
    unit="count/yr",
    definition="Projects in which sub-funds of the angel guidance fund invest in the year.",
    differs="No number by year is on record. The fund told of 504 projects in its first four years, and the yearly "
    "budget of the rule is set by them: to come near 126 a year is no test.",
    source="Angel guidance fund, in STAR Daily of 19 May 2022 (cn.bg3.co)",
    measure=measure,
    programme=PROGRAMME,
)
