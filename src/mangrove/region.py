"""Region: a day and its registers."""

from dataclasses import dataclass, fields, replace
from datetime import date
from typing import Any, Final

import numpy as np

from mangrove.arrays import Bytes8, Ints, Longs
from mangrove.register import Register
from mangrove.registers.businesses import Businesses
from mangrove.registers.firms import Firms
from mangrove.registers.institutes import Institutes
from mangrove.registers.lines import Lines
from mangrove.registers.people import People
from mangrove.registers.traders import Traders

_CELL_BITS: Final = 16
_ORDINAL_BITS: Final = 32


@dataclass(frozen=True)
class Region:
    """A region on one day.

    Attributes:
        name: Name of the region's pack ("shenzhen").
        place: Name of the place in the record ("Shenzhen").
        day: The day on which the registers hold; the last of a closed year.
        scale: Part of the real number of actors that the registers hold, above 0 and at most 1.
        districts: Names of the codes in every `district` column.
        firms: Technology firms.
        businesses: All other enterprises.
        traders: Sole traders.
        lines: Product lines of the firms, in their order.
        people: Professionals.
        institutes: Universities, research institutes and other public employers.
    """

    name: str
    place: str
    day: date
    scale: float
    districts: tuple[str, ...]
    firms: Firms
    businesses: Businesses
    traders: Traders
    lines: Lines
    people: People
    institutes: Institutes

    @property
    def weight(self) -> float:
        """How many real actors one row stands for."""
        return 1 / self.scale

    def enterprises(self, column: str) -> Any:
        """A column that firms and businesses share, of all enterprises: firms first."""
        return np.concatenate([getattr(self.firms, column), getattr(self.businesses, column)])

    @property
    def registers(self) -> dict[str, Register]:
        """The registers it has, by name."""
        parts = ((each.name, getattr(self, each.name)) for each in fields(self))
        return {name: part for name, part in parts if isinstance(part, Register)}

    def but(self, **changes: Any) -> "Region":
        """The same region with some parts replaced."""
        return replace(self, **changes)


def birth_ids(year: int, cells: Longs | Ints | Bytes8, ordinals: Longs) -> Longs:
    """Name actors by birthplace: year of birth, cell (district and trade) and ordinal within it.

    One more actor in a cell renames nobody else, as a running counter would.
    """
    base = np.int64(year) << (_CELL_BITS + _ORDINAL_BITS)
    return base | (cells.astype(np.int64) << _ORDINAL_BITS) | ordinals
