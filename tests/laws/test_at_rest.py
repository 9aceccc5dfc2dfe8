"""The city at rest is the paper: its processes, with the published parameters and a closed world, give its moments.

Interest, wage, destruction and the worth of inventing are held at the published equilibrium, every firm has the
paper's user cost of R&D, nothing grows and no rule applies. What the firms of a region then do, year after year
through `simulate.year`, is what the firms of the published model do.
"""

from dataclasses import astuple
from datetime import date

import numpy as np
import pytest

from mangrove.draws import Draws
from mangrove.kernels.portfolios import grown_up, yields
from mangrove.models.aaabk import equilibrium, published
from mangrove.models.aaabk.equilibrium import markup
from mangrove.models.aaabk.panel import MOMENTS, Firms, Panel, lines_of_firms, moments, panel
from mangrove.models.aaabk.replicate import LINES_CLOSE, MOMENT_CLOSE, WIDER
from mangrove.pay import Payments
from mangrove.processes import endow
from mangrove.processes.invest import alone
from mangrove.processes.value import value
from mangrove.region import Region
from mangrove.register import empty
from mangrove.registers import firms as city
from mangrove.registers.businesses import Businesses
from mangrove.registers.institutes import Institutes
from mangrove.registers.lines import Lines
from mangrove.registers.people import People
from mangrove.registers.traders import Traders
from mangrove.rulebook import read_rulebook
from mangrove.scenario import Scenario
from mangrove.simulate import year

FIRMS = 45_000
SETTLING, WINDOW = 12, 5
OPENS = 2000
FEW = {"sales growth, small old": 0.01, "employment growth, small old": 0.01}
"""Wider where the published figure is one simulation's and the cell is small: see `models.aaabk.replicate`."""


@pytest.fixture(scope="module")
def state():
    return equilibrium()


def at_rest(state):
    """The rulebook of a region without programmes at the paper's parameters and aggregates."""
    e, sales = state.economy, mean_line(state)
    option = [e.curvature * rate * worth / sales for rate, worth in
              ((state.choice.low, state.low_value), (state.choice.high, state.high_value))]  # fmt: skip
    world = {
        "step": e.step, "shock": e.shock, "fade": e.fade, "high_share": e.high_share, "overhead": e.overhead,
        "low_skill": e.low_skill, "high_skill": e.high_skill, "entry_skill": e.entry_skill, "demand": e.elasticity,
        "curvature": e.curvature, "entry_curvature": e.entry_curvature, "wage": state.wage / sales,
        "destruction": state.tau, "frontier": state.growth, "interest": state.interest,
        "low_option": option[0], "high_option": option[1], "normal_cost": 1.0,
    }  # fmt: skip
    still = {
        "account.drift": 0.0, "account.shock": 0.0, "account.wage_growth": 0.0, "enter.rate": 0.0,
        "enter.market_spread": 0.0, "endow.wedge": 1.0, "endow.wedge_spread": 0.0, "endow.wedge_size": 0.0,
    }  # fmt: skip
    told = still | {f"value.{name}": number for name, number in world.items()}
    rules = read_rulebook("mangrove.regions.toytown")
    changes = {path: {"1900-01-01": number} for path, number in told.items()}
    return Scenario(changes=changes, off=frozenset(rules.programmes)).apply(rules)


def mean_line(state) -> float:
    """Sales of a line of mean quality, part of output."""
    e = state.economy
    return (state.mean_quality / markup(e.elasticity)) ** (e.elasticity - 1)


def with_founders(rules, state, seen):
    """The rulebook with as many potential founders for each firm as the paper's economy has."""
    founders = seen.before.lines.mean() / state.active
    return rules.under({"enter.founders": {"1900-01-01": founders}}, rules.values["enter.founders"].history[0].source)


def opened(state, seen, rules) -> Region:
    """A region of firms as old as those of the paper's panel, their lines grown by the city's own kernel."""
    day = date(OPENS, 12, 31)
    ids, age = np.arange(1, FIRMS + 1), seen.before.age
    terms = rules.on(day)
    nobody = empty(city.Firms)
    prospects = value(nobody, Payments((), ()), 0.25, terms.of("value"))
    words = tuple(Draws(1, 0, OPENS).words(f"test/{name}") for name in ("clocks", "lines", "losses"))
    spread = prospects.spread
    held = grown_up(prospects.world(), spread.share, spread.gap, words, ids.view(np.uint64), age, True)
    founded = np.datetime64(day) - np.round(age * 365.25).astype("timedelta64[D]")
    market = np.full(FIRMS, mean_line(state))
    births = city.Births(
        ids, founded, np.zeros(FIRMS, np.int8), np.zeros(FIRMS, np.int8),
        market * yields(held.counts, held.qualities, prospects.power), market, held.high, held.counts,
    )  # fmt: skip
    firms = endow.endow(births, prospects, terms.of("endow"), Draws(1, 0, OPENS))
    owners = np.repeat(ids, held.counts)
    lines = Lines(id=held.keys.view(np.int64), firm=owners, quality=held.qualities)
    return Region(
        "toytown",
        "Toytown",
        day,
        1.0,
        ("All",),
        firms,
        empty(Businesses),
        empty(Traders),
        lines,
        empty(People),
        empty(Institutes),
    )


def as_panel(state, before: Region, after: Region, rules) -> Panel:
    """The firms of two days as the paper's panel has them; the places of those gone are taken by newcomers."""
    first, second = (looked_at(state, region, rules) for region in (before, after))
    stayed = np.isin(before.firms.id, after.firms.id)
    newcomers = np.flatnonzero(~np.isin(after.firms.id, before.firms.id))
    order = np.argsort(after.firms.id)
    place = order[np.searchsorted(after.firms.id, before.firms.id, sorter=order).clip(max=len(order) - 1)]
    place[~stayed] = np.resize(newcomers, int((~stayed).sum()))
    return Panel(first, Firms(*(column[place] for column in astuple(second))), stayed)


def looked_at(state, region: Region, rules) -> Firms:
    """One day's firms in the paper's units, doing R&D at that day's pace."""
    e, firms = state.economy, region.firms
    prospects = value(firms, Payments((), ()), 0.25, rules.on(region.day).of("value"))
    sales, rnd = firms.sales_y3.astype(np.float64), alone(firms, prospects)
    lines = firms.lines.astype(np.float64)
    skilled = lines * e.overhead + rnd / state.wage
    age = (np.datetime64(region.day) - firms.founded_on).astype(np.float64) / 365.25
    bill = sales / markup(e.elasticity) + state.wage * skilled
    return Firms(lines, sales, rnd, bill, sales + skilled, age)


@pytest.fixture(scope="module")
def seen(state):
    """The city's firms after some years, and five years later."""
    rules = at_rest(state)
    paper = panel(state, Draws(1, 0, 0), FIRMS)
    rules = with_founders(rules, state, paper)
    region = opened(state, paper, rules)
    regions = []
    for number in range(OPENS + 1, OPENS + SETTLING + WINDOW + 1):
        region, ledger = year(region, rules, Draws(1, 0, number))
        assert ledger == []
        regions.append(region)
    return as_panel(state, regions[SETTLING - 1], regions[-1], rules)


@pytest.mark.slow
@pytest.mark.parametrize("name", MOMENTS)
def test_the_city_at_rest_has_the_papers_moments(state, seen, name) -> None:
    told = dict(zip(MOMENTS, published.MOMENTS, strict=True))[name]
    close = FEW.get(name, WIDER.get(name, MOMENT_CLOSE))
    assert moments(state, seen)[name] == pytest.approx(told, abs=close)


@pytest.mark.slow
def test_the_city_at_rest_has_the_papers_lines_of_firms(seen) -> None:
    assert lines_of_firms(seen) == pytest.approx(published.LINES, abs=LINES_CLOSE)


@pytest.mark.slow
def test_the_city_at_rest_neither_grows_nor_shrinks(state, seen) -> None:
    one_firm_may_hold_much = 0.1
    assert seen.after.lines.mean() == pytest.approx(seen.before.lines.mean(), rel=one_firm_may_hold_much)
    assert len(seen.before.lines) == pytest.approx(FIRMS, rel=0.05)
    assert seen.before.sales.sum() / seen.before.lines.sum() == pytest.approx(1 / state.active, rel=0.01)


def test_at_the_papers_aggregates_firms_choose_as_in_the_paper(state) -> None:
    rules = at_rest(state)
    prospects = value(empty(city.Firms), Payments((), ()), 0.25, rules.on(date(OPENS, 12, 31)).of("value"))
    choice = state.choice
    assert prospects.founding == pytest.approx((choice.low, choice.high, choice.low_exit, choice.high_exit), rel=1e-6)
    assert prospects.entry == pytest.approx(choice.entry, rel=1e-6)
