"""Circle: everything within some minutes of a place, across a border that is open or shut.

Three things are joined into one directed search: the streets on record, the ground on which straight lines stand in
for them, and the crossings. What lies nearer to a street than `reach_km` rests on the network, the rest on straight
lines, and the picture shows which is which. A crossing that is shut when one would arrive is not waited for.
"""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date
from typing import Final

import numpy as np

from mangrove.arrays import Bools, Bytes8, Doubles, Ints
from mangrove.errors import ScenarioError
from mangrove.places.border import LEVELS, Checkpoint, Mode
from mangrove.places.gazetteer import Gazetteer, Place, coordinates
from mangrove.places.ground import CELL_KM, Ground, lay_ground
from mangrove.places.search import Matrix, edge_matrix, near, shortest
from mangrove.places.streets import Network, snap

MINUTE: Final = 60.0
MOST_MINUTES: Final = 12 * 60.0
REACH_KM: Final = 1.0
FAR_KM: Final = 2.0
"""An origin farther than this from the network is said to be off it."""
_TO_CELLS, _TO_NODES = 4, 3


@dataclass(frozen=True)
class Trip:
    """How one travels: mode over the border, the day, the minute of it one sets out, and minutes until one moves."""

    mode: Mode
    on: date
    at: float
    start: float = 0.0


@dataclass(frozen=True)
class Reach:
    """What lies within reach of one origin, for the low, middle and high crossing times.

    Attributes:
        origin: Where one starts.
        cells: Minutes to each cell, shape (3, rows, columns); infinite beyond reach and on water.
        places: Minutes to each place, shape (3, places).
        off_km: How far the origin is from the network; NaN on a side without one.
        shut: Checkpoints that would have been reached while shut.
    """

    origin: Place
    cells: Doubles
    places: Doubles
    off_km: float
    shut: tuple[str, ...]


@dataclass(frozen=True)
class Circle:
    """The circles of some origins, drawn in one setting."""

    within: float
    trip: Trip
    network: str
    ground: Ground
    straight: Bools
    places: tuple[Place, ...]
    reaches: tuple[Reach, ...]


def draw_circle(
    gazetteer: Gazetteer,
    origins: Sequence[Place],
    within: float,
    trip: Trip,
    network: Network,
    *,
    reach_km: float = REACH_KM,
    cell_km: float = CELL_KM,
) -> Circle:
    """Find everything within some minutes of each origin.

    Args:
        gazetteer: Places, ground and crossings.
        origins: Where one starts.
        within: Minutes, above 0 and at most 720.
        trip: Mode, day and time.
        network: Streets with their times; coordinates in WGS-84.
        reach_km: How near a street a cell must be to rest on the network.
        cell_km: Width of a cell.

    Raises:
        ScenarioError: if the minutes are out of range, or an origin is not yet there or off the map.
    """
    if not 0.0 < within <= MOST_MINUTES:
        msg = f"--within {within:g}: must be above 0 and at most {MOST_MINUTES:g} minutes"
        raise ScenarioError(msg)
    search = Search(gazetteer, network, trip, origins, reach_km=reach_km, cell_km=cell_km)
    reaches = tuple(search.reach(origin, within) for origin in search.origins)
    return Circle(within, trip, network.title, search.ground, search.straight, search.places, reaches)


class Search:
    """The joined graph of one setting: land cells first, then the network's nodes, then the places."""

    def __init__(
        self,
        gazetteer: Gazetteer,
        network: Network,
        trip: Trip,
        origins: Sequence[Place] = (),
        *,
        reach_km: float = REACH_KM,
        cell_km: float = CELL_KM,
    ) -> None:
        """Lay the ground, join the network and the places to it, and build the bridges that stand on the day."""
        self.trip = trip
        self.network = network
        self.ground = lay_ground(gazetteer.zones, cell_km)
        self.origins = [self._sited(origin) for origin in origins]
        standing = {place.id: place for place in gazetteer.places.values() if place.stands_on(trip.on)}
        self.places = tuple((standing | {place.id: place for place in self.origins}).values())
        self.checkpoints = [c for c in gazetteer.checkpoints if trip.mode in c.crossings and set(c.ends) <= {*standing}]
        self._first_node = len(self.ground.land)
        self._first_place = self._first_node + len(network)
        self.size = self._first_place + len(self.places)
        self.node_side = self._node_sides(network)
        self._matrix = self._join(gazetteer)
        self.straight = self._straight(reach_km)

    def reach(self, origin: Place, within: float) -> Reach:
        """Everything within some minutes of an origin, for each crossing time."""
        shut: set[str] = set()
        seconds = np.stack([self.seconds(origin, level, within * MINUTE, shut) for level in range(len(LEVELS))])
        minutes = seconds / MINUTE
        cells = np.full((len(LEVELS), self.ground.zone.size), np.inf)
        cells[:, self.ground.land] = minutes[:, : self._first_node]
        places = minutes[:, self._first_place :]
        return Reach(origin, cells.reshape(-1, *self.ground.shape), places, self._off(origin), tuple(sorted(shut)))

    def seconds(self, origin: Place, level: int, limit: float = np.inf, shut: set[str] | None = None) -> Doubles:
        """Seconds from an origin to every node; a crossing that is shut on arrival is left out, and named in `shut`."""
        start = self._place_node(origin.id)
        ways = [(checkpoint, way) for checkpoint in self.checkpoints for way in (0, 1)]
        while True:
            matrix = self._matrix + self._crossings(ways, level)
            found = shortest(matrix, start, max(0.0, limit - self.trip.start * MINUTE)) + self.trip.start * MINUTE
            found[start] = 0.0
            late = [(c, way) for c, way in ways if self._is_shut(c, way, level, found)]
            if not late:
                return found
            ways = [way for way in ways if way not in late]
            if shut is not None:
                shut |= {checkpoint.id for checkpoint, _ in late}

    def place_seconds(self, origin: Place) -> Doubles:
        """Seconds from an origin to every place of its own side, the border left uncrossed."""
        start = self._place_node(origin.id)
        return shortest(self._matrix, start)[self._first_place :]

    def _node_sides(self, network: Network) -> Bytes8:
        """The side of each node, as its place in the ground's sides."""
        if network.side:
            return np.full(len(network), self.ground.sides.index(network.side), np.int8)
        return self.ground.side_of(network.lon, network.lat)

    def _is_shut(self, checkpoint: Checkpoint, way: int, level: int, found: Doubles) -> bool:
        """Whether one arrives at an end while the checkpoint is shut, and has not just come through it."""
        here, there = (found[self._place_node(checkpoint.ends[end])] for end in (way, 1 - way))
        cost = checkpoint.crossings[self.trip.mode].minutes[level] * MINUTE
        came_through = there + cost <= here * (1.0 + 1e-12)
        if not np.isfinite(here) or came_through:
            return False
        return not checkpoint.is_open(self.trip.on, self.trip.at + here / MINUTE)

    def _crossings(self, ways: Sequence[tuple[Checkpoint, int]], level: int) -> Matrix:
        tail = np.array([self._place_node(c.ends[way]) for c, way in ways], np.int32)
        head = np.array([self._place_node(c.ends[1 - way]) for c, way in ways], np.int32)
        seconds = [c.crossings[self.trip.mode].minutes[level] * MINUTE for c, _ in ways]
        return edge_matrix(self.size, tail, head, np.array(seconds, np.float64))

    def _join(self, gazetteer: Gazetteer) -> Matrix:
        """Every edge but those over the border."""
        network, first = self.network, self._first_node
        home = self.node_side[network.tail] == self.node_side[network.head]
        streets = (network.tail[home] + first, network.head[home] + first, network.seconds[home])
        parts = [self.ground.edges(), streets, *self._node_links(), *self._place_links(), *self._bridges(gazetteer)]
        tail, head, seconds = (np.concatenate(column) for column in zip(*parts, strict=True))
        return edge_matrix(self.size, tail.astype(np.int32), head.astype(np.int32), seconds)

    def _node_links(self) -> list[tuple[Ints, Ints, Doubles]]:
        """The network's nodes and the cells around each, both ways."""
        parts: list[tuple[Ints, Ints, Doubles]] = []
        for number, side in enumerate(self.ground.sides):
            mine = np.flatnonzero(self.node_side == number)
            cells, far = self.ground.nearest(self.network.lon[mine], self.network.lat[mine], side, _TO_CELLS)
            node = (np.repeat(mine, _TO_CELLS) + self._first_node).astype(np.int32)
            parts += _both_ways(node, cells.ravel(), self._walk(cells, far))
        return parts

    def _place_links(self) -> list[tuple[Ints, Ints, Doubles]]:
        """The places, the cells around each, and the network's nodes near it, both ways."""
        parts: list[tuple[Ints, Ints, Doubles]] = []
        for number, side in enumerate(self.ground.sides):
            mine = np.array([i for i, place in enumerate(self.places) if place.side == side], np.int32)
            lon, lat = coordinates([place for place in self.places if place.side == side])
            cells, far = self.ground.nearest(lon, lat, side, _TO_CELLS)
            node = np.repeat(mine + self._first_place, _TO_CELLS)
            parts += _both_ways(node, cells.ravel(), self._walk(cells, far))
            nodes = np.flatnonzero(self.node_side == number)
            count = min(_TO_NODES, len(nodes))
            if count and len(mine):
                flat = self.ground.flat
                tree = near(flat.km(self.network.lon[nodes], self.network.lat[nodes]))
                found, away = tree.nearest(flat.km(lon, lat), count)
                walk = away.ravel() * np.repeat(self.ground.pace[cells[:, 0]], count)
                node = np.repeat(mine + self._first_place, count)
                parts += _both_ways(node, (nodes[found].ravel() + self._first_node).astype(np.int32), walk)
        return parts

    def _bridges(self, gazetteer: Gazetteer) -> list[tuple[Ints, Ints, Doubles]]:
        parts: list[tuple[Ints, Ints, Doubles]] = []
        for bridge in gazetteer.bridges:
            if bridge.opened_on is not None and bridge.opened_on > self.trip.on:
                continue
            lon, lat = np.array(bridge.ends, np.float64).T
            side = self.ground.sides[int(self.ground.side_of(lon[:1], lat[:1])[0])]
            cells, far = self.ground.nearest(lon, lat, side, 1)
            seconds = bridge.minutes * MINUTE + float(self._walk(cells, far).sum())
            parts += _both_ways(cells[0], cells[1], np.array([seconds]))
        return parts

    def _walk(self, cells: Ints, far: Doubles) -> Doubles:
        """Seconds from a point to the centres of cells, at the cells' pace."""
        return (far * self.ground.pace[cells]).ravel()

    def _straight(self, reach_km: float) -> Bools:
        """The land that no street of its own side is near."""
        flat = self.ground.flat
        straight = np.ones(len(self.ground.land), np.bool_)
        for number in np.unique(self.node_side):
            mine, nodes = self.ground.side == number, self.node_side == number
            lon, lat = self.ground.centres
            streets = near(flat.km(self.network.lon[nodes], self.network.lat[nodes]))
            straight[mine] = streets.nearest(flat.km(lon[mine], lat[mine]))[1][:, 0] > reach_km
        found = np.zeros(self.ground.zone.size, np.bool_)
        found[self.ground.land] = straight
        return found.reshape(self.ground.shape)

    def _place_node(self, name: str) -> int:
        return self._first_place + next(i for i, place in enumerate(self.places) if place.id == name)

    def _off(self, origin: Place) -> float:
        number = self.ground.sides.index(origin.side)
        if not (self.node_side == number).any():
            return float("nan")
        _, far = snap(self.network, *coordinates([origin]))
        return float(far[0])

    def _sited(self, origin: Place) -> Place:
        """The origin with its side of the border; a point of one's own takes the side of its ground."""
        if not origin.stands_on(self.trip.on):
            msg = f"{origin.id} opened on {origin.opened_on}, after {self.trip.on}. Give a later --on."
            raise ScenarioError(msg)
        lon, lat = coordinates([origin])
        side = origin.side or self.ground.sides[int(self.ground.side_of(lon, lat)[0])]
        _, far = self.ground.nearest(lon, lat, side, 1)
        if far[0, 0] > FAR_KM:
            msg = f"{origin.id}: {far[0, 0]:.0f} km from any land on the region's map. Give a point on it, LON,LAT."
            raise ScenarioError(msg)
        return replace(origin, side=side)


def _both_ways(tail: Ints, head: Ints, seconds: Doubles) -> list[tuple[Ints, Ints, Doubles]]:
    return [(tail, head, seconds), (head, tail, seconds)]
