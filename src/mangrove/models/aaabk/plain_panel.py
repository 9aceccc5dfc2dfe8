"""The firm panel the straightforward way: steps of time, every line of every firm in one array.

In a step a line slides, and either is lost, or brings forth one other, or neither. `panel` follows firms exactly and
faster; tests hold the two together, and `make bench` sets them side by side.
"""

from typing import Final

import numpy as np

from mangrove.arrays import Bools, Doubles, Longs
from mangrove.draws import Draws
from mangrove.kernels.lineages import World, twin_landed
from mangrove.kernels.qualities import Spread

STEP: Final = 0.04
"""Years in a step, as in simulations of the paper's kind."""
ATTEMPTS: Final = 2**20
"""More than any entrant makes in a step."""


def plain_lives(
    world: World, spread: Spread, draws: Draws, firms: int, days: tuple[float, float], step: float = STEP
) -> tuple[Doubles, Bools]:
    """What `lives` records, for places that begin with an entrant: lines, powers, age and type on two days.

    Args:
        world: What firms take as given.
        spread: Density of qualities where lines are won.
        draws: Dice; their years are the steps.
        firms: Places.
        days: The two days of record, in years, below 65,536 steps.
        step: Years in a step.
    """
    marks = [round(day / step) for day in days]
    record = np.zeros((2, 4, firms))
    entered, high, owner, quality = np.zeros(firms), np.zeros(firms, np.bool_), np.arange(0), np.zeros(0)
    for now in range(marks[1] + 1):
        dice = draws.at(now)
        if now > 0:
            high, owner, quality = _stepped(world, spread, dice, step, high, owner, quality)
        empty = np.flatnonzero(np.bincount(owner, minlength=firms) == 0)
        if empty.size:
            high[empty], landing = _entrants(world, spread, dice, empty)
            entered[empty] = now * step
            owner, quality = np.concatenate((owner, empty)), np.concatenate((quality, landing))
        for day in range(2):
            if now == marks[day]:
                powers = np.bincount(owner, np.exp(world.power * quality), firms)
                record[day] = np.bincount(owner, minlength=firms), powers, now * step - entered, high
    return record, record[1, 2] >= (marks[1] - marks[0]) * step


def _stepped(
    world: World, spread: Spread, dice: Draws, step: float, high: Bools, owner: Longs, quality: Doubles
) -> tuple[Bools, Longs, Doubles]:
    """Types, owners and qualities of lines a step later, before entry."""
    turned, struck = dice.pair("aaabk/plain/firms", np.arange(high.size))
    high = high & (turned >= world.fade * step)
    quality = quality - world.drift * step
    exits = np.where(high, world.high_exit, world.low_exit)[owner]
    kept = (quality > exits) & (struck >= world.shock * step)[owner]
    fate, where = dice.pair("aaabk/plain/lines", np.arange(owner.size))
    lost = world.lost * step
    inventing = kept & (fate >= lost) & (fate < lost + np.where(high, world.high, world.low)[owner] * step)
    landing = twin_landed(world, spread.share, spread.gap, where)
    won, kept = inventing & (landing > exits), kept & (fate >= lost)
    return high, np.concatenate((owner[kept], owner[won])), np.concatenate((quality[kept], landing[won]))


def _entrants(world: World, spread: Spread, dice: Draws, places: Longs) -> tuple[Bools, Doubles]:
    """Types and first qualities of the entrants in some places, each of whom tries until a line is worth keeping."""
    high, quality = np.zeros(places.size, np.bool_), np.zeros(places.size)
    tried, attempt = np.arange(places.size), 0
    while tried.size:
        kind, where = dice.pair("aaabk/plain/entrants", places[tried] * ATTEMPTS + attempt)
        high[tried], quality[tried] = kind < world.high_share, twin_landed(world, spread.share, spread.gap, where)
        tried = tried[quality[tried] <= np.where(high[tried], world.high_exit, world.low_exit)]
        attempt += 1
    return high, quality
