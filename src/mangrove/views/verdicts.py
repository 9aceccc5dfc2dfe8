"""Verdicts as counts: those of an audit from the best known figures to the least, or any others with colours."""

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from mangrove.views import palette


@dataclass(frozen=True)
class Count:
    """How many figures have one verdict.

    Attributes:
        verdict: The verdict.
        number: Figures with it.
        share: Part of all figures, 0 to 1.
        color: Its colour.
    """

    verdict: str
    number: int
    share: float
    color: str


def counts(verdicts: Iterable[str], colors: Mapping[str, str] = palette.VERDICTS) -> tuple[Count, ...]:
    """Count verdicts, in the order of their colours; verdicts that nothing has are left out.

    >>> [(c.verdict, c.number) for c in counts(["floor", "confirmed", "floor"])]
    [('confirmed', 1), ('floor', 2)]
    """
    found = Counter(verdicts)
    order = [*(v for v in colors if v in found), *sorted(found.keys() - colors.keys())]
    total = found.total()
    return tuple(
        Count(verdict, found[verdict], found[verdict] / total, colors.get(verdict, palette.QUIET)) for verdict in order
    )
