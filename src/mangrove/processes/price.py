"""Price: what a unit of skill earns, and how far that is from the usual.

Wages follow the nation's, faster in fields in which few are out of work: a wage curve, taken straight around the usual
share, for its bend would raise wages wherever that share is noisy, as in a small part of a city. Posts of enterprises
answer the wage of a unit of skill over its normal multiple of the national average; arrivals do, too.
"""

from itertools import pairwise

import numpy as np

from mangrove.dated import Dated, Evidence, Since, Source, assumption, constant
from mangrove.kernels.blocks import in_blocks
from mangrove.kernels.crowds import crowd_of, stood
from mangrove.labour import WAGES, Market
from mangrove.programme import Terms
from mangrove.region import Region
from mangrove.registers.people import FIELDS, LEVELS, ORIGINS

# fmt: off
PROFESSIONAL = constant(
    "share", "Posts for professionals, part of the staff of an enterprise that does no R&D.", 0.41,
    Source("set by hand to all professionals at the opening", Evidence.CALIBRATED, "record, talent_total 2010",
           note="3.57 million in 2010, less a year's growth, less the posts of technology firms and institutes"),
    low=0, high=1,
)
NATIONAL_WAGE = Dated("CNY/yr", "Average wage in the nation's urban units.", WAGES, low=10_000, high=1_000_000)
NATIONAL_GROWTH = Dated(
    "1/yr", "Growth of that wage from the year before, logarithm.",
    tuple(
        Since(now.day, float(np.log(now.value / before.value)), now.source)
        for before, now in pairwise(WAGES) if now.value and before.value
    ), low=-0.5, high=1,
)
NORMAL = constant(
    "ratio", "Wage of a unit of skill over that average, at which the usual number come.", 1.115,
    Source("the opening's own", Evidence.CALIBRATED, "`mangrove open`",
           note="average wage of on-post staff in 2009 over the mean skill of the opening's people, over 32,244"),
    low=0.5, high=3,
)
DEMAND = constant(
    "1", "Elasticity of posts to the wage, sign left out.", 0.5,
    Source("Lichter, Peichl & Siegloch 2015, own-wage elasticity of labour demand", Evidence.ESTIMATED,
           "European Economic Review 80", note="mean of some 1,300 estimates near -0.5, recalled"),
    low=0, high=3, interval=(0.2, 0.9),
)
USUAL_IDLE = constant("share", "People without work at which wages keep pace with the nation's.", 0.025, Source(
    "registered urban unemployment of the city", Evidence.ESTIMATED, "city bulletins, not found",
    note="2.2 to 2.6 % in most years, recalled"), low=0.001, high=1)
CURVE = constant("1", "Elasticity of wages to the share without work, sign left out.", 0.1, Source(
    "Blanchflower & Oswald, the wage curve", Evidence.ESTIMATED, "MIT Press 1994; NBER 11338, 2005",
    note="-0.1 across countries; applied to growth, so that wages keep rising while work is short of people, "
         "and straight at the usual share"),
    low=0, high=1, interval=(0.05, 0.15))
SURGE = constant("1/yr", "Most by which wages part from the nation's in a year.", 0.05, assumption(
    "contracts are changed once a year", "wages by firm and year"), low=0, high=1)
# fmt: on


def price(region: Region, terms: Terms, year: int) -> Market:
    """The market of a year.

    Args:
        region: The region at its start.
        terms: This process's values.
        year: The year.
    """
    crowd, sizes = crowd_of(region.people), (len(FIELDS), len(region.districts), len(ORIGINS), len(LEVELS))
    none = stood(crowd, year - 1, sizes, 0, 0)
    parts = [none, *in_blocks(lambda a, b: stood(crowd, year - 1, sizes, a, b), len(region.people))]
    market, settled, came = (np.add.reduce(columns, dtype=np.float64) for columns in zip(*parts, strict=True))
    there, idle, wages, skills = market
    usual = terms[NORMAL] * terms[NATIONAL_WAGE]
    spare = idle / np.maximum(there, 1)
    own = np.clip(terms[CURVE] * (1 - spare / terms[USUAL_IDLE]), -terms[SURGE], terms[SURGE])
    growth = np.exp(terms[NATIONAL_GROWTH] + np.where(there > 0, own, 0.0))
    rates = np.divide(wages, skills, out=np.full(len(FIELDS), usual), where=skills > 0) * growth
    dear = float(np.average(rates, weights=there) if there.any() else usual) / usual
    return Market(there, settled, came, growth, rates, dear, usual, dear ** -terms[DEMAND])
