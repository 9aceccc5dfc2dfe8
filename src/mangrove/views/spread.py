"""The spread of a run: the median and the 50 % and 90 % bands of a variable across members."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final

import polars as pl

_QUANTILES: Final = {"low_90": 0.05, "low_50": 0.25, "median": 0.5, "high_50": 0.75, "high_90": 0.95}


@dataclass(frozen=True)
class Spread:
    """One variable of one place over the years, across members, in its canonical unit.

    Attributes:
        unit: Canonical unit.
        years: Years with at least one value, in order; the other fields have one entry for each.
        low_90: 5 % quantile.
        low_50: 25 % quantile.
        median: Median.
        high_50: 75 % quantile.
        high_90: 95 % quantile.
    """

    unit: str
    years: tuple[int, ...]
    low_90: tuple[float, ...]
    low_50: tuple[float, ...]
    median: tuple[float, ...]
    high_50: tuple[float, ...]
    high_90: tuple[float, ...]

    def at(self, year: int) -> "Spread | None":
        """The same spread in one year; None where it has no value."""
        if year not in self.years:
            return None
        place = self.years.index(year)
        return Spread(self.unit, (year,), *((getattr(self, name)[place],) for name in _QUANTILES))


def spreads(results: pl.DataFrame, place: str, scenario: str) -> Mapping[str, Spread]:
    """The spread of every variable of a place under a scenario.

    Args:
        results: The results table: member, scenario, year, place, variable, unit, value. A value that is
            NaN or missing (what could not be measured) is left out; quantiles are interpolated linearly.
        place: Name of the place.
        scenario: Name of the scenario.

    Returns:
        Spread by variable, in alphabetical order; variables without any value are absent.
    """
    chosen = results.filter((pl.col("place") == place) & (pl.col("scenario") == scenario) & pl.col("value").is_finite())
    rows = (
        chosen.group_by("variable", "unit", "year")
        .agg(pl.col("value").quantile(q, "linear").alias(name) for name, q in _QUANTILES.items())
        .sort("variable", "year")
    )
    return {
        str(part["variable"][0]): Spread(
            str(part["unit"][0]),
            tuple(part["year"].to_list()),
            *(tuple(part[name].to_list()) for name in _QUANTILES),
        )
        for part in rows.partition_by("variable", maintain_order=True)
    }
