"""Lives of innovating firms at given aggregates, followed exactly in continuous time.

A firm enters with one line. Every line it holds is lost to a rival after an exponential time, given up when its
quality has slid to the owner's exit quality, or ends with the firm when the exogenous shock strikes, and until
then brings forth new lines at the intensity of the firm's type. The lines of a firm are thus a branching process
whose branches need not be followed in the order of time: they share only the firm's two clocks, of the shock and
of turning low. A firm that has lost its last line is replaced in its place by an entrant at once.

Every line's draws belong to its key, made of its parent's key and its rank among siblings, so neither the order
of work nor the number of firms changes any of them.
"""

import math
from typing import NamedTuple, TypeAlias

import numpy as np

from mangrove.arrays import Bools, Doubles, Longs, Words
from mangrove.kernels.compiled import compiled, inlined
from mangrove.kernels.philox import HALF, MASK, Four, philox4x32, twin_philox4x32, unit, words_at
from mangrove.kernels.philox import twin_uniform_pairs as twin_pairs


class World(NamedTuple):
    """What firms take as given.

    Attributes:
        low: Inventions a year on each line of a low-type firm.
        high: The same of a high-type firm.
        lost: Rate at which rivals take a line, tau.
        drift: Rate at which qualities slide, g.
        low_exit: Logarithm of the low type's exit quality, relative to the mean.
        high_exit: The same for the high type.
        fade: Rate at which high types turn low.
        shock: Rate at which the shock strikes a firm.
        high_share: Share of entrants of high type.
        step: Quality gained by an invention.
        power: Exponent of quality in sales, epsilon - 1.
    """

    low: float
    high: float
    lost: float
    drift: float
    low_exit: float
    high_exit: float
    fade: float
    shock: float
    high_share: float
    step: float
    power: float


Streams: TypeAlias = tuple[Four, Four, Four]
"""Words of the streams of firms' clocks, of births and of losses."""


class Clocks(NamedTuple):
    """Days of reckoning of a firm, in years: when the shock strikes, and when it turns low (or has)."""

    shock: float
    turns: float


@inlined
def mixed_at(first: np.uint64, second: np.uint64) -> np.uint64:
    """One key for two, in their order."""
    zero = np.uint64(0)
    high, low, _, _ = philox4x32(first & MASK, first >> HALF, second & MASK, second >> HALF, zero, zero)
    return np.uint64((high << HALF) | low)


@inlined
def pair_at(words: Four, actor: np.uint64) -> tuple[float, float]:
    """Two draws of one actor."""
    four = words_at(words[0], words[1], words[2], words[3], actor)
    return unit(four[0], four[1]), unit(four[2], four[3])


@inlined
def landed(world: World, share: Doubles, gap: float, drawn: float) -> float:
    """Logarithm of the quality on which an invention lands, relative to the mean."""
    right = min(max(np.searchsorted(share, drawn), 1), share.size - 1)
    width = max(share[right] - share[right - 1], 1e-300)
    return math.log(world.step + gap * (right - 1 + min((drawn - share[right - 1]) / width, 1.0)))


@inlined
def line_end(world: World, clocks: Clocks, birth: float, quality: float, drawn: float) -> float:
    """When a line ends that lands at a time on a quality; not after its birth if it never starts."""
    end = min(birth - math.log(drawn) / world.lost, clocks.shock)
    as_low = birth + (quality - world.low_exit) / world.drift
    if birth < clocks.turns:
        as_high = birth + (quality - world.high_exit) / world.drift
        return min(end, as_high) if as_high < clocks.turns else min(end, max(as_low, clocks.turns))
    return min(end, as_low)


@inlined
def invented_at(world: World, clocks: Clocks, birth: float, effort: float) -> float:
    """When a line's owner, inventing since its birth, has spent so many expected inventions on it."""
    while_high = world.high * max(clocks.turns - birth, 0.0)
    if effort < while_high:
        return birth + effort / world.high
    return max(birth, clocks.turns) + (effort - while_high) / world.low


@compiled
def lives(
    world: World, share: Doubles, gap: float, words: Streams, slots: Words, days: tuple[float, float]
) -> tuple[Doubles, Bools]:
    """Follow each place from an entrant at time 0 through its firms, and record who holds it on two days.

    Args:
        world: What firms take as given.
        share: Lines up to each quality of an even grid from 0, as in `Spread`.
        gap: Distance between its points.
        words: The streams of firms' clocks, of births and of losses.
        slots: Keys of the places, shape (n,).
        days: The two days of record, in years since the start.

    Returns:
        For both days and each place: lines, sum of (q / mean)^(epsilon - 1), age in years and 1 for a high type,
        shape (2, 4, n); and whether the first day's firm is still there on the second, shape (n,).
    """
    record = np.zeros((2, 4, slots.size))
    same = np.zeros(slots.size, np.bool_)
    for place in range(slots.size):
        entry, rank = 0.0, 0
        while entry < days[1]:
            firm = mixed_at(slots[place], np.uint64(rank))
            clocks, key, quality = entrant(world, share, gap, words, firm, entry)
            leaves = life(world, share, gap, words, clocks, key, entry, quality, days, record[:, :, place])
            for day in range(2):
                if entry <= days[day] < leaves:
                    record[day, 2, place] = days[day] - entry
                    record[day, 3, place] = 1.0 if days[day] < clocks.turns else 0.0
            same[place] = entry <= days[0] and leaves > days[1]
            entry = leaves
            rank += 1
    return record, same


@compiled
def life(
    world: World, share: Doubles, gap: float, words: Streams, clocks: Clocks, key: np.uint64, entry: float,
    quality: float, days: tuple[float, float], record: Doubles,
) -> float:  # fmt: skip
    """When a firm has lost its last line; its lines on the days of record are added to the record, shape (2, 4).

    Lines born after the second day are not followed.
    """
    keys, births, qualities = np.empty(64, np.uint64), np.empty(64), np.empty(64)
    keys[0], births[0], qualities[0] = key, entry, quality
    size, leaves = 1, entry
    while size > 0:
        size -= 1
        key, birth, quality = keys[size], births[size], qualities[size]
        end = line_end(world, clocks, birth, quality, pair_at(words[2], key)[0])
        leaves = max(leaves, end)
        for day in range(2):
            if birth <= days[day] < end:
                record[day, 0] += 1
                record[day, 1] += math.exp(world.power * (quality - world.drift * (days[day] - birth)))
        effort, rank, stop = 0.0, 0, min(end, days[1])
        while True:
            child = mixed_at(key, np.uint64(rank))
            wait, where = pair_at(words[1], child)
            effort -= math.log(wait)
            time = invented_at(world, clocks, birth, effort)
            if time >= stop:
                break
            landing = landed(world, share, gap, where)
            if landing > (world.high_exit if time < clocks.turns else world.low_exit):
                if size == keys.size:
                    keys, births = np.concatenate((keys, keys)), np.concatenate((births, births))
                    qualities = np.concatenate((qualities, qualities))
                keys[size], births[size], qualities[size] = child, time, landing
                size += 1
            rank += 1
    return leaves


@inlined
def entrant(
    world: World, share: Doubles, gap: float, words: Streams, firm: np.uint64, entry: float
) -> tuple[Clocks, np.uint64, float]:
    """The clocks, first line's key and its quality of the first firm that lands on a line worth keeping."""
    to_shock, to_turn = pair_at(words[0], firm)
    attempt = np.uint64(0)
    while True:
        key = mixed_at(firm, attempt)
        drawn, where = pair_at(words[1], key)
        quality = landed(world, share, gap, where)
        is_high = drawn < world.high_share
        if quality > (world.high_exit if is_high else world.low_exit):
            break
        attempt += np.uint64(1)
    turns = entry - math.log(to_turn) / world.fade if is_high else entry
    return Clocks(entry - math.log(to_shock) / world.shock, turns), key, quality


def twin_lives(
    world: World, share: Doubles, gap: float, words: Streams, slots: Words, days: tuple[float, float]
) -> tuple[Doubles, Bools]:
    """The same by NumPy: all places at once, one firm after the other, the lines of a firm by generations."""
    record, same = np.zeros((2, 4, slots.size)), np.zeros(slots.size, np.bool_)
    entry, places = np.zeros(slots.size), np.arange(slots.size)
    rank = 0
    while places.size:
        firms = twin_mixed(slots[places], np.full(places.size, rank, np.uint64))
        shock, turns, keys, quality = twin_entrants(world, share, gap, words, firms, entry[places])
        leaves, here = entry[places].copy(), np.arange(places.size)
        birth = entry[places]
        while keys.size:
            end = twin_line_end(world, shock[here], turns[here], birth, quality, twin_pairs(words[2], keys)[0])
            np.maximum.at(leaves, here, end)
            for day in range(2):
                on = (birth <= days[day]) & (days[day] < end)
                slid = quality[on] - world.drift * (days[day] - birth[on])
                np.add.at(record[day, 0], places[here[on]], 1)
                np.add.at(record[day, 1], places[here[on]], np.exp(world.power * slid))
            stop = np.minimum(end, days[1])
            keys, here, birth, quality = twin_children(world, share, gap, words, turns, keys, here, birth, stop)
        for day in range(2):
            on = (entry[places] <= days[day]) & (days[day] < leaves)
            record[day, 2, places[on]] = days[day] - entry[places[on]]
            record[day, 3, places[on]] = days[day] < turns[on]
        same[places] = (entry[places] <= days[0]) & (leaves > days[1])
        entry[places] = leaves
        places = places[leaves < days[1]]
        rank += 1
    return record, same


def twin_mixed(first: Words, second: Words) -> Words:
    """One key for each two, in their order."""
    four = twin_philox4x32(np.stack([first & MASK, first >> HALF, second & MASK, second >> HALF]), (0, 0))
    return (four[0] << HALF) | four[1]


def twin_landed(world: World, share: Doubles, gap: float, drawn: Doubles) -> Doubles:
    """Logarithms of the qualities on which inventions land."""
    return np.log(world.step + np.interp(drawn, share, np.arange(share.size) * gap))


def twin_line_end(
    world: World, shock: Doubles, turns: Doubles, birth: Doubles, quality: Doubles, drawn: Doubles
) -> Doubles:
    """When each line ends."""
    as_low = birth + (quality - world.low_exit) / world.drift
    as_high = birth + (quality - world.high_exit) / world.drift
    faded = np.where(as_high < turns, as_high, np.maximum(as_low, turns))
    given_up = np.where(birth < turns, faded, as_low)
    return np.minimum(np.minimum(birth - np.log(drawn) / world.lost, shock), given_up)


def twin_entrants(
    world: World, share: Doubles, gap: float, words: Streams, firms: Words, entry: Doubles
) -> tuple[Doubles, Doubles, Words, Doubles]:
    """Each entrant's shock, its turn to low type, its first line's key and quality."""
    to_shock, to_turn = twin_pairs(words[0], firms)
    keys, quality, high = np.zeros_like(firms), np.zeros(firms.size), np.zeros(firms.size, np.bool_)
    open_, attempt = np.arange(firms.size), 0
    while open_.size:
        tried = twin_mixed(firms[open_], np.full(open_.size, attempt, np.uint64))
        drawn, where = twin_pairs(words[1], tried)
        keys[open_], quality[open_] = tried, twin_landed(world, share, gap, where)
        high[open_] = drawn < world.high_share
        open_ = open_[quality[open_] <= np.where(high[open_], world.high_exit, world.low_exit)]
        attempt += 1
    turns = np.where(high, entry - np.log(to_turn) / world.fade, entry)
    return entry - np.log(to_shock) / world.shock, turns, keys, quality


def twin_children(
    world: World, share: Doubles, gap: float, words: Streams, turns: Doubles, keys: Words, here: Longs,
    birth: Doubles, stop: Doubles,
) -> tuple[Words, Longs, Doubles, Doubles]:  # fmt: skip
    """Keys, firms, births and qualities of the lines that a generation of lines brings forth."""
    effort, rank = np.zeros(keys.size), 0
    born: list[tuple[Words, Longs, Doubles, Doubles]] = []
    while keys.size:
        children = twin_mixed(keys, np.full(keys.size, rank, np.uint64))
        wait, where = twin_pairs(words[1], children)
        effort: Doubles = effort - np.log(wait)
        while_high = world.high * np.maximum(turns[here] - birth, 0)
        later = np.maximum(birth, turns[here]) + (effort - while_high) / world.low
        time: Doubles = np.where(effort < while_high, birth + effort / world.high, later)
        on, quality = time < stop, twin_landed(world, share, gap, where)
        kept = on & (quality > np.where(time < turns[here], world.high_exit, world.low_exit))
        born.append((children[kept], here[kept], time[kept], quality[kept]))
        keys, here, birth, stop, effort = keys[on], here[on], birth[on], stop[on], effort[on]
        rank += 1
    first, second, third, fourth = zip(*born, strict=True)
    return np.concatenate(first), np.concatenate(second), np.concatenate(third), np.concatenate(fourth)
