"""Results: one long table of what a run measured, and the ledger of who was paid.

The table has a row for each member, year and variable: the indicators by name, what each programme cost on each
channel (`spending.PROGRAMME.CHANNEL`), what came back to it (`returned.PROGRAMME.CHANNEL`), what it gave in kind
(`given.PROGRAMME.CHANNEL`), how many it reached (`reached.PROGRAMME.CHANNEL`), what of its budget was left
(`unspent.PROGRAMME`), and how many certificates it gave (`granted.PROGRAMME`), all weighted back to the real region;
R&D that the region's own programmes drew (`drawn.rnd`) and what of it other places lose (`displaced.rnd`). The first
and the last year also have the parts of some indicators (`INDICATOR.CATEGORY.VALUE`). The last year also has the
stylised facts (`fact.NAME`), and the places of their curves (`fact.NAME.00` and on). The ledger's rows stand for `1 /
scale` actors each.
"""

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any, Final

import numpy as np
import polars as pl

from mangrove.draws import Draws
from mangrove.errors import SourceError
from mangrove.fact import Fact
from mangrove.files import read_json, whole
from mangrove.indicator import Closed, Indicator
from mangrove.pay import MONEY, Entry
from mangrove.processes.invest import DISPLACED
from mangrove.programme import IN_KIND, RELIEF, Award, Channel, Terms
from mangrove.registers.firms import Firms
from mangrove.rulebook import Rulebook

HALF: Final = 0.5
DRAWN: Final = "drawn."
LOST: Final = "displaced."
RESULTS: Final = "results.parquet"
LEDGER: Final = "ledger.parquet"
MANIFEST: Final = "manifest.json"
CITATIONS: Final = "citations.json"

RESULTS_SCHEMA: Final = pl.Schema(
    {
        "member": pl.Int32,
        "scenario": pl.String,
        "year": pl.Int32,
        "place": pl.String,
        "variable": pl.String,
        "unit": pl.String,
        "value": pl.Float64,
    }
)
LEDGER_SCHEMA: Final = pl.Schema(
    {
        "member": pl.Int32,
        "scenario": pl.String,
        "year": pl.Int32,
        "programme": pl.String,
        "channel": pl.String,
        "register": pl.String,
        "actor": pl.Int64,
        "amount": pl.Float64,
        "unit": pl.String,
        "returned": pl.Boolean,
    }
)
RETURNED: Final = "returned."
REACHED: Final = "reached."
GRANTED_UNIT: Final = "count/yr"
_ROW_GROUP: Final = 2**18
_SYSTEM_ERROR: Final = re.compile(r"os error (\d+)")


@dataclass(frozen=True)
class Measured:
    """One number of one year."""

    year: int
    variable: str
    unit: str
    value: float


def totals(entries: Iterable[Entry], written: Rulebook, year: int, weight: float) -> list[Measured]:
    """What each programme of the region cost on each channel in a year, and what it granted.

    A programme that paid nothing, or that a scenario leaves out, has a row of 0, so that members and
    scenarios can be set side by side.

    Args:
        entries: The year's ledger.
        written: The rulebook that names the region's programmes.
        year: The year.
        weight: How many real actors one row stands for.
    """
    sums = {
        variable: 0.0
        for name, programme in written.programmes.items()
        for award in programme.awards
        for variable in _variables(name, award)
    }
    for entry in entries:
        granted = entry.channel is Channel.CERTIFICATE
        if granted or entry.unit == MONEY:
            name = _variable(entry.programme, entry.channel, entry.returned)
            sums[name] = sums.get(name, 0.0) + (len(entry.ids) if granted else float(entry.amount.sum()))
    return [
        Measured(year, name, GRANTED_UNIT if name.startswith("granted.") else MONEY, total * weight)
        for name, total in sums.items()
    ]


def given(entries: Sequence[Entry], written: Rulebook, year: int, weight: float) -> list[Measured]:
    """What each programme of the region gave in kind in a year, each in its own unit; arguments as of `totals`."""
    return [
        Measured(
            year,
            f"given.{name}.{award.channel}",
            award.unit,
            weight * sum(float(e.amount.sum()) for e in entries if (e.programme, e.channel) == (name, award.channel)),
        )
        for name, programme in written.programmes.items()
        for award in programme.awards
        if award.channel in IN_KIND
    ]


def reached(entries: Sequence[Entry], written: Rulebook, year: int, weight: float) -> list[Measured]:
    """How many actors each programme of the region reached on each channel in a year; arguments as of `totals`.

    A loan or a round of equity counts whether it cost the programme anything or not; who sells a stake is not reached.
    Whom enforcement protects stands in no ledger.
    """
    sums = {
        reached_variable(name, award.channel): 0.0
        for name, programme in written.programmes.items()
        for award in programme.awards
        if award.channel is not Channel.ENFORCEMENT
    }
    for entry in entries:
        if not entry.returned:
            name = reached_variable(entry.programme, entry.channel)
            sums[name] = sums.get(name, 0.0) + entry.reached
    return [Measured(year, name, GRANTED_UNIT, total * weight) for name, total in sums.items()]


def reached_variable(programme: str, channel: Channel) -> str:
    """Name of the variable that tells how many a programme reached on a channel."""
    return f"{REACHED}{programme}.{channel}"


def displaced(firms: Firms, terms: Terms, draws: Draws, weight: float) -> list[Measured]:
    """R&D that the region's own programmes drew in a year, and what of it other places lose: a share of each member.

    Args:
        firms: Technology firms at the end of the year.
        terms: Values of `invest`; the share is drawn evenly from an interval as wide as its own around its value.
        draws: The dice of the member in the year.
        weight: How many real actors one row stands for.
    """
    low, high = DISPLACED.interval or (0.0, 0.0)
    drawn = float(draws.at(0).uniform("displaced/share", np.zeros(1, np.int64))[0])
    share = min(max(terms[DISPLACED] + (drawn - HALF) * (high - low), 0.0), 1.0)
    total = weight * float(firms.drawn_rnd.sum(dtype=np.float64))
    return [
        Measured(draws.year, f"{DRAWN}rnd", MONEY, total), Measured(draws.year, f"{LOST}rnd", MONEY, share * total)
    ]  # fmt: skip


def unspent(entries: Sequence[Entry], rules: Rulebook, written: Rulebook, year: int, weight: float) -> list[Measured]:
    """What was left of each budget in a year, in its own unit; 0 of a programme that is left out or not yet there.

    A budget of guarantees or of equity limits the loans and the rounds, whoever pays them.

    Args:
        entries: The year's ledger.
        rules: The rulebook under the scenario.
        written: The rulebook that names the region's programmes.
        year: The year.
        weight: How many real actors one row stands for.
    """
    terms, acting = rules.on(date(year, 12, 31)), rules.acting
    found: list[Measured] = []
    for name, programme in written.programmes.items():
        budget = programme.budget
        if budget is not None:
            there = terms.of(name)[budget] if name in acting and terms.of(name).has(budget) else 0.0
            own = [e for e in entries if e.programme == name and e.unit == budget.unit and not e.returned]
            used = sum(float((e.amount if e.on is None else e.on).sum()) for e in own)
            found.append(Measured(year, f"unspent.{name}", budget.unit, max(round(there - used * weight, 2), 0.0)))
    return found


def fact_rows(year: int, name: str, fact: Fact, closed: Closed) -> list[Measured]:
    """A fact and the places of its curve, where it has one."""
    rows = [Measured(year, fact_variable(name), fact.unit, fact.measure(closed))]
    if fact.curve is not None:
        values = fact.curve.measure(closed)
        rows += [Measured(year, fact_variable(name, i), fact.curve.unit, float(v)) for i, v in enumerate(values)]
    return rows


def part_rows(year: int, name: str, indicator: Indicator, closed: Closed) -> list[Measured]:
    """The parts of an indicator, where it has any."""
    return [
        Measured(year, part_variable(name, category, code), indicator.unit, float(value))
        for category, parts in indicator.parts.items()
        for code, value in zip(parts.names, parts.measure(closed), strict=True)
    ]


def part_variable(name: str, category: str, code: str) -> str:
    """Name of the variable of a part.

    >>> part_variable("talent_total", "level", "doctor")
    'talent_total.level.doctor'
    """
    return f"{name}.{category}.{code}"


def fact_variable(name: str, place: int | None = None) -> str:
    """Name of a fact's variable, or of one place of its curve.

    >>> fact_variable("age_under_5"), fact_variable("age_under_5", 3)
    ('fact.age_under_5', 'fact.age_under_5.03')
    """
    return f"fact.{name}" if place is None else f"fact.{name}.{place:02d}"


def results_table(member: int, scenario: str, place: str, measured: Sequence[Measured]) -> pl.DataFrame:
    """One member's rows, in the order of year and variable."""
    columns: dict[str, Any] = {
        "member": member,
        "scenario": scenario,
        "year": [m.year for m in measured],
        "place": place,
        "variable": [m.variable for m in measured],
        "unit": [m.unit for m in measured],
        "value": [m.value for m in measured],
    }
    return _frame(columns, len(measured), RESULTS_SCHEMA).sort("year", "variable")


def ledger_table(member: int, scenario: str, entries: Mapping[int, Sequence[Entry]]) -> pl.DataFrame:
    """One member's ledger, year by year in the order of payment.

    Args:
        member: The member.
        scenario: Name of the scenario.
        entries: The blocks of each year.
    """
    blocks = [(year, entry) for year, found in entries.items() for entry in found]
    sizes = [len(entry.ids) for _, entry in blocks]
    columns: dict[str, Any] = {
        "member": member,
        "scenario": scenario,
        "year": np.repeat(np.array([year for year, _ in blocks], np.int32), sizes),
        **{
            name: _repeated([str(getattr(entry, name)) for _, entry in blocks], sizes)
            for name in ("programme", "channel", "register", "unit")
        },
        "actor": np.concatenate([np.empty(0, np.int64), *(entry.ids for _, entry in blocks)]),
        "amount": np.concatenate([np.empty(0), *(entry.amount for _, entry in blocks)]),
        "returned": np.repeat(np.array([entry.returned for _, entry in blocks], np.bool_), sizes),
    }
    return _frame(columns, sum(sizes), LEDGER_SCHEMA)


def write_table(table: "pl.DataFrame | pl.LazyFrame", path: Path) -> None:
    """Write a table as Parquet, whole or not at all; the same rows give the same bytes.

    Raises:
        LimitError: if the disk is full.
        SourceError: if the file cannot be written for another reason.
    """
    with whole(path) as partial:
        try:
            table.lazy().sink_parquet(partial, maintain_order=True, row_group_size=_ROW_GROUP)
        except pl.exceptions.PolarsError as error:
            code = _SYSTEM_ERROR.search(str(error))
            raise OSError(int(code[1]) if code else 0, str(error)) from error


def read_results(folder: Path) -> pl.DataFrame:
    """The table of a finished run: member, scenario, year, place, variable, unit, value.

    Raises:
        SourceError: if the folder holds no finished run.
    """
    read_manifest(folder)
    return _read(folder / RESULTS)


def read_ledger(folder: Path) -> pl.DataFrame:
    """The ledger of a finished run.

    Raises:
        SourceError: if the folder holds no finished run.
    """
    read_manifest(folder)
    return _read(folder / LEDGER)


def read_manifest(folder: Path) -> dict[str, Any]:
    """What a finished run was made of, and its files' hashes.

    Raises:
        SourceError: if the folder holds no finished run.
    """
    if not (folder / MANIFEST).is_file():
        found = "an unfinished run; finish it with --resume" if (folder / "plan.json").is_file() else "no run"
        msg = f"{folder}: holds {found}. A finished run has a {MANIFEST}."
        raise SourceError(msg)
    return read_json(folder / MANIFEST)


def _variables(programme: str, award: Award[Any]) -> list[str]:
    """The variables of an award that costs money or grants a certificate."""
    if award.unit != MONEY and award.channel not in (*RELIEF, Channel.CERTIFICATE):
        return []
    ways = (False, True) if award.channel is Channel.EQUITY else (False,)
    return [_variable(programme, award.channel, returned) for returned in ways]


def _variable(programme: str, channel: Channel, returned: bool) -> str:
    if channel is Channel.CERTIFICATE:
        return f"granted.{programme}"
    return f"{RETURNED if returned else 'spending.'}{programme}.{channel}"


def _repeated(words: list[str], sizes: list[int]) -> pl.Series:
    return pl.Series(np.repeat(np.array(words, dtype=object), sizes).tolist(), dtype=pl.String)


def _frame(columns: Mapping[str, Any], size: int, schema: pl.Schema) -> pl.DataFrame:
    """A table of a schema; a single value stands for a whole column."""
    whole_columns = {
        name: [column] * size if isinstance(column, int | str) else column for name, column in columns.items()
    }
    return pl.DataFrame({name: whole_columns[name] for name in schema.names()}, schema=schema)


def _read(path: Path) -> pl.DataFrame:
    try:
        return pl.read_parquet(path)
    except (OSError, pl.exceptions.PolarsError) as error:
        msg = f"{path}: cannot be read ({error}). Run it again into another folder."
        raise SourceError(msg) from None
