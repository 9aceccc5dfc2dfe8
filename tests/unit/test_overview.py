"""The overview of programmes: numbers by kind of evidence, the illustrative ones, and what a run spent on them."""

import re
from collections import Counter
from pathlib import Path

import pytest
from click.testing import CliRunner

from mangrove.cli import main
from mangrove.pack import find_pack
from mangrove.report.contents import gather
from mangrove.report.overview import evidence, illustrative, spending
from mangrove.rulebook import read_rulebook

RULES = read_rulebook(find_pack("shenzhen").package)


def cells(table: str) -> dict[str, list[str]]:
    rows = [[cell.strip() for cell in line.strip("|").split("|")] for line in table.splitlines() if line[:1] == "|"]
    return {row[0].strip("`"): row[1:] for row in rows}


def test_every_number_is_counted_once_under_its_kind() -> None:
    table = cells(evidence(RULES))
    assert set(RULES.programmes) <= set(table)
    heads = table["Programme"][1:]
    for name in RULES.programmes:
        kinds = Counter(
            str(entry.source.kind)
            for path, value in RULES.values.items() if path.startswith(f"{name}.")
            for entry in value.history if entry.value is not None
        )  # fmt: skip
        told = dict(zip(heads, table[name][1:], strict=True))
        assert {kind: int(number) for kind, number in told.items() if number and kind != "all"} == dict(kinds)
        assert int(told["all"]) == kinds.total()


def test_illustrative_programmes_are_counted_and_each_says_why() -> None:
    text = illustrative(RULES)
    found = [name for name, programme in RULES.programmes.items() if programme.illustrative]
    assert f"Illustrative: {len(found)} of 18" in text
    told = dict(re.findall(r"^- `(\w+)`: (.+?)$", text, re.MULTILINE))
    assert list(told) == found
    assert "`stays` (incubators let firms stay for some three years)" in text


def test_spending_stands_beside_the_budget_on_record(planted_run: Path) -> None:
    table = cells(spending(gather(planted_run)))
    assert set(RULES.programmes) <= set(table)
    assert table["peacock_plan"][3] == "at least 1.00 bn yuan a year (2016)"
    assert table["peacock_plan"][2] == "500 million yuan a year, assumed"
    assert table["rnd_super_deduction"][0] == "48.0 thousand yuan a year"
    assert table["angel_fund"][2] == "nothing yet"
    assert table["high_tech_park"][4].startswith("no causal estimate of its effect")


def test_the_page_on_programmes_is_what_the_command_writes_of_the_rules(root: Path) -> None:
    page = (root / "docs" / "programmes.md").read_text("utf-8")
    assert evidence(RULES) in page
    assert illustrative(RULES) in page
    assert "## Spending in 2017" in page


@pytest.mark.parametrize("region", ["shenzhen", "toytown"])
def test_the_command_needs_no_run(region: str, tmp_path: Path) -> None:
    done = CliRunner().invoke(main, ["programmes", "--region", region])
    assert done.exit_code == 0, done.output
    assert "Numbers by kind of evidence" in done.stdout
    assert "Spending" not in done.stdout
    written = CliRunner().invoke(main, ["programmes", "--region", region, "--out", str(tmp_path / "page.md")])
    assert written.exit_code == 0
    assert (tmp_path / "page.md").read_text("utf-8") == done.stdout
