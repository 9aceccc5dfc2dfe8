"""The record that ships with Shenzhen: it loads, covers its sources, and misfits only where known."""

import csv
from calendar import monthrange
from collections import Counter
from dataclasses import replace
from datetime import date
from decimal import Decimal
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mangrove.figure import Bound, Figure
from mangrove.record import Record, describe, region_record

REVIEWED = {
    ("conflict", "warning"): 7,
    ("ratio", "note"): 16,
    ("ratio", "warning"): 8,
    ("scope", "note"): 28,
    ("stock_flow", "warning"): 1,
    ("sum", "warning"): 1,
    ("vintages", "note"): 12,
}
"""Problems of the shipped record by check and severity, each looked at; a new one needs a look as well."""

KNOWN = (
    ("conflict", "hnte_stock Shenzhen 2010", "1,353 firms"),
    ("conflict", "innovation_carriers_stock Shenzhen 2014", "1,093 carriers"),
    ("conflict", "market_entities_stock Shenzhen 2016", "2,458,174 entities"),
    ("conflict", "nobel_laureate_labs Shenzhen 2017", "the page) against 5 labs"),
    ("ratio", "rd_gdp_share Shenzhen 2017", "900 / 0.0413 = 21,791.8; gdp_bulletin 22,438.39 -> 4.01 %"),
    ("ratio", "rd_gdp_share Shenzhen 2017", "gdp_before_2018_census 22,490.06 -> 4.00 %"),
    ("ratio", "rd_gdp_share Shenzhen 2017", "gdp_after_2018_census 23,280.27 -> 3.87 %"),
    ("sum", "new_legal_person_enterprises_month Shenzhen 2017", "= 33,629; printed 34,169 firms, 540 more"),
    ("scope", "gdp_before_2018_census Shenzhen 2004-2005", "do not splice"),
    ("scope", "gdp_before_2018_census Shenzhen 2016-2017", "rnd_capitalised"),
    ("scope", "sei_gdp_share Shenzhen 2014-2015", "scope_from_2015"),
    ("scope", "inst_vup_trained_cum Shenzhen 2012-2013", "graduates -> all_training"),
    ("vintages", "rd_expenditure Shenzhen 2010", "346.2 100m yuan (first_figure"),
)


@pytest.fixture(scope="module")
def record() -> Record:
    return region_record("shenzhen")


def changed(record: Record, wanted: tuple[str, str, str], **fields: object) -> Record:
    """The record with the figures of one series, place and period changed."""
    figures = (
        replace(f, **fields) if (f.series, f.place, f.period) == wanted else f  # pyright: ignore[reportArgumentType]
        for f in record.figures
    )
    return replace(record, figures=tuple(figures))


def test_every_problem_of_the_shipped_record_was_reviewed(record: Record) -> None:
    found = Counter((problem.check, problem.severity) for problem in record.check())
    assert found == REVIEWED


@pytest.mark.parametrize(("check", "where", "part"), KNOWN)
def test_the_known_misfits_are_printed_with_their_arithmetic(record: Record, check: str, where: str, part: str) -> None:
    assert any((p.check, p.where) == (check, where) and part in p.message for p in record.check())
    assert f"  {where}: " in describe(record)


def test_the_stock_of_2017_is_that_of_2016_plus_the_net_change(record: Record) -> None:
    assert not [p for p in record.check() if p.check == "stock_flow" and p.where.startswith("hnte_stock")]
    broken = changed(record, ("hnte_stock", "Shenzhen", "2016"), value=8000.0, printed="8000")
    assert any(p.where == "hnte_stock Shenzhen 2017" for p in broken.check())


@pytest.mark.parametrize(
    ("wanted", "fields", "check"),
    [
        (("gdp_bulletin", "Shenzhen", "2012"), {"unit": "firm"}, "units"),
        (("gdp_bulletin", "Shenzhen", "2012"), {"series": "gdp_invented"}, "units"),
        (("pct_applications", "Shenzhen", "2011"), {"source": "one source"}, "duplicates"),
        (("rd_gdp_share", "Shenzhen", "2015"), {"value": 0.0505, "printed": "5.05"}, "ratio"),
        (("census_male", "Shenzhen", "2010"), {"value": 5614028.0, "printed": "5614028"}, "sum"),
        (("inst_vup_postdocs_cum", "Shenzhen", "2015"), {"value": 200.0, "printed": "200"}, "cumulative"),
        (("population_resident", "Shenzhen", "2009"), {"scope": "other"}, "scope"),
        (("gdp_after_2018_census", "Shenzhen", "2016"), {"scope": "other"}, "scope"),
    ],
)
def test_a_planted_error_is_found(
    record: Record, wanted: tuple[str, str, str], fields: dict[str, object], check: str
) -> None:
    before = {str(problem) for problem in record.check()}
    new = [p for p in changed(record, wanted, **fields).check() if str(p) not in before]
    assert check in {problem.check for problem in new}


def test_a_planted_conflict_is_found(record: Record) -> None:
    (figure,) = record.select("gdp_bulletin", "Shenzhen", 2012)
    other = replace(figure, value=1.3e12, printed="13000", source="invented")
    found = replace(record, figures=(*record.figures, other)).check()
    assert any(p.check == "conflict" and p.where == "gdp_bulletin Shenzhen 2012" for p in found)


@given(st.dates(min_value=date(1998, 1, 1), max_value=date(2026, 1, 1)))
def test_no_later_figure_is_known_on_a_day(record: Record, day: date) -> None:
    known = record.known_by(day.isoformat()).figures
    assert all(figure.published_on and surely_published(figure) <= day.isoformat() for figure in known)


def surely_published(figure: Figure) -> str:
    """The last day on which the figure may have been published."""
    year, month, day = [*figure.published_on.split("-"), "", ""][:3]
    month = month or "12"
    return f"{year}-{month}-{day or monthrange(int(year), int(month))[1]}"


def test_whoever_fits_as_known_in_2014_sees_only_the_first_figure_of_2010(record: Record) -> None:
    figures = record.known_by("2014-12-31").select("rd_expenditure", "Shenzhen", 2010)
    assert [figure.printed for figure in figures] == ["346.2"]


def test_the_rank_of_2010_holds_for_june_and_not_for_november(record: Record) -> None:
    ranks = {(f.period, f.printed) for f in record.select("inst_nscc_top500_rank", year=2010)}
    assert ranks == {("2010-06", "2"), ("2010-11", "3")}


def test_each_edition_of_the_fair_counts_from_the_first_of_1999(record: Record) -> None:
    editions = record.select("inst_chtf_edition")
    assert len(editions) >= 5
    assert all(figure.value == figure.year - 1998 for figure in editions)


def test_every_series_has_figures_and_every_share_lies_within_bounds(record: Record) -> None:
    assert {figure.series for figure in record.figures} == set(record.series)
    assert all(-1 <= figure.value <= 1 for figure in record.figures if figure.unit == "share")


def test_flows_over_part_of_a_year_carry_no_year_in_their_unit(record: Record) -> None:
    assert not [s.name for s in record.series.values() if s.part_year and s.unit.endswith("/yr")]
    assert all(record.series[name].part_year for name in record.series if name.endswith(("_ytd", "_month")))


def test_targets_and_forecasts_are_expected_and_floors_are_no_exact_figures(record: Record) -> None:
    for figure in record.figures:
        if figure.series.endswith(("_target", "_target_5y")):
            assert figure.bound is Bound.EXPECTED
    floors = {(f.series, f.printed) for f in record.figures if f.bound is Bound.AT_LEAST}
    assert {("rd_expenditure", "900"), ("rd_expenditure", "800"), ("talent_total", "5100000")} <= floors
    assert ("hnte_net_new", "2513") not in floors


def test_the_page_is_its_own_source_and_its_echoes_are_not_the_page(record: Record) -> None:
    assert sum(figure.page_itself for figure in record.figures) == 29
    assert not [figure for figure in record.figures if figure.page_itself and figure.echo]
    echoes = {figure.series for figure in record.figures if figure.echo}
    assert {"rd_expenditure", "rd_gdp_share", "hnte_stock", "hnte_net_new"} <= echoes
    assert "gdp_preliminary" not in echoes


def test_no_note_speaks_of_memory_or_of_other_rows(record: Record) -> None:
    text = " ".join(f"{figure.note} {figure.source}" for figure in record.figures).lower()
    assert not [word for word in ("recalled", "existing row", "next row", "cities_to", ".csv") if word in text]


def test_the_shipped_figures_cover_every_row_of_the_collection(record: Record, shared: Path) -> None:
    with (shared / "data/published/cities_to_2017.csv").open(encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(file))
    held = {(f.series, f.place, f.period[:4], Decimal(f.printed)) for f in record.figures}
    missing = [r for r in rows if (r["series"], r["place"], r["year"], Decimal(r["value"])) not in held]
    assert len(rows) == 659
    assert missing == []
