"""Claims become payments, payments entries of the ledger; draws belong to actors, not to rows."""

from dataclasses import replace
from datetime import date

import numpy as np
import pytest

from mangrove.draws import Draws
from mangrove.pay import eligible_rows, enter_ledger, pay
from mangrove.programme import Channel
from mangrove.regions.toytown.programmes import rnd_voucher, toy_certificate
from mangrove.rulebook import Rulebook, read_rulebook
from mangrove.scenario import Scenario

DAY = date(2013, 12, 31)
DICE = Draws(seed=1, member=0, year=DAY.year)
ALL_APPLY = {"rnd_voucher.take_up": {"1900-01-01": 1.0}, "toy_certificate.take_up": {"1900-01-01": 1.0}}


@pytest.fixture(scope="module")
def base() -> Rulebook:
    return read_rulebook("mangrove.regions.toytown")


@pytest.fixture(scope="module")
def firms(firms_of):
    """Half of them do R&D, each of a size of its own; one in four holds a certificate of last year."""
    i = np.arange(400)
    return firms_of(
        400, id=i * 3 + 1000, technology=i % 2, staff=10, rnd_y3=1e4 * (1 + i % 10), sales_y3=1e6,
        owns_core_ip=i % 3 > 0,
        accredited_on=np.where(i % 4, "NaT", "2012-06-30").astype("datetime64[D]"),
    )  # fmt: skip


def paid_by_id(rules, region, channel) -> dict[int, float]:
    payments = pay(region, rules, rules.on(DAY), DICE)
    blocks = payments.on("firms", channel)
    return {int(region.firms.id[row]): float(x) for p in blocks for row, x in zip(p.rows, p.amount, strict=True)}


def under(base, **more) -> Rulebook:
    return Scenario(changes=ALL_APPLY | more).apply(base)


def test_all_who_are_eligible_and_apply_are_paid(base, firms, region_of) -> None:
    paid = paid_by_id(under(base), region_of(firms), Channel.RND_CASH)
    assert sorted(paid) == list(firms.id[firms.technology == 1])
    assert paid[1003] == pytest.approx(0.3 * 2e4)


def test_take_up_thins_the_claimants_by_its_share(base, firms, region_of) -> None:
    claimants = len(paid_by_id(base, region_of(firms), Channel.RND_CASH))
    assert 70 < claimants < 130  # half of 200, four standard deviations


def test_more_take_up_adds_claimants_and_drops_none(base, firms, region_of) -> None:
    few = Scenario(changes={"rnd_voucher.take_up": {"1900-01-01": 0.2}}).apply(base)
    assert set(paid_by_id(few, region_of(firms), Channel.RND_CASH)) < set(
        paid_by_id(base, region_of(firms), Channel.RND_CASH)
    )


@pytest.mark.parametrize("channel", [Channel.RND_CASH, Channel.CERTIFICATE, Channel.TAX_RATE])
def test_the_order_of_rows_does_not_matter(base, firms, region_of, channel) -> None:
    shuffled = firms.take(np.argsort(firms.id * 7919 % 401))
    assert list(shuffled.id) != list(firms.id)
    mine, other = (paid_by_id(base, region_of(f), channel) for f in (firms, shuffled))
    assert mine.keys() == other.keys()
    assert mine == pytest.approx(other)


def test_one_more_firm_changes_nobody_else_while_the_budget_lasts(base, firms, firms_of, region_of) -> None:
    newcomer = firms_of(1, id=[5], technology=1, staff=10, rnd_y3=1e4, sales_y3=1e6)
    before = paid_by_id(under(base), region_of(firms), Channel.RND_CASH)
    after = paid_by_id(under(base), region_of(firms.keep_and_add(np.ones(400, np.bool_), newcomer)), Channel.RND_CASH)
    assert after.pop(5) == pytest.approx(3e3)
    assert after == before


@pytest.mark.parametrize("scale", [1.0, 0.5])
def test_a_budget_that_binds_is_spent_exactly_in_proportion_to_the_scale(base, firms, region_of, scale) -> None:
    rules = under(base, **{"rnd_voucher.budget": {"1900-01-01": 1e6}})
    paid = paid_by_id(rules, region_of(firms, scale=scale), Channel.RND_CASH)
    assert sum(paid.values()) == pytest.approx(1e6 * scale)


def test_holders_get_relief_and_no_second_certificate(base, firms, region_of) -> None:
    rules = under(base)
    granted = paid_by_id(rules, region_of(firms), Channel.CERTIFICATE)
    relieved = paid_by_id(rules, region_of(firms), Channel.TAX_RATE)
    holders = {int(i) for i in firms.id[~np.isnat(firms.accredited_on)]}
    assert granted
    assert not holders & set(granted)
    assert set(relieved) == holders | set(granted)
    assert set(relieved.values()) == {0.05}


def test_channels_add_up_by_row(base, firms, region_of) -> None:
    payments = pay(region_of(firms), under(base), under(base).on(DAY), DICE)
    total = payments.of("firms", Channel.RND_CASH, 400)
    (block,) = payments.on("firms", Channel.RND_CASH)
    assert total.sum() == pytest.approx(block.amount.sum())
    assert (total[firms.technology == 0] == 0).all()
    assert payments.on("traders", Channel.RND_CASH) == ()


def test_the_ledger_holds_money_and_certificates_but_no_rates(base, firms, region_of) -> None:
    region = region_of(firms)
    payments = pay(region, under(base), under(base).on(DAY), DICE)
    entries = enter_ledger(payments, region)
    assert {(e.programme, e.channel, e.unit) for e in entries} == {
        ("rnd_voucher", Channel.RND_CASH, "CNY/yr"),
        ("toy_certificate", Channel.CERTIFICATE, "yr"),
    }
    (money,) = [e for e in entries if e.unit == "CNY/yr"]
    (block,) = payments.on("firms", Channel.RND_CASH)
    np.testing.assert_array_equal(money.ids, firms.id[block.rows])
    np.testing.assert_array_equal(money.amount, block.amount)


def test_an_offer_tells_those_whom_only_the_effort_keeps_out(base, firms, region_of) -> None:
    (offer,) = pay(region_of(firms), base, base.on(DAY), DICE).offers
    np.testing.assert_array_equal(offer.rows, np.flatnonzero(firms.owns_core_ip == 1))
    assert offer.effort == pytest.approx(0.03 * 1e6)
    assert set(offer.gain) == {0.05}
    assert offer.years == 3


def test_former_holders_renew_by_their_own_share(base, firms, region_of) -> None:
    lapsed = firms.but(
        accredited_on=np.where(np.isnat(firms.accredited_on), firms.accredited_on, np.datetime64("2010-06-30"))
    )
    former = set(lapsed.id[~np.isnat(lapsed.accredited_on)].tolist())
    chances = {"toy_certificate.take_up": {"1900-01-01": 0.0}, "toy_certificate.renewal": {"1900-01-01": 1.0}}
    granted = paid_by_id(Scenario(changes=chances).apply(base), region_of(lapsed), Channel.CERTIFICATE)
    eligible = set(lapsed.id[(lapsed.owns_core_ip == 1) & (lapsed.rnd_y3 >= 3e4)].tolist())
    assert set(granted) == former & eligible
    assert granted


def test_whoever_claims_one_year_claims_the_next_but_applications_are_drawn_anew(base, firms, region_of) -> None:
    later = date(2014, 12, 31)
    now, then = (pay(region_of(firms), base, base.on(d), DICE.at(d.year)) for d in (DAY, later))
    same = [
        np.array_equal(now.on("firms", channel)[0].rows, then.on("firms", channel)[0].rows)
        for channel in (Channel.RND_CASH, Channel.CERTIFICATE)
    ]
    assert same == [True, False]


def test_before_the_first_rule_nothing_is_paid_or_offered_to_anybody(base, firms, region_of) -> None:
    early = date(2009, 12, 31)
    payments = pay(region_of(firms), base, base.on(early), DICE.at(2009))
    assert sum(len(p.rows) for p in payments.paid) == 0
    assert sum(len(offer.rows) for offer in payments.offers) == 0


def test_a_region_without_firms_is_paid_nothing(base, firms_of, region_of) -> None:
    payments = pay(region_of(firms_of(0)), base, base.on(DAY), DICE)
    assert sum(len(p.rows) for p in payments.paid) == 0


def test_a_programme_left_out_pays_nothing(base, firms, region_of) -> None:
    rules = Scenario(off=frozenset({"rnd_voucher"})).apply(base)
    assert paid_by_id(rules, region_of(firms), Channel.RND_CASH) == {}


def test_a_clause_looks_only_at_those_still_in(base, firms) -> None:
    seen: list[int] = []
    first, second = rnd_voucher.CLAUSES

    def counting(rows, terms):
        seen.append(len(rows))
        return second.value(rows, terms)

    eligible_rows([first, replace(second, value=counting)], firms, base.on(DAY).of("rnd_voucher"))
    assert seen == [200]


def test_without_clauses_in_force_nobody_is_eligible(base, firms) -> None:
    assert len(eligible_rows(toy_certificate.CLAUSES, firms, base.on(date(2009, 1, 1)).of("toy_certificate"))) == 0
