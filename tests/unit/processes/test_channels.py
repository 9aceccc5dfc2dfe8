"""What is put on a channel is spent: money moves R&D, founding and profit, and enforcement moves inventions."""

from dataclasses import replace
from datetime import date

import numpy as np
import pytest

from mangrove.draws import Draws
from mangrove.kernels.innovation import intensity
from mangrove.models.aaabk.firm import Outlook
from mangrove.models.aaabk.prospects import look_from
from mangrove.pay import Payment, Payments
from mangrove.processes import account as books
from mangrove.processes import discover as finding
from mangrove.processes import enter as entering
from mangrove.processes import invest as choosing
from mangrove.processes import value as valuing
from mangrove.programme import Channel
from mangrove.rulebook import read_rulebook

DAY = date(2019, 12, 31)
DRAWS = Draws(1, 0, DAY.year)
TERMS = read_rulebook("mangrove.regions.shenzhen").on(DAY)
SIZE = 2_000
NOTHING = Payments((), ())
TAX = TERMS.of("account")[books.TAX_RATE]


@pytest.fixture(scope="module")
def firms(firms_of):
    i = np.arange(SIZE)
    return firms_of(
        SIZE, id=i + 10, lines=1 + i % 3, market=1e6, wedge=1.0, high_type=i % 2, sales_y3=2e6, staff=10, rnd_y3=1e6,
        inventiveness=1.0, real_rnd=1e6,
    )  # fmt: skip


@pytest.fixture(scope="module")
def prospects(firms):
    return valuing.value(firms, NOTHING, TAX, TERMS.of("value"))


def all_get(channel: Channel, amount: float, unit: str = "CNY/yr") -> Payments:
    return Payments((Payment("planted", channel, "firms", np.arange(SIZE), np.full(SIZE, amount), unit),), ())


@pytest.mark.parametrize(
    ("channel", "added"),
    [
        (Channel.RND_CASH, choosing.CASH_ADDED),
        (Channel.GUARANTEE, choosing.LOAN_ADDED),
        (Channel.EQUITY, choosing.ROUND_ADDED),
    ],
)
def test_a_part_of_the_money_that_a_firm_raises_adds_to_its_rnd(firms, prospects, channel, added) -> None:
    terms = TERMS.of("invest")
    before, after = (
        choosing.invest(firms, prospects, paid, TAX, terms, DRAWS) for paid in (NOTHING, all_get(channel, 1e6))
    )
    np.testing.assert_allclose(after.real_rnd - before.real_rnd, terms[added] * 1e6, rtol=1e-5)
    np.testing.assert_array_equal(after.rnd, after.real_rnd)
    np.testing.assert_allclose(after.drawn_rnd, terms[added] * 1e6, rtol=1e-6)
    assert not before.drawn_rnd.any()


def test_what_the_nation_pays_for_is_not_drawn_by_the_region(firms, prospects) -> None:
    (paid,) = all_get(Channel.RND_CASH, 1e6).paid
    nations = Payments((replace(paid, national=True),), ())
    done = choosing.invest(firms, prospects, nations, TAX, TERMS.of("invest"), DRAWS)
    assert (
        done.real_rnd.sum() > choosing.invest(firms, prospects, NOTHING, TAX, TERMS.of("invest"), DRAWS).real_rnd.sum()
    )
    assert not done.drawn_rnd.any()


def test_entry_cash_draws_founders_as_a_line_worth_more_would(prospects) -> None:
    economy, given = prospects.economy, prospects.given
    lasting = TERMS.of("value")[valuing.NORMAL_COST], TERMS.of("value")[valuing.LASTING]
    first: Outlook = look_from(economy, given, lasting, float(prospects.cost.min()))
    worth = economy.high_share * first.high_value + (1 - economy.high_share) * first.low_value
    for cash in (0.0, 0.01, 1.0):
        told = intensity(worth + cash, given.wage, economy.entry_skill, economy.entry_curvature, 0.0)
        assert prospects.encouraged(cash) == pytest.approx(told)
    assert prospects.encouraged(0.0) == pytest.approx(prospects.entry)


def test_more_firms_are_founded_where_young_ones_are_paid(firms, prospects, region_of) -> None:
    def founded(payments: Payments) -> int:
        last = np.datetime64(DAY, "D")
        return len(entering.enter(region_of(firms), prospects, payments, last, TERMS.of("enter"), DRAWS)[0].ids)

    without, little, much = (
        founded(paid) for paid in (NOTHING, all_get(Channel.ENTRY_CASH, 1e4), all_get(Channel.ENTRY_CASH, 1e6))
    )
    assert 0 < without <= little < much
    assert founded(all_get(Channel.ENTRY_CASH, 0.0)) == without


def test_where_ip_is_enforced_inventions_rise_by_the_estimate_and_lines_stay(firms, prospects, region_of) -> None:
    lines, terms = region_of(firms).lines, TERMS.of("discover")
    (plain, held), (more, also) = (
        finding.discover(firms, lines, prospects, paid, terms, DRAWS)
        for paid in (NOTHING, all_get(Channel.ENFORCEMENT, 1.0, "share"))
    )
    ratio = more.invention_applications.sum() / plain.invention_applications.sum()
    assert ratio == pytest.approx(1 + terms[finding.PROTECTION], abs=0.1)  # some 2,000 inventions, thrice the error
    assert (more.invention_applications >= plain.invention_applications).all()
    np.testing.assert_array_equal(held.quality, also.quality)


def test_a_few_of_those_who_invent_lead_a_standard(firms, prospects, region_of) -> None:
    done, _ = finding.discover(
        firms.but(inventiveness=np.full(SIZE, 50, np.float32)), region_of(firms).lines, prospects, NOTHING,
        TERMS.of("discover"), DRAWS,
    )  # fmt: skip
    led = done.led_standard == 1
    assert 0 < led.sum() < SIZE / 2
    assert (done.invention_applications[led] > 0).all()


def test_operating_cash_is_profit_and_is_taxed(firms) -> None:
    nobody, stay = firms.take(np.empty(0, np.int64)), np.zeros(SIZE, np.bool_)
    before, after = (
        books.account(
            firms, np.ones(SIZE), paid, nobody, stay, np.datetime64(DAY, "D"), TAX, TERMS.of("account"), DRAWS
        )[0]
        for paid in (NOTHING, all_get(Channel.OPERATING_CASH, 1e5))
    )
    np.testing.assert_allclose(after.profit - before.profit, 1e5, rtol=1e-4)
    np.testing.assert_allclose(after.tax_paid - before.tax_paid, TAX * 1e5, rtol=1e-4)
    np.testing.assert_array_equal(after.grants - before.grants, 1e5)
