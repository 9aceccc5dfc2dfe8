"""Adopt: a region's first day with registers of one's own in place of those that were drawn.

A register of one's own stands for the part of the region that the run's scale says; institutes are all there at any
scale, and what is scaled is their posts. What only the model fills is completed. People work where their file says, by
the id or the registered number of an employer in the other files; whose employer is in none of them is hired anew, as
everyone is where people or employers were drawn.
"""

from dataclasses import dataclass, replace
from datetime import date
from typing import Any, Final

import numpy as np
import polars as pl

from mangrove.arrays import Bools, Ints
from mangrove.draws import Draws
from mangrove.employers import books_of, employers, whole_posts, with_books
from mangrove.errors import DataError, problem_list
from mangrove.kernels.books import WAGE_BITS
from mangrove.kernels.portfolios import yields
from mangrove.load import EMPLOYER, Loaded
from mangrove.marginals import grown_lines, normal_cost
from mangrove.opening import booked, wedges
from mangrove.pack import Assumed, Opening
from mangrove.population import at_work
from mangrove.processes.endow import DISPERSION
from mangrove.processes.price import PROFESSIONAL
from mangrove.processes.value import valued
from mangrove.region import Region
from mangrove.register import schema
from mangrove.registers.businesses import Businesses
from mangrove.registers.firms import Firms
from mangrove.registers.institutes import Institutes
from mangrove.registers.people import NOBODY, People
from mangrove.rulebook import Rulebook, TermsOnDay
from mangrove.suppress import SMALLEST_CELL, suppressed

_SHOWN: Final = 5
_NOBODY: Final = str(NOBODY)
_WHOLE: Final = "a register of the whole region, with --scale 1"


@dataclass(frozen=True)
class Own:
    """Registers of one's own; None of those that are drawn."""

    firms: Loaded[Firms] | None = None
    people: Loaded[People] | None = None
    institutes: Loaded[Institutes] | None = None


def adopt(opening: Opening, own: Own, rules: Rulebook, seed: int) -> Opening:
    """Open a region with registers of one's own.

    Args:
        opening: The drawn region, whose other registers stay.
        own: The registers that take a drawn one's place.
        rules: The rules as they were.
        seed: Seed of the run.

    Raises:
        DataError: if there are people or employers who came later, or employers that cannot be told apart.
    """
    region = opening.region
    draws, terms = Draws(seed, 0, region.day.year), rules.on(region.day)
    _refuse_later(own, region.day)
    told: list[Assumed] = []
    remarks: tuple[str, ...] = ()
    if own.firms is not None:
        region, assumed = _with_firms(region, own.firms.register, rules, draws)
        told.append(assumed)
    if own.institutes is not None:
        region, assumed = _with_institutes(region, own.institutes.register)
        told.append(assumed)
    if own.people is None:
        nobody = np.full(len(region.people), NOBODY, np.int32)
        region = at_work(region.but(people=region.people.but(employer=nobody)), _rate(region.people), terms, draws)
    else:
        region, assumed, remarks = _with_people(region, own.people, _places(own, region), terms, draws)
        told.append(assumed)
    return replace(opening, region=region, matched=(), assumed=(*told, *opening.assumed), remarks=remarks)


def _with_firms(region: Region, given: Firms, rules: Rulebook, draws: Draws) -> tuple[Region, Assumed]:
    """The region with enterprises of one's own.

    Who does R&D opens among the firms, everyone else, and who is not known to do any, among the businesses. Last year's
    books open from its sales; product lines are drawn by age, and market and wedge are what last year's sales and R&D
    then imply; inventiveness is drawn. An enterprise whose last sales or R&D are unknown is taken to have none, and
    counted.
    """
    terms = rules.on(region.day)
    unknown = int((np.isnan(given.sales_y3) | np.isnan(given.rnd_y3)).sum())
    whole = given.but(sales_y3=np.nan_to_num(given.sales_y3), rnd_y3=np.nan_to_num(given.rnd_y3))
    technical = _technical(whole)
    firms, businesses = whole.take(technical), _businesses(whole.take(~technical))
    counts, types, lines = grown_lines(firms.id, firms.founded_on, region.day, terms, draws)
    output = yields(counts, lines.quality, valued(*normal_cost(0, terms)).power)
    inventive = draws.gamma("open/inventiveness", firms.id, terms.of("endow")[DISPERSION])
    firms = firms.but(
        rnd=firms.rnd_y3,
        real_rnd=firms.rnd_y3,
        lines=counts,
        high_type=types,
        market=np.divide(firms.sales_y3, output, out=np.zeros_like(firms.sales_y3), where=output > 0),
        inventiveness=inventive.astype(np.float32),
    )
    region = region.but(firms=booked(firms, terms), businesses=businesses, lines=lines)
    told = Assumed(
        "firms",
        f"{len(whole):,} rows, {unknown:,} of them without last sales or R&D; {len(firms):,} do R&D",
        f"a register of one's own stands for {region.scale:g} of the region's firms; who is not known to do R&D is "
        "taken to do none, and keeps only what a business is described by; product lines and inventiveness are drawn, "
        "inventions before the opening are not counted; unknown last sales or R&D are none",
        _WHOLE,
    )
    return region.but(firms=wedges(region, rules, draws)), told


def _with_institutes(region: Region, given: Institutes) -> tuple[Region, Assumed]:
    """The region with institutes of one's own, their posts cut to its scale."""
    institutes = given.but(posts=given.posts * np.float32(region.scale))
    told = Assumed(
        "institutes",
        f"{len(given):,} rows with {given.posts.sum(dtype=np.float64):,.0f} posts",
        f"a register of one's own holds all of the region's institutes, each with {region.scale:g} of its posts",
        "none is needed where the register is whole",
    )
    return region.but(institutes=institutes), told


def _with_people(
    region: Region, given: Loaded[People], places: pl.DataFrame, terms: TermsOnDay, draws: Draws
) -> tuple[Region, Assumed, tuple[str, ...]]:
    """The region with people of one's own: at work where their file says, those of unknown employer hired anew."""
    employer, idle = _employers_in(given, places)
    known = employer != NOBODY
    region = _with_posts(region.but(people=given.register.but(employer=employer)), terms)
    staffed = employers(region, terms.of("price")[PROFESSIONAL])
    heads, posts = books_of(region.people, staffed).sums >> WAGE_BITS, whole_posts(staffed, draws)
    surplus = int(np.maximum(heads - posts, 0).sum(dtype=np.int64))
    rest = np.flatnonzero(~idle)
    hired = at_work(region.but(people=region.people.take(rest)), _rate(region.people), terms, draws).people
    employer = np.full(len(idle), NOBODY, np.int32)
    employer[rest] = hired.employer
    people = region.people.but(employer=employer, wage=np.rint(region.people.wage))  # at the wages of their file
    region = with_books(region.but(people=people), books_of(people, staffed))
    seeking = ~known & ~idle
    told = Assumed(
        "people",
        f"{_counted(known, idle, seeking)} for {posts.sum(dtype=np.int64):,} posts; "
        f"employers have {_shown(surplus)} more than they have posts for",
        f"a register of one's own stands for {region.scale:g} of the region's professionals; whose employer is unknown "
        "or in no register given looks for a vacancy on the first day; an employer of unknown staff wants those it "
        "has, and one with too many lays off the rest within a year",
        _WHOLE,
    )
    return region, told, _hired_anew(seeking, employer)


def _counted(known: Bools, idle: Bools, seeking: Bools) -> str:
    """Rows by where they work; the report prints it, so that small numbers are hidden."""
    told = {"at an employer of the registers given": known, "without work": idle, "hired anew": seeking}
    table = suppressed({name: int(rows.sum()) for name, rows in told.items()})
    size = f"fewer than {table.smallest}" if table.total is None else f"{table.total:,}"
    return f"{size} rows ({', '.join(f'{table.text(name)} {name}' for name in told)})"


def _shown(count: int) -> str:
    return f"<{SMALLEST_CELL}" if 0 < count < SMALLEST_CELL else f"{count:,}"


def _hired_anew(seeking: Bools, employer: Ints) -> tuple[str, ...]:
    """What to say of those whose employer is not known; nothing where there are none."""
    if not seeking.any():
        return ()
    none = int((seeking & (employer == NOBODY)).sum())
    return (
        f"people: {int(seeking.sum()):,} of {len(seeking):,} have no known employer in the registers given and were "
        f"hired anew; {none:,} of them found no vacancy",
    )


def _employers_in(given: Loaded[People], places: pl.DataFrame) -> tuple[Ints, Bools]:
    """Place of each person's employer in the chain, nobody where it is not known; and who is known to be idle.

    Raises:
        DataError: if people work at an id that two employers have.
    """
    size = len(given.register)
    if given.employers is None:
        return np.full(size, NOBODY, np.int32), np.zeros(size, np.bool_)
    named = pl.DataFrame({EMPLOYER.name: given.employers})
    twice = places.filter(pl.col(EMPLOYER.name).is_duplicated()).join(named, on=EMPLOYER.name, how="semi")
    if len(twice):
        ids = twice[EMPLOYER.name].unique(maintain_order=True).to_list()
        msg = (
            f"people: {len(ids):,} of their employers are both a firm and an institute by their ids "
            f"({', '.join(ids[:_SHOWN])}). Give institutes ids that no firm has, here and in the file of people."
        )
        raise DataError(msg)
    found = named.join(places, on=EMPLOYER.name, how="left", maintain_order="left")["place"]
    return found.fill_null(NOBODY).to_numpy().astype(np.int32), (given.employers == _NOBODY).to_numpy()


def _places(own: Own, region: Region) -> pl.DataFrame:
    """The place in the chain of every employer of one's own, by its id and by its registered number."""
    tables = [pl.DataFrame(schema={EMPLOYER.name: pl.String, "place": pl.Int64})]
    first = len(region.firms) + len(region.businesses)
    if own.firms is not None:
        technical = _technical(own.firms.register)
        order = np.concatenate([np.flatnonzero(technical), np.flatnonzero(~technical)])
        place = np.empty(first, np.int64)
        place[order] = np.arange(first)
        tables.append(_named(own.firms, place))
    if own.institutes is not None:
        tables.append(_named(own.institutes, first + np.arange(len(own.institutes.register))))
    return pl.concat(tables)


def _named(given: Loaded[Any], place: Any) -> pl.DataFrame:
    names = [pl.Series(given.register.id).cast(pl.String), *([] if given.numbers is None else [given.numbers])]
    tables = [pl.DataFrame({EMPLOYER.name: name, "place": place}) for name in names]
    return pl.concat(tables).filter(pl.col(EMPLOYER.name) != "").unique(maintain_order=True)


def _with_posts(region: Region, terms: TermsOnDay) -> Region:
    """The region with the staff that enterprises do not know set to what the people who work there ask for."""
    firms, businesses = region.firms, region.businesses
    heads = (books_of(region.people, employers(region, 1.0)).sums >> WAGE_BITS).astype(np.float32)
    own, others = heads[: len(firms)], heads[len(firms) : len(firms) + len(businesses)]
    college = np.where(np.isnan(firms.college_staff) & (own > 0), own, firms.college_staff)
    staff = others / np.float32(terms.of("price")[PROFESSIONAL])
    return region.but(
        firms=firms.but(college_staff=college),
        businesses=businesses.but(staff=np.where(np.isnan(businesses.staff) & (others > 0), staff, businesses.staff)),
    )


def _rate(people: People) -> float:
    """Mean wage of a unit of skill."""
    return float(people.wage.sum(dtype=np.float64)) / max(float(people.skill.sum(dtype=np.float64)), 1.0)


def _technical(firms: Firms) -> Bools:
    return firms.technology > 0


def _businesses(firms: Firms) -> Businesses:
    """Enterprises of a user's register that do no R&D."""
    return Businesses(**{name: getattr(firms, name) for name in schema(Businesses)})


def _refuse_later(own: Own, day: date) -> None:
    """Refuse actors who were not there on the region's first day.

    Raises:
        DataError: with all of them in one list.
    """
    problems: list[str] = []
    for kind in (own.firms, own.institutes):
        if kind is not None:
            later = kind.register.founded_on > np.datetime64(day)
            problems += _later(kind.register.name, "were founded", later, kind.register.id)
    if own.people is not None:
        people = own.people.register
        problems += _later(people.name, "arrived", people.arrived > day.year, people.id)
        problems += _later(people.name, "were born", people.birth_year > day.year, people.id)
    if problems:
        msg = f"the region opens on {day}, and {len(problems)} register(s) hold who came later. Leave them out"
        raise DataError(problem_list(msg, problems))


def _later(register: str, what: str, later: Bools, ids: Any) -> list[str]:
    if not later.any():
        return []
    shown = ", ".join(str(i) for i in ids[later][:_SHOWN])
    return [f"{register}: {int(later.sum()):,} of {len(later):,} rows {what} after that day (ids {shown})"]
