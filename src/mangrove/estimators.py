"""Estimators: what regularities of firms are measured with, as functions of plain arrays.

Each gives NaN where there is too little to measure it by. None depends on the order of rows or on the unit of
size, and none on how many firms there are beyond the precision that more of them give.
"""

from typing import Final

import numpy as np

from mangrove.arrays import Bools, Days, Doubles, Floats, Ints, Longs

DAYS_A_YEAR: Final = 365.25
NEAR: Final = 0.1
"""Width of the two classes beside a threshold, in logs: a tenth of the threshold."""
CLASSES: Final = 20
"""Classes of that width around a threshold, from 1/e to e times it."""
HIDDEN: Final = 3
"""Classes to each side of the threshold that the smooth neighbourhood is not drawn from."""
ROUNDING: Final = 1e-6
"""Part of a threshold by which single precision may put a ratio below it that is meant to meet it."""


def tail_index(sizes: Floats | Doubles, share: float, least: int) -> float:
    """Hill's estimator of the index of a Pareto tail, from the largest of those with a size.

    Args:
        sizes: Sizes, those that are unknown or not positive left out.
        share: Part of the rest that is taken as the tail.
        least: Fewest firms in the tail; the standard error is the index over the root of their number.

    >>> places = (np.arange(10_000) + 0.5) / 10_000
    >>> round(tail_index(places ** (-1 / 1.2), 0.05, 20), 2)
    1.2
    """
    known = sizes[sizes > 0].astype(np.float64)
    count = int(share * len(known))
    if count < least:
        return np.nan
    ordered = np.partition(known, len(known) - count - 1)[len(known) - count - 1 :]
    excess = float(np.sort(np.log(ordered[1:] / ordered[0])).sum())
    return count / excess if excess > 0 else np.nan


def laplace_over_normal(growth: Doubles, least: int) -> float:
    """Mean log-likelihood of growth under the best Laplace law less that under the best normal law.

    A normal sample has -0.048, a Laplace sample 0.072, both in the limit.

    Args:
        growth: Changes of logarithms.
        least: Fewest firms.

    >>> places = (np.arange(1000) + 0.5) / 1000 - 0.5
    >>> round(laplace_over_normal(-np.sign(places) * np.log1p(-2 * abs(places)), 200), 2)
    0.07
    """
    if len(growth) < least:
        return np.nan
    width = float(np.abs(growth - np.median(growth)).mean())
    if not width > 0:
        return np.nan
    return float(np.log(growth.std() / width) + (np.log(np.pi / 2) - 1) / 2)


def slope(x: Doubles, y: Doubles) -> float:
    """Least-squares slope of y on x; NaN where x does not vary.

    >>> slope(np.array([0.0, 1.0, 2.0]), np.array([1.0, 3.0, 5.0]))
    2.0
    """
    from_mean = x - x.mean()
    square = float(from_mean @ from_mean)
    return float(from_mean @ y) / square if square > 0 else np.nan


def spread_slope(sizes: Doubles, growth: Doubles, classes: int, least: int) -> float:
    """How the spread of growth falls with size: minus the log-log slope of its standard deviation on size.

    Args:
        sizes: Sizes before the growth, positive.
        growth: Changes of logarithms.
        classes: Number of classes of size, each with the same number of firms.
        least: Fewest firms in a class.
    """
    if len(sizes) < classes * least:
        return np.nan
    order = np.lexsort((growth, sizes))  # ties of size go by growth, never by row
    places = np.array_split(order, classes)
    size = np.array([np.log(sizes[rows]).mean() for rows in places])
    spread = np.array([growth[rows].std() for rows in places])
    return -slope(size, np.log(spread)) if (spread > 0).all() else np.nan


def ages(founded_on: Days, day: np.datetime64) -> Doubles:
    """Age in years on a day; NaN where the founding is unknown.

    >>> ages(np.array(["2010-12-31", "NaT"], "datetime64[D]"), np.datetime64("2014-12-31"))
    array([ 4., nan])
    """
    days = (day - founded_on.astype("datetime64[D]")).astype(np.float64)
    return np.where(np.isnat(founded_on), np.nan, days / DAYS_A_YEAR)


def part_between(values: Doubles, low: float, high: float, least: int) -> float:
    """Part of the known values from a low one, included, to a high one, excluded."""
    known = values[~np.isnan(values)]
    return float(((known >= low) & (known < high)).mean()) if len(known) >= least else np.nan


def absent(ids: Longs, present: Longs) -> Bools:
    """Which of some ids are not among those present.

    >>> absent(np.array([1, 2, 3]), np.array([3, 1]))
    array([False,  True, False])
    """
    if not len(present):
        return np.ones(len(ids), np.bool_)
    ordered = np.sort(present)  # several times faster than numpy.isin on a million ids
    return ordered[np.minimum(np.searchsorted(ordered, ids), len(ordered) - 1)] != ids


def hazards(age: Doubles, gone: Bools, years: int, least: int) -> Doubles:
    """Part of those in each year of life that left, the first year first; NaN with too few in it.

    Args:
        age: Age in years at the start; unknown ages are left out.
        gone: Who left.
        years: How many years of life.
        least: Fewest firms in a year of life.

    >>> hazards(np.array([0.5, 0.5, 1.5, 1.5]), np.array([False, False, True, False]), 2, 1)
    array([0. , 0.5])
    """
    known = age >= 0
    year = np.floor(age[known]).astype(np.int64)
    at_risk = np.bincount(year, minlength=years)[:years]
    left = np.bincount(year[gone[known]], minlength=years)[:years]
    return np.where(at_risk >= least, left / np.maximum(at_risk, 1), np.nan)


def jump_at(values: Doubles, threshold: float, least: int) -> float:
    """Mass just above a threshold over mass just below, relative to a smooth neighbourhood; 1 where nothing clusters.

    Values are counted in classes a tenth of the threshold wide, in logs. The smooth neighbourhood is a parabola
    through the counts from 1/e to e times the threshold without the three classes to each side of it. Half a
    firm is added to both counts, so that an empty side still gives a number.

    Args:
        values: Positive values.
        threshold: Where they may cluster, positive.
        least: Fewest that the smooth neighbourhood expects in each of the two classes.
    """
    reach = NEAR * CLASSES / 2
    counts, edges = np.histogram(np.log(values / threshold) + ROUNDING, CLASSES, (-reach, reach))
    centres = (edges[1:] + edges[:-1]) / 2
    far = np.abs(centres) > HIDDEN * NEAR
    parabola = np.polyfit(centres[far], counts[far], 2)
    middle = CLASSES // 2
    below, above = np.polyval(parabola, centres[middle - 1 : middle + 1])
    if min(below, above) < least:
        return np.nan
    return float((counts[middle] + 0.5) / (counts[middle - 1] + 0.5) * below / above)


def held_by_top(holdings: Ints | Floats | Doubles, share: float, least: int) -> float:
    """Part of all holdings that the largest holders have; NaN where nobody holds anything.

    Args:
        holdings: What each holds, not negative.
        share: Part of the holders that counts as the top.
        least: Fewest holders in the top.

    >>> held_by_top(np.array([7.0, 1.0, 1.0, 1.0, 0.0]), 0.2, 1)
    0.7
    """
    count = round(share * len(holdings))
    ordered = np.sort(holdings.astype(np.float64))
    total = float(ordered.sum())
    return float(ordered[len(ordered) - count :].sum()) / total if count >= least and total > 0 else np.nan
