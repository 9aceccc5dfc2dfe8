"""Unknown stays unknown."""

import numpy as np

from mangrove.gaps import quotient, truth


def test_a_flag_becomes_yes_no_or_unknown() -> None:
    np.testing.assert_array_equal(truth(np.array([1, 0, -1], np.int8)), [1, 0, np.nan])


def test_a_quotient_needs_a_whole_and_both_parts() -> None:
    part, whole = np.array([1, 0, 1, np.nan, 1]), np.array([4, 4, 0, 4, np.nan])
    np.testing.assert_array_equal(quotient(part, whole), [0.25, 0, np.nan, np.nan, np.nan])


def test_a_quotient_is_taken_in_double_precision() -> None:
    one = np.array([1], np.float32)
    assert quotient(one, np.array([3], np.float32)).dtype == np.float64
    assert quotient(one, np.array([3], np.float32))[0] == 1 / 3
