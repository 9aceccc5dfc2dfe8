"""A rival does the same task as we do before it is timed: under our draws the same numbers, under its own the rules."""

from collections.abc import Callable
from types import ModuleType

import numpy as np
import pytest

Load = Callable[[str], ModuleType]
RIVALS = ["numpy", "polars", "mesa"]


@pytest.fixture(scope="module")
def tasks(benchmark: Load) -> ModuleType:
    return benchmark("tasks")


@pytest.fixture(scope="module")
def rivals(benchmark: Load) -> ModuleType:
    return benchmark("rivals")


def year_of_enterprises(benchmark: Load, rival: str, stock, newcomers, dice):
    """The stock after a year by some rival with its own dice, as arrays, and total sales."""
    tasks, rivals = benchmark("tasks"), benchmark("rivals")
    if rival == "numpy":
        return rivals.enterprises_by_numpy(stock, newcomers, dice)
    if rival == "polars":
        frames = map(rivals.stock_frame, (stock, newcomers))
        after, total = rivals.enterprises_by_polars(*frames, dice)
        return tasks.Enterprises(*(after[name].to_numpy() for name in tasks.Enterprises._fields)), total
    mesa = benchmark("mesa_rival")
    market = mesa.Market(stock, newcomers)
    market.step()
    return mesa.enterprises_of(market), market.total


def year_of_people(benchmark: Load, rival: str, people, dice):
    """Employers, heads and wages after a year by some rival with its own dice."""
    rivals = benchmark("rivals")
    if rival == "numpy":
        return rivals.employers_by_numpy(people, dice)
    if rival == "polars":
        return rivals.staffed(*rivals.employers_by_polars(*rivals.labour_frames(people), dice))
    mesa = benchmark("mesa_rival")
    town = mesa.Town(people)
    town.step()
    return mesa.staffed(town)


def test_under_our_draws_rivals_get_our_numbers(benchmark: Load, rivals: ModuleType) -> None:
    assert rivals.faults_of_numpy() == []
    assert rivals.faults_of_polars() == []
    assert benchmark("mesa_rival").faults_of_mesa() == []


@pytest.mark.parametrize("rival", RIVALS)
def test_under_its_own_dice_a_rival_loses_and_grows_as_many(benchmark: Load, tasks: ModuleType, rival: str) -> None:
    stock, newcomers = tasks.enterprises(5_000)
    after, total = year_of_enterprises(benchmark, rival, stock, newcomers, tasks.Own(1))
    ours, our_total = tasks.our_enterprises(tasks.registered(stock), tasks.registered(newcomers, 0.5), tasks.DICE)
    assert len(after.id) == pytest.approx(len(ours), rel=0.02)
    assert total == pytest.approx(our_total, rel=0.1)
    assert np.log(after.sales).mean() == pytest.approx(np.log(ours.sales).mean(), rel=0.01)
    assert total == pytest.approx(after.sales.sum(dtype=np.float64), rel=1e-5)


@pytest.mark.parametrize("rival", RIVALS)
@pytest.mark.parametrize("wanted", [0.5, 1.0, 3.0])
def test_under_its_own_dice_a_rival_keeps_the_rules(
    benchmark: Load, tasks: ModuleType, rival: str, wanted: float
) -> None:
    people = tasks.labour(3_000)
    people = people._replace(target=(people.target * wanted).astype(np.int32))
    after = year_of_people(benchmark, rival, people, tasks.Own(2))
    assert tasks.labour_faults(people, after) == []


@pytest.mark.parametrize("rival", RIVALS)
def test_where_there_are_jobs_for_all_the_vacancies_are_spread(benchmark: Load, tasks: ModuleType, rival: str) -> None:
    people = tasks.labour(3_000)
    nobody = people._replace(employer=np.full(3_000, -1, np.int32), target=np.full(100, 60, np.int32))
    heads = year_of_people(benchmark, rival, nobody, tasks.Own(3)).heads
    assert heads.sum() == 3_000
    assert abs(heads - 30).max() <= 1


@pytest.mark.parametrize("rival", RIVALS)
def test_nobody_is_hired_where_nobody_is_wanted(benchmark: Load, tasks: ModuleType, rival: str) -> None:
    people = tasks.labour(500)
    after = year_of_people(benchmark, rival, people._replace(target=people.target * 0), tasks.Own(4))
    assert not np.any((after.employer >= 0) & (after.employer != people.employer))


def test_a_year_against_the_rules_is_told(tasks: ModuleType, rivals: ModuleType) -> None:
    people = tasks.labour(2_000)
    good = rivals.employers_by_numpy(people, tasks.Own(5))
    crowd = np.zeros_like(good.employer)
    planted = {
        "heads": (good._replace(heads=good.heads + 1), people),
        "wages": (good._replace(wages=good.wages * 1.01), people),
        "beyond": (good._replace(employer=crowd), people),
        "vacant": (good, people._replace(target=people.target + 1)),
        "leave": (good._replace(employer=people.employer), people),
    }
    for word, (after, before) in planted.items():
        assert word in " ".join(tasks.labour_faults(before, after))


def test_a_rival_that_does_something_else_is_not_timed(tasks: ModuleType, rivals: ModuleType) -> None:
    after, total = rivals.enterprises_by_numpy(*tasks.enterprises(tasks.FEW), tasks.Own(6))
    faults = tasks.enterprise_faults(after, total)
    with pytest.raises(ValueError, match="does another task"):
        tasks.agreed(after, faults)
