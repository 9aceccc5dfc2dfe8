"""Finance: loans on pledged IP default or are paid back, and funds buy and sell stakes in firms.

A loan is taken at the start of the year for a year. It defaults if the firm has lost its last line by the end, and with
a small chance of its own otherwise; of what the bank then loses the programme that guaranteed it bears its part, the
bank and its insurers the rest.

A round of equity buys a part of the firm, round / (worth + round), and thins the stakes of before; worth is a multiple
of sales. The programme calls its part of the round from its budget when it is invested. Stakes are sold at the firm's
worth at a yearly chance, and what they fetch is distributed to the programme; the stake in a firm that is gone is lost.
"""

import numpy as np

from mangrove.arrays import Doubles
from mangrove.dated import assumption, constant
from mangrove.draws import Draws
from mangrove.errors import RuleError
from mangrove.gaps import or_nothing
from mangrove.pay import MONEY, Entry, Payment, Payments
from mangrove.programme import Channel, Terms
from mangrove.registers.firms import Firms

# fmt: off
DEFAULT = constant(
    "share", "Loans on pledged IP that default in a year though the firm goes on.", 0.02,
    assumption("somewhat above the bad loans of all small firms", "defaults of the risk pool, by year"),
    low=0, high=1, interval=(0.005, 0.055),
)
LOST = constant(
    "share", "Part of a defaulted loan that is lost once the pledged IP is sold.", 0.8,
    assumption("IP of a failed firm fetches little", "realised losses of the risk pool"), low=0, high=1,
    interval=(0.5, 1.0),
)
WORTH = constant(
    "ratio", "Worth of a young technology firm over its yearly sales.", 3.0,
    assumption("between listed technology firms and what early rounds are told to value", "rounds of the sub-funds"),
    low=0.01, high=100, interval=(1.0, 10.0),
)
SALE = constant(
    "share", "Stakes that are sold in a year.", 0.12,
    assumption("holding for some eight years, the term of such funds", "exits of the sub-funds"), low=0, high=1,
    interval=(0.08, 0.2),
)
# fmt: on


def finance(firms: Firms, payments: Payments, terms: Terms, draws: Draws) -> tuple[Firms, list[Entry]]:
    """Firms with the stakes that public funds hold at the end of the year, and what that and the guarantees cost.

    Args:
        firms: The register, with the lines that firms hold at the end of the year.
        payments: What programmes put on channels; guarantees and equity are spent here.
        terms: This process's values.
        draws: The year's draws.

    Raises:
        RuleError: if two programmes buy equity, for a stake does not say whose it is.
    """
    entries = [_losses(firms, loans, terms, draws) for loans in payments.on("firms", Channel.GUARANTEE)]
    buyers = payments.on("firms", Channel.EQUITY)
    if len(buyers) > 1:
        names = " and ".join(payment.programme for payment in buyers)
        msg = f"{names} both put equity into firms, whose stakes do not say whose they are. Turn one of them off."
        raise RuleError(msg)
    for rounds in buyers:
        firms, sold = _sold(firms, rounds, terms, draws)
        firms, called = _bought(firms, rounds, terms)
        entries += [called, sold]
    return firms, entries


def _losses(firms: Firms, loans: Payment, terms: Terms, draws: Draws) -> Entry:
    """What a programme pays for each loan that it guaranteed: its part of the loss, nothing if it was paid back."""
    rows = loans.rows
    ids = firms.id[rows]
    bad = (firms.lines[rows] == 0) | (draws.uniform("finance/default", ids) < terms[DEFAULT])
    lost = np.where(bad, loans.part * terms[LOST] * loans.amount, 0.0)
    return Entry(loans.programme, loans.channel, "firms", ids, lost, MONEY, met=loans.met, on=loans.amount)


def _sold(firms: Firms, rounds: Payment, terms: Terms, draws: Draws) -> tuple[Firms, Entry]:
    """Stakes sold or lost in the year, and what they fetch."""
    held = np.flatnonzero(firms.stake > 0)
    ids = firms.id[held]
    gone = firms.lines[held] == 0
    out = gone | (draws.uniform("finance/sale", ids) < terms[SALE])
    price = firms.stake[held] * np.where(gone, 0.0, _worth(firms, terms)[held])
    stake = firms.stake.copy()
    stake[held[out]] = 0.0
    sold = out & ~gone
    return firms.but(stake=stake), Entry(
        rounds.programme, rounds.channel, "firms", ids[sold], price[sold], MONEY, returned=True
    )


def _bought(firms: Firms, rounds: Payment, terms: Terms) -> tuple[Firms, Entry]:
    """Stakes bought in the year's rounds, and the calls on the programme."""
    rows = rounds.rows
    worth = _worth(firms, terms)[rows]
    bought = np.divide(rounds.amount, worth + rounds.amount, out=np.zeros(len(rows)), where=rounds.amount > 0)
    stake = firms.stake.copy()
    stake[rows] = stake[rows] * (1 - bought) + rounds.part * bought
    called = rounds.part * rounds.amount
    ids = firms.id[rows]
    return firms.but(stake=stake), Entry(
        rounds.programme, rounds.channel, "firms", ids, called, MONEY, met=rounds.met, on=rounds.amount
    )


def _worth(firms: Firms, terms: Terms) -> Doubles:
    """What firms are worth by their last closed year's sales, CNY."""
    return terms[WORTH] * or_nothing(firms.sales_y3)
