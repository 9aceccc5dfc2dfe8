"""Halls: where those who seek work meet vacancies, many small meetings instead of one.

Each vacancy and each seeker of a field goes to a hall of that field by a draw of its own. In a hall the most able are
taken first, into vacancies in a drawn order; who finds nothing goes to another hall in the next round. Halls have as
many vacancies as seekers only on average, and so some of both stay over: that is the friction. One more firm or
person changes the few halls it goes to and nobody else's.
"""

import math
from typing import Any, NamedTuple

import numpy as np

from mangrove.arrays import Bytes8, Doubles, Floats, Ints, Longs
from mangrove.kernels.compiled import compiled, inlined
from mangrove.kernels.crowds import PART
from mangrove.kernels.lineages import mixed_at, twin_mixed
from mangrove.kernels.philox import MASK, Four, twin_philox4x32, uniform_at, words_at


class Visits(NamedTuple):
    """Who goes to which hall: hall, rank in it (the higher the earlier), and who it is; shape (n,) each."""

    hall: Ints
    rank: Floats
    who: Ints


@compiled
def posts(words: Four, ids: Longs, wanted: Floats, start: int, stop: int) -> Ints:
    """Whole posts of some employers: each rounds what it wants up or down by a draw of its own."""
    whole = np.empty(stop - start, np.int32)
    for i in range(start, stop):
        drawn = uniform_at(words[0], words[1], words[2], words[3], np.uint64(ids[i]))
        whole[i - start] = np.int32(math.floor(wanted[i] + drawn))
    return whole


def twin_posts(words: Four, ids: Longs, wanted: Floats, start: int, stop: int) -> Ints:
    """The same by NumPy."""
    from mangrove.kernels.philox import twin_uniform_pairs

    drawn = twin_uniform_pairs(words, ids[start:stop].view(np.uint64))[0]
    return np.floor(wanted[start:stop].astype(np.float64) + drawn).astype(np.int32)


@inlined
def hall_at(field: Any, drawn: float, halls: int) -> int:
    """A hall of a field, halls of fields standing one behind another."""
    return field * halls + min(int(drawn * halls), halls - 1)


@compiled
def advertised(
    words: Four, ids: Longs, free: Ints, mix: Bytes8, fields: Doubles, halls: int, span: tuple[int, int]
) -> Visits:
    """The vacancies of some employers, each with its field and hall.

    Args:
        words: The stream's words.
        ids: Employers.
        free: Vacancies of each; those below one have none.
        mix: Row of the mix of fields that each employer wants.
        fields: Fields wanted, cumulative to one, shape (mixes, fields).
        halls: Halls of each field.
        span: First employer, and the one after the last.
    """
    size = 0
    for i in range(span[0], span[1]):
        size += max(free[i], 0)
    hall, rank, who = np.empty(size, np.int32), np.empty(size, np.float32), np.empty(size, np.int32)
    at = 0
    for i in range(span[0], span[1]):
        for k in range(free[i]):
            key = mixed_at(np.uint64(ids[i]), np.uint64(k))
            four = words_at(words[0], words[1], words[2], words[3], key)
            drawn, field = np.int64(four[0]) * PART, 0
            while drawn >= fields[mix[i], field] and field < fields.shape[1] - 1:
                field += 1
            hall[at] = hall_at(field, np.int64(four[1]) * PART, halls)
            rank[at], who[at] = np.int64(four[2]) * PART, i
            at += 1
    return Visits(hall, rank, who)


def twin_advertised(
    words: Four, ids: Longs, free: Ints, mix: Bytes8, fields: Doubles, halls: int, span: tuple[int, int]
) -> Visits:
    """The same by NumPy."""
    part = np.maximum(free[span[0] : span[1]], 0)
    who = np.repeat(np.arange(span[0], span[1]), part)
    ordinal = np.arange(len(who)) - np.repeat(np.cumsum(part) - part, part)
    keys = twin_mixed(ids[who].view(np.uint64), ordinal.astype(np.uint64))
    four = _twin_words(words, keys)
    field = np.minimum((four[0][:, None] >= fields[mix[who]]).sum(axis=1), fields.shape[1] - 1)
    return _twin_visits(field, four, halls, four[2].astype(np.float32), who)


@compiled
def gone_looking(
    words: Four, ids: Longs, field: Bytes8, skill: Floats, noise: float, rows: Ints, halls: int, span: tuple[int, int]
) -> Visits:
    """The halls of some seekers, ranked by skill as employers see it.

    Args:
        words: The stream's words.
        ids: People.
        field: Of each.
        skill: Of each.
        noise: How far employers err on it: the width of a factor, even in its logarithm.
        rows: The seekers.
        halls: Halls of each field.
        span: First seeker, and the one after the last.
    """
    size = span[1] - span[0]
    hall, rank, who = np.empty(size, np.int32), np.empty(size, np.float32), np.empty(size, np.int32)
    for j in range(size):
        row = rows[span[0] + j]
        four = words_at(words[0], words[1], words[2], words[3], np.uint64(ids[row]))
        hall[j] = hall_at(field[row], np.int64(four[1]) * PART, halls)
        rank[j] = skill[row] * math.exp(noise * (np.int64(four[2]) * PART - 0.5))
        who[j] = row
    return Visits(hall, rank, who)


def twin_gone_looking(
    words: Four, ids: Longs, field: Bytes8, skill: Floats, noise: float, rows: Ints, halls: int, span: tuple[int, int]
) -> Visits:
    """The same by NumPy."""
    who = rows[span[0] : span[1]]
    four = _twin_words(words, ids[who].view(np.uint64))
    rank = (skill[who] * np.exp(noise * (four[2] - 0.5))).astype(np.float32)
    return _twin_visits(field[who].astype(np.int64), four, halls, rank, who)


def _twin_words(words: Four, keys: Any) -> Doubles:
    ones = np.ones_like(keys)
    counter: Any = np.stack([keys & MASK, keys >> np.uint64(32), ones * words[2], ones * words[3]])
    return twin_philox4x32(counter, (int(words[0]), int(words[1]))).astype(np.float64) * PART


def _twin_visits(field: Longs, four: Doubles, halls: int, rank: Floats, who: Any) -> Visits:
    hall = field * halls + np.minimum((four[1] * halls).astype(np.int64), halls - 1)
    return Visits(hall.astype(np.int32), rank, who.astype(np.int32))


@compiled
def seated(visits: Visits, halls: int) -> tuple[Ints, Floats, Ints]:
    """The visits put hall by hall, by counting: where each hall starts, and rank and who, shape (n,)."""
    starts = np.zeros(halls + 1, np.int32)
    for j in range(visits.hall.size):
        starts[visits.hall[j] + 1] += 1
    for h in range(halls):
        starts[h + 1] += starts[h]
    place = starts[:-1].copy()
    rank, who = np.empty_like(visits.rank), np.empty_like(visits.who)
    for j in range(visits.hall.size):
        at = place[visits.hall[j]]
        rank[at], who[at] = visits.rank[j], visits.who[j]
        place[visits.hall[j]] += 1
    return starts, rank, who


@inlined
def ranked(rank: Floats, who: Ints, ids: Longs, start: int, stop: int) -> None:
    """Order one hall by rank, the highest first; equal ranks by id. Halls are small: insertion is quick."""
    for j in range(start + 1, stop):
        value, one = rank[j], who[j]
        k = j - 1
        while k >= start and (rank[k] < value or (rank[k] == value and ids[who[k]] > ids[one])):
            rank[k + 1], who[k + 1] = rank[k], who[k]
            k -= 1
        rank[k + 1], who[k + 1] = value, one


@compiled
def met(
    seekers: tuple[Ints, Floats, Ints], vacancies: tuple[Ints, Floats, Ints], people: Longs, employers: Longs,
    employer: Ints, start: int, stop: int,
) -> int:  # fmt: skip
    """Hold some halls: the first seekers take the first vacancies; how many were hired.

    Args:
        seekers: Starts, ranks and rows of people by hall, from `seated`.
        vacancies: The same of vacancies, by employer.
        people: Ids of people.
        employers: Ids of employers.
        employer: Of each person; filled in for those hired.
        start: First hall.
        stop: Hall after the last.
    """
    hired = 0
    for h in range(start, stop):
        first, other = seekers[0][h], vacancies[0][h]
        wants, has = seekers[0][h + 1] - first, vacancies[0][h + 1] - other
        if not (wants and has):
            continue
        ranked(seekers[1], seekers[2], people, first, first + wants)
        ranked(vacancies[1], vacancies[2], employers, other, other + has)
        for j in range(min(wants, has)):
            employer[seekers[2][first + j]] = vacancies[2][other + j]
        hired += min(wants, has)
    return hired


@compiled
def taken(seekers: Ints, employer: Ints, free: Ints) -> Ints:
    """Take vacancies that were filled off the free ones, and list the seekers left."""
    left = np.empty_like(seekers)
    size = 0
    for j in range(seekers.size):
        place = employer[seekers[j]]
        if place < 0:
            left[size] = seekers[j]
            size += 1
        else:
            free[place] -= 1
    return left[:size].copy()


class Books(NamedTuple):
    """What employers have, in their chain: heads and wages, and skills of technology firms, the first."""

    heads: Ints
    wages: Doubles
    skills: Doubles


@compiled
def paid(
    employer: Ints, field: Bytes8, skill: Floats, rows: Ints, rates: Doubles, wage: Floats, books: Books
) -> None:  # fmt: skip
    """Set the wages of those just hired by the rate of their field for a unit of skill, and enter them in the books."""
    for j in range(rows.size):
        row = rows[j]
        place = employer[row]
        if place < 0:
            continue
        wage[row] = rates[field[row]] * skill[row]
        books.heads[place] += 1
        books.wages[place] += wage[row]
        if place < books.skills.size:
            books.skills[place] += skill[row]


def twin_paid(
    employer: Ints, field: Bytes8, skill: Floats, rows: Ints, rates: Doubles, wage: Floats, books: Books
) -> None:  # fmt: skip
    """The same by NumPy."""
    hired = rows[employer[rows] >= 0]
    place = employer[hired]
    wage[hired] = rates[field[hired]] * skill[hired]
    np.add.at(books.heads, place, 1)
    np.add.at(books.wages, place, wage[hired])
    first = place < books.skills.size
    np.add.at(books.skills, place[first], skill[hired[first]])
