"""Dated: a value with unit, history, source and kind of evidence.

Every number a rule or a process uses is a Dated. It is looked up on a day through `Terms`, by the object
itself (`terms[RATE]`), so there is no string to misspell; its name is the constant's own name in lower case,
after the file's: `rnd_super_deduction.rate`.
"""

from bisect import bisect_right
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from typing import Final, Generic, TypeVar

from mangrove.errors import RuleError
from mangrove.units import check_unit

T = TypeVar("T")

UNKNOWN: Final = float("nan")
"""A value that was in force but that no source gives: whatever rests on it is undetermined."""

ASSUMPTION: Final = "assumption of the model"
"""Title of the source of what is our judgement."""


class Evidence(StrEnum):
    """How a number is known, strongest first."""

    MEASURED = "measured"  # computed by us from micro-data
    PUBLISHED = "published"  # printed by an official body
    ESTIMATED = "estimated"  # by us or a cited study, with its method
    CALIBRATED = "calibrated"  # chosen so that an output matches a named target
    ASSUMED = "assumed"  # our judgement, with the reason

    @property
    def strength(self) -> int:
        """Place in the order of strength, 0 the strongest."""
        return list(Evidence).index(self)


@dataclass(frozen=True)
class Source:
    """Where a number comes from.

    Attributes:
        title: What the source is, in English.
        kind: How the number is known.
        where: Address or place of publication, or for an assumption what evidence would replace it.
        title_local: Official title in its own language.
        document: Document number and clause.
        issued_on: Day the source was published, ISO (a month or a year where no more is known).
        note: How the number was read off or derived; for an assumption, the reason.
    """

    title: str
    kind: Evidence
    where: str
    title_local: str = ""
    document: str = ""
    issued_on: str = ""
    note: str = ""

    def __post_init__(self) -> None:
        if self.kind is Evidence.ASSUMED and not self.note:
            msg = f"source {self.title!r}: an assumption needs its reason in `note`"
            raise RuleError(msg)
        if not self.where:
            msg = f"source {self.title!r}: say where it is published, or what evidence would replace it"
            raise RuleError(msg)


@dataclass(frozen=True)
class Since(Generic[T]):
    """One entry of a history: from this day on the value is this, by this source; None ends it."""

    day: str
    value: T | None
    source: Source


@dataclass(frozen=True, eq=False)
class Dated(Generic[T]):
    """A value with unit, history and sources; compared and looked up by identity.

    Attributes:
        unit: Canonical unit.
        meaning: What the number is, in a sentence of the domain.
        history: Entries in the order of their days.
        low: Smallest value that makes sense (for an estimate: see `interval`).
        high: Largest value that makes sense.
        interval: 90 % interval of the estimate, where one is known.
    """

    unit: str
    meaning: str
    history: tuple[Since[T], ...]
    low: float | None = None
    high: float | None = None
    interval: tuple[float, float] | None = None

    def __post_init__(self) -> None:
        check_unit(self.unit, self.meaning)
        days = [entry.day for entry in self.history]
        if not days or days != sorted(set(days)):
            msg = f"{self.meaning!r}: the days of a history must be there, in order and each once, not {days}"
            raise RuleError(msg)
        for day in days:
            date.fromisoformat(day)

    def entry(self, day: date) -> Since[T] | None:
        """The entry in force on a day; None before the first day and after an end."""
        place = bisect_right([entry.day for entry in self.history], day.isoformat())
        found = self.history[place - 1] if place else None
        return found if found is not None and found.value is not None else None

    def on(self, day: date) -> T | None:
        """The value in force on a day; None where nothing is.

        >>> law = Source("An invented law", Evidence.PUBLISHED, "nowhere")
        >>> rate = constant("share", "Rate.", 0.5, law, "2008-01-01")
        >>> rate.on(date(2007, 12, 31)), rate.on(date(2008, 1, 1))
        (None, 0.5)
        """
        entry = self.entry(day)
        return None if entry is None else entry.value


def constant(
    unit: str,
    meaning: str,
    value: T,
    source: Source,
    since: str = "1900-01-01",
    *,
    low: float | None = None,
    high: float | None = None,
    interval: tuple[float, float] | None = None,
) -> Dated[T]:
    """A Dated with one entry: a value that has held since a day."""
    return Dated(unit, meaning, (Since(since, value, source),), low, high, interval)


def assumption(reason: str, replaced_by: str) -> Source:
    """The source of a number that is our judgement: why this value, and what evidence would replace it."""
    return Source(ASSUMPTION, Evidence.ASSUMED, replaced_by, note=reason)
