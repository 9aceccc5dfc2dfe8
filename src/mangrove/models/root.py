"""Find where a function of one number crosses zero."""

from collections.abc import Callable
from typing import cast


def root(function: Callable[[float], float], low: float, high: float) -> float:
    """The number between two at which a function is zero, to the last digits of a double.

    Raises:
        ValueError: if the function has the same sign at both ends.

    >>> round(root(lambda x: x * x - 2, 0, 2), 12)
    1.414213562373
    """
    from scipy import optimize

    return cast(float, optimize.brentq(function, low, high, xtol=1e-15, rtol=1e-14, maxiter=500))  # pyright: ignore[reportArgumentType]
