"""Marginals: what a region's first day is drawn from, and the actors drawn from it, before they meet its totals.

Sizes and ages are drawn by stratified quantiles, so that a hundredth of the city has the spread of the whole. A
technology firm's product lines are those of a firm of the model that has lived as long.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Final, NamedTuple

import numpy as np

from mangrove.arrays import Bytes8, Days, Doubles, Ints, Longs
from mangrove.dated import Source
from mangrove.draws import Draws
from mangrove.kernels.portfolios import grown_up, yields
from mangrove.processes.endow import endow, equip
from mangrove.processes.value import NORMAL_COST, valued
from mangrove.programme import Terms
from mangrove.region import birth_ids
from mangrove.registers.businesses import Businesses, Starts
from mangrove.registers.firms import INDUSTRIES, Births, Firms
from mangrove.registers.lines import Lines
from mangrove.registers.traders import Traders
from mangrove.rulebook import TermsOnDay

YEAR_DAYS: Final = 365.25
MILLION: Final = 1e6  # any first guess of median sales, CNY/yr: totals rescale it
OLDEST: Final = 40.0  # years a technology firm's product lines are followed back; few lines are that old


@dataclass(frozen=True)
class Given:
    """A number the opening rests on: published ones are matched, assumed ones are said to be."""

    what: str
    value: float
    unit: str
    source: Source


@dataclass(frozen=True)
class Marginals:
    """All that the opening of a region is drawn from.

    Attributes:
        place: Name in the record.
        districts: Weight of each district in the number of firms.
        technology_industries: Weight of each industry among technology firms.
        other_industries: Weight among all others.
        ages: (share of firms, greatest age in years), youngest first; uniform within.
        stocks: Number of "enterprises", "technology_firms" and "traders".
        totals: Value by indicator that the opening meets: GDP, high-tech value added, R&D, inventions.
        certificates: Number of holders by programme.
        growth: Growth of sales and R&D before the opening, a year.
        size_spread: Standard deviation of log market (sales of a line of mean quality), technology firms.
        other_size_spread: Standard deviation of log sales, all others.
        held_years: Years of inventions that a firm brings along, at the opening's rate.
    """

    place: str
    districts: Mapping[str, Given]
    technology_industries: Mapping[str, float]
    other_industries: Mapping[str, float]
    industries_source: Source
    ages: tuple[tuple[float, float], ...]
    ages_source: Source
    stocks: Mapping[str, Given]
    totals: Mapping[str, Given]
    certificates: Mapping[str, Given]
    growth: Given
    size_spread: Given
    other_size_spread: Given
    held_years: Given


def stratified(pair: tuple[Doubles, Doubles]) -> Doubles:
    """One draw in each of n equal parts of (0, 1): random in order, even in spread."""
    order, within = pair
    rank = np.empty(len(order))
    rank[np.argsort(order)] = np.arange(len(order))
    return (rank + within) / max(len(order), 1)


class Drawn(NamedTuple):
    """Enterprises of one kind: ids, founding days, district, industry, and a factor of size, CNY/yr."""

    ids: Longs
    founded: Days
    district: Bytes8
    industry: Bytes8
    size: Doubles


def drawn_enterprises(
    given: Marginals, day: date, scale: float, terms: TermsOnDay, draws: Draws
) -> tuple[Firms, Lines, Businesses]:
    """The enterprises of the first day and their product lines, not yet scaled to any total."""
    count = round(given.stocks["enterprises"].value * scale)
    technical = round(given.stocks["technology_firms"].value * scale)
    industries = given.technology_industries, given.other_industries
    spreads = given.size_spread.value, given.other_size_spread.value
    keys = np.arange(technical), np.arange(technical, count)
    firms, others = (
        _drawn(given, day, who, trades, spread, kind, draws)
        for kind, who, trades, spread in zip((1, 0), keys, industries, spreads, strict=True)
    )
    counts, types, lines = grown_lines(firms.ids, firms.founded, day, terms, draws)
    prospects = valued(*normal_cost(0, terms))
    sales = firms.size * yields(counts, lines.quality, prospects.power)
    births = Births(*firms[:4], sales, firms.size, types, counts)
    own = terms.of("endow")
    return endow(births, prospects, own, draws), lines, equip(Starts(*others), own, draws)


def _drawn(
    given: Marginals, day: date, who: Longs, trades: Mapping[str, float], spread: float, kind: int, draws: Draws
) -> Drawn:
    """Enterprises that do R&D (kind 1), or those that do none (kind 0)."""
    weights = np.array([g.value for g in given.districts.values()])
    place = _pick(stratified(draws.pair("open/district", who)), weights)
    chosen = _pick(stratified(draws.pair("open/industry", who)), np.array(list(trades.values())))
    trade = np.array([INDUSTRIES.index(t) for t in trades])[chosen]
    size = MILLION * np.exp(spread * _quantile(stratified(draws.pair("open/size", who))))
    founded = _founded(stratified(draws.pair("open/age", who)), given, day)
    ids = _ids(founded, (place * len(INDUSTRIES) + trade) * 2 + kind)
    return Drawn(ids, founded, place.astype(np.int8), trade.astype(np.int8), size)


def normal_cost(firms: int, terms: TermsOnDay) -> tuple[Doubles, Terms]:
    """So many technology firms at the user cost of R&D that they take to be normal."""
    own = terms.of("value")
    return np.full(firms, own[NORMAL_COST]), own


def grown_lines(
    ids: Longs, founded: Days, day: date, terms: TermsOnDay, draws: Draws
) -> tuple[Ints, Bytes8, Lines]:  # fmt: skip
    """Lines and type of each technology firm, and the lines: what a firm of the model holds that has lived as long."""
    prospects = valued(*normal_cost(0, terms))
    words = draws.words("open/clocks"), draws.words("open/lines"), draws.words("open/losses")
    ages = np.minimum(
        (np.datetime64(day, "D") - founded.astype("datetime64[D]")).astype(np.float64) / YEAR_DAYS, OLDEST
    )
    spread, keys = prospects.spread, ids.view(np.uint64)
    held = grown_up(prospects.world(), spread.share, spread.gap, words, keys, ages, True)
    lines = Lines(id=held.keys.view(np.int64), firm=np.repeat(ids, held.counts), quality=held.qualities)
    return held.counts, held.high, lines


def _pick(u: Doubles, weights: Doubles) -> Longs:
    return np.searchsorted(np.cumsum(weights) / weights.sum(), u).clip(0, len(weights) - 1)


def _quantile(u: Doubles) -> Doubles:
    from scipy.special import ndtri  # pyright: ignore[reportUnknownVariableType]

    normal: Doubles = ndtri(u)
    return normal


def _founded(u: Doubles, given: Marginals, day: date) -> Days:
    """Founding days by the quantile of age, at least a day before the opening."""
    shares = np.cumsum([0.0, *(share for share, _ in given.ages)])
    years = np.interp(u, shares / shares[-1], [0.0, *(age for _, age in given.ages)])
    return np.datetime64(day, "D") - np.maximum(years * YEAR_DAYS, 1).astype("timedelta64[D]")


def _ids(founded: Days, cell: Longs) -> Longs:
    """Ids by founding year, cell and ordinal within both."""
    born = founded.astype("datetime64[Y]").astype(np.int64) + 1970
    order = np.lexsort((founded.view(np.int64), cell, born))
    first = np.r_[True, (np.diff(born[order]) != 0) | (np.diff(cell[order]) != 0)][: len(order)]
    start = np.maximum.accumulate(np.where(first, np.arange(len(order)), 0))
    ordinal = np.empty(len(order), np.int64)
    ordinal[order] = np.arange(len(order)) - start
    return birth_ids(0, cell, ordinal) | (born << 48)


def drawn_traders(given: Marginals, day: date, scale: float, draws: Draws) -> Traders:
    """The sole traders of the first day."""
    keys = np.arange(round(given.stocks["traders"].value * scale))
    weights = np.array([g.value for g in given.districts.values()])
    place = _pick(stratified(draws.pair("open/traders_district", keys)), weights)
    founded = _founded(stratified(draws.pair("open/traders_age", keys)), given, day)
    return Traders(id=_ids(founded, place), founded_on=founded, district=place.astype(np.int8))
