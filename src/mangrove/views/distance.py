"""The distance of a run from what was published, indicator by indicator, however large."""

import math
from collections.abc import Iterable, Mapping

from mangrove.figure import Figure
from mangrove.record import Record
from mangrove.views.published import Mark, mark, preferred
from mangrove.views.spread import Spread


def distances(spreads: Mapping[str, Spread], record: Record, place: str, names: Iterable[str]) -> list[str]:
    """A line per indicator: the last year with a published figure, and the mean miss over all years with one.

    The mean miss is the mean absolute logarithm of run over published, as a factor: 1.10 is 10 % off. A figure
    that is the audited page's own stands in only where nothing else does, and is marked as a claim.
    """
    head = f"{'indicator':<30}{'year':>6}{'run, median':>14}{'published':>14}{'ratio':>7}{'years':>7}{'mean miss':>11}"
    return [head, *(_line(name, spreads.get(name), _standing(record, name, place)) for name in names)]


def _standing(record: Record, name: str, place: str) -> Mapping[int, Figure]:
    return preferred(record.select(name, place)) if name in record.series else {}


def _line(name: str, spread: Spread | None, standing: Mapping[int, Figure]) -> str:
    both: list[tuple[float, Figure]] = []
    for year, figure in standing.items():
        at = spread.at(year) if spread else None
        if at is not None and at.median[0] > 0 and figure.value > 0:
            both.append((at.median[0], figure))
    if not both:
        return f"{name:<30}{'':>6}{'':>14}{'none':>14}"
    median, figure = both[-1]
    miss = math.exp(sum(abs(math.log(run / f.value)) for run, f in both) / len(both))
    claim = "  claim" if mark(figure) is Mark.CLAIM else ""
    numbers = f"{figure.year:>6}{median:>14,.5g}{figure.value:>14,.5g}{median / figure.value:>7.2f}"
    return f"{name:<30}{numbers}{len(both):>7}{miss:>10.2f}x{claim}"
