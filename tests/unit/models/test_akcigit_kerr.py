"""Akcigit and Kerr: the authors' numbers, the identities behind them, and what has no equilibrium."""

from dataclasses import replace

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from mangrove.errors import ScenarioError
from mangrove.models import akcigit_kerr as ak

BASE = ak.Parameters()


@pytest.fixture(scope="module")
def at_rest():
    return ak.equilibrium(BASE)


@pytest.mark.parametrize("row", ak.tables(), ids=lambda row: row.item)
def test_every_published_number_is_met(row):
    assert row.passed, row


def value_by_patience(turnover, quality_value, parameters, lines):
    """The recursion of the paper by plain iteration, written from the documentation, one firm at a time."""
    gain, power = quality_value * (1 + parameters.mean_step), parameters.external_power
    values = [0.0] * (lines + 2)
    while True:
        before = list(values)
        values[lines + 1] = 2 * values[lines] - values[lines - 1]
        for n in range(1, lines + 1):
            cost = parameters.external_cost * n**parameters.cost_of_size
            x = ((gain + values[n + 1] - values[n]) * n / (power * cost)) ** (1 / (power - 1))
            flow = n * x * (gain + values[n + 1]) + n * turnover * values[n - 1] - cost * x**power
            values[n] = flow / (parameters.discount + n * x + n * turnover)
        if max(abs(a - b) for a, b in zip(values, before, strict=True)) < 1e-12:
            return np.array(values[1 : lines + 1])


def test_values_equal_those_of_plain_iteration_at_the_size_where_the_authors_stop(at_rest):
    twin = value_by_patience(at_rest.turnover, at_rest.quality_value, BASE, 30)
    np.testing.assert_allclose(at_rest.line_values[:10], twin[:10], rtol=1e-6)


def test_entry_is_worth_its_cost(at_rest):
    worth = at_rest.quality_value * (1 + BASE.mean_step) + at_rest.line_values[0]
    assert worth == pytest.approx(BASE.entry_cost, rel=1e-10)


@pytest.mark.parametrize("change", [{}, {"scale": 0.5}, {"internal_power": 3.0}, {"external_cost": 20.0}])
def test_lines_and_growth_add_up(change):
    parameters = replace(BASE, **change)
    at_rest = ak.equilibrium(parameters)
    n = np.arange(1, ak.LINES + 1)
    assert np.sum(n * at_rest.firms) == pytest.approx(1)
    assert np.sum(n * at_rest.external * at_rest.firms) + at_rest.entry == pytest.approx(at_rest.turnover, abs=1e-7)
    assert sum(ak.decomposition(at_rest, parameters).values()) == pytest.approx(at_rest.growth)


def test_the_value_of_quality_solves_its_equation(at_rest):
    power, cost = BASE.internal_power, BASE.internal_cost
    interest = BASE.discount + at_rest.growth
    reward = (
        (power - 1)
        * cost ** (-1 / (power - 1))
        * (BASE.own_step * at_rest.quality_value / power) ** (power / (power - 1))
    )
    left = (interest + at_rest.turnover) * at_rest.quality_value
    assert left == pytest.approx(BASE.flow_profit + reward)


def test_research_that_scales_perfectly_does_not_depend_on_size():
    external = ak.equilibrium(replace(BASE, scale=0.5)).external
    np.testing.assert_allclose(external, external[0], rtol=1e-9)


def test_research_per_line_falls_with_size_where_it_does_not_scale(at_rest):
    assert (np.diff(at_rest.external) < 0).all()


def test_costly_entry_slows_turnover():
    slow, fast = (ak.solve({"nu": nu})["tau"] for nu in (1.0, 0.7))
    assert slow < ak.solve({})["tau"] < fast


@settings(max_examples=50, deadline=None)
@given(st.floats(0.2, 0.9), st.floats(0.1, 2.0), st.floats(0.0, 1.0))
def test_citations_sum_to_one_and_to_their_mean(major, citing, fading):
    parameters = replace(BASE, major=major, citing=citing, fading=fading)
    shares = ak.citations(parameters, 800)
    mean = citing * (1 - major) / (1 - (1 - major) * fading)
    assert shares.sum() == pytest.approx(1)
    assert shares @ np.arange(801) == pytest.approx(mean, rel=1e-6)


def test_where_every_innovation_is_major_none_is_cited():
    assert ak.citations(replace(BASE, major=1.0), 3) == pytest.approx([1, 0, 0, 0])


@pytest.mark.parametrize(
    ("told", "words"),
    [
        ({"sigma": 0.7}, "grow without bound"),
        ({"nu": 1e6}, "no equilibrium"),
        ({"psi_tild": 2, "beta": 1}, "did you mean 'psi_tilde'?"),
        ({"beta": 1}, "beta: 1 is out of range"),
    ],
)
def test_what_cannot_be_solved_is_refused(told, words):
    with pytest.raises(ScenarioError, match="akcigit_kerr") as caught:
        ak.solve(told)
    assert words in str(caught.value)
