"""People: the professionals of a run in the first and the last year, and what their part of the model rests on."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Final

from mangrove.dated import Evidence
from mangrove.indicator import Parts
from mangrove.registers.people import People
from mangrove.report.contents import Contents, Subject
from mangrove.report.small import hidden
from mangrove.report.text import linked
from mangrove.results import part_variable
from mangrove.suppress import SMALLEST_CELL, Cell
from mangrove.views.scale import NOTHING, digits, scale_for
from mangrove.views.spread import Spread

_WIDTH: Final = 200.0
"""Width of the bar of the largest part."""
_SHARE: Final = scale_for("share", 1.0)


@dataclass(frozen=True)
class Mechanism:
    """A part of the year that moves people.

    Attributes:
        does: What it does.
        rests_on: Path of the value that it rests on most.
        causal: Whether that value was estimated as the effect of the one on the other.
    """

    does: str
    rests_on: str
    causal: bool = False


MECHANISMS: Final = (
    Mechanism("Higher wages draw more people.", "arrive.elasticity", causal=True),
    Mechanism("Talent awards draw people as wages do.", "arrive.award_years"),
    Mechanism("Who is out of work leaves more often.", "move.idle_drain"),
    Mechanism("People give up their jobs.", "move.quits"),
    Mechanism("Programmes recognise doctors as talent.", "talent_awards.take_up"),
    Mechanism("Staff of firms that do much R&D found firms.", "move.spin_out", causal=True),
    Mechanism("Wages rise faster where few are out of work.", "price.curve"),
    Mechanism("Employers want fewer people at higher wages.", "price.demand", causal=True),
    Mechanism("Vacancies meet people, and some of both stay over.", "hire.hall"),
    Mechanism("Posts of schools, hospitals and institutes grow.", "account.posts_growth"),
    Mechanism("Skilled people make their firm invent more.", "discover.skill"),
)
"""What moves people, or is moved by them, in the order of their lives."""


def people(contents: Contents) -> dict[str, Any]:
    """The tables of people, and the mechanisms with their evidence."""
    first, last = int(contents.manifest["from"]), contents.last_year
    tables = [
        table
        for subject in contents.subjects
        for category, parts in subject.indicator.parts.items()
        if (table := _table(contents, subject, category, parts))
    ]
    return {
        "own": contents.own.get(People.name, ""),
        "smallest": SMALLEST_CELL,
        "years": (first, last),
        "tables": tables,
        "mechanisms": [row for mechanism in MECHANISMS if (row := _mechanism(mechanism, contents))],
    }


def _table(contents: Contents, subject: Subject, category: str, parts: Parts) -> dict[str, Any] | None:
    """How an indicator divides in the first and the last year; None where the run has not measured it."""
    variables = {code: part_variable(subject.name, category, code) for code in parts.names}
    years = int(contents.manifest["from"]), contents.last_year
    then, now = (_in(contents, variables, year) for year in years)
    if not now:
        return None
    before, after = (_texts(contents, cells, variables, year) for cells, year in zip((then, now), years, strict=True))
    shares = [_shares(cells, texts) for cells, texts in ((then, before), (now, after))]
    most = max([*shares[0].values(), *shares[1].values()], default=0.0) or 1.0
    return {
        "name": category,
        "title": parts.title,
        "rows": [
            {
                "name": name,
                "then": before.get(code, NOTHING),
                "now": after[code],
                "share": _SHARE.text(shares[1][code]) if code in shares[1] else "",
                "bar": round(_WIDTH * shares[1].get(code, 0.0) / most, 1),
                "mark": round(_WIDTH * shares[0][code] / most, 1) if shares[0].get(code) else None,
            }
            for code, name in parts.names.items()
        ],
    }


def _in(contents: Contents, variables: Mapping[str, str], year: int) -> dict[str, float]:
    """The median of each part in a year; nothing where one was not measured."""
    spreads: dict[str, Spread | None] = {code: contents.spreads.get(name) for code, name in variables.items()}
    found = {code: at.median[0] for code, spread in spreads.items() if spread and (at := spread.at(year))}
    return found if len(found) == len(variables) else {}


def _texts(contents: Contents, cells: Mapping[str, float], variables: Mapping[str, str], year: int) -> dict[str, str]:
    """Each part as it is printed: in whole people, and hidden where it counts few rows of the user's own register."""
    texts = {code: digits(round(value), whole=True) for code, value in cells.items()}
    if People.name not in contents.own:
        return texts
    scale = contents.manifest["scale"]
    rows = {code: round(value * scale) for code, value in cells.items()}
    table, _ = hidden(rows, contents.spreads, variables, year)
    small = {Cell.SMALL: f"<{digits(table.smallest / scale, whole=True)}", Cell.HIDDEN: "hidden"}
    return texts | {code: small[kind] for code, kind in table.kinds.items() if kind is not Cell.SHOWN}


def _shares(cells: Mapping[str, float], texts: Mapping[str, str]) -> dict[str, float]:
    """Share of each part of whose number is shown."""
    whole = sum(cells.values())
    plain = {code: value for code, value in cells.items() if texts[code] == digits(round(value), whole=True)}
    return {code: value / whole for code, value in plain.items()} if whole else {}


def _mechanism(mechanism: Mechanism, contents: Contents) -> dict[str, Any] | None:
    """A mechanism beside the value of the last year that it rests on; None where the run has no such value."""
    cited = [row for row in contents.citations if row["path"] == mechanism.rests_on]
    if not cited:
        return None
    row = max(cited, key=lambda one: one["since"])
    kind = Evidence(row["kind"])
    estimated = mechanism.causal and kind in (Evidence.MEASURED, Evidence.ESTIMATED)
    return {
        "does": mechanism.does,
        "path": mechanism.rests_on,
        "value": row["value"] if row["unit"] == "1" else f"{row['value']} {row['unit']}",
        "kind": kind.value,
        "causal": estimated,
        "told": linked(". ".join(filter(None, (row["source"] if kind is not Evidence.ASSUMED else "", row["note"])))),
    }
