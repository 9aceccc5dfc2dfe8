"""A clause holds, fails or cannot be determined; a verdict is what its clauses make of it."""

from dataclasses import replace
from datetime import date

import numpy as np
import pytest

from mangrove.dated import UNKNOWN, Dated, Evidence, Since, Source, constant
from mangrove.programme import FAILS, HOLDS, UNDETERMINED, Clause, Compare, held_for, rule_on, ruling
from mangrove.regions.toytown.programmes import rnd_voucher
from mangrove.registers.firms import Firms
from mangrove.rulebook import Rulebook

LAW = Source("An invented law", Evidence.PUBLISHED, "nowhere")
FLOOR = constant("1", "Floor.", 70.0, LAW, "2010-01-01")
SCORE = Clause[Firms](
    "score", "Scores.", lambda f, _: f.score.astype(np.float64), Compare.AT_LEAST, lambda _, t: t[FLOOR], (FLOOR,)
)


def terms(day: str = "2012-06-30", *values: Dated):
    named = {f"rule.v{place}": value for place, value in enumerate([FLOOR, *values])}
    return Rulebook({}, named, {}).on(date.fromisoformat(day)).of("rule")


@pytest.fixture
def scored(firms_of) -> Firms:
    return firms_of(4, score=[69, 70, 71, np.nan])


@pytest.mark.parametrize(
    ("compare", "holds"),
    [
        (Compare.AT_LEAST, [0, 1, 1, -1]),
        (Compare.ABOVE, [0, 0, 1, -1]),
        (Compare.AT_MOST, [1, 1, 0, -1]),
        (Compare.BELOW, [1, 0, 0, -1]),
    ],
)
def test_a_clause_compares_as_it_says(scored, compare, holds) -> None:
    said = ruling(replace(SCORE, compare=compare), scored, terms())
    assert list(said.holds) == holds
    assert list(said.threshold) == [70] * 4


@pytest.mark.parametrize("compare", list(Compare))
def test_a_rounding_of_the_last_bit_does_not_decide(firms_of, compare) -> None:
    near = firms_of(2, score=np.nextafter(np.float32(70), np.float32([0, 100])))
    said = ruling(replace(SCORE, compare=compare), near, terms())
    assert set(said.holds) == {HOLDS if compare in (Compare.AT_LEAST, Compare.AT_MOST) else FAILS}


def test_a_clause_is_silent_before_its_first_day(scored) -> None:
    assert ruling(SCORE, scored, terms("2009-12-31")) is None


def test_an_unknown_threshold_leaves_everybody_open(scored) -> None:
    unknown = Dated("1", "Unknown floor.", (Since("2010-01-01", UNKNOWN, LAW),))
    clause = replace(SCORE, threshold=lambda _, t: t[unknown], rests_on=(unknown,))
    assert set(ruling(clause, scored, terms("2012-06-30", unknown)).holds) == {UNDETERMINED}


def test_a_clause_holds_on_any_of_its_values(scored) -> None:
    ended = Dated("1", "Ended.", (Since("2010-01-01", 1.0, LAW), Since("2011-01-01", None, LAW)))
    assert ruling(replace(SCORE, rests_on=(ended,)), scored, terms("2012-06-30", ended)) is None
    assert ruling(replace(SCORE, rests_on=(ended, FLOOR)), scored, terms("2012-06-30", ended)) is not None


def test_one_failure_outweighs_what_is_unknown(firms_of) -> None:
    other = replace(SCORE, name="staff", value=lambda f, _: f.staff.astype(np.float64))
    programme = replace(rnd_voucher.PROGRAMME, clauses=(SCORE, other))
    firms = firms_of(5, score=[80, 80, np.nan, np.nan, 60], staff=[80, np.nan, 80, 60, np.nan])
    verdict, said = rule_on(programme, firms, terms())
    assert list(verdict) == [HOLDS, UNDETERMINED, UNDETERMINED, FAILS, FAILS]
    assert list(said) == ["score", "staff"]


def test_nobody_is_eligible_while_no_clause_is_in_force(scored) -> None:
    verdict, said = rule_on(replace(rnd_voucher.PROGRAMME, clauses=(SCORE,)), scored, terms("2009-12-31"))
    assert set(verdict) == {FAILS}
    assert said == {}


@pytest.mark.parametrize(
    ("granted", "years", "day", "valid"),
    [
        ("2012-09-10", 3, "2012-09-09", False),
        ("2012-09-10", 3, "2012-09-10", True),
        ("2012-09-10", 3, "2015-09-09", True),
        ("2012-09-10", 3, "2015-09-10", False),
        ("2012-02-29", 1, "2013-02-28", True),
        ("2012-02-29", 1, "2013-03-01", False),
        ("2012-09-10", 0.5, "2013-03-09", True),
        ("2012-09-10", 0.5, "2013-03-10", False),
        ("NaT", 3, "2013-01-01", False),
    ],
)
def test_a_certificate_is_valid_from_its_day_to_the_eve_of_its_end(granted, years, day, valid) -> None:
    since = np.array([granted], "datetime64[D]")
    assert list(held_for(years, since, np.datetime64(day))) == [valid]
