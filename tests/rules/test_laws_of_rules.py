"""What holds of every rule whatever the firm: nobody ineligible is paid, more never earns less."""

from datetime import date

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from mangrove.draws import Draws
from mangrove.pay import eligible_rows, pay
from mangrove.programme import FAILS, HOLDS, Channel, rule_on
from mangrove.regions.shenzhen.programmes import hnte_accreditation as hnte
from mangrove.regions.shenzhen.programmes import rnd_super_deduction as deduction
from mangrove.register import facts
from mangrove.registers.firms import INDUSTRIES, Firms
from mangrove.scenario import Scenario

SETTINGS = settings(derandomize=True, deadline=None, max_examples=60)
SIZE = 400
DAYS = ["2007-12-31", "2010-12-31", "2016-12-31", "2021-12-31", "2023-12-31"]
money = st.just(0.0) | st.floats(0.01, 500e6)  # nothing, or a cent and more


@pytest.fixture(scope="module")
def crowd(firms_of) -> Firms:
    """Firms of every kind, near the thresholds and with gaps, spread by a fixed rule rather than by chance."""
    i = np.arange(SIZE)

    def pick(*values, step):
        return np.asarray(values)[(i // step) % len(values)]

    return firms_of(
        SIZE,
        founded_on=pick("2000-01-01", "2009-12-31", "2010-02-01", "2015-06-30", step=7).astype("datetime64[D]"),
        industry=i % len(INDUSTRIES), ownership=i % 3,
        technology=pick(1, 1, 1, 0, step=1), audited=pick(1, 1, 1, -1, 0, step=2),
        technology_sme=pick(1, 0, -1, step=3),
        in_supported_field=pick(1, 1, 1, 0, -1, step=3), owns_core_ip=pick(1, 1, 0, -1, step=5),
        licences_core_ip=pick(0, 1, -1, step=11), major_offence_last_year=pick(0, 0, 0, 1, -1, step=13),
        sales_y1=40e6, sales_y2=pick(40e6, np.nan, 40e6, step=17),
        sales_y3=pick(49e6, 50e6, 199e6, 200e6, 201e6, step=1),
        rnd_y1=2e6, rnd_y2=pick(2e6, 4e6, 8e6, step=4), rnd_y3=pick(1e6, 5e6, 9e6, np.nan, step=6),
        domestic_rnd_share=pick(0.6, 0.9, 0.5, step=19), high_tech_revenue_share=pick(0.6, 0.8, 0.59, step=23),
        staff=100, technical_staff=pick(10, 30, 9, step=8), rnd_staff=pick(10, 20, 9, step=9),
        college_staff=pick(30, 60, 29, step=10), score=pick(71, 80, 70, np.nan, step=12),
        accredited_on=pick("NaT", "NaT", "NaT", "2009-06-30", step=29).astype("datetime64[D]"),
    )  # fmt: skip


def terms_of(rules, day: str, name: str):
    return rules.on(date.fromisoformat(day)).of(name)


@pytest.mark.parametrize("day", DAYS)
@pytest.mark.parametrize("name", ["hnte_accreditation", "rnd_super_deduction"])
def test_the_short_way_and_the_whole_verdict_agree(rulebooks, crowd, day, name) -> None:
    rules = rulebooks["shenzhen"]
    verdict, _ = rule_on(rules.programmes[name], crowd, terms_of(rules, day, name))
    rows = eligible_rows(rules.programmes[name].clauses, crowd, terms_of(rules, day, name))
    np.testing.assert_array_equal(rows, np.flatnonzero(verdict == HOLDS))


def test_the_crowd_has_all_three_verdicts(rulebooks, crowd) -> None:
    rules = rulebooks["shenzhen"]
    for name in ("hnte_accreditation", "rnd_super_deduction"):
        verdict, _ = rule_on(rules.programmes[name], crowd, terms_of(rules, "2016-12-31", name))
        assert set(verdict) == {1, 0, -1}


@pytest.mark.parametrize("day", DAYS)
@pytest.mark.parametrize("region", ["shenzhen", "toytown"])
def test_nobody_ineligible_is_paid(rulebooks, region_of, crowd, day, region) -> None:
    rules, on = rulebooks[region], date.fromisoformat(day)
    payments = pay(region_of(crowd), rules, rules.on(on), Draws(seed=1, member=0, year=on.year))
    for paid in (paid for paid in payments.paid if paid.register == "firms"):
        programme, terms = rules.programmes[paid.programme], rules.on(on).of(paid.programme)
        entitled = rule_on(programme, crowd, terms)[0] == HOLDS
        if programme.certificate is not None and paid.channel is not Channel.CERTIFICATE:
            entitled |= programme.certificate.held(crowd, terms)
        assert entitled[paid.rows].all()


def test_somebody_eligible_is_paid(rulebooks, region_of, crowd) -> None:
    rules = rulebooks["shenzhen"]
    payments = pay(region_of(crowd), rules, rules.on(date(2016, 12, 31)), Draws(seed=1, member=0, year=2016))
    assert {paid.channel for paid in payments.paid if len(paid.rows)} >= {
        Channel.CERTIFICATE, Channel.TAX_RATE, Channel.RND_PRICE,
    }  # fmt: skip


def test_nobody_gets_a_second_certificate_while_the_first_is_valid(rulebooks, region_of, crowd) -> None:
    rules = rulebooks["shenzhen"].under({"hnte_accreditation.take_up": {"1900-01-01": 1.0}}, hnte.TAX_LAW)
    day = date(2010, 12, 31)
    payments = pay(region_of(crowd), rules, rules.on(day), Draws(seed=1, member=0, year=2010))
    (granted,) = payments.on("firms", Channel.CERTIFICATE)
    (relieved,) = payments.on("firms", Channel.TAX_RATE)
    held = rules.programmes["hnte_accreditation"].certificate.held(crowd, rules.on(day).of("hnte_accreditation"))
    assert held.any()
    assert not held[granted.rows].any()
    np.testing.assert_array_equal(relieved.rows, np.union1d(np.flatnonzero(held), granted.rows))


@pytest.mark.parametrize(("rule", "day"), [("2008", "2012-06-30"), ("2016", "2018-06-30")])
@SETTINGS
@given(sales=st.tuples(money, money, money), rnd=st.tuples(money, money, money), more=money)
def test_more_rnd_never_loses_the_certificate(rulebooks, rule, day, sales, rnd, more) -> None:
    rules = rulebooks["shenzhen"]
    programme, terms = rules.programmes["hnte_accreditation"], terms_of(rules, day, "hnte_accreditation")

    def verdict(last: float) -> int:
        told = dict(zip(("sales_y1", "sales_y2", "sales_y3", "rnd_y1", "rnd_y2"), (*sales, *rnd), strict=False))
        row = facts(Firms, {**hnte.BY_RULE[rule], **told, "rnd_y3": last}, "drawn")
        return int(rule_on(programme, row, terms)[0][0])

    assert not (verdict(rnd[2]) == HOLDS and verdict(rnd[2] + more) != HOLDS)


@pytest.mark.parametrize("value", ["rate", "rate_technology_sme", "rate_manufacturing"])
@SETTINGS
@given(one=st.floats(0, 2), other=st.floats(0, 2), day=st.sampled_from(DAYS))
def test_raising_a_rate_never_lowers_an_award(rulebooks, crowd, value, one, other, day) -> None:
    def award(rate: float):
        changes = {f"rnd_super_deduction.{value}": {"1900-01-01": rate}}
        rules = Scenario(changes=changes).apply(rulebooks["shenzhen"])
        (share,) = deduction.AWARDS
        return share.amount(crowd, terms_of(rules, day, "rnd_super_deduction"))

    low, high = sorted((one, other))
    assert (award(high) >= award(low)).all()


@pytest.mark.parametrize("day", ["2012-12-31", "2018-12-31"])
@pytest.mark.parametrize("founded", ["2000-01-01", "2010-03-01", "2017-03-01"])
@SETTINGS
@given(sales=st.tuples(*[st.floats(1, 500e6)] * 3), rnd=st.tuples(money, money, money))
def test_the_effort_meets_the_condition_a_year_on(rulebooks, firms_of, day, founded, sales, rnd) -> None:
    rules = rulebooks["shenzhen"]
    clause = next(c for c in hnte.CLAUSES if c.name == "rnd_intensity")
    told = dict(zip(("sales_y1", "sales_y2", "sales_y3", "rnd_y1", "rnd_y2", "rnd_y3"), (*sales, *rnd), strict=True))
    firm = firms_of(1, founded_on=min(founded, str(int(day[:4]) - 1)), **told)
    effort = clause.effort(firm, terms_of(rules, day, "hnte_accreditation"))
    assert effort[0] >= 0
    later = firm.but(
        sales_y1=firm.sales_y2, sales_y2=firm.sales_y3, sales_y3=firm.sales_y3,
        rnd_y1=firm.rnd_y2, rnd_y2=firm.rnd_y3, rnd_y3=effort.astype(np.float32),
    )  # fmt: skip
    next_year = terms_of(rules, f"{int(day[:4]) + 1}-12-31", "hnte_accreditation")
    verdict = rule_on(rules.programmes["hnte_accreditation"], later, next_year)[1]["rnd_intensity"]
    assert verdict.holds[0] == HOLDS


def test_a_young_firm_has_an_effort_and_a_gap_leaves_it_unknown(rulebooks, firms_of) -> None:
    clause = next(c for c in hnte.CLAUSES if c.name == "rnd_intensity")
    young = firms_of(2, founded_on=["2017-03-01", "2010-03-01"], sales_y2=np.nan, rnd_y2=np.nan, sales_y3=1e6)
    effort = clause.effort(young, terms_of(rulebooks["shenzhen"], "2018-12-31", "hnte_accreditation"))
    assert effort[0] == pytest.approx(0.05 * 2e6)
    assert np.isnan(effort[1])


@pytest.mark.parametrize("floor", [0.3, 0.6, 0.7, 0.55, 0.1])
def test_a_printed_share_on_its_threshold_holds_in_a_register_of_single_precision(rulebooks, firms_of, floor) -> None:
    rules = Scenario(changes={"hnte_accreditation.domestic_share": {"2010-01-01": floor}}).apply(rulebooks["shenzhen"])
    firms = firms_of(2, domestic_rnd_share=[floor, floor - 1e-3], in_supported_field=1)
    _, said = rule_on(
        rules.programmes["hnte_accreditation"], firms, terms_of(rules, "2012-12-31", "hnte_accreditation")
    )
    assert list(said["domestic_rnd"].holds) == [HOLDS, FAILS]


@pytest.mark.parametrize("cents", [0.01, 12_345.67, 99.99])
def test_exact_sums_of_money_on_the_threshold_hold(rulebooks, firms_of, cents) -> None:
    rules = rulebooks["shenzhen"]
    sales = 40e6 + 100 * cents
    firms = firms_of(1, sales_y1=sales, sales_y2=sales, sales_y3=sales, rnd_y1=0.05 * sales, rnd_y2=0.05 * sales,
                     rnd_y3=0.05 * sales)  # fmt: skip
    _, said = rule_on(
        rules.programmes["hnte_accreditation"], firms, terms_of(rules, "2018-12-31", "hnte_accreditation")
    )
    assert said["rnd_intensity"].holds[0] == HOLDS


@pytest.mark.parametrize(
    ("day", "held"),
    [("2012-09-09", False), ("2012-09-10", True), ("2015-09-09", True), ("2015-09-10", False), ("2007-12-31", False)],
)
def test_a_certificate_is_valid_for_three_years_from_its_day(rulebooks, firms_of, day, held) -> None:
    firms = firms_of(2, accredited_on=np.array(["2012-09-10", "NaT"], "datetime64[D]"))
    certificate = rulebooks["shenzhen"].programmes["hnte_accreditation"].certificate
    assert list(certificate.held(firms, terms_of(rulebooks["shenzhen"], day, "hnte_accreditation"))) == [held, False]


def test_a_rate_for_all_leaves_a_group_its_higher_one(rulebooks) -> None:
    rules = Scenario(changes={"rnd_super_deduction.rate": {"1900-01-01": 0.75}}).apply(rulebooks["shenzhen"])
    (share,) = deduction.AWARDS
    terms = terms_of(rules, "2022-06-30", "rnd_super_deduction")
    for firm, paid in [(deduction.LARGE_SOFTWARE, 0.75), (deduction.SMALL_SOFTWARE, 1.0), (deduction.PLANT, 1.0)]:
        assert share.amount(facts(Firms, firm, "a firm"), terms)[0] == paid
