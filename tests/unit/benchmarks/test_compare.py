"""A comparison says slower only when the interval does."""

import sys
from collections.abc import Callable
from pathlib import Path
from types import ModuleType

import pytest


@pytest.fixture(scope="module")
def compare(benchmark: Callable[[str], ModuleType]) -> ModuleType:
    return benchmark("compare")


STEADY = [1.00, 1.01, 0.99, 1.00, 1.02, 0.98]


def test_twice_the_time_is_slower_and_half_is_faster(compare: ModuleType) -> None:
    low, middle, high = compare.interval([STEADY], [[2 * value for value in STEADY]])
    assert low <= middle <= high
    assert middle == pytest.approx(2)
    assert compare.verdict(low, high) == "slower"
    low, _, high = compare.interval([STEADY], [[value / 2 for value in STEADY]])
    assert compare.verdict(low, high) == "faster"


def test_two_per_cent_and_noise_are_no_clear_difference(compare: ModuleType) -> None:
    for after in ([1.02 * value for value in STEADY], [0.7, 1.4, 0.8, 1.5, 1.0, 1.2]):
        low, _, high = compare.interval([STEADY], [after])
        assert compare.verdict(low, high) == "no clear difference"


def test_noise_between_benches_widens_the_interval(compare: ModuleType) -> None:
    slow = [1.1 * value for value in STEADY]
    low, _, high = compare.interval([STEADY, slow], [slow, STEADY])
    assert compare.verdict(low, high) == "no clear difference"
    low, _, high = compare.interval([STEADY], [slow])
    assert compare.verdict(low, high) == "slower"


def test_results_are_chosen_by_commit_or_the_last_two(compare: ModuleType) -> None:
    benched = [("aaa", False), ("bbb", False), ("aaa", False), ("bbb", True)]
    lines = [{"commit": commit, "changed": changed, "at": at} for at, (commit, changed) in enumerate(benched)]

    def chosen(*names: str) -> list[list[int]]:
        return [[line["at"] for line in found] for found in compare.chosen(lines, list(names))]

    assert chosen("a", "bb") == [[0, 2], [1]]
    assert chosen("b", "b+") == [[1], [3]]
    assert chosen() == [[0, 2], [3]]
    with pytest.raises(LookupError, match="no result for ccc"):
        chosen("aaa", "ccc")
    with pytest.raises(LookupError, match="two commits are needed"):
        compare.chosen(lines[:1], [])


def test_a_case_over_its_budget_is_named(compare: ModuleType) -> None:
    run = sys.modules["run"]
    result = {"name": "help", "ratios": [90.0, 91.0, 92.0], "peak": 50_000_000}
    assert run.over_budget([result], {"help": {"ratio": 75, "peak_mb": 100}}) == [
        "help: ratio 91 is over the budget of 75"
    ]
    assert run.over_budget([result], {}) == []


def test_every_budget_belongs_to_a_case(compare: ModuleType, root: Path) -> None:
    run = sys.modules["run"]
    budgets = run.tomllib.loads(run.BUDGETS.read_text("utf-8"))
    assert set(budgets) <= {case.name for case in run.CASES}


def test_a_rival_is_set_beside_ours_by_the_unit(compare: ModuleType) -> None:
    run = sys.modules["run"]
    common = {"unit": "firm", "seconds": [0.1], "first": 0.1, "peak": 1_000_000}
    ours = common | {"name": "ours", "ratios": [10.0, 20.0, 30.0], "amount": 1_000, "rival_of": ""}
    few = common | {"name": "few", "ratios": [2.0], "amount": 10, "rival_of": "ours"}
    assert run.beside_ours(few, ours) == ("10", ", extrapolated from 10 to 1,000")
    assert run.beside_ours(few | {"amount": 1_000}, ours) == ("0.1", "")
    assert run.beside_ours(few, None) == ("", "")
    assert "extrapolated from 10" in run.table([ours, few]).splitlines()[-1]
    assert "extrapolated" not in run.table([few])
