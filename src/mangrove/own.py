"""Own: what there is to say of a register of one's own, what its file looks like, and the file once it is checked.

Every table of counts goes through `suppressed`. A quantile is shown where enough rows lie on either side of it, in
four digits, and of days by month.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final

import numpy as np
import polars as pl

from mangrove.arrays import Longs
from mangrove.errors import ScenarioError
from mangrove.explain import UNITS, aligned
from mangrove.files import whole
from mangrove.load import EMPLOYER, Loaded, asked
from mangrove.register import Field, Register, schema
from mangrove.registered import COLUMN, MEANING
from mangrove.registers.firms import Firms
from mangrove.registers.institutes import Institutes
from mangrove.registers.people import People
from mangrove.suppress import SMALLEST_OF_PEOPLE, Cell, Counts, suppressed

REGISTERS: Final[Mapping[str, type[Register]]] = {"firms": Firms, "people": People, "institutes": Institutes}
"""The registers that a person can hold."""

Names = Mapping[str, Sequence[str]]
"""Names of the codes of columns whose list belongs to the region."""

_SHARES: Final = (0.05, 0.25, 0.5, 0.75, 0.95)
_KEYS: Final = ("id", EMPLOYER.name)
"""Columns that say which row is meant, and measure nothing."""
_YES_NO: Final = ("no", "yes")
_EMPTY: Final = "unknown"
_INVENTED: Final = {
    "id": ("1", "2"), "major_offence_last_year": ("no", "no"), "accredited_on": ("", ""),
    "founded_on": ("1998-03-16", "2009-11-02"),
    "sales_y1": ("21000000", ""), "sales_y2": ("23500000", "400000"), "sales_y3": ("26000000", "950000"),
    "rnd_y1": ("1200000", ""), "rnd_y2": ("1400000", "0"), "rnd_y3": ("1650000", "0"),
    "domestic_rnd_share": ("1", ""), "high_tech_revenue_share": ("0.8", ""), "staff": ("64", "5"),
    "technical_staff": ("22", ""), "rnd_staff": ("9", "0"), "college_staff": ("30", ""), "score": ("78", ""),
    "birth_year": ("1972", "1985"), "arrived": ("1996", "2008"), "employer": ("1", "-1"), "skill": ("2.1", "1.2"),
    "wage": ("186000", "64000"), "posts": ("1200", "45"), "institutes.id": ("101", "102"),
}  # fmt: skip
"""Two rows of an example, made up; ids of institutes are none that a firm has."""


@dataclass(frozen=True)
class Spread:
    """A column's quantiles, None where too few rows lie on either side; days as days since 1970."""

    unit: str
    known: Counts
    quantiles: tuple[float | None, ...]

    def text(self) -> list[str]:
        """The quantiles as they are printed: four digits, and days by month."""
        return ["hidden" if value is None else _short(value, self.unit) for value in self.quantiles]


@dataclass(frozen=True)
class Summary:
    """A register in tables that can be published.

    Attributes:
        rows: The rows, as a table of one cell.
        counts: By column, the rows of each value.
        spreads: By column of numbers or days, its quantiles.
    """

    rows: Counts
    counts: Mapping[str, Counts]
    spreads: Mapping[str, Spread]


def least_cell(register: type[Register], asked: int) -> int:
    """The size below which cells are hidden, as asked for.

    Raises:
        ScenarioError: if tables would hide nothing that is hidden, or of people too little.
    """
    if asked < SMALLEST_OF_PEOPLE and (register.personal or asked != 1):
        other = "" if register.personal else " A 1 hides nothing."
        msg = f"--smallest-cell {asked}: must be at least {SMALLEST_OF_PEOPLE}; below 2 there is only 1.{other}"
        raise ScenarioError(msg)
    return asked


def summary(loaded: Loaded[Any], names: Names, smallest: int) -> Summary:
    """Count and measure the columns that the file has.

    Args:
        loaded: The register.
        names: Names of the region's codes.
        smallest: Rows from which on a cell is shown.
    """
    counts: dict[str, Counts] = {}
    spreads: dict[str, Spread] = {}
    register: Register = loaded.register
    for name in loaded.given:
        field = schema(type(register))[name]
        values = getattr(register, name)
        if field.column.unit in ("category", "yes/no"):
            counts[name] = suppressed(_counted(values, _names_of(field, names), field), smallest)
        elif name not in _KEYS:
            spreads[name] = _spread(values, field, smallest)
    return Summary(suppressed({"rows": len(register)}, smallest), counts, spreads)


def show(found: Summary, register: type[Register], path: Path) -> str:
    """The summary as text."""
    smallest = found.rows.smallest
    if found.rows.total is None:
        return f"{register.name} in {path}: fewer than {smallest} rows, too few for tables, and nothing wrong with them"
    hidden = f"; of fewer than {smallest} rows no number is shown" if smallest > 1 else ""
    lines = [f"{register.name} in {path}: {found.rows.total:,} rows, and nothing wrong with them{hidden}", ""]
    cells = [
        (column if not place else "", value, table.text(value))
        for column, table in found.counts.items()
        for place, value in enumerate(table.cells)
    ]
    wide = [max(len(row[place]) for row in [("column", "value", "rows"), *cells]) for place in range(3)]
    lines += [f"{a:<{wide[0]}}  {b:<{wide[1]}}  {c:>{wide[2]}}" for a, b, c in [("column", "value", "rows"), *cells]]
    heads = ["column", "unit", _EMPTY, *(f"{share:.0%}" for share in _SHARES)]
    table = [heads, *([column, spread.unit, spread.known.text(_EMPTY), *spread.text()]
                      for column, spread in found.spreads.items())]  # fmt: skip
    widths = [max(len(row[place]) for row in table) for place in range(len(heads))]
    lines += ["", *(_row(row, widths) for row in table)]
    if any(kind is Cell.HIDDEN for one in _tables(found) for kind in one.kinds.values()):
        lines += ["", "hidden: it would give away a small one, or too few rows lie beyond it"]
    return "\n".join(lines)


def to_json(found: Summary, register: type[Register], remarks: Sequence[str]) -> dict[str, Any]:
    """The summary for other programs; null is what is not shown."""
    quantiles = {
        name: {
            "unit": spread.unit,
            **spread.known.cells,
            **{f"p{round(100 * share)}": None if value is None else _rounded(value, spread.unit)
               for share, value in zip(_SHARES, spread.quantiles, strict=True)},
        }
        for name, spread in found.spreads.items()
    }  # fmt: skip
    smallest = found.rows.smallest
    note = f"null is not shown: it counts fewer than {smallest} rows, or would give away a number that does"
    return {
        "register": register.name,
        "rows": found.rows.total,
        "smallest_cell": smallest,
        "note": note,
        "counts": {name: dict(table.cells) for name, table in found.counts.items()},
        "quantiles": quantiles,
        "remarks": list(remarks),
    }


def template(register: type[Register], names: Names, *, example: bool) -> tuple[str, str]:
    """A file of a register with its header and, if asked for, two invented rows; and what its columns hold."""
    fields = asked(register)
    rows = [",".join(_cell(register, field, names, row) for field in fields) for row in range(2)] if example else []
    told = [(field.name, UNITS.get(field.column.unit, field.column.unit), _holds(field, names)) for field in fields]
    if not register.personal:
        told.append((COLUMN, "text", f"{MEANING} May be left out; it takes the place of id."))
    return "\n".join([",".join(field.name for field in fields), *rows]), aligned(told)


def write_register(loaded: Loaded[Any], names: Names, out: Path) -> None:
    """Write a register as Parquet in its own types: the columns that the file had, categories by name.

    Raises:
        ScenarioError: if the name is of another kind of file.
        SourceError: if it cannot be written.
    """
    if out.suffix.lower() != ".parquet":
        msg = f"--out {out}: the register is written as Parquet. Give a name ending in .parquet."
        raise ScenarioError(msg)
    frame = loaded.register.to_frame().select(loaded.given)
    if loaded.employers is not None:
        frame = frame.with_columns(loaded.employers.alias(EMPLOYER.name))
    listed = [
        pl.Series(name, np.array(names[name])[frame[name].to_numpy()], pl.String)
        for name in frame.columns
        if name in names
    ]
    numbers = [] if loaded.numbers is None else [loaded.numbers.alias(COLUMN)]
    with whole(out) as partial:
        frame.with_columns(*listed, *numbers).write_parquet(partial)


def _names_of(field: Field, names: Names) -> Sequence[str]:
    return _YES_NO if field.column.unit == "yes/no" else names.get(field.name, field.column.categories)


def _counted(values: Longs, names: Sequence[str], field: Field) -> dict[str, int]:
    """Rows of each value, and of none where a column may be unknown."""
    found = np.bincount(values.astype(np.int64) + 1, minlength=len(names) + 1).tolist()
    counted = dict(zip(names, found[1:], strict=True))
    return counted | {_EMPTY: found[0]} if field.column.unknown else counted


def _spread(values: Any, field: Field, smallest: int) -> Spread:
    numbers = values.astype(np.float64) if values.dtype.kind != "M" else _day_numbers(values)
    known = numbers[~np.isnan(numbers)]
    counts = suppressed({"known": len(known), _EMPTY: len(numbers) - len(known)}, smallest)
    found = np.quantile(known, _SHARES).tolist() if len(known) else _SHARES
    told = [
        value if min(share, 1 - share) * len(known) >= smallest else None
        for share, value in zip(_SHARES, found, strict=True)
    ]
    return Spread(field.column.unit, counts, tuple(told))


def _day_numbers(days: Any) -> Any:
    return np.where(np.isnat(days), np.nan, days.astype(np.int64).astype(np.float64))


def _rounded(value: float, unit: str) -> float | str:
    """A number in four digits; a day's month."""
    return str(np.datetime64(round(value), "D").astype("datetime64[M]")) if unit == "day" else float(f"{value:.4g}")


def _short(value: float, unit: str) -> str:
    told = _rounded(value, unit)
    return told if isinstance(told, str) else f"{told:.10g}" if unit == "1" else f"{told:,.10g}"


def _row(cells: Sequence[str], widths: Sequence[int]) -> str:
    """A line of the table of quantiles: two columns of text, then numbers."""
    texts = [f"{cell:<{width}}" for cell, width in zip(cells[:2], widths, strict=False)]
    return "  ".join([*texts, *(f"{cell:>{width}}" for cell, width in zip(cells[2:], widths[2:], strict=True))])


def _tables(found: Summary) -> list[Counts]:
    return [*found.counts.values(), *(spread.known for spread in found.spreads.values())]


def _holds(field: Field, names: Names) -> str:
    """What a column holds, what it may say, and whether it may say nothing."""
    if field.name == "id":
        return "A whole number of your own, each once."
    listed = names.get(field.name, field.column.categories)
    one_of = f" One of {', '.join(listed)}." if listed else ""
    return f"{field.column.meaning}{one_of}{' May be empty.' if field.column.unknown else ''}"


def _cell(register: type[Register], field: Field, names: Names, row: int) -> str:
    """A cell of the example: what is made up for it, or one of what it may say."""
    told = _INVENTED.get(f"{register.name}.{field.name}") or _INVENTED.get(field.name)
    if told:
        return told[row]
    return _names_of(field, names)[row if field.column.unit == "category" else -1 - row]
