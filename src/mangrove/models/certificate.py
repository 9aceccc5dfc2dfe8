"""A certificate that asks for R&D, after Chen, Liu, Suarez Serrato and Xu (2021): real and reported R&D.

A firm that reports R&D of at least a threshold share of sales, and bears the cost of certification, pays the
low rate of tax next period. Firms differ in the adjustment cost of R&D (lognormal) and in the cost of
certification (exponential); some meet the threshold with real R&D, some by relabelling other expenses.

All amounts are shares of sales. Averages over firms are integrals, not draws: the cost of certification is
integrated in closed form and the adjustment cost by quadrature, so that results repeat to the last digit.

The paper's parameters could not be read (micro-data restricted, package not at hand): those of `Parameters`
are recalled with low confidence, and the certification cost and the steepness of relabelling are calibrated,
by size group, to published moments in `notch.py`.

Source: Chen, Liu, Suarez Serrato & Xu (2021), "Notching R&D investment with corporate income tax cuts in
China", American Economic Review 111(7), doi:10.1257/aer.20191758.
"""

import math
from dataclasses import dataclass
from functools import lru_cache
from typing import Annotated, Final, cast

import numpy as np

from mangrove.arrays import Bools, Doubles
from mangrove.dated import Dated, Evidence, Source, constant
from mangrove.models.parameters import Symbol
from mangrove.models.root import root

NODES: Final = 200
"""Nodes of the quadrature over firms in reach of the threshold."""
WIDEST: Final = 8.0
"""Standard deviations of the log adjustment cost beyond which no firm is looked for."""

RECALLED: Final = Source(
    "Chen, Liu, Suarez Serrato & Xu (2021), structural estimates", Evidence.ESTIMATED,
    "doi:10.1257/aer.20191758; confirm in openICPSR 131201",
    note="recalled with low confidence; the interval spans the final and the working paper and is widened",
)  # fmt: skip
LAW: Final = Source(
    "Enterprise Income Tax Law", Evidence.PUBLISHED, "Order of the President No. 63 of 2007",
    title_local="企业所得税法", document="articles 4 and 28(2)",
)  # fmt: skip

# fmt: off
EPSILON = constant("1", "Elasticity of productivity to real R&D.", 0.091, RECALLED, interval=(0.06, 0.13))
ETA = constant("1", "Steepness of the cost of relabelling.", 5.663, RECALLED, interval=(3.0, 9.0))
MU_B = constant("1", "Mean of the log adjustment cost of R&D.", 8.011, RECALLED, interval=(7.0, 9.5))
SIGMA_B = constant("1", "Standard deviation of the log adjustment cost.", 2.014, RECALLED, interval=(1.2, 2.6))
MU_C = constant("1", "Mean cost of certification, in thresholds.", 0.532, RECALLED, interval=(0.3, 1.2))
THETA = constant("1", "Elasticity of demand; sales over profit.", 5.0, RECALLED, interval=(4.0, 6.0))
BETA = constant("1", "Discount factor of firms.", 0.925, RECALLED, interval=(0.90, 0.97))
RHO = constant("1", "Persistence of log productivity.", 0.725, RECALLED, interval=(0.60, 0.85))
REFERENCE = constant(
    "share", "R&D over sales at which profit is expected to stay as it is.", 0.005,
    Source(
        "normalisation of the model", Evidence.ASSUMED, "openICPSR 131201",
        note="next period's profit is scaled so that a firm with average R&D expects neither rise nor fall",
    ),
)
T_HIGH = constant("share", "Standard rate of income tax.", 0.25, LAW, "2008-01-01")
T_LOW = constant("share", "Rate of an accredited firm.", 0.15, LAW, "2008-01-01")
# fmt: on


def _value(dated: Dated[float]) -> float:
    """The one value of a constant."""
    return cast(float, dated.history[0].value)


@dataclass(frozen=True)
class Parameters:
    """One group of firms before one threshold; the baseline is a large firm's threshold at recalled values."""

    epsilon: Annotated[float, Symbol("epsilon", "elasticity of productivity to real R&D", above=0)] = _value(EPSILON)
    eta: Annotated[float, Symbol("eta", "steepness of the cost of relabelling", above=0, high=100)] = _value(ETA)
    mu_b: Annotated[float, Symbol("mu_b", "mean of the log adjustment cost", low=-20, high=30)] = _value(MU_B)
    sigma_b: Annotated[float, Symbol("sigma_b", "its standard deviation", above=0, high=5)] = _value(SIGMA_B)
    mu_c: Annotated[float, Symbol("mu_c", "mean cost of certification, in thresholds", above=0)] = _value(MU_C)
    theta: Annotated[float, Symbol("theta", "elasticity of demand", above=1)] = _value(THETA)
    beta: Annotated[float, Symbol("beta", "discount factor", above=0, high=1)] = _value(BETA)
    rho: Annotated[float, Symbol("rho", "persistence of log productivity", low=0, high=1)] = _value(RHO)
    phi: Annotated[float, Symbol("phi", "log productivity above the group's mean", low=-10, high=10)] = 0.0
    reference: Annotated[float, Symbol("reference", "R&D over sales of the average firm", above=0, below=1)] = _value(
        REFERENCE
    )
    threshold: Annotated[float, Symbol("threshold", "R&D over sales to report", above=0, below=1)] = 0.03
    t_low: Annotated[float, Symbol("t_low", "tax rate with the certificate", low=0, below=1)] = _value(T_LOW)
    t_high: Annotated[float, Symbol("t_high", "tax rate without it", low=0, below=1)] = _value(T_HIGH)
    deduction: Annotated[float, Symbol("deduction", "additional deduction of reported R&D", low=0, high=2)] = 0.0

    @property
    def power(self) -> float:
        """Elasticity of next period's profit to real R&D."""
        return (self.theta - 1) * self.epsilon

    @property
    def profit(self) -> float:
        """Profit expected next period at the reference R&D: the productive fall back towards the mean."""
        return math.exp((self.theta - 1) * (self.rho - 1) * self.phi) / self.theta


@dataclass(frozen=True)
class Plans:
    """What firms would do without the certificate and with it, shares of sales, shape (n,).

    Attributes:
        without: R&D without the certificate, real and reported.
        real: Real R&D with it.
        reported: Reported R&D with it.
        worth_it: Cost of certification, in thresholds, below which it pays; negative where it never does.
    """

    without: Doubles
    real: Doubles
    reported: Doubles
    worth_it: Doubles

    def choose(self, cost: Doubles) -> tuple[Doubles, Doubles, Bools]:
        """Real and reported R&D, and who is certified, at costs of certification in thresholds."""
        certified = cost < self.worth_it
        return (
            np.where(certified, self.real, self.without),
            np.where(certified, self.reported, self.without),
            certified,
        )


def plan(
    adjustment: Doubles,
    profit: Doubles | float,
    threshold: Doubles | float,
    taxes: tuple[Doubles | float, Doubles | float, Doubles | float],
    deduction: Doubles | float,
    parameters: Parameters,
) -> Plans:
    """Firms' plans, whoever they are: what a city's firms and the published model share.

    Args:
        adjustment: Curvature of the adjustment cost, shape (n,).
        profit: Profit expected next period at the reference R&D, share of sales.
        threshold: R&D that must be reported, share of sales.
        taxes: Rate of this period, of the next without the certificate, and of the next with it.
        deduction: Additional deduction of reported R&D.
        parameters: What all firms share: `power`, `reference`, `beta` and `eta`.
    """
    from mangrove.kernels.notch import plans

    def each(value: Doubles | float) -> Doubles:
        shape = adjustment.shape
        return (
            np.ascontiguousarray(value, np.float64) if np.shape(value) == shape else np.full(shape, value, np.float64)
        )

    rules = (parameters.power, parameters.reference, parameters.beta, parameters.eta)
    asked = each(threshold)
    rates = np.stack([each(rate) for rate in taxes])
    free, real, reported, gain = plans(adjustment, each(profit), asked, rates, each(deduction), rules)
    return Plans(free, real, reported, gain / ((1 - rates[0]) * asked))


def adjustment(
    free: Doubles,
    profit: float,
    taxes: tuple[Doubles, Doubles, Doubles],
    deduction: Doubles,
    parameters: Parameters,
) -> Doubles:
    """Curvature of the adjustment cost at which firms' R&D without a certificate is best for them, shape (n,).

    Zero for a firm that does so much R&D that even without such a cost the reckoning would have it do less.

    Args:
        free: R&D without the certificate, share of sales, positive, shape (n,).
        profit: Profit expected next period at the reference R&D, share of sales.
        taxes: As in `plan`.
        deduction: Additional deduction of reported R&D.
        parameters: What all firms share.
    """
    net = 1 - taxes[0]
    pull = parameters.beta * (1 - taxes[1]) * profit * parameters.power * parameters.reference**-parameters.power
    price = net - taxes[0] * deduction
    return np.maximum(pull * free ** (parameters.power - 1) - price, 0.0) / (net * free)


@dataclass(frozen=True)
class Reach:
    """Firms in reach of the threshold: those below it that would be certified at some cost.

    Attributes:
        plans: Their plans, from the one nearest to the threshold to the one farthest.
        weight: Share of all firms that each stands for.
        complying: Share of each that is certified.
    """

    plans: Plans
    weight: Doubles
    complying: Doubles


@lru_cache
def _nodes() -> tuple[Doubles, Doubles]:
    """Gauss-Legendre nodes and weights on 0 to 1."""
    nodes, weights = np.polynomial.legendre.leggauss(NODES)
    return (nodes + 1) / 2, weights / 2


def reach(parameters: Parameters) -> Reach:
    """The firms in reach of the threshold, at the nodes of the quadrature; empty where there is none."""

    def plans_at(normal: Doubles) -> Plans:
        taxes = (parameters.t_high, parameters.t_high, parameters.t_low)
        adjustment = np.exp(parameters.mu_b + parameters.sigma_b * normal)
        return plan(adjustment, parameters.profit, parameters.threshold, taxes, parameters.deduction, parameters)

    def worth_it(normal: float) -> float:
        return float(plans_at(np.array([normal])).worth_it[0])

    nearest = _normal_at_threshold(parameters)
    farthest = WIDEST
    if parameters.t_low >= parameters.t_high or nearest >= WIDEST or worth_it(nearest) <= 0:
        farthest = nearest
    elif worth_it(WIDEST) < 0:
        farthest = root(worth_it, nearest, WIDEST)
    place, share = _nodes()
    normal = nearest + (farthest - nearest) * place
    density = np.exp(-normal * normal / 2) / math.sqrt(2 * math.pi)
    found = plans_at(normal)
    complying = -np.expm1(-np.maximum(found.worth_it, 0.0) / parameters.mu_c)
    return Reach(found, (farthest - nearest) * share * density, complying)


def _normal_at_threshold(parameters: Parameters) -> float:
    """Standard normal of the adjustment cost at which a firm chooses the threshold without a certificate."""
    net = 1 - parameters.t_high
    brought = parameters.beta * net * parameters.profit * parameters.power / parameters.threshold
    brought *= (parameters.threshold / parameters.reference) ** parameters.power
    price = net - parameters.t_high * parameters.deduction
    adjustment = (brought - price) / (net * parameters.threshold)
    if adjustment <= 0:
        return -WIDEST
    return min(max((math.log(adjustment) - parameters.mu_b) / parameters.sigma_b, -WIDEST), WIDEST)


def effects(parameters: Parameters) -> dict[str, float]:
    """What the notch does to the firms in reach of it; all zero where there is no notch.

    Returns:
        `lowest_complier`: R&D over sales of the farthest firm in reach, had it no certificate.
        `reported_rise`, `real_rise`: rise of R&D of all firms in reach, share.
        `relabelled_share`: part of the reported rise that is relabelled.
        `complying`: share of them that is certified.
        `tfp`: mean rise of their log productivity.
        `bunching`: share of all firms that report just the threshold because of it.
    """
    found = reach(parameters)
    firms = float(np.sum(found.weight))
    if firms <= 0:
        names = ("reported_rise", "real_rise", "relabelled_share", "complying", "tfp", "bunching")
        return {"lowest_complier": parameters.threshold, **dict.fromkeys(names, 0.0)}
    plans, moved = found.plans, found.weight * found.complying
    before = float(np.sum(found.weight * plans.without))
    reported = float(np.sum(moved * (plans.reported - plans.without))) / before
    real = float(np.sum(moved * (plans.real - plans.without))) / before
    raised = np.log(plans.real / plans.without)
    return {
        "lowest_complier": float(plans.without[-1]),
        "reported_rise": reported,
        "real_rise": real,
        "relabelled_share": 1 - real / reported if reported > 0 else 0.0,
        "complying": float(np.sum(moved)) / firms,
        "tfp": parameters.epsilon * float(np.sum(moved * raised)) / firms,
        "bunching": min(float(np.sum(moved[plans.reported <= parameters.threshold])), 1.0),
    }
