"""Run: members of a plan, each written in parts as its years close, then put together.

The folder of a run holds `plan.json` from the first moment, while it runs the parts of its members and the
checkpoints of those at work, and at the end the results, the ledger, the citations and, last, the manifest. A run
killed at any moment is continued to the same bytes; nothing in it depends on the clock, on how many processes took
part, or on where a checkpoint was written.
"""

import shutil
from collections.abc import Callable, Iterable, Mapping, Sequence
from concurrent.futures import Executor
from dataclasses import asdict, dataclass
from pathlib import Path
from types import MappingProxyType
from typing import TYPE_CHECKING, Any, Final

from mangrove.checkpoint import Keeper, is_done, parts_of, read_region, tidy, write_region
from mangrove.cite import cite
from mangrove.ensemble import auto_jobs, run_batches
from mangrove.errors import ScenarioError
from mangrove.fact import Fact, find_facts
from mangrove.files import make_folder, read_json, refusal, sha256_of, sweep, write_json
from mangrove.indicator import Indicator, find_indicators
from mangrove.manifest import differences, plan_manifest
from mangrove.member import Rows, member_rows
from mangrove.memory import expected, fitting_jobs, room
from mangrove.pack import Opening
from mangrove.plan import Plan, Stage, open_region, set_stage
from mangrove.region import Region
from mangrove.results import CITATIONS, LEDGER, MANIFEST, RESULTS, write_table

if TYPE_CHECKING:
    import polars as pl

PLAN: Final = "plan.json"
PARTS: Final = "parts"
OPENING: Final = "opening.npz"

Watch = Callable[[int], None]
"""Told the number of years done so far, over all members."""


@dataclass(frozen=True)
class Finished:
    """A finished run.

    Attributes:
        folder: Its folder.
        computed: Members computed now, some of them from a checkpoint on.
        jobs: By how many processes.
        remarks: What there is to say of registers of one's own, and what was amiss with the parts that a killed run
            left, a line each.
    """

    folder: Path
    computed: int
    jobs: int
    remarks: tuple[str, ...] = ()


def run_plan(
    plan: Plan,
    out: Path,
    *,
    resume: bool = False,
    jobs: int | None = None,
    executor: Executor | None = None,
    watch: Watch = lambda _: None,
) -> Finished:
    """Run a plan and write its results into a folder.

    Args:
        plan: What to do.
        out: The folder; made where it is missing.
        resume: Whether to continue a run of the same plan that the folder holds.
        jobs: Number of processes; None to choose by the size of the run and of the memory (see `auto_jobs`).
        executor: Where to compute instead of processes of our own, a cluster's for example, in as many
            batches as `jobs` says (None for one a member); its workers must see the folder by the same path.
        watch: Told the number of years done, over all members.

    Raises:
        ScenarioError: if the plan cannot be, or the folder holds another run.
        LimitError: if the run will not fit into memory, or the disk is full.
        SourceError: if the folder cannot be written.
        ModelError: if a law breaks.
    """
    stage = set_stage(plan)
    manifest = plan_manifest(plan, stage)
    if _complete(out, manifest, resume=resume):
        _clear_parts(out)
        return Finished(out, 0, 0)
    fitting = plan.members if executor is not None else fitting_jobs(plan, expected(plan, stage), jobs, room())
    opening = open_region(plan, stage)
    sources = _sources(plan, stage, opening)
    regions, remarks = [opening.region], [*opening.remarks]
    del opening  # so that `regions` alone holds it
    manifest = _begin(out, manifest)
    parts = out / PARTS
    remarks += tidy(parts, plan.members, plan.to)
    missing = [member for member in range(plan.members) if not is_done(parts, member, plan.to)]
    years = plan.to - stage.pack.opens_on.year
    if jobs is None:
        jobs = (
            len(missing)
            if executor is not None
            else auto_jobs(sum(map(len, regions[0].registers.values())), years, len(missing))
        )
    chosen = min(jobs, len(missing), fitting)
    done = (plan.members - len(missing)) * years
    watch(done)
    if executor is None and chosen <= 1:
        start = regions.pop if len(missing) == 1 else lambda: regions[0]  # the last member's years free the opening
        simulate_batch(plan, start, missing, parts, lambda new: watch(done + new))
    else:
        _simulate_apart(plan, regions.pop(), missing, parts, chosen, executor, lambda new: watch(done + new))
    watch(plan.members * years)
    _assemble(plan, sources, out, manifest)
    return Finished(out, len(missing), max(chosen, 1), tuple(remarks))


def simulate_batch(
    plan: Plan, opening: Callable[[], Region], members: Sequence[int], parts: Path, watch: Watch
) -> None:
    """Simulate some members in this process, one after the other, each from its checkpoint or the opening."""
    stage = set_stage(plan)
    indicators, facts = find_indicators(), find_facts()
    first, done = stage.pack.opens_on.year, 0
    for member in members:
        with Keeper(parts, member, plan.scenario.name, stage.pack.place) as keeper:

            def closed(region: Region, rows: Rows, keeper: Keeper = keeper, before: int = done) -> None:
                watch(before + region.day.year - first)
                if region.day.year < plan.to:
                    keeper.year_closed(region, rows)

            rows = member_rows(plan, stage, keeper.start() or opening(), indicators, member, facts=facts, closed=closed)
            keeper.finish(plan.to, rows)
        done += plan.to - first


def simulate_apart(plan: Plan, members: Sequence[int], parts: Path) -> None:
    """Simulate some members in a process of their own, which reads the opening and tells its years by a file."""
    told = _years_file(parts, members)
    simulate_batch(plan, lambda: read_region(parts / OPENING), members, parts, lambda done: _tell(told, done))


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
    """One member's results and ledger, from the opening to the last year; see `member_rows`."""
    rows = member_rows(plan, stage, opening, indicators, member, facts=facts, check=check)
    return rows.tables(member, plan.scenario.name, stage.pack.place)


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


def _simulate_apart(
    plan: Plan,
    opening: Region,
    members: Sequence[int],
    parts: Path,
    jobs: int,
    executor: Executor | None,
    watch: Watch,
) -> None:
    """Simulate members in other processes, which find the opening in the folder of parts."""
    write_region(opening, parts / OPENING, {})
    batches = [list(members[start::jobs]) for start in range(jobs)]
    for batch in batches:
        _tell(_years_file(parts, batch), 0)
    tasks = [(plan, batch, parts) for batch in batches]
    run_batches(simulate_apart, tasks, executor, lambda: watch(sum(_told(_years_file(parts, b)) for b in batches)))


def _assemble(plan: Plan, sources: Mapping[str, Any], out: Path, manifest: Mapping[str, Any]) -> None:
    """Put the parts together; the manifest comes last, and with it the run is finished."""
    import polars as pl

    for name in (RESULTS, LEDGER):
        write_table(pl.scan_parquet(parts_of(out / PARTS, plan.members, name)), out / name)
    write_json(out / CITATIONS, {"citations": sources["citations"]})
    written = {name: sha256_of(out / name) for name in (RESULTS, LEDGER, CITATIONS)}
    opened = {name: sources[name] for name in ("matched", "assumed")}
    write_json(out / MANIFEST, {**manifest, **opened, "files": written})
    _clear_parts(out)


def _sources(plan: Plan, stage: Stage, opening: Opening) -> dict[str, Any]:
    """What the run rests on: citations, and what the opening matched and assumed."""
    first, last = opening.region.day, opening.region.day.replace(year=plan.to)
    cited = cite(stage.rules, find_indicators(), opening, first, last)
    return {"citations": _rows(cited), "matched": _rows(opening.matched), "assumed": _rows(opening.assumed)}


def _rows(records: Iterable[Any]) -> list[dict[str, Any]]:
    return [asdict(record) for record in records]


def _years_file(parts: Path, members: Sequence[int]) -> Path:
    return parts / f"batch-{members[0]:05d}.years"


def _tell(path: Path, years: int) -> None:
    """Tell another process how many years are done: the file has as many bytes, which is one step for the system."""
    with path.open("ab") as file:
        file.truncate(years)


def _told(path: Path) -> int:
    return path.stat().st_size


def _clear_parts(out: Path) -> None:
    shutil.rmtree(out / PARTS, ignore_errors=True)
