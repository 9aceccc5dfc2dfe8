"""The report's section of people: tables, evidence of mechanisms, and nothing small of a register of one's own."""

import json
from pathlib import Path

import numpy as np
import polars as pl
import pytest

from mangrove.files import read_json
from mangrove.indicator import find_indicators
from mangrove.pack import find_pack
from mangrove.register import schema
from mangrove.report.contents import gather
from mangrove.report.people import MECHANISMS, people
from mangrove.report.reproduce import command
from mangrove.report.small import hidden, without_small
from mangrove.report.write import write_report
from mangrove.results import part_variable
from mangrove.rulebook import read_rulebook
from mangrove.suppress import Cell
from mangrove.views.spread import Spread

TALENT = find_indicators()["talent_total"]


def spread(unit: str, *values: float) -> Spread:
    """One value a year from 2009 on, alike in all members."""
    return Spread(unit, tuple(range(2009, 2009 + len(values))), values, values, values, values, values)


def told(tables, category: str) -> dict[str, tuple[str, str, str]]:
    (table,) = [table for table in tables if table["name"] == category]
    return {row["name"]: (row["then"], row["now"], row["share"]) for row in table["rows"]}


def own_run(folder: Path, cells: dict[str, float], others: dict[str, float]) -> Path:
    """The planted run as one that opened with a register of people, every row of it in the run, some numbers other."""
    manifest = read_json(folder / "manifest.json")
    manifest |= {"scale": 0.5, "inputs": {"shenzhen/record/figures.csv": "f" * 64, "people staff.csv": "e" * 64}}
    (folder / "manifest.json").write_text(json.dumps(manifest), "utf-8")
    table = pl.read_parquet(folder / "results.parquet")
    changed = cells | others
    value = pl.col("variable").replace_strict(changed, default=None, return_dtype=pl.Float64)
    table.with_columns(value=value.fill_null(pl.col("value"))).write_parquet(folder / "results.parquet")
    return folder


def levels(*counts: float) -> dict[str, float]:
    codes = TALENT.parts["level"].names
    return {part_variable("talent_total", "level", code): n for code, n in zip(codes, counts, strict=True)}


def test_people_stand_by_field_level_and_origin_on_the_first_and_the_last_day(planted_run: Path) -> None:
    tables = people(gather(planted_run))["tables"]
    assert [table["title"] for table in tables] == [parts.title for parts in TALENT.parts.values()]
    found = told(tables, "origin")
    assert list(found) == list(TALENT.parts["origin"].names.values())
    assert found["local"] == ("1\u202f000", "1\u202f000", "10.0 %")
    assert found["foreign"] == ("4\u202f000", "4\u202f000", "40.0 %")


def test_a_run_that_measured_no_parts_has_no_tables(planted_run: Path) -> None:
    table = pl.read_parquet(planted_run / "results.parquet")
    table.filter(~pl.col("variable").str.starts_with("talent_total.")).write_parquet(planted_run / "results.parquet")
    assert people(gather(planted_run))["tables"] == []
    assert 'id="people"' in write_report(planted_run).read_text("utf-8")


def test_indicators_of_people_are_told_in_their_section_and_only_there(planted_report: Path) -> None:
    html = planted_report.read_text("utf-8")
    start, end = html.index('<h2 id="people">'), html.index('<h2 id="stylised">')
    for name, indicator in find_indicators().items():
        article = f'<article class="indicator" id="indicator-{name}"'
        place = html.index(article)
        assert html.count(article) == 1
        assert (start < place < end) == indicator.people


def test_every_mechanism_rests_on_a_value_of_the_model() -> None:
    values = read_rulebook(find_pack("shenzhen").package).values
    assert [mechanism.rests_on for mechanism in MECHANISMS if mechanism.rests_on not in values] == []


def test_a_mechanism_without_causal_estimate_says_so(planted_report: Path, planted_run: Path) -> None:
    rows = {row["path"]: row for row in people(gather(planted_run))["mechanisms"]}
    assert rows["move.quits"]["causal"] is False
    assert rows["move.spin_out"]["causal"] is True
    html = planted_report.read_text("utf-8")
    assert html.count(">no causal estimate<") == 1
    assert "invented quits" in html


def test_an_estimate_that_a_scenario_replaces_by_an_assumption_is_none(planted_run: Path) -> None:
    cited = read_json(planted_run / "citations.json")["citations"]
    cited.append(cited[0] | {"kind": "assumed", "since": "2011-01-01", "note": "a scenario"})
    (planted_run / "citations.json").write_text(json.dumps({"citations": cited}), "utf-8")
    rows = {row["path"]: row for row in people(gather(planted_run))["mechanisms"]}
    assert rows["move.spin_out"]["causal"] is False


def test_small_cells_of_ones_own_people_are_hidden_with_what_gives_them_away(planted_run: Path) -> None:
    run = own_run(planted_run, levels(4_000, 2_000, 400, 12, 0), {})
    page = people(gather(run))
    assert page["own"] == "staff.csv"
    assert told(page["tables"], "level") == {
        "diploma or trade": ("4\u202f000", "4\u202f000", "62.4 %"),
        "bachelor": ("2\u202f000", "2\u202f000", "31.2 %"),
        "master": ("hidden", "hidden", ""),
        "doctor": ("<20", "<20", ""),
        "academician": ("0", "0", "0 %"),
    }
    html = write_report(run).read_text("utf-8")
    assert "people from staff.csv" in html
    assert "numbers of fewer than 10 of its rows are not shown" in html


def test_drawn_people_have_no_cell_hidden(planted_run: Path) -> None:
    table = pl.read_parquet(planted_run / "results.parquet")
    few = levels(4_000, 2_000, 400, 12, 0)
    value = pl.col("variable").replace_strict(few, default=None, return_dtype=pl.Float64).fill_null(pl.col("value"))
    table.with_columns(value=value).write_parquet(planted_run / "results.parquet")
    assert told(people(gather(planted_run))["tables"], "level")["doctor"] == ("12", "12", "0.187 %")


def test_a_chart_of_ones_own_people_leaves_out_the_years_of_small_numbers() -> None:
    found = {
        "talent_total": spread("person", 1_000, 1_000, 1_000, 1_000),
        "highlevel_talent_stock": spread("person", 0, 8, 40, 992),
        "talent_without_work": spread("share", 0.5, 0.009, 0.01, 0.0),
        "average_wage_on_post": spread("CNY/yr", 5e4, 5e4, 5e4, 5e4),
        "hnte_stock": spread("firm", 3, 3, 3, 3),
    }
    shown = without_small(found, find_indicators(), 1.0)
    assert {name: kept.years for name, kept in shown.items()} == {
        "talent_total": (2009, 2010, 2011, 2012),
        "highlevel_talent_stock": (2009, 2011),
        "talent_without_work": (2009, 2011, 2012),
        "average_wage_on_post": (2009, 2010, 2011, 2012),
        "hnte_stock": (2009, 2010, 2011, 2012),
    }
    assert shown["highlevel_talent_stock"].median == (0, 40)
    few = {"talent_total": spread("person", 9), "hnte_stock": spread("firm", 3), "rd_personnel": spread("person", 9)}
    assert set(without_small(few, find_indicators(), 1.0)) == {"hnte_stock"}


def test_members_that_differ_by_a_few_people_hide_no_total() -> None:
    total = Spread("person", (2010,), (990,), (995,), (1_000,), (1_003,), (1_006,))
    assert without_small({"talent_total": total}, find_indicators(), 1.0)["talent_total"].years == (2010,)


def test_a_cell_that_an_indicator_prints_hides_nothing() -> None:
    cells = {"local": 800, "domestic": 100, "returnee": 25, "foreign": 3}
    variables = {code: part_variable("talent_total", "origin", code) for code in cells}
    shown = {"returnees_stock": spread("person", 25)}
    table, printed = hidden(cells, shown, variables, 2009)
    assert printed == {"returnee": 25}
    assert [table.kinds[code] for code in ("local", "domestic", "foreign")] == [Cell.SHOWN, Cell.HIDDEN, Cell.SMALL]
    alone, printed = hidden(cells, {}, variables, 2009)
    assert printed == {}
    assert alone.kinds["returnee"] is Cell.HIDDEN
    assert alone.kinds["domestic"] is Cell.SHOWN


def test_the_command_names_the_registers_that_the_user_brought() -> None:
    manifest = {
        "region": "toytown", "scenario": {"name": "base", "changes": {}}, "seed": 1, "members": 4, "scale": 0.1,
        "to": 2012, "inputs": {"toytown/record/x.csv": "f", "firms my firms.csv": "f", "people p.parquet": "f"},
    }  # fmt: skip
    assert "--seed 1 --firms 'my firms.csv' --people p.parquet --out DIR" in command(manifest)


@pytest.mark.parametrize("column", ["field", "level", "origin"])
def test_parts_have_a_word_for_every_code(column: str) -> None:
    from mangrove.registers.people import People

    assert tuple(TALENT.parts[column].names) == schema(People)[column].column.categories
    assert np.unique([*TALENT.parts[column].names.values()]).size == len(TALENT.parts[column].names)
