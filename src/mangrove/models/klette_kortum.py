"""Klette and Kortum (2004): firms as portfolios of product lines, in closed form and as a simulated panel.

A line begets another at the rate lambda (its owner innovates on somebody else's line) and is lost at the
rate mu (somebody innovates on it); entrants bring eta lines a year, so that mu = lambda + eta. Sizes follow a
logarithmic distribution, growth does not depend on size, and the young die more often than the old.

The panel is simulated without these formulas, so that each checks the other. The paper estimates nothing:
the baseline is an illustration at eta / lambda = 0.3.

Source: Klette & Kortum (2004), "Innovating firms and aggregate innovation", Journal of Political Economy
112(5), doi:10.1086/422563.
"""

import math
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Annotated, Any, Final

import numpy as np

from mangrove.arrays import Bools, Doubles, Ints
from mangrove.draws import Draws
from mangrove.models.parameters import Symbol, parameter_faults, refuse, with_told
from mangrove.models.table import Row

MODEL: Final = "klette_kortum"
SAME: Final = 1e-9
"""Relative gap below which a told mu is lambda + eta."""


@dataclass(frozen=True)
class Parameters:
    """Rates of a line, 1/yr; destruction is the sum of innovation and entry."""

    innovation: Annotated[float, Symbol("lambda", "innovations of a line, 1/yr", above=0)] = 0.1
    entry: Annotated[float, Symbol("eta", "lines that entrants take, share of all lines, 1/yr", above=0)] = 0.03
    step: Annotated[float, Symbol("q", "quality after an innovation over that before", above=1)] = 1.05

    @property
    def destruction(self) -> float:
        """Rate at which a line is lost, 1/yr (mu)."""
        return self.innovation + self.entry

    @property
    def ratio(self) -> float:
        """Entrants' innovations over incumbents' (theta)."""
        return self.entry / self.innovation


def extinct(age: Doubles | float, parameters: Parameters, lines: int = 1) -> Doubles:
    """Chance that a firm which began with some lines has none left after some years.

    >>> extinct(np.array([0.0, 10.0, 1000.0]), Parameters()).round(3)
    array([0.   , 0.603, 1.   ])
    """
    shrink = np.exp(-parameters.entry * np.asarray(age, np.float64))
    gone = parameters.destruction * (1 - shrink) / (parameters.destruction - parameters.innovation * shrink)
    return np.asarray(gone**lines)


def tail(age: Doubles | float, parameters: Parameters) -> Doubles:
    """Chance that a survivor with at least n lines has at least n + 1: its size is geometric (gamma)."""
    return parameters.innovation / parameters.destruction * extinct(age, parameters)


def mean_size_of_survivors(age: Doubles | float, parameters: Parameters) -> Doubles:
    """Lines of the average firm that is left of those that began with one line."""
    return 1 / (1 - tail(age, parameters))


def hazard(age: Doubles | float, parameters: Parameters) -> Doubles:
    """Rate at which survivors of an age die, 1/yr; falls from destruction to entry."""
    return parameters.destruction * (1 - tail(age, parameters))


def size_share(lines: Ints | int, parameters: Parameters) -> Doubles:
    """Share of firms with so many lines at rest: the logarithmic distribution."""
    size = np.asarray(lines, np.float64)
    return np.asarray((1 + parameters.ratio) ** -size / (size * math.log(1 + 1 / parameters.ratio)))


def mean_size(parameters: Parameters) -> float:
    """Lines of the average firm at rest.

    >>> round(mean_size(Parameters(innovation=0.1, entry=0.03)), 3)
    2.273
    """
    return 1 / (parameters.ratio * math.log(1 + 1 / parameters.ratio))


def expected_growth(years: float, parameters: Parameters) -> float:
    """Mean growth of a firm of any size and age, exits counted as a loss of all."""
    return math.expm1(-parameters.entry * years)


def growth_variance(lines: int, years: float, parameters: Parameters) -> float:
    """Variance of that growth: falls with the inverse of size."""
    shrink = math.exp(-parameters.entry * years)
    return (parameters.innovation + parameters.destruction) / parameters.entry * shrink * (1 - shrink) / lines


def growth_of_survivors(age: float, years: float, parameters: Parameters) -> float:
    """Mean growth of those that live on, by age: falls, because the young live on only if they grow."""
    lived = (1 - extinct(age + years, parameters)) / (1 - extinct(age, parameters))
    return float((1 + expected_growth(years, parameters)) / lived - 1)


def line_value(profit: float, cost: float, interest: float, parameters: Parameters) -> float:
    """What a line is worth to its owner, who spends `cost` a year on innovating with it.

    At the owner's optimum the marginal cost of innovation equals this value.
    """
    return (profit - cost) / (interest + parameters.entry)


YEARS: Final = 5.0
"""Years over which growth is measured."""
HORIZON: Final = 10.0
"""Births are simulated this far back, in units of 1 / eta: of the firms alive, 3 in 100,000 are older."""
CHUNK: Final = 500_000


def firms_born(first: int, count: int, ages: Doubles, parameters: Parameters, draws: Draws) -> Ints:
    """Lines of firms with ids from `first`, at some ages: shape (k,) for all, or (count, k)."""
    from mangrove.kernels.birth_death import sizes_at

    ids = np.arange(first, first + count, dtype=np.uint64)
    times = np.ascontiguousarray(np.broadcast_to(ages, (count, ages.shape[-1])), np.float64)
    words = draws.words("klette_kortum/events")
    return sizes_at(words, ids, times, parameters.innovation, parameters.destruction)


def cross_section(firms: int, parameters: Parameters, draws: Draws) -> Ints:
    """Firms alive on a day, with lines on that day and `YEARS` later.

    Births are spread evenly over the past, and only survivors are kept; their number is close to `firms`,
    but random as it is in the model.

    Returns:
        Lines, shape (about `firms`, 2).
    """
    births = math.ceil(firms * HORIZON * mean_size(parameters))
    kept: list[Ints] = []
    for first in range(0, births, CHUNK):
        ids = np.arange(first, min(first + CHUNK, births))
        age = draws.uniform("klette_kortum/age", ids) * HORIZON / parameters.entry
        sizes = firms_born(first, ids.size, np.stack([age, age + YEARS], axis=1), parameters, draws)
        kept.append(sizes[sizes[:, 0] > 0])
    return np.concatenate(kept)


FIRMS: Final = 210_000
"""Firms of the panel and of the cohort; the panel's own number is random, and stays above 200,000."""
SEED: Final = 2004
ERRORS: Final = 3.0
"""Monte-Carlo standard errors within which formula and panel agree."""
SIZES: Final = (1, 2, 3, 4, 5, 6, 8, 10)
AGES: Final = (1.0, 5.0, 10.0, 20.0, 40.0)


def tables(parameters: Parameters | None = None, seed: int = SEED, firms: int = FIRMS) -> list[Row]:
    """The formulas ("published") beside a simulated panel ("ours"), allowed three standard errors.

    Args:
        parameters: Rates; the baseline where none are given.
        seed: Seed of the panel.
        firms: Firms of the panel, and of the cohort that is followed from birth.
    """
    rates = parameters or Parameters()
    draws = Draws(seed, member=0, year=0)
    ages = np.array([age + wait for age in AGES for wait in (0.0, YEARS)])
    order = np.argsort(ages, kind="stable")
    followed = firms_born(0, firms, ages[order], rates, Draws(seed, member=1, year=0))
    cohort = np.empty_like(followed)
    cohort[:, order] = followed
    panel = cross_section(firms, rates, draws)
    return [
        *_size_rows(panel[:, 0], rates),
        *_cohort_rows(cohort[:, 0::2], rates),
        *_size_growth_rows(panel, rates),
        *_age_growth_rows(cohort, rates),
    ]


def _mean_row(table: str, item: str, formula: float, sample: Doubles | Ints | Bools) -> Row:
    """A formula beside a sample's mean."""
    return Row(table, item, formula, float(sample.mean()), ERRORS * float(sample.std()) / math.sqrt(sample.size))


def _size_rows(lines: Ints, rates: Parameters) -> list[Row]:
    """The size distribution at rest."""
    table = "size distribution"
    rows = [_mean_row(table, f"share with {n} lines", float(size_share(n, rates)), lines == n) for n in SIZES]
    return [*rows, _mean_row(table, "mean lines", mean_size(rates), lines)]


def _cohort_rows(lines: Ints, rates: Parameters) -> list[Row]:
    """The extinction curve, and the size of those that are left."""
    rows = [
        _mean_row("extinction", f"gone by age {age:g}", float(extinct(age, rates)), lines[:, i] == 0)
        for i, age in enumerate(AGES)
    ]
    for i, age in enumerate(AGES):
        left = lines[lines[:, i] > 0, i]
        rows.append(_mean_row("size by age", f"mean lines at {age:g}", float(mean_size_of_survivors(age, rates)), left))
    return rows


def _size_growth_rows(panel: Ints, rates: Parameters) -> list[Row]:
    """Mean and spread of growth by size, exits included."""
    rows: list[Row] = []
    for n in (1, 2, 4, 8):
        growth = np.asarray(panel[panel[:, 0] == n, 1] / n - 1.0, np.float64)
        formula = math.sqrt(growth_variance(n, YEARS, rates))
        spread = float(growth.std())
        fourth = float(((growth - growth.mean()) ** 4).mean())
        error = math.sqrt((fourth - spread**4) / growth.size) / (2 * spread)
        rows.append(_mean_row("growth by size", f"mean, {n} lines", expected_growth(YEARS, rates), growth))
        rows.append(Row("growth by size", f"standard deviation, {n} lines", formula, spread, ERRORS * error))
    return rows


def _age_growth_rows(cohort: Ints, rates: Parameters) -> list[Row]:
    """Growth by age, of all and of those that live on, and who dies, over five years."""
    rows: list[Row] = []
    for i, age in enumerate(AGES):
        alive = cohort[:, 2 * i] > 0
        growth = np.asarray(cohort[alive, 2 * i + 1] / cohort[alive, 2 * i] - 1.0, np.float64)
        lived = growth > -1
        dies = 1 - (1 - extinct(age + YEARS, rates)) / (1 - extinct(age, rates))
        living = growth_of_survivors(age, YEARS, rates)
        rows.append(_mean_row("growth by age", f"all, age {age:g}", expected_growth(YEARS, rates), growth))
        rows.append(_mean_row("growth by age", f"survivors, age {age:g}", living, growth[lived]))
        rows.append(_mean_row("exit by age", f"gone in five years, age {age:g}", float(dies), ~lived))
    return rows


def solve(told: Mapping[str, Any]) -> dict[str, float]:
    """The closed forms for told rates.

    Args:
        told: Any of `lambda` and `eta`, 1/yr, and `q`; `mu`, 1/yr, may stand for one of the first two.

    Returns:
        `mu`, `theta`, growth `g`, firms `M` and entry rate (share of firms, 1/yr), `mean_size`, `share_1` to
        `share_5` of firms with so many lines, `extinct_10` of firms by age 10, and the hazard at birth, at 10
        and in the end, 1/yr.

    Raises:
        ScenarioError: with every unknown key, value out of range and contradiction in one list.

    >>> round(solve({"lambda": 0.1, "mu": 0.13})["mean_size"], 3)
    2.273
    """
    rates = _read(told)
    shares = size_share(np.arange(1, 6, dtype=np.int32), rates)
    firms = 1 / mean_size(rates)
    return {
        "lambda": rates.innovation,
        "eta": rates.entry,
        "mu": rates.destruction,
        "theta": rates.ratio,
        "g": rates.destruction * math.log(rates.step),
        "M": firms,
        "entry_rate": rates.entry / firms,
        "mean_size": mean_size(rates),
        **{f"share_{n}": float(share) for n, share in enumerate(shares, start=1)},
        "extinct_10": float(extinct(10.0, rates)),
        "hazard_0": float(hazard(0.0, rates)),
        "hazard_10": float(hazard(10.0, rates)),
        "hazard_in_the_end": rates.entry,
    }


def _read(told: Mapping[str, Any]) -> Parameters:
    """Parameters from a file, where mu may replace lambda or eta."""
    destruction = Symbol("mu", "destruction of a line, 1/yr", above=0)
    rest = {key: value for key, value in told.items() if key != "mu"}
    problems = parameter_faults(Parameters, rest)
    if "mu" in told and (fault := destruction.fault(told["mu"])):
        problems.append(f"mu: {fault} ({destruction.meaning})")
    refuse(problems, MODEL)
    if "mu" not in told:
        return with_told(Parameters, rest)
    mu = float(told["mu"])
    if "lambda" not in rest and "eta" in rest:
        rest["lambda"] = mu - rest["eta"]
    innovation = rest.setdefault("lambda", Parameters().innovation)
    entry = rest.setdefault("eta", mu - innovation)
    if min(innovation, entry) <= 0 or not math.isclose(mu, innovation + entry, rel_tol=SAME):
        refuse([f"mu: {mu:g} must be lambda + eta, both above 0; leave one of the three out"], MODEL)
    return with_told(Parameters, rest)
