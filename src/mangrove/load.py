"""Load: a register of one's own, from CSV or Parquet, with everything that is wrong with it in one list.

A file has the columns of the register by their own names: days as YYYY-MM-DD, yes/no as yes, no or empty,
categories by name, shares from 0 to 1, money in yuan. An empty cell is an unknown value, where the column may
be unknown. Columns that only the model fills may be left out; they start at nothing, keys at nobody, until the
opening completes them. Legal persons may have a `registered_number`, which is checked, and of which ids are made
where there are none. Of people nothing is taken that names them; their `employer` is an id or a registered number.
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final, Generic, TypeVar

import numpy as np
import polars as pl

from mangrove.arrays import Longs
from mangrove.errors import DataError, did_you_mean, problem_list
from mangrove.personal import personal_columns
from mangrove.register import Column, Field, Register, schema
from mangrove.registered import COLUMN, MEANING, ids_of, verdicts
from mangrove.tables import Table, as_text, as_typed, read_table

R = TypeVar("R", bound=Register)

EMPLOYER: Final = Field(
    "employer",
    np.dtype(np.str_),
    Column("text", "Id or registered number of the employer in your own register; -1 is nobody.", unknown=True),
)
"""Where the people of a file work, in place of the register's own column; a file may be without it."""

_SHOWN: Final = 20
_UNKNOWN: Final = ("", "nan", "NaN", "NAN")  # how tables are written out that hold unknown numbers
_YES_NO: Final = {
    "yes": 1, "no": 0, "true": 1, "false": 0, "1": 1, "0": 0, "-1": -1, "1.0": 1, "0.0": 0, "-1.0": -1,
    "是": 1, "否": 0,
}  # fmt: skip
_WRITE: Final = {"CNY": "; write yuan in digits alone, 40000000 for 4000万", "share": "; write 0.6 for 60 %"}
"""How to write a number of a unit, where people often write it otherwise."""
_WHOLE: Final = 100
"""Per cent of a whole."""
_SMALL: Final = 100_000.0
"""Yuan: where no amount of a file reaches this, its amounts may be in units of ten thousand."""


@dataclass(frozen=True)
class Loaded(Generic[R]):
    """A register as it was read from a file.

    Attributes:
        register: The register.
        given: Those of its columns that the file has, `id` among them.
        numbers: Registered numbers, empty where there is none; None if the file has no such column.
        employers: Ids or registered numbers of people's employers, empty where unknown; None if the file has none.
        remarks: What the person should know of the file; nothing that keeps it from being used.
    """

    register: R
    given: tuple[str, ...]
    numbers: pl.Series | None
    employers: pl.Series | None
    remarks: tuple[str, ...]


def read_register(path: Path, register: type[R], names: Mapping[str, Sequence[str]] | None = None) -> R:
    """Read a register from a file.

    Args:
        path: A file ending in .csv (one header line) or .parquet.
        register: The register's type.
        names: Names of the codes of columns whose list belongs to the region, such as `district`.

    Raises:
        DataError: with everything that is wrong, by column and row (rows as a spreadsheet counts them).
        SourceError: if the file cannot be read at all.
    """
    return load_register(path, register, names).register


def load_register(path: Path, register: type[R], names: Mapping[str, Sequence[str]] | None = None) -> Loaded[R]:
    """Read a register from a file, with what there is to say of the file; see `read_register`."""
    table = read_table(path)
    if register.personal:
        _refuse_personal(path, table, register)
    problems: list[str] = []
    numbers = None if register.personal else _numbers_of(table, problems)
    employers = _employers_of(table, problems) if register.personal else None
    columns: dict[str, Any] = {}
    for name, field in schema(register).items():
        if name in table.cells.columns and not (register.personal and name == EMPLOYER.name):
            listed = (names or {}).get(name, field.column.categories)
            columns[name] = Reading(field, table.cells[name], table.first_row, listed, problems).values()
        elif field.column.own:
            columns[name] = np.full(len(table.cells), -1 if field.column.unit == "id" else 0, field.dtype)
        elif name == "id" and numbers is not None:
            columns[name] = _made_ids(numbers, table.first_row, problems)
        else:
            problems.append(_absent(field, table, register))
    if "id" in table.cells.columns:
        problems += doubled("id", _as_whole(table.cells["id"]), table.first_row)
    if problems:
        raise DataError(problem_list(f"{path}: {len(problems)} problem(s)", problems))
    given = tuple(name for name in columns if name in table.cells.columns or name == "id")
    remarks = _remarks(table, register, columns, given)
    return Loaded(register(**columns).checked(), given, numbers, employers, remarks)


def asked(register: type[Register]) -> list[Field]:
    """The columns that a file of a register is asked for, in order, its people's employers last."""
    fields = [field for field in schema(register).values() if not field.column.own]
    return [*fields, EMPLOYER] if register.personal else fields


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
        self._shown = as_text(cells)
        self._text = self._shown if names else as_typed(self._shown)
        self.empty = self._text.is_in(_UNKNOWN).to_numpy()

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
            self._tell(wrong, f"are no whole number{self._commas(wrong)}")
            values = numbers.fill_null(0).to_numpy()
        else:
            numbers = self._text.cast(pl.Float64, strict=False).fill_null(np.nan).to_numpy()
            wrong = ~np.isfinite(numbers) & ~self.empty
            self._tell(wrong, f"are no number{self._commas(wrong) or _WRITE.get(self._unit, '')}")
            values = numbers
        self._check_range(values)
        return values.astype(dtype)

    def _commas(self, wrong: Any) -> str:
        """How to write numbers of which one has a comma, between its thousands or for its point."""
        commas = self._text.filter(pl.Series(wrong)).str.contains(",", literal=True).any()
        return "; write digits and a point, without commas" if commas else ""

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
        self._problems += _told(self._field.name, self._shown, wrong, self._first_row, what, self._field.column.meaning)


def doubled(name: str, cells: pl.Series, first_row: int) -> list[str]:
    """What to say of cells that are there twice and should not be, each with its rows; none of them being empty."""
    texts = as_text(cells)
    again = texts.is_duplicated() & (texts != "")
    if not again.any():
        return []
    rows = pl.DataFrame({"text": texts, "row": np.arange(len(texts)) + first_row}).filter(again)
    groups = rows.group_by("text", maintain_order=True).agg("row").rows()
    told = [f"{text} (rows {_some([str(row) for row in found])})" for text, found in groups[:_SHOWN]]
    return [f"{name}: {len(groups):,} are used twice or more: {_some(told, len(groups))}. Give each row its own."]


def in_ten_thousands(columns: Mapping[str, Any], fields: Sequence[Field]) -> list[str]:
    """A doubt about the unit of a file without a single amount that a firm would call large."""
    money = [columns[f.name] for f in fields if f.column.unit.startswith("CNY") and f.name in columns]
    most = max((float(np.nanmax(values)) for values in money if not np.isnan(values).all()), default=0.0)
    if not 0 < most < _SMALL:
        return []
    return [f"the largest amount is {most:,.10g} yuan; amounts are read in yuan, not in units of ten thousand (万元)"]


def _refuse_personal(path: Path, table: Table, register: type[Register]) -> None:
    found = personal_columns(table.cells, schema(register))
    if found:
        told = [f"{name}: {why}" for name, why in found.items()]
        asked = "The model needs none of it. Drop these columns, and give each row an id of your own (1, 2, 3 ...)."
        raise DataError(problem_list(f"{path}: {len(found)} column(s) hold personal data. {asked}", told))


def _numbers_of(table: Table, problems: list[str]) -> pl.Series | None:
    """The file's registered numbers, with what is wrong with them."""
    if COLUMN not in table.cells.columns:
        return None
    shown = as_text(table.cells[COLUMN])
    numbers = as_typed(shown).str.to_uppercase()
    misspelt, miscopied = verdicts(numbers)
    spelling = "are no unified social credit code of 18 digits and letters; an older number is left empty"
    problems += _told(COLUMN, shown, misspelt & (numbers != "").to_numpy(), table.first_row, spelling, MEANING)
    problems += _told(COLUMN, shown, miscopied, table.first_row, "have a wrong check character", MEANING)
    problems += doubled(COLUMN, numbers, table.first_row)
    return numbers


def _employers_of(table: Table, problems: list[str]) -> pl.Series | None:
    """Where the people of a file work, written alike; what is neither id nor registered number is a problem."""
    if EMPLOYER.name not in table.cells.columns:
        return None
    shown = as_text(table.cells[EMPLOYER.name])
    names = _as_whole(shown.str.strip_suffix(".0")).str.to_uppercase()  # a table with gaps writes ids as 12.0
    names = names.replace(list(_UNKNOWN), [""] * len(_UNKNOWN))
    misspelt, miscopied = verdicts(names)
    wrong = (misspelt | miscopied) & (names.cast(pl.Int64, strict=False).is_null() & (names != "")).to_numpy()
    what = "are neither an id nor a registered number"
    problems += _told(EMPLOYER.name, shown, wrong, table.first_row, what, EMPLOYER.column.meaning)
    return names


def _made_ids(numbers: pl.Series, first_row: int, problems: list[str]) -> Longs:
    empty = (numbers == "").to_numpy()
    problems += _told(COLUMN, numbers, empty, first_row, "are empty, and there is no id beside them", MEANING)
    ids = ids_of(numbers)
    if len(np.unique(ids)) < numbers.n_unique():
        problems.append(f"{COLUMN}: two of these numbers make the same id. Add a column id of your own.")
    return ids


def _absent(field: Field, table: Table, register: type[Register]) -> str:
    told = missing(field, [name for name in table.cells.columns if name not in schema(register)])
    return f"{told} Or give {COLUMN}, of which ids are made." if field.name == "id" and not register.personal else told


def _remarks(
    table: Table, register: type[Register], columns: Mapping[str, Any], given: Sequence[str]
) -> tuple[str, ...]:
    known = {*given} if register.personal else {*given, COLUMN}
    others = [repr(name) for name in table.cells.columns if name not in known]
    unread = [f"columns that this register does not have, which are not read: {', '.join(others)}"] if others else []
    made = [] if "id" in table.cells.columns else [f"ids are made of {COLUMN}"]
    doubt = [] if register.personal else in_ten_thousands(columns, [*schema(register).values()])
    return (*table.remarks, *unread, *made, *doubt)


def _told(name: str, shown: pl.Series, wrong: Any, first_row: int, what: str, meaning: str) -> list[str]:
    """What to say of wrong cells of a column, by row."""
    rows = np.flatnonzero(wrong)
    if not len(rows):
        return []
    cells = [f"row {row + first_row}{_quoted(shown[int(row)])}" for row in rows[:_SHOWN]]
    return [f"{name}: {_some(cells, len(rows))} {what}. {meaning}"]


def _some(told: Sequence[str], count: int | None = None) -> str:
    """The first of many things, and how many more there are."""
    more = (len(told) if count is None else count) - _SHOWN
    return f"{', '.join(told[:_SHOWN])}{f' and {more:,} more' if more > 0 else ''}"


def _as_whole(cells: pl.Series) -> pl.Series:
    """Cells that are whole numbers written alike: 1 for 01."""
    text = as_typed(as_text(cells))
    return text.cast(pl.Int64, strict=False).cast(pl.String).fill_null(text)


def _as_code(text: str, names: Sequence[str]) -> int | None:
    """The code of a category written as its number."""
    return int(text) if text.isdecimal() and int(text) < len(names) else None


def _quoted(text: str | None) -> str:
    return f" {text!r}" if text else ""
