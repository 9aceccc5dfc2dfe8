"""What holds of every programme for firms in the year: who is paid, what a value changes, and who is left alone."""

from dataclasses import dataclass, replace
from datetime import date

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from mangrove.draws import Draws
from mangrove.effects import EFFECTS, ESTIMATED, told
from mangrove.pay import Entry, Payments, enter_ledger, pay
from mangrove.processes.finance import finance
from mangrove.programme import HOLDS, Channel, rule_on
from mangrove.registers.firms import Firms
from mangrove.rulebook import Rulebook, read_rulebook
from mangrove.scenario import Scenario

SETTINGS = settings(derandomize=True, deadline=None, max_examples=30)
SIZE = 900
SCALE = 0.002
RULES = read_rulebook("mangrove.regions.shenzhen")
ALWAYS = "1900-01-01"
DAYS = {
    "rnd_subsidy": "2021-12-31", "startup_contest": "2018-12-31", "innovation_carriers": "2018-12-31",
    "ip_pledge_pool": "2018-12-31", "angel_fund": "2019-12-31", "ip_enforcement": "2019-12-31",
    "standards": "2024-12-31", "youth_hub": "2017-12-31",
}  # fmt: skip
"""A day on which each programme has its rule."""
RISING = [
    "rnd_subsidy.rate", "rnd_subsidy.rate_above", "rnd_subsidy.cap", "startup_contest.purse",
    "innovation_carriers.part", "innovation_carriers.cap", "ip_pledge_pool.loan", "ip_pledge_pool.largest",
    "angel_fund.round", "angel_fund.cap", "ip_enforcement.sits", "standards.national", "youth_hub.rent",
    "youth_hub.office",
]  # fmt: skip
"""Values that, raised, may lower no award."""


@dataclass(frozen=True)
class Paid:
    """What a rulebook pays some firms on a day, and what the finance of the year makes of it."""

    payments: Payments
    ledger: list[Entry]

    def told(self) -> list[tuple[str, tuple[float, ...], tuple[int, ...]]]:
        """All of it as plain numbers."""
        paid = [(f"{p.programme} {p.channel}", tuple(p.amount), tuple(p.rows)) for p in self.payments.paid]
        return paid + [(f"{e.programme} {e.channel} {e.returned}", tuple(e.amount), tuple(e.ids)) for e in self.ledger]


@pytest.fixture(scope="module")
def crowd(firms_of) -> Firms:
    """Young and old firms of all kinds, near the thresholds and with gaps, spread by a fixed rule."""
    i = np.arange(SIZE)

    def pick(*values, step):
        return np.asarray(values)[(i // step) % len(values)]

    days = [f"{year}-06-30" for year in range(2010, 2024)]
    return firms_of(
        SIZE, id=i * 3 + 1000, founded_on=pick(*days, step=3).astype("datetime64[D]"),
        technology=pick(1, 1, 1, 1, 0, -1, step=1), audited=pick(1, 1, 1, -1, 0, step=2),
        technology_sme=pick(1, 1, 0, -1, step=5), owns_core_ip=pick(1, 1, 0, -1, step=7),
        led_standard=pick(0, 1, -1, step=11), founder_born=pick(1985, 1990, 2001, 1960, -1, step=2),
        staff=pick(5, 150, 201, 300, np.nan, step=4), lines=pick(1, 2, 0, 3, step=13), stake=pick(0, 0.1, 0, step=2),
        sales_y3=pick(1e6, 8e6, 60e6, 200e6, np.nan, step=1), rnd_y2=pick(1e5, 2e6, 9e6, step=4),
        rnd_y3=pick(1e5, 5e6, 30e6, 700e6, np.nan, step=6), market=1e6, high_type=1, wedge=1.0,
        accredited_on=pick("NaT", "2016-12-31", "2017-06-30", step=1).astype("datetime64[D]"),
    )  # fmt: skip


def ruled(base: Rulebook, name: str, **changes: float) -> Rulebook:
    """The rulebook with one programme only, in which most apply."""
    told = {f"{name}.{value}": {ALWAYS: number} for value, number in changes.items()}
    rules = Scenario(changes=told).apply(base)
    return replace(rules, programmes={name: rules.programmes[name]})


def without_budget(rules: Rulebook) -> Rulebook:
    """The same rules with all the money and floor there could be."""
    return replace(rules, programmes={name: replace(p, budget=None) for name, p in rules.programmes.items()})


def year_of(rules: Rulebook, region, name: str) -> Paid:
    day = date.fromisoformat(DAYS[name])
    terms, draws = rules.on(day), Draws(1, 0, day.year)
    payments = pay(region, rules, terms, draws)
    financed = finance(region.firms, payments, terms.of("finance"), draws)[1]
    return Paid(payments, enter_ledger(payments, region) + financed)


def by_actor(paid: Paid, firms: Firms) -> dict[tuple[str, int], float]:
    """What each firm is paid, by channel and id."""
    return {
        (str(p.channel), int(firms.id[row])): float(amount)
        for p in paid.payments.paid
        for row, amount in zip(p.rows, p.amount, strict=True)
    }


OWN_VALUES = [path for path in RULES.values if path.partition(".")[0] in DAYS]


def halved(base: Rulebook, path: str) -> float:
    """Half a value; a yes becomes a no."""
    value = base.values[path]
    now = value.on(date.fromisoformat(DAYS[path.partition(".")[0]]))
    return 0.0 if value.unit == "1" else now / 2


@pytest.fixture(scope="module")
def base() -> Rulebook:
    return RULES


@pytest.mark.parametrize("path", OWN_VALUES)
def test_halving_any_value_of_a_rule_changes_what_is_paid(base, region_of, crowd, path) -> None:
    name, _, value = path.partition(".")
    most = {} if value == "take_up" else {"take_up": 1.0}
    region = region_of(crowd, scale=SCALE)

    def told(**changes: float):
        rules = ruled(base, name, **most | changes)
        is_budget = rules.programmes[name].budget is base.values[path]
        return year_of(rules if is_budget else without_budget(rules), region, name).told()

    assert told(**{value: halved(base, path)}) != told()


@pytest.mark.parametrize("name", DAYS)
def test_somebody_is_paid_and_nobody_who_is_not_eligible(base, region_of, crowd, name) -> None:
    rules = ruled(base, name, take_up=1.0)
    paid = year_of(rules, region_of(crowd), name)
    verdict = rule_on(rules.programmes[name], crowd, rules.on(date.fromisoformat(DAYS[name])).of(name))[0]
    assert set(verdict) == {1, 0, -1}
    entitled = set(crowd.id[verdict == HOLDS].tolist())
    for payment in paid.payments.paid:
        assert len(payment.rows)
        assert set(crowd.id[payment.rows].tolist()) <= entitled
    assert all(set(entry.ids.tolist()) <= entitled for entry in paid.ledger if not entry.returned)


@pytest.mark.parametrize("path", RISING)
@SETTINGS
@given(one=st.floats(0, 1), other=st.floats(0, 1))
def test_raising_a_value_never_lowers_an_award(base, crowd, path, one, other) -> None:
    name, _, value = path.partition(".")
    top = base.values[path].high or 1e8
    low, high = sorted((one * top, other * top))

    def award(number: float):
        rules = ruled(base, name, **{value: number})
        terms = rules.on(date.fromisoformat(DAYS[name])).of(name)
        return np.sum([award.amount(crowd, terms) for award in rules.programmes[name].awards], axis=0)

    assert (award(high) >= award(low)).all()


@pytest.mark.parametrize("name", DAYS)
@pytest.mark.parametrize("scale", [1.0, SCALE])
def test_the_order_of_rows_does_not_matter_to_any_payment(base, region_of, crowd, name, scale) -> None:
    shuffled = crowd.take(np.argsort(crowd.id * 7919 % 2003))
    rules = ruled(base, name, take_up=1.0)
    mine, other = (by_actor(year_of(rules, region_of(f, scale=scale), name), f) for f in (crowd, shuffled))
    assert scale < 1 or list(mine) != list(other)
    assert mine == pytest.approx(other)


@pytest.mark.parametrize("name", DAYS)
def test_one_more_firm_changes_nobody_elses_payment_while_the_budget_lasts(base, region_of, crowd, name) -> None:
    rules = without_budget(ruled(base, name, take_up=1.0))
    paid = by_actor(year_of(rules, region_of(crowd), name), crowd)
    chosen = next(i for _, i in paid)
    fewer = crowd.take(crowd.id != chosen)
    without = by_actor(year_of(rules, region_of(fewer), name), fewer)
    assert {key: value for key, value in paid.items() if key[1] != chosen} == without
    assert without != paid


@pytest.mark.parametrize("name", [name for name in DAYS if name not in {"rnd_subsidy", "ip_enforcement", "standards"}])
def test_a_budget_that_binds_is_spent_to_the_cent(base, region_of, crowd, name) -> None:
    rules = ruled(base, name, take_up=1.0)
    programme, terms = rules.programmes[name], rules.on(date.fromisoformat(DAYS[name])).of(name)
    paid = year_of(rules, region_of(crowd, scale=SCALE), name).payments.paid
    limited = next(p for p in paid if p.unit == programme.budget.unit)
    assert limited.amount.sum() == pytest.approx(terms[programme.budget] * SCALE)


def test_the_hub_lets_no_more_floor_than_it_has_and_asks_rent_of_nobody_in_it(base, region_of, crowd) -> None:
    paid = year_of(ruled(base, "youth_hub", take_up=1.0), region_of(crowd, scale=SCALE), "youth_hub").payments
    (floor,) = paid.on("firms", Channel.SPACE)
    (rent,) = paid.on("firms", Channel.ENTRY_CASH)
    assert floor.amount.sum() == pytest.approx(27_000 * SCALE)
    np.testing.assert_array_equal(rent.rows, floor.rows)
    np.testing.assert_allclose(rent.amount, 1_200 * floor.amount)


@pytest.mark.parametrize("name", DAYS)
def test_a_programme_that_is_switched_off_pays_nobody(base, region_of, crowd, name) -> None:
    rules = Scenario(off=frozenset({name})).apply(base)
    paid = year_of(rules, region_of(crowd), name)
    assert paid.payments.paid
    assert name not in {p.programme for p in paid.payments.paid} | {e.programme for e in paid.ledger}


ON_A_WAY = Channel.TALENT_CASH, Channel.MEETINGS
"""Channels of which an estimate stands behind one step: what wages draw, and which meetings become work in common."""


def test_every_channel_says_whether_an_estimate_stands_behind_its_effect(base) -> None:
    terms = base.on(date(2019, 12, 31))
    for channel, path in EFFECTS.items():
        owner = path.partition(".")[0]
        kind = base.values[path].entry(terms.day).source.kind
        assert terms.of(owner).has(base.values[path])
        assert (kind == "estimated") == (channel in {*ESTIMATED, *ON_A_WAY}), path
        assert base.values[path].interval is not None, path
    assert told(Channel.ENFORCEMENT) == ""
    assert told(Channel.OPERATING_CASH) == "no effect but the money itself"
