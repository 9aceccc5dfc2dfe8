"""Reading a record from its folder: `figures*.csv` and `additions.csv`, `series.csv`, `identities.csv`.

Printed units are converted once, here. Whatever is wrong is gathered into one list, then refused together.
"""

import csv
import io
import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from decimal import Decimal
from importlib.resources import files
from importlib.resources.abc import Traversable
from pathlib import Path
from typing import Final

from mangrove.errors import DataError, did_you_mean, problem_list
from mangrove.figure import Bound, Figure, Quality
from mangrove.record.parts import IDENTITIES, KINDS, Identity, Series
from mangrove.record.record import Record, first_day, last_day
from mangrove.units import UNITS, from_printed

FIGURE_COLUMNS: Final = (
    *("series", "place", "year", "value", "unit", "bound"),
    *("quality", "published_on", "page_itself", "source", "note"),
)
OPTIONAL_COLUMNS: Final = ("scope", "echo")
SERIES_COLUMNS: Final = ("series", "title", "title_local", "kind", "unit", "part_year", "definition")
IDENTITY_COLUMNS: Final = ("kind", "left", "a", "b", "note")
_YES: Final = {"yes": True, "": False, "no": False}


@dataclass
class _Reading:
    """The rows of one folder being read, and what was wrong with them."""

    problems: list[str] = field(default_factory=list[str])

    def wrong(self, at: str, what: str) -> None:
        self.problems.append(f"{at}: {what}")

    def choice(self, at: str, word: str, known: Sequence[str]) -> str:
        """The word if it is known; else the first known one, and a problem."""
        if word in known:
            return word
        self.wrong(at, f"{word!r} is not known; {did_you_mean(word, known)}")
        return known[0]

    def flag(self, at: str, word: str) -> bool:
        if word not in _YES:
            self.wrong(at, f"{word!r} is neither yes nor no")
        return _YES.get(word, False)


def read_record(folder: Path | Traversable) -> Record:
    """Read the record in a folder (a path, or a folder inside a package).

    Raises:
        DataError: with everything found wrong, a line each: file, row, column, what, and what to do.
    """
    reading = _Reading()
    names = sorted(entry.name for entry in folder.iterdir()) if folder.is_dir() else []
    figure_files = [n for n in names if re.fullmatch(r"(figures.*|additions)\.csv", n)]
    for needed, there in (("series.csv", "series.csv" in names), ("figures.csv", bool(figure_files))):
        if not there:
            reading.wrong(str(folder), f"{needed} is missing; a record needs it")
    _refuse(folder, reading)
    series = dict(_read_series(folder / "series.csv", reading))
    figure_files.sort(key=lambda name: (name == "additions.csv", name))
    figures = [f for name in figure_files for f in _read_figures(folder / name, series, reading)]
    _refuse_duplicates(figures, reading)
    has_identities = "identities.csv" in names
    identities = _read_identities(folder / "identities.csv", series, reading) if has_identities else ()
    loaded = Record(tuple(figure for _, figure in figures), series, tuple(identities))
    _refuse(folder, reading)
    return loaded


def region_record(region: str) -> Record:
    """The record that ships with a region.

    Raises:
        DataError: if no region of that name has a record, or its record is broken.
    """
    regions = files("mangrove") / "regions"
    known = [entry.name for entry in regions.iterdir() if (entry / "record" / "series.csv").is_file()]
    if region not in known:
        msg = f"no region {region!r} has a record; {did_you_mean(region, known)}"
        raise DataError(msg)
    return read_record(regions / region / "record")


def _refuse(folder: Path | Traversable, reading: _Reading) -> None:
    if reading.problems:
        count = len(reading.problems)
        title = f"the record in {folder} has {count} problem{'s' if count > 1 else ''}:"
        raise DataError(problem_list(title, reading.problems))


def _rows(
    file: Path | Traversable, columns: Sequence[str], optional: Sequence[str], reading: _Reading
) -> Iterator[tuple[str, dict[str, str]]]:
    """The rows of a CSV with stripped cells, each with its place for messages."""
    try:
        table = list(csv.reader(io.StringIO(file.read_bytes().decode("utf-8-sig")), strict=True))
    except (UnicodeDecodeError, csv.Error) as error:
        reading.wrong(file.name, f"is no CSV in UTF-8 ({error}); save it again as CSV UTF-8")
        return
    header = table[0] if table else []
    missing = [column for column in columns if column not in header]
    unknown = [column for column in header if column not in (*columns, *optional)]
    if missing or unknown or len(set(header)) < len(header):
        reading.wrong(file.name, f"header lacks {missing}, has unknown {unknown}; write {','.join(columns)}")
        return
    for number, cells in enumerate(table[1:], start=2):
        at = f"{file.name} row {number}"
        if len(cells) == len(header):
            yield at, dict.fromkeys(optional, "") | {k: v.strip() for k, v in zip(header, cells, strict=True)}
        elif cells:
            reading.wrong(at, f"has {len(cells)} cells instead of {len(header)}; quote cells with commas")


def _read_series(file: Path | Traversable, reading: _Reading) -> Iterator[tuple[str, Series]]:
    seen: set[str] = set()
    for at, row in _rows(file, SERIES_COLUMNS, (), reading):
        name = row["series"]
        if not name or name in seen:
            reading.wrong(f"{at}, series", f"{name!r} is empty or stands twice; name each series once")
        seen.add(name)
        if not row["title"]:
            reading.wrong(f"{at}, title", "is empty; say what the series is")
        kind = reading.choice(f"{at}, kind", row["kind"], KINDS)
        unit = reading.choice(f"{at}, unit", row["unit"], tuple(UNITS))
        part_year = reading.flag(f"{at}, part_year", row["part_year"])
        yield name, Series(name, row["title"], row["title_local"], kind, unit, part_year, row["definition"])


def _read_identities(file: Path | Traversable, series: Mapping[str, Series], reading: _Reading) -> Iterator[Identity]:
    for at, row in _rows(file, IDENTITY_COLUMNS, (), reading):
        kind = reading.choice(f"{at}, kind", row["kind"], IDENTITIES)
        parts = tuple((row["a"] + " " + row["b"]).split())
        wanted = {"stock_flow": len(parts) == 1, "ratio": len(parts) == 2, "sum": len(parts) > 1}
        if not wanted[kind]:
            reading.wrong(f"{at}, a and b", f"{len(parts)} series do not make a {kind}; see the other rows")
        for name in (row["left"], *parts):
            if name not in series:
                reading.wrong(at, f"no series {name!r}; {did_you_mean(name, series)}")
        if wanted[kind]:
            yield Identity(kind, row["left"], parts, row["note"])


def _read_figures(
    file: Path | Traversable, series: Mapping[str, Series], reading: _Reading
) -> Iterator[tuple[str, Figure]]:
    for at, row in _rows(file, FIGURE_COLUMNS, OPTIONAL_COLUMNS, reading):
        before = len(reading.problems)
        for column in ("place", "source"):
            if not row[column]:
                reading.wrong(f"{at}, {column}", "is empty; every figure needs one")
        value, unit = _read_value(at, row, series, reading)
        bound = reading.choice(f"{at}, bound", row["bound"], [b.value for b in Bound])
        quality = reading.choice(f"{at}, quality", row["quality"], [q.value for q in Quality])
        page_itself = reading.flag(f"{at}, page_itself", row["page_itself"])
        echo = reading.flag(f"{at}, echo", row["echo"])
        _check_days(at, row, reading)
        if len(reading.problems) == before:
            yield (
                at,
                Figure(
                    series=row["series"],
                    place=row["place"],
                    period=row["year"],
                    value=float(value),
                    unit=unit,
                    printed=row["value"],
                    printed_unit=row["unit"],
                    bound=Bound(bound),
                    quality=Quality(quality),
                    published_on=row["published_on"],
                    page_itself=page_itself,
                    source=row["source"],
                    note=row["note"],
                    scope=row["scope"],
                    echo=echo,
                ),
            )


def _read_value(
    at: str, row: Mapping[str, str], series: Mapping[str, Series], reading: _Reading
) -> tuple[Decimal, str]:
    """The value in the series' canonical unit."""
    value = Decimal(0)
    if re.fullmatch(r"-?\d+(\.\d+)?", row["value"]):
        value = Decimal(row["value"])
    else:
        reading.wrong(f"{at}, value", f"{row['value']!r} is no number; write digits and a point only")
    if row["series"] not in series:
        reading.wrong(f"{at}, series", f"no series {row['series']!r}; {did_you_mean(row['series'], series)}")
        return value, ""
    wanted = series[row["series"]].unit
    try:
        value, unit = from_printed(value, row["unit"], f"{at}, unit")
    except DataError as error:
        reading.problems.append(str(error))
        return value, wanted
    if wanted not in (unit, f"{unit}/yr"):
        reading.wrong(f"{at}, unit", f"{row['unit']!r} is {unit}, but {row['series']} is in {wanted}")
    return value, wanted


def _check_days(at: str, row: Mapping[str, str], reading: _Reading) -> None:
    days: dict[str, str] = {"year": row["year"]}
    if row["published_on"]:
        days["published_on"] = row["published_on"]
    before = len(reading.problems)
    for column, text in days.items():
        try:
            first_day(text)
        except DataError as error:
            reading.wrong(f"{at}, {column}", str(error))
    if len(reading.problems) > before or not row["published_on"] or row["bound"] == Bound.EXPECTED:
        return
    if last_day(row["published_on"]) < first_day(row["year"]):
        message = f"{row['published_on']} is before {row['year']} began; only an expected figure may be"
        reading.wrong(f"{at}, published_on", message)


def _refuse_duplicates(figures: Sequence[tuple[str, Figure]], reading: _Reading) -> None:
    first: dict[tuple[str, ...], str] = {}
    for at, figure in figures:
        key = (figure.series, figure.place, figure.period, figure.printed, figure.source)
        if key in first:
            reading.wrong(at, f"repeats {first[key]}: same series, place, year, value, source; drop one")
        first.setdefault(key, at)
