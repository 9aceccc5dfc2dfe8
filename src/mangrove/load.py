"""Load: a register of one's own, from CSV or Parquet, with everything that is wrong with it in one list.

A file has the columns of the register by their own names: days as YYYY-MM-DD, yes/no as yes, no or empty,
categories by name, shares from 0 to 1, money in yuan. An empty cell is an unknown value, where the column may
be unknown. Columns that only the model fills may be left out; they start at nothing, keys at nobody, until the
opening completes them.
"""

import csv
import io
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path
from typing import Any, Final, TypeVar

import numpy as np
import polars as pl

from mangrove.errors import DataError, SourceError, did_you_mean, problem_list
from mangrove.register import Field, Register, schema

R = TypeVar("R", bound=Register)

_SHOWN: Final = 20
_UNKNOWN: Final = ("", "nan")  # how tables are written out that hold unknown numbers
_YES_NO: Final = {
    "yes": 1, "no": 0, "true": 1, "false": 0, "1": 1, "0": 0, "-1": -1, "1.0": 1, "0.0": 0, "-1.0": -1,
    "是": 1, "否": 0,
}  # fmt: skip
_WRITE: Final = {"CNY": "; write yuan in digits alone, 40000000 for 4000万", "share": "; write 0.6 for 60 %"}
"""How to write a number of a unit, where people often write it otherwise."""
_WHOLE: Final = 100
"""Per cent of a whole."""


def read_register(path: Path, register: type[R], names: Mapping[str, Sequence[str]] | None = None) -> R:
    """Read a register from a file.

    Args:
        path: A file ending in .csv (UTF-8, comma, one header line) or .parquet.
        register: The register's type.
        names: Names of the codes of columns whose list belongs to the region, such as `district`.

    Raises:
        DataError: with everything that is wrong, by column and row (rows as a spreadsheet counts them).
        SourceError: if the file cannot be read at all.
    """
    table, first_row = read_table(path)
    lists = names or {}
    problems: list[str] = []
    columns: dict[str, Any] = {}
    for name, field in schema(register).items():
        if name in table.columns:
            reading = Reading(field, table[name], first_row, lists.get(name, field.column.categories), problems)
            columns[name] = reading.values()
        elif field.column.own:
            columns[name] = np.full(len(table), -1 if field.column.unit == "id" else 0, field.dtype)
        else:
            problems.append(missing(field, [c for c in table.columns if c not in schema(register)]))
    if not problems:
        problems += doubled(table["id"], first_row)
    if problems:
        raise DataError(problem_list(f"{path}: {len(problems)} problem(s)", problems))
    return register(**columns).checked()


def missing(field: Field, others: Sequence[str]) -> str:
    """What to say of a column that the file does not have, beside those it has that are no column."""
    near = did_you_mean(field.name, others or ["(nothing else)"])
    stems = [other for other in others if other.strip().casefold().startswith(field.name)]
    hint = f"did you mean {stems[0]!r}?" if stems else near if near.startswith("did") else ""
    told = f"; the file has another: {hint}" if hint else ""
    return f"{field.name}: no such column{told}. {field.column.meaning}"


class Reading:
    """One column of the file on its way into the register."""

    def __init__(
        self, field: Field, cells: pl.Series, first_row: int, names: Sequence[str], problems: list[str]
    ) -> None:
        self._field = field
        self._first_row = first_row
        self._names = names
        self._problems = problems
        self._text = as_text(cells)
        self.empty = self._text.str.to_lowercase().is_in(_UNKNOWN).to_numpy()

    def values(self) -> Any:
        """The column as the register holds it; what cannot be read is told and left unknown."""
        column = self._field.column
        if self.empty.any() and not column.unknown:
            self._tell(self.empty, "are empty, and this must be known")
        if column.unit == "day":
            return self._days()
        if column.unit == "yes/no":
            return self._coded(_YES_NO, "is neither yes nor no", str.lower)
        if self._names:
            codes = {name: code for code, name in enumerate(self._names)}
            return self._coded(codes, "is not on the list", lambda text: text)
        return self._numbers()

    @property
    def _unit(self) -> str:
        return self._field.column.unit.removesuffix("/yr")

    def _days(self) -> Any:
        days = self._text.str.to_date("%Y-%m-%d", strict=False)
        self._tell(days.is_null().to_numpy() & ~self.empty, "are no day; write YYYY-MM-DD")
        return days.to_numpy().astype("datetime64[D]")

    def _coded(self, codes: Mapping[str, int], wrong: str, tidy: Callable[[str], str]) -> Any:
        texts = self._text.unique().to_list()
        known = {
            text: code for text in texts if (code := codes.get(tidy(text), _as_code(text, self._names))) is not None
        }
        found = self._text.replace_strict(known, default=None, return_dtype=pl.Int64)
        bad = found.is_null().to_numpy() & ~self.empty
        if bad.any():
            first = str(self._text[int(np.flatnonzero(bad)[0])])
            self._tell(bad, f"{wrong}; {did_you_mean(first, codes) if self._names else 'write yes, no or nothing'}")
        return found.fill_null(-1).to_numpy().astype(self._field.dtype)

    def _numbers(self) -> Any:
        dtype = self._field.dtype
        if dtype.kind == "i":
            numbers = self._text.cast(pl.Int64, strict=False)
            wrong = numbers.is_null().to_numpy() & ~self.empty
            self._tell(wrong, "are no whole number")
            values = numbers.fill_null(0).to_numpy()
        else:
            numbers = self._text.cast(pl.Float64, strict=False).fill_null(np.nan).to_numpy()
            self._tell(~np.isfinite(numbers) & ~self.empty, f"are no number{_WRITE.get(self._unit, '')}")
            values = numbers
        self._check_range(values)
        return values.astype(dtype)

    def _check_range(self, values: Any) -> None:
        column = self._field.column
        if self._field.dtype.kind == "i":
            most = np.iinfo(self._field.dtype).max
            self._tell(np.abs(values) > most, f"are above {most:,}")
        if column.low is not None:
            self._tell(
                (values < column.low) & ~self.empty, f"are below {column.low:g} {column.unit}".removesuffix(" 1")
            )
        if column.high is not None:
            beyond = (values > column.high) & ~self.empty
            per_cent = beyond & (values <= _WHOLE) if column.unit == "share" and column.high == 1 else beyond & False
            self._tell(per_cent, "are above 1 and look like per cent; write 0.6 for 60 %")
            self._tell(beyond & ~per_cent, f"are above {column.high:g} {column.unit}".removesuffix(" 1"))

    def _tell(self, wrong: Any, what: str) -> None:
        rows = np.flatnonzero(wrong)
        if not len(rows):
            return
        shown = [f"row {row + self._first_row}{_quoted(self._text[int(row)])}" for row in rows[:_SHOWN]]
        more = f" and {len(rows) - _SHOWN:,} more" if len(rows) > _SHOWN else ""
        self._problems.append(f"{self._field.name}: {', '.join(shown)}{more} {what}. {self._field.column.meaning}")


def _as_code(text: str, names: Sequence[str]) -> int | None:
    """The code of a category written as its number."""
    return int(text) if text.isdecimal() and int(text) < len(names) else None


def _quoted(text: str | None) -> str:
    return f" {text!r}" if text else ""


def as_text(cells: pl.Series) -> pl.Series:
    """Cells as a spreadsheet shows them, blanks around them taken off; empty text where there is nothing."""
    if cells.dtype.is_nested():
        return pl.Series([str(cell) for cell in cells.to_list()], dtype=pl.String)
    # a day with a clock is its day
    plain = (
        cells.cast(pl.Date) if cells.dtype == pl.Datetime else cells.fill_nan(None) if cells.dtype.is_float() else cells
    )
    return plain.cast(pl.String, strict=False).str.strip_chars().fill_null("")


def doubled(ids: pl.Series, first_row: int) -> list[str]:
    """What to say of ids that are used twice, none of them being empty."""
    texts = as_text(ids).to_numpy().astype(str)
    found, first, counts = np.unique(texts, return_index=True, return_counts=True)
    twice = np.flatnonzero((counts > 1) & (found != ""))
    if not len(twice):
        return []
    told = [f"{found[k]} ({counts[k]} times, first in row {first[k] + first_row})" for k in twice[:_SHOWN]]
    return [f"id: {len(twice):,} ids are used twice or more: {', '.join(told)}. Give each its own."]


def read_table(path: Path) -> tuple[pl.DataFrame, int]:
    """A CSV (UTF-8, all texts) or Parquet file as a table, and the number of its first row as a spreadsheet counts.

    Raises:
        DataError: with everything that is wrong with its shape.
        SourceError: if it cannot be read at all.
    """
    readers = {".csv": (_read_csv, 2), ".parquet": (_read_parquet, 1)}
    if path.suffix.lower() not in readers:
        msg = f"{path}: is neither CSV nor Parquet by its name. Give a file ending in .csv or .parquet."
        raise SourceError(msg)
    reader, first_row = readers[path.suffix.lower()]
    try:
        content = path.read_bytes()
    except OSError as error:
        msg = f"{path}: cannot be read ({(error.strerror or str(error)).lower()}). Check the path."
        raise SourceError(msg) from error
    if not content.strip():
        msg = f"{path}: is empty. Give a file with a header and a row for each actor."
        raise DataError(msg)
    try:
        table = reader(path, content)
    except pl.exceptions.PolarsError as error:
        msg = f"{path}: cannot be read as {path.suffix[1:]} ({str(error).splitlines()[0]}). Write it again."
        raise DataError(msg) from error
    if not len(table):
        msg = f"{path}: has a header and no rows."
        raise DataError(msg)
    return table, first_row


def _read_parquet(path: Path, content: bytes) -> pl.DataFrame:
    del path
    return pl.read_parquet(io.BytesIO(content))


def _read_csv(path: Path, content: bytes) -> pl.DataFrame:
    try:
        text = content.decode("utf-8-sig").rstrip("\r\n") + "\n"
    except UnicodeDecodeError as error:
        msg = f"{path}: byte {error.start:,} is not UTF-8. Save the file as CSV in UTF-8."
        raise DataError(msg) from None
    if "\0" in text:
        msg = f"{path}: is no text. Give a CSV file in UTF-8."
        raise DataError(msg)
    problems = _ragged(text)
    if problems:
        raise DataError(problem_list(f"{path}: {len(problems)} problem(s)", problems))
    return pl.read_csv(io.BytesIO(text.encode()), infer_schema=False)


def _ragged(text: str) -> list[str]:
    """What is wrong with the shape of a CSV: columns named twice, rows longer or shorter than the header."""
    problems: list[str] = []
    try:
        rows = csv.reader(io.StringIO(text, newline=""), strict=True)
        header = next(rows)
        doubled = sorted({name for name in header if header.count(name) > 1})
        problems += [f"column {name!r} is named twice in the header" for name in doubled]
        for number, row in enumerate(rows, start=2):
            if len(row) != len(header):
                problems.append(f"row {number}: {len(row)} cells, the header has {len(header)}")
    except csv.Error as error:
        problems.append(f"not valid CSV: {error}")
    return [*problems[:10], f"and {len(problems) - 10:,} more"] if len(problems) > 10 else problems
