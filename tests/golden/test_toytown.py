"""Toytown for ten years against a committed table; `renew.py` beside this file rewrites it."""

import csv
import runpy
from pathlib import Path

import pytest

HERE = Path(__file__).parent


def test_ten_years_of_toytown_are_those_of_the_table() -> None:
    renew = runpy.run_path(str(HERE / "renew.py"))
    with (HERE / "toytown.csv").open(encoding="utf-8", newline="") as file:
        header, *table = csv.reader(file)
    assert tuple(header) == renew["HEADER"]
    now = {row[:3]: float(row[3]) for row in renew["rows"]()}
    golden = {tuple(row[:3]): float(row[3]) for row in table}
    assert len(golden) == (renew["YEARS"] + 1) * 22
    assert now == pytest.approx(golden, rel=1e-9, abs=0, nan_ok=True), "see renew.py if the change is meant"
