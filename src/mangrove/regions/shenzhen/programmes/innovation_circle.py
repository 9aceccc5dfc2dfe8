"""Joint projects of the Shenzhen-Hong Kong Innovation Circle (深港创新圈).

Since May 2007 Shenzhen and Hong Kong pay together for research that a firm here does with a partner over there: half of
what this side's part costs, up to a cap, out of a yearly budget of 30 million yuan. Since 2020 the cap is 3 million.

Before 2020 the cap is read off the first round, four projects of some 35 million Hong Kong dollars in all. What a
project costs, how often the partners meet and that the winners are drawn by lot are assumed: the experts' marks are not
printed. In 2009 twelve of 46 applications won, Guangdong's among them. Travel times do not bear on it here. No causal
estimate of the circle was found; what two who meet then do together rests on an experiment with researchers.
"""

from functools import partial
from typing import Any, Final

import numpy as np

from mangrove.arrays import Doubles
from mangrove.dated import UNKNOWN, Dated, Evidence, Since, Source, assumption, constant
from mangrove.programme import Award, Channel, Clause, Example, Programme, Rationing, Terms
from mangrove.regions.shenzhen.conditions import does_rnd, in_supported_field
from mangrove.regions.shenzhen.page_of_2018 import PAGE
from mangrove.registers.firms import Firms

FIRST: Final = "2007-05-21"
RULED: Final = "2020-01-01"
ROUND = Source(
    "Agreement on the Innovation Circle and its first round of projects", Evidence.ESTIMATED,
    "paper.wenweipo.com/2007/10/15/CH0710150089.htm; news.gov.hk 2008-05-05", "深港创新圈合作协议", "", "2007-05-21",
    "Four projects of about HK$35 million in all, in equal shares: some 4.25 million yuan a project from here.",
)  # fmt: skip
MEASURES = Source(
    "Measures for Science and Technology Projects with Hong Kong and Macao (2020)", Evidence.PUBLISHED,
    "wap.hncct.com.cn/show-15-1364-1.html (a copy)", "深圳市深港澳科技计划项目管理办法", "深科技创新规〔2020〕4号",
    "2020", "In advance, up to 3 million and half of this side's cost. The day was not read: the year's first.",
)  # fmt: skip

# fmt: off
DOES_RND = constant("1", "Whether a firm must do R&D (1 yes, 0 no).", 1.0, ROUND, FIRST, low=0, high=1)
IN_FIELD = constant("1", "Whether it must work in a listed high-tech field (1 yes, 0 no).", 1.0, assumption(
    "the fields of the yearly calls are high-tech ones", "the calls of the joint funding"), FIRST, low=0, high=1)
PROJECT = constant("share", "Cost of this side's part, part of the firm's R&D of the last year.", 0.5, assumption(
    "a project with a partner is a large one for a firm", "budgets of funded projects over the firms' R&D"),
    FIRST, low=0, high=1)
SHARE = Dated("share", "Part of this side's cost that is paid.",
              (Since(FIRST, 0.5, ROUND), Since(RULED, 0.5, MEASURES)), low=0, high=1)
CAP = Dated("CNY/yr", "Most that a project is paid.", (Since(FIRST, 4.25e6, ROUND), Since(RULED, 3e6, MEASURES)), low=0)
BUDGET = constant("CNY/yr", "Yearly budget of Shenzhen.", 30e6, Source(
    "plan of a joint fund", Evidence.ESTIMATED, "china.org.cn 2006-06-22", issued_on="2006-06-22",
    note="30 million from Shenzhen; the same report has 'more than 30 million' for both"), FIRST, low=0)
VISITS = constant("count/yr", "Meetings of the partners in a year.", 12.0, assumption(
    "once a month", "reports of funded projects"), FIRST, low=0)
TAKE_UP = constant("share", "Eligible firms that apply in a year.", 0.002, Source(
    "applications over technology firms, 2009", Evidence.ESTIMATED, "info.gov.hk P201001210100",
    note="46 applications, those of Guangdong among them, over some 27,000 firms"), low=0, high=1)
# fmt: on


def _paid(firms: Firms, terms: Terms) -> Doubles:
    cost = terms[PROJECT] * firms.rnd_y3.astype(np.float64)
    return np.minimum(terms[SHARE] * np.nan_to_num(cost), terms[CAP])


CLAUSES: Final[tuple[Clause[Firms], ...]] = (
    does_rnd(DOES_RND),
    in_supported_field(IN_FIELD),
)  # fmt: skip

AWARDS: Final[tuple[Award[Firms], ...]] = (
    Award(Channel.RND_CASH, "CNY/yr", "Half of the cost of this side's part, up to the cap.", _paid,
          meaning_local="深圳方项目费用的一半，不超过上限"),
    Award(Channel.MEETINGS, "count/yr", "Meetings with the partner.", lambda f, t: np.full(len(f), t[VISITS]),
          meaning_local="与合作方的交流次数"),
)  # fmt: skip

PARTNER: Final = {"technology": 1, "in_supported_field": 1, "rnd_y3": 4e6}
MET: Final = {Channel.MEETINGS: 12.0}


def _pays(on: str, says: str, amount: float, **told: Any) -> Example:
    return Example(says, on, PARTNER | told, True, pays=MET | {Channel.RND_CASH: amount})


def _case(eligible: bool | None, says: str, decided_by: str, **told: Any) -> Example:
    return Example(says, "2016-12-31", PARTNER | told, eligible, decided_by)


_no, _open = partial(_case, False), partial(_case, None)

EXAMPLES: Final = (
    Example("The day before the agreement there is no joint project.", "2007-05-20", PARTNER, False),
    _pays("2007-05-21", "From then on a project of 2 million is paid 1 million.", 1e6),
    _pays("2016-12-31", "R&D of 17 million just meets the first cap.", 4.25e6, rnd_y3=17e6),
    _pays("2016-12-31", "More earns no more.", 4.25e6, rnd_y3=20e6),
    _pays("2019-12-31", "To the end of 2019 the first cap holds.", 4.25e6, rnd_y3=20e6),
    _pays("2020-01-01", "From 2020 the cap is 3 million.", 3e6, rnd_y3=20e6),
    _pays("2020-06-30", "R&D of 12 million just meets it.", 3e6, rnd_y3=12e6),
    _pays("2020-06-30", "Unknown R&D earns nothing.", 0.0, rnd_y3=UNKNOWN),
    _no("A firm without R&D is refused.", "does_rnd", technology=0),
    _no("A firm outside the fields is refused.", "supported_field", in_supported_field=0),
    _open("An unknown field leaves it open.", "supported_field", in_supported_field=-1),
)

PROGRAMME: Final = Programme(
    title="Joint projects of the Shenzhen-Hong Kong Innovation Circle",
    title_local="深港创新圈联合资助项目",
    register=Firms,
    clauses=CLAUSES,
    awards=AWARDS,
    examples=EXAMPLES,
    take_up=TAKE_UP,
    budget=BUDGET,
    rationing=Rationing.LOTTERY,
    illustrative=True,
    ran=PAGE,
    event=True,
)
