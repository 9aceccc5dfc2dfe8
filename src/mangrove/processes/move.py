"""Move: people arrive, train, age and leave, and some give up or lose their jobs.

People come from outside as the region's wages stand to the nation's: the flow has a constant elasticity to the wage of
a unit of skill over its normal multiple of the national average, and what programmes paid to each newcomer of the last
years counts as wage. People leave by age and, more of them, without work; at the age of retirement all do. Skill grows
with practice and with degrees. Wages follow the nation's, faster in fields with few out of work: a wage curve.

An employer with more professionals than posts lays off the rest, by lot. Some people are ready to found a firm, most
around forty, in technical fields, and where the employer does much R&D.
"""

from itertools import pairwise
from typing import Final, NamedTuple

import numpy as np

from mangrove.arrays import Doubles, Floats, Ints, Longs
from mangrove.dated import Dated, Evidence, Since, Source, assumption, constant
from mangrove.draws import Draws
from mangrove.employers import Employers, employers
from mangrove.kernels.blocks import ROWS, in_blocks
from mangrove.kernels.crowds import Chances, Crowd, Gains, carried, decided, room_for, stood
from mangrove.kernels.halls import posts
from mangrove.kernels.newcomers import Ways, drawn_traits
from mangrove.kernels.philox import Four
from mangrove.pay import Payments
from mangrove.programme import Channel, Terms
from mangrove.region import Region, birth_ids
from mangrove.registers.people import FIELDS, LEVELS, NOBODY, ORIGINS, STATUSES, People

REGISTER: Final = "the register of residents with their schooling and employers"
CENSUS: Final = "migrants by age in the 2010 and 2020 censuses"
AVERAGE_WAGE: Final = Source(
    "average wage of employed persons in urban units, yearly",
    Evidence.PUBLISHED,
    "record, average_wage_urban_units",
    title_local="城镇单位就业人员平均工资",
)
RECALLED_WAGE: Final = Source(
    "average wage of employed persons in urban units, 2012 to 2016",
    Evidence.ESTIMATED,
    "National Bureau of Statistics, yearly releases",
    title_local="城镇单位就业人员平均工资",
    note="from memory; the growth of 10 % printed with the figure of 2017 agrees",
)
BEYOND: Final = assumption("8 % a year after 2017, as in the two years before", "the releases of later years")
SCHOOLING: Final = Source(
    "returns to schooling in urban China",
    Evidence.ESTIMATED,
    "Zhang, Zhao, Park & Song 2005, Journal of Comparative Economics 33(4)",
    note="some 10 % a year of schooling in 2001, recalled; taken for 15, 16, 19 and 22 years of it",
)

# fmt: off
NATIONAL_WAGE = Dated(
    "CNY/yr", "Average wage in the nation's urban units.",
    (
        Since("1900-01-01", 32244.0, AVERAGE_WAGE), Since("2010-01-01", 36539.0, AVERAGE_WAGE),
        Since("2011-01-01", 41799.0, AVERAGE_WAGE), Since("2012-01-01", 46769.0, RECALLED_WAGE),
        Since("2013-01-01", 51483.0, RECALLED_WAGE), Since("2014-01-01", 56360.0, RECALLED_WAGE),
        Since("2015-01-01", 62029.0, RECALLED_WAGE), Since("2016-01-01", 67569.0, RECALLED_WAGE),
        Since("2017-01-01", 74318.0, AVERAGE_WAGE),
        *(Since(f"{2017 + n}-01-01", 74318.0 * 1.08**n, BEYOND) for n in range(1, 19)),
    ), low=1,
)
NATIONAL_GROWTH = Dated(
    "1/yr", "Growth of that wage from the year before, logarithm.",
    tuple(
        Since(now.day, float(np.log(now.value / before.value)), now.source)
        for before, now in pairwise(NATIONAL_WAGE.history) if now.value and before.value
    ), low=-0.5, high=1,
)
PROFESSIONAL = constant(
    "share", "Posts for professionals, part of the staff of an enterprise that does no R&D.", 0.41,
    Source("set by hand to all professionals at the opening", Evidence.CALIBRATED, "record, talent_total 2010",
           note="3.57 million in 2010, less a year's growth, less the posts of technology firms and institutes"),
    low=0, high=1,
)
NORMAL = constant(
    "ratio", "Wage of a unit of skill over that average, at which the usual number come.", 1.115,
    Source("the opening's own", Evidence.CALIBRATED, "`mangrove open`",
           note="average wage of on-post staff in 2009 over the mean skill of the opening's people, over 32,244"),
    low=0.01, high=10,
)
ELASTICITY = constant(
    "1", "Elasticity of arrivals to the wage.", 1.5,
    Source("Tombe & Zhu 2019, elasticity of migration to real income within China", Evidence.ESTIMATED,
           "American Economic Review 109(5)", note="about 1.5, recalled; for all migrants, here for professionals"),
    low=0, high=6, interval=(0.7, 3.0),
)
DEMAND = constant(
    "1", "Elasticity of posts to the wage, sign left out.", 0.5,
    Source("Lichter, Peichl & Siegloch 2015, own-wage elasticity of labour demand", Evidence.ESTIMATED,
           "European Economic Review 80", note="mean of some 1,300 estimates near -0.5, recalled"),
    low=0, high=3, interval=(0.2, 0.9),
)
AWARD_YEARS = constant(
    "yr", "Years over which newcomers spread an award when they set it beside wages.", 5.0,
    assumption("awards of the city's programmes are paid over five years; no estimate of their pull was found",
               "arrivals by class before and after an award changed"), low=1, high=40,
)
DOMESTIC = constant(
    "1/yr", "Arrivals from elsewhere in the country a year, part of the people.", 0.070,
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
DRAIN_TWENTIES = constant("1/yr", "People under thirty who leave a year.", 0.055, assumption(
    "the young move most", CENSUS), low=0, high=1)
DRAIN_THIRTIES = constant("1/yr", "People in their thirties who leave a year.", 0.035, assumption("as above", CENSUS),
                          low=0, high=1)
DRAIN_LATER = constant("1/yr", "Older people who leave a year.", 0.025, assumption("as above", CENSUS), low=0, high=1)
IDLE_DRAIN = constant("ratio", "How much likelier people without work leave.", 4.0, assumption(
    "migrants return when they lose their work", CENSUS), low=0, high=20)
THIRTY = constant("yr", "Age at which the twenties end.", 30.0, assumption("the decades of the table", CENSUS), low=20)
FORTY = constant("yr", "Age at which the thirties end.", 40.0, assumption("the decades of the table", CENSUS), low=20)
DEATHS = constant("1/yr", "Deaths a year at working age.", 0.0015, assumption(
    "national death rates of ages 20 to 59, near 1.5 in a thousand", "death rates of the 2010 census"), low=0, high=1)
RETIREMENT = constant("yr", "Age of retirement.", 60.0, Source(
    "Provisional Measures on the retirement of workers", Evidence.PUBLISHED, "State Council, 1978",
    title_local="国务院关于工人退休、退职的暂行办法", document="国发〔1978〕104号", issued_on="1978-06-02",
    note="men at 60; women in management at 55, see EARLY"), low=40, high=80)
EARLY_AGE = constant("yr", "Age of retirement of women in management and the professions.", 55.0,
                     RETIREMENT.history[0].source, low=40, high=80)
EARLY = constant("share", "People who retire at that age.", 0.35, assumption(
    "women are some 45 % of professionals, and some stay on", REGISTER), low=0, high=1)
QUITS = constant("1/yr", "People who give up their job a year.", 0.12, assumption(
    "turnover of firms in the region, 15 to 20 % of staff, is lower among professionals", "social insurance records"),
    low=0, high=1)
DEGREES = constant("1/yr", "People who reach the next level beside their work a year.", 0.006, assumption(
    "part-time degrees; a few per cent of graduates", "degrees by employment status"), low=0, high=1)
ELECTED = constant("1/yr", "Doctors who become academicians a year.", 0.00005, assumption(
    "a dozen full-time academicians live in the region", "lists of the two academies"), low=0, high=1)
USUAL_IDLE = constant("share", "People without work at which wages keep pace with the nation's.", 0.025, Source(
    "registered urban unemployment of the city", Evidence.ESTIMATED, "city bulletins, not found",
    note="2.2 to 2.6 % in most years, recalled"), low=0.001, high=1)
CURVE = constant("1", "Elasticity of wages to the share without work, sign left out.", 0.1, Source(
    "Blanchflower & Oswald, the wage curve", Evidence.ESTIMATED, "MIT Press 1994; NBER 11338, 2005",
    note="-0.1 across countries; applied to growth, so that wages keep rising while work is short of people"),
    low=0, high=1, interval=(0.05, 0.15))
SURGE = constant("1/yr", "Most by which wages part from the nation's in a year.", 0.05, assumption(
    "contracts are changed once a year", "wages by firm and year"), low=0, high=1)
READY = constant("1/yr", "People at the likeliest age who are ready to found a technology firm.", 0.004, assumption(
    "several for each firm founded", "founders by schooling and last employer"), low=0, high=0.5)
FOUNDER_AGE = constant("yr", "Likeliest age of founders.", 36.0, Source(
    "Azoulay, Jones, Kim & Miranda 2020", Evidence.ESTIMATED, "AER: Insights 2(1), doi:10.1257/aeri.20180582",
    note="mean age nearly 42 at founding in the United States; 33 among founders of ten Chinese firms listed there "
    "(technode.com, 2012); in between, nearer the region's"), low=18, high=80, interval=(31, 42))
FOUNDER_SPREAD = constant("yr", "Standard deviation of that age.", 9.0, assumption(
    "the age distribution printed by the same study, read by eye", "founders by age"), low=1, high=50)
TECHNICAL_DRIVE = constant("ratio", "How much likelier people of technical fields found technology firms.", 4.0,
    assumption("most founders of technology firms studied such a subject", "founders by schooling"), low=0, high=50)
SPIN_OUT = constant("1", "Elasticity of founding to the employer's R&D a head.", 0.116, Source(
    "Babina & Howell, entrepreneurial spillovers from corporate R&D", Evidence.ESTIMATED, "NBER working paper 25360",
    note="R&D up by 100 % goes with 8.4 % more departures to start-ups: log(1.084) / log(2)"),
    low=0, high=1, interval=(0.03, 0.20))
RECOGNISED = constant("1/yr", "Doctors whom a talent programme recognises a year.", 0.045, Source(
    "set by hand to the recognised stock", Evidence.CALIBRATED, "record, highlevel_talent_stock 2013 and 2015",
    note="2,762 and 5,652; stands for the programmes' own rules"), low=0, high=0.5)
# fmt: on

_AGES: Final = range(101)
TECHNICAL: Final = ("computing", "engineering", "science")
_TRADES: Final = FIELDS.index("trades")
_OVERSEAS: Final = STATUSES.index("overseas")


class Movement(NamedTuple):
    """What a year's moves leave behind.

    Attributes:
        people: The register, newcomers at its end.
        ready: Rows of those ready to found a firm.
        rates: Wage of a unit of skill by field, CNY/yr.
        eager: Factor on the posts of enterprises at these wages.
    """

    people: People
    ready: Ints
    rates: Doubles
    eager: float


def move(region: Region, payments: Payments, terms: Terms, draws: Draws) -> Movement:
    """People at the start of the year's work, before vacancies are filled.

    Args:
        region: The region at the start of the year.
        payments: What programmes put on channels; talent cash is what newcomers hear of.
        terms: This process's values.
        draws: The year's draws.
    """
    crowd = crowd_of(region.people)
    sums = sum(in_blocks(lambda a, b: stood(crowd, len(FIELDS), a, b), len(crowd.id)), np.zeros((4, len(FIELDS))))
    growth = _growth(sums, terms)
    rates = np.divide(sums[2], sums[3], out=np.zeros(len(FIELDS)), where=sums[3] > 0)
    rates = np.where(rates > 0, rates, terms[NORMAL] * terms[NATIONAL_WAGE]) * growth
    dear = _dearness(rates, sums, terms)
    eager = dear ** -terms[DEMAND]
    staffed = employers(region, terms[PROFESSIONAL], eager)
    target = whole_posts(staffed, draws)
    shed = np.maximum(staffed.heads - target, 0) / np.maximum(staffed.heads, 1).astype(np.float32)
    pull = _pull(region.people, dear, payments, terms, draws.year)
    joining = _arrivals(region, sums, pull, rates, terms, draws)
    chances, gains = _chances(terms), _gains(growth, terms)
    people, ready = _carry(crowd, joining, shed, (chances, gains), _spur(staffed, terms), draws)
    return Movement(people, ready, rates, eager)


def whole_posts(staffed: Employers, draws: Draws) -> Ints:
    """Posts of each employer, in whole people: what it wants, rounded by a draw it keeps all its life."""
    words = draws.at(0).words("move/posts")
    wanted = in_blocks(lambda a, b: posts(words, staffed.ids, staffed.wanted, a, b), len(staffed.ids))
    return np.concatenate([np.empty(0, np.int32), *wanted])


def crowd_of(people: People) -> Crowd:
    """The register as kernels take it."""
    return Crowd(*(getattr(people, name) for name in Crowd._fields))


def _growth(sums: Doubles, terms: Terms) -> Doubles:
    """What wages of each field are multiplied by: the nation's growth and the wage curve."""
    idle = np.maximum(sums[1], 1) / np.maximum(sums[0], 1)
    own = np.clip(terms[CURVE] * np.log(terms[USUAL_IDLE] / idle), -terms[SURGE], terms[SURGE])
    return np.exp(terms[NATIONAL_GROWTH] + np.where(sums[0] > 0, own, 0.0))


def _dearness(rates: Doubles, sums: Doubles, terms: Terms) -> float:
    """Wage of a unit of skill over its normal multiple of the national average."""
    here = float(np.average(rates, weights=sums[0])) if sums[0].any() else float(rates.mean())
    return here / (terms[NORMAL] * terms[NATIONAL_WAGE])


def _pull(people: People, dear: float, payments: Payments, terms: Terms, year: int) -> Doubles:
    """Factor on arrivals by level: the wage here over the normal one, awards counted, to the elasticity."""
    new = people.arrived >= year - 1
    came = np.bincount(people.level[new], minlength=len(LEVELS))
    paid = np.zeros(len(LEVELS))
    for payment in payments.on("people", Channel.TALENT_CASH):
        recent = new[payment.rows]
        paid += np.bincount(people.level[payment.rows[recent]], payment.amount[recent], len(LEVELS))
    usual = terms[NORMAL] * terms[NATIONAL_WAGE] * _skills(terms)
    return (dear + paid / np.maximum(came, 1) / terms[AWARD_YEARS] / usual) ** terms[ELASTICITY]


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
        practice=np.cumprod(_practice(terms)),
        districts=np.cumsum(districts) / max(districts.sum(), 1),
    )


def _practice(terms: Terms) -> Doubles:
    """What a year of practice does to skill, by age."""
    return np.where(np.array(_AGES) < terms[PEAK], np.exp(terms[PRACTICE]), 1.0)


def degrees(terms: Terms) -> Doubles:
    """Share of each level among newcomers, by origin; shape (origins, levels)."""
    own = [terms[share] for share in (BACHELORS, MASTERS, DOCTORS)]
    abroad = [terms[share] for share in (BACHELORS_ABROAD, MASTERS_ABROAD, DOCTORS_ABROAD)]
    rows = [abroad if origin in ("returnee", "foreign") else own for origin in ORIGINS]
    return np.array([[max(1 - sum(row), 0.0), *row, 0.0] for row in rows])


def _arrivals(region: Region, sums: Doubles, pull: Doubles, rates: Doubles, terms: Terms, draws: Draws) -> People:
    """The year's newcomers, still without work; their fields are those of the people there."""
    rate = {"local": terms[LOCAL], "domestic": terms[DOMESTIC], "returnee": terms[RETURNEES], "foreign": terms[FOREIGN]}
    flow = np.array([rate[origin] for origin in ORIGINS])[:, None] * degrees(terms) * pull
    expected = flow[:, :, None] * sums[0]
    expected[:, 0, _TRADES], expected[:, 1:, _TRADES] = expected[:, :, _TRADES].sum(axis=1), 0.0
    expected = expected.ravel()
    cells = np.arange(expected.size)
    counts = draws.poisson("move/arrivals", cells, expected)
    cell = np.repeat(cells, counts)
    ordinals = np.arange(len(cell)) - np.repeat(np.cumsum(counts) - counts, counts)
    origin, rest = np.divmod(cell, len(LEVELS) * len(FIELDS))
    level, field = np.divmod(rest, len(FIELDS))
    settled = np.bincount(region.people.district, minlength=len(region.districts)).astype(np.float64)
    ids = birth_ids(draws.year, cell, ordinals)
    return newcomers(ids, field, level, origin, ways(terms, settled), rates, draws.words("move/traits"), draws.year)


def newcomers(
    ids: Longs, field: Longs, level: Longs, origin: Longs, come: Ways, rates: Doubles, words: Four, year: int
) -> People:
    """People who arrive in a year, without work, with the traits drawn by their ids."""
    size = len(ids)
    grade, source = level.astype(np.int8), origin.astype(np.int8)
    born, skill, district = np.empty(size, np.int16), np.empty(size, np.float32), np.empty(size, np.int8)
    in_blocks(lambda a, b: drawn_traits(words, ids, grade, source, year, come, born, skill, district, a, b), size)
    return People(
        id=ids, field=field.astype(np.int8), level=grade, birth_year=born, origin=source,
        arrived=np.full(size, year, np.int16), district=district, employer=np.full(size, NOBODY, np.int32),
        skill=skill, wage=(rates[field] * skill).astype(np.float32), status=np.zeros(size, np.int8),
    )  # fmt: skip


def _chances(terms: Terms) -> Chances:
    """The year's chances, by age, field, level and origin."""
    age = np.array(_AGES)
    decades = [age < terms[THIRTY], age < terms[FORTY]]
    drain = np.select(decades, [terms[DRAIN_TWENTIES], terms[DRAIN_THIRTIES]], terms[DRAIN_LATER])
    stay = (1 - terms[DEATHS]) * np.where(age == terms[EARLY_AGE], 1 - terms[EARLY], 1.0)
    stay = np.where(age >= terms[RETIREMENT], 0.0, stay)
    leave = 1 - stay * np.stack([1 - drain, 1 - np.minimum(terms[IDLE_DRAIN] * drain, 1)])
    learn = np.array([terms[DEGREES], terms[DEGREES], terms[DEGREES], terms[ELECTED], 0.0])
    gap = (age - terms[FOUNDER_AGE]) / terms[FOUNDER_SPREAD]
    drive = np.array([terms[TECHNICAL_DRIVE] if field in TECHNICAL else 1.0 for field in FIELDS])
    rise = np.zeros((len(LEVELS), len(ORIGINS)))
    rise[LEVELS.index("doctor") :] = terms[RECOGNISED]
    return Chances(leave, np.ones(len(FIELDS)), terms[QUITS], learn, terms[READY] * np.exp(-(gap**2) / 2), drive, rise)


def _gains(growth: Doubles, terms: Terms) -> Gains:
    """What the year adds to skills and wages."""
    skills = _skills(terms)
    return Gains(_practice(terms), growth, np.append(skills[1:] / skills[:-1], 1.0), _OVERSEAS)


def _spur(staffed: Employers, terms: Terms) -> Floats:
    """Factor on founding by technology firm: its R&D a head over the mean, to the elasticity of spin-outs."""
    mean = staffed.rnd.mean() if len(staffed.rnd) else 0.0
    if not mean:
        return np.ones(staffed.firms, np.float32)
    return ((staffed.rnd / mean) ** terms[SPIN_OUT]).astype(np.float32)


def _carry(
    crowd: Crowd, joining: People, shed: Floats, year: tuple[Chances, Gains], spur: Floats, draws: Draws
) -> tuple[People, Ints]:
    """Everybody who stays, with the newcomers behind, and the rows of those who may found."""
    size, words, now = len(crowd.id), draws.words("move/fate"), draws.year
    fate = np.empty(size, np.int8)
    counts = in_blocks(lambda a, b: decided(words, crowd, now, year[0], shed, spur, fate, a, b), size)
    ends = np.cumsum(np.array([(0, 0), *counts], np.int64), axis=0)
    stays = int(ends[-1, 0])
    whole = room_for(stays + len(joining), crowd)
    ready = np.empty(int(ends[-1, 1]), np.int32)

    def carry(start: int, stop: int) -> None:
        row, found = ends[start // ROWS]
        carried(crowd, fate, now, year[1], whole, ready, (start, stop), (int(row), int(found)))

    in_blocks(carry, size)
    for column, new in zip(whole, crowd_of(joining), strict=True):
        column[stays:] = new
    return People(**whole._asdict()), ready
