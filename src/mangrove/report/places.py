"""Places: the region's districts in the last year of a run, by trade and by institutes, and a map of them."""

from collections.abc import Mapping
from datetime import date
from typing import Any, Final

import numpy as np

from mangrove.geography import INSTITUTES, QUOTIENT
from mangrove.named import read_named
from mangrove.pack import Pack, find_pack
from mangrove.places.gazetteer import Gazetteer, read_gazetteer
from mangrove.registers.firms import INDUSTRIES
from mangrove.registers.institutes import KINDS, Institutes
from mangrove.report.contents import Contents
from mangrove.views.region_map import region_map
from mangrove.views.scale import NOTHING, digits

_LEARNED: Final = ("university", "research_institute")
_ORDER: Final = ("university", "institute", "park")
"""Places that are marked, those first whose names come first."""


def places(contents: Contents) -> dict[str, Any] | None:
    """The tables by district and the map; None where the run has measured nothing by district."""
    pack = find_pack(contents.manifest["region"])
    quotients = {d: [_value(contents, f"{QUOTIENT}{d}.{i}") for i in INDUSTRIES] for d in pack.districts}
    institutes = {d: [_value(contents, f"{INSTITUTES}{d}.{k}") for k in KINDS] for d in pack.districts}
    if not any(value is not None for row in institutes.values() for value in row):
        return None
    return {
        "year": contents.last_year,
        "drawn": "firms" not in contents.own,
        "industries": [name.replace("_", " ") for name in INDUSTRIES],
        "quotients": [
            {"name": d, "values": [NOTHING if v is None else f"{v:.2f}" for v in row]} for d, row in quotients.items()
        ],
        "kinds": [kind.replace("_", " ") for kind in KINDS],
        "institutes": [
            {"name": d, "values": [NOTHING if v is None else digits(v, whole=True) for v in row]}
            for d, row in institutes.items()
        ],
        **_by_name(contents, pack),
        "map": _map(contents, pack, institutes),
    }


def _value(contents: Contents, variable: str) -> float | None:
    """The median of members in the last year; None where none has a value."""
    spread = contents.spreads.get(variable)
    at = spread.at(contents.last_year) if spread else None
    return at.median[0] if at else None


def _by_name(contents: Contents, pack: Pack) -> dict[str, Any]:
    """The institutes of the register that have a name; none where the user brought a register."""
    known = read_named(pack.folder("institutes"))
    own = Institutes.name in contents.own
    rows = [] if own else [row for kind in KINDS for row in known.standing(kind, np.datetime64(pack.opens_on, "D"))]
    named = [{"name": row.name, "name_local": row.name_local, "founded": row.founded} for row in rows]
    return {"named": named, "listed": len(known.rows), "opened": pack.opens_on.year, "own": own}


def _map(contents: Contents, pack: Pack, institutes: Mapping[str, list[float | None]]) -> str:
    """The map; empty where the region ships no places, or its districts are none of them."""
    if not (pack.folder("places") / "circle.toml").is_file():
        return ""
    gazetteer = read_gazetteer(pack.folder("places"))
    ids = _districts(gazetteer)
    columns = [KINDS.index(kind) for kind in _LEARNED]
    counts = {
        ids[name.casefold()]: sum(row[column] or 0.0 for column in columns)
        for name, row in institutes.items()
        if name.casefold() in ids
    }
    last = date(contents.last_year, 12, 31)
    own = gazetteer.zones[0].side
    shown = [p for p in gazetteer.places.values() if p.side == own and p.kind in _ORDER and p.stands_on(last)]
    shown.sort(key=lambda place: _ORDER.index(place.kind))
    return region_map(gazetteer, counts, "universities and research institutes", shown) if counts else ""


def _districts(gazetteer: Gazetteer) -> dict[str, str]:
    """Id of each district by the name that the model has for it, in small letters: both are without an apostrophe."""
    return {key.casefold(): key for key, place in gazetteer.places.items() if place.kind == "district"}
