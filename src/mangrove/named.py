"""Named: a region's institutes by name, facts transcribed from sources, as the files of its folder `institutes` tell.

Every fact has its own source; an empty one is unknown. A founding day is as exact as its source: "2006", "2006-09" or
"2006-09-22". Those that the model employs people at stand in its register of institutes under their own ids, which are
at least `FIRST_ID`; every smaller id there is of an institute that is made up.
"""

import csv
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, fields
from importlib.resources.abc import Traversable
from pathlib import Path
from typing import Any, Final

import numpy as np

from mangrove.dated import Evidence, Source
from mangrove.errors import DataError, did_you_mean, problem_list
from mangrove.files import read_toml
from mangrove.registers.institutes import KINDS

FIRST_ID: Final = 100_001
"""The smallest id of an institute with a name; no region has as many that are made up."""
_DAY: Final = re.compile(r"\d{4}(-\d{2}(-\d{2})?)?")
_FACTS: Final = {"name": "name_source", "founded": "founded_source", "joined": "joined_source",
                 "district": "district_source"}  # fmt: skip
"""Each fact and the column of its source."""


@dataclass(frozen=True)
class Named:
    """An institute with a name; unknown facts are empty.

    Attributes:
        id: Its key, for ever.
        name: Name in English.
        name_local: Official name in its own language.
        name_source: Key of the source of its names.
        kind: One of the region's kinds.
        founded: Day, month or year of its founding, or of its opening here.
        founded_source: Key of the source of that.
        joined: Day, month or year in which it joined the university park.
        joined_source: Key of the source of that.
        district: Id of the district, among the region's named places.
        district_source: Key of the source of that.
        place: Id of the named place at which it stands.
        note: What else is to be known.
    """

    id: int
    name: str
    name_local: str
    name_source: str
    kind: str
    founded: str
    founded_source: str
    joined: str
    joined_source: str
    district: str
    district_source: str
    place: str
    note: str

    @property
    def first_day(self) -> np.datetime64:
        """The day of founding; the first of the month or year where no more is known, NaT where nothing is."""
        return np.datetime64(self.founded or "NaT", "D")


@dataclass(frozen=True)
class NamedKind:
    """A kind of institutes with names.

    Attributes:
        meaning: What it is.
        register: The kind in the model's register; empty where it employs nobody there.
        counted: Series of the record that count it.
    """

    meaning: str
    register: str
    counted: tuple[str, ...]


@dataclass(frozen=True)
class NamedInstitutes:
    """A region's institutes by name.

    Attributes:
        rows: The institutes.
        kinds: Their kinds.
        districts: Id of a district -> its name in the model's list.
        sources: Every source, by key.
    """

    rows: tuple[Named, ...] = ()
    kinds: Mapping[str, NamedKind] = field(default_factory=dict[str, NamedKind])
    districts: Mapping[str, str] = field(default_factory=dict[str, str])
    sources: Mapping[str, Source] = field(default_factory=dict[str, Source])

    def standing(self, kind: str, day: np.datetime64) -> list[Named]:
        """Those of a kind of the register that are known to have been founded by a day."""
        return [row for row in self.rows if self.kinds[row.kind].register == kind and row.first_day <= day]

    def district_of(self, row: Named) -> str:
        """Its district in the model's list; empty where it is unknown."""
        return self.districts.get(row.district, "")


def read_named(folder: Traversable) -> NamedInstitutes:
    """Read and check a region's institutes by name; none where the region ships none.

    Raises:
        DataError: with everything that does not fit.
    """
    root = Path(str(folder))
    if not (root / "named.csv").is_file():
        return NamedInstitutes()
    told = read_toml(root / "institutes.toml", "file of kinds of institutes")
    try:
        with (root / "named.csv").open(encoding="utf-8", newline="") as file:
            found = _build(told, list(csv.DictReader(file, strict=True)))
    except (KeyError, ValueError, TypeError, csv.Error) as error:
        msg = f"{root}: an institute, kind or source is malformed: {type(error).__name__} {error}. Mend it."
        raise DataError(msg) from error
    if problems := _problems(found):
        raise DataError(problem_list(f"{root}: {len(problems)} problem(s)", problems))
    return found


def _build(told: dict[str, Any], rows: Sequence[Mapping[str, str]]) -> NamedInstitutes:
    columns = [each.name for each in fields(Named) if each.name != "id"]
    return NamedInstitutes(
        tuple(Named(int(row["id"]), **{column: row[column] for column in columns}) for row in rows),
        {
            key: NamedKind(kind["meaning"], kind.get("register", ""), tuple(kind["counted"]))
            for key, kind in told["kinds"].items()
        },
        told["districts"],
        {key: _source(entry) for key, entry in told["sources"].items()},
    )


def _source(entry: Mapping[str, str]) -> Source:
    issued, note = entry.get("issued_on", ""), entry.get("note", "")
    return Source(entry["title"], Evidence(entry["kind"]), entry["where"], issued_on=issued, note=note)


def _problems(found: NamedInstitutes) -> Sequence[str]:
    """Everything that does not fit: ids, kinds, days, districts, and facts without a source or the reverse."""
    told = [
        f"kind {key}: register {kind.register!r}; {did_you_mean(kind.register, KINDS)}"
        for key, kind in found.kinds.items()
        if kind.register and kind.register not in KINDS
    ]
    ids = [row.id for row in found.rows]
    told += [f"id {i}: used twice. Give each its own." for i in sorted({i for i in ids if ids.count(i) > 1})]
    for row in found.rows:
        told += [f"{row.id}: {problem}" for problem in _row_problems(row, found)]
    return told


def _row_problems(row: Named, found: NamedInstitutes) -> list[str]:
    told = [] if row.id >= FIRST_ID else [f"the id is below {FIRST_ID}, where those of made-up institutes are"]
    for what, known in (("kind", found.kinds), ("district", found.districts)):
        value = getattr(row, what)
        if value not in known and (value or what == "kind"):
            told.append(f"{what} {value!r}; {did_you_mean(value, known)}")
    told += [
        f"{fact} {value!r} is no day; write YYYY-MM-DD, YYYY-MM or YYYY"
        for fact in ("founded", "joined")
        if (value := getattr(row, fact)) and not _is_day(value)
    ]
    for fact, source in _FACTS.items():
        key = getattr(row, source)
        if bool(getattr(row, fact)) != bool(key):
            told.append(f"{fact} {getattr(row, fact)!r} with source {key!r}. Give both, or neither.")
        elif key and key not in found.sources:
            told.append(f"{source} {key!r}; {did_you_mean(key, found.sources)}")
    return told


def _is_day(text: str) -> bool:
    try:
        np.datetime64(text, "D")
    except ValueError:
        return False
    return _DAY.fullmatch(text) is not None
