"""The year's processes, one firm at a time, as their pages tell them, against the code for all firms at once."""

import math
from datetime import date

import numpy as np
import pytest

from mangrove.draws import Draws
from mangrove.kernels.portfolios import yields
from mangrove.models import certificate
from mangrove.models.aaabk.firm import Surroundings, outlook
from mangrove.pay import Payment, Payments, pay
from mangrove.processes import account as books
from mangrove.processes import discover as finding
from mangrove.processes import invest as choosing
from mangrove.processes import leave as leaving
from mangrove.processes import value as valuing
from mangrove.programme import Channel
from mangrove.registers.firms import Firms
from mangrove.rulebook import read_rulebook
from mangrove.scenario import Scenario

SINGLE = 1e-6  # relative; registers hold single precision
YEAR = 2012
DAY = np.datetime64(f"{YEAR}-12-31", "D")
DRAWS = Draws(1, 0, YEAR)
MEETINGS = Channel.MEETINGS


def planted(size: int) -> list[Payment]:
    """What a few firms get in kind beside what the rules give them; every seventh of what it asks for gets nothing."""
    ways = [
        (Channel.COMPUTE, "flop/s"),
        (Channel.SEQUENCING, "count/yr"),
        (Channel.SPACE, "m2"),
        (MEETINGS, "count/yr"),
    ]
    rows = [np.arange(start, size, start + 3) for start in range(len(ways))]
    amounts = [np.where(np.arange(len(who)) % 7 == 6, 0.0, 250.0) for who in rows]
    return [
        Payment("planted", channel, "firms", who, amount, unit)
        for (channel, unit), who, amount in zip(ways, rows, amounts, strict=True)
    ]


class Scene:
    """A part of Shenzhen at the start of a year, with the year's payments."""

    def __init__(self, opened, lived) -> None:
        watchful = Scenario(changes={"invest.attention": {"1900-01-01": 9.0}})  # so that few firms show the notch
        self.rules = watchful.apply(read_rulebook("mangrove.regions.shenzhen"))
        self.region = lived(opened("shenzhen", 0.005).region, self.rules, YEAR - 1)[-1].region
        self.firms = self.region.firms
        self.terms = self.rules.on(date(YEAR, 12, 31))
        paid = pay(self.region, self.rules, self.terms, DRAWS)
        self.payments = Payments((*paid.paid, *planted(len(self.firms))), paid.offers)
        self.tax_rate = self.terms.of("account")[books.TAX_RATE]
        self.prospects = valuing.value(self.firms, self.payments, self.tax_rate, self.terms.of("value"))
        self.invested = choosing.invest(
            self.firms, self.prospects, self.payments, self.tax_rate, self.terms.of("invest"), DRAWS
        )
        self.granted: dict[tuple[Channel, int], float] = {}
        for paid in (paid for paid in self.payments.paid if paid.register == "firms"):
            for row, amount in zip(paid.rows.tolist(), paid.amount.tolist(), strict=True):
                key = (paid.channel, row)
                self.granted[key] = self.granted.get(key, 0.0) + amount

    def points(self, channel: Channel, row: int) -> float:
        """What one firm is granted on a channel."""
        return self.granted.get((channel, row), 0.0)


@pytest.fixture(scope="module")
def scene(opened, lived) -> Scene:
    return Scene(opened, lived)


def one(method: str, stream: str, firm: int, *more: float) -> float:
    """One firm's own draw."""
    return float(getattr(DRAWS, method)(stream, np.array([firm]), *more)[0])


def user_cost(scene: Scene, row: int) -> tuple[float, float, float]:
    """One firm's tax rate, additional deduction and user cost of R&D."""
    tax = scene.tax_rate - scene.points(Channel.TAX_RATE, row)
    deduction = scene.points(Channel.RND_PRICE, row)
    return tax, deduction, (1 - tax * (1 + deduction)) / (1 - tax)


def left_alone(scene: Scene, row: int) -> float:
    """R&D of one firm that no certificate draws: what its user cost and the value of a line make best."""
    firms, terms = scene.firms, scene.terms.of("value")
    cost = user_cost(scene, row)[2]
    gamma, wage, normal = terms[valuing.CURVATURE], terms[valuing.WAGE], terms[valuing.NORMAL_COST]
    factor = 1 + terms[valuing.LASTING] * ((cost / normal) ** -((1 - gamma) / gamma) - 1)
    given = Surroundings(
        wage, 1 / terms[valuing.DEMAND], terms[valuing.INTEREST], terms[valuing.DESTRUCTION], terms[valuing.FRONTIER],
        terms[valuing.LOW_OPTION] * factor, terms[valuing.HIGH_OPTION] * factor,
    )  # fmt: skip
    seen = outlook(scene.prospects.economy, scene.prospects.spread, given)
    is_high = firms.high_type[row] == 1
    worth, skill = (seen.high_value, valuing.HIGH_SKILL) if is_high else (seen.low_value, valuing.LOW_SKILL)
    rate = terms[skill] * ((1 - gamma) * worth / (wage * cost)) ** ((1 - gamma) / gamma)
    labour = (rate / terms[skill] ** gamma) ** (1 / (1 - gamma))
    return float(firms.wedge[row]) * float(firms.market[row]) * int(firms.lines[row]) * wage * labour


def drawn(scene: Scene, row: int, alone: float) -> tuple[float, float]:
    """Real and reported R&D of one firm, raised where a certificate is worth it."""
    firms, terms = scene.firms, scene.terms.of("invest")
    tax, deduction, _ = user_cost(scene, row)
    sales, firm = float(firms.sales_y3[row]), int(firms.id[row])
    for offer in scene.payments.offers:
        for place in np.flatnonzero(offer.rows == row):
            age = (np.datetime64(f"{YEAR}-01-01") - firms.founded_on[row]).astype(float) / 365.25
            waits = float(DRAWS.at(0).exponential("invest/attention", np.array([firm]))[0])
            looks = offer.former[place] or waits < terms[choosing.ATTENTION] * age
            if not looks or offer.effort[place] <= alone or alone <= 0 or sales <= 0:
                continue
            size = "SMALL" if sales < terms[choosing.MEDIUM_SALES] else "MEDIUM"
            size = "LARGE" if sales > terms[choosing.LARGE_SALES] else size
            shared = certificate.Parameters(
                epsilon=terms[choosing.PRODUCTIVITY], theta=terms[choosing.DEMAND], beta=terms[choosing.PATIENCE],
                reference=terms[choosing.REFERENCE], eta=terms[getattr(choosing, f"RELABELLING_{size}")],
            )  # fmt: skip
            taxes = [np.array([t]) for t in (tax, scene.tax_rate, scene.tax_rate - offer.gain[place])]
            profit = terms[choosing.PROFIT_MARGIN] * offer.years
            free, extra = np.array([alone / sales]), np.array([deduction])
            curve = certificate.adjustment(free, profit, tuple(taxes), extra, shared)
            plans = certificate.plan(curve, profit, offer.effort[place] / sales, tuple(taxes), extra, shared)
            filing = float(DRAWS.at(0).exponential("invest/filing", np.array([firm]))[0])
            if terms[getattr(choosing, f"FILING_{size}")] * filing < plans.worth_it[0]:
                return max(alone, plans.real[0] * sales), max(alone, plans.reported[0] * sales)
    return alone, alone


def added(scene: Scene, row: int) -> float:
    """R&D of one firm that grants, loans and rounds add."""
    terms = scene.terms.of("invest")
    ways = {
        Channel.RND_CASH: choosing.CASH_ADDED,
        Channel.GUARANTEE: choosing.LOAN_ADDED,
        Channel.EQUITY: choosing.ROUND_ADDED,
    }
    return sum(terms[part] * scene.points(channel, row) for channel, part in ways.items())


def test_each_firm_spends_and_reports_what_the_page_says(scene) -> None:
    size = len(scene.firms)
    told = np.array([drawn(scene, row, left_alone(scene, row)) for row in range(size)])
    told += np.array([[added(scene, row)] for row in range(size)])
    done = scene.invested
    np.testing.assert_allclose(done.real_rnd, told[:, 0], 1e-4)  # values are interpolated between user costs
    np.testing.assert_allclose(done.rnd, told[:, 1], 1e-4)
    assert (done.rnd > 0).sum() > 20


def test_the_adjustment_cost_is_the_one_that_makes_free_spending_best() -> None:
    shared = certificate.Parameters()
    free = np.geomspace(0.001, 0.06, 30)
    taxes = tuple(np.full(30, t) for t in (0.25, 0.25, 0.15))
    extra = np.full(30, 0.5)
    curve = certificate.adjustment(free, 0.2, taxes, extra, shared)
    assert (curve > 0).all()
    np.testing.assert_allclose(certificate.plan(curve, 0.2, 0.03, taxes, extra, shared).without, free, 1e-9)


def test_some_firm_is_drawn_to_the_notch_and_some_of_it_is_relabelled(scene) -> None:
    done = scene.invested
    efforts = {int(r): e for o in scene.payments.offers for r, e in zip(o.rows, o.effort, strict=True)}
    assert any(done.rnd[row] == pytest.approx(effort, SINGLE) for row, effort in efforts.items() if effort > 0)
    assert (done.real_rnd < done.rnd * (1 - SINGLE)).any()


HELP = {
    Channel.COMPUTE: finding.COMPUTED,
    Channel.SEQUENCING: finding.SEQUENCED,
    Channel.SPACE: finding.PLACED,
}


def test_each_firm_finds_what_the_page_says(scene) -> None:
    firms, terms = scene.invested, scene.terms.of("discover")
    skills = float(np.average(firms.skill, weights=firms.professionals))
    done, _ = finding.discover(firms, scene.region.lines, scene.prospects, scene.payments, terms, DRAWS)
    for row in range(len(firms)):
        firm, filed, abroad = int(firms.id[row]), 0, 0
        if firms.real_rnd[row] > 0:
            millions = float(firms.real_rnd[row]) / 1e6
            mean = terms[finding.YIELD] * float(firms.inventiveness[row]) * millions ** terms[finding.ELASTICITY]
            if firms.professionals[row] > 0:
                mean *= (float(firms.skill[row]) / skills) ** terms[finding.SKILL]
            for channel, rise in HELP.items():
                mean *= 1 + terms[rise] if scene.points(channel, row) > 0 else 1
            meetings = scene.points(Channel.MEETINGS, row)
            mean += meetings * terms[finding.PAIRED] * terms[finding.TOGETHER]
            filed = int(one("poisson", "discover/inventions", firm, mean))
            abroad = min(math.floor(terms[finding.PCT_SHARE] * filed + one("uniform", "discover/pct", firm)), filed)
        assert (done.invention_applications[row], done.pct_applications[row]) == (filed, abroad)
        assert done.inventions_held[row] == firms.inventions_held[row] + filed
        assert done.owns_core_ip[row] == (1 if filed else firms.owns_core_ip[row])
        score = min(float(firms.score[row]) + terms[finding.SCORE_PER_INVENTION] * filed, 100)
        assert done.score[row] == pytest.approx(score, SINGLE)
        chance = 1 - (1 - terms[finding.LEADING]) ** filed
        assert done.led_standard[row] == (one("uniform", "discover/standards", firm) < chance)
    assert done.invention_applications.sum() > 0


BY_YEAR = [leaving.YEAR_1, leaving.YEAR_2, leaving.YEAR_3, *[leaving.YEARS_4_TO_7] * 4, leaving.LATER]


def test_each_actor_leaves_when_the_page_says(scene) -> None:
    terms = scene.terms.of("leave")
    lost = scene.firms.but(lines=np.where(np.arange(len(scene.firms)) % 3 == 0, 0, scene.firms.lines))
    firms_gone, traders_gone, hazards = leaving.leave(lost, scene.region.traders, terms, DRAWS)
    np.testing.assert_array_equal(firms_gone, np.arange(len(lost)) % 3 == 0)
    np.testing.assert_allclose(hazards, [terms[leaving.LOCAL] * terms[value] for value in BY_YEAR], 1e-15)
    for row, trader in enumerate(scene.region.traders.id):
        assert traders_gone[row] == (one("uniform", "leave/traders", int(trader)) < terms[leaving.TRADERS_HAZARD])
    assert traders_gone.any()
    assert not traders_gone.all()


def test_each_business_lives_or_leaves_as_the_page_says(scene) -> None:
    before, terms = scene.region.businesses, scene.terms.of("account")
    hazards = leaving.leave(scene.firms, scene.region.traders, scene.terms.of("leave"), DRAWS)[2]
    joining = before.take(np.arange(3)).but(id=np.array([1, 2, 3]))
    after, moved = books.carry_on(before, hazards, joining, DAY, terms, DRAWS)
    place = 0
    for row, (business, founded) in enumerate(zip(before.id, before.founded_on.tolist(), strict=True)):
        luck, fate = (float(drawn[0]) for drawn in DRAWS.pair("account/businesses", np.array([business])))
        lived = max((date(YEAR, 1, 1) - founded).days, 0) / 365.25
        if fate < hazards[min(int(lived), 7)]:
            assert moved[row] == -1
            continue
        assert (moved[row], after.id[place]) == (place, business)
        last = float(before.sales_y3[row])
        laplace = math.log(2 * luck) if luck < 0.5 else -math.log(2 * (1 - luck))
        sales = last * factor(last, laplace, terms)
        staff = float(before.staff[row]) * sales / last * math.exp(-terms[books.WAGE_GROWTH])
        assert (after.sales_y2[place], after.sales_y3[place]) == (before.sales_y3[row], pytest.approx(sales, SINGLE))
        assert after.staff[place] == pytest.approx(staff, SINGLE)
        assert (after.district[place], after.industry[place]) == (before.district[row], before.industry[row])
        place += 1
    assert 0 < place < len(before)
    np.testing.assert_array_equal(after.id[place:], joining.id)


def factor(before: float, laplace: float, terms) -> float:
    """What a market is multiplied by: drift, and a Laplace shock that large firms feel less."""
    scale = terms[books.SHOCK] * (max(before, 1) / terms[books.TYPICAL]) ** -terms[books.SIZE_POWER]
    scale = min(scale, terms[books.WIDEST])
    return math.exp(terms[books.DRIFT] + scale * laplace) * (1 - scale**2)


def sold(scene: Scene, firms: Firms, row: int, terms) -> float:
    """Sales of one firm a year later: its lines in its market."""
    laplace = one("laplace", "account/shock", int(firms.id[row]))
    own = scene.region.lines.firm == firms.id[row]
    return (
        float(firms.market[row])
        * factor(float(firms.sales_y3[row]), laplace, terms)
        * float((scene.region.lines.quality[own].astype(float) ** 1.9).sum())
    )


def test_each_firms_books_close_as_the_page_says(scene) -> None:
    terms = scene.terms.of("account")
    firms = scene.invested
    nobody, stay = firms.take(np.empty(0, np.int64)), np.zeros(len(firms), np.bool_)
    output = yields(firms.lines, scene.region.lines.quality, 1.9)
    done, moved, _ = books.account(firms, output, scene.payments, nobody, stay, DAY, scene.tax_rate, terms, DRAWS)
    granted = {int(r) for p in scene.payments.on("firms", Channel.CERTIFICATE) for r in p.rows}
    for row in range(len(firms)):
        sales = sold(scene, firms, row, terms)
        assert done.sales_y3[row] == pytest.approx(sales, 2 * SINGLE)
        staff = float(firms.staff[row]) * sales / float(firms.sales_y3[row]) * math.exp(-terms[books.WAGE_GROWTH])
        assert done.staff[row] == pytest.approx(staff, 2 * SINGLE)
        profit = sales * terms[books.PROFIT_MARGIN] + scene.points(Channel.OPERATING_CASH, row)
        deducted = min(scene.points(Channel.RND_PRICE, row) * float(firms.rnd[row]), profit)
        points = scene.points(Channel.TAX_RATE, row)
        relief = scene.tax_rate * deducted + points * (profit - deducted)
        assert done.tax_relief[row] == pytest.approx(relief, 2 * SINGLE)
        assert done.tax_paid[row] == pytest.approx(scene.tax_rate * profit - relief, 1e-5, abs=1)
        assert done.value_added[row] == pytest.approx(sales * terms[books.VALUE_ADDED_TECHNOLOGY], 2 * SINGLE)
        assert (done.accredited_on[row] == DAY) == (row in granted)
    assert granted
    np.testing.assert_array_equal(moved, np.arange(len(firms)))


def test_who_leaves_and_who_joins_has_the_place_that_the_books_say(scene) -> None:
    firms, terms = scene.invested, scene.terms.of("account")
    gone, joining = np.arange(len(firms)) % 4 == 1, firms.take(np.arange(2)).but(id=np.array([1, 2]))
    output = yields(firms.lines, scene.region.lines.quality, 1.9)
    done, moved, _ = books.account(
        firms, output, scene.payments, joining, gone, DAY, scene.tax_rate, terms, DRAWS
    )  # fmt: skip
    np.testing.assert_array_equal(moved == -1, gone)
    np.testing.assert_array_equal(done.id[moved[~gone]], firms.id[~gone])
    np.testing.assert_array_equal(done.id[-2:], joining.id)
