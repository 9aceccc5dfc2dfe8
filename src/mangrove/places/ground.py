"""Ground: the land as a raster, on which straight lines go where no street is on record.

A step leads from a cell to one of sixteen around it, at the pace of the zone it crosses, over land of one side of
the border. Sixteen directions keep a way on open ground within three parts in a hundred of the straight line.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Final

import numpy as np

from mangrove.arrays import Bools, Bytes8, Doubles, Ints
from mangrove.errors import LimitError
from mangrove.places.gazetteer import Zone
from mangrove.places.search import Near, near
from mangrove.places.sphere import DEGREE_KM, Flat
from mangrove.places.streets import HOUR

CELL_KM: Final = 0.5
WATER: Final = -1
_MOST_CELLS: Final = 4_000_000
_STEPS: Final = ((0, 1), (1, 0), (1, 1), (1, -1), (1, 2), (2, 1), (2, -1), (1, -2))
"""(rows, columns) of eight steps; each is taken both ways."""


@dataclass(frozen=True)
class Ground:
    """Cells of equal size; row 0 is the southernmost.

    Attributes:
        west: Longitude of the western edge, degrees.
        south: Latitude of the southern edge, degrees.
        step: Width and height of a cell, degrees.
        cell_km: Width and height of a cell, km.
        zone: Zone of each cell, shape (rows, columns); `WATER` where none holds it.
        zones: The zones.
    """

    west: float
    south: float
    step: tuple[float, float]
    cell_km: float
    zone: Bytes8
    zones: tuple[Zone, ...]

    @property
    def shape(self) -> tuple[int, int]:
        """Rows and columns."""
        return self.zone.shape[0], self.zone.shape[1]

    @property
    def cell_km2(self) -> float:
        """Area of a cell."""
        return self.cell_km**2

    @cached_property
    def land(self) -> Ints:
        """The cells that are land, as numbers row by row; a node of the ground is a place in this list."""
        return np.flatnonzero(self.zone.ravel() != WATER).astype(np.int32)

    @cached_property
    def sides(self) -> tuple[str, ...]:
        """The sides of the border that the zones name, each once."""
        return tuple(dict.fromkeys(zone.side for zone in self.zones))

    @cached_property
    def side(self) -> Bytes8:
        """Side of each land cell, as its place in `sides`."""
        of_zone = np.array([self.sides.index(zone.side) for zone in self.zones], np.int8)
        return of_zone[self.zone.ravel()[self.land]]

    @cached_property
    def pace(self) -> Doubles:
        """Seconds for a kilometre as the crow flies, for each land cell."""
        of_zone = np.array([zone.hours_per_km * HOUR for zone in self.zones])
        return of_zone[self.zone.ravel()[self.land]]

    @property
    def flat(self) -> Flat:
        """The flat map around the middle of the raster."""
        rows, columns = self.shape
        return Flat(self.west + columns / 2 * self.step[0], self.south + rows / 2 * self.step[1])

    @cached_property
    def centres(self) -> tuple[Doubles, Doubles]:
        """Longitude and latitude of the land cells' centres."""
        row, column = np.divmod(self.land, self.shape[1])
        return self.west + (column + 0.5) * self.step[0], self.south + (row + 0.5) * self.step[1]

    @cached_property
    def trees(self) -> tuple[tuple[Ints, Near], ...]:
        """For each side, its cells and a tree to find the nearest."""
        east_north = self.flat.km(*self.centres)
        mine = [np.flatnonzero(self.side == side).astype(np.int32) for side in range(len(self.sides))]
        return tuple((cells, near(east_north[cells])) for cells in mine)

    def nearest(self, lon: Doubles, lat: Doubles, side: str, count: int) -> tuple[Ints, Doubles]:
        """The nearest cells of a side to each point, and how far they are, km; shapes (points, count)."""
        cells, tree = self.trees[self.sides.index(side)]
        found, far = tree.nearest(self.flat.km(lon, lat), count)
        return cells[np.minimum(found, len(cells) - 1)], far

    def side_of(self, lon: Doubles, lat: Doubles) -> Bytes8:
        """The side of the land nearest to each point, as its place in `sides`."""
        found, _ = near(self.flat.km(*self.centres)).nearest(self.flat.km(lon, lat))
        return self.side[found[:, 0]]

    def edges(self) -> tuple[Ints, Ints, Doubles]:
        """Steps between land cells of one side: from, to, seconds."""
        node = np.full(self.zone.size, WATER, np.int32)
        node[self.land] = np.arange(len(self.land), dtype=np.int32)
        parts = [self._step(node.reshape(self.shape), *step) for step in _STEPS]
        tail, head, seconds = (np.concatenate(column) for column in zip(*parts, strict=True))
        return np.concatenate([tail, head]), np.concatenate([head, tail]), np.concatenate([seconds, seconds])

    def _step(self, node: Ints, rows: int, columns: int) -> tuple[Ints, Ints, Doubles]:
        height, width = self.shape
        left, right = max(0, -columns), min(width, width - columns)
        tail = node[: height - rows, left:right].ravel()
        head = node[rows:, left + columns : right + columns].ravel()
        both = (tail != WATER) & (head != WATER)
        tail, head = tail[both], head[both]
        same = self.side[tail] == self.side[head]
        tail, head = tail[same], head[same]
        return tail, head, np.hypot(rows, columns) * self.cell_km * (self.pace[tail] + self.pace[head]) / 2.0


def lay_ground(zones: Sequence[Zone], cell_km: float = CELL_KM) -> Ground:
    """Lay a raster over the zones' outlines.

    Raises:
        LimitError: if it would hold more than four million cells.
    """
    points = np.concatenate([ring for zone in zones for ring in zone.rings])
    (west, south), (east, north) = points.min(axis=0), points.max(axis=0)
    step = (cell_km / (DEGREE_KM * np.cos(np.radians((south + north) / 2))), cell_km / DEGREE_KM)
    columns, rows = int(np.ceil((east - west) / step[0])), int(np.ceil((north - south) / step[1]))
    if rows * columns > _MOST_CELLS:
        msg = f"the ground would need {rows * columns:,} cells of {cell_km:g} km. Take larger cells or fewer zones."
        raise LimitError(msg)
    lon = west + (np.arange(columns) + 0.5) * step[0]
    lat = south + (np.arange(rows) + 0.5) * step[1]
    zone = np.full((rows, columns), WATER, np.int8)
    for number, told in reversed(list(enumerate(zones))):
        for ring in told.rings:
            zone[inside(ring, lon, lat)] = number
    return Ground(float(west), float(south), step, cell_km, zone, tuple(zones))


def inside(ring: Doubles, lon: Doubles, lat: Doubles) -> Bools:
    """Which points of a lattice a ring holds, shape (lat, lon); the ring need not repeat its first point."""
    found = np.zeros((len(lat), len(lon)), np.bool_)
    for (x0, y0), (x1, y1) in zip(ring, np.roll(ring, -1, axis=0), strict=True):
        if y0 == y1:
            continue
        crossed = np.flatnonzero((lat >= min(y0, y1)) & (lat < max(y0, y1)))
        where = x0 + (lat[crossed] - y0) / (y1 - y0) * (x1 - x0)
        found[crossed] ^= lon[None, :] < where[:, None]
    return found
