"""Rates: worked by hand on a few firms, whole where they are shares, and closing with the counts of a year."""

import math
from datetime import date

import numpy as np
import pytest

from mangrove.draws import Draws
from mangrove.indicator import Closed
from mangrove.rates import rates
from mangrove.rulebook import read_rulebook
from mangrove.simulate import year
from mangrove.units import check_unit

RULES = read_rulebook("mangrove.regions.toytown")
WHOLES = (
    "enterprises.district", "enterprises.industry", "people.field", "people.level", "people.origin", "people.district",
)  # fmt: skip


def found(closed: Closed) -> dict[str, float]:
    return {rate.name: rate.value for rate in rates(closed)}


@pytest.fixture(scope="module")
def closed(opened) -> Closed:
    before = opened("toytown").region
    region, ledger = year(before, RULES, Draws(1, 0, 2010))
    return Closed(region, before, ledger, RULES.on(region.day))


def test_the_rates_of_a_few_firms_are_those_worked_by_hand(firms_of, region_of) -> None:
    firms = firms_of(
        4, lines=[1, 1, 2, 4], sales_y3=[1e6, 1e6, 2e6, 6e6], rnd=[0, 0, 4e5, 6e5], real_rnd=[0, 0, 4e5, 4e5],
        invention_applications=[0, 0, 1, 3], pct_applications=[0, 0, 0, 1], market=[1, 1, math.e, math.e],
        accredited_on=["NaT", "NaT", "2010-12-31", "NaT"], staff=[1, 2, 3, 14], high_type=[1, 0, 0, 0],
        profit=[1, 1, 1, 1], tax_paid=[0.25, 0.25, 0.15, 0.15],
    )  # fmt: skip
    told = found(Closed(region_of(firms), None, (), RULES.on(date(2011, 12, 31))))
    by_hand = {
        "firms.lines": 2.0, "firms.sales": 2.5e6, "firms.staff": 5.0, "firms.log_market": 0.5, "firms.high_type": 0.25,
        "firms.inventing": 0.5, "firms.certified": 0.25, "firms.rnd_of_sales": 0.1, "firms.relabelled": 0.2,
        "firms.inventions_a_million": 4.0, "firms.abroad": 0.25, "firms.tax_of_profit": 0.2,
        "firms.largest_hundredth": 0.6, "enterprises.technology": 1.0,
    }  # fmt: skip
    assert {name: told[name] for name in by_hand} == pytest.approx(by_hand)
    assert math.isnan(told["people.idle"])


def test_shares_are_parts_of_one_whole(closed) -> None:
    told = found(closed)
    for whole in WHOLES:
        parts = [value for name, value in told.items() if name.rpartition(".")[0] == whole]
        assert len(parts) > 1, whole
        assert sum(parts) == pytest.approx(1), whole
    assert sum(told[f"work.{kind}"] for kind in ("firms", "businesses", "institutes")) == pytest.approx(1)


@pytest.mark.parametrize("name", ["firms", "businesses", "traders"])
def test_who_came_and_went_is_the_change_of_the_stock(closed, name) -> None:
    then, now, told = len(getattr(closed.before, name)), len(getattr(closed.region, name)), found(closed)
    assert then * (1 + told[f"{name}.born"] - told[f"{name}.left"]) == pytest.approx(now)
    assert told[f"{name}.left"] > 0


def test_people_who_came_and_went_are_the_change_of_the_people(closed) -> None:
    then, now, told = len(closed.before.people), len(closed.region.people), found(closed)
    assert then * (1 + told["people.came"] - told["people.went"]) == pytest.approx(now)
    assert told["people.came"] == pytest.approx(
        sum(told[f"people.came.{origin}"] for origin in ("local", "domestic", "returnee", "foreign"))
    )


def test_nobody_comes_or_goes_at_an_opening(closed) -> None:
    opening = found(Closed(closed.before, None, (), closed.terms))
    assert set(found(closed)) - set(opening) >= {"firms.born", "people.went", "firms.with_founder"}


def test_every_rate_has_a_name_of_its_own_and_a_unit(closed) -> None:
    told = rates(closed)
    assert len({rate.name for rate in told}) == len(told)
    for rate in told:
        check_unit(rate.unit, rate.name)


def test_the_order_of_rows_changes_no_rate(closed) -> None:
    region = closed.region
    turned = region.but(
        businesses=region.businesses.take(np.arange(len(region.businesses))[::-1]),
        traders=region.traders.take(np.arange(len(region.traders))[::-1]),
    )
    assert found(Closed(turned, closed.before, closed.ledger, closed.terms)) == pytest.approx(found(closed))
