"""The choices of an innovating firm, line by line: how much R&D, what the right to do it is worth, when to quit.

Plain formulas of scalars or arrays, which hold at any wage, interest rate and rate of creative destruction, in
a steady state or off it. Values, wages and profits may be counted in any one unit of account. A firm with n
product lines invents at the rate theta^gamma n^gamma H^(1 - gamma) with H skilled workers, so that every line
carries the same intensity.

Source: Acemoglu, Akcigit, Alp, Bloom & Kerr (2018), "Innovation, reallocation, and growth", American Economic
Review 108(11), doi:10.1257/aer.20130470.
"""

from typing import Any, TypeVar

import numpy as np

from mangrove.arrays import Doubles
from mangrove.kernels.compiled import inlined

Amount = TypeVar("Amount", float, Doubles)
"""A number, or an array of them."""


@inlined
def intensity(value: Amount, wage: float, skill: float, curvature: float, subsidy: Amount) -> Amount:
    """Inventions a year on each line, theta ((1 - gamma) v / ((1 - s) w))^((1 - gamma) / gamma).

    Args:
        value: What one invention is expected to be worth, v.
        wage: Of a skilled worker for a year, w, in the same unit.
        skill: Productivity in R&D, theta.
        curvature: Part of inventions owed to what the firm already is, gamma, between 0 and 1.
        subsidy: Share of R&D cost that is repaid, s, below 1; negative for a tax.
    """
    rate: Any = skill * ((1 - curvature) * value / ((1 - subsidy) * wage)) ** ((1 - curvature) / curvature)
    return rate


@inlined
def researchers(rate: Amount, skill: Amount, curvature: float) -> Amount:
    """Skilled workers a line needs to invent at a rate, (x / theta^gamma)^(1 / (1 - gamma))."""
    labour: Any = (rate / skill**curvature) ** (1 / (1 - curvature))
    return labour


@inlined
def option_value(value: float, wage: float, skill: float, curvature: float, subsidy: float) -> float:
    """What the right to do R&D on a line is worth in a year, net of its cost: gamma x v."""
    return curvature * value * intensity(value, wage, skill, curvature, subsidy)


@inlined
def exit_quality(burden: float, shifter: float, power: float) -> float:
    """Quality at which a line no longer pays, (burden / Pi)^(1 / (epsilon - 1)); 0 where it always does.

    Args:
        burden: Operation cost less the option value, per year.
        shifter: Profit of a line of quality one, Pi.
        power: Elasticity of substitution less one.
    """
    return (0.5 * (burden + np.abs(burden)) / shifter) ** (1 / power)


@inlined
def line_value(
    quality: Amount, exit_at: float, burden: float, shifter: float, power: float, discount: float, drift: float
) -> Amount:
    """What an active line is worth until it is lost or no longer pays; 0 below its exit quality.

    Profit falls as the line's quality loses ground, and the burden (operation cost less option value) does not.

    Args:
        quality: Of the line, relative to the economy, q.
        exit_at: Quality at which the owner gives it up.
        burden: Operation cost less the option value, per year.
        shifter: Profit of a line of quality one.
        power: Elasticity of substitution less one.
        discount: Interest rate plus every hazard that ends the line, k.
        drift: Rate at which the economy outgrows the line, g, positive.
    """
    kept = exit_at / (0.5 * (quality + exit_at + np.abs(quality - exit_at)))  # capped at one
    fading = discount + power * drift
    profit: Any = shifter * quality**power / fading * (1 - kept ** (fading / drift))
    return profit - burden / discount * (1 - kept ** (discount / drift))


@inlined
def fading_line_value(
    quality: Amount, exits: tuple[float, float], burdens: tuple[float, float], shifter: float, power: float,
    discount: float, fade: float, drift: float,
) -> Amount:  # fmt: skip
    """What a line is worth to a high-type firm, which turns low at the rate `fade`.

    Args:
        quality: Of the line, relative to the economy.
        exits: Exit qualities in low and in high hands.
        burdens: Operation cost less the option value, in low and in high hands.
        shifter: Profit of a line of quality one.
        power: Elasticity of substitution less one.
        discount: Interest rate plus every hazard that ends the line.
        fade: Rate at which high types turn low.
        drift: Rate at which the economy outgrows the line.
    """
    low, high = exits
    later = 0.5 * (low + high + np.abs(low - high))
    still: Any = 0.5 * (quality + later + np.abs(quality - later))
    while_high = line_value(quality, high, burdens[1], shifter, power, discount + fade, drift)
    for_good: Any = line_value(still, low, burdens[0], shifter, power, discount, drift)
    as_if_low: Any = line_value(still, later, burdens[0], shifter, power, discount + fade, drift)
    from_later = line_value(later, low, burdens[0], shifter, power, discount, drift)
    return while_high + for_good - as_if_low - from_later * (later / still) ** ((discount + fade) / drift)
