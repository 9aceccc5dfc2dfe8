"""Show: a circle as a table for the reader and as JSON, its assumptions with it."""

from collections.abc import Sequence
from typing import Any, Final

import numpy as np

from mangrove.arrays import Bools, Doubles
from mangrove.places.border import LEVELS, Checkpoint, show_clock
from mangrove.places.circle import FAR_KM, Circle, Reach
from mangrove.places.gazetteer import Gazetteer

GROUPS: Final = {
    "district": "districts",
    "park": "parks",
    "institute": "institutes",
    "university": "universities",
    "checkpoint": "checkpoints",
    "city": "cities",
}
NOT_COUNTED: Final = "firms: not counted; no register on record says where each one is"


def circle_lines(circle: Circle, gazetteer: Gazetteer) -> list[str]:
    """The circle as lines of text."""
    trip = circle.trip
    lines = [
        f"Within {circle.within:g} minutes, {_MODES[trip.mode.value]}, setting out at {show_clock(trip.at)} "
        f"on {trip.on}; streets: {circle.network}",
        "low, mid and high are crossing times; people are counted whole where a district's centre is within",
    ]
    for reach in circle.reaches:
        lines += ["", *_reach_lines(circle, reach, gazetteer)]
    if len(circle.reaches) > 1:
        lines += ["", *_joint_lines(circle, gazetteer)]
    return [*lines, "", *_checkpoint_lines(circle, gazetteer), "", *_assumptions(circle, gazetteer)]


_MODES: Final = {"car": "by car all the way", "foot": "by car, over the border on foot or by train"}


def circle_json(circle: Circle, gazetteer: Gazetteer) -> dict[str, Any]:
    """The circle as plain values."""
    return {
        "within": circle.within,
        "mode": circle.trip.mode.value,
        "on": circle.trip.on.isoformat(),
        "at": show_clock(circle.trip.at),
        "start_minutes": circle.trip.start,
        "streets": circle.network,
        "origins": [_reach_json(circle, reach, gazetteer) for reach in circle.reaches],
        "any": _areas(circle, [circle_any(circle, level) for level in range(len(LEVELS))], gazetteer),
        "all": _areas(circle, [circle_all(circle, level) for level in range(len(LEVELS))], gazetteer),
        "assumptions": _assumptions(circle, gazetteer),
    }


def circle_any(circle: Circle, level: int) -> Bools:
    """Cells within reach of any origin."""
    return np.logical_or.reduce([reach.cells[level] <= circle.within for reach in circle.reaches])


def circle_all(circle: Circle, level: int) -> Bools:
    """Cells within reach of all origins."""
    return np.logical_and.reduce([reach.cells[level] <= circle.within for reach in circle.reaches])


def _reach_json(circle: Circle, reach: Reach, gazetteer: Gazetteer) -> dict[str, Any]:
    rows = zip(circle.places, reach.places.T.tolist(), strict=True)
    return {
        "id": reach.origin.id,
        "name": reach.origin.name,
        "off_network_km": None if np.isnan(reach.off_km) else round(reach.off_km, 2),
        "shut": list(reach.shut),
        "km2": _areas(circle, list(reach.cells <= circle.within), gazetteer),
        "people": {side: [int(_people(circle, minutes, side)) for minutes in reach.places] for side in gazetteer.sides},
        "places": [
            {"id": place.id, "kind": place.kind, "side": place.side, "minutes": [_or_none(value) for value in minutes]}
            for place, minutes in rows
            if min(minutes) <= circle.within
        ],
    }


def _areas(circle: Circle, cells: Sequence[Bools], gazetteer: Gazetteer) -> dict[str, dict[str, Any]]:
    """For each side, km2 at each crossing time, and the part of the middle one that rests on straight lines."""
    found: dict[str, dict[str, Any]] = {}
    for side in gazetteer.sides:
        mine = _side_cells(circle, side)
        km2 = [round(float((part & mine).sum()) * circle.ground.cell_km2, 1) for part in cells]
        straight = round(float((cells[1] & mine & circle.straight).sum()) * circle.ground.cell_km2, 1)
        found[side] = dict(zip(LEVELS, km2, strict=True)) | {"mid_on_straight_lines": straight}
    return found


def _side_cells(circle: Circle, side: str) -> Bools:
    numbers = [i for i, zone in enumerate(circle.ground.zones) if zone.side == side]
    return np.isin(circle.ground.zone, numbers)


def _people(circle: Circle, minutes: Doubles, side: str) -> float:
    """Residents of the districts of a side whose centres are within."""
    near = minutes <= circle.within
    pairs = zip(circle.places, near, strict=True)
    return sum(place.people for place, is_near in pairs if is_near and place.kind == "district" and place.side == side)


def _reach_lines(circle: Circle, reach: Reach, gazetteer: Gazetteer) -> list[str]:
    origin = reach.origin
    lines = [f"From {origin.name} {origin.name_local}".rstrip(), *_area_lines(circle, reach, gazetteer)]
    if reach.off_km > FAR_KM:
        lines.append(f"  {reach.off_km:.1f} km off the network: the way to it is a straight line")
    if _touches_edge(reach.cells[0] <= circle.within):
        lines.append("  reaches the edge of the region's map: more may lie beyond")
    if reach.shut:
        lines.append(f"  shut on arrival: {', '.join(reach.shut)}")
    for kind, title in GROUPS.items():
        lines += _place_lines(circle, reach, kind, title)
    return lines


def _touches_edge(cells: Bools) -> bool:
    """Whether any of the outermost cells of the map is within."""
    return bool(cells[[0, -1], :].any() or cells[:, [0, -1]].any())


def _area_lines(circle: Circle, reach: Reach, gazetteer: Gazetteer) -> list[str]:
    lines = [f"  {'':<36}{'low':>12}{'mid':>12}{'high':>12}   of mid on straight lines"]
    areas = _areas(circle, list(reach.cells <= circle.within), gazetteer)
    for side, title in gazetteer.sides.items():
        told = "".join(f"{areas[side][level]:>12,.0f}" for level in LEVELS)
        part = areas[side]["mid_on_straight_lines"] / max(areas[side]["mid"], 1e-9)
        lines.append(f"  km2, {title:<31}{told}   {part:.0%}")
    for side, title in gazetteer.sides.items():
        told = "".join(f"{_people(circle, minutes, side):>12,.0f}" for minutes in reach.places)
        lines.append(f"  people, {title:<28}{told}")
    return lines


def _place_lines(circle: Circle, reach: Reach, kind: str, title: str) -> list[str]:
    rows = [
        (minutes[1], place, minutes)
        for place, minutes in zip(circle.places, reach.places.T.tolist(), strict=True)
        if place.kind == kind and minutes[0] <= circle.within and place.id != reach.origin.id
    ]
    if not rows:
        return []
    rows.sort(key=lambda row: (row[0], row[1].id))
    told = [f"{place.name} {_interval(minutes, circle.within)}" for _, place, minutes in rows]
    return [f"  {title} ({len(rows)}): {', '.join(told)}"]


def _interval(minutes: Sequence[float], within: float) -> str:
    """Minutes as "42", or as "42 (30-67)" where the crossing widens them.

    >>> _interval([30.0, 42.4, 67.0], 60.0), _interval([9.2, 9.2, 9.2], 60.0), _interval([50.0, np.inf, np.inf], 60.0)
    ('42 (30-over 60)', '9', 'over 60 (50-over 60)')
    """
    low, mid, high = (f"{value:.0f}" if value <= within else f"over {within:g}" for value in minutes)
    return mid if low == high else f"{mid} ({low}-{high})"


def _joint_lines(circle: Circle, gazetteer: Gazetteer) -> list[str]:
    names = [reach.origin.name for reach in circle.reaches]
    lines: list[str] = []
    for title, join in ((f"From any of {', '.join(names)}", circle_any), ("From all of them", circle_all)):
        areas = _areas(circle, [join(circle, level) for level in range(len(LEVELS))], gazetteer)
        lines.append(title)
        for side, name in gazetteer.sides.items():
            lines.append(f"  km2, {name:<31}" + "".join(f"{areas[side][level]:>12,.0f}" for level in LEVELS))
    return lines


def _checkpoint_lines(circle: Circle, gazetteer: Gazetteer) -> list[str]:
    """The crossings of the mode: hours, minutes, passengers, and whether they are there on the day."""
    lines = [f"{'crossing':<16}{'hours':<15}{'minutes':<12}{'passengers a day in 2024, mean and busiest':<45}note"]
    mine = [checkpoint for checkpoint in gazetteer.checkpoints if circle.trip.mode in checkpoint.crossings]
    return [*lines, *(_checkpoint_line(circle, checkpoint) for checkpoint in mine)]


def _checkpoint_line(circle: Circle, checkpoint: Checkpoint) -> str:
    low, mid, high = checkpoint.crossings[circle.trip.mode].minutes
    hours = f"{show_clock(checkpoint.opens)}-{show_clock(checkpoint.closes)}"
    flow = "none published" if checkpoint.passengers is None else "{:,} and {:,}".format(*checkpoint.passengers)
    opened = checkpoint.opened_on
    note = f"opens on {opened}" if opened is not None and opened > circle.trip.on else checkpoint.note
    return f"{checkpoint.id:<16}{hours:<15}{f'{mid:g} ({low:g}-{high:g})':<12}{flow:<45}{note}".rstrip()


def _assumptions(circle: Circle, gazetteer: Gazetteer) -> list[str]:
    lines = ["What it rests on"]
    for zone in circle.ground.zones:
        source = zone.source
        lines.append(
            f"  straight lines in {zone.name}: {zone.speed_kmh:g} km/h along {zone.detour:g} times the line "
            f"({source.kind.value}: {source.note})"
        )
    used = [c.crossings[circle.trip.mode].source for c in gazetteer.checkpoints if circle.trip.mode in c.crossings]
    lines += dict.fromkeys(f"  crossing time ({source.kind.value}): {source.note}" for source in used)
    lines.append(
        f"  {circle.trip.start:g} minutes before one moves; a crossing that is shut on arrival is not waited for"
    )
    return [*lines, f"  {NOT_COUNTED}"]


def _or_none(value: float) -> float | None:
    return round(value, 1) if np.isfinite(value) else None
