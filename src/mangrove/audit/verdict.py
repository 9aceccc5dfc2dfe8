"""The verdict on one claim, from what its lines of evidence find."""

from collections.abc import Collection
from enum import StrEnum

from mangrove.audit.evidence import Finding


class Verdict(StrEnum):
    """What may be said about a printed figure."""

    CONFIRMED = "confirmed"  # an independent figure equals the printed digits
    ROUNDED = "rounded"  # an independent figure with more digits rounds to them
    FLOOR = "floor"  # it is a lower bound, and a source gives that bound
    CONSISTENT = "consistent"  # it follows by arithmetic from independent figures, or its origin prints it too
    CONTRADICTED = "contradicted"  # evidence or an identity disagrees beyond rounding
    UNVERIFIABLE = "unverifiable"  # nothing independent pins it


_DIRECT = (
    (Finding.AGREES, Verdict.CONFIRMED),
    (Finding.ROUNDS, Verdict.ROUNDED),
    (Finding.FLOOR, Verdict.FLOOR),
)
_REMAINING = (
    (Finding.AGAINST, Verdict.CONTRADICTED),
    (Finding.ECHO, Verdict.CONSISTENT),
    (Finding.AGAINST_JOINT, Verdict.CONTRADICTED),
    (Finding.PINS, Verdict.CONSISTENT),
)


def rule(findings: Collection[Finding]) -> Verdict:
    """The verdict: direct agreement first, then contradiction, then arithmetic and echoes.

    Sources that agree and sources that disagree make the figure consistent at most. An identity that other
    figures of the page share does not accuse a figure that its origin prints as well.

    >>> rule([Finding.ECHO]), rule([Finding.AGREES, Finding.AGAINST])
    (<Verdict.CONSISTENT: 'consistent'>, <Verdict.CONSISTENT: 'consistent'>)
    """
    for finding, verdict in _DIRECT:
        if finding in findings:
            return Verdict.CONSISTENT if Finding.AGAINST in findings else verdict
    for finding, verdict in _REMAINING:
        if finding in findings:
            return verdict
    return Verdict.UNVERIFIABLE
