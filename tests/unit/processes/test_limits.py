"""Limits of a year: nobody, one firm, all alike, and extremes, without a crash or a warning."""

import numpy as np
import pytest

from mangrove.draws import Draws
from mangrove.indicator import Closed, find_indicators
from mangrove.register import empty
from mangrove.registers.firms import Firms
from mangrove.registers.traders import Traders
from mangrove.rulebook import read_rulebook
from mangrove.simulate import year

FIRST, LAST = 2012, 2016
LARGE = 1e12  # CNY/yr; more than the sales of any firm on earth
ALIKE = {
    "sales_y1": 8e6, "sales_y2": 9e6, "sales_y3": 1e7, "rnd_y1": 6e5, "rnd_y2": 6e5, "rnd_y3": 7e5,
    "rnd": 7e5, "real_rnd": 7e5, "lines": 2, "market": 3e6,
    "wedge": 0.6, "inventiveness": 1.0, "staff": 40, "college_staff": 30, "technical_staff": 20,
    "rnd_staff": 10, "score": 80, "in_supported_field": 1, "owns_core_ip": 1, "audited": 1, "ownership": 1,
    "domestic_rnd_share": 1.0, "high_tech_revenue_share": 0.9,
}  # fmt: skip
CROWDS = {
    "nobody": (0, {}),
    "one technology firm": (1, ALIKE),
    "a thousand alike": (1000, ALIKE),
    "without sales": (20, ALIKE | {"sales_y1": 0, "sales_y2": 0, "sales_y3": 0, "market": 0}),
    "without anything": (20, {"lines": 1}),
    "with sales of one cent": (20, ALIKE | {"sales_y3": 0.01}),
    "larger than any": (20, ALIKE | {"sales_y3": LARGE, "rnd_y3": LARGE / 10, "rnd": LARGE / 10, "market": LARGE / 4}),
    "spending more than it sells": (20, ALIKE | {"wedge": 500.0}),
    "most inventive": (20, ALIKE | {"inventiveness": 1e5}),
    "of unknown past": (20, ALIKE | {"sales_y1": np.nan, "sales_y2": np.nan, "rnd_y1": np.nan, "rnd_y2": np.nan}),
    "of unknown staff, score and field": (
        20,
        ALIKE | {"staff": np.nan, "college_staff": np.nan, "score": np.nan, "in_supported_field": -1, "audited": -1},
    ),
    "of the nineteenth century": (20, ALIKE | {"founded_on": "1850-01-01"}),
    "founded on the last day": (20, ALIKE | {"founded_on": f"{FIRST - 1}-12-31"}),
}  # fmt: skip


OF_SOMEBODY = {"average_wage_on_post", "talent_without_work"}
"""What cannot be measured where nobody lives."""


@pytest.mark.parametrize("city", ["toytown", "shenzhen"])
@pytest.mark.parametrize("crowd", CROWDS)
def test_a_year_bears_firms(firms_of, region_of, crowd, city) -> None:
    size, told = CROWDS[crowd]
    region = region_of(firms_of(size, **told), f"{FIRST - 1}-12-31")
    rules = read_rulebook(f"mangrove.regions.{city}")
    for number in range(FIRST, LAST):
        before = region
        region, ledger = year(before, rules, Draws(1, 0, number))
        closed = Closed(region, before, ledger, rules.on(region.day))
        assert region.firms.check() == []
        assert all((entry.amount >= 0).all() for entry in ledger)
        measured = {name: i.measure(closed) for name, i in find_indicators().items()}
        unmeasured = {name for name, value in measured.items() if not np.isfinite(value)}
        without_output = {"rd_gdp_share"} if measured["gdp_before_2018_census"] == 0 else set()
        elsewhere = {n for n, i in find_indicators().items() if i.programme and i.programme not in rules.programmes}
        assert unmeasured == without_output | OF_SOMEBODY | elsewhere


ORDINARY = {"sales_y2": 9e5, "sales_y3": 1e6, "staff": 3}
OTHERS = {
    "one": (1, ORDINARY),
    "a thousand alike": (1000, ORDINARY),
    "without sales": (20, ORDINARY | {"sales_y3": 0}),
    "with sales of one cent": (20, ORDINARY | {"sales_y3": 0.01}),
    "larger than any": (20, ORDINARY | {"sales_y3": LARGE}),
    "of unknown past and staff": (20, ORDINARY | {"sales_y2": np.nan, "staff": np.nan}),
    "of the nineteenth century": (20, ORDINARY | {"founded_on": "1850-01-01"}),
    "founded on the last day": (20, ORDINARY | {"founded_on": f"{FIRST - 1}-12-31"}),
}


@pytest.mark.parametrize("crowd", OTHERS)
def test_a_year_bears_businesses(businesses_of, region_of, crowd) -> None:
    size, told = OTHERS[crowd]
    region = region_of(empty(Firms), f"{FIRST - 1}-12-31", businesses=businesses_of(size, **told))
    rules = read_rulebook("mangrove.regions.toytown")
    for number in range(FIRST, LAST):
        region, _ = year(region, rules, Draws(1, 0, number))
        assert region.businesses.check() == []
        assert not len(region.firms)
        assert not np.isnan(region.businesses.sales_y3).any()


def test_nobody_stays_nobody(region_of) -> None:
    after, ledger = year(region_of(empty(Firms)), read_rulebook("mangrove.regions.toytown"), Draws(1, 0, FIRST))
    assert (len(after.firms), len(after.businesses), len(after.traders)) == (0, 0, 0)
    assert sum(len(entry.ids) for entry in ledger) == 0


def test_one_trader_lives_alone(region_of) -> None:
    traders = Traders(
        id=np.array([7]), founded_on=np.array(["2001-05-05"], "datetime64[D]"), district=np.zeros(1, np.int8)
    )
    after, _ = year(
        region_of(empty(Firms)).but(traders=traders), read_rulebook("mangrove.regions.toytown"), Draws(1, 0, FIRST)
    )
    assert after.traders.check() == []


def test_firms_that_are_alike_fare_alike_but_for_their_draws(firms_of, region_of) -> None:
    rules = read_rulebook("mangrove.regions.toytown").under({}, None, frozenset({"rnd_voucher", "toy_certificate"}))
    after, _ = year(region_of(firms_of(1000, **ALIKE)), rules, Draws(1, 0, FIRST))
    stayed = after.firms.take(after.firms.id < 1000)
    assert len(np.unique(stayed.rnd)) == 1
    assert len(np.unique(stayed.sales_y3)) > 900
