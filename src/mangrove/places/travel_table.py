"""Travel-time table: minutes between a region's named places, on each side of the border, and across it.

A region ships the table as `places/travel_times.csv`, made once from a network that it does not ship. The border is
no part of it: who crosses pays the way to a checkpoint, the crossing on that day, and the way on.
"""

from dataclasses import dataclass
from importlib.resources.abc import Traversable
from pathlib import Path
from typing import Final

import numpy as np
import polars as pl

from mangrove.arrays import Doubles
from mangrove.errors import DataError, SourceError, problem_list
from mangrove.places.circle import MINUTE, Search, Trip
from mangrove.places.gazetteer import Gazetteer, Place
from mangrove.places.streets import Network

TABLE: Final = "travel_times.csv"
COARSE: Final = "streets_coarse.csv"
"""Points every few kilometres of the same network, and minutes from each to each."""
COARSE_REACH_KM: Final = 2.2
"""Ground this near such a point, or a named place, rests on the network."""
_LATTICE_KM: Final = 3.0


@dataclass(frozen=True)
class TravelTable:
    """Minutes between places; infinite across the border.

    Attributes:
        ids: The places.
        minutes: Minutes from row to column, shape (n, n); 0 on the diagonal.
    """

    ids: tuple[str, ...]
    minutes: Doubles

    def across(self, gazetteer: Gazetteer, trip: Trip, level: int = 1) -> Doubles:
        """Minutes between all places, the border crossed at the best checkpoint that is open.

        Args:
            gazetteer: The region's places.
            trip: Mode, day and time; opening hours are asked at the start of the trip.
            level: 0 for low, 1 for middle, 2 for high crossing times.
        """
        found = self.minutes.copy()
        for checkpoint in gazetteer.checkpoints:
            if trip.mode not in checkpoint.crossings or not checkpoint.is_open(trip.on, trip.at):
                continue
            cost = checkpoint.crossings[trip.mode].minutes[level]
            here, there = (self.ids.index(end) for end in checkpoint.ends)
            for a, b in ((here, there), (there, here)):
                np.minimum(found, self.minutes[:, a, None] + cost + self.minutes[None, b, :], out=found)
        return found + trip.start * ~np.eye(len(self.ids), dtype=np.bool_)


def make_table(search: Search) -> TravelTable:
    """The table of a search's places, each side by itself."""
    minutes = np.stack([search.place_seconds(place) for place in search.places]) / MINUTE
    return TravelTable(tuple(place.id for place in search.places), minutes)


def table_csv(table: TravelTable) -> str:
    """The table as text: from, to, minutes to a tenth; pairs with the border between them are left out."""
    lines = ["from,to,minutes"]
    for i, start in enumerate(table.ids):
        for j, end in enumerate(table.ids):
            if i != j and np.isfinite(table.minutes[i, j]):
                lines.append(f"{start},{end},{table.minutes[i, j]:.1f}")
    return "\n".join(lines) + "\n"


def read_table(folder: Traversable, gazetteer: Gazetteer) -> TravelTable:
    """Read a region's table.

    Raises:
        SourceError: if the region ships none.
        DataError: if it names unknown places, or lacks a pair of one side.
    """
    path = Path(str(folder)) / TABLE
    if not path.is_file():
        msg = f"{path}: this region ships no travel times. Give --network FILE."
        raise SourceError(msg)
    rows = pl.read_csv(path, schema={"from": pl.String, "to": pl.String, "minutes": pl.Float64})
    ids = tuple(gazetteer.places)
    number = {name: i for i, name in enumerate(ids)}
    strange = sorted({*rows["from"], *rows["to"]} - {*ids})
    problems = [f"{name} is not in places.csv" for name in strange]
    minutes = np.full((len(ids), len(ids)), np.inf)
    np.fill_diagonal(minutes, 0.0)
    for start, end, value in rows.iter_rows():
        if start in number and end in number:
            minutes[number[start], number[end]] = value
    for side in gazetteer.sides:
        mine = [number[p.id] for p in gazetteer.places.values() if p.side == side]
        missing = int((~np.isfinite(minutes[np.ix_(mine, mine)])).sum())
        problems += [f"{missing} pairs of {side} have no minutes"] if missing else []
    if problems:
        raise DataError(problem_list(f"{path}: does not fit places.csv; make it anew", problems))
    return TravelTable(ids, minutes)


def lattice(network: Network, side: str) -> list[Place]:
    """Points of a network some kilometres apart: of each square of a lattice the node nearest to its middle."""
    square = network.flat.km(network.lon, network.lat) / _LATTICE_KM
    off = np.abs(square - np.floor(square) - 0.5).max(axis=1)
    order = np.argsort(off, kind="stable")
    _, first = np.unique(np.floor(square[order]), axis=0, return_index=True)
    chosen = zip(network.lon[order[first]].tolist(), network.lat[order[first]].tolist(), strict=True)
    return [Place(f"{lon:.4f},{lat:.4f}", "", "", "point", side, lon, lat) for lon, lat in chosen]


def coarse_csv(search: Search, side: str) -> str:
    """The coarse streets as text: a row a point, named places among them, and its minutes to each point in order."""
    numbers = [i for i, place in enumerate(search.places) if place.side == side]
    lines = [",".join(["lon", "lat", *(str(i) for i in range(len(numbers)))])]
    for place in (search.places[i] for i in numbers):
        minutes = search.place_seconds(place)[numbers] / MINUTE
        lines.append(f"{place.lon:.4f},{place.lat:.4f}," + ",".join(f"{value:.1f}" for value in minutes))
    return "\n".join(lines) + "\n"


def coarse_network(folder: Traversable) -> Network:
    """The region's coarse streets.

    Raises:
        SourceError: if the region ships none.
    """
    path = Path(str(folder)) / COARSE
    if not path.is_file():
        msg = f"{path}: this region ships no streets. Give --network FILE."
        raise SourceError(msg)
    rows = pl.read_csv(path).cast(pl.Float64).to_numpy()
    lon, lat, minutes = rows[:, 0], rows[:, 1], rows[:, 2:]
    tail, head = (ends.astype(np.int32) for ends in np.nonzero(~np.eye(len(rows), dtype=np.bool_)))
    seconds = minutes[tail, head] * MINUTE
    return Network("the region's coarse streets", lon, lat, tail, head, seconds)
