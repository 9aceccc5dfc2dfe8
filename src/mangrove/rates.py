"""Rates: what a region is per head, per firm and per year, so that a part of it can be held against the whole.

A rate is a quotient of two counts or sums of the registers and needs no weight. With the indicators, their growth from
year to year and the ledger's totals they are what `scales` compares.
"""

from collections.abc import Iterable, Iterator
from typing import Any, Final, NamedTuple

import numpy as np

from mangrove.employers import KINDS as EMPLOYERS
from mangrove.indicator import Closed
from mangrove.region import Region
from mangrove.registers.firms import INDUSTRIES
from mangrove.registers.people import FIELDS, LEVELS, NOBODY, ORIGINS

MILLION: Final = 1e6
TOP: Final = 0.01


class Rate(NamedTuple):
    """One rate: its name, its canonical unit and its value; NaN where it has none."""

    name: str
    unit: str
    value: float


def rates(closed: Closed) -> list[Rate]:
    """Every rate of a closed year; what needs the year before is left out at the opening."""
    found = [*_of_firms(closed), *_of_enterprises(closed), *_of_people(closed), *_of_work(closed)]
    return found if closed.before is None else [*found, *_of_the_year(closed.region, closed.before)]


def _of_firms(closed: Closed) -> Iterator[Rate]:
    """What technology firms are and do, on the mean of all of them."""
    firms = closed.region.firms
    size, sales, rnd = len(firms), _sum(firms.sales_y3), _sum(firms.rnd)
    yield Rate("firms.lines", "ratio", _over(_sum(firms.lines), size))
    yield Rate("firms.sales", "CNY/yr", _over(sales, size))
    yield Rate("firms.staff", "person", _over(_sum(firms.staff), size))
    yield Rate("firms.professionals", "person", _over(_sum(firms.professionals), size))
    markets = firms.market[firms.market > 0]
    yield Rate("firms.log_market", "1", _over(_sum(np.log(markets)), len(markets)))
    yield Rate("firms.score", "1", _over(_sum(firms.score), size))
    for trait in ("high_type", "owns_core_ip", "technology_sme", "in_supported_field", "audited"):
        yield Rate(f"firms.{trait}", "share", _over(_sum(getattr(firms, trait) > 0), size))
    yield Rate("firms.inventing", "share", _over(_sum(firms.invention_applications > 0), size))
    yield Rate("firms.certified", "share", _over(_sum(~np.isnat(firms.accredited_on)), size))
    yield Rate("firms.rnd_of_sales", "share", _over(rnd, sales))
    yield Rate("firms.relabelled", "share", 1 - _over(_sum(firms.real_rnd), rnd))
    yield Rate("firms.inventions_a_million", "application/yr", MILLION * _over(_sum(firms.invention_applications), rnd))
    yield Rate("firms.abroad", "share", _over(_sum(firms.pct_applications), _sum(firms.invention_applications)))
    yield Rate("firms.high_tech_of_sales", "share", _over(_sum(firms.high_tech_revenue_share * firms.sales_y3), sales))
    yield Rate("firms.tax_of_profit", "share", _over(_sum(firms.tax_paid), _sum(firms.profit)))
    yield Rate("firms.largest_hundredth", "share", _top(firms.sales_y3, TOP))


def _of_enterprises(closed: Closed) -> Iterator[Rate]:
    """How enterprises divide, and how large businesses are."""
    region = closed.region
    firms, businesses, traders = len(region.firms), len(region.businesses), len(region.traders)
    yield Rate("enterprises.technology", "share", _over(firms, firms + businesses))
    yield Rate("enterprises.to_traders", "ratio", _over(firms + businesses, traders))
    yield Rate("businesses.sales", "CNY/yr", _over(_sum(region.businesses.sales_y3), businesses))
    yield Rate("businesses.staff", "person", _over(_sum(region.businesses.staff), businesses))
    yield Rate("businesses.professionals", "person", _over(_sum(region.businesses.professionals), businesses))
    yield from _shares("enterprises.district", region.enterprises("district"), region.districts)
    yield from _shares("enterprises.industry", region.enterprises("industry"), INDUSTRIES)


def _of_people(closed: Closed) -> Iterator[Rate]:
    """What professionals are like."""
    people = closed.region.people
    size = len(people)
    yield from _shares("people.field", people.field, FIELDS)
    yield from _shares("people.level", people.level, LEVELS)
    yield from _shares("people.origin", people.origin, ORIGINS)
    yield from _shares("people.district", people.district, closed.region.districts)
    yield Rate("people.recognised", "share", _over(_sum(people.status > 0), size))
    yield Rate("people.age", "yr", closed.region.day.year - _over(_sum(people.birth_year), size))
    yield Rate("people.skill", "1", _over(_sum(people.skill), size))
    yield Rate("people.wage", "CNY/yr", _over(_sum(people.wage), size))


def _of_work(closed: Closed) -> Iterator[Rate]:
    """Who has work, by field, and who gives it."""
    region = closed.region
    people, idle = region.people, region.people.employer == NOBODY
    yield Rate("people.idle", "share", _over(_sum(idle), len(people)))
    for code, field in enumerate(FIELDS):
        own = people.field == code
        yield Rate(f"people.idle.{field}", "share", _over(_sum(idle & own), _sum(own)))
    heads = [_sum(getattr(region, kind).professionals) for kind in EMPLOYERS]
    for kind, count in zip(EMPLOYERS, heads, strict=True):
        yield Rate(f"work.{kind}", "share", _over(count, sum(heads)))
    institutes = region.institutes
    yield Rate("work.institute_posts_filled", "share", _over(heads[-1], _sum(institutes.posts)))
    wages = [_sum(getattr(region, kind).wages) for kind in EMPLOYERS]
    for kind, wage, count in zip(EMPLOYERS, wages, heads, strict=True):
        yield Rate(f"work.wage.{kind}", "CNY/yr", _over(wage, count))


def _of_the_year(region: Region, before: Region) -> Iterator[Rate]:
    """Who came and who went in the year, part of those there at its start."""
    year = np.datetime64(region.day, "Y")
    for name in ("firms", "businesses", "traders"):
        then, now = getattr(before, name), getattr(region, name)
        born = _sum(now.founded_on.astype("datetime64[Y]") == year)
        yield Rate(f"{name}.born", "1/yr", _over(born, len(then)))
        yield Rate(f"{name}.left", "1/yr", _over(len(then) + born - len(now), len(then)))
    people, size = region.people, len(before.people)
    came = people.arrived == region.day.year
    yield Rate("people.came", "1/yr", _over(_sum(came), size))
    yield Rate("people.went", "1/yr", _over(size + _sum(came) - len(people), size))
    for code, origin in enumerate(ORIGINS):
        yield Rate(f"people.came.{origin}", "1/yr", _over(_sum(came & (people.origin == code)), size))
    new = region.firms.founded_on.astype("datetime64[Y]") == year
    yield Rate("firms.with_founder", "share", _over(_sum(region.firms.founder[new] >= 0), _sum(new)))


def _shares(what: str, codes: Any, names: Iterable[str]) -> Iterator[Rate]:
    known = tuple(names)
    counts = np.bincount(codes, minlength=len(known))
    for name, count in zip(known, counts, strict=True):
        yield Rate(f"{what}.{name}", "share", _over(float(count), len(codes)))


def _top(sizes: Any, share: float) -> float:
    """Part of all sales that the largest have."""
    count = max(round(share * len(sizes)), 1)
    return _over(_sum(np.sort(sizes)[-count:]), _sum(sizes))


def _sum(column: Any) -> float:
    return float(np.sum(column, dtype=np.float64))


def _over(part: float, whole: float) -> float:
    return part / whole if whole else float("nan")
