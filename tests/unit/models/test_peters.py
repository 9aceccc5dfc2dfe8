"""Peters: the package's numbers, the closed forms against a simulated firm, and calibration that recovers."""

import math

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from mangrove.draws import Draws
from mangrove.errors import ScenarioError
from mangrove.kernels.birth_death import sizes_at
from mangrove.models import peters

RATES = st.builds(
    lambda own, expansion, entry: peters.Rates(own, expansion, expansion + entry),
    st.floats(0.1, 1.0), st.floats(0.02, 0.5), st.floats(0.01, 0.5),
)  # fmt: skip
STEP = st.floats(1.01, 1.2)


@pytest.mark.parametrize("row", peters.tables(), ids=lambda row: f"{row.table}: {row.item}")
def test_every_number_of_the_package_is_met(row):
    assert row.passed, row


def test_the_second_economy_has_other_efficiencies_and_the_same_own_innovation():
    ours = peters.solve({})
    technology = peters.Technology(ours["lambda"], ours["phi_I"], ours["phi_x"], ours["phi_z"])
    second, rates = peters.adapted(technology, peters.UNITED_STATES)
    assert (second.step, second.own) == pytest.approx((technology.step, technology.own))
    assert second.expansion > technology.expansion
    assert peters.entry_rate(rates) == pytest.approx(0.08)


@settings(deadline=None, max_examples=50)
@given(RATES, STEP)
def test_a_technology_leads_back_to_the_rates_it_was_made_for(rates, step):
    technology = peters.technology_for(rates, step, 0.05, 2.0)
    found = peters.equilibrium(technology, 0.05, 2.0)
    assert (found.own, found.expansion, found.destruction) == pytest.approx(
        (rates.own, rates.expansion, rates.destruction), rel=1e-7
    )


@settings(deadline=None, max_examples=25)
@given(RATES, STEP)
def test_calibration_recovers_known_rates(rates, step):
    young, old = (peters.log_markup(age, rates, step) for age in (0.5, 7.5))
    targets = peters.Targets(
        entry_rate=peters.entry_rate(rates),
        growth=math.log(step) * (rates.own + rates.destruction),
        markup_gain=old - young,
        employment_gain=peters.employment_gain(rates, step, 0.5, 7.5),
    )
    found, found_step = peters.rates_for(targets)
    assert (found.own, found.expansion, found.destruction, found_step) == pytest.approx(
        (rates.own, rates.expansion, rates.destruction, step), rel=1e-6
    )


def test_log_size_by_age_is_that_of_simulated_firms():
    rates = peters.Rates(0.5, 0.2, 0.25)
    ids = np.arange(100_000, dtype=np.uint64)
    lines = sizes_at(Draws(5, 0, 0).words("test/peters"), ids, np.full((ids.size, 1), 8.0), 0.2, 0.25)
    logs = np.log(lines[lines > 0])
    assert peters.log_products(8.0, rates) == pytest.approx(logs.mean(), abs=3 * logs.std() / math.sqrt(logs.size))


def product_ages(rates, age, firms, seed):
    """Mean age of the products of each simulated survivor, one firm at a time: lists of products' birthdays."""
    total = rates.expansion + rates.destruction
    drawn = Draws(seed, 0, 0)
    waits, turns = (drawn.uniform(f"test/{name}", np.arange(firms * 200)).reshape(firms, 200) for name in "ab")
    means = []
    for i in range(firms):
        born, clock = [0.0], 0.0
        for wait, turn in zip(waits[i], turns[i], strict=True):
            clock -= math.log(wait) / (total * len(born))
            if clock > age or not born:
                break
            # one draw tells what happens, and its remainder which product is lost
            share = rates.expansion / total
            if turn < share:
                born.append(clock)
            else:
                born.pop(min(int((turn - share) / (1 - share) * len(born)), len(born) - 1))
            if not born:
                break
        if born:
            means.append(age - sum(born) / len(born))
    return np.array(means)


def test_product_age_by_firm_age_is_near_that_of_simulated_firms():
    """The published formula is an approximation: see its docstring."""
    rates = peters.Rates(0.5, 0.2, 0.25)
    ages = product_ages(rates, 6.0, 6000, seed=3)
    assert peters.product_age(6.0, rates) == pytest.approx(ages.mean(), rel=0.05)


@given(RATES)
def test_a_newborn_has_one_new_product(rates):
    assert peters.product_age(1e-6, rates) == pytest.approx(1e-6, rel=1e-3)
    assert peters.log_products(1e-6, rates) == pytest.approx(0, abs=1e-5)


@given(RATES, STEP)
def test_misallocation_is_that_of_a_pareto_of_markups(rates, step):
    found = peters.misallocation(rates, step)
    logs = -np.log1p(-(np.arange(200_000) + 0.5) / 200_000) / found["vartheta"]
    assert found["wedge"] == pytest.approx(np.exp(-logs).mean(), rel=1e-3)
    assert found["tfp"] == pytest.approx(np.exp(-logs.mean()) / np.exp(-logs).mean(), rel=1e-3)
    assert found["tfp"] < 1 < found["mean_markup"]


def test_markups_that_hardly_differ_misallocate_nothing():
    found = peters.misallocation(peters.Rates(1e-9, 0.2, 0.25), 1.04)
    assert found["tfp"] == pytest.approx(1, abs=1e-4)


def test_easier_entry_raises_destruction():
    assert peters.solve({"phi_z": 2.7, "phi_x": 1.0765})["tau"] != peters.solve({})["tau"]
    hard, easy = (peters.solve({"phi_z": phi, "phi_x": 0.5})["z"] for phi in (2.4, 2.8))
    assert hard < easy


@pytest.mark.parametrize(
    ("told", "words"),
    [
        ({"entry_rat": 0.1, "lambda": 0.9}, ["did you mean 'entry_rate'?", "lambda: 0.9"]),
        ({"lambd": 1.1}, ["did you mean 'lambda'?"]),
        ({"young": 8}, ["young: 8 must be below old: 7.5"]),
        ({"markup_gain": 0.5}, ["lower markup_gain"]),
        ({"employment_gain": -1}, ["no rates give an employment_gain of -1"]),
        ({"phi_x": 100}, ["no equilibrium"]),
        ({"young": 3.1}, ["lower markup_gain"]),
        ({"entry_rate": 20.0}, ["no"]),
    ],
)
def test_what_cannot_be_solved_is_refused(told, words):
    with pytest.raises(ScenarioError, match="peters") as caught:
        peters.solve(told)
    assert all(word in str(caught.value) for word in words)
