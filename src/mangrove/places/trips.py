"""Taxi trips: where, when and how long, from a file of a day's trips; what looks like cruising is left out and counted.

The file that this reader is made for mixes trips with a passenger and legs without one, and does not say which is
which. A leg that wanders says nothing about how long a way takes, so that only direct and plausible trips are kept.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Final

import numpy as np
import polars as pl

from mangrove.arrays import Bools, Doubles, Ints
from mangrove.errors import SourceError
from mangrove.places.sphere import crow_km

COLUMNS: Final = ("VehicleNum", "Stime", "Etime", "Lng", "Lat", "ELng", "ELat", "distance", "interval")
SHORTEST_KM: Final = 1.0
_MINUTES: Final = (3.0, 120.0)
_KMH: Final = (5.0, 100.0)
_DETOUR: Final = 1.6
_WAITING: Final = 0.3


@dataclass(frozen=True)
class Trips:
    """Trips that were kept; coordinates in WGS-84.

    Attributes:
        vehicle: Number of the taxi.
        start: Longitude and latitude of the start, shape (n, 2).
        end: Longitude and latitude of the end, shape (n, 2).
        at: Minute of the day the trip starts.
        minutes: How long it took.
        road_km: How far the taxi drove.
        dropped: Why trips were left out -> how many.
    """

    vehicle: Ints
    start: Doubles
    end: Doubles
    at: Doubles
    minutes: Doubles
    road_km: Doubles
    dropped: Mapping[str, int]

    def __len__(self) -> int:
        return len(self.minutes)

    @property
    def crow_km(self) -> Doubles:
        """Straight from start to end."""
        return crow_km(self.start[:, 0], self.start[:, 1], self.end[:, 0], self.end[:, 1])


def read_trips(file: Path) -> Trips:
    """Read a file of taxi trips, positions in WGS-84.

    Raises:
        SourceError: if it cannot be read, lacks a column, or no trip in it is plausible.
    """
    try:
        table = pl.read_csv(file, columns=list(COLUMNS)).with_columns(
            pl.col("Stime", "Etime").str.to_datetime("%Y-%m-%d %H:%M:%S"),
            pl.col("Lng", "Lat", "ELng", "ELat").cast(float),
        )
    except (OSError, pl.exceptions.PolarsError) as error:
        msg = f"{file}: not a file of taxi trips ({error}). It needs the columns {', '.join(COLUMNS)}."
        raise SourceError(msg) from error
    trips = _all_trips(table)
    kept, dropped = _plausible(trips, table["interval"].to_numpy() / 60.0)
    if not kept.any():
        msg = f"{file}: none of its {len(trips)} trips is direct and plausible. Check its units: metres and seconds."
        raise SourceError(msg)
    return pick(trips, kept, dropped)


def pick(trips: Trips, kept: Bools, dropped: Mapping[str, int] | None = None) -> Trips:
    """Some of the trips."""
    told = trips.dropped if dropped is None else dropped
    return Trips(
        trips.vehicle[kept],
        trips.start[kept],
        trips.end[kept],
        trips.at[kept],
        trips.minutes[kept],
        trips.road_km[kept],
        told,
    )


def _all_trips(table: pl.DataFrame) -> Trips:
    begun = table["Stime"].dt
    return Trips(
        table["VehicleNum"].to_numpy().astype(np.int32),
        table.select("Lng", "Lat").to_numpy(),
        table.select("ELng", "ELat").to_numpy(),
        (begun.hour().cast(pl.Float64) * 60.0 + begun.minute().cast(pl.Float64)).to_numpy(),
        ((table["Etime"] - table["Stime"]).dt.total_seconds() / 60.0).to_numpy(),
        table["distance"].to_numpy() / 1000.0,
        {},
    )


def _plausible(trips: Trips, waiting: Doubles) -> tuple[Bools, dict[str, int]]:
    """Which trips to keep, and how many each reason takes of what the reasons before it left."""
    crow = trips.crow_km
    speed = trips.road_km / np.maximum(trips.minutes, 0.01) * 60.0
    reasons = {
        f"shorter than {SHORTEST_KM:g} km": crow < SHORTEST_KM,
        "under 3 or over 120 minutes": (trips.minutes < _MINUTES[0]) | (trips.minutes > _MINUTES[1]),
        "slower than 5 or faster than 100 km/h": (speed < _KMH[0]) | (speed > _KMH[1]),
        "not direct: over 1.6 times the straight line": trips.road_km > _DETOUR * crow,
        "shorter than the straight line": trips.road_km < 0.98 * crow,
        "waiting for over 30 % of the time": waiting > _WAITING * trips.minutes,
    }
    kept = np.ones(len(trips), np.bool_)
    dropped: dict[str, int] = {}
    for reason, holds in reasons.items():
        dropped[reason] = int((kept & holds).sum())
        kept &= ~holds
    return kept, dropped
