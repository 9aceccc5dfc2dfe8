"""Outlines: rings closed, the right way round, and of the cells' own area."""

import json

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.extra import numpy as arrays

from mangrove.places.circle import draw_circle
from mangrove.places.outline import geojson, outline, ring_area
from mangrove.views.circle_map import circle_svg

masks = arrays.arrays(np.bool_, st.tuples(st.integers(1, 9), st.integers(1, 9)))


@given(masks)
def test_an_outline_has_the_area_of_its_cells_and_rings_that_close(cells) -> None:
    polygons = outline(cells)
    assert sum(ring_area(ring) for polygon in polygons for ring in polygon) == cells.sum()
    for outer, *holes in polygons:
        assert ring_area(outer) > 0
        assert all(ring_area(hole) < 0 for hole in holes)
        for ring in (outer, *holes):
            assert ring[0] == ring[-1]
            assert len(ring) >= 5
            assert len(set(ring[:-1])) == len(ring) - 1


def test_a_hole_belongs_to_the_ring_around_it() -> None:
    cells = np.ones((7, 7), np.bool_)
    cells[1:6, 1:6] = False
    cells[2:5, 2:5] = True
    cells[3, 3] = False
    polygons = outline(cells)
    assert sorted(len(polygon) for polygon in polygons) == [2, 2]
    assert sorted(sum(map(ring_area, polygon)) for polygon in polygons) == [8, 24]


def test_nothing_has_no_outline() -> None:
    assert outline(np.zeros((3, 3), np.bool_)) == []


def test_the_geojson_is_valid_and_its_area_that_of_the_table(country, lane, noon) -> None:
    circle = draw_circle(country, [country.find("north_gate")], 25.0, noon, lane, cell_km=0.25)
    told = json.loads(json.dumps(geojson(circle)))
    areas = [f for f in told["features"] if f["geometry"]["type"] == "MultiPolygon"]
    assert len(areas) == 6
    for feature in areas:
        km2 = 0.0
        for polygon in feature["geometry"]["coordinates"]:
            for number, ring in enumerate(polygon):
                assert ring[0] == ring[-1]
                assert (ring_area(ring) > 0) == (number == 0)  # right-hand rule
                km2 += ring_area(ring) / np.prod(circle.ground.step) * circle.ground.cell_km2
        assert km2 == pytest.approx(feature["properties"]["km2"], rel=2e-3, abs=0.02)
    points = {f["properties"]["place"] for f in told["features"] if f["geometry"]["type"] == "Point"}
    assert points == {"north_gate", "south_gate", "mill", "harbour"}


def test_the_picture_shows_streets_straight_lines_and_chinese_names(country, lane, noon) -> None:
    from xml.etree import ElementTree

    circle = draw_circle(country, [country.find("mill")], 40.0, noon, lane, cell_km=0.25)
    text = circle_svg(circle, dict(country.sides))
    assert ElementTree.fromstring(text).tag.endswith("svg")
    assert "磨坊" in text
    assert 'fill="url(#straight)"' in text
    assert "http" not in text.replace("http://www.w3.org/2000/svg", "")
