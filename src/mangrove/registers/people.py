"""People: the region's professionals (人才), each with what they can do, where they came from and who employs them.

Employers stand in three registers. `employer` is a place in the chain of firms, then businesses, then institutes,
as the three stand on the region's day; -1 is nobody. A user's file names employers by their ids instead.
"""

from dataclasses import dataclass
from typing import Annotated, ClassVar, Final

import numpy as np

from mangrove.arrays import Bytes8, Doubles, Floats, Ints, Longs, Shorts
from mangrove.register import Column, Register

FIELDS: Final = ("computing", "engineering", "science", "health_education", "business", "design_media", "trades")
LEVELS: Final = ("diploma", "bachelor", "master", "doctor", "academician")
ORIGINS: Final = ("local", "domestic", "returnee", "foreign")
STATUSES: Final = ("none", "reserve", "local_leader", "national_leader", "outstanding", "overseas")
NOBODY: Final = -1


@dataclass(frozen=True, kw_only=True)
class People(Register):
    """One row a professional: a person with a diploma, a degree or a skilled trade, of working age."""

    name: ClassVar[str] = "people"
    personal: ClassVar[bool] = True

    id: Annotated[Longs, Column("id", "Key made of the year of arrival, the cell of origin and ordinal.")]
    field: Annotated[Bytes8, Column("category", "Field of study or trade.", categories=FIELDS)]
    level: Annotated[Bytes8, Column("category", "Highest level reached.", categories=LEVELS)]
    birth_year: Annotated[Shorts, Column("1", "Year of birth.", low=1900, high=2100)]
    origin: Annotated[Bytes8, Column("category", "Where the person came from.", categories=ORIGINS)]
    arrived: Annotated[Shorts, Column("1", "Year of arrival, or of joining the professionals.", low=1900, high=2100)]
    district: Annotated[Bytes8, Column("category", "District, by its place in the region's list.", low=0)]
    employer: Annotated[
        Ints, Column("1", "Place of the employer in the chain of employers; -1 is nobody.", low=-1, own=True)
    ]
    skill: Annotated[Floats, Column("1", "Skill, in that of a starting diploma holder.", low=0)]
    wage: Annotated[Floats, Column("CNY/yr", "Wage; of who is out of work the last one, or what is asked.", low=0)]
    status: Annotated[Bytes8, Column("category", "Recognition by talent programmes.", categories=STATUSES)]


def reached(people: People, level: float) -> Longs:
    """Rows of those who reached a level, by its place in the list; quick in a register of millions."""
    return np.flatnonzero(people.level >= np.int8(np.ceil(level)))


def ages(people: People, day: np.datetime64) -> Doubles:
    """Years from each person's year of birth to the year of a day."""
    born = people.birth_year.astype(np.float64)
    return float(str(day.astype("datetime64[Y]"))) - born
