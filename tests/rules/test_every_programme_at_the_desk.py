"""Every programme at the command line: its own examples in a file, ruled on, told in two languages, and listed."""

import csv
import json
import math
import re
from pathlib import Path

import numpy as np
import pytest
from click.testing import CliRunner

from mangrove.check import first_day
from mangrove.cli import main
from mangrove.programme import Programme
from mangrove.records import columns_ever
from mangrove.register import Field

PAGE_DAY = "2018-08-09"
CHINESE = re.compile(r"[\u4e00-\u9fff]")


def desk(*words: object) -> str:
    done = CliRunner().invoke(main, [str(word) for word in words])
    assert done.exit_code == 0, done.output
    return done.stdout


def cell(field: Field, fact: object) -> str:
    """A fact as a person would type it: what is unknown is left empty."""
    text = str(fact)
    if text in ("nan", "NaT", "None") or (text == "-1" and (field.column.unknown or field.column.unit == "yes/no")):
        return ""
    if field.column.unit == "yes/no":
        return "yes" if fact else "no"
    if field.column.categories and not isinstance(fact, str):
        return field.column.categories[int(text)]
    return text


def write_cases(path: Path, programme: Programme, fields: list[Field], cases) -> Path:
    with path.open("w", encoding="utf-8", newline="") as file:
        writer = csv.writer(file)
        writer.writerow(["id", *(field.name for field in fields)])
        for number, case in enumerate(cases):
            writer.writerow([f"case{number}", *(cell(field, case.facts.get(field.name)) for field in fields)])
    return path


@pytest.fixture
def cases_of(tmp_path: Path, ruled):
    """The name of a programme, its region, and a file of the examples of each day."""
    rules, name, programme = ruled
    fields = columns_ever(programme, rules, name)
    days = sorted({case.on for case in programme.examples})
    region = "toytown" if "rnd_voucher" in rules.programmes else "shenzhen"
    by_day = {day: [case for case in programme.examples if case.on == day] for day in days}
    files = {day: write_cases(tmp_path / f"{day}.csv", programme, fields, cases) for day, cases in by_day.items()}
    return name, region, by_day, files


def test_it_rules_on_its_examples_in_json_as_they_say(ruled, cases_of) -> None:
    _, _, programme = ruled
    name, region, by_day, files = cases_of
    paid = next((award for award in programme.awards if not award.to_holders), programme.awards[0])
    for day, cases in by_day.items():
        rows = json.loads(desk("check", name, files[day], "--region", region, "--on", day, "--json"))
        for row, case in zip(rows, cases, strict=True):
            assert list(row) == ["id", "eligible", "amount", "unit", "clauses"]
            assert row["eligible"] is case.eligible, case.says
            said = [clause["clause"] for clause in row["clauses"] if clause["holds"] is case.eligible is not True]
            assert next(iter(said), "") == case.decided_by, case.says
            assert all(clause["source"] for clause in row["clauses"])
            wanted = case.pays.get(paid.channel, math.nan) if case.eligible else math.nan
            found = math.nan if row["amount"] is None else row["amount"]
            assert found == pytest.approx(wanted, rel=1e-9, nan_ok=True), case.says


@pytest.mark.parametrize("lang", ["en", "zh"])
def test_it_explains_each_verdict_in_english_and_chinese(ruled, cases_of, lang) -> None:
    _, _, programme = ruled
    name, region, by_day, files = cases_of
    told = {}
    for day, cases in by_day.items():
        for number, case in enumerate(cases):
            if case.decided_by or case.eligible:
                told.setdefault(case.eligible, (day, number, case))
    assert set(told) == {True, False, None}
    for day, number, case in told.values():
        words = ("check", name, files[day], "--region", region, "--on", day, "--lang", lang)
        text = desk(*words, "--explain", f"case{number}")
        assert programme.title_local in text
        assert (case.decided_by in text) if case.decided_by else True
        in_force = [c for c in programme.clauses if (c.meaning_local if lang == "zh" else c.meaning) in text]
        assert in_force
        if case.eligible:
            for award in programme.awards:
                assert (award.meaning_local if lang == "zh" else award.meaning).rstrip(".。") in text
        assert desk(*words).count("\n") > len(by_day[day])


def test_its_clauses_and_awards_are_told_in_chinese_where_its_title_is_chinese(ruled) -> None:
    _, _, programme = ruled
    if CHINESE.search(programme.title_local):
        parts = [*programme.clauses, *programme.awards]
        assert [part.meaning for part in parts if not CHINESE.search(part.meaning_local)] == []


def test_it_rules_by_what_was_known_on_the_day_of_the_page(ruled, cases_of) -> None:
    rules, _, programme = ruled
    name, region, by_day, files = cases_of
    day = max(by_day)
    words = ("check", name, files[day], "--region", region, "--on", day, "--known-by", PAGE_DAY)
    rows = json.loads(desk(*words, "--json"))
    assert len(rows) == len(by_day[day])
    known = rules.as_known_by(np.datetime64(PAGE_DAY).item())
    if not first_day(known, programme):
        assert {row["eligible"] for row in rows} == {False}
        assert {len(row["clauses"]) for row in rows} == {0}
    for row in rows:
        assert [clause["clause"] for clause in row["clauses"]] == [
            clause.name for clause in programme.clauses if any(known.on(np.datetime64(day).item()).of(name).has(value)
                                                               for value in clause.rests_on)
        ]  # fmt: skip


def test_its_values_are_listed_with_history_and_sources(ruled) -> None:
    rules, name, _ = ruled
    region = "toytown" if "rnd_voucher" in rules.programmes else "shenzhen"
    for words in ((), ("--known-by", PAGE_DAY)):
        listed = json.loads(desk("rules", "--region", region, "--on", "2025-12-31", "--export", "json", *words))
        own = [row for row in listed if row["path"].startswith(f"{name}.")]
        assert own
        for row in own:
            issued = [entry["source"]["issued_on"] or entry["since"] for entry in row["history"]]
            assert words == () or all(day[:10] <= PAGE_DAY for day in issued if row["status"] == "known"), row["path"]
            assert row["source"]["title"]
            assert row["source"]["where"]
            assert row["meaning"]
        assert words or {row["path"] for row in own} == {
            path for path, value in rules.values.items()
            if path.startswith(f"{name}.") and value.on(np.datetime64("2025-12-31").item()) is not None
        }  # fmt: skip
