"""Pack: what a region's folder offers the engine. Other people's regions come through an entry point."""

import importlib
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from importlib.metadata import entry_points
from importlib.resources import files
from importlib.resources.abc import Traversable
from typing import Final

from mangrove.errors import ScenarioError, did_you_mean
from mangrove.region import Region
from mangrove.rulebook import Rulebook

GROUP: Final = "mangrove.regions"


@dataclass(frozen=True)
class Matched:
    """A published marginal that the opening region meets."""

    what: str
    published: float
    opened: float
    unit: str
    source: str


@dataclass(frozen=True)
class Assumed:
    """What the opening region assumes: the value, the reason, and the evidence that would replace it."""

    what: str
    value: str
    reason: str
    replaced_by: str


@dataclass(frozen=True)
class Opening:
    """The region on its first day, with what was matched and what was assumed.

    Attributes:
        region: The region.
        matched: Published marginals that it meets.
        assumed: What it assumes.
        remarks: What the person should know of the registers of their own that it opened with, a line each.
    """

    region: Region
    matched: tuple[Matched, ...]
    assumed: tuple[Assumed, ...]
    remarks: tuple[str, ...] = ()


@dataclass(frozen=True)
class Pack:
    """A region's folder.

    Attributes:
        name: Name on the command line ("shenzhen").
        package: Import path of the folder.
        title: Name for people.
        place: Name in the record ("Shenzhen").
        opens_on: Day of the opening region.
        districts: Names of the codes in every `district` column.
        invented: Whether the region is made up; shown wherever its results are.
        open: Draw the opening region at a scale with a seed, under the rules as they were.
    """

    name: str
    package: str
    title: str
    place: str
    opens_on: date
    invented: bool
    districts: tuple[str, ...]
    open: Callable[[float, int, Rulebook], Opening]

    def folder(self, name: str) -> Traversable:
        """A folder of the pack, or a file: record, pages, scenarios."""
        return files(self.package) / name


def find_pack(name: str) -> Pack:
    """A region's pack by name, shipped or installed by others.

    Raises:
        ScenarioError: if there is none of that name, with the nearest one.
    """
    found = {entry.name: entry.value for entry in entry_points(group=GROUP)}
    if name not in found:
        msg = f"no region {name!r}; {did_you_mean(name, found)}"
        raise ScenarioError(msg)
    pack = getattr(importlib.import_module(found[name]), "PACK", None)
    if not isinstance(pack, Pack):
        msg = f"region {name!r}: {found[name]} declares no PACK = Pack(...)"
        raise ScenarioError(msg)
    return pack
