"""Equations across the claims of a page and the record: what they compute, and whom that helps or accuses.

An identity pins a claim only through at least one independent figure; where other figures of the page stand
in it too, they are pinned together, and if it fails, together accused.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from math import prod
from typing import Final

from mangrove.audit.claims import Identity, Term
from mangrove.audit.evidence import Finding, Line, Printed, chosen, show_value
from mangrove.figure import Bound, Figure
from mangrove.record import Record

_COUNTED: Final = ("firm", "person", "count", "entity", "application", "grant", "rank", "yr", "1")
_HALF_A_UNIT: Final = 0.5


@dataclass(frozen=True)
class Computed:
    """What one identity gives on this page.

    Attributes:
        lines: Lines of evidence by claim id.
        readings: Notes on wording by claim id, where the identity holds.
    """

    lines: Mapping[str, tuple[Line, ...]]
    readings: Mapping[str, str]


@dataclass(frozen=True)
class _Value:
    """A term with its value, how far rounding may move it, and whether the record holds it."""

    value: float
    slack: float
    shown: str
    recorded: bool
    claim: str = ""
    source: str = ""
    minus: bool = False


def compute(identity: Identity, place: str, printed: Mapping[str, Printed], record: Record) -> Computed:
    """Compute one identity with the figures of this page; empty where a term is missing.

    Args:
        identity: The equation.
        place: Place of the record's series where a term names none.
        printed: The page's figures by claim id.
        record: The record.
    """
    if identity.kind == "ratio":
        return _ratio(identity, place, printed, record)
    terms = [_term(term, place, printed, record) for term in identity.terms]
    total = printed.get(identity.total)
    values = [term for term in terms if term is not None]
    if total is None or len(values) < len(terms):
        return Computed({}, {})
    return _equation(identity, total, values)


def _equation(identity: Identity, total: Printed, terms: Sequence[_Value]) -> Computed:
    """A sum or a product against its total."""
    if identity.kind == "sum":
        result = sum(-term.value if term.minus else term.value for term in terms)
        slack = sum(term.slack for term in terms)
    else:
        result = prod(term.value for term in terms)
        slack = abs(result) * sum(term.slack / abs(term.value) for term in terms if term.value)
    holds = total.rounds_from(result, slack)
    pinned = slack <= total.half and (total.precise or _counted(total))
    line = Line(
        _shown(identity, total, terms, result, holds=holds),
        _outcome(terms, holds=holds, pinned=pinned, above=total.lower_bound and result > total.value),
        "; ".join(dict.fromkeys(term.source for term in terms if term.source)),
    )
    involved = [identity.total, *(term.claim for term in terms if term.claim)]
    reading = identity.reading and holds
    return Computed(
        dict.fromkeys(involved, (line,)),
        {identity.reading_for or identity.total: identity.reading} if reading else {},
    )


def _outcome(terms: Sequence[_Value], *, holds: bool, pinned: bool, above: bool) -> Finding:
    """What an identity finds, by who stands in it and whether it only shows that a lower bound is met."""
    if not any(term.recorded for term in terms):
        return Finding.CONTEXT
    if holds and pinned:
        return Finding.PINS
    if holds or above:
        return Finding.WEAK
    return Finding.AGAINST_JOINT if any(term.claim for term in terms) else Finding.AGAINST


def _shown(identity: Identity, total: Printed, terms: Sequence[_Value], result: float, *, holds: bool) -> str:
    """The arithmetic in one line."""
    unit = total.claim.canonical_unit
    if identity.kind == "sum":
        parts = [f"{'-' if term.minus else '+'} {term.shown}" for term in terms]
        left = " ".join(parts).removeprefix("+ ")
    else:
        left = " x ".join(term.shown for term in terms)
    own = "" if any(term.recorded for term in terms) else "; the page's own figures only, so no evidence"
    verb = "as printed" if holds else f"but the page prints {show_value(total.value, unit)}"
    return f"{identity.statement}: {left} = {show_value(result, unit)}, {verb}{own}"


def _ratio(identity: Identity, place: str, printed: Mapping[str, Printed], record: Record) -> Computed:
    """The whole that a part and its share imply, held against each whole on record; it decides nothing."""
    part, share = printed.get(identity.total), printed.get(identity.terms[0].claim)
    if part is None or share is None or not share.value:
        return Computed({}, {})
    unit = part.claim.canonical_unit
    own = f"{show_value(part.value, unit)} / {show_value(share.value, 'share')}"
    lines = [Line(f"{identity.statement}: {own} = {show_value(part.value / share.value, unit)}", Finding.CONTEXT)]
    wholes = (chosen(record, term.series, term.place or place, term.period) for term in identity.terms[1:])
    figures = [figure for found in wholes for figure in found]
    lines += [Line(_against_whole(figure, part, share), Finding.CONTEXT, figure.source) for figure in figures]
    larger = all(figure.value > part.value / share.value for figure in figures)
    return Computed(
        {identity.total: tuple(lines), share.claim.id: tuple(lines)},
        {identity.reading_for or identity.total: identity.reading} if identity.reading and larger else {},
    )


def _against_whole(figure: Figure, part: Printed, share: Printed) -> str:
    unit = part.claim.canonical_unit
    bound = "at least " if figure.bound is Bound.AT_LEAST else ""
    whole = show_value(figure.value, unit)
    implied = show_value(round(part.value / figure.value, 6), "share")
    amount = show_value(round(share.value * figure.value, -6), unit)
    return (
        f"{figure.series} {figure.period} = {bound}{whole}: {show_value(part.value, unit)} is {implied}"
        f" of it; {show_value(share.value, 'share')} of it is {amount}"
    )


def _term(term: Term, place: str, printed: Mapping[str, Printed], record: Record) -> _Value | None:
    """A term's value on this page; None where it is missing."""
    if term.number is not None:
        return _Value(term.number, 0.0, f"{term.number:g}", recorded=False, minus=term.minus)
    if term.claim:
        return _claimed(term, printed.get(term.claim))
    exact = [
        figure
        for figure in chosen(record, term.series, term.place or place, term.period)
        if figure.bound is Bound.EXACT
    ]
    figure = min(exact, key=lambda found: found.echo, default=None)
    if figure is None:
        return None
    if term.year_of:
        value, slack, shown = float(figure.year), 0.0, str(figure.year)
    else:
        exact_count = _is_count(figure.unit, figure.half_digit)
        value, slack = figure.value, 0.0 if exact_count else figure.half_digit
        shown = show_value(figure.value, figure.unit)
    shown = f"{shown} ({figure.series} {figure.period})"
    return _Value(value, slack, shown, recorded=True, source=figure.source, minus=term.minus)


def _claimed(term: Term, figure: Printed | None) -> _Value | None:
    if figure is None:
        return None
    value = float(figure.number.value) if term.year_of else figure.value
    slack = 0.0 if term.year_of or _counted(figure) else figure.half
    shown = f"{show_value(value, figure.claim.canonical_unit) if not term.year_of else f'{value:.0f}'} (page)"
    return _Value(value, slack, shown, recorded=False, claim=term.claim, minus=term.minus)


def _counted(figure: Printed) -> bool:
    return _is_count(figure.claim.canonical_unit, figure.half)


def _is_count(unit: str, half: float) -> bool:
    """Whether a figure is a full count, which rounding cannot move."""
    return unit.removesuffix("/yr") in _COUNTED and half <= _HALF_A_UNIT
