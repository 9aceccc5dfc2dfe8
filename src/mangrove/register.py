"""Register: a table of actors, one typed array per column, with the schema in the type annotations.

A register is a frozen dataclass whose fields are `Annotated[Array, Column(...)]`. The type checker sees plain
arrays; `schema()` reads the same annotations for checks, files and documentation. Values are never changed in
place: `but`, `take` and `keep_and_add` return a new register and share the columns that did not change.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, fields, replace
from functools import lru_cache
from typing import TYPE_CHECKING, Any, ClassVar, TypeVar, cast, get_args, get_type_hints

import numpy as np

from mangrove.arrays import Bools, Longs
from mangrove.errors import DataError, RuleError, did_you_mean, problem_list
from mangrove.kernels.blocks import in_blocks
from mangrove.units import check_unit

if TYPE_CHECKING:
    import polars as pl

R = TypeVar("R", bound="Register")

_SHOWN_IDS = 3


@dataclass(frozen=True)
class Column:
    """What one column holds.

    Attributes:
        unit: Canonical unit; "id" for keys, "day", "yes/no" and "category" for the rest.
        meaning: One sentence.
        low: Smallest allowed value.
        high: Largest allowed value.
        categories: Names of the codes 0, 1, 2 ... of a category; -1 is unknown.
        unknown: Whether a value may be missing (NaN, NaT or -1).
        own: Whether the model fills it, so that a user's file need not hold it.
    """

    unit: str
    meaning: str
    low: float | None = None
    high: float | None = None
    categories: tuple[str, ...] = ()
    unknown: bool = False
    own: bool = False


@dataclass(frozen=True)
class Field:
    """A column with its name and number type, as `schema` lists it."""

    name: str
    dtype: np.dtype[Any]
    column: Column


@lru_cache
def schema(register: "type[Register]") -> Mapping[str, Field]:
    """The columns of a register type, in order."""
    hints = get_type_hints(register, include_extras=True)
    found: dict[str, Field] = {}
    for field in fields(register):
        array, column = get_args(hints[field.name])
        scalar = get_args(get_args(array)[1])[0]
        dtype = np.dtype("datetime64[D]") if scalar is np.datetime64 else np.dtype(scalar)
        if column.unit not in ("id", "day", "yes/no", "category"):
            check_unit(column.unit, f"{register.__name__}.{field.name}")
        found[field.name] = Field(field.name, dtype, column)
    return found


@dataclass(frozen=True, kw_only=True)
class Register:
    """A table of actors; subclasses declare the columns, the first of which is `id`."""

    name: ClassVar[str] = ""
    personal: ClassVar[bool] = False
    """Whether its rows are people, of whom nothing is taken that names them."""

    def __len__(self) -> int:
        return len(cast("Longs", getattr(self, next(iter(schema(type(self)))))))

    def but(self: R, **columns: Any) -> R:
        """The same register with some columns replaced."""
        if not columns.keys() <= vars(self).keys():
            return replace(self, **columns)  # which says what is wrong
        other = object.__new__(type(self))
        vars(other).update(vars(self) | columns)  # several times faster than making each column a field anew
        return other

    def take(self: R, where: Longs | Bools) -> R:
        """The rows at the given positions, or where true, all columns copied."""
        return type(self)(**{name: getattr(self, name)[where] for name in schema(type(self))})

    def keep_and_add(self: R, kept: Bools, newcomers: R) -> R:
        """The kept rows followed by the newcomers, each column copied once, a block of rows at a time."""
        if not len(newcomers) and kept.all():
            return self
        stay = np.flatnonzero(kept)
        size = len(stay) + len(newcomers)
        joined = {name: np.empty(size, field.dtype) for name, field in schema(type(self)).items()}

        def join(start: int, stop: int) -> None:
            old = stay[start:stop]
            middle, new = start + len(old), slice(max(start - len(stay), 0), max(stop - len(stay), 0))
            for name, column in joined.items():
                if len(old):
                    getattr(self, name).take(old, out=column[start:middle], mode="clip")
                column[middle:stop] = getattr(newcomers, name)[new]

        in_blocks(join, size)
        return type(self)(**joined)

    def rows(self: R, where: Longs | Bools) -> R:
        """A view of some rows that cuts a column only when it is first read."""
        return cast("R", _Rows(self, where))

    def check(self) -> list[str]:
        """Everything that breaks the schema, a message each; empty if all is well."""
        problems: list[str] = []
        size = len(self)
        ids = cast("Longs", getattr(self, "id"))  # noqa: B009  (every register has one; the base does not declare it)
        ranked = np.sort(ids)
        twice = int((ranked[1:] == ranked[:-1]).sum())
        if twice:
            problems.append(f"{self.name}.id: {twice:,} ids are used twice. Give each actor its own.")
        for name, field in schema(type(self)).items():
            values = getattr(self, name)
            if values.dtype != field.dtype or values.shape != (size,):
                found = f"{values.dtype} of shape {values.shape}"
                problems.append(f"{self.name}.{name}: {found}, wanted {field.dtype} of ({size},)")
                continue
            problems += _range_problems(f"{self.name}.{name}", values, field.column, ids)
        return problems

    def checked(self: R) -> R:
        """This register, if it keeps its schema.

        Raises:
            DataError: with every problem in one list.
        """
        if problems := self.check():
            raise DataError(problem_list(f"{self.name}: {len(problems)} problem(s)", problems))
        return self

    def to_frame(self) -> "pl.DataFrame":
        """The register as a polars table, categories by name and unknown days as null."""
        import polars as pl

        columns: dict[str, Any] = {}
        for name, field in schema(type(self)).items():
            values = getattr(self, name)
            if field.column.categories:
                names = np.array([*field.column.categories, None], dtype=object)
                columns[name] = pl.Series(name, names[values].tolist(), dtype=pl.String)
            else:
                columns[name] = pl.Series(name, values)
        return pl.DataFrame(columns)


def empty(register: type[R]) -> R:
    """A register of that type with nobody in it."""
    return register(**{name: np.empty(0, field.dtype) for name, field in schema(register).items()})


def _range_problems(where: str, values: Any, column: Column, ids: Longs) -> list[str]:
    checks: list[tuple[Any, str]] = []
    if values.dtype.kind == "f":
        missing = np.isnan(values)
        checks.append((np.isinf(values), "are infinite"))
        if not column.unknown:
            checks.append((missing, "are missing"))
    elif values.dtype.kind == "M":
        if not column.unknown:
            checks.append((np.isnat(values), "are missing"))
    elif column.categories:
        low = -1 if column.unknown else 0
        checks.append(((values < low) | (values >= len(column.categories)), "are outside the list of categories"))
    if column.low is not None:
        checks.append((values < column.low, f"are below {column.low:g} {column.unit}"))
    if column.high is not None:
        checks.append((values > column.high, f"are above {column.high:g} {column.unit}"))
    return [
        f"{where}: {int(bad.sum()):,} of {len(values):,} rows {what} "
        f"(ids {', '.join(str(i) for i in ids[bad][:_SHOWN_IDS])}). {column.meaning} "
        "Mend the rows or mark them unknown."
        for bad, what in checks
        if bad.any()
    ]


class _Rows:
    """Some rows of a register, each column cut when first read."""

    def __init__(self, register: Register, where: Longs | Bools) -> None:
        self._register = register
        self._where = where
        self._size = int(np.count_nonzero(where)) if where.dtype == np.bool_ else len(where)

    def __len__(self) -> int:
        return self._size

    if not TYPE_CHECKING:  # a checker that saw this would accept any column name

        def __getattr__(self, name: str) -> Any:
            cut = getattr(self._register, name)[self._where]
            setattr(self, name, cut)
            return cut


class _Known:
    """Rows that know some columns only; reading any other is an error."""

    def __init__(self, register: type[Register], columns: Mapping[str, Any], size: int, why: tuple[str, str]) -> None:
        self._register = register
        self._size = size
        self._why = why
        for name, values in columns.items():
            setattr(self, name, values)

    def __len__(self) -> int:
        return self._size

    if not TYPE_CHECKING:

        def __getattr__(self, name: str) -> Any:
            if name in schema(self._register):
                where, missing = self._why
                msg = f"{where}: the rule reads {self._register.name}.{name}, {missing}"
                raise RuleError(msg)
            raise AttributeError(name)


def facts(register: type[R], told: Mapping[str, Any], where: str) -> R:
    """One row that knows only what it is told; reading any other column is an error.

    Raises:
        RuleError: if a fact is no column of the register.
    """
    known = schema(register)
    columns: dict[str, Any] = {}
    for name, value in told.items():
        if name not in known:
            msg = f"{where}: {register.name} has no column {name!r}; {did_you_mean(name, known)}"
            raise RuleError(msg)
        field = known[name]
        code = field.column.categories.index(value) if field.column.categories and isinstance(value, str) else value
        columns[name] = np.array([code], np.float64 if field.dtype.kind == "f" else field.dtype)
    return cast("R", _Known(register, columns, 1, (where, "which the example does not state")))


def records(register: type[R], columns: Mapping[str, Any], size: int, where: str) -> R:
    """Rows of a file that holds some of the columns, in the precision in which it was read."""
    return cast("R", _Known(register, columns, size, (where, "which the file does not have")))


class _Probe:
    """One row of which nothing is known, and which notes what is asked of it."""

    def __init__(self, register: type[Register]) -> None:
        self._register = register
        self.read: set[str] = set()

    def __len__(self) -> int:
        return 1

    if not TYPE_CHECKING:

        def __getattr__(self, name: str) -> Any:
            field = schema(self._register).get(name)
            if field is None:
                raise AttributeError(name)
            self.read.add(name)
            return np.full(1, {"f": np.nan, "M": "NaT"}.get(field.dtype.kind, -1), field.dtype)


def columns_read(register: type[R], read: Callable[[R], object]) -> frozenset[str]:
    """The columns that a function of the rows reads, found by calling it on a row of which nothing is known."""
    probe = _Probe(register)
    read(cast("R", probe))
    return frozenset(probe.read)
