"""What the record says about a claim: one line for each figure on record, and what that figure can decide.

The page itself is never evidence, and another print of the same report (an echo) only shows that the page
quotes correctly. Evidence verifies a figure only if it pins every digit the page prints.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from enum import StrEnum
from typing import Final

from mangrove.audit.claims import Claim, Role, Route, Wording
from mangrove.audit.numbers import Number
from mangrove.figure import Bound, Figure
from mangrove.record import Record

PIN_LIMIT: Final = 0.01
"""Half a printed digit may be at most this share of the value if rounding is to verify it: a coarser print
would be met by too many values."""

ABOUT_SLACK: Final = 0.1
"""How far a figure that is only "about" so much may miss, as a floor: our judgement, one tenth."""

_SCALES: Final = ((1e12, " tn"), (1e9, " bn"), (1e6, " m"))
_THOUSAND: Final = 1000
_EVENT: Final = "date"  # the printed unit of an event: its period is what it tells
_TINY: Final = 1e-9


class Finding(StrEnum):
    """What one line of evidence finds."""

    AGREES = "agrees"  # an independent figure, equal
    ROUNDS = "rounds"  # an independent figure with more digits that rounds to the printed ones
    FLOOR = "floor"  # the figure is exactly what a source gives as a lower bound, or rounds down to it
    ECHO = "echo"  # another print of the page's own origin, equal
    PINS = "pins"  # follows by arithmetic from an independent figure
    AGAINST = "against"  # disagrees beyond rounding
    AGAINST_JOINT = "against jointly"  # an identity with other figures of the page fails: one of them is wrong
    OTHER_MEANING = "other meaning"  # equals another quantity
    WEAK = "does not decide"  # agrees, but does not pin the printed digits
    CONTEXT = "context"  # shown for the reader


@dataclass(frozen=True)
class Line:
    """One line of evidence: what it says, what that finds, where from."""

    says: str
    finding: Finding
    source: str = ""


@dataclass(frozen=True)
class Printed:
    """A claim's figure as read from the page, in the canonical unit.

    Attributes:
        claim: The claim.
        number: The figure as found.
        value: Its value in the canonical unit.
        half: Half a unit of its last printed digit.
    """

    claim: Claim
    number: Number
    value: float
    half: float

    @property
    def lower_bound(self) -> bool:
        """Whether the page words it as a lower bound ("over", "more than")."""
        return self.claim.wording is Wording.AT_LEAST

    @property
    def precise(self) -> bool:
        """Whether rounding to the printed digits can verify the figure."""
        return self.half <= PIN_LIMIT * abs(self.value)

    def rounds_from(self, value: float, slack: float = 0.0) -> bool:
        """Whether a more exact value gives the printed digits: rounded, or cut where the page says "over"."""
        gap = value - self.value
        if self.lower_bound:
            return -slack - _TINY <= gap < 2 * self.half + slack
        return abs(gap) <= (self.half + slack) * (1 + _TINY)


def printed_figure(claim: Claim, number: Number) -> Printed:
    """A claim's figure in its canonical unit."""
    factor = claim.factor
    return Printed(claim, number, float(number.value * factor), float(number.step * factor) / 2)


def evidence(printed: Printed, record: Record) -> tuple[Line, ...]:
    """All lines of the record on one claim, in the order of its routes."""
    routes = printed.claim.routes or (Route(),)
    lines = (line for route in routes for line in _lines(printed, route, record))
    return tuple(line for line in lines if line is not None)


def chosen(record: Record, series: str, place: str, period: str) -> tuple[Figure, ...]:
    """Figures on record of a series, place and period (empty: any) that are not the page itself.

    Raises:
        DataError: if the record has no such series.
    """
    found = record.select(series, place, int(period[:4]) if period else None)
    return tuple(
        figure for figure in found if not figure.page_itself and ("-" not in period or figure.period.startswith(period))
    )


def show_value(value: float, unit: str) -> str:
    """A value for a reader, in per cent, billions or thousands.

    >>> show_value(0.0413, "share"), show_value(9e10, "CNY"), show_value(11230, "firm")
    ('4.13 %', '90 bn yuan', '11,230')
    """
    if unit == "share":
        return f"{value * 100:.6g} %"
    if unit == "m2":
        return f"{value / 1e6:,.6g} km2" if value >= 1e6 else f"{value:,.6g} m2"
    if unit == "flop/s":
        return f"{value / 1e15:.6g} Pflop/s"
    currency = {"CNY": " yuan", "CNY/yr": " yuan", "USD": " US dollars", "USD/yr": " US dollars"}.get(unit, "")
    if currency:
        for scale, name in _SCALES:
            if abs(value) >= scale:
                return f"{value / scale:,.7g}{name}{currency}"
    return f"{value:,.0f}{currency}" if abs(value) >= _THOUSAND else f"{value:.6g}{currency}"


def _lines(printed: Printed, route: Route, record: Record) -> Iterator[Line | None]:
    claim = printed.claim
    series = route.series or claim.series
    period = route.period or ("" if route.role is Role.DAY else str(claim.year))
    if not route.series and series not in record.series:
        return  # known from the page alone
    for figure in chosen(record, series, route.place or claim.place, period):
        finding = _finding(printed, figure, route.role)
        if finding is not None:
            yield Line(_says(figure, route), finding, figure.source)


def _finding(printed: Printed, figure: Figure, role: Role) -> Finding | None:
    """What a figure on record finds in one role; None if it has nothing to show."""
    match role:
        case Role.VALUE:
            return _judge(printed, figure)
        case Role.DAY:
            return _judge_day(printed.number.day, figure)
        case Role.FLOOR:
            return Finding.AGAINST if printed.value < _floor(figure) - printed.half else Finding.WEAK
        case Role.OTHER_MEANING:
            return Finding.OTHER_MEANING if _equal(printed.value, figure.value) else None
        case Role.CONTEXT:
            return Finding.CONTEXT


def _judge(printed: Printed, figure: Figure) -> Finding:
    """Hold a printed figure against one on record of the same quantity."""
    if figure.bound is Bound.AT_LEAST:
        if _equal(printed.value, figure.value):
            return Finding.FLOOR
        below = printed.value < figure.value - printed.half
        return Finding.AGAINST if below and not printed.lower_bound else Finding.WEAK
    if figure.bound is not Bound.EXACT:
        return Finding.WEAK
    if _equal(printed.value, figure.value) and figure.echo:
        return Finding.ECHO
    if _equal(printed.value, figure.value):
        return Finding.FLOOR if printed.lower_bound else Finding.AGREES
    if printed.rounds_from(figure.value):
        return _rounding(printed, figure)
    coarser = abs(printed.value - figure.value) <= printed.half + figure.half_digit and (
        figure.half_digit > printed.half
    )
    return Finding.WEAK if coarser or (printed.lower_bound and figure.value > printed.value) else Finding.AGAINST


def _floor(figure: Figure) -> float:
    """What a figure on record guarantees at least; an expectation guarantees nothing."""
    slack = {Bound.ABOUT: ABOUT_SLACK, Bound.EXPECTED: 1.0}.get(figure.bound, 0.0)
    return figure.value * (1 - slack)


def _rounding(printed: Printed, figure: Figure) -> Finding:
    """What a figure with more digits finds if it rounds to the printed ones."""
    if not printed.precise:
        return Finding.WEAK
    if figure.echo:
        return Finding.ECHO
    return Finding.FLOOR if printed.lower_bound else Finding.ROUNDS


def _judge_day(day: str, figure: Figure) -> Finding:
    """Hold a printed date against a day on record: it agrees if that day lies within the printed period."""
    if figure.bound is not Bound.EXACT:
        return Finding.WEAK
    if figure.period.startswith(day):
        return Finding.ECHO if figure.echo else Finding.AGREES
    return Finding.WEAK if day.startswith(figure.period) else Finding.AGAINST


def _equal(one: float, other: float) -> bool:
    return abs(one - other) <= _TINY * max(abs(one), abs(other), _TINY)


def _says(figure: Figure, route: Route) -> str:
    """A figure on record in words: what, when, how much, by whom, with what reservation."""
    bound = {Bound.AT_LEAST: "at least ", Bound.ABOUT: "about ", Bound.EXPECTED: "expected "}.get(figure.bound, "")
    dated = route.role is Role.DAY or figure.printed_unit == _EVENT
    value = "" if dated else f" = {bound}{show_value(figure.value, figure.unit)}"
    where = "" if figure.place == "Shenzhen" else f", {figure.place}"
    origin = "same origin as the page" if figure.echo else str(figure.quality)
    note = f": {route.note}" if route.note else ""
    return f"{figure.series}{where}, {figure.period}{value} ({origin}){note}"
