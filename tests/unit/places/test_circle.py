"""The circle in a country whose answers are known by hand."""

from dataclasses import replace
from datetime import date

import numpy as np
import pytest

from mangrove.errors import ScenarioError
from mangrove.places.border import Checkpoint, Mode, clock, read_checkpoint
from mangrove.places.circle import Circle, Trip, draw_circle
from mangrove.places.gazetteer import Gazetteer, coordinates
from mangrove.places.show import circle_json, circle_lines
from mangrove.places.streets import Network

EVIDENCE = {"guess": {"kind": "assumed", "where": "a survey", "reason": "none"}}


def drawn(country: Gazetteer, network: Network, trip: Trip, origin: str = "north_gate", within: float = 60.0) -> Circle:
    return draw_circle(country, [country.find(origin)], within, trip, network, cell_km=0.25)


def minutes(circle: Circle, place: str, level: int = 1) -> float:
    number = [p.id for p in circle.places].index(place)
    return float(circle.reaches[0].places[level, number])


def test_a_street_is_driven_each_way_at_its_own_speed(country, lane, noon) -> None:
    there = minutes(drawn(country, lane, noon), "mill")
    back = minutes(drawn(country, lane, noon, "mill"), "north_gate")
    assert (there, back) == pytest.approx((6.0, 9.0), abs=0.01)


def test_where_no_street_leads_a_straight_line_does(country, lane, noon) -> None:
    circle = drawn(country, lane, noon, "114.0,22.545")
    place, far = circle.reaches[0].origin, 5.0 - 0.5
    assert place.side == "north"
    assert minutes(circle, "north_gate") == pytest.approx(far * 2.0, rel=0.04)


def test_the_border_costs_its_crossing_low_mid_and_high(country, lane, noon) -> None:
    circle = drawn(country, lane, noon)
    assert [minutes(circle, "south_gate", level) for level in range(3)] == pytest.approx([10.0, 20.0, 40.0])
    assert minutes(circle, "harbour") == pytest.approx(20.0 + 5.0 * 2.0, rel=0.03)


def test_a_street_on_the_map_does_not_lead_over_the_border(country, noon) -> None:
    gates = [country.places[name] for name in ("north_gate", "south_gate")]
    ends = np.array([0, 1], np.int32)
    road = Network("a road", *coordinates(gates), ends, ends[::-1].copy(), np.array([60.0, 60.0]))
    assert minutes(drawn(country, road, noon), "south_gate") == pytest.approx(20.0)


def test_a_start_is_paid_once(country, lane, noon) -> None:
    circle = drawn(country, lane, replace(noon, start=4.0))
    assert minutes(circle, "mill") == pytest.approx(10.0, abs=0.01)
    assert minutes(circle, "north_gate") == 0.0


@pytest.mark.parametrize(
    ("at", "open_"), [("06:59", False), ("07:00", True), ("21:59", True), ("22:00", False), ("24:00", False)]
)
def test_a_gate_that_is_shut_on_arrival_is_not_crossed(country, lane, noon, at: str, open_: bool) -> None:
    circle = drawn(country, lane, replace(noon, at=clock(at)))
    assert np.isfinite(minutes(circle, "south_gate")) == open_
    assert circle.reaches[0].shut == (() if open_ else ("gate",))


def test_a_gate_that_opens_while_one_drives_is_crossed(country, lane, noon) -> None:
    circle = drawn(country, lane, replace(noon, at=clock("06:52")), "mill")
    assert minutes(circle, "south_gate") == pytest.approx(29.0, abs=0.01)


def test_a_gate_has_its_modes_and_its_first_day(country, lane, noon) -> None:
    assert np.isinf(minutes(drawn(country, lane, replace(noon, mode=Mode.FOOT)), "south_gate"))
    later = replace(country.checkpoints[0], opened_on=date(2020, 1, 1))
    assert np.isinf(minutes(drawn(replace(country, checkpoints=(later,)), lane, noon), "south_gate"))


def test_a_place_is_there_from_its_first_day(country, lane, noon) -> None:
    assert "college" not in {place.id for place in drawn(country, lane, noon).places}
    assert "college" in {place.id for place in drawn(country, lane, replace(noon, on=date(2019, 1, 1))).places}
    with pytest.raises(ScenarioError, match="college opened on 2019-01-01, after 2018-08-09"):
        drawn(country, lane, noon, "college")


def test_ten_minutes_on_open_ground_are_a_disc(country, lane, noon) -> None:
    alone = draw_circle(country, [country.find("114.0,22.545")], 6.0, noon, lane, cell_km=0.1)
    km2 = float((alone.reaches[0].cells[1] <= 6.0).sum()) * alone.ground.cell_km2
    assert km2 == pytest.approx(np.pi * 3.0**2, rel=0.05)
    assert alone.straight[alone.reaches[0].cells[1] <= 6.0].all()


def test_what_is_near_a_street_rests_on_it_on_its_own_side_alone(country, lane, noon) -> None:
    circle = drawn(country, lane, noon)
    south = circle.ground.zone == 1
    assert circle.straight[south].all()
    north = circle.ground.zone == 0
    assert 6.0 < float((~circle.straight & north).sum()) * circle.ground.cell_km2 < 6.0 * 1.5 + np.pi


@pytest.mark.parametrize("within", [0.0, -5.0, 721.0, float("nan"), float("inf")])
def test_minutes_out_of_range_are_refused(country, lane, noon, within: float) -> None:
    with pytest.raises(ScenarioError, match="must be above 0 and at most 720"):
        drawn(country, lane, noon, within=within)


def test_an_origin_on_no_land_is_refused_and_one_off_the_network_said(country, lane, noon) -> None:
    with pytest.raises(ScenarioError, match="from any land"):
        drawn(country, lane, noon, "115.0,22.5")
    text = "\n".join(circle_lines(drawn(country, lane, noon, "113.95,22.56"), country))
    assert "km off the network" in text


def test_a_circle_that_leaves_the_map_says_so(country, lane, noon) -> None:
    told = [" ".join(circle_lines(drawn(country, lane, noon, within=within), country)) for within in (5.0, 60.0)]
    assert ["the edge of the region's map" in text for text in told] == [False, True]


@pytest.mark.parametrize(
    ("name", "message"), [("mil", "did you mean 'mill'"), ("1,2,3", "not a point"), ("200,10", "not a point")]
)
def test_an_unknown_place_offers_the_nearest(country, name: str, message: str) -> None:
    with pytest.raises(ScenarioError, match=message):
        country.find(name)


@pytest.mark.parametrize("name", ["mill", "Mill", "磨坊", "MILL"])
def test_a_place_is_found_by_any_of_its_names(country, name: str) -> None:
    assert country.find(name).id == "mill"


def test_people_are_counted_where_the_centre_is_within(country, lane, noon) -> None:
    (origin,) = circle_json(drawn(country, lane, noon, within=31.0), country)["origins"]
    assert origin["people"] == {"north": [1000, 1000, 1000], "south": [500, 500, 0]}
    assert origin["km2"]["south"]["low"] > origin["km2"]["south"]["mid"] > origin["km2"]["south"]["high"] == 0


def test_several_origins_are_joined(country, lane, noon) -> None:
    both = draw_circle(country, [country.find(n) for n in ("north_gate", "south_gate")], 15.0, noon, lane, cell_km=0.25)
    told = circle_json(both, country)
    assert told["any"]["north"]["mid"] == told["origins"][0]["km2"]["north"]["mid"]
    assert told["all"]["north"]["mid"] == 0
    assert told["all"]["north"]["low"] > 0


@pytest.mark.parametrize("text", ["7", "24:01", "12:60", "ab:cd", "-1:00", ""])
def test_a_time_that_is_none_is_refused(text: str) -> None:
    with pytest.raises(ScenarioError, match="there is no such time"):
        clock(text)


@pytest.mark.parametrize("minutes_told", [[5, 4, 6], [0, 1, 2], [1, 3, 2]])
def test_an_interval_out_of_order_is_refused(minutes_told: list[float]) -> None:
    modes = {"car": {"minutes": minutes_told, "evidence": "guess"}}
    entry = {"id": "gate", "ends": ["a", "b"], "hours": ["00:00", "24:00"], "modes": modes}
    with pytest.raises(ValueError, match="must rise"):
        read_checkpoint(entry, EVIDENCE)


def test_a_gate_open_all_day_never_shuts() -> None:
    gate = Checkpoint("gate", ("a", "b"), 0.0, 1440.0, {})
    assert all(gate.is_open(date(2018, 1, 1), at) for at in (0.0, 720.0, 1439.9, 1441.0, 3000.0))
