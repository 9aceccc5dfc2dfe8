"""The policy that maximises welfare: one instrument, or several together."""

from collections.abc import Sequence
from dataclasses import fields
from typing import Any, Final, cast

import numpy as np

from mangrove.arrays import Doubles
from mangrove.errors import ScenarioError, did_you_mean
from mangrove.models.aaabk.equilibrium import Equilibrium, equilibrium
from mangrove.models.aaabk.parameters import BASELINE, LAISSEZ_FAIRE, Parameters, Policy
from mangrove.models.aaabk.welfare import log_equivalent

INSTRUMENTS: Final = tuple(field.name for field in fields(Policy))
HIGHEST: Final = 0.949
LOWEST: Final = -8.9
"""Rates tried, just inside the range of a policy."""
CLOSE: Final = 1e-5
"""Distance between rates at which the search ends."""
ROUNDS: Final = 400


def optimal_policy(parameters: Parameters = BASELINE, instruments: Sequence[str] = INSTRUMENTS) -> Policy:
    """The best rates of some instruments, the others being zero.

    One rate on all three instruments alike moves wages and nothing else, so that only two of the three matter;
    where all three are asked for, the entry subsidy is held at zero.

    Args:
        parameters: The economy.
        instruments: Names of the policy's rates.

    Raises:
        ScenarioError: if an instrument is unknown or none is named.
    """
    unknown = [name for name in instruments if name not in INSTRUMENTS]
    if unknown or not instruments:
        msg = f"aaabk: no instrument {unknown[0]!r}; {did_you_mean(unknown[0], INSTRUMENTS)}" if unknown else (
            f"aaabk: name an instrument at least: {', '.join(INSTRUMENTS)}"
        )  # fmt: skip
        raise ScenarioError(msg)
    names = list(dict.fromkeys(instruments))
    if len(names) == len(INSTRUMENTS):
        names.remove("entry_subsidy")
    return _best(parameters, names)


def _best(parameters: Parameters, names: list[str]) -> Policy:
    """Maximise over the logarithms of what payers keep paying, 1 less the rate."""
    import scipy.optimize

    last = equilibrium(parameters, LAISSEZ_FAIRE)
    start = np.zeros(len(names))

    def loss(kept: Doubles) -> float:
        nonlocal last
        last = equilibrium(parameters, _policy(names, kept), near=last)
        return -log_equivalent(last.economy, last.growth, last.active)

    library: Any = scipy.optimize
    found = library.minimize(
        loss, start, method="Nelder-Mead", bounds=[(np.log(1 - HIGHEST), np.log(1 - LOWEST))] * len(names),
        options={"xatol": CLOSE, "fatol": CLOSE**2, "maxfev": ROUNDS, "initial_simplex": _simplex(len(names))},
    )  # fmt: skip
    return _policy(names, cast(Doubles, found.x))


def _policy(names: list[str], kept: Doubles) -> Policy:
    return Policy(**dict(zip(names, (1 - np.exp(kept)).tolist(), strict=True)))


def _simplex(size: int) -> Doubles:
    """No policy, and each instrument in turn at a tax of about a third."""
    return np.vstack([np.zeros(size), np.eye(size) * 0.3])


def gain(parameters: Parameters, policy: Policy) -> tuple[Equilibrium, float]:
    """The equilibrium under a policy, and its welfare as a factor on consumption without policy."""
    before = equilibrium(parameters, LAISSEZ_FAIRE)
    after = equilibrium(parameters, policy, near=before)
    logs = [log_equivalent(before.economy, state.growth, state.active) for state in (after, before)]
    return after, float(np.exp(logs[0] - logs[1]))
