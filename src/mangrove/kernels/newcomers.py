"""Newcomers: the traits with which people arrive, each drawn by the person's own id."""

from typing import NamedTuple

import numpy as np

from mangrove.arrays import Bytes8, Doubles, Floats, Longs, Shorts
from mangrove.kernels.compiled import compiled
from mangrove.kernels.crowds import PART
from mangrove.kernels.elementary import CHUNK, TURN, cosines, exps, logs
from mangrove.kernels.philox import MASK, Four, four_words, twin_philox4x32


class Ways(NamedTuple):
    """How people arrive.

    Attributes:
        youngest: Age at which a level is reached, by level.
        wait: Mean years from there to arrival, by origin.
        oldest: Age beyond which nobody arrives.
        skill: Mean skill at that age, by level.
        spread: Standard deviation of log skill.
        practice: Factor of skill from the age of a level to a given age, by age, cumulative.
        districts: Where people settle, cumulative to one.
    """

    youngest: Doubles
    wait: Doubles
    oldest: int
    skill: Doubles
    spread: float
    practice: Doubles
    districts: Doubles


@compiled
def drawn_traits(
    words: Four, ids: Longs, level: Bytes8, origin: Bytes8, year: int, ways: Ways,
    born: Shorts, skill: Floats, district: Bytes8, start: int, stop: int,
) -> None:  # fmt: skip
    """Year of birth, skill and district of some newcomers.

    Args:
        words: The stream's words.
        ids: Newcomers.
        level: Of each.
        origin: Of each.
        year: Year of arrival.
        ways: How people arrive.
        born: Filled in: year of birth.
        skill: Filled in.
        district: Filled in.
        start: First row.
        stop: Row after the last.
    """
    room, spare, known = np.empty((4, CHUNK), np.int64), np.empty((3, CHUNK)), np.empty(CHUNK)
    wait, size, turn = spare[0], spare[1], spare[2]
    for first in range(start, stop, CHUNK):
        here = min(CHUNK, stop - first)
        four_words(words, ids[first : first + here], room)
        for k in range(here):
            known[k] = (room[0, k] + 0.5) * PART
        logs(known[:here], wait[:here])
        for k in range(here):
            known[k] = (room[1, k] + 0.5) * PART
        logs(known[:here], size[:here])
        for k in range(here):
            known[k] = room[2, k] * PART
        cosines(known[:here], turn[:here])
        for k in range(here):
            known[k] = ways.spread * np.sqrt(-2.0 * size[k]) * turn[k] - ways.spread**2 / 2
        exps(known[:here], turn[:here])
        for k in range(here):
            i = first + k
            youngest = ways.youngest[level[i]]
            age = int(min(youngest + np.floor(-wait[k] * ways.wait[origin[i]]), ways.oldest))
            born[i] = year - age
            skill[i] = ways.skill[level[i]] * ways.practice[age] / ways.practice[int(youngest)] * turn[k]
            where, place = room[3, k] * PART, 0
            for d in range(ways.districts.size - 1):
                place += 1 if where >= ways.districts[d] else 0
            district[i] = place


def twin_drawn_traits(
    words: Four, ids: Longs, level: Bytes8, origin: Bytes8, year: int, ways: Ways,
    born: Shorts, skill: Floats, district: Bytes8, start: int, stop: int,
) -> None:  # fmt: skip
    """The same by NumPy."""
    part = slice(start, stop)
    keys, grade = ids[part].view(np.uint64), level[part]
    ones = np.ones_like(keys)
    counter = np.stack([keys & MASK, keys >> np.uint64(32), ones * words[2], ones * words[3]])
    four = twin_philox4x32(counter, (int(words[0]), int(words[1]))).astype(np.float64)
    wait = -np.log((four[0] + 0.5) * PART) * ways.wait[origin[part]]
    age = np.minimum(ways.youngest[grade] + np.floor(wait), ways.oldest).astype(np.int64)
    normal = np.sqrt(-2 * np.log((four[1] + 0.5) * PART)) * np.cos(TURN * four[2] * PART)
    known = ways.practice[age] / ways.practice[ways.youngest[grade].astype(np.int64)]
    born[part] = year - age
    skill[part] = ways.skill[grade] * known * np.exp(ways.spread * normal - ways.spread**2 / 2)
    drawn: Doubles = four[3] * PART
    place = np.searchsorted(ways.districts, drawn, side="right")
    district[part] = np.minimum(place, ways.districts.size - 1)
