"""Institutes: universities, research institutes and the other public employers of professionals."""

from dataclasses import dataclass
from typing import Annotated, ClassVar, Final

from mangrove.arrays import Bytes8, Days, Doubles, Floats, Ints, Longs
from mangrove.register import Column, Register

KINDS: Final = ("university", "research_institute", "school", "hospital", "public_body")


@dataclass(frozen=True, kw_only=True)
class Institutes(Register):
    """One row an institute. All are there at every scale; what is scaled is their posts.

    In an opening drawn by Mangrove those with a name bear the ids of the region's list (`mangrove institutes`).
    """

    name: ClassVar[str] = "institutes"

    id: Annotated[Longs, Column("id", "Key of the institute.")]
    founded_on: Annotated[Days, Column("day", "Day of founding.", unknown=True)]
    kind: Annotated[Bytes8, Column("category", "What it is.", categories=KINDS)]
    district: Annotated[Bytes8, Column("category", "District, by its place in the region's list.", low=0)]
    posts: Annotated[
        Floats, Column("person", "Posts for professionals; a run has the part of them that its scale says.", low=0)
    ]
    professionals: Annotated[Ints, Column("person", "People of the register who work here.", low=0, own=True)]
    wages: Annotated[Doubles, Column("CNY/yr", "Wages of those people.", low=0, own=True)]
