"""Every value in force on a day is listed with history and sources, as text, JSON and CSV."""

import csv
import io
import json
from datetime import date

import pytest
from click.testing import CliRunner

from mangrove.cli import main
from mangrove.rulebook import read_rulebook

RULES = read_rulebook("mangrove.regions.shenzhen")


def told(*words: str) -> str:
    done = CliRunner().invoke(main, ["rules", *words], prog_name="mangrove")
    assert done.exit_code == 0, done.output
    return done.stdout


def exported(*words: str) -> dict[str, dict]:
    found = json.loads(told("--export", "json", *words))
    assert [one["path"] for one in found] == sorted(one["path"] for one in found)
    return {one["path"]: one for one in found}


def test_every_value_in_force_is_exported_with_its_history() -> None:
    found = exported("--on", "2017-06-30")
    day = date(2017, 6, 30)
    assert set(found) == {path for path, value in RULES.values.items() if value.entry(day) is not None}
    for path, one in found.items():
        assert len(one["history"]) == len(RULES.values[path].history)
        assert one["source"]["title"], path
        assert one["source"]["where"], path
    small = found["hnte_accreditation.intensity_small"]
    assert (small["value"], small["unit"], small["since"], small["kind"]) == (0.05, "share", "2016-01-01", "published")
    assert small["source"]["document"] == "国科发火〔2016〕32号, Article 11(5)1"
    assert [(entry["since"], entry["value"]) for entry in small["history"]] == [
        ("2000-07-23", 0.05), ("2008-01-01", 0.06), ("2016-01-01", 0.05),
    ]  # fmt: skip


def test_an_unknown_value_is_null_and_says_so_and_an_end_is_an_end() -> None:
    share = exported("--on", "2010-06-30")["hnte_accreditation.college_share"]
    assert [(entry["value"], entry["status"]) for entry in share["history"]] == [
        (None, "unknown"), (0.3, "known"), (None, "ended"),
    ]  # fmt: skip
    assert "hnte_accreditation.college_share" not in exported("--on", "2016-01-01")


def test_csv_has_a_line_for_each_entry() -> None:
    lines = list(csv.DictReader(io.StringIO(told("--on", "2017-06-30", "--export", "csv"))))
    found = exported("--on", "2017-06-30")
    assert len(lines) == sum(len(one["history"]) for one in found.values())
    current = [line for line in lines if line["in_force"] == "yes"]
    assert sorted(line["path"] for line in current) == sorted(found)
    assert all(float(line["value"]) == found[line["path"]]["value"] for line in current if line["status"] == "known")


def test_the_text_tells_what_has_changed() -> None:
    shown = told("--on", "2017-06-30")
    assert "hnte_accreditation.intensity_small = 0.05 share  (published, since 2016-01-01)" in shown
    assert "History: 2000-07-23 0.05; 2008-01-01 0.06; 2016-01-01 0.05" in shown


def test_what_was_issued_later_is_left_out() -> None:
    known = exported("--on", "2018-08-09", "--known-by", "2018-08-09")
    assert "2018-09-20" not in json.dumps(known)
    assert known["rnd_super_deduction.rate"]["value"] == 0.5
    assert exported("--on", "2018-08-09")["rnd_super_deduction.rate"]["value"] == 0.75
    assert "as known by 2018-08-09" in told("--on", "2018-08-09", "--known-by", "2018-08-09")


def test_before_anything_was_known_nothing_is_listed() -> None:
    assert told("--on", "1800-01-01", "--export", "csv").strip() == ""
    assert json.loads(told("--on", "1800-01-01", "--export", "json")) == []


@pytest.mark.parametrize("words", [["--export", "xml"], ["--known-by", "soon"], ["--on", "2017-13-01"]])
def test_a_wrong_option_is_refused(words: list[str]) -> None:
    assert CliRunner().invoke(main, ["rules", *words], prog_name="mangrove").exit_code == 2
