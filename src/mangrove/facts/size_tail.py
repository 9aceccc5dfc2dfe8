"""The largest enterprises follow a power law."""

from typing import Final

from mangrove.estimators import tail_index
from mangrove.fact import Fact, Theme
from mangrove.indicator import Closed

TOP: Final = 0.05
"""Part of the firms with sales that is taken as the tail."""
LEAST: Final = 20
"""Fewest firms in the tail."""
SOURCE: Final = (
    "Heinrich & Dai 2016, Structural Change and Economic Dynamics 37, https://daneshyari.com/article/988279; "
    "Zhang & Wang on the largest 500, abstract: revenues 2002-2007"
)
PUBLISHED: Final = (
    "density exponent 2.0 to 2.5, that is 1.0 to 1.5 in the tail (industrial enterprises of China's provinces, "
    "1998-2008); 1 among China's 500 largest firms (2002-2007)"
)
RULE: Final = (
    "Hill's estimator on the sales of the last closed year, from the largest twentieth; at least 20 firms in it."
)


def measure(closed: Closed) -> float:
    """Index of the tail of sales of all enterprises."""
    return tail_index(closed.region.enterprises("sales_y3"), TOP, LEAST)


FACT = Fact(
    title="Index of the size tail, all enterprises",
    theme=Theme.SIZE,
    unit="1",
    published=PUBLISHED,
    low=1.0,
    high=1.5,
    source=SOURCE,
    measure=measure,
    note=f"{RULE} The published exponents are of larger firms, in staff, capital or profit.",
)
