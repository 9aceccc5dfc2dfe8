"""What a record is made of besides figures: its series, the identities between them, and problems found."""

from dataclasses import dataclass
from typing import Final

KINDS: Final = ("stock", "flow", "share", "growth", "rate", "rank", "level", "cumulative", "event")
"""What a series counts: a stock on a day, a flow over time, a cumulative total that never falls ..."""

IDENTITIES: Final = ("stock_flow", "ratio", "sum")
"""stock = last stock + net change; ratio = part / whole; whole = sum of its parts."""

SEVERITIES: Final = ("error", "warning", "note")
"""error: the record is unusable; warning: figures contradict each other; note: explained, worth knowing."""


@dataclass(frozen=True)
class Series:
    """One series of figures.

    Attributes:
        name: Name, as the figures and the indicators use it.
        title: Title in English.
        title_local: Official title in its own language; empty where it is not known.
        kind: One of `KINDS`.
        unit: Canonical unit.
        part_year: Whether its figures cover part of a year or several years: never a yearly flow.
        definition: One sentence on what is counted, where the title does not say it.
    """

    name: str
    title: str
    title_local: str
    kind: str
    unit: str
    part_year: bool
    definition: str


@dataclass(frozen=True)
class Identity:
    """Arithmetic that series of one place and period must satisfy.

    Attributes:
        kind: One of `IDENTITIES`.
        left: The series on the left: the stock, the ratio or the whole.
        parts: The net change; or the ratio's numerator and denominator; or the parts of the sum.
        note: What the identity rests on.
    """

    kind: str
    left: str
    parts: tuple[str, ...]
    note: str = ""


@dataclass(frozen=True)
class Problem:
    """One thing in a record that does not fit.

    Attributes:
        check: Name of the check that found it.
        severity: One of `SEVERITIES`.
        where: Series, place and period.
        message: What does not fit, with the arithmetic.
    """

    check: str
    severity: str
    where: str
    message: str

    def __str__(self) -> str:
        return f"{self.severity}: {self.check}: {self.where}: {self.message}"
