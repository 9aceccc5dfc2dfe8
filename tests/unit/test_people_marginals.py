"""What people and institutes are drawn from: complete, whole, sourced, and its parts in agreement."""

from importlib import import_module

import numpy as np
import pytest

from mangrove.dated import Evidence, Source
from mangrove.errors import RuleError
from mangrove.pack import find_pack
from mangrove.people_marginals import Mix, PeopleMarginals, Pieces, Shares
from mangrove.registers.institutes import KINDS
from mangrove.registers.people import FIELDS, LEVELS, ORIGINS, STATUSES
from mangrove.units import check_unit

LAW = Source("An invented law", Evidence.PUBLISHED, "nowhere")
REGIONS = ("shenzhen", "toytown")


def people_of(name: str) -> PeopleMarginals:
    return import_module(f"{find_pack(name).package}.sources.people").PEOPLE


@pytest.fixture(params=REGIONS)
def people(request) -> PeopleMarginals:
    return people_of(request.param)


def test_every_table_has_its_rows_and_columns_in_the_order_of_the_register(people) -> None:
    assert tuple(people.fields.of) == FIELDS
    assert (people.levels.columns, tuple(people.levels.rows)) == (LEVELS, FIELDS)
    assert (people.origins.columns, tuple(people.origins.rows)) == (ORIGINS, LEVELS)
    assert tuple(people.institutes) == KINDS
    assert set(people.recognised) == set(STATUSES) - {"none"}


@pytest.mark.parametrize("name", REGIONS)
def test_people_and_institutes_stand_in_the_districts_of_the_firms(name, opened) -> None:
    people = people_of(name)
    districts = opened(name, 0.01).region.districts
    assert tuple(people.homes.of) == districts
    assert all(tuple(kind.districts.of) == districts for kind in people.institutes.values())


def test_every_number_has_a_unit_and_every_guess_a_reason_and_a_remedy(people) -> None:
    for given in people.givens:
        check_unit(given.unit, given.what)
        assert given.value >= 0, given.what
    for source in (*(given.source for given in people.givens), *(table.source for table in people.tables)):
        assert source.where
        assert source.note or source.kind is Evidence.PUBLISHED


def test_no_two_numbers_bear_the_same_name(people) -> None:
    names = [given.what for given in people.givens]
    assert len(names) == len(set(names))


@pytest.mark.parametrize(("name", "scale"), [("shenzhen", 0.001), ("shenzhen", 0.01), ("toytown", 1.0)])
@pytest.mark.parametrize("seed", [1, 2])
def test_employers_want_the_professionals_there_are_at_any_scale(name, scale, seed, opened) -> None:
    region = opened(name, scale, seed).region
    rounding = 4 * np.sqrt(0.25 * len(region.institutes) + 0.25 * len(region.enterprises("id")))
    assert abs(len(region.people) - people_of(name).total.value * scale) < rounding


def test_the_college_educated_of_shenzhen_are_no_more_than_the_census_counts() -> None:
    people = people_of("shenzhen")
    college = people.total.value * (1 - people.fields.of["trades"])
    assert 0.9 * 1_779_018 < college < 1_779_018


def test_the_returnees_of_shenzhen_are_those_of_2013_carried_back() -> None:
    people = people_of("shenzhen")
    by_level = sum(people.fields.of[field] * np.array(row) for field, row in people.levels.rows.items())
    returnee = np.array([people.origins.rows[level][ORIGINS.index("returnee")] for level in LEVELS])
    carried = 50_000 * (50 / 80) ** (4 / 3)
    assert people.total.value * float(by_level @ returnee) == pytest.approx(carried, rel=0.05)
    assert people.total.value * by_level[LEVELS.index("academician")] == pytest.approx(7, abs=0.5)


def test_talent_of_shenzhen_was_younger_than_in_2017() -> None:
    assert 30 < people_of("shenzhen").ages.mean < 32.5


def test_the_mean_of_a_distribution_in_pieces_weighs_the_middles() -> None:
    assert Pieces("ages", 18, ((0.5, 22), (0.5, 32)), LAW).mean == 0.5 * 20 + 0.5 * 27


@pytest.mark.parametrize(
    ("make", "message"),
    [
        (lambda: Shares("fields", {"a": 0.5, "b": 0.6}, LAW), r"fields: .* add up to 1\.1"),
        (lambda: Shares("fields", {"a": 1.5, "b": -0.5}, LAW), "parts of one whole"),
        (lambda: Mix("levels", ("a", "b"), {"x": (0.5, 0.4)}, LAW), r"levels, x: .* add up to 0\.9"),
        (lambda: Mix("levels", ("a", "b"), {"x": (1.0,)}, LAW), "1 shares for 2 columns; give one for each"),
        (lambda: Pieces("ages", 18, ((0.5, 40), (0.5, 30)), LAW), "ages: the pieces end at .* smallest first"),
        (lambda: Pieces("ages", 18, ((0.5, 30), (0.4, 40)), LAW), r"ages: .* add up to 0\.9"),
    ],
)
def test_shares_that_are_not_parts_of_one_whole_are_refused(make, message) -> None:
    with pytest.raises(RuleError, match=message):
        make()
