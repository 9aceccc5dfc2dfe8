"""How many enterprises leave in the year of life in which most do."""

from mangrove.fact import Fact, Theme
from mangrove.facts.hazard_peak_year import RULE, SOURCE, by_year
from mangrove.indicator import Closed


def measure(closed: Closed) -> float:
    """The highest hazard of the first eight years of life; NaN where one of them is not known."""
    return float(by_year(closed).max())


FACT = Fact(
    title="Exits in the year of life with most",
    theme=Theme.AGE,
    unit="share",
    published="9.5 % in the third year; 8 % or more until the seventh, less from then on (China, enterprises founded "
    "from 2000 on, to 2012); some 3 % of all enterprises a year in Guangdong",
    low=0.06,
    high=0.12,
    source=SOURCE,
    measure=measure,
    note=RULE,
)
