"""Kernels of people against their plain NumPy twins."""

import copy

import numpy as np

from mangrove.draws import Draws
from mangrove.kernels import crowds, halls, newcomers
from mangrove.kernels.crowds import Chances, Crowd, Gains

SIZE, PLACES, FIELDS, LEVELS = 3_000, 400, 7, 5
WORDS = Draws(5, 1, 2012).words("test/people")
OTHER = Draws(5, 1, 2012).words("test/other")
SPAN = (100, 2_900)
SINGLE = 1e-6
RNG = np.random.default_rng(3)


def crowd() -> Crowd:
    return Crowd(
        id=(2009 << 48) + np.arange(SIZE, dtype=np.int64) * 77,
        field=RNG.integers(0, FIELDS, SIZE).astype(np.int8),
        level=RNG.integers(0, LEVELS, SIZE).astype(np.int8),
        birth_year=RNG.integers(1945, 1996, SIZE).astype(np.int16),
        origin=RNG.integers(0, 4, SIZE).astype(np.int8),
        arrived=np.full(SIZE, 2005, np.int16),
        district=RNG.integers(0, 6, SIZE).astype(np.int8),
        employer=RNG.integers(-1, PLACES, SIZE).astype(np.int32),
        skill=RNG.lognormal(0, 0.4, SIZE).astype(np.float32),
        wage=RNG.lognormal(11, 0.4, SIZE).astype(np.float32),
        status=RNG.integers(0, 6, SIZE).astype(np.int8),
    )


CROWD = crowd()
CHANCES = Chances(
    leave=np.linspace(0.02, 0.4, 202).reshape(2, 101), push=np.linspace(0.5, 1.5, FIELDS), quit=0.1,
    learn=np.array([0.1, 0.1, 0.05, 0.01, 0]), found=np.full(101, 0.05), drive=np.linspace(0.5, 2, FIELDS),
)  # fmt: skip
SHED = RNG.uniform(0, 0.3, PLACES).astype(np.float32)
SPUR = RNG.uniform(0.5, 2, 50).astype(np.float32)
GAINS = Gains(practice=np.linspace(1.04, 0.99, 101), market=np.linspace(1, 1.2, FIELDS), degree=np.full(LEVELS, 1.3))


def fates(kernel) -> tuple[np.ndarray, tuple[int, int]]:
    fate = np.zeros(SIZE, np.int8)
    return fate, kernel(WORDS, CROWD, 2012, CHANCES, SHED, SPUR, fate, *SPAN)


def test_what_people_decide_is_what_the_twin_says() -> None:
    (ours, counts), (theirs, twins) = fates(crowds.decided), fates(crowds.twin_decided)
    np.testing.assert_array_equal(ours, theirs)
    assert counts == twins
    assert len(set(ours.tolist())) > 8  # every kind of fate is there


def test_people_are_carried_as_the_twin_carries_them() -> None:
    fate, (stays, founds) = fates(crowds.decided)
    ours, theirs = crowds.room_for(stays, CROWD), crowds.room_for(stays, CROWD)
    ready, twins = np.zeros(founds, np.int32), np.zeros(founds, np.int32)
    crowds.carried(CROWD, fate, 2012, GAINS, ours, ready, SPAN, (0, 0))
    crowds.twin_carried(CROWD, fate, 2012, GAINS, theirs, twins, SPAN, (0, 0))
    for one, other in zip((*ours, ready), (*theirs, twins), strict=True):
        np.testing.assert_allclose(one, other, SINGLE)
    assert stays < SPAN[1] - SPAN[0]
    assert 0 < (ours.employer < 0).sum() < stays


def test_sums_by_field_are_those_of_the_twin() -> None:
    np.testing.assert_allclose(crowds.stood(CROWD, FIELDS, *SPAN), crowds.twin_stood(CROWD, FIELDS, *SPAN), 1e-5)


def test_employers_are_followed_as_the_twin_follows_them() -> None:
    moved = np.where(np.arange(PLACES) % 9, np.arange(PLACES) // 2, -1).astype(np.int32)
    ours, theirs = CROWD.employer.copy(), CROWD.employer.copy()
    told = CROWD.wage, CROWD.skill, (PLACES // 2, 60), *SPAN
    for one, other in zip(crowds.employed(moved, ours, *told), crowds.twin_employed(moved, theirs, *told), strict=True):
        np.testing.assert_allclose(one, other, 1e-12)
    np.testing.assert_array_equal(ours, theirs)


def test_posts_and_visits_are_those_of_the_twin() -> None:
    ids, wanted = np.arange(PLACES, dtype=np.int64) * 31, RNG.uniform(0, 6, PLACES).astype(np.float32)
    np.testing.assert_array_equal(
        halls.posts(WORDS, ids, wanted, 10, 300), halls.twin_posts(WORDS, ids, wanted, 10, 300)
    )
    free, mix = RNG.integers(-2, 5, PLACES).astype(np.int32), RNG.integers(0, 3, PLACES).astype(np.int8)
    fields = np.cumsum(RNG.dirichlet(np.ones(FIELDS), 3), axis=1)
    told = WORDS, ids, free, mix, fields, 9, (10, 300)
    for ours, theirs in zip(halls.advertised(*told), halls.twin_advertised(*told), strict=True):
        np.testing.assert_array_equal(ours, theirs)
    rows = np.arange(0, SIZE, 3, dtype=np.int32)
    seen = WORDS, CROWD.id, CROWD.field, CROWD.skill, 0.4, rows, 9, (5, 900)
    for ours, theirs in zip(halls.gone_looking(*seen), halls.twin_gone_looking(*seen), strict=True):
        np.testing.assert_allclose(ours, theirs, SINGLE)


def test_a_hall_gives_the_most_able_the_vacancies_and_leaves_the_rest() -> None:
    """Against one hall at a time, sorted by Python."""
    count, size = 9, SIZE // 3
    rows = np.arange(0, SIZE, 3, dtype=np.int32)
    ids = np.arange(PLACES, dtype=np.int64) * 31
    fields = np.tile(np.linspace(1 / FIELDS, 1, FIELDS), (1, 1))
    free, mix = np.full(PLACES, 2, np.int32), np.zeros(PLACES, np.int8)
    came = halls.gone_looking(WORDS, CROWD.id, CROWD.field, CROWD.skill, 0.4, rows, count, (0, size))
    offered = halls.advertised(OTHER, ids, free, mix, fields, count, (0, PLACES))
    employer = np.full(SIZE, -1, np.int32)
    hired = halls.met(
        halls.seated(came, FIELDS * count), halls.seated(offered, FIELDS * count), CROWD.id, ids, employer,
        0, FIELDS * count,
    )  # fmt: skip
    expected = np.full(SIZE, -1, np.int32)
    for hall in range(FIELDS * count):
        here = sorted((-r, CROWD.id[w], w) for h, r, w in zip(*came, strict=True) if h == hall)
        there = sorted((-r, ids[w], w) for h, r, w in zip(*offered, strict=True) if h == hall)
        for one, place in zip(here, there, strict=False):
            expected[one[2]] = place[2]
    np.testing.assert_array_equal(employer, expected)
    assert hired == (expected >= 0).sum() > 0
    filled = halls.Books(np.zeros(PLACES, np.int32), np.zeros(PLACES), np.zeros(60))
    twin = halls.Books(*(column.copy() for column in filled))
    rates, wage, other = np.linspace(1, 2, FIELDS), CROWD.wage.copy(), CROWD.wage.copy()
    halls.paid(employer, CROWD.field, CROWD.skill, rows, rates, wage, filled)
    halls.twin_paid(employer, CROWD.field, CROWD.skill, rows, rates, other, twin)
    for ours, theirs in zip((wage, *filled), (other, *twin), strict=True):
        np.testing.assert_allclose(ours, theirs, SINGLE)
    left = halls.taken(rows, employer, free)
    assert len(left) == size - hired
    assert free.sum() == 2 * PLACES - hired
    assert free.min() >= 0


def test_traits_of_newcomers_are_those_of_the_twin() -> None:
    ways = newcomers.Ways(
        youngest=np.array([21.0, 22, 25, 28, 45]), wait=np.array([1.0, 4, 6, 8]), oldest=55,
        skill=np.array([1, 1.2, 1.5, 2, 5]), spread=0.4, practice=np.cumprod(np.full(101, 1.02)),
        districts=np.cumsum(np.full(6, 1 / 6)),
    )  # fmt: skip
    found = []
    for kernel in (newcomers.drawn_traits, newcomers.twin_drawn_traits):
        born, skill, place = np.zeros(SIZE, np.int16), np.zeros(SIZE, np.float32), np.zeros(SIZE, np.int8)
        kernel(WORDS, CROWD.id, CROWD.level, CROWD.origin, 2012, ways, born, skill, place, *SPAN)
        found.append((born, skill, place))
    for ours, theirs in zip(*copy.copy(found), strict=True):
        np.testing.assert_allclose(ours, theirs, 1e-5)
    assert (2012 - found[0][0][SPAN[0] : SPAN[1]]).max() <= 55
