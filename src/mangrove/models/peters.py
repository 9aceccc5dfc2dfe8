"""Peters (2020): firms raise their markups by improving their own products until somebody replaces them.

Own innovation at the rate I lifts a product's quality gap and with it its markup; incumbents expand into
others' products at the rate x and entrants at the rate z, so that a product is replaced at the rate
tau = x + z. Everything is in closed form. Four moments give the rates and the step lambda, and free entry, the
optimal rates and the labour market then give the efficiencies phi of own innovation, expansion and entry.

Source: Peters (2020), "Heterogeneous markups, growth, and endogenous misallocation", Econometrica 88(5),
doi:10.3982/ECTA15565; the targets and the results beside ours are those of the replication package.
"""

import math
from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import Annotated, Any, Final

import numpy as np

from mangrove.errors import ScenarioError
from mangrove.models.parameters import Symbol, parameter_faults, refuse, symbols, with_told
from mangrove.models.root import root, solving
from mangrove.models.table import Row

MODEL: Final = "peters"
NOTHING: Final = 1e-12
"""Distance kept from the ends of a share."""
MOST_EXPANSION: Final = 0.9999
"""Largest share of expansion in destruction that is tried."""
FASTEST: Final = 1e3
"""Largest rate of own innovation that is tried, 1/yr."""


@dataclass(frozen=True)
class Targets:
    """Preferences, and the four moments that are met: Indonesian manufacturing.

    A cohort's age is taken in the middle of its year: in the eighth year of life, firms are 7.5 years old.
    """

    discount: Annotated[float, Symbol("rho", "discount rate, 1/yr", above=0)] = 0.05
    power: Annotated[float, Symbol("zeta", "curvature of the costs of innovation", above=1, high=20)] = 2.0
    entry_rate: Annotated[float, Symbol("entry_rate", "entrants, share of firms, 1/yr", above=0)] = 0.104
    growth: Annotated[float, Symbol("growth", "growth of productivity, 1/yr", above=0)] = 0.03
    markup_gain: Annotated[float, Symbol("markup_gain", "rise of log markups over life", above=0)] = 0.081819
    employment_gain: Annotated[float, Symbol("employment_gain", "rise of log employment over life")] = 0.493996
    young: Annotated[float, Symbol("young", "age at which the rises begin, yr", above=0)] = 0.5
    old: Annotated[float, Symbol("old", "age at which they end, yr", above=0)] = 7.5


@dataclass(frozen=True)
class Rates:
    """Rates of innovation per product, 1/yr."""

    own: float
    expansion: float
    destruction: float

    @property
    def entry(self) -> float:
        """Products that entrants take, 1/yr (z)."""
        return self.destruction - self.expansion


@dataclass(frozen=True)
class Technology:
    """What innovation achieves and costs; told parameters replace the calibrated ones."""

    step: Annotated[float, Symbol("lambda", "quality after an own innovation over that before", above=1)]
    own: Annotated[float, Symbol("phi_I", "efficiency of own innovation", above=0)]
    expansion: Annotated[float, Symbol("phi_x", "efficiency of expansion", above=0)]
    entry: Annotated[float, Symbol("phi_z", "efficiency of entry", above=0)]


def size_tail(age: float, rates: Rates) -> float:
    """Chance that a surviving firm with at least n products has at least n + 1 (gamma)."""
    shrink = math.exp(-rates.entry * age)
    return rates.expansion * (1 - shrink) / (rates.destruction - rates.expansion * shrink)


def log_products(age: float, rates: Rates) -> float:
    """Mean log number of products of surviving firms."""
    tail = size_tail(age, rates)
    if tail < NOTHING:
        return 0.0
    n = np.arange(2, 2 + math.ceil(math.log(NOTHING) / math.log(tail)))
    return float((1 - tail) / tail * np.sum(np.log(n) * tail**n))


def product_age(age: float, rates: Rates) -> float:
    """Mean age of the products of surviving firms.

    A firm is as old as its first product, while that lasts; products that it took are younger. The paper's
    formula takes the first product's survival and the number of products as independent: a simulated firm's
    products are about 2 per cent older at six years.
    """
    tail = size_tail(age, rates)
    x, tau = rates.expansion, rates.destruction
    taken = -math.expm1(-tau * age) / tau - math.exp(-tau * age) * -math.expm1(-x * age) / x
    taken /= -math.expm1(-(x + tau) * age)
    first = math.exp(-x * age) * -math.log1p(-tail) / tail
    return taken + (age - taken) * first


def log_markup(age: float, rates: Rates, step: float) -> float:
    """Mean log markup of surviving firms."""
    return math.log(step) * (1 + rates.own * product_age(age, rates))


def entry_rate(rates: Rates) -> float:
    """Entrants as a share of firms, 1/yr."""
    return rates.expansion / math.log(rates.destruction / rates.entry)


def misallocation(rates: Rates, step: float) -> dict[str, float]:
    """What the spread of markups does: they are Pareto, with the tail `vartheta`.

    Returns:
        `vartheta`, `mean_markup`, `sd_log_markup` over products, `tfp` relative to equal markups, and `wedge`,
        what factors earn relative to competition.
    """
    tail = math.log1p(rates.destruction / rates.own) / math.log(step)
    return {
        "vartheta": tail,
        "mean_markup": tail / (tail - 1) if tail > 1 else math.inf,
        "sd_log_markup": 1 / tail,
        "tfp": math.exp(-1 / tail) * (1 + tail) / tail,
        "wedge": tail / (1 + tail),
    }


def rates_for(targets: Targets) -> tuple[Rates, float]:
    """The rates, and the step lambda, that meet the four moments.

    Raises:
        ScenarioError: where no rates meet them.
    """

    def excess(share: float) -> float:
        rates = _with_entry_rate(share, targets.entry_rate)
        sales = log_products(targets.old, rates) - log_products(targets.young, rates)
        return sales - targets.markup_gain - targets.employment_gain

    if not excess(NOTHING) < 0 < excess(MOST_EXPANSION):
        msg = f"{MODEL}: no rates give an employment_gain of {targets.employment_gain:g} at this entry_rate"
        raise ScenarioError(msg)
    rates = _with_entry_rate(root(excess, NOTHING, MOST_EXPANSION), targets.entry_rate)
    aged = product_age(targets.old, rates) - product_age(targets.young, rates)
    own_share = targets.markup_gain / (targets.growth * aged)
    if not 0 < own_share < 1:
        msg = f"{MODEL}: at this growth markups cannot rise by {targets.markup_gain:g}; lower markup_gain"
        raise ScenarioError(msg)
    rates = replace(rates, own=rates.destruction * own_share / (1 - own_share))
    return rates, math.exp(targets.growth / (rates.own + rates.destruction))


def _with_entry_rate(share: float, entry: float) -> Rates:
    """Rates of expansion and destruction in a proportion that give an entry rate; own innovation is unknown."""
    destruction = entry * -math.log1p(-share) / share
    return Rates(math.nan, share * destruction, destruction)


def _saved(rates: Rates, power: float) -> float:
    """Part of the expansion rate that is profit to the expanding firm, 1/yr."""
    return (power - 1) / power * rates.expansion


def _worth(rates: Rates, discount: float, power: float) -> float:
    """Labour that a new product is worth through its own innovations, times phi_I and its discounting."""
    patience = discount + rates.destruction
    return power * rates.own ** (power - 1) * patience + (power - 1) * rates.own**power


def _labour(rates: Rates, step: float, discount: float, power: float) -> float:
    """Labour in production and own innovation, times phi_I."""
    wedge = rates.destruction / (step * rates.destruction + (step - 1) * rates.own)
    made = rates.own ** (power - 1) * (discount + rates.destruction) * step / (step - 1)
    return wedge * power * (made + rates.own**power)


def technology_for(rates: Rates, step: float, discount: float, power: float) -> Technology:
    """The efficiencies under which rates are an equilibrium.

    With the best answers of incumbents, a new product is worth what entry costs, and labour of one is used:
    in production, own innovation, expansion and entry.
    """
    saved = _saved(rates, power)
    per_entry = _worth(rates, discount, power) / (discount + rates.destruction - saved)
    own = _labour(rates, step, discount, power) + (rates.destruction - saved) * per_entry
    entry = own / per_entry
    return Technology(step, own, power * entry * rates.expansion ** (power - 1), entry)


def equilibrium(technology: Technology, discount: float, power: float) -> Rates:
    """The rates that a technology leads to.

    Free entry gives destruction as a function of own innovation; the labour market gives own innovation.

    Raises:
        ScenarioError: where there is no equilibrium with entry.
    """
    expansion = (technology.expansion / (power * technology.entry)) ** (1 / (power - 1))
    saved = _saved(Rates(0.0, expansion, expansion), power)
    most = (technology.own / (power * technology.entry)) ** (1 / (power - 1))

    def at(own: float) -> Rates:
        reward = (power - 1) * own**power / technology.own + saved / technology.entry
        patience = reward / (1 / technology.entry - power * own ** (power - 1) / technology.own)
        return Rates(own, expansion, patience - discount)

    def excess_labour(own: float) -> float:
        rates = at(own)
        used = _labour(rates, technology.step, discount, power) / technology.own
        return used + (rates.destruction - saved) / technology.entry - 1

    top = most * (1 - NOTHING)
    least = root(lambda own: at(own).entry, 0.0, top)
    if excess_labour(least) >= 0:
        msg = f"{MODEL}: no equilibrium with entry: incumbents use all labour; raise phi_z or lower phi_x"
        raise ScenarioError(msg)
    return at(root(excess_labour, least, top))


def adapted(technology: Technology, targets: Targets) -> tuple[Technology, Rates]:
    """Another economy with the same own innovation, whose entry rate and employment gain are told.

    Only the efficiencies of expansion and entry differ; growth and markups follow.

    Raises:
        ScenarioError: where no efficiencies meet both moments.
    """

    def at(share: float) -> Rates:
        rates = _with_entry_rate(share, targets.entry_rate)

        def excess(own: float) -> float:
            needed = technology_for(replace(rates, own=own), technology.step, targets.discount, targets.power)
            return needed.own - technology.own

        return replace(rates, own=root(excess, NOTHING, FASTEST))

    def excess_gain(share: float) -> float:
        return employment_gain(at(share), technology.step, targets.young, targets.old) - targets.employment_gain

    ends = (NOTHING, MOST_EXPANSION)
    if not excess_gain(ends[0]) < 0 < excess_gain(ends[1]):
        msg = f"{MODEL}: no efficiencies give this employment_gain at this entry_rate"
        raise ScenarioError(msg)
    rates = at(root(excess_gain, *ends))
    return technology_for(rates, technology.step, targets.discount, targets.power), rates


def employment_gain(rates: Rates, step: float, young: float, old: float) -> float:
    """Rise of mean log employment between two ages: that of sales less that of markups."""
    return (log_products(old, rates) - log_markup(old, rates, step)) - (
        log_products(young, rates) - log_markup(young, rates, step)
    )


def solve(told: Mapping[str, Any]) -> dict[str, float]:
    """The economy that meets told moments, or that a told technology leads to.

    Args:
        told: Any of `rho` and `zeta`; the moments `entry_rate`, `growth`, `markup_gain`, `employment_gain`, with
            the ages `young` and `old` of the gains; `lambda`, `phi_I`, `phi_x`, `phi_z` replace what the moments
            imply, and the equilibrium is solved anew.

    Returns:
        `x`, `tau`, `z`, `I`, `lambda`, `phi_I`, `phi_x`, `phi_z`, `g`, the moments, firms `F` per product, the
        share of products in small firms, and what `misallocation` gives.

    Raises:
        ScenarioError: where a parameter is unknown or out of range, or no equilibrium exists.

    >>> round(solve({})["I"], 3)
    0.561
    """
    of_targets = {key: value for key, value in told.items() if key not in symbols(Technology)}
    of_technology = {key: value for key, value in told.items() if key in symbols(Technology)}
    problems = [
        *parameter_faults(Targets, of_targets, also=symbols(Technology)),
        *parameter_faults(Technology, of_technology),
    ]
    refuse(problems, MODEL)
    targets = with_told(Targets, of_targets)
    if targets.young >= targets.old:
        refuse([f"young: {targets.young:g} must be below old: {targets.old:g}"], MODEL)
    with solving(MODEL):
        rates, step = rates_for(targets)
        technology = technology_for(rates, step, targets.discount, targets.power)
        if of_technology:
            changes = {symbols(Technology)[key][0]: float(value) for key, value in of_technology.items()}
            technology = replace(technology, **changes)
            rates = equilibrium(technology, targets.discount, targets.power)
        return outcomes(rates, technology, targets)


def outcomes(rates: Rates, technology: Technology, targets: Targets) -> dict[str, float]:
    """All that is read off an equilibrium, by the paper's symbols."""
    young, old = (log_markup(age, rates, technology.step) for age in (targets.young, targets.old))
    small = rates.entry / rates.destruction
    return {
        "x": rates.expansion,
        "tau": rates.destruction,
        "z": rates.entry,
        "I": rates.own,
        "lambda": technology.step,
        "phi_I": technology.own,
        "phi_x": technology.expansion,
        "phi_z": technology.entry,
        "g": math.log(technology.step) * (rates.own + rates.destruction),
        "entry_rate": entry_rate(rates),
        "markup_gain": old - young,
        "employment_gain": employment_gain(rates, technology.step, targets.young, targets.old),
        "F": rates.entry / entry_rate(rates),
        "share_small": small,
        **misallocation(rates, technology.step),
    }


THIRD_DIGIT: Final = 1e-3
PUBLISHED: Final = {
    "calibrated technology": {"lambda": 1.03814, "phi_I": 8.8955, "phi_x": 1.0765, "phi_z": 2.5900},
    "equilibrium rates": {"x": 0.20783, "tau": 0.24042, "z": 0.03259, "I": 0.56100},
    "moments": {"entry_rate": 0.104, "g": 0.03, "markup_gain": 0.081819, "employment_gain": 0.493996},
    "markups and misallocation": {
        "vartheta": 9.528, "mean_markup": 1.1173, "sd_log_markup": 0.10496, "tfp": 0.99486, "wedge": 0.90501,
        "F": 0.3134, "share_small": 0.1356,
    },
}  # fmt: skip
"""Table -> item -> the package's number."""
UNITED_STATES: Final = Targets(entry_rate=0.08, employment_gain=math.log(2), young=2.5, old=12.5)
"""The second economy of the package: American firms double in the ten years after their third."""


def tables() -> list[Row]:
    """The package's calibration beside ours.

    The second economy is solved, and must meet its two targets; what the paper prints of it is not at hand.
    """
    targets = Targets()
    ours = solve({})
    rows = [
        Row(table, item, published, ours[item], THIRD_DIGIT)
        for table, items in PUBLISHED.items()
        for item, published in items.items()
    ]
    calibrated = Technology(ours["lambda"], ours["phi_I"], ours["phi_x"], ours["phi_z"])
    found = equilibrium(calibrated, targets.discount, targets.power)
    technology, _ = adapted(calibrated, UNITED_STATES)
    second = outcomes(equilibrium(technology, targets.discount, targets.power), technology, UNITED_STATES)
    rows += [
        Row("equilibrium of the calibrated technology", name, ours[name], value, THIRD_DIGIT)
        for name, value in (("x", found.expansion), ("tau", found.destruction), ("I", found.own))
    ]
    rows += [
        Row("second economy: targets", name, getattr(UNITED_STATES, name), second[name], THIRD_DIGIT)
        for name in ("entry_rate", "employment_gain")
    ]
    return rows
