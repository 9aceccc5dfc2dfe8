"""Portfolios of product lines, followed exactly through one year, or from a firm's entry to a day.

The rules of a line's life are those of `lineages`; here every firm has intensities and exit qualities of its own,
and every line is kept. Clocks are exponential and so forget the past: a year of its own for each firm, year after
year, is the same process as a whole life at once.
"""

import math
from typing import NamedTuple

import numpy as np

from mangrove.arrays import Bytes8, Doubles, Floats, Ints, Words
from mangrove.kernels.blocks import in_blocks
from mangrove.kernels.compiled import compiled
from mangrove.kernels.lineages import (
    Clocks,
    Streams,
    World,
    entrant,
    invented_at,
    landed,
    line_end,
    mixed_at,
    pair_at,
)

RANKS: np.uint64 = np.uint64(32)
"""Bits that a line's children are numbered with, below the year."""
FIRMS = 2**12
"""Firms of a block."""
ATTEMPTS = 10_000
"""Lives begun for one firm of a given age before it is taken as it enters."""


class Lot(NamedTuple):
    """Lines: keys, when they were landed on, and logarithms of qualities; room for more behind the last."""

    keys: Words
    births: Doubles
    qualities: Doubles


class Held(NamedTuple):
    """Lines held on a day, firm after firm.

    Attributes:
        counts: Lines of each firm, shape (n,).
        high: Whether each firm is of high type.
        keys: Keys of the lines, in the order of firms, shape (m,).
        qualities: Their qualities relative to the mean.
    """

    counts: Ints
    high: Bytes8
    keys: Words
    qualities: Floats


@compiled
def lot_for(size: int) -> Lot:
    """Room for some lines."""
    return Lot(np.empty(size, np.uint64), np.empty(size), np.empty(size))


@compiled
def with_room(lot: Lot, size: int) -> Lot:
    """The lot with room for at least so many lines, twice as much as it had where that is too little."""
    if size <= lot.keys.size:
        return lot
    wider = lot_for(2 * size)
    wider.keys[: lot.keys.size] = lot.keys
    wider.births[: lot.keys.size] = lot.births
    wider.qualities[: lot.keys.size] = lot.qualities
    return wider


@compiled
def follow(
    world: World, share: Doubles, gap: float, words: Streams, salt: np.uint64, clocks: Clocks, until: float,
    waiting: Lot, size: int, found: Lot, used: int,
) -> tuple[Lot, Lot, int]:  # fmt: skip
    """Follow a firm's waiting lines and all they bring forth; those it holds at the end are added to the found.

    Returns:
        Both lots, which may have grown, and how many lines are found.
    """
    while size > 0:
        size -= 1
        key, birth, quality = waiting.keys[size], waiting.births[size], waiting.qualities[size]
        end = line_end(world, clocks, birth, quality, pair_at(words[2], key)[0])
        if birth <= until < end:
            if used == found.keys.size:
                found = with_room(found, used + 1)
            found.keys[used] = key
            found.qualities[used] = quality - world.drift * (until - birth)
            used += 1
        effort, rank, stop = 0.0, 0, min(end, until)
        while True:
            child = mixed_at(key, salt + np.uint64(rank))
            wait, where = pair_at(words[1], child)
            effort -= math.log(wait)
            time = invented_at(world, clocks, birth, effort)
            if not time < stop:
                break
            landing = landed(world, share, gap, where)
            if landing > (world.high_exit if time < clocks.turns else world.low_exit):
                if size == waiting.keys.size:
                    waiting = with_room(waiting, size + 1)
                waiting.keys[size], waiting.births[size], waiting.qualities[size] = child, time, landing
                size += 1
            rank += 1
    return waiting, found, used


@compiled
def followed(
    world: World, paces: Doubles, share: Doubles, gap: float, words: Streams, year: np.uint64, ids: Words,
    high: Bytes8, counts: Ints, keys: Words, qualities: Floats,
) -> Held:  # fmt: skip
    """What firms hold a year later.

    Args:
        world: What all firms share; intensities and exits of its own are taken from the paces.
        paces: Intensity as a low and as a high type, and exit quality as either, of each firm, shape (n, 4).
        share: Lines up to each quality of an even grid from 0, as in `Spread`.
        gap: Distance between its points.
        words: The streams of firms' clocks, of births and of losses, of this year.
        year: The year, which sets the keys of its new lines apart.
        ids: Keys of the firms, shape (n,).
        high: Whether each is of high type.
        counts: Lines of each.
        keys: Keys of the lines, in the order of firms.
        qualities: Their qualities relative to the mean.
    """
    left, stays = np.zeros(ids.size, np.int32), np.zeros(ids.size, np.int8)
    waiting, found = lot_for(64), lot_for(keys.size + keys.size // 2 + 64)
    at, used = 0, 0
    for i in range(ids.size):
        if counts[i] == 0:
            continue
        to_shock, to_turn = pair_at(words[0], ids[i])
        clocks = Clocks(-math.log(to_shock) / world.shock, -math.log(to_turn) / world.fade if high[i] else 0.0)
        waiting = with_room(waiting, counts[i])
        for j in range(counts[i]):
            waiting.keys[j], waiting.births[j] = keys[at + j], 0.0
            waiting.qualities[j] = math.log(qualities[at + j])
        at += counts[i]
        own = paced(world, paces[i])
        before = used
        waiting, found, used = follow(
            own, share, gap, words, year << RANKS, clocks, 1.0, waiting, counts[i], found, used
        )
        left[i] = used - before
        stays[i] = 1 if high[i] and clocks.turns > 1 else 0
    return Held(left, stays, found.keys[:used].copy(), np.exp(found.qualities[:used]).astype(np.float32))


def followed_in_blocks(
    world: World, paces: Doubles, share: Doubles, gap: float, words: Streams, year: np.uint64, ids: Words,
    high: Bytes8, counts: Ints, keys: Words, qualities: Floats,
) -> Held:  # fmt: skip
    """The same, bit for bit, a block of firms at a time."""
    ends = np.cumsum(counts, dtype=np.int64)

    def block(start: int, stop: int) -> Held:
        own, its = slice(start, stop), slice(ends[start] - counts[start], ends[stop - 1])
        return followed(
            world, paces[own], share, gap, words, year, ids[own], high[own], counts[own], keys[its], qualities[its]
        )  # fmt: skip

    held = in_blocks(block, ids.size, FIRMS) or [
        followed(world, paces, share, gap, words, year, ids, high, counts, keys, qualities)
    ]
    return held[0] if len(held) == 1 else Held(*map(np.concatenate, zip(*held, strict=True)))


@compiled
def paced(world: World, pace: Doubles) -> World:
    """The world with one firm's own intensities and exit qualities."""
    return World(
        pace[0], pace[1], world.lost, world.drift, math.log(pace[2]), math.log(pace[3]), world.fade, world.shock,
        world.high_share, world.step, world.power,
    )  # fmt: skip


@compiled
def grown_up(world: World, share: Doubles, gap: float, words: Streams, ids: Words, ages: Doubles, alive: bool) -> Held:
    """What firms hold some years after they entered, each with one line.

    Args:
        world: What they take as given.
        share: Lines up to each quality of an even grid from 0, as in `Spread`.
        gap: Distance between its points.
        words: The streams of firms' clocks, of births and of losses.
        ids: Keys of the firms, shape (n,).
        ages: Years since their entry.
        alive: Whether they are known to live still: lives are begun anew until one lasts. Otherwise one life each.
    """
    left, stays = np.zeros(ids.size, np.int32), np.zeros(ids.size, np.int8)
    waiting, found = lot_for(64), lot_for(8 * ids.size + 64)
    used, nothing = 0, np.uint64(0)
    for i in range(ids.size):
        before, attempt = used, np.uint64(0)
        while True:
            firm = mixed_at(ids[i], attempt)
            clocks, key, quality = entrant(world, share, gap, words, firm, 0.0)
            waiting.keys[0], waiting.births[0], waiting.qualities[0] = key, 0.0, quality
            age = ages[i] if attempt < ATTEMPTS else 0.0
            waiting, found, used = follow(world, share, gap, words, nothing, clocks, age, waiting, 1, found, used)
            if used > before or not alive:
                break
            attempt += np.uint64(1)
        left[i] = used - before
        stays[i] = 1 if used > before and clocks.turns > ages[i] else 0
    return Held(left, stays, found.keys[:used].copy(), np.exp(found.qualities[:used]).astype(np.float32))


@compiled
def yields(counts: Ints, qualities: Floats, power: float) -> Doubles:
    """What each firm's lines sell together, in sales of a line of mean quality: the sum of (q / mean)^power."""
    sums = np.zeros(counts.size)
    at = 0
    for i in range(counts.size):
        for j in range(at, at + counts[i]):
            sums[i] += float(qualities[j]) ** power
        at += counts[i]
    return sums


def twin_yields(counts: Ints, qualities: Floats, power: float) -> Doubles:
    """The same by NumPy."""
    owners = np.repeat(np.arange(counts.size), counts)
    sums: Doubles = np.bincount(owners, qualities.astype(np.float64) ** power, counts.size).astype(np.float64)
    return sums
