"""Welfare of a steady state in consumption equivalents."""

import math
from typing import Final

from mangrove.errors import ScenarioError
from mangrove.kernels.steady_state import Economy

NEARLY_LOG: Final = 1e-9
"""Distance of risk aversion from one below which utility is logarithmic."""


def log_equivalent(economy: Economy, growth: float, active: float) -> float:
    """Logarithm of lifetime consumption, up to a constant of the economy.

    Consumption starts from the same average quality of active lines whatever the policy, as in the paper, so its
    level moves with the number of active lines alone: C proportional to (Phi_L + Phi_H)^(1 / (epsilon - 1)).

    Args:
        economy: Its preferences; policy plays no part.
        growth: Rate of growth, g.
        active: Active lines, part of all lines.

    Raises:
        ScenarioError: if lifetime utility is not finite, because growth outruns impatience.
    """
    level = math.log(active) / (economy.elasticity - 1)
    taste = 1 - economy.risk_aversion
    net = economy.discount - taste * growth
    if net <= 0:
        msg = (
            "aaabk: no equilibrium: lifetime utility is infinite, since"
            f" rho - (1 - sigma) g = {net:.4g} is not positive"
            f" (rho {economy.discount:g}, sigma {economy.risk_aversion:g}, g {growth:.4g}); raise rho or sigma"
        )
        raise ScenarioError(msg)
    if abs(taste) < NEARLY_LOG:
        return level + growth / economy.discount
    return level - math.log1p(-taste * growth / economy.discount) / taste


def fastest(economy: Economy) -> float:
    """Growth just below which lifetime utility is finite; infinite where it always is."""
    taste = 1 - economy.risk_aversion
    return (1 - NEARLY_LOG) * economy.discount / taste if taste > 0 else math.inf


def consumption_equivalent(economy: Economy, after: tuple[float, float], before: tuple[float, float]) -> float:
    """Factor on consumption that makes the one steady state as good as the other.

    [(rho - (1 - sigma) g_0) / (rho - (1 - sigma) g)]^(1 / (1 - sigma)) [Phi / Phi_0]^(1 / (epsilon - 1))

    Args:
        economy: Preferences.
        after: Growth and active lines under the policy.
        before: The same without.
    """
    return math.exp(log_equivalent(economy, *after) - log_equivalent(economy, *before))
