"""Laws of a year: they hold on a simulated one, and each catches the year that breaks it."""

import re
from collections.abc import Callable
from dataclasses import replace

import numpy as np
import polars as pl
import pytest

from mangrove.draws import Draws
from mangrove.errors import ModelError
from mangrove.indicator import Closed, find_indicators
from mangrove.laws import check_year
from mangrove.plan import make_plan, open_region, set_stage
from mangrove.run import simulate_member
from mangrove.simulate import year

PLAN = {"to": 2012, "scale": 0.001, "members": 1}


@pytest.fixture(scope="module")
def closed() -> Closed:
    plan = make_plan("shenzhen", **PLAN)
    stage = set_stage(plan)
    before = open_region(plan, stage).region
    for number in (2010, 2011):
        region, ledger = year(before, stage.rules, Draws(plan.seed, 0, number))
        found = Closed(region, before, ledger, stage.rules.on(region.day))
        before = region
    return found


def with_firms(closed: Closed, **columns: object) -> Closed:
    return replace(closed, region=closed.region.but(firms=closed.region.firms.but(**columns)))


def changed(values: np.ndarray, row: int, value: object) -> np.ndarray:
    copy = values.copy()
    copy[row] = value
    return copy


def one_more_payment(closed: Closed) -> Closed:
    first = next(
        entry for entry in closed.ledger if entry.unit == "CNY/yr" and entry.register == "firms" and len(entry.ids)
    )
    return replace(closed, ledger=[*closed.ledger, replace(first, ids=first.ids[:1], amount=np.array([5.0]))])


def paid_to_a_stranger(closed: Closed) -> Closed:
    first = next(
        entry for entry in closed.ledger if entry.unit == "CNY/yr" and entry.register == "firms" and len(entry.ids)
    )
    stranger = replace(first, ids=np.array([17]), amount=np.array([5.0]))
    return replace(closed, ledger=[*closed.ledger, stranger])


def aged_newcomer(closed: Closed) -> Closed:
    founded = closed.region.firms.founded_on
    return with_firms(closed, founded_on=changed(founded, -1, np.datetime64("2001-01-01", "D")))


def aged_business(closed: Closed) -> Closed:
    others = closed.region.businesses
    founded = changed(others.founded_on, -1, np.datetime64("2001-01-01", "D"))
    return replace(closed, region=closed.region.but(businesses=others.but(founded_on=founded)))


def reborn(closed: Closed) -> Closed:
    founded = closed.region.firms.founded_on
    return with_firms(closed, founded_on=changed(founded, 0, np.datetime64(closed.region.day, "D")))


BROKEN: dict[str, tuple[Callable[[Closed], Closed], str]] = {
    "a twin": (lambda c: with_firms(c, id=changed(c.region.firms.id, 0, c.region.firms.id[1])), "used twice"),
    "a negative number": (lambda c: with_firms(c, tax_paid=changed(c.region.firms.tax_paid, 3, -1)), "below 0"),
    "a missing number": (lambda c: with_firms(c, profit=changed(c.region.firms.profit, 3, np.nan)), "missing"),
    "relief nobody paid": (lambda c: with_firms(c, tax_relief=c.region.firms.tax_relief + 1), "received"),
    "a payment nobody received": (one_more_payment, "was paid"),
    "a payment to a stranger": (paid_to_a_stranger, "firm 17 was paid and never there"),
    "a newcomer founded long ago": (aged_newcomer, "appeared without being founded"),
    "a business founded long ago": (aged_business, "businesses: .* appeared without being founded"),
    "a firm without R&D": (
        lambda c: with_firms(c, technology=changed(c.region.firms.technology, 0, 0)),
        "says 0 of its R&D",
    ),
    "a firm founded twice": (reborn, "was there before it was founded"),
}


def test_a_simulated_year_keeps_every_law(closed: Closed) -> None:
    check_year(closed)


def test_the_opening_keeps_every_law() -> None:
    plan = make_plan("shenzhen", **PLAN)
    stage = set_stage(plan)
    opening = open_region(plan, stage).region
    check_year(Closed(opening, None, (), stage.rules.on(opening.day)))


@pytest.mark.parametrize("name", BROKEN)
def test_a_broken_law_stops_with_day_law_and_actor(closed: Closed, name: str) -> None:
    breaks, told = BROKEN[name]
    with pytest.raises(ModelError, match=r"^2011-12-31: the law '.*' is broken: ") as stopped:
        check_year(breaks(closed))
    assert re.search(told, str(stopped.value))


def test_a_broken_law_names_the_member(monkeypatch: pytest.MonkeyPatch) -> None:
    def break_it(closed: Closed) -> None:
        msg = f"{closed.region.day}: the law 'x' is broken"
        raise ModelError(msg)

    monkeypatch.setattr("mangrove.member.check_year", break_it)
    plan = make_plan("shenzhen", **PLAN)
    stage = set_stage(plan)
    with pytest.raises(ModelError, match=r"^member 7, 2010-12-31"):
        simulate_member(plan, stage, open_region(plan, stage).region, {}, 7)


def test_net_new_is_the_change_of_the_stock() -> None:
    plan = make_plan("shenzhen", **PLAN)
    stage = set_stage(plan)
    results, _ = simulate_member(plan, stage, open_region(plan, stage).region, find_indicators(), 0)
    stock = results.filter(pl.col.variable == "hnte_stock")["value"].to_numpy()
    net = results.filter(pl.col.variable == "hnte_net_new")["value"].to_numpy()
    assert np.allclose(np.diff(stock), net[1:])
