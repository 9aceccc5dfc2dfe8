"""What firms do at given aggregates, in a steady state or off it: a region's firms in a wider world use this.

The interest rate, the wage, creative destruction, the speed at which qualities lose ground, the profit of a line of
mean quality and the value of the right to invent are told from outside, each by itself; nothing here asks whether
markets clear. At an equilibrium's aggregates the values are the equilibrium's.
"""

from dataclasses import dataclass

from mangrove.kernels.innovation import exit_quality
from mangrove.kernels.qualities import Spread, landings
from mangrove.kernels.steady_state import Choice, Economy, Landings, expected


@dataclass(frozen=True)
class Surroundings:
    """What a firm takes as given; money in any one unit of account, rates a year.

    Attributes:
        wage: Of a skilled worker, a year.
        profit: Of a line of mean quality, a year, before operation cost.
        interest: Rate at which firms discount.
        destruction: Rate at which rivals take a line, tau.
        drift: Rate at which a line's quality loses ground to the mean, g.
        low_option: What the right to invent on a line is worth a year to a low type, net of its cost.
        high_option: The same to a high type.
    """

    wage: float
    profit: float
    interest: float
    destruction: float
    drift: float
    low_option: float
    high_option: float


@dataclass(frozen=True)
class Outlook:
    """What firms make of it: expected values of a new line, and qualities, in the mean, at which it is given up."""

    low_value: float
    high_value: float
    low_exit: float
    high_exit: float


def outlook(economy: Economy, spread: Spread, given: Surroundings) -> Outlook:
    """Values of a new line and exit qualities.

    Args:
        economy: Parameters and policy.
        spread: Density of qualities where lines are won.
        given: The aggregates.
    """
    power = economy.elasticity - 1
    cost = given.wage * economy.overhead * (1 - economy.operation_subsidy)
    low_burden, high_burden = cost - given.low_option, cost - given.high_option
    low_exit = exit_quality(low_burden, given.profit, power)
    high_exit = exit_quality(high_burden, given.profit, power)
    choice = Choice(0.0, 0.0, 0.0, low_exit, high_exit, low_burden, high_burden)
    lows, highs = (_above(economy, spread, given, z) for z in (low_exit, high_exit))
    discount = given.interest + given.destruction + economy.shock
    low, high = expected(choice, given.profit, power, discount, economy.fade, given.drift, lows, highs)
    return Outlook(low, high, low_exit, high_exit)


def _above(economy: Economy, spread: Spread, given: Surroundings, exit_at: float) -> Landings:
    """The integrals over landings above an exit quality."""
    decay = (given.destruction + economy.shock) / given.drift
    interest, fade = given.interest / given.drift, economy.fade / given.drift
    return landings(spread, exit_at, economy.elasticity - 1, decay, interest, fade)
