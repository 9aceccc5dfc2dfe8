"""Each indicator of people on a handful of them, worked by hand."""

from datetime import date
from types import SimpleNamespace

import numpy as np
import pytest

from mangrove.indicator import Closed, find_indicators
from mangrove.register import empty, schema
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
    region = SimpleNamespace(people=people, firms=firms, institutes=institutes, weight=1 / scale)
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
    firms = table(Firms, 2, rnd_staff=[20.0, 4.0], professionals=[2, 10])
    kinds = coded(KINDS, "university research_institute school")
    return closed(people, firms, table(Institutes, 3, kind=kinds, professionals=[4, 2, 50]))


BY_HAND = {
    "highlevel_talent_stock": 2 * 10,
    "professional_technical_staff": (1 + 0.32 * 2) * 10,
    "rd_personnel": (2 + 0.35 * 4 + 0.5 * 6) * 10,
    "returnees_stock": 2 * 10,
    "talent_total": 5 * 10,
}


@pytest.mark.parametrize("name", BY_HAND)
def test_an_indicator_of_people_is_what_the_hand_finds(five, name) -> None:
    assert find_indicators()[name].measure(five) == pytest.approx(BY_HAND[name], rel=1e-6)


@pytest.mark.parametrize("name", BY_HAND)
def test_nobody_adds_up_to_nothing(name) -> None:
    assert find_indicators()[name].measure(closed(empty(People), empty(Firms), empty(Institutes))) == 0


def test_staff_of_unknown_number_do_no_research() -> None:
    firms = table(Firms, 2, rnd_staff=[np.nan, 10.0], professionals=[9, 9])
    measured = find_indicators()["rd_personnel"].measure(closed(empty(People), firms, empty(Institutes)))
    assert measured == pytest.approx(0.35 * 10 * 10)


def test_technical_staff_out_of_work_are_no_staff(five) -> None:
    idle = five.region.people.but(employer=np.full(5, NOBODY, np.int32))
    assert find_indicators()["professional_technical_staff"].measure(closed(idle, None, None)) == 0
