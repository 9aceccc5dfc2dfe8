"""The kernel of the notch against its NumPy twin."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from mangrove.draws import Draws
from mangrove.kernels.notch import plans, twin_plans


def firms(size, seed=1):
    """Firms of every kind: adjustment cost, profit, threshold, taxes and deduction."""
    draws = Draws(seed, 0, 0)
    ids = np.arange(size)
    adjustment = np.exp(8 + 2 * draws.normal("test/adjustment", ids))
    profit = 0.2 * np.exp(0.5 * draws.normal("test/profit", ids))
    threshold = np.array([0.03, 0.04, 0.06])[ids % 3]
    taxes = np.array([[0.25, 0.25, 0.15], [0.15, 0.25, 0.15], [0.25, 0.25, 0.25]])[ids % 7 % 3].T.copy()
    return adjustment, profit, threshold, taxes, np.array([0.0, 0.5, 0.75, 1.0])[ids % 4]


@pytest.mark.parametrize("rules", [(0.364, 0.005, 0.925, 5.663), (0.1, 0.01, 0.9, 40.0), (0.9, 0.002, 0.95, 0.5)])
def test_kernel_and_twin_plan_alike(rules):
    told = firms(3000)
    ours, twins = plans(*told, rules), twin_plans(*told, rules)
    np.testing.assert_allclose(ours[:3], twins[:3], rtol=1e-9)
    np.testing.assert_allclose(ours[3], twins[3], rtol=1e-9, atol=1e-13)


@settings(deadline=None, max_examples=100)
@given(
    st.floats(-5, 60), st.floats(0.01, 5), st.floats(0.005, 0.9), st.floats(0, 0.45), st.floats(0, 0.45),
    st.floats(0, 1), st.floats(0.02, 0.9), st.floats(0.05, 100),
)  # fmt: skip
def test_kernel_and_twin_plan_alike_for_any_firm(log_adjustment, profit, threshold, high, low, deduction, power, steep):
    one = np.ones(1)
    taxes = np.array([[high], [high], [min(low, high)]])
    told = (np.exp(log_adjustment) * one, profit * one, threshold * one, taxes, deduction * one)
    rules = (power, 0.005, 0.925, steep)
    ours, twins = plans(*told, rules), twin_plans(*told, rules)
    np.testing.assert_allclose(ours[:3], twins[:3], rtol=1e-7)
    # at its extremes the value is a small difference of large ones
    np.testing.assert_allclose(ours[3], twins[3], rtol=1e-6, atol=1e-9 * max(1.0, profit * threshold**power * 1e3))


def test_a_firm_plans_alone_as_it_plans_among_others():
    told, rules = firms(100), (0.364, 0.005, 0.925, 5.663)
    among = plans(*told, rules)
    for i in (0, 17, 99):
        alone = plans(*(np.ascontiguousarray(column[..., i : i + 1]) for column in told), rules)
        np.testing.assert_array_equal(alone[:, 0], among[:, i])


def test_nobody_plans_nothing():
    none = np.empty(0)
    assert plans(none, none, none, np.empty((3, 0)), none, (0.3, 0.005, 0.9, 5.0)).shape == (4, 0)
