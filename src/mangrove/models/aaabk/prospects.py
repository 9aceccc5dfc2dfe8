"""Prospects: what the technology firms of a region make of their surroundings, each at its own user cost of R&D.

The region is small in its world. What the right to invent on a line is worth is told from outside, as prices are: were
it reckoned from the region's own user cost for good, a line would beget lines that beget lines, and a user cost a tenth
lower would make it worth any sum.
"""

import math
from collections.abc import Callable
from dataclasses import dataclass, replace
from functools import lru_cache
from typing import Final

import numpy as np

from mangrove.arrays import Bytes8, Doubles
from mangrove.errors import ScenarioError
from mangrove.kernels.innovation import intensity, researchers
from mangrove.kernels.lineages import World
from mangrove.kernels.qualities import Spread
from mangrove.kernels.steady_state import Economy
from mangrove.models.aaabk.equilibrium import spread
from mangrove.models.aaabk.firm import Outlook, Surroundings, outlook

GRID: Final = 0.05
"""Distance of the user costs at which a line is valued; between them values are interpolated."""

FASTEST: Final = 2.0
"""Most inventions a year on each line that a region is followed at."""


@dataclass(frozen=True)
class Prospects:
    """What each technology firm makes of its surroundings.

    Attributes:
        economy: Parameters; the R&D subsidy in it is not used, for every firm has a user cost of its own.
        given: The aggregates, with sales of a line of mean quality as the unit of account.
        cost: User cost of R&D of each firm, shape (n,): what a yuan of it costs, in yuan of profit before tax.
        paces: Intensity as a low and as a high type, and exit quality as either, shape (n, 4).
        founding: The same four of founders, who have the lowest user cost.
        entry: Intensity of a potential founder.
    """

    economy: Economy
    given: Surroundings
    cost: Doubles
    paces: Doubles
    founding: tuple[float, float, float, float]
    entry: float

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
        low, high, *exits = self.founding
        low_exit, high_exit = (math.log(z) if z > 0 else -math.inf for z in exits)
        e = self.economy
        return World(
            low, high, self.given.destruction, self.given.drift, low_exit, high_exit, e.fade, e.shock, e.high_share,
            e.step, self.power,
        )  # fmt: skip

    def encouraged(self, cash: float) -> float:
        """Intensity of a potential founder who hopes for some cash besides the worth of a line.

        An invention is worth V to the founder, whose best research costs a year (1 - gamma) x V at intensity x; with
        cash c it is worth V + c, and x rises by ((V + c) / V)^((1 - gamma) / gamma).

        Args:
            cash: What each new firm is paid, in sales of a line of mean quality.
        """
        gamma = self.economy.entry_curvature
        cost = self.given.wage * float(researchers(self.entry, self.economy.entry_skill, gamma))
        worth = cost / ((1 - gamma) * self.entry) if self.entry > 0 else 0.0
        return self.entry * (1 + cash / worth) ** ((1 - gamma) / gamma) if worth > 0 else self.entry

    def landing(self) -> float:
        """Share of founders' inventions that land on a line worth keeping."""
        e, at = self.economy, np.arange(self.spread.share.size) * self.spread.gap
        low, high = 1 - np.interp(np.array(self.founding[2:]) - e.step, at, self.spread.share)
        return float(e.high_share * high + (1 - e.high_share) * low)

    def _skill(self, high: Bytes8) -> Doubles:
        return np.where(high > 0, self.economy.high_skill, self.economy.low_skill)


def prospects(economy: Economy, given: Surroundings, cost: Doubles, lasting: tuple[float, float]) -> Prospects:
    """What firms make of their surroundings, each at its own user cost of R&D.

    A firm does R&D at today's user cost B. The right to invent is worth the given option at the normal user cost, and
    (B / normal)^(-(1 - gamma) / gamma) times it were today's to last; firms expect a part of the difference to.

    Args:
        economy: Parameters.
        given: The aggregates, with sales of a line of mean quality as the unit of account.
        cost: User cost of each firm, shape (n,).
        lasting: The normal user cost, and the part of a difference from it that firms expect to last.

    Raises:
        ScenarioError: if R&D costs nothing, or buys inventions without end.
    """
    if len(cost) and (free := float(cost.min())) <= 0:
        msg = (
            f"value: R&D costs firms {free:.3g} yuan a yuan after tax, not more than nothing, and no amount of it would"
            " be enough. Lower the deduction or the tax rate"
        )
        raise ScenarioError(msg)
    least, most = (float(cost.min()), float(cost.max())) if len(cost) else (lasting[0], lasting[0])
    first_node, last_node = (max(cost_in, 1) for cost_in in (math.floor(least / GRID), math.ceil(most / GRID)))
    nodes = np.array([GRID * node for node in range(first_node, last_node + 1)])
    looks = [look_from(economy, given, lasting, float(node)) for node in nodes]
    paces = _paces(economy, given.wage, cost, nodes, looks)
    if len(cost) and (fastest := float(paces[:, :2].max())) > FASTEST:
        msg = (
            f"value: at these values a firm would win {fastest:.3g} lines a year on each it holds, and soon all there"
            f" are; at most {FASTEST:g} can be followed. Move wage, skills, options or user cost back towards the"
            " defaults"
        )
        raise ScenarioError(msg)
    first = look_from(economy, given, lasting, least)
    founding = _paces(economy, given.wage, np.array([least]), np.array([least]), [first])[0]
    hoped = economy.high_share * first.high_value + (1 - economy.high_share) * first.low_value
    entry = intensity(hoped, given.wage, economy.entry_skill, economy.entry_curvature, economy.entry_subsidy)
    low, high, low_exit, high_exit = founding.tolist()
    return Prospects(economy, given, cost, paces, (low, high, low_exit, high_exit), entry)


@lru_cache(maxsize=256)
def look_from(economy: Economy, given: Surroundings, lasting: tuple[float, float], cost: float) -> Outlook:
    """The outlook at a user cost of which firms expect a part to last."""
    normal, part = lasting
    factor = 1 + part * ((cost / normal) ** (1 - 1 / economy.curvature) - 1)
    moved = replace(given, low_option=factor * given.low_option, high_option=factor * given.high_option)
    return outlook(economy, spread(economy.step), moved)


def _paces(economy: Economy, wage: float, cost: Doubles, nodes: Doubles, looks: list[Outlook]) -> Doubles:
    """Intensities and exit qualities at each user cost, values being known at some, shape (n, 4)."""

    def between(found: Callable[[Outlook], float]) -> Doubles:
        return np.interp(cost, nodes, [found(look) for look in looks])

    gamma = economy.curvature
    return np.stack(
        [
            intensity(between(lambda look: look.low_value), wage, economy.low_skill, gamma, 1 - cost),
            intensity(between(lambda look: look.high_value), wage, economy.high_skill, gamma, 1 - cost),
            between(lambda look: look.low_exit),
            between(lambda look: look.high_exit),
        ],
        axis=1,
    )
