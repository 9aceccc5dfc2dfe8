"""Compiled kernels against their plain NumPy twins."""

import numpy as np
import pytest

from mangrove.draws import Draws
from mangrove.kernels.elementary import exps, logs, twin_exps, twin_logs
from mangrove.kernels.survival import standing, twin_standing
from mangrove.kernels.turnover import Law, turned_over, twin_turned_over
from mangrove.kernels.user_cost import b_index

SIZE = 2_000
IDS = np.arange(SIZE, dtype=np.int64) * 977 + (2009 << 48)
SINGLE = 1e-6  # relative; sales are in single precision


LAW = Law(0.1, 0.2, 5e6, 0.2, 0.5, 0.9)
HAZARDS = np.array([0.0, 0.3, 0.9, 0.05])
SALES = np.geomspace(1, 1e11, SIZE).astype(np.float32)
SALES[0] = 0
DAYS = np.random.default_rng(1).permutation(np.linspace(-400, 12_000, SIZE).astype(np.int64))


@pytest.mark.parametrize("spread", [0.0, 0.2, 0.9])
@pytest.mark.parametrize("power", [0.0, 0.2])
def test_the_year_of_businesses_is_that_of_its_twin(spread, power) -> None:
    law = LAW._replace(spread=spread, power=power)
    told = (Draws(3, 1, 2012).words("test/year"), law, HAZARDS, IDS, DAYS, 12_000, SALES, np.sqrt(SALES))
    for done, twin in zip(turned_over(*told), twin_turned_over(*told), strict=True):
        np.testing.assert_allclose(done, twin, SINGLE)
    gone = np.isnan(turned_over(*told)[0])
    age = 12_000 - DAYS
    assert not gone[age < 365].any()
    for year, hazard in enumerate(HAZARDS[:-1]):
        own = (age >= year * 365.25) & (age < (year + 1) * 365.25)
        assert gone[own].mean() == pytest.approx(hazard, abs=0.2)
    assert gone[age > 3 * 366].mean() == pytest.approx(0.05, abs=0.02)


def test_businesses_that_neither_grow_nor_leave_keep_sales_and_staff() -> None:
    words, staff = Draws(3, 1, 2012).words("test/year"), np.linspace(1, 977, SIZE).astype(np.float32)
    law = Law(0.0, 0.0, 5e6, 0.2, 0.5, 1.0)
    sold, heads = turned_over(words, law, np.zeros(8), IDS, DAYS, 12_000, SALES, staff)
    np.testing.assert_array_equal(sold, SALES)
    np.testing.assert_array_equal(heads[1:], staff[1:])


def test_the_shock_of_growth_moves_no_total() -> None:
    size = 200_000
    words, sales = Draws(3, 1, 2012).words("test/year"), np.full(size, 5e6, np.float32)
    ids, law = np.arange(size), LAW._replace(drift=0.0)
    sold, _ = turned_over(words, law, np.zeros(1), ids, np.zeros(size, np.int64), 0, sales, sales)
    assert sold.mean(dtype=np.float64) == pytest.approx(5e6, rel=5 * 0.3 / np.sqrt(size))


def test_logarithms_and_exponentials_are_those_of_the_library() -> None:
    numbers, powers, found = np.geomspace(1e-300, 1e300, SIZE), np.linspace(-700, 700, SIZE), np.empty(SIZE)
    logs(numbers, found)
    np.testing.assert_allclose(found, twin_logs(numbers), rtol=0, atol=1e-12)
    near = 1 + np.linspace(-0.01, 0.01, SIZE)
    logs(near, found)
    np.testing.assert_allclose(found, twin_logs(near), rtol=1e-13, atol=1e-16)
    exps(powers, found)
    np.testing.assert_allclose(found, twin_exps(powers), 1e-12)


def test_the_places_of_those_who_stay_are_those_of_the_twin() -> None:
    stays = np.random.default_rng(2).random(SIZE) < 0.9
    np.testing.assert_array_equal(standing(stays), twin_standing(stays))
    np.testing.assert_array_equal(np.flatnonzero(stays)[standing(stays)[stays]], np.flatnonzero(stays))


def test_the_user_cost_is_that_of_one_firm_at_a_time() -> None:
    tax, deduction = np.linspace(0, 0.4, 41), np.linspace(0, 1, 41)
    told = [(1 - t * (1 + s)) / (1 - t) for t, s in zip(tax.tolist(), deduction.tolist(), strict=True)]
    np.testing.assert_allclose(b_index(tax, deduction), told, 1e-15)
