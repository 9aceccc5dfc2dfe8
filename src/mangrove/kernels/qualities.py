"""How the qualities of product lines are spread, and what lines earn between landing and giving up.

Every line drifts down against the mean at the rate g and jumps up by `step` times the mean at the rate
tau = g / step. Relative to the mean, qualities z then have a density f that depends on the step alone:

    z f(z) = (1 / step) times the integral of f from z - step to z,

with f proportional to z^(1 / step - 1) below the step. A line lands at y = z + step, z drawn from f, and slides
down from there. Every mass, profit and value of the steady state is made of two integrals over landings y above
an exit quality z: of 1 - (z / y)^a, and of y^p - z^p (z / y)^a.
"""

import math
from typing import Final, NamedTuple, TypeAlias

import numpy as np

from mangrove.arrays import Doubles
from mangrove.kernels.compiled import compiled, inlined

FINENESS: Final = 256
"""Grid steps in one standard deviation of quality."""
LEAST: Final = 64
"""Fewest grid steps in one step of quality."""
NEGLIGIBLE: Final = 1e-17
"""Density, against its peak, at which the grid may end."""
PANEL: Final = 0.1
"""Widest piece of the quality axis that one Gauss rule covers."""
NODES, WEIGHTS = np.polynomial.legendre.leggauss(6)
"""Gauss rule on [-1, 1]."""


Four: TypeAlias = tuple[float, float, float, float]


class Spread(NamedTuple):
    """The density of quality relative to its mean, on an even grid from 0.

    Attributes:
        step: Jump of an improved line, relative to the mean.
        gap: Distance between grid points; the step is a whole number of them.
        density: f, shape (n,).
        slope: Derivative of f, shape (n,).
        share: Lines up to each grid point, shape (n,); 0 at the first and 1 at the last.
    """

    step: float
    gap: float
    density: Doubles
    slope: Doubles
    share: Doubles


def spread_of(step: float) -> Spread:
    """The density for a step between 0.01 and 1."""
    deviation = math.sqrt(step / 2)
    delay = max(LEAST, math.ceil(step / deviation * FINENESS))
    size = math.ceil((1 + 12 * (deviation + step)) / step * delay)
    density, slope, share = settled(step, delay, size)
    return Spread(step, step / delay, density, slope, share)


@compiled
def settled(step: float, delay: int, size: int) -> tuple[Doubles, Doubles, Doubles]:
    """Density, slope and share on a grid of `delay` points a step and at most `size` points.

    The window is integrated by the trapezoid rule with its first end correction, whose slopes the equation
    itself gives: (z f)' = (f(z) - f(z - step)) / step. Nothing is subtracted but what leaves the window.
    """
    gap = step / delay
    density, slope, share = np.zeros(size), np.zeros(size), np.zeros(size)
    power = 1 / step - 1
    for i in range(1, delay + 1):
        density[i] = (i / delay) ** power
        slope[i] = power * density[i] / (i * gap)
        share[i] = step * i * gap * density[i]
    if power == 0:
        density[0] = 1.0
    bend = gap * gap / 12
    window, peak, last = 0.0, density[delay], size - 1
    for i in range(1, delay):
        window += density[i]
    for i in range(delay + 1, size):
        z, left = i * gap, i - delay
        window += density[i - 1] - density[left]
        known = gap * (window + 0.5 * density[left]) + bend * (density[left] / (step * z) + slope[left])
        density[i] = known / step / (z - gap / (2 * step) + bend / step * (1 / step - 1) / z)
        slope[i] = ((density[i] - density[left]) / step - density[i]) / z
        share[i] = share[i - 1] + gap / 2 * (density[i - 1] + density[i]) + bend * (slope[i - 1] - slope[i])
        peak = max(peak, density[i])
        if density[i] < NEGLIGIBLE * peak:
            last = i
            break
    total = share[last]
    return density[: last + 1] / total, slope[: last + 1] / total, share[: last + 1] / total


def twin_settled(step: float, delay: int, size: int) -> tuple[Doubles, Doubles, Doubles]:
    """The same by NumPy, the window summed anew at each point."""
    gap, power = step / delay, 1 / step - 1
    z = np.arange(size) * gap
    bend = gap * gap / 12
    density, slope = np.zeros(size), np.zeros(size)
    head = np.arange(1, delay + 1)
    density[head] = (head / delay) ** power
    slope[head] = power * density[head] / z[head]
    density[0] = float(power == 0)
    for i in range(delay + 1, size):
        inner = density[i - delay + 1 : i].sum() + density[i - delay] / 2
        known = gap * inner + bend * (density[i - delay] / (step * z[i]) + slope[i - delay])
        density[i] = known / step / (z[i] - gap / (2 * step) + bend / step * power / z[i])
        slope[i] = ((density[i] - density[i - delay]) / step - density[i]) / z[i]
        if density[i] < NEGLIGIBLE * density.max():
            density, slope, z = density[: i + 1], slope[: i + 1], z[: i + 1]
            break
    pieces = gap / 2 * (density[:-1] + density[1:]) + bend * (slope[:-1] - slope[1:])
    share = np.where(z <= z[delay], step * z * density, 0.0)
    share[delay + 1 :] = share[delay] + np.cumsum(pieces[delay:])
    return density / share[-1], slope / share[-1], share / share[-1]


@inlined
def density_at(spread: Spread, z: float) -> float:
    """The density between grid points, by the cubic through its neighbours' values and slopes; 0 outside."""
    place = z / spread.gap
    i = int(place)
    if z < 0 or i > spread.density.size - 2:
        return 0.0
    t = place - i
    u = 1 - t
    value = (1 + 2 * t) * u * u * spread.density[i] + t * t * (1 + 2 * u) * spread.density[i + 1]
    return value + t * u * spread.gap * (u * spread.slope[i] - t * spread.slope[i + 1])


@compiled
def landings(
    spread: Spread, exit_at: float, power: float, decay: float, interest: float, fade: float
) -> tuple[Four, Four]:
    """Integrals over landings y above an exit quality z: of 1 - (z / y)^a and of y^p - z^p (z / y)^a.

    Args:
        spread: Density of qualities.
        exit_at: Exit quality z relative to the mean; 0 for none.
        power: Exponent p.
        decay: First exponent a; the others are a + fade, a + interest and a + fade + interest.
        interest: Interest rate over the growth rate.
        fade: Rate of turning low over the growth rate.
    """
    masses, powers = np.zeros(4), np.zeros(4)
    step = spread.step
    top = (spread.density.size - 1) * spread.gap + step
    pieces = math.ceil(step / PANEL)
    left = max(exit_at, step)
    piece = math.floor(left / step * pieces)
    while left < top:
        piece += 1
        right = piece * step / pieces
        half = 0.5 * (right - left)
        for j in range(NODES.size):
            y = left + half * (1 + NODES[j])
            weight = WEIGHTS[j] * half * density_at(spread, y - step)
            if weight > 0:
                add_landing(masses, powers, weight, y, exit_at, power, decay, interest, fade)
        left = right
    return (masses[0], masses[1], masses[2], masses[3]), (powers[0], powers[1], powers[2], powers[3])


@inlined
def add_landing(
    masses: Doubles, powers: Doubles, weight: float, y: float, exit_at: float, power: float, decay: float,
    interest: float, fade: float,
) -> None:  # fmt: skip
    """Add one landing to the eight integrals."""
    yielded = math.exp(power * math.log(y))
    gone, floor = (0.0, 0.0, 0.0, 0.0), 0.0
    if exit_at > 0:
        slide = math.log(exit_at / y)
        first, by_fade, by_interest = math.exp(decay * slide), math.exp(fade * slide), math.exp(interest * slide)
        gone = (first, first * by_fade, first * by_interest, first * by_fade * by_interest)
        floor = exit_at**power
    for k in range(4):
        masses[k] += weight * (1 - gone[k])
        powers[k] += weight * (yielded - floor * gone[k])


def twin_landings(
    spread: Spread, exit_at: float, power: float, decay: float, interest: float, fade: float
) -> tuple[Four, Four]:
    """The same by NumPy, over all pieces at once."""
    step = spread.step
    top = (spread.density.size - 1) * spread.gap + step
    pieces, left = math.ceil(step / PANEL), max(exit_at, step)
    if left >= top:
        return (0.0, 0.0, 0.0, 0.0), (0.0, 0.0, 0.0, 0.0)
    first = math.floor(left / step * pieces)
    edges = np.array([left, *(np.arange(first + 1, math.ceil(top / step * pieces) + 1) * step / pieces)])
    half = np.diff(edges)[:, None] / 2
    y = edges[:-1, None] + half * (1 + NODES)
    z, grid = y - step, np.arange(spread.density.size) * spread.gap
    i = np.minimum((z / spread.gap).astype(np.int64), spread.density.size - 2)
    t = z / spread.gap - i
    value = (1 + 2 * t) * (1 - t) ** 2 * spread.density[i] + t**2 * (3 - 2 * t) * spread.density[i + 1]
    value += t * (1 - t) * spread.gap * ((1 - t) * spread.slope[i] - t * spread.slope[i + 1])
    weight = np.where(z < grid[-1], WEIGHTS * half * value, 0.0)
    exponents = np.array([decay, decay + fade, decay + interest, decay + fade + interest])[:, None, None]
    gone = (exit_at / y) ** exponents
    masses = (weight * (1 - gone)).sum((1, 2))
    powers = (weight * (y**power - exit_at**power * gone)).sum((1, 2))
    return tuple(masses.tolist()), tuple(powers.tolist())
