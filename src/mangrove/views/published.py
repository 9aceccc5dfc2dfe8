"""Published figures as marks: what each claims to be, which are one point, which stand for their year."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from itertools import pairwise
from typing import Final

from mangrove.figure import Bound, Figure, Quality


class Mark(StrEnum):
    """How a published figure is drawn, from the strongest kind to the weakest."""

    EXACT = "exact"
    ABOUT = "about"
    AT_LEAST = "at least"
    EXPECTED = "expected"
    CLAIM = "claim, not evidence"


_BY_BOUND: Final = {
    Bound.EXACT: Mark.EXACT,
    Bound.ABOUT: Mark.ABOUT,
    Bound.AT_LEAST: Mark.AT_LEAST,
    Bound.EXPECTED: Mark.EXPECTED,
}


_WORDS: Final = {"rnd": "R&D", "gdp": "GDP", "hnte": "HNTE"}


@dataclass(frozen=True)
class Point:
    """A number that one or several figures print for one year."""

    year: int
    value: float
    mark: Mark
    figures: tuple[Figure, ...]


@dataclass(frozen=True)
class Break:
    """A change of scope: the last year before it, the first after it, and what is counted on either side."""

    last: int
    first: int
    before: str
    after: str

    @property
    def says(self) -> str:
        """The change in words."""
        return f"{self.last} ({self.before}) to {self.first} ({self.after})"


def mark(figure: Figure) -> Mark:
    """The mark of a figure; a page's own figure, and whatever shares its origin, is a claim."""
    return Mark.CLAIM if figure.page_itself or figure.echo else _BY_BOUND[figure.bound]


def points(figures: Sequence[Figure]) -> tuple[Point, ...]:
    """One point for each number, year and mark, with all the figures that print it."""
    groups: dict[tuple[int, float, Mark], list[Figure]] = {}
    for figure in sorted(figures, key=lambda f: (f.year, f.value)):
        groups.setdefault((figure.year, figure.value, mark(figure)), []).append(figure)
    return tuple(Point(year, value, kind, tuple(group)) for (year, value, kind), group in groups.items())


def preferred(figures: Sequence[Figure]) -> Mapping[int, Figure]:
    """The figure that stands for each year beside a run, in the order of years.

    What is evidence before what is a claim, exact before approximate, official before press before derived,
    the later print before the earlier.
    """
    best: dict[int, Figure] = {}
    for figure in sorted(figures, key=_standing):
        best[figure.year] = figure
    return dict(sorted(best.items()))


def segments(figures: Sequence[Figure]) -> tuple[tuple[Figure, ...], ...]:
    """Runs of figures that a line may join: evidence, of one scope, from one year to the next."""
    runs: list[list[Figure]] = []
    for figure in preferred(figures).values():
        if mark(figure) not in (Mark.EXACT, Mark.ABOUT):
            continue
        last = runs[-1][-1] if runs else None
        if last is not None and last.scope == figure.scope and last.year + 1 == figure.year:
            runs[-1].append(figure)
        else:
            runs.append([figure])
    return tuple(tuple(run) for run in runs)


def breaks(figures: Sequence[Figure]) -> tuple[Break, ...]:
    """Changes of scope from one year's standing figure to the next; expectations have no scope to break."""
    standing = [f for f in preferred(figures).values() if mark(f) is not Mark.EXPECTED]
    return tuple(
        Break(before.year, after.year, words(before.scope), words(after.scope))
        for before, after in pairwise(standing)
        if before.scope != after.scope
    )


def words(label: str) -> str:
    """A label of a scope as words.

    >>> words("before_2004_census"), words("")
    ('before 2004 census', 'scope not labelled')
    """
    return " ".join(_WORDS.get(word, word) for word in label.split("_")) or "scope not labelled"


def described(figure: Figure) -> str:
    """One line on where a figure comes from and what it is."""
    parts = [
        f"printed {figure.printed} {figure.printed_unit}",
        "" if figure.bound is Bound.EXACT else figure.bound.value.replace("_", " "),
        figure.quality.value,
        f"published {figure.published_on}" if figure.published_on else "",
        words(figure.scope) if figure.scope else "",
        "the audited page itself: a claim, not evidence" if figure.page_itself else "",
        "shares the audited page's origin: a claim, not evidence" if figure.echo else "",
    ]
    return ", ".join(part for part in parts if part)


def _standing(figure: Figure) -> tuple[int, int, str]:
    """Where a figure stands among those of its year, the best last."""
    return (
        -list(Mark).index(mark(figure)),
        -list(Quality).index(figure.quality),
        figure.published_on,
    )
