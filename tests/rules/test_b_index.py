"""The after-tax cost of a yuan of R&D, as the literature's table has it, and what a deduction can do to it."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from mangrove.kernels.user_cost import b_index

PRINTED = 1e-4
TABLE = {0.25: [1.0, 0.8333, 0.75, 0.6667], 0.15: [1.0, 0.9118, 0.8676, 0.8235]}
DEDUCTIONS = np.array([0.0, 0.5, 0.75, 1.0])


@pytest.mark.parametrize("tax", TABLE)
def test_the_published_table_is_met(tax) -> None:
    np.testing.assert_allclose(b_index(tax, DEDUCTIONS), TABLE[tax], rtol=0, atol=PRINTED)


def test_a_certificate_lowers_the_worth_of_the_deduction() -> None:
    assert (b_index(0.15, DEDUCTIONS[1:]) > b_index(0.25, DEDUCTIONS[1:])).all()


def test_without_a_deduction_the_tax_does_not_matter() -> None:
    np.testing.assert_array_equal(b_index(np.linspace(0, 0.9, 50), 0.0), np.ones(50))


@settings(derandomize=True, deadline=None)
@given(st.floats(0, 0.9), st.floats(0, 2), st.floats(0, 2))
def test_a_larger_deduction_never_raises_the_cost(tax, one, other) -> None:
    small, large = sorted((one, other))
    assert b_index(tax, large) <= b_index(tax, small)
