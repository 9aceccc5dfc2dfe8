"""The steady state of the Acemoglu-Akcigit-Alp-Bloom-Kerr economy as five equations.

Everything is counted in the skilled wage and in the mean quality of all lines, which leaves five unknowns: the
profit of a line of mean quality, the value of a new line to either type, the rate of creative destruction, and
the part of it that high types do. The wage and the mean quality follow from the normalisation afterwards.

The paper takes it that low types give a line up first, as they do where high types are the better inventors. The
formulas here are the paper's in that order, and hold in the other one, too: with the paper's exit qualities, a line
that its owner gives up while of high type is gone, though a low type would have kept it.
"""

import math
from typing import Final, NamedTuple, TypeAlias

import numpy as np

from mangrove.arrays import Doubles
from mangrove.kernels.compiled import compiled, inlined
from mangrove.kernels.innovation import exit_quality, intensity, researchers
from mangrove.kernels.qualities import Four, Spread, landings

NOTHING: Final = 1e-9
"""Mass of lines that is rounding error."""

HALVINGS: Final = 60
"""Bisections, until doubles tell no more."""

Landings: TypeAlias = tuple[Four, Four]


class Economy(NamedTuple):
    """Parameters and policy, in the order of the published symbols.

    lambda, psi, nu, alpha, phi, theta_L, theta_H, theta_E, epsilon, rho, gamma, gamma_E, sigma, L_s, and the
    subsidies of incumbents' R&D, of operation and of entry.
    """

    step: float
    shock: float
    fade: float
    high_share: float
    overhead: float
    low_skill: float
    high_skill: float
    entry_skill: float
    elasticity: float
    discount: float
    curvature: float
    entry_curvature: float
    risk_aversion: float
    skilled_labour: float
    rnd_subsidy: float
    operation_subsidy: float
    entry_subsidy: float


class Choice(NamedTuple):
    """What firms choose: intensities, exit qualities relative to the mean, burdens in wages."""

    entry: float
    low: float
    high: float
    low_exit: float
    high_exit: float
    low_burden: float
    high_burden: float


class Masses(NamedTuple):
    """Active lines in low and high hands, what they earn together, and how fast high ones are won.

    Attributes:
        low: Share of all lines active in low-type hands.
        high: Share of all lines active in high-type hands.
        yields: Integral of (q / mean)^(epsilon - 1) over active lines.
        won_high: Lines won a year by high types, part of all lines.
    """

    low: float
    high: float
    yields: float
    won_high: float


@inlined
def chosen(economy: Economy, profit: float, low_value: float, high_value: float) -> Choice:
    """Intensities and exit qualities at values and profits counted in wages."""
    e = economy
    low = intensity(low_value, 1.0, e.low_skill, e.curvature, e.rnd_subsidy)
    high = intensity(high_value, 1.0, e.high_skill, e.curvature, e.rnd_subsidy)
    expected = e.high_share * high_value + (1 - e.high_share) * low_value
    entry = intensity(expected, 1.0, e.entry_skill, e.entry_curvature, e.entry_subsidy)
    cost, power = e.overhead * (1 - e.operation_subsidy), e.elasticity - 1
    low_burden = cost - e.curvature * low * low_value
    high_burden = cost - e.curvature * high * high_value
    low_exit = exit_quality(low_burden, profit, power)
    high_exit = exit_quality(high_burden, profit, power)
    return Choice(entry, low, high, low_exit, high_exit, low_burden, high_burden)


@inlined
def after_turning(
    exits: tuple[float, float], power: float, rate: float, fade: float, drift: float, which: int, lows: Landings,
    highs: Landings,
) -> tuple[float, float]:  # fmt: skip
    """Time in low hands, and yields there, of a line that was won in high hands: both expected, from landing on.

    Args:
        exits: Qualities at which low and high types give a line up.
        power: Elasticity of substitution less one.
        rate: At which lines end, with interest where time and yields are discounted.
        fade: Rate at which high types turn low.
        drift: Rate at which the economy outgrows a line.
        which: Where the landings have the exponent of this rate; that of rate and fade is next.
        lows: Integrals over landings above the low type's exit quality.
        highs: The same for the high type.
    """
    kept, both = 1.0, lows
    if exits[1] > exits[0]:
        kept, both = (exits[0] / exits[1]) ** (rate / drift), highs
    drag, later = power * drift, kept * (both[0][which] - both[0][which + 1])
    time = both[0][which + 1] * (1 / rate - 1 / (rate + fade)) + later / rate
    yields = both[1][which + 1] * (1 / (rate + drag) - 1 / (rate + fade + drag))
    return time, yields + exits[0] ** power * later / (rate + drag)


@inlined
def active(
    economy: Economy, tau: float, won_high: float, exits: tuple[float, float], lows: Landings, highs: Landings
) -> Masses:
    """Active lines, given low and high exit qualities and the integrals over landings above either."""
    e, drift, power = economy, economy.step * tau, economy.elasticity - 1
    ends, drag, won_low = tau + e.shock, power * drift, tau - won_high
    time, yields = after_turning(exits, power, ends, e.fade, drift, 0, lows, highs)
    high = won_high * highs[0][1] / (ends + e.fade)
    low = won_low * lows[0][0] / ends + won_high * time
    yields += highs[1][1] / (ends + e.fade + drag)
    return Masses(low, high, won_low * lows[1][0] / (ends + drag) + won_high * yields, won_high)


@inlined
def worth(
    profit: float, burden: float, power: float, discount: float, drift: float, mass: float, yields: float
) -> float:
    """Expected value of a new line until its exit quality, from the integrals over landings."""
    return profit * yields / (discount + power * drift) - burden * mass / discount


@inlined
def expected(
    choice: Choice, profit: float, power: float, discount: float, fade: float, drift: float, lows: Landings,
    highs: Landings,
) -> tuple[float, float]:  # fmt: skip
    """Expected values of a new line in low and in high hands, v_L and v_H.

    Args:
        choice: Exit qualities and burdens.
        profit: Of a line of mean quality, in the unit of the burdens.
        power: Elasticity of substitution less one.
        discount: Interest rate plus every hazard that ends a line, k.
        fade: Rate at which high types turn low.
        drift: Rate at which the economy outgrows a line.
        lows: Integrals over landings above the low type's exit quality.
        highs: The same for the high type.
    """
    low = worth(profit, choice.low_burden, power, discount, drift, lows[0][2], lows[1][2])
    while_high = worth(profit, choice.high_burden, power, discount + fade, drift, highs[0][3], highs[1][3])
    exits = choice.low_exit, choice.high_exit
    time, yields = after_turning(exits, power, discount, fade, drift, 2, lows, highs)
    return low, while_high + profit * yields - choice.low_burden * time


@inlined
def demand(economy: Economy, choice: Choice, masses: Masses) -> float:
    """Skilled workers in R&D, operation and entry."""
    e = economy
    low = e.overhead + researchers(choice.low, e.low_skill, e.curvature)
    high = e.overhead + researchers(choice.high, e.high_skill, e.curvature)
    return masses.low * low + masses.high * high + researchers(choice.entry, e.entry_skill, e.entry_curvature)


@compiled
def imbalance(economy: Economy, spread: Spread, unknowns: Doubles, errors: Doubles) -> tuple[Choice, Masses]:
    """Write the five equations' errors in logarithms: both values, lines lost, lines won by high types, labour.

    Args:
        economy: Parameters and policy.
        spread: Density of qualities for the economy's step.
        unknowns: Logarithms of profit at the mean quality and values in low and high hands, all in wages, of the
            rate of creative destruction, and of the rate at which high types win lines, shape (5,). Where no
            entrant is of high type, none ever is, and the last says nothing.
        errors: Where the errors go, shape (5,); infinite where the unknowns make no sense.
    """
    e, power = economy, economy.elasticity - 1
    profit, low_value, high_value, tau, won_high = np.exp(unknowns)
    if e.high_share == 0:
        won_high = 0.0
    drift = e.step * tau
    interest = e.discount + e.risk_aversion * drift
    ends = tau + e.shock
    choice = chosen(e, profit, low_value, high_value)
    lows = landings(spread, choice.low_exit, power, ends / drift, interest / drift, e.fade / drift)
    highs = landings(spread, choice.high_exit, power, ends / drift, interest / drift, e.fade / drift)
    low, high = expected(choice, profit, power, interest + ends, e.fade, drift, lows, highs)
    masses = active(e, tau, won_high, (choice.low_exit, choice.high_exit), lows, highs)
    destruction = masses.high * choice.high + masses.low * choice.low + choice.entry
    errors[0] = logarithm(low) - unknowns[1]
    errors[1] = logarithm(high) - unknowns[2]
    errors[2] = logarithm(destruction) - unknowns[3]
    errors[3] = math.log(demand(e, choice, masses) / e.skilled_labour)
    errors[4] = unknowns[4]
    if e.high_share > 0:
        errors[4] = logarithm(masses.high * choice.high + e.high_share * choice.entry) - unknowns[4]
    return choice, masses


@inlined
def logarithm(value: float) -> float:
    """The logarithm, infinite for what is not positive."""
    return math.log(value) if value > 0 else math.inf


@compiled
def standing(
    economy: Economy, spread: Spread, tau: float, won_high: float, low_exit: float, high_exit: float
) -> Masses:
    """Active lines under exit qualities that anyone may have chosen, relative to the mean quality.

    Args:
        economy: Parameters.
        spread: Density of qualities for the economy's step.
        tau: Lines lost a year, part of all lines.
        won_high: Lines won a year by high types, part of all lines.
        low_exit: Quality at which low types give up a line.
        high_exit: The same for high types.
    """
    drift = economy.step * tau
    decay, power = (tau + economy.shock) / drift, economy.elasticity - 1
    lows = landings(spread, low_exit, power, decay, 0.0, economy.fade / drift)
    highs = landings(spread, high_exit, power, decay, 0.0, economy.fade / drift)
    return active(economy, tau, won_high, (low_exit, high_exit), lows, highs)


@compiled
def cheapest(economy: Economy, masses: Masses, tau: float) -> tuple[float, float, float, float]:
    """The entry, low and high intensities that win lines at given rates with the least skilled labour, and its amount.

    More entry leaves less to incumbents: alpha x_E of what high types win, (1 - alpha) x_E of the rest. Labour is
    convex in entry, so its slope is bisected.
    """
    e = economy
    by_high, by_low = masses.won_high, max(tau - masses.won_high, 0.0)
    top = by_low + by_high
    if e.high_share > 0:
        top = min(top, by_high / e.high_share)
    if e.high_share < 1:
        top = min(top, by_low / (1 - e.high_share))
    bottom, entry, low, high = 0.0, 0.0, 0.0, 0.0
    for _ in range(HALVINGS):
        entry = 0.5 * (bottom + top)
        high = max(by_high - e.high_share * entry, 0.0) / max(masses.high, NOTHING)
        low = max(by_low - (1 - e.high_share) * entry, 0.0) / max(masses.low, NOTHING)
        slope = marginal(entry, e.entry_skill, e.entry_curvature)
        slope -= e.high_share * marginal(high, e.high_skill, e.curvature)
        slope -= (1 - e.high_share) * marginal(low, e.low_skill, e.curvature)
        if slope > 0:
            top = entry
        else:
            bottom = entry
    labour = masses.low * (e.overhead + researchers(low, e.low_skill, e.curvature))
    labour += masses.high * (e.overhead + researchers(high, e.high_skill, e.curvature))
    return entry, low, high, labour + researchers(entry, e.entry_skill, e.entry_curvature)


@inlined
def marginal(rate: float, skill: float, curvature: float) -> float:
    """Skilled labour that one more invention a year takes."""
    return (rate / skill) ** (curvature / (1 - curvature)) / (1 - curvature)
