"""More than half of Shenzhen's enterprises are less than three years old."""

from mangrove.fact import Fact, Theme
from mangrove.facts.age_under_5 import RULE, SOURCE, between
from mangrove.indicator import Closed


def measure(closed: Closed) -> float:
    """Part of enterprises younger than three years."""
    return between(closed, 0.0, 3.0)


FACT = Fact(
    title="Enterprises under 3 years old",
    theme=Theme.AGE,
    unit="share",
    published="53.7 % (Shenzhen, mid-2018)",
    low=0.487,
    high=0.587,
    source=SOURCE,
    measure=measure,
    note=f"The band is five points to either side, our reading. {RULE}",
)
