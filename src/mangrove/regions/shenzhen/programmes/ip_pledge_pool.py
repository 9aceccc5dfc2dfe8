"""Risk pool for loans on pledged IP (知识产权质押融资风险补偿基金).

A technology SME that owns its core IP pledges it to a bank and borrows for a year. If the loan is lost, the pool makes
good a quarter of the loss; the bank and the guarantor bear the rest. The pool of thirty million yuan stands for loans
of ten times as much. After five years it became a part of the city's pool for loans to small firms, which bears half.

How much a firm borrows on its IP is not printed anywhere that was read, and is assumed.
"""

from typing import Any, Final

import numpy as np

from mangrove.arrays import Doubles
from mangrove.dated import Dated, Evidence, Since, Source, assumption, constant
from mangrove.gaps import or_nothing, truth
from mangrove.programme import Award, Channel, Clause, Compare, Example, Programme, Rationing, Terms
from mangrove.regions.shenzhen.page_of_2018 import PAGE
from mangrove.registers.firms import Firms

FIRST: Final = "2017-06-06"
MERGED: Final = "2022-06-06"
SIGNING: Final = Source(
    "Start of the Shenzhen risk fund for loans on pledged IP", Evidence.PUBLISHED, "suplegal.com/news/2941.html",
    "深圳市知识产权质押融资担保风险补偿基金启动签约", "深圳市市场和质量监督管理委员会, 6 June", "2017-06-06",
    "Thirty million yuan for five years, loans of ten times as much, a quarter of realised losses. The report prints "
    "no year; 2017 by its context.",
)  # fmt: skip
CITY_POOL: Final = Source(
    "Guangdong: risk funds for loans on pledged IP", Evidence.PUBLISHED,
    "zscq.creditchina.gov.cn/dxal/202501/t20250123_349350.html",
    "广东:探索创新 形成多元知识产权质押融资风险补偿基金运作模式", "国家知识产权局, January 2025", "2025-01-26",
    "The fund has become a part of the city's pool of five billion, fund and bank one to one. When is not printed; "
    "held to be when the fund's five years were over.",
)  # fmt: skip
LOANS: Final = assumption(
    "loans on IP are small beside sales, and no amount by firm is printed", "pledges on record, with sales of the firms"
)

# fmt: off
OWNS_IP = constant("1", "Whether core IP must be owned (1 yes, 0 no).", 1.0, SIGNING, FIRST, low=0, high=1)
SMALL = constant("1", "Whether a firm must be a technology SME (1 yes, 0 no).", 1.0, SIGNING, FIRST, low=0, high=1)
LOAN = constant("share", "Loan on pledged IP, part of a year's sales.", 0.1, LOANS, FIRST, low=0, high=1)
LARGEST = constant("CNY/yr", "Largest loan that the pool stands for.", 5e6, LOANS, FIRST, low=0)
SHARE = Dated(
    "share", "Part of a loss that the pool bears.", (Since(FIRST, 0.25, SIGNING), Since(MERGED, 0.5, CITY_POOL)),
    low=0, high=1,
)
BUDGET = constant("CNY/yr", "Loans that the pool stands for in a year: its capital ten times.", 300e6, SIGNING, FIRST,
                  low=0)
TAKE_UP = constant(
    "share", "Share of the eligible that pledge their IP, year after year.", 0.05,
    assumption("a few hundred firms in a city of tens of thousands", "pledges on record"), low=0, high=1,
    interval=(0.01, 0.15),
)
# fmt: on


def _loan(firms: Firms, terms: Terms) -> Doubles:
    return np.minimum(terms[LOAN] * or_nothing(firms.sales_y3), terms[LARGEST])


CLAUSES: Final[tuple[Clause[Firms], ...]] = (
    Clause("owns_ip", "It owns its core IP.",
           lambda f, _: truth(f.owns_core_ip), Compare.AT_LEAST, lambda _, t: t[OWNS_IP], (OWNS_IP,),
           meaning_local="拥有核心自主知识产权。"),
    Clause("small", "It is a technology SME.",
           lambda f, _: truth(f.technology_sme), Compare.AT_LEAST, lambda _, t: t[SMALL], (SMALL,),
           meaning_local="属于科技型中小微企业。"),
)  # fmt: skip

AWARDS: Final[tuple[Award[Firms], ...]] = (
    Award(Channel.GUARANTEE, "CNY/yr", "The loan on pledged IP for which the pool stands.", _loan,
          meaning_local="纳入风险补偿池的知识产权质押贷款", part=SHARE),
)  # fmt: skip

FIRM: Final = {"owns_core_ip": 1, "technology_sme": 1, "sales_y3": 20e6}


def _borrows(on: str, says: str, amount: float, **told: Any) -> Example:
    return Example(says, on, FIRM | told, True, pays={Channel.GUARANTEE: amount})


EXAMPLES: Final = (
    Example("Before the pool starts nobody is covered.", "2017-06-05", FIRM, False),
    _borrows(FIRST, "A firm borrows a tenth of its sales.", 2e6),
    _borrows("2018-06-30", "At sales of fifty million the loan just meets its limit.", 5e6, sales_y3=50e6),
    _borrows("2018-06-30", "Beyond it is no larger.", 5e6, sales_y3=60e6),
    _borrows("2018-06-30", "On sales that nobody knows no bank lends.", 0, sales_y3=float("nan")),
    Example("Without IP there is no pledge.", "2018-06-30", FIRM | {"owns_core_ip": 0}, False, "owns_ip"),
    Example("A large firm is not covered.", "2018-06-30", FIRM | {"technology_sme": 0}, False, "small"),
    Example("Unknown IP leaves it open.", "2018-06-30", FIRM | {"owns_core_ip": -1}, None, "owns_ip"),
    _borrows("2022-06-05", "To its last day the pool bears a quarter.", 2e6),
    _borrows(MERGED, "Then the city's pool bears half of the same loan.", 2e6),
)

PROGRAMME: Final = Programme(
    title="Risk pool for loans on pledged IP",
    title_local="深圳市知识产权质押融资风险补偿基金",
    register=Firms,
    clauses=CLAUSES,
    awards=AWARDS,
    examples=EXAMPLES,
    take_up=TAKE_UP,
    budget=BUDGET,
    rationing=Rationing.FIRST_COME,
    illustrative=True,
    ran=PAGE,
)
