"""Indicator: a definition, a function of the closed year, and the published series it must meet.

An indicator's file bears the name of its series in the record. It reads registers and ledger only: deleting
the record changes no measured value.
"""

import importlib
import math
import pkgutil
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Final, TypeVar

from mangrove.arrays import Doubles
from mangrove.errors import RuleError
from mangrove.pay import Entry
from mangrove.programme import Channel
from mangrove.region import Region
from mangrove.rulebook import TermsOnDay

T = TypeVar("T")

PACKAGE: Final = "mangrove.indicators"


@dataclass(frozen=True)
class Closed:
    """A year that has closed.

    Attributes:
        region: The registers on its last day.
        before: The registers a year earlier; None at the opening.
        ledger: The year's entries; empty at the opening.
        terms: The terms of the year, for the indicators' own values.
    """

    region: Region
    before: Region | None
    ledger: Sequence[Entry]
    terms: TermsOnDay


@dataclass(frozen=True)
class Parts:
    """How an indicator divides among the values of a category; measured on a run's first and last day.

    Attributes:
        title: What the category is.
        names: Name in words by code, in order.
        measure: The value of each, weighted back; together they are the indicator.
    """

    title: str
    names: Mapping[str, str]
    measure: Callable[[Closed], Doubles]


@dataclass(frozen=True)
class Indicator:
    """A number that sums the region up, as official statistics define it.

    Attributes:
        title: Name in English.
        title_local: Official name in its own language.
        unit: Canonical unit.
        definition: The official definition, in our own words.
        differs: How ours differs from it; empty if it does not.
        source: Where the official definition is published.
        measure: The value for the whole region, weighted back from the scale; NaN where it cannot be.
        vintages: Other series of the record that answer the same question: shown beside, never spliced.
        people: Whether it is of people: told in their section, and small numbers of a register of one's own hidden.
        parts: How it divides, by the name of a category.
        programme: Programme whose reach it counts; it has no value in a region without that programme.
    """

    title: str
    title_local: str
    unit: str
    definition: str
    differs: str
    source: str
    measure: Callable[[Closed], float]
    vintages: tuple[str, ...] = ()
    people: bool = False
    parts: Mapping[str, Parts] = field(default_factory=dict[str, Parts])
    programme: str = ""


def reached(closed: Closed, programme: str, channel: Channel) -> float:
    """How many actors a programme reached on a channel in the year, weighted back.

    NaN at the opening, which has no ledger, and in a region without such a programme.
    """
    if closed.before is None or programme not in closed.terms.by_owner:
        return math.nan
    entries = (e for e in closed.ledger if (e.programme, e.channel, e.returned) == (programme, channel, False))
    return sum(entry.reached for entry in entries) * closed.region.weight


def find_indicators() -> Mapping[str, Indicator]:
    """Every indicator by name, in alphabetical order.

    Raises:
        RuleError: if an indicator's file declares no INDICATOR.
    """
    return declared(PACKAGE, "INDICATOR", Indicator)


def declared(package: str, name: str, kind: type[T]) -> dict[str, T]:
    """What each file of a package declares under one name, by file, in alphabetical order.

    Raises:
        RuleError: if a file declares nothing of that kind.
    """
    root = importlib.import_module(package)
    found: dict[str, T] = {}
    for file in sorted(module.name for module in pkgutil.iter_modules(root.__path__)):
        module = importlib.import_module(f"{package}.{file}")
        thing = getattr(module, name, None)
        if not isinstance(thing, kind):
            msg = f"{module.__file__}: the file must declare {name} = {kind.__name__}(...)"
            raise RuleError(msg)
        found[file] = thing
    return found
