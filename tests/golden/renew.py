"""Renew the golden table: Toytown's indicators for ten years, member 0.

Run `.venv/bin/python tests/golden/renew.py` from the checkout, look at the difference, and say in the commit why
the numbers moved.
"""

import csv
import sys
from pathlib import Path

from mangrove.draws import Draws
from mangrove.indicator import Closed, find_indicators
from mangrove.pack import find_pack
from mangrove.rulebook import read_rulebook
from mangrove.simulate import year

TABLE = Path(__file__).with_name("toytown.csv")
HEADER = ("year", "indicator", "unit", "value")
YEARS = 10


def rows() -> list[tuple[str, str, str, str]]:
    """Year, indicator, unit and value, the value in as many digits as it has."""
    pack = find_pack("toytown")
    rules = read_rulebook(pack.package)
    opening = pack.open(1.0, 1, rules).region
    closed = Closed(opening, None, (), rules.on(opening.day))
    found = measured(closed)
    for number in range(opening.day.year + 1, opening.day.year + 1 + YEARS):
        region, ledger = year(closed.region, rules, Draws(1, 0, number))
        closed = Closed(region, closed.region, ledger, rules.on(region.day))
        found += measured(closed)
    return found


def measured(closed: Closed) -> list[tuple[str, str, str, str]]:
    """The rows of one year."""
    when = str(closed.region.day.year)
    return [(when, name, i.unit, repr(float(i.measure(closed)))) for name, i in find_indicators().items()]


def main() -> None:
    """Write the table."""
    with TABLE.open("w", encoding="utf-8", newline="") as file:
        csv.writer(file, lineterminator="\n").writerows([HEADER, *rows()])
    sys.stdout.write(f"wrote {TABLE}\n")


if __name__ == "__main__":
    main()
