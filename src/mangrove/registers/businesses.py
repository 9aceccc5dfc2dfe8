"""Businesses: enterprises that do no R&D of their own, which is nearly all of them; they carry few columns."""

from dataclasses import dataclass
from typing import Annotated, ClassVar, NamedTuple

from mangrove.arrays import Bytes8, Days, Doubles, Floats, Ints, Longs
from mangrove.register import Column, Register
from mangrove.registers.firms import INDUSTRIES, OWNERSHIP


class Starts(NamedTuple):
    """Businesses of known age and size, before they have other traits: an entry a business, sales in CNY/yr."""

    ids: Longs
    founded_on: Days
    district: Bytes8
    industry: Bytes8
    sales: Doubles


class Cohort(NamedTuple):
    """Businesses registered in a year, before they have traits: an entry a business; and their mean sales, CNY/yr."""

    ids: Longs
    district: Bytes8
    industry: Bytes8
    sales: float


@dataclass(frozen=True, kw_only=True)
class Businesses(Register):
    """One row an enterprise (企业) without R&D; those with R&D are in `firms`."""

    name: ClassVar[str] = "businesses"

    id: Annotated[Longs, Column("id", "Key made of birth year, cell of birth and ordinal.")]
    founded_on: Annotated[Days, Column("day", "Day of registration.")]
    district: Annotated[Bytes8, Column("category", "District, by its place in the region's list.", low=0)]
    industry: Annotated[Bytes8, Column("category", "Main industry.", categories=INDUSTRIES)]
    ownership: Annotated[Bytes8, Column("category", "Who owns it.", categories=OWNERSHIP)]
    sales_y2: Annotated[Floats, Column("CNY/yr", "Sales two years ago.", low=0, unknown=True)]
    sales_y3: Annotated[Floats, Column("CNY/yr", "Sales of the last closed year.", low=0, unknown=True)]
    staff: Annotated[Floats, Column("person", "Staff.", low=0, unknown=True)]
    professionals: Annotated[Ints, Column("person", "People of the register who work here.", low=0, own=True)]
    wages: Annotated[Doubles, Column("CNY/yr", "Wages of those people.", low=0, own=True)]
