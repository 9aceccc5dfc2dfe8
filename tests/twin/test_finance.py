"""Finance, one firm at a time from its docstring, against the process; and its limits."""

from datetime import date

import numpy as np
import pytest

from mangrove.draws import Draws
from mangrove.errors import RuleError
from mangrove.pay import Payment, Payments
from mangrove.processes import finance as financing
from mangrove.programme import Channel
from mangrove.rulebook import read_rulebook

YEAR = 2019
DRAWS = Draws(1, 0, YEAR)
TERMS = read_rulebook("mangrove.regions.shenzhen").on(date(YEAR, 12, 31)).of("finance")
SIZE = 500


@pytest.fixture(scope="module")
def firms(firms_of):
    i = np.arange(SIZE)
    return firms_of(
        SIZE, id=i * 5 + 7, lines=i % 4, sales_y3=1e6 * (1 + i % 9), stake=np.where(i % 3, 0.0, 0.05 + i / 2 / SIZE)
    )


def payments(rows, loans=(), rounds=()) -> Payments:
    paid = [
        Payment(name, channel, "firms", rows[: len(amounts)], np.asarray(amounts, float), "CNY/yr", part)
        for name, channel, amounts, part in (
            ("pool", Channel.GUARANTEE, loans, 0.25), ("fund", Channel.EQUITY, rounds, 0.4),
        )
    ]  # fmt: skip
    return Payments(tuple(paid), ())


def drawn(stream: str, firm: int) -> float:
    return float(DRAWS.uniform(stream, np.array([firm]))[0])


def test_each_loan_and_each_stake_fares_as_the_page_says(firms) -> None:
    rows = np.arange(0, SIZE, 2)
    amounts = 1e5 * (1 + np.arange(len(rows)) % 7)
    after, (lost, called, sold) = financing.finance(firms, payments(rows, amounts, amounts), TERMS, DRAWS)
    losses, calls, sales = ({int(i): x for i, x in zip(e.ids, e.amount, strict=True)} for e in (lost, called, sold))
    paid = dict(zip(rows.tolist(), amounts.tolist(), strict=True))
    for row in range(SIZE):
        firm, gone, amount = int(firms.id[row]), firms.lines[row] == 0, paid.get(row, 0.0)
        worth = TERMS[financing.WORTH] * float(firms.sales_y3[row])
        stake, fetched = float(firms.stake[row]), None
        if stake > 0 and (gone or drawn("finance/sale", firm) < TERMS[financing.SALE]):
            stake, fetched = 0.0, None if gone else stake * worth
        bought = amount / (worth + amount)
        assert after.stake[row] == pytest.approx(stake * (1 - bought) + 0.4 * bought)
        assert sales.get(firm) == (pytest.approx(fetched) if fetched is not None else None)
        assert calls.get(firm, 0.0) == pytest.approx(0.4 * amount)
        fails = amount > 0 and (gone or drawn("finance/default", firm) < TERMS[financing.DEFAULT])
        assert (firm in losses) == (amount > 0)
        assert losses.get(firm, 0.0) == pytest.approx(0.25 * TERMS[financing.LOST] * amount if fails else 0.0)
    assert (lost.returned, called.returned, sold.returned) == (False, False, True)
    assert any(losses.values())
    assert sales
    assert after.check() == []


def test_without_programmes_nothing_happens(firms) -> None:
    after, entries = financing.finance(firms, Payments((), ()), TERMS, DRAWS)
    assert after is firms
    assert entries == []


def test_nobody_is_financed_where_there_is_nobody(firms_of) -> None:
    after, entries = financing.finance(firms_of(0), payments(np.empty(0, np.int64)), TERMS, DRAWS)
    assert len(after) == 0
    assert [len(entry.ids) for entry in entries] == [0, 0, 0]


def test_the_order_of_firms_does_not_matter(firms) -> None:
    rows = np.arange(0, SIZE, 2)
    order = np.argsort(firms.id * 7919 % 1009)
    place = np.argsort(order)
    here = financing.finance(firms, payments(rows, rows + 1.0, rows + 1.0), TERMS, DRAWS)
    there = financing.finance(firms.take(order), payments(place[rows], rows + 1.0, rows + 1.0), TERMS, DRAWS)
    np.testing.assert_array_equal(here[0].stake[order], there[0].stake)
    for one, other in zip(here[1], there[1], strict=True):
        assert dict(zip(one.ids, one.amount, strict=True)) == dict(zip(other.ids, other.amount, strict=True))


def test_the_whole_of_a_firm_is_never_sold_twice(firms) -> None:
    rows = np.arange(SIZE)
    whole = Payment("fund", Channel.EQUITY, "firms", rows, np.full(SIZE, 1e30), "CNY/yr")
    after, _ = financing.finance(firms.but(stake=np.ones(SIZE)), Payments((whole,), ()), TERMS, DRAWS)
    assert after.check() == []


def test_two_funds_are_refused_by_name(firms) -> None:
    fund = Payment("angel_fund", Channel.EQUITY, "firms", np.arange(2), np.ones(2), "CNY/yr")
    other = Payment("seed_fund", Channel.EQUITY, "firms", np.arange(2), np.ones(2), "CNY/yr")
    with pytest.raises(RuleError, match=r"angel_fund and seed_fund both put equity into firms.* Turn one of them off"):
        financing.finance(firms, Payments((fund, other), ()), TERMS, DRAWS)
