"""Plan: what a run is to do, checked in full before anything is computed or written."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from datetime import date
from pathlib import Path
from typing import Any, Final, TypeVar

from mangrove.draws import KEYS, SEEDS
from mangrove.errors import MangroveError, ScenarioError, problem_list
from mangrove.pack import Opening, Pack, find_pack
from mangrove.rulebook import Rulebook, read_rulebook
from mangrove.scenario import Scenario, read_scenario, with_sets

T = TypeVar("T")

SCALE: Final = 0.01
MEMBERS: Final = 16
SEED: Final = 1
LAST_YEAR: Final = 2100
SMALLEST_SCALE: Final = 0.001


@dataclass(frozen=True)
class Plan:
    """What a run is to do.

    Attributes:
        region: Name of the region's pack.
        scenario: The changes to the rules.
        to: Last year.
        scale: Part of the real number of actors, 0.001 to 1.
        members: Number of members, 1 to 65,536; they share the opening region and differ in their draws.
        seed: Seed of all draws, 0 to 2**64 - 1.
        firms: A register of firms to open with, in place of the drawn one.
        people: A register of people, likewise.
        institutes: A register of institutes, likewise.
        scenario_file: The file the scenario was read from, for the manifest.
    """

    region: str
    scenario: Scenario
    to: int
    scale: float = SCALE
    members: int = MEMBERS
    seed: int = SEED
    firms: Path | None = None
    people: Path | None = None
    institutes: Path | None = None
    scenario_file: Path | None = None

    @property
    def own(self) -> dict[str, Path]:
        """The files of registers of one's own, by register."""
        files = {"firms": self.firms, "people": self.people, "institutes": self.institutes}
        return {name: file for name, file in files.items() if file is not None}


@dataclass(frozen=True)
class Stage:
    """What a plan stands on: the region's pack, its rules as they were, and under the scenario."""

    pack: Pack
    written: Rulebook
    rules: Rulebook


def make_plan(
    region: str,
    *,
    to: int | None = None,
    scale: float | None = None,
    members: int | None = None,
    seed: int | None = None,
    scenario: str | None = None,
    sets: Sequence[str] = (),
    firms: Path | None = None,
    people: Path | None = None,
    institutes: Path | None = None,
) -> Plan:
    """A checked plan; what is not given comes from the scenario, then from the defaults.

    Args:
        region: Name of the region's pack.
        to: Last year.
        scale: Part of the real number of actors.
        members: Number of members.
        seed: Seed of all draws.
        scenario: A scenario's file, or the name of one that comes with the region.
        sets: Overrides as on the command line, `PATH=VALUE` or `PATH@DAY=VALUE`.
        firms: A register of firms to open with.
        people: A register of people to open with.
        institutes: A register of institutes to open with.

    Raises:
        ScenarioError: with everything that is wrong in one list.
    """
    problems: list[str] = []
    pack = _gathered(lambda: find_pack(region), problems)
    file = None if scenario is None else _scenario_file(scenario, pack)
    read = Scenario() if file is None else _gathered(lambda: read_scenario(file, _library(pack)), problems)
    base = Scenario() if read is None else read
    told = _gathered(lambda: with_sets(base, sets), problems) or base
    given = {"to": to, "scale": scale, "members": members, "seed": seed}
    fixed: dict[str, Any] = {
        **told.run,
        **{name: value for name, value in given.items() if value is not None},
    }
    if "to" not in fixed:
        problems.append("no last year is given: add --to YEAR, for example --to 2017")
    own: dict[str, Any] = {"firms": firms, "people": people, "institutes": institutes}
    plan = Plan(region, told, **{"to": LAST_YEAR, **fixed}, **own, scenario_file=file)
    _stage(plan, pack, problems)
    _refuse(problems)
    return plan


def set_stage(plan: Plan) -> Stage:
    """Find the pack and the rules of a plan.

    Raises:
        ScenarioError: with everything that is wrong in one list.
    """
    problems: list[str] = []
    pack = _gathered(lambda: find_pack(plan.region), problems)
    stage = _stage(plan, pack, problems)
    _refuse(problems)
    if stage is None:
        msg = f"region {plan.region!r} cannot be read"
        raise ScenarioError(msg)
    return stage


def open_region(plan: Plan, stage: Stage) -> Opening:
    """The opening region, drawn with the plan's seed: the same for all members.

    A register of one's own takes the place of the drawn one and is taken as the part of the region that the plan's
    scale says.

    Raises:
        DataError: if a register breaks its schema, or does not fit the others.
        SourceError: if one cannot be read.
    """
    if not plan.own:
        return stage.pack.open(plan.scale, plan.seed, stage.written)
    from mangrove.adopt import Own, adopt
    from mangrove.load import load_register
    from mangrove.own import REGISTERS

    names = {"district": stage.pack.districts}
    read: dict[str, Any] = {name: load_register(file, REGISTERS[name], names) for name, file in plan.own.items()}
    opening = adopt(stage.pack.open(plan.scale, plan.seed, stage.written), Own(**read), stage.written, plan.seed)
    read_so = [f"{plan.own[name]}: {remark}" for name, loaded in read.items() for remark in loaded.remarks]
    return replace(opening, remarks=(*read_so, *opening.remarks))


def parse_day(text: str | None, otherwise: date, option: str = "--on") -> date:
    """Read a day written YYYY-MM-DD, as an option gives it.

    >>> parse_day("2017-06-30", date(2009, 12, 31))
    datetime.date(2017, 6, 30)

    Raises:
        ScenarioError: if there is no such day.
    """
    if text is None:
        return otherwise
    try:
        return date.fromisoformat(text)
    except ValueError:
        msg = f"{option} {text}: there is no such day; write YYYY-MM-DD, for example {option} 2017-06-30"
        raise ScenarioError(msg) from None


def _stage(plan: Plan, pack: Pack | None, problems: list[str]) -> Stage | None:
    """The stage of a plan, with what is wrong added to the problems."""
    opened = 0 if pack is None else pack.opens_on.year
    ranges = (
        ("to", plan.to, opened + 1, LAST_YEAR, f"the region opens at the end of {opened}"),
        ("scale", plan.scale, SMALLEST_SCALE, 1, "1 is every actor"),
        ("members", plan.members, 1, KEYS, "each has draws of its own"),
        ("seed", plan.seed, 0, SEEDS - 1, "it has 64 bits"),
    )
    problems += [
        f"--{name} {value}: must be from {low} to {high}; {why}"
        for name, value, low, high, why in ranges
        if not low <= value <= high
    ]
    problems += [
        f"--{name} {file}: no such file. Check the path." for name, file in plan.own.items() if not file.is_file()
    ]
    if pack is None:
        return None
    written = read_rulebook(pack.package)
    rules = _gathered(lambda: plan.scenario.apply(written), problems)
    return None if rules is None else Stage(pack, written, rules)


def _library(pack: Pack | None) -> Path | None:
    return None if pack is None else Path(str(pack.folder("scenarios")))


def _scenario_file(name: str, pack: Pack | None) -> Path:
    """A scenario by its path, or by the name of one that comes with the region."""
    library = _library(pack)
    path = Path(name)
    ready = None if library is None or path.suffix else library / f"{name}.toml"
    return ready if not path.exists() and ready is not None and ready.is_file() else path


def _gathered(step: Callable[[], T], problems: list[str]) -> T | None:
    try:
        return step()
    except MangroveError as error:
        problems.append(str(error))
        return None


def _refuse(problems: list[str]) -> None:
    if len(problems) == 1:
        raise ScenarioError(problems[0])
    if problems:
        raise ScenarioError(problem_list(f"this cannot be run: {len(problems)} problems", problems))
