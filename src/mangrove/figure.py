"""Figure: one published number, with series, place, period, value, unit, vintage, source and quality."""

from dataclasses import dataclass
from decimal import Decimal
from enum import StrEnum


class Bound(StrEnum):
    """What the printed number claims to be."""

    EXACT = "exact"
    AT_LEAST = "at_least"
    ABOUT = "about"
    EXPECTED = "expected"


class Quality(StrEnum):
    """Who printed it."""

    OFFICIAL = "official"
    PRESS = "press"
    DERIVED = "derived"


@dataclass(frozen=True)
class Figure:
    """One published number.

    Attributes:
        series: Name of the series, as in the record's list of series.
        place: "Shenzhen", or "Shenzhen/Nanshan" for a district.
        period: The year ("2017"); parts of a year are series of their own, ending in `_ytd`.
        value: Value in the canonical unit.
        unit: Canonical unit.
        printed: The digits as printed ("4.13", "900").
        printed_unit: The unit as printed ("%", "100m yuan").
        bound: What the number claims to be.
        quality: Who printed it.
        published_on: The vintage: year, month or day of publication, ISO; empty where unknown.
        page_itself: Whether the page under audit (or its twin) is the only source: a claim, never evidence.
        source: Address or description of the source.
        note: How it was read, derived or limited.
        echo: Whether it shares the page's origin (another print of the same report): it shows that the page
            quotes correctly, not that the number is true.
        scope: Label of a change of scope or vintage within the series; figures with different labels are
            never spliced in silence.
    """

    series: str
    place: str
    period: str
    value: float
    unit: str
    printed: str
    printed_unit: str
    bound: Bound
    quality: Quality
    published_on: str
    page_itself: bool
    source: str
    note: str
    scope: str = ""
    echo: bool = False

    @property
    def year(self) -> int:
        """The year the figure is about."""
        return int(self.period[:4])

    @property
    def half_digit(self) -> float:
        """Half a unit of the last printed digit, in the canonical unit: what rounding alone can explain."""
        digits = Decimal(self.printed)
        exponent = digits.as_tuple().exponent
        if not isinstance(exponent, int):
            return 0.0
        one = Decimal(1).scaleb(exponent)
        factor = self.value / float(digits) if digits else 1.0
        return float(one) / 2 * abs(factor)
