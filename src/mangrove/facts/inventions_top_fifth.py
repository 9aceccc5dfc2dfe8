"""A few firms hold most inventions."""

from typing import Final

from mangrove.estimators import held_by_top
from mangrove.fact import Fact, Theme
from mangrove.indicator import Closed

TOP: Final = 0.2
LEAST: Final = 20
"""Fewest firms in the top fifth."""


def measure(closed: Closed) -> float:
    """Part of technology firms' invention applications that the fifth with most of them filed."""
    return held_by_top(closed.region.firms.inventions_held, TOP, LEAST)


FACT = Fact(
    title="Inventions held by the top fifth of technology firms",
    theme=Theme.RND,
    unit="share",
    published="three quarters of firms' inventions are held by a fifth of high-tech firms (Shenzhen, about 2021)",
    low=0.65,
    high=0.85,
    source="Shenzhen municipal government, sz.gov.cn, item 9737532",
    measure=measure,
    note="Applications filed so far stand for inventions held, technology firms for high-tech firms, and the fifth is "
    "the one with most; at least 20 firms in it. The band is ten points to either side, our reading.",
)
