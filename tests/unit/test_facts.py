"""Each stylised fact on planted registers whose truth is known. All firms are invented."""

import math
from collections.abc import Callable
from dataclasses import replace
from datetime import date

import numpy as np
import pytest

from mangrove.fact import Fact, Theme, Verdict, find_facts
from mangrove.indicator import Closed
from mangrove.pack import find_pack
from mangrove.register import empty
from mangrove.registers.businesses import Businesses
from mangrove.registers.firms import Firms
from mangrove.rulebook import read_rulebook
from mangrove.thresholds import LARGE, LARGE_SALES, MEDIUM, SMALL, SMALL_SALES
from mangrove.units import UNITS

TERMS = read_rulebook("mangrove.regions.toytown").on(date(2017, 12, 31))
MANY = 20_000


@pytest.fixture
def closed_of(firms_of, region_of) -> Callable[..., Closed]:
    """The year 2017 closed with some firms; a year earlier there were those of `before`, or nobody knows."""

    def make(
        size: int = MANY, before: Firms | None = None, businesses: Businesses | None = None, **told
    ) -> Closed:  # fmt: skip
        then = None if before is None else region_of(before, "2016-12-31")
        return Closed(region_of(firms_of(size, **told), "2017-12-31", businesses=businesses), then, (), TERMS)

    return make


def measured(name: str, closed: Closed) -> float:
    return find_facts()[name].measure(closed)


def places(size: int = MANY) -> np.ndarray:
    """Evenly spread probabilities, in no particular order."""
    return np.random.default_rng(1).permutation((np.arange(size) + 0.5) / size)


def normal(size: int = MANY) -> np.ndarray:
    return np.random.default_rng(2).normal(size=size)


@pytest.mark.parametrize("name", ["size_tail", "size_tail_technology"])
@pytest.mark.parametrize("index", [0.8, 1.2, 2.0])
def test_pareto_sizes_give_back_their_index(closed_of, name: str, index: float) -> None:
    closed = closed_of(sales_y3=places() ** (-1 / index))
    assert measured(name, closed) == pytest.approx(index, rel=0.01)


def test_the_tail_of_technology_firms_is_theirs_alone(closed_of, businesses_of) -> None:
    others = businesses_of(MANY, id=np.arange(MANY) + MANY, sales_y3=100 * places() ** (-1 / 3))
    closed = closed_of(sales_y3=places() ** (-1 / 1.2), businesses=others)
    assert measured("size_tail_technology", closed) == pytest.approx(1.2, rel=0.05)
    assert measured("size_tail", closed) > 1.5


@pytest.mark.parametrize("name", ["growth_shape", "size_variance"])
def test_growth_is_that_of_all_enterprises_together(closed_of, businesses_of, name: str) -> None:
    size = np.exp(2 * normal())
    sales = {"sales_y2": size, "sales_y3": size * np.exp(0.2 * size**-0.2 * normal()[::-1])}
    half = [
        {column: values[part] for column, values in sales.items()} for part in (slice(0, 8_000), slice(8_000, MANY))
    ]
    others = businesses_of(MANY - 8_000, id=np.arange(8_000, MANY), **half[1])
    together = measured(name, closed_of(8_000, businesses=others, **half[0]))
    assert together == pytest.approx(measured(name, closed_of(**sales)), rel=1e-9)


def test_ages_are_those_of_all_enterprises_together(closed_of, businesses_of) -> None:
    old = businesses_of(300, id=np.arange(300) + 10**6, founded_on="1990-01-01")
    assert measured("age_over_10", closed_of(100, founded_on="2017-01-01", businesses=old)) == 0.75


def test_the_unit_of_size_does_not_matter_to_the_tail(closed_of) -> None:
    sizes = places() ** (-1 / 1.2)
    one, other = (measured("size_tail", closed_of(sales_y3=unit * sizes)) for unit in (1, 1e6))
    assert one == pytest.approx(other, rel=1e-5)


def test_laplace_growth_is_told_from_normal_growth(closed_of) -> None:
    tent = np.random.default_rng(3).laplace(0.1, 0.2, MANY)
    assert measured("growth_shape", closed_of(sales_y2=1.0, sales_y3=np.exp(tent))) == pytest.approx(0.072, abs=0.02)
    bell = measured("growth_shape", closed_of(sales_y2=1.0, sales_y3=np.exp(0.1 + 0.3 * normal())))
    assert bell == pytest.approx(-0.048, abs=0.02)


def test_growth_is_not_measured_without_last_years_sales(closed_of) -> None:
    assert math.isnan(measured("growth_shape", closed_of(sales_y2=np.nan, sales_y3=1.0)))
    assert math.isnan(measured("growth_shape", closed_of(sales_y2=1.0, sales_y3=1.0)))


@pytest.mark.parametrize("beta", [0.0, 0.18, 0.3])
def test_the_fall_of_spread_with_size_is_given_back(closed_of, beta: float) -> None:
    size = np.exp(2 * normal())
    growth = 0.2 * size**-beta * np.random.default_rng(4).normal(size=MANY)
    closed = closed_of(sales_y2=size, sales_y3=size * np.exp(growth))
    assert measured("size_variance", closed) == pytest.approx(beta, abs=0.02)


def aged(firms_of, hazards: list[float], each: int = 1000) -> tuple[Firms, np.ndarray]:
    """Firms in each year of life at the end of 2016, and which of them stay."""
    years = np.repeat(np.arange(len(hazards)), each)
    founded = np.datetime64("2016-07-01") - (365.25 * years).astype("timedelta64[D]")
    stay = np.tile(np.arange(each), len(hazards)) >= np.repeat(np.round(np.array(hazards) * each), each)
    return firms_of(len(years), founded_on=founded), stay


def test_hazards_of_which_the_third_is_highest(firms_of, closed_of) -> None:
    before, stay = aged(firms_of, [0.016, 0.063, 0.095, 0.085, 0.085, 0.085, 0.085, 0.07])
    ids = before.id[stay][::-1]
    closed = closed_of(len(ids) + 5, before, id=np.append(ids, np.arange(5) + 10**6))
    assert measured("hazard_peak_year", closed) == 3
    assert measured("hazard_peak", closed) == pytest.approx(0.095)
    by_hand = (1 - 0.016) * (1 - 0.063) * (1 - 0.095) * (1 - 0.085) ** 2
    assert measured("survival_five_years", closed) == pytest.approx(by_hand)
    curve = find_facts()["hazard_peak_year"].curve
    assert curve is not None
    np.testing.assert_allclose(curve.measure(closed)[:3], [0.016, 0.063, 0.095])


def test_hazards_want_a_year_before_and_enough_firms_in_each_year_of_life(firms_of, closed_of) -> None:
    before, _ = aged(firms_of, [0.1] * 8, each=99)
    for closed in (closed_of(10), closed_of(10, before)):
        assert all(math.isnan(measured(name, closed)) for name in ("hazard_peak_year", "hazard_peak"))


def test_where_everybody_left_the_hazard_is_one(firms_of, closed_of) -> None:
    before, _ = aged(firms_of, [0.1] * 8)
    assert measured("hazard_peak", closed_of(0, before)) == 1


def test_ages_are_counted_as_published(closed_of) -> None:
    # two, three, one, one and three of ten firms in the five classes, and one of unknown age
    days = ["2017-07-01"] * 2 + ["2015-07-01"] * 3 + ["2013-07-01", "2008-07-01"] + ["2000-01-01"] * 3 + ["NaT"]
    closed = closed_of(110, founded_on=np.array(days * 10, "datetime64[D]"))
    shares = {name: measured(f"age_{name}", closed) for name in ("under_1", "under_3", "under_5", "5_to_10", "over_10")}
    assert list(shares.values()) == pytest.approx([0.2, 0.5, 0.6, 0.1, 0.3])
    curve = find_facts()["age_under_5"].curve
    assert curve is not None
    np.testing.assert_allclose(curve.measure(closed), [0.2, 0.3, 0.1, 0.1, 0.3])
    assert sum(filter(None, curve.published)) == pytest.approx(1.0)


SALES = {"small": (10e6, 0.05), "medium": (100e6, 0.04), "large": (1e9, 0.03)}


@pytest.mark.parametrize("name", SALES)
def test_ratios_that_were_lifted_to_the_threshold_cluster_there(closed_of, name: str) -> None:
    sales, threshold = SALES[name]
    smooth = 0.03 * np.exp(0.9 * normal())
    near = (smooth > 0.6 * threshold) & (smooth < threshold)
    lifted = np.where(near & (places() < 0.5), threshold, smooth)
    found = []
    for ratio in (smooth, lifted):
        spent = {f"rnd_y{year}": ratio * sales for year in (1, 2, 3)}
        found.append(measured(f"bunching_{name}", closed_of(**spent, sales_y1=sales, sales_y2=sales, sales_y3=sales)))
    assert found[0] == pytest.approx(1.0, abs=0.1)
    assert found[1] > 3


def test_the_small_threshold_is_that_of_the_day(firms_of, region_of) -> None:
    ratio = 0.03 * np.exp(0.9 * normal())
    ratio = np.where((ratio > 0.04) & (ratio < 0.06), 0.06, ratio)
    sales = {f"sales_y{year}": 10e6 for year in (1, 2, 3)}
    firms = firms_of(MANY, **sales, **{f"rnd_y{year}": ratio * 10e6 for year in (1, 2, 3)})
    fact = find_facts()["bunching_small"]
    under_2008, under_2016 = (
        fact.measure(Closed(region_of(firms, day), None, (), TERMS)) for day in ("2015-12-31", "2016-12-31")
    )
    assert under_2008 > 3
    assert not under_2016 > 3
    assert math.isnan(fact.measure(Closed(region_of(firms, "2007-12-31"), None, (), TERMS)))


def test_the_thresholds_are_those_of_the_accreditation_rule() -> None:
    values = read_rulebook(find_pack("shenzhen").package).values
    rule = "hnte_accreditation"
    for day in (date(2008, 1, 1), date(2015, 12, 31), date(2016, 1, 1), date(2017, 12, 31)):
        for name, ours in [("small", SMALL), ("medium", MEDIUM), ("large", LARGE)]:
            assert ours.on(day) == values[f"{rule}.intensity_{name}"].on(day)
        assert LARGE_SALES.on(day) == values[f"{rule}.large_sales_over"].on(day)
        edges = {values[f"{rule}.small_sales_{edge}"].on(day) for edge in ("below", "up_to")} - {None}
        assert edges == {SMALL_SALES.on(day)}


def test_research_that_grows_less_than_sales_has_that_slope(closed_of) -> None:
    sales = 1e7 * np.exp(normal())
    spent = 0.03 * sales**0.8 * np.exp(0.5 * np.random.default_rng(5).normal(size=MANY))
    assert measured("rnd_by_size", closed_of(sales_y3=sales, rnd_y3=spent)) == pytest.approx(-0.2, abs=0.02)


def test_the_top_fifth_holds_what_it_holds(closed_of) -> None:
    held = np.tile([12, 1, 1, 1, 1], 100)
    closed = closed_of(500, inventions_held=held)
    assert measured("inventions_top_fifth", closed) == 0.75


@pytest.mark.parametrize("name", sorted(find_facts()))
def test_of_nobody_nothing_can_be_measured(region_of, name: str) -> None:
    nobody = region_of(empty(Firms), "2017-12-31")
    closed = Closed(nobody, nobody, (), TERMS)
    fact = find_facts()[name]
    assert math.isnan(fact.measure(closed))
    if fact.curve:
        assert np.isnan(fact.curve.measure(closed)).all()


@pytest.fixture(scope="module")
def city(opened, lived) -> Closed:
    pack = find_pack("shenzhen")
    rules = read_rulebook(pack.package)
    return lived(opened("shenzhen", 0.01).region, rules, 2011)[-1]


@pytest.mark.parametrize("name", sorted(find_facts()))
def test_the_order_of_rows_changes_no_fact(city: Closed, name: str) -> None:
    assert city.before is not None
    dice = np.random.default_rng(6)
    mixed = [
        region.but(
            firms=region.firms.take(dice.permutation(len(region.firms))),
            businesses=region.businesses.take(dice.permutation(len(region.businesses))),
        )
        for region in (city.region, city.before)
    ]
    fact = find_facts()[name]
    other = replace(city, region=mixed[0], before=mixed[1])
    assert fact.measure(other) == pytest.approx(fact.measure(city), rel=1e-9, nan_ok=True)
    if fact.curve:
        np.testing.assert_allclose(fact.curve.measure(other), fact.curve.measure(city), rtol=1e-9)


def test_every_fact_says_what_it_is() -> None:
    for name, fact in find_facts().items():
        assert fact.title, name
        assert fact.published, name
        assert fact.source, name
        assert fact.note, name
        assert fact.unit in UNITS, name
        if fact.curve:
            assert fact.curve.unit in UNITS, name
            assert len(fact.curve.published) in {0, len(fact.curve.labels)}, name


@pytest.mark.parametrize(
    ("low", "high", "value", "miss", "verdict"),
    [
        (1.0, 1.5, 1.0, 0.0, Verdict.MET),
        (1.0, 1.5, 0.75, -0.25, Verdict.MISSED),
        (1.0, 1.5, 2.0, 0.5, Verdict.MISSED),
        (0.0, None, 9.0, 0.0, Verdict.MET),
        (None, 0.0, 9.0, 9.0, Verdict.MISSED),
        (1.0, 1.5, math.nan, math.nan, Verdict.UNMEASURED),
    ],
)
def test_a_miss_is_the_way_back_to_the_band(low, high, value, miss, verdict) -> None:
    fact = Fact("Invented", Theme.SIZE, "1", "none", low, high, "nowhere", lambda _: 0.0, "")
    assert fact.miss(value) == pytest.approx(miss, nan_ok=True)
    assert fact.verdict(value) is verdict
