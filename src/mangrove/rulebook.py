"""Rulebook: find a region's programmes and every dated value; their terms on a day under a scenario.

Programmes and processes are found by looking in folders. A value's path is its file's name and its constant's
name in lower case: `RATE` in `rnd_super_deduction.py` is `rnd_super_deduction.rate`.
"""

import importlib
import pkgutil
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from datetime import date
from inspect import getdoc
from types import ModuleType
from typing import Any, Final, TypeVar, cast

import numpy as np

from mangrove.dated import UNKNOWN, Dated, Since
from mangrove.errors import RuleError, ScenarioError, did_you_mean, problem_list
from mangrove.programme import Programme
from mangrove.register import Register

T = TypeVar("T")

ENGINE: Final = ("mangrove.processes", "mangrove.indicators")
"""Where the engine's own dated values are declared."""


@dataclass(frozen=True)
class _Terms:
    """The values of one file on a day."""

    day: np.datetime64
    owner: str
    values: Mapping[Dated[Any], Any]

    def __getitem__(self, value: Dated[T]) -> T:
        if value not in self.values:
            msg = f"{self.owner} reads {value.meaning!r}, which is not its own; declare it in its file"
            raise RuleError(msg)
        found = self.values[value]
        return cast("T", UNKNOWN if found is None else found)

    def has(self, value: Dated[Any]) -> bool:
        return self.values.get(value) is not None


@dataclass(frozen=True)
class TermsOnDay:
    """Every file's terms on one day."""

    day: date
    by_owner: Mapping[str, _Terms]

    def of(self, owner: str) -> _Terms:
        """The terms of one programme or process, by the name of its file."""
        return self.by_owner[owner]


@dataclass(frozen=True)
class Rulebook:
    """A region's programmes, and every dated value of its programmes and of the processes.

    Attributes:
        programmes: Programme by name, in alphabetical order.
        values: Dated by path, the original declarations.
        overrides: What a scenario puts in their place.
        asked: Programmes that a scenario turns on.
        looked_up: The terms of the days that were asked for.
    """

    programmes: Mapping[str, Programme[Any]]
    values: Mapping[str, Dated[Any]]
    overrides: Mapping[str, Dated[Any]]
    asked: frozenset[str] = frozenset()
    looked_up: dict[date, TermsOnDay] = field(default_factory=dict[date, TermsOnDay], compare=False, repr=False)

    @property
    def acting(self) -> dict[str, Programme[Any]]:
        """The programmes that act in the year: all but illustrative ones of which nobody says that they ran."""
        return {n: p for n, p in self.programmes.items() if not p.off_unless_asked or n in self.asked}

    def under(
        self, changes: Mapping[str, Mapping[str, Any]], source: Any, off: frozenset[str] = frozenset(),
        on: frozenset[str] = frozenset(),
    ) -> "Rulebook":  # fmt: skip
        """The rulebook under a scenario.

        Args:
            changes: Path -> {ISO day: value}; each replaces the history from its first day on.
            source: The Source that the new entries carry.
            off: Names of programmes to leave out.
            on: Names of programmes to turn on that are off unless asked for.

        Raises:
            ScenarioError: with every unknown name and every value out of range in one list.
        """
        problems = [
            f"no programme {name!r}; {did_you_mean(name, self.programmes)}"
            for name in (off | on) - set(self.programmes)
        ]
        overrides = dict(self.overrides)
        for path, entries in changes.items():
            if path not in self.values:
                problems.append(f"no value {path!r}; {did_you_mean(path, self.values)}")
                continue
            old = overrides.get(path, self.values[path])
            problems += _out_of_range(path, old, entries)
            overrides[path] = _overlay(old, entries, source)
        if problems:
            raise ScenarioError(problem_list(f"the scenario has {len(problems)} problem(s)", sorted(problems)))
        kept = {name: p for name, p in self.programmes.items() if name not in off}
        return Rulebook(kept, self.values, overrides, self.asked | on)

    def as_known_by(self, day: date) -> "Rulebook":
        """The rulebook as it was known on a day: entries whose source was issued later are left out.

        An entry whose source has no day of issue counts as known from its own day. What goes before a left-out
        entry stays in force.
        """
        known = {path: _known_by(self.current(path), day.isoformat()) for path in self.values}
        return Rulebook(self.programmes, self.values, known, self.asked)

    def current(self, path: str) -> Dated[Any]:
        """The value at a path as the scenario has it."""
        return self.overrides.get(path, self.values[path])

    def on(self, day: date) -> TermsOnDay:
        """All terms in force on a day."""
        if day in self.looked_up:
            return self.looked_up[day]
        by_owner: dict[str, dict[Dated[Any], Any]] = {}
        for path, value in self.values.items():
            owner = path.partition(".")[0]
            by_owner.setdefault(owner, {})[value] = self.current(path).on(day)
        stamp = np.datetime64(day, "D")
        terms = TermsOnDay(day, {owner: _Terms(stamp, owner, values) for owner, values in by_owner.items()})
        self.looked_up[day] = terms
        return terms


def read_rulebook(region_package: str) -> Rulebook:
    """Find the programmes of a region's pack, and the values of the processes.

    Args:
        region_package: Import path of the pack ("mangrove.regions.shenzhen").

    Raises:
        RuleError: if a programme file declares no PROGRAMME.
    """
    programmes: dict[str, Programme[Any]] = {}
    values: dict[str, Dated[Any]] = {}
    for package in ENGINE:
        for module in _modules(package):
            values |= dated_values(module)
    for module in _modules(f"{region_package}.programmes"):
        name = module.__name__.rpartition(".")[2]
        programme = getattr(module, "PROGRAMME", None)
        if not isinstance(programme, Programme):
            msg = f"{module.__file__}: a programme file must declare PROGRAMME = Programme(...)"
            raise RuleError(msg)
        programmes[name] = cast("Programme[Register]", programme)
        values |= dated_values(module)
    return Rulebook(programmes, values, {})


def read_docs(region_package: str, names: Iterable[str]) -> dict[str, list[str]]:
    """What the file of each programme tells a citizen, a paragraph an entry, without its title."""
    docs = {name: getdoc(importlib.import_module(f"{region_package}.programmes.{name}")) or "" for name in names}
    return {name: [" ".join(part.split()) for part in text.split("\n\n")[1:]] for name, text in docs.items()}


def dated_values(module: ModuleType) -> dict[str, Dated[Any]]:
    """The Dated constants that a module declares, by path."""
    owner = module.__name__.rpartition(".")[2]
    return {f"{owner}.{name.lower()}": v for name, v in vars(module).items() if isinstance(v, Dated)}


def _modules(package: str) -> list[ModuleType]:
    root = importlib.import_module(package)
    names = sorted(found.name for found in pkgutil.iter_modules(root.__path__) if not found.name.startswith("_"))
    return [importlib.import_module(f"{package}.{name}") for name in names]


def _known_by(value: Dated[Any], day: str) -> Dated[Any]:
    """A value without the entries that were issued after a day; nothing is in force where none is left."""
    # a month or a year counts once it is over: "2016-01" becomes "2016-01999", after every day of January
    kept = [entry for entry in value.history if (entry.source.issued_on or entry.day).ljust(10, "9") <= day]
    first = value.history[0]
    return replace(value, history=tuple(kept) or (Since[Any](first.day, None, first.source),))


def _out_of_range(path: str, value: Dated[Any], entries: Mapping[str, Any]) -> list[str]:
    low = -np.inf if value.low is None else value.low
    high = np.inf if value.high is None else value.high
    return [
        f"{path} = {new!r} from {day}: must be a {value.unit} from {low:g} to {high:g}. {value.meaning}"
        for day, new in entries.items()
        if isinstance(new, bool) or not isinstance(new, int | float) or not low <= new <= high
    ]


def _overlay(old: Dated[Any], entries: Mapping[str, Any], source: Any) -> Dated[Any]:
    first = min(entries)
    kept = [entry for entry in old.history if entry.day < first]
    added = [
        Since[Any](day, float(entries[day]), source) for day in sorted(entries) if isinstance(entries[day], int | float)
    ]
    return replace(old, history=(*kept, *added)) if added else old
