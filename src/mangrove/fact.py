"""Fact: a regularity that real firms show, measured on the registers and set beside the published value.

A fact reads registers only and is free of scale. It is no target: a run that misses it is shown to miss it.
"""

import math
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from typing import Final

from mangrove.arrays import Doubles
from mangrove.indicator import Closed, declared

PACKAGE: Final = "mangrove.facts"


class Theme(StrEnum):
    """What a fact is about, in the order of telling."""

    SIZE = "Size and growth"
    AGE = "Age and survival"
    RND = "R&D and inventions"


class Verdict(StrEnum):
    """Whether a run has a fact."""

    MET = "met"
    MISSED = "missed"
    UNMEASURED = "not measured"


@dataclass(frozen=True)
class Curve:
    """The numbers behind a fact that are better seen than read.

    Attributes:
        title: What the picture shows.
        unit: Canonical unit.
        axis: What the labels are ("year of life").
        labels: Name of each place on the axis, or with `edges` the lower end of each class.
        measure: A value for each label; NaN where there is none.
        published: Published value for each label, None where none is printed; empty where none is at all.
        edges: Whether the labels are lower ends of classes.
        line: Place of a line across the axis on a day, counted in labels from 0; None for no line.
        line_says: What the line is.
    """

    title: str
    unit: str
    axis: str
    labels: tuple[str, ...]
    measure: Callable[[Closed], Doubles]
    published: tuple[float | None, ...] = ()
    edges: bool = False
    line: Callable[[date], float | None] | None = None
    line_says: str = ""


@dataclass(frozen=True)
class Fact:
    """A regularity, the published value, and the band that counts as meeting it.

    Attributes:
        title: What is measured.
        theme: What it is about.
        unit: Canonical unit.
        published: The published value as printed, with place and period.
        low: Lower end of the band, included; None for open.
        high: Upper end of the band, included; None for open.
        source: Where it is published.
        measure: The value; NaN where there are too few firms to tell.
        note: How ours is measured, how the band was read, and what in the model was set with it in view.
        curve: A picture; None for none.
    """

    title: str
    theme: Theme
    unit: str
    published: str
    low: float | None
    high: float | None
    source: str
    measure: Callable[[Closed], float]
    note: str
    curve: Curve | None = None

    def miss(self, value: float) -> float:
        """How far a value lies outside the band: below it negative, above it positive, inside it 0."""
        below = value - (-math.inf if self.low is None else self.low)
        above = value - (math.inf if self.high is None else self.high)
        return value if math.isnan(value) else min(below, 0.0) + max(above, 0.0)

    def verdict(self, value: float) -> Verdict:
        """Whether a value meets the band."""
        miss = self.miss(value)
        return Verdict.UNMEASURED if math.isnan(miss) else Verdict.MISSED if miss else Verdict.MET


def find_facts() -> Mapping[str, Fact]:
    """Every fact by name, in alphabetical order.

    Raises:
        RuleError: if a fact's file declares no FACT.
    """
    return declared(PACKAGE, "FACT", Fact)
