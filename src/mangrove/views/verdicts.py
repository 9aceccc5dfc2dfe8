"""The verdicts of an audit as counts, from the best known figures to the least known."""

from collections import Counter
from collections.abc import Iterable
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


def counts(verdicts: Iterable[str]) -> tuple[Count, ...]:
    """Count verdicts, in the order of the palette; verdicts that nothing has are left out.

    >>> [(c.verdict, c.number) for c in counts(["floor", "confirmed", "floor"])]
    [('confirmed', 1), ('floor', 2)]
    """
    found = Counter(verdicts)
    order = [*(v for v in palette.VERDICTS if v in found), *sorted(found.keys() - palette.VERDICTS.keys())]
    total = found.total()
    return tuple(
        Count(verdict, found[verdict], found[verdict] / total, palette.VERDICTS.get(verdict, palette.QUIET))
        for verdict in order
    )
