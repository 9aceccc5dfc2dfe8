"""Turnover: a year of many businesses at once, each with one draw: its first number moves sales, its second may end it.

The loops are short and free of calls, and go through a chunk of businesses before the next, so that the compiler
takes several businesses in one stroke and nothing but the result is written to memory.
"""

from typing import NamedTuple

import numpy as np

from mangrove.arrays import Doubles, Floats, Longs
from mangrove.kernels.compiled import compiled
from mangrove.kernels.elementary import CHUNK, exps, logs
from mangrove.kernels.growth import HALF, grown
from mangrove.kernels.philox import Four, twin_uniform_pairs, unit, words_at
from mangrove.kernels.survival import YEAR, hazard_at


class Law(NamedTuple):
    """How sales and staff move.

    Attributes:
        drift: Common growth, logarithm.
        spread: Scale of the shock at the typical size, below one.
        typical: Sales at which the shock has that scale, CNY/yr.
        power: How the scale falls with size.
        widest: Largest scale of the shock, below one.
        leaner: What staff is multiplied by at the same sales.
    """

    drift: float
    spread: float
    typical: float
    power: float
    widest: float
    leaner: float


@compiled
def turned_over(
    words: Four, law: Law, hazards: Doubles, ids: Longs, days: Longs, first_day: int, sales: Floats, staff: Floats
) -> tuple[Floats, Floats]:
    """Sales and staff a year later; NaN where a business has left.

    Args:
        words: The stream's words, from `Draws.words`.
        law: How sales and staff move.
        hazards: Chance of leaving in each year of life; the last holds for all later ones.
        ids: Businesses' ids, shape (n,).
        days: Days on which they were founded, counted from any one day.
        first_day: First day of the year, counted from it too.
        sales: Sales of the last year, CNY/yr.
        staff: Staff at its end.
    """
    sold, heads = np.empty(ids.size, np.float32), np.empty(ids.size, np.float32)
    room = np.empty((6, CHUNK))
    for start in range(0, ids.size, CHUNK):
        here = slice(start, min(start + CHUNK, ids.size))
        chunk(
            words, law, hazards, ids[here], days[here], first_day, sales[here], staff[here], sold[here], heads[here],
            room,
        )  # fmt: skip
    return sold, heads


@compiled
def chunk(
    words: Four, law: Law, hazards: Doubles, ids: Longs, days: Longs, first_day: int, sales: Floats, staff: Floats,
    sold: Floats, heads: Floats, room: Doubles,
) -> None:  # fmt: skip
    """The same for a few businesses; the last array is room to work in."""
    size = ids.size
    luck, fate, chance = room[0, :size], room[1, :size], room[2, :size]
    scale, shock, spare = room[3, :size], room[4, :size], room[5, :size]
    for i in range(size):
        four = words_at(words[0], words[1], words[2], words[3], np.uint64(ids[i]))
        luck[i] = unit(four[0], four[1])
        fate[i] = unit(four[2], four[3])
    for i in range(size):
        chance[i] = hazards[0]
    for age in range(1, hazards.size):
        edge, level = first_day - age * YEAR, hazards[age]
        for i in range(size):
            chance[i] = level if days[i] <= edge else chance[i]
    for i in range(size):
        spare[i] = max(float(sales[i]), 1.0) / law.typical
    logs(spare, scale)
    for i in range(size):
        spare[i] = -law.power * scale[i]
    exps(spare, scale)
    for i in range(size):
        scale[i] = min(law.spread * scale[i], law.widest)
        spare[i] = 2 * min(luck[i], 1 - luck[i])
    logs(spare, shock)
    for i in range(size):
        spare[i] = law.drift + (scale[i] if luck[i] < HALF else -scale[i]) * shock[i]
    exps(spare, shock)
    for i in range(size):
        factor = shock[i] * (1 - scale[i] * scale[i]) if fate[i] >= chance[i] else np.nan
        last = float(sales[i])
        sold[i] = last * factor
        heads[i] = float(staff[i]) * law.leaner * last * factor / max(last, 1.0)


def twin_turned_over(
    words: Four, law: Law, hazards: Doubles, ids: Longs, days: Longs, first_day: int, sales: Floats, staff: Floats
) -> tuple[Floats, Floats]:
    """The same by NumPy."""
    luck, fate = twin_uniform_pairs(words, ids.view(np.uint64))
    factor = grown(luck, sales, law.drift, law.spread, law.typical, law.power, law.widest)
    sold = np.where(fate < hazard_at(first_day - days, hazards), np.float32(np.nan), sales * factor)
    return sold, (staff * law.leaner * sold / np.maximum(sales, 1)).astype(np.float32)
