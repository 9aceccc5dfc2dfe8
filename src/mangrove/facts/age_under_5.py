"""Three quarters of Shenzhen's enterprises are less than five years old."""

from itertools import pairwise
from typing import Final

import numpy as np

from mangrove.arrays import Doubles
from mangrove.estimators import ages, part_between
from mangrove.fact import Curve, Fact, Theme
from mangrove.indicator import Closed

LEAST: Final = 100
"""Fewest firms of known age."""
SOURCE: Final = "Shenzhen Institute of Standards and Technology, told in http://szpjsh.org/show_11603"
RULE: Final = (
    "On the last day of the run, of enterprises of known age, at least 100. The published day is half a year later "
    "than 2017's last. The model's births were set with these figures in view."
)
ENDS: Final = (0.0, 1.0, 3.0, 5.0, 10.0, np.inf)


def between(closed: Closed, low: float, high: float) -> float:
    """Part of enterprises from an age on and below another, in years."""
    region = closed.region
    return part_between(ages(region.enterprises("founded_on"), np.datetime64(region.day, "D")), low, high, LEAST)


def measure(closed: Closed) -> float:
    """Part of enterprises younger than five years."""
    return between(closed, 0.0, 5.0)


def _classes(closed: Closed) -> Doubles:
    return np.array([between(closed, low, high) for low, high in pairwise(ENDS)])


FACT = Fact(
    title="Enterprises under 5 years old",
    theme=Theme.AGE,
    unit="share",
    published="76.0 % (Shenzhen, mid-2018)",
    low=0.70,
    high=0.80,
    source=SOURCE,
    measure=measure,
    note=RULE,
    curve=Curve(
        title="Enterprises by age",
        unit="share",
        axis="age in years",
        labels=("under 1", "1 to 3", "3 to 5", "5 to 10", "over 10"),
        measure=_classes,
        published=(0.159, 0.378, 0.223, 0.154, 0.086),
    ),
)
