"""The planner: who maximises the welfare of the steady state and obeys the labour constraint alone.

The planner sets intensities x_E, x_L, x_H and exit qualities q_min,L, q_min,H to maximise the consumption
equivalent, with active lines standing as the distributions say and skilled labour no more than there is.

- `all`: every one of the five.
- `exit`: the exit qualities; incumbents' intensities stay what they are in equilibrium, and the entrants' R&D uses
  the labour that is left.
- `innovation`: the three intensities; exit qualities, relative to the unskilled wage, stay as in equilibrium.

What stays is taken from the equilibrium under the policy told. These definitions give the paper's numbers.

Limits: the measure of welfare counts active lines and not how good they are (see `welfare`), so the planner keeps
every line in high hands, however poor, and quality decides only whose lines in low hands go. An exit quality that
hardly any line ever reaches is therefore not determined; the highest is reported that costs less than `FLAT` of
welfare. The planner compares steady states and not the way from one to the other.
"""

from dataclasses import dataclass
from enum import StrEnum
from typing import Any, Final, cast

import numpy as np

from mangrove.arrays import Doubles
from mangrove.errors import ScenarioError
from mangrove.kernels.steady_state import NOTHING, Choice, Masses, demand, standing
from mangrove.models.aaabk.equilibrium import Equilibrium, mean_quality_of
from mangrove.models.aaabk.welfare import fastest, log_equivalent

FLAT: Final = 2.5e-10
"""Part of welfare that an undetermined exit quality may cost."""
RARE: Final = 1e-4
"""Share of all lines below an exit quality under which it counts as hardly reached."""
FEASIBLE: Final = 1e-8
"""Largest error of a constraint, in logarithms."""
LOWEST_EXIT: Final = 1e-2
"""Least exit quality tried, relative to the mean."""
WIDEST: Final = 8.0
"""Farthest that rates may move from equilibrium, in logarithms."""
ROUNDS: Final = 300
PRECISION: Final = 1e-13
NUDGE: Final = 1e-6
STARTS: Final = ((0.0, 0.0, 0.0), (0.8, 0.3, -1.5), (0.0, -0.3, -0.6))
"""Moves from equilibrium from which the search starts: lines won by high types, low and high exit, logarithms."""


class Margin(StrEnum):
    """What the planner may decide."""

    ALL = "all"
    EXIT = "exit"
    INNOVATION = "innovation"


@dataclass(frozen=True)
class Plan:
    """A steady state the planner chose, in the terms of `Equilibrium`."""

    choice: Choice
    masses: Masses
    mean_quality: float
    tau: float
    growth: float

    @property
    def active(self) -> float:
        """Active lines, part of all lines."""
        return self.masses.low + self.masses.high


def plan(decentral: Equilibrium, margin: Margin) -> Plan:
    """The planner's steady state.

    Args:
        decentral: The equilibrium, which gives what the planner may not decide.
        margin: What the planner decides.

    Raises:
        ScenarioError: if no allocation is found that meets the constraints.
    """
    problem = Problem(decentral, margin)
    return problem.plan(problem.settle_exits(problem.best()))


class Problem:
    """The planner's problem in logarithms.

    A point holds the rate of creative destruction, lines won by high types, both exit qualities relative to the
    mean, and the intensities of low types, high types and entrants, shape (7,).
    """

    def __init__(self, decentral: Equilibrium, margin: Margin) -> None:
        self.decentral, self.margin = decentral, margin
        self.economy, self.spread = decentral.economy, decentral.spread
        choice = decentral.choice
        exits = max(choice.low_exit, LOWEST_EXIT), max(choice.high_exit, LOWEST_EXIT)
        won_high = decentral.masses.won_high if self.economy.high_share > 0 else 1.0
        self.origin = np.log([decentral.tau, won_high, *exits, choice.low, choice.high, choice.entry])
        self.ordered = exits[0] >= exits[1]
        self.low, self.high = self.origin - WIDEST, self.origin + WIDEST
        self.low[2:4] = np.log(LOWEST_EXIT)
        self.high[2:4] = np.log(self.spread.gap * self.spread.density.size + self.spread.step)
        self.high[0] = min(self.high[0], np.log(fastest(self.economy) / self.economy.step))
        self._slopes: tuple[bytes, Doubles] = (b"", np.empty(0))

    def masses(self, point: Doubles) -> Masses:
        """Active lines at a point."""
        tau, won_high, low_exit, high_exit = (float(value) for value in np.exp(point[:4]))
        won_high = won_high if self.economy.high_share > 0 else 0.0
        found = standing(self.economy, self.spread, tau, won_high, low_exit, high_exit)
        return Masses(*(max(value, NOTHING) for value in found))

    def terms(self, point: Doubles) -> Doubles:
        """Welfare lost, then by how much each constraint fails, in logarithms.

        The constraints are lines lost, skilled labour, lines won by high types, and what the margin holds fast.
        """
        e, held, masses = self.economy, self.decentral.choice, self.masses(point)
        low, high, entry = (float(value) for value in np.exp(point[4:]))
        choice = Choice(entry, low, high, np.nan, np.nan, np.nan, np.nan)
        welfare = log_equivalent(e, e.step * float(np.exp(point[0])), masses.low + masses.high)
        by_high = masses.high * high
        terms = [-welfare, np.log(by_high + masses.low * low + entry) - point[0]]
        terms += [np.log(demand(e, choice, masses) / e.skilled_labour)]
        terms += [np.log(by_high + e.high_share * entry) - point[1] if e.high_share > 0 else point[1]]
        if self.margin is Margin.EXIT:
            terms += [point[4] - np.log(held.low), point[5] - np.log(held.high)]
        if self.margin is Margin.INNOVATION:
            moved = np.log(mean_quality_of(e, masses) / self.decentral.mean_quality)
            terms += [*(point[2:4] - self.origin[2:4] + moved)]
        return np.array(terms)

    def slopes(self, point: Doubles) -> Doubles:
        """Derivatives of the terms, shape (terms, 7); those of the last point are kept.

        A copy is handed out, for the optimiser writes into what it gets.
        """
        key = point.tobytes()
        if key != self._slopes[0]:
            rows = np.eye(point.size) * NUDGE
            columns = [(self.terms(point + row) - self.terms(point - row)) / (2 * NUDGE) for row in rows]
            self._slopes = key, np.array(columns).T
        return self._slopes[1].copy()

    def best(self) -> Doubles:
        """The best point that any start leads to; the whole problem starts from the narrower ones' solutions, too.

        Raises:
            ScenarioError: if none meets the constraints.
        """
        starts = [self.origin + np.array([0.0, *move, 0.0, 0.0, 0.0]) for move in STARTS]
        if self.margin is Margin.ALL:
            starts += [Problem(self.decentral, margin).best() for margin in (Margin.EXIT, Margin.INNOVATION)]
        found = [point for point in map(self.search, starts) if point is not None]
        if not found:
            msg = f"aaabk: the planner's search ({self.margin}) met no allocation that uses skilled labour in full"
            raise ScenarioError(msg)
        return min(found, key=lambda point: self.terms(point)[0])

    def search(self, start: Doubles) -> Doubles | None:
        """The best point near a start that meets the constraints; None where the search ends outside them."""
        import scipy.optimize

        def met(x: Doubles) -> Doubles:
            return self.terms(x)[1:]

        def met_slopes(x: Doubles) -> Doubles:
            return self.slopes(x)[1:]

        def loss(x: Doubles) -> float:
            return float(self.terms(x)[0])

        def loss_slopes(x: Doubles) -> Doubles:
            return self.slopes(x)[0]

        def order(x: Doubles) -> float:
            return float(x[2] - x[3])

        rules: list[dict[str, Any]] = [{"type": "eq", "fun": met, "jac": met_slopes}]
        if self.ordered:
            rules.append({"type": "ineq", "fun": order})
        library: Any = scipy.optimize
        found = library.minimize(
            loss, np.clip(start, self.low, self.high), method="SLSQP", jac=loss_slopes, constraints=rules,
            bounds=list(zip(self.low, self.high, strict=True)), options={"maxiter": ROUNDS, "ftol": PRECISION},
        )  # fmt: skip
        point = cast(Doubles, found.x)
        return point if np.abs(self.terms(point)[1:]).max() < FEASIBLE else None

    def settle_exits(self, point: Doubles) -> Doubles:
        """The point with each exit quality that hardly any line reaches at the highest that costs next to nothing."""
        if self.margin is Margin.INNOVATION:
            return point
        place = np.exp(point[2:4]) / self.spread.gap
        share = np.interp(place, np.arange(self.spread.share.size), self.spread.share)
        for axis in (2 + np.flatnonzero(share < RARE)).tolist():
            point = self._settled(point, axis)
        return point

    def _settled(self, point: Doubles, axis: int) -> Doubles:
        """The point moved along one axis. The others' answer to the move is of second order, by the envelope."""
        moved = point.copy()
        moved[axis] = self.low[axis]
        slopes = self.slopes(moved)
        prices = np.linalg.pinv(slopes[1:].T) @ -slopes[0]  # of the constraints
        weights = np.array([1.0, *prices])
        limit = weights @ self.terms(moved) + FLAT
        low, high = float(self.low[axis]), float(self.high[3])
        while high - low > NUDGE:
            moved[axis] = (low + high) / 2
            low, high = (moved[axis], high) if weights @ self.terms(moved) <= limit else (low, moved[axis])
        moved[axis] = low
        return moved

    def plan(self, point: Doubles) -> Plan:
        """The steady state at a point."""
        masses = self.masses(point)
        tau, _, low_exit, high_exit, low, high, entry = (float(value) for value in np.exp(point))
        choice = Choice(entry, low, high, low_exit, high_exit, np.nan, np.nan)
        return Plan(choice, masses, mean_quality_of(self.economy, masses), tau, self.economy.step * tau)
