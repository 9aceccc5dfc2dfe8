"""Laws: what must hold at the end of every year, whatever the scenario.

A broken law is a fault of the model and stops the run with the day, the law and the first actor it fails for.
"""

from collections.abc import Collection
from typing import Final, TypeAlias

import numpy as np

from mangrove.arrays import Bools, Doubles, Longs
from mangrove.errors import ModelError
from mangrove.indicator import Closed
from mangrove.pay import MONEY
from mangrove.programme import CASH, RELIEF, Channel
from mangrove.registers.businesses import Businesses
from mangrove.registers.firms import Firms
from mangrove.registers.traders import Traders

CHECKED_TO_SCALE: Final = 0.1
"""Runs up to this scale check the laws every year unless told otherwise; on whole cities that takes longer
than the year itself."""

_SLACK: Final = 1e-9
Actors: TypeAlias = Firms | Businesses | Traders


def check_year(closed: Closed) -> None:
    """Check every law on a year that has closed.

    Raises:
        ModelError: at the first law that is broken.
    """
    keep_the_schema(closed)
    pay_what_is_received(closed)
    lose_nobody(closed)
    own_every_line(closed)
    employ_on_both_sides(closed)
    report_what_is_done(closed)


def keep_the_schema(closed: Closed) -> None:
    """Every column keeps its range, nothing is missing that must be known, and nobody is there twice."""
    region = closed.region
    registers = region.firms, region.businesses, region.traders, region.lines, region.people, region.institutes
    for register in registers:
        if problems := register.check():
            _broken(closed, "registers keep their schema", problems[0])


def pay_what_is_received(closed: Closed) -> None:
    """Every firm received what the ledger says was paid to it, as tax forgone and as cash."""
    _received(closed, RELIEF, closed.region.firms.tax_relief)
    _received(closed, CASH, closed.region.firms.grants)


def _received(closed: Closed, channels: Collection[Channel], received: Doubles) -> None:
    """What firms received on some channels is what was paid there; those who left were there before."""
    firms = closed.region.firms
    blocks = [e for e in closed.ledger if e.unit == MONEY and e.channel in channels and e.register == firms.name]
    ids = np.concatenate([np.empty(0, np.int64), *(e.ids for e in blocks)])
    amounts = np.concatenate([np.empty(0), *(e.amount for e in blocks)])
    rows, known = _places(firms.id, ids)
    paid = np.bincount(rows[known], amounts[known], minlength=len(firms))
    gone = ids[~known]
    there = closed.before is not None and _places(closed.before.firms.id, gone)[1]
    strangers = gone[~np.broadcast_to(there, gone.shape)]
    if len(strangers):
        _broken(closed, "money paid is money received", f"firm {strangers[0]} was paid and never there")
    wrong = np.abs(paid - received) > _SLACK * np.maximum(1.0, np.abs(paid))
    if wrong.any():
        first = int(np.flatnonzero(wrong)[0])
        told = f"firm {firms.id[first]} received {received[first]:.6g} CNY and was paid {paid[first]:.6g}"
        _broken(closed, "money paid is money received", told)


def lose_nobody(closed: Closed) -> None:
    """This year's actors are last year's, less those who left, plus those founded since."""
    if closed.before is None:
        return
    since = np.datetime64(closed.before.day, "D")
    _kept(closed, closed.before.firms, closed.region.firms, since)
    _kept(closed, closed.before.businesses, closed.region.businesses, since)
    _kept(closed, closed.before.traders, closed.region.traders, since)
    people, year = closed.region.people, closed.region.day.year
    _, known = _places(closed.before.people.id, people.id)
    wrong = known == (people.arrived == year)
    if wrong.any():
        told = f"people: {people.id[np.flatnonzero(wrong)[0]]} came without arriving, or arrived twice"
        _broken(closed, "heads are those of last year plus arrivals less departures", told)


def _kept(closed: Closed, before: Actors, after: Actors, since: np.datetime64) -> None:
    _, known = _places(before.id, after.id)
    newborn = after.founded_on > since
    wrong = known == newborn
    if wrong.any():
        first = int(np.flatnonzero(wrong)[0])
        what = "was there before it was founded" if known[first] else "appeared without being founded this year"
        _broken(closed, "stocks are those of last year plus flows", f"{after.name}: {after.id[first]} {what}")


def employ_on_both_sides(closed: Closed) -> None:
    """Everybody works at one employer that is there, which counts them and pays what they earn."""
    region = closed.region
    employers = region.firms, region.businesses, region.institutes
    size, people = sum(len(register) for register in employers), region.people
    works = people.employer >= 0
    if len(people) and int(people.employer.max()) >= size:
        told = f"person {people.id[int(people.employer.argmax())]} works at an employer that is not there"
        _broken(closed, "employment agrees on both sides", told)
    heads = np.bincount(people.employer[works], minlength=size)
    wages = np.bincount(people.employer[works], people.wage[works].astype(np.float64), size)
    counted = np.concatenate([register.professionals for register in employers])
    paid = np.concatenate([register.wages for register in employers])
    wrong = (heads != counted) | (np.abs(wages - paid) > _SLACK * np.maximum(1.0, wages))
    if wrong.any():
        first = int(np.flatnonzero(wrong)[0])
        ids = np.concatenate([register.id for register in employers])
        told = (
            f"employer {ids[first]} counts {counted[first]} and pays {paid[first]:.6g} CNY; "
            f"{heads[first]} work there and earn {wages[first]:.6g}"
        )
        _broken(closed, "employment agrees on both sides, wages paid are wages received", told)


def own_every_line(closed: Closed) -> None:
    """Every line stands with the firm that owns it, and every firm does R&D and has a line."""
    firms, lines = closed.region.firms, closed.region.lines
    if int(firms.lines.sum(dtype=np.int64)) != len(lines):
        told = f"firms hold {firms.lines.sum(dtype=np.int64):,} lines and {len(lines):,} are there"
        _broken(closed, "every line has an owner", told)
    strangers = np.flatnonzero(np.repeat(firms.id, firms.lines) != lines.firm)
    if len(strangers):
        line, firm = lines.id[strangers[0]], lines.firm[strangers[0]]
        _broken(closed, "every line has an owner", f"line {line} of firm {firm} does not stand with it")
    wrong = np.flatnonzero((firms.technology != 1) | (firms.lines == 0))
    if closed.before is not None and len(wrong):
        first = wrong[0]
        told = f"firm {firms.id[first]} has {firms.lines[first]} lines and says {firms.technology[first]} of its R&D"
        _broken(closed, "a technology firm lives while it has a line", told)


def report_what_is_done(closed: Closed) -> None:
    """No firm reports less R&D than it did."""
    firms = closed.region.firms
    less = np.flatnonzero(firms.rnd < firms.real_rnd)
    if len(less):
        first = less[0]
        told = f"firm {firms.id[first]} did {firms.real_rnd[first]:.6g} CNY and reports {firms.rnd[first]:.6g}"
        _broken(closed, "R&D done is reported", told)


def _places(keys: Longs, ids: Longs) -> tuple[Longs, Bools]:
    """The row of each id among the keys, and whether it is there at all."""
    if not len(keys):
        return np.zeros(len(ids), np.int64), np.zeros(len(ids), np.bool_)
    order = np.argsort(keys, kind="stable")
    rows = order[np.searchsorted(keys, ids, sorter=order).clip(max=len(keys) - 1)]
    return rows, keys[rows] == ids


def _broken(closed: Closed, law: str, told: str) -> None:
    msg = f"{closed.region.day}: the law {law!r} is broken: {told}. This is a fault of the model: please report it."
    raise ModelError(msg)
