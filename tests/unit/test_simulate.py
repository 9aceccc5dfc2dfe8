"""One year: the order of its steps, and what each leaves for the next."""

from datetime import date

import numpy as np
import pytest

from mangrove.draws import Draws
from mangrove.pay import MONEY
from mangrove.programme import Channel
from mangrove.rulebook import read_rulebook
from mangrove.simulate import year


@pytest.fixture(scope="module")
def rules():
    return read_rulebook("mangrove.regions.toytown")


@pytest.fixture(scope="module")
def town(opened):
    return opened("toytown").region


def test_a_year_ends_on_its_last_day(town, rules) -> None:
    after, _ = year(town, rules, Draws(1, 0, 2010))
    assert after.day == date(2010, 12, 31)
    assert (after.name, after.place, after.scale, after.districts) == (
        town.name, town.place, town.scale, town.districts,
    )  # fmt: skip


def test_a_year_changes_the_region_it_begins_with_in_nothing(town, rules) -> None:
    registers = town.firms, town.businesses, town.traders, town.lines
    before = [{name: getattr(register, name).copy() for name in vars(register)} for register in registers]
    year(town, rules, Draws(1, 0, 2010))
    for register, columns in zip(registers, before, strict=True):
        for name, values in columns.items():
            np.testing.assert_array_equal(getattr(register, name), values, name)


def test_members_and_seeds_live_different_years(town, rules) -> None:
    lives = [year(town, rules, Draws(seed, member, 2010))[0] for seed, member in ((1, 0), (1, 1), (2, 0))]
    for register in ("firms", "businesses"):
        sales = [float(getattr(life, register).sales_y3.sum(dtype=np.float64)) for life in lives]
        assert len(set(sales)) == 3


def test_the_rules_of_the_last_day_hold_for_the_whole_year(town, rules) -> None:
    for day, paid in (("2010-12-31", True), ("2011-01-01", False)):
        changed = rules.under({"rnd_voucher.rate": {day: 0.9}}, rules.values["rnd_voucher.rate"].history[0].source)
        ledgers = [year(town, book, Draws(1, 0, 2010))[1] for book in (rules, changed)]
        first, second = (next(e.amount.sum() for e in book if e.programme == "rnd_voucher") for book in ledgers)
        assert (second > first) == paid


def test_a_firm_that_leaves_is_paid_but_no_longer_counted(opened, rules) -> None:
    town = opened("toytown").region
    after, ledger = year(town, rules, Draws(1, 0, 2010))
    paid = np.concatenate([entry.ids for entry in ledger])
    gone = np.setdiff1d(paid, after.firms.id)
    assert len(gone) > 0
    assert np.isin(gone, town.firms.id).all()


def test_newcomers_close_their_first_books_without_any_programme(town, rules) -> None:
    after, ledger = year(town, rules, Draws(1, 0, 2010))
    young = after.firms.take(after.firms.founded_on > np.datetime64(town.day))
    assert len(young) > 0
    assert not young.tax_relief.any()
    assert np.isnat(young.accredited_on).all()
    assert not any(np.isin(entry.ids, young.id).any() for entry in ledger)
    np.testing.assert_allclose(young.tax_paid, 0.25 * young.profit, 1e-6)
    assert np.isnan(young.sales_y2).all()


def test_a_certificate_granted_this_year_lowers_this_years_tax(town, rules) -> None:
    after, ledger = year(town, rules, Draws(1, 0, 2010))
    granted, relieved = (
        next(e for e in ledger if e.programme == "toy_certificate" and e.channel is channel)
        for channel in (Channel.CERTIFICATE, Channel.TAX_RATE)
    )
    assert relieved.unit == MONEY
    np.testing.assert_array_equal(granted.ids, relieved.ids)
    stayed = np.isin(after.firms.id, granted.ids)
    np.testing.assert_allclose(after.firms.tax_paid[stayed], 0.2 * after.firms.profit[stayed], 1e-5)


def test_a_year_without_programmes_has_an_empty_ledger(town, rules) -> None:
    _, ledger = year(town, rules.under({}, None, frozenset(rules.programmes)), Draws(1, 0, 2010))
    assert ledger == []
