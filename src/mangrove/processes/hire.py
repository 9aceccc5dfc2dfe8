"""Hire: vacancies meet people.

Every post that nobody holds is advertised in one field; everyone without work looks for one in theirs. They meet in
halls, and what is left meets once more in fewer ones: the shorter side is nearly used up, and some of both are left.
Employers take the most able, as far as they can tell. Wages are the year's rate for a unit of skill in the field.

The fields wanted are those of the people there, technical ones more by technology firms, and health and education
more by institutes, so that others want them less.
"""

import math
from typing import Final

import numpy as np

from mangrove.arrays import Doubles, Ints, Longs
from mangrove.dated import assumption, constant
from mangrove.draws import Draws
from mangrove.employers import KINDS, Employers
from mangrove.kernels.blocks import ROWS, in_blocks, side_by_side
from mangrove.kernels.crowds import WHOLE, counted
from mangrove.kernels.halls import Rooms, Visits, advertised, gone_looking, left, met, openings, paid, rooms_of, seated
from mangrove.kernels.halls import posts as rounded
from mangrove.kernels.philox import Four
from mangrove.labour import Market, Staff
from mangrove.programme import Terms
from mangrove.registers.people import FIELDS, NOBODY

# fmt: off
HALL = constant(
    "person", "People of a field to each of its halls in a year's first round.", 40.0,
    assumption("some ten seekers to a hall leave a few per cent of the shorter side over after two rounds, which "
               "with the flows gives an unemployment of two to three per cent", "vacancies and seekers by year"),
    low=1, high=1_000_000,
)
GRAIN = constant(
    "1", "Steps in which the number of halls doubles.", 16.0,
    assumption("halls are opened in steps, so that one more person does not move everybody", "none is needed"),
    low=1, high=100,
)
LATER_HALLS = constant(
    "share", "Halls of the second round, part of those of the first.", 0.25,
    assumption("as many to a hall as before, of those left", "as above"), low=0.001, high=1,
)
ERROR = constant(
    "1", "Width of employers' error on log skill.", 0.8,
    assumption("half of what tells people apart is seen before they start", "wages by tenure"), low=0, high=10,
)
TECHNICAL_TILT = constant(
    "ratio", "How much more technology firms want technical fields than others do.", 2.5,
    assumption("most of their posts are in development and production", "posts advertised by industry"), low=0, high=50,
)
PUBLIC_TILT = constant(
    "ratio", "How much more institutes want health, education and science.", 8.0,
    assumption("schools and hospitals are most of the public posts", "staff of public institutions"), low=0, high=100,
)
AMPLE = constant(
    "ratio", "Vacancies to a seeker above which employers advertise only a part of theirs.", 8.0,
    assumption("nobody visits more; it bears on cities of one giant firm alone", "none is needed"),
    low=1, high=1_000,
)
BALANCINGS = constant(
    "1", "Times that fields and kinds of employers are set to their sums in turn.", 20.0,
    assumption("sums are then met to a millionth", "none is needed"), low=1, high=1_000,
)
# fmt: on

TECHNICAL: Final = ("computing", "engineering", "science")
PUBLIC: Final = ("health_education", "science")


def hire(staff: Staff, staffed: Employers, posts: Ints, market: Market, terms: Terms, draws: Draws) -> None:
    """Fill vacancies: employers and wages of those hired are filled in, and entered in the books.

    Args:
        staff: The year's people.
        staffed: The chain of employers.
        posts: Posts of each.
        market: The market for professionals.
        terms: This process's values.
        draws: The year's draws.
    """
    people, books, _, seekers = staff
    free = np.empty(len(posts), np.int32)
    in_blocks(lambda a, b: openings(posts, books.sums, free, a, b), len(posts))
    free = _thinned(free, len(seekers) * terms[AMPLE], draws.words("hire/advertised"), staffed.ids)
    rooms, later, last = (_rooms(market.people, terms, part) for part in (1.0, terms[LATER_HALLS], 0.0))
    looking, names = _looking(staff, rooms, terms[ERROR], draws)
    offered = _offered(staffed, free, counted(_fields(market.people, staffed, terms)), rooms, draws)
    middle = int(offered.ticket[len(offered.ticket) // 2] & (WHOLE - 1)) if len(offered.ticket) else 0
    found, keys = np.full(len(seekers), NOBODY, np.int32), (names, staffed.ids)
    looking, offered = _round(looking, offered, keys, found, rooms, later)
    _round(looking, offered, keys, found, later, last)
    own = found, seekers, market.rates, (people.field, people.skill, people.employer, people.wage), books
    side_by_side(lambda: paid(*own, (0, middle)), lambda: paid(*own, (middle, len(posts))), rows=len(seekers))


def _round(
    looking: Visits, offered: Visits, keys: tuple[Longs, Longs], found: Ints, rooms: Rooms, later: Rooms
) -> tuple[Visits, Visits]:
    """Hold the halls once; who is left on both sides, on the way to the halls of the next round."""
    every, size = int(rooms.start[-1]), len(looking.ticket) + len(offered.ticket)
    came, posts = side_by_side(lambda: seated(looking, every), lambda: seated(offered, every), rows=size)
    in_blocks(lambda a, b: met(came, posts, keys, found, a, b), every, every // 2 + 1 if size >= ROWS else every)
    still, open_posts = side_by_side(
        lambda: left(came, posts, keys[0], rooms, later), lambda: left(posts, came, keys[1], rooms, later), rows=size
    )
    return still, open_posts


def _rooms(people: Doubles, terms: Terms, part: float) -> Rooms:
    """A part of the halls that fields of so many people have: in steps of a part of a doubling, and one at least."""
    grain, about = terms[GRAIN], np.maximum(people * part / terms[HALL], 1.0)
    return rooms_of(np.maximum(np.rint(2 ** (np.rint(np.log2(about) * grain) / grain)), 1))


def _thinned(free: Ints, ample: float, rounding: Four, ids: Longs) -> Ints:
    """Vacancies to advertise: all, or of too many one in two, four and so on.

    A fraction is rounded by a draw: one vacancy at the least would favour small employers, and institutes are small in
    a small part of a city.
    """
    total = int(free.sum(dtype=np.int64))
    if total <= ample:
        return free
    part = 2 ** math.ceil(math.log2(total / max(ample, 1.0)))
    return rounded(rounding, ids, (free / part).astype(np.float32), 0, len(free))


def _looking(staff: Staff, rooms: Rooms, error: float, draws: Draws) -> tuple[Visits, Longs]:
    """The halls to which seekers go, and their ids."""
    people, words, rows, size = staff.people, draws.words("hire/people"), staff.seekers, len(staff.seekers)
    visits, names = _visits(size), np.empty(size, np.int64)

    def look(start: int, stop: int) -> None:
        gone_looking(words, people.id, people.field, people.skill, error, rows, rooms, visits, names, start, stop)

    in_blocks(look, size)
    return visits, names


def _offered(staffed: Employers, free: Ints, fields: Longs, rooms: Rooms, draws: Draws) -> Visits:
    """The halls to which vacancies go."""
    starts = np.arange(0, max(len(free), 1), ROWS)
    sizes = np.add.reduceat(free, starts, dtype=np.int64) if len(free) else np.zeros(1, np.int64)
    ends, words, visits = np.append(0, np.cumsum(sizes)), draws.words("hire/posts"), _visits(int(sizes.sum()))
    kinds = staffed.sizes[0], staffed.sizes[0] + staffed.sizes[1]

    def offer(start: int, stop: int) -> None:
        at = int(ends[start // ROWS])
        advertised(words, staffed.ids, free, kinds, fields, rooms, visits, at, (start, stop))

    in_blocks(offer, len(free))
    return visits


def _visits(size: int) -> Visits:
    """Room for so many visits."""
    return Visits(np.empty(size, np.int32), np.empty(size, np.int64))


def _fields(people: Doubles, staffed: Employers, terms: Terms) -> Doubles:
    """Fields wanted by kind of employer, cumulative, given the people there are of each; shape (kinds, fields).

    What some kinds want more of a field, others want less, in proportion: all together want the fields that there are.
    """
    there = people if people.any() else np.ones(len(FIELDS))
    tilts = {
        "firms": [terms[TECHNICAL_TILT] if field in TECHNICAL else 1.0 for field in FIELDS],
        "institutes": [terms[PUBLIC_TILT] if field in PUBLIC else 1.0 for field in FIELDS],
    }
    posts = [part.sum(dtype=np.float64) for part in np.split(staffed.wanted, np.cumsum(staffed.sizes)[:-1])]
    asked, wanted = np.maximum(posts, 1.0), np.array([tilts.get(kind, [1.0] * len(FIELDS)) for kind in KINDS])
    offered = there / there.sum() * asked.sum()
    for _ in range(round(terms[BALANCINGS])):
        wanted = wanted * np.divide(offered, wanted.sum(axis=0), out=np.zeros(len(FIELDS)), where=offered > 0)
        wanted *= (asked / wanted.sum(axis=1))[:, None]
    return np.cumsum(wanted, axis=1) / wanted.sum(axis=1, keepdims=True)
