"""The same equilibrium the straightforward way: the printed equations on a grid, and SciPy's root finder.

Six unknowns (w, Phi_L, Phi_H, v_L, v_H, mean quality), the distributions of all lines, of those last improved by
owners still of high type, and of those orphaned by the shock, and sums over the grid. It is slower and coarser than
`equilibrium`, works near the baseline only, and is exact only where low types give up first. Tests hold the two
together, and `make bench`
sets them side by side.
"""

from dataclasses import dataclass
from typing import Any, Final, cast

import numpy as np

from mangrove.arrays import Doubles
from mangrove.errors import ScenarioError
from mangrove.kernels.innovation import (
    exit_quality,
    fading_line_value,
    intensity,
    line_value,
    option_value,
    researchers,
)
from mangrove.kernels.steady_state import Economy
from mangrove.models.aaabk.equilibrium import markup, profit_shifter

DELAY: Final = 200
"""Grid points in one step of quality."""
TOP: Final = 4.0
"""Highest quality of the grid, relative to the mean."""
START: Final = (1.83, 0.575, 0.047, 0.668, 0.754, 1.725)


@dataclass(frozen=True)
class Distributions:
    """Shares of all lines up to each quality, on a grid relative to the mean, shape (n,) each.

    Attributes:
        quality: The grid.
        every: All lines, F.
        high: Lines last improved by owners of high type who still are, F_H.
        high_orphaned: Those among them whose owner the shock has struck, F_Hx.
        low_orphaned: The same among the rest, F_Lx.
    """

    quality: Doubles
    every: Doubles
    high: Doubles
    high_orphaned: Doubles
    low_orphaned: Doubles


def all_lines(step: float) -> tuple[Doubles, Doubles]:
    """Grid and share of lines up to each quality, relative to the mean, where z F' = (F(z) - F(z - step)) / step.

    F z^(-1 / step) is constant up to the step and falls from there by what is known one step further down.
    """
    z = np.arange(1, int(TOP / step * DELAY) + 1) * step / DELAY
    scaled = np.ones(z.size)
    for start in range(DELAY, z.size, DELAY):
        here = slice(start - 1, min(start + DELAY, z.size))
        behind = np.concatenate([[0.0], z ** (1 / step) * scaled])[start - DELAY :][: scaled[here].size]
        source = behind * z[here] ** (-1 / step - 1) / step
        falls = np.concatenate([[0.0], np.cumsum((source[1:] + source[:-1]) / 2 * np.diff(z[here]))])
        scaled[here] = scaled[start - 1] - falls
    share = z ** (1 / step) * scaled
    return z, share / share[-1]


def backward(quality: Doubles, decay: float, source: Doubles, end: float) -> Doubles:
    """Solve z F' = decay F - source from the top of the grid down, F being `end` there."""
    kept = ((quality[:-1] / quality[1:]) ** decay).tolist()
    flow = ((source[:-1] + source[1:]) / 2 / decay).tolist()
    found = [end]
    for keep, add in zip(reversed(kept), reversed(flow), strict=True):
        found.append(found[-1] * keep + add * (1 - keep))
    return np.array(found[::-1])


def distributions(e: Economy, grid: tuple[Doubles, Doubles], tau: float, tau_high: float) -> Distributions:
    """The four distributions, for given rates at which all lines and those of high types are won."""
    z, every = grid
    g = e.step * tau
    landed = np.concatenate([np.zeros(DELAY), every[:-DELAY]])
    ends = tau + e.fade
    high = backward(z, ends / g, tau_high / g * landed, tau_high / ends)
    orphaned = e.shock * high
    high_orphaned = backward(z, (ends + e.shock) / g, orphaned / g, orphaned[-1] / (ends + e.shock))
    orphaned = e.shock * (every - high) + e.fade * high_orphaned
    low_orphaned = backward(z, (tau + e.shock) / g, orphaned / g, orphaned[-1] / (tau + e.shock))
    return Distributions(z, every, high, high_orphaned, low_orphaned)


def errors(unknowns: Doubles, e: Economy, grid: tuple[Doubles, Doubles]) -> Doubles:
    """Errors of labour, two shares of lines, two values and the normalisation, shape (6,)."""
    w, phi_low, phi_high, v_low, v_high, mean = unknowns.tolist()
    power, shifter = e.elasticity - 1, profit_shifter(e.elasticity)
    skills, values = (e.low_skill, e.high_skill), (v_low, v_high)
    low, high = (intensity(v, w, t, e.curvature, e.rnd_subsidy) for t, v in zip(skills, values, strict=True))
    options = [option_value(v, w, t, e.curvature, e.rnd_subsidy) for t, v in zip(skills, values, strict=True)]
    expected = e.high_share * v_high + (1 - e.high_share) * v_low
    entry = intensity(expected, w, e.entry_skill, e.entry_curvature, e.entry_subsidy)
    tau_high = phi_high * high + e.high_share * entry
    tau = tau_high + phi_low * low + (1 - e.high_share) * entry
    g = e.step * tau
    low_burden, high_burden = (w * e.overhead * (1 - e.operation_subsidy) - option for option in options)
    exits = exit_quality(low_burden, shifter, power), exit_quality(high_burden, shifter, power)
    d = distributions(e, grid, tau, tau_high)
    q = d.quality * mean
    active = d.every - d.high - d.low_orphaned, d.high - d.high_orphaned
    floors = [float(np.interp(at, q, held)) for at, held in zip(exits, active, strict=True)]
    kept = [held[-1] - floor for held, floor in zip(active, floors, strict=True)]
    yields = [_yield_above(q, held, at, power) for held, at in zip(active, exits, strict=True)]
    k = e.discount + e.risk_aversion * g + tau + e.shock
    landing = (q[1:] + q[:-1]) / 2 + e.step * mean
    weights = np.diff(d.every)
    new_low = weights @ line_value(landing, exits[0], low_burden, shifter, power, k, g)
    burdens = low_burden, high_burden
    new_high = weights @ fading_line_value(landing, exits, burdens, shifter, power, k, e.fade, g)
    work = [researchers(x, t, e.curvature) + e.overhead for x, t in zip((low, high), skills, strict=True)]
    labour = phi_low * work[0] + phi_high * work[1] + researchers(entry, e.entry_skill, e.entry_curvature)
    return np.array([
        labour / e.skilled_labour - 1, kept[0] - phi_low, kept[1] - phi_high, new_low - v_low, new_high - v_high,
        sum(yields) / markup(e.elasticity) ** power - 1,
    ])  # fmt: skip


def _yield_above(quality: Doubles, held: Doubles, exit_at: float, power: float) -> float:
    """Integral of q^power over lines held above an exit quality."""
    pieces = ((quality[1:] + quality[:-1]) / 2) ** power * np.diff(held)
    below = np.concatenate([[0.0], np.cumsum(pieces)])
    return float(below[-1] - np.interp(exit_at, quality, below))


def plain_equilibrium(e: Economy, start: tuple[float, ...] = START) -> Doubles:
    """The six unknowns w, Phi_L, Phi_H, v_L, v_H and the mean quality, shape (6,).

    Raises:
        ScenarioError: if the root finder fails.
    """
    import scipy.optimize

    library: Any = scipy.optimize
    found = library.root(errors, np.array(start), args=(e, all_lines(e.step)), method="hybr")
    if not found.success:
        msg = f"aaabk: SciPy found no root ({found.message}); `equilibrium` goes farther from the baseline"
        raise ScenarioError(msg)
    return cast(Doubles, found.x)
