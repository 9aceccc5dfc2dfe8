"""The largest technology firms follow a power law."""

from mangrove.estimators import tail_index
from mangrove.fact import Fact, Theme
from mangrove.facts.size_tail import LEAST, PUBLISHED, RULE, SOURCE, TOP
from mangrove.indicator import Closed


def measure(closed: Closed) -> float:
    """Index of the tail of sales of technology firms."""
    return tail_index(closed.region.firms.sales_y3, TOP, LEAST)


FACT = Fact(
    title="Index of the size tail, technology firms",
    theme=Theme.SIZE,
    unit="1",
    published=PUBLISHED,
    low=1.0,
    high=1.5,
    source=SOURCE,
    measure=measure,
    note=f"{RULE} Nothing is published on technology firms alone: the same band is our reading.",
)
