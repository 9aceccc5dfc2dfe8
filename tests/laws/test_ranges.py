"""Ranges: a value at either end of the range it declares breaks no law, however odd the year it makes."""

import numpy as np
import pytest

from mangrove.indicator import find_indicators
from mangrove.rulebook import read_rulebook

RULES = {city: read_rulebook(f"mangrove.regions.{city}") for city in ("toytown", "shenzhen")}
ENDS = [
    (city, path, end)
    for city, rules in RULES.items()
    for path, value in rules.values.items()
    for end in (value.low, value.high)
    if end is not None and (city == "toytown" or path.partition(".")[0] in rules.programmes)
]
"""The engine's own values are tried on the town, each region's rules at home."""


@pytest.mark.parametrize(("city", "path", "end"), ENDS, ids=str)
def test_a_value_at_the_end_of_its_range_breaks_no_law(live, opened, city, path, end) -> None:
    scale = {"toytown": 0.25, "shenzhen": 0.002}[city]
    years = live(city, 2011, {path: float(end)}, opening=opened(city, scale).region)
    for closed in years[1:]:
        region = closed.region
        assert region.firms.check() + region.businesses.check() + region.traders.check() == []
        assert all((entry.amount >= 0).all() for entry in closed.ledger)
        there = [i for i in find_indicators().values() if not i.programme or i.programme in RULES[city].programmes]
        assert all(np.isfinite(i.measure(closed)) for i in there)
