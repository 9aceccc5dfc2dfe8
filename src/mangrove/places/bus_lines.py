"""Bus lines with ordered stops as a stand-in for streets: a bus stops where a street leads on to the next stop.

An edge joins a stop to the next of its line; its kind is how far apart they are, since stops far apart lie along
expressways. Stops within a short walk of each other are joined both ways, so that one can turn where lines cross.
"""

import ast
from pathlib import Path
from typing import Final

import numpy as np
import polars as pl

from mangrove.arrays import Doubles, Ints
from mangrove.errors import SourceError
from mangrove.places.datum import Datum, to_wgs84
from mangrove.places.search import near
from mangrove.places.sphere import Flat, crow_km
from mangrove.places.streets import Streets, largest_part

COLUMNS: Final = ("linename", "stationname", "stationgeo")
LONGEST_KM: Final = (0.5, 0.9, 2.0, 5.0)
"""Where one kind of hop ends and the next begins, km between stops."""
KINDS: Final = ("hop to 0.5 km", "hop to 0.9 km", "hop to 2 km", "hop to 5 km", "hop beyond 5 km", "turn")
_SPOT: Final = 0.0005  # degrees: stops on one spot of some 50 m are one node
_TURN_KM: Final = 0.15
_NO_HOP_KM: Final = 40.0  # farther apart, a stop is misplaced


def read_bus_lines(file: Path, datum: Datum = Datum.BD09) -> Streets:
    """Read a file of bus lines: `linename`, `stationname` and `stationgeo`, the last two lists in one text.

    Args:
        file: The CSV file, a row a line in one direction.
        datum: Datum of its coordinates. The file of Shenzhen that this reader is made for says nothing about it;
            its stops fit the taxis' streets as BD-09 and as nothing else.

    Raises:
        SourceError: if it cannot be read, or lacks a column, or holds no line of two stops.
    """
    try:
        table = pl.read_csv(file, columns=list(COLUMNS))
        stops = [_points(text) for text in table["stationgeo"]]
    except (OSError, ValueError, SyntaxError, TypeError, pl.exceptions.PolarsError) as error:
        msg = f"{file}: not a file of bus lines ({error}). It needs the columns {', '.join(COLUMNS)}."
        raise SourceError(msg) from error
    lines = np.repeat(np.arange(len(stops), dtype=np.int32), [len(line) for line in stops])
    if not len(lines):
        msg = f"{file}: holds no bus line. Give a row for each line, with its stops in order."
        raise SourceError(msg)
    points = np.concatenate(stops)
    lon, lat = to_wgs84(points[:, 0], points[:, 1], datum)
    return largest_part(_streets(file.name, lon, lat, lines))


def _points(text: str) -> Doubles:
    """The stops of one line, from the text of a list of "lon,lat"; shape (stops, 2)."""
    told = [[float(part) for part in point.split(",")] for point in ast.literal_eval(text)]
    return np.array(told, np.float64).reshape(-1, 2)


def _streets(title: str, lon: Doubles, lat: Doubles, lines: Ints) -> Streets:
    """Join stops of the same spot into one node, and the nodes along the lines."""
    spots, node = np.unique(np.round(np.column_stack([lon, lat]) / _SPOT) * _SPOT, axis=0, return_inverse=True)
    node = node.ravel()
    along = lines[1:] == lines[:-1]
    tail, head = node[:-1][along], node[1:][along]
    pairs = near(Flat(float(lon.mean()), float(lat.mean())).km(spots[:, 0], spots[:, 1])).pairs(_TURN_KM)
    turns = np.concatenate([pairs, pairs[:, ::-1]])
    tail, head = np.concatenate([tail, turns[:, 0]]), np.concatenate([head, turns[:, 1]])
    km = crow_km(spots[tail, 0], spots[tail, 1], spots[head, 0], spots[head, 1])
    kind = np.searchsorted(LONGEST_KM, km)
    kind[len(kind) - len(turns) :] = KINDS.index("turn")
    kept = (tail != head) & (km < _NO_HOP_KM)
    return Streets(
        title,
        spots[:, 0],
        spots[:, 1],
        tail[kept].astype(np.int32),
        head[kept].astype(np.int32),
        km[kept],
        kind[kept].astype(np.int32),
        KINDS,
    )
