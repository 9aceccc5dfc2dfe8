"""What holds of what programmes pay, whoever asks: over a crowd of firms and a crowd of people, and every value."""

from dataclasses import replace
from datetime import date

import numpy as np
import pytest

from mangrove.draws import Draws
from mangrove.pay import Payment, enter_ledger, pay
from mangrove.programme import HOLDS, Channel, rule_on
from mangrove.region import Region
from mangrove.regions.shenzhen.programmes import (
    gene_platform,
    hi_tech_fair,
    high_tech_park,
    innovation_circle,
    peacock_plan,
    supercomputing_centre,
    talent_awards,
    virtual_university_park,
)
from mangrove.register import schema
from mangrove.registers.firms import INDUSTRIES
from mangrove.registers.people import STATUSES, People
from mangrove.rulebook import Rulebook, dated_values, read_rulebook

DAY = date(2016, 12, 31)
DICE = Draws(seed=1, member=0, year=2016)
SIZE = 6_000
TIGHT = 1e-4
"""Scale at which every budget is too small for the crowd."""
MODULES = {
    module.__name__.rpartition(".")[2]: module
    for module in (
        gene_platform, hi_tech_fair, high_tech_park, innovation_circle, peacock_plan, supercomputing_centre,
        talent_awards, virtual_university_park,
    )
}  # fmt: skip
VALUES = [path for module in MODULES.values() for path in dated_values(module)]
RATES = [
    "peacock_plan.award_a", "peacock_plan.award_b", "peacock_plan.award_c", "talent_awards.award_reserve",
    "talent_awards.award_local", "talent_awards.award_national", "talent_awards.award_outstanding",
    "innovation_circle.share", "innovation_circle.cap", "high_tech_park.one_room", "high_tech_park.three_rooms",
    "virtual_university_park.room", "virtual_university_park.talks", "hi_tech_fair.talks", "gene_platform.spent",
    "supercomputing_centre.need",
]  # fmt: skip
RULES: Rulebook = read_rulebook("mangrove.regions.shenzhen")


@pytest.fixture(scope="module")
def crowd(firms_of, region_of) -> Region:
    """Firms and people on both sides of every threshold."""
    i, dice = np.arange(SIZE), np.random.default_rng(7)

    def pick(*values):
        return dice.choice(values, SIZE)

    firms = firms_of(
        SIZE, founded_on=pick("2000-01-01", "2014-06-30", "2016-02-01").astype("datetime64[D]"),
        industry=i % len(INDUSTRIES), technology=pick(1, 1, 1, 0), in_supported_field=pick(1, 1, 0, -1),
        owns_core_ip=pick(1, 1, 0, -1), staff=pick(9, 20, 30, 60, 80, 130, np.nan),
        rnd_y3=pick(2e5, 3e5, 8e5, 1.5e6, 3e6, 9e6, 4e7, np.nan),
        accredited_on=pick("NaT", "2015-01-31", "2016-03-01", "2009-06-30").astype("datetime64[D]"),
    )  # fmt: skip
    people = {
        "id": i, "level": pick(2, 3, 3, 4), "origin": pick(0, 1, 2, 3), "status": pick(0, 0, 1),
        "employer": pick(0, 0, 0, -1), "skill": pick(0.9, 1.7, 2.0, 3.2, 4.2, 5.2, 7.0),
        "birth_year": pick(1940, 1958, 1965, 1972, 1980, 1988, 1992, 1999),
    }  # fmt: skip
    columns = {n: np.asarray(people.get(n, np.zeros(SIZE)), f.dtype) for n, f in schema(People).items()}
    return region_of(firms).but(people=People(**columns))


def paid(rules: Rulebook, region: Region, name: str) -> dict[tuple[Channel, int], float]:
    """What one programme gives whom on which channel."""
    only = replace(rules, programmes={name: rules.programmes[name]}, looked_up={})
    blocks = pay(region, only, only.on(DAY), DICE).paid
    return {
        (block.channel, int(getattr(region, block.register).id[row])): float(amount)
        for block in blocks
        for row, amount in zip(block.rows, block.amount, strict=True)
    }


def under(*changes: tuple[str, float]) -> Rulebook:
    return RULES.under({path: {"1900-01-01": number} for path, number in changes}, None)


def asked_by_all(path: str) -> tuple[tuple[str, float], ...]:
    """That all eligible claim, unless it is this that is changed."""
    name = path.partition(".")[0]
    return () if path == f"{name}.take_up" else ((f"{name}.take_up", 1.0),)


def halved(path: str) -> float:
    """Half the value in force; no where the rule says yes, and twice a value that cannot be halved."""
    value = RULES.values[path]
    now = value.on(DAY)
    if (value.unit, value.low, value.high) == ("1", 0, 1):
        return 1 - now
    return now / 2 if now and now / 2 >= (value.low or 0) else (now * 2 or 1.0)


@pytest.mark.parametrize("name", MODULES)
def test_exactly_the_eligible_may_be_paid(crowd, name) -> None:
    programme, terms = RULES.programmes[name], RULES.on(DAY).of(name)
    register = getattr(crowd, programme.register.name)
    verdict, _ = rule_on(programme, register, terms)
    assert {0, 1} <= set(verdict.tolist())
    if programme.among is not None:
        assert np.isin(np.flatnonzero(verdict == HOLDS), programme.among(register, terms)).all()
    all_apply = paid(under(*asked_by_all(name + ".")), crowd.but(scale=1e9), name)
    assert {actor for _, actor in all_apply} == set(register.id[verdict == HOLDS].tolist())
    assert all(amount >= 0 for amount in all_apply.values())


@pytest.mark.parametrize("path", VALUES)
def test_halving_a_value_changes_what_is_paid(crowd, path) -> None:
    name = path.partition(".")[0]
    region = crowd.but(scale=TIGHT if RULES.values[path] is RULES.programmes[name].budget else 1e9)
    before = paid(under(*asked_by_all(path)), region, name)
    assert before
    assert paid(under(*asked_by_all(path), (path, halved(path))), region, name) != before


@pytest.mark.parametrize("path", RATES)
def test_raising_a_rate_never_lowers_a_payment(crowd, path) -> None:
    name = path.partition(".")[0]
    before = paid(under(*asked_by_all(path)), crowd.but(scale=1e9), name)
    raised = under(*asked_by_all(path), (path, RULES.values[path].on(DAY) * 1.3))
    after = paid(raised, crowd.but(scale=1e9), name)
    lower = [actor for (channel, actor), amount in before.items() if after[channel, actor] < amount]
    # who rises on the ladder of talent had the old class's award already, and gets the rest
    told = path.rpartition("award_")[2]
    held = next((code for code, status in enumerate(STATUSES) if name == "talent_awards" and told in status), None)
    assert all(crowd.people.status[actor] == held for actor in lower)
    assert before != after


@pytest.mark.parametrize("name", MODULES)
@pytest.mark.parametrize("scale", [1.0, TIGHT])
def test_the_order_of_rows_does_not_matter(crowd, name, scale) -> None:
    order = np.argsort((np.arange(SIZE, dtype=np.uint64) + np.uint64(7)) * np.uint64(0x9E3779B97F4A7C15))
    mixed = crowd.but(firms=crowd.firms.take(order), people=crowd.people.take(order), scale=scale)
    before, after = paid(RULES, crowd.but(scale=scale), name), paid(RULES, mixed, name)
    assert before.keys() == after.keys()
    assert all(after[key] == pytest.approx(amount, 1e-9, 1e-6) for key, amount in before.items())


@pytest.mark.parametrize("name", MODULES)
def test_one_more_actor_changes_nobody_elses_payment_while_budgets_do_not_bind(crowd, name) -> None:
    rules, everybody = under(*asked_by_all(name + ".")), crowd.but(scale=1e9)
    most = np.arange(SIZE - 1)
    without = everybody.but(firms=crowd.firms.take(most), people=crowd.people.take(most))
    before, after = paid(rules, without, name), paid(rules, everybody, name)
    assert {key: after[key] for key in before} == before


@pytest.mark.parametrize("name", [n for n in MODULES if RULES.programmes[n].budget is not None])
def test_a_budget_that_binds_is_spent_to_the_last_unit_and_no_more(crowd, name) -> None:
    programme = RULES.programmes[name]
    budget = RULES.on(DAY).of(name)[programme.budget] * TIGHT
    rationed = {award.channel for award in programme.awards if award.unit == programme.budget.unit}
    claims, spent = (
        sum(amount for (channel, _), amount in paid(RULES, crowd.but(scale=scale), name).items() if channel in rationed)
        for scale in (1e9, TIGHT)
    )
    assert claims > budget
    assert spent == pytest.approx(budget)


def test_who_gets_no_room_saves_no_rent(crowd) -> None:
    asked, told = (paid(RULES, crowd.but(scale=scale), "high_tech_park") for scale in (1e9, TIGHT))
    rooms = {actor: amount for (channel, actor), amount in told.items() if channel is Channel.SPACE}
    saved = {actor: amount for (channel, actor), amount in told.items() if channel is Channel.OPERATING_CASH}
    assert 0 < 2 * len(rooms) < len(asked)
    assert saved == {actor: pytest.approx(480 * amount) for actor, amount in rooms.items()}


def test_a_queue_keeps_its_order_from_year_to_year(crowd) -> None:
    one, other, longer = (
        pay(crowd.but(scale=scale), RULES, RULES.on(DAY), Draws(1, 0, year)).on("firms", Channel.COMPUTE)[0]
        for scale, year in ((0.05, 2016), (0.05, 2017), (0.1, 2017))
    )
    np.testing.assert_array_equal(one.rows, other.rows)
    assert 0 < len(one.rows) < len(longer.rows)
    assert np.isin(one.rows, longer.rows).all()


def test_what_is_given_in_kind_is_in_the_ledger(crowd) -> None:
    payments = pay(crowd, RULES, RULES.on(DAY), DICE)
    told = {(entry.programme, entry.channel) for entry in enter_ledger(payments, crowd)}
    kind: list[Payment] = [p for p in payments.paid if p.channel in (Channel.SPACE, Channel.COMPUTE, Channel.MEETINGS)]
    assert len(kind) > 4
    assert {(p.programme, p.channel) for p in kind} <= told


def test_a_programme_not_yet_in_force_looks_at_nobody(crowd) -> None:
    nobody = pay(crowd, RULES, RULES.on(date(1990, 12, 31)), DICE)
    assert all(len(p.rows) == 0 for p in nobody.paid)
