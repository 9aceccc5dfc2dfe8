"""Each indicator of people on a handful of them, worked by hand."""

from datetime import date
from types import SimpleNamespace

import numpy as np
import pytest

from mangrove.indicator import Closed, find_indicators
from mangrove.register import empty, schema
from mangrove.registers.businesses import Businesses
from mangrove.registers.firms import Firms
from mangrove.registers.institutes import KINDS, Institutes
from mangrove.registers.people import FIELDS, LEVELS, NOBODY, ORIGINS, STATUSES, People
from mangrove.rulebook import read_rulebook

TERMS = read_rulebook("mangrove.regions.toytown").on(date(2011, 12, 31))


def table(register, size: int, **told):
    """A register of some rows from a few columns; the rest are 0, days are in 2000."""
    day = {name: "2000-01-01" for name, field in schema(register).items() if field.dtype.kind == "M"}
    columns = day | told
    return register(
        **{
            name: np.broadcast_to(np.asarray(columns.get(name, 0), field.dtype), size).copy()
            for name, field in schema(register).items()
        }
    )


def coded(names, words: str) -> list[int]:
    return [names.index(word) for word in words.split()]


def closed(people, firms, institutes, scale: float = 0.1) -> Closed:
    region = SimpleNamespace(
        people=people, firms=firms, businesses=empty(Businesses), institutes=institutes, weight=1 / scale
    )
    return Closed(region, None, (), TERMS)  # pyright: ignore[reportArgumentType]


@pytest.fixture
def five() -> Closed:
    """Five people, two firms and three institutes that stand for ten times as many.

    A computing graduate, an engineer with a diploma, a manager, a skilled worker, and a doctor of science out of work.
    """
    people = table(
        People, 5,
        field=coded(FIELDS, "computing engineering business trades science"),
        level=coded(LEVELS, "bachelor diploma master diploma doctor"),
        origin=coded(ORIGINS, "domestic local returnee domestic returnee"),
        status=coded(STATUSES, "none none reserve none overseas"),
        employer=[0, 0, 2, 1, NOBODY],
    )  # fmt: skip
    firms = table(Firms, 2, rnd_staff=[20.0, 4.0], professionals=[2, 10], wages=[1e5, 4e5])
    kinds = coded(KINDS, "university research_institute school")
    return closed(people, firms, table(Institutes, 3, kind=kinds, professionals=[4, 2, 50], wages=[2e5, 0, 27e5]))


BY_HAND = {
    "average_wage_on_post": (1e5 + 4e5 + 2e5 + 27e5) / (2 + 10 + 4 + 2 + 50),
    "highlevel_talent_stock": 2 * 10,
    "professional_technical_staff": (1 + 0.32 * 2) * 10,
    "rd_personnel": (2 + 0.35 * 4 + 0.5 * 6) * 10,
    "returnees_stock": 2 * 10,
    "talent_total": 5 * 10,
    "talent_without_work": 1 / 5,
}
OF_SOMEBODY = {"average_wage_on_post", "talent_without_work"}
"""What has no value where nobody is."""


@pytest.mark.parametrize("name", BY_HAND)
def test_an_indicator_of_people_is_what_the_hand_finds(five, name) -> None:
    assert find_indicators()[name].measure(five) == pytest.approx(BY_HAND[name], rel=1e-6)


@pytest.mark.parametrize("name", BY_HAND)
def test_nobody_adds_up_to_nothing(name) -> None:
    measured = find_indicators()[name].measure(closed(empty(People), empty(Firms), empty(Institutes)))
    assert np.isnan(measured) if name in OF_SOMEBODY else measured == 0


def test_talent_divides_by_field_level_and_origin(five) -> None:
    parts = find_indicators()["talent_total"].parts
    found = {name: dict(zip(told.names, told.measure(five), strict=True)) for name, told in parts.items()}
    assert {name: {code: n for code, n in cells.items() if n} for name, cells in found.items()} == {
        "field": {"computing": 10, "engineering": 10, "business": 10, "trades": 10, "science": 10},
        "level": {"diploma": 20, "bachelor": 10, "master": 10, "doctor": 10},
        "origin": {"local": 10, "domestic": 20, "returnee": 20},
    }
    assert [tuple(told.names) for told in parts.values()] == [FIELDS, LEVELS, ORIGINS]


def test_who_is_counted_as_of_people_is_told_in_their_section() -> None:
    assert {name for name, indicator in find_indicators().items() if indicator.people} == set(BY_HAND)


def test_staff_of_unknown_number_do_no_research() -> None:
    firms = table(Firms, 2, rnd_staff=[np.nan, 10.0], professionals=[9, 9])
    measured = find_indicators()["rd_personnel"].measure(closed(empty(People), firms, empty(Institutes)))
    assert measured == pytest.approx(0.35 * 10 * 10)


def test_technical_staff_out_of_work_are_no_staff(five) -> None:
    idle = five.region.people.but(employer=np.full(5, NOBODY, np.int32))
    assert find_indicators()["professional_technical_staff"].measure(closed(idle, None, None)) == 0
