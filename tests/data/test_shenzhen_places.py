"""Shenzhen's places: they fit together, add up to the published totals, and meet the real inputs where these are."""

import csv
import gzip
import itertools
import struct
from datetime import date
from importlib.resources import files
from pathlib import Path

import numpy as np
import pytest

from mangrove.places.border import Mode
from mangrove.places.bus_lines import read_bus_lines
from mangrove.places.circle import Trip, draw_circle
from mangrove.places.datum import Datum
from mangrove.places.gazetteer import Gazetteer, coordinates, read_gazetteer
from mangrove.places.ground import inside
from mangrove.places.roads import read_roads
from mangrove.places.speeds import fit_speeds, read_speeds
from mangrove.places.sphere import crow_km
from mangrove.places.streets import snap, timed
from mangrove.places.travel_table import read_table
from mangrove.places.trips import read_trips

FOLDER = files("mangrove.regions.shenzhen") / "places"
CENSUS_2020, SHENSHAN = 17_560_061, 65_663
BY_CENSUS_2016, AFLOAT = 7_336_585, 1_201


@pytest.fixture(scope="module")
def shenzhen() -> Gazetteer:
    return read_gazetteer(FOLDER)


@pytest.fixture(scope="module")
def pygeo(shared: Path) -> Path:
    folder = shared / "data" / "real" / "shenzhen-pygeo"
    if not folder.is_dir():
        pytest.skip("needs ../shared")
    return folder


@pytest.mark.parametrize(
    ("side", "total"), [("mainland", CENSUS_2020 - SHENSHAN), ("hong_kong", BY_CENSUS_2016 - AFLOAT)]
)
def test_the_districts_add_to_the_published_population(shenzhen, side: str, total: int) -> None:
    districts = [p for p in shenzhen.places.values() if p.kind == "district" and p.side == side]
    assert sum(place.people for place in districts) == total


def test_every_place_lies_on_land_of_its_own_side(shenzhen) -> None:
    from mangrove.places.ground import lay_ground

    ground = lay_ground(shenzhen.zones, 0.25)
    for side in shenzhen.sides:
        mine = [place for place in shenzhen.places.values() if place.side == side]
        _, far = ground.nearest(*coordinates(mine), side, 1)
        assert {p.id: float(km) for p, (km,) in zip(mine, far, strict=True) if km > 1.0} == {}


def test_the_crossings_of_the_page_are_there_and_the_later_ones_only_later(shenzhen) -> None:
    on_the_day = {c.id for c in shenzhen.checkpoints if c.is_open(shenzhen.on, 600.0)}
    assert on_the_day == {"huanggang", "futian_port", "luohu_port", "shenzhen_bay", "wenjindu", "shatoujiao"}
    later = {c.id for c in shenzhen.checkpoints if c.is_open(date(2023, 3, 1), 600.0)}
    assert later - on_the_day == {"express_rail", "liantang"}


def test_only_huanggang_is_open_at_night(shenzhen) -> None:
    assert [c.id for c in shenzhen.checkpoints if c.is_open(shenzhen.on, 180.0)] == ["huanggang"]


def test_the_table_has_every_pair_of_a_side_and_the_border_joins_them(shenzhen) -> None:
    table = read_table(FOLDER, shenzhen)
    here, there = table.ids.index("futian"), table.ids.index("hku")
    assert np.isinf(table.minutes[here, there])
    trip = Trip(Mode.CAR, shenzhen.on, shenzhen.at, 4.0)
    low, mid, high = (table.across(shenzhen, trip, level) for level in range(3))
    assert np.isfinite(mid).all()
    assert (np.diag(mid) == 0).all()
    assert low[here, there] < mid[here, there] < high[here, there]
    night = table.across(shenzhen, Trip(Mode.CAR, shenzhen.on, 180.0), 1)
    assert night[here, there] >= mid[here, there] - 4.0
    assert (low <= mid).all()


def test_the_shipped_streets_tell_what_the_table_tells(shenzhen) -> None:
    roads = read_roads(FOLDER, "mainland", None, None, shenzhen.at)
    trip = Trip(Mode.CAR, shenzhen.on, shenzhen.at)
    circle = draw_circle(shenzhen, [shenzhen.find("huanggang")], 90.0, trip, roads.network, reach_km=roads.reach_km)
    table = read_table(FOLDER, shenzhen)
    row = table.minutes[table.ids.index("huanggang")]
    for place, minutes in zip(circle.places, circle.reaches[0].places[1], strict=True):
        told = row[table.ids.index(place.id)]
        if place.side == "mainland" and np.isfinite(minutes) and place.kind != "city":
            assert minutes == pytest.approx(told, abs=1.0)


def test_the_hour_and_the_two_hours_of_huanggang(shenzhen) -> None:
    """The one-hour circle holds Futian and Sheung Shui; the two-hour one all of both cities and Dongguan."""
    roads = read_roads(FOLDER, "mainland", None, None, shenzhen.at)
    trip = Trip(Mode.CAR, shenzhen.on, shenzhen.at, roads.start)
    origin = [shenzhen.find("huanggang")]
    km2 = []
    for within in (60.0, 120.0):
        circle = draw_circle(shenzhen, origin, within, trip, roads.network, reach_km=roads.reach_km)
        near = {p.id for p, m in zip(circle.places, circle.reaches[0].places[1], strict=True) if m <= within}
        assert {"futian", "nanshan", "north", "siat"} <= near
        km2.append(float((circle.reaches[0].cells[1] <= within).sum()) * circle.ground.cell_km2)
    assert {"dongguan", "hku", "pingshan", "dapeng"} <= near
    assert km2[1] > 4 * km2[0] > 0


def test_the_bus_stops_are_bd09_and_the_taxis_wgs84(pygeo: Path) -> None:
    """The file says nothing of its datum: read as BD-09 its stops lie where taxis stop, and not otherwise."""
    trips = read_trips(pygeo / "taxi-price.csv")
    far = {}
    for datum in Datum:
        streets = read_bus_lines(pygeo / "busline.csv", datum)
        network = timed(streets, np.full(len(streets.kinds), 25.0))
        far[datum] = float(np.median(snap(network, trips.start[:, 0], trips.start[:, 1])[1]))
    assert far[Datum.BD09] < 0.1
    assert min(far[Datum.WGS84], far[Datum.GCJ02]) > 1.5 * far[Datum.BD09]


def test_our_conversion_agrees_with_another(pygeo: Path) -> None:
    from mangrove.places.datum import to_wgs84

    with gzip.open(pygeo / "derived_bus_stops_wgs84.csv.gz", "rt", encoding="utf-8") as file:
        rows = [row for i, row in enumerate(csv.DictReader(file)) if i % 50 == 0]
    lon, lat, bd_lon, bd_lat = (np.array([float(r[key]) for r in rows]) for key in ("lng", "lat", "bd_lng", "bd_lat"))
    assert crow_km(lon, lat, *to_wgs84(bd_lon, bd_lat, Datum.BD09)).max() < 0.005


def test_the_speeds_hold_on_trips_of_other_taxis(pygeo: Path) -> None:
    streets, trips = read_bus_lines(pygeo / "busline.csv"), read_trips(pygeo / "taxi-price.csv")
    speeds, told = fit_speeds(streets, trips)
    assert told.held_back.median_error < 0.25
    assert abs(told.held_back.bias - 1.0) < 0.05
    assert sum(told.dropped.values()) + len(trips) >= 10_600
    shipped = read_speeds(FOLDER)
    assert dict(speeds.kmh) == pytest.approx(dict(shipped.kmh), abs=0.06)


def test_district_points_lie_in_their_districts(shenzhen, pygeo: Path) -> None:
    names = {p.name_local: p for p in shenzhen.places.values() if p.kind == "district" and p.side == "mainland"}
    records = (pygeo / "shapefile" / "sz.dbf").read_bytes()
    shapes = (pygeo / "shapefile" / "sz.shp").read_bytes()
    place, found = 100, 0
    head, width = struct.unpack("<HH", records[8:12])
    while place < len(shapes):
        number, words = struct.unpack(">ii", shapes[place : place + 8])
        parts, points = struct.unpack("<ii", shapes[place + 44 : place + 52])
        first = place + 52 + 4 * parts
        starts = [*struct.unpack(f"<{parts}i", shapes[place + 52 : first]), points]
        spots = np.frombuffer(shapes, "<f8", 2 * points, first).reshape(-1, 2)
        row = records[head + (number - 1) * width : head + number * width].decode("utf-8")
        point = names[row.strip()[-2:]]
        lon, lat = np.array([point.lon]), np.array([point.lat])
        assert any(inside(spots[a:b], lon, lat)[0, 0] for a, b in itertools.pairwise(starts)), point.id
        place, found = place + 8 + 2 * words, found + 1
    assert found == 10


def test_the_passengers_of_2024_are_those_of_the_statistics(shenzhen, shared: Path) -> None:
    file = shared / "data" / "real" / "hk-control-points" / "statistics_on_daily_passenger_traffic.csv.gz"
    if not file.is_file():
        pytest.skip("needs ../shared")
    flows: dict[str, dict[str, int]] = {}
    with gzip.open(file, "rt", encoding="utf-8-sig") as text:
        for row in csv.DictReader(text):
            if row["Date"].endswith("2024"):
                days = flows.setdefault(row["Control Point"], {})
                days[row["Date"]] = days.get(row["Date"], 0) + int(row["Total"])
    for checkpoint in shenzhen.checkpoints:
        days = list(flows[checkpoint.control_point].values())
        told = checkpoint.passengers or (0, 0)
        assert told == (round(sum(days) / len(days)), max(days)), checkpoint.id


def test_checkpoints_lie_by_their_bus_stops(shenzhen, pygeo: Path) -> None:
    with (pygeo / "derived_checkpoints_wgs84.csv").open(encoding="utf-8") as file:
        stops = {row["port_en"]: (float(row["lng"]), float(row["lat"])) for row in csv.DictReader(file)}
    ids = {"Futian": "futian_port", "Luohu": "luohu_port"}
    for name, (lon, lat) in stops.items():
        place = shenzhen.places[ids.get(name, name.lower().replace(" ", "_"))]
        far = crow_km(*(np.array([value]) for value in (lon, lat, place.lon, place.lat)))[0]
        assert far < 0.7, name
