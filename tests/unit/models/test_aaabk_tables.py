"""The paper's tables, welfare, the best policies and the planner."""

import math
from dataclasses import replace

import numpy as np
import pytest

from mangrove.errors import ScenarioError
from mangrove.kernels.steady_state import cheapest, demand
from mangrove.models.aaabk import BASELINE, Margin, Policy, equilibrium, plan, solve
from mangrove.models.aaabk.optimal import gain, optimal_policy
from mangrove.models.aaabk.parameters import KEYS, read
from mangrove.models.aaabk.planner import Problem
from mangrove.models.aaabk.replicate import best_rows, columns, planner_rows, policy_rows
from mangrove.models.aaabk.welfare import consumption_equivalent, log_equivalent
from mangrove.models.table import Row

KEYS_TOLD = ["x_E", "x_L", "x_H", "Phi_L", "Phi_H", "q_min_L", "q_min_H", "rnd_share", "tau", "g", "cev", "cost_gdp"]


def missed(rows) -> list[Row]:
    return [row for row in rows if not row.passed]


def test_the_baseline_and_the_policies_are_the_paper_s() -> None:
    rows = list(policy_rows())
    assert len(rows) == 11 + 7 * 12
    assert missed(rows) == []


def test_the_best_policies_are_the_paper_s() -> None:
    assert missed(best_rows()) == []


def test_the_planner_is_the_paper_s_on_every_margin() -> None:
    rows = list(planner_rows())
    assert len(rows) == 33
    assert missed(rows) == []


def test_a_row_that_differs_by_more_than_its_tolerance_fails() -> None:
    assert not Row("A1", "g", 0.0226, 0.0230, 0.0002).passed
    assert not Row("A1", "g", 0.0226, math.nan, 0.0002).passed


def test_nothing_told_is_the_baseline_with_welfare_one_and_no_cost() -> None:
    told = solve({})
    assert list(told) == KEYS_TOLD
    assert told["cev"] == 1
    assert told["cost_gdp"] == 0
    assert all(type(value) is float for value in told.values())


def test_a_file_sets_parameters_and_policy() -> None:
    told = solve({"lambda": 0.12, "L_s": 0.2, "policy": {"rnd_subsidy": 0.1}})
    parameters = replace(BASELINE, step=0.12, skilled_labour=0.2)
    state, welfare = gain(parameters, Policy(rnd_subsidy=0.1))
    assert (told["x_L"], told["cev"], told["cost_gdp"]) == pytest.approx((state.choice.low, welfare, state.cost))


def test_every_problem_of_a_file_is_told_at_once() -> None:
    wrong = {
        "lamda": 0.1,
        "psi": "much",
        "nu": math.nan,
        "alpha": 1.5,
        "policy": {"rnd_subsidi": 0.1, "entry_subsidy": 2},
    }
    with pytest.raises(ScenarioError) as caught:
        solve(wrong)
    text = str(caught.value)
    assert text.startswith("aaabk: 6 problem(s)")
    for part in ("did you mean 'lambda'", "psi = 'much'", "nu = nan", "alpha = 1.5", "did you mean 'rnd_subsidy'"):
        assert part in text
    assert "entry_subsidy = 2 must lie between -9 and 0.95" in text


def test_a_policy_must_be_a_table_and_a_truth_is_no_number() -> None:
    with pytest.raises(ScenarioError, match=r"write \[policy\]"):
        read({"policy": 0.1})
    with pytest.raises(ScenarioError, match="psi = True is no number"):
        read({"psi": True})


def test_every_symbol_of_the_paper_can_be_set() -> None:
    told = {key: getattr(BASELINE, name) for key, name in KEYS.items()}
    assert read(told)[0] == BASELINE


def test_an_unknown_planner_is_refused_with_the_nearest() -> None:
    with pytest.raises(ScenarioError, match="did you mean 'exit'"):
        solve({}, planner="exits")


def test_logarithmic_utility_is_the_limit_of_the_others() -> None:
    e = equilibrium().economy
    told = [
        consumption_equivalent(e._replace(risk_aversion=s), (0.025, 0.6), (0.022, 0.7)) for s in (1 - 1e-6, 1, 1 + 1e-6)
    ]
    assert told == pytest.approx([told[1]] * 3, rel=1e-5)


def test_growth_that_outruns_impatience_is_refused() -> None:
    e = equilibrium().economy._replace(risk_aversion=0.1)
    with pytest.raises(ScenarioError, match="lifetime utility is infinite"):
        log_equivalent(e, 0.03, 0.6)


def test_no_policy_near_the_best_is_better() -> None:
    best = optimal_policy(instruments=["rnd_subsidy"])
    top = gain(BASELINE, best)[1]
    for move in (-0.05, 0.05):
        assert gain(BASELINE, Policy(best.rnd_subsidy + move))[1] < top


def test_all_three_instruments_do_no_better_than_two() -> None:
    two = gain(BASELINE, optimal_policy(instruments=["rnd_subsidy", "operation_subsidy"]))[1]
    other = gain(BASELINE, optimal_policy(instruments=["operation_subsidy", "entry_subsidy"]))[1]
    three = gain(BASELINE, optimal_policy())[1]
    assert three == pytest.approx(two, abs=1e-7)
    assert three == pytest.approx(other, abs=1e-6)


@pytest.mark.parametrize("names", [["rnd_subsidi"], []])
def test_an_unknown_instrument_or_none_is_refused(names) -> None:
    with pytest.raises(ScenarioError, match="rnd_subsidy"):
        optimal_policy(instruments=names)


@pytest.mark.parametrize(
    "parameters",
    [BASELINE, replace(BASELINE, step=0.15, fade=0.15), replace(BASELINE, overhead=0.26, high_share=0.8)],
    ids=["baseline", "bigger steps", "dearer lines"],
)
def test_the_planner_is_no_worse_than_any_policy_and_the_better_the_more_may_be_planned(parameters) -> None:
    before = equilibrium(parameters)
    planned = {margin: columns(plan(before, margin), before)["cev"] for margin in Margin}
    assert planned["all"] >= max(planned.values())
    assert min(planned.values()) >= 1 - 1e-9
    for policy in (optimal_policy(parameters), Policy(0.3), Policy(operation_subsidy=-0.5), Policy(entry_subsidy=0.3)):
        assert planned["all"] >= gain(parameters, policy)[1]


FLAT_VALLEY = replace(
    BASELINE, step=0.1306, shock=0.0338, fade=0.157, high_share=1.0, overhead=0.171, low_skill=1.62, high_skill=1.66,
    elasticity=3.27, discount=0.0144, risk_aversion=1.9, skilled_labour=0.118,
)  # fmt: skip


@pytest.mark.parametrize(
    ("parameters", "policy"),
    [
        (FLAT_VALLEY, Policy()),
        (replace(BASELINE, overhead=0.0), Policy()),
        (replace(BASELINE, high_skill=1.2), Policy(0.4, -0.2, -0.8)),
        (BASELINE, Policy(-0.8, 0.8, 0.8)),
    ],
    ids=["types alike", "no exit", "low types better", "far policy"],
)
def test_in_odd_economies_more_to_plan_is_never_worse(parameters, policy) -> None:
    start = equilibrium(parameters, policy)
    planned = {margin: columns(plan(start, margin), start)["cev"] for margin in Margin}
    assert planned["all"] >= max(planned.values()) - 1e-7
    assert min(planned.values()) >= 1 - 1e-7


@pytest.mark.parametrize("share", [0.0, 0.6, 1.0])
def test_the_cheapest_intensities_win_the_lines_with_the_least_labour(share) -> None:
    base = equilibrium()
    e, masses = base.economy._replace(high_share=share), base.masses
    entry, low, high, labour = cheapest(e, masses, base.tau)
    assert masses.high * high + share * entry == pytest.approx(masses.won_high)
    assert masses.low * low + masses.high * high + entry == pytest.approx(base.tau)
    for other in (entry * 0.9, entry * 1.1):
        choice = base.choice._replace(
            entry=other,
            high=(masses.won_high - share * other) / masses.high,
            low=(base.tau - masses.won_high - (1 - share) * other) / masses.low,
        )
        assert demand(e, choice, masses) > labour


@pytest.mark.parametrize("margin", Margin)
def test_the_planner_s_economy_obeys_labour_and_stationarity(margin) -> None:
    before = equilibrium()
    problem = Problem(before, margin)
    assert np.abs(problem.terms(problem.settle_exits(problem.best()))[1:]).max() < 1e-7
    assert np.abs(problem.terms(problem.origin)[1:]).max() < 1e-8  # the equilibrium is open to the planner


def test_the_planner_leaves_alone_what_is_not_planned() -> None:
    before, exits, rates = equilibrium(), solve({}, "exit"), solve({}, "innovation")
    assert (exits["x_L"], exits["x_H"]) == pytest.approx((before.choice.low, before.choice.high), rel=1e-7)
    assert (rates["q_min_L"], rates["q_min_H"]) == pytest.approx((before.low_exit, before.high_exit), rel=1e-7)
    assert exits["cost_gdp"] == rates["cost_gdp"] == 0


def test_the_planner_plans_where_no_entrant_is_of_high_type() -> None:
    assert solve({"alpha": 0.0}, "all")["cev"] >= 1 - 1e-9
