"""A small country whose answers are known by hand: two sides, a border between, a crossing, a few streets."""

from datetime import date

import numpy as np
import pytest

from mangrove.dated import Evidence, Source
from mangrove.places.border import Checkpoint, Crossing, Mode
from mangrove.places.circle import Trip
from mangrove.places.gazetteer import Gazetteer, Place, Zone
from mangrove.places.sphere import DEGREE_KM
from mangrove.places.streets import Network

MADE_UP = Source("invented", Evidence.ASSUMED, "nowhere", note="for a test")
DAY = date(2018, 8, 9)
LAT = 22.5
KM_LON = 1.0 / (DEGREE_KM * np.cos(np.radians(LAT)))
KM_LAT = 1.0 / DEGREE_KM


def spot(east: float, north: float) -> tuple[float, float]:
    """A point so many kilometres from the middle of the border."""
    return 114.0 + east * KM_LON, LAT + north * KM_LAT


def box(west: float, south: float, east: float, north: float):
    return np.array([spot(west, south), spot(east, south), spot(east, north), spot(west, north)])


@pytest.fixture(scope="session")
def country() -> Gazetteer:
    """North and south of a border, 20 by 10 km each; straight lines at 30 km/h; a crossing of 10, 20, 40 minutes."""
    places = [
        Place("north_gate", "North Gate", "", "checkpoint", "north", *spot(0, 0.5)),
        Place("south_gate", "South Gate", "", "checkpoint", "south", *spot(0, -0.5)),
        Place("mill", "Mill", "磨坊", "district", "north", *spot(6, 0.5), people=1000.0),
        Place("harbour", "Harbour", "", "district", "south", *spot(5, -0.5), people=500.0),
        Place("college", "College", "", "university", "north", *spot(-5, 5), date(2019, 1, 1)),
    ]
    gate = Checkpoint(
        "gate",
        ("north_gate", "south_gate"),
        7 * 60.0,
        22 * 60.0,
        {Mode.CAR: Crossing((10.0, 20.0, 40.0), MADE_UP)},
        note="invented",
    )
    zones = (
        Zone("north", "north", 30.0, 1.0, MADE_UP, (box(-10, 0, 10, 10),)),
        Zone("south", "south", 30.0, 1.0, MADE_UP, (box(-10, -10, 10, 0),)),
    )
    sides = {"north": "North", "south": "South"}
    return Gazetteer({p.id: p for p in places}, zones, (), (gate,), sides, DAY, 600.0, {})


@pytest.fixture(scope="session")
def noon() -> Trip:
    return Trip(Mode.CAR, DAY, 720.0)


@pytest.fixture(scope="session")
def lane() -> Network:
    """A street from the gate to the mill, one minute a kilometre there, one and a half back."""
    lon, lat = np.array([spot(east, 0.5) for east in range(7)]).T
    there = np.arange(6, dtype=np.int32)
    tail, head = np.concatenate([there, there + 1]), np.concatenate([there + 1, there])
    return Network("a lane", lon, lat, tail, head, np.repeat([60.0, 90.0], 6))
