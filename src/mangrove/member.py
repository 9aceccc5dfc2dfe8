"""Member: one run of the years from a region on, measured as they close."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from types import MappingProxyType
from typing import TYPE_CHECKING, Final

from mangrove.draws import Draws
from mangrove.errors import ModelError
from mangrove.fact import Fact
from mangrove.geography import geography
from mangrove.indicator import Closed, Indicator
from mangrove.laws import CHECKED_TO_SCALE, check_year
from mangrove.pay import Entry
from mangrove.plan import Plan, Stage
from mangrove.region import Region
from mangrove.results import (
    Measured,
    displaced,
    fact_rows,
    given,
    ledger_table,
    part_rows,
    reached,
    results_table,
    totals,
    unspent,
)

if TYPE_CHECKING:
    import polars as pl

_NOTHING: Final[Mapping[str, Fact]] = MappingProxyType({})


@dataclass
class Rows:
    """What some years of a member measured, and their ledger."""

    measured: list[Measured] = field(default_factory=list[Measured])
    ledger: dict[int, Sequence[Entry]] = field(default_factory=dict[int, Sequence[Entry]])

    def taken(self) -> "Rows":
        """All rows so far, which are then no longer here."""
        taken = Rows(self.measured, self.ledger)
        self.measured, self.ledger = [], {}
        return taken

    def tables(self, member: int, scenario: str, place: str) -> "tuple[pl.DataFrame, pl.DataFrame]":
        """Results and ledger as tables."""
        return results_table(member, scenario, place, self.measured), ledger_table(member, scenario, self.ledger)


def member_rows(
    plan: Plan,
    stage: Stage,
    region: Region,
    indicators: Mapping[str, Indicator],
    member: int,
    *,
    facts: Mapping[str, Fact] = _NOTHING,
    check: bool | None = None,
    closed: Callable[[Region, Rows], None] | None = None,
) -> Rows:
    """One member's rows, from the region's day to the last year; those that `closed` took are not among them.

    Args:
        plan: What to do.
        stage: The region's rules.
        region: The opening region, or that of a checkpoint.
        indicators: What is measured each year, the opening's included.
        member: Number of the member, from 0.
        facts: What is measured in the last year only.
        check: Whether the laws are checked each year; by default up to a scale of 0.1.
        closed: Told the region and the rows not yet taken at the end of each year.

    Raises:
        ModelError: with the member, if a law breaks.
    """
    checked = plan.scale <= CHECKED_TO_SCALE if check is None else check
    rows = Rows()
    if region.day == stage.pack.opens_on:
        rows.measured += _opening(stage, region, indicators)
    for year in range(region.day.year + 1, plan.to + 1):
        draws, last = Draws(plan.seed, member, year), year == plan.to
        region = _live(stage, region, draws, (indicators, facts), rows, checked=checked, last=last)
        if closed is not None:
            closed(region, rows)
    return rows


def _opening(stage: Stage, region: Region, indicators: Mapping[str, Indicator]) -> list[Measured]:
    """What is measured of the opening, which nothing here holds on to."""
    opened = Closed(region, None, (), stage.rules.on(region.day))
    return [*_measure(opened, indicators), *_parts(opened, indicators), *_geography(region)]


def _live(
    stage: Stage,
    before: Region,
    draws: Draws,
    measures: tuple[Mapping[str, Indicator], Mapping[str, Fact]],
    rows: Rows,
    *,
    checked: bool,
    last: bool,
) -> Region:
    """One year of a member, measured; parts, facts and geography in the last. The year before is let go with it."""
    from mangrove.simulate import year as simulate_year

    region, entries = simulate_year(before, stage.rules, draws)
    closed = Closed(region, before, entries, stage.rules.on(region.day))
    if checked:
        _check(closed, draws.member)
    indicators, facts = measures
    rows.ledger[draws.year] = entries
    rows.measured += _measure(closed, indicators)
    rows.measured += totals(entries, stage.written, draws.year, region.weight)
    rows.measured += given(entries, stage.written, draws.year, region.weight)
    rows.measured += reached(entries, stage.written, draws.year, region.weight)
    rows.measured += displaced(region.firms, closed.terms.of("invest"), draws, region.weight)
    rows.measured += unspent(entries, stage.rules, stage.written, draws.year, region.weight)
    if last:
        rows.measured += [*_parts(closed, indicators), *_geography(region)]
        for name, fact in facts.items():
            rows.measured += fact_rows(draws.year, name, fact, closed)
    return region


def _measure(closed: Closed, indicators: Mapping[str, Indicator]) -> list[Measured]:
    return [
        Measured(closed.region.day.year, name, indicator.unit, float(indicator.measure(closed)))
        for name, indicator in indicators.items()
    ]


def _parts(closed: Closed, indicators: Mapping[str, Indicator]) -> list[Measured]:
    year = closed.region.day.year
    return [row for name, indicator in indicators.items() for row in part_rows(year, name, indicator, closed)]


def _geography(region: Region) -> list[Measured]:
    return [Measured(region.day.year, *told) for told in geography(region)]


def _check(closed: Closed, member: int) -> None:
    try:
        check_year(closed)
    except ModelError as error:
        msg = f"member {member}, {error}"
        raise ModelError(msg) from error
