"""Opening: draw a region's first day from published marginals.

A region's source file gives the marginals, each with its source; this file draws registers that meet them at
any scale. Sizes and ages are drawn by stratified quantiles, so that a hundredth of the city has the spread of
the whole. A technology firm's product lines are those of a firm of the model that has lived as long. Totals are met by
scaling: sales to value added, R&D in the books to R&D, inventiveness to inventions.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Final

import numpy as np

from mangrove.arrays import Bools, Bytes8, Days, Doubles, Floats, Ints, Longs
from mangrove.dated import Evidence, Source
from mangrove.draws import Draws
from mangrove.errors import DataError
from mangrove.indicator import Closed, find_indicators
from mangrove.kernels.portfolios import grown_up, yields
from mangrove.pack import Assumed, Matched, Opening
from mangrove.pay import eligible_rows, pay
from mangrove.processes.account import TAX_RATE, open_books
from mangrove.processes.discover import filed
from mangrove.processes.endow import DISPERSION, endow
from mangrove.processes.invest import alone
from mangrove.processes.value import NORMAL_COST, value, valued
from mangrove.programme import Terms
from mangrove.region import Region, birth_ids
from mangrove.registers.firms import INDUSTRIES, Births, Firms
from mangrove.registers.lines import Lines
from mangrove.registers.traders import Traders
from mangrove.rulebook import Rulebook, TermsOnDay

YEAR_DAYS: Final = 365.25
THOUSAND: Final = 1000
MILLION: Final = 1e6  # any first guess of median sales, CNY/yr: totals rescale it
CALIBRATIONS: Final = 3  # inventions are counts: a few rounds bring their total to the published one
OLDEST: Final = 40.0  # years a technology firm's product lines are followed back; few lines are that old
STAGGER: Final = 2  # certificates of the opening were granted on this many year-ends


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


def draw_opening(name: str, day: date, given: Marginals, scale: float, seed: int, rules: Rulebook) -> Opening:
    """Draw the region's first day.

    Args:
        name: Name of the pack.
        day: The opening's day, the last of a year.
        given: The marginals.
        scale: Part of the real number of actors.
        seed: Seed of the run; members share the opening.
        rules: The rules as they were.
    """
    draws = Draws(seed, 0, day.year)
    terms = rules.on(day)
    firms, lines = _firms(given, day, scale, terms, draws)
    traders = _traders(given, day, scale, draws)
    region = Region(name, given.place, day, scale, tuple(given.districts), firms, traders, lines)
    region = _meet_value_added(region, given, terms)
    region = region.but(firms=_meet(region, given, terms, "rd_expenditure", _times_rnd))
    region = region.but(firms=_history(region.firms, given, day))
    region = region.but(firms=_inventions(region, given, terms, draws))
    for programme, holders in given.certificates.items():
        region = region.but(firms=_certify(region, programme, holders, rules, draws))
    region = region.but(firms=_wedges(region, rules, draws))
    region.firms.checked()
    return Opening(region, _matched(region, given, terms), _assumed(given))


def describe(opening: Opening) -> str:
    """What the opening matched, with its sources, and what it assumed, with the reason and what would replace it."""
    region = opening.region
    actors = f"{len(region.firms):,} enterprises and {len(region.traders):,} sole traders"
    matched = [
        f"  {m.what}: {_number(m.opened)} of {_number(m.published)} {m.unit}. {m.source}" for m in opening.matched
    ]
    assumed = [f"  {a.what}: {a.value}. {a.reason}. Would be replaced by: {a.replaced_by}" for a in opening.assumed]
    title = f"{region.place} on {region.day} at scale {region.scale:g}: {actors}"
    return "\n".join([title, "", "matched, opened of published", *matched, "", "assumed", *assumed])


def adopt(region: Region, firms: Firms, rules: Rulebook, seed: int) -> tuple[Region, Assumed]:
    """Open a region with a register of one's own, what only the model fills completed.

    Last year's books open from its sales; product lines are drawn by age, and market and wedge are what last year's
    sales and R&D then imply; inventiveness is drawn. A firm whose last sales or R&D are unknown is taken to have none,
    and counted.

    Args:
        region: The drawn region, whose other registers stay.
        firms: The user's register.
        rules: The rules as they were.
        seed: Seed of the run.
    """
    draws = Draws(seed, 0, region.day.year)
    terms = rules.on(region.day)
    unknown = int((np.isnan(firms.sales_y3) | np.isnan(firms.rnd_y3)).sum())
    rnd = np.nan_to_num(firms.rnd_y3)
    inventive = draws.gamma("open/inventiveness", firms.id, terms.of("endow")[DISPERSION])
    sales = np.nan_to_num(firms.sales_y3)
    counts, types, lines = _lines(firms.id, firms.founded_on, firms.technology, region.day, terms, draws)
    output = yields(counts, lines.quality, valued(*_normal(0, terms)).power)
    firms = firms.but(
        sales_y3=sales,
        rnd_y3=rnd,
        rnd=rnd,
        real_rnd=rnd,
        lines=counts,
        high_type=types,
        market=np.divide(sales, output, out=np.zeros_like(sales), where=output > 0),
        inventiveness=np.where(firms.technology > 0, inventive, 0).astype(np.float32),
    )
    region = region.but(firms=_booked(firms, terms), lines=lines)
    told = Assumed(
        "firms",
        f"{len(firms):,} rows, {unknown:,} of them without last sales or R&D",
        f"a register of one's own stands for {region.scale:g} of the region's firms; product lines and inventiveness "
        "are drawn, inventions before the opening are not counted; unknown last sales or R&D are none",
        "a register of the whole region, with --scale 1",
    )
    return region.but(firms=_wedges(region, rules, draws)), told


def stratified(pair: tuple[Doubles, Doubles]) -> Doubles:
    """One draw in each of n equal parts of (0, 1): random in order, even in spread."""
    order, within = pair
    rank = np.empty(len(order))
    rank[np.argsort(order)] = np.arange(len(order))
    return (rank + within) / max(len(order), 1)


def _firms(given: Marginals, day: date, scale: float, terms: TermsOnDay, draws: Draws) -> tuple[Firms, Lines]:
    count = round(given.stocks["enterprises"].value * scale)
    technical = round(given.stocks["technology_firms"].value * scale)
    technology = (np.arange(count) < technical).astype(np.int8)
    place = np.empty(count, np.int64)
    trade = np.empty(count, np.int64)
    size = np.empty(count)
    founded = np.empty(count, "datetime64[D]")
    for kind, spread, trades in (
        (1, given.size_spread, given.technology_industries),
        (0, given.other_size_spread, given.other_industries),
    ):
        who = np.flatnonzero(technology == kind)
        weights = np.array([g.value for g in given.districts.values()])
        place[who] = _pick(stratified(draws.pair("open/district", who)), weights)
        chosen = _pick(stratified(draws.pair("open/industry", who)), np.array(list(trades.values())))
        trade[who] = np.array([INDUSTRIES.index(t) for t in trades])[chosen]
        size[who] = MILLION * np.exp(spread.value * _quantile(stratified(draws.pair("open/size", who))))
        founded[who] = _founded(stratified(draws.pair("open/age", who)), given, day)
    cell = (place * len(INDUSTRIES) + trade) * 2 + technology
    ids = _ids(founded, cell)
    counts, types, lines = _lines(ids, founded, technology, day, terms, draws)
    prospects = valued(*_normal(0, terms))
    market = np.where(technology > 0, size, 0.0)
    sales = np.where(technology > 0, size * yields(counts, lines.quality, prospects.power), size)
    births = Births(
        ids, founded, place.astype(np.int8), trade.astype(np.int8), technology, sales, market, types, counts
    )
    return endow(births, prospects, terms.of("endow"), draws), lines


def _normal(firms: int, terms: TermsOnDay) -> tuple[Longs, Doubles, Terms]:
    """So many technology firms at the user cost of R&D that they take to be normal."""
    own = terms.of("value")
    return np.arange(firms), np.full(firms, own[NORMAL_COST]), own


def _lines(
    ids: Longs, founded: Days, technology: Bytes8, day: date, terms: TermsOnDay, draws: Draws
) -> tuple[Ints, Bytes8, Lines]:
    """Lines and type of each firm, and the lines: what a firm of the model holds that has lived as long."""
    who, prospects = np.flatnonzero(technology > 0), valued(*_normal(0, terms))
    words = draws.words("open/clocks"), draws.words("open/lines"), draws.words("open/losses")
    ages = (np.datetime64(day, "D") - founded[who].astype("datetime64[D]")).astype(np.float64) / YEAR_DAYS
    spread, keys = prospects.spread, ids[who].view(np.uint64)
    held = grown_up(prospects.world(), spread.share, spread.gap, words, keys, np.minimum(ages, OLDEST), True)
    counts, types = np.zeros(len(ids), np.int32), np.zeros(len(ids), np.int8)
    counts[who], types[who] = held.counts, held.high
    lines = Lines(id=held.keys.view(np.int64), firm=np.repeat(ids[who], held.counts), quality=held.qualities)
    return counts, types, lines


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


def _traders(given: Marginals, day: date, scale: float, draws: Draws) -> Traders:
    keys = np.arange(round(given.stocks["traders"].value * scale))
    weights = np.array([g.value for g in given.districts.values()])
    place = _pick(stratified(draws.pair("open/traders_district", keys)), weights)
    founded = _founded(stratified(draws.pair("open/traders_age", keys)), given, day)
    return Traders(id=_ids(founded, place), founded_on=founded, district=place.astype(np.int8))


def _measured(region: Region, terms: TermsOnDay, indicator: str) -> float:
    return find_indicators()[indicator].measure(Closed(region, None, (), terms))


def _meet_value_added(region: Region, given: Marginals, terms: TermsOnDay) -> Region:
    """Scale technology firms' sales to high-tech value added, then the others' to GDP."""
    technical = region.firms.technology > 0
    region = region.but(firms=_meet(region, given, terms, "hightech_value_added", _times_sales(technical)))
    wanted = given.totals["gdp_before_2018_census"].value
    without = _measured(
        region.but(firms=_booked(_times_sales(~technical)(region.firms, 0.0), terms)),
        terms,
        "gdp_before_2018_census",
    )
    now = _measured(region.but(firms=_booked(region.firms, terms)), terms, "gdp_before_2018_census")
    if wanted <= without:
        msg = (
            f"{given.place}: GDP of {wanted:,.0f} is less than high-tech firms, sole traders and the non-market "
            f"sector make alone ({without:,.0f}). Check the totals of the opening."
        )
        raise DataError(msg)
    factor = (wanted - without) / (now - without)
    return region.but(firms=_booked(_times_sales(~technical)(region.firms, factor), terms))


def _booked(firms: Firms, terms: TermsOnDay) -> Firms:
    own = terms.of("account")
    return open_books(firms, own[TAX_RATE], own)


def _times_sales(who: Bools) -> Callable[[Firms, float], Firms]:
    def times(firms: Firms, factor: float) -> Firms:
        by = np.where(who, np.float32(factor), np.float32(1))
        return firms.but(
            sales_y3=firms.sales_y3 * by,
            market=firms.market * by,
            rnd=firms.rnd * by,
            real_rnd=firms.real_rnd * by,
            rnd_y3=firms.rnd_y3 * by,
            staff=np.maximum(firms.staff * by, 1),
            technical_staff=firms.technical_staff * by,
            rnd_staff=firms.rnd_staff * by,
            college_staff=firms.college_staff * by,
        )

    return times


def _times_rnd(firms: Firms, factor: float) -> Firms:
    rnd = firms.rnd * np.float32(factor)
    return firms.but(rnd=rnd, real_rnd=rnd, rnd_y3=rnd)


def _meet(
    region: Region, given: Marginals, terms: TermsOnDay, indicator: str, times: Callable[[Firms, float], Firms]
) -> Firms:
    """Scale firms so that an indicator proportional to the scaled column meets its total."""
    booked = _booked(region.firms, terms)
    measured = _measured(region.but(firms=booked), terms, indicator)
    if measured <= 0:
        return booked
    return _booked(times(booked, given.totals[indicator].value / measured), terms)


def _history(firms: Firms, given: Marginals, day: date) -> Firms:
    """Earlier years of sales and R&D, for the years in which a firm was there."""
    factor = np.float32(1 / (1 + given.growth.value))
    columns: dict[str, Floats] = {}
    for back, (sales, rnd) in enumerate((("sales_y2", "rnd_y2"), ("sales_y1", "rnd_y1")), start=1):
        there = firms.founded_on < np.datetime64(f"{day.year - back + 1}-01-01")
        columns[sales] = np.where(there, firms.sales_y3 * factor**back, np.float32(np.nan))
        columns[rnd] = np.where(there, firms.rnd_y3 * factor**back, np.float32(np.nan))
    return firms.but(**columns)


def _inventions(region: Region, given: Marginals, terms: TermsOnDay, draws: Draws) -> Firms:
    """Scale inventiveness to the published inventions, then let firms file and hold some already."""
    own = terms.of("discover")
    firms = region.firms
    for _ in range(CALIBRATIONS):
        listed = filed(firms, own, draws)
        measured = _measured(region.but(firms=listed), terms, "invention_applications")
        if measured <= 0:
            return firms
        by = np.float32(given.totals["invention_applications"].value / measured)
        firms = firms.but(inventiveness=firms.inventiveness * by)
    listed = filed(firms, own, draws)
    age = (np.datetime64(region.day, "D") - firms.founded_on).astype(np.float64) / YEAR_DAYS
    years = np.minimum(age, given.held_years.value)
    held = np.floor(listed.invention_applications * years + draws.uniform("open/held", firms.id))
    held = np.where(listed.invention_applications > 0, held, 0).astype(np.int32)
    return listed.but(inventions_held=listed.invention_applications + held)


def _certify(region: Region, name: str, holders: Given, rules: Rulebook, draws: Draws) -> Firms:
    """Grant the published number of certificates by lot among the eligible, staggered over the last years."""
    programme = rules.programmes[name]
    rows = eligible_rows(programme.clauses, region.firms, _next_day(region, rules).of(name))
    lot = draws.uniform("open/certificate", region.firms.id[rows])
    chosen = rows[np.argsort(lot)][: round(holders.value * region.scale)]
    accredited_on = region.firms.accredited_on.copy()
    back = np.arange(len(chosen)) % STAGGER
    accredited_on[chosen] = np.array(
        [np.datetime64(f"{region.day.year - b}-12-31") for b in range(STAGGER)], "datetime64[D]"
    )[back]
    return region.firms.but(accredited_on=accredited_on)


def _next_day(region: Region, rules: Rulebook) -> TermsOnDay:
    """The terms of the day after: rules read the last closed year as the year before the day's own."""
    return rules.on(region.day + timedelta(days=1))


def _wedges(region: Region, rules: Rulebook, draws: Draws) -> Firms:
    """Wedges such that the opening's R&D is what firms would choose at the user cost of the opening's rules."""
    firms = region.firms
    terms = _next_day(region, rules)
    payments = pay(region, rules, terms, draws)
    prospects = value(firms, payments, terms.of("account")[TAX_RATE], terms.of("value"))
    who = prospects.rows
    research = alone(firms.but(wedge=np.ones_like(firms.wedge)), prospects)
    wedge = np.zeros(len(firms), np.float32)
    wedge[who] = np.divide(firms.real_rnd[who], research, out=np.zeros(len(who)), where=research > 0)
    return firms.but(wedge=wedge)


def _matched(region: Region, given: Marginals, terms: TermsOnDay) -> tuple[Matched, ...]:
    firms, weight = region.firms, region.weight
    opened: list[tuple[Given, float]] = [
        (given.stocks["enterprises"], len(firms) * weight),
        (given.stocks["technology_firms"], int((firms.technology > 0).sum()) * weight),
        (given.stocks["traders"], len(region.traders) * weight),
    ]
    opened += [(total, _measured(region, terms, name)) for name, total in given.totals.items()]
    certified = int((~np.isnat(firms.accredited_on)).sum()) * weight
    opened += [(holders, certified) for holders in given.certificates.values()]
    opened += [(share, float((firms.district == code).mean())) for code, share in enumerate(given.districts.values())]
    return tuple(
        Matched(g.what, g.value, value, g.unit, f"{g.source.title}; {g.source.where}")
        for g, value in opened
        if g.source.kind is not Evidence.ASSUMED
    )


def _plain(given: Given) -> str:
    """A value for reading: whole above a thousand, its unit unless it is a pure number."""
    value = _number(given.value)
    return value if given.unit == "1" else f"{value} {given.unit}"


def _number(value: float) -> str:
    return f"{value:,.0f}" if abs(value) >= THOUSAND else f"{value:.4g}"


def _assumed(given: Marginals) -> tuple[Assumed, ...]:
    every = [
        *given.districts.values(), *given.stocks.values(), *given.totals.values(), *given.certificates.values(),
        given.growth, given.size_spread, given.other_size_spread, given.held_years,
    ]  # fmt: skip
    told = [
        Assumed(g.what, _plain(g), g.source.note, g.source.where) for g in every if g.source.kind is Evidence.ASSUMED
    ]
    for what, source in (("industries of firms", given.industries_source), ("ages of firms", given.ages_source)):
        told.append(Assumed(what, "see the region's opening file", source.note, source.where))
    return tuple(told)
