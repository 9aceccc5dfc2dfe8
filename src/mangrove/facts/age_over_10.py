"""One in twelve of Shenzhen's enterprises is more than ten years old."""

import numpy as np

from mangrove.fact import Fact, Theme
from mangrove.facts.age_under_5 import RULE, SOURCE, between
from mangrove.indicator import Closed


def measure(closed: Closed) -> float:
    """Part of enterprises older than ten years."""
    return between(closed, 10.0, np.inf)


FACT = Fact(
    title="Enterprises over 10 years old",
    theme=Theme.AGE,
    unit="share",
    published="8.6 % (Shenzhen, mid-2018)",
    low=0.036,
    high=0.136,
    source=SOURCE,
    measure=measure,
    note=f"The band is five points to either side, our reading. {RULE}",
)
