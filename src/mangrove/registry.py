"""Registry: the institutes of a region that a public registry of research organisations holds, and what it leaves out.

A registry is no register. It says neither how many work at an institute nor in which district it is: it has one point
for a whole city. Records come in two schemas, withdrawn ones name a successor, and coverage is uneven. All of it is
counted, and what a run needs beside it is left empty for its user to fill in.
"""

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final

import numpy as np
import polars as pl

from mangrove.arrays import Days
from mangrove.errors import ScenarioError
from mangrove.files import write_text
from mangrove.named import Named, NamedInstitutes
from mangrove.organisations import Organisation, read_organisations
from mangrove.registered import ids_of
from mangrove.registers.institutes import KINDS

KIND_OF: Final = {
    "education": "university",
    "healthcare": "hospital",
    "government": "public_body",
    "facility": "research_institute",
    "nonprofit": "research_institute",
    "archive": "research_institute",
}
"""Kind of the register by type, the first that a record has. The registry lists who does research, so that its
facilities, archives and societies are taken for research institutes; a firm is none."""
_FIRM: Final = "company"
_SHOWN: Final = 12


@dataclass(frozen=True)
class Registry:
    """What became of the records of a registry.

    Attributes:
        place: The region's city.
        read: Every record.
        counts: What became of how many, in the order in which it was asked; they add up to `read`.
        taken: The records that are institutes of the region, by id.
        gone: Withdrawn and inactive records of the city, each with what became of it.
        afield: Records that bear the city's name and are elsewhere, of the same country.
        named: Of each taken record that the region's list has, its entry there.
        missing: Entries of the region's list, of kinds that the register has, that no taken record is.
    """

    place: str
    read: Sequence[Organisation]
    counts: Mapping[str, int]
    taken: Mapping[str, Organisation]
    gone: Mapping[str, str]
    afield: Sequence[Organisation]
    named: Mapping[str, Named]
    missing: Sequence[Named]


def read_registry(path: Path, place: str, known: NamedInstitutes) -> Registry:
    """Read the institutes of a city from a registry's file.

    Args:
        path: The file.
        place: The city.
        known: The region's institutes by name, to hold the registry against.

    Raises:
        DataError: if records are in no schema that is known.
        ScenarioError: if the registry has nobody there.
        SourceError: if the file cannot be read.
    """
    read = read_organisations(path)
    latest: dict[str, Organisation] = {}
    for record in read:
        before = latest.get(record.id)
        if before is None or (before.schema, before.modified) <= (record.schema, record.modified):
            latest[record.id] = record
    here = [record for record in latest.values() if _is_in(record, place)]
    if not here:
        cities = Counter(city for record in latest.values() for city in record.cities).most_common(3)
        most = ", ".join(f"{city} ({count:,})" for city, count in cities)
        msg = f"{path}: none of its {len(read):,} records is in {place}. Most are in {most}: give the --region."
        raise ScenarioError(msg)
    living = [record for record in here if record.status == "active"]
    taken = {record.id: record for record in living if _kind(record)}
    counts = {
        "older records of an id that has a later one": len(read) - len(latest),
        f"not in {place}": len(latest) - len(here),
        **{status: sum(r.status == status for r in here) for status in ("withdrawn", "inactive")},
        "firms": sum(not _kind(record) and _FIRM in record.types for record in living),
        "of no kind that the register has": sum(not _kind(r) and _FIRM not in r.types for r in living),
        "taken": len(taken),
    }
    named = _named(taken, known)
    ids = {row.id for row in named.values()}
    return Registry(
        place, read, counts, taken,
        {record.id: _became(record, latest, taken) for record in here if record.status != "active"},
        [r for r in latest.values() if place.casefold() in r.names[0].casefold() and not _is_in(r, place)],
        named,
        [row for row in known.rows if known.kinds[row.kind].register and row.id not in ids],
    )  # fmt: skip


def _is_in(record: Organisation, place: str) -> bool:
    return any(city.casefold() == place.casefold() for city in record.cities)


def _kind(record: Organisation) -> str:
    """Kind of the register; empty where it has none, as for every firm."""
    if _FIRM in record.types:
        return ""
    return next((kind for kind_of, kind in KIND_OF.items() if kind_of in record.types), "")


def _became(record: Organisation, latest: Mapping[str, Organisation], taken: Mapping[str, Organisation]) -> str:
    """What a record that is no longer active says of its successor."""
    told: list[str] = []
    for other in record.successors or ():
        if other in taken:
            told.append(f"succeeded by {taken[other].names[0]}, which is taken")
        elif other in latest:
            told.append(
                f"succeeded by {latest[other].names[0]} ({', '.join(latest[other].cities)}), which is not taken"
            )
        else:
            told.append(f"succeeded by {other}, which is not in the file")
    unknown = "the file says nothing of successors" if record.successors is None else "no successor"
    return f"{record.names[0]}: {record.status}, {'; '.join(told) or unknown}"


def _named(taken: Mapping[str, Organisation], known: NamedInstitutes) -> dict[str, Named]:
    """The region's own entry for each record: of the same name, in either language, and of a kind of the register."""
    rows = [row for row in known.rows if known.kinds[row.kind].register]
    by_name = {name.casefold(): row for row in rows for name in (row.name, row.name_local) if name}
    found = {
        record.id: next((by_name[name.casefold()] for name in record.names if name.casefold() in by_name), None)
        for record in taken.values()
    }
    return {key: row for key, row in found.items() if row is not None}


def founding_days(found: Registry) -> Days:
    """Day of founding of each: the list's, where it is of the registry's year, else the first of that year."""
    days = np.full(len(found.taken), "NaT", "datetime64[D]")
    for place, (key, record) in enumerate(found.taken.items()):
        row = found.named.get(key)
        exact = row is not None and row.founded[:4] == record.established
        days[place] = row.first_day if row is not None and exact else np.datetime64(record.established or "NaT", "D")
    return days


def register_table(found: Registry, known: NamedInstitutes) -> pl.DataFrame:
    """A file of institutes to go on with: what the registry knows, and empty columns for what it does not."""
    rows = list(found.taken.values())
    districts = [known.district_of(found.named[r.id]) if r.id in found.named else "" for r in rows]
    return pl.DataFrame(
        {
            "id": ids_of(pl.Series([record.id for record in rows])),
            "founded_on": founding_days(found),
            "kind": [_kind(record) for record in rows],
            "district": [district or None for district in districts],
            "posts": pl.Series([None] * len(rows), dtype=pl.Float64),
            "name": [record.names[0] for record in rows],
            "name_local": [record.name_local or None for record in rows],
            "registry_id": [record.id for record in rows],
        }
    ).sort("registry_id")


def write_table(found: Registry, known: NamedInstitutes, out: Path) -> None:
    """Write that file.

    Raises:
        ScenarioError: if the name is of another kind of file.
        SourceError: if it cannot be written.
    """
    if out.suffix.lower() != ".csv":
        msg = f"--out {out}: institutes of a registry are written as CSV, to be filled in. Give a name ending in .csv."
        raise ScenarioError(msg)
    write_text(out, register_table(found, known).write_csv())


def show_registry(found: Registry, known: NamedInstitutes, path: Path) -> str:
    """What became of the records, what is known of those taken, and what the registry cannot say."""
    records, size = list(found.taken.values()), len(found.taken)
    points = Counter(record.point for record in records)
    district = sum(bool(known.district_of(row)) for row in found.named.values())
    unknown = sum(not record.established for record in records)
    kinds = Counter(_kind(record) for record in records)
    lines = [
        f"institutes of {found.place} in {path}: {size:,} of {len(found.read):,} records of a registry",
        "",
        "what became of the records",
        *(f"  {what:<48}{count:>8,}" for what, count in found.counts.items()),
        *(f"    {told}" for told in found.gone.values()),
        "",
        "what is known of those taken",
        f"  kind      {', '.join(f'{kind} {kinds[kind]}' for kind in KINDS)}",
        f"  founded   {size - unknown} by year, {unknown} unknown",
        f"  place     {len(points)} point(s) for {size} records, {max(points.values(), default=0)} of them on one: "
        "a point says the city, not the district",
        f"  district  {district} from the region's list of names, {size - district} unknown",
        "  posts     unknown of all",
        "",
        *_coverage(found),
        "",
        "A run needs `district` and `posts` of each: --out FILE.csv writes what is known, to be filled in and loaded.",
    ]
    return "\n".join(lines)


def registry_json(found: Registry, known: NamedInstitutes) -> dict[str, Any]:
    """The same for other programs."""
    return {
        "register": "institutes",
        "place": found.place,
        "read": len(found.read),
        "schemas": _schemas(found),
        "became": dict(found.counts),
        "gone": dict(found.gone),
        "points": len({record.point for record in found.taken.values()}),
        "named_after_the_place_and_elsewhere": [record.names[0] for record in found.afield],
        "listed_and_found": {key: row.id for key, row in found.named.items()},
        "listed_and_missing": [row.id for row in found.missing],
        "institutes": register_table(found, known).with_columns(pl.col("founded_on").cast(pl.String)).to_dicts(),
    }


def _schemas(found: Registry) -> dict[str, int]:
    by_schema = Counter(record.schema for record in found.read)
    return {f"v{schema}": by_schema[schema] for schema in (1, 2)}


def _coverage(found: Registry) -> list[str]:
    """How evenly the registry covers: schemas, countries, and the region's own list of names."""
    countries = Counter(record.country for record in found.read).most_common(_SHOWN)
    differ = [
        f"{row.name}: {record.established} here, {row.founded[:4]} in the list"
        for key, row in found.named.items()
        if (record := found.taken[key]).established and row.founded and record.established != row.founded[:4]
    ]
    listed = len(found.named) + len(found.missing)
    told = [
        "how even it is",
        f"  schemas   {', '.join(f'{schema} {count:,}' for schema, count in _schemas(found).items())}; both are read",
        f"  countries {', '.join(f'{country} {count:,}' for country, count in countries)}",
        f"  the list  {len(found.named)} of {listed} institutes that the region knows by name are there",
    ]
    told += [f"    missing: {row.name} {row.name_local}".rstrip() for row in found.missing]
    told += [f"    another year: {line}" for line in differ]
    return told + [
        f"  elsewhere by its record: {record.names[0]} ({', '.join(record.cities)})" for record in found.afield
    ]
