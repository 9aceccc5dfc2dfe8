"""Value: what a new product line is worth to each technology firm at today's user cost, wage and destruction rate.

Technology firms are those of Acemoglu, Akcigit, Alp, Bloom & Kerr (2018). Each runs product lines, does R&D on
them to win lines from others, loses lines to others, and gives up a line that no longer pays its cost of operation.
The region is small in its world: interest, the speed of the frontier, the destruction of lines and the worth of the
right to invent come from outside, and its own inventions land on lines of the whole world. What differs from firm to
firm is the user cost of R&D, B = (1 - t (1 + s)) / (1 - t) at the firm's tax rate t and additional deduction s.

Money is counted in sales of a line of mean quality; what that is in yuan is each firm's own market.
"""

from typing import Final

import numpy as np

from mangrove.arrays import Doubles
from mangrove.dated import Evidence, Source, assumption, constant
from mangrove.kernels.steady_state import Economy
from mangrove.kernels.user_cost import b_index
from mangrove.models.aaabk.firm import Surroundings
from mangrove.models.aaabk.prospects import Prospects, prospects
from mangrove.pay import Payments
from mangrove.programme import Channel, Terms
from mangrove.registers.firms import Firms

PAPER: Final = Source(
    "Acemoglu, Akcigit, Alp, Bloom & Kerr (2018), estimates", Evidence.ESTIMATED,
    "American Economic Review 108(11), doi:10.1257/aer.20130470; params-baseline.txt of its replication files",
    note="United States, 1987-1997; taken over unchanged, so that the interval should be widened for Shenzhen",
)  # fmt: skip
STEADY: Final = Source(
    "Acemoglu, Akcigit, Alp, Bloom & Kerr (2018), baseline equilibrium", Evidence.ESTIMATED,
    "`mangrove replicate aaabk`, table A1", note="the world outside is taken to be in that steady state",
)  # fmt: skip
SKILLS: Final = Source(
    "solved so that low and high types invent as often as in the paper", Evidence.CALIBRATED,
    "x_L 0.259 and x_H 0.381 of table A1, at the normal user cost and this curvature",
    note="the paper's own skills, 1.391 and 1.751, belong to its curvature of 0.5 and a user cost of 1",
)  # fmt: skip

# fmt: off
STEP = constant("1", "Quality gained by an invention, part of the world's mean (lambda).", 0.131874, PAPER,
                low=0.03, high=0.5)
SHOCK = constant("1/yr", "Rate at which a whole firm is destroyed from outside (psi).", 0.037175, PAPER,
                 low=0, high=1, interval=(0.02, 0.06))
FADE = constant("1/yr", "Rate at which firms of high type turn low (nu).", 0.205622, PAPER, low=0, high=5)
HIGH_SHARE = constant("share", "Entrants that are of high type (alpha).", 0.925521, PAPER, low=0, high=1)
OVERHEAD = constant("1", "Skilled workers who operate a line, in the model's units (phi).", 0.216312, PAPER,
                    low=0, high=2)
ENTRY_SKILL = constant("1", "Productivity of entrants in R&D (theta_E).", 0.0236, PAPER, low=1e-6, high=1)
DEMAND = constant("1", "Elasticity of substitution between lines (epsilon).", 2.9, PAPER, low=1.5, high=8)
ENTRY_CURVATURE = constant("1", "Exponent of what entrants already are in their inventions (gamma_E).", 0.5, PAPER,
                           low=0.05, high=0.95)
CURVATURE = constant(
    "1", "Exponent of what a firm already is in its inventions (gamma).", 0.7,
    Source(
        "inventions to R&D within firms, 0.3 to 0.5; R&D to its user cost, median 1.1", Evidence.ESTIMATED,
        "Hall, Griliches & Hausman 1986, recomputed; Guceri & Liu 2019 (1.6), Guceri 2018 (1.18), Rao 2016 (1.1), "
        "Chen et al. 2021 (1.14 real)",
        note="one less gamma is the elasticity of inventions to R&D, 0.3; R&D then answers its user cost by -1.65 "
        "(with what firms expect to last), in the upper half of the estimates; the paper sets 0.5",
    ), low=0.3, high=0.95, interval=(0.5, 0.85),
)
LOW_SKILL = constant("1", "Productivity of low types in R&D (theta_L).", 0.61278, SKILLS, low=1e-9, high=2)
HIGH_SKILL = constant("1", "Productivity of high types in R&D (theta_H).", 0.84364, SKILLS, low=1e-9, high=2)
WAGE = constant(
    "1", "Wage of the model's skilled worker, in sales of a line of mean quality.", 1.50958, STEADY,
    low=0.25, high=20,
)
DESTRUCTION = constant("1/yr", "Rate at which the world wins lines from the region's firms (tau).", 0.17159, STEADY,
                       low=0.01, high=2, interval=(0.12, 0.22))
FRONTIER = constant("1/yr", "Rate at which a line loses ground to the world's mean quality (g).", 0.022628, STEADY,
                    low=0.001, high=1)
INTEREST = constant("1/yr", "Rate at which firms discount, beside the growth of their markets.", 0.065257, STEADY,
                    low=1e-3, high=2, interval=(0.04, 0.16))
LOW_OPTION = constant(
    "1/yr", "What the right to invent on a line is worth to a low type, in sales of a line of mean quality.", 0.07282,
    STEADY, low=0, high=1,
)
HIGH_OPTION = constant("1/yr", "The same to a high type.", 0.12534, STEADY, low=0, high=1)
NORMAL_COST = constant(
    "ratio", "User cost of R&D that firms take to be normal.", 0.833333,
    Source("tax of 25 % and additional deduction of 50 %", Evidence.PUBLISHED,
           "Enterprise Income Tax Law, articles 4 and 30; (1 - 0.25 * 1.5) / 0.75", issued_on="2007-03-16"),
    low=0.2, high=2,
)
LASTING = constant(
    "share", "Part of a difference from the normal user cost that firms expect to last.", 0.25,
    assumption("certificates are granted for three years and deductions change every few",
               "how firms answer to changes announced as lasting"),
    low=0, high=1, interval=(0, 0.5),
)
# fmt: on


def value(firms: Firms, payments: Payments, tax_rate: float, terms: Terms) -> Prospects:
    """What each technology firm makes of today.

    Args:
        firms: The register at the start of the year.
        payments: What programmes put on channels; tax rate and R&D price make the user cost.
        tax_rate: Statutory income tax rate.
        terms: This process's values.
    """
    rate = np.maximum(tax_rate - payments.of("firms", Channel.TAX_RATE, len(firms)), 0.0)
    return valued(b_index(rate, payments.of("firms", Channel.RND_PRICE, len(firms))), terms)


def valued(cost: Doubles, terms: Terms) -> Prospects:
    """What technology firms make of a user cost of R&D, shape (n,)."""
    economy = Economy(
        step=terms[STEP], shock=terms[SHOCK], fade=terms[FADE], high_share=terms[HIGH_SHARE],
        overhead=terms[OVERHEAD], low_skill=terms[LOW_SKILL], high_skill=terms[HIGH_SKILL],
        entry_skill=terms[ENTRY_SKILL], elasticity=terms[DEMAND], discount=0.0, curvature=terms[CURVATURE],
        entry_curvature=terms[ENTRY_CURVATURE], risk_aversion=0.0, skilled_labour=0.0, rnd_subsidy=0.0,
        operation_subsidy=0.0, entry_subsidy=0.0,
    )  # fmt: skip
    given = Surroundings(
        wage=terms[WAGE], profit=1 / terms[DEMAND], interest=terms[INTEREST], destruction=terms[DESTRUCTION],
        drift=terms[FRONTIER], low_option=terms[LOW_OPTION], high_option=terms[HIGH_OPTION],
    )  # fmt: skip
    return prospects(economy, given, cost, (terms[NORMAL_COST], terms[LASTING]))
