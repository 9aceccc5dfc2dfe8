"""Statuses that certificates give, awards that newcomers hear of, and firms that places house."""

from datetime import date

import numpy as np
import pytest

from mangrove.draws import Draws
from mangrove.pay import Payment, Payments
from mangrove.processes import arrive as arriving
from mangrove.processes import enter as entering
from mangrove.processes.price import price
from mangrove.processes.recognise import recognise
from mangrove.processes.value import value
from mangrove.programme import Channel
from mangrove.register import schema
from mangrove.registers.people import LEVELS, ORIGINS, STATUSES, People
from mangrove.rulebook import read_rulebook

RULES = read_rulebook("mangrove.regions.toytown")
YEAR = 2012
DAY = date(YEAR, 12, 31)
TERMS = RULES.on(DAY)
DRAWS = Draws(1, 0, YEAR)


def people_of(size: int, **told) -> People:
    columns = {"id": np.arange(size), "employer": -1} | told
    return People(**{n: np.full(size, 0, f.dtype) + np.asarray(columns.get(n, 0), f.dtype)
                     for n, f in schema(People).items()})  # fmt: skip


def on_people(channel: Channel, rows: list[int], amount: float, unit: str = "CNY/yr") -> Payment:
    return Payment("planted", channel, "people", np.array(rows), np.full(len(rows), amount), unit)


def test_a_certificate_gives_its_status_and_nobody_else_has_another() -> None:
    people = people_of(6, status=np.array([0, 1, 0, 2, 0, 5]))
    code = STATUSES.index("local_leader")
    after = recognise(people, Payments((on_people(Channel.CERTIFICATE, [1, 4], float(code), "1"),), ()))
    assert after.status.tolist() == [0, code, 0, 2, code, 5]
    assert people.status.tolist() == [0, 1, 0, 2, 0, 5]


def test_without_certificates_the_register_is_the_same() -> None:
    people = people_of(3)
    assert recognise(people, Payments((), ())) is people
    assert recognise(people, Payments((on_people(Channel.CERTIFICATE, [], 1.0, "1"),), ())) is people


@pytest.fixture(scope="module")
def town(opened):
    return opened("toytown", 1.0).region


def came(region, payments: Payments) -> np.ndarray:
    """Newcomers by origin and level."""
    market = price(region, TERMS.of("price"), YEAR)._replace(rates=np.full(7, 5e4), dear=1.0, usual=5e4)
    newcomers, _ = arriving.arrive(region, payments, market, TERMS.of("arrive"), DRAWS)
    kind = newcomers.origin.astype(np.int64) * len(LEVELS) + newcomers.level
    return np.bincount(kind, minlength=len(ORIGINS) * len(LEVELS))


def test_an_award_draws_others_of_the_same_origin_and_level_and_no_others(town) -> None:
    size = 60_000
    crowd = people_of(
        size, arrived=np.where(np.arange(size) % 2, YEAR - 1, 2000), origin=np.arange(size) % 4,
        level=np.where(np.arange(size) % 3 == 0, 1, 0),
    )  # fmt: skip
    region = town.but(people=crowd)
    kind = (crowd.origin == 3) & (crowd.level == 1)
    rows = np.flatnonzero(kind & (crowd.arrived == YEAR - 1)).tolist()
    plain, drawn = (
        came(region, Payments((), ())),
        came(region, Payments((on_people(Channel.TALENT_CASH, rows, 1e6),), ())),
    )
    cell = 3 * len(LEVELS) + 1
    assert drawn[cell] > 2 * plain[cell] > 0
    np.testing.assert_array_equal(np.delete(drawn, cell), np.delete(plain, cell))


def test_an_award_to_those_who_came_long_ago_draws_nobody(town) -> None:
    region = town.but(people=people_of(1000, arrived=2000, level=3))
    long_ago = Payments((on_people(Channel.TALENT_CASH, list(range(50)), 1e6),), ())
    np.testing.assert_array_equal(came(region, long_ago), came(region, Payments((), ())))


def test_more_firms_are_founded_where_young_ones_are_housed(town) -> None:
    firms = town.firms.but(
        founded_on=np.where(np.arange(len(town.firms)) % 2, "2011-06-30", "1999-06-30").astype("M8[D]")
    )
    region = town.but(firms=firms)
    prospects = value(firms, Payments((), ()), 0.25, TERMS.of("value"))
    rules = RULES.under({"enter.housed": {"1900-01-01": 2.0}}, None).on(DAY)

    def founded(rows: np.ndarray, amount: float) -> int:
        space = Payment("planted", Channel.SPACE, "firms", rows, np.full(len(rows), amount), "m2")
        told = Payments((space,), ())
        births, *_ = entering.enter(region, prospects, told, np.datetime64(DAY, "D"), rules.of("enter"), DRAWS)
        return len(births.ids)

    odd, even = np.arange(1, len(firms), 2), np.arange(0, len(firms), 2)
    none = founded(odd[:0], 0.0)
    assert founded(odd, 100.0) > none + len(odd)
    assert founded(even, 100.0) == none  # they are not young
    assert founded(odd, 0.0) == none  # they were refused
