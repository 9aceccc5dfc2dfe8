"""Crowds: a year in the life of every professional: who leaves, who seeks work, and what the others become.

One draw a person decides: its four words are compared with the chances of leaving the region, of losing or leaving
the job, of a higher degree, and of founding a firm. People are then carried over into new columns, the newcomers
behind them.
"""

from typing import Any, Final, NamedTuple

import numpy as np

from mangrove.arrays import Bytes8, Doubles, Floats, Ints, Longs, Shorts
from mangrove.kernels.compiled import compiled
from mangrove.kernels.philox import MASK, Four, twin_philox4x32, words_at

GONE: Final = 0
STAYS: Final = 1
SEEKS: Final = 2
LEARNS: Final = 4
FOUNDS: Final = 8
PART: Final = 2.0**-32
"""Distance between neighbouring draws of one word."""


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
    """Chances of a year.

    Attributes:
        leave: Of leaving the region by age, shape (2, ages): with work, and without.
        push: Factor on it by field.
        quit: Of giving up one's job.
        learn: Of reaching the next level, by level.
        found: Of being ready to found a firm, by age.
        drive: Factor on it by field.
    """

    leave: Doubles
    push: Doubles
    quit: float
    learn: Doubles
    found: Doubles
    drive: Doubles


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


@compiled
def stood(crowd: Crowd, fields: int, start: int, stop: int) -> Doubles:
    """People, people without work, and wages and skills of those with work, by field; shape (4, fields)."""
    sums = np.zeros((4, fields))
    for i in range(start, stop):
        field = crowd.field[i]
        sums[0, field] += 1.0
        if crowd.employer[i] < 0:
            sums[1, field] += 1.0
        else:
            sums[2, field] += crowd.wage[i]
            sums[3, field] += crowd.skill[i]
    return sums


def twin_stood(crowd: Crowd, fields: int, start: int, stop: int) -> Doubles:
    """The same by NumPy."""
    part = slice(start, stop)
    field, works = crowd.field[part], crowd.employer[part] >= 0
    columns = (np.ones(stop - start), ~works, works * crowd.wage[part], works * crowd.skill[part])
    return np.stack([np.bincount(field, column.astype(np.float64), fields).astype(np.float64) for column in columns])


@compiled
def decided(
    words: Four, crowd: Crowd, year: int, chances: Chances, shed: Floats, spur: Floats, fate: Bytes8,
    start: int, stop: int,
) -> tuple[int, int]:  # fmt: skip
    """Decide the year of some people.

    Args:
        words: The stream's words, from `Draws.words`.
        crowd: Everybody.
        year: The year.
        chances: Of the year.
        shed: Part of its people that each employer lays off.
        spur: Factor on founding by employer, of those that do R&D, which stand first in the chain.
        fate: Filled in: the sum of what happens to each.
        start: First row.
        stop: Row after the last.

    Returns:
        How many stay, and how many of them may found.
    """
    stays, founds = 0, 0
    oldest = chances.leave.shape[1] - 1
    for i in range(start, stop):
        four = words_at(words[0], words[1], words[2], words[3], np.uint64(crowd.id[i]))
        age = min(max(year - crowd.birth_year[i], 0), oldest)
        employer, field, level = crowd.employer[i], crowd.field[i], crowd.level[i]
        idle = 1 if employer < 0 else 0
        if np.int64(four[0]) * PART < chances.leave[idle, age] * chances.push[field]:
            fate[i] = GONE
            continue
        told = STAYS
        if idle == 0 and np.int64(four[1]) * PART < chances.quit + shed[employer]:
            idle = 1
        if idle:
            told += SEEKS
        if np.int64(four[2]) * PART < chances.learn[level]:
            told += LEARNS
        found = chances.found[age] * chances.drive[field]
        if 0 <= employer < spur.size:
            found *= spur[employer]
        if np.int64(four[3]) * PART < found:
            told += FOUNDS
            founds += 1
        fate[i] = told
        stays += 1
    return stays, founds


def twin_decided(
    words: Four, crowd: Crowd, year: int, chances: Chances, shed: Floats, spur: Floats, fate: Bytes8,
    start: int, stop: int,
) -> tuple[int, int]:  # fmt: skip
    """The same by NumPy."""
    part = taken_from(crowd, slice(start, stop))
    ids = part.id.view(np.uint64)
    ones = np.ones_like(ids)
    counter = np.stack([ids & MASK, ids >> np.uint64(32), ones * words[2], ones * words[3]])
    four = twin_philox4x32(counter, (int(words[0]), int(words[1]))) * PART
    age = np.clip(year - part.birth_year, 0, chances.leave.shape[1] - 1)
    idle = part.employer < 0
    stays = four[0] >= chances.leave[idle.astype(np.int64), age] * chances.push[part.field]
    lost = ~idle & (four[1] < chances.quit + np.append(shed, 0)[part.employer])
    does_rnd = ~idle & (part.employer < spur.size)
    urge = np.where(does_rnd, np.append(spur, 1)[np.where(does_rnd, part.employer, -1)], 1)
    founds = four[3] < chances.found[age] * chances.drive[part.field] * urge
    told = STAYS + SEEKS * (idle | lost) + LEARNS * (four[2] < chances.learn[part.level]) + FOUNDS * founds
    fate[start:stop] = np.where(stays, told, GONE)
    return int(stays.sum()), int((stays & founds).sum())


@compiled
def carried(
    crowd: Crowd, fate: Bytes8, year: int, gains: Gains, out: Crowd, founders: Ints,
    span: tuple[int, int], at: tuple[int, int],
) -> None:  # fmt: skip
    """Carry some people over into the new columns, in their order.

    Args:
        crowd: Everybody at the start of the year.
        fate: What happens to each.
        year: The year.
        gains: What it adds.
        out: The new columns.
        founders: Filled in: new rows of those who may found.
        span: First row, and the one after the last.
        at: Where the first of them goes in `out`, and in `founders`.
    """
    row, found = at
    oldest = gains.practice.size - 1
    for i in range(span[0], span[1]):
        told = fate[i]
        if told == GONE:
            continue
        level, field = crowd.level[i], crowd.field[i]
        better = gains.practice[min(max(year - crowd.birth_year[i], 0), oldest)]
        if told & LEARNS:
            better *= gains.degree[level]
            level += 1
        out.id[row], out.field[row], out.level[row] = crowd.id[i], field, level
        out.birth_year[row], out.origin[row], out.arrived[row] = crowd.birth_year[i], crowd.origin[i], crowd.arrived[i]
        out.district[row], out.status[row] = crowd.district[i], crowd.status[i]
        out.employer[row] = -1 if told & SEEKS else crowd.employer[i]
        out.skill[row] = crowd.skill[i] * better
        out.wage[row] = crowd.wage[i] * better * gains.market[field]
        if told & FOUNDS:
            founders[found] = row
            found += 1
        row += 1


def twin_carried(
    crowd: Crowd, fate: Bytes8, year: int, gains: Gains, out: Crowd, founders: Ints,
    span: tuple[int, int], at: tuple[int, int],
) -> None:  # fmt: skip
    """The same by NumPy."""
    here = np.flatnonzero(fate[span[0] : span[1]] != GONE) + span[0]
    told, old = fate[here], taken_from(crowd, here)
    rows = np.arange(at[0], at[0] + len(here))
    learns, seeks = ((told & bit) > 0 for bit in (LEARNS, SEEKS))
    better = gains.practice[np.clip(year - old.birth_year, 0, gains.practice.size - 1)]
    better = better * np.where(learns, gains.degree[old.level], 1)
    changed: dict[str, Any] = {
        "level": old.level + learns,
        "employer": np.where(seeks, -1, old.employer),
        "skill": old.skill * better,
        "wage": old.wage * better * gains.market[old.field],
    }
    for name, column in zip(Crowd._fields, out, strict=True):
        column[rows] = changed.get(name, getattr(old, name))
    ready = rows[(told & FOUNDS) > 0]
    founders[at[1] : at[1] + len(ready)] = ready


@compiled
def employed(
    moved: Ints, employer: Ints, wage: Floats, skill: Floats, sizes: tuple[int, int], start: int, stop: int
) -> tuple[Ints, Doubles, Doubles]:
    """Follow employers to their new places and sum up whom each has.

    Args:
        moved: New place of each employer; -1 of one that is gone.
        employer: Old place of each person's; becomes the new one.
        wage: Of each person.
        skill: Of each person.
        sizes: How many employers there are now, and how many of them, the first, want skills summed.
        start: First row.
        stop: Row after the last.

    Returns:
        Heads and wages by employer, and skills of the first.
    """
    heads, wages, skills = np.zeros(sizes[0], np.int32), np.zeros(sizes[0]), np.zeros(sizes[1])
    for i in range(start, stop):
        if employer[i] < 0:
            continue
        place = moved[employer[i]]
        employer[i] = place
        if place >= 0:
            heads[place] += 1
            wages[place] += wage[i]
            if place < sizes[1]:
                skills[place] += skill[i]
    return heads, wages, skills


def twin_employed(
    moved: Ints, employer: Ints, wage: Floats, skill: Floats, sizes: tuple[int, int], start: int, stop: int
) -> tuple[Ints, Doubles, Doubles]:
    """The same by NumPy."""
    part = slice(start, stop)
    employer[part] = np.append(moved, np.int32(-1))[employer[part]]
    works = np.flatnonzero(employer[part] >= 0) + start
    place = employer[works]
    first = place < sizes[1]
    heads = np.bincount(place, minlength=sizes[0]).astype(np.int32)
    wages: Any = np.bincount(place, wage[works].astype(np.float64), sizes[0])
    skills: Any = np.bincount(place[first], skill[works][first].astype(np.float64), sizes[1])
    return heads, wages, skills
