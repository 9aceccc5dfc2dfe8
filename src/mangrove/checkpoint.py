"""Checkpoint: a member in the midst of its years, kept so that a killed run goes on from there.

While a member is computed its rows go to disk in parts, each for some years. With each part but the last goes a
checkpoint: every register of the region on the last of those days, and the hashes of all parts so far. It is written
while the next year is computed, which is safe because registers are never changed in place, and replaces the one
before. A checkpoint that does not read back whole, or whose parts have changed, counts for nothing.
"""

import json
import struct
import zipfile
from collections.abc import Mapping
from concurrent.futures import Future, ThreadPoolExecutor
from dataclasses import fields
from datetime import date
from pathlib import Path
from time import perf_counter
from types import TracebackType
from typing import Any, Final, get_type_hints

import numpy as np

from mangrove.errors import SourceError
from mangrove.files import make_folder, sha256_of, sweep, whole
from mangrove.member import Rows
from mangrove.region import Region
from mangrove.register import Register, schema
from mangrove.results import LEDGER, RESULTS, write_table

WORTH_KEEPING_S: Final = 1.0
"""Seconds of work after which a checkpoint is worth its writing.

A whole city's registers, 260 MB, take 0.3 to 0.5 s of a second core. After each year of Shenzhen at scale 1 that added
a fifth to the run's work, and to its time between nothing and a fourth, as the second core was free or not; once a
second it is about a tenth. A killed run loses a second and the year it was in. Members of small regions take less time
than that, and have none.
"""

REGION: Final = "region.npz"
_HEAD: Final = "head.json"
_DAMAGE: Final = (OSError, EOFError, KeyError, ValueError, RuntimeError, struct.error, zipfile.BadZipFile, SourceError)
"""What reading a damaged archive, or parts that are gone, may raise."""


class Keeper:
    """Writes one member's rows, and from time to time its region, to a folder of the member's own."""

    def __init__(self, parts: Path, member: int, scenario: str, place: str) -> None:
        self._folder = _folder(parts, member)
        self._labels = (member, scenario, place)
        self._writer = ThreadPoolExecutor(1, "checkpoint")
        self._writing: Future[None] | None = None
        self._kept_at = perf_counter()
        make_folder(self._folder)
        self._parts = {path.name: sha256_of(path) for path in sorted(self._folder.glob("*.parquet"))}

    def __enter__(self) -> "Keeper":
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, at: TracebackType | None) -> None:
        self._writer.shutdown(wait=True)

    def start(self) -> Region | None:
        """The region of the member's checkpoint; None where it starts from the opening."""
        years = _checkpoints(self._folder)
        return read_region(_file(self._folder, years[-1], REGION)) if years else None

    def year_closed(self, region: Region, rows: Rows) -> None:
        """Take the rows to disk, with a checkpoint, if the work since the last is worth it.

        Raises:
            LimitError: if the disk is full.
            SourceError: if a file cannot be written for another reason.
        """
        if perf_counter() - self._kept_at < WORTH_KEEPING_S:
            return
        self._settle()
        self._writing = self._writer.submit(self._keep, region, rows.taken())
        self._kept_at = perf_counter()

    def finish(self, year: int, rows: Rows) -> None:
        """Write the rows that are left; with them the member is done, and its checkpoint goes.

        Raises:
            LimitError: if the disk is full.
            SourceError: if a file cannot be written for another reason.
        """
        self._settle()
        self._write(year, rows)
        _keep_only(self._folder, None, year)

    def _settle(self) -> None:
        """Wait for the checkpoint that is being written, and raise what went wrong with it."""
        if self._writing is not None:
            self._writing.result()

    def _keep(self, region: Region, rows: Rows) -> None:
        year = region.day.year
        self._write(year, rows)
        write_region(region, _file(self._folder, year, REGION), self._parts)
        _keep_only(self._folder, year, year)

    def _write(self, year: int, rows: Rows) -> None:
        results, ledger = rows.tables(*self._labels)
        for name, table in (
            (LEDGER, ledger),
            (RESULTS, results),
        ):  # results last: with those of the last year all is done
            path = _file(self._folder, year, name)
            write_table(table, path)
            self._parts[path.name] = sha256_of(path)


def is_done(parts: Path, member: int, last: int) -> bool:
    """Whether a member has all its rows on disk, up to the run's last year."""
    return _file(_folder(parts, member), last, RESULTS).is_file()


def parts_of(parts: Path, members: int, name: str) -> list[Path]:
    """The files of that name, in the order of members and years."""
    return [path for member in range(members) for path in sorted(_folder(parts, member).glob(f"*.{name}"))]


def tidy(parts: Path, members: int, last: int) -> list[str]:
    """Remove what no member will go on from; returns a line for each checkpoint that is of no use."""
    told: list[str] = []
    for member in range(members):
        folder = _folder(parts, member)
        sweep(folder)
        if is_done(parts, member, last):
            _keep_only(folder, None, last)
            continue
        years = _checkpoints(folder)
        good = max((year for year in years if _reads_back(_file(folder, year, REGION))), default=0)
        onward = f"the end of {good}" if good else "the opening"
        told += [
            f"{_file(folder, year, REGION)}: this checkpoint is damaged; member {member} goes on from {onward}"
            for year in years
            if year > good
        ]
        _keep_only(folder, good, good)
    return told


def write_region(region: Region, path: Path, parts: Mapping[str, str]) -> None:
    """Write a region, whole or not at all: all registers it has, and the hashes of the parts that lead to it.

    The file is an uncompressed `.npz`, which is checked by its sums when it is read: the fastest that NumPy writes
    and reads by itself, and large columns of numbers compress badly.

    Raises:
        LimitError: if the disk is full.
        SourceError: if the file cannot be written for another reason.
    """
    plain = {each.name: getattr(region, each.name) for each in fields(region) if each.name not in region.registers}
    head = json.dumps({"region": {**plain, "day": region.day.isoformat()}, "parts": dict(parts)})
    with whole(path) as partial, zipfile.ZipFile(partial, "w") as file:
        file.writestr(_HEAD, head)
        for name, register in region.registers.items():
            for column in schema(type(register)):
                with file.open(f"{name}/{column}.npy", "w", force_zip64=True) as entry:
                    np.lib.format.write_array(entry, getattr(register, column), allow_pickle=False)


def read_region(path: Path) -> Region:
    """Read a region that `write_region` wrote, to the same bits."""
    told: dict[str, Any] = {}
    with zipfile.ZipFile(path) as file:
        plain = json.loads(file.read(_HEAD))["region"]
        for name, kind in get_type_hints(Region).items():
            if isinstance(kind, type) and issubclass(kind, Register):
                told[name] = kind(**{column: _column(file, f"{name}/{column}.npy") for column in schema(kind)})
            else:
                told[name] = tuple(plain[name]) if isinstance(plain[name], list) else plain[name]
    told["day"] = date.fromisoformat(plain["day"])
    return Region(**told)


def _column(file: zipfile.ZipFile, name: str) -> Any:
    with file.open(name) as entry:
        return np.lib.format.read_array(entry, allow_pickle=False)


def _reads_back(path: Path) -> bool:
    """Whether a checkpoint is whole and its parts are those it was written with."""
    try:
        with zipfile.ZipFile(path) as file:
            parts: dict[str, str] = json.loads(file.read(_HEAD))["parts"]
            return file.testzip() is None and all(sha256_of(path.parent / name) == parts[name] for name in parts)
    except _DAMAGE:
        return False


def _checkpoints(folder: Path) -> list[int]:
    """The years of a member's checkpoints."""
    return sorted(int(path.name.partition(".")[0]) for path in folder.glob(f"*.{REGION}"))


def _keep_only(folder: Path, checkpoint: int | None, to: int) -> None:
    """Remove all checkpoints but that of one year, and the rows of years after another."""
    for path in folder.glob("[!.]*"):
        year, _, name = path.name.partition(".")
        if int(year) > to or (name == REGION and int(year) != checkpoint):
            path.unlink()


def _folder(parts: Path, member: int) -> Path:
    return parts / f"member-{member:05d}"


def _file(folder: Path, year: int, name: str) -> Path:
    """A file that holds a member's rows up to a year, since those before, or its region at the year's end."""
    return folder / f"{year}.{name}"
