"""Enterprises die most often in their third year."""

from typing import Final

import numpy as np

from mangrove.arrays import Doubles
from mangrove.estimators import absent, ages, hazards
from mangrove.fact import Curve, Fact, Theme
from mangrove.indicator import Closed

YEARS: Final = 8
"""Years of life that are looked at."""
LEAST: Final = 100
"""Fewest firms at risk in a year of life."""
SOURCE: Final = (
    "State Administration for Industry and Commerce, report of 2013 on the survival of enterprises, told in "
    "https://scrapbase-beauty.blogspot.com/2013/08/blog-post_4.html"
)
RULE: Final = (
    "Firms in the register a year ago and gone now, by age a year ago; at least 100 in each year of life. Who comes "
    "and goes within one calendar year is not seen, while the source counts from the calendar year of founding. "
    "The model's exits by age were set with these figures in view."
)


def by_year(closed: Closed) -> Doubles:
    """Hazard in each of the first eight years of life; NaN at the opening, which has no year before."""
    if closed.before is None:
        return np.full(YEARS, np.nan)
    then = closed.before
    gone = absent(then.enterprises("id"), closed.region.enterprises("id"))
    return hazards(ages(then.enterprises("founded_on"), np.datetime64(closed.before.day, "D")), gone, YEARS, LEAST)


def measure(closed: Closed) -> float:
    """The year of life in which most of those at risk leave, the first being 1."""
    found = by_year(closed)
    return np.nan if np.isnan(found).any() or not found.any() else float(found.argmax() + 1)


FACT = Fact(
    title="Year of life in which enterprises leave most often",
    theme=Theme.AGE,
    unit="yr",
    published="the third (China, enterprises founded from 2000 on, to 2012)",
    low=3.0,
    high=3.0,
    source=SOURCE,
    measure=measure,
    note=RULE,
    curve=Curve(
        title="Exits by year of life",
        unit="share",
        axis="year of life",
        labels=tuple(str(year) for year in range(1, YEARS + 1)),
        measure=by_year,
        published=(0.016, 0.063, 0.095, *([None] * (YEARS - 3))),
    ),
)
