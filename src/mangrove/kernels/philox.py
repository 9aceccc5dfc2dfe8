"""Philox4x32-10: four random 32-bit words from a counter and a key, without any state.

Words travel as 64-bit integers below 2**32, so that no product overflows. The counter of a draw is (actor
low, actor high, member and year, stream) and its key is the seed (low, high): one counter and key for each
combination, and so one draw.

Source: Salmon, Moraes, Dror & Shaw (2011), "Parallel random numbers: as easy as 1, 2, 3", SC11,
doi:10.1145/2063384.2063405.
"""

from typing import Final, TypeAlias

import numpy as np

from mangrove.arrays import Doubles, Longs, Words
from mangrove.kernels.compiled import compiled, inlined

Four: TypeAlias = tuple[np.uint64, np.uint64, np.uint64, np.uint64]
"""Four integers below 2**32."""

ROUNDS: Final = 10
MASK: Final = np.uint64(0xFFFFFFFF)
HALF: Final = np.uint64(32)
MULTIPLY_0: Final = np.uint64(0xD2511F53)
MULTIPLY_1: Final = np.uint64(0xCD9E8D57)
WEYL_0: Final = np.uint64(0x9E3779B9)
WEYL_1: Final = np.uint64(0xBB67AE85)

DROP_HIGH: Final = np.uint64(5)
DROP_LOW: Final = np.uint64(6)
LIFT: Final = np.uint64(26)
STEP: Final = 2.0**-53
"""Distance between neighbouring draws: 27 bits of one word and 26 of the next make 53."""


@inlined
def philox4x32(c0: np.uint64, c1: np.uint64, c2: np.uint64, c3: np.uint64, k0: np.uint64, k1: np.uint64) -> Four:
    """The four words of one counter under one key; every argument below 2**32."""
    for _ in range(ROUNDS):
        product_0 = MULTIPLY_0 * c0
        product_1 = MULTIPLY_1 * c2
        c0 = (product_1 >> HALF) ^ c1 ^ k0
        c2 = (product_0 >> HALF) ^ c3 ^ k1
        c1 = product_1 & MASK
        c3 = product_0 & MASK
        k0 = (k0 + WEYL_0) & MASK
        k1 = (k1 + WEYL_1) & MASK
    return c0, c1, c2, c3


@inlined
def unit(high: np.uint64, low: np.uint64) -> float:
    """A number in the open interval (0, 1) from two words; in place of 0 stands half a step."""
    step = ((high >> DROP_HIGH) << LIFT) | (low >> DROP_LOW)
    return max(float(np.int64(step)), 0.5) * STEP


@inlined
def words_at(
    seed_low: np.uint64, seed_high: np.uint64, member_year: np.uint64, stream: np.uint64, actor: np.uint64
) -> Four:
    """The four words of one actor's decision. The masks tell the compiler that 32 bits suffice."""
    return philox4x32(actor & MASK, actor >> HALF, member_year & MASK, stream & MASK, seed_low & MASK, seed_high & MASK)


@inlined
def uniform_at(
    seed_low: np.uint64, seed_high: np.uint64, member_year: np.uint64, stream: np.uint64, actor: np.uint64
) -> float:
    """One actor's draw, for fused kernels: the first four arguments are `Draws.words(stream)`."""
    high, low, _, _ = words_at(seed_low, seed_high, member_year, stream, actor)
    return unit(high, low)


@compiled
def four_words(words: Four, actors: Longs, room: Longs) -> None:
    """The words of some actors, into `room` of shape (4, at least so many): a loop that is vectorised."""
    for i in range(actors.size):
        four = words_at(words[0], words[1], words[2], words[3], np.uint64(actors[i]))
        room[0, i], room[1, i] = np.int64(four[0]), np.int64(four[1])
        room[2, i], room[3, i] = np.int64(four[2]), np.int64(four[3])


@compiled
def uniforms(words: Four, actors: Words) -> Doubles:
    """One draw for each actor."""
    drawn = np.empty(actors.size)
    for i in range(actors.size):
        drawn[i] = uniform_at(words[0], words[1], words[2], words[3], actors[i])
    return drawn


@compiled
def uniform_pairs(words: Four, actors: Words) -> Doubles:
    """Two independent draws for each actor, shape (2, n); the first row is what `uniforms` draws."""
    drawn = np.empty((2, actors.size))
    for i in range(actors.size):
        four = words_at(words[0], words[1], words[2], words[3], actors[i])
        drawn[0, i] = unit(four[0], four[1])
        drawn[1, i] = unit(four[2], four[3])
    return drawn


@compiled
def mixed(first: Words, second: Words) -> Words:
    """One 64-bit number for each two, in their order: Philox under the key 0, as a hash."""
    keys = np.empty_like(first)
    zero = np.uint64(0)
    for i in range(first.size):
        a, b = first[i], second[i]
        high, low, _, _ = philox4x32(a & MASK, a >> HALF, b & MASK, b >> HALF, zero, zero)
        keys[i] = (high << HALF) | low
    return keys


def twin_philox4x32(counter: Words, key: tuple[int, int]) -> Words:
    """The same four words by NumPy: counters in columns, shape (4, n), under one key."""
    c0, c1, c2, c3 = counter
    for turn in range(ROUNDS):
        k0, k1 = (np.uint64((k + turn * int(w)) % 2**32) for k, w in zip(key, (WEYL_0, WEYL_1), strict=True))
        even, odd = c0 * MULTIPLY_0, c2 * MULTIPLY_1
        c0, c1, c2, c3 = (odd >> HALF) ^ c1 ^ k0, odd & MASK, (even >> HALF) ^ c3 ^ k1, even & MASK
    return np.stack([c0, c1, c2, c3])


def twin_uniform_pairs(words: Four, actors: Words) -> Doubles:
    """The same draws as `uniform_pairs`, bit for bit, by NumPy."""
    ones = np.ones_like(actors)
    counter = np.stack([actors & MASK, actors >> HALF, ones * words[2], ones * words[3]])
    four = twin_philox4x32(counter, (int(words[0]), int(words[1])))
    steps = ((four[0::2] >> DROP_HIGH) << LIFT) + (four[1::2] >> DROP_LOW)
    return np.where(steps > 0, steps.astype(np.float64), 0.5) * STEP
