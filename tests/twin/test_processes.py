"""The year's processes, one firm at a time, as their pages tell them, against the code for all firms at once."""

import math
from datetime import date

import numpy as np
import pytest

from mangrove.draws import Draws
from mangrove.pay import pay
from mangrove.processes import account as books
from mangrove.processes import discover as finding
from mangrove.processes import invest as choosing
from mangrove.processes import leave as leaving
from mangrove.programme import Channel
from mangrove.registers.firms import Firms
from mangrove.rulebook import read_rulebook
from mangrove.scenario import Scenario

SINGLE = 1e-6  # relative; registers hold single precision
YEAR = 2012
DAY = np.datetime64(f"{YEAR}-12-31", "D")
DRAWS = Draws(1, 0, YEAR)


class Scene:
    """A part of Shenzhen at the start of a year, with the year's payments."""

    def __init__(self, opened, lived) -> None:
        watchful = Scenario(changes={"invest.attention": {"1900-01-01": 0.9}})  # so that few firms show the notch
        self.rules = watchful.apply(read_rulebook("mangrove.regions.shenzhen"))
        self.region = lived(opened("shenzhen", 0.005).region, self.rules, YEAR - 1)[-1].region
        self.firms = self.region.firms
        self.terms = self.rules.on(date(YEAR, 12, 31))
        self.payments = pay(self.region, self.rules, self.terms, DRAWS)
        self.tax_rate = self.terms.of("account")[books.TAX_RATE]
        self.granted: dict[tuple[Channel, int], float] = {}
        for paid in self.payments.paid:
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


def spending(scene: Scene, row: int) -> float:
    """R&D of one firm: ambition times expected sales times the user cost, raised to a notch worth reaching."""
    firms, terms = scene.firms, scene.terms.of("invest")
    if firms.technology[row] != 1:
        return 0.0
    tax = scene.tax_rate - scene.points(Channel.TAX_RATE, row)
    extra_deduction = scene.points(Channel.RND_PRICE, row)
    cost = (1 - tax * (1 + extra_deduction)) / (1 - tax)
    sales = float(firms.sales_y3[row])
    rnd = (
        float(firms.ambition[row]) * sales * (1 + terms[choosing.EXPECTED_GROWTH]) * cost ** -terms[choosing.ELASTICITY]
    )
    for offer in scene.payments.offers:
        for place in np.flatnonzero(offer.rows == row):
            firm = int(firms.id[row])
            looks = offer.former[place] or one("uniform", "invest/attention", firm) < terms[choosing.ATTENTION]
            saved = offer.gain[place] * offer.years * terms[choosing.PROFIT_MARGIN] * sales
            missing = max(offer.effort[place] - rnd, 0.0)
            filing = terms[choosing.CERTIFICATION_COST] * one("exponential", "invest/filing", firm) * sales
            if looks and saved > missing * (1 - tax * (1 + extra_deduction)) + filing:
                rnd = max(rnd, offer.effort[place])
    return rnd


def test_each_firm_spends_what_the_page_says(scene) -> None:
    told = [spending(scene, row) for row in range(len(scene.firms))]
    done = choosing.invest(scene.firms, scene.payments, scene.tax_rate, scene.terms.of("invest"), DRAWS)
    np.testing.assert_allclose(done.rnd, told, SINGLE)
    assert (done.rnd > 0).sum() > 20


def test_some_firm_is_drawn_to_the_notch(scene) -> None:
    done = choosing.invest(scene.firms, scene.payments, scene.tax_rate, scene.terms.of("invest"), DRAWS)
    efforts = {int(r): e for o in scene.payments.offers for r, e in zip(o.rows, o.effort, strict=True)}
    assert any(done.rnd[row] == pytest.approx(effort, SINGLE) for row, effort in efforts.items() if effort > 0)


def test_each_firm_finds_what_the_page_says(scene) -> None:
    firms, terms = scene.firms, scene.terms.of("discover")
    done = finding.discover(firms, terms, DRAWS)
    for row in range(len(firms)):
        firm, filed, abroad = int(firms.id[row]), 0, 0
        if firms.rnd[row] > 0:
            millions = float(firms.rnd[row]) / 1e6
            mean = terms[finding.YIELD] * float(firms.inventiveness[row]) * millions ** terms[finding.ELASTICITY]
            filed = int(one("poisson", "discover/inventions", firm, mean))
            abroad = min(math.floor(terms[finding.PCT_SHARE] * filed + one("uniform", "discover/pct", firm)), filed)
        assert (done.invention_applications[row], done.pct_applications[row]) == (filed, abroad)
        assert done.inventions_held[row] == firms.inventions_held[row] + filed
        assert done.owns_core_ip[row] == (1 if filed else firms.owns_core_ip[row])
        score = min(float(firms.score[row]) + terms[finding.SCORE_PER_INVENTION] * filed, 100)
        assert done.score[row] == pytest.approx(score, SINGLE)
    assert done.invention_applications.sum() > 0


def test_each_firm_leaves_when_the_page_says(scene) -> None:
    terms = scene.terms.of("leave")
    firms_gone, traders_gone = leaving.leave(scene.region, DAY, terms, DRAWS)
    by_year = [
        leaving.YEAR_1, leaving.YEAR_2, leaving.YEAR_3, *[leaving.YEARS_4_TO_7] * 4, leaving.LATER,
    ]  # fmt: skip
    for row, (firm, founded) in enumerate(zip(scene.firms.id, scene.firms.founded_on.tolist(), strict=True)):
        lived = max((date(YEAR, 1, 1) - founded).days, 0) / 365.25
        hazard = terms[leaving.LOCAL] * terms[by_year[min(int(lived), 7)]]
        assert firms_gone[row] == (one("uniform", "leave/firms", int(firm)) < hazard)
    for row, trader in enumerate(scene.region.traders.id):
        assert traders_gone[row] == (one("uniform", "leave/traders", int(trader)) < terms[leaving.TRADERS_HAZARD])
    assert firms_gone.any()
    assert not firms_gone.all()


def next_sales(firms: Firms, row: int, terms) -> float:
    """Sales of one firm a year later: drift, what a change of R&D intensity adds, and a Laplace shock."""
    before, rnd, rnd_before = (float(c[row]) for c in (firms.sales_y3, firms.rnd, firms.rnd_y3))
    boost = 0.0
    sales_before = float(firms.sales_y2[row])
    if rnd > 0 and rnd_before > 0 and before > 0 and sales_before > 0:
        boost = terms[books.PRODUCTIVITY] * math.log(rnd / before / (rnd_before / sales_before))
    scale = terms[books.SHOCK] * (max(before, 1) / terms[books.TYPICAL]) ** -terms[books.SIZE_POWER]
    scale = min(scale, terms[books.WIDEST])
    shock = scale * one("laplace", "account/shock", int(firms.id[row]))
    return before * math.exp(terms[books.DRIFT] + boost + shock) * (1 - scale**2)


def test_each_firms_books_close_as_the_page_says(scene) -> None:
    terms = scene.terms.of("account")
    firms = choosing.invest(scene.firms, scene.payments, scene.tax_rate, scene.terms.of("invest"), DRAWS)
    nobody, stay = firms.take(np.empty(0, np.int64)), np.zeros(len(firms), np.bool_)
    done, _ = books.account(firms, scene.payments, nobody, stay, DAY, scene.tax_rate, terms, DRAWS)
    granted = {int(r) for p in scene.payments.on("firms", Channel.CERTIFICATE) for r in p.rows}
    for row in range(len(firms)):
        sales = next_sales(firms, row, terms)
        assert done.sales_y3[row] == pytest.approx(sales, SINGLE)
        staff = float(firms.staff[row]) * sales / float(firms.sales_y3[row]) * math.exp(-terms[books.WAGE_GROWTH])
        assert done.staff[row] == pytest.approx(staff, 2 * SINGLE)
        profit = sales * terms[books.PROFIT_MARGIN]
        deducted = min(scene.points(Channel.RND_PRICE, row) * float(firms.rnd[row]), profit)
        points = scene.points(Channel.TAX_RATE, row)
        relief = scene.tax_rate * deducted + points * (profit - deducted)
        assert done.tax_relief[row] == pytest.approx(relief, 2 * SINGLE)
        assert done.tax_paid[row] == pytest.approx(scene.tax_rate * profit - relief, 1e-5, abs=1)
        share = books.VALUE_ADDED_TECHNOLOGY if firms.technology[row] == 1 else books.VALUE_ADDED
        assert done.value_added[row] == pytest.approx(sales * terms[share], 2 * SINGLE)
        assert (done.accredited_on[row] == DAY) == (row in granted)
    assert granted
