"""Gazetteer: a region's named places, its ground and its crossings, as the files of its folder `places` tell them."""

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from importlib.resources.abc import Traversable
from pathlib import Path
from typing import Any, Final

import numpy as np
import polars as pl

from mangrove.arrays import Doubles
from mangrove.dated import Evidence, Source
from mangrove.errors import DataError, ScenarioError, SourceError, did_you_mean, problem_list
from mangrove.files import read_toml
from mangrove.places.border import Checkpoint, clock, read_checkpoint

KINDS: Final = ("district", "checkpoint", "park", "institute", "university", "city", "point")
_NOBODY: Final = float("nan")


@dataclass(frozen=True)
class Place:
    """A named point, WGS-84.

    Attributes:
        id: Name on the command line.
        name: Name for people.
        name_local: Name in the place's own language.
        kind: What it is, one of `KINDS`.
        side: Side of the border.
        lon: Longitude, degrees.
        lat: Latitude, degrees.
        opened_on: Day it opened; None where it was always there, or nobody on record says.
        people: Residents, where it is a district or a city; NaN otherwise.
        source: Key of the source in the region's `circle.toml`.
        note: What the point stands for.
    """

    id: str
    name: str
    name_local: str
    kind: str
    side: str
    lon: float
    lat: float
    opened_on: date | None = None
    people: float = _NOBODY
    source: str = ""
    note: str = ""

    def stands_on(self, day: date) -> bool:
        """Whether it was open on a day."""
        return self.opened_on is None or self.opened_on <= day


@dataclass(frozen=True)
class Zone:
    """Ground on which straight lines stand in for streets: one speed, one detour factor, and outlines."""

    name: str
    side: str
    speed_kmh: float
    detour: float
    source: Source
    rings: tuple[Doubles, ...] = ()

    @property
    def hours_per_km(self) -> float:
        """Time for a kilometre as the crow flies."""
        return self.detour / self.speed_kmh


@dataclass(frozen=True)
class Bridge:
    """A way over water, both ends on one side of the border; minutes from its length and speed."""

    name: str
    ends: tuple[tuple[float, float], tuple[float, float]]
    minutes: float
    opened_on: date | None


@dataclass(frozen=True)
class Gazetteer:
    """What a region's folder `places` holds.

    Attributes:
        places: Every named place, by id.
        zones: Ground, in the order in which outlines are asked.
        bridges: Ways over water.
        checkpoints: Ways over the border.
        sides: Side -> its name for people; the first is the region's own.
        on: Day the circle is drawn for where nobody says.
        at: Minute of the day a trip starts where nobody says.
        sources: Every source, by key.
    """

    places: Mapping[str, Place]
    zones: tuple[Zone, ...]
    bridges: tuple[Bridge, ...]
    checkpoints: tuple[Checkpoint, ...]
    sides: Mapping[str, str]
    on: date
    at: float
    sources: Mapping[str, Source]

    def find(self, name: str) -> Place:
        """A place by its id, or a point written as LON,LAT.

        Raises:
            ScenarioError: if there is none of that name, with the nearest.
        """
        if "," in name:
            return self._point(name)
        key = name.strip().lower().replace("-", "_").replace(" ", "_")
        if key not in self.places:
            by_name = {place.name.lower(): place.id for place in self.places.values()}
            by_name |= {place.name_local: place.id for place in self.places.values()}
            key = by_name.get(name.strip().lower(), by_name.get(name.strip(), key))
        if key not in self.places:
            msg = f"no place {name!r}; {did_you_mean(key, self.places)}. A point is written LON,LAT in WGS-84."
            raise ScenarioError(msg)
        return self.places[key]

    def _point(self, text: str) -> Place:
        try:
            lon, lat = (float(part) for part in text.split(","))
        except ValueError:
            lon = lat = math.nan
        if not (-180.0 <= lon <= 180.0 and -90.0 <= lat <= 90.0):
            msg = f"{text!r}: not a point. Write LON,LAT in degrees, WGS-84: 114.071,22.521"
            raise ScenarioError(msg)
        return Place(text, text, "", "point", "", lon, lat)


def read_gazetteer(folder: Traversable) -> Gazetteer:
    """Read and check a region's places.

    Raises:
        SourceError: if the region ships none.
        DataError: if its files do not fit together, every problem at once.
    """
    root = Path(str(folder))
    if not (root / "circle.toml").is_file():
        msg = f"{root.parent.name}: this region ships no places (no {root.name}/circle.toml). Try --region shenzhen."
        raise SourceError(msg)
    told = read_toml(root / "circle.toml", "file of places")
    crossings = read_toml(root / "checkpoints.toml", "file of checkpoints")
    try:
        found = _build(told, crossings, pl.read_csv(root / "places.csv"), pl.read_csv(root / "outlines.csv"))
    except (KeyError, ValueError, TypeError, pl.exceptions.PolarsError) as error:
        msg = (
            f"{root}: a place, zone or checkpoint is incomplete or malformed: {type(error).__name__} {error}. Mend it."
        )
        raise DataError(msg) from error
    problems = _problems(found)
    if problems:
        raise DataError(problem_list(f"{root}: these places do not fit together", problems))
    return found


def _build(told: dict[str, Any], crossings: dict[str, Any], places: pl.DataFrame, outlines: pl.DataFrame) -> Gazetteer:
    sources = {key: _source(entry) for key, entry in told["sources"].items()}
    found = [_place(row) for row in places.to_dicts()]
    return Gazetteer(
        {place.id: place for place in found},
        tuple(_zone(entry, outlines, sources) for entry in told["zone"]),
        tuple(_bridge(entry) for entry in told.get("link", [])),
        tuple(read_checkpoint(entry, crossings["evidence"]) for entry in crossings["checkpoint"]),
        told["sides"],
        date.fromisoformat(told["moment"]["on"]),
        clock(told["moment"]["at"]),
        sources,
    )


def _place(row: Mapping[str, Any]) -> Place:
    words = {key: row[key] or "" for key in ("id", "name", "name_local", "kind", "side", "source", "note")}
    opened = row["opened_on"]
    people = row["people"]
    return Place(
        **words,
        lon=float(row["lon"]),
        lat=float(row["lat"]),
        opened_on=date.fromisoformat(opened) if opened else None,
        people=_NOBODY if people is None else float(people),
    )


def _zone(entry: Mapping[str, Any], outlines: pl.DataFrame, sources: Mapping[str, Source]) -> Zone:
    mine = outlines.filter(pl.col("zone") == entry["name"])
    rings = tuple(ring.select("lon", "lat").to_numpy() for ring in mine.partition_by("ring", maintain_order=True))
    base = sources[entry["source"]]
    source = Source(base.title, Evidence(entry["evidence"]), base.where, note=entry.get("note", base.note))
    return Zone(entry["name"], entry["side"], float(entry["speed_kmh"]), float(entry["detour"]), source, rings)


def _bridge(entry: Mapping[str, Any]) -> Bridge:
    (a, b), (c, d) = entry["ends"]
    opened = entry.get("opened_on")
    minutes = float(entry["km"]) / float(entry["speed_kmh"]) * 60.0
    return Bridge(entry["name"], ((a, b), (c, d)), minutes, date.fromisoformat(opened) if opened else None)


def _source(entry: Mapping[str, str]) -> Source:
    return Source(entry["title"], Evidence(entry["kind"]), entry["where"], note=entry.get("note", ""))


def _problems(found: Gazetteer) -> Sequence[str]:
    """Everything that does not fit: unknown kinds, sides, sources and ends, zones without an outline."""
    told: list[str] = []
    for place in found.places.values():
        for what, known in (("kind", KINDS), ("side", found.sides), ("source", found.sources)):
            value = getattr(place, what)
            if value not in known:
                told.append(f"{place.id}: {what} {value!r}; {did_you_mean(value, known)}")
    for checkpoint in found.checkpoints:
        told += [
            f"checkpoint {checkpoint.id}: no place {end!r}; {did_you_mean(end, found.places)}"
            for end in checkpoint.ends
            if end not in found.places
        ]
    told += [f"zone {zone.name}: no outline in outlines.csv" for zone in found.zones if not zone.rings]
    return told


def coordinates(places: Sequence[Place]) -> tuple[Doubles, Doubles]:
    """Longitudes and latitudes of some places."""
    return np.array([p.lon for p in places], np.float64), np.array([p.lat for p in places], np.float64)
