"""Hire: vacancies meet people.

Every post that nobody holds is advertised in one field; everyone without work looks for one in theirs. They meet in
halls, and what is left meets once more in fewer ones: the shorter side is nearly used up, and some of both are left.
Employers take the most able, as far as they can tell. Wages are the year's rate for a unit of skill in the field.

The fields wanted are those of the people there, technical ones more by technology firms, and health and education
more by institutes.
"""

import math
from typing import Final, NamedTuple

import numpy as np

from mangrove.arrays import Doubles, Ints, Longs
from mangrove.dated import assumption, constant
from mangrove.draws import Draws
from mangrove.employers import KINDS, Employers
from mangrove.kernels.blocks import in_blocks, side_by_side
from mangrove.kernels.halls import Books, Visits, advertised, gone_looking, met, paid, seated, taken
from mangrove.kernels.halls import posts as rounded
from mangrove.kernels.philox import Four
from mangrove.programme import Terms
from mangrove.registers.people import FIELDS, People

# fmt: off
HALL = constant(
    "person", "People of the region to each hall of a field in a year's first round.", 210.0,
    assumption("some eight seekers to a hall leave a few per cent of the shorter side over after two rounds, which "
               "with the flows gives an unemployment of two to three per cent", "vacancies and seekers by year"),
    low=1, high=1_000_000,
)
GRAIN = constant(
    "1", "Steps in which the number of halls doubles.", 4.0,
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
LEAST_TILT = constant(
    "ratio", "How much of each field businesses want at least, part of its share among the people.", 0.2,
    assumption("every trade has its bookkeepers, engineers and shop assistants", "posts advertised by industry"),
    low=0, high=1,
)
# fmt: on

TECHNICAL: Final = ("computing", "engineering", "science")
PUBLIC: Final = ("health_education", "science")


class Staff(NamedTuple):
    """People, and what employers have of them, in their chain."""

    people: People
    books: Books


def hire(
    people: People, staffed: Employers, books: Books, target: Ints, rates: Doubles, terms: Terms, draws: Draws
) -> Staff:  # fmt: skip
    """People once vacancies are filled, and the books of employment.

    Args:
        people: The register.
        staffed: The chain of employers.
        books: What each has; what the year's hiring adds is entered in them.
        target: Posts of each.
        rates: Wage of a unit of skill by field, CNY/yr.
        terms: This process's values.
        draws: The year's draws.
    """
    employer, wage = people.employer.copy(), people.wage.copy()
    seekers = np.flatnonzero(employer < 0).astype(np.int32)
    free, fields = np.maximum(target - books.heads, 0), _fields(people, staffed, terms)
    halls = _halls(len(people) / terms[HALL], terms[GRAIN])
    first = draws.words("hire/first_posts"), draws.words("hire/first_people"), halls
    later = draws.words("hire/later_posts"), draws.words("hire/later_people"), max(round(terms[LATER_HALLS] * halls), 1)
    looking, rounding = seekers, draws.words("hire/advertised")
    for meeting in (first, later):
        told = _thinned(free, len(looking) * terms[AMPLE], rounding, staffed.ids)
        _meet(people, staffed, employer, (looking, told, fields), meeting, terms)
        looking = taken(looking, employer, free)
    paid(employer, people.field, people.skill, seekers, rates, wage, books)
    return Staff(people.but(employer=employer, wage=wage), books)


def _halls(about: float, grain: float) -> int:
    """About so many halls, in steps of a part of a doubling."""
    return max(round(2 ** (round(np.log2(max(about, 1.0)) * grain) / grain)), 1)


def _meet(
    people: People, staffed: Employers, employer: Ints, sides: tuple[Ints, Ints, Doubles],
    meeting: tuple[Four, Four, int], terms: Terms,
) -> None:  # fmt: skip
    """One round: seekers and advertised posts go to halls, and the employers of those hired are filled in."""
    (looking, told, fields), (posts, seekers, halls) = sides, meeting
    every, error = len(FIELDS) * halls, terms[ERROR]

    def look(start: int, stop: int) -> Visits:
        return gone_looking(seekers, people.id, people.field, people.skill, error, looking, halls, (start, stop))

    def offer(start: int, stop: int) -> Visits:
        return advertised(posts, staffed.ids, told, staffed.kind, fields, halls, (start, stop))

    came, offered = in_blocks(look, len(looking)), in_blocks(offer, len(told))
    seekers_in, vacancies_in = side_by_side(lambda: seated(_all(came), every), lambda: seated(_all(offered), every))
    in_blocks(
        lambda a, b: met(seekers_in, vacancies_in, people.id, staffed.ids, employer, a, b), every, max(every // 2, 1)
    )


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


def _all(parts: list[Visits]) -> Visits:
    """The visits of all blocks, in their order."""
    none = Visits(np.empty(0, np.int32), np.empty(0, np.float32), np.empty(0, np.int32))
    return Visits(*(np.concatenate(columns) for columns in zip(none, *parts, strict=True)))


def _fields(people: People, staffed: Employers, terms: Terms) -> Doubles:
    """Fields wanted by kind of employer, cumulative; shape (kinds, fields)."""
    there = np.bincount(people.field, minlength=len(FIELDS)).astype(np.float64)
    there = there if there.any() else np.ones(len(FIELDS))
    tilts = {
        "firms": [terms[TECHNICAL_TILT] if field in TECHNICAL else 1.0 for field in FIELDS],
        "institutes": [terms[PUBLIC_TILT] if field in PUBLIC else 1.0 for field in FIELDS],
    }
    posts = np.bincount(staffed.kind, staffed.wanted, len(KINDS))
    share = there / there.sum()
    mixes = np.stack([share * np.array(tilts.get(kind, [1.0] * len(FIELDS))) for kind in KINDS])
    mixes /= mixes.sum(axis=1, keepdims=True)
    # what the others want more than the people there are, businesses want less
    plain = KINDS.index("businesses")
    rest = posts.sum() * share - np.delete(posts, plain) @ np.delete(mixes, plain, axis=0)
    mixes[plain] = np.maximum(rest, terms[LEAST_TILT] * posts[plain] * share) if posts[plain] > 0 else share
    return np.cumsum(mixes, axis=1) / mixes.sum(axis=1, keepdims=True)
