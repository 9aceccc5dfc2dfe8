"""OpenStreetMap: streets that cars may use, from an extract in `.osm` or `.osm.pbf`; one-way streets stay one-way.

Coordinates are WGS-84. Only the nodes where a street ends or meets another remain; the bends between them count in
the length. The reader is osmium's own, of the package `osmium`.
"""

from importlib import import_module
from itertools import pairwise
from pathlib import Path
from typing import Any, Final

import numpy as np

from mangrove.errors import SourceError
from mangrove.places.speeds import Speeds
from mangrove.places.sphere import crow_km
from mangrove.places.streets import Streets, largest_part

KMH: Final = {
    "motorway": 75.0,
    "trunk": 55.0,
    "primary": 35.0,
    "secondary": 30.0,
    "tertiary": 26.0,
    "residential": 20.0,
}
"""Kind of road -> km/h by day, lights and junctions counted."""
REASON: Final = (
    "assumed: about two thirds of the common limits (120 or 100, 80, 60, 50, 40, 30 km/h), for lights and traffic; "
    "--trips FILE learns them from taxi trips instead"
)
_SAME: Final = {"unclassified": "residential", "living_street": "residential", "service": "residential"}
_ONE_WAY: Final = {"yes", "true", "1"}
_AGAINST: Final = {"-1", "reverse"}
_CLOSED: Final = {"no", "private"}

Way = tuple[str, int, list[int], list[tuple[float, float]]]
"""Kind, direction (0 both, 1 along, -1 against), nodes, and their longitudes and latitudes."""


def assumed_speeds() -> Speeds:
    """Speeds for a map without trips to learn them from."""
    return Speeds(KMH, 0.0, {"day": 1.0, "night": 1.0, "morning peak": 1.0, "evening peak": 1.0})


def read_osm(file: Path) -> Streets:
    """Read the streets of an extract; the largest part in which all can be reached from all.

    Raises:
        SourceError: if it cannot be read, or holds no street.
    """
    ways = _ways(file)
    if not ways:
        msg = f"{file}: holds no street for cars. Give an extract with ways tagged highway=..., and their nodes."
        raise SourceError(msg)
    return largest_part(_streets(file.name, ways))


def _ways(file: Path) -> list[Way]:
    osmium: Any = import_module("osmium")
    found: list[Way] = []
    try:
        # locations need no index on disk: an extract of a city fits in memory
        reader = osmium.FileProcessor(str(file), osmium.osm.NODE | osmium.osm.WAY).with_locations()
        for thing in reader.with_filter(osmium.filter.EntityFilter(osmium.osm.WAY)):
            way = _way(thing)
            if way is not None:
                found.append(way)
    except (RuntimeError, OSError, ValueError) as error:
        msg = f"{file}: cannot be read as OpenStreetMap ({error}). Give a whole .osm or .osm.pbf file."
        raise SourceError(msg) from error
    return found


def _way(thing: Any) -> Way | None:
    """A way as a street; None if cars may not use it."""
    tags = {tag.k: tag.v for tag in thing.tags}
    kind = tags.get("highway", "").removesuffix("_link")
    kind = _SAME.get(kind, kind)
    if kind not in KMH or tags.get("access") in _CLOSED or tags.get("motor_vehicle") in _CLOSED:
        return None
    located = [node for node in thing.nodes if node.location.valid()]
    if len(located) < 2:
        return None
    return kind, _direction(tags, kind), [node.ref for node in located], [(node.lon, node.lat) for node in located]


def _direction(tags: dict[str, str], kind: str) -> int:
    told = tags.get("oneway", "")
    if told in _AGAINST:
        return -1
    implied = tags.get("junction") in {"roundabout", "circular"} or kind == "motorway"
    return 1 if told in _ONE_WAY or (implied and told != "no") else 0


def _streets(title: str, ways: list[Way]) -> Streets:
    """Cut the ways where streets meet; the stretches between are the edges."""
    seen: dict[int, int] = {}
    for _, _, refs, _ in ways:
        for ref in refs:
            seen[ref] = seen.get(ref, 0) + 1
        for end in (refs[0], refs[-1]):
            seen[end] += 1
    number: dict[int, int] = {}
    spots: list[tuple[float, float]] = []
    edges: list[tuple[int, int, float, int]] = []
    kinds = tuple(KMH)
    for kind, direction, refs, points in ways:
        lon, lat = np.array(points, np.float64).T
        along = np.concatenate([[0.0], np.cumsum(crow_km(lon[:-1], lat[:-1], lon[1:], lat[1:]))])
        cuts = [i for i, ref in enumerate(refs) if seen[ref] > 1]
        for i in cuts:
            if refs[i] not in number:
                number[refs[i]] = len(spots)
                spots.append(points[i])
        for i, j in pairwise(cuts):
            a, b, km, of = number[refs[i]], number[refs[j]], float(along[j] - along[i]), kinds.index(kind)
            edges += [(a, b, km, of)] if direction >= 0 else []
            edges += [(b, a, km, of)] if direction <= 0 else []
    tail, head, km, kind = (np.array(column) for column in zip(*edges, strict=True))
    lon, lat = np.array(spots, np.float64).T
    return Streets(title, lon, lat, tail.astype(np.int32), head.astype(np.int32), km, kind.astype(np.int32), kinds)
