"""Actors: nobody is lost, doubled or renamed, and every register keeps its schema."""

import numpy as np
import pytest

YEAR_BITS = 48
BORN_AS = {
    "firms": ("founded_on", "district", "industry", "ownership", "technology", "inventiveness", "founder"),
    "businesses": ("founded_on", "district", "industry", "ownership"),
    "traders": ("founded_on", "district"),
}


@pytest.fixture(params=list(BORN_AS))
def name(request: pytest.FixtureRequest) -> str:
    """A register."""
    return request.param


def test_every_register_keeps_its_schema_every_year(life, name) -> None:
    for closed in life.years:
        assert getattr(closed.region, name).check() == []


def test_no_id_is_used_twice_in_all_the_years(life, name) -> None:
    born = [getattr(life.years[0].region, name).id]
    for closed in life.lived:
        ids = getattr(closed.region, name).id
        born.append(np.setdiff1d(ids, getattr(closed.before, name).id))
        assert len(np.unique(ids)) == len(ids)
    everybody = np.concatenate(born)
    assert len(np.unique(everybody)) == len(everybody)


def test_newcomers_ids_carry_the_year_of_birth(life, name) -> None:
    for closed in life.years:
        register = getattr(closed.region, name)
        born = register.founded_on.astype("datetime64[Y]").astype(np.int64) + 1970
        np.testing.assert_array_equal(register.id >> YEAR_BITS, born)


def test_a_stock_is_last_years_plus_births_less_exits(life, name) -> None:
    for closed in life.lived:
        before, after = getattr(closed.before, name), getattr(closed.region, name)
        births = after.founded_on > np.datetime64(closed.before.day)
        exits = ~np.isin(before.id, after.id)
        assert births.sum() > 0
        assert exits.sum() > 0
        assert len(after) == len(before) + births.sum() - exits.sum()
        np.testing.assert_array_equal(np.isin(after.id, before.id), ~births)


def test_nobody_is_founded_after_the_day_of_the_register(life, name) -> None:
    for closed in life.years:
        assert (getattr(closed.region, name).founded_on <= np.datetime64(closed.region.day)).all()


def test_actors_keep_what_they_were_born_with(life, by_id, name) -> None:
    for closed in life.lived:
        before, after = by_id(getattr(closed.before, name)), by_id(getattr(closed.region, name))
        stayed, then = np.isin(after.id, before.id), np.isin(before.id, after.id)
        for column in BORN_AS[name]:
            np.testing.assert_array_equal(getattr(after, column)[stayed], getattr(before, column)[then], column)


def test_every_firm_does_research_and_no_enterprise_is_in_two_registers(life) -> None:
    for closed in life.years:
        assert (closed.region.firms.technology == 1).all()
        ids = closed.region.enterprises("id")
        assert len(np.unique(ids)) == len(closed.region.firms) + len(closed.region.businesses)


def test_last_years_books_become_those_of_the_year_before(life, by_id) -> None:
    for closed in life.lived:
        before, after = by_id(closed.before.firms), by_id(closed.region.firms)
        stayed, then = np.isin(after.id, before.id), np.isin(before.id, after.id)
        for older, newer in (("sales_y2", "sales_y3"), ("sales_y1", "sales_y2"), ("rnd_y2", "rnd_y3")):
            np.testing.assert_array_equal(getattr(after, older)[stayed], getattr(before, newer)[then], older)
        np.testing.assert_array_equal(after.rnd, after.rnd_y3)
        others, now = by_id(closed.before.businesses), by_id(closed.region.businesses)
        stayed, then = np.isin(now.id, others.id), np.isin(others.id, now.id)
        np.testing.assert_array_equal(now.sales_y2[stayed], others.sales_y3[then])
