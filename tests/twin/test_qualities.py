"""The spread of qualities and the integrals over landings against their NumPy twins and known answers."""

import numpy as np
import pytest

from mangrove.kernels.qualities import landings, spread_of, twin_landings, twin_settled

STEPS = [0.01, 0.05, 0.131874, 0.3, 0.6, 1.0]


@pytest.mark.parametrize("step", STEPS)
def test_the_density_equals_its_twin(step: float) -> None:
    spread = spread_of(step)
    twin = twin_settled(step, round(step / spread.gap), 20_000)
    size = min(spread.density.size, twin[0].size)
    for ours, theirs in zip((spread.density, spread.slope, spread.share), twin, strict=True):
        assert ours[:size] == pytest.approx(theirs[:size], rel=1e-8, abs=1e-10)


@pytest.mark.parametrize("step", STEPS)
def test_mean_and_variance_are_what_the_equation_implies(step: float) -> None:
    spread = spread_of(step)
    z = np.arange(spread.density.size) * spread.gap
    mean = np.trapezoid(1 - spread.share, z)
    second = np.trapezoid(2 * z * (1 - spread.share), z)
    assert mean == pytest.approx(1, abs=2e-6)
    assert second - 1 == pytest.approx(step / 2, abs=1e-5)
    assert (spread.share[0], spread.share[-1]) == (0, 1)


@pytest.mark.parametrize("step", [0.05, 0.131874, 0.6])
@pytest.mark.parametrize("exit_at", [0.0, 0.02, 0.1319, 0.5, 0.85, 1.7, 9.0])
def test_the_integrals_over_landings_equal_their_twin(step: float, exit_at: float) -> None:
    spread = spread_of(step)
    ours = np.array(landings(spread, exit_at, 1.9, 9.2, 2.9, 9.1))
    assert ours == pytest.approx(np.array(twin_landings(spread, exit_at, 1.9, 9.2, 2.9, 9.1)), rel=1e-10, abs=1e-15)


def test_without_an_exit_the_integrals_are_mass_and_moment() -> None:
    spread = spread_of(0.131874)
    masses, powers = landings(spread, 0.0, 2.0, 9.0, 3.0, 9.0)
    assert masses == pytest.approx([1] * 4, abs=1e-9)
    assert powers == pytest.approx([(1.131874**2 + 0.131874 / 2)] * 4, abs=1e-8)
