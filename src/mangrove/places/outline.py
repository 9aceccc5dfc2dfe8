"""Outline: the cells of a circle as polygons, whose area is the cells' own, and all of a circle as GeoJSON."""

from collections.abc import Sequence
from typing import Any, Final

import numpy as np

from mangrove.arrays import Bools
from mangrove.places.border import LEVELS
from mangrove.places.circle import Circle, Reach
from mangrove.places.ground import Ground

Corner = tuple[int, int]
"""(column, row) of a corner of cells."""
Ring = list[Corner]

_DIGITS: Final = 5
_LEFT: Final = {(1, 0): (0, 1), (0, 1): (-1, 0), (-1, 0): (0, -1), (0, -1): (1, 0)}


def outline(cells: Bools) -> list[list[Ring]]:
    """The cells as polygons: an outer ring, counter-clockwise, then its holes, clockwise; each ring closed.

    Cells that meet at a corner alone are not joined, so that no ring touches itself.

    >>> outline(np.array([[True]]))
    [[[(0, 0), (1, 0), (1, 1), (0, 1), (0, 0)]]]
    """
    rings = _rings(cells)
    outer = [ring for ring in rings if ring_area(ring) > 0]
    polygons = [[ring] for ring in outer]
    for hole in (ring for ring in rings if ring_area(ring) < 0):
        holders = [i for i, ring in enumerate(outer) if _holds(ring, hole)]
        polygons[min(holders, key=lambda i: ring_area(outer[i]))].append(hole)
    return polygons


def ring_area(ring: Sequence[tuple[float, float]]) -> float:
    """Area of a closed ring in the square of its unit, negative if it runs clockwise.

    >>> ring_area([(0, 0), (2, 0), (2, 1), (0, 1), (0, 0)])
    2.0
    """
    x, y = np.array(ring, np.float64).T
    return float((x[:-1] * y[1:] - x[1:] * y[:-1]).sum() / 2.0)


def geojson(circle: Circle) -> dict[str, Any]:
    """Every origin's circle for each crossing time, split by what it rests on, and every place within."""
    features: list[dict[str, Any]] = []
    for reach in circle.reaches:
        for level, name in enumerate(LEVELS):
            within = reach.cells[level] <= circle.within
            for rests_on, part in (
                ("streets", within & ~circle.straight),
                ("straight lines", within & circle.straight),
            ):
                told = {"origin": reach.origin.id, "within": circle.within, "crossing": name, "rests_on": rests_on}
                told |= {"km2": round(float(part.sum()) * circle.ground.cell_km2, 2), "mode": circle.trip.mode.value}
                features.append(_feature(told, multipolygon(circle.ground, part)))
        features += _points(circle, reach)
    return {"type": "FeatureCollection", "features": features}


def multipolygon(ground: Ground, cells: Bools) -> dict[str, Any]:
    """Cells as a GeoJSON MultiPolygon, WGS-84."""
    west, south, (wide, high) = ground.west, ground.south, ground.step
    polygons = [
        [[[round(west + x * wide, _DIGITS), round(south + y * high, _DIGITS)] for x, y in ring] for ring in polygon]
        for polygon in outline(cells)
    ]
    return {"type": "MultiPolygon", "coordinates": polygons}


def _points(circle: Circle, reach: Reach) -> list[dict[str, Any]]:
    found: list[dict[str, Any]] = []
    for place, (low, mid, high) in zip(circle.places, reach.places.T.tolist(), strict=True):
        if low > circle.within:
            continue
        told: dict[str, Any] = {"origin": reach.origin.id, "place": place.id, "name": place.name, "kind": place.kind}
        told |= {"name_local": place.name_local}
        times = {"low": low, "mid": mid, "high": high}
        told |= {f"minutes_{key}": round(value, 1) if np.isfinite(value) else None for key, value in times.items()}
        found.append(_feature(told, {"type": "Point", "coordinates": [place.lon, place.lat]}))
    return found


def _feature(told: dict[str, Any], geometry: dict[str, Any]) -> dict[str, Any]:
    return {"type": "Feature", "properties": told, "geometry": geometry}


def _rings(cells: Bools) -> list[Ring]:
    """The borders of the cells, the cells on the left, each ring passing each of its corners once."""
    after = _border(cells)
    rings: list[Ring] = []
    while after:
        here = next(iter(after))
        step = after[here][0]
        walked: Ring = []
        while here in after:
            step = _turn(after[here], step)
            after[here].remove(step)
            if not after[here]:
                del after[here]
            walked.append(here)
            here = (here[0] + step[0], here[1] + step[1])
        rings += [_corners(loop) for loop in _loops([*walked, here])]
    return rings


def _loops(walked: Ring) -> list[Ring]:
    """A closed walk as loops that touch themselves nowhere; the last corner of each is its first."""
    loops: list[Ring] = []
    path: Ring = []
    for corner in walked:
        if corner in path:
            first = path.index(corner)
            loops.append([*path[first:], corner])
            del path[first:]
        path.append(corner)
    return loops


def _corners(loop: Ring) -> Ring:
    """A closed loop without the points on its straight lines."""
    points = loop[:-1]
    turns = [
        here
        for before, here, after in zip([points[-1], *points[:-1]], points, [*points[1:], points[0]], strict=True)
        if (before[0] == here[0]) != (here[0] == after[0])
    ]
    return [*turns, turns[0]]


def _turn(ways: list[Corner], step: Corner) -> Corner:
    """The way on: to the left where there is a choice, so that the walk stays with its own cell."""
    return _LEFT[step] if _LEFT[step] in ways else ways[0]


def _border(cells: Bools) -> dict[Corner, list[Corner]]:
    """For each corner on the border, the steps that lead on from it."""
    wide = np.pad(cells, 1)
    inner = wide[1:-1, 1:-1]
    sides = [
        (inner & ~wide[:-2, 1:-1], (0, 0), (1, 0)),  # below: eastwards
        (inner & ~wide[1:-1, 2:], (1, 0), (0, 1)),  # right: northwards
        (inner & ~wide[2:, 1:-1], (1, 1), (-1, 0)),  # above: westwards
        (inner & ~wide[1:-1, :-2], (0, 1), (0, -1)),  # left: southwards
    ]
    after: dict[Corner, list[Corner]] = {}
    for side, (right, up), step in sides:
        for row, column in np.argwhere(side).tolist():
            after.setdefault((column + right, row + up), []).append(step)
    return after


def _holds(ring: Ring, hole: Ring) -> bool:
    """Whether a ring holds a hole: a point just inside the hole's first cell lies within it."""
    (x0, y0), (x1, y1) = hole[0], hole[1]
    # the cells of the circle lie to the left of a clockwise hole's border
    length = max(abs(x1 - x0), abs(y1 - y0))
    dx, dy = (x1 - x0) / length, (y1 - y0) / length
    x, y = x0 + dx / 2 - dy / 2, y0 + dy / 2 + dx / 2
    corners = np.array(ring, np.float64)
    (ax, ay), (bx, by) = corners[:-1].T, corners[1:].T
    crossed = (ay > y) != (by > y)
    where = ax[crossed] + (y - ay[crossed]) / (by[crossed] - ay[crossed]) * (bx[crossed] - ax[crossed])
    return bool((where > x).sum() % 2)
