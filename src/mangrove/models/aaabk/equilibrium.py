"""The steady-state equilibrium for any parameters and policy.

Newton's method on the five equations of `kernels.steady_state`, started at the published baseline. Where the
target is too far for that, the economy is moved there in steps, each started from the last, which shrink where
they fail and grow where they do not.
"""

from dataclasses import dataclass
from functools import lru_cache
from typing import Final

import numpy as np

from mangrove.arrays import Doubles
from mangrove.errors import ScenarioError
from mangrove.kernels.innovation import researchers
from mangrove.kernels.newton import newton
from mangrove.kernels.qualities import Spread, spread_of
from mangrove.kernels.steady_state import Choice, Economy, Masses, imbalance
from mangrove.models.aaabk.parameters import BASELINE, LAISSEZ_FAIRE, Parameters, Policy, economy

LOOKS: Final = 60
"""Times the equations are worked out in one step: what succeeds from near seldom needs more."""
PATIENCE: Final = 400
"""The same for steps below `SHORT`, where it is hard going and not distance that makes them fail."""
SHORT: Final = 0.02
SHORTEST: Final = 1e-3
"""Shortest step on the way from the baseline to another economy, before giving up."""
EQUATIONS: Final = (
    "the value of a line to low types", "the value of a line to high types", "creative destruction",
    "the market for skilled labour", "lines won by high types",
)  # fmt: skip
START: Final = (-1.476544, -0.987595, -0.831257, -1.762640, -3.552569)
"""The solution of the published baseline, to which Newton's method is near from the first."""


@dataclass(frozen=True)
class Equilibrium:
    """A steady state; values, wage and profits relative to output, qualities relative to the unskilled wage.

    Attributes:
        economy: Parameters and policy.
        spread: Density of qualities relative to their mean.
        choice: Intensities; exit qualities relative to the mean quality.
        masses: Active lines, parts of all lines.
        wage: Of a skilled worker, w.
        low_value: Expected value of a new line to a low-type firm, v_L.
        high_value: The same for a high-type firm, v_H.
        mean_quality: Over all lines, active or not.
        tau: Rate of creative destruction.
        unknowns: Logarithms that solve the five equations, shape (5,): a start for a neighbour.
    """

    economy: Economy
    spread: Spread
    choice: Choice
    masses: Masses
    wage: float
    low_value: float
    high_value: float
    mean_quality: float
    tau: float
    unknowns: Doubles

    @property
    def growth(self) -> float:
        """Growth of quality and output, g."""
        return self.economy.step * self.tau

    @property
    def interest(self) -> float:
        """The rate at which firms discount, rho + sigma g."""
        return self.economy.discount + self.economy.risk_aversion * self.growth

    @property
    def low_exit(self) -> float:
        """Quality at which low types give up a line, q_min,L."""
        return self.choice.low_exit * self.mean_quality

    @property
    def high_exit(self) -> float:
        """Quality at which high types give up a line, q_min,H."""
        return self.choice.high_exit * self.mean_quality

    @property
    def active(self) -> float:
        """Active lines, part of all lines."""
        return self.masses.low + self.masses.high

    @property
    def incumbents_researchers(self) -> float:
        """Skilled labour in incumbents' R&D."""
        e = self.economy
        low = self.masses.low * researchers(self.choice.low, e.low_skill, e.curvature)
        return low + self.masses.high * researchers(self.choice.high, e.high_skill, e.curvature)

    @property
    def entrants_researchers(self) -> float:
        """Skilled labour in entrants' R&D."""
        return researchers(self.choice.entry, self.economy.entry_skill, self.economy.entry_curvature)

    @property
    def rnd_share(self) -> float:
        """Share of skilled labour in R&D, entrants' included."""
        return (self.incumbents_researchers + self.entrants_researchers) / self.economy.skilled_labour

    @property
    def cost(self) -> float:
        """Net cost of the policy, part of output."""
        e = self.economy
        operation = e.operation_subsidy * e.overhead * self.active
        rnd = e.rnd_subsidy * self.incumbents_researchers
        return self.wage * (operation + rnd + e.entry_subsidy * self.entrants_researchers)


def equilibrium(
    parameters: Parameters = BASELINE, policy: Policy = LAISSEZ_FAIRE, near: Equilibrium | None = None
) -> Equilibrium:
    """The steady state of an economy under a policy.

    Args:
        parameters: The economy.
        policy: Subsidies and taxes.
        near: A solved neighbour to start from; without, the published baseline.

    Raises:
        ScenarioError: if a value is out of range, or no equilibrium is found, with the equation that fails.
    """
    target = economy(parameters, policy)
    if near is not None:
        solved, found = newton(target, spread(target.step), near.unknowns, LOOKS)
        if solved:
            return described(target, found)
    return described(target, continued(economy(BASELINE, LAISSEZ_FAIRE), target))


def continued(here: Economy, target: Economy) -> Doubles:
    """The target's solution, reached from the baseline in as few steps as succeed.

    Each step starts where the last two point.
    """
    unknowns, done, stride = np.array(START), 0.0, 1.0
    if target.high_share == 0:  # on the way there the lines that high types win would vanish beyond any logarithm
        here = here._replace(high_share=0.0)
        unknowns = newton(here, spread(here.step), unknowns, PATIENCE)[1]
    course = np.zeros(unknowns.size)
    while done < 1:
        stride = min(stride, 1 - done)
        there = between(here, target, done + stride)
        solved, found = newton(
            there, spread(there.step), unknowns + stride * course, LOOKS if stride > SHORT else PATIENCE
        )
        if solved:
            course, unknowns = (found - unknowns) / stride, found
            done, stride = done + stride, stride * 2
        elif (stride := stride / 2) < SHORTEST:
            raise ScenarioError(_no_equilibrium(between(here, target, done), target, unknowns, done))
    return unknowns


def between(here: Economy, there: Economy, part: float) -> Economy:
    """The economy part of the way from one to another."""
    return there if part >= 1 else Economy(*((1 - part) * a + part * b for a, b in zip(here, there, strict=True)))


@lru_cache(maxsize=64)
def spread(step: float) -> Spread:
    """The density of qualities for a step; kept, for it is the same under every policy."""
    return spread_of(step)


def described(target: Economy, unknowns: Doubles) -> Equilibrium:
    """The steady state that belongs to the solved unknowns."""
    qualities = spread(target.step)
    choice, masses = imbalance(target, qualities, unknowns, np.empty(5))
    masses = masses._replace(low=max(masses.low, 0.0))
    profit, low_value, high_value, tau, _ = (float(value) for value in np.exp(unknowns))
    mean_quality = mean_quality_of(target, masses)
    wage = profit_shifter(target.elasticity) * mean_quality ** (target.elasticity - 1) / profit
    return Equilibrium(
        target, qualities, choice, masses, wage, wage * low_value, wage * high_value, mean_quality, tau, unknowns
    )


def mean_quality_of(target: Economy, masses: Masses) -> float:
    """Mean quality in terms of the unskilled wage, at which active lines' sales add up to output."""
    return markup(target.elasticity) / masses.yields ** (1 / (target.elasticity - 1))


def markup(elasticity: float) -> float:
    """Price over cost, m = epsilon / (epsilon - 1)."""
    return elasticity / (elasticity - 1)


def profit_shifter(elasticity: float) -> float:
    """Profit, part of output, of a line of quality one: (m - 1) / m^epsilon."""
    return (markup(elasticity) - 1) / markup(elasticity) ** elasticity


def _no_equilibrium(last: Economy, target: Economy, unknowns: Doubles, done: float) -> str:
    """Where the way ended, and which equation the next step could not meet."""
    errors = np.empty(len(EQUATIONS))
    choice, masses = imbalance(target, spread(target.step), unknowns, errors)
    worst = "none of them has a value" if not np.isfinite(errors).all() else EQUATIONS[int(np.abs(errors).argmax())]
    here, _ = imbalance(last, spread(last.step), unknowns, np.empty(len(EQUATIONS)))
    return (
        f"aaabk: no equilibrium found. On the way from the published baseline to these parameters and rates it was"
        f" lost after {done:.1%}, where x_E = {here.entry:.4g}, x_L = {here.low:.4g}, x_H = {here.high:.4g} and"
        f" tau = {np.exp(unknowns[3]):.4g}; from there the target's equations fail first in: {worst}"
        f" (Phi_L = {masses.low:.3g}, Phi_H = {masses.high:.3g}, x_L = {choice.low:.3g})."
        " Move the rates or parameters back towards the baseline"
    )
