"""Traders: sole traders (个体工商户), who are market entities but no enterprises."""

from dataclasses import dataclass
from typing import Annotated, ClassVar

from mangrove.arrays import Bytes8, Days, Longs
from mangrove.register import Column, Register


@dataclass(frozen=True, kw_only=True)
class Traders(Register):
    """One row a sole trader."""

    name: ClassVar[str] = "traders"

    id: Annotated[Longs, Column("id", "Key made of birth year, cell of birth and ordinal.")]
    founded_on: Annotated[Days, Column("day", "Day of registration.")]
    district: Annotated[Bytes8, Column("category", "District, by its place in the region's list.", low=0)]
