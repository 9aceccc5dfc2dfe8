"""Streets and networks: a map of directed edges, and the same with the seconds each edge takes."""

from dataclasses import dataclass
from typing import Final

import numpy as np

from mangrove.arrays import Bools, Doubles, Ints
from mangrove.errors import SourceError
from mangrove.places.search import edge_matrix, near, shortest, strong_part
from mangrove.places.sphere import Flat, crow_km

HOUR: Final = 3600.0


@dataclass(frozen=True)
class Streets:
    """A map before anyone has driven it; coordinates in WGS-84.

    Attributes:
        title: What the map is, for the reader.
        lon: Longitude of each node, degrees.
        lat: Latitude of each node, degrees.
        tail: Node where an edge begins.
        head: Node where it ends.
        km: Length of the edge.
        kind: Place of the edge's kind in `kinds`.
        kinds: Names of the kinds of edge, each with a speed of its own.
    """

    title: str
    lon: Doubles
    lat: Doubles
    tail: Ints
    head: Ints
    km: Doubles
    kind: Ints
    kinds: tuple[str, ...]


@dataclass(frozen=True)
class Network:
    """A map with travel times: directed edges, seconds each; coordinates in WGS-84.

    Where `side` names a side of the border, the whole map lies on it; else each node on that of the land around it.
    """

    title: str
    lon: Doubles
    lat: Doubles
    tail: Ints
    head: Ints
    seconds: Doubles
    side: str = ""

    def __len__(self) -> int:
        return len(self.lon)

    @property
    def flat(self) -> Flat:
        """The flat map around the middle of the network."""
        return Flat(float(self.lon.mean()), float(self.lat.mean()))


def timed(streets: Streets, speed_kmh: Doubles) -> Network:
    """Give each edge its time at the speed of its kind, km/h."""
    seconds = streets.km / speed_kmh[streets.kind] * HOUR
    return Network(streets.title, streets.lon, streets.lat, streets.tail, streets.head, seconds)


def largest_part(streets: Streets) -> Streets:
    """Keep the largest part in which every node can be reached from every other, one-way streets respected.

    Raises:
        SourceError: if there is no edge at all.
    """
    if not len(streets.tail):
        msg = f"{streets.title}: holds no street that leads anywhere. Give a map with at least two joined nodes."
        raise SourceError(msg)
    part = strong_part(edge_matrix(len(streets.lon), streets.tail, streets.head, streets.km))
    return keep_nodes(streets, part == np.bincount(part).argmax())


def keep_nodes(streets: Streets, kept: Bools) -> Streets:
    """The streets between the nodes that are kept."""
    number = np.cumsum(kept) - 1
    edge = kept[streets.tail] & kept[streets.head]
    return Streets(
        streets.title,
        streets.lon[kept],
        streets.lat[kept],
        number[streets.tail[edge]].astype(np.int32),
        number[streets.head[edge]].astype(np.int32),
        streets.km[edge],
        streets.kind[edge],
        streets.kinds,
    )


def travel_seconds(network: Network, sources: Ints) -> Doubles:
    """The fastest times from some nodes to all, seconds, shape (sources, nodes); infinite where no way leads."""
    matrix = edge_matrix(len(network), network.tail, network.head, network.seconds)
    return shortest(matrix, sources)


def snap(network: Network, lon: Doubles, lat: Doubles) -> tuple[Ints, Doubles]:
    """The nearest node of each point, and how far it is, km."""
    flat = network.flat
    node, _ = near(flat.km(network.lon, network.lat)).nearest(flat.km(lon, lat))
    found = node[:, 0].astype(np.int32)
    return found, crow_km(lon, lat, network.lon[found], network.lat[found])
