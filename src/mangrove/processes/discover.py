"""Discover: R&D becomes inventions, lines change hands, and patents are filed.

The R&D that a firm really does buys an intensity of inventing on each of its lines. An invention lands on a line
drawn from all lines of the world, improves it, and takes it, if it is worth operating. Meanwhile the firm's own
lines are lost to others, given up where they no longer pay, and all lost at once when a shock strikes the firm.
The year is followed in continuous time.

Computing, sequencing and a place in a park raise a firm's inventions by a part; each meeting adds a chance of working
together, and work in common adds inventions. No causal estimate is known of what supercomputers, gene platforms, parks
or fairs do to inventions; only the step from a meeting to work in common has one.

Inventions filed are Poisson with mean y v (R&D in million yuan)^e, v the firm's own inventiveness: over firms a
negative binomial. Where IP is enforced more are filed; what a line is worth does not change, for the quality of
inventions did not. The first invention gives a firm IP of its own, and each raises its innovation score. A few who
file lead a national standard.
"""

import numpy as np

from mangrove.arrays import Doubles
from mangrove.dated import Evidence, Source, assumption, constant
from mangrove.draws import Draws
from mangrove.kernels.portfolios import followed_in_blocks
from mangrove.models.aaabk.prospects import Prospects
from mangrove.pay import Payments
from mangrove.programme import Channel, Terms
from mangrove.registers.firms import FULL_SCORE, Firms
from mangrove.registers.lines import Lines

# fmt: off
MILLION = constant(
    "CNY", "R&D is counted in millions of yuan.", 1e6,
    Source("definition of the yield", Evidence.PUBLISHED, "this file"),
)
YIELD = constant(
    "application/yr", "Inventions filed a year by a firm of inventiveness one that spends one million.", 1.05,
    Source(
        "record, invention_applications and rd_expenditure of 2010", Evidence.CALIBRATED, "record of Shenzhen",
        note="23,956 applications for 34.62 billion yuan; set so that new firms are as inventive as opening ones",
    ), low=0,
)
ELASTICITY = constant(
    "1", "Elasticity of inventions to R&D across firms.", 0.75,
    Source(
        "pooled Poisson regressions on 346 and 181 firms, recomputed", Evidence.ESTIMATED,
        "Ecdat, PatentsHGH and PatentsRD",
        note="0.696 (0.043) and 0.805 (0.088), log R&D only; within firms 0.3 to 0.5",
    ), low=0, high=1.5, interval=(0.5, 0.9),
)
SKILL = constant(
    "1", "Elasticity of inventions to the skill of a firm's professionals over the mean.", 0.5,
    assumption("between no effect and proportion; returned scholars' output rose by some 27 % for reasons of funding "
               "(Shi, Liu & Wang 2023), which says little of skill", "inventions by firm with wages of its staff"),
    low=0, high=3, interval=(0.0, 1.0),
)
PCT_SHARE = constant(
    "share", "Inventions also filed under the Patent Cooperation Treaty.", 0.233,
    Source(
        "record, pct_applications over invention_applications of 2010", Evidence.PUBLISHED, "record of Shenzhen",
        issued_on="2011-08", note="5,584 / 23,956; the share rose later, which the model does not explain",
    ), low=0, high=1,
)
PROTECTION = constant(
    "share", "Rise of inventions filed where IP is enforced by a court of its own.", 0.226,
    Source(
        "Intellectual property courts and city inventions in China, differences in differences", Evidence.ESTIMATED,
        "booksci.cn, summary of the study",
        note="+22.6 %, some 215 inventions a year in a city, quality unchanged; the error is not printed in the "
        "summary, so the interval runs from nothing to twice as much",
    ), low=0, high=2, interval=(0.0, 0.45),
)
LEADING = constant(
    "share", "Chance of leading a national standard, for each invention filed in the year.", 0.002,
    assumption("a hundred or so of 56,326 inventions in 2016", "the national list of standards by drafting body"),
    low=0, high=1,
)
SCORE_PER_INVENTION = constant(
    "1", "Points of innovation score for each invention filed.", 1.0,
    assumption("IP is 30 of 100 points in the guideline, counted in a few steps", "the guideline's point table"),
    low=0,
)
COMPUTED = constant(
    "1", "Rise of the inventions of a firm that computes at a public centre.", 0.05,
    assumption("no causal estimate of a supercomputing centre was found; time and cost saved, taken to be 0 to 10 %",
               "inventions of users and of those refused for want of capacity"), low=0, high=1, interval=(0.0, 0.10),
)
SEQUENCED = constant(
    "1", "Rise of the inventions of a firm whose samples a public platform sequences.", 0.05,
    assumption("as for computing; citations of work with shared material rise by 57 to 135 % (Furman & Stern 2011), "
               "which is another thing", "inventions of users and of those refused for want of capacity"),
    low=0, high=1, interval=(0.0, 0.10),
)
PLACED = constant(
    "1", "Rise of the inventions of a firm with a place in a park.", 0.03,
    assumption("elasticity of inventions to the size of the cluster 0.03 with an error of 0.04, for a cluster e times "
               "as large; the published 0.0676 (Moretti 2021) is contested", "inventions before and after a move"),
    low=-0.5, high=1, interval=(-0.036, 0.096),
)
PAIRED = constant(
    "share", "Rise of the chance that two work together once they have met.", 0.0012, Source(
        "Boudreau and others 2017, a field experiment on search sessions", Evidence.ESTIMATED,
        "innovationgrowthlab.org", note="from 0.16 to 0.28 % of pairs of researchers; +75 %. The interval is half and "
        "twice the estimate, as the error was not read"), low=0, high=1, interval=(0.0006, 0.0024),
)
TOGETHER = constant(
    "application/yr", "Inventions that work in common with another adds.", 0.5,
    assumption("a joint project files about one invention, half of it with the firm", "joint applications by project"),
    low=0, interval=(0.0, 1.0),
)
# fmt: on


def discover(
    firms: Firms, lines: Lines, prospects: Prospects, payments: Payments, terms: Terms, draws: Draws
) -> tuple[Firms, Lines]:
    """Firms with the lines they hold at the end of the year, and with the year's inventions, core IP and score.

    A firm that has lost its last line is still there; it leaves later in the year.

    Args:
        firms: The register, its R&D of the year decided.
        lines: The lines at the start of the year, in the order of the firms.
        prospects: Of the technology firms.
        payments: What programmes put on channels; enforcement, computing, sequencing, space and meetings are
                spent here.
        terms: This process's values.
        draws: The year's draws.
    """
    firms, lines = _exchanged(firms, lines, prospects, draws)
    return filed(firms, payments, terms, draws), lines


def _exchanged(firms: Firms, lines: Lines, prospects: Prospects, draws: Draws) -> tuple[Firms, Lines]:
    """A year in the life of every line."""
    high, spread = firms.high_type, prospects.spread
    paces = prospects.paces.copy()
    paces[np.arange(len(firms)), high.astype(np.int64)] = prospects.rate(high, _research(firms))
    words = draws.words("discover/clocks"), draws.words("discover/births"), draws.words("discover/losses")
    held = followed_in_blocks(
        prospects.world(), paces, spread.share, spread.gap, words, np.uint64(draws.year),
        firms.id.view(np.uint64), high, firms.lines, lines.id.view(np.uint64), lines.quality,
    )  # fmt: skip
    owners = np.repeat(firms.id, held.counts)
    firms = firms.but(lines=held.counts, high_type=held.high)
    return firms, Lines(id=held.keys.view(np.int64), firm=owners, quality=held.qualities)


def _research(firms: Firms) -> Doubles:
    """R&D really done on each line, in sales of a line of mean quality; nothing where nothing is sold."""
    whole = firms.wedge.astype(np.float64) * firms.market * firms.lines
    return np.divide(firms.real_rnd, whole, out=np.zeros(len(firms)), where=whole > 0)


def _helped(firms: Firms, payments: Payments, terms: Terms) -> tuple[Doubles, Doubles]:
    """Factor on each firm's inventions, and what meetings add to them a year."""
    factor, added = np.ones(len(firms)), np.zeros(len(firms))
    rises = {Channel.COMPUTE: COMPUTED, Channel.SEQUENCING: SEQUENCED, Channel.SPACE: PLACED}
    for channel, rise in rises.items():
        for payment in payments.on("firms", channel):
            factor[payment.rows[payment.amount > 0]] *= 1 + terms[rise]
    for payment in payments.on("firms", Channel.ENFORCEMENT):
        factor[payment.rows] *= 1 + terms[PROTECTION] * payment.amount
    for payment in payments.on("firms", Channel.MEETINGS):
        added[payment.rows] += terms[PAIRED] * terms[TOGETHER] * payment.amount
    return factor, added


def _ability(firms: Firms, terms: Terms) -> Doubles:
    """Factor on inventions: skill of a firm's professionals over the mean of all firms'; one where none has any."""
    staffed = firms.professionals > 0
    if not firms.skill[staffed].any():
        return np.ones(len(firms))
    mean = float(np.average(firms.skill[staffed], weights=firms.professionals[staffed]))
    return np.where(staffed, np.maximum(firms.skill, 0) / mean, 1.0) ** terms[SKILL]


def filed(firms: Firms, payments: Payments, terms: Terms, draws: Draws) -> Firms:
    """Patents of the year, and what they bring a firm."""
    who = np.flatnonzero(firms.real_rnd > 0)
    ids = firms.id[who]
    spent = firms.real_rnd[who].astype(np.float64) / terms[MILLION]
    factor, added = _helped(firms, payments, terms)
    able = (factor * _ability(firms, terms))[who]
    mean = able * terms[YIELD] * firms.inventiveness[who] * spent ** terms[ELASTICITY] + added[who]
    applied = draws.poisson("discover/inventions", ids, mean)
    abroad = np.floor(terms[PCT_SHARE] * applied + draws.uniform("discover/pct", ids))
    inventions = np.zeros(len(firms), np.int32)
    pct = np.zeros(len(firms), np.int32)
    inventions[who], pct[who] = applied, abroad
    files = who[applied > 0]
    chance = 1 - (1 - terms[LEADING]) ** inventions[files]
    led = np.zeros(len(firms), np.int8)
    led[files] = draws.uniform("discover/standards", firms.id[files]) < chance
    score = firms.score + terms[SCORE_PER_INVENTION] * inventions
    return firms.but(
        invention_applications=inventions,
        pct_applications=np.minimum(pct, inventions),
        led_standard=led,
        inventions_held=firms.inventions_held + inventions,
        owns_core_ip=np.maximum(firms.owns_core_ip, (inventions > 0).astype(np.int8)),
        score=np.minimum(score, FULL_SCORE).astype(np.float32),
    )
