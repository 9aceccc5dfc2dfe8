"""Scales: differences and their errors by hand, and a table that is read as it was written."""

import math

import pytest

from mangrove.errors import ScenarioError
from mangrove.scales import Pair, Sample, pairs, read_parts, read_scales, sample, scales_csv, show_scales, spread_of


def one(mean: float, deviation: float, scale: float = 0.1, members: int = 4, **told) -> Sample:
    return Sample(told.get("variable", "planted"), "share", told.get("year", 2010), scale, members, mean, deviation)


def test_a_difference_is_counted_in_deviations_of_a_run_and_in_errors_of_the_means() -> None:
    pair = Pair(one(1.3, 0.2, members=10_000), one(1.0, 0.0, 1.0, 10_000))
    assert pair.gap == pytest.approx(1.5)
    assert Pair(one(1.004, 0.2, members=10_000), pair.whole).deviate == pytest.approx(2.0, rel=1e-3)
    assert Pair(one(0.996, 0.2, members=10_000), pair.whole).deviate == pytest.approx(-2.0, rel=1e-3)


def test_few_members_say_less() -> None:
    few, many = (Pair(one(1.4, 0.2, members=4), one(1.0, 0.2, 1.0, members)).deviate for members in (2, 400))
    # Student's t of 4 degrees of freedom passes 2.776 with the chance of a normal deviate of 1.96
    even = Pair(one(2.776, 2, members=3, scale=0.1), one(0.0, 2 * math.sqrt(0.5 * 3) - 2, 1.0, 3))
    assert 0 < few < many
    assert even.deviate < 2.776
    t = Pair(one(2.776 * math.sqrt(2 / 3), 1.0, members=3), one(0.0, 1.0, 1.0, 3))
    assert t.deviate == pytest.approx(1.96, abs=0.001)


def test_what_is_alike_in_single_precision_does_not_differ() -> None:
    pair = Pair(one(1.000001, 0.0), one(1.0, 0.0, 1.0))
    assert (pair.deviate, pair.gap) == (0.0, 0.0)
    assert Pair(one(1.01, 0.0), one(1.0, 0.0, 1.0)).deviate == math.inf


def test_parts_are_held_against_the_largest_scale_of_the_same_year() -> None:
    samples = [one(1, 0.1), one(2, 0.1, year=2011), one(3, 0.1, 1.0), one(4, 0.1, variable="alone")]
    assert pairs(samples) == [Pair(samples[0], samples[2])]


def test_the_largest_of_noisy_numbers_is_shown_and_not_judged() -> None:
    assert not Pair(one(1, 0.1, variable="fact.hazard_peak"), one(2, 0.1, 1.0)).judged
    assert Pair(one(1, 0.1), one(2, 0.1, 1.0)).judged


def test_a_table_is_read_as_it_was_written() -> None:
    samples = [one(1 / 3, 0.1), one(1e12, 2e9, 1.0)]
    command, found = read_scales(scales_csv(samples, "mangrove scales --to 2017"))
    assert command == "mangrove scales --to 2017"
    assert [s[:5] for s in found] == [s[:5] for s in samples]
    assert found[0].mean == pytest.approx(1 / 3, rel=1e-6)
    assert scales_csv(found, command) == scales_csv(samples, command)


def test_what_chance_does_not_explain_is_told() -> None:
    told = show_scales([one(1.0, 0.1, members=100), one(1.0, 0.1, members=100, year=2011),
                        one(2.0, 0.1, 1.0, 100), one(1.0, 0.1, 1.0, 100, year=2011)])  # fmt: skip
    assert "50.0%" in told
    assert "the whole they are held against" in told
    assert [line.split()[:3] for line in told.splitlines() if line.startswith("planted")] == [
        ["planted", "2010", "0.1"]
    ]


def test_members_differ_by_their_openings_and_give_the_same_numbers_again() -> None:
    parts = {0.5: 3, 1.0: 2}
    counted: list[int] = []
    first = sample("toytown", 2010, parts, tell=counted.append)
    assert counted == [1, 2, 3, 4, 5]
    assert first == sample("toytown", 2010, parts)
    by_name = {(s.variable, s.scale): s for s in first}
    assert by_name["firms.sales", 0.5].deviation > 0
    assert by_name["firms.born", 0.5].members == 3
    assert {s.scale for s in first} == set(parts)
    assert spread_of(pairs(first)) > 0


@pytest.mark.parametrize(
    ("parts", "message"),
    [
        ({0.1: 1, 1.0: 2}, "--part 0.1=1: an error needs two members"),
        ({1.0: 2}, r"1 scale\(s\): .*a comparison two scales"),
        ({0.0: 2, 1.0: 2}, r"--scale 0\.0: must be from 0\.001 to 1"),
    ],
)
def test_scales_that_cannot_be_compared_are_refused(parts, message) -> None:
    with pytest.raises(ScenarioError, match=message):
        sample("toytown", 2010, parts)


@pytest.mark.parametrize("text", ["0.1", "0.1=", "a=4", "0.1=4.5"])
def test_a_part_that_is_no_scale_with_its_members_is_refused(text) -> None:
    with pytest.raises(ScenarioError, match="write SCALE=MEMBERS, for example --part"):
        read_parts([text])
