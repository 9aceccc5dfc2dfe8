"""Among firms that do R&D, its part of sales does not depend on size."""

from typing import Final

import numpy as np

from mangrove.estimators import slope
from mangrove.fact import Fact, Theme
from mangrove.indicator import Closed

LEAST: Final = 100
"""Fewest firms with R&D."""


def measure(closed: Closed) -> float:
    """Slope of log R&D over sales on log sales."""
    firms = closed.region.firms
    chosen = (firms.rnd_y3 > 0) & (firms.sales_y3 > 0)
    sales = np.log(firms.sales_y3[chosen].astype(np.float64))
    return slope(sales, np.log(firms.rnd_y3[chosen].astype(np.float64)) - sales) if len(sales) >= LEAST else np.nan


FACT = Fact(
    title="R&D over sales against size, slope of logs",
    theme=Theme.RND,
    unit="1",
    published="about 0: R&D over sales is independent of size among firms that do R&D (large firms of the United "
    "States)",
    low=-0.1,
    high=0.1,
    source="Cohen & Klepper 1996, Economic Journal 106 (recalled, to be checked)",
    measure=measure,
    note="Reported R&D of the last closed year, at least 100 firms with any. The band is our reading of about 0.",
)
