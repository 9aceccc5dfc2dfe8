"""Sequencing by BGI-Shenzhen for the city's firms (华大基因测序平台).

A technical-service firm in a listed field that does R&D may have its samples sequenced by the platform, at the price of
the day, as far as the machines go; who comes later waits.

The machines and their number are printed. What part of them serves the city's firms, and what part of their R&D those
spend on it, is assumed, and technical services stand for the life sciences, which the register does not tell apart. No
causal estimate of what a sequencing platform does for its users was found.
"""

from functools import partial
from typing import Any, Final

import numpy as np

from mangrove.arrays import Doubles
from mangrove.dated import UNKNOWN, Dated, Evidence, Since, Source, assumption, constant
from mangrove.programme import Award, Channel, Clause, Compare, Example, Programme, Rationing, Terms
from mangrove.regions.shenzhen.conditions import enough_rnd, in_supported_field
from mangrove.regions.shenzhen.page_of_2018 import PAGE
from mangrove.registers.firms import INDUSTRIES, Firms

FIRST: Final = "2010-01-12"
LATER: Final = "2013-02-11"
ORDER = Source(
    "128 sequencing machines ordered", Evidence.ESTIMATED,
    "genomeweb.com, BGI to install 128 HiSeq 2000; bio-itworld.com/2010/09/29/bgi-hk.html",
    issued_on="2010-01-12",
    note="11,000 human genomes a year, by the maker; some 20 of 135 machines stand in Shenzhen, the rest in Hong Kong. "
    "The day is that of the maker's conference, from memory.",
)  # fmt: skip
FACTORY = Source(
    "Inside China's Genome Factory", Evidence.ESTIMATED, "technologyreview.com 2013-02-11", issued_on="2013-02-11",
    note="156 machines, and a genome for 3,000 dollars; as many to a machine as in 2010",
)  # fmt: skip
QUOTED = Source(
    "Price quoted by the head of the platform", Evidence.ESTIMATED, "infoproc.blogspot.com 2010-10-21",
    issued_on="2010-10-21", note="5,000 dollars a genome at 6.77 yuan; held from the first day",
)  # fmt: skip
CUSTOM = assumption("no rule of access was found; anybody who pays is served", "terms of service of the platform")

# fmt: off
TECHNICAL = constant("1", "Whether a firm must be one of technical services (1 yes, 0 no).", 1.0, CUSTOM, FIRST,
                     low=0, high=1)
IN_FIELD = constant("1", "Whether it must work in a listed high-tech field (1 yes, 0 no).", 1.0, CUSTOM, FIRST,
                    low=0, high=1)
LEAST_RND = constant("CNY/yr", "Smallest R&D of the last year of a firm that has samples.", 500_000.0, CUSTOM, FIRST,
                     low=0)
SPENT = constant("share", "Part of R&D that goes into sequencing.", 0.1, assumption(
    "a tenth, as for any one outside service", "R&D of users by kind of cost"), FIRST, low=0, high=1)
PRICE = Dated("CNY", "Price of a human genome.", (Since(FIRST, 33_850.0, QUOTED), Since(LATER, 18_600.0, FACTORY)),
              low=1)
CAPACITY = Dated("count/yr", "Genomes a year of the machines in Shenzhen.",
                 (Since(FIRST, 1630.0, ORDER), Since(LATER, 1986.0, FACTORY)), low=0)
TAKE_UP = constant("share", "Eligible firms that have samples sequenced.", 0.2, assumption(
    "most firms of technical services have nothing to do with genes", "users of the platform"), low=0, high=1)
# fmt: on


def _is_technical(firms: Firms, _: Terms) -> Doubles:
    return (firms.industry == INDUSTRIES.index("science_technical")).astype(np.float64)


CLAUSES: Final[tuple[Clause[Firms], ...]] = (
    Clause("technical_services", "It is a firm of technical services, as those of the life sciences are.",
           _is_technical, Compare.AT_LEAST, lambda _, t: t[TECHNICAL], (TECHNICAL,),
           meaning_local="属于科学研究和技术服务业。"),
    in_supported_field(IN_FIELD),
    enough_rnd(LEAST_RND, "It did R&D enough to have samples."),
)  # fmt: skip

AWARDS: Final[tuple[Award[Firms], ...]] = (
    Award(Channel.SEQUENCING, "count/yr", "Genomes sequenced.",
          lambda f, t: t[SPENT] * f.rnd_y3.astype(np.float64) / t[PRICE], meaning_local="测序的基因组数"),
)  # fmt: skip

LABORATORY: Final = {"industry": "science_technical", "in_supported_field": 1, "rnd_y3": 500_000.0}


def _reads(on: str, says: str, number: float, **told: Any) -> Example:
    return Example(says, on, LABORATORY | told, True, pays={Channel.SEQUENCING: number})


def _case(eligible: bool | None, says: str, decided_by: str, **told: Any) -> Example:
    return Example(says, "2016-12-31", LABORATORY | told, eligible, decided_by)


_no, _open = partial(_case, False), partial(_case, None)

EXAMPLES: Final = (
    Example("The day before the machines are ordered nobody is served.", "2010-01-11", LABORATORY, False),
    _reads("2010-01-12", "From then on 50,000 yuan buy a genome and a half.", 50_000 / 33_850),
    _reads("2013-02-10", "So it is to the eve of the new price.", 50_000 / 33_850),
    _reads("2013-02-11", "At the new price they buy nearly three.", 50_000 / 18_600),
    _reads("2016-12-31", "R&D of 1.86 million has ten.", 10.0, rnd_y3=1.86e6),
    _no("A maker of electronics is refused.", "technical_services", industry="electronics"),
    _no("A firm outside the fields is refused.", "supported_field", in_supported_field=0),
    _no("Less R&D has no samples.", "enough_rnd", rnd_y3=499_999.0),
    _open("Unknown R&D leaves it open.", "enough_rnd", rnd_y3=UNKNOWN),
)

PROGRAMME: Final = Programme(
    title="Sequencing by BGI-Shenzhen",
    title_local="华大基因测序平台",
    register=Firms,
    clauses=CLAUSES,
    awards=AWARDS,
    examples=EXAMPLES,
    take_up=TAKE_UP,
    budget=CAPACITY,
    rationing=Rationing.FIRST_COME,
    illustrative=True,
    ran=PAGE,
)
