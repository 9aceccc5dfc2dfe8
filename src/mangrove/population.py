"""Population: the professionals and institutes of a region's first day, drawn from its marginals.

Enterprises' staff is scaled so that posts are those of the professionals given, with as many without work as is usual.
Shares of fields, levels and origins are exact at any scale; ages, stays, skills and districts are drawn. Vacancies are
filled as in any year.
"""

from itertools import accumulate, pairwise
from typing import Final

import numpy as np

from mangrove.arrays import Doubles, Longs
from mangrove.draws import Draws
from mangrove.employers import books_of, employers, whole_posts, with_books
from mangrove.errors import DataError
from mangrove.labour import Staff
from mangrove.marginals import YEAR_DAYS
from mangrove.named import Named
from mangrove.people_marginals import Mix, PeopleMarginals, Pieces, Shares
from mangrove.processes.arrive import SPREAD, ways
from mangrove.processes.hire import hire
from mangrove.processes.price import PROFESSIONAL, USUAL_IDLE, price
from mangrove.region import Region, birth_ids
from mangrove.registers.institutes import KINDS, Institutes
from mangrove.registers.people import FIELDS, LEVELS, NOBODY, ORIGINS, STATUSES, People
from mangrove.rulebook import TermsOnDay

HIGH: Final = LEVELS.index("doctor")
"""Level from which programmes recognise people."""


def drawn_institutes(given: PeopleMarginals, districts: tuple[str, ...], scale: float, draws: Draws) -> Institutes:
    """The institutes, all of them at any scale, with posts in proportion to it; those of a kind differ in size.

    Those with a name are the first of their kind, each founded and placed as its sources say; all others are made up,
    and one more name renames none of them. No source dates a size to the opening: all sizes are drawn, and those with
    a name are taken for the largest of their kind, in the order of their list.
    """
    kinds = [kind for kind in KINDS if kind in given.institutes]
    counts = [round(given.institutes[kind].number.value) for kind in kinds]
    named = _by_name(given, kinds, counts, draws.year)
    ids = np.arange(1, sum(counts) + 1, dtype=np.int64)
    size, place, normal = np.empty(len(ids)), np.empty(len(ids), np.int8), draws.normal("open/institute_size", ids)
    drawn, start = draws.uniform("open/institute_district", ids), 0
    for kind, count in zip(kinds, counts, strict=True):
        own, rows = given.institutes[kind], slice(start, start + count)
        by_name = sum(start <= where < start + count for where in named)
        weight = _largest_first(np.exp(own.spread.value * normal[rows]), by_name)
        size[rows] = own.professionals.value * weight / weight.sum()
        place[rows] = _placed(drawn[rows], own.districts, districts)
        start += count
    age = _quantile(draws.uniform("open/institute_age", ids), given.institute_ages)
    founded_on = np.datetime64(f"{draws.year}-12-31", "D") - np.maximum(age * YEAR_DAYS, 1).astype("timedelta64[D]")
    for where, row in named.items():
        ids[where], founded_on[where] = row.id, row.first_day
        if district := given.named.district_of(row):
            place[where] = districts.index(district)
    return Institutes(
        id=ids,
        founded_on=founded_on,
        kind=np.repeat([KINDS.index(kind) for kind in kinds], counts).astype(np.int8),
        district=place,
        posts=(size * scale).astype(np.float32),
        professionals=np.zeros(len(ids), np.int32),
        wages=np.zeros(len(ids)),
    )


def _largest_first(weight: Doubles, number: int) -> Doubles:
    """The weights with the largest of them in front, as many as asked, and the others after them as they were.

    >>> _largest_first(np.array([1.0, 2.0, 4.0, 3.0]), 2)
    array([4., 3., 1., 2.])
    """
    first = np.argsort(-weight, kind="stable")[:number]
    return np.concatenate([weight[first], np.delete(weight, first)])


def _by_name(given: PeopleMarginals, kinds: list[str], counts: list[int], year: int) -> dict[int, Named]:
    """The institutes with a name that stand at the end of a year, by their row among all.

    Raises:
        DataError: if there are more of a kind than the kind has.
    """
    found: dict[int, Named] = {}
    starts = accumulate(counts, initial=0)
    for kind, count, start in zip(kinds, counts, starts, strict=False):
        named = given.named.standing(kind, np.datetime64(f"{year}-12-31", "D"))
        if len(named) > count:
            msg = (
                f"{kind}: {len(named)} have a name and were founded by {year}, and the region has {count}. "
                "Mend their number in the region's sources/people.py, or the list in institutes/named.csv."
            )
            raise DataError(msg)
        found |= dict(enumerate(named, start))
    return found


def peopled(region: Region, given: PeopleMarginals, terms: TermsOnDay, draws: Draws) -> Region:
    """The region with its professionals drawn and at work."""
    own = terms.of("price")
    region = _staffed(region, given.total.value * region.scale * (1 - own[USUAL_IDLE]), own[PROFESSIONAL])
    posts = whole_posts(employers(region, own[PROFESSIONAL]), draws)
    size = round(int(posts.sum(dtype=np.int64)) / (1 - own[USUAL_IDLE]))
    people = _drawn(region, given, size, terms, draws)
    rate = given.mean_wage.value / float(people.skill.mean(dtype=np.float64)) if size else 0.0
    people = people.but(wage=np.rint(rate * people.skill).astype(np.float32))
    return at_work(region.but(people=people), rate, terms, draws)


def at_work(region: Region, rate: float, terms: TermsOnDay, draws: Draws) -> Region:
    """The region once who has no employer met the vacancies, at a wage for a unit of skill."""
    people = region.people.but(employer=region.people.employer.copy(), wage=np.rint(region.people.wage))
    own = terms.of("price")
    market = price(region, own, draws.year)._replace(rates=np.full(len(FIELDS), rate))
    staffed = employers(region, own[PROFESSIONAL])
    seekers = np.flatnonzero(people.employer == NOBODY).astype(np.int32)
    staff = Staff(people, books_of(people, staffed), seekers[:0], seekers)
    hire(staff, staffed, whole_posts(staffed, draws), market, terms.of("hire"), draws)
    return with_books(region.but(people=people), staff.books)


def _staffed(region: Region, wanted: float, professional: float) -> Region:
    """The region with staff such that its posts are those wanted; institutes keep theirs.

    Without it a few giant firms would decide how many professionals a small part of a city has.
    """
    nobody = employers(region, professional, 0.0).wanted.sum(dtype=np.float64)
    now = employers(region, professional).wanted.sum(dtype=np.float64)
    if now <= nobody:
        return region
    by, firms, others = np.float32(max(wanted - nobody, 0.0) / (now - nobody)), region.firms, region.businesses
    return region.but(
        firms=firms.but(
            staff=firms.staff * by,
            technical_staff=firms.technical_staff * by,
            rnd_staff=firms.rnd_staff * by,
            college_staff=firms.college_staff * by,
        ),
        businesses=others.but(staff=others.staff * by),
    )


def _drawn(region: Region, given: PeopleMarginals, size: int, terms: TermsOnDay, draws: Draws) -> People:
    """People with their traits, without wages or work."""
    own = terms.of("arrive")
    cell = _cells(given, size)
    ids = birth_ids(draws.year, cell, _ordinals(cell))
    field, rest = np.divmod(cell, len(LEVELS) * len(ORIGINS))
    level, origin = np.divmod(rest, len(ORIGINS))
    come = ways(own, np.ones(1))
    youngest = come.youngest[level].astype(np.int64)
    first, second = draws.pair("open/person_age", ids)
    age = np.maximum(_quantile(first, given.ages).astype(np.int64), youngest)
    stay = np.minimum(_quantile(second, given.stays).astype(np.int64), age - int(come.youngest[0]))
    normal = draws.normal("open/skill", ids)
    known = come.practice[age] / come.practice[youngest] * np.exp(own[SPREAD] * normal - own[SPREAD] ** 2 / 2)
    return People(
        id=ids,
        field=field.astype(np.int8),
        level=level.astype(np.int8),
        birth_year=(draws.year - age).astype(np.int16),
        origin=origin.astype(np.int8),
        arrived=(draws.year - stay).astype(np.int16),
        district=_placed(draws.uniform("open/person_district", ids), given.homes, region.districts),
        employer=np.full(size, NOBODY, np.int32),
        skill=(come.skill[level] * known).astype(np.float32),
        wage=np.zeros(size, np.float32),
        status=_statuses(given, ids, level, region.scale, draws),
    )


def _cells(given: PeopleMarginals, size: int) -> Longs:
    """Cell of field, level and origin of each person, in whole people: the cumulative shares rounded."""
    fields = np.array([given.fields.of.get(field, 0.0) for field in FIELDS])
    joint: Doubles = fields[:, None, None] * _rows(given.levels, FIELDS)[:, :, None] * _rows(given.origins, LEVELS)
    ends: Longs = np.rint(np.cumsum(joint) / float(joint.sum()) * size).astype(np.int64)
    return np.repeat(np.arange(joint.size), np.diff(ends, prepend=0))


def _rows(mix: Mix, names: tuple[str, ...]) -> Doubles:
    return np.array([mix.rows[name] for name in names])


def _ordinals(cell: Longs) -> Longs:
    """Ordinal of each person in its cell; cells stand together."""
    counts = np.bincount(cell)
    return np.arange(len(cell)) - np.repeat(np.cumsum(counts) - counts, counts)


def _statuses(given: PeopleMarginals, ids: Longs, level: Longs, scale: float, draws: Draws) -> np.ndarray:
    """Who is recognised by which programme: by lot among doctors and academicians, in the published numbers."""
    status = np.zeros(len(ids), np.int8)
    able = np.flatnonzero(level >= HIGH)
    able = able[np.argsort(draws.uniform("open/recognised", ids[able]))]
    ends = np.round(np.cumsum([0.0, *(given.recognised[s].value * scale for s in STATUSES[1:])])).astype(np.int64)
    for code, (start, stop) in enumerate(pairwise(ends), start=1):
        status[able[start:stop]] = code
    return status


def _placed(drawn: Doubles, shares: Shares, districts: tuple[str, ...]) -> np.ndarray:
    """District of each, by the shares."""
    ends = np.array(list(accumulate(shares.of.get(district, 0.0) for district in districts)))
    return np.minimum(np.searchsorted(ends, drawn, side="right"), len(districts) - 1).astype(np.int8)


def _quantile(drawn: Doubles, pieces: Pieces) -> Doubles:
    """The quantile of a distribution in pieces."""
    ends = np.cumsum([0.0, *(share for share, _ in pieces.pieces)])
    return np.interp(drawn, ends, [pieces.start, *(end for _, end in pieces.pieces)])
