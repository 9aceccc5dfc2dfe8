"""Small: what a report leaves out of a run that opened with a register of people, so that it tells on nobody.

Indicators of people are left out in the years in which they count fewer than ten rows of the register, or all rows
but so few; tables of people hide cells as `mangrove load` does. Numbers of later years are simulated, and still begin
with real people.
"""

from collections.abc import Mapping
from dataclasses import replace
from typing import Final

from mangrove.indicator import Indicator
from mangrove.results import part_variable
from mangrove.suppress import SMALLEST_CELL, Counts, suppressed
from mangrove.views.spread import Spread

WHOLE: Final = "talent_total"
"""The indicator that counts all people."""
_PRINTED: Final = {part_variable(WHOLE, "origin", "returnee"): "returnees_stock"}
"""Cells of its tables that an indicator prints, too."""
_COLUMNS: Final = ("years", "low_90", "low_50", "median", "high_50", "high_90")


def without_small(
    found: Mapping[str, Spread], indicators: Mapping[str, Indicator], scale: float
) -> Mapping[str, Spread]:
    """The spreads of a run without the years in which an indicator of people is a small number of rows."""
    whole = found.get(WHOLE)
    if whole is None:
        return found
    kept = dict(found)
    for name, indicator in indicators.items():
        if indicator.people and name in found:
            spread = found[name]
            years = [year for year in spread.years if not _is_small(name, spread.at(year), whole.at(year), scale)]
            kept[name] = _only(spread, years)
    return {name: spread for name, spread in kept.items() if spread.years}


def hidden(
    cells: Mapping[str, int], shown: Mapping[str, Spread], variables: Mapping[str, str], year: int
) -> tuple[Counts, Mapping[str, int]]:
    """A table of people with its small cells hidden, and apart from it the cells that an indicator prints anyway.

    Args:
        cells: Rows by value.
        shown: The spreads that the report shows.
        variables: Variable of each value.
        year: The year of the table.
    """
    printed = {
        code: count
        for code, count in cells.items()
        if (other := shown.get(_PRINTED.get(variables[code], ""))) is not None and year in other.years
    }
    return suppressed({code: count for code, count in cells.items() if code not in printed}), printed


def _is_small(name: str, at: Spread | None, whole: Spread | None, scale: float) -> bool:
    """Whether any quantile of a year counts too few rows, or leaves too few out; a mean counts everyone."""
    if at is None or whole is None:
        return True
    everyone = whole.median[0] * scale
    values = [getattr(at, column)[0] for column in _COLUMNS[1:]]
    rows = {
        "person": [value * scale for value in values],
        "share": [value * everyone for value in values],
    }.get(at.unit, [everyone])
    return any(_few(count) or (name != WHOLE and _few(everyone - count)) for count in rows)


def _few(rows: float) -> bool:
    return 0 < round(rows) < SMALLEST_CELL


def _only(spread: Spread, years: list[int]) -> Spread:
    places = [spread.years.index(year) for year in years]
    return replace(spread, **{column: tuple(getattr(spread, column)[p] for p in places) for column in _COLUMNS})
