"""The notch: what a firm spends on R&D, and what it reports, where a certificate asks for a share of sales.

All amounts are shares of sales. A firm without the certificate spends where the after-tax cost of one more
yuan meets the profit it brings next period. To be certified it must report a threshold: it may spend more, or
call other expenses R&D, which costs the more the larger the part so relabelled.
"""

import math
from collections.abc import Callable
from typing import Final, TypeAlias

import numpy as np

from mangrove.arrays import Doubles
from mangrove.kernels.compiled import compiled, inlined

Rules: TypeAlias = tuple[float, float, float, float]
"""Elasticity of next period's profit to R&D (0 to 1), R&D at which that profit is the expected one, discount
factor, and steepness of the cost of relabelling."""

TURNS: Final = 100
"""Newton steps at most; five to ten suffice."""
CLOSE: Final = 1e-14
"""Relative step at which they end."""
FAR: Final = 1e30
"""Largest spending that the twin looks for."""
SPAN: Final = 200.0
"""Logs that it searches, downwards."""


@inlined
def interior(price: float, curve: float, pull: float, power: float) -> float:
    """Spending d at which price + curve d = pull d^(power - 1): Newton in the log, from any start."""
    log_d = math.log(pull / price) / (1 - power)
    for _ in range(TURNS):
        steep = curve * math.exp(log_d)
        gap = math.log((price + steep) / pull) + (1 - power) * log_d
        step = gap / (steep / (price + steep) + 1 - power)
        log_d -= step
        if abs(step) < CLOSE:
            break
    return math.exp(log_d)


@inlined
def partly_real(net: float, curve: float, pull: float, threshold: float, power: float, steepness: float) -> float:
    """Real spending d, at most the threshold a, of a firm that reports the threshold.

    Solves net (1 - e^(h (1 - d / a))) + curve d = pull d^(power - 1): the left less the right rises and is
    concave, so Newton climbs to the root from any point below it.
    """
    short = curve * threshold - pull * threshold ** (power - 1)
    if short <= 0:
        return threshold
    # two bounds from below: what a firm would spend were R&D free, and what relabelling may cost at most
    d = (pull / curve) ** (1 / (2 - power))
    d = max(d, threshold * (1 - math.log1p(short / net) / steepness))
    for _ in range(TURNS):
        label = net * math.exp(steepness * (1 - d / threshold))
        brought = pull * d ** (power - 1)
        slope = label * steepness / threshold + curve + (1 - power) * brought / d
        step = (brought + label - net - curve * d) / slope
        d += step
        if abs(step) < CLOSE * d:
            break
    return min(d, threshold)


@compiled
def plans(
    adjustment: Doubles, profit: Doubles, threshold: Doubles, taxes: Doubles, deduction: Doubles, rules: Rules
) -> Doubles:
    """Each firm's best spending without the certificate, and with it.

    Args:
        adjustment: Curvature b of the adjustment cost: d costs b d^2 / 2 more, shape (n,).
        profit: Expected profit next period, at the R&D named in the rules, shape (n,).
        threshold: R&D that must be reported, shape (n,).
        taxes: Rate of this period, of the next without the certificate, and with it, shape (3, n).
        deduction: Additional deduction of reported R&D, shape (n,); 0 for none.
        rules: What all firms share.

    Returns:
        Shape (4, n): R&D without the certificate; real and reported R&D with it; and what the certificate is
        worth after tax, before the cost of certification.
    """
    power, reference, discount, steepness = rules
    found = np.empty((4, adjustment.size))
    for i in range(adjustment.size):
        a, net = threshold[i], 1 - taxes[0, i]
        price, curve = net - taxes[0, i] * deduction[i], net * adjustment[i]
        scale = discount * profit[i] * reference**-power
        without, within = (1 - taxes[1, i]) * scale, (1 - taxes[2, i]) * scale
        free = interior(price, curve, without * power, power)
        real = partly_real(net, curve, within * power, a, power, steepness)
        if real >= a:
            real = max(interior(price, curve, within * power, power), a)
        reported = max(real, a)
        labelled = reported * math.expm1(steepness * (1 - real / reported)) / steepness
        saved = (price - net) * (free - reported) - net * labelled
        spent = net * (real - free) + curve / 2 * (real * real - free * free)
        found[0, i], found[1, i], found[2, i] = free, real, reported
        found[3, i] = within * real**power - without * free**power - spent + saved
    return found


def twin_plans(
    adjustment: Doubles, profit: Doubles, threshold: Doubles, taxes: Doubles, deduction: Doubles, rules: Rules
) -> Doubles:
    """The same by NumPy: first-order conditions by bisection, values written out."""
    power, reference, discount, steepness = rules
    net = 1 - taxes[0]

    def value(real: Doubles, reported: Doubles, rate: Doubles) -> Doubles:
        relabelling = reported * (np.exp(steepness * (1 - real / reported)) - 1) / steepness
        cost = net * (real + adjustment / 2 * real**2 + relabelling) - taxes[0] * deduction * reported
        return discount * (1 - rate) * profit * (real / reference) ** power - cost

    def marginal(real: Doubles, rate: Doubles) -> Doubles:
        brought = discount * (1 - rate) * profit * power / real * (real / reference) ** power
        return brought - net * adjustment * real

    price = net - taxes[0] * deduction
    far = np.full_like(net, FAR)
    free = _crossing(lambda d: marginal(d, taxes[1]) - price, far)
    kept = _crossing(lambda d: marginal(d, taxes[2]) - price, far)
    shifted = _crossing(
        lambda d: marginal(d, taxes[2]) - net * (1 - np.exp(steepness * (1 - d / threshold))), threshold
    )
    real = np.where(marginal(threshold, taxes[2]) >= 0, np.maximum(kept, threshold), shifted)
    reported = np.maximum(real, threshold)
    return np.stack([free, real, reported, value(real, reported, taxes[2]) - value(free, free, taxes[1])])


def _crossing(falling: Callable[[Doubles], Doubles], most: Doubles) -> Doubles:
    """Where falling functions of a positive number cross zero, by bisection of its log, up to a limit."""
    low, high = np.log(most) - SPAN, np.log(most)
    for _ in range(TURNS):
        middle = (low + high) / 2
        beyond = falling(np.exp(middle)) < 0
        low, high = np.where(beyond, low, middle), np.where(beyond, middle, high)
    return np.exp((low + high) / 2)
