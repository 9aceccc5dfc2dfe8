"""The opening region meets what it was given, at any scale, and says what it was given and what it assumed."""

from dataclasses import replace

import numpy as np
import pytest

from mangrove.dated import Evidence
from mangrove.draws import Draws
from mangrove.errors import DataError
from mangrove.indicator import Closed, find_indicators
from mangrove.marginals import Given, stratified
from mangrove.opening import draw_opening
from mangrove.regions.shenzhen.sources import opening as shenzhen
from mangrove.regions.toytown.sources import opening as toytown
from mangrove.registers.firms import INDUSTRIES
from mangrove.rulebook import read_rulebook

SCALES = [
    ("toytown", 0.1), ("toytown", 1.0),
    ("shenzhen", 0.001), ("shenzhen", 0.01), ("shenzhen", 0.1),
    pytest.param(("shenzhen", 1.0), marks=pytest.mark.slow),
]  # fmt: skip
SOURCES = {"toytown": toytown, "shenzhen": shenzhen}
SINGLE = 1e-5  # relative; sums of registers in single precision
COUNTED = {"invention_applications"}
"""Totals of counts, met within sampling and not by scaling alone."""


@pytest.fixture(params=SCALES, ids=str)
def drawn(request: pytest.FixtureRequest, opened):
    """An opening, and what it was drawn from."""
    city, scale = request.param
    return opened(city, scale), SOURCES[city].MARGINALS


def test_stocks_are_met_to_the_row(drawn) -> None:
    opening, given = drawn
    region = opening.region
    counted = {
        "enterprises": len(region.firms) + len(region.businesses),
        "technology_firms": len(region.firms),
        "traders": len(region.traders),
    }
    for name, count in counted.items():
        assert abs(count - given.stocks[name].value * region.scale) <= 0.5, name


def test_totals_are_met(drawn) -> None:
    opening, given = drawn
    region = opening.region
    closed = Closed(region, None, (), read_rulebook(f"mangrove.regions.{region.name}").on(region.day))
    for name, total in given.totals.items():
        measured = find_indicators()[name].measure(closed)
        if name not in COUNTED:
            assert measured == pytest.approx(total.value, rel=SINGLE), name
            continue
        expected = total.value * region.scale
        assert measured == pytest.approx(total.value, rel=max(4 / np.sqrt(expected), 0.01)), name


def test_certificates_are_met_where_enough_firms_are_eligible(drawn) -> None:
    opening, given = drawn
    holders = int((~np.isnat(opening.region.firms.accredited_on)).sum())
    wanted = sum(g.value for g in given.certificates.values()) * opening.region.scale
    # among 27 technology firms none may be eligible
    assert abs(holders - wanted) < (1.5 if len(opening.region.enterprises("id")) < 500 else 1)


def test_certificates_are_rounded_up_as_often_as_their_mean_asks(opened) -> None:
    scale, seeds = 0.01, range(1, 41)
    holders = [int((~np.isnat(opened("shenzhen", scale, seed).region.firms.accredited_on)).sum()) for seed in seeds]
    wanted = shenzhen.MARGINALS.certificates["hnte_accreditation"].value * scale
    assert set(holders) == {10, 11}
    assert np.mean(holders) == pytest.approx(wanted, abs=4 * np.sqrt(0.25 / len(seeds)))


def test_districts_industries_and_ages_are_met_within_rounding(drawn) -> None:
    opening, given = drawn
    region = opening.region
    district, founded_on = region.enterprises("district"), region.enterprises("founded_on")
    weights = np.array([g.value for g in given.districts.values()])
    found = np.bincount(district, minlength=len(weights)) / len(district)
    np.testing.assert_allclose(found, weights / weights.sum(), atol=2 * 2 / len(district))
    age = (np.datetime64(region.day) - founded_on).astype(np.float64) / 365.25
    below = 0.0
    for share, oldest in given.ages:
        below += share
        assert (age <= oldest + 1 / 365).mean() == pytest.approx(below, abs=4 / len(age) + 1e-3)
    kinds = (region.firms, given.technology_industries), (region.businesses, given.other_industries)
    for register, trades in kinds:
        chosen = register.industry
        for trade, share in trades.items():
            part = (chosen == INDUSTRIES.index(trade)).mean()
            assert part == pytest.approx(share / sum(trades.values()), abs=2 / len(chosen))


def test_ids_are_unique_and_carry_the_founding_year(drawn) -> None:
    opening, _ = drawn
    for register in (opening.region.firms, opening.region.businesses, opening.region.traders):
        assert len(np.unique(register.id)) == len(register)
        founded = register.founded_on.astype("datetime64[Y]").astype(np.int64) + 1970
        np.testing.assert_array_equal(register.id >> 48, founded)
        assert (register.founded_on < np.datetime64(opening.region.day)).all()


def test_the_opening_keeps_the_schema(drawn) -> None:
    opening, _ = drawn
    assert opening.region.firms.check() == []
    assert opening.region.businesses.check() == []
    assert opening.region.traders.check() == []


def test_firms_have_earlier_books_for_the_years_they_were_there(drawn) -> None:
    opening, _ = drawn
    firms, year = opening.region.firms, opening.region.day.year
    for back, column in ((1, firms.sales_y2), (2, firms.sales_y1)):
        there = firms.founded_on < np.datetime64(f"{year - back + 1}-01-01")
        np.testing.assert_array_equal(~np.isnan(column), there)
    others = opening.region.businesses
    np.testing.assert_array_equal(~np.isnan(others.sales_y2), others.founded_on < np.datetime64(f"{year}-01-01"))


def every_given(given) -> list[Given]:
    return [
        *given.districts.values(), *given.stocks.values(), *given.totals.values(), *given.certificates.values(),
        given.growth, given.size_spread, given.other_size_spread, given.held_years,
    ]  # fmt: skip


def test_whatever_is_assumed_is_listed_with_reason_and_remedy(drawn) -> None:
    opening, given = drawn
    listed = {assumed.what for assumed in opening.assumed}
    assert {g.what for g in every_given(given) if g.source.kind is Evidence.ASSUMED} <= listed
    assert {"industries of firms", "ages of firms"} <= listed
    assert all(a.value and a.reason and a.replaced_by for a in opening.assumed)


def test_whatever_is_published_is_listed_with_source_and_met(drawn) -> None:
    opening, given = drawn
    totals = [*given.stocks.values(), *given.totals.values(), *given.certificates.values(), *given.districts.values()]
    assert {m.what for m in opening.matched} == {g.what for g in totals if g.source.kind is not Evidence.ASSUMED}
    rows = len(opening.region.enterprises("id"))
    for matched in opening.matched:
        assert matched.source
        rounding = (
            4 / rows
            if matched.unit == "share"
            else max(SINGLE * matched.published, (1.5 if rows < 500 else 1) / opening.region.scale)
        )
        assert matched.opened == pytest.approx(matched.published, abs=rounding), matched.what


def test_toytown_claims_to_match_nothing_published(opened) -> None:
    opening = opened("toytown")
    assert opening.matched == ()
    assert all("nvented" in assumed.reason for assumed in opening.assumed)


def test_members_share_the_opening_and_seeds_do_not(opened) -> None:
    rules = read_rulebook("mangrove.regions.toytown")
    one, again = opened("toytown").region.firms, toytown.open_region(1.0, 1, rules).region.firms
    np.testing.assert_array_equal(one.sales_y3, again.sales_y3)
    assert opened("toytown", 1.0, 2).region.firms.sales_y3.max() != one.sales_y3.max()


def test_a_gdp_too_small_for_its_parts_is_refused() -> None:
    given = toytown.MARGINALS
    small = replace(
        given, totals={**given.totals, "gdp_before_2018_census": Given("GDP", 1e9, "CNY/yr", toytown.INVENTED)}
    )
    with pytest.raises(DataError, match=r"Toytown: GDP of 1,000,000,000 is less than"):
        draw_opening("toytown", toytown.DAY, small, toytown.PEOPLE, 1.0, 1, read_rulebook("mangrove.regions.toytown"))


@pytest.mark.parametrize("size", [0, 1, 2, 1000])
def test_stratified_draws_fall_one_in_each_part(size) -> None:
    drawn = stratified(Draws(1, 0, 2009).pair("test/stratified", np.arange(size)))
    np.testing.assert_array_equal(np.sort(np.floor(drawn * size)), np.arange(size))
