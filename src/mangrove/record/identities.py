"""Checks of arithmetic: stock = last stock + net change; ratio = part / whole; whole = sum of its parts.

A figure is held to the identity with every figure on record of the other series, and fits when one of them
fits: the others are other vintages. What misses is reported with the nearest arithmetic.
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from itertools import product

from mangrove.figure import Bound, Figure
from mangrove.record.parts import Identity, Problem
from mangrove.record.spans import Span, digits, digits_span, in_print, shown, span, where

Index = Mapping[tuple[str, str, str], Sequence[Figure]]
"""Distinct figures by series, place and period."""


def identity_problems(figures: Iterable[Figure], identities: Iterable[Identity]) -> list[Problem]:
    """Everything that does not add up, each with its arithmetic."""
    index = _index(figures)
    found: list[Problem] = []
    ratios: dict[tuple[str, str], list[str]] = {}
    for identity in identities:
        if identity.kind == "stock_flow":
            found.extend(_stock_flow(index, identity))
        elif identity.kind == "sum":
            found.extend(_sum(index, identity))
        else:
            part, whole = identity.parts
            ratios.setdefault((identity.left, part), []).append(whole)
    for (ratio, part), wholes in ratios.items():
        found.extend(_ratio(index, ratio, part, wholes))
    return found


def _index(figures: Iterable[Figure]) -> Index:
    index: dict[tuple[str, str, str], list[Figure]] = {}
    for figure in figures:
        held = index.setdefault((figure.series, figure.place, figure.period), [])
        if not any((other.printed, other.bound) == (figure.printed, figure.bound) for other in held):
            held.append(figure)
    return index


def _of(index: Index, series: str) -> Iterator[Figure]:
    for (name, _, _), figures in index.items():
        if name == series:
            yield from figures


def _beside(index: Index, figure: Figure, series: str, period: str | None = None) -> Sequence[Figure]:
    return index.get((series, figure.place, period or figure.period), ())


def _last_year(figure: Figure) -> str | None:
    return str(figure.year - 1) if figure.period.isdigit() else None


def _stock_flow(index: Index, identity: Identity) -> Iterator[Problem]:
    (flow_series,) = identity.parts
    for stock in _of(index, identity.left):
        last = _last_year(stock)
        befores = _beside(index, stock, identity.left, last) if last else ()
        pairs = list(product(befores, _beside(index, stock, flow_series)))
        if not pairs or any(span(stock).meets(span(before) + span(flow)) for before, flow in pairs):
            continue
        before, flow = min(pairs, key=lambda pair: abs(pair[0].value + pair[1].value - stock.value))
        total = before.value + flow.value
        message = (
            f"{last} {digits(before)} + {flow_series} {digits(flow)} = {in_print(total, stock, 0)};"
            f" printed {shown(stock)}"
        )
        yield Problem("stock_flow", "warning", where(stock), message)


def _sum(index: Index, identity: Identity) -> Iterator[Problem]:
    for whole in _of(index, identity.left):
        columns = [_beside(index, whole, series) for series in identity.parts]
        choices = list(product(*columns))
        if not choices or any(span(whole).meets(_total(choice)) for choice in choices):
            continue
        choice = min(choices, key=lambda parts: abs(sum(part.value for part in parts) - whole.value))
        total = sum(part.value for part in choice)
        terms = " + ".join(digits(part) for part in choice)
        message = (
            f"{terms} = {in_print(total, whole, 0)}; printed {shown(whole)},"
            f" {in_print(abs(whole.value - total), whole, 0)} {'more' if whole.value > total else 'less'}"
        )
        yield Problem("sum", "warning", where(whole), message)


def _total(parts: Sequence[Figure]) -> Span:
    total = Span(0.0, 0.0)
    for part in parts:
        total = total + span(part)
    return total


def _ratio(index: Index, ratio_series: str, part_series: str, wholes: Sequence[str]) -> Iterator[Problem]:
    for ratio in _of(index, ratio_series):
        parts = _beside(index, ratio, part_series)
        by_vintage = {name: _nearest(ratio, parts, _beside(index, ratio, name)) for name in wholes}
        tried = {name: pair for name, pair in by_vintage.items() if pair is not None}
        held = [name for name, pair in tried.items() if _fits(ratio, *pair)]
        for name, (part, whole) in tried.items():
            if name not in held:
                yield _ratio_problem(ratio, part, whole, held)


def _nearest(ratio: Figure, parts: Sequence[Figure], wholes: Sequence[Figure]) -> tuple[Figure, Figure] | None:
    """The part and the whole of one vintage whose quotient is nearest to the ratio.

    None where one lacks, or where the ratio or the whole is not positive and so has no quotient to compare.
    """
    pairs = [(part, whole) for part, whole in product(parts, wholes) if whole.value > 0 and ratio.value > 0]
    return min(pairs, key=lambda pair: abs(pair[0].value / pair[1].value - ratio.value), default=None)


def _fits(ratio: Figure, part: Figure, whole: Figure) -> bool:
    """Whether the printed digits alone fit; an approximate figure keeps its margin, a floor does not help."""
    spans = [digits_span(f) if f.bound is Bound.AT_LEAST else span(f) for f in (ratio, part, whole)]
    return spans[0].meets(spans[1] / spans[2])


def _ratio_problem(ratio: Figure, part: Figure, whole: Figure, held: Sequence[str]) -> Problem:
    implied = in_print(part.value / ratio.value, whole)
    quotient = _as_ratio(part.value / whole.value, ratio)
    message = (
        f"{digits(part)} / {ratio.value:.6g} = {implied};"
        f" {whole.series} {digits(whole)} -> {quotient}, printed {shown(ratio)}"
    )
    if held:
        return Problem("ratio", "note", where(ratio), f"{message}; fits {', '.join(held)}")
    floors = [digits(figure) for figure in (part, whole, ratio) if figure.bound is Bound.AT_LEAST]
    if floors and span(ratio).meets(span(part) / span(whole)):
        needed = in_print(ratio.value * whole.value, part)
        reason = f"fits only as {' and '.join(floors)} may be more ({needed} would give {shown(ratio)})"
        return Problem("ratio", "note", where(ratio), f"{message}; {reason}")
    return Problem("ratio", "warning", where(ratio), message)


def _as_ratio(value: float, like: Figure) -> str:
    decimals = max(len(like.printed.partition(".")[2]), 2)
    return f"{in_print(value, like, decimals)} {like.printed_unit}"
