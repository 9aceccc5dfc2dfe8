"""Listing: every value in force on a day with its history and sources, as text, JSON or CSV."""

import csv
import io
import math
import textwrap
from collections.abc import Sequence
from dataclasses import asdict, dataclass
from datetime import date
from typing import Any

from mangrove.dated import Dated, Since, Source
from mangrove.rulebook import Rulebook


@dataclass(frozen=True)
class Listed:
    """A value in force on a day.

    Attributes:
        path: Its path.
        dated: The value, with its history.
        entry: The entry in force.
    """

    path: str
    dated: Dated[Any]
    entry: Since[Any]


def values_on(rules: Rulebook, day: date) -> list[Listed]:
    """Every value in force on a day, by name."""
    found = [(path, rules.current(path), rules.current(path).entry(day)) for path in sorted(rules.values)]
    return [Listed(path, dated, entry) for path, dated, entry in found if entry is not None]


def show_values(listed: Sequence[Listed], title: str) -> str:
    """The values for the terminal, each with its source and, where it has changed, its history."""
    lines = [title, ""]
    for one in listed:
        unit = "" if one.dated.unit == "1" else one.dated.unit
        lines.append(f"{one.path} = {_told(one.entry)} {unit}  ({one.entry.source.kind}, since {one.entry.day})")
        lines += _wrapped(one.dated.meaning) + _wrapped(_source(one.entry.source))
        if len(one.dated.history) > 1:
            lines += _wrapped("History: " + "; ".join(f"{e.day} {_told(e)}" for e in one.dated.history))
        lines.append("")
    return "\n".join(lines).rstrip()


def values_json(listed: Sequence[Listed]) -> list[dict[str, Any]]:
    """The values as a list of objects; a value that no source gives is null, with its status."""
    return [
        {
            "path": one.path,
            "meaning": one.dated.meaning,
            "unit": one.dated.unit,
            **_entry(one.entry),
            "low": one.dated.low,
            "high": one.dated.high,
            "interval": one.dated.interval,
            "history": [_entry(entry) for entry in one.dated.history],
        }
        for one in listed
    ]


def values_csv(listed: Sequence[Listed]) -> str:
    """The values as CSV, a line for each entry of a history."""
    rows = [
        {"path": one.path, "unit": one.dated.unit, "meaning": one.dated.meaning,
         "in_force": "yes" if entry is one.entry else "no", **{k: v for k, v in told.items() if k != "source"},
         **told["source"]}
        for one in listed for entry in one.dated.history for told in [_entry(entry)]
    ]  # fmt: skip
    text = io.StringIO()
    if rows:
        writer = csv.DictWriter(text, list(rows[0]), lineterminator="\n")
        writer.writeheader()
        writer.writerows(rows)
    return text.getvalue().rstrip("\n")


def _entry(entry: Since[Any]) -> dict[str, Any]:
    """One entry of a history: known, unknown (no source gives it), or the end of the value."""
    status = "ended" if entry.value is None else "unknown" if _unknown(entry) else "known"
    source = {name: str(value) for name, value in asdict(entry.source).items()}
    return {
        "since": entry.day,
        "value": entry.value if status == "known" else None,
        "status": status,
        "kind": source.pop("kind"),
        "source": source,
    }


def _unknown(entry: Since[Any]) -> bool:
    return isinstance(entry.value, float) and math.isnan(entry.value)


def _told(entry: Since[Any]) -> str:
    if entry.value is None:
        return "ended"
    if _unknown(entry):
        return "unknown"
    return f"{entry.value:,.10g}" if isinstance(entry.value, float) else str(entry.value)


def _source(source: Source) -> str:
    title = " ".join(filter(None, (source.title, source.title_local, source.document)))
    issued = f"issued {source.issued_on}" if source.issued_on else ""
    return ". ".join(part.rstrip(".") for part in (title, issued, source.where, source.note) if part) + "."


def _wrapped(text: str) -> list[str]:
    return textwrap.wrap(text, width=100, initial_indent="    ", subsequent_indent="    ")
