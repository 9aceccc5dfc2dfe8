"""An audit as terminal text, as JSON, and as rows for the report."""

from dataclasses import dataclass
from itertools import groupby
from typing import Any

from mangrove.audit.audit import Audit, Ruled
from mangrove.audit.evidence import Finding, Line
from mangrove.audit.numbers import Number
from mangrove.audit.verdict import Verdict


@dataclass(frozen=True)
class Row:
    """One claim in the report's table, all in words."""

    section: str
    statement: str
    printed: str
    verdict: str
    evidence: str
    arithmetic: str
    reading: str
    would_settle: str


def table(audit: Audit) -> tuple[Row, ...]:
    """One row for each claim, in the order of the page."""
    return tuple(
        Row(
            ruled.section.title,
            ruled.claim.statement,
            _printed(ruled),
            str(ruled.verdict),
            "; ".join(line.says for line in ruled.evidence if line.finding is not Finding.OTHER_MEANING),
            "; ".join(line.says for line in ruled.arithmetic),
            "; ".join(ruled.readings),
            _settle(ruled),
        )
        for ruled in audit.claims
    )


def to_json(audit: Audit) -> dict[str, Any]:
    """The audit as JSON: `claims` with their verdicts and evidence, and `uncovered` figures."""
    return {
        "claims": [_claim(ruled) for ruled in audit.claims],
        "uncovered": [{"quote": left.quote, "value": _value(left.number)} for left in audit.uncovered],
    }


def show(audit: Audit) -> str:
    """The audit as text for a terminal, a block for each section, the counts at the end."""
    lines = [
        audit.title,
        "" if audit.on_page else "(no page given: the figures of the claims file are judged)",
    ]
    for section, group in groupby(audit.claims, key=lambda ruled: ruled.section.title):
        lines += ["", section, "-" * len(section)]
        for ruled in group:
            lines += _block(ruled)
    if audit.uncovered:
        lines += ["", f"Not covered by any claim: {len(audit.uncovered)}"]
        lines += [f"  {left.number.text}: {left.quote}" for left in audit.uncovered]
    return "\n".join([*lines, "", summary(audit)])


def summary(audit: Audit) -> str:
    """The counts of verdicts in one line."""
    counts = ", ".join(f"{count} {verdict}" for verdict, count in audit.counts.items() if count)
    return f"{len(audit.claims)} figures: {counts}; {len(audit.uncovered)} not covered by a claim"


def _block(ruled: Ruled) -> list[str]:
    """One claim: verdict, figure and statement, then what they rest on."""
    lines = [f"{ruled.verdict.upper():<13} {_printed(ruled)}  {ruled.claim.statement}"]
    for line in (*ruled.evidence, *ruled.arithmetic):
        if line.finding is not Finding.OTHER_MEANING:
            source = f" <{line.source}>" if line.source else ""
            lines.append(f"    {_mark(line)} {line.says}{source}")
    lines += [f"    read: {reading}" for reading in ruled.readings]
    if ruled.reason:
        lines.append(f"    {ruled.reason}")
    if settle := _settle(ruled):
        lines.append(f"    would settle it: {settle}")
    return lines


def _mark(line: Line) -> str:
    """Whether a line speaks for the figure, against it, or neither."""
    if line.finding in (Finding.AGAINST, Finding.AGAINST_JOINT):
        return "x"
    return "." if line.finding in (Finding.WEAK, Finding.CONTEXT) else "="


def _printed(ruled: Ruled) -> str:
    return ruled.printed.number.text if ruled.printed else ruled.claim.printed


def _settle(ruled: Ruled) -> str:
    """What would settle the claim, where nothing on record does."""
    return ruled.claim.settle if ruled.verdict is Verdict.UNVERIFIABLE else ""


def _claim(ruled: Ruled) -> dict[str, Any]:
    claim = ruled.claim
    return {
        "id": claim.id,
        "section": ruled.section.title,
        "statement": claim.statement,
        "quote": ruled.quote,
        "series": claim.series,
        "place": claim.place,
        "year": claim.year,
        "printed": _printed(ruled),
        "value": _read_value(ruled),
        "unit": claim.canonical_unit,
        "verdict": str(ruled.verdict),
        "evidence": [
            {"says": line.says, "finding": str(line.finding), "source": line.source} for line in ruled.evidence
        ],
        "arithmetic": [
            {"says": line.says, "finding": str(line.finding), "source": line.source} for line in ruled.arithmetic
        ],
        "reading": list(ruled.readings),
        "reason": ruled.reason,
        "would_settle": _settle(ruled),
    }


def _read_value(ruled: Ruled) -> float | int | str | None:
    """The claim's value as read: a number in the canonical unit, an ISO date, or None."""
    if ruled.printed is None:
        return None
    return ruled.printed.number.day if ruled.claim.dated else _plain(ruled.printed.value)


def _value(number: Number) -> float | int | str:
    return number.day or _plain(float(number.value))


def _plain(value: float) -> float | int:
    return int(value) if value.is_integer() else value
