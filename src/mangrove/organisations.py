"""Organisations: the records of a public registry of research organisations, in the shape of ROR, read alike.

A file is one of two: JSON (.json or .jsonl, each record in schema 1 or 2, bare or under `record`), or a CSV with a row
for each record and its lists joined by |. Either may be packed (.gz). A CSV says nothing of successors.
"""

import gzip
import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final, cast

from mangrove.errors import DataError, problem_list
from mangrove.tables import content_of, read_table

COLUMNS: Final = ("id", "name", "all_names", "types", "established", "status", "city", "country_code", "lat", "lng",
                  "schema")  # fmt: skip
"""Columns of such a CSV that are read."""
_JSON: Final = (".json", ".jsonl")
_SHOWN: Final = 10
_CHINESE: Final = "\u2e80"  # the first of the characters that are not alphabetic


@dataclass(frozen=True)
class Organisation:
    """One record.

    Attributes:
        id: Its address in the registry.
        names: All its names, the one by which it is shown first.
        types: What it is, in small letters.
        established: Year, "" where unknown.
        status: active, inactive or withdrawn.
        cities: Where it is, by city.
        country: Code of its first country.
        point: Latitude and longitude as written.
        schema: 1 or 2.
        successors: Ids of those that took its place; None where the file says nothing of them.
        modified: Day of its last change, "" where unknown.
    """

    id: str
    names: tuple[str, ...]
    types: tuple[str, ...]
    established: str
    status: str
    cities: tuple[str, ...]
    country: str
    point: tuple[str, str]
    schema: int
    successors: tuple[str, ...] | None
    modified: str

    @property
    def name_local(self) -> str:
        """The first of its names in Chinese characters, if any."""
        return next((name for name in self.names if any(letter >= _CHINESE for letter in name)), "")


def is_registry(path: Path) -> bool:
    """Whether a file is one of a registry by its name or, if it is a CSV, by its header."""
    kind = _kind(path)
    if kind in _JSON:
        return True
    if kind != ".csv" or not path.is_file():
        return False
    with gzip.open(path, "rb") if path.suffix.lower() == ".gz" else path.open("rb") as file:
        try:
            header = file.readline().decode("utf-8-sig", "replace").strip().split(",")
        except (OSError, EOFError):
            return False
    return set(COLUMNS) <= set(header)


def read_organisations(path: Path) -> list[Organisation]:
    """Read every record of a registry's file, in its order.

    Raises:
        DataError: with the first of the records that are none, by line.
        SourceError: if it cannot be read at all.
    """
    rows = _rows_of_json(path) if _kind(path) in _JSON else read_table(path).cells.select(COLUMNS).to_dicts()
    found: list[Organisation] = []
    problems: list[str] = []
    for number, row in enumerate(rows, start=1):
        try:
            found.append(_organisation(row))
        except (KeyError, TypeError, AttributeError, IndexError, ValueError) as error:
            problems.append(f"record {number}: {type(error).__name__} {error}")
    if problems:
        told = [*problems[:_SHOWN], *([f"and {len(problems) - _SHOWN:,} more"] if problems[_SHOWN:] else [])]
        msg = f"{path}: {len(problems):,} of {len(rows):,} records are in neither schema of the registry. Take them out"
        raise DataError(problem_list(msg, told))
    return found


def _kind(path: Path) -> str:
    """How the name of a file ends, the packing left out."""
    return (path.with_suffix("") if path.suffix.lower() == ".gz" else path).suffix.lower()


def _rows_of_json(path: Path) -> Sequence[Mapping[str, Any]]:
    try:
        text = content_of(path).decode("utf-8-sig")
        found: Any = (
            [json.loads(line) for line in text.splitlines() if line.strip()]
            if _kind(path) == ".jsonl"
            else json.loads(text)
        )
    except ValueError as error:
        msg = f"{path}: is no JSON in UTF-8 ({error}). Load the registry's file as it was published."
        raise DataError(msg) from error
    if not isinstance(found, list) or not found:
        msg = f"{path}: holds no list of records. Load the registry's file as it was published."
        raise DataError(msg)
    return [cast("Any", row).get("record", row) if isinstance(row, dict) else row for row in cast("list[Any]", found)]


def _organisation(row: Mapping[str, Any]) -> Organisation:
    if "all_names" in row:
        return _from_csv(row)
    return _from_second(row) if "names" in row else _from_first(row)


def _from_csv(row: Mapping[str, Any]) -> Organisation:
    names = (row["name"] or "", *(row["all_names"] or "").split("|"))
    if row["schema"] not in ("v1", "v2"):
        msg = f"schema {row['schema']!r} is neither v1 nor v2"
        raise ValueError(msg)
    return Organisation(
        row["id"], tuple(dict.fromkeys(filter(None, names))), _small((row["types"] or "").split("|")),
        row["established"] or "", row["status"].lower(), (row["city"] or "",), row["country_code"] or "",
        (row["lat"] or "", row["lng"] or ""), int(row["schema"][1]), None, "",
    )  # fmt: skip


def _from_first(row: Mapping[str, Any]) -> Organisation:
    """A record of schema 1, in which names are apart by what they are and a place is an address."""
    names = (row["name"], *(label["label"] for label in row["labels"]), *row["aliases"], *row["acronyms"])
    places = row["addresses"]
    return Organisation(
        row["id"], tuple(dict.fromkeys(names)), _small(row["types"]), _year(row["established"]),
        row["status"].lower(), tuple(place["city"] or "" for place in places), row["country"]["country_code"],
        _point(places[0]) if places else ("", ""), 1, _successors(row), "",
    )  # fmt: skip


def _from_second(row: Mapping[str, Any]) -> Organisation:
    """A record of schema 2, in which every name says what it is and a place is one of a gazetteer."""
    ranked = sorted(row["names"], key=lambda name: "ror_display" not in name["types"])
    places = [place["geonames_details"] for place in row["locations"]]
    return Organisation(
        row["id"], tuple(dict.fromkeys(name["value"] for name in ranked)), _small(row["types"]),
        _year(row["established"]), row["status"].lower(), tuple(place["name"] or "" for place in places),
        places[0]["country_code"] if places else "", _point(places[0]) if places else ("", ""), 2, _successors(row),
        row["admin"]["last_modified"]["date"],
    )  # fmt: skip


def _successors(row: Mapping[str, Any]) -> tuple[str, ...]:
    return tuple(other["id"] for other in row["relationships"] if other["type"].lower() == "successor")


def _small(types: Sequence[str]) -> tuple[str, ...]:
    return tuple(kind.lower() for kind in types if kind)


def _year(value: int | None) -> str:
    return "" if value is None else str(value)


def _point(place: Mapping[str, Any]) -> tuple[str, str]:
    return str(place["lat"]), str(place["lng"])
