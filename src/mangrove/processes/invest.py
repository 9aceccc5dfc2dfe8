"""Invest: technology firms choose the year's R&D, and what of it they report.

Left alone, a firm does as much R&D on each line as its user cost and the value of a new line make best, and
reports what it does. A certificate that asks for R&D above a threshold is a notch, on which firms decide as in
Chen, Liu, Suarez Serrato & Xu (2021): a firm that looks into it may do more R&D, call other expenses R&D, or both,
and does so if the tax saved while the certificate lasts is worth the extra R&D, the relabelling and the cost of
certification. Its cost of adjusting R&D is the one at which what it does anyway is best for it. Of R&D cash, of a
loan on pledged IP and of a round of equity a part adds to a firm's own R&D.
"""

import numpy as np

from mangrove.arrays import Bools, Doubles, Longs
from mangrove.dated import Evidence, Source, assumption, constant
from mangrove.draws import Draws
from mangrove.kernels.survival import YEAR
from mangrove.models import certificate, notch
from mangrove.models.aaabk.prospects import Prospects
from mangrove.pay import Offer, Payments
from mangrove.programme import Channel, Terms
from mangrove.registers.firms import Firms

# fmt: off
CASH_ADDED = constant(
    "share", "Part of each yuan of R&D cash that adds to a firm's R&D; the rest replaces its own.", 0.5,
    Source(
        "Boeing (2016), grants to Chinese listed firms", Evidence.ESTIMATED, "Research Policy 45(9)",
        note="half crowded out at once, neutral later; the interval runs from full crowding out to none",
    ), low=0, high=1, interval=(0.0, 1.0),
)
LOAN_ADDED = constant(
    "share", "Part of a loan on pledged IP that adds to a firm's R&D of the year.", 0.3,
    assumption("no causal estimate: pledging raises debt, R&D and patents (Mann 2018), by how much of a loan is not "
               "printed in what was read", "R&D of firms before and after a pledge, against refused ones"),
    low=0, high=1, interval=(0.0, 0.6),
)
ROUND_ADDED = constant(
    "share", "Part of a round of equity that adds to a firm's R&D of the year.", 0.5,
    assumption("no causal estimate: half as of grants; government funds do worse than others (Colonnelli, Li & Liu "
               "2024)", "R&D of funded and refused projects of the angel fund"),
    low=0, high=1, interval=(0.0, 1.0),
)
PROFIT_MARGIN = constant(
    "share", "Taxable profit before deductions that firms expect, part of sales.", 0.08,
    assumption("between the 6 % of manufacturing and the 20 % of the notch literature", "tax returns"),
    low=0, high=1,
)
ATTENTION = constant(
    "1/yr", "Rate at which firms come to look into a certificate; who has looked keeps looking.", 0.15,
    assumption("few firms plan for a certificate in their first years", "a survey of applicants"), low=0, high=10,
)
PRODUCTIVITY = constant(
    "1", "Elasticity of productivity to real R&D, as firms reckon for a certificate.",
    0.091, certificate.RECALLED, low=0.001, high=0.2, interval=(0.06, 0.13),
)
DEMAND = constant("1", "Elasticity of demand for a firm's products, in that reckoning.", 5.0, certificate.RECALLED,
                  low=1.1, high=6, interval=(4.0, 6.0))
REFERENCE = constant(
    "share", "R&D over sales at which profit is expected to stay as it is.", 0.005,
    certificate.REFERENCE.history[0].source, low=1e-4, high=1,
)
PATIENCE = constant(
    "1", "Discount factor of firms over the life of a certificate.", 0.925, certificate.RECALLED,
    low=0.1, high=1, interval=(0.90, 0.97),
)
MEDIUM_SALES = constant("CNY/yr", "Sales from which a firm is no longer small.", 50e6, notch.RULES, low=1)
LARGE_SALES = constant("CNY/yr", "Sales above which a firm is large.", 200e6, notch.RULES, low=1)
FILING_SMALL = constant("1", "Mean cost of certification of small firms, in thresholds.", 1.941, notch.MOMENTS,
                        low=0.01, high=1000)
FILING_MEDIUM = constant("1", "The same of medium firms.", 1.167, notch.MOMENTS, low=0.01, high=1000)
FILING_LARGE = constant("1", "The same of large firms.", 0.7229, notch.MOMENTS, low=0.01, high=1000)
RELABELLING_SMALL = constant("1", "Steepness of the cost of relabelling, small firms.", 3.111, notch.MOMENTS,
                             low=0.1, high=100)
RELABELLING_MEDIUM = constant("1", "The same of medium firms.", 5.343, notch.MOMENTS, low=0.1, high=100)
RELABELLING_LARGE = constant("1", "The same of large firms.", 7.246, notch.MOMENTS, low=0.1, high=100)
DISPLACED = constant(
    "share", "Part of the R&D that a city's own programmes draw which another city loses.", 0.65,
    Source("Wilson 2009, R&D tax credits of states and of their neighbours", Evidence.ESTIMATED,
           "Review of Economics and Statistics 91(2)",
           note="own and neighbours' elasticities of 2.5 and -2.5 add up to nothing: the upper end; the lower is "
           "assumed"),
    low=0, high=1, interval=(0.3, 1.0),
)
# fmt: on


def invest(
    firms: Firms, prospects: Prospects, payments: Payments, tax_rate: float, terms: Terms, draws: Draws
) -> Firms:
    """Firms with the year's R&D decided, real and reported.

    Args:
        firms: The register at the start of the year.
        prospects: Of the technology firms.
        payments: What programmes put on channels; R&D price, tax rate, R&D cash and certificates are spent here, and of
            guarantees and equity what firms raise on them.
        tax_rate: Statutory income tax rate.
        terms: This process's values.
        draws: The year's draws.
    """
    size = len(firms)
    real = alone(firms, prospects)
    reported = real.copy()
    rate = np.maximum(tax_rate - payments.of("firms", Channel.TAX_RATE, size), 0.0)
    deduction = payments.of("firms", Channel.RND_PRICE, size)
    for offer in payments.offers:
        if offer.register == "firms":
            rows, done, told = _certified(firms, offer, real, (rate, deduction), tax_rate, terms, draws)
            real[rows] = np.maximum(real[rows], done)
            reported[rows] = np.maximum(reported[rows], told)
    added, drawn = np.zeros(size), np.zeros(size)
    for channel, part in (
        (Channel.RND_CASH, CASH_ADDED),
        (Channel.GUARANTEE, LOAN_ADDED),
        (Channel.EQUITY, ROUND_ADDED),
    ):
        for payment in payments.on("firms", channel):
            added[payment.rows] += terms[part] * payment.amount
            if not payment.national:
                drawn[payment.rows] += terms[part] * payment.amount
    return firms.but(
        rnd=(reported + added).astype(np.float32),
        real_rnd=(real + added).astype(np.float32),
        drawn_rnd=drawn.astype(np.float32),
    )


def alone(firms: Firms, prospects: Prospects) -> Doubles:
    """R&D of each firm that no certificate draws, CNY/yr."""
    a_line = prospects.research(firms.high_type, prospects.own(firms.high_type))
    return firms.wedge.astype(np.float64) * firms.market * firms.lines * a_line


def _certified(
    firms: Firms, offer: Offer, real: Doubles, taxes: tuple[Doubles, Doubles], tax_rate: float, terms: Terms,
    draws: Draws,
) -> tuple[Longs, Doubles, Doubles]:  # fmt: skip
    """Whom a certificate draws, with the R&D they then do and report, CNY/yr."""
    sales = firms.sales_y3[offer.rows].astype(np.float64)
    able = (sales > 0) & (real[offer.rows] > 0) & (offer.effort > real[offer.rows])
    age = (np.datetime64(f"{draws.year}-01-01", "D") - firms.founded_on[offer.rows]).astype(np.float64) / YEAR
    waits = draws.at(0).exponential("invest/attention", firms.id[offer.rows])
    looks = offer.former | (waits < terms[ATTENTION] * age)
    place = np.flatnonzero(able & looks)
    rows, sales = offer.rows[place], sales[place]
    rate, deduction = (values[rows] for values in taxes)
    later = np.stack([rate, np.full(len(rows), tax_rate), np.maximum(tax_rate - offer.gain[place], 0.0)])
    free, threshold = real[rows] / sales, offer.effort[place] / sales
    profit, dice = terms[PROFIT_MARGIN] * offer.years, draws.at(0).exponential("invest/filing", firms.id[rows])
    done, told, drawn = np.zeros(len(rows)), np.zeros(len(rows)), np.zeros(len(rows), np.bool_)
    for group, filing, steepness in _groups(sales, terms):
        parameters = certificate.Parameters(
            epsilon=terms[PRODUCTIVITY], theta=terms[DEMAND], eta=steepness, beta=terms[PATIENCE],
            reference=terms[REFERENCE],
        )  # fmt: skip
        rates = later[0, group], later[1, group], later[2, group]
        curve = certificate.adjustment(free[group], profit, rates, deduction[group], parameters)
        plans = certificate.plan(curve, profit, threshold[group], rates, deduction[group], parameters)
        done[group], told[group], drawn[group] = plans.choose(filing * dice[group])
    return rows[drawn], done[drawn] * sales[drawn], told[drawn] * sales[drawn]


def _groups(sales: Doubles, terms: Terms) -> list[tuple[Bools, float, float]]:
    """Small, medium and large firms, with their mean cost of certification and steepness of relabelling."""
    small, large = sales < terms[MEDIUM_SALES], sales > terms[LARGE_SALES]
    return [
        (small, terms[FILING_SMALL], terms[RELABELLING_SMALL]),
        (~small & ~large, terms[FILING_MEDIUM], terms[RELABELLING_MEDIUM]),
        (large, terms[FILING_LARGE], terms[RELABELLING_LARGE]),
    ]
