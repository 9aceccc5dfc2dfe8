"""The hand-made firms of accreditation, written to files and ruled on by the command, day by day."""

import csv
import json
from itertools import groupby
from pathlib import Path

import pytest
from click.testing import CliRunner

from mangrove.cli import main
from mangrove.regions.shenzhen.programmes.hnte_accreditation import BY_RULE, EXAMPLES

COLUMNS = [
    "id", "founded_on", "rnd_y1", "rnd_y2", "rnd_y3", "sales_y1", "sales_y2", "sales_y3", "domestic_rnd_share",
    "high_tech_revenue_share", "staff", "technical_staff", "rnd_staff", "college_staff", "owns_core_ip",
    "licences_core_ip", "in_supported_field", "score", "major_offence_last_year",
]  # fmt: skip
FLAGS = {"owns_core_ip", "licences_core_ip", "in_supported_field", "major_offence_last_year"}
CASES = list(csv.DictReader(Path(__file__).with_name("hnte_cases.csv").read_text("utf-8").splitlines()))
WORDS = {"yes": True, "no": False, "open": None, "1": "yes", "0": "no", "-1": ""}


def cell(column: str, value: object) -> str:
    """A fact as a person would type it: what is unknown is left empty."""
    text = str(value)
    if text in ("nan", "NaT", "None"):
        return ""
    return str(WORDS[text]) if column in FLAGS else text


def told_cases() -> list[tuple[str, dict[str, object], bool | None, str]]:
    """(day, facts, verdict, clause that decides) of every hand-made firm and every example."""
    found = []
    for case in CASES:
        rule = max(first for first in BY_RULE if first <= case["on"])
        changes = dict(pair.split("=") for pair in case["changes"].split(";"))
        found.append((case["on"], {**BY_RULE[rule], **changes}, WORDS[case["eligible"]], case["decided_by"]))
    return found + [(told.on, dict(told.facts), told.eligible, told.decided_by) for told in EXAMPLES]


DAYS = {day: list(cases) for day, cases in groupby(sorted(told_cases(), key=lambda c: c[0]), key=lambda c: c[0])}


@pytest.mark.parametrize("day", DAYS)
def test_the_command_rules_as_the_hand_made_firms_tell(tmp_path: Path, day: str) -> None:
    cases = DAYS[day]
    with (tmp_path / "firms.csv").open("w", encoding="utf-8", newline="") as file:
        writer = csv.writer(file)
        writer.writerow(COLUMNS)
        for number, (_, facts, _, _) in enumerate(cases):
            writer.writerow([f"f{number}", *(cell(name, facts.get(name, "None")) for name in COLUMNS[1:])])
    words = ["check", "hnte_accreditation", str(tmp_path / "firms.csv"), "--on", day, "--json"]
    done = CliRunner().invoke(main, words)
    assert done.exit_code == 0, done.output
    rows = json.loads(done.stdout)
    for row, (_, facts, eligible, decided_by) in zip(rows, cases, strict=True):
        assert row["eligible"] is eligible, (day, facts)
        said = [clause["clause"] for clause in row["clauses"] if clause["holds"] is eligible is not True]
        assert next(iter(said), "") == decided_by, (day, facts)
        assert row["amount"] == (3.0 if eligible else None)
