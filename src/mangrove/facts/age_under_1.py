"""A sixth of Shenzhen's enterprises are in their first year."""

from mangrove.fact import Fact, Theme
from mangrove.facts.age_under_5 import RULE, SOURCE, between
from mangrove.indicator import Closed


def measure(closed: Closed) -> float:
    """Part of enterprises younger than a year."""
    return between(closed, 0.0, 1.0)


FACT = Fact(
    title="Enterprises under 1 year old",
    theme=Theme.AGE,
    unit="share",
    published="15.9 % (Shenzhen, mid-2018)",
    low=0.109,
    high=0.209,
    source=SOURCE,
    measure=measure,
    note=f"The band is five points to either side, our reading. {RULE}",
)
