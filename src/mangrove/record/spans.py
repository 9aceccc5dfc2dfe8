"""Spans: the values a printed figure leaves possible, and how a figure is written in a message."""

from dataclasses import dataclass
from decimal import Decimal
from math import inf
from typing import Final

from mangrove.figure import Bound, Figure

ABOUT_SHARE: Final = 0.01
"""Assumed half-width of a figure printed as approximate, as a share of it: sources that say "about" keep two
or three digits, and none says how far it may be off. A stated margin of error would replace it."""

COUNTED: Final = frozenset(("person", "firm", "entity", "application", "grant", "count", "rank"))
"""Units of whole things: a number of them printed in full has no rounding."""


@dataclass(frozen=True)
class Span:
    """A closed range of values, in the canonical unit."""

    low: float
    high: float

    def __add__(self, other: "Span") -> "Span":
        return Span(self.low + other.low, self.high + other.high)

    def __truediv__(self, other: "Span") -> "Span":
        """Divide by a positive span.

        >>> Span(1.0, 2.0) / Span(4.0, 5.0)
        Span(low=0.2, high=0.5)
        """
        low = 0.0 if other.high == inf else self.low / other.high
        return Span(low, self.high / other.low)

    def meets(self, other: "Span") -> bool:
        """Whether the two ranges have a value in common."""
        slack = 1e-12 * max(abs(self.low), abs(other.low))
        return self.low <= other.high + slack and other.low <= self.high + slack


def digits_span(figure: Figure) -> Span:
    """What rounding to the printed digits leaves possible, whatever the bound says."""
    counted = figure.unit.removesuffix("/yr") in COUNTED
    half = 0.0 if counted and figure.value == float(figure.printed) else figure.half_digit
    return Span(figure.value - half, figure.value + half)


def span(figure: Figure) -> Span:
    """What the figure leaves possible, given its digits and its bound."""
    rounding = digits_span(figure)
    if figure.bound is Bound.EXACT:
        return rounding
    if figure.bound is Bound.AT_LEAST:
        return Span(rounding.low, inf)
    half = max(figure.half_digit, ABOUT_SHARE * abs(figure.value))
    return Span(figure.value - half, figure.value + half)


def grouped(number: float | Decimal, decimals: int) -> str:
    """A number with thousands grouped and the given decimals.

    >>> grouped(22438.39, 1)
    '22,438.4'
    """
    return f"{number:,.{decimals}f}"


def digits(figure: Figure) -> str:
    """The figure's digits as printed, thousands grouped."""
    return grouped(Decimal(figure.printed), len(figure.printed.partition(".")[2]))


def shown(figure: Figure) -> str:
    """The figure as printed, with its bound and unit."""
    marks = {Bound.AT_LEAST: "at least ", Bound.ABOUT: "about ", Bound.EXPECTED: "expected "}
    return f"{marks.get(figure.bound, '')}{digits(figure)} {figure.printed_unit}"


def in_print(value: float, like: Figure, decimals: int = 1) -> str:
    """A canonical value in the printed unit of another figure."""
    factor = like.value / float(like.printed) if float(like.printed) else 1.0
    return grouped(value / factor, decimals)


def where(figure: Figure) -> str:
    """Series, place and period of a figure."""
    return f"{figure.series} {figure.place} {figure.period}"
