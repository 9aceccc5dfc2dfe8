"""Records: rows of a person's own file for one programme to rule on, with only the columns that it reads.

Which columns those are is found out by asking: the clauses in force on the day, and the awards, are called on a
row of which nothing is known. Numbers keep double precision, so that one yuan too little is too little.
"""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date
from pathlib import Path
from typing import Any, Final, Generic, TypeVar

import numpy as np
import polars as pl

from mangrove.arrays import Bools
from mangrove.errors import DataError, problem_list
from mangrove.load import Reading, doubled, in_ten_thousands, missing
from mangrove.programme import Award, Clause, Programme, Terms, in_force
from mangrove.register import Field, Register, columns_read, records, schema
from mangrove.rulebook import Rulebook
from mangrove.tables import Table, as_text, read_table

R = TypeVar("R", bound=Register)

_SAFE: Final = 2**53
"""Whole numbers below this are the same in every reader of JSON."""


@dataclass(frozen=True)
class Records(Generic[R]):
    """The rows of a file as a programme reads them.

    Attributes:
        ids: Ids as the file has them: text, or a whole number.
        rows: The rows, with the columns that the programme reads.
        unknown: Of each column, which rows leave it empty.
        remarks: What the person should know of the file; nothing that keeps it from being ruled on.
    """

    ids: list[Any]
    rows: R
    unknown: Mapping[str, Bools]
    remarks: tuple[str, ...]

    def __len__(self) -> int:
        return len(self.ids)


def clause_columns(clause: Clause[R], register: type[R], terms: Terms) -> frozenset[str]:
    """The columns that a clause reads on the terms' day: its value and its threshold."""
    return columns_read(register, lambda rows: (clause.value(rows, terms), clause.threshold(rows, terms)))


def award_columns(award: Award[R], register: type[R], terms: Terms) -> frozenset[str]:
    """The columns that the amount of an award is computed from."""
    return columns_read(register, lambda rows: award.amount(rows, terms))


def columns_on(programme: Programme[Any], terms: Terms) -> list[Field]:
    """The columns that a programme reads on a day, in the order of the register; none while it has no rule."""
    clauses = [clause for clause in programme.clauses if in_force(clause, terms)]
    found = [clause_columns(clause, programme.register, terms) for clause in clauses]
    if clauses:
        found += [award_columns(award, programme.register, terms) for award in programme.awards]
    read = frozenset[str]().union(*found)
    return [field for name, field in schema(programme.register).items() if name in read and name != "id"]


def columns_ever(programme: Programme[Any], rules: Rulebook, name: str) -> list[Field]:
    """The columns that a programme reads on any day, whatever was known of its rules."""
    rules = replace(rules, overrides={})
    values = [value for path, value in rules.values.items() if path.startswith(f"{name}.")]
    days = sorted({entry.day for value in values for entry in value.history})
    read = {field.name for day in days for field in columns_on(programme, rules.on(date.fromisoformat(day)).of(name))}
    return [field for field in schema(programme.register).values() if field.name in read]


def read_records(path: Path, rules: Rulebook, name: str, day: date) -> Records[Any]:
    """Read the rows of a file that a programme is to rule on.

    A column that the programme reads on another day only may be left out, but is checked where it is there;
    other columns are left alone. An empty cell is unknown, in every column but `id`.

    Args:
        path: A file ending in .csv (UTF-8, comma, one header line) or .parquet.
        rules: The rulebook.
        name: Name of the programme.
        day: The day on which it rules.

    Raises:
        DataError: with everything that is wrong, by column and row (rows as a spreadsheet counts them).
        SourceError: if the file cannot be read at all.
    """
    table = read_table(path)
    cells, first_row = table.cells, table.first_row
    programme = rules.programmes[name]
    needed = {field.name for field in columns_on(programme, rules.on(day).of(name))}
    fields = columns_ever(programme, rules, name)
    strangers = [column for column in cells.columns if column not in schema(programme.register)]
    problems = _id_problems(table, schema(programme.register)["id"], strangers)
    columns: dict[str, Any] = {}
    unknown: dict[str, Bools] = {}
    for field in fields:
        if field.name in cells.columns:
            reading = Reading(_wide(field), cells[field.name], first_row, field.column.categories, problems)
            columns[field.name], unknown[field.name] = reading.values(), reading.empty
        elif field.name in needed:
            problems.append(missing(field, strangers))
    if problems:
        raise DataError(problem_list(f"{path}: {len(problems)} problem(s)", problems))
    ignored = [column for column in cells.columns if column != "id" and column not in columns]
    remarks = [*table.remarks, *_ignored(ignored), *in_ten_thousands(columns, fields)]
    return Records(_ids(cells["id"]), records(programme.register, columns, len(cells), name), unknown, tuple(remarks))


def _wide(field: Field) -> Field:
    """The column as a file may have it: any cell may be empty, and numbers are in double precision."""
    plain = field.column.unit in ("day", "yes/no", "category")
    return replace(
        field, dtype=field.dtype if plain else np.dtype(np.float64), column=replace(field.column, unknown=True)
    )


def _id_problems(table: Table, field: Field, strangers: list[str]) -> list[str]:
    if "id" not in table.cells.columns:
        return [missing(replace(field, column=replace(field.column, meaning="It names the row.")), strangers)]
    ids = table.cells["id"]
    empty = [row + table.first_row for row in np.flatnonzero((as_text(ids) == "").to_numpy())]
    told = ", ".join(f"row {row}" for row in empty[:20]) + (f" and {len(empty) - 20:,} more" if empty[20:] else "")
    return [*([f"id: {told} are empty. Give each its own."] if empty else []), *doubled("id", ids, table.first_row)]


def _ids(ids: pl.Series) -> list[Any]:
    """Ids as given; a CSV's are numbers where all are written as whole numbers are."""
    if ids.dtype.is_integer():
        return ids.to_list()
    texts = as_text(ids)
    numbers = texts.cast(pl.Int64, strict=False)
    same = (numbers.cast(pl.String) == texts).fill_null(value=False) & (numbers.abs() < _SAFE).fill_null(value=False)
    return numbers.to_list() if same.all() else texts.to_list()


def _ignored(columns: list[str]) -> list[str]:
    return [f"columns that this programme never reads: {', '.join(columns)}"] if columns else []
