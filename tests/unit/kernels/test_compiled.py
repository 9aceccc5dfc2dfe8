"""Kernels compile, keep their plain function, and do without a place to be kept."""

import numpy as np
import pytest

from mangrove.kernels.compiled import compiled, inlined


def quotient(part: float, whole: float) -> float:
    """A part of a whole."""
    return part / whole


@pytest.mark.parametrize("compiler", [compiled, inlined])
def test_the_plain_function_stays_available(compiler):
    kernel = compiler(quotient)
    assert kernel(1.0, 4.0) == kernel.py_func(1.0, 4.0) == 0.25
    assert kernel.py_func is quotient


def test_division_by_zero_follows_numpy():
    assert np.isinf(compiled(quotient)(1.0, 0.0))
    assert np.isnan(compiled(quotient)(0.0, 0.0))


def test_a_kernel_that_cannot_be_kept_on_disk_still_runs():
    names = {}
    exec("def double(value):\n    return 2 * value", names)  # has no file, so no place beside it
    assert compiled(names["double"])(1.5) == 3.0
