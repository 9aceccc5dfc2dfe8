"""The planner: who maximises the welfare of the steady state and obeys the labour constraint alone.

The planner sets intensities x_E, x_L, x_H and exit qualities q_min,L, q_min,H to maximise the consumption
equivalent, with active lines standing as the distributions say and skilled labour no more than there is.

- `all`: every one of the five.
- `exit`: the exit qualities; incumbents' intensities stay what they are in equilibrium, and the entrants' R&D uses
  the labour that is left.
- `innovation`: the three intensities; exit qualities, relative to the unskilled wage, stay as in equilibrium. At
  the published baseline that leaves a gain of 1.00003, printed as 1.0000.

What stays is taken from the equilibrium under the policy told. These definitions give the paper's numbers.

Limits: the measure of welfare counts active lines and not how good they are (see `welfare`), so the planner keeps
every line in high hands, however poor, and quality decides only whose lines in low hands go. An exit quality that
hardly any line ever reaches is therefore not determined; the highest is reported that costs less than `FLAT` of
welfare. The planner compares steady states and not the way from one to the other.
"""

import math
from dataclasses import dataclass
from enum import StrEnum
from typing import Any, Final, cast

import numpy as np

from mangrove.arrays import Doubles
from mangrove.errors import ScenarioError
from mangrove.kernels.steady_state import NOTHING, Choice, Masses, cheapest, demand, standing
from mangrove.models.aaabk.equilibrium import Equilibrium, mean_quality_of
from mangrove.models.aaabk.welfare import fastest, log_equivalent

FLAT: Final = 2.5e-10
"""Part of welfare that an undetermined exit quality may cost."""
SETTLED: Final = 1e-7
"""Largest change of welfare or of a constraint when an undetermined exit quality is settled."""
RARE: Final = 1e-4
"""Share of all lines below an exit quality under which it counts as hardly reached."""
FEASIBLE: Final = 1e-8
"""Largest error of a constraint, in logarithms."""
LOWEST_EXIT: Final = 1e-2
"""Least exit quality tried, relative to the mean."""
WIDEST: Final = 8.0
"""Farthest that rates may move from equilibrium, in logarithms."""
ROUNDS: Final = 200
PRECISION: Final = 1e-13
NUDGE: Final = 1e-6
STARTS: Final = ((0.0, 0.0, 0.0), (0.8, 0.3, -1.5), (0.4, 0.0, -9.0))
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


def logarithm(value: float) -> float:
    """The logarithm, and far below any other for what is not positive."""
    return math.log(max(value, math.exp(-WIDEST)))


class Problem:
    """The planner's problem in logarithms.

    A point holds the rate of creative destruction, the part of it that high types do, and both exit qualities
    relative to the mean, shape (4,). Intensities follow: under `exit` what labour leaves, and else the cheapest.
    """

    def __init__(self, decentral: Equilibrium, margin: Margin) -> None:
        self.decentral, self.margin = decentral, margin
        self.economy, self.spread = decentral.economy, decentral.spread
        choice = decentral.choice
        exits = max(choice.low_exit, LOWEST_EXIT), max(choice.high_exit, LOWEST_EXIT)
        part = decentral.masses.won_high / decentral.tau if self.economy.high_share > 0 else 1.0
        self.origin = np.log([decentral.tau, part, *exits])
        self.inversion = min(0.0, self.origin[2] - self.origin[3])
        top = np.log(self.spread.gap * self.spread.density.size + self.spread.step)
        lowest = np.log(LOWEST_EXIT)
        fastest_tau = min(self.origin[0] + WIDEST, np.log(fastest(self.economy) / self.economy.step))
        self.low = np.array([*(self.origin[:2] - WIDEST), lowest, lowest])
        self.high = np.array([fastest_tau, 0.0, top, top])
        self._slopes: tuple[bytes, Doubles] = (b"", np.empty(0))

    def masses(self, point: Doubles) -> Masses:
        """Active lines at a point."""
        tau, part, low_exit, high_exit = (float(value) for value in np.exp(point))
        won_high = part * tau if self.economy.high_share > 0 else 0.0
        found = standing(self.economy, self.spread, tau, won_high, low_exit, high_exit)
        return Masses(max(found.low, NOTHING), max(found.high, 0.0), max(found.yields, NOTHING), won_high)

    def rates(self, point: Doubles, masses: Masses) -> tuple[float, float, float, float]:
        """Entry, low and high intensities, and the skilled labour that all uses together."""
        e, held = self.economy, self.decentral.choice
        if self.margin is not Margin.EXIT:
            return cheapest(e, masses, float(np.exp(point[0])))
        left = e.skilled_labour - demand(e, held._replace(entry=0.0), masses)
        entry = e.entry_skill**e.entry_curvature * abs(left) ** (1 - e.entry_curvature)
        return entry if left > 0 else -entry, held.low, held.high, e.skilled_labour

    def terms(self, point: Doubles) -> Doubles:
        """Welfare lost, then by how much each constraint fails, in logarithms.

        The constraints are skilled labour (under `exit`: lines lost, and lines won by high types) and what the
        margin holds fast.
        """
        e, masses = self.economy, self.masses(point)
        entry, low, high, labour = self.rates(point, masses)
        tau = float(np.exp(point[0]))
        terms = [-log_equivalent(e, e.step * tau, masses.low + masses.high)]
        if self.margin is Margin.EXIT:
            by_high = masses.high * high
            terms += [logarithm((by_high + masses.low * low + entry) / tau)]
            terms += [logarithm((by_high + e.high_share * entry) / masses.won_high)] if e.high_share > 0 else []
        else:
            terms += [np.log(labour / e.skilled_labour)]
        if self.margin is Margin.INNOVATION:
            moved = np.log(mean_quality_of(e, masses) / self.decentral.mean_quality)
            terms += [*(point[2:] - self.origin[2:] + moved)]
        return np.array(terms)

    def slopes(self, point: Doubles) -> Doubles:
        """Derivatives of the terms, shape (terms, 4); those of the last point are kept.

        A copy is handed out, for the optimiser writes into what it gets.
        """
        key = point.tobytes()
        if key != self._slopes[0]:
            rows = np.eye(point.size) * NUDGE
            columns = [(self.terms(point + row) - self.terms(point - row)) / (2 * NUDGE) for row in rows]
            self._slopes = key, np.array(columns).T
        return self._slopes[1].copy()

    def best(self) -> Doubles:
        """The best point that any start leads to, or a start itself; the narrower problems' solutions are starts, too.

        Raises:
            ScenarioError: if none meets the constraints.
        """
        starts = [self.origin + np.array([0.0, *move]) for move in STARTS]
        if self.margin is Margin.ALL:
            starts += [Problem(self.decentral, margin).best() for margin in (Margin.EXIT, Margin.INNOVATION)]
        starts = [np.clip(start, self.low, self.high) for start in starts]
        found = [point for point in (*starts, *map(self.search, starts)) if self.meets(point)]
        if not found:
            msg = f"aaabk: the planner's search ({self.margin}) met no allocation that uses skilled labour in full"
            raise ScenarioError(msg)
        return min(found, key=lambda point: self.terms(point)[0])

    def meets(self, point: Doubles) -> bool:
        """Whether a point keeps to the constraints, or uses less labour than there is."""
        breaches = self.terms(point)[1:]
        if self.limits(point).min() < -FEASIBLE:
            return False
        if self.margin is Margin.ALL:
            return bool(breaches[0] < FEASIBLE)
        return bool(np.abs(breaches).max() < FEASIBLE)

    def limits(self, point: Doubles) -> Doubles:
        """What may not turn negative: room between the exit qualities, and entry.

        The planner keeps to the paper's order, in which low types give up first. Where equilibrium itself inverts
        that, the planner may as far as it does.
        """
        entry = self.rates(point, self.masses(point))[0] / self.decentral.choice.entry
        room = 1.0 if self.margin is Margin.INNOVATION else point[2] - point[3] - self.inversion
        return np.array([room, entry])

    def search(self, start: Doubles) -> Doubles:
        """Where the search from a start ends, whether or not that keeps to the constraints."""
        import scipy.optimize

        def met(x: Doubles) -> Doubles:
            return self.terms(x)[1:]

        def met_slopes(x: Doubles) -> Doubles:
            return self.slopes(x)[1:]

        def loss(x: Doubles) -> float:
            return float(self.terms(x)[0])

        def loss_slopes(x: Doubles) -> Doubles:
            return self.slopes(x)[0]

        rules = [{"type": "eq", "fun": met, "jac": met_slopes}, {"type": "ineq", "fun": self.limits}]
        library: Any = scipy.optimize
        found = library.minimize(
            loss, start, method="SLSQP", jac=loss_slopes, constraints=rules,
            bounds=list(zip(self.low, self.high, strict=True)), options={"maxiter": ROUNDS, "ftol": PRECISION},
        )  # fmt: skip
        return cast(Doubles, found.x)

    def settle_exits(self, point: Doubles) -> Doubles:
        """The point with each exit quality that hardly any line reaches at the highest that costs next to nothing."""
        if self.margin is Margin.INNOVATION:
            return point
        rare = np.log(np.interp(RARE, self.spread.share, np.arange(self.spread.share.size)) * self.spread.gap)
        for axis in (3, 2):
            if point[axis] < rare:
                trial = self._settled(point, axis, float(rare))
                point = trial if np.abs(self.terms(trial) - self.terms(point)).max() < SETTLED else point
        return point

    def _settled(self, point: Doubles, axis: int, rare: float) -> Doubles:
        """The point moved along one axis. The others' answer to the move is of second order, by the envelope."""
        moved = point.copy()
        moved[axis] = self.low[axis]
        slopes = self.slopes(moved)
        prices = np.linalg.pinv(slopes[1:].T) @ -slopes[0]  # of the constraints
        weights = np.array([1.0, *prices])
        limit = weights @ self.terms(moved) + FLAT
        low, high = float(self.low[axis]), rare if axis == 2 else min(rare, float(point[2]))
        while high - low > NUDGE:
            moved[axis] = (low + high) / 2
            low, high = (moved[axis], high) if weights @ self.terms(moved) <= limit else (low, moved[axis])
        moved[axis] = low
        return moved

    def plan(self, point: Doubles) -> Plan:
        """The steady state at a point."""
        masses = self.masses(point)
        entry, low, high, _ = self.rates(point, masses)
        tau, _, low_exit, high_exit = (float(value) for value in np.exp(point))
        choice = Choice(entry, low, high, low_exit, high_exit, np.nan, np.nan)
        return Plan(choice, masses, mean_quality_of(self.economy, masses), tau, self.economy.step * tau)
