"""Prizes of the city's international start-up competition (中国(深圳)创新创业国际大赛).

A young technology firm enters a project, and those who win share the year's purse. The model cannot see which project
is best: winners are drawn among the entrants, and all prizes are alike, though the first prize was up to a seventh of
the purse. Teams without a firm enter too; they are not on a register.

The purse and the number of winners were announced for each year. That entrants are at most five years old is assumed.
"""

from typing import Any, Final

import numpy as np

from mangrove.arrays import Doubles
from mangrove.dated import Dated, Evidence, Since, Source, assumption, constant
from mangrove.gaps import years_since
from mangrove.programme import Award, Channel, Clause, Compare, Example, Programme, Rationing, Terms
from mangrove.regions.shenzhen.conditions import does_rnd
from mangrove.regions.shenzhen.page_of_2018 import PAGE
from mangrove.registers.firms import Firms

FIRST: Final = "2017-03-13"
_TITLE: Final = "中国(深圳)创新创业国际大赛"


def _call(edition: str, document: str, issued_on: str, where: str, note: str) -> Source:
    title = f"Call of the international start-up competition, {edition}"
    return Source(title, Evidence.PUBLISHED, where, _TITLE, document, issued_on, note)


CALL_2017: Final = _call(
    "first", "call of 13 March 2017", "2017-03-13", "english.sz.gov.cn, t20170313_6036838; cri.cn, 2017-03-31",
    "9.12 million in all, eight divisions of ten winners, 1.25 million at most for one.",
)  # fmt: skip
CALL_2018: Final = _call(
    "second", "call of December 2017", "2017-12", "competition.seto.org.au; globaltimes.cn/content/1092005",
    "10.91 million in all, nine divisions; ten winners in each as before. Held from December 2017 to April 2018.",
)  # fmt: skip
CALL_2019: Final = _call(
    "third", "call of 2018", "2018", "itcsz.cn/news-273.shtml",
    "11.2 million in all. Held in the winter of 2018 and 2019.",
)  # fmt: skip
CALL_2020: Final = _call(
    "fourth", "call of December 2019", "2019-12-25", "m.admin5.com/article/20191225/939316.shtml",
    "9.83 million in all, seven divisions; ten winners in each as before. Later calls were not read.",
)  # fmt: skip

# fmt: off
DOES_RND = constant(
    "1", "Whether a project must be one of technology (1 yes, 0 no).", 1.0, CALL_2017, FIRST, low=0, high=1,
)
YOUNG = constant(
    "yr", "Age up to which a firm enters.", 5.0,
    assumption("start-ups and teams are asked for, an age is not printed in what was read", "the terms of entry"),
    FIRST, low=0,
)
PURSE = Dated(
    "CNY/yr", "Prizes of the year in all.",
    (Since(FIRST, 9.12e6, CALL_2017), Since("2018-01-01", 10.91e6, CALL_2018), Since("2019-01-01", 11.2e6, CALL_2019),
     Since("2020-01-01", 9.83e6, CALL_2020)), low=0,
)
WINNERS = Dated(
    "count/yr", "Winners of the year, by whom the purse is shared.",
    (Since(FIRST, 80.0, CALL_2017), Since("2018-01-01", 90.0, CALL_2018), Since("2020-01-01", 70.0, CALL_2020)), low=1,
)
TAKE_UP = constant(
    "share", "Share of the eligible that ever enter; they do so every year.", 0.05,
    assumption("a few hundred local entrants for eighty prizes", "entrants by place"), low=0, high=1,
    interval=(0.01, 0.2),
)
# fmt: on


def _prize(firms: Firms, terms: Terms) -> Doubles:
    return np.full(len(firms), terms[PURSE] / terms[WINNERS])


CLAUSES: Final[tuple[Clause[Firms], ...]] = (
    does_rnd(DOES_RND, "Its project is one of technology.", "参赛项目属于科技项目。"),
    Clause("young", "It is young.",
           lambda f, t: years_since(f.founded_on, t.day), Compare.AT_MOST, lambda _, t: t[YOUNG], (YOUNG,),
           meaning_local="成立时间不超过规定年限。"),
)  # fmt: skip

AWARDS: Final[tuple[Award[Firms], ...]] = (
    Award(Channel.ENTRY_CASH, "CNY/yr", "An even share of the purse.", _prize, meaning_local="奖金总额的平均份额"),
)

FIRM: Final = {"technology": 1, "founded_on": "2015-12-31"}


def _wins(on: str, says: str, amount: float, **told: Any) -> Example:
    return Example(says, on, FIRM | told, True, pays={Channel.ENTRY_CASH: amount})


EXAMPLES: Final = (
    Example("Before the first call there are no prizes.", "2017-03-12", FIRM, False),
    _wins(FIRST, "The first purse is shared by eighty.", 114_000),
    _wins("2017-12-31", "To the end of 2017.", 114_000),
    _wins("2018-01-01", "The second is larger and shared by ninety.", 10.91e6 / 90),
    _wins("2018-12-31", "To the end of 2018.", 10.91e6 / 90),
    _wins("2019-01-01", "The third is larger still.", 11.2e6 / 90),
    _wins("2019-12-31", "To the end of 2019.", 11.2e6 / 90),
    _wins("2020-01-01", "The fourth is smaller, and shared by seventy.", 9.83e6 / 70),
    _wins("2018-06-30", "A firm of just five years enters.", 10.91e6 / 90, founded_on="2013-06-30"),
    Example("A firm a day older does not.", "2018-06-30", FIRM | {"founded_on": "2013-06-29"}, False, "young"),
    Example("A shop does not enter.", "2018-06-30", FIRM | {"technology": 0}, False, "does_rnd"),
    Example("An unknown age leaves it open.", "2018-06-30", FIRM | {"founded_on": "NaT"}, None, "young"),
)

PROGRAMME: Final = Programme(
    title="International start-up competition",
    title_local=_TITLE,
    register=Firms,
    clauses=CLAUSES,
    awards=AWARDS,
    examples=EXAMPLES,
    take_up=TAKE_UP,
    budget=PURSE,
    rationing=Rationing.LOTTERY,
    illustrative=True,
    ran=PAGE,
)
