"""Cite: every source and assumption behind a result, the strongest first and the weakest last."""

import math
import textwrap
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from itertools import groupby
from typing import Any

from mangrove.dated import Dated, Evidence, Since
from mangrove.indicator import Indicator
from mangrove.pack import Assumed, Matched, Opening
from mangrove.rulebook import Rulebook


@dataclass(frozen=True)
class Cited:
    """One number behind a result, with its source.

    Attributes:
        kind: Kind of evidence.
        path: Path of the dated value, or what of the opening region or which indicator.
        meaning: What the number is.
        unit: Canonical unit; empty for a definition.
        value: The value as text.
        since: The day from which it holds, ISO; empty where it has no day.
        source: Title of the source.
        where: Where it is published, or for an assumption the evidence that would replace it.
        note: How it was read or derived; for an assumption the reason.
    """

    kind: Evidence
    path: str
    meaning: str
    unit: str
    value: str
    since: str
    source: str
    where: str
    note: str


def cite(
    rules: Rulebook, indicators: Mapping[str, Indicator], opening: Opening | None, first: date, last: date
) -> list[Cited]:
    """Everything a result rests on, strongest first, then by name.

    Args:
        rules: The rulebook under the run's scenario; every value it holds is cited with each entry that was
            in force on some day of the run.
        indicators: The indicators, cited with the definition they follow.
        opening: The opening region, cited with what it matched and assumed.
        first: First day of the run.
        last: Last day of the run.
    """
    found = [
        _of_entry(path, rules.current(path), entry)
        for path in rules.values
        for entry in entries_between(rules.current(path), first, last)
    ]
    found += [_of_indicator(name, indicator) for name, indicator in indicators.items()]
    if opening is not None:
        found += [_of_matched(matched, opening) for matched in opening.matched]
        found += [_of_assumed(assumed) for assumed in opening.assumed]
    return sorted(found, key=lambda cited: (cited.kind.strength, cited.path, cited.since))


def entries_between(value: Dated[Any], first: date, last: date) -> list[Since[Any]]:
    """The entries of a value that are in force on some day from the first to the last, both included.

    >>> from mangrove.dated import Source
    >>> law = Source("An invented law", Evidence.PUBLISHED, "nowhere")
    >>> rate = Dated("share", "Rate.", (Since("2008-01-01", 0.5, law), Since("2018-01-01", 0.75, law)))
    >>> [entry.value for entry in entries_between(rate, date(2009, 12, 31), date(2017, 12, 31))]
    [0.5]
    """
    ends = [*(entry.day for entry in value.history[1:]), "9999-12-31"]
    return [
        entry
        for entry, end in zip(value.history, ends, strict=True)
        if entry.value is not None and entry.day <= last.isoformat() and end > first.isoformat()
    ]


def show_citations(rows: Iterable[Mapping[str, Any]], title: str) -> str:
    """A run's citations for the terminal, under a heading for each kind of evidence."""
    lines = [title]
    cited = [Cited(**{**row, "kind": Evidence(row["kind"])}) for row in rows]
    for kind, group in groupby(cited, key=lambda one: one.kind):
        found = list(group)
        lines += ["", f"{kind.upper()} ({len(found)})"]
        for one in found:
            value = f" = {one.value} {_unit(one)}" if one.value else ""
            since = f"  since {one.since}" if one.since else ""
            lines += ["", f"  {one.path}{value}{since}", *_wrapped(_source(one))]
    return "\n".join(lines)


def _of_entry(path: str, value: Dated[Any], entry: Since[Any]) -> Cited:
    source = entry.source
    title = " ".join(filter(None, (source.title, source.title_local, source.document)))
    shown = _number(entry.value)
    return Cited(source.kind, path, value.meaning, value.unit, shown, entry.day, title, source.where, source.note)


def _of_indicator(name: str, indicator: Indicator) -> Cited:
    note = f"Ours differs: {indicator.differs}" if indicator.differs else ""
    told = indicator.definition
    return Cited(
        Evidence.PUBLISHED,
        f"indicator {name}",
        told,
        indicator.unit,
        "",
        "",
        indicator.title,
        indicator.source,
        note,
    )


def _of_matched(matched: Matched, opening: Opening) -> Cited:
    day = opening.region.day.isoformat()
    note = f"The opening region has {_number(matched.opened)}."
    shown = _number(matched.published)
    return Cited(
        Evidence.PUBLISHED,
        f"opening {matched.what}",
        matched.what,
        matched.unit,
        shown,
        day,
        matched.source,
        "",
        note,
    )


def _of_assumed(assumed: Assumed) -> Cited:
    path = f"opening {assumed.what}"
    replaced = f"would be replaced by: {assumed.replaced_by}"
    return Cited(
        Evidence.ASSUMED,
        path,
        assumed.what,
        "",
        assumed.value,
        "",
        "Assumed by the opening region",
        replaced,
        assumed.reason,
    )


def _number(value: Any) -> str:
    if isinstance(value, float):
        return "unknown" if math.isnan(value) else f"{value:,.10g}"
    return str(value)


def _unit(cited: Cited) -> str:
    return "" if cited.unit == "1" else cited.unit


def _source(cited: Cited) -> str:
    return ". ".join(part.rstrip(".") for part in (cited.source, cited.where, cited.note) if part) + "."


def _wrapped(text: str) -> list[str]:
    return textwrap.wrap(text, width=100, initial_indent="    ", subsequent_indent="    ")
