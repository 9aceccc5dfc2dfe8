"""The equilibrium: it clears, it meets the plain twin, and it is found far from the published baseline."""

from dataclasses import fields, replace

import numpy as np
import pytest

from mangrove.errors import ScenarioError
from mangrove.kernels.innovation import fading_line_value, line_value, researchers
from mangrove.kernels.newton import eliminated, newton, twin_newton
from mangrove.kernels.qualities import landings
from mangrove.kernels.steady_state import after_turning, imbalance
from mangrove.models.aaabk import solve
from mangrove.models.aaabk.equilibrium import equilibrium, markup, profit_shifter, spread
from mangrove.models.aaabk.firm import Surroundings, outlook
from mangrove.models.aaabk.parameters import BASELINE, KEYS, Parameters, Policy, economy
from mangrove.models.aaabk.plain import all_lines, distributions, plain_equilibrium

FAR = [Policy(a, b, c) for a in (-0.8, 0.8) for b in (-0.8, 0.8) for c in (-0.8, 0.8)]


@pytest.fixture(scope="module")
def base():
    return equilibrium()


def residuals(state) -> np.ndarray:
    found = np.empty(5)
    imbalance(state.economy, state.spread, state.unknowns, found)
    return found


def test_the_market_for_skilled_labour_clears(base) -> None:
    e = base.economy
    used = base.active * e.overhead + base.incumbents_researchers + base.entrants_researchers
    assert used == pytest.approx(e.skilled_labour, rel=1e-9)


def test_sales_of_active_lines_add_up_to_output(base) -> None:
    powers = base.masses.yields * base.mean_quality ** (base.economy.elasticity - 1)
    assert powers * markup(base.economy.elasticity) ** (1 - base.economy.elasticity) == pytest.approx(1, abs=1e-8)


def test_lines_lost_are_lines_won(base) -> None:
    c, m = base.choice, base.masses
    assert m.low * c.low + m.high * c.high + c.entry == pytest.approx(base.tau, rel=1e-8)
    assert base.growth == BASELINE.step * base.tau


def test_skilled_workers_on_a_line_invent_at_the_rate_they_are_hired_for() -> None:
    theta, gamma, x = 1.4, 0.4, 0.3
    assert theta**gamma * researchers(x, theta, gamma) ** (1 - gamma) == pytest.approx(x)


def test_the_plain_equations_on_a_grid_give_the_same(base) -> None:
    ours = [base.wage, base.masses.low, base.masses.high, base.low_value, base.high_value, base.mean_quality]
    assert plain_equilibrium(base.economy) == pytest.approx(ours, abs=5e-5)


@pytest.mark.parametrize("policy", [Policy(0.1441), Policy(operation_subsidy=-0.3), Policy(entry_subsidy=0.5)])
def test_the_plain_equations_give_the_same_under_policies(policy) -> None:
    state = equilibrium(policy=policy)
    ours = [state.wage, state.masses.low, state.masses.high, state.low_value, state.high_value, state.mean_quality]
    assert plain_equilibrium(state.economy) == pytest.approx(ours, abs=1e-4)


def test_values_integrated_line_by_line_agree_with_the_closed_integrals(base) -> None:
    e, c, w = base.economy, base.choice, base.wage
    z = np.arange(base.spread.share.size) * base.spread.gap
    landing = ((z[1:] + z[:-1]) / 2 + e.step) * base.mean_quality
    weights = np.diff(base.spread.share)
    k = base.interest + base.tau + e.shock
    power, shifter = e.elasticity - 1, profit_shifter(e.elasticity)
    burdens = c.low_burden * w, c.high_burden * w
    exits = base.low_exit, base.high_exit
    low = weights @ line_value(landing, exits[0], burdens[0], shifter, power, k, base.growth)
    high = weights @ fading_line_value(landing, exits, burdens, shifter, power, k, e.fade, base.growth)
    assert (low, high) == pytest.approx((base.low_value, base.high_value), rel=1e-5)


def test_a_line_at_its_exit_quality_is_worth_nothing_and_no_less_above(base) -> None:
    q = base.low_exit * np.array([0.5, 1.0, 1.0001, 1.1, 3.0])
    burden = base.choice.low_burden * base.wage
    value = line_value(q, base.low_exit, burden, profit_shifter(2.9), 1.9, 0.27, base.growth)
    assert value[:2] == pytest.approx([0, 0])
    assert (np.diff(value[1:]) > 0).all()


def aggregates(base) -> Surroundings:
    """What a firm of the equilibrium takes as given."""
    profit = float(np.exp(base.unknowns[0])) * base.wage
    options = [
        base.economy.curvature * rate * worth
        for rate, worth in ((base.choice.low, base.low_value), (base.choice.high, base.high_value))
    ]
    return Surroundings(base.wage, profit, base.interest, base.tau, base.growth, *options)


def test_firms_told_the_equilibrium_aggregates_value_lines_as_it_does(base) -> None:
    seen = outlook(base.economy, base.spread, aggregates(base))
    assert (seen.low_value, seen.high_value) == pytest.approx((base.low_value, base.high_value), rel=1e-9)
    assert (seen.low_exit, seen.high_exit) == pytest.approx((base.choice.low_exit, base.choice.high_exit), rel=1e-8)


def test_off_the_steady_state_harder_times_lower_the_value_of_a_line(base) -> None:
    given = aggregates(base)
    usual = outlook(base.economy, base.spread, given)
    for harder in (
        replace(given, interest=0.12), replace(given, wage=given.wage * 1.2), replace(given, profit=0.3),
        replace(given, destruction=0.3), replace(given, low_option=0.0),
    ):  # fmt: skip
        assert outlook(base.economy, base.spread, harder).low_value < usual.low_value
    assert outlook(base.economy, base.spread, replace(given, wage=given.wage * 1.2)).low_exit > usual.low_exit


def test_a_line_that_costs_nothing_to_operate_is_never_given_up(base) -> None:
    free = replace(aggregates(base), low_option=1.0, high_option=1.0)
    seen = outlook(base.economy, base.spread, free)
    assert (seen.low_exit, seen.high_exit) == (0, 0)
    assert 0 < seen.low_value < np.inf


def test_the_four_distributions_are_shares_that_rise(base) -> None:
    e = base.economy
    found = distributions(e, all_lines(e.step), base.tau, base.masses.won_high)
    assert found.every[-1] == pytest.approx(1)
    assert found.high[-1] == pytest.approx(base.masses.won_high / (base.tau + e.fade), rel=1e-9)
    for held in (found.every, found.high, found.high_orphaned, found.low_orphaned):
        assert (np.diff(held) > -1e-8).all()
    assert (found.high > found.high_orphaned - 1e-12).all()


@pytest.mark.parametrize("policy", FAR, ids=str)
def test_rates_as_large_as_four_fifths_are_solved(policy) -> None:
    assert np.abs(residuals(equilibrium(policy=policy))).max() < 1e-8


@pytest.mark.parametrize("key", KEYS)
@pytest.mark.parametrize("factor", [0.8, 1.2])
def test_every_parameter_may_move_by_a_fifth(key, factor) -> None:
    name = KEYS[key]
    moved = min(getattr(BASELINE, name) * factor, 1.0 if name == "high_share" else np.inf)
    state = equilibrium(replace(BASELINE, **{name: moved}), Policy(0.3, -0.2, 0.1))
    assert np.abs(residuals(state)).max() < 1e-8
    assert 0 < state.active < 1


@pytest.mark.parametrize(
    "edge",
    [
        {"fade": 0.0}, {"shock": 0.0}, {"overhead": 0.0}, {"high_share": 0.0}, {"high_share": 1.0}, {"step": 0.01},
        {"step": 1.0}, {"risk_aversion": 0.0}, {"curvature": 0.2}, {"curvature": 0.8}, {"entry_skill": 1e-6},
        {"skilled_labour": 0.01}, {"skilled_labour": 2.0}, {"elasticity": 1.3}, {"elasticity": 10.0},
        {"high_share": 1.0, "fade": 0.0}, {"high_share": 0.0, "skilled_labour": 0.001},
    ],
    ids=str,
)  # fmt: skip
def test_the_edges_of_the_parameters_are_solved(edge) -> None:
    assert np.abs(residuals(equilibrium(replace(BASELINE, **edge)))).max() < 1e-8


def test_one_rate_on_every_skilled_worker_moves_the_wage_alone(base) -> None:
    state = equilibrium(policy=Policy(0.6, 0.6, 0.6))
    assert state.choice == pytest.approx(
        base.choice._replace(low_burden=state.choice.low_burden, high_burden=state.choice.high_burden), rel=1e-7
    )
    assert state.wage * 0.4 == pytest.approx(base.wage, rel=1e-7)
    assert state.masses == pytest.approx(base.masses, rel=1e-7)


def test_the_way_to_an_economy_does_not_matter(base) -> None:
    target = Policy(0.7, -0.5, 0.4)
    near = equilibrium(policy=Policy(0.6, -0.6, 0.5))
    assert equilibrium(policy=target, near=near).unknowns == pytest.approx(equilibrium(policy=target).unknowns)


def test_a_finer_grid_changes_nothing_that_is_printed(base, monkeypatch) -> None:
    monkeypatch.setattr("mangrove.kernels.qualities.FINENESS", 1024)
    spread.cache_clear()
    fine = equilibrium()
    spread.cache_clear()
    assert fine.spread.density.size > 3 * base.spread.density.size
    assert fine.unknowns == pytest.approx(base.unknowns, abs=1e-8)


def test_an_economy_that_is_lost_on_the_way_says_where() -> None:
    """Profit rises with the nineteenth power of quality. Whether an equilibrium exists here is not known."""
    with pytest.raises(ScenarioError, match=r"no equilibrium found.*lost after .*fail first in: the value of a line"):
        equilibrium(replace(BASELINE, step=1.0, elasticity=20.0))


def test_inventions_faster_than_lines_are_lost_leave_no_equilibrium() -> None:
    """Without entrants of high type no other equation holds their value, so theirs alone must have a solution.

    The more they invent, the more a line is worth to them, and no high type's inventions raise the rate at which lines
    are lost. At theta_H = 2.5 a line is worth more than v_H at every v_H: the equation has no root.
    """
    odd = replace(BASELINE, high_share=0.0, high_skill=2.5)
    with pytest.raises(ScenarioError, match=r"no equilibrium found.*fail first in"):
        equilibrium(odd)
    others = equilibrium(replace(odd, high_skill=1.5))
    errors, target, point = np.empty(5), economy(odd, Policy()), others.unknowns.copy()
    for point[2] in np.linspace(-40, 8, 481):
        imbalance(target, others.spread, point, errors)
        assert errors[1] > 0
        assert np.abs(errors[[0, 2, 3]]).max() < 1e-9


def test_growth_beyond_interest_leaves_no_equilibrium() -> None:
    """At sigma = 0 interest is rho = 0.02 whatever growth is, and the firms' growth is 0.0226.

    Households who may lend at less than their income grows hold infinite wealth, so no consumption is their best.
    """
    with pytest.raises(ScenarioError, match=r"no equilibrium: lifetime utility is infinite.*raise rho or sigma"):
        solve({"sigma": 0.0})


@pytest.mark.parametrize("place", range(6))
def test_the_compiled_newton_and_its_twin_solve_the_same(place, base) -> None:
    moves = [{}, {"step": 0.1}, {"high_skill": 1.2}, {"fade": 0.4}, {"curvature": 0.45}, {"high_share": 1.0}]
    target = economy(replace(BASELINE, **moves[place]), Policy(0.2, -0.3, 0.1))
    solved, found = newton(target, spread(target.step), base.unknowns, 60)
    twin_solved, twin = twin_newton(target, spread(target.step), base.unknowns)
    assert solved
    assert twin_solved
    assert found == pytest.approx(twin, abs=1e-8)


def test_the_compiled_elimination_solves_as_numpy_does() -> None:
    matrix = np.array([[0.0, 2, 1, 0, 0], [1, 1, 0, 0, 3], [4, 0, 0, 1, 0], [0, 0, 5, 1, 1], [1, 0, 0, 0, -2]])
    right = np.arange(5.0)
    answer = np.linalg.solve(matrix, right)
    assert eliminated(matrix.copy(), right)
    assert right == pytest.approx(answer)
    assert not eliminated(np.ones((5, 5)), np.ones(5))
    assert not eliminated(np.full((5, 5), np.inf), np.ones(5))


@pytest.mark.parametrize("exits", [(0.9, 0.6), (0.6, 0.9), (0.0, 0.9), (0.7, 0.7)])
def test_time_in_low_hands_is_the_integral_over_when_a_firm_turns(exits, base) -> None:
    """A line won at y by a high type that turns low after t lives on from t to its low exit, unless already gone."""
    power, rate, fade, drift = 1.9, 0.25, 0.3, 0.03
    lows, highs = (landings(base.spread, z, power, rate / drift, 0.0, fade / drift) for z in exits)
    found = after_turning(exits, power, rate, fade, drift, 0, lows, highs)
    z = np.arange(base.spread.share.size) * base.spread.gap
    landing, weight = (z[1:] + z[:-1]) / 2 + base.economy.step, np.diff(base.spread.share)
    slide = [np.log(np.maximum(landing / max(z, 1e-9), 1)) / drift for z in exits]
    at = (np.arange(4000) + 0.5) * 0.03
    until_low = np.minimum(slide[0], 120.0)[:, None]
    hazard = fade * np.exp(-fade * at) * (at < slide[1][:, None])
    lasting = (np.exp(-rate * at) - np.exp(-rate * until_low)) / rate
    fading = rate + power * drift
    earning = (np.exp(-fading * at) - np.exp(-fading * until_low)) / fading * landing[:, None] ** power
    expected = [weight @ (np.where(at < until_low, x, 0) * hazard).sum(1) * 0.03 for x in (lasting, earning)]
    assert found == pytest.approx(expected, rel=1e-3)


def test_values_line_by_line_agree_where_high_types_give_up_first() -> None:
    state = equilibrium(replace(BASELINE, high_skill=0.8))
    e, c, w = state.economy, state.choice, state.wage
    assert c.high_exit > c.low_exit
    z = np.arange(state.spread.share.size) * state.spread.gap
    landing = ((z[1:] + z[:-1]) / 2 + e.step) * state.mean_quality
    burdens, exits = (c.low_burden * w, c.high_burden * w), (state.low_exit, state.high_exit)
    k, shifter = state.interest + state.tau + e.shock, profit_shifter(e.elasticity)
    values = fading_line_value(landing, exits, burdens, shifter, e.elasticity - 1, k, e.fade, state.growth)
    assert np.diff(state.spread.share) @ values == pytest.approx(state.high_value, rel=1e-4)
    assert values[landing < state.high_exit] == pytest.approx(0, abs=1e-12)


def test_values_out_of_range_are_listed_together() -> None:
    with pytest.raises(ScenarioError) as caught:
        equilibrium(Parameters(step=3.0, elasticity=0.5), Policy(rnd_subsidy=1.0))
    assert all(name in str(caught.value) for name in ("lambda = 3", "epsilon = 0.5", "rnd_subsidy = 1"))


def test_an_economy_keeps_the_order_of_its_parts() -> None:
    values = economy(BASELINE, Policy(0.1, 0.2, 0.3))
    assert values._fields == tuple(field.name for part in (Parameters, Policy) for field in fields(part))
