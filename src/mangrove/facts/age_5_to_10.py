"""A seventh of Shenzhen's enterprises are from five to ten years old."""

from mangrove.fact import Fact, Theme
from mangrove.facts.age_under_5 import RULE, SOURCE, between
from mangrove.indicator import Closed


def measure(closed: Closed) -> float:
    """Part of enterprises from five to ten years old."""
    return between(closed, 5.0, 10.0)


FACT = Fact(
    title="Enterprises 5 to 10 years old",
    theme=Theme.AGE,
    unit="share",
    published="15.4 % (Shenzhen, mid-2018)",
    low=0.104,
    high=0.204,
    source=SOURCE,
    measure=measure,
    note=f"The band is five points to either side, our reading. {RULE}",
)
