"""Contents: everything one report shows, read from a run's folder, the record, the audit and the rules."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from importlib.resources import as_file
from pathlib import Path
from typing import Any, Final

import polars as pl

from mangrove.audit import audit_page, read_claims, to_json
from mangrove.errors import DataError, problem_list
from mangrove.fact import Fact, find_facts
from mangrove.figure import Figure
from mangrove.files import read_json
from mangrove.indicator import Indicator, find_indicators
from mangrove.own import REGISTERS
from mangrove.pack import find_pack
from mangrove.programme import Programme
from mangrove.record import Record, region_record
from mangrove.registers.people import People
from mangrove.report.small import without_small
from mangrove.results import CITATIONS, RESULTS, RESULTS_SCHEMA, fact_variable, read_manifest, read_results
from mangrove.rulebook import Rulebook, read_docs, read_rulebook
from mangrove.scales import TABLE, Sample, read_scales
from mangrove.scenario import Scenario
from mangrove.views.spread import Spread, spreads

_MANIFEST: Final = (
    "region",
    "place",
    "title",
    "invented",
    "scenario",
    "seed",
    "members",
    "scale",
    "from",
    "to",
)


@dataclass(frozen=True)
class Subject:
    """One indicator: its definition, the run's spread, and what was published.

    Attributes:
        name: Name of the series.
        indicator: The definition.
        spread: Spread across members; None where the run has no value.
        figures: Published figures of the same series and place, every source.
        vintages: Title of another series that answers the same question -> its figures.
    """

    name: str
    indicator: Indicator
    spread: Spread | None
    figures: tuple[Figure, ...]
    vintages: Mapping[str, tuple[Figure, ...]] = field(default_factory=dict[str, tuple[Figure, ...]])


@dataclass(frozen=True)
class Contents:
    """Everything one report shows.

    Attributes:
        manifest: What the run was made of.
        subjects: The indicators, in the order of the report.
        facts: The stylised facts, by name; empty where the run measured none.
        spreads: Spread of every variable of the run, by name.
        rules: The rulebook as the run's scenario has it, with every programme of the region.
        docs: What the file of each programme tells a citizen, by paragraph.
        record: What is published.
        audits: An audit for each page of the region, as `mangrove audit --json` gives it.
        citations: What the run rests on, strongest first.
        scales: The command that compared the region at several scales, and its table; empty where it ships none.
    """

    manifest: Mapping[str, Any]
    subjects: tuple[Subject, ...]
    facts: Mapping[str, Fact]
    spreads: Mapping[str, Spread]
    rules: Rulebook
    docs: Mapping[str, Sequence[str]]
    record: Record
    audits: tuple[Mapping[str, Any], ...]
    citations: tuple[Mapping[str, str], ...]
    scales: tuple[str, Sequence[Sample]]

    @property
    def own(self) -> dict[str, str]:
        """The files of registers that the user brought, by register."""
        return own_registers(self.manifest)

    @property
    def programmes(self) -> dict[str, tuple[str, str]]:
        """Title and local title by name of programme."""
        return {name: (_title(p), p.title_local) for name, p in self.rules.programmes.items()}

    @property
    def last_year(self) -> int:
        """The last year of the run."""
        return int(self.manifest["to"])

    @property
    def first_day(self) -> date:
        """The day on which the run opens."""
        return date(int(self.manifest["from"]), 12, 31)

    @property
    def last_day(self) -> date:
        """The last day of the run."""
        return date(self.last_year, 12, 31)


def gather(run_dir: Path) -> Contents:
    """Read everything that the report of a run shows.

    Raises:
        SourceError: if the folder holds no finished run, or a file of it cannot be read.
        DataError: if the run's files do not hold what a run writes, with all problems in one list.
    """
    manifest = read_manifest(run_dir)
    results = read_results(run_dir)
    problems = [f"manifest.json has no {key!r}" for key in _MANIFEST if key not in manifest]
    problems += _table_problems(results)
    if problems:
        raise DataError(
            problem_list(f"{run_dir}: {len(problems)} problem(s); run it again into another folder", problems)
        )
    found = spreads(results, manifest["place"], manifest["scenario"]["name"])
    if not found:
        msg = (
            f"{run_dir / RESULTS}: has no value for {manifest['place']} under the scenario "
            f"{manifest['scenario']['name']!r}, which manifest.json names; run it again into another folder"
        )
        raise DataError(msg)
    indicators = find_indicators()
    if People.name in own_registers(manifest):
        found = without_small(found, indicators, manifest["scale"])
    pack = find_pack(manifest["region"])
    table = pack.folder(TABLE)
    record = region_record(pack.name) if pack.folder("record").is_dir() else Record((), {})
    rules = _rules(pack.package, manifest["scenario"])
    return Contents(
        manifest,
        subjects(indicators, found, record, manifest["place"]),
        find_facts() if any(name.startswith(fact_variable("")) for name in found) else {},
        found,
        rules,
        read_docs(pack.package, rules.programmes),
        record,
        tuple(_audits(pack.folder("pages"), record)),
        tuple(read_json(run_dir / CITATIONS).get("citations", ())),
        read_scales(table.read_text("utf-8")) if table.is_file() else ("", []),
    )


def own_registers(manifest: Mapping[str, Any]) -> dict[str, str]:
    """The files of registers that the user brought, by register: their hashes are among the run's inputs."""
    inputs = [name.partition(" ") for name in manifest.get("inputs", {})]
    return {register: file for register, _, file in inputs if register in REGISTERS}


def _rules(package: str, told: Mapping[str, Any]) -> Rulebook:
    """The rulebook under a run's scenario; a programme that it leaves out is there, too."""
    on = frozenset(told.get("on", ()))
    return Scenario(told["name"], told["title"], told.get("changes", {}), on=on).apply(read_rulebook(package))


def _title(programme: Programme[Any]) -> str:
    """The title, which says of an illustrative programme that it is one."""
    return f"{programme.title}, illustrative" if programme.illustrative else programme.title


def subjects(
    indicators: Mapping[str, Indicator], found: Mapping[str, Spread], record: Record, place: str
) -> tuple[Subject, ...]:
    """Every indicator with its spread and its published figures, but those of which there is neither."""
    every = (_subject(name, indicator, found.get(name), record, place) for name, indicator in indicators.items())
    return tuple(s for s in every if s.spread or s.figures or any(s.vintages.values()))


def _subject(name: str, indicator: Indicator, spread: Spread | None, record: Record, place: str) -> Subject:
    published = record.select(name, place) if name in record.series else ()
    vintages = {
        record.series[other].title: record.select(other, place)
        for other in indicator.vintages
        if other in record.series
    }
    return Subject(name, indicator, spread, published, vintages)


def _table_problems(results: pl.DataFrame) -> list[str]:
    """What keeps the results table from being one: columns that lack or are of another type."""
    return [
        f"{RESULTS}: column {name!r} is {results.schema.get(name, 'missing')}, not {kind}"
        for name, kind in RESULTS_SCHEMA.items()
        if results.schema.get(name) != kind
    ]


def _audits(pages: Any, record: Record) -> Sequence[Mapping[str, Any]]:
    """The audit of every page that the region has claims for, as its claims file transcribes it."""
    if not pages.is_dir():
        return []
    found: list[Mapping[str, Any]] = []
    for entry in sorted(pages.iterdir(), key=lambda entry: entry.name):
        if entry.name.endswith(".toml"):
            with as_file(entry) as path:
                claims = read_claims(path)
            told = to_json(audit_page(claims, record))
            found.append({**told, "title": claims.title, "address": claims.address})
    return found
