"""Births and deaths of product lines, event by event: the exact path of a firm whose lines multiply and die.

Each line of a firm begets another at one rate and dies at a second; a firm without lines is gone. The next
event comes after an exponential wait, so no step of time is chosen and nothing is approximated.
"""

import math
from typing import Final

import numpy as np

from mangrove.arrays import Doubles, Ints, Words
from mangrove.kernels.compiled import compiled
from mangrove.kernels.philox import HALF, Four, twin_uniform_pairs, unit, words_at

ONE: Final = np.uint64(1)


@compiled
def sizes_at(words: Four, ids: Words, times: Doubles, up: float, down: float) -> Ints:
    """Lines of each firm at its times of observation.

    Args:
        words: The stream's words, from `Draws.words`.
        ids: Firms' ids, below 2**32: the other half of a draw's key is the ordinal of the event.
        times: Years since each firm began with one line, shape (n, k), rising along a row.
        up: Rate at which a line begets another, 1/yr.
        down: Rate at which a line dies, 1/yr.

    Returns:
        Lines, shape (n, k); 0 once the firm is gone.
    """
    sizes = np.zeros(times.shape, np.int32)
    total, share = up + down, up / (up + down)
    for i in range(ids.size):
        lines, clock, seen, event = 1, 0.0, 0, np.uint64(0)
        while lines > 0 and seen < times.shape[1]:
            four = words_at(words[0], words[1], words[2], words[3], (event << HALF) | ids[i])
            clock -= math.log(unit(four[0], four[1])) / (total * lines)
            while seen < times.shape[1] and times[i, seen] < clock:
                sizes[i, seen] = lines
                seen += 1
            lines += 1 if unit(four[2], four[3]) < share else -1
            event += ONE
    return sizes


def twin_sizes_at(words: Four, ids: Words, times: Doubles, up: float, down: float) -> Ints:
    """The same by NumPy, all firms an event at a time."""
    sizes = np.zeros(times.shape, np.int32)
    lines, clock = np.ones(ids.size, np.int32), np.zeros(ids.size)
    left = np.arange(ids.size)
    event = np.uint64(0)
    while left.size:
        waited, turned = twin_uniform_pairs(words, (event << HALF) | ids[left])
        before = clock[left]
        clock[left] = before - np.log(waited) / ((up + down) * lines[left])
        rows, columns = np.nonzero((times[left] >= before[:, None]) & (times[left] < clock[left][:, None]))
        sizes[left[rows], columns] = lines[left[rows]]
        lines[left] += np.where(turned < up / (up + down), 1, -1).astype(np.int32)
        left = left[(lines[left] > 0) & (clock[left] <= times[left, -1])]
        event += ONE
    return sizes
