"""Indicators of what programmes reach, each on an invented ledger, worked by hand."""

from datetime import date

import numpy as np
import pytest

from mangrove.draws import Draws
from mangrove.indicator import Closed, find_indicators
from mangrove.pay import MONEY, Entry, pay
from mangrove.programme import Channel
from mangrove.results import reached
from mangrove.rulebook import read_rulebook

RULES = read_rulebook("mangrove.regions.shenzhen")
TERMS = RULES.on(date(2019, 12, 31))
THREE = np.array([3, 5, 8])
TWO_AND_A_HALF = np.array([1.0, 1.0, 0.5])


def entry(programme: str, channel: Channel, unit: str = MONEY, **told) -> Entry:
    return Entry(programme, channel, "firms", THREE, np.array([0.0, 2.0, 1.0]), unit, **told)


LEDGER = (
    entry("innovation_carriers", Channel.RND_CASH, met=TWO_AND_A_HALF),
    entry("youth_hub", Channel.SPACE, "m2", met=TWO_AND_A_HALF),
    entry("youth_hub", Channel.ENTRY_CASH, met=TWO_AND_A_HALF),
    entry("high_tech_park", Channel.SPACE, "m2"),
    entry("virtual_university_park", Channel.SPACE, "m2"),
    entry("ip_pledge_pool", Channel.GUARANTEE),
    entry("angel_fund", Channel.EQUITY),
    entry("angel_fund", Channel.EQUITY, returned=True),
)
BY_HAND = {
    "angel_fund_rounds": 30.0,
    "high_tech_park_tenants": 30.0,
    "innovation_carriers_new": 25.0,
    "inst_ehub_startups_resident": 25.0,
    "ip_pledged_loans": 30.0,
}
"""Three rows, or two and a half, that stand for ten each."""


@pytest.fixture
def region(firms_of, region_of):
    return region_of(firms_of(3, id=THREE), "2019-12-31", scale=0.1)


@pytest.mark.parametrize("name", BY_HAND)
def test_an_indicator_counts_whom_its_programme_reached(region, name) -> None:
    measure = find_indicators()[name].measure
    assert measure(Closed(region, region, LEDGER, TERMS)) == pytest.approx(BY_HAND[name])
    assert measure(Closed(region, region, (), TERMS)) == 0


@pytest.mark.parametrize("name", BY_HAND)
def test_there_is_no_number_at_the_opening_or_where_there_is_no_such_programme(region, name) -> None:
    measure = find_indicators()[name].measure
    assert np.isnan(measure(Closed(region, None, LEDGER, TERMS)))
    toytown = read_rulebook("mangrove.regions.toytown").on(date(2019, 12, 31))
    assert np.isnan(measure(Closed(region, region, (), toytown)))


def test_results_tell_whom_every_programme_reached_on_every_channel() -> None:
    found = {row.variable: row.value for row in reached(LEDGER, RULES, 2019, 10.0)}
    assert set(found) == {
        f"reached.{n}.{a.channel}" for n, p in RULES.programmes.items() for a in p.awards if n != "ip_enforcement"
    }
    assert found["reached.youth_hub.space"] == 25
    assert found["reached.angel_fund.equity"] == 30
    assert found["reached.rnd_subsidy.rnd_cash"] == 0


def test_a_claim_that_a_small_part_of_a_budget_cuts_counts_in_part(firms_of, region_of) -> None:
    """A hundredth of the budget of carriers is a third of a grant: it reaches a third of a firm, not one."""
    rules = RULES.under({"innovation_carriers.take_up": {"1900-01-01": 1.0}}, None)
    firms = firms_of(50, rnd_y2=9e6, rnd_y3=9e6, accredited_on="2015-06-30", technology=1)
    payments = pay(region_of(firms, "2016-12-31", scale=0.01), rules, rules.on(date(2016, 12, 31)), Draws(1, 0, 2016))
    (grants,) = [p for p in payments.paid if p.programme == "innovation_carriers"]
    np.testing.assert_allclose(grants.amount, [1e6])
    np.testing.assert_allclose(grants.met, [1 / 3])
