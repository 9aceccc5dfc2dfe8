"""Akcigit and Kerr (2018): firms improve their own lines and take those of others, at rest.

A firm's value is A per unit of quality and B(n) for its n lines, in units of average quality. Own lines are
improved at the rate z; others' are taken at x(n) per line, which falls with size where the technology does
not scale (sigma below 1 - 1/psi). A major advance, with chance theta, makes a step eta; the k-th that follows
it makes eta alpha^k. Free entry fixes the rate tau at which lines change hands.

Source: Akcigit & Kerr (2018), "Growth through heterogeneous innovations", Journal of Political Economy
126(4), doi:10.1086/697901; parameters and the published column from the authors' result file.
"""

import math
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Annotated, Any, Final

import numpy as np

from mangrove.arrays import Doubles
from mangrove.errors import ScenarioError
from mangrove.models.parameters import Symbol, read_parameters
from mangrove.models.root import root, solving
from mangrove.models.table import Row

MODEL: Final = "akcigit_kerr"
LINES: Final = 200
"""Largest firm of the value recursion; beyond it values rise in a straight line. The authors stop at 30, which
gives the same turnover to nine digits at their parameters."""
FIRST: Final = 1e-6
"""Smallest rate of turnover that is tried, 1/yr; it is doubled until entry no longer pays."""
CLEARED: Final = 1e-6
"""Share of the cost of entry by which its worth may differ at rest."""
CLOSE: Final = 1e-13
"""Gap in values at which the recursion rests."""
ROUNDS: Final = 200
"""Rounds of policy improvement; a handful suffice."""
BOUNDLESS: Final = 1e6
"""Stands for a value without bound while turnover is searched."""
SPILL: Final = 1e-6
"""Share of lines that may lie in firms as large as the recursion goes."""


@dataclass(frozen=True)
class Parameters:
    """The estimated baseline."""

    scale: Annotated[float, Symbol("sigma", "exponent of size in external innovation", low=0, below=1)] = 0.395411
    external_power: Annotated[float, Symbol("psi_tilde", "curvature of external R&D cost", above=1)] = 2.0
    internal_power: Annotated[float, Symbol("psi_hat", "curvature of internal R&D cost", above=1)] = 2.0
    external_cost: Annotated[float, Symbol("chi_tilde", "level of external R&D cost", above=0)] = 4.066454
    internal_cost: Annotated[float, Symbol("chi_hat", "level of internal R&D cost", above=0)] = 0.346226
    discount: Annotated[float, Symbol("rho", "discount rate, 1/yr", above=0)] = 0.02
    major: Annotated[float, Symbol("theta", "chance that an external innovation is major", above=0, high=1)] = 0.1030
    step: Annotated[float, Symbol("eta", "step of a major advance, in average qualities", above=0)] = 0.112353
    own_step: Annotated[float, Symbol("lambda", "step on one's own line, share of its quality", above=0)] = 0.050927
    fading: Annotated[float, Symbol("alpha", "each follow-on's step over the last one's", low=0, high=1)] = 0.9294
    profit: Annotated[float, Symbol("beta", "profit share of sales", above=0, below=1)] = 0.105892
    productivity: Annotated[float, Symbol("zeta", "productivity of production labour", above=0)] = 1.0
    entry_cost: Annotated[float, Symbol("nu", "cost of an entry, in average qualities", above=0)] = 0.830278
    citing: Annotated[float, Symbol("gamma_eta", "citations that a step of eta brings", above=0)] = 0.7502

    @property
    def mean_step(self) -> float:
        """Average step of external innovations, in average qualities."""
        return self.major * self.step / (1 - (1 - self.major) * self.fading)

    @property
    def cost_of_size(self) -> float:
        """Exponent of size in the cost of external R&D."""
        return (1 - self.scale) * self.external_power

    @property
    def flow_profit(self) -> float:
        """Profit of a line per unit of quality, labour being one."""
        production = 1 / ((1 - self.profit) ** 2 / self.profit + 1)
        margin = self.profit**self.profit * (1 - self.profit) ** (1 - 2 * self.profit)
        return production * (1 - self.profit) * margin * self.productivity ** (1 - self.profit)


@dataclass(frozen=True)
class Equilibrium:
    """The economy at rest.

    Attributes:
        turnover: Rate at which a line changes hands, 1/yr (tau).
        internal: Rate at which its owner improves it, 1/yr (z).
        growth: Growth of average quality, 1/yr (g).
        quality_value: Value of a unit of quality (A).
        line_values: Value of having n lines to innovate with, n = 1 to `LINES` (B).
        external: Rate at which a firm takes lines, per line it has, by n, 1/yr (x).
        firms: Firms with n lines, for one unit of lines (F).
        entry: Lines that entrants take, 1/yr.
    """

    turnover: float
    internal: float
    growth: float
    quality_value: float
    line_values: Doubles
    external: Doubles
    firms: Doubles
    entry: float


def equilibrium(parameters: Parameters) -> Equilibrium:
    """The rate of turnover at which an entry is worth its cost, and all that follows from it.

    Raises:
        ScenarioError: where no equilibrium with entry exists.
    """

    def excess(turnover: float) -> float:
        quality_value, _, _ = _quality(turnover, parameters)
        values, _ = _lines(turnover, quality_value, parameters)
        return quality_value * (1 + parameters.mean_step) + float(values[0]) - parameters.entry_cost

    fast = FIRST
    while excess(fast) > 0:
        fast *= 2
    if fast == FIRST:
        msg = f"{MODEL}: no equilibrium with entry: an entry never pays its cost; lower nu"
        raise ScenarioError(msg)
    turnover = root(excess, fast / 2, fast)
    boundless = abs(excess(turnover)) > CLEARED * parameters.entry_cost
    quality_value, internal, growth = _quality(turnover, parameters)
    values, external = _lines(turnover, quality_value, parameters)
    if boundless or external[-1] >= turnover:
        msg = f"{MODEL}: no equilibrium: firms would grow without bound; raise chi_tilde or lower sigma"
        raise ScenarioError(msg)
    firms = _sizes(turnover, external)
    entry = turnover * float(firms[0])
    return Equilibrium(turnover, internal, growth, quality_value, values, external, firms, entry)


def _quality(turnover: float, parameters: Parameters) -> tuple[float, float, float]:
    """Value of quality, internal innovation and growth at a rate of turnover.

    With r = rho + g and g = tau s + z lambda, the value equation becomes (rho + tau (1 + s)) A + chi z^psi = pi,
    where z is the best answer to A: the left side rises in A, so there is one solution.
    """
    power, cost = parameters.internal_power, parameters.internal_cost
    flat = parameters.discount + turnover * (1 + parameters.mean_step)

    def improving(value: float) -> float:
        return (parameters.own_step * value / (cost * power)) ** (1 / (power - 1))

    def excess(value: float) -> float:
        return flat * value + cost * improving(value) ** power - parameters.flow_profit

    value = root(excess, 0.0, parameters.flow_profit / flat)
    internal = improving(value)
    return value, internal, turnover * parameters.mean_step + internal * parameters.own_step


def _lines(turnover: float, quality_value: float, parameters: Parameters) -> tuple[Doubles, Doubles]:
    """Values of having n lines, and the rates at which others are taken, by policy improvement.

    Values without bound, where large firms take lines faster than they lose them, come back as `BOUNDLESS`.

    rho B(n) = n x [W + B(n+1) - B(n)] + n tau [B(n-1) - B(n)] - chi n^c x^psi, with W = A (1 + s), B(0) = 0 and
    B(N+1) = 2 B(N) - B(N-1).
    """
    n = np.arange(1, LINES + 1, dtype=np.float64)
    gain = quality_value * (1 + parameters.mean_step)
    power = parameters.external_power
    marginal = power * parameters.external_cost * n ** (parameters.cost_of_size - 1)
    values, external = np.zeros(LINES), np.zeros(LINES)
    for _ in range(ROUNDS):
        more = np.append(np.diff(values), values[-1] - values[-2])
        external = (np.maximum(gain + more, 0.0) / marginal) ** (1 / (power - 1))
        if not (external[-1] - turnover) * LINES < parameters.discount:
            return np.full(LINES, BOUNDLESS), external
        up, down = n * external, n * turnover
        flow = up * gain - parameters.external_cost * n**parameters.cost_of_size * external**power
        after = _follow(up, down, flow, parameters.discount)
        if np.max(np.abs(after - values)) <= CLOSE * max(1.0, float(np.max(np.abs(after)))):
            return after, external
        values = after
    return np.full(LINES, BOUNDLESS), external


def _follow(up: Doubles, down: Doubles, flow: Doubles, discount: float) -> Doubles:
    """Values of a birth-death process that earns a flow in each state: a band of three diagonals."""
    from scipy import linalg

    band = np.zeros((3, LINES))
    band[0, 1:] = -up[:-1]
    band[1] = discount + up + down
    band[2, :-1] = -down[1:]
    band[1, -1] = discount + down[-1] - up[-1]
    band[2, -2] = up[-1] - down[-1]
    return np.asarray(linalg.solve_banded((1, 1), band, flow), np.float64)


def _sizes(turnover: float, external: Doubles) -> Doubles:
    """Firms with n lines for one unit of lines: as many grow from n to n + 1 as shrink back.

    Raises:
        ScenarioError: where firms outgrow `LINES`.
    """
    n = np.arange(1, LINES + 1, dtype=np.float64)
    firms = np.cumprod(np.append(1.0, n[:-1] * external[:-1] / (turnover * n[1:])))
    firms /= np.sum(n * firms)
    if LINES * firms[-1] > SPILL:
        msg = f"{MODEL}: no equilibrium: firms outgrow {LINES} lines; raise chi_tilde or lower sigma"
        raise ScenarioError(msg)
    return firms


def decomposition(at_rest: Equilibrium, parameters: Parameters) -> dict[str, float]:
    """Growth from innovation on own lines, from lines taken by incumbents, and from entrants, 1/yr."""
    taken = at_rest.turnover - at_rest.entry
    return {
        "internal": at_rest.internal * parameters.own_step,
        "external": taken * parameters.mean_step,
        "entry": at_rest.entry * parameters.mean_step,
    }


def citations(parameters: Parameters, most: int) -> Doubles:
    """Share of external patents with 0, 1, ... `most` citations.

    A patent's citations last until the next major advance; the k-th follow-on earns alpha^k as many.

    >>> citations(Parameters(), 2).round(3)
    array([0.239, 0.164, 0.121])
    """
    k = np.arange(math.ceil(math.log(CLOSE) / math.log1p(-min(parameters.major, 1 - CLOSE))) + 1)[:, None]
    rate = parameters.citing * parameters.fading**k * (1 - parameters.major)
    shares = parameters.major * (1 - parameters.major) ** k
    ends = parameters.major / (parameters.major + rate)
    return np.asarray(np.sum(shares * ends * (1 - ends) ** np.arange(most + 1), axis=0))


def moments(at_rest: Equilibrium, parameters: Parameters) -> dict[str, float]:
    """The moments of the paper's estimation that the equilibrium gives without a simulated panel."""
    n = np.arange(1, LINES + 1, dtype=np.float64)
    research = parameters.external_cost * n**parameters.cost_of_size * at_rest.external**parameters.external_power
    own = parameters.internal_cost * at_rest.internal**parameters.internal_power
    sales = parameters.flow_profit / parameters.profit
    return {
        "rnd_to_sales": (own + float(np.sum(at_rest.firms * research))) / sales,
        "internal_patents": at_rest.internal / (at_rest.internal + at_rest.turnover),
        "growth": at_rest.growth,
        "profitability": parameters.profit,
        "entry_rate": at_rest.entry / float(np.sum(at_rest.firms)),
        "internal_to_external_citations": parameters.own_step / parameters.mean_step,
    }


def solve(told: Mapping[str, Any]) -> dict[str, float]:
    """The economy at rest under told parameters.

    Args:
        told: Any of `sigma`, `psi_tilde`, `psi_hat`, `chi_tilde`, `chi_hat`, `rho`, `theta`, `eta`, `lambda`,
            `alpha`, `beta`, `zeta`, `nu` and `gamma_eta`; the rest keep the estimated baseline.

    Returns:
        `tau`, `z`, `g`, `A`, `x_1` to `x_3`, `entry` (lines), `M` (firms), `growth_internal`,
        `growth_external`, `growth_entry` and their shares, and the moments by their names.

    Raises:
        ScenarioError: where a parameter is unknown or out of range, or no equilibrium exists.

    >>> round(solve({})["tau"], 6)
    0.115361
    """
    parameters = read_parameters(Parameters, told, MODEL)
    with solving(MODEL):
        at_rest = equilibrium(parameters)
    parts = decomposition(at_rest, parameters)
    return {
        "tau": at_rest.turnover,
        "z": at_rest.internal,
        "g": at_rest.growth,
        "A": at_rest.quality_value,
        **{f"x_{n}": float(at_rest.external[n - 1]) for n in (1, 2, 3)},
        "entry": at_rest.entry,
        "M": float(np.sum(at_rest.firms)),
        **{f"growth_{name}": part for name, part in parts.items()},
        **{f"share_{name}": part / at_rest.growth for name, part in parts.items()},
        **moments(at_rest, parameters),
    }


FIFTH_DIGIT: Final = 1e-5
TENTH_OF_A_POINT: Final = 1e-3
SIMULATED: Final = 5e-4
"""For the one moment that the authors take from a simulated panel and we from the equilibrium."""
PUBLISHED: Final = (
    ("equilibrium", "tau", 0.115361, FIFTH_DIGIT),
    ("equilibrium", "z", 0.038452, FIFTH_DIGIT),
    ("equilibrium", "g", 0.00998457, FIFTH_DIGIT),
    ("equilibrium", "entry", 0.036704, FIFTH_DIGIT),
    ("equilibrium", "M", 0.559159, FIFTH_DIGIT),
    ("equilibrium", "entry_rate", 0.065642, FIFTH_DIGIT),
    ("equilibrium", "x_1", 0.09498, FIFTH_DIGIT),
    ("equilibrium", "x_2", 0.07913, FIFTH_DIGIT),
    ("equilibrium", "x_3", 0.07096, FIFTH_DIGIT),
    ("growth decomposition", "growth_internal", 0.0019583, FIFTH_DIGIT),
    ("growth decomposition", "growth_external", 0.0054726, FIFTH_DIGIT),
    ("growth decomposition", "growth_entry", 0.0025537, FIFTH_DIGIT),
    ("growth decomposition", "share_internal", 0.196, TENTH_OF_A_POINT),
    ("growth decomposition", "share_external", 0.548, TENTH_OF_A_POINT),
    ("growth decomposition", "share_entry", 0.256, TENTH_OF_A_POINT),
    ("moments", "rnd_to_sales", 0.0416, SIMULATED),
    ("moments", "internal_patents", 0.2500, 5e-5),
    ("moments", "growth", 0.0100, 5e-5),
    ("moments", "profitability", 0.1059, 5e-5),
    ("moments", "entry_rate", 0.0656, 5e-5),
    ("moments", "internal_to_external_citations", 0.7320, 5e-5),
)
"""Table, item, the authors' number and the gap that is allowed.

Three moments are left out: growth, patents and major advances by size are regressions on a simulated panel of
qualities, whose windows and caps only the authors' programs define.
"""


def tables() -> list[Row]:
    """The authors' equilibrium, decomposition and moments beside ours."""
    ours = solve({})
    return [Row(table, item, published, ours[item], gap) for table, item, published, gap in PUBLISHED]
