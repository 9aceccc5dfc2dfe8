"""A part stands for the whole: on every indicator and rate, runs at different scales agree within sampling error.

The members here are few, so that a small bias would hide; the table that Shenzhen ships has ten times as many, and a
test below says what it has of biases.
"""

from dataclasses import replace
from importlib.resources import files

import numpy as np
import pytest

from mangrove.fact import find_facts
from mangrove.indicator import find_indicators
from mangrove.population import drawn_institutes
from mangrove.scales import CHANGES, FAR, TABLE, Pair, pairs, read_scales, sample, show_scales, spread_of

FEW = {0.01: 24, 0.1: 8}
"""To 2017, in some twelve seconds."""
WHOLE = {0.1: 6, 1.0: 2}
"""To 2011, in some twenty."""
CHANCE = 1.25
"""Largest root mean square of deviates that chance gives: numbers of one run hang together."""


def judged(samples) -> list[Pair]:
    return [pair for pair in pairs(samples) if pair.judged]


def far(found) -> list[str]:
    return [f"{p.part.variable} {p.part.year}: {p.part.mean:.5g}, {p.whole.mean:.5g}" for p in found
            if abs(p.deviate) > FAR]  # fmt: skip


@pytest.mark.parametrize(("parts", "to"), [(FEW, 2017), (WHOLE, 2011)], ids=["hundredth", "whole"])
def test_every_rate_of_a_part_is_that_of_ten_times_as_much(parts, to) -> None:
    found = judged(sample("shenzhen", to, parts))
    assert far(found) == []
    assert spread_of(found) < CHANCE


def test_a_part_that_is_none_is_caught(monkeypatch) -> None:
    """Institutes whose posts are not scaled with their number are the fault that is planted."""

    def unscaled(given, districts, scale, draws):
        drawn = drawn_institutes(given, districts, scale, draws)
        return replace(drawn, posts=drawn.posts / np.float32(scale) * np.float32(0.03))

    monkeypatch.setattr("mangrove.opening.drawn_institutes", unscaled)
    found = judged(sample("shenzhen", 2011, {0.01: 16, 0.1: 4}))
    assert spread_of(found) > CHANCE
    assert "work.institutes" in " ".join(far(found))


@pytest.fixture(scope="module")
def shipped():
    return read_scales((files("mangrove.regions.shenzhen") / TABLE).read_text("utf-8"))[1]


def test_the_table_of_shenzhen_has_every_indicator_rate_and_fact_at_every_scale(shipped) -> None:
    now = {one.variable for one in sample("shenzhen", 2010, {0.001: 2, 0.01: 2}) if one.scale > 0.001}
    by_scale = {scale: {one.variable for one in shipped if one.scale == scale} for scale in (0.01, 0.1, 1.0)}
    assert {one.scale for one in shipped} == {0.001, *by_scale}
    for scale, names in by_scale.items():
        assert now - names == set(), scale
        assert set(find_indicators()) <= names
        assert {f"growth.{name}" for name in set(find_indicators()) - CHANGES} <= names
    assert {f"fact.{name}" for name in find_facts()} <= by_scale[1.0]


def test_a_tenth_of_shenzhen_is_off_by_chance_alone_and_a_hundredth_by_less_than_one_run_is(shipped) -> None:
    found = judged(shipped)
    assert far(pair for pair in found if pair.part.scale == 0.1) == []
    assert [pair for pair in found if pair.part.scale == 0.01 and abs(pair.gap) > 1] == []


def test_the_page_on_scales_shows_the_table(shipped, root) -> None:
    assert f"```text\n{show_scales(shipped)}\n```" in (root / "docs" / "scales.md").read_text("utf-8")
