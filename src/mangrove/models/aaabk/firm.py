"""What firms do at given aggregates, in a steady state or off it: a city's firms in a wider world use this.

The interest rate, the wage, creative destruction, the speed at which qualities lose ground and the profit of a
line of mean quality are told from outside, each by itself; nothing here asks whether markets clear.
"""

from dataclasses import dataclass
from typing import Final

from mangrove.errors import ScenarioError
from mangrove.kernels.qualities import Spread, landings
from mangrove.kernels.steady_state import Choice, Economy, Landings, chosen, expected

CLOSE: Final = 1e-12
ROUNDS: Final = 100


@dataclass(frozen=True)
class Surroundings:
    """What a firm takes as given.

    Attributes:
        wage: Of a skilled worker, a year, in any unit of account.
        profit: Of a line of mean quality, a year, before operation cost, in that unit.
        interest: Rate at which firms discount.
        destruction: Rate at which rivals take a line, tau.
        drift: Rate at which a line's quality loses ground to the mean, g.
    """

    wage: float
    profit: float
    interest: float
    destruction: float
    drift: float


@dataclass(frozen=True)
class Outlook:
    """What firms make of it: values in the unit of account, exit qualities relative to the mean, burdens in wages."""

    low_value: float
    high_value: float
    choice: Choice


def outlook(economy: Economy, spread: Spread, given: Surroundings) -> Outlook:
    """Values of a new line and the choices that follow from them.

    A line is worth more the more its owner invents on it, and the owner invents more the more lines are worth.
    The least pair of values that agrees with itself is found by Newton's method from zero, which it never
    overshoots, for the right to invent is worth ever more as values rise.

    Args:
        economy: Parameters and policy.
        spread: Density of qualities where lines are won.
        given: The aggregates.

    Raises:
        ScenarioError: if no finite value agrees with itself, because inventing outruns discounting.
    """
    profit, power = given.profit / given.wage, economy.elasticity - 1
    discount = given.interest + given.destruction + economy.shock
    low = high = profit * CLOSE
    for _ in range(ROUNDS):
        choice = chosen(economy, profit, low, high)
        lows, highs = (_above(economy, spread, given, z) for z in (choice.low_exit, choice.high_exit))
        new_low, new_high = expected(choice, profit, power, discount, economy.fade, given.drift, lows, highs)
        slope_low = choice.low * lows[0][2] / discount
        slope_high = choice.high * highs[0][3] / (discount + economy.fade)
        if slope_low >= 1 or slope_high >= 1:
            break
        moves = (new_low - low) / (1 - slope_low), (new_high - high) / (1 - slope_high)
        low, high = low + moves[0], high + moves[1]
        if max(abs(moves[0]) / low, abs(moves[1]) / high) < CLOSE:
            return Outlook(low * given.wage, high * given.wage, chosen(economy, profit, low, high))
    msg = (
        f"aaabk: a line has no finite value at interest {given.interest:g}, destruction {given.destruction:g} and"
        f" profit {profit:g} wages: inventions come faster than lines are lost. Raise one of the first two or"
        " lower the R&D subsidy"
    )
    raise ScenarioError(msg)


def _above(economy: Economy, spread: Spread, given: Surroundings, exit_at: float) -> Landings:
    """The integrals over landings above an exit quality."""
    decay = (given.destruction + economy.shock) / given.drift
    interest, fade = given.interest / given.drift, economy.fade / given.drift
    return landings(spread, exit_at, economy.elasticity - 1, decay, interest, fade)
