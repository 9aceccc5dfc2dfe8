"""Halls: where those who seek work meet vacancies, many small meetings instead of one.

Each vacancy and each seeker of a field goes to a hall of that field by a draw of its own. In a hall the most able are
taken first, into vacancies in a drawn order; who finds nothing, and what is not filled, goes to another hall. Halls
have as many vacancies as seekers only on average, and so some of both stay over: that is the friction. One more firm
or person changes the few halls it goes to and nobody else's.
"""

from typing import Any, Final, NamedTuple

import numpy as np

from mangrove.arrays import Bytes8, Doubles, Floats, Ints, Longs
from mangrove.kernels.books import HEAD, WAGE_BITS, Books, enter_sums
from mangrove.kernels.compiled import compiled, inlined
from mangrove.kernels.crowds import PART, WHOLE
from mangrove.kernels.elementary import CHUNK, exps
from mangrove.kernels.philox import MASK, Four, four_words, twin_philox4x32, twin_uniform_pairs, uniform_at

ODD: Final = np.int64(-7046029254386353131)
"""2^64 over the golden ratio: multiples of it tell an employer's vacancies apart."""
HALF: Final = 32


class Visits(NamedTuple):
    """Who goes to which hall, shape (n,) each.

    Attributes:
        hall: The hall.
        ticket: Rank, the higher the earlier, as the bits of a number from zero on; and below it whose it is.
    """

    hall: Ints
    ticket: Longs


class Seats(NamedTuple):
    """Visits hall by hall: where each hall starts, shape (halls + 1,), and the tickets in that order."""

    starts: Ints
    ticket: Longs


@compiled
def posts(words: Four, ids: Longs, wanted: Floats, start: int, stop: int) -> Ints:
    """Whole posts of some employers: each rounds what it wants up or down by a draw of its own."""
    whole = np.empty(stop - start, np.int32)
    for i in range(start, stop):
        drawn = uniform_at(words[0], words[1], words[2], words[3], np.uint64(ids[i]))
        whole[i - start] = np.int32(np.floor(wanted[i] + drawn))
    return whole


def twin_posts(words: Four, ids: Longs, wanted: Floats, start: int, stop: int) -> Ints:
    """The same by NumPy."""
    drawn = twin_uniform_pairs(words, ids[start:stop].view(np.uint64))[0]
    return np.floor(wanted[start:stop].astype(np.float64) + drawn).astype(np.int32)


@compiled
def openings(posts: Ints, sums: Longs, free: Ints, start: int, stop: int) -> None:
    """Posts that nobody holds, of some employers, from their posts and their sums of heads and wages."""
    for i in range(start, stop):
        free[i] = max(posts[i] - np.int32(sums[i] >> WAGE_BITS), 0)


def twin_openings(posts: Ints, sums: Longs, free: Ints, start: int, stop: int) -> None:
    """The same by NumPy."""
    free[start:stop] = np.maximum(posts[start:stop] - (sums[start:stop] >> WAGE_BITS), 0)


class Rooms(NamedTuple):
    """How many halls each field has, and where they start; those of fields stand one behind another."""

    many: Longs
    start: Longs


def rooms_of(count: Any) -> Rooms:
    """The halls of fields that have so many."""
    counts = np.asarray(count, np.int64)
    return Rooms(counts, np.append(0, np.cumsum(counts)))


@inlined
def hall_at(field: Any, word: Any, rooms: Rooms) -> Any:
    """A hall of a field."""
    return rooms.start[field] + ((word * rooms.many[field]) >> HALF)


@compiled
def advertised(
    words: Four, ids: Longs, free: Ints, kinds: tuple[int, int], fields: Longs, rooms: Rooms, out: Visits,
    at: int, span: tuple[int, int],
) -> None:  # fmt: skip
    """The vacancies of some employers, each with its field and halls.

    Args:
        words: The stream's words.
        ids: Employers.
        free: Vacancies of each.
        kinds: Where in the chain the second kind of employer starts, and the third.
        fields: Fields wanted, cumulative and counted in the values of a word, shape (kinds, fields).
        rooms: Halls of the fields.
        out: Filled in.
        at: Where the first vacancy goes.
        span: First employer, and the one after the last.
    """
    room, keys, who = np.empty((4, CHUNK), np.int64), np.empty(CHUNK, np.int64), np.empty(CHUNK, np.int32)
    rank = np.empty(CHUNK, np.float32)
    bits, filled, i, k = rank.view(np.int32), 0, span[0], 0
    while i < span[1]:
        while i < span[1] and filled < CHUNK:
            if k >= free[i]:
                i, k = i + 1, 0
                continue
            keys[filled], who[filled] = ids[i] ^ (k * ODD), i
            filled, k = filled + 1, k + 1
        four_words(words, keys[:filled], room)
        for j in range(filled):
            rank[j] = room[2, j] * PART
        for j in range(filled):
            kind = (1 if who[j] >= kinds[0] else 0) + (1 if who[j] >= kinds[1] else 0)
            field = 0
            for f in range(fields.shape[1] - 1):
                field += 1 if room[0, j] >= fields[kind, f] else 0
            out.hall[at + j] = hall_at(field, room[1, j], rooms)
            out.ticket[at + j] = (np.int64(bits[j]) << HALF) | np.int64(who[j])
        at, filled = at + filled, 0


def twin_advertised(
    words: Four, ids: Longs, free: Ints, kinds: tuple[int, int], fields: Longs, rooms: Rooms, out: Visits,
    at: int, span: tuple[int, int],
) -> None:  # fmt: skip
    """The same by NumPy."""
    part = free[span[0] : span[1]]
    who = np.repeat(np.arange(span[0], span[1]), part)
    ordinal = np.arange(len(who)) - np.repeat(np.cumsum(part) - part, part)
    four = _twin_words(words, ids[who] ^ (ordinal * ODD))
    kind = np.searchsorted(np.array(kinds), who, side="right")
    field = (four[0][:, None] >= fields[kind][:, :-1]).sum(axis=1)
    _twin_visits(field, four, rooms, (four[2] * PART).astype(np.float32), who, out, at)


@compiled
def gone_looking(
    words: Four, ids: Longs, field: Bytes8, skill: Floats, noise: float, rows: Ints, rooms: Rooms, out: Visits,
    names: Longs, start: int, stop: int,
) -> None:  # fmt: skip
    """The halls of some seekers, ranked by skill as employers see it.

    Args:
        words: The stream's words.
        ids: People.
        field: Of each.
        skill: Of each.
        noise: How far employers err on it: the width of a factor, even in its logarithm.
        rows: The seekers.
        rooms: Halls of the fields.
        out: Filled in; a ticket is that of a place among the seekers.
        names: Filled in: ids of the seekers.
        start: First seeker.
        stop: Seeker after the last.
    """
    room, rank = np.empty((4, CHUNK), np.int64), np.empty(CHUNK, np.float32)
    error, seen, bits = np.empty(CHUNK), np.empty(CHUNK), rank.view(np.int32)
    for first in range(start, stop, CHUNK):
        size = min(CHUNK, stop - first)
        for j in range(size):
            names[first + j] = ids[rows[first + j]]
        four_words(words, names[first : first + size], room)
        for j in range(size):
            error[j] = noise * (room[2, j] * PART - 0.5)
        exps(error[:size], seen[:size])
        for j in range(size):
            rank[j] = skill[rows[first + j]] * seen[j]
        for j in range(size):
            out.hall[first + j] = hall_at(field[rows[first + j]], room[1, j], rooms)
            out.ticket[first + j] = (np.int64(bits[j]) << HALF) | np.int64(first + j)


def twin_gone_looking(
    words: Four, ids: Longs, field: Bytes8, skill: Floats, noise: float, rows: Ints, rooms: Rooms, out: Visits,
    names: Longs, start: int, stop: int,
) -> None:  # fmt: skip
    """The same by NumPy."""
    who = rows[start:stop]
    names[start:stop] = ids[who]
    four = _twin_words(words, ids[who])
    rank = (skill[who] * np.exp(noise * (four[2] * PART - 0.5))).astype(np.float32)
    _twin_visits(field[who].astype(np.int64), four, rooms, rank, np.arange(start, stop), out, start)


def _twin_words(words: Four, keys: Longs) -> Longs:
    actors = keys.view(np.uint64)
    ones = np.ones_like(actors)
    counter: Any = np.stack([actors & MASK, actors >> np.uint64(32), ones * words[2], ones * words[3]])
    return twin_philox4x32(counter, (int(words[0]), int(words[1]))).astype(np.int64)


def _twin_visits(field: Longs, four: Longs, rooms: Rooms, rank: Floats, who: Any, out: Visits, at: int) -> None:
    here = slice(at, at + len(who))
    out.hall[here] = hall_at(field, four[1], rooms)
    out.ticket[here] = (rank.view(np.int32).astype(np.int64) << HALF) | who


@compiled
def seated(visits: Visits, halls: int) -> Seats:
    """The visits put hall by hall, by counting."""
    starts = np.zeros(halls + 1, np.int32)
    for j in range(visits.hall.size):
        starts[visits.hall[j] + 1] += 1
    for h in range(halls):
        starts[h + 1] += starts[h]
    place, ticket = starts[:-1].copy(), np.empty_like(visits.ticket)
    for j in range(visits.hall.size):
        at = place[visits.hall[j]]
        ticket[at] = visits.ticket[j]
        place[visits.hall[j]] = at + 1
    return Seats(starts, ticket)


@inlined
def whose(ticket: Any) -> int:
    """Whose a ticket is."""
    return ticket & (WHOLE - 1)


@inlined
def before(one: Any, other: Any, ids: Longs) -> bool:
    """Whether a ticket comes before another: by rank, the highest first; of equal ranks by id."""
    rank, against = one >> HALF, other >> HALF
    return rank > against or (rank == against and ids[whose(one)] < ids[whose(other)])


@inlined
def ranked(ticket: Longs, ids: Longs, start: int, stop: int, top: int) -> None:
    """Bring the first of a hall, so many, to its front in their order. Halls are small: insertion is quick."""
    for j in range(start + 1, stop):
        one = ticket[j]
        k = min(j, start + top)
        if not before(one, ticket[k - 1], ids):
            continue
        if k < j:
            ticket[j] = ticket[k - 1]
            k -= 1
        while k > start and before(one, ticket[k - 1], ids):
            ticket[k] = ticket[k - 1]
            k -= 1
        ticket[k] = one


@compiled
def met(seekers: Seats, vacancies: Seats, keys: tuple[Longs, Longs], found: Ints, start: int, stop: int) -> int:
    """Hold some halls: the first seekers take the first vacancies; how many were hired.

    Args:
        seekers: Seekers by hall; the first of each are put in order.
        vacancies: Vacancies by hall, the same.
        keys: Ids of seekers, and of employers.
        found: Employer of each seeker; filled in for those hired.
        start: First hall.
        stop: Hall after the last.
    """
    hired = 0
    for h in range(start, stop):
        first, other = seekers.starts[h], vacancies.starts[h]
        wants, has = seekers.starts[h + 1] - first, vacancies.starts[h + 1] - other
        meet = min(wants, has)
        if meet == 0:
            continue
        ranked(seekers.ticket, keys[0], first, first + wants, meet)
        ranked(vacancies.ticket, keys[1], other, other + has, meet)
        for j in range(meet):
            found[whose(seekers.ticket[first + j])] = whose(vacancies.ticket[other + j])
        hired += meet
    return hired


@compiled
def left(seats: Seats, others: Seats, ids: Longs, rooms: Rooms, later: Rooms) -> Visits:
    """Those for whom there was nobody on the other side, on their way to another hall of their field.

    Which hall that is hangs on id and rank, whose bits are mixed.

    Args:
        seats: One side, after the halls were held.
        others: The other side.
        ids: Of seekers, or of employers, whose tickets they are.
        rooms: Halls of the fields.
        later: Those of the next round.
    """
    size, at = 0, 0
    for h in range(seats.starts.size - 1):
        here, there = seats.starts[h + 1] - seats.starts[h], others.starts[h + 1] - others.starts[h]
        size += max(here - there, 0)
    hall, ticket = np.empty(size, np.int32), np.empty(size, np.int64)
    for field in range(rooms.many.size):
        for h in range(rooms.start[field], rooms.start[field + 1]):
            there = others.starts[h + 1] - others.starts[h]
            for j in range(seats.starts[h] + there, seats.starts[h + 1]):
                key = (seats.ticket[j] >> HALF) ^ ids[whose(seats.ticket[j])]
                hall[at] = hall_at(field, (key * ODD >> HALF) & (WHOLE - 1), later)
                ticket[at] = seats.ticket[j]
                at += 1
    return Visits(hall, ticket)


@compiled
def paid(
    found: Ints, rows: Ints, rates: Doubles, people: tuple[Bytes8, Floats, Ints, Floats], books: Books,
    span: tuple[int, int],
) -> None:  # fmt: skip
    """Enter the employers of those hired, set their wages by the rate of their field in whole yuan, and book them.

    Args:
        found: Employer of each seeker; -1 of who found none.
        rows: The seekers.
        rates: Wage of a unit of skill by field, CNY/yr.
        people: Field and skill of everybody; employer and wage, filled in.
        books: What employers have; added to.
        span: The part of the chain whose people are paid: the first employer, and the one after the last.
    """
    field, skill, employer, wage = people
    hired = np.empty(CHUNK, np.int64)
    for first in range(0, rows.size, CHUNK):
        size = 0
        for j in range(first, min(first + CHUNK, rows.size)):
            hired[size] = j
            size += np.int64((found[j] >= span[0]) & (found[j] < span[1]))
        for k in range(size):
            row, place = rows[hired[k]], found[hired[k]]
            earned = np.float32(np.rint(rates[field[row]] * skill[row]))
            employer[row], wage[row] = place, earned
            books.sums[place] += HEAD + np.int64(earned)
            if place < books.skills.size:
                books.skills[place] += skill[row]


def twin_paid(people: Any, found: Ints, rows: Ints, rates: Doubles, books: Books) -> None:
    """The same by NumPy, all employers at once."""
    hired = rows[found >= 0]
    people.employer[hired] = found[found >= 0]
    people.wage[hired] = np.rint(rates[people.field[hired]] * people.skill[hired])
    enter_sums(people, hired, books.sums, books.skills)
