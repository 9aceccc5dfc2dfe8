"""People's part of the year: by hand, beside a slow twin, and at its limits."""

from datetime import date

import numpy as np
import pytest

from mangrove.draws import Draws
from mangrove.employers import employers, no_books, whole_posts
from mangrove.indicator import Closed
from mangrove.kernels import books as kept
from mangrove.kernels import crowds, halls
from mangrove.kernels.philox import twin_philox4x32
from mangrove.labour import Market, Staff
from mangrove.laws import check_year
from mangrove.pay import MONEY, Payment, Payments
from mangrove.processes import arrive as arriving
from mangrove.processes import hire as hiring
from mangrove.processes import move as moving
from mangrove.processes import price as pricing
from mangrove.processes.found import found
from mangrove.programme import Channel
from mangrove.register import empty, schema
from mangrove.registers.firms import Firms
from mangrove.registers.institutes import Institutes
from mangrove.registers.people import FIELDS, LEVELS, NOBODY, ORIGINS, People
from mangrove.rulebook import read_rulebook
from mangrove.simulate import year

NOW = 2012
DRAWS = Draws(1, 0, NOW)
RULES = read_rulebook("mangrove.regions.toytown")
TERMS = RULES.on(date(NOW, 12, 31))
ALIKE = {"birth_year": 1980, "arrived": 2005, "employer": NOBODY, "skill": 1.5, "wage": 50_000, "level": 1}
CROWDS = {
    "nobody": (0, {}),
    "one": (1, ALIKE),
    "a thousand alike": (1000, ALIKE),
    "a hundred years old": (50, ALIKE | {"birth_year": 1911}),
    "born tomorrow": (50, ALIKE | {"birth_year": NOW}),
    "without any skill": (50, ALIKE | {"skill": 0}),
    "without any wage": (50, ALIKE | {"wage": 0}),
    "more able than any": (50, ALIKE | {"skill": 1e5, "wage": 1e9}),
    "all of the academy": (50, ALIKE | {"level": LEVELS.index("academician"), "status": 5}),
    "all at one employer": (300, ALIKE | {"employer": 0}),
}


def table(register, size: int, **told):
    """A register of some rows from a few columns, ids counted from 0; the rest are 0, days are in 2000."""
    day = {name: "2000-01-01" for name, field in schema(register).items() if field.dtype.kind == "M"}
    columns = day | {"id": np.arange(size)} | told
    return register(
        **{
            name: np.broadcast_to(np.asarray(columns.get(name, 0), field.dtype), size).copy()
            for name, field in schema(register).items()
        }
    )


@pytest.fixture
def town_of(firms_of, businesses_of, region_of):
    """A town of some people, twenty firms of ten, two hundred businesses of five, and a school for thirty."""

    def make(size: int, **told):
        firms = firms_of(20, lines=1, market=3e6, sales_y3=8e6, staff=20, college_staff=10, real_rnd=2e5, rnd=2e5)
        businesses = businesses_of(200, id=1000 + np.arange(200), sales_y2=9e5, sales_y3=1e6, staff=5)
        school = table(Institutes, 1, id=[5000], posts=[30.0])
        region = region_of(firms, f"{NOW - 1}-12-31", businesses=businesses).but(
            institutes=school, people=table(People, size, **told)
        )
        heads = np.bincount(region.people.employer[region.people.employer >= 0], minlength=len(firms))
        paid = region.people.wage[region.people.employer >= 0].sum(dtype=np.float64) * (np.arange(20) == 0)
        return region.but(firms=firms.but(professionals=heads[:20].astype(np.int32), wages=paid))

    return make


@pytest.mark.parametrize("city", ["toytown", "shenzhen"])
@pytest.mark.parametrize("crowd", CROWDS)
def test_years_bear_people(town_of, crowd, city) -> None:
    size, told = CROWDS[crowd]
    rules, region = read_rulebook(f"mangrove.regions.{city}"), town_of(size, **told)
    for number in range(NOW, NOW + 4):
        before = region
        region, ledger = year(before, rules, Draws(1, 0, number))
        check_year(Closed(region, before, ledger, rules.on(region.day)))
        assert region.people.check() == []


def test_people_without_any_employer_stay_without_work(region_of) -> None:
    alone = region_of(empty(Firms)).but(people=table(People, 300, **ALIKE))
    after, _ = year(alone, RULES, DRAWS)
    assert len(after.people) > 200
    assert (after.people.employer == NOBODY).all()


def test_at_the_age_of_retirement_everybody_leaves(town_of) -> None:
    after, _ = year(town_of(500, **ALIKE | {"birth_year": NOW - 60}), RULES, DRAWS)
    assert not np.isin(after.people.id, np.arange(500)).any()


def market(**told) -> Market:
    ones = np.ones(len(FIELDS))
    plain = Market(
        ones * 100, np.ones(1), np.ones((len(ORIGINS), len(LEVELS))), ones, ones * 40_000, 1.0, 40_000.0, 1.0
    )
    return plain._replace(**told)


@pytest.mark.parametrize(("idle", "share"), [(25, 0.025), (100, 0.1), (0, 0.0), (30, 0.03), (1000, 1.0)])
def test_wages_follow_the_nations_and_the_share_without_work(town_of, idle, share) -> None:
    terms = TERMS.of("price")
    working = np.where(np.arange(1000) < idle, NOBODY, 0)
    said = pricing.price(town_of(1000, **ALIKE | {"employer": working}), terms, NOW)
    own = terms[pricing.CURVE] * (1 - share / terms[pricing.USUAL_IDLE])
    own = np.clip(own, -terms[pricing.SURGE], terms[pricing.SURGE])
    assert said.growth[0] == pytest.approx(np.exp(terms[pricing.NATIONAL_GROWTH] + own), rel=1e-12)
    usual = terms[pricing.NORMAL] * terms[pricing.NATIONAL_WAGE]
    assert said.usual == usual
    if idle < 1000:
        assert said.rates[0] == pytest.approx(50_000 / 1.5 * said.growth[0], rel=1e-6)
        assert said.eager == pytest.approx((said.rates[0] / usual) ** -terms[pricing.DEMAND], rel=1e-6)
    assert said.people[0] == 1000
    assert said.settled.tolist() == [1000]
    assert said.came.sum() == 0


def came(region, payments, told: Market):
    return arriving.arrive(region, payments, told, TERMS.of("arrive"), DRAWS)[0]


def test_the_dearer_a_unit_of_skill_the_more_people_come(town_of) -> None:
    region, none = town_of(10, **ALIKE), Payments((), ())
    sizes = [len(came(region, none, market(people=np.full(7, 9e4), dear=dear))) for dear in (0.5, 1.0, 2.0)]
    wanted = TERMS.of("arrive")[arriving.ELASTICITY]
    assert np.diff(np.log(sizes)) == pytest.approx(np.full(2, wanted * np.log(2)), abs=0.02)


def test_talent_cash_draws_people_of_the_level_that_it_pays(town_of) -> None:
    region = town_of(400, **ALIKE | {"arrived": NOW - 1, "level": np.arange(400) % 4})
    doctors = np.flatnonzero(region.people.level == LEVELS.index("doctor"))
    cash = Payment("award", Channel.TALENT_CASH, "people", doctors, np.full(len(doctors), 200_000.0), MONEY)
    told = market(people=np.full(7, 9e4) * (np.array(FIELDS) != "trades"), came=np.full((4, 5), 100.0))
    plain, paid = (came(region, p, told) for p in (Payments((), ()), Payments((cash,), ())))
    plain, paid = (np.bincount(people.level[people.origin == 0], minlength=5) for people in (plain, paid))
    np.testing.assert_array_equal(plain[:3], paid[:3])
    assert paid[3] > 1.4 * plain[3] > 0


def staffed_year(region, told: Market):
    """The chain at the year's end, which is that of its start; its posts; and the year's people before hiring."""
    staffed = employers(region, TERMS.of("price")[pricing.PROFESSIONAL])
    posts, stay = whole_posts(staffed, DRAWS), np.arange(sum(staffed.sizes), dtype=np.int32)
    joining, come = arriving.arrive(region, Payments((), ()), told, TERMS.of("arrive"), DRAWS)
    staff = moving.move(region, joining, staffed, posts, stay, told, come, TERMS.of("move"), DRAWS)
    return staffed, posts, staff, come, joining


def counter(words, one: int) -> np.ndarray:
    """The counter of one actor's decision."""
    return np.array([[one & 0xFFFFFFFF], [one >> 32], [words[2]], [words[3]]], np.uint64)


def test_people_move_one_by_one_as_the_process_moves_all(town_of) -> None:
    """Against a loop over people that knows nothing of tables, packed numbers or blocks."""
    own = TERMS.of("move")
    employer = np.where(np.arange(900) % 7, np.arange(900) % 220, NOBODY)
    told = ALIKE | {"birth_year": 1955 + np.arange(900) % 40, "level": np.arange(900) % 5, "employer": employer}
    region = town_of(900, **told | {"field": np.arange(900) % 7, "origin": np.arange(900) % 4})
    staffed, posts, staff, come, joining = staffed_year(region, market(growth=np.linspace(1, 1.2, 7)))
    people, kept_rows, wanted = region.people, 0, []
    words = DRAWS.words("move/fate")
    key = int(words[0]), int(words[1])
    for i in range(len(people)):
        drawn = [float(word) / 2**32 for word in twin_philox4x32(counter(words, people.id[i]), key)[:, 0]]
        age, work, level = NOW - int(people.birth_year[i]), int(people.employer[i]), int(people.level[i])
        decade = moving.DRAIN_TWENTIES if age < 30 else moving.DRAIN_THIRTIES if age < 40 else moving.DRAIN_LATER
        drain = own[decade] * (own[moving.IDLE_DRAIN] if work < 0 else 1)
        stays = (1 - own[moving.DEATHS]) * (1 - drain) * (1 - own[moving.EARLY] * (age == 55))
        if age >= 60 or drawn[0] < 1 - stays:
            continue
        surplus = max(int(staffed.heads[work]) - int(posts[work]), 0) / max(int(staffed.heads[work]), 1)
        place = NOBODY if work < 0 or drawn[1] < own[moving.QUITS] + surplus else work
        chance = (own[moving.DEGREES], own[moving.DEGREES], own[moving.DEGREES], own[moving.ELECTED], 0)[level]
        grown = come.practice[age] / come.practice[age - 1]
        skill = people.skill[i] * grown * (come.skill[level + 1] / come.skill[level] if drawn[2] < chance else 1)
        wanted.append((people.id[i], place, level + (drawn[2] < chance), skill))
        kept_rows += 1
    assert len(staff.people) == kept_rows + len(joining)
    ids, places, levels, skills = zip(*wanted, strict=True)
    here = staff.people.take(np.arange(kept_rows))
    np.testing.assert_array_equal(here.id, ids)
    np.testing.assert_array_equal(here.employer, places)
    np.testing.assert_array_equal(here.level, levels)
    np.testing.assert_allclose(here.skill, skills, 1e-6)
    assert 0 < (here.employer == NOBODY).sum() < kept_rows < 900


def test_founders_leave_their_employer_and_take_their_wage_along(town_of) -> None:
    region = town_of(900, **ALIKE | {"employer": np.where(np.arange(900) % 3, np.arange(900) % 220, NOBODY)})
    _, _, staff, _, _ = staffed_year(region, market())
    sums, seeking = staff.books.sums.copy(), len(staff.seekers)
    rows = np.flatnonzero(np.isin(np.arange(len(staff.people)), staff.seekers[:2]) | (staff.people.employer >= 0))[:4]
    ready = staff._replace(ready=rows.astype(np.int32))
    worked = staff.people.employer[rows].copy()
    firms, after = found(ready, region.firms, 17, DRAWS)
    took = np.isin(staff.people.id[rows], firms.founder[17:])
    assert took.sum() == 3
    assert sorted(staff.people.employer[rows[took]]) == [17, 18, 19]
    assert len(after.seekers) == seeking - (worked[took] == NOBODY).sum()
    moved = (after.books.sums - sums).sum()
    unpaid = staff.people.wage[rows[took]][worked[took] == NOBODY]
    assert moved == len(unpaid) * kept.HEAD + unpaid.sum(dtype=np.int64)


def test_vacancies_are_filled_as_hall_after_hall_by_hand(town_of) -> None:
    """Against lists: everybody's halls by the twins, each hall sorted by Python, two rounds, no thread."""
    region = town_of(600, **ALIKE | {"field": np.arange(600) % 7, "skill": 1 + (np.arange(600) % 13) / 10})
    staffed, posts, told = employers(region, 0.41), None, market(rates=np.linspace(4e4, 5e4, 7))
    posts, terms = whole_posts(staffed, DRAWS), TERMS.of("hire")
    everybody = np.arange(600, dtype=np.int32)
    staff = Staff(region.people, no_books(staffed.sizes), everybody[:0], everybody)
    expected = by_hand(region.people, staffed, posts, told, terms)
    hiring.hire(staff, staffed, posts, told, terms, DRAWS)
    np.testing.assert_array_equal(staff.people.employer, expected)
    hired = expected >= 0
    assert 100 < hired.sum() < 600
    wage = np.rint(told.rates[region.people.field] * region.people.skill)
    np.testing.assert_allclose(staff.people.wage[hired], wage[hired], 1e-6)
    np.testing.assert_array_equal(staff.books.sums >> kept.WAGE_BITS, np.bincount(expected[hired], minlength=221))


def by_hand(people, staffed, posts, told, terms) -> np.ndarray:
    steps = [max(round(2 ** (round(np.log2(max(part * 100 / terms[hiring.HALL], 1)) * terms[hiring.GRAIN])
                             / terms[hiring.GRAIN])), 1) for part in (1, terms[hiring.LATER_HALLS])]  # fmt: skip
    first, later = steps
    assert first > later >= 1
    seekers, offers, names = room(600), room(int(posts.sum())), np.zeros(600, np.int64)
    rooms = halls.rooms_of(np.full(len(FIELDS), first))
    halls.twin_gone_looking(
        DRAWS.words("hire/people"), people.id, people.field, people.skill, terms[hiring.ERROR],
        np.arange(600, dtype=np.int32), rooms, seekers, names, 0, 600,
    )  # fmt: skip
    fields = crowds.counted(hiring._fields(told.people, staffed, terms))
    halls.twin_advertised(
        DRAWS.words("hire/posts"), staffed.ids, posts, (20, 220), fields, rooms, offers, 0, (0, len(posts))
    )
    employer, low = np.full(600, NOBODY, np.int32), (1 << 32) - 1
    sides = [[*zip(v.hall.tolist(), v.ticket.tolist(), strict=True)] for v in (seekers, offers)]
    keys = names, staffed.ids
    for count, fewer in ((first, later), (later, 1)):
        over = [], []
        for hall in range(len(FIELDS) * count):
            here = [
                sorted((-(t >> 32), int(ids[t & low]), t) for h, t in side if h == hall)
                for side, ids in zip(sides, keys, strict=True)
            ]
            for one, place in zip(*here, strict=False):
                employer[one[2] & low] = place[2] & low
            for rest, there in zip(over, here, strict=True):
                rest.extend((onward(hall // count, one, t, fewer), t) for _, one, t in there[min(map(len, here)) :])
        sides = over
    return employer


def onward(field: int, one: int, ticket: int, later: int) -> int:
    """The hall after the first: the upper half of id and rank times an odd number, as a part of the field's halls."""
    word = ((((ticket >> 32) ^ one) * int(halls.ODD)) % 2**64) >> 32
    return field * later + (word * later >> 32)


def room(size: int) -> halls.Visits:
    return halls.Visits(np.zeros(size, np.int32), np.zeros(size, np.int64))
