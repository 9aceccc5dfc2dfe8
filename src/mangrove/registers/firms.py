"""Firms: the technology firms of the region, enterprises that do R&D; real or simulated, the same columns.

A user's file may hold all enterprises: `technology` tells those that do R&D, which open here, from the others, which
open in `businesses`.

`_y1` to `_y3` are the last three closed years, the oldest first. Columns marked *own* are filled by the model
and are not asked of a user's file.
"""

from dataclasses import dataclass
from typing import Annotated, Any, ClassVar, Final, NamedTuple

from mangrove.arrays import Bools, Bytes8, Days, Doubles, Floats, Ints, Longs, Shorts
from mangrove.register import Column, Register

INDUSTRIES = (
    "electronics",
    "other_manufacturing",
    "construction",
    "trade",
    "transport",
    "hotels_catering",
    "information",
    "finance",
    "real_estate",
    "business_services",
    "science_technical",
    "entertainment",
    "other",
)
OWNERSHIP = ("state_collective", "private", "foreign")
FULL_SCORE: Final = 100.0
"""Points of a perfect innovation score."""


class Births(NamedTuple):
    """Technology firms that come into being, before they have traits: an entry a firm, sales and market in CNY/yr."""

    ids: Longs
    founded_on: Days
    district: Bytes8
    industry: Bytes8
    sales: Doubles
    market: Doubles
    high_type: Bytes8
    lines: Ints

    def where(self, kept: Bools) -> "Births":
        """The births that are kept."""
        cut: list[Any] = [column[kept] for column in self]
        return Births(*cut)


@dataclass(frozen=True, kw_only=True)
class Firms(Register):
    """One row a technology firm; the other enterprises (企业) and sole traders have registers of their own."""

    name: ClassVar[str] = "firms"

    id: Annotated[Longs, Column("id", "Key made of birth year, cell of birth and ordinal.")]
    founded_on: Annotated[Days, Column("day", "Day of registration.")]
    district: Annotated[Bytes8, Column("category", "District, by its place in the region's list.", low=0)]
    industry: Annotated[Bytes8, Column("category", "Main industry.", categories=INDUSTRIES)]
    ownership: Annotated[Bytes8, Column("category", "Who owns it.", categories=OWNERSHIP)]
    technology: Annotated[Bytes8, Column("yes/no", "Does R&D of its own.", low=-1, high=1)]
    audited: Annotated[Bytes8, Column("yes/no", "Keeps audited books.", low=-1, high=1, unknown=True)]
    technology_sme: Annotated[
        Bytes8, Column("yes/no", "On the national list of technology SMEs.", low=-1, high=1, unknown=True)
    ]
    in_supported_field: Annotated[
        Bytes8,
        Column("yes/no", "Main product in a state-supported high-tech field.", low=-1, high=1, unknown=True),
    ]
    owns_core_ip: Annotated[Bytes8, Column("yes/no", "Owns its core IP.", low=-1, high=1, unknown=True)]
    licences_core_ip: Annotated[
        Bytes8,
        Column("yes/no", "Holds an exclusive licence of five years or more.", low=-1, high=1, unknown=True),
    ]
    major_offence_last_year: Annotated[
        Bytes8,
        Column("yes/no", "Major safety, quality or environment offence.", low=-1, high=1, unknown=True),
    ]
    sales_y1: Annotated[Floats, Column("CNY/yr", "Sales three years ago.", low=0, unknown=True)]
    sales_y2: Annotated[Floats, Column("CNY/yr", "Sales two years ago.", low=0, unknown=True)]
    sales_y3: Annotated[Floats, Column("CNY/yr", "Sales of the last closed year.", low=0, unknown=True)]
    rnd_y1: Annotated[Floats, Column("CNY/yr", "R&D three years ago.", low=0, unknown=True)]
    rnd_y2: Annotated[Floats, Column("CNY/yr", "R&D two years ago.", low=0, unknown=True)]
    rnd_y3: Annotated[Floats, Column("CNY/yr", "R&D of the last closed year.", low=0, unknown=True)]
    rnd: Annotated[
        Floats, Column("CNY/yr", "R&D reported for the year; equals rnd_y3 once it closes.", low=0, own=True)
    ]
    real_rnd: Annotated[
        Floats, Column("CNY/yr", "R&D done in the year; the rest of what is reported is relabelled.", low=0, own=True)
    ]
    domestic_rnd_share: Annotated[Floats, Column("share", "R&D spent in China.", 0, 1, unknown=True)]
    high_tech_revenue_share: Annotated[Floats, Column("share", "Revenue from high-tech products.", 0, 1, unknown=True)]
    staff: Annotated[Floats, Column("person", "Staff.", low=0, unknown=True)]
    technical_staff: Annotated[Floats, Column("person", "Scientific and technical staff.", low=0, unknown=True)]
    rnd_staff: Annotated[Floats, Column("person", "R&D staff.", low=0, unknown=True)]
    college_staff: Annotated[Floats, Column("person", "Staff with a college diploma.", low=0, unknown=True)]
    score: Annotated[Floats, Column("1", "Innovation score.", 0, FULL_SCORE, unknown=True)]
    accredited_on: Annotated[Days, Column("day", "Day of the last high-tech certificate.", unknown=True)]
    inventions_held: Annotated[Ints, Column("application", "Invention applications so far.", low=0, own=True)]
    invention_applications: Annotated[
        Ints, Column("application/yr", "Invention applications of the year.", low=0, own=True)
    ]
    pct_applications: Annotated[Ints, Column("application/yr", "PCT applications of the year.", low=0, own=True)]
    value_added: Annotated[Floats, Column("CNY/yr", "Value added of the year.", own=True)]
    profit: Annotated[Floats, Column("CNY/yr", "Profit before tax of the year.", own=True)]
    tax_paid: Annotated[Floats, Column("CNY/yr", "Enterprise income tax of the year.", low=0, own=True)]
    tax_relief: Annotated[Doubles, Column("CNY/yr", "Income tax forgone by programmes in the year.", low=0, own=True)]
    grants: Annotated[Doubles, Column("CNY/yr", "Cash received from programmes in the year.", low=0, own=True)]
    lines: Annotated[Ints, Column("count", "Product lines.", low=0, own=True)]
    high_type: Annotated[Bytes8, Column("yes/no", "Of the type that invents more.", low=0, high=1, own=True)]
    market: Annotated[Floats, Column("CNY/yr", "Sales that a line of mean quality brings this firm.", low=0, own=True)]
    wedge: Annotated[Floats, Column("ratio", "R&D in its books over what the model's research costs.", low=0, own=True)]
    inventiveness: Annotated[Floats, Column("1", "Persistent factor on inventions, mean 1.", low=0, own=True)]
    professionals: Annotated[Ints, Column("person", "People of the register who work here.", low=0, own=True)]
    wages: Annotated[Doubles, Column("CNY/yr", "Wages of those people.", low=0, own=True)]
    skill: Annotated[Floats, Column("1", "Mean skill of those people.", low=0, own=True)]
    founder_born: Annotated[
        Shorts, Column("1", "Year of birth of that person; -1 is unknown.", low=-1, high=2100, unknown=True, own=True)
    ]
    led_standard: Annotated[
        Bytes8,
        Column(
            "yes/no", "Led a national standard that was issued in the year.", low=-1, high=1, unknown=True, own=True
        ),
    ]
    drawn_rnd: Annotated[
        Floats, Column("CNY/yr", "R&D of the year that the region's own programmes drew.", low=0, own=True)
    ]
    stake: Annotated[Doubles, Column("share", "Part of the firm that public funds own.", low=0, high=1, own=True)]
    founder: Annotated[Longs, Column("id", "The person who founded it; -1 is unknown.", low=-1, own=True)]
