"""Arrive: people come from elsewhere in the country and from abroad, and residents join the professionals.

The flow has a constant elasticity to the wage of a unit of skill over its normal multiple of the national average, and
what programmes paid to each newcomer of the last years counts as wage. Newcomers are of the fields that people there
are of; level, age and skill are drawn.
"""

from typing import Final

import numpy as np

from mangrove.arrays import Doubles, Longs
from mangrove.dated import Evidence, Source, assumption, constant
from mangrove.draws import Draws
from mangrove.kernels.blocks import in_blocks
from mangrove.kernels.newcomers import Ways, drawn_traits
from mangrove.labour import Market
from mangrove.pay import Payments
from mangrove.programme import Channel, Terms
from mangrove.region import Region, birth_ids
from mangrove.registers.people import FIELDS, LEVELS, NOBODY, ORIGINS, People

REGISTER: Final = "the register of residents with their schooling and employers"
SCHOOLING: Final = Source(
    "returns to schooling in urban China",
    Evidence.ESTIMATED,
    "Zhang, Zhao, Park & Song 2005, Journal of Comparative Economics 33(4)",
    note="some 10 % a year of schooling in 2001, recalled; taken for 15, 16, 19 and 22 years of it",
)

# fmt: off
ELASTICITY = constant(
    "1", "Elasticity of arrivals to the wage.", 1.5,
    Source("Tombe & Zhu 2019, elasticity of migration to real income within China", Evidence.ESTIMATED,
           "American Economic Review 109(5)", note="about 1.5, recalled; for all migrants, here for professionals"),
    low=0, high=6, interval=(0.7, 3.0),
)
AWARD_YEARS = constant(
    "yr", "Years over which newcomers spread an award when they set it beside wages.", 5.0,
    assumption("awards of the city's programmes are paid over five years; no estimate of their pull was found",
               "arrivals by class before and after an award changed"), low=1, high=40,
)
DOMESTIC = constant(
    "1/yr", "Arrivals from elsewhere in the country a year, part of the people.", 0.085,
    Source("set by hand to all professionals of 2010 and 2017", Evidence.CALIBRATED,
           "record, talent_total 3.57 million in 2010, 5.1 in 2017",
           note="more than the 172,300 and 233,700 introduced in 2016 and 2017, who are those with papers"),
    low=0, high=1,
)
LOCAL = constant(
    "1/yr", "Residents who join the professionals a year, part of the people.", 0.012,
    assumption("some 15,000 graduates of the city's own universities and as many vocational ones in 2010",
               "graduates by destination"), low=0, high=1,
)
RETURNEES = constant(
    "1/yr", "Returned scholars who arrive a year, part of the people.", 0.0022,
    Source("record, overseas_talent_attracted 2015 and 2016", Evidence.CALIBRATED, "record of Shenzhen",
           note="7,039 and 10,509 of some 4.5 million"), low=0, high=1,
)
FOREIGN = constant(
    "1/yr", "Foreign experts who arrive a year, part of the people.", 0.0006,
    assumption("a quarter of the returned scholars; most leave again", "work permits of foreign experts"),
    low=0, high=1,
)
BACHELORS = constant("share", "Newcomers of no trade with a bachelor's degree.", 0.42, assumption(
    "between the 2010 census and the graduates introduced in 2017", REGISTER), low=0, high=1)
MASTERS = constant("share", "The same with a master's degree.", 0.10, assumption("as above", REGISTER), low=0, high=1)
DOCTORS = constant("share", "The same with a doctorate.", 0.01, assumption("as above", REGISTER), low=0, high=1)
BACHELORS_ABROAD = constant("share", "The same of those who come from abroad.", 0.22, assumption(
    "four in five returned scholars hold a master's degree or more", "record, overseas_talent_attracted 2021, note"),
    low=0, high=1)
MASTERS_ABROAD = constant("share", "The same with a master's degree.", 0.70, assumption("as above", REGISTER),
                          low=0, high=1)
DOCTORS_ABROAD = constant("share", "The same with a doctorate.", 0.08, assumption("as above", REGISTER), low=0, high=1)
WAIT = constant("yr", "Mean years from a degree to arrival.", 4.0, assumption(
    "mean age 32.5 in 2017, of whom most came young", "age of newcomers by degree"), low=0.1, high=30)
WAIT_ABROAD = constant("yr", "The same of those who come from abroad.", 3.0, assumption(
    "mean age of returned scholars near 27", "record, overseas_talent_attracted 2021, note"), low=0.1, high=30)
DIPLOMA_AGE = constant("yr", "Age at a diploma or a skilled trade.", 19.0, assumption(
                       "vocational school ends at 18, colleges at 21", REGISTER),
                       low=15)
BACHELOR_AGE = constant("yr", "Age at a bachelor's degree.", 22.0, DIPLOMA_AGE.history[0].source, low=15)
MASTER_AGE = constant("yr", "Age at a master's degree.", 25.0, DIPLOMA_AGE.history[0].source, low=15)
DOCTOR_AGE = constant("yr", "Age at a doctorate.", 28.0, DIPLOMA_AGE.history[0].source, low=15)
LAST_ARRIVAL = constant("yr", "Age after which nobody arrives.", 55.0, assumption("rules of settlement", REGISTER),
                        low=20, high=100)
BACHELOR_SKILL = constant("1", "Skill of a bachelor, a diploma holder's being one.", 1.11, SCHOOLING, low=0.1)
MASTER_SKILL = constant("1", "Skill of a master.", 1.49, SCHOOLING, low=0.1)
DOCTOR_SKILL = constant("1", "Skill of a doctor.", 2.01, SCHOOLING, low=0.1)
ACADEMICIAN_SKILL = constant("1", "Skill of an academician.", 5.0, assumption("twice and a half a doctor's",
                             "patents and papers by rank"), low=0.1)
SPREAD = constant("1", "Standard deviation of log skill within a level.", 0.45, assumption(
    "residual of wage equations in urban China, less noise", "a household survey"), low=0, high=2)
PRACTICE = constant("1/yr", "Growth of skill a year up to the age at which it peaks.", 0.02, assumption(
    "experience profiles in urban China rise two to three per cent a year, then flatten", "a household survey"),
    low=0, high=0.2)
PEAK = constant("yr", "Age at which skill peaks.", 45.0, assumption("as above", "a household survey"), low=16, high=100)
# fmt: on

_AGES: Final = range(101)
_TRADES: Final = FIELDS.index("trades")
_ABROAD: Final = ("returnee", "foreign")


def arrive(region: Region, payments: Payments, market: Market, terms: Terms, draws: Draws) -> tuple[People, Ways]:
    """The year's newcomers, still without work, and how people arrive.

    Args:
        region: The region at the start of the year.
        payments: What programmes put on channels; talent cash is what newcomers hear of.
        market: The market for professionals.
        terms: This process's values.
        draws: The year's draws.
    """
    come, expected = ways(terms, market.settled), _expected(region.people, payments, market, terms, draws.year)
    cells = np.arange(expected.size)
    counts = draws.poisson("arrive/arrivals", cells, expected)
    cell: Longs = np.repeat(cells, counts)
    ids = birth_ids(draws.year, cell, np.arange(len(cell)) - np.repeat(np.cumsum(counts) - counts, counts))
    source, rest = np.divmod(cell, len(LEVELS) * len(FIELDS))
    grade, subject = np.divmod(rest, len(FIELDS))
    field, level, origin = (column.astype(np.int8) for column in (subject, grade, source))
    born, skill, district = np.empty(len(ids), np.int16), np.empty(len(ids), np.float32), np.empty(len(ids), np.int8)
    words, year = draws.words("arrive/traits"), draws.year
    in_blocks(lambda a, b: drawn_traits(words, ids, level, origin, year, come, born, skill, district, a, b), len(ids))
    return People(
        id=ids, field=field, level=level, birth_year=born, origin=origin, arrived=np.full(len(ids), year, np.int16),
        district=district, employer=np.full(len(ids), NOBODY, np.int32), skill=skill,
        wage=(market.rates[field] * skill).astype(np.float32), status=np.zeros(len(ids), np.int8),
    ), come  # fmt: skip


def _expected(people: People, payments: Payments, market: Market, terms: Terms, year: int) -> Doubles:
    """Newcomers expected by origin, level and field, one behind another."""
    rate = {"local": terms[LOCAL], "domestic": terms[DOMESTIC], "returnee": terms[RETURNEES], "foreign": terms[FOREIGN]}
    award = _heard_of(people, payments, market, year) / terms[AWARD_YEARS] / (market.usual * _skills(terms))
    pull = (market.dear + award) ** terms[ELASTICITY]
    flow = np.array([rate[origin] for origin in ORIGINS])[:, None] * _degrees(terms) * pull
    expected = flow[:, :, None] * market.people
    expected[:, 0, _TRADES], expected[:, 1:, _TRADES] = expected[:, :, _TRADES].sum(axis=1), 0.0
    return expected.ravel()


def _heard_of(people: People, payments: Payments, market: Market, year: int) -> Doubles:
    """What programmes paid to each of the last year's newcomers, CNY; shape (origins, levels)."""
    paid = np.zeros(len(ORIGINS) * len(LEVELS))
    for payment in payments.on("people", Channel.TALENT_CASH):
        new = people.arrived[payment.rows] >= year - 1
        rows = payment.rows[new]
        kind = people.origin[rows].astype(np.int64) * len(LEVELS) + people.level[rows]
        paid += np.bincount(kind, payment.amount[new], len(paid))
    return paid.reshape(market.came.shape) / np.maximum(market.came, 1)


def _skills(terms: Terms) -> Doubles:
    """Skill of each level when it is reached."""
    degrees = (BACHELOR_SKILL, MASTER_SKILL, DOCTOR_SKILL, ACADEMICIAN_SKILL)
    return np.array([1.0, *(terms[skill] for skill in degrees)])


def ways(terms: Terms, districts: Doubles) -> Ways:
    """How people arrive, given where they settle: the share of each district, shape (districts,)."""
    ages = (DIPLOMA_AGE, BACHELOR_AGE, MASTER_AGE, DOCTOR_AGE, PEAK)
    waits = {"returnee": terms[WAIT_ABROAD], "foreign": terms[WAIT_ABROAD], "local": 1.0}
    return Ways(
        youngest=np.array([terms[age] for age in ages]),
        wait=np.array([waits.get(origin, terms[WAIT]) for origin in ORIGINS]),
        oldest=int(terms[LAST_ARRIVAL]),
        skill=_skills(terms),
        spread=terms[SPREAD],
        practice=np.cumprod(_practice(terms)).astype(np.float64),
        districts=np.cumsum(districts) / max(districts.sum(), 1),
    )


def _practice(terms: Terms) -> Doubles:
    """What a year of practice does to skill, by age."""
    return np.where(np.array(_AGES) < terms[PEAK], np.exp(terms[PRACTICE]), 1.0)


def _degrees(terms: Terms) -> Doubles:
    """Share of each level among newcomers, by origin; shape (origins, levels)."""
    own = [terms[share] for share in (BACHELORS, MASTERS, DOCTORS)]
    abroad = [terms[share] for share in (BACHELORS_ABROAD, MASTERS_ABROAD, DOCTORS_ABROAD)]
    rows = [abroad if origin in _ABROAD else own for origin in ORIGINS]
    return np.array([[max(1 - sum(row), 0.0), *row, 0.0] for row in rows])
