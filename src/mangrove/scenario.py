"""Scenario: named overrides of dated values, with dates, seed and scale.

Command line over scenario over included scenarios over the rulebook.
"""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path
from typing import Any, Final, cast

from mangrove.dated import Evidence, Source
from mangrove.errors import ScenarioError, did_you_mean, problem_list
from mangrove.files import read_toml
from mangrove.rulebook import Rulebook

ALWAYS: Final = "1900-01-01"
_KEYS: Final = ("title", "include", "set", "off", "on", "run")
_RUN_KEYS: Final = {"seed": int, "scale": float, "members": int, "to": int}


@dataclass(frozen=True)
class Scenario:
    """Named overrides.

    Attributes:
        name: The file's name.
        title: One sentence.
        changes: Path of a dated value -> {first day, ISO: value}.
        off: Programmes to leave out.
        on: Illustrative programmes to turn on, of which nobody says that they ran.
        run: Settings of a run that the scenario fixes: seed, scale, members, to.
    """

    name: str = "base"
    title: str = "The rules as they were."
    changes: Mapping[str, Mapping[str, Any]] = field(default_factory=dict[str, Mapping[str, Any]])
    off: frozenset[str] = frozenset()
    on: frozenset[str] = frozenset()
    run: Mapping[str, float] = field(default_factory=dict[str, float])

    def over(self, under: "Scenario") -> "Scenario":
        """This scenario on top of another; of one value each replaces the other's history from its first day on."""
        changes = dict(under.changes)
        for path, entries in self.changes.items():
            first = min(entries)
            changes[path] = {day: old for day, old in changes.get(path, {}).items() if day < first} | dict(entries)
        off, on = self.off | (under.off - self.on), self.on | (under.on - self.off)
        return Scenario(self.name, self.title, changes, off, on, {**under.run, **self.run})

    def apply(self, rules: Rulebook) -> Rulebook:
        """The rulebook under this scenario.

        Raises:
            ScenarioError: with every unknown name and every value out of range in one list.
        """
        source = Source(f"scenario {self.name}", Evidence.ASSUMED, "the scenario's file", note=self.title)
        return rules.under(self.changes, source, self.off, self.on)


def read_scenario(path: Path, library: Path | None = None) -> Scenario:
    """Read a scenario and what it includes.

    Args:
        path: A TOML file.
        library: Folder of the region's ready scenarios, by name, for `include`.

    Raises:
        ScenarioError: if the file is missing or broken, with every problem in one list.
    """
    return _read(path, library, ())


def parse_set(text: str) -> tuple[str, dict[str, float]]:
    """Read one `--set PATH=VALUE` or `--set PATH@DAY=VALUE`.

    >>> parse_set("rnd_super_deduction.rate=0.75")
    ('rnd_super_deduction.rate', {'1900-01-01': 0.75})
    >>> parse_set("rnd_super_deduction.rate@2018-01-01=0.75")
    ('rnd_super_deduction.rate', {'2018-01-01': 0.75})

    Raises:
        ScenarioError: if it is neither.
    """
    found = re.fullmatch(r"([a-z0-9_]+\.[a-z0-9_]+)(?:@(\d{4}-\d\d-\d\d))?=(\S+)", text.strip())
    try:
        if found is None:
            raise ValueError
        day = found[2] or ALWAYS
        date.fromisoformat(day)
        value = float(found[3])
    except ValueError:
        msg = (
            f"--set {text!r}: write --set PATH=NUMBER or --set PATH@YYYY-MM-DD=NUMBER, "
            "for example --set rnd_super_deduction.rate=0.75"
        )
        raise ScenarioError(msg) from None
    return found[1], {day: value}


def with_sets(scenario: Scenario, texts: Sequence[str]) -> Scenario:
    """The scenario with the command line's `--set` options on top; one path may be set from several days.

    Raises:
        ScenarioError: with every option that cannot be read in one list.
    """
    changes: dict[str, dict[str, float]] = {}
    problems: list[str] = []
    for text in texts:
        try:
            path, entry = parse_set(text)
            changes.setdefault(path, {}).update(entry)
        except ScenarioError as error:
            problems.append(str(error))
    if problems:
        raise ScenarioError("\n".join(problems))
    return Scenario(scenario.name, scenario.title, changes).over(scenario) if texts else scenario


def _read(path: Path, library: Path | None, seen: tuple[Path, ...]) -> Scenario:
    if path.resolve() in seen:
        chain = " -> ".join(p.name for p in (*seen, path))
        msg = f"{path}: scenarios include each other in a circle ({chain}). Remove one of the includes."
        raise ScenarioError(msg)
    told = read_toml(path, "scenario file")
    problems = [f"unknown key {key!r}; {did_you_mean(key, _KEYS)}" for key in told if key not in _KEYS]
    changes = _changes(told.get("set", {}), problems)
    off, on = (_names(key, told.get(key, {}), problems) for key in ("off", "on"))
    problems += [f"{name} is both in [off] and in [on]; take it out of one" for name in sorted(off & on)]
    run = _run(told.get("run", {}), problems)
    include = _include(told.get("include", []), problems)
    if problems:
        raise ScenarioError(problem_list(f"{path}: {len(problems)} problem(s)", problems))
    below = Scenario()
    for name in include:
        below = _read(_find(name, path, library), library, (*seen, path.resolve())).over(below)
    title = str(told.get("title", path.stem))
    return Scenario(path.stem, title, changes, off, on, run).over(below)


def _changes(told: Any, problems: list[str]) -> dict[str, dict[str, Any]]:
    """Flatten `[set]`: owner -> name -> value, or quoted paths; a table of days is a history."""
    changes: dict[str, dict[str, Any]] = {}
    if not isinstance(told, dict):
        problems.append("[set] must be a table of path = value")
        return changes
    for key, value in cast("dict[str, Any]", told).items():
        pairs = [(key, value)] if "." in key else _nested(key, value, problems)
        for path, entry in pairs:
            table = cast("dict[str, Any]", entry) if isinstance(entry, dict) else {ALWAYS: entry}
            days = {str(day): value for day, value in table.items()}
            bad = [day for day in days if not _is_day(day)]
            problems += [f"[set] {path}: {day!r} is no day; write YYYY-MM-DD" for day in bad]
            if not days:
                problems.append(f"[set] {path}: no value given")
            elif not bad:
                changes[path] = days
    return changes


def _nested(owner: str, told: Any, problems: list[str]) -> list[tuple[str, Any]]:
    if not isinstance(told, dict):
        problems.append(f"[set] {owner}: write programme.value = number, for example rnd_super_deduction.rate = 0.75")
        return []
    return [(f"{owner}.{name}", value) for name, value in cast("dict[str, Any]", told).items()]


def _is_day(text: str) -> bool:
    try:
        return date.fromisoformat(text).isoformat() == text
    except ValueError:
        return False


def _names(key: str, told: Any, problems: list[str]) -> frozenset[str]:
    names = cast("dict[str, Any]", told).get("programmes", []) if isinstance(told, dict) else None
    if not isinstance(names, list) or not all(isinstance(name, str) for name in cast("list[Any]", names)):
        problems.append(f'[{key}] programmes must be a list of names, for example ["rnd_super_deduction"]')
        return frozenset()
    return frozenset(cast("list[str]", names))


def _run(told: Any, problems: list[str]) -> dict[str, float]:
    settings: dict[str, float] = {}
    if not isinstance(told, dict):
        problems.append("[run] must be a table")
        return settings
    for key, value in cast("dict[str, Any]", told).items():
        if key not in _RUN_KEYS:
            problems.append(f"[run] unknown key {key!r}; {did_you_mean(key, _RUN_KEYS)}")
        elif isinstance(value, bool) or not isinstance(value, int if _RUN_KEYS[key] is int else (int, float)):
            problems.append(
                f"[run] {key} = {value!r} must be {'a whole number' if _RUN_KEYS[key] is int else 'a number'}"
            )
        else:
            settings[key] = value
    return settings


def _include(told: Any, problems: list[str]) -> list[str]:
    if not isinstance(told, list) or not all(isinstance(name, str) for name in cast("list[Any]", told)):
        problems.append("include must be a list of scenario names or paths")
        return []
    return cast("list[str]", told)


def _find(name: str, within: Path, library: Path | None) -> Path:
    places = [within.parent / name, within.parent / f"{name}.toml"]
    if library is not None:
        places.append(library / f"{name}.toml")
    found = next((place for place in places if place.is_file()), None)
    if found is None:
        ready = [p.stem for p in library.glob("*.toml")] if library is not None else []
        hint = did_you_mean(name, ready)
        msg = f"{within}: includes {name!r}, neither beside it nor a ready scenario; {hint}"
        raise ScenarioError(msg)
    return found
