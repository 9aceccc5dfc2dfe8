"""The command that sets published tables beside ours, and solves models at parameters of one's own."""

import json
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from mangrove.cli import main
from mangrove.models.table import Row
from mangrove.replicate import show_tables, tables_json


def told(*words: str | Path) -> Result:
    return CliRunner().invoke(main, ["replicate", *map(str, words)], prog_name="mangrove")


def test_a_published_table_stands_beside_ours() -> None:
    shown = told("peters").output
    assert "published" in shown
    assert "ours" in shown
    assert "FAIL" not in shown
    rows = json.loads(told("peters", "--json").output)
    assert rows["passed"] is True
    keys = {"table", "item", "published", "ours", "difference", "tolerance", "passed", "standard_error", "note"}
    assert keys == set(rows["rows"][0])


def test_a_miss_is_shown_as_a_miss() -> None:
    rows = [
        Row("table", "near", 1.0, 1.05, 0.1),
        Row("table", "far", 1.0, 1.5, 0.1),
        Row("table", "none", 1.0, float("nan"), 0.1),
    ]
    shown = show_tables("model", rows)
    assert "1 of 3 rows pass" in shown
    assert shown.count("FAIL") == 2
    assert tables_json("model", rows)["passed"] is False


def test_a_simulated_number_tells_its_standard_error_and_a_miss_its_reason() -> None:
    rows = [
        Row("table", "drawn", 1.0, 1.5, 0.1, 0.25, "The printed number is a draw, too."),
        Row("table", "told", 1, 1, 0),
    ]
    shown = show_tables("model", rows).splitlines()
    assert shown[-3].endswith("FAIL  s.e. 0.25")
    assert shown[-2] == "    The printed number is a draw, too."
    assert shown[-1].endswith("pass")
    told_rows = tables_json("model", rows)["rows"]
    assert [row["standard_error"] for row in told_rows] == [0.25, None]


def test_what_a_model_does_not_determine_is_neither_pass_nor_fail() -> None:
    rows = [Row("table", "free", 1.0, 1.5, float("inf"))]
    assert show_tables("model", rows).endswith("not determined")
    assert tables_json("model", rows)["rows"][0]["tolerance"] is None


def test_parameters_of_ones_own_replace_the_published_ones(tmp_path: Path) -> None:
    file = tmp_path / "own.toml"
    file.write_text("lambda = 0.05\neta = 0.03\n", encoding="utf-8")
    found = json.loads(told("klette_kortum", "--params", file, "--json").output)
    published = json.loads(told("klette_kortum", "--params", _empty(tmp_path), "--json").output)
    assert found.keys() == published.keys()
    assert found != published


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("lamda = 0.1\n", "did you mean 'lambda'?"),
        ("lambda = 'fast'\n", "lambda"),
        ("lambda = \n", "not valid TOML"),
    ],
)
def test_a_broken_file_of_parameters_is_one_message(tmp_path: Path, text: str, message: str) -> None:
    file = tmp_path / "own.toml"
    file.write_text(text, encoding="utf-8")
    done = told("klette_kortum", "--params", file)
    assert done.exit_code == 2
    assert message in done.output


@pytest.mark.parametrize(
    ("words", "message"),
    [
        (["peter"], "did you mean 'peters'?"),
        (["peters", "--planner", "all"], "no planner's problem"),
        (["peters", "--params", "nowhere.toml"], "no such file"),
    ],
)
def test_a_mistake_is_one_message(words: list[str], message: str) -> None:
    done = told(*words)
    assert done.exit_code == 2
    assert message in done.output


def _empty(folder: Path) -> Path:
    file = folder / "empty.toml"
    file.write_text("", encoding="utf-8")
    return file


@pytest.mark.parametrize("size", [0.03, 0.04, 0.06])
def test_a_file_with_equal_tax_rates_has_no_notch(tmp_path: Path, size: float) -> None:
    file = tmp_path / "level.toml"
    file.write_text(f"threshold = {size}\nt_low = 0.25\nt_high = 0.25\n", encoding="utf-8")
    found = json.loads(told("notch", "--params", file, "--json").output)
    assert found.pop("lowest_complier") == size
    assert set(found.values()) == {0.0}


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("t_low = nan\n", "t_low: nan is not a finite number"),
        ("t_low = 1e400\n", "t_low: inf is not a finite number"),
        ("t_low = true\n", "t_low: True is not a finite number"),
        ("t_high = 0.1\n", "t_low: 0.15 must not exceed t_high: 0.1"),
        ("[policy]\nt_low = 0.1\n", "unknown key 'policy'"),
        ("epsilon = 1e-300\ntheta = 1.000000000000001\n", "move them towards the baseline"),
    ],
)
def test_no_file_makes_the_notch_print_what_is_no_number(tmp_path: Path, text: str, message: str) -> None:
    file = tmp_path / "own.toml"
    file.write_text(text, encoding="utf-8")
    done = told("notch", "--params", file, "--json")
    assert done.exit_code == 2
    assert message in done.output
