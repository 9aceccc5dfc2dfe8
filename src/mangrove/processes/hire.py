"""Hire: vacancies meet people.

Every post that nobody holds is advertised in one field; everyone without work looks for one in theirs. They meet in
halls, and what is left meets once more in fewer ones: the shorter side is nearly used up, and some of both are left.
Employers take the most able, as far as they can tell. Wages are the year's rate for a unit of skill in the field.

The fields wanted are those of the people there, technical ones more by technology firms, and health and education
more by institutes.
"""

from typing import Final

import numpy as np

from mangrove.arrays import Doubles, Ints
from mangrove.dated import assumption, constant
from mangrove.draws import Draws
from mangrove.employers import KINDS, Employers
from mangrove.kernels.blocks import in_blocks, side_by_side
from mangrove.kernels.halls import Visits, advertised, gone_looking, met, paid, seated, taken
from mangrove.programme import Terms
from mangrove.registers.people import FIELDS, People

# fmt: off
HALLS = constant(
    "count", "Halls of each field in a year's first round, at the scale of the whole region.", 16384.0,
    assumption("some eight seekers to a hall leave a few per cent of the shorter side over after two rounds, which "
               "with the flows gives an unemployment of two to three per cent", "vacancies and seekers by field and year"),
    low=1, high=1_000_000,
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
# fmt: on

TECHNICAL: Final = ("computing", "engineering", "science")
PUBLIC: Final = ("health_education", "science")


def hire(
    people: People,
    staffed: Employers,
    seekers: Ints,
    free: Ints,
    rates: Doubles,
    scale: float,
    terms: Terms,
    draws: Draws,
) -> People:
    """People once vacancies are filled.

    Args:
        people: The register, those without work among them.
        staffed: The chain of employers.
        seekers: Rows of those without work.
        free: Posts of each employer that nobody holds; below one, none.
        rates: Wage of a unit of skill by field, CNY/yr.
        scale: Part of the region that the registers hold.
        terms: This process's values.
        draws: The year's draws.
    """
    employer, wage, looking = people.employer.copy(), people.wage.copy(), seekers
    open_posts, fields = np.maximum(free, 0), _fields(people, terms)
    firsts = max(round(terms[HALLS] * scale), 1)
    first_words = draws.words("hire/first_posts"), draws.words("hire/first_people")
    later_words = draws.words("hire/second_posts"), draws.words("hire/second_people")
    for words, halls in (
        (first_words, firsts),
        (later_words, max(round(terms[LATER_HALLS] * firsts), 1)),
    ):
        came = in_blocks(
            lambda a, b, w=words[1], h=halls, rows=looking: gone_looking(
                w, people.id, people.field, people.skill, terms[ERROR], rows, h, (a, b)
            ),
            len(looking),
        )
        offered = in_blocks(
            lambda a, b, w=words[0], h=halls: advertised(w, staffed.ids, open_posts, staffed.kind, fields, h, (a, b)),
            len(open_posts),
        )
        every = len(FIELDS) * halls
        seats = side_by_side(lambda c=came, n=every: seated(_all(c), n), lambda o=offered, n=every: seated(_all(o), n))
        in_blocks(
            lambda a, b, s=seats: met(s[0], s[1], people.id, staffed.ids, employer, a, b), every, max(every // 16, 1)
        )
        looking = taken(looking, employer, open_posts)
    paid(employer, people.field, people.skill, seekers, rates, wage)
    return people.but(employer=employer, wage=wage)


def _all(parts: list[Visits]) -> Visits:
    """The visits of all blocks, in their order."""
    none = Visits(np.empty(0, np.int32), np.empty(0, np.float32), np.empty(0, np.int32))
    return Visits(*(np.concatenate(columns) for columns in zip(none, *parts, strict=True)))


def _fields(people: People, terms: Terms) -> Doubles:
    """Fields wanted by kind of employer, cumulative; shape (kinds, fields)."""
    there = np.bincount(people.field, minlength=len(FIELDS)).astype(np.float64)
    there = there if there.any() else np.ones(len(FIELDS))
    tilts = {
        "firms": [terms[TECHNICAL_TILT] if field in TECHNICAL else 1.0 for field in FIELDS],
        "institutes": [terms[PUBLIC_TILT] if field in PUBLIC else 1.0 for field in FIELDS],
    }
    # what technology firms and institutes want more, businesses want less: the city's people are the sum of all
    mixes = np.stack([there * np.array(tilts.get(kind, [1.0] * len(FIELDS))) for kind in KINDS])
    return np.cumsum(mixes, axis=1) / mixes.sum(axis=1, keepdims=True)
