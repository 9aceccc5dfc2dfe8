"""Klette and Kortum: formulas against each other, and against a panel that knows none of them."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from mangrove.draws import Draws
from mangrove.errors import ScenarioError
from mangrove.models import klette_kortum as kk

RATES = st.builds(kk.Parameters, innovation=st.floats(0.01, 2), entry=st.floats(0.01, 2))


@pytest.fixture(scope="module")
def rows():
    return kk.tables()


def test_formulas_and_panel_agree_within_three_standard_errors(rows):
    assert [row for row in rows if not row.passed] == []
    assert {row.table for row in rows} == {
        "size distribution", "extinction", "size by age", "growth by size", "growth by age", "exit by age",
    }  # fmt: skip


def test_the_panel_holds_two_hundred_thousand_firms():
    panel = kk.cross_section(kk.FIRMS, kk.Parameters(), Draws(kk.SEED, 0, 0))
    assert len(panel) >= 200_000
    assert panel[:, 0].min() == 1


def test_gaps_look_like_chance():
    """Over a few seeds the gaps in standard errors have a spread near one: errors are not too wide to fail."""
    gaps = [kk.ERRORS * row.gap / row.tolerance for seed in range(4) for row in kk.tables(seed=seed, firms=20_000)]
    assert 0.75 < np.std(gaps) < 1.25


def test_wrong_formulas_would_be_caught(monkeypatch):
    monkeypatch.setattr(kk, "expected_growth", lambda years, rates: -0.05 * years)
    assert sum(not row.passed for row in kk.tables(firms=20_000)) > 5


def test_mean_size_is_the_published_one():
    assert kk.mean_size(kk.Parameters(0.1, 0.03)) == pytest.approx(2.273, abs=5e-4)


@given(RATES)
def test_shares_sum_to_one_and_to_the_mean_size(rates):
    sizes = np.arange(1, 20_000, dtype=np.int32)
    shares = kk.size_share(sizes, rates)
    assert shares.sum() == pytest.approx(1, abs=1e-6)
    assert (sizes * shares).sum() == pytest.approx(kk.mean_size(rates), rel=1e-5)


@given(RATES)
def test_lines_of_all_firms_are_all_lines(rates):
    told = kk.solve({"lambda": rates.innovation, "eta": rates.entry})
    assert told["M"] * told["mean_size"] == pytest.approx(1)
    exits = told["mu"] * told["share_1"] * told["M"]
    assert exits == pytest.approx(rates.entry)


@given(RATES, st.floats(0.1, 50), st.floats(0.1, 50))
def test_the_old_die_less_than_the_young(rates, age, wait):
    assert kk.hazard(age + wait, rates) <= kk.hazard(age, rates) + 1e-12
    assert rates.entry * (1 - 1e-9) <= kk.hazard(age, rates) <= rates.destruction


@given(RATES, st.floats(0.1, 20))
def test_the_extinction_curve_is_the_integral_of_the_hazard(rates, age):
    ages = np.linspace(0, age, 4001)
    survival = np.exp(-np.trapezoid(kk.hazard(ages, rates), ages))
    assert 1 - kk.extinct(age, rates) == pytest.approx(survival, abs=1e-4)


@given(RATES, st.floats(0.5, 20))
def test_survivors_and_exits_together_follow_gibrat(rates, age):
    alive = 1 - kk.extinct(age, rates)
    assert alive * kk.mean_size_of_survivors(age, rates) == pytest.approx(1 + kk.expected_growth(age, rates))


def test_two_lines_die_like_two_firms_of_one():
    assert kk.extinct(7.0, kk.Parameters(), lines=2) == pytest.approx(kk.extinct(7.0, kk.Parameters()) ** 2)


def test_without_innovation_by_incumbents_all_firms_have_one_line():
    rates = kk.Parameters(innovation=1e-9, entry=0.1)
    assert kk.size_share(1, rates) == pytest.approx(1)
    assert kk.extinct(5.0, rates) == pytest.approx(1 - np.exp(-0.5))


def test_the_value_of_a_line_is_its_profit_discounted_at_interest_and_net_loss():
    assert kk.line_value(0.2, 0.05, 0.04, kk.Parameters(0.1, 0.03)) == pytest.approx(0.15 / 0.07)


@pytest.mark.parametrize("told", [{"lambda": 0.2, "mu": 0.26}, {"eta": 0.06, "mu": 0.26}, {"lambda": 0.2, "eta": 0.06}])
def test_any_two_rates_give_the_third(told):
    answer = kk.solve(told)
    assert [answer[key] for key in ("lambda", "eta", "mu")] == pytest.approx([0.2, 0.06, 0.26])


@pytest.mark.parametrize(
    ("told", "words"),
    [
        ({"lamda": 0.1}, ["did you mean 'lambda'?"]),
        ({"lambda": -0.1, "q": 1, "mu": "high"}, ["lambda: -0.1", "q: 1", "mu: 'high'"]),
        ({"lambda": 0.2, "mu": 0.1}, ["mu: 0.1 must be lambda + eta"]),
        ({"lambda": 0.2, "eta": 0.1, "mu": 0.4}, ["mu: 0.4 must be lambda + eta"]),
        ({"eta": 0.2, "mu": 0.1}, ["mu: 0.1 must be lambda + eta"]),
    ],
)
def test_wrong_parameters_are_refused_together(told, words):
    with pytest.raises(ScenarioError) as caught:
        kk.solve(told)
    assert all(word in str(caught.value) for word in words)
