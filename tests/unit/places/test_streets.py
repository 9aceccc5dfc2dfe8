"""Streets: a grid whose times are known by hand, one-way streets, broken files, OpenStreetMap made for the test."""

from pathlib import Path

import numpy as np
import pytest

from mangrove.errors import SourceError
from mangrove.places.bus_lines import read_bus_lines
from mangrove.places.datum import Datum, from_wgs84
from mangrove.places.osm import KMH, read_osm
from mangrove.places.roads import read_roads
from mangrove.places.sphere import DEGREE_KM, crow_km
from mangrove.places.streets import Streets, largest_part, snap, timed, travel_seconds

STEP = 0.01


def grid(size: int) -> Streets:
    """A square grid of streets, both ways, a kilometre a street whatever the map says."""
    node = np.arange(size * size, dtype=np.int32).reshape(size, size)
    pairs = np.concatenate(
        [np.stack([node[:, :-1].ravel(), node[:, 1:].ravel()]), np.stack([node[:-1].ravel(), node[1:].ravel()])], axis=1
    )
    tail, head = np.concatenate([pairs, pairs[::-1]], axis=1)
    lon, lat = 114.0 + STEP * (node % size).ravel(), 22.5 + STEP * (node // size).ravel()
    edges = len(tail)
    return Streets("a grid", lon, lat, tail, head, np.ones(edges), np.zeros(edges, np.int32), ("street",))


def test_a_grid_is_crossed_along_its_streets() -> None:
    network = timed(grid(8), np.array([60.0]))
    found = travel_seconds(network, np.array([0], np.int32))[0].reshape(8, 8) / 60.0
    east, north = np.meshgrid(np.arange(8), np.arange(8))
    assert found == pytest.approx(east + north, abs=1e-4)


def test_only_the_largest_part_remains_and_dead_ends_of_one_way_streets_go() -> None:
    streets = Streets(
        "odd",
        np.zeros(6),
        np.zeros(6),
        np.array([0, 1, 2, 2, 4], np.int32),
        np.array([1, 2, 0, 3, 5], np.int32),
        np.ones(5),
        np.zeros(5, np.int32),
        ("street",),
    )
    kept = largest_part(streets)
    assert (len(kept.lon), len(kept.tail)) == (3, 3)


def test_streets_without_an_edge_are_refused() -> None:
    none = np.zeros(0, np.int32)
    with pytest.raises(SourceError, match="holds no street"):
        largest_part(Streets("empty", np.zeros(1), np.zeros(1), none, none, np.zeros(0), none, ("street",)))


def test_a_point_snaps_to_the_nearest_node() -> None:
    node, far = snap(timed(grid(3), np.array([60.0])), np.array([114.011]), np.array([22.5]))
    assert node.tolist() == [1]
    assert far[0] == pytest.approx(0.001 * DEGREE_KM * np.cos(np.radians(22.5)), rel=1e-3)


def bus_file(folder: Path, points: list[tuple[float, float]], datum: Datum = Datum.BD09) -> Path:
    lon, lat = from_wgs84(*np.array(points).T, datum)
    geo = str([f"{x},{y}" for x, y in zip(lon, lat, strict=True)])
    back = str([f"{x},{y}" for x, y in zip(lon[::-1], lat[::-1], strict=True)])
    names = str([f"stop {i}" for i in range(len(points))])
    rows = [f'line {i},"{names}","{told}"' for i, told in enumerate((geo, back))]
    file = folder / "lines.csv"
    file.write_text("\n".join(["linename,stationname,stationgeo", *rows]), "utf-8")
    return file


def test_bus_lines_are_read_in_their_datum_and_joined_stop_by_stop(tmp_path: Path) -> None:
    points = [(114.00, 22.50), (114.01, 22.50), (114.05, 22.50)]
    streets = read_bus_lines(bus_file(tmp_path, points))
    assert streets.lon == pytest.approx([114.00, 114.01, 114.05], abs=3e-4)
    assert len(streets.tail) == 4
    assert sorted(streets.kinds[kind] for kind in streets.kind) == ["hop to 2 km"] * 2 + ["hop to 5 km"] * 2


@pytest.mark.parametrize("text", ["", "a,b\n1,2\n", "linename,stationname,stationgeo\nx,[],nothing\n", "\x00\x01"])
def test_a_broken_file_of_bus_lines_is_refused(tmp_path: Path, text: str) -> None:
    file = tmp_path / "lines.csv"
    file.write_text(text, "utf-8")
    with pytest.raises(SourceError, match=r"lines\.csv"):
        read_bus_lines(file)


NODES = {1: (114.00, 22.50), 2: (114.01, 22.50), 3: (114.02, 22.50), 4: (114.02, 22.51), 5: (114.00, 22.51)}
WAYS = [
    ([1, 2, 3], {"highway": "primary"}),
    ([3, 4], {"highway": "motorway"}),
    ([4, 5, 1], {"highway": "residential", "oneway": "yes"}),
    ([1, 5], {"highway": "footway"}),
    ([3, 5], {"highway": "primary", "access": "private"}),
]


def osm_xml(ways) -> str:
    nodes = [f'<node id="{i}" version="1" lon="{lon}" lat="{lat}"/>' for i, (lon, lat) in NODES.items()]
    told = []
    for number, (refs, tags) in enumerate(ways, start=1):
        inner = "".join(f'<nd ref="{ref}"/>' for ref in refs)
        inner += "".join(f'<tag k="{k}" v="{v}"/>' for k, v in tags.items())
        told.append(f'<way id="{number}" version="1">{inner}</way>')
    return '<osm version="0.6">' + "".join([*nodes, *told]) + "</osm>"


def write_extract(folder: Path, ending: str, ways) -> Path:
    plain = folder / "extract.osm"
    plain.write_text(osm_xml(ways), "utf-8")
    if ending == ".osm":
        return plain
    osmium = pytest.importorskip("osmium")
    packed = folder / f"extract{ending}"
    with osmium.SimpleWriter(str(packed)) as writer:
        for thing in osmium.FileProcessor(str(plain)):
            writer.add(thing)
    return packed


@pytest.mark.parametrize("ending", [".osm", ".osm.pbf"])
def test_an_extract_gives_its_streets_one_way_streets_one_way(tmp_path: Path, ending: str) -> None:
    streets = read_osm(write_extract(tmp_path, ending, WAYS))
    network = timed(streets, np.array(list(KMH.values())))
    corner = {tuple(np.round(spot, 4)): i for i, spot in enumerate(zip(streets.lon, streets.lat, strict=True))}
    first, last, top = (corner[NODES[i]] for i in (1, 3, 4))
    assert len(corner) == 3  # the bends at 2 and 5 are part of their streets' length
    found = travel_seconds(network, np.array([first, top], np.int32))
    km = crow_km(*(np.array([v]) for v in (*NODES[1], *NODES[3])))[0]
    assert found[0, last] == pytest.approx(km / KMH["primary"] * 3600.0, rel=1e-3)
    up = crow_km(*(np.array([v]) for v in (*NODES[3], *NODES[4])))[0]
    assert found[0, top] == pytest.approx(found[0, last] + up / KMH["motorway"] * 3600.0, rel=1e-3)
    assert found[1, first] == pytest.approx((km + up) / KMH["residential"] * 3600.0, rel=1e-2)


def test_a_street_against_its_drawing_is_driven_the_other_way(tmp_path: Path) -> None:
    ways = [([1, 2, 3], {"highway": "primary", "oneway": "-1"}), ([1, 5, 4, 3], {"highway": "primary"})]
    streets = read_osm(write_extract(tmp_path, ".osm", ways))
    assert sorted(zip(streets.tail.tolist(), streets.head.tolist(), strict=True)) in ([(0, 1), (1, 0), (1, 0)],)


@pytest.mark.parametrize(
    ("name", "content", "message"),
    [
        ("broken.osm", "<osm><node", "cannot be read as OpenStreetMap"),
        ("broken.osm.pbf", "no pbf at all", "cannot be read as OpenStreetMap"),
        ("empty.osm", '<osm version="0.6"></osm>', "holds no street for cars"),
        ("map.gpkg", "", "neither OpenStreetMap"),
    ],
)
def test_a_broken_network_is_refused(tmp_path: Path, name: str, content: str, message: str) -> None:
    file = tmp_path / name
    file.write_text(content, "utf-8")
    with pytest.raises(SourceError, match=message):
        read_roads(tmp_path, "mainland", file, None, 600.0)
