"""The Poisson count that belongs to a uniform draw, by inversion: more at a higher rate, never fewer.

The count of a draw is the smallest whose cumulative probability reaches it. Up to the rate `WIDE` it is found
by adding probabilities; above, where that takes long, by an expansion in the normal quantile that misses by
one count, in fewer than one draw in a hundred thousand.

Source: Giles (2016), "Algorithm 955: approximation of the inverse Poisson cumulative distribution function",
ACM Transactions on Mathematical Software 42(1), doi:10.1145/2699466.
"""

import math
from typing import Final

import numpy as np

from mangrove.arrays import Doubles, Longs
from mangrove.kernels.compiled import compiled, inlined

WIDE: Final = 200.0
"""Rate above which counts come from the expansion."""


@inlined
def poisson_at(uniform: float, rate: float) -> int:
    """One actor's count, for fused kernels: a draw in (0, 1), a rate from 0 to `WIDE`."""
    count = 0
    probability = math.exp(-rate)
    reached = probability
    while reached < uniform:
        count += 1
        probability *= rate / count
        if count > rate and reached + probability == reached:
            break  # the sum has met its rounding, just short of one
        reached += probability
    return count


@compiled
def stepped(uniform: Doubles, rate: Doubles) -> Longs:
    """The count of each draw, for rates up to `WIDE`."""
    counts = np.empty(uniform.size, np.int64)
    for i in range(uniform.size):
        counts[i] = poisson_at(uniform[i], rate[i])
    return counts


def twin_stepped(uniform: Doubles, rate: Doubles) -> Longs:
    """The same counts by NumPy."""
    counts = np.zeros(uniform.size, np.int64)
    probability = np.exp(-rate)
    reached = probability.copy()
    short = reached < uniform
    while short.any():
        counts[short] += 1
        probability[short] *= rate[short] / counts[short]
        short &= (counts <= rate) | (reached + probability != reached)
        reached[short] += probability[short]
        short &= reached < uniform
    return counts


def expanded(normal: Doubles, rate: Doubles) -> Longs:
    """The count of each draw, for rates above `WIDE`, from the draw's normal quantile z.

    floor(L + sqrt(L) z + (1/3 + z^2/6) - (z/36 + z^3/72) / sqrt(L) + (-8/405 + 7 z^2/810 + z^4/270) / L)
    """
    z, root = normal, np.sqrt(rate)
    count = rate + root * z + (1 / 3 + z**2 / 6) - (z / 36 + z**3 / 72) / root
    count += (-8 / 405 + 7 * z**2 / 810 + z**4 / 270) / rate
    return np.floor(count).astype(np.int64)
