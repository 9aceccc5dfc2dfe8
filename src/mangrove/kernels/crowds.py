"""Crowds: a year in the life of every professional: who leaves, who seeks work, and what the others become.

One draw a person decides: its four words are compared with the chances of leaving the region, of losing or leaving
the job, of a higher degree, and of founding a firm. People are then carried over into new columns, and the books of
their employers are added up on the way.

What an employer does with its people is one integer: where it stands at the year's end above, and the chance to lose
or leave the job there below.
"""

from typing import Any, Final, NamedTuple

import numpy as np

from mangrove.arrays import Bytes8, Doubles, Floats, Ints, Longs, Shorts
from mangrove.kernels.books import HEAD, enter_sums
from mangrove.kernels.compiled import compiled, inlined
from mangrove.kernels.elementary import CHUNK
from mangrove.kernels.philox import MASK, Four, four_words, twin_philox4x32

GONE: Final = 0
STAYS: Final = 1
LEARNS: Final = 2
FOUNDS: Final = 4
LANES: Final = 4
"""Sums kept side by side, so that one addition need not wait for the last."""
PART: Final = 2.0**-32
"""Distance between neighbouring draws of one word."""
WHOLE: Final = 1 << 32
"""Values that one word can take."""


class Crowd(NamedTuple):
    """The columns of the register of people, in its order."""

    id: Longs
    field: Bytes8
    level: Bytes8
    birth_year: Shorts
    origin: Bytes8
    arrived: Shorts
    district: Bytes8
    employer: Ints
    skill: Floats
    wage: Floats
    status: Bytes8


class Chances(NamedTuple):
    """Chances of a year; those of integers are counted in the 2^32 values of a word, see `counted`.

    Attributes:
        leave: Of leaving the region by age, shape (2, ages): with work, and without.
        learn: Of reaching the next level, by level.
        found: Of being ready to found a firm, by age and field.
    """

    leave: Longs
    learn: Longs
    found: Doubles


class Gains(NamedTuple):
    """What a year adds.

    Attributes:
        practice: Factor on skill and wage by age.
        market: Factor on wages by field.
        degree: Factor on skill and wage by the level left behind.
    """

    practice: Doubles
    market: Doubles
    degree: Doubles


def crowd_of(people: Any) -> Crowd:
    """The columns of a register of people."""
    columns: list[Any] = [getattr(people, name) for name in Crowd._fields]
    return Crowd(*columns)


def taken_from(crowd: Crowd, rows: Any) -> Crowd:
    """Some rows of a crowd."""
    columns: list[Any] = [column[rows] for column in crowd]
    return Crowd(*columns)


def room_for(size: int, crowd: Crowd) -> Crowd:
    """Columns of the same kinds for so many people, not yet filled in."""
    columns: list[Any] = [np.empty(size, column.dtype) for column in crowd]
    return Crowd(*columns)


def counted(chance: Any) -> Longs:
    """Chances as numbers of values of a word."""
    return np.rint(np.clip(chance, 0, 1) * WHOLE).astype(np.int64)


class Standing(NamedTuple):
    """People as they stand.

    Attributes:
        market: People, people without work, and wages and skills of those with work, by field; shape (4, fields).
        settled: People by district.
        came: Those who arrived of late, by origin and level, shape (origins, levels).
    """

    market: Doubles
    settled: Longs
    came: Longs


@compiled
def stood(crowd: Crowd, since: int, sizes: tuple[int, int, int, int], start: int, stop: int) -> Standing:
    """How some people stand; `sizes` are the numbers of fields, districts, origins and levels."""
    sums, settled = np.zeros((LANES, 4, sizes[0])), np.zeros((LANES, sizes[1]), np.int64)
    came = np.zeros(sizes[2:], np.int64)
    for i in range(start, stop):
        field, works, lane = crowd.field[i], crowd.employer[i] >= 0, i % LANES
        sums[lane, 0, field] += 1.0
        sums[lane, 1, field] += 0.0 if works else 1.0
        sums[lane, 2, field] += crowd.wage[i] if works else 0.0
        sums[lane, 3, field] += crowd.skill[i] if works else 0.0
        settled[lane, crowd.district[i]] += 1
        if crowd.arrived[i] >= since:
            came[crowd.origin[i], crowd.level[i]] += 1
    return Standing(sums.sum(axis=0), settled.sum(axis=0), came)


def twin_stood(crowd: Crowd, since: int, sizes: tuple[int, int, int, int], start: int, stop: int) -> Standing:
    """The same by NumPy."""
    part = taken_from(crowd, slice(start, stop))
    works = part.employer >= 0
    columns = (np.ones(stop - start), ~works, works * part.wage, works * part.skill)
    sums = [np.bincount(part.field, column.astype(np.float64), sizes[0]).astype(np.float64) for column in columns]
    came, new = np.zeros(sizes[2:], np.int64), part.arrived >= since
    np.add.at(came, (part.origin[new], part.level[new]), 1)
    return Standing(np.stack(sums), np.bincount(part.district, minlength=sizes[1]), came)


@compiled
def outlooks(moved: Ints, heads: Ints, posts: Ints, quits: float, out: Longs, start: int, stop: int) -> None:
    """What some employers do with their people: where they stand at the year's end, and the chance to be without work.

    Args:
        moved: New place of each employer of the year's start; -1 of one that is gone.
        heads: People of each employer of the year's end, at the year's start.
        posts: Posts of each.
        quits: Chance of giving up one's job.
        out: Filled in, -1 for an employer that is gone.
        start: First employer of the year's start.
        stop: The one after the last.
    """
    for i in range(start, stop):
        place = moved[i]
        if place < 0:
            out[i] = -1
            continue
        shed = max(heads[place] - posts[place], 0) / max(heads[place], 1)
        out[i] = (np.int64(place) << 32) | np.int64(min(quits + shed, 1.0) * (WHOLE - 1))


def twin_outlooks(moved: Ints, heads: Ints, posts: Ints, quits: float, out: Longs, start: int, stop: int) -> None:
    """The same by NumPy."""
    place = moved[start:stop].astype(np.int64)
    shed = np.maximum(heads[place] - posts[place], 0) / np.maximum(heads[place], 1)
    chance = (np.minimum(quits + shed, 1) * (WHOLE - 1)).astype(np.int64)
    out[start:stop] = np.where(place < 0, -1, (place << 32) | chance)


@compiled
def decided(
    words: Four, crowd: Crowd, year: int, chances: Chances, outlook: Longs, spur: Floats, fate: Bytes8, stands: Ints,
    start: int, stop: int,
) -> tuple[int, int, int]:  # fmt: skip
    """Decide the year of some people.

    Args:
        words: The stream's words, from `Draws.words`.
        crowd: Everybody.
        year: The year.
        chances: Of the year.
        outlook: What employers do, by their place at the year's start, from `outlooks`.
        spur: Factor on founding by employer, of those that do R&D, which stand first in the chain.
        fate: Filled in: the sum of what happens to each.
        stands: Filled in: place of the employer at the year's end, -1 of who is without.
        start: First row.
        stop: Row after the last.

    Returns:
        How many stay, how many of them may found, and how many seek work.
    """
    stays, founds, seeks = 0, 0, 0
    oldest, learners = chances.leave.shape[1] - 1, chances.learn.max()
    spurred = max(spur.max(), 1.0) if spur.size else 1.0
    founders = np.int64(chances.found.max() * spurred * WHOLE) + 1
    room, rare = np.empty((4, CHUNK), np.int64), np.empty(CHUNK, np.int64)
    stay, keep, learn, found = room[0], room[1], room[2], room[3]
    for first in range(start, stop, CHUNK):
        size, few = min(CHUNK, stop - first), 0
        four_words(words, crowd.id[first : first + size], room)
        for k in range(size):
            i = first + k
            employer = crowd.employer[i]
            word = outlook[max(employer, 0)] if employer >= 0 else np.int64(-1)
            lost = (keep[k] - (word & (WHOLE - 1))) >> 63  # all bits where the draw is below the chance
            stands[i] = (word >> 32) | lost
        for k in range(size):  # sums of conditions, for branches that nobody can foretell are slow
            i = first + k
            age = min(max(year - crowd.birth_year[i], 0), oldest)
            there = np.int64(stay[k] >= chances.leave[0 if crowd.employer[i] >= 0 else 1, age])
            fate[i] = there
            stays += there
            seeks += there & np.int64(stands[i] < 0)
        for k in range(size):
            rare[few] = k
            few += np.int64(fate[first + k]) & np.int64((learn[k] < learners) | (found[k] < founders))
        for j in range(few):
            k = rare[j]
            i = first + k
            employer = crowd.employer[i]
            if learn[k] < chances.learn[crowd.level[i]]:
                fate[i] += LEARNS
            age = min(max(year - crowd.birth_year[i], 0), oldest)
            urge = spur[employer] if 0 <= employer < spur.size else np.float32(1.0)
            if found[k] * PART < chances.found[age, crowd.field[i]] * urge:
                fate[i] += FOUNDS
                founds += 1
    return int(stays), founds, int(seeks)


def twin_decided(
    words: Four, crowd: Crowd, year: int, chances: Chances, outlook: Longs, spur: Floats, fate: Bytes8, stands: Ints,
    start: int, stop: int,
) -> tuple[int, int, int]:  # fmt: skip
    """The same by NumPy."""
    part = taken_from(crowd, slice(start, stop))
    ids = part.id.view(np.uint64)
    ones = np.ones_like(ids)
    counter = np.stack([ids & MASK, ids >> np.uint64(32), ones * words[2], ones * words[3]])
    four = twin_philox4x32(counter, (int(words[0]), int(words[1]))).astype(np.int64)
    age = np.clip(year - part.birth_year, 0, chances.leave.shape[1] - 1)
    alone, word = part.employer < 0, np.append(outlook, -1)[part.employer]
    place = np.where(alone | (four[1] < word & (WHOLE - 1)), -1, word >> 32)
    stays = four[0] >= chances.leave[alone.astype(np.int64), age]
    does_rnd = ~alone & (part.employer < spur.size)
    urge = np.where(does_rnd, np.append(spur, 1)[np.where(does_rnd, part.employer, -1)], 1)
    founds = four[3] * PART < chances.found[age, part.field] * urge
    what = STAYS + LEARNS * (four[2] < chances.learn[part.level]) + FOUNDS * founds
    fate[start:stop] = np.where(stays, what, GONE)
    stands[start:stop] = place
    return int(stays.sum()), int((stays & founds).sum()), int((stays & (place < 0)).sum())


class Moved(NamedTuple):
    """What carrying over fills in beside the columns.

    Attributes:
        ready: New rows of those who may found a firm.
        seekers: New rows of those without work.
        sums: Heads and wages by employer, see `HEAD`.
        skills: Sum of skills by employer, of the first in the chain.
    """

    ready: Ints
    seekers: Ints
    sums: Longs
    skills: Doubles


@compiled
def carried(
    crowd: Crowd, fate: Bytes8, stands: Ints, year: int, gains: Gains, out: Crowd, moved: Moved,
    span: tuple[int, int], at: tuple[int, int, int],
) -> None:  # fmt: skip
    """Carry some people over into the new columns, in their order.

    Args:
        crowd: Everybody at the start of the year.
        fate: What happens to each.
        stands: Place of each one's employer at the year's end.
        year: The year.
        gains: What it adds.
        out: The new columns.
        moved: Lists filled in, and sums added to.
        span: First row, and the one after the last.
        at: Where the first of them goes in `out`, in `moved.ready` and in `moved.seekers`.
    """
    row, ready, seeker = at
    kept, better = np.empty(CHUNK, np.int64), np.empty(CHUNK)
    oldest = gains.practice.size - 1
    for first in range(span[0], span[1], CHUNK):
        size = 0
        for i in range(first, min(first + CHUNK, span[1])):
            kept[size] = i
            size += 1 if fate[i] != GONE else 0
        for k in range(size):
            i = kept[k]
            better[k] = gains.practice[min(max(year - crowd.birth_year[i], 0), oldest)]
            out.level[row + k], out.status[row + k] = crowd.level[i], crowd.status[i]
        for k in range(size):
            told = fate[kept[k]]
            if told != STAYS:
                ready = changed(crowd, kept[k], told, gains, out, row + k, moved, ready, better, k)
        copied(crowd, kept[:size], out, row)
        seeker = booked(crowd, kept[:size], stands, better, gains, out, row, moved, seeker)
        row += size


@inlined
def changed(
    crowd: Crowd, old: Any, told: Any, gains: Gains, out: Crowd, row: int, moved: Moved, ready: int,
    better: Doubles, k: int,
) -> int:  # fmt: skip
    """Enter what is seldom: a higher level, and who may found; returns where the next of those goes."""
    if told & LEARNS:
        better[k] *= gains.degree[crowd.level[old]]
        out.level[row] += 1
    if told & FOUNDS:
        moved.ready[ready] = row
        return ready + 1
    return ready


@compiled
def copied(crowd: Crowd, kept: Longs, out: Crowd, row: int) -> None:
    """Copy the columns that never change."""
    for k in range(kept.size):
        out.id[row + k] = crowd.id[kept[k]]
    for k in range(kept.size):
        out.birth_year[row + k], out.arrived[row + k] = crowd.birth_year[kept[k]], crowd.arrived[kept[k]]
    for k in range(kept.size):
        out.field[row + k], out.origin[row + k] = crowd.field[kept[k]], crowd.origin[kept[k]]
        out.district[row + k] = crowd.district[kept[k]]


@compiled
def booked(
    crowd: Crowd, kept: Longs, stands: Ints, better: Doubles, gains: Gains, out: Crowd, row: int, moved: Moved,
    seeker: int,
) -> int:  # fmt: skip
    """Enter skills, wages and employers, and the sums of these; returns where the next seeker goes."""
    for k in range(kept.size):
        i = kept[k]
        out.skill[row + k] = crowd.skill[i] * better[k]
        out.wage[row + k] = np.rint(crowd.wage[i] * better[k] * gains.market[crowd.field[i]])
        out.employer[row + k] = stands[i]
    size, idle, rnd = 0, 0, 0
    works, without, firms = np.empty(CHUNK, np.int64), np.empty(CHUNK, np.int32), np.empty(CHUNK, np.int64)
    for at in range(row, row + kept.size):  # a list of each kind first: branches that nobody can foretell are slow
        place = out.employer[at]
        works[size], without[idle], firms[rnd] = at, at, at
        size += 1 if place >= 0 else 0
        idle += 1 if place < 0 else 0
        rnd += 1 if 0 <= place < moved.skills.size else 0
    for k in range(size):
        moved.sums[out.employer[works[k]]] += HEAD + np.int64(out.wage[works[k]])
    for k in range(rnd):
        moved.skills[out.employer[firms[k]]] += out.skill[firms[k]]
    moved.seekers[seeker : seeker + idle] = without[:idle]
    return seeker + idle


def twin_carried(
    crowd: Crowd, fate: Bytes8, stands: Ints, year: int, gains: Gains, out: Crowd, moved: Moved,
    span: tuple[int, int], at: tuple[int, int, int],
) -> None:  # fmt: skip
    """The same by NumPy."""
    here = np.flatnonzero(fate[span[0] : span[1]] != GONE) + span[0]
    told, old, place = fate[here], taken_from(crowd, here), stands[here]
    rows = np.arange(at[0], at[0] + len(here))
    learns, founds = ((told & bit) > 0 for bit in (LEARNS, FOUNDS))
    better = gains.practice[np.clip(year - old.birth_year, 0, gains.practice.size - 1)]
    better = better * np.where(learns, gains.degree[old.level], 1)
    changed: dict[str, Any] = {
        "level": old.level + learns,
        "employer": place,
        "skill": old.skill * better,
        "wage": np.rint(old.wage * better * gains.market[old.field]),
    }
    for name, column in zip(Crowd._fields, out, strict=True):
        column[rows] = changed.get(name, getattr(old, name))
    for listed, which, first in ((moved.ready, founds, at[1]), (moved.seekers, place < 0, at[2])):
        listed[first : first + int(which.sum())] = rows[which]
    enter_sums(out, rows, moved.sums, moved.skills)
