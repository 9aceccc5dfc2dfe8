"""Survival: who is struck by a hazard that depends on age."""

from typing import Final

import numpy as np

from mangrove.arrays import Bools, Doubles, Longs
from mangrove.kernels.compiled import compiled
from mangrove.kernels.philox import Four, twin_uniform_pairs, uniform_at

YEAR: Final = 365.25
"""Days in a year."""


@compiled
def struck(words: Four, ids: Longs, days: Longs, hazards: Doubles) -> Bools:
    """Whether each actor is struck this year.

    Args:
        words: The stream's words, from `Draws.words`.
        ids: Actors' ids, shape (n,).
        days: Age in days, shape (n,).
        hazards: Chance in each year of life; the last holds for all later ones.
    """
    last = hazards.size - 1
    hit = np.empty(ids.size, np.bool_)
    for i in range(ids.size):
        age = min(max(int(days[i] / YEAR), 0), last)
        hit[i] = uniform_at(words[0], words[1], words[2], words[3], np.uint64(ids[i])) < hazards[age]
    return hit


def twin_struck(words: Four, ids: Longs, days: Longs, hazards: Doubles) -> Bools:
    """The same by NumPy."""
    age = np.clip((days / YEAR).astype(np.int64), 0, hazards.size - 1)
    return twin_uniform_pairs(words, ids.view(np.uint64))[0] < hazards[age]
