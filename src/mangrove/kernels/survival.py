"""Survival: hazards that depend on age, and where those who stay stand afterwards."""

from typing import Final

import numpy as np

from mangrove.arrays import Bools, Doubles, Ints, Longs
from mangrove.kernels.compiled import compiled

YEAR: Final = 365.25
"""Days in a year."""


def hazard_at(days: Longs, hazards: Doubles) -> Doubles:
    """The hazard at each age.

    Args:
        days: Age in days, shape (n,).
        hazards: Chance in each year of life; the last holds for all later ones.

    >>> hazard_at(np.array([10, 400, 4000]), np.array([0.1, 0.3]))
    array([0.1, 0.3, 0.3])
    """
    return hazards[np.clip((days / YEAR).astype(np.int64), 0, hazards.size - 1)]


@compiled
def standing(stays: Bools) -> Ints:
    """The place of each row once those that do not stay have gone; -1 for these."""
    places = np.empty(stays.size, np.int32)
    place = 0
    for i in range(stays.size):
        places[i] = place if stays[i] else -1
        place += stays[i]
    return places


def twin_standing(stays: Bools) -> Ints:
    """The same by NumPy."""
    return np.where(stays, np.cumsum(stays, dtype=np.int32) - 1, -1).astype(np.int32)
