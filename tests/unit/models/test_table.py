"""Rows of published tables: what passes and what does not."""

import pytest

from mangrove.models.table import Row, band


@pytest.mark.parametrize(("ours", "passes"), [(0.3, True), (0.31, True), (0.3101, False), (float("nan"), False)])
def test_a_row_passes_within_its_tolerance(ours, passes):
    assert Row("table", "item", 0.3, ours, 0.01).passed is passes


def test_a_band_is_its_middle_and_half_its_width():
    row = band("table", "item", 0.25, 0.31, 0.31)
    assert (row.published, round(row.tolerance, 12), row.passed) == (0.28, 0.03, True)
    assert not band("table", "item", 0.25, 0.31, 0.3101).passed
