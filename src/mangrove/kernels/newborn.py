"""Newborn: what new businesses are born with, each drawn once, by its own id: day, sales, staff and owner."""

from typing import NamedTuple

import numpy as np

from mangrove.arrays import Bytes8, Floats, Longs
from mangrove.kernels.compiled import compiled
from mangrove.kernels.crowds import PART
from mangrove.kernels.elementary import CHUNK, TURN, cosines, exps, logs
from mangrove.kernels.philox import MASK, Four, four_words, twin_philox4x32

QUARTER = 0.25


class Birth(NamedTuple):
    """What the businesses of a year are born with.

    Attributes:
        first_day: First day of the year, counted from any one day.
        days: Days in it.
        sales: Median sales, CNY/yr.
        spread: Standard deviation of log sales.
        staff: Staff for each CNY/yr of sales; at least one works there.
        noise: Standard deviation of log staff at given sales.
        state: Share of the first kind of owner.
        foreign: Share of the second.
        owners: Codes of the first kind of owner, of the second and of all others.
    """

    first_day: int
    days: int
    sales: float
    spread: float
    staff: float
    noise: float
    state: float
    foreign: float
    owners: tuple[int, int, int]


class Traits(NamedTuple):
    """Day of registration, sales in CNY/yr, staff and owner, shape (n,) each."""

    day: Longs
    sales: Floats
    staff: Floats
    owner: Bytes8


@compiled
def born(words: Four, ids: Longs, birth: Birth, out: Traits, start: int, stop: int) -> None:
    """Draw the traits of some newborn.

    Args:
        words: The stream's words.
        ids: The newborn.
        birth: What those of the year are born with.
        out: Filled in.
        start: First row.
        stop: Row after the last.
    """
    room, spare = np.empty((4, CHUNK), np.int64), np.empty((4, CHUNK))
    known, size, first, second = spare[0], spare[1], spare[2], spare[3]
    for low in range(start, stop, CHUNK):
        here = min(CHUNK, stop - low)
        four_words(words, ids[low : low + here], room)
        for k in range(here):
            known[k] = (room[0, k] + 0.5) * PART
        logs(known[:here], size[:here])
        for k in range(here):
            known[k] = room[1, k] * PART
        cosines(known[:here], first[:here])
        for k in range(here):
            known[k] = known[k] - QUARTER if known[k] >= QUARTER else known[k] - QUARTER + 1
        cosines(known[:here], second[:here])
        for k in range(here):
            size[k] = np.sqrt(-2.0 * size[k])
            first[k], second[k] = birth.spread * size[k] * first[k], birth.noise * size[k] * second[k]
        exps(first[:here], known[:here])
        exps(second[:here], size[:here])
        for k in range(here):
            sold = birth.sales * known[k]
            out.sales[low + k], out.staff[low + k] = sold, max(sold * birth.staff * size[k], 1.0)
        for k in range(here):
            drawn = room[3, k] * PART
            owner = birth.owners[1] if drawn >= 1 - birth.foreign else birth.owners[2]
            out.owner[low + k] = birth.owners[0] if drawn < birth.state else owner
            out.day[low + k] = birth.first_day + ((room[2, k] * birth.days) >> 32)


def twin_born(words: Four, ids: Longs, birth: Birth, out: Traits, start: int, stop: int) -> None:
    """The same by NumPy."""
    part = slice(start, stop)
    keys = ids[part].view(np.uint64)
    ones = np.ones_like(keys)
    counter = np.stack([keys & MASK, keys >> np.uint64(32), ones * words[2], ones * words[3]])
    four = twin_philox4x32(counter, (int(words[0]), int(words[1]))).astype(np.int64)
    size, turn, drawn = np.sqrt(-2 * np.log((four[0] + 0.5) * PART)), TURN * PART * four[1], four[3] * PART
    sold = birth.sales * np.exp(birth.spread * size * np.cos(turn))
    out.sales[part] = sold
    out.staff[part] = np.maximum(sold * birth.staff * np.exp(birth.noise * size * np.sin(turn)), 1)
    owner = np.where(drawn >= 1 - birth.foreign, birth.owners[1], birth.owners[2])
    out.owner[part] = np.where(drawn < birth.state, birth.owners[0], owner)
    out.day[part] = birth.first_day + ((four[2] * birth.days) >> 32)
