"""Compile a kernel once and keep it on disk.

Compiled code is kept beside the source, or in the user's cache directory where the package cannot be written
(`NUMBA_CACHE_DIR` names another place); where nothing can be written, every process compiles anew. Kept code
is renewed when the file that holds the function changes, but not when only a function called from another
file does: after such a change, delete the `*.nbi` and `*.nbc` files.
"""

from collections.abc import Callable
from typing import Any, TypeVar, cast

import numba

F = TypeVar("F", bound=Callable[..., object])


def compiled(function: F) -> F:
    """Compile a function of scalars and arrays at its first call, and keep its plain type.

    Threads may run it side by side, and division follows NumPy (by zero: infinite or NaN, never an error).
    The plain function stays available at run time as `.py_func`.
    """
    return _compile(function)


def inlined(function: F) -> F:
    """Compile a scalar rule so that it dissolves into the loop that calls it.

    A loop is vectorised only if no call is left in it; a rule too long for the compiler to inline by itself
    made the draws four times slower.
    """
    return _compile(function, forceinline=True)


def _compile(function: F, **options: bool) -> F:
    """Compile, kept on disk where there is a place for it."""
    settings: dict[str, Any] = {"nogil": True, "error_model": "numpy", **options}
    try:
        return cast(F, numba.njit(cache=True, **settings)(function))
    except RuntimeError:  # numba found no directory to keep it in
        return cast(F, numba.njit(**settings)(function))
