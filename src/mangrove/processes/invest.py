"""Invest: technology firms choose the year's R&D under the tax rules.

A firm's R&D is its ambition times expected sales, moved by the tax-adjusted user cost: R&D = a S B^-e with
B = (1 - t(1 + s)) / (1 - t), t the firm's tax rate and s its additional deduction. A certificate that asks for
R&D above a threshold is a notch: a firm that looks into it raises its R&D to the threshold if the tax saved
while the certificate lasts exceeds the after-tax cost of the extra R&D and of certification. Of R&D cash a part adds
to a firm's own R&D. This is the plain form; relabelling is not in it.
"""

import numpy as np

from mangrove.arrays import Doubles
from mangrove.dated import Evidence, Source, assumption, constant
from mangrove.draws import Draws
from mangrove.kernels.user_cost import b_index
from mangrove.pay import Payments
from mangrove.programme import Channel, Terms
from mangrove.registers.firms import Firms

# fmt: off
ELASTICITY = constant(
    "1", "Elasticity of real R&D to its user cost, sign turned.", 1.1,
    Source(
        "review of user-cost elasticities", Evidence.ESTIMATED,
        "Guceri & Liu 2019 (1.6), Guceri 2018 (1.18), Rao 2016 (1.1), Chen et al. 2021 (1.14 real), Jia & Ma 2017",
        note="median of the reviewed estimates; Chinese listed firms react less (0.4) in the short run",
    ), low=0, high=5, interval=(0.4, 2.0),
)
CASH_ADDED = constant(
    "share", "Part of each yuan of R&D cash that adds to a firm's R&D; the rest replaces its own.", 0.5,
    Source(
        "Boeing (2016), grants to Chinese listed firms", Evidence.ESTIMATED, "Research Policy 45(9)",
        note="half crowded out at once, neutral later; the interval runs from full crowding out to none",
    ), low=0, high=1, interval=(0.0, 1.0),
)
EXPECTED_GROWTH = constant(
    "1/yr", "Growth of sales that firms expect.", 0.12,
    Source(
        "GDP of 2005 to 2009, before the 2018 census", Evidence.ESTIMATED, "record, gdp_before_2018_census",
        note="13.4 % a year, current prices; firms expect a little less",
    ), low=-0.5, high=1,
)
PROFIT_MARGIN = constant(
    "share", "Taxable profit before deductions that firms expect, part of sales.", 0.08,
    assumption("between the 6 % of manufacturing and the 20 % of the notch literature", "tax returns"),
    low=0, high=1,
)
ATTENTION = constant(
    "share", "Firms that look into a first certificate in a year.", 0.15,
    assumption("few firms plan for a certificate years ahead", "a survey of applicants"), low=0, high=1,
)
CERTIFICATION_COST = constant(
    "share", "Mean cost of certification, part of sales; exponential over firms.", 0.005,
    assumption("consultants, audits and filings cost firms of all sizes", "Chen et al. 2021 replication package"),
    low=0, high=1,
)
# fmt: on


def invest(firms: Firms, payments: Payments, tax_rate: float, terms: Terms, draws: Draws) -> Firms:
    """Firms with the year's R&D decided.

    Args:
        firms: The register at the start of the year.
        payments: What programmes put on channels; R&D price, tax rate and certificate offers are spent here.
        tax_rate: Statutory income tax rate.
        terms: This process's values.
        draws: The year's draws.
    """
    who = np.flatnonzero(firms.technology > 0)
    rate = np.maximum(tax_rate - payments.of("firms", Channel.TAX_RATE, len(firms))[who], 0.0)
    deduction = payments.of("firms", Channel.RND_PRICE, len(firms))[who]
    sales = firms.sales_y3[who].astype(np.float64) * (1 + terms[EXPECTED_GROWTH])
    cost = b_index(rate, deduction)
    wanted = firms.ambition[who] * sales * cost ** -terms[ELASTICITY]
    rnd = np.zeros(len(firms))
    rnd[who] = wanted
    net_price = np.zeros(len(firms))
    net_price[who] = 1 - rate * (1 + deduction)
    for offer in payments.offers:
        if offer.register == "firms":
            rows = offer.rows
            gain = offer.gain * offer.years * terms[PROFIT_MARGIN] * firms.sales_y3[rows]
            extra = np.maximum(offer.effort - rnd[rows], 0.0)
            cost_of_filing = terms[CERTIFICATION_COST] * firms.sales_y3[rows] * _filing(firms, rows, draws)
            looks = offer.former | (draws.uniform("invest/attention", firms.id[rows]) < terms[ATTENTION])
            worth = looks & (gain > extra * net_price[rows] + cost_of_filing)
            rnd[rows] = np.where(worth, np.maximum(rnd[rows], offer.effort), rnd[rows])
    rnd[who] += terms[CASH_ADDED] * payments.of("firms", Channel.RND_CASH, len(firms))[who]
    return firms.but(rnd=rnd.astype(np.float32))


def _filing(firms: Firms, rows: np.ndarray, draws: Draws) -> Doubles:
    return draws.exponential("invest/filing", firms.id[rows])
