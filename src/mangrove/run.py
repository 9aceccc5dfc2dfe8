"""Run: members of a plan, each written to a part of its own, then put together.

The folder of a run holds `plan.json` from the first moment, a part for each finished member while it runs,
and at the end the results, the ledger, the citations and, last, the manifest. A run killed at any moment is
continued to the same bytes; nothing in it depends on the clock or on how many processes took part.
"""

import shutil
from collections.abc import Callable, Iterable, Mapping, Sequence
from concurrent.futures import Executor
from dataclasses import asdict, dataclass
from pathlib import Path
from types import MappingProxyType
from typing import TYPE_CHECKING, Any, Final

from mangrove.cite import cite
from mangrove.draws import Draws
from mangrove.ensemble import auto_jobs, run_batches
from mangrove.errors import ModelError, ScenarioError
from mangrove.fact import Fact, find_facts
from mangrove.files import make_folder, read_json, refusal, sha256_of, sweep, write_json
from mangrove.indicator import Closed, Indicator, find_indicators
from mangrove.laws import CHECKED_TO_SCALE, check_year
from mangrove.manifest import differences, plan_manifest
from mangrove.pack import Opening
from mangrove.pay import Entry
from mangrove.plan import Plan, Stage, open_region, set_stage
from mangrove.region import Region
from mangrove.results import (
    CITATIONS,
    LEDGER,
    MANIFEST,
    RESULTS,
    Measured,
    fact_rows,
    ledger_table,
    results_table,
    totals,
    write_table,
)

if TYPE_CHECKING:
    import polars as pl

PLAN: Final = "plan.json"
PARTS: Final = "parts"

Watch = Callable[[int], None]
"""Told the number of members done so far."""


@dataclass(frozen=True)
class Finished:
    """A finished run: its folder, how many members were computed now, and by how many processes."""

    folder: Path
    computed: int
    jobs: int


def run_plan(
    plan: Plan,
    out: Path,
    *,
    resume: bool = False,
    jobs: int | None = None,
    executor: Executor | None = None,
    watch: Watch | None = None,
) -> Finished:
    """Run a plan and write its results into a folder.

    Args:
        plan: What to do.
        out: The folder; made where it is missing.
        resume: Whether to continue a run of the same plan that the folder holds.
        jobs: Number of processes; None to choose by the size of the run (see `auto_jobs`).
        executor: Where to compute instead of processes of our own, a cluster's for example, in as many
            batches as `jobs` says (None for one a member); its workers must see the folder by the same path.
        watch: Told the number of members done.

    Raises:
        ScenarioError: if the plan cannot be, or the folder holds another run.
        LimitError: if the disk or memory is full.
        SourceError: if the folder cannot be written.
        ModelError: if a law breaks.
    """
    stage = set_stage(plan)
    manifest = plan_manifest(plan, stage)
    if _complete(out, manifest, resume=resume):
        _clear_parts(out)
        return Finished(out, 0, 0)
    opening = open_region(plan, stage)
    manifest = _begin(out, manifest)
    parts = out / PARTS
    missing = [member for member in range(plan.members) if not _done(parts, member)]
    if jobs is None:
        jobs = len(missing) if executor is not None else auto_jobs(opening.region, plan.to, len(missing))
    chosen = min(jobs, len(missing))
    _simulate_all(plan, opening.region, missing, parts, chosen, executor, watch)
    _assemble(plan, stage, opening, out, manifest)
    return Finished(out, len(missing), max(chosen, 1))


def simulate_batch(
    plan: Plan, opening: Region, members: Sequence[int], parts: Path, watch: Watch | None = None
) -> None:
    """Simulate some members in this process, one after the other, each to its own part files."""
    stage = set_stage(plan)
    indicators, facts = find_indicators(), find_facts()
    for done, member in enumerate(members, start=1):
        results, ledger = simulate_member(plan, stage, opening, indicators, member, facts=facts)
        write_table(ledger, parts / _part(member, LEDGER))
        write_table(results, parts / _part(member, RESULTS))  # last: a member with results is done
        if watch is not None:
            watch(done)


def simulate_member(
    plan: Plan,
    stage: Stage,
    opening: Region,
    indicators: Mapping[str, Indicator],
    member: int,
    *,
    facts: Mapping[str, Fact] = MappingProxyType({}),
    check: bool | None = None,
) -> "tuple[pl.DataFrame, pl.DataFrame]":
    """One member's results and ledger, from the opening to the last year.

    Args:
        plan: What to do.
        stage: The region's rules.
        opening: The opening region.
        indicators: What is measured each year, the opening's included.
        member: Number of the member, from 0.
        facts: What is measured in the last year only.
        check: Whether the laws are checked each year; by default up to a scale of 0.1.

    Raises:
        ModelError: with the member, if a law breaks.
    """
    from mangrove.simulate import year as simulate_year

    checked = plan.scale <= CHECKED_TO_SCALE if check is None else check
    closed = Closed(opening, None, (), stage.rules.on(opening.day))
    measured = _measure(closed, indicators)
    ledger: dict[int, Sequence[Entry]] = {}
    for year in range(opening.day.year + 1, plan.to + 1):
        region, entries = simulate_year(closed.region, stage.rules, Draws(plan.seed, member, year))
        closed = Closed(region, closed.region, entries, stage.rules.on(region.day))
        if checked:
            _check(closed, member)
        ledger[year] = entries
        measured += _measure(closed, indicators)
        measured += totals(entries, stage.written, year, region.weight)
    for name, fact in facts.items():
        measured += fact_rows(plan.to, name, fact, closed)
    name = plan.scenario.name
    return results_table(member, name, stage.pack.place, measured), ledger_table(member, name, ledger)


def clear_run(folder: Path) -> None:
    """Remove a run from its folder, and only the files a run writes.

    Raises:
        SourceError: if they cannot be removed.
    """
    if not (folder / PLAN).is_file():
        return
    try:
        for name in (MANIFEST, RESULTS, LEDGER, CITATIONS):
            (folder / name).unlink(missing_ok=True)
        _clear_parts(folder)
        sweep(folder)
        (folder / PLAN).unlink()
    except OSError as error:
        raise refusal(folder, error) from error


def _measure(closed: Closed, indicators: Mapping[str, Indicator]) -> list[Measured]:
    return [
        Measured(closed.region.day.year, name, indicator.unit, float(indicator.measure(closed)))
        for name, indicator in indicators.items()
    ]


def _check(closed: Closed, member: int) -> None:
    try:
        check_year(closed)
    except ModelError as error:
        msg = f"member {member}, {error}"
        raise ModelError(msg) from error


def _complete(out: Path, manifest: Mapping[str, Any], *, resume: bool) -> bool:
    """Whether the folder holds this very run, finished; refuses a folder that cannot take it.

    Raises:
        ScenarioError: if the folder holds something else, or this run and `resume` is not asked for.
        SourceError: if it is no folder.
    """
    if not out.exists():
        return False
    if not out.is_dir():
        raise refusal(out, NotADirectoryError(0, "it is a file, not a folder"))
    if not (out / PLAN).is_file():
        strangers = sorted(path.name for path in out.iterdir() if not path.name.startswith(f".{PLAN}."))
        if strangers:
            msg = f"{out}: is not empty ({', '.join(strangers[:3])}) and holds no run. Give another --out."
            raise ScenarioError(msg)
        return False
    told = differences(read_json(out / PLAN), manifest)
    if told:
        msg = f"{out}: holds another run ({'; '.join(told)}). Give another --out."
        raise ScenarioError(msg)
    finished = (out / MANIFEST).is_file()
    if not resume:
        state = "already holds this run, complete" if finished else "holds this run, unfinished"
        todo = "Read it with `mangrove report`" if finished else "Add --resume to finish it"
        msg = f"{out}: {state}. {todo}, or give another --out."
        raise ScenarioError(msg)
    return finished


def _begin(out: Path, manifest: Mapping[str, Any]) -> dict[str, Any]:
    """Make the folder, or tidy the one a killed run left; returns the manifest it began with."""
    make_folder(out)
    sweep(out)
    if not (out / PLAN).is_file():
        write_json(out / PLAN, manifest)
    make_folder(out / PARTS)
    sweep(out / PARTS)
    return read_json(out / PLAN)


def _simulate_all(
    plan: Plan,
    opening: Region,
    members: Sequence[int],
    parts: Path,
    jobs: int,
    executor: Executor | None,
    watch: Watch | None,
) -> None:
    before = plan.members - len(members)
    told: Watch = (lambda _: None) if watch is None else (lambda done: watch(before + done))
    told(0)
    if executor is None and jobs <= 1:
        simulate_batch(plan, opening, members, parts, told)
        return
    batches = [list(members[start::jobs]) for start in range(jobs)]
    tasks = [(plan, opening, batch, parts) for batch in batches]
    run_batches(simulate_batch, tasks, executor, lambda: told(sum(_done(parts, m) for m in members)))


def _assemble(plan: Plan, stage: Stage, opening: Opening, out: Path, manifest: Mapping[str, Any]) -> None:
    """Put the parts together; the manifest comes last, and with it the run is finished."""
    import polars as pl

    for name in (RESULTS, LEDGER):
        found = [out / PARTS / _part(member, name) for member in range(plan.members)]
        write_table(pl.scan_parquet(found), out / name)
    first, last = opening.region.day, opening.region.day.replace(year=plan.to)
    write_json(out / CITATIONS, {"citations": _rows(cite(stage.rules, find_indicators(), opening, first, last))})
    written = {name: sha256_of(out / name) for name in (RESULTS, LEDGER, CITATIONS)}
    opened = {"matched": _rows(opening.matched), "assumed": _rows(opening.assumed)}
    write_json(out / MANIFEST, {**manifest, **opened, "files": written})
    _clear_parts(out)


def _rows(records: Iterable[Any]) -> list[dict[str, Any]]:
    return [asdict(record) for record in records]


def _part(member: int, name: str) -> str:
    return f"member-{member:04d}.{name}"


def _done(parts: Path, member: int) -> bool:
    return (parts / _part(member, RESULTS)).is_file()


def _clear_parts(out: Path) -> None:
    shutil.rmtree(out / PARTS, ignore_errors=True)
