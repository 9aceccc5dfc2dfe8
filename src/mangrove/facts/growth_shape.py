"""Growth rates are spread like a tent, not like a bell."""

from typing import Final

import numpy as np

from mangrove.arrays import Doubles
from mangrove.estimators import laplace_over_normal
from mangrove.fact import Curve, Fact, Theme
from mangrove.indicator import Closed
from mangrove.region import Region

LEAST: Final = 200
"""Fewest firms with sales in both years."""
STEPS: Final = 20
"""Classes of growth in the picture."""
WIDEST: Final = 1.0
"""Growth to either side of the median that the picture shows, in logs."""


def survivors(region: Region) -> tuple[Doubles, Doubles]:
    """Sales of the year before, and change of log sales since, of enterprises that sold in both closed years."""
    before, last = region.enterprises("sales_y2"), region.enterprises("sales_y3")
    chosen = (before > 0) & (last > 0)
    before, last = before[chosen].astype(np.float64), last[chosen].astype(np.float64)
    return before, np.log(last / before)


def measure(closed: Closed) -> float:
    """Log-likelihood ratio per firm of a Laplace over a normal law of growth."""
    return laplace_over_normal(survivors(closed.region)[1], LEAST)


def _classes(closed: Closed) -> Doubles:
    growth = survivors(closed.region)[1]
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
