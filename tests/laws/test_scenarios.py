"""Scenarios: they share the dice with the baseline, so that the difference is the policy alone."""

import itertools
from importlib.resources import as_file

import numpy as np
import pytest

from mangrove.indicator import find_indicators
from mangrove.indicators import rd_expenditure
from mangrove.pack import find_pack
from mangrove.rulebook import read_rulebook
from mangrove.scenario import read_scenario

READY = [
    ("toytown", "no_voucher"),
    ("toytown", "generous_certificate"),
    ("toytown", "standstill"),
    ("shenzhen", "no_super_deduction"),
    ("shenzhen", "super_deduction_three_quarters"),
]


def ready(city: str, name: str):
    """A scenario that ships with a region."""
    with as_file(find_pack(city).folder("scenarios")) as folder:
        return read_scenario(folder / f"{name}.toml", folder)


def test_every_ready_scenario_is_listed_here() -> None:
    shipped = {
        (city, file.name.removesuffix(".toml"))
        for city in ("toytown", "shenzhen")
        for file in find_pack(city).folder("scenarios").iterdir()
    }
    assert shipped == set(READY)


@pytest.mark.parametrize(("city", "name"), READY)
def test_a_ready_scenario_applies_and_says_what_it_is(city, name) -> None:
    scenario = ready(city, name)
    scenario.apply(read_rulebook(find_pack(city).package))
    assert scenario.title.endswith(".")
    assert scenario.changes or scenario.off


@pytest.mark.parametrize("city", ["toytown", "shenzhen"])
def test_a_scenario_that_says_what_the_rules_say_changes_nothing(live, assert_same, city) -> None:
    rules = read_rulebook(find_pack(city).package)
    same = {
        path: {entry.day: entry.value for entry in value.history}
        for path, value in rules.values.items()
        if all(isinstance(entry.value, float) and entry.value == entry.value for entry in value.history)
    }
    assert len(same) > 50
    for one, other in zip(live(city), live(city, changes=same), strict=True):
        assert_same(one.region.firms, other.region.firms)
        assert_same(one.region.businesses, other.region.businesses)
        assert_same(one.region.traders, other.region.traders)
        for indicator in find_indicators().values():
            np.testing.assert_equal(indicator.measure(one), indicator.measure(other))


def test_before_its_first_day_a_scenario_changes_nothing_and_afterwards_something(live, assert_same) -> None:
    base, changed = live("shenzhen"), live("shenzhen", changes={"rnd_super_deduction.rate": {"2012-01-01": 1.0}})
    for one, other in zip(base[:3], changed[:3], strict=True):
        assert_same(one.region.firms, other.region.firms)
    assert rd_expenditure.measure(changed[3]) > rd_expenditure.measure(base[3])


def test_a_rule_for_rnd_leaves_enterprises_that_do_none_as_they_were(live, assert_same) -> None:
    base, without = live("shenzhen"), live("shenzhen", off=("rnd_super_deduction",))
    for one, other in zip(base, without, strict=True):
        assert_same(one.region.traders, other.region.traders)
        nobody = {
            "professionals": np.zeros(len(one.region.businesses), np.int32),
            "wages": np.zeros(len(one.region.businesses)),
        }
        assert_same(one.region.businesses.but(**nobody), other.region.businesses.but(**nobody))
    assert rd_expenditure.measure(without[-1]) < rd_expenditure.measure(base[-1])


def test_shared_draws_make_the_effect_of_a_rule_less_noisy(opened, lived) -> None:
    rules = read_rulebook("mangrove.regions.toytown")
    off = ready("toytown", "generous_certificate").apply(rules)
    opening = opened("toytown").region
    taxes: list[list[float]] = [[], []]
    for member in range(6):
        for place, rulebook in enumerate((rules, off)):
            closed = lived(opening, rulebook, 2013, member)[-1]
            taxes[place].append(float(closed.region.firms.tax_paid.sum(dtype=np.float64)))
    base, generous = np.array(taxes)
    assert np.std(generous - base) < np.std(base) / 1.5


def test_raising_the_super_deduction_never_lowers_rnd(live) -> None:
    rates = (0.0, 0.5, 0.75, 1.0)
    spent = [
        [rd_expenditure.measure(closed) for closed in live("shenzhen", 2017, {"rnd_super_deduction.rate": rate})]
        for rate in rates
    ]
    assert (np.diff(spent, axis=0)[:, 1:] > 0).all()


def test_raising_the_super_deduction_lowers_no_firms_rnd_in_its_first_year(live, by_id) -> None:
    firms = [
        by_id(live("shenzhen", 2010, {"rnd_super_deduction.rate": rate})[-1].region.firms) for rate in (0.0, 0.5, 1.0)
    ]
    first = live("shenzhen", 2010)[0].region.firms.id
    for less, more in itertools.pairwise(firms):
        both = np.intersect1d(np.intersect1d(less.id, more.id), first)
        assert len(both) > 0.8 * len(first)
        assert (more.rnd[np.isin(more.id, both)] >= less.rnd[np.isin(less.id, both)]).all()


@pytest.fixture
def still(lived):
    """Toytown in a standstill, opened as one, without its programmes."""
    pack = find_pack("toytown")
    rules = ready("toytown", "standstill").apply(read_rulebook(pack.package))
    rules = rules.under({}, None, frozenset(rules.programmes))
    return lived(pack.open(1.0, 1, rules).region, rules, 2014)


def test_in_a_standstill_firms_that_do_no_research_keep_their_sales_and_staff(still, assert_same) -> None:
    first = still[0].region
    for closed in still[1:]:
        now = closed.region.businesses
        np.testing.assert_array_equal(now.id, first.businesses.id)
        np.testing.assert_array_equal(now.sales_y3, first.businesses.sales_y3)
        np.testing.assert_array_equal(now.staff, first.businesses.staff)
        assert_same(closed.region.traders, first.traders)


def test_in_a_standstill_the_lines_of_firms_slowly_go_and_none_comes(still) -> None:
    for closed in still[1:]:
        before = closed.before.lines
        assert np.isin(closed.region.lines.id, before.id).all()
        assert 0.9 * len(before) < len(closed.region.lines) <= len(before)
    assert len(still[-1].region.lines) < len(still[0].region.lines)
    rnd = [closed.region.firms.rnd.sum(dtype=np.float64) for closed in still]
    assert (np.diff(rnd) <= 0).all()
    assert rnd[-1] < rnd[0]
    assert rnd[-1] > 0.6 * rnd[0]
