"""Tables: a person's CSV or Parquet file as it comes from a spreadsheet or an office, with its cells as they are.

A CSV may be in UTF-8 or GB 18030 (GBK), with a byte order mark or without, its cells apart by commas, semicolons or
tabs. What is wrong with its shape is told at once; what was taken in a way that may surprise is remarked.
"""

import csv
import gzip
import io
import zlib
from dataclasses import dataclass
from pathlib import Path
from typing import Final

import numpy as np
import polars as pl

from mangrove.arrays import Longs
from mangrove.errors import DataError, LimitError, SourceError, problem_list

_APART: Final = {",": "commas", ";": "semicolons", "\t": "tabs"}
_PACKED: Final = ".gz"
_TOLD: Final = 10
"""Problems of shape that are told."""
_MOST_BYTES: Final = 2 * 1024**3
"""The largest file that is read: five million people take a fifth of it as CSV."""


@dataclass(frozen=True)
class Table:
    """A file's cells.

    Attributes:
        cells: The table; of a CSV all texts.
        first_row: Number of its first row as a spreadsheet counts.
        remarks: How it was read, where that may surprise.
    """

    cells: pl.DataFrame
    first_row: int
    remarks: tuple[str, ...] = ()


def read_table(path: Path) -> Table:
    """Read a CSV or Parquet file.

    Raises:
        DataError: with everything that is wrong with its shape.
        LimitError: if it is too large.
        SourceError: if it cannot be read at all.
    """
    readers = {".csv": _read_csv, ".csv.gz": _read_csv, ".parquet": _read_parquet}
    kind = "".join(path.suffixes[-2:]).lower() if path.suffix.lower() == _PACKED else path.suffix.lower()
    if kind not in readers:
        msg = f"{path}: is neither CSV nor Parquet by its name. Give a file ending in .csv or .parquet."
        raise SourceError(msg)
    content = content_of(path)
    if not content.strip():
        msg = f"{path}: is empty. Give a file with a header and a row for each actor."
        raise DataError(msg)
    try:
        table = readers[kind](path, content)
    except pl.exceptions.PolarsError as error:
        msg = f"{path}: cannot be read as {path.suffix[1:]} ({str(error).splitlines()[0]}). Write it again."
        raise DataError(msg) from error
    if not len(table.cells):
        msg = f"{path}: has a header and no rows."
        raise DataError(msg)
    return table


def as_text(cells: pl.Series) -> pl.Series:
    """Cells as a spreadsheet shows them, blanks around them taken off; empty text where there is nothing."""
    if cells.dtype.is_nested():
        return pl.Series([str(cell) for cell in cells.to_list()], dtype=pl.String)
    # a day with a clock is its day
    plain = (
        cells.cast(pl.Date) if cells.dtype == pl.Datetime else cells.fill_nan(None) if cells.dtype.is_float() else cells
    )
    return plain.cast(pl.String, strict=False).str.strip_chars().fill_null("")


def as_typed(texts: pl.Series) -> pl.Series:
    """Texts with full-width letters and digits (１２３) as a keyboard in English writes them.

    >>> as_typed(pl.Series(["１２．５", "12"])).to_list()
    ['12.5', '12']
    """
    wide = texts.str.len_bytes() != texts.str.len_chars()
    return texts.str.normalize("NFKC").str.strip_chars() if wide.any() else texts


def content_of(path: Path) -> bytes:
    """The bytes of a file, unpacked if its name ends in .gz.

    Raises:
        LimitError: if it is too large.
        SourceError: if it cannot be read.
    """
    content = b""
    try:
        size = path.stat().st_size
        if size <= _MOST_BYTES:
            with gzip.open(path, "rb") if path.suffix.lower() == _PACKED else path.open("rb") as file:
                content = file.read(_MOST_BYTES + 1)
            size = max(size, len(content))
    except (OSError, EOFError, zlib.error) as error:
        told = getattr(error, "strerror", None) or str(error)
        msg = f"{path}: cannot be read ({told.lower()}). Check the path."
        raise SourceError(msg) from error
    if size > _MOST_BYTES:
        msg = f"{path}: holds {size / 1024**3:.1f} GB, and at most {_MOST_BYTES / 1024**3:g} GB are read. "
        msg += "Write it as Parquet, or take out the columns that are not needed."
        raise LimitError(msg)
    return content


def _read_parquet(path: Path, content: bytes) -> Table:
    del path
    return Table(pl.read_parquet(io.BytesIO(content)), 1)


def _read_csv(path: Path, content: bytes) -> Table:
    text, remarks = _decoded(path, content)
    first = text.partition("\n")[0]
    comma = max(_APART, key=first.count)
    if comma != ",":
        remarks.append(f"the cells are apart by {_APART[comma]}")
    header, problems = _shape(text, comma)
    if problems:
        raise DataError(problem_list(f"{path}: {len(problems)} problem(s)", problems))
    cells = pl.read_csv(io.BytesIO(text.encode()), separator=comma, infer_schema=False)
    cells.columns = header
    return Table(cells, 2, tuple(remarks))


def _decoded(path: Path, content: bytes) -> tuple[str, list[str]]:
    """A CSV's text, and a remark where it is not in UTF-8."""
    remarks: list[str] = []
    try:
        text = content.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        try:
            text = content.decode("gb18030")
        except UnicodeDecodeError:
            msg = f"{path}: byte {error.start:,} is not UTF-8, nor is the file GB 18030. Save it as CSV in UTF-8."
            raise DataError(msg) from None
        remarks.append("the file is not UTF-8; it is read as GB 18030 (GBK)")
    if "\0" in text:
        msg = f"{path}: is no text. Give a CSV file in UTF-8."
        raise DataError(msg)
    lines = text if "\n" in text else text.replace("\r", "\n")
    return lines.rstrip("\r\n") + "\n", remarks


def _shape(text: str, comma: str) -> tuple[list[str], list[str]]:
    """A CSV's header, and what is wrong: columns named twice or not at all, rows longer or shorter than the header."""
    header: list[str] = []
    problems: list[str] = []
    try:
        rows = csv.reader(io.StringIO(text, newline=""), delimiter=comma, strict=True)
        header = [name.strip() for name in next(rows)]
        twice = sorted({name for name in header if name and header.count(name) > 1})
        problems += [f"column {name!r} is named twice in the header" for name in twice]
        unnamed = [str(place) for place, name in enumerate(header, start=1) if not name]
        if len(unnamed) > 1:
            problems.append(f"columns {', '.join(unnamed)} have no name in the header. Name them, or take them out.")
        lengths = _lengths(text, comma) if _is_plain(text) else np.fromiter(map(len, rows), np.int64)
        ragged = np.flatnonzero(lengths != len(header))
        problems += [
            f"row {row + 2}: {lengths[row]} cells, the header has {len(header)}" for row in ragged[:_TOLD].tolist()
        ]
        if len(ragged) > _TOLD:
            problems.append(f"and {len(ragged) - _TOLD:,} more rows")
    except csv.Error as error:
        problems.append(f"not valid CSV: {error}")
    return header, problems


def _is_plain(text: str) -> bool:
    """Whether every row is a line and every separator parts two cells, so that counting them is enough."""
    return '"' not in text and text.count("\r") == text.count("\r\n")


def _lengths(text: str, comma: str) -> Longs:
    """How many cells each row of a plain CSV has, the header left out."""
    lines, apart = io.BytesIO(text.encode()), comma.encode()
    return np.fromiter((line.count(apart) + 1 for line in lines), np.int64)[1:]
