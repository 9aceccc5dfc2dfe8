"""Results: one long table and a ledger, in a fixed shape and order."""

from dataclasses import replace
from datetime import date
from pathlib import Path
from types import SimpleNamespace

import numpy as np
import polars as pl
import pytest

from mangrove.dated import assumption
from mangrove.draws import Draws
from mangrove.errors import SourceError
from mangrove.pack import find_pack
from mangrove.pay import Entry
from mangrove.programme import Channel
from mangrove.results import (
    LEDGER_SCHEMA,
    RESULTS_SCHEMA,
    Measured,
    displaced,
    given,
    ledger_table,
    read_results,
    results_table,
    totals,
    unspent,
    write_table,
)
from mangrove.rulebook import read_rulebook

IDS = np.array([4, 7])
PAID = Entry("rnd_super_deduction", Channel.RND_PRICE, "firms", IDS, np.array([1.0, 2.5]), "CNY/yr")
GRANTED = Entry("hnte_accreditation", Channel.CERTIFICATE, "firms", IDS, np.array([3.0, 3.0]), "yr")


@pytest.fixture(scope="module")
def rules():
    return read_rulebook(find_pack("shenzhen").package)


def test_money_and_certificates_are_weighted_back(rules) -> None:
    told = {m.variable: (m.unit, m.value) for m in totals([PAID, GRANTED], rules, 2010, 100.0)}
    assert told["spending.rnd_super_deduction.rnd_price"] == ("CNY/yr", 350.0)
    assert told["granted.hnte_accreditation"] == ("count/yr", 200.0)


def test_what_comes_back_is_counted_apart_from_what_is_spent(rules) -> None:
    called = Entry("angel_fund", Channel.EQUITY, "firms", IDS, np.array([1.0, 2.0]), "CNY/yr")
    told = {m.variable: m.value for m in totals([called, replace(called, returned=True)], rules, 2019, 10.0)}
    assert told["spending.angel_fund.equity"] == told["returned.angel_fund.equity"] == 30.0
    assert ledger_table(0, "base", {2019: [called, replace(called, returned=True)]})["returned"].to_list() == [
        False, False, True, True,
    ]  # fmt: skip


def test_what_a_budget_leaves_is_said_to_the_cent_and_nothing_of_one_that_is_off(rules) -> None:
    paid = Entry("innovation_carriers", Channel.RND_CASH, "firms", IDS, np.array([1e6, 2e6]), "CNY/yr")

    def left(entries, under=rules, year=2019):
        return {m.variable: m.value for m in unspent(entries, under, rules, year, 10.0)}

    assert left([paid])["unspent.innovation_carriers"] == 70e6
    assert left([])["unspent.startup_contest"] == 11.2e6
    assert left([], year=2016)["unspent.startup_contest"] == 0
    off = rules.under({}, None, frozenset({"startup_contest"}))
    assert left([], off)["unspent.startup_contest"] == 0
    assert {"unspent.innovation_carriers", "unspent.startup_contest"} <= set(left([]))
    called = Entry("angel_fund", Channel.EQUITY, "firms", IDS, np.array([4e5, 8e5]), "CNY/yr", on=np.array([1e6, 2e6]))
    sold = replace(called, returned=True, on=None)
    assert left([called, sold])["unspent.angel_fund"] == 600e6  # of the rounds of a year, 630 million


def test_only_what_costs_money_or_is_granted_has_a_row(rules) -> None:
    told = {m.variable for m in totals([], rules, 2019, 1.0)}
    assert "spending.youth_hub.entry_cash" in told
    assert not told & {"spending.youth_hub.space", "spending.ip_enforcement.enforcement"}


def test_what_is_given_in_kind_is_counted_in_its_own_unit(rules) -> None:
    space = Entry("high_tech_park", Channel.SPACE, "firms", IDS, np.array([400.0, 800.0]), "m2")
    told = {m.variable: (m.unit, m.value) for m in given([space], rules, 2010, 100.0)}
    assert told["given.high_tech_park.space"] == ("m2", 120_000.0)
    assert told["given.supercomputing_centre.compute"] == ("flop/s", 0.0)
    assert "spending.high_tech_park.space" not in {m.variable for m in totals([space], rules, 2010, 100.0)}


def test_what_is_left_of_a_budget_is_told_in_its_unit(rules) -> None:
    space = Entry("high_tech_park", Channel.SPACE, "firms", IDS, np.array([400.0, 800.0]), "m2")
    rent = Entry("high_tech_park", Channel.OPERATING_CASH, "firms", IDS, np.array([1e6, 2e6]), "CNY/yr")
    told = {m.variable: (m.unit, m.value) for m in unspent([space, rent], rules, rules, 2016, 100.0)}
    assert told["unspent.high_tech_park"] == ("m2", 400_000.0 - 120_000.0)
    assert told["unspent.peacock_plan"] == ("CNY/yr", 1e9)
    off = rules.under({}, None, frozenset({"peacock_plan"}))
    early = {m.variable: m.value for m in unspent([], off, rules, 2010, 1.0)}
    assert early["unspent.supercomputing_centre"] == early["unspent.peacock_plan"] == 0.0


def test_a_programme_that_paid_nothing_has_a_row_of_zero(rules) -> None:
    told = {m.variable: m.value for m in totals([], rules, 2010, 100.0)}
    assert told
    assert set(told.values()) == {0.0}


def test_rows_come_in_the_order_of_year_and_variable() -> None:
    measured = [Measured(2011, "b", "1", 1.0), Measured(2011, "a", "1", 2.0), Measured(2010, "b", "1", np.nan)]
    table = results_table(3, "base", "Toytown", measured)
    assert table.schema == RESULTS_SCHEMA
    assert table.select("year", "variable").rows() == [(2010, "b"), (2011, "a"), (2011, "b")]
    assert table["member"].unique().to_list() == [3]
    assert np.isnan(table["value"][0])


def test_the_ledger_has_a_row_for_each_payment() -> None:
    table = ledger_table(0, "base", {2010: [], 2011: [PAID, GRANTED]})
    assert table.schema == LEDGER_SCHEMA
    assert table.filter(pl.col.channel == "rnd_price").select("year", "actor", "amount").rows() == [
        (2011, 4, 1.0),
        (2011, 7, 2.5),
    ]


def test_a_ledger_of_nothing_keeps_its_columns() -> None:
    assert ledger_table(0, "base", {}).schema == LEDGER_SCHEMA


def test_tables_are_written_to_the_same_bytes(tmp_path: Path) -> None:
    table = ledger_table(0, "base", {2011: [PAID, GRANTED]})
    write_table(table, tmp_path / "a.parquet")
    write_table(table.lazy(), tmp_path / "b.parquet")
    assert (tmp_path / "a.parquet").read_bytes() == (tmp_path / "b.parquet").read_bytes()
    assert pl.read_parquet(tmp_path / "a.parquet").equals(table)


def test_a_folder_that_cannot_take_a_table_is_one_message(tmp_path: Path) -> None:
    with pytest.raises(SourceError, match="cannot be written: no such file"):
        write_table(ledger_table(0, "base", {}), tmp_path / "missing" / "a.parquet")


def test_reading_where_no_run_is_says_so(tmp_path: Path) -> None:
    with pytest.raises(SourceError, match="holds no run"):
        read_results(tmp_path)


@pytest.mark.parametrize("broken", ["{", "[1]", "\udcff"])
def test_a_broken_manifest_is_one_message(tmp_path: Path, broken: str) -> None:
    (tmp_path / "manifest.json").write_bytes(broken.encode("utf-8", "surrogateescape"))
    with pytest.raises(SourceError, match=r"manifest\.json"):
        read_results(tmp_path)


def test_a_broken_table_is_one_message(tmp_path: Path) -> None:
    (tmp_path / "manifest.json").write_text("{}", "utf-8")
    (tmp_path / "results.parquet").write_bytes(b"junk")
    with pytest.raises(SourceError, match=r"results\.parquet: cannot be read"):
        read_results(tmp_path)


def test_what_other_places_lose_is_a_share_of_what_programmes_drew_that_each_member_keeps(rules) -> None:
    terms = rules.on(date(2019, 12, 31)).of("invest")
    firms = SimpleNamespace(drawn_rnd=np.array([3e6, 1e6], np.float32))

    def lost(member: int, year: int = 2019, under=terms) -> float:
        told = {m.variable: m.value for m in displaced(firms, under, Draws(1, member, year), 10.0)}
        assert told["drawn.rnd"] == 40e6
        return told["displaced.rnd"] / 40e6

    shares = [lost(member) for member in range(400)]
    assert 0.3 <= min(shares) < 0.31
    assert 0.99 < max(shares) <= 1.0
    assert np.mean(shares) == pytest.approx(0.65, abs=0.04)
    assert lost(7, 2018) == lost(7, 2012) == shares[7]
    none = (
        rules.under({"invest.displaced": {"1900-01-01": 0.0}}, assumption("test", "none"))
        .on(date(2019, 12, 31))
        .of("invest")
    )
    assert max(lost(member, under=none) for member in range(50)) <= 0.35


def test_only_the_regions_own_programmes_draw_rnd_from_elsewhere(rules) -> None:
    assert {name for name, p in rules.programmes.items() if p.national} == {"hnte_accreditation", "rnd_super_deduction"}
