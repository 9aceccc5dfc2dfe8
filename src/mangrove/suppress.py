"""Suppress: counts of a person's own register are shown without its small cells, nor so that they can be worked out.

A cell of fewer than a set number of rows, but not of none, is hidden. Where the total printed beside the cells would
still give a hidden cell away, the smallest of the cells that show is hidden too, and so on until every hidden cell may
be at least two numbers; where no such cell is left, all cells of the table are hidden.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from typing import Final

SMALLEST_CELL: Final = 10
"""Rows from which on a cell is shown, unless the person says otherwise."""
SMALLEST_OF_PEOPLE: Final = 3
"""The least that can be asked of tables on people: with two in a cell, each of the two knows of the other."""


class Cell(StrEnum):
    """How a cell is shown."""

    SHOWN = "shown"
    SMALL = "small"
    HIDDEN = "hidden"


@dataclass(frozen=True)
class Counts:
    """A table of counts that can be published.

    Attributes:
        smallest: Rows from which on a cell is shown.
        total: All rows; None where they are too few themselves.
        cells: Name and count of each cell, in order; the count is None where it is not shown.
        kinds: How each cell is shown.
    """

    smallest: int
    total: int | None
    cells: Mapping[str, int | None]
    kinds: Mapping[str, Cell]

    def text(self, name: str) -> str:
        """A cell as it is printed."""
        if self.kinds[name] is Cell.SHOWN:
            return f"{self.cells[name]:,}"
        return f"<{self.smallest}" if self.kinds[name] is Cell.SMALL else "hidden"


def suppressed(counts: Mapping[str, int], smallest: int = SMALLEST_CELL) -> Counts:
    """Counts of one column's values with the small ones hidden, for printing beside their total.

    >>> table = suppressed({"doctor": 4, "master": 30, "bachelor": 800})
    >>> [table.text(name) for name in table.cells]
    ['<10', 'hidden', '800']
    >>> suppressed({"doctor": 4, "master": 3, "bachelor": 800}).cells
    {'doctor': None, 'master': None, 'bachelor': 800}

    Args:
        counts: Rows of each value; every row is in one of them.
        smallest: Rows from which on a cell is shown; 1 hides nothing.
    """
    total = sum(counts.values())
    kinds = {name: Cell.SMALL if 0 < count < smallest else Cell.SHOWN for name, count in counts.items()}
    if 0 < total < smallest:
        kinds = dict.fromkeys(counts, Cell.HIDDEN)
        return Counts(smallest, None, dict.fromkeys(counts), kinds)
    while Cell.SMALL in kinds.values() and _is_derivable(counts, kinds, smallest):
        shown = [name for name in counts if kinds[name] is Cell.SHOWN and counts[name]]
        if not shown:
            kinds = dict.fromkeys(counts, Cell.HIDDEN)
            break
        kinds[min(shown, key=counts.__getitem__)] = Cell.HIDDEN
    cells = {name: count if kinds[name] is Cell.SHOWN else None for name, count in counts.items()}
    return Counts(smallest, total, cells, kinds)


def _is_derivable(counts: Mapping[str, int], kinds: Mapping[str, Cell], smallest: int) -> bool:
    """Whether a reader who knows the total, the cells shown and this rule can work out a hidden cell.

    Each hidden cell lies between a least and a most, and together they are the total less what is shown.
    """
    shown = [count for name, count in counts.items() if kinds[name] is Cell.SHOWN]
    rest = sum(counts.values()) - sum(shown)
    ceiling = min((count for count in shown if count), default=rest)
    ranges = {Cell.SMALL: (1, smallest - 1), Cell.HIDDEN: (smallest, ceiling)}
    return any(low == high for low, high in _possible([ranges[k] for k in kinds.values() if k in ranges], rest))


def _possible(ranges: Sequence[tuple[int, int]], rest: int) -> list[tuple[int, int]]:
    """What each of some numbers can be at least and at most, given a range for each and their sum."""
    least, most = sum(low for low, _ in ranges), sum(high for _, high in ranges)
    return [(max(low, rest - (most - high)), min(high, rest - (least - low))) for low, high in ranges]
