"""The audit of the city's 2018 page: the reviewed verdicts, and the page itself where it is at hand."""

from functools import cache
from pathlib import Path

import pytest

from edits import edits_of
from mangrove.audit import Audit, Ruled, Verdict, audit_page, read_page, region_claims
from mangrove.audit.numbers import find_numbers
from mangrove.record import region_record

COUNTS = {
    Verdict.CONFIRMED: 20,
    Verdict.ROUNDED: 2,
    Verdict.FLOOR: 1,
    Verdict.CONSISTENT: 14,
    Verdict.CONTRADICTED: 2,
    Verdict.UNVERIFIABLE: 25,
}
UNPROVEN = (Verdict.UNVERIFIABLE, Verdict.CONTRADICTED)


@cache
def audit(text: str | None = None) -> Audit:
    return audit_page(region_claims("shenzhen"), region_record("shenzhen"), text)


def ruled(found: Audit, name: str) -> Ruled:
    return next(one for one in found.claims if one.claim.id == name)


def arithmetic(name: str) -> str:
    return "\n".join(line.says for line in ruled(audit(), name).arithmetic)


@pytest.fixture(scope="module")
def text(shared: Path) -> str:
    return read_page(shared / "data" / "real" / "shenzhen-innovation-page-2018-08-09.txt")


def test_the_count_of_verdicts_is_the_reviewed_one() -> None:
    assert audit().counts == COUNTS


@pytest.mark.parametrize(
    ("name", "verdict"),
    [
        ("rd_expenditure", "floor"),
        ("rd_gdp_share", "consistent"),
        ("hnte_stock", "consistent"),
        ("hnte_net_new", "consistent"),
        ("carriers_stock", "unverifiable"),
        ("national_awards", "confirmed"),
        ("laureate_institutes", "contradicted"),
        ("nscc_speed", "rounded"),
        ("nscc_rank", "confirmed"),
        ("ship_area", "rounded"),
        ("chtf_edition_2017", "consistent"),
        ("circle_years", "contradicted"),
        ("siat_scientists", "unverifiable"),
        ("vup_trained", "unverifiable"),
    ],
)
def test_a_reviewed_claim_has_its_verdict(name: str, verdict: str) -> None:
    assert str(ruled(audit(), name).verdict) == verdict


def test_the_gdp_implied_by_amount_and_share_meets_no_vintage() -> None:
    shown = arithmetic("rd_expenditure")
    assert "90 bn yuan / 4.13 % = 2.179177 tn yuan" in shown
    for series in ("gdp_preliminary", "gdp_bulletin", "gdp_before_2018_census", "gdp_after_2018_census"):
        assert series in shown
    assert "4.13 % of it is 92.671 bn yuan" in shown
    assert "lower bound" in ruled(audit(), "rd_expenditure").readings[0]


def test_the_firms_set_up_last_year_are_a_net_change() -> None:
    assert "8,037 (hnte_stock 2016) + 3,193 (page) = 11,230, as printed" in arithmetic("hnte_net_new")
    assert "net change" in ruled(audit(), "hnte_net_new").readings[0]


def test_the_fairs_are_counted_from_1999() -> None:
    assert "2017 - 1999 (inst_chtf_first_held 1999) + 1 = 19, as printed" in arithmetic("chtf_edition_2017")
    assert "2018 - 1999 (inst_chtf_first_held 1999) + 1 = 20, as printed" in arithmetic("chtf_edition_2018")


def test_the_rank_of_2010_holds_for_june_and_not_for_november() -> None:
    lines = [line.says for line in ruled(audit(), "nscc_rank").evidence]
    assert any("2010-06 = 2" in line for line in lines)
    assert any("2010-11 = 3" in line for line in lines)


def test_the_circle_s_projects_are_the_24_of_the_plan() -> None:
    for name in ("circle_bases", "circle_platforms", "circle_projects"):
        assert "24 (inst_circle_projects_planned 2009) - 8 (page) - 4 (page) = 12" in arithmetic(name)


def test_the_carriers_of_the_year_before_are_the_page_s_own() -> None:
    assert ruled(audit(), "carriers_new").verdict is Verdict.UNVERIFIABLE


def test_what_cannot_be_verified_says_what_would_settle_it() -> None:
    missing = [one.claim.id for one in audit().claims if one.verdict in UNPROVEN and not one.claim.settle]
    assert missing == []


def test_no_locator_holds_a_figure_and_no_statement_repeats_one() -> None:
    for claim in region_claims("shenzhen").claims:
        assert find_numbers(f"{claim.before} | {claim.after}") == ()


def test_fewer_people_trained_than_by_2015_is_contradicted(text: str) -> None:
    assert ruled(audit(text.replace("260,000", "200,000")), "vup_trained").verdict is Verdict.CONTRADICTED


def test_every_figure_of_the_page_is_covered_once(text: str) -> None:
    found = audit(text)
    assert [left.quote for left in found.uncovered] == []
    places = [one.printed.number.start for one in found.claims if one.printed]
    assert len(places) == len(set(places)) == len(find_numbers(text)) == len(found.claims)


def test_the_page_prints_what_the_claims_file_holds(text: str) -> None:
    for on_page, on_file in zip(audit(text).claims, audit().claims, strict=True):
        assert on_page.printed is not None
        assert on_file.printed is not None
        assert (on_page.printed.value, on_page.printed.number.day) == (
            on_file.printed.value,
            on_file.printed.number.day,
        )
    assert audit(text).counts == COUNTS


def test_an_edit_of_the_page_changes_every_verdict_that_speaks_for_a_figure(text: str) -> None:
    survived: list[tuple[str, str]] = []
    claims, record = region_claims("shenzhen"), region_record("shenzhen")
    for one in audit(text).claims:
        if one.verdict in UNPROVEN or one.printed is None:
            continue
        number = one.printed.number
        assert edits_of(number.text), one.claim.id
        for edit in edits_of(number.text):
            edited = audit_page(claims, record, text[: number.start] + edit + text[number.end :])
            if ruled(edited, one.claim.id).verdict is one.verdict:
                survived.append((one.claim.id, edit))
    assert survived == []
