"""Growth rates are spread like a tent, not like a bell."""

from typing import Final

import numpy as np

from mangrove.arrays import Bools, Doubles
from mangrove.estimators import laplace_over_normal
from mangrove.fact import Curve, Fact, Theme
from mangrove.indicator import Closed
from mangrove.registers.firms import Firms

LEAST: Final = 200
"""Fewest firms with sales in both years."""
STEPS: Final = 20
"""Classes of growth in the picture."""
WIDEST: Final = 1.0
"""Growth to either side of the median that the picture shows, in logs."""


def survivors(firms: Firms) -> Bools:
    """Firms that sold in each of the last two closed years."""
    return (firms.sales_y2 > 0) & (firms.sales_y3 > 0)


def log_growth(firms: Firms, chosen: Bools) -> Doubles:
    """Change of log sales over the last closed year."""
    return np.log(firms.sales_y3[chosen].astype(np.float64) / firms.sales_y2[chosen])


def measure(closed: Closed) -> float:
    """Log-likelihood ratio per firm of a Laplace over a normal law of growth."""
    firms = closed.region.firms
    return laplace_over_normal(log_growth(firms, survivors(firms)), LEAST)


def _classes(closed: Closed) -> Doubles:
    firms = closed.region.firms
    growth = log_growth(firms, survivors(firms))
    if len(growth) < LEAST:
        return np.full(STEPS, np.nan)
    counts, _ = np.histogram(growth - np.median(growth), STEPS, (-WIDEST, WIDEST))
    return counts / len(growth)


FACT = Fact(
    title="Shape of growth: Laplace over normal, log-likelihood per firm",
    theme=Theme.SIZE,
    unit="1",
    published="a Laplace law, above 100,000 industrial firms of China, 1998-2008; the same of listed firms elsewhere",
    low=0.0,
    high=None,
    source="Zou 2019, Physica A 535, 122344, "
    "https://c.coek.info/pdf-an-analysis-of-chinese-firm-size-distribution-and-growth-rate-.html",
    measure=measure,
    note="Change of log sales from the year before to the last closed year, all sizes together; at least 200 firms. "
    "A normal law gives -0.05, a Laplace law 0.07. The published shape is of assets and staff. "
    "The model draws the shocks to markets from a Laplace law, so that meeting it is hardly a test.",
    curve=Curve(
        title="Growth of sales",
        unit="share",
        axis="change of log sales, less the median",
        labels=tuple(f"{(place - STEPS // 2) / (STEPS // 2) * WIDEST:.1f}" for place in range(STEPS)),
        measure=_classes,
        edges=True,
    ),
)
