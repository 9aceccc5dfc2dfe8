"""Order and company: row order changes nothing, and one more firm changes nobody else."""

import numpy as np
import pytest

from mangrove.indicator import find_indicators
from mangrove.region import birth_ids
from mangrove.registers.firms import INDUSTRIES
from mangrove.registers.lines import Lines
from mangrove.rulebook import read_rulebook

SINGLE = 1e-6  # relative; a sum taken in another order may differ in the last bit, newcomers' mean size with it


@pytest.fixture(params=["toytown", "shenzhen"])
def city(request: pytest.FixtureRequest) -> str:
    """A region."""
    return request.param


def shuffled(register):
    """The rows in an order that has nothing to do with any column."""
    key = (np.arange(len(register), dtype=np.uint64) + np.uint64(7)) * np.uint64(0x9E3779B97F4A7C15)
    return register.take(np.argsort(key))


EMPLOYERS = ("firms", "businesses", "institutes")
OF_PEOPLE = {"professionals": 0, "wages": 0.0, "skill": 0.0, "founder": -1}
"""What a register of employers says of people, who are shared: whom one more enterprise hires, others do not."""


def chain_of(region):
    """Register and id of each employer, in the order of the chain, as one number."""
    kinds = [getattr(region, name).id * len(EMPLOYERS) + kind for kind, name in enumerate(EMPLOYERS)]
    return np.concatenate(kinds)


def rechained(before, after):
    """The region after its employers have moved, everybody with the employer they had."""
    then, now = chain_of(before), chain_of(after)
    order = np.argsort(now)
    place = order[np.searchsorted(now, then, sorter=order)].astype(np.int32)
    people = after.people
    return after.but(people=people.but(employer=np.append(place, np.int32(-1))[people.employer]))


def without_people(register):
    """The register with what it says of people left out."""
    told = {name: np.full_like(getattr(register, name), v) for name, v in OF_PEOPLE.items() if hasattr(register, name)}
    return register.but(**told)


def as_shuffled(region):
    """The region with all its registers of actors shuffled, each firm's lines and everybody's employer moved along."""
    firms = shuffled(region.firms)
    order = np.argsort(firms.id)
    place = order[np.searchsorted(firms.id, region.lines.firm, sorter=order)]
    lines = region.lines.take(np.lexsort((shuffled(region.lines).id, place)))
    mixed = region.but(
        firms=firms, businesses=shuffled(region.businesses), traders=shuffled(region.traders), lines=lines,
        institutes=shuffled(region.institutes), people=shuffled(region.people),
    )  # fmt: skip
    return rechained(region, mixed)


def test_the_order_of_rows_changes_nothing(live, by_id, assert_same, city) -> None:
    straight = live(city)
    region = straight[0].region
    mixed = live(city, opening=as_shuffled(region))
    assert (mixed[0].region.firms.id != region.firms.id).any()
    for one, other in zip(straight, mixed, strict=True):
        for name in ("firms", "businesses"):
            actors, again = (by_id(getattr(closed.region, name)) for closed in (one, other))
            there = np.isin(actors.id, getattr(region, name).id)
            np.testing.assert_array_equal(actors.id, again.id)
            assert_same(without_people(actors.take(there)), without_people(again.take(there)))
            assert_same(actors, again, SINGLE)
        people, others = by_id(one.region.people), by_id(other.region.people)
        works, elsewhere = people.employer >= 0, others.employer >= 0
        np.testing.assert_array_equal(works, elsewhere)
        workplaces = chain_of(one.region)[people.employer[works]], chain_of(other.region)[others.employer[elsewhere]]
        np.testing.assert_array_equal(*workplaces)
        nowhere = np.zeros_like(people.employer)
        assert_same(people.but(employer=nowhere), others.but(employer=nowhere), SINGLE)
        assert_same(by_id(one.region.traders), by_id(other.region.traders))
        assert_same(by_id(one.region.lines), by_id(other.region.lines))
        for name, indicator in find_indicators().items():
            np.testing.assert_allclose(indicator.measure(one), indicator.measure(other), SINGLE, err_msg=name)


def with_one_more(region, name: str):
    """The region with one enterprise more: a copy of its kind's first, under an id and in a year of its own."""
    register = getattr(region, name)
    cell = np.array([(len(region.districts) * len(INDUSTRIES)) * 2 + 1])
    extra = without_people(register.take(np.arange(1))).but(
        staff=np.zeros(1, np.float32),
        id=birth_ids(1950, cell, np.array([0])),
        founded_on=np.array(["1950-01-01"], "datetime64[D]"),
    )
    more = region
    if name == "firms":
        extra = extra.but(lines=np.ones(1, np.int32), college_staff=np.zeros(1, np.float32))
        line = Lines(id=np.array([7]), firm=extra.id, quality=np.ones(1, np.float32))
        more = region.but(lines=region.lines.keep_and_add(np.ones(len(region.lines), np.bool_), line))
    more = more.but(**{name: register.keep_and_add(np.ones(len(register), np.bool_), extra)})
    return rechained(region, more), int(extra.id[0])


BORN_AS = {
    "firms": ("founded_on", "district", "industry", "ownership", "technology", "inventiveness"),
    "businesses": ("founded_on", "district", "industry", "ownership"),
}


@pytest.mark.parametrize("kind", list(BORN_AS))
def test_one_more_enterprise_changes_nobody_elses_history(live, by_id, assert_same, city, kind) -> None:
    """Births may differ: their number and size follow the stock. Whoever lives in both histories is compared.

    Incumbents must be the same in every column; newcomers in all that their id alone decides.
    """
    rules = read_rulebook(f"mangrove.regions.{city}").programmes  # a budget is shared: more claims, less for each
    off = tuple(name for name, programme in rules.items() if programme.budget is not None)
    alone = {"discover.skill": 0.0}  # what a firm discovers must not hang on whom others hire
    without = live(city, off=off, changes=alone)
    more, extra = with_one_more(without[0].region, kind)
    beside = live(city, off=off, changes=alone, opening=more)
    for one, other in zip(without, beside, strict=True):
        for name, born_as in BORN_AS.items():
            actors, company = (without_people(by_id(getattr(c.region, name))) for c in (one, other))
            company = company.take(company.id != extra)
            last = getattr(without[0].region, name).id.max()
            assert_same(actors.take(actors.id <= last), company.take(company.id <= last))
            both = np.intersect1d(actors.id, company.id)
            young, youth = actors.take(np.isin(actors.id, both)), company.take(np.isin(company.id, both))
            assert len(both) >= len(actors) - len(one.region.districts) * len(INDUSTRIES)
            for column in born_as:
                np.testing.assert_array_equal(getattr(young, column), getattr(youth, column))
        assert_same(by_id(one.region.traders), by_id(other.region.traders))


def test_one_more_firm_adds_births_only_where_it_stands(live, city) -> None:
    without = live(city, to=2010)
    more, _ = with_one_more(without[0].region, "firms")
    beside = live(city, to=2010, opening=more)
    born = np.setxor1d(without[1].region.firms.id, beside[1].region.firms.id)
    born = born[born >> 48 == 2010]
    cell = (born >> 32) & 0xFFFF
    model = without[0].region.firms.take(np.arange(1))
    assert set(cell) <= {(int(model.district[0]) * len(INDUSTRIES) + int(model.industry[0])) * 2 + 1}


def test_one_more_person_redraws_nobody_else(live, by_id, city) -> None:
    """Jobs are shared and may differ, of few; what people are and learn may not."""
    without = live(city, to=2012)
    region = without[0].region
    one = region.people.take(np.arange(1)).but(id=np.array([7]), employer=np.array([-1], np.int32))
    beside = live(
        city, to=2012, opening=region.but(people=region.people.keep_and_add(np.ones(len(region.people), np.bool_), one))
    )
    for alone, other in zip(without, beside, strict=True):
        people, company = by_id(alone.region.people), by_id(other.region.people)
        both = np.intersect1d(people.id, company.id)
        assert len(both) > 0.98 * len(people)
        here, there = people.take(np.isin(people.id, both)), company.take(np.isin(company.id, both))
        for column in ("field", "birth_year", "origin", "arrived"):
            np.testing.assert_array_equal(getattr(here, column), getattr(there, column))
        for column in ("level", "district"):  # newcomers settle where people live, of whom there is one more
            assert (getattr(here, column) != getattr(there, column)).mean() < 0.001
