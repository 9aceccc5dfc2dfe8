"""Roll: a region's institutes by name as text and as JSON, each fact with its source, and what the record counts."""

from collections.abc import Sequence
from dataclasses import asdict
from typing import Any, Final

from mangrove.figure import Figure
from mangrove.named import Named, NamedInstitutes
from mangrove.record import Record

_UNKNOWN: Final = "unknown"


def show_roll(found: NamedInstitutes, record: Record, place: str) -> str:
    """The institutes for the terminal, by kind; the sources at the end, once each."""
    lines: list[str] = [
        f"{place}: {len(found.rows)} institutes by name. In brackets: the source of what stands before."
    ]
    for key, kind in found.kinds.items():
        rows = [row for row in found.rows if row.kind == key]
        model = f" In the model's register: {kind.register}." if kind.register else ""
        lines += ["", f"{key} ({len(rows)} by name): {kind.meaning}{model}"]
        lines += [f"  {_counted(figure)}" for figure in _latest(kind.counted, record, place)]
        for row in rows:
            lines += [f"  {row.id}  {row.name} {row.name_local}".rstrip() + f" [{row.name_source}]", *_facts(row)]
    lines += ["", "sources"]
    for key, source in found.sources.items():
        issued, note = (
            (f", {source.issued_on}" if source.issued_on else ""),
            (f" ({source.note})" if source.note else ""),
        )
        lines.append(f"  {key}: {source.title}{issued}; {source.where}{note}")
    return "\n".join(lines)


def roll_json(found: NamedInstitutes, record: Record, place: str) -> dict[str, Any]:
    """The institutes for other programs; an unknown fact is null."""
    return {
        "place": place,
        "kinds": {
            key: {
                "meaning": kind.meaning,
                "register": kind.register or None,
                "counted": [
                    {"series": f.series, "year": f.year, "value": f.value, "bound": f.bound.value, "source": f.source}
                    for f in _latest(kind.counted, record, place)
                ],
            }
            for key, kind in found.kinds.items()
        },
        "institutes": [{fact: value or None for fact, value in asdict(row).items()} for row in found.rows],
        "sources": {key: asdict(source) for key, source in found.sources.items()},
    }


def _facts(row: Named) -> list[str]:
    """What is known of an institute, a line or two below its name."""
    told = [f"founded {row.founded} [{row.founded_source}]" if row.founded else f"founding day {_UNKNOWN}"]
    told += [f"joined the park {row.joined} [{row.joined_source}]"] if row.joined else []
    told += [f"district {row.district} [{row.district_source}]"] if row.district else []
    return [f"          {', '.join(told)}{f'; {row.note}' if row.note else ''}"]


def _latest(series: Sequence[str], record: Record, place: str) -> list[Figure]:
    """The figure of the last year of each series; of several of a year the first on record."""
    found: list[Figure] = []
    for name in series:
        figures = record.select(name, place) if name in record.series else ()
        found += [max(figures, key=lambda figure: figure.year)] if figures else []
    return found


def _counted(figure: Figure) -> str:
    page = ", the page's own figure" if figure.page_itself else ""
    return f"counted: {figure.value:,.10g} in {figure.period} ({figure.series}, {figure.bound}{page})"
