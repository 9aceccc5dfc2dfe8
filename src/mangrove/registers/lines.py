"""Lines: the product lines that technology firms run, kept in the order of the firms that own them."""

from dataclasses import dataclass
from typing import Annotated, ClassVar

from mangrove.arrays import Floats, Longs
from mangrove.register import Column, Register


@dataclass(frozen=True, kw_only=True)
class Lines(Register):
    """One row a product line; the rows of a firm stand together, firm after firm as in its register."""

    name: ClassVar[str] = "lines"

    id: Annotated[Longs, Column("id", "Key made of the line's parent and its rank among siblings.")]
    firm: Annotated[Longs, Column("id", "The firm that owns it.")]
    quality: Annotated[Floats, Column("1", "Quality, in the mean quality of all lines in the world.", low=0)]
