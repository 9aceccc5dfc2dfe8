"""Money: what is paid is received, by those entitled to it, and no more than there is."""

import numpy as np
import pytest

from mangrove.pay import MONEY
from mangrove.processes.account import TAX_RATE
from mangrove.programme import HOLDS, Channel, rule_on

RELIEF = (Channel.TAX_RATE, Channel.RND_PRICE)
SINGLE = 1e-6  # relative; registers hold single precision


def relief_by_firm(closed) -> dict[int, float]:
    """Tax forgone by the ledger, firm by firm."""
    paid: dict[int, float] = {}
    for entry in closed.ledger:
        if entry.unit == MONEY and entry.channel in RELIEF:
            for firm, amount in zip(entry.ids.tolist(), entry.amount.tolist(), strict=True):
                paid[firm] = paid.get(firm, 0.0) + amount
    return paid


def entitled(closed, rules, entry):
    """Ids of those whom the rule, read clause by clause, entitles to an entry."""
    programme, terms = rules.programmes[entry.programme], closed.terms.of(entry.programme)
    register = getattr(closed.before, entry.register)
    may = rule_on(programme, register, terms)[0] == HOLDS
    if programme.certificate is not None:
        held = programme.certificate.held(register, terms)
        may = may & ~held if entry.channel is Channel.CERTIFICATE else may | held
    return register.id[may]


def test_the_tax_that_the_ledger_says_was_forgone_is_what_firms_saved(life) -> None:
    for closed in life.lived:
        paid = relief_by_firm(closed)
        firms = closed.region.firms
        saved = np.array([paid.get(firm, 0.0) for firm in firms.id.tolist()])
        np.testing.assert_allclose(firms.tax_relief, saved, rtol=1e-12, atol=1e-6)
        stayed_or_left = np.union1d(firms.id, closed.before.firms.id)
        assert np.isin(list(paid), stayed_or_left).all()


def test_some_tax_is_forgone_every_year(life) -> None:
    assert all(closed.region.firms.tax_relief.sum() > 0 for closed in life.lived)


def test_tax_is_the_statutory_rate_on_profit_less_relief_and_never_negative(life) -> None:
    for closed in life.years:
        firms = closed.region.firms
        due = closed.terms.of("account")[TAX_RATE] * np.maximum(firms.profit.astype(np.float64), 0)
        np.testing.assert_allclose(firms.tax_paid, due - firms.tax_relief, rtol=SINGLE, atol=SINGLE * due.max())
        assert (firms.tax_paid >= 0).all()


def test_nobody_is_paid_who_is_neither_eligible_nor_a_holder(life) -> None:
    for closed in life.lived:
        for entry in (entry for entry in closed.ledger if not entry.returned):
            assert np.isin(entry.ids, entitled(closed, life.rules, entry)).all(), (closed.region.day, entry.programme)
            assert len(np.unique(entry.ids)) == len(entry.ids)


def test_the_ledger_holds_no_negative_amount(life) -> None:
    assert all((entry.amount >= 0).all() for closed in life.lived for entry in closed.ledger)


def test_certificates_are_dated_where_the_ledger_grants_them_and_nowhere_else(life) -> None:
    for closed in life.lived:
        granted = [e.ids for e in closed.ledger if e.channel is Channel.CERTIFICATE and e.register == "firms"]
        firms = closed.region.firms
        today = firms.id[firms.accredited_on == np.datetime64(closed.region.day)]
        np.testing.assert_array_equal(np.sort(today), np.sort(np.intersect1d(np.concatenate(granted), firms.id)))
    assert any(len(entry.ids) for c in life.lived for entry in c.ledger if entry.channel is Channel.CERTIFICATE)


def test_a_programme_that_is_off_pays_nothing(live) -> None:
    for closed in live("toytown", off=("rnd_voucher",))[1:]:
        assert {entry.programme for entry in closed.ledger} == {"toy_certificate"}


@pytest.mark.parametrize(("budget", "binds"), [(1e6, True), (1e9, False), (0.0, True)])
def test_claims_beyond_the_budget_are_cut_to_it(live, budget, binds) -> None:
    for closed in live("toytown", changes={"rnd_voucher.budget": budget})[1:]:
        (paid,) = [entry.amount.sum() for entry in closed.ledger if entry.programme == "rnd_voucher"]
        assert paid == pytest.approx(budget) if binds else 0 < paid < budget


def test_half_a_town_has_half_the_budget(live, opened) -> None:
    _, closed = live("toytown", 2010, {"rnd_voucher.budget": 1e6}, opening=opened("toytown", 0.5).region)
    (paid,) = [entry.amount.sum() for entry in closed.ledger if entry.programme == "rnd_voucher"]
    assert paid == pytest.approx(0.5e6)
