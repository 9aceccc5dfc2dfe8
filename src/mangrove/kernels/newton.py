"""Newton's method on the five equations of the steady state, compiled.

The equations cost more than the algebra, so the slopes are kept, and mended by what each step shows of them
(Broyden's rule), for as long as errors shrink fast.
"""

from typing import Final

import numpy as np

from mangrove.arrays import Doubles
from mangrove.kernels.compiled import compiled, inlined
from mangrove.kernels.qualities import Spread
from mangrove.kernels.steady_state import NOTHING, Economy, imbalance

TOLERANCE: Final = 1e-10
"""Largest error of an equation, in logarithms, at which it counts as solved."""
ROUNDS: Final = 40
STRIDE: Final = 0.5
"""Largest move of an unknown in one round, in logarithms."""
NUDGE: Final = 1e-6
HALVINGS: Final = 6
FAST: Final = 0.3
"""Part of the last error, at most, that is left while errors shrink fast."""
FLAT: Final = 1e-12
"""Pivot, against the largest slope, under which the equations say nothing on an unknown."""


@compiled
def newton(economy: Economy, spread: Spread, start: Doubles, patience: int) -> tuple[bool, Doubles]:
    """Whether the equations of an economy are solved, and the unknowns at the end, shape (5,).

    Args:
        economy: Parameters and policy.
        spread: Density of qualities for the economy's step.
        start: Where to begin, as in `imbalance`; left as it is.
        patience: How often the equations may be worked out before giving up.
    """
    now, errors = start.copy(), np.empty(start.size)
    if economy.high_share == 0:
        now[-1] = 0.0  # it says nothing then, and need not be sought
    moved, shifted, slopes = now.copy(), errors.copy(), np.empty((start.size, start.size))
    masses = imbalance(economy, spread, now, errors)[1]
    known, looks = False, 1
    while looks < patience:
        size = np.abs(errors).max()
        if size < TOLERANCE:
            return masses.low > -NOTHING, now
        fresh = not known
        if fresh:
            _slopes(economy, spread, now, errors, slopes)
            looks += start.size
        change = -errors
        if not eliminated(slopes.copy(), change):
            return False, now
        change *= min(1.0, STRIDE / np.abs(change).max())
        allowed, left = 1.0 if fresh else FAST, size
        for _ in range(HALVINGS if fresh else 1):
            moved[:] = now + change
            masses = imbalance(economy, spread, moved, shifted)[1]
            looks += 1
            left = np.abs(shifted).max()
            if left < allowed * size:
                break
            change *= 0.5
        known = left < FAST * size
        if left < allowed * size:
            _mend(slopes, change, shifted, errors)
            now[:], errors[:] = moved, shifted
        elif fresh:
            return False, now
    return False, now


@inlined
def _slopes(economy: Economy, spread: Spread, now: Doubles, errors: Doubles, slopes: Doubles) -> None:
    """Write the derivatives of the errors, by differences, shape (5, 5)."""
    moved, shifted = now.copy(), np.empty(now.size)
    for j in range(now.size):
        moved[j] = now[j] + NUDGE
        imbalance(economy, spread, moved, shifted)
        moved[j] = now[j]
        for i in range(now.size):
            slopes[i, j] = (shifted[i] - errors[i]) / NUDGE


@inlined
def _mend(slopes: Doubles, change: Doubles, after: Doubles, before: Doubles) -> None:
    """Add the least to the slopes that makes them tell the last step."""
    length = (change * change).sum()
    for i in range(change.size):
        surprise = after[i] - before[i] - (slopes[i] * change).sum()
        for j in range(change.size):
            slopes[i, j] += surprise * change[j] / length


@compiled
def eliminated(matrix: Doubles, right: Doubles) -> bool:
    """Solve linear equations in place by elimination; False where they do not tell every unknown.

    Args:
        matrix: Coefficients, shape (n, n); spoiled.
        right: Right-hand sides, shape (n,); the solution afterwards.
    """
    size, largest = right.size, np.abs(matrix).max()
    if not np.isfinite(largest):
        return False
    for k in range(size):
        best = k + np.abs(matrix[k:, k]).argmax()
        if np.abs(matrix[best, k]) <= FLAT * largest:
            return False
        for j in range(size):
            matrix[k, j], matrix[best, j] = matrix[best, j], matrix[k, j]
        right[k], right[best] = right[best], right[k]
        for i in range(k + 1, size):
            factor = matrix[i, k] / matrix[k, k]
            for j in range(k, size):
                matrix[i, j] -= factor * matrix[k, j]
            right[i] -= factor * right[k]
    for k in range(size - 1, -1, -1):
        for j in range(k + 1, size):
            right[k] -= matrix[k, j] * right[j]
        right[k] /= matrix[k, k]
    return True


def twin_newton(economy: Economy, spread: Spread, start: Doubles) -> tuple[bool, Doubles]:
    """The same by NumPy, every round with slopes of its own."""
    now, errors, shifted = start.copy(), np.empty(start.size), np.empty(start.size)
    slopes = np.empty((start.size, start.size))
    masses = imbalance(economy, spread, now, errors)[1]
    for _ in range(ROUNDS):
        size = np.abs(errors).max()
        if size < TOLERANCE:
            return masses.low > -NOTHING, now
        for j, nudge in enumerate(np.eye(start.size) * NUDGE):
            imbalance(economy, spread, now + nudge, shifted)
            slopes[:, j] = (shifted - errors) / NUDGE
        if not np.isfinite(slopes).all():
            return False, now
        change = -np.linalg.solve(slopes, errors)
        change *= min(1.0, STRIDE / np.abs(change).max())
        for _ in range(HALVINGS):
            masses = imbalance(economy, spread, now + change, shifted)[1]
            if np.abs(shifted).max() < size:
                break
            change *= 0.5
        else:
            return False, now
        now, errors = now + change, shifted.copy()
    return False, now
