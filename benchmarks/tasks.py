"""Two tasks that rivals do beside us, told exactly, and the check that a rival does the same as we do.

**Enterprises.** One leaves with the hazard of its age in whole years. The sales of the others grow by a common drift
and by a Laplace shock that large ones feel less. Given newcomers join, everybody else is a year older, and sales are
summed.

**Employers.** One who has a job leaves it with a chance. Everybody without one, leavers included, queues in random
order. Each employer has vacancies up to its target. The head of the queue meets the vacancies in the order of
employers, evenly spread from a random start; the rest of the queue stays without a job. Then heads and wages are
counted anew, by employer.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Annotated, Any, ClassVar, NamedTuple, Protocol

import numpy as np

from mangrove.arrays import Days, Doubles, Floats, Ints, Longs
from mangrove.draws import Draws
from mangrove.kernels.blocks import ROWS, in_blocks, side_by_side
from mangrove.kernels.books import WAGE_BITS, WAGES, Books
from mangrove.kernels.crowds import Chances, Crowd, Gains, Moved, carried, counted, decided, outlooks, room_for
from mangrove.kernels.halls import Rooms, Visits, advertised, gone_looking, left, met, openings, paid, rooms_of, seated
from mangrove.kernels.survival import YEAR
from mangrove.kernels.turnover import Law, turned_over
from mangrove.register import Column, Register

DRIFT, SPREAD, TYPICAL, POWER, WIDEST = 0.14, 0.2, 5_000_000.0, 0.2, 0.5
"""Growth, as in processes/account.py."""
HAZARDS = (0.016, 0.063, 0.095, 0.085, 0.085, 0.085, 0.085, 0.06)
"""Chance to leave in each year of life, as in processes/leave.py before the region's factor."""
BIRTHS = 0.065
"""Newcomers, part of the stock: as many as leave."""
OLDEST = 20
START = np.datetime64("2017-01-01", "D")
LEAVING = 0.15
"""Chance that somebody leaves the job."""
WITHOUT = 0.05
"""Part of the people that start without a job."""
WANTED = 0.97
"""Targets, part of the people."""
DICE = Draws(1, 0, START.astype(object).year)
FEW = 2_000
"""Actors in a check, and in what is extrapolated."""
PEOPLE_AN_EMPLOYER = 2.7
OFF = 0.25
"""How far the number of leavers may be from the expected one, when a few people are checked."""
A_HALL, FEWER = 8, 4
"""Seekers to a hall of ours, and how many times fewer halls there are in each later round."""
NONE = np.zeros(1, np.int64)
CLOSE = 1e-5
"""Largest relative difference of sales and wages, which are kept in single precision."""


class Dice(Protocol):
    """Chance as a rival gets it: its own generator when timed, our draws when checked."""

    def uniforms(self, decision: str, ids: Longs) -> Doubles:
        """A draw from 0 to 1 for each actor."""
        ...

    def queue(self, ids: Longs) -> Longs:
        """Places of the actors in random order."""
        ...


class Own:
    """The generator of NumPy, which stands for the generator a user of NumPy or polars would take."""

    def __init__(self, seed: int) -> None:
        self._generator = np.random.default_rng(seed)

    def uniforms(self, decision: str, ids: Longs) -> Doubles:  # noqa: ARG002  (a generator knows no decisions)
        return self._generator.random(len(ids))

    def queue(self, ids: Longs) -> Longs:
        return self._generator.permutation(len(ids))


OF_A_YEAR = ("growth", "exit")
"""The two numbers of an enterprise's one draw in our kernel."""


class Given:
    """Our draws, keyed by decision and actor."""

    def __init__(self, draws: Draws) -> None:
        self._draws = draws

    def uniforms(self, decision: str, ids: Longs) -> Doubles:
        if decision in OF_A_YEAR:
            return self._draws.pair("task/year", ids)[OF_A_YEAR.index(decision)]
        return self._draws.uniform(f"task/{decision}", ids)

    def queue(self, ids: Longs) -> Longs:
        return np.argsort(self.uniforms("queue", ids))


class Enterprises(NamedTuple):
    """A stock of enterprises: age in whole years, sales in CNY/yr."""

    id: Longs
    age: Ints
    sales: Floats


@dataclass(frozen=True, kw_only=True)
class Registered(Register):
    """The same as a register of ours, which keeps the day of founding."""

    name: ClassVar[str] = "registered"

    id: Annotated[Longs, Column("id", "Key.")]
    founded_on: Annotated[Days, Column("day", "Day of registration.")]
    sales: Annotated[Floats, Column("CNY/yr", "Sales of the last closed year.", low=0)]


class Labour(NamedTuple):
    """People with their employers: place of the employer or -1, wage in whole CNY/yr; and each employer's target."""

    id: Longs
    employer: Ints
    wage: Floats
    target: Ints


class Staffed(NamedTuple):
    """What comes of a year: each one's employer, and heads and wages by employer."""

    employer: Ints
    heads: Longs
    wages: Doubles


def enterprises(size: int) -> tuple[Enterprises, Enterprises]:
    """A made-up stock of some size, and the year's newcomers."""
    born = int(size * BIRTHS)
    ids = np.arange(size + born)
    ages = (OLDEST * DICE.uniform("task/age", ids) ** 2).astype(np.int32)
    ages[size:] = 0
    sales = (1e6 * np.exp(1.5 * DICE.normal("task/sales", ids))).astype(np.float32)
    return (
        Enterprises(ids[:size], ages[:size], sales[:size]),
        Enterprises(ids[size:], ages[size:], sales[size:]),
    )


def registered(stock: Enterprises, midyear: float = -0.5) -> Registered:
    """Enterprises with a day of founding that gives their age, half a year before the start or after it."""
    days = np.floor((stock.age - midyear) * YEAR).astype(np.int64)
    return Registered(id=stock.id, founded_on=START - days.astype("timedelta64[D]"), sales=stock.sales)


def our_enterprises(stock: Registered, newcomers: Registered, draws: Draws) -> tuple[Registered, float]:
    """Our way: one keyed draw for growth and exit in a fused kernel, by blocks, and one copy of each column."""
    sales, staff = np.empty(len(stock), np.float32), np.zeros(len(stock), np.float32)
    words, founded, hazards = draws.words("task/year"), stock.founded_on.view(np.int64), np.array(HAZARDS)
    law, first_day = Law(DRIFT, SPREAD, TYPICAL, POWER, WIDEST, 1.0), int(START.astype(np.int64))

    def turn(start: int, stop: int) -> None:
        own = slice(start, stop)
        sales[own], _ = turned_over(
            words, law, hazards, stock.id[own], founded[own], first_day, stock.sales[own], staff[own]
        )

    in_blocks(turn, len(stock))
    closed = stock.but(sales=sales).keep_and_add(~np.isnan(sales), newcomers)
    return closed, float(closed.sales.sum(dtype=np.float64))


def labour(size: int) -> Labour:
    """Made-up people, some without a job, and employers of whom a few employ many."""
    ids = np.arange(size)
    employers = max(int(size / PEOPLE_AN_EMPLOYER), 1)
    place = (employers * DICE.uniform("task/place", ids) ** 2).astype(np.int32)
    target = np.bincount(place[: int(size * WANTED)], minlength=employers).astype(np.int32)
    employer = np.where(DICE.uniform("task/without", ids) < WITHOUT, np.int32(-1), place)
    wage = np.rint(60_000 * np.exp(0.5 * DICE.normal("task/wage", ids))).astype(np.float32)
    return Labour(ids, employer, wage, target)


class Town(NamedTuple):
    """The same as our registers hold it: people with all columns; ids and heads of employers, and their target."""

    crowd: Crowd
    ids: Longs
    heads: Ints
    target: Ints


def town(people: Labour) -> Town:
    """People of one field, alike but for their wages, who neither move nor learn."""
    size, employers = len(people.id), len(people.target)
    small, year = np.zeros(size, np.int8), np.full(size, 1980, np.int16)
    skill = np.ones(size, np.float32)
    crowd = Crowd(people.id, small, small, year, small, year, small, people.employer, skill, people.wage, small)
    heads = np.bincount(people.employer[people.employer >= 0], minlength=employers).astype(np.int32)
    return Town(crowd, np.arange(employers), heads, people.target)


def our_employers(place: Town, draws: Draws) -> Staffed:
    """Our way: the kernels of `move` and `hire`; halls grow until one holds all who are left."""
    crowd, ids, heads, target = place
    size, employers = len(crowd.id), len(ids)
    outlook, fate, stands = np.empty(employers, np.int64), np.empty(size, np.int8), np.empty(size, np.int32)
    here = np.arange(employers, dtype=np.int32)
    in_blocks(lambda a, b: outlooks(here, heads, np.maximum(heads, target), LEAVING, outlook, a, b), employers)
    words, none = (
        draws.words("task/leave"),
        Chances(np.zeros((2, 101), np.int64), NONE, np.zeros((101, 1))),
    )
    spur, plain = np.empty(0, np.float32), Gains(np.ones(101), np.ones(1), np.ones(1))
    counts = in_blocks(lambda a, b: decided(words, crowd, draws.year, none, outlook, spur, fate, stands, a, b), size)
    ends = np.cumsum([0, *(without for _, _, without in counts)])
    out, seekers = room_for(size, crowd), np.empty(int(ends[-1]), np.int32)

    def carry(start: int, stop: int) -> Books:
        own = Books(np.zeros(employers, np.int64), np.zeros(0))
        moved = Moved(seekers[:0], seekers, *own)
        carried(crowd, fate, stands, draws.year, plain, out, moved, (start, stop), (start, 0, int(ends[start // ROWS])))
        return own

    first, *rest = in_blocks(carry, size, ROWS * max(-(-size // (2 * ROWS)), 1))
    books = Books(first.sums + sum(half.sums for half in rest), first.skills)
    _meet(out, ids, books, target, seekers, draws)
    return Staffed(out.employer, books.sums >> WAGE_BITS, (books.sums & WAGES).astype(np.float64))


def _meet(out: Crowd, ids: Longs, books: Books, target: Ints, seekers: Ints, draws: Draws) -> None:
    """Fill vacancies until there are none, or nobody is without a job."""
    free, rooms = np.empty(len(ids), np.int32), rooms_of([max(len(seekers) // A_HALL, 1)])
    in_blocks(lambda a, b: openings(target, books.sums, free, a, b), len(ids))
    ends = np.append(0, np.cumsum(np.add.reduceat(free, np.arange(0, len(free), ROWS), dtype=np.int64)))
    looking, offered = (Visits(np.empty(n, np.int32), np.empty(n, np.int64)) for n in (len(seekers), int(ends[-1])))
    words, fields = (draws.words("task/people"), draws.words("task/posts")), counted(np.ones((3, 1)))
    names, found = np.empty(len(seekers), np.int64), np.full(len(seekers), -1, np.int32)

    def look(start: int, stop: int) -> None:
        gone_looking(words[0], out.id, out.field, out.skill, 0.0, seekers, rooms, looking, names, start, stop)

    def offer(start: int, stop: int) -> None:
        advertised(words[1], ids, free, (0, 0), fields, rooms, offered, int(ends[start // ROWS]), (start, stop))

    in_blocks(look, len(seekers))
    in_blocks(offer, len(ids))
    waiting, open_posts = looking, offered
    while len(waiting.hall) and len(open_posts.hall):
        waiting, open_posts, rooms = _round(waiting, open_posts, (names, ids), found, rooms)
    paid(found, seekers, np.ones(1), (out.field, out.wage, out.employer, out.wage), books, (0, len(ids)))


def _round(
    waiting: Visits, offered: Visits, keys: tuple[Longs, Longs], found: Ints, rooms: Rooms
) -> tuple[Visits, Visits, Rooms]:
    """One round in some halls; who is left goes on to fewer."""
    every, fewer = int(rooms.start[-1]), rooms_of([max(int(rooms.start[-1]) // FEWER, 1)])
    came, posts = side_by_side(lambda: seated(waiting, every), lambda: seated(offered, every))
    in_blocks(lambda a, b: met(came, posts, keys, found, a, b), every, every // 2 + 1)
    still, over = side_by_side(
        lambda: left(came, posts, keys[0], rooms, fewer), lambda: left(posts, came, keys[1], rooms, fewer)
    )
    return still, over, fewer


def enterprise_faults(after: Enterprises, total: float, size: int = FEW) -> list[str]:
    """Where a rival's year of some enterprises under our draws is not ours."""
    stock, newcomers = enterprises(size)
    ours, our_total = our_enterprises(registered(stock), registered(newcomers, 0.5), DICE)
    ages = np.floor((START + np.timedelta64(365, "D") - ours.founded_on).view(np.int64) / YEAR)
    found = [] if np.array_equal(after.id, ours.id) else ["other enterprises are left"]
    if not found:
        found += [] if np.array_equal(after.age, ages) else ["ages differ"]
        found += [] if np.allclose(after.sales, ours.sales, rtol=CLOSE) else ["sales differ"]
    return found + ([] if np.isclose(total, our_total, rtol=CLOSE) else ["total sales differ"])


def labour_faults(before: Labour, after: Staffed) -> list[str]:
    """What in a year of people is against the task, whichever dice were used."""
    held, holds = before.employer >= 0, after.employer >= 0
    moved = after.employer != before.employer
    heads, stayed, hired = (
        np.bincount(after.employer[who], minlength=len(before.target)) for who in (holds, holds & ~moved, holds & moved)
    )
    wages = np.bincount(after.employer[holds], before.wage[holds], minlength=len(before.target))
    left = (held & moved).sum() / (held.sum() * LEAVING)
    checks = {
        "heads are not those of the people": np.array_equal(heads, after.heads),
        "wages are not those of the people": np.allclose(wages, after.wages, rtol=CLOSE),
        "somebody was hired beyond the target": bool(np.all(stayed + hired <= np.maximum(before.target, stayed))),
        "jobs are vacant while people wait": bool(holds.all() or np.all(heads >= before.target)),
        "not as many leave as should": 1 - OFF < left < 1 + OFF,
    }
    return [fault for fault, kept in checks.items() if not kept]


def staffed_faults(after: Staffed, expected: Staffed) -> list[str]:
    """Where two ways that were given the same draws differ."""
    same: Sequence[tuple[str, bool]] = (
        ("employers differ", np.array_equal(after.employer, expected.employer)),
        ("heads differ", np.array_equal(after.heads, expected.heads)),
        ("wages differ", np.allclose(after.wages, expected.wages, rtol=CLOSE)),
    )
    return [fault for fault, holds in same if not holds]


def agreed(rival: Any, faults: list[str]) -> Any:
    """A rival ready to be timed, if it was found to do the same task.

    Raises:
        ValueError: if it does something else.
    """
    if faults:
        msg = f"the rival does another task, so its time says nothing: {'; '.join(faults)}; see benchmarks/tasks.py"
        raise ValueError(msg)
    return rival
