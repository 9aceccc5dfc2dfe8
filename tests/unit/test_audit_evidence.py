from dataclasses import replace

import pytest

from audit_town import figure, record_of
from mangrove.audit.claims import Claim, Role, Route, Wording
from mangrove.audit.evidence import Finding, evidence, printed_figure, show_value
from mangrove.audit.numbers import find_numbers
from mangrove.audit.verdict import Verdict, rule
from mangrove.errors import DataError
from mangrove.figure import Bound, Figure

CLAIM = Claim("labs", "s", "Labs.", "120", "labs", "Toy", 2017, "count", before="has")


def findings(printed: str, *figures: Figure, wording: Wording = Wording.EXACT, **route) -> list[Finding]:
    routes = (Route(**route),) if route else ()
    claim = replace(CLAIM, printed=printed, wording=wording, routes=routes, unit=route.pop("unit", "count"))
    return [line.finding for line in evidence(printed_figure(claim, find_numbers(printed)[0]), record_of(*figures))]


@pytest.mark.parametrize(
    ("printed", "known", "finding"),
    [
        ("120", 120, Finding.AGREES),
        ("121", 120, Finding.AGAINST),
        ("2.72 thousand", 2718, Finding.ROUNDS),
        ("2.71 thousand", 2718, Finding.AGAINST),
        ("3 thousand", 2718, Finding.WEAK),
        ("1.3 million", 1_271_000, Finding.WEAK),
    ],
)
def test_an_exact_figure_agrees_rounds_or_disagrees(printed: str, known: float, finding: Finding) -> None:
    assert findings(printed, figure("labs", known)) == [finding]


def test_the_page_is_no_evidence_for_itself() -> None:
    assert findings("120", figure("labs", 120, page_itself=True)) == []


def test_an_echo_shows_that_the_page_quotes_correctly_and_no_more() -> None:
    assert findings("120", figure("labs", 120, echo=True)) == [Finding.ECHO]
    assert findings("121", figure("labs", 120, echo=True)) == [Finding.AGAINST]
    assert rule([Finding.ECHO]) is Verdict.CONSISTENT


@pytest.mark.parametrize(("printed", "finding"), [("90", "floor"), ("91", "does not decide"), ("89", "against")])
def test_a_lower_bound_pins_only_itself(printed: str, finding: str) -> None:
    assert findings(printed, figure("labs", 90, bound=Bound.AT_LEAST)) == [finding]


@pytest.mark.parametrize(
    ("known", "finding"),
    [(51000, "floor"), (51000.4, "floor"), (51400, "does not decide"), (50900, "against")],
)
def test_over_a_number_is_a_floor_that_the_exact_figure_must_pin(known: float, finding: str) -> None:
    assert findings("51,000", figure("labs", known), wording=Wording.AT_LEAST) == [finding]


@pytest.mark.parametrize("bound", [Bound.ABOUT, Bound.EXPECTED])
def test_a_vague_figure_decides_nothing(bound: Bound) -> None:
    assert findings("120", figure("labs", 120, bound=bound)) == [Finding.WEAK]
    assert findings("999", figure("labs", 120, bound=bound)) == [Finding.WEAK]


def test_a_coarser_source_decides_nothing_unless_it_disagrees() -> None:
    coarse = figure("labs", 2e6, printed="2", unit="count")
    assert findings("2.4 million", coarse) == [Finding.WEAK]
    assert findings("2.6 million", coarse) == [Finding.AGAINST]


@pytest.mark.parametrize(("printed", "finding"), [("120", "does not decide"), ("109", "against")])
def test_a_part_or_an_earlier_stock_is_a_floor(printed: str, finding: str) -> None:
    earlier = figure("labs", 110, period="2015")
    assert findings(printed, earlier, period="2015", role=Role.FLOOR) == [finding]


@pytest.mark.parametrize(
    ("printed", "bound", "finding"),
    [("95", "about", "does not decide"), ("89", "about", "against"), ("1", "expected", "does not decide")],
)
def test_a_vague_floor_leaves_a_tenth_and_an_expected_one_all(printed: str, bound: str, finding: str) -> None:
    earlier = figure("labs", 100, period="2015", bound=Bound(bound))
    assert findings(printed, earlier, period="2015", role=Role.FLOOR) == [finding]


@pytest.mark.parametrize(
    ("printed", "finding"),
    [("May 1999", "agrees"), ("1999", "agrees"), ("June 1999", "against"), ("May 21, 1999", "against")],
)
def test_a_date_agrees_if_the_day_lies_in_the_printed_period(printed: str, finding: str) -> None:
    assert findings(printed, figure("labs", 1, period="1999-05-20"), role=Role.DAY) == [finding]


def test_a_year_on_record_does_not_settle_a_month() -> None:
    assert findings("May 1999", figure("labs", 1, period="1999"), role=Role.DAY) == [Finding.WEAK]


def test_an_unknown_series_in_a_route_is_refused() -> None:
    with pytest.raises(DataError, match="no series 'lab'; did you mean 'labs'"):
        findings("120", figure("labs", 120), series="lab")


def test_a_series_that_only_the_page_has_gives_no_evidence() -> None:
    assert findings("120", figure("other", 120)) == []


@pytest.mark.parametrize(
    ("found", "verdict"),
    [
        ([], Verdict.UNVERIFIABLE),
        ([Finding.WEAK, Finding.CONTEXT, Finding.OTHER_MEANING], Verdict.UNVERIFIABLE),
        ([Finding.AGREES, Finding.WEAK], Verdict.CONFIRMED),
        ([Finding.AGREES, Finding.AGAINST], Verdict.CONSISTENT),
        ([Finding.ROUNDS], Verdict.ROUNDED),
        ([Finding.FLOOR, Finding.ECHO], Verdict.FLOOR),
        ([Finding.ECHO, Finding.AGAINST], Verdict.CONTRADICTED),
        ([Finding.ECHO, Finding.AGAINST_JOINT], Verdict.CONSISTENT),
        ([Finding.AGAINST_JOINT], Verdict.CONTRADICTED),
        ([Finding.PINS], Verdict.CONSISTENT),
        ([Finding.PINS, Finding.AGAINST], Verdict.CONTRADICTED),
    ],
)
def test_a_verdict_follows_from_the_findings(found: list[Finding], verdict: Verdict) -> None:
    assert rule(found) is verdict


@pytest.mark.parametrize(
    ("value", "unit", "shown"),
    [
        (0.0413, "share", "4.13 %"),
        (2.243839e12, "CNY", "2.243839 tn yuan"),
        (1.15e7, "m2", "11.5 km2"),
        (27000, "m2", "27,000 m2"),
        (1.271e15, "flop/s", "1.271 Pflop/s"),
        (5108703.6, "person", "5,108,704"),
        (0.5, "1", "0.5"),
        (12, "CNY", "12 yuan"),
    ],
)
def test_values_are_shown_for_readers(value: float, unit: str, shown: str) -> None:
    assert show_value(value, unit) == shown
