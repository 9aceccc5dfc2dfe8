"""Find where a function of one number crosses zero, and say so where no equilibrium can be found."""

from collections.abc import Callable, Generator
from contextlib import contextmanager
from typing import cast

from mangrove.errors import ScenarioError


def root(function: Callable[[float], float], low: float, high: float) -> float:
    """The number between two at which a function is zero, to the last digits of a double.

    Raises:
        ValueError: if the function has the same sign at both ends.

    >>> round(root(lambda x: x * x - 2, 0, 2), 12)
    1.414213562373
    """
    from scipy import optimize

    return cast(float, optimize.brentq(function, low, high, xtol=1e-15, rtol=1e-14, maxiter=500))  # pyright: ignore[reportArgumentType]


@contextmanager
def solving(model: str) -> Generator[None]:
    """Turn the failure of a search, or numbers beyond a double, into an error that says what to change.

    Raises:
        ScenarioError: where the block within cannot find what it looks for.
    """
    try:
        yield
    except (ArithmeticError, ValueError) as error:
        msg = f"{model}: no equilibrium was found at these parameters ({error}); move them towards the baseline"
        raise ScenarioError(msg) from error
