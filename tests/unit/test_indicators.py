"""Each indicator on a handful of firms, worked by hand."""

from datetime import date

import numpy as np
import pytest

from mangrove.indicator import Closed, find_indicators
from mangrove.register import empty
from mangrove.registers.firms import Firms
from mangrove.registers.traders import Traders
from mangrove.rulebook import read_rulebook

TERMS = read_rulebook("mangrove.regions.toytown").on(date(2011, 12, 31))


@pytest.fixture
def three(firms_of, businesses_of, region_of) -> Closed:
    """Three firms, a business and two traders that stand for ten times as many; one firm had no certificate in 2010."""
    days = np.array(["2011-12-31", "2009-01-01", "2008-12-31"], "datetime64[D]")
    firms = firms_of(
        3, value_added=[4e6, 2e6, 1e6], high_tech_revenue_share=[0.5, 1.0, 0.0],
        rnd=[0.5e6, 0.45e6, 0], real_rnd=[0.5e6, 0.26e6, 0],
        invention_applications=[2, 17, 0], pct_applications=[0, 97, 0], accredited_on=days,
    )  # fmt: skip
    business = businesses_of(1, id=[7], sales_y3=[20e6])
    founded = np.array(["2001-01-01", "2002-01-01"], "datetime64[D]")
    traders = Traders(id=np.array([1, 2]), founded_on=founded, district=np.zeros(2, np.int8))
    before = firms.but(accredited_on=np.array(["NaT", "2009-01-01", "2008-01-01"], "datetime64[D]"))
    then = region_of(before, "2010-12-31", scale=0.1)
    return Closed(region_of(firms, scale=0.1, businesses=business).but(traders=traders), then, (), TERMS)


BY_HAND = {
    "gdp_before_2018_census": (7e6 + 0.35 * 20e6 + 2 * 40_000 * 1.092**2) * 10 / 0.9,
    "hightech_value_added": (0.5 * 4e6 + 2e6) * 10,
    "hnte_net_new": (2 - 2) * 10,
    "hnte_stock": 2 * 10,
    "invention_applications": 19 * 10 / 0.95,
    "market_entities_stock": (3 + 1 + 2) * 10,
    "pct_applications": 97 * 10 / 0.97,
    "rd_expenditure": 0.95e6 * 10 / 0.95,
    "rd_gdp_share": 10e6 / ((7e6 + 0.35 * 20e6 + 2 * 40_000 * 1.092**2) * 10 / 0.9),
    "real_rd_expenditure": 0.76e6 * 10 / 0.95,
}


OF_PROGRAMMES = {
    "angel_fund_rounds", "high_tech_park_tenants", "innovation_carriers_new", "inst_ehub_startups_resident",
    "ip_pledged_loans",
}  # fmt: skip
"""Worked by hand in `test_reached_indicators.py`."""
OF_PEOPLE = {
    "average_wage_on_post", "highlevel_talent_stock", "professional_technical_staff", "rd_personnel", "returnees_stock",
    "talent_total", "talent_without_work",
}  # fmt: skip
"""Worked by hand in `test_people_indicators.py`."""


def test_every_indicator_is_worked_by_hand() -> None:
    assert set(find_indicators()) == set(BY_HAND) | OF_PEOPLE | OF_PROGRAMMES


@pytest.mark.parametrize("name", BY_HAND)
def test_an_indicator_is_what_the_hand_finds(three, name) -> None:
    assert find_indicators()[name].measure(three) == pytest.approx(BY_HAND[name], rel=1e-6)


def test_a_certificate_counts_from_its_day_until_the_day_before_its_third_anniversary(firms_of, region_of) -> None:
    days = np.array(["2008-12-31", "2009-01-01", "2011-12-31", "2012-01-01", "NaT"], "datetime64[D]")
    closed = Closed(region_of(firms_of(5, accredited_on=days)), None, (), TERMS)
    assert find_indicators()["hnte_stock"].measure(closed) == 2


def test_net_new_is_not_measured_at_the_opening(firms_of, region_of) -> None:
    assert np.isnan(find_indicators()["hnte_net_new"].measure(Closed(region_of(firms_of(3)), None, (), TERMS)))


@pytest.mark.parametrize("name", sorted(set(BY_HAND) - {"rd_gdp_share", "hnte_net_new"}))
def test_nobody_adds_up_to_nothing(region_of, name) -> None:
    assert find_indicators()[name].measure(Closed(region_of(empty(Firms)), None, (), TERMS)) == 0


def test_where_nothing_is_produced_there_is_no_intensity(region_of) -> None:
    assert np.isnan(find_indicators()["rd_gdp_share"].measure(Closed(region_of(empty(Firms)), None, (), TERMS)))


def test_every_indicator_says_what_it_is() -> None:
    for name, indicator in find_indicators().items():
        assert indicator.title, name
        assert indicator.title_local, name
        assert indicator.definition, name
        assert indicator.source, name
