"""The event-driven kernel of product lines against its NumPy twin."""

import numpy as np
import pytest

from mangrove.draws import Draws
from mangrove.kernels.birth_death import sizes_at, twin_sizes_at

WORDS = Draws(7, 0, 0).words("test/lines")


@pytest.mark.parametrize(("up", "down"), [(0.1, 0.13), (0.5, 0.5), (0.1, 0.9)])
def test_kernel_and_twin_hold_the_same_lines(up, down):
    ids = np.arange(3000, dtype=np.uint64)
    times = np.sort(Draws(7, 0, 0).uniform("test/times", np.arange(9000)).reshape(3000, 3) * 20, axis=1)
    lines = sizes_at(WORDS, ids, times, up, down)
    assert lines.max() > 1
    np.testing.assert_array_equal(lines, twin_sizes_at(WORDS, ids, times, up, down))


def test_a_firm_alone_lives_as_it_lives_among_others():
    ids = np.arange(500, dtype=np.uint64)
    times = np.tile([0.0, 3.0, 9.0], (500, 1))
    among = sizes_at(WORDS, ids, times, 0.4, 0.5)
    backwards = sizes_at(WORDS, ids[::-1].copy(), times, 0.4, 0.5)[::-1]
    np.testing.assert_array_equal(among, backwards)
    assert (among[:, 0] == 1).all()


def test_nobody_is_nothing():
    nobody, never = np.empty(0, np.uint64), np.empty((0, 2))
    assert sizes_at(WORDS, nobody, never, 0.1, 0.2).shape == (0, 2)
    assert twin_sizes_at(WORDS, nobody, never, 0.1, 0.2).shape == (0, 2)
