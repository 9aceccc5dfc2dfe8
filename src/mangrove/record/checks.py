"""Checks of a whole record: units, duplicates, conflicts, vintages, scope breaks and totals that fall."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from itertools import combinations, pairwise

from mangrove.figure import Bound, Figure
from mangrove.record.parts import Problem, Series
from mangrove.record.spans import shown, span, where


def unit_problems(figures: Iterable[Figure], series: Mapping[str, Series]) -> Iterator[Problem]:
    """Figures of a series that is not listed, or in another unit than their series."""
    for figure in figures:
        if figure.series not in series:
            yield Problem("units", "error", where(figure), "the series is not in series.csv; add it there")
        elif figure.unit != series[figure.series].unit:
            message = f"unit {figure.unit!r}, but the series is in {series[figure.series].unit!r}"
            yield Problem("units", "error", where(figure), message)


def duplicate_problems(figures: Iterable[Figure]) -> Iterator[Problem]:
    """The same number from the same source twice."""
    seen: set[tuple[str, ...]] = set()
    for figure in figures:
        key = (figure.series, figure.place, figure.period, figure.printed, figure.source)
        if key in seen:
            message = f"{shown(figure)} stands twice from {figure.source}; keep one"
            yield Problem("duplicates", "error", where(figure), message)
        seen.add(key)


def conflict_problems(figures: Iterable[Figure], series: Mapping[str, Series]) -> Iterator[Problem]:
    """Figures of one series, place and period that cannot both hold.

    Within one scope that is a conflict; between two labelled scopes it is a difference of vintage, a note.
    Expectations are left out: an outturn that differs from them contradicts nothing.
    """
    for group in _groups(figures):
        stated = _distinct(figure for figure in group if figure.bound is not Bound.EXPECTED)
        for one, other in combinations(stated, 2):
            if span(one).meets(span(other)):
                continue
            message = f"{_attributed(one)} against {_attributed(other)}"
            if one.scope == other.scope:
                yield Problem("conflict", "warning", where(one), message)
            elif not (one.series in series and series[one.series].part_year):
                yield Problem("vintages", "note", where(one), message)


def splice_problems(figures: Iterable[Figure], series: Mapping[str, Series]) -> Iterator[Problem]:
    """Places where a series changes its scope from one period to the next."""
    for runs in _runs(figures, series):
        for (before, labels), (after, next_labels) in pairwise(runs.items()):
            if labels.keys().isdisjoint(next_labels):
                named = f"{_labels(labels)} -> {_labels(next_labels)}"
                first = next(iter(next_labels.values()))
                at = f"{first.series} {first.place} {before}-{after}"
                yield Problem("scope", "note", at, f"{named}: do not splice")


def falling_problems(figures: Iterable[Figure], series: Mapping[str, Series]) -> Iterator[Problem]:
    """Cumulative totals that fall within one scope."""
    totals = [f for f in figures if f.series in series and series[f.series].kind == "cumulative"]
    by_scope: dict[tuple[str, str, str], list[Figure]] = {}
    for figure in totals:
        by_scope.setdefault((figure.series, figure.place, figure.scope), []).append(figure)
    for group in by_scope.values():
        for before, after in pairwise(sorted(group, key=lambda figure: figure.period)):
            if before.period < after.period and span(after).high < span(before).low:
                message = f"a total so far cannot fall: {before.period} {shown(before)}, then {shown(after)}"
                yield Problem("cumulative", "warning", where(after), message)


def _groups(figures: Iterable[Figure]) -> Iterable[Sequence[Figure]]:
    groups: dict[tuple[str, str, str], list[Figure]] = {}
    for figure in figures:
        groups.setdefault((figure.series, figure.place, figure.period), []).append(figure)
    return groups.values()


def _distinct(figures: Iterable[Figure]) -> list[Figure]:
    kept: dict[tuple[str, str, str], Figure] = {}
    for figure in figures:
        kept.setdefault((figure.printed, figure.bound, figure.scope), figure)
    return list(kept.values())


def _attributed(figure: Figure) -> str:
    marks = [figure.scope, figure.quality.value, figure.published_on, "the page" * figure.page_itself]
    return f"{shown(figure)} ({', '.join(mark for mark in marks if mark)})"


def _runs(figures: Iterable[Figure], series: Mapping[str, Series]) -> Iterable[dict[str, dict[str, Figure]]]:
    """For each series and place: period -> scope label -> a figure, in the order of periods."""
    runs: dict[tuple[str, str], dict[str, dict[str, Figure]]] = {}
    for figure in sorted(figures, key=lambda figure: figure.period):
        if figure.series in series and not series[figure.series].part_year:
            periods = runs.setdefault((figure.series, figure.place), {})
            periods.setdefault(figure.period, {}).setdefault(figure.scope, figure)
    return runs.values()


def _labels(labels: Mapping[str, Figure]) -> str:
    return " or ".join(label or "(unlabelled)" for label in labels)
