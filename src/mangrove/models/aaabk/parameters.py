"""Parameters and policy of the model: the published baseline, and what a TOML file may set.

Published estimates (United States, Census of Manufactures): params-baseline.txt of the paper's replication files.
"""

import math
from collections.abc import Mapping
from dataclasses import dataclass, fields, replace
from typing import Any, Final, cast

from mangrove.errors import ScenarioError, did_you_mean, problem_list
from mangrove.kernels.steady_state import Economy


@dataclass(frozen=True)
class Parameters:
    """The economy: five parameters fixed in advance and eight estimated by the paper; rates are per year.

    Attributes:
        step: Quality gained by an invention, part of mean quality (lambda).
        shock: Rate at which whole firms are destroyed from outside (psi).
        fade: Rate at which high-type firms turn low (nu).
        high_share: Share of entrants that are of high type (alpha).
        overhead: Skilled workers needed to operate a line (phi).
        low_skill: Productivity of low types in R&D (theta_L).
        high_skill: Productivity of high types in R&D (theta_H).
        entry_skill: Productivity of entrants in R&D (theta_E).
        elasticity: Elasticity of substitution between lines (epsilon).
        discount: Rate of time preference (rho).
        curvature: Exponent of what the firm already is in incumbents' inventions (gamma).
        entry_curvature: The same for entrants (gamma_E).
        risk_aversion: Inverse of the intertemporal elasticity of substitution (sigma).
        skilled_labour: Skilled workers for each unskilled one (L_s).
    """

    step: float = 0.131874
    shock: float = 0.037175
    fade: float = 0.205622
    high_share: float = 0.925521
    overhead: float = 0.216312
    low_skill: float = 1.390808
    high_skill: float = 1.751156
    entry_skill: float = 0.023600
    elasticity: float = 2.9
    discount: float = 0.02
    curvature: float = 0.5
    entry_curvature: float = 0.5
    risk_aversion: float = 2.0
    skilled_labour: float = 0.1655


@dataclass(frozen=True)
class Policy:
    """Shares of a cost that are repaid; negative for a tax.

    Attributes:
        rnd_subsidy: Of incumbents' R&D.
        operation_subsidy: Of the fixed cost of operating a line.
        entry_subsidy: Of entrants' R&D.
    """

    rnd_subsidy: float = 0.0
    operation_subsidy: float = 0.0
    entry_subsidy: float = 0.0


BASELINE: Final = Parameters()
LAISSEZ_FAIRE: Final = Policy()
KEYS: Final = {
    "lambda": "step", "psi": "shock", "nu": "fade", "alpha": "high_share", "phi": "overhead", "theta_L": "low_skill",
    "theta_H": "high_skill", "theta_E": "entry_skill", "epsilon": "elasticity", "rho": "discount",
    "gamma": "curvature", "gamma_E": "entry_curvature", "sigma": "risk_aversion", "L_s": "skilled_labour",
}  # fmt: skip
"""The paper's symbols, as TOML keys, and our names."""
RANGES: Final = {
    "lambda": (0.01, 1.0), "psi": (0.0, 1.0), "nu": (0.0, 5.0), "alpha": (0.0, 1.0), "phi": (0.0, 100.0),
    "theta_L": (1e-3, 100.0), "theta_H": (1e-3, 100.0), "theta_E": (1e-6, 100.0), "epsilon": (1.1, 20.0),
    "rho": (1e-4, 1.0), "gamma": (0.05, 0.95), "gamma_E": (0.05, 0.95), "sigma": (0.0, 20.0), "L_s": (1e-3, 100.0),
    "rnd_subsidy": (-9.0, 0.95), "operation_subsidy": (-9.0, 0.95), "entry_subsidy": (-9.0, 0.95),
}  # fmt: skip
"""Least and largest value of each key."""


def economy(parameters: Parameters, policy: Policy) -> Economy:
    """Both together, as the kernels take them.

    Raises:
        ScenarioError: with every value out of range in one list.
    """
    problems = range_problems(parameters, policy)
    if problems:
        raise ScenarioError(problem_list(f"aaabk: {len(problems)} value(s) out of range", problems))
    values = [getattr(part, field.name) for part in (parameters, policy) for field in fields(part)]
    return Economy(*map(float, values))


def range_problems(parameters: Parameters, policy: Policy) -> list[str]:
    """Every value out of range, in words."""
    told = {key: getattr(parameters, name) for key, name in KEYS.items()}
    told |= {field.name: getattr(policy, field.name) for field in fields(policy)}
    return [
        f"{key} = {value:g} must lie between {RANGES[key][0]:g} and {RANGES[key][1]:g}"
        for key, value in told.items()
        if not RANGES[key][0] <= value <= RANGES[key][1]
    ]


def read(told: Mapping[str, Any]) -> tuple[Parameters, Policy]:
    """Parameters and policy from a TOML file's keys; what is not set keeps the published baseline.

    >>> read({"lambda": 0.12, "policy": {"rnd_subsidy": 0.1}})[1]
    Policy(rnd_subsidy=0.1, operation_subsidy=0.0, entry_subsidy=0.0)

    Raises:
        ScenarioError: with every unknown key, every value that is no number and every one out of range in one list.
    """
    problems: list[str] = []
    main = {key: value for key, value in told.items() if key != "policy"}
    parameters = replace(BASELINE, **_numbers(main, KEYS, [*KEYS, "[policy]"], problems))
    policy = LAISSEZ_FAIRE
    if isinstance(inner := told.get("policy", {}), Mapping):
        names = {field.name: field.name for field in fields(Policy)}
        policy = Policy(**_numbers(cast(Mapping[str, Any], inner), names, [*names], problems))
    else:
        problems.append("policy must be a table: write [policy] and its rates below it")
    problems += range_problems(parameters, policy)
    if problems:
        raise ScenarioError(problem_list(f"aaabk: {len(problems)} problem(s) in the parameters", problems))
    return parameters, policy


def _numbers(
    told: Mapping[str, Any], names: Mapping[str, str], offered: list[str], problems: list[str]
) -> dict[str, float]:
    """The known keys with finite numbers, by our names; the others are added to the problems."""
    found: dict[str, float] = {}
    for key, value in told.items():
        if key not in names:
            problems.append(f"unknown key {key!r}; {did_you_mean(key, offered)}")
        elif isinstance(value, bool) or not isinstance(value, int | float) or not math.isfinite(value):
            problems.append(f"{key} = {value!r} is no number; write a finite one, such as {key} = 0.1")
        else:
            found[names[key]] = float(value)
    return found
