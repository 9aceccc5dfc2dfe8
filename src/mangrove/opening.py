"""Opening: draw a region's first day from published marginals.

A region's source file gives the marginals, each with its source; `marginals` draws actors from them, and this file
makes them meet the totals at any scale, by scaling: sales to value added, R&D in the books to R&D, inventiveness to
inventions.
"""

from collections.abc import Callable
from datetime import date, timedelta
from typing import Final

import numpy as np

from mangrove.arrays import Days, Floats
from mangrove.dated import Evidence
from mangrove.draws import Draws, stream_code
from mangrove.errors import DataError
from mangrove.indicator import Closed, find_indicators
from mangrove.marginals import YEAR_DAYS, Given, Marginals, drawn_enterprises, drawn_traders
from mangrove.named import FIRST_ID
from mangrove.pack import Assumed, Matched, Opening
from mangrove.pay import Payments, eligible_rows, pay
from mangrove.people_marginals import PeopleMarginals
from mangrove.population import drawn_institutes, peopled
from mangrove.processes.account import TAX_RATE, open_books
from mangrove.processes.discover import filed
from mangrove.processes.invest import alone
from mangrove.processes.value import value
from mangrove.region import Region
from mangrove.register import empty
from mangrove.registers.businesses import Businesses
from mangrove.registers.firms import Firms
from mangrove.registers.institutes import KINDS
from mangrove.registers.people import People
from mangrove.rulebook import Rulebook, TermsOnDay

THOUSAND: Final = 1000
CALIBRATIONS: Final = 3  # inventions are counts: a few rounds bring their total to the published one
STAGGER: Final = 2  # certificates of the opening were granted on this many year-ends


def draw_opening(
    name: str, day: date, given: Marginals, people: PeopleMarginals, scale: float, seed: int, rules: Rulebook
) -> Opening:
    """Draw the region's first day.

    Args:
        name: Name of the pack.
        day: The opening's day, the last of a year.
        given: The marginals of enterprises.
        people: Those of people and institutes.
        scale: Part of the real number of actors.
        seed: Seed of the run; members share the opening.
        rules: The rules as they were.
    """
    draws = Draws(seed, 0, day.year)
    terms = rules.on(day)
    firms, lines, businesses = drawn_enterprises(given, day, scale, terms, draws)
    traders = drawn_traders(given, day, scale, draws)
    region = Region(
        name, given.place, day, scale, tuple(given.districts), firms, businesses, traders, lines, empty(People),
        drawn_institutes(people, tuple(given.districts), scale, draws),
    )  # fmt: skip
    region = _meet_value_added(region, given, terms)
    region = region.but(firms=_meet(region, given, terms, "rd_expenditure", _times_rnd))
    region = _history(region, given, day)
    region = region.but(firms=_inventions(region, given, terms, draws))
    for programme, holders in given.certificates.items():
        region = region.but(firms=_certify(region, programme, holders, rules, draws))
    region = region.but(firms=wedges(region, rules, draws))
    region = peopled(region, people, terms, draws)
    for register in (region.firms, region.businesses, region.people, region.institutes):
        register.checked()
    return Opening(region, _matched(region, given, people, terms), (*_assumed(given, people), *_made_up(region)))


def describe(opening: Opening) -> str:
    """What the opening matched, with its sources, and what it assumed, with the reason and what would replace it."""
    region = opening.region
    actors = f"{len(region.firms) + len(region.businesses):,} enterprises and {len(region.traders):,} sole traders"
    matched = [
        f"  {m.what}: {_number(m.opened)} of {_number(m.published)} {m.unit}. {m.source}" for m in opening.matched
    ]
    assumed = [f"  {a.what}: {a.value}. {a.reason}. Would be replaced by: {a.replaced_by}" for a in opening.assumed]
    title = f"{region.place} on {region.day} at scale {region.scale:g}: {actors}"
    return "\n".join([title, "", "matched, opened of published", *matched, "", "assumed", *assumed])


def _measured(region: Region, terms: TermsOnDay, indicator: str) -> float:
    return find_indicators()[indicator].measure(Closed(region, None, (), terms))


def _meet_value_added(region: Region, given: Marginals, terms: TermsOnDay) -> Region:
    """Scale technology firms' sales to high-tech value added, then the others' to GDP."""
    region = region.but(firms=_meet(region, given, terms, "hightech_value_added", _times_sales))
    wanted = given.totals["gdp_before_2018_census"].value
    nobody = region.but(businesses=empty(Businesses))
    without, now = (_measured(r, terms, "gdp_before_2018_census") for r in (nobody, region))
    if wanted <= without:
        msg = (
            f"{given.place}: GDP of {wanted:,.0f} is less than high-tech firms, sole traders and the non-market "
            f"sector make alone ({without:,.0f}). Check the totals of the opening."
        )
        raise DataError(msg)
    by = np.float32((wanted - without) / (now - without))
    others = region.businesses
    return region.but(businesses=others.but(sales_y3=others.sales_y3 * by, staff=np.maximum(others.staff * by, 1)))


def booked(firms: Firms, terms: TermsOnDay) -> Firms:
    """Firms with last year's books opened."""
    own = terms.of("account")
    return open_books(firms, own[TAX_RATE], own)


def _times_sales(firms: Firms, factor: float) -> Firms:
    by = np.float32(factor)
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


def _times_rnd(firms: Firms, factor: float) -> Firms:
    rnd = firms.rnd * np.float32(factor)
    return firms.but(rnd=rnd, real_rnd=rnd, rnd_y3=rnd)


def _meet(
    region: Region, given: Marginals, terms: TermsOnDay, indicator: str, times: Callable[[Firms, float], Firms]
) -> Firms:
    """Scale firms so that an indicator proportional to the scaled column meets its total."""
    firms = booked(region.firms, terms)
    measured = _measured(region.but(firms=firms), terms, indicator)
    if measured <= 0:
        return firms
    return booked(times(firms, given.totals[indicator].value / measured), terms)


def _history(region: Region, given: Marginals, day: date) -> Region:
    """Earlier years of sales and R&D, for the years in which an enterprise was there."""
    factor = np.float32(1 / (1 + given.growth.value))

    def earlier(last: Floats, founded_on: Days, back: int) -> Floats:
        there = founded_on < np.datetime64(f"{day.year - back + 1}-01-01")
        return np.where(there, last * factor**back, np.float32(np.nan))

    firms, others = region.firms, region.businesses
    columns = {
        f"{kind}_y{3 - back}": earlier(last, firms.founded_on, back)
        for kind, last in (("sales", firms.sales_y3), ("rnd", firms.rnd_y3))
        for back in (1, 2)
    }
    sales_y2 = earlier(others.sales_y3, others.founded_on, 1)
    return region.but(firms=firms.but(**columns), businesses=others.but(sales_y2=sales_y2))


def _inventions(region: Region, given: Marginals, terms: TermsOnDay, draws: Draws) -> Firms:
    """Scale inventiveness to the published inventions, then let firms file and hold some already."""
    own = terms.of("discover")
    firms = region.firms
    for _ in range(CALIBRATIONS):
        listed = filed(firms, Payments((), ()), own, draws)
        measured = _measured(region.but(firms=listed), terms, "invention_applications")
        if measured <= 0:
            return firms
        by = np.float32(given.totals["invention_applications"].value / measured)
        firms = firms.but(inventiveness=firms.inventiveness * by)
    listed = filed(firms, Payments((), ()), own, draws)
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
    rounding = draws.uniform("open/certificates", np.array([stream_code(name)]))  # up or down, right on the mean
    chosen = rows[np.argsort(lot)][: int(holders.value * region.scale + rounding[0])]
    accredited_on = region.firms.accredited_on.copy()
    back = np.arange(len(chosen)) % STAGGER
    accredited_on[chosen] = np.array(
        [np.datetime64(f"{region.day.year - b}-12-31") for b in range(STAGGER)], "datetime64[D]"
    )[back]
    return region.firms.but(accredited_on=accredited_on)


def _next_day(region: Region, rules: Rulebook) -> TermsOnDay:
    """The terms of the day after: rules read the last closed year as the year before the day's own."""
    return rules.on(region.day + timedelta(days=1))


def wedges(region: Region, rules: Rulebook, draws: Draws) -> Firms:
    """Wedges such that the opening's R&D is what firms would choose at the user cost of the opening's rules."""
    firms = region.firms
    terms = _next_day(region, rules)
    payments = pay(region, rules, terms, draws)
    prospects = value(firms, payments, terms.of("account")[TAX_RATE], terms.of("value"))
    research = alone(firms.but(wedge=np.ones_like(firms.wedge)), prospects)
    wedge = np.divide(firms.real_rnd, research, out=np.zeros(len(firms)), where=research > 0)
    return firms.but(wedge=wedge.astype(np.float32))


def _matched(region: Region, given: Marginals, people: PeopleMarginals, terms: TermsOnDay) -> tuple[Matched, ...]:
    firms, weight, districts = region.firms, region.weight, region.enterprises("district")
    opened: list[tuple[Given, float]] = [
        (given.stocks["enterprises"], len(districts) * weight),
        (given.stocks["technology_firms"], len(firms) * weight),
        (given.stocks["traders"], len(region.traders) * weight),
    ]
    opened += [(people.total, len(region.people) * weight)]
    opened += [(total, _measured(region, terms, name)) for name, total in given.totals.items()]
    certified = int((~np.isnat(firms.accredited_on)).sum()) * weight
    opened += [(holders, certified) for holders in given.certificates.values()]
    opened += [(share, float((districts == code).mean())) for code, share in enumerate(given.districts.values())]
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


def _assumed(given: Marginals, people: PeopleMarginals) -> tuple[Assumed, ...]:
    every = [
        *given.districts.values(), *given.stocks.values(), *given.totals.values(), *given.certificates.values(),
        given.growth, given.size_spread, given.other_size_spread, given.held_years, *people.givens,
    ]  # fmt: skip
    told = [
        Assumed(g.what, _plain(g), g.source.note, g.source.where) for g in every if g.source.kind is Evidence.ASSUMED
    ]
    tables = [(table.what, table.source) for table in people.tables if table.source.kind is Evidence.ASSUMED]
    for what, source in (
        ("industries of firms", given.industries_source), ("ages of firms", given.ages_source), *tables,
    ):  # fmt: skip
        told.append(Assumed(what, "see the region's opening file", source.note, source.where))
    return tuple(told)


def _made_up(region: Region) -> tuple[Assumed, ...]:
    """How many institutes have a name, and that the others are made up; nothing where none has one."""
    codes, by_name = region.institutes.kind, region.institutes.id >= FIRST_ID
    told = [
        f"{int((by_name & (codes == code)).sum())} of {int((codes == code).sum()):,} ({KINDS[code]})"
        for code in np.unique(codes[by_name])
    ]
    if not told:
        return ()
    reason = (
        "those on record that were founded by then; all others are made up. All sizes are drawn, and those by name are "
        "taken for the largest of their kind"
    )
    return (Assumed("institutes by name", ", ".join(told), reason, "a register of institutes (--institutes FILE)"),)
