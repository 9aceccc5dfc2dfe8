"""Hire: where there are many more vacancies than seekers, an employer's chance goes by its vacancies, not its size."""

from datetime import date

import numpy as np
import pytest

from mangrove.draws import Draws
from mangrove.employers import Employers, no_books
from mangrove.labour import Market, Staff
from mangrove.processes.hire import hire
from mangrove.register import schema
from mangrove.registers.people import FIELDS, NOBODY, People
from mangrove.rulebook import read_rulebook

TERMS = read_rulebook("mangrove.regions.toytown").on(date(2011, 12, 31)).of("hire")
SMALL, SEEKERS, YEARS = 400, 20, 50


def hired_by_the_giant(year: int) -> int:
    """How many of some seekers a giant hires that has as many vacancies as all others, who have one each."""
    posts = np.append(np.ones(SMALL, np.int32), np.int32(SMALL))
    staffed = Employers(
        ids=np.arange(len(posts)) + 1,
        wanted=posts.astype(np.float32),
        heads=np.zeros_like(posts),
        sizes=(0, len(posts), 0),
    )
    told = {"id": np.arange(SEEKERS), "employer": NOBODY, "skill": 1, "birth_year": 1980}
    people = People(**{n: np.full(SEEKERS, told.get(n, 0), field.dtype) for n, field in schema(People).items()})
    rows, ones = np.arange(SEEKERS, dtype=np.int32), np.ones(len(FIELDS))
    staff = Staff(people, no_books(staffed.sizes), rows[:0], rows)
    market = Market(np.eye(len(FIELDS))[0], ones[:1], ones[None], ones, ones, 1.0, 1.0, 1.0)
    hire(staff, staffed, posts, market, TERMS, Draws(1, 0, year))
    assert (people.employer != NOBODY).all()
    return int((people.employer == SMALL).sum())


def test_of_too_many_vacancies_each_is_as_likely_to_be_advertised() -> None:
    share = sum(hired_by_the_giant(2000 + year) for year in range(YEARS)) / (YEARS * SEEKERS)
    assert share == pytest.approx(0.5, abs=4 * np.sqrt(0.25 / (YEARS * SEEKERS)))
