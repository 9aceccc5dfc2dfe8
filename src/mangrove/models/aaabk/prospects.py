"""Prospects: what the technology firms of a region make of their surroundings, each at its own user cost of R&D."""

import math
from collections.abc import Callable
from dataclasses import dataclass, replace
from functools import lru_cache
from typing import Final

import numpy as np

from mangrove.arrays import Bytes8, Doubles, Longs
from mangrove.errors import ScenarioError
from mangrove.kernels.innovation import intensity, researchers
from mangrove.kernels.lineages import World
from mangrove.kernels.qualities import Spread
from mangrove.kernels.steady_state import Economy, chosen
from mangrove.models.aaabk.equilibrium import spread
from mangrove.models.aaabk.firm import Outlook, Surroundings, outlook

GRID: Final = 0.05
"""Distance of the user costs at which a line is valued; between them values are interpolated."""


@dataclass(frozen=True)
class Prospects:
    """What each technology firm of a region makes of its surroundings at its own user cost of R&D.

    Attributes:
        economy: Parameters; the R&D subsidy in it is not used, for every firm has a user cost of its own.
        given: The aggregates, with sales of a line of mean quality as the unit of account.
        rows: Positions of the technology firms, shape (k,).
        cost: User cost of R&D of each: what a yuan of it costs, in yuan of profit before tax.
        paces: Intensity as a low and as a high type, and exit quality as either, shape (k, 4).
        founding: Outlook of founders, who have the lowest user cost; its choice holds what an entrant chooses.
    """

    economy: Economy
    given: Surroundings
    rows: Longs
    cost: Doubles
    paces: Doubles
    founding: Outlook

    @property
    def spread(self) -> Spread:
        """Density of qualities where lines are won."""
        return spread(self.economy.step)

    @property
    def power(self) -> float:
        """Exponent of quality in sales."""
        return self.economy.elasticity - 1

    def own(self, high: Bytes8) -> Doubles:
        """Intensity of each technology firm, by its type now."""
        return np.where(high > 0, self.paces[:, 1], self.paces[:, 0])

    def research(self, high: Bytes8, rate: Doubles) -> Doubles:
        """What the research of a line costs a year at some intensity, in sales of a line of mean quality."""
        return self.given.wage * researchers(rate, self._skill(high), self.economy.curvature)

    def rate(self, high: Bytes8, research: Doubles) -> Doubles:
        """Intensity that some spending on each line buys, the inverse of `research`."""
        labour = research / self.given.wage
        return self._skill(high) ** self.economy.curvature * labour ** (1 - self.economy.curvature)

    def world(self) -> World:
        """What founders take as given, as the kernels take it."""
        choice, e = self.founding.choice, self.economy
        low_exit, high_exit = (math.log(z) if z > 0 else -math.inf for z in (choice.low_exit, choice.high_exit))
        return World(
            choice.low, choice.high, self.given.destruction, self.given.drift, low_exit, high_exit, e.fade, e.shock,
            e.high_share, e.step, self.power,
        )  # fmt: skip

    def landing(self) -> float:
        """Share of founders' inventions that land on a line worth keeping."""
        e, choice, at = self.economy, self.founding.choice, np.arange(self.spread.share.size) * self.spread.gap
        low, high = 1 - np.interp([choice.low_exit - e.step, choice.high_exit - e.step], at, self.spread.share)
        return float(e.high_share * high + (1 - e.high_share) * low)

    def _skill(self, high: Bytes8) -> Doubles:
        return np.where(high > 0, self.economy.high_skill, self.economy.low_skill)


def prospects(
    economy: Economy, given: Surroundings, rows: Longs, cost: Doubles, lasting: tuple[float, float]
) -> Prospects:
    """What firms make of their surroundings, each at its own user cost of R&D.

    A firm does R&D at today's user cost, but does not reckon with it for good: what a new line is worth is found
    at the normal user cost, moved part of the way to today's. Founders have the lowest user cost of all.

    Args:
        economy: Parameters.
        given: The aggregates, with sales of a line of mean quality as the unit of account.
        rows: Positions of the technology firms, shape (k,).
        cost: User cost of each.
        lasting: The normal user cost, and the part of a difference from it that firms expect to last.

    Raises:
        ScenarioError: if R&D costs nothing, or a line has no finite value.
    """
    if len(cost) and (least := float(cost.min())) <= 0:
        msg = (
            f"value: R&D costs firms {least:.3g} yuan a yuan after tax, less than nothing, and no firm could do enough"
            " of it. Lower the deduction or the tax rate"
        )
        raise ScenarioError(msg)
    least, most = (float(cost.min()), float(cost.max())) if len(cost) else (lasting[0], lasting[0])
    nodes = np.arange(math.floor(least / GRID), math.ceil(most / GRID) + 1) * GRID
    looks = [look_from(economy, given, lasting, float(node)) for node in nodes]

    def between(found: Callable[[Outlook], float]) -> Doubles:
        return np.interp(cost, nodes, [found(look) for look in looks])

    low, high, gamma, wage = economy.low_skill, economy.high_skill, economy.curvature, given.wage
    paces = np.stack(
        [
            intensity(between(lambda look: look.low_value), wage, low, gamma, 1 - cost),
            intensity(between(lambda look: look.high_value), wage, high, gamma, 1 - cost),
            between(lambda look: look.choice.low_exit),
            between(lambda look: look.choice.high_exit),
        ],
        axis=1,
    )
    return Prospects(economy, given, rows, cost, paces, look_from(economy, given, lasting, least))


@lru_cache(maxsize=512)
def look_from(economy: Economy, given: Surroundings, lasting: tuple[float, float], cost: float) -> Outlook:
    """The outlook at a user cost that is not reckoned with for good; kept, for it is the same for every member."""
    normal, part = lasting
    found = outlook(economy._replace(rnd_subsidy=1 - normal - part * (cost - normal)), spread(economy.step), given)
    return replace(found, choice=chosen(
        economy._replace(rnd_subsidy=1 - cost), given.profit / given.wage, found.low_value / given.wage,
        found.high_value / given.wage,
    )._replace(low_exit=found.choice.low_exit, high_exit=found.choice.high_exit))  # fmt: skip
