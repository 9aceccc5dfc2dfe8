"""The growth of large firms varies less."""

from typing import Final

from mangrove.estimators import spread_slope
from mangrove.fact import Fact, Theme
from mangrove.facts.growth_shape import survivors
from mangrove.indicator import Closed

CLASSES: Final = 20
"""Classes of size, a twentieth of the firms in each."""
LEAST: Final = 50
"""Fewest firms in a class."""


def measure(closed: Closed) -> float:
    """How fast the standard deviation of growth falls with size, as an exponent."""
    return spread_slope(*survivors(closed.region), CLASSES, LEAST)


FACT = Fact(
    title="Fall of the spread of growth with size",
    theme=Theme.SIZE,
    unit="1",
    published="0.20 ± 0.03 for sales, 0.18 ± 0.03 for staff and for assets (listed manufacturers of the United States, "
    "1974-1993)",
    low=0.12,
    high=0.25,
    source="Amaral and others 1997, Journal de Physique I 7, https://ar5iv.labs.arxiv.org/html/cond-mat/9702082",
    measure=measure,
    note="Minus the slope of the log standard deviation of growth on log sales of the year before, over twenty classes "
    "of equal numbers; at least 50 firms in each. The band takes in the errors and the 0.14 of later theory. "
    "The spread of shocks to markets falls with size as in this very paper, so that meeting it is hardly a test.",
)
