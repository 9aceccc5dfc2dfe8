"""Kernels of people against their plain NumPy twins."""

import copy

import numpy as np
import pytest

from mangrove.draws import Draws
from mangrove.kernels import books, crowds, halls, newborn, newcomers
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
    leave=crowds.counted(np.linspace(0.02, 0.4, 202).reshape(2, 101)),
    learn=crowds.counted(np.array([0.1, 0.1, 0.05, 0.01, 0])),
    found=np.outer(np.full(101, 0.05), np.linspace(0.5, 2, FIELDS)),
)
MOVED = np.where(np.arange(PLACES) % 9, np.arange(PLACES) // 2, -1).astype(np.int32)
HEADS = RNG.integers(0, 20, PLACES // 2).astype(np.int32)
POSTS = RNG.integers(0, 30, PLACES // 2).astype(np.int32)
SPUR = RNG.uniform(0.5, 2, 50).astype(np.float32)
GAINS = Gains(practice=np.linspace(1.04, 0.99, 101), market=np.linspace(1, 1.2, FIELDS), degree=np.full(LEVELS, 1.3))


def outlook(kernel=crowds.outlooks) -> np.ndarray:
    told = np.zeros(PLACES, np.int64)
    kernel(MOVED, HEADS, POSTS, 0.1, told, 0, PLACES)
    return told


def fates(kernel) -> tuple[np.ndarray, np.ndarray, tuple[int, int, int]]:
    fate, stands = np.zeros(SIZE, np.int8), np.zeros(SIZE, np.int32)
    counts = kernel(WORDS, CROWD, 2012, CHANCES, outlook(), SPUR, fate, stands, *SPAN)
    return fate, np.where(fate == crowds.GONE, 0, stands), counts


def test_what_employers_do_is_what_the_twin_says() -> None:
    np.testing.assert_array_equal(outlook(), outlook(crowds.twin_outlooks))
    assert (outlook() >> 32 == MOVED).all()


def test_what_people_decide_is_what_the_twin_says() -> None:
    (ours, stands, counts), (theirs, others, twins) = fates(crowds.decided), fates(crowds.twin_decided)
    np.testing.assert_array_equal(ours, theirs)
    np.testing.assert_array_equal(stands, others)
    assert counts == twins
    assert len(set(ours.tolist())) == 5  # every kind of fate is there


def test_people_are_carried_as_the_twin_carries_them() -> None:
    fate, stands, (stays, founds, seeks) = fates(crowds.decided)
    found = []
    for kernel in (crowds.carried, crowds.twin_carried):
        out = crowds.room_for(stays, CROWD)
        moved = crowds.Moved(
            np.zeros(founds, np.int32), np.zeros(seeks, np.int32), np.zeros(PLACES, np.int64), np.zeros(60)
        )
        kernel(CROWD, fate, stands, 2012, GAINS, out, moved, SPAN, (0, 0, 0))
        found.append((*out, *moved))
    for one, other in zip(*found, strict=True):
        np.testing.assert_allclose(one, other, SINGLE)
    assert stays < SPAN[1] - SPAN[0]
    assert 0 < seeks == (out.employer < 0).sum() < stays
    assert (moved.sums >> books.WAGE_BITS).sum() == stays - seeks
    assert (moved.sums & books.WAGES).sum() == out.wage[out.employer >= 0].sum(dtype=np.float64)


def test_who_is_taken_off_the_books_leaves_them_as_they_were() -> None:
    sums, skills = np.arange(PLACES), np.zeros(60)
    rows = np.arange(0, SIZE, 7)
    books.enter_sums(CROWD, rows, sums, skills)
    assert (sums >> books.WAGE_BITS).sum() == (CROWD.employer[rows] >= 0).sum()
    books.enter_sums(CROWD, rows, sums, skills, sign=-1)
    np.testing.assert_array_equal(sums, np.arange(PLACES))
    np.testing.assert_allclose(skills, 0, atol=1e-12)


def test_how_people_stand_is_what_the_twin_says() -> None:
    told = 2005, (FIELDS, 6, 4, LEVELS), *SPAN
    for ours, theirs in zip(crowds.stood(CROWD, *told), crowds.twin_stood(CROWD, *told), strict=True):
        np.testing.assert_allclose(ours, theirs, 1e-5)


def test_posts_and_openings_are_those_of_the_twin() -> None:
    ids, wanted = np.arange(PLACES, dtype=np.int64) * 31, RNG.uniform(0, 6, PLACES).astype(np.float32)
    posts = halls.posts(WORDS, ids, wanted, 10, 300)
    np.testing.assert_array_equal(posts, halls.twin_posts(WORDS, ids, wanted, 10, 300))
    sums = RNG.integers(0, 5, 290) * books.HEAD + 77
    ours, theirs = np.zeros(290, np.int32), np.zeros(290, np.int32)
    halls.openings(posts, sums, ours, 5, 280)
    halls.twin_openings(posts, sums, theirs, 5, 280)
    np.testing.assert_array_equal(ours, theirs)
    assert ours.any()


ROOMS = halls.rooms_of([9, 4, 9, 1, 2, 6, 9])
LATER = halls.rooms_of([3, 1, 3, 1, 1, 2, 3])
FIELD_OF = np.repeat(np.arange(FIELDS), ROOMS.many)
EVERY = len(FIELD_OF)
IDS = np.arange(PLACES, dtype=np.int64) * 31
ROWS = np.arange(0, SIZE, 3, dtype=np.int32)
LOW = (1 << 32) - 1


def looking(kernel=halls.gone_looking) -> tuple[halls.Visits, np.ndarray]:
    out, names = (
        halls.Visits(np.zeros(len(ROWS), np.int32), np.zeros(len(ROWS), np.int64)),
        np.zeros(len(ROWS), np.int64),
    )
    kernel(WORDS, CROWD.id, CROWD.field, CROWD.skill, 0.4, ROWS, ROOMS, out, names, 0, len(ROWS))
    return out, names


def offered(free: np.ndarray, kernel=halls.advertised) -> halls.Visits:
    fields = crowds.counted(np.cumsum(np.tile(np.linspace(1, 2, FIELDS) / (1.5 * FIELDS), (3, 1)), axis=1))
    size = int(free.sum())
    out = halls.Visits(np.zeros(size, np.int32), np.zeros(size, np.int64))
    kernel(OTHER, IDS, free, (100, 300), fields, ROOMS, out, 0, (0, PLACES))
    return out


def test_visits_are_those_of_the_twin() -> None:
    (ours, names), (theirs, others) = looking(), looking(halls.twin_gone_looking)
    np.testing.assert_array_equal(names, others)
    np.testing.assert_array_equal(ours.hall, theirs.hall)
    np.testing.assert_allclose(ours.ticket, theirs.ticket, 1e-9)  # a rank may differ by its last bit
    np.testing.assert_array_equal(ours.ticket & LOW, np.arange(len(ROWS)))
    free = RNG.integers(0, 5, PLACES).astype(np.int32)
    free[7] = 3_000  # more than a chunk
    for one, other in zip(offered(free), offered(free, halls.twin_advertised), strict=True):
        np.testing.assert_array_equal(one, other)


def held(found: np.ndarray, sides, keys) -> list[list[int]]:
    """One round by Python's own lists and sort; the tickets left on both sides."""
    over = [[], []]
    for hall in range(EVERY):
        here = [
            sorted((-(t >> 32), int(ids[t & LOW]), t) for h, t in zip(*side, strict=True) if h == hall)
            for side, ids in zip(sides, keys, strict=True)
        ]
        for one, place in zip(*here, strict=False):
            found[one[2] & LOW] = place[2] & LOW
        for rest, there in zip(over, here, strict=True):
            rest.extend(int(t) for _, _, t in there[min(map(len, here)) :])
    return over


def test_a_hall_gives_the_most_able_the_vacancies_and_sends_the_rest_on() -> None:
    (came, names), offers = looking(), offered(np.full(PLACES, 2, np.int32))
    expected, found = np.full(len(ROWS), -1, np.int32), np.full(len(ROWS), -1, np.int32)
    over = held(expected, (came, offers), (names, IDS))
    seekers, vacancies = halls.seated(came, EVERY), halls.seated(offers, EVERY)
    hired = halls.met(seekers, vacancies, (names, IDS), found, 0, EVERY)
    np.testing.assert_array_equal(found, expected)
    assert hired == (expected >= 0).sum() > 0
    field = dict(zip(came.ticket.tolist(), FIELD_OF[came.hall].tolist(), strict=True))
    sides = (seekers, vacancies, names), (vacancies, seekers, IDS)
    for (own, others, ids), rest in zip(sides, over, strict=True):
        sent = halls.left(own, others, ids, ROOMS, LATER)
        assert sorted(sent.ticket.tolist()) == sorted(rest)
        assert len(rest) == len(own.ticket) - hired
        known = [t in field for t in sent.ticket.tolist()]
        assert np.repeat(np.arange(FIELDS), LATER.many)[sent.hall][known].tolist() == [
            field[t] for t in sent.ticket[known].tolist()
        ]
        counts = np.bincount(sent.hall, minlength=14)
        if len(rest) > 100:  # halls of a field are filled alike
            assert (counts > 0).sum() > FIELDS


@pytest.mark.parametrize("alike", ["in rank", "in id"])
def test_later_halls_are_spread_evenly(alike) -> None:
    mixed, same = np.arange(30_000, dtype=np.int64) * 71_777 % (1 << 30), np.full(30_000, 5, np.int64)
    ranks, ids = (same, (2009 << 48) + mixed) if alike == "in rank" else (mixed, same)
    seats = halls.Seats(np.array([0, len(ranks)], np.int32), (ranks << 32) | np.arange(len(ranks)))
    none = halls.Seats(np.zeros(2, np.int32), np.zeros(0, np.int64))
    counts = np.bincount(halls.left(seats, none, ids, halls.rooms_of([1]), halls.rooms_of([30])).hall, minlength=30)
    assert np.abs(counts - 1000).max() < 6 * np.sqrt(1000)


def test_the_hired_are_paid_and_booked_as_the_twin_says() -> None:
    rates, found = np.linspace(50_000, 60_000, FIELDS), np.where(np.arange(len(ROWS)) % 5, ROWS % PLACES, -1)
    found = found.astype(np.int32)
    people = CROWD._replace(employer=np.full(SIZE, -1, np.int32), wage=CROWD.wage.copy())
    twin = people._replace(employer=people.employer.copy(), wage=CROWD.wage.copy())
    filled, booked = (books.Books(np.zeros(PLACES, np.int64), np.zeros(60)) for _ in range(2))
    columns = people.field, people.skill, people.employer, people.wage
    for span in ((0, 150), (150, PLACES)):
        halls.paid(found, ROWS, rates, columns, filled, span)
    halls.twin_paid(twin, found, ROWS, rates, booked)
    for ours, theirs in zip(
        (*columns, *filled), (twin.field, twin.skill, twin.employer, twin.wage, *booked), strict=True
    ):
        np.testing.assert_allclose(ours, theirs, SINGLE)
    assert (filled.sums & books.WAGES).sum() == people.wage[ROWS][found >= 0].sum(dtype=np.float64)


def test_traits_of_newborn_businesses_are_those_of_the_twin() -> None:
    birth = newborn.Birth(15_000, 366, 3e5, 1.2, 1e-5, 0.5, 0.1, 0.2, (2, 3, 1))
    found = []
    for kernel in (newborn.born, newborn.twin_born):
        out = newborn.Traits(
            np.zeros(SIZE, np.int64), np.zeros(SIZE, np.float32), np.zeros(SIZE, np.float32), np.zeros(SIZE, np.int8)
        )
        kernel(WORDS, CROWD.id, birth, out, *SPAN)
        found.append(out)
    for ours, theirs in zip(*found, strict=True):
        np.testing.assert_allclose(ours, theirs, 1e-5)
    inside = found[0].owner[SPAN[0] : SPAN[1]]
    assert abs((inside == 2).mean() - 0.1) < 0.03
    assert abs((inside == 3).mean() - 0.2) < 0.03
    logs = np.log(found[0].sales[SPAN[0] : SPAN[1]] / 3e5)
    assert abs(logs.mean()) < 0.1 > abs(logs.std() - 1.2)


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
