"""Population: the professionals and institutes of a region's first day, drawn from its marginals.

There are as many professionals as posts, and as many without work as is usual. Shares of fields, levels and origins are
exact at any scale; ages, skills and districts are drawn as for newcomers who have since stayed some years. They are
hired as in any year.
"""

from typing import Final

import numpy as np

from mangrove.arrays import Doubles, Floats, Longs
from mangrove.draws import Draws
from mangrove.employers import employers, with_books
from mangrove.kernels.halls import Books
from mangrove.marginals import Marginals
from mangrove.processes.hire import hire
from mangrove.processes.move import PROFESSIONAL, RETIREMENT, USUAL_IDLE, newcomers, ways, whole_posts
from mangrove.programme import Terms
from mangrove.region import Region, birth_ids
from mangrove.registers.institutes import KINDS, Institutes
from mangrove.registers.people import FIELDS, LEVELS, ORIGINS, STATUSES, People
from mangrove.rulebook import TermsOnDay

_LISTS: Final = (ORIGINS, LEVELS, FIELDS)
_NAMES: Final = ("origin", "level", "field")


def drawn_institutes(given: Marginals, scale: float) -> Institutes:
    """The institutes, all of them at any scale, with posts in proportion to it; districts in turn."""
    counts = [round(given.institutes[kind][0].value) if kind in given.institutes else 0 for kind in KINDS]
    size = sum(counts)
    posts = [
        given.institutes[kind][1].value / max(round(given.institutes[kind][0].value), 1) for kind in given.institutes
    ]
    each = np.repeat(posts, [c for c in counts if c])
    return Institutes(
        id=np.arange(1, size + 1, dtype=np.int64),
        founded_on=np.full(size, "NaT", "datetime64[D]"),
        kind=np.repeat(np.arange(len(KINDS), dtype=np.int8), counts),
        district=(np.arange(size) % max(len(given.districts), 1)).astype(np.int8),
        posts=(each * scale).astype(np.float32),
        professionals=np.zeros(size, np.int32),
        wages=np.zeros(size),
    )


def peopled(region: Region, given: Marginals, terms: TermsOnDay, draws: Draws) -> Region:
    """The region with its professionals drawn and at work."""
    own, year = terms.of("move"), draws.year
    staffed = employers(region, own[PROFESSIONAL])
    target = whole_posts(staffed, draws)
    size = round(int(target.sum(dtype=np.int64)) / (1 - own[USUAL_IDLE]))
    cell = _cells(given, size)
    ids = birth_ids(year, cell, _ordinals(cell))
    origin, rest = np.divmod(cell, len(LEVELS) * len(FIELDS))
    level, field = np.divmod(rest, len(FIELDS))
    settling = np.bincount(region.enterprises("district"), minlength=len(region.districts)).astype(np.float64)
    come = ways(own, settling)
    people = newcomers(ids, field, level, origin, come, np.ones(len(FIELDS)), draws.words("open/traits"), year)
    people = _aged(people, given, region.scale, come.practice, own, draws)
    rate = given.mean_wage.value / float(people.skill.mean(dtype=np.float64)) if size else 0.0
    people = people.but(wage=(rate * people.skill).astype(np.float32))
    books = Books(np.zeros(len(target), np.int32), np.zeros(len(target)), np.zeros(len(region.firms)))
    rates = np.full(len(FIELDS), rate)
    staff = hire(people, staffed, books, target, rates, region.scale, terms.of("hire"), draws)
    return with_books(region.but(people=staff.people), staff.books)


def _cells(given: Marginals, size: int) -> Longs:
    """Cell of origin, level and field of each person, in whole people: the cumulative shares rounded."""
    shares = [
        np.array([given.people[name].get(one, 0.0) for one in ones]) for name, ones in zip(_NAMES, _LISTS, strict=True)
    ]
    joint = shares[0][:, None, None] * shares[1][None, :, None] * shares[2]
    ends = np.round(np.cumsum(joint.ravel()) / joint.sum() * size).astype(np.int64)
    return np.repeat(np.arange(joint.size), np.diff(ends, prepend=0))


def _ordinals(cell: Longs) -> Longs:
    """Ordinal of each person in its cell; cells stand together."""
    counts = np.bincount(cell)
    return np.arange(len(cell)) - np.repeat(np.cumsum(counts) - counts, counts)


def _aged(people: People, given: Marginals, scale: float, practice: Doubles, own: Terms, draws: Draws) -> People:
    """People who came some years ago, and have learned since."""
    age = draws.year - people.birth_year.astype(np.int64)
    stayed = np.floor(given.settled.value * draws.exponential("open/stayed", people.id)).astype(np.int64)
    stayed = np.minimum(stayed, np.maximum(int(own[RETIREMENT]) - 1 - age, 0))
    skill: Floats = (people.skill * practice[age + stayed] / practice[age]).astype(np.float32)
    known = people.level >= LEVELS.index("doctor")
    chance = given.recognised.value * scale / max(int(known.sum()), 1)
    lucky = known & (draws.uniform("open/recognised", people.id) < chance)
    abroad = people.origin >= ORIGINS.index("returnee")
    status = np.where(abroad, STATUSES.index("overseas"), STATUSES.index("reserve"))
    return people.but(
        birth_year=(people.birth_year - stayed).astype(np.int16),
        arrived=(draws.year - stayed).astype(np.int16),
        skill=skill,
        status=np.where(lucky, status, 0).astype(np.int8),
    )
