"""Compiled kernels against their plain NumPy twins."""

import numpy as np
import pytest

from mangrove.draws import Draws
from mangrove.kernels.growth import grown, twin_grown
from mangrove.kernels.survival import struck, twin_struck
from mangrove.kernels.user_cost import b_index

SIZE = 2_000
IDS = np.arange(SIZE, dtype=np.int64) * 977 + (2009 << 48)
SINGLE = 1e-6  # relative; sales are in single precision


@pytest.mark.parametrize("spread", [0.0, 0.2, 0.9])
@pytest.mark.parametrize("power", [0.0, 0.2])
def test_growth_is_that_of_its_twin(spread, power) -> None:
    words = Draws(3, 1, 2012).words("test/growth")
    sales = np.geomspace(1, 1e11, SIZE).astype(np.float32)
    sales[0] = 0
    told = (words, IDS, sales, 0.1, spread, 5e6, power, 0.5)
    np.testing.assert_allclose(grown(*told), twin_grown(*told), SINGLE)


def test_growth_without_drift_or_shock_is_none() -> None:
    sales = np.geomspace(1, 1e11, SIZE).astype(np.float32)
    words = Draws(3, 1, 2012).words("test/growth")
    assert (grown(words, IDS, sales, 0.0, 0.0, 5e6, 0.2, 0.5) == 1).all()


def test_the_shock_of_growth_moves_no_total() -> None:
    size = 200_000
    words = Draws(3, 1, 2012).words("test/growth")
    factors = grown(words, np.arange(size), np.full(size, 5e6, np.float32), 0.0, 0.2, 5e6, 0.2, 0.5)
    assert factors.mean(dtype=np.float64) == pytest.approx(1, rel=5 * 0.3 / np.sqrt(size))


def test_survival_is_that_of_its_twin() -> None:
    words = Draws(3, 1, 2012).words("test/survival")
    days = np.linspace(-400, 12_000, SIZE).astype(np.int64)
    hazards = np.array([0.0, 0.3, 0.9, 0.05])
    hit = struck(words, IDS, days, hazards)
    np.testing.assert_array_equal(hit, twin_struck(words, IDS, days, hazards))
    assert not hit[days < 365].any()
    assert hit.any()


def test_the_user_cost_is_that_of_one_firm_at_a_time() -> None:
    tax, deduction = np.linspace(0, 0.4, 41), np.linspace(0, 1, 41)
    told = [(1 - t * (1 + s)) / (1 - t) for t, s in zip(tax.tolist(), deduction.tolist(), strict=True)]
    np.testing.assert_allclose(b_index(tax, deduction), told, 1e-15)
