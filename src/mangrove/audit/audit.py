"""Audit a page: find its figures, read each claim's figure where it stands, and rule on it."""

from collections.abc import Mapping
from dataclasses import dataclass

from mangrove.audit.claims import Claim, ClaimsFile, Section
from mangrove.audit.evidence import Finding, Line, Printed, evidence, printed_figure
from mangrove.audit.identities import Computed, compute
from mangrove.audit.numbers import Kind, Number
from mangrove.audit.page import Page, locate, parse_page, quote, section_spans
from mangrove.audit.verdict import Verdict, rule
from mangrove.record import Record

NOT_FOUND = "not found on this page"


@dataclass(frozen=True)
class Ruled:
    """A claim with its verdict.

    Attributes:
        claim: The claim.
        section: The part of the page it stands in.
        printed: Its figure as read; None where it was not found or is of another kind.
        quote: The few words around the figure; the locator's words where no page was given.
        verdict: What may be said about it.
        evidence: Lines from the record.
        arithmetic: Lines from identities.
        readings: What its wording leaves out or gets wrong.
        reason: Why it could not be judged, if it could not.
    """

    claim: Claim
    section: Section
    printed: Printed | None
    quote: str
    verdict: Verdict
    evidence: tuple[Line, ...] = ()
    arithmetic: tuple[Line, ...] = ()
    readings: tuple[str, ...] = ()
    reason: str = ""


@dataclass(frozen=True)
class Uncovered:
    """A figure of the page that no claim covers."""

    quote: str
    number: Number


@dataclass(frozen=True)
class Audit:
    """The verdicts on all claims, and the figures that none covers.

    Attributes:
        title: What the page is.
        on_page: Whether the values were read from a page given at run time, or are those of the claims file.
        claims: The claims in the file's order, each with its verdict.
        uncovered: Figures that no claim covers.
    """

    title: str
    on_page: bool
    claims: tuple[Ruled, ...]
    uncovered: tuple[Uncovered, ...]

    @property
    def counts(self) -> dict[Verdict, int]:
        """How many claims have each verdict."""
        return {verdict: sum(ruled.verdict is verdict for ruled in self.claims) for verdict in Verdict}


def audit_page(claims: ClaimsFile, record: Record, text: str | None = None) -> Audit:
    """Give every figure of a page a verdict.

    Args:
        claims: What the page claims, and how each claim is judged.
        record: The independent figures.
        text: The page as it reads now; without it, the figures of the claims file are judged.
    """
    page = None if text is None else parse_page(text)
    found = _found(claims, page)
    printed = {
        claim.id: printed_figure(claim, number)
        for claim in claims.claims
        if (number := found[claim.id]) is not None and not _unfit(claim, number)
    }
    place = claims.claims[0].place if claims.claims else ""
    computed = [compute(identity, place, printed, record) for identity in claims.identities]
    ruled = tuple(_ruled(claims, claim, page, found[claim.id], printed, computed, record) for claim in claims.claims)
    return Audit(claims.title, page is not None, ruled, _uncovered(page, found))


def _found(claims: ClaimsFile, page: Page | None) -> dict[str, Number | None]:
    """The figure of each claim: on the page, or as transcribed."""
    if page is None:
        return {claim.id: claim.transcribed for claim in claims.claims}
    spans = section_spans(page, (section.opens for section in claims.sections if section.opens))
    return {claim.id: locate(page, claims.locator(claim), spans) for claim in claims.claims}


def _uncovered(page: Page | None, found: Mapping[str, Number | None]) -> tuple[Uncovered, ...]:
    if page is None:
        return ()
    covered = set(found.values())
    return tuple(Uncovered(quote(page, number), number) for number in page.numbers if number not in covered)


def _unfit(claim: Claim, number: Number) -> str:
    """Why a figure cannot be what the claim is about; empty if it can."""
    expected = claim.transcribed
    if claim.dated and not number.day:
        return f"the page prints {number.text!r} where a date is claimed"
    if not claim.dated and number.kind is Kind.DATE and number.text != number.day:
        return f"the page prints the date {number.text!r} where a quantity is claimed"
    if Kind.ORDINAL in (expected.kind, number.kind) and expected.kind is not number.kind:
        wanted = "an ordinal" if expected.kind is Kind.ORDINAL else "a quantity"
        return f"the page prints {number.text!r} where {wanted} is claimed"
    if number.unit != expected.unit:
        return f"the page prints {number.text!r}, in another unit than {claim.printed!r}"
    return ""


def _ruled(
    claims: ClaimsFile,
    claim: Claim,
    page: Page | None,
    number: Number | None,
    printed: Mapping[str, Printed],
    computed: list[Computed],
    record: Record,
) -> Ruled:
    """One claim with its verdict."""
    section = claims.section(claim)
    words = f"{claim.before} {claim.printed} {claim.after}".strip()
    if number is None:
        return Ruled(claim, section, None, words, Verdict.UNVERIFIABLE, reason=NOT_FOUND)
    if page is not None:
        words = quote(page, number)
    figure = printed.get(claim.id)
    if figure is None:
        return Ruled(claim, section, None, words, Verdict.UNVERIFIABLE, reason=_unfit(claim, number))
    lines = evidence(figure, record)
    arithmetic = tuple(line for one in computed for line in one.lines.get(claim.id, ()))
    unchanged = number.value == claim.transcribed.value
    readings = [claim.reading if unchanged else "", *(one.readings.get(claim.id, "") for one in computed)]
    readings += [line.says for line in lines if line.finding is Finding.OTHER_MEANING]
    return Ruled(
        claim,
        section,
        figure,
        words,
        rule([line.finding for line in (*lines, *arithmetic)]),
        lines,
        arithmetic,
        tuple(reading for reading in readings if reading),
    )
