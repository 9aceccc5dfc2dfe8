"""The paper's tables beside ours, and one economy, policy or plan as a row of numbers."""

import math
from collections.abc import Iterator, Mapping
from dataclasses import replace
from typing import Any, Final

import numpy as np

from mangrove.draws import Draws
from mangrove.errors import ScenarioError, did_you_mean
from mangrove.models.aaabk import published
from mangrove.models.aaabk.equilibrium import Equilibrium, equilibrium
from mangrove.models.aaabk.optimal import optimal_policy
from mangrove.models.aaabk.panel import MOMENTS, lines_of_firms, moments, panel, standard_errors
from mangrove.models.aaabk.parameters import BASELINE, LAISSEZ_FAIRE, Policy, read
from mangrove.models.aaabk.planner import FLAT, Margin, Plan, plan
from mangrove.models.aaabk.welfare import consumption_equivalent
from mangrove.models.table import Row

SEED: Final = 1
"""Seed of the printed panel: the first, and no other was tried for it."""
PANEL_FIRMS: Final = 200_000
"""Firms of the printed panel: enough that only the growth of small old firms is still uncertain by 0.002."""
NOISY: Final = ("sales growth, small old", "employment growth, small old")
WHY_NOISY: Final = (
    "Panels of 400,000 firms put this at 0.046 (s.e. 0.001), and firms followed in steps of time grow no less. The"
    " printed number is one simulation as well, of a size not told; this cell is small, and between panels of 20,000"
    " firms its growth has a standard deviation of 0.005. No reading of the stated definition lowers it so far."
)
"""Shown where a noisy moment misses."""
BASELINE_CLOSE: Final = 0.0002
POLICY_CLOSE: Final = 0.0005
EXIT_CLOSE: Final = 0.001
WELFARE_CLOSE: Final = 0.0003
RATE_CLOSE: Final = 0.002
MOMENT_CLOSE: Final = 0.005
SHARE_CLOSE: Final = 0.008
LINES_CLOSE: Final = 0.01
UNDETERMINED: Final = (
    "The planner keeps high types' lines however poor, and hardly any line slides so far: the highest exit quality is"
    f" told that costs less than {FLAT:.1g} of welfare."
)
EXACT: Final = (MOMENTS[4], MOMENTS[17])
"""Moments that the equilibrium gives, without a simulation."""
WIDER: Final = {MOMENTS[2]: SHARE_CLOSE, MOMENTS[3]: SHARE_CLOSE}


def tables() -> list[Row]:
    """Every published table of the model, item by item."""
    return [*policy_rows(), *best_rows(), *planner_rows(), *moment_rows()]


def solve(told: Mapping[str, Any], planner: str | None = None) -> dict[str, float]:
    """One steady state: of an economy under a policy, or of the planner.

    Args:
        told: The keys of a parameter file; what is not set keeps the published baseline.
        planner: What the planner decides, `all`, `exit` or `innovation`; without, the equilibrium.

    Returns:
        x_E, x_L, x_H, Phi_L, Phi_H, q_min_L, q_min_H, rnd_share, tau, g, cev, cost_gdp; welfare against the same
        parameters without policy.

    Raises:
        ScenarioError: if a key, a value or the planner's margin is wrong, or there is no equilibrium.
    """
    parameters, policy = read(told)
    if planner is not None and planner not in [margin.value for margin in Margin]:
        msg = f"aaabk: no planner {planner!r}; {did_you_mean(planner, [margin.value for margin in Margin])}"
        raise ScenarioError(msg)
    before = equilibrium(parameters, LAISSEZ_FAIRE)
    state: Equilibrium | Plan = equilibrium(parameters, policy)
    if planner is not None:
        state = plan(state, Margin(planner))
    return columns(state, before)


def columns(state: Equilibrium | Plan, before: Equilibrium) -> dict[str, float]:
    """A steady state as the paper's columns, and its cost; welfare against another one."""
    choice, masses, mean = state.choice, state.masses, state.mean_quality
    e = before.economy
    values = (
        choice.entry, choice.low, choice.high, masses.low, masses.high, choice.low_exit * mean, choice.high_exit * mean,
        1 - e.overhead * state.active / e.skilled_labour, state.tau, state.growth,
        consumption_equivalent(e, (state.growth, state.active), (before.growth, before.active)),
        state.cost if isinstance(state, Equilibrium) else 0.0,
    )  # fmt: skip
    return dict(zip((*published.COLUMNS, "cost_gdp"), map(float, values), strict=True))


def policy_rows() -> Iterator[Row]:
    """The baseline and each policy at its printed rate."""
    before = equilibrium()
    yield from _compared("A1 baseline", published.BASELINE_ROW, columns(before, before), BASELINE_CLOSE)
    for name, (rates, cost, row) in published.POLICIES.items():
        ours = columns(equilibrium(policy=Policy(**rates), near=before), before)
        yield from _compared(f"A2 {name}", row, ours, POLICY_CLOSE)
        yield Row(f"A2 {name}", "cost_gdp", cost, ours["cost_gdp"], POLICY_CLOSE)


def best_rows() -> Iterator[Row]:
    """The best rates, found anew."""
    for name, (rates, _, _) in published.POLICIES.items():
        if name.startswith("best"):
            found = optimal_policy(BASELINE, tuple(rates))
            for instrument, rate in rates.items():
                yield Row(f"{name}, rate", instrument, rate, getattr(found, instrument), RATE_CLOSE)


def planner_rows() -> Iterator[Row]:
    """The planner on each margin."""
    before = equilibrium()
    for margin in Margin:
        ours = columns(plan(before, margin), before)
        for row in _compared(f"planner, {margin}", published.PLANNER[margin], ours, POLICY_CLOSE):
            free = row.item == "q_min_H" and margin is not Margin.INNOVATION
            yield replace(row, tolerance=math.inf, note=UNDETERMINED) if free else row


def moment_rows(seed: int = SEED, firms: int = PANEL_FIRMS) -> Iterator[Row]:
    """The eighteen moments and the lines of firms, of one panel, with their standard errors."""
    state = equilibrium()
    seen = panel(state, Draws(seed, 0, 0), firms)
    errors = standard_errors(lambda part: np.array([*moments(state, part).values()]), seen).tolist()
    found = moments(state, seen).items()
    for (name, ours), value, error in zip(found, published.MOMENTS, errors, strict=True):
        row = Row("A5 moments", name, value, ours, WIDER.get(name, MOMENT_CLOSE), None if name in EXACT else error)
        yield replace(row, note=WHY_NOISY) if name in NOISY and not row.passed else row
    errors = standard_errors(lines_of_firms, seen).tolist()
    for count, ours in enumerate(lines_of_firms(seen).tolist(), start=1):
        name = f"{count} lines" if count < len(published.LINES) else f"{count} lines or more"
        yield Row("A5 lines of firms", name, published.LINES[count - 1], ours, LINES_CLOSE, errors[count - 1])


def _compared(table: str, row: tuple[float, ...], ours: Mapping[str, float], tolerance: float) -> Iterator[Row]:
    special = {"q_min_L": EXIT_CLOSE, "q_min_H": EXIT_CLOSE, "cev": WELFARE_CLOSE}
    for item, value in zip(published.COLUMNS, row, strict=True):
        yield Row(table, item, value, ours[item], special.get(item, tolerance))
