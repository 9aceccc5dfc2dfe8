"""Discover: R&D becomes inventions, some of them filed abroad, and core IP.

Inventions filed are Poisson with mean y v (R&D in million yuan)^e, v the firm's own inventiveness: over firms a
negative binomial. The first invention gives a firm IP of its own, and each raises its innovation score.
"""

import numpy as np

from mangrove.dated import Evidence, Source, assumption, constant
from mangrove.draws import Draws
from mangrove.programme import Terms
from mangrove.registers.firms import FULL_SCORE, Firms

# fmt: off
MILLION = constant(
    "CNY", "R&D is counted in millions of yuan.", 1e6,
    Source("definition of the yield", Evidence.PUBLISHED, "this file"),
)
YIELD = constant(
    "application/yr", "Inventions filed a year by a firm of inventiveness one that spends one million.", 0.62,
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
PCT_SHARE = constant(
    "share", "Inventions also filed under the Patent Cooperation Treaty.", 0.233,
    Source(
        "record, pct_applications over invention_applications of 2010", Evidence.PUBLISHED, "record of Shenzhen",
        issued_on="2011-08", note="5,584 / 23,956; the share rose later, which the model does not explain",
    ), low=0, high=1,
)
SCORE_PER_INVENTION = constant(
    "1", "Points of innovation score for each invention filed.", 1.0,
    assumption("IP is 30 of 100 points in the guideline, counted in a few steps", "the guideline's point table"),
    low=0,
)
# fmt: on


def discover(firms: Firms, terms: Terms, draws: Draws) -> Firms:
    """Firms with the year's inventions, PCT applications, core IP and score."""
    who = np.flatnonzero(firms.rnd > 0)
    ids = firms.id[who]
    spent = firms.rnd[who].astype(np.float64) / terms[MILLION]
    mean = terms[YIELD] * firms.inventiveness[who] * spent ** terms[ELASTICITY]
    filed = draws.poisson("discover/inventions", ids, mean)
    abroad = np.floor(terms[PCT_SHARE] * filed + draws.uniform("discover/pct", ids))
    inventions = np.zeros(len(firms), np.int32)
    pct = np.zeros(len(firms), np.int32)
    inventions[who], pct[who] = filed, abroad
    score = firms.score + terms[SCORE_PER_INVENTION] * inventions
    return firms.but(
        invention_applications=inventions,
        pct_applications=np.minimum(pct, inventions),
        inventions_held=firms.inventions_held + inventions,
        owns_core_ip=np.maximum(firms.owns_core_ip, (inventions > 0).astype(np.int8)),
        score=np.minimum(score, FULL_SCORE).astype(np.float32),
    )
