"""Growth: the factor on a firm's market in a year of common drift and a Laplace shock that large firms feel less.

Growth rates of firms are tent-shaped, and their spread falls with size to the power 0.2 or so (Stanley and
others 1996; Amaral and others 1997). The shock has mean one in levels, so that it moves no total.
"""

import math
from typing import Final

import numpy as np

from mangrove.arrays import Floats, Longs
from mangrove.kernels.compiled import compiled
from mangrove.kernels.philox import Four, twin_uniform_pairs, uniform_at

HALF: Final = 0.5


@compiled
def grown(
    words: Four, ids: Longs, sales: Floats, drift: float, spread: float, typical: float, power: float, widest: float
) -> Floats:
    """What each firm's sales are multiplied by in a year.

    Args:
        words: The stream's words, from `Draws.words`.
        ids: Firms' ids, shape (n,).
        sales: Sales of the last year, CNY/yr.
        drift: Common growth, logarithm.
        spread: Scale of the shock at the typical size, below one.
        typical: Sales at which the shock has that scale, CNY/yr.
        power: How the scale falls with size.
        widest: Largest scale of the shock, below one.
    """
    factors = np.empty(ids.size, np.float32)
    for i in range(ids.size):
        scale = min(spread * (max(sales[i], 1.0) / typical) ** -power, widest)
        u = uniform_at(words[0], words[1], words[2], words[3], np.uint64(ids[i]))
        shock = scale * math.log(2 * u) if u < HALF else -scale * math.log(2 * (1 - u))
        factors[i] = math.exp(drift + shock) * (1 - scale * scale)
    return factors


def twin_grown(
    words: Four, ids: Longs, sales: Floats, drift: float, spread: float, typical: float, power: float, widest: float
) -> Floats:
    """The same by NumPy."""
    size = np.maximum(sales.astype(np.float64), 1.0)
    scale = np.minimum(spread * (size / typical) ** -power, widest)
    u = twin_uniform_pairs(words, ids.view(np.uint64))[0]
    shock = np.where(u < HALF, scale, -scale) * np.log(2 * np.minimum(u, 1 - u))
    return (np.exp(drift + shock) * (1 - scale * scale)).astype(np.float32)
