"""Every value of the two national programmes is used: halving it changes what is paid, on some day of its history.

The city's own programmes are held to the same in `test_laws_of_payments.py` and `test_payments.py`.
"""

import math
from datetime import date

import numpy as np
import pytest

from mangrove.dated import assumption
from mangrove.draws import Draws
from mangrove.pay import pay
from mangrove.registers.firms import INDUSTRIES, OWNERSHIP
from mangrove.rulebook import read_rulebook

RULES = read_rulebook("mangrove.regions.shenzhen")
PROGRAMMES = "hnte_accreditation", "rnd_super_deduction"
VALUES = [path for path in RULES.values if path.partition(".")[0] in PROGRAMMES]
DAYS = [
    "1997-12-31",
    "2003-12-31",
    "2007-12-31",
    "2010-12-31",
    "2015-12-31",
    "2016-12-31",
    "2017-12-31",
    "2018-12-31",
    "2021-12-31",
    "2023-12-31",
]
SIZE = 6_000
DICE = np.random.default_rng(5)
ASKED = assumption("half of it", "none is needed")


def mostly(usual, *others):
    """The usual value, and each of the others now and then."""
    drawn = DICE.integers(0, 4 * len(others), SIZE)
    return np.asarray([*others, *[usual] * (3 * len(others))])[drawn]


@pytest.fixture(scope="module")
def crowd(firms_of):
    """Firms that meet every condition but, now and then, one or two, by various margins."""
    sales = DICE.choice([20e6, 30e6, 49e6, 50e6, 60e6, 120e6, 150e6, 200e6, 300e6], SIZE)
    ratio = DICE.choice([0.012, 0.016, 0.022, 0.026, 0.032, 0.045, 0.055, 0.07], SIZE)
    return firms_of(
        SIZE,
        founded_on=mostly("2000-01-01", "2006-12-01", "2010-03-01", "2015-03-01", "2016-03-01", "2018-03-01")
        .astype("datetime64[D]"),
        industry=DICE.integers(0, len(INDUSTRIES), SIZE), ownership=DICE.integers(0, len(OWNERSHIP), SIZE),
        technology=mostly(1, 0), audited=mostly(1, 0), technology_sme=mostly(1, 0),
        in_supported_field=mostly(1, 0), owns_core_ip=mostly(1, 0), licences_core_ip=mostly(0, 1),
        major_offence_last_year=mostly(0, 1),
        sales_y1=sales, sales_y2=sales, sales_y3=sales, rnd_y1=ratio * sales, rnd_y2=ratio * sales,
        rnd_y3=ratio * sales * DICE.choice([0.9, 1.0, 1.06, 1.2], SIZE), rnd=ratio * sales, real_rnd=ratio * sales,
        domestic_rnd_share=mostly(0.9, 0.5, 0.35), high_tech_revenue_share=mostly(0.9, 0.5, 0.35),
        staff=100, technical_staff=mostly(60, 9, 6), rnd_staff=mostly(60, 9, 6), college_staff=mostly(60, 29, 20),
        score=mostly(90, 60, 40),
        accredited_on=mostly("NaT", "2006-06-30", "2009-06-30", "2014-03-30", "2016-11-30", "2020-06-30")
        .astype("datetime64[D]"),
    )  # fmt: skip


def halved(path: str, day: str) -> float:
    """Half a value; of a yes or no the other, and of none one."""
    value = RULES.values[path]
    now = value.on(date.fromisoformat(day))
    return 1.0 - now if value.unit == "1" and now in (0.0, 1.0) else now / 2 or 1.0


def told(region, day: str, changes) -> list[tuple[str, str, bytes, bytes]]:
    on = date.fromisoformat(day)
    rules = RULES.under({path: {day: value} for path, value in changes.items()}, ASKED)
    paid = pay(region, rules, rules.on(on), Draws(1, 0, on.year))
    return [
        *((p.programme, p.channel, p.rows.tobytes(), p.amount.tobytes()) for p in paid.paid),
        *((o.programme, "offer", o.rows.tobytes(), o.effort.tobytes() + o.gain.tobytes()) for o in paid.offers),
    ]


@pytest.mark.parametrize("path", VALUES)
def test_halving_any_value_changes_what_is_paid_or_offered(crowd, region_of, path) -> None:
    name = path.partition(".")[0]
    asked = {} if path.endswith(".take_up") else {f"{name}.take_up": 1.0}
    known = {day: RULES.values[path].on(date.fromisoformat(day)) for day in DAYS}
    days = [day for day, value in known.items() if value is not None and not math.isnan(value)]
    assert days
    changed = []
    for day in days:
        region = region_of(crowd, day)
        changed.append(told(region, day, asked | {path: halved(path, day)}) != told(region, day, asked))
    assert any(changed), days
