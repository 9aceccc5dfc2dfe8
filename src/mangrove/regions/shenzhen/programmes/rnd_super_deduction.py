"""Super-deduction of R&D spending (研究开发费用加计扣除).

Whoever does R&D may deduct from taxable income more than was spent: the spending and an additional share of
it. The share was 50 per cent at first, rose to 75 and then 100, for some groups of firms before the others. In
1996 it was for state and collective industrial firms whose R&D grew by a tenth; in 2006 growth and ownership
went; from 2008 only R&D in listed high-tech fields counted; from 2016 all R&D but that of some trades.

Each firm gets the highest of the rates that apply to it: the general one, that of technology SMEs, that of
manufacturers. A firm not known to be on the list of technology SMEs gets none of theirs. Tobacco is on the
list of excluded trades too, but firms are not told apart below "other manufacturing"; utilities and mining,
which are industry, are likewise hidden in "other".
"""

from typing import Any, Final

import numpy as np

from mangrove.arrays import Bools, Doubles
from mangrove.dated import Dated, Evidence, Since, Source, constant
from mangrove.gaps import quotient, truth
from mangrove.programme import Award, Channel, Clause, Compare, Example, Programme, Terms
from mangrove.regions.shenzhen.conditions import does_rnd
from mangrove.registers.firms import INDUSTRIES, OWNERSHIP, Firms

EXCLUDED_TRADES: Final = ("trade", "hotels_catering", "real_estate", "business_services", "entertainment")
MANUFACTURING: Final = ("electronics", "other_manufacturing")

_CHECK = "From the general literature; check against the original."
NOTICE_1996 = Source(
    "Notice on financial and tax questions of promoting technical progress of enterprises (1996)",
    Evidence.ESTIMATED, "handmsg.com, April 2017 (Xi), a history of the deduction",
    "关于促进企业技术进步有关财务税收问题的通知", "财工字〔1996〕41号", "1996-04-07",
    "Conditions and rate by that history; number and day from the general literature. Held from January.",
)  # fmt: skip
NOTICE_2006 = Source(
    "Notice on preferential enterprise income tax policies for technical innovation (2006)",
    Evidence.ESTIMATED, "handmsg.com, April 2017 (Xi), a history of the deduction",
    "关于企业技术创新有关企业所得税优惠政策的通知", "财税〔2006〕88号", "2006-09-08",
    "Conditions and rate by that history; day of issue from the general literature. In force from 2006.",
)  # fmt: skip
NOTICE_2008 = Source(
    "Measures for the Administration of Pre-tax Deduction of R&D Expenses (trial, 2008)",
    Evidence.PUBLISHED, "globaltradealert.org, list of acts, 10 Dec 2008",
    "企业研究开发费用税前扣除管理办法(试行)", "国税发〔2008〕116号", "2008-12-10",
    "In force from 2008-01-01.",
)  # fmt: skip
NOTICE_2015 = Source(
    "Notice on Improving the Pre-tax Super-deduction of R&D Expenses (2015)",
    Evidence.PUBLISHED, "globaltradealert.org, list of acts, Nov 2015",
    "关于完善研究开发费用税前加计扣除政策的通知", "财税〔2015〕119号", "2015-11-02",
    "In force from 2016-01-01. The list of trades was not read in the original.",
)  # fmt: skip
NOTICE_2017 = Source(
    "Notice on Raising the Super-deduction of R&D Expenses of Technology SMEs (2017)",
    Evidence.PUBLISHED, "lexology.com, g=b12f2ec9-3c0e-4f34-80fd-5121d8ff5ae3; globaltradealert.org 28660",
    "关于提高科技型中小企业研究开发费用税前加计扣除比例的通知", "财税〔2017〕34号", "2017-05-02",
    "For 2017 to 2019.",
)  # fmt: skip
NOTICE_2018 = Source(
    "Notice on Raising the Super-deduction of R&D Expenses (2018)",
    Evidence.PUBLISHED, "m.qjsyml.cn/en/news_show.php?id=4&type_id=1 (a summary of 2021)",
    "关于提高研究开发费用税前加计扣除比例的通知", "财税〔2018〕99号", "2018-09-20",
    "For 2018 to 2020, extended to 2023 by Announcement 6 of 2021. Day of issue from the general literature.",
)  # fmt: skip
NOTICE_2021 = Source(
    "Announcement on Further Improving the Super-deduction of R&D Expenses (2021)",
    Evidence.PUBLISHED, "sovereigngroup.com and regfollower.com; globaltradealert.org, act of 31 Mar 2021",
    "关于进一步完善研发费用税前加计扣除政策的公告", "公告2021年第13号", "2021-03-31",
    "For firms with more than half of their revenue from manufacturing; read on the main industry.",
)  # fmt: skip
NOTICE_2022 = Source(
    "Announcement on Further Raising the Super-deduction of R&D Expenses of Technology SMEs (2022)",
    Evidence.PUBLISHED, "globaltradealert.org, act of 23 Mar 2022",
    "关于进一步提高科技型中小企业研发费用税前加计扣除比例的公告", "公告2022年第16号", "2022-03-23",
    "Number from the general literature.",
)  # fmt: skip
NOTICE_Q4 = Source(
    "Announcement on Greater Pre-tax Deduction in Support of Technical Innovation (2022)",
    Evidence.PUBLISHED, "globaltradealert.org/state-act/81242",
    "关于加大支持科技创新税前扣除力度的公告", "公告2022年第28号", "2022-09-22",
    "For the last quarter of 2022.",
)  # fmt: skip
NOTICE_2023 = Source(
    "Announcement on Further Improving the Super-deduction of R&D Expenses (2023)",
    Evidence.PUBLISHED, "globaltradealert.org/state-act/81243",
    "关于进一步完善研发费用税前加计扣除政策的公告", "公告2023年第7号", "2023-03-26",
    "One rate for all from 2023-01-01, without an end.",
)  # fmt: skip
BOOKS_LATER = Source(
    "Sound accounts as a condition after 2008",
    Evidence.ASSUMED, "Replace by the articles of 国税发〔2008〕116号 and 财税〔2015〕119号 on accounts",
    note=f"The history names the condition for 2006 and no source seen repeals it. {_CHECK}",
)  # fmt: skip


def _flag(meaning: str, *history: Since[float]) -> Dated[float]:
    return Dated("1", f"{meaning} (1 yes, 0 no)", history, low=0, high=1)


def _rate(meaning: str, *history: Since[float]) -> Dated[float]:
    return Dated("share", meaning, history, low=0, high=2)


DOES_RND = _flag("Whether a firm must do R&D of its own.", Since("1996-01-01", 1.0, NOTICE_1996))
STATE_OR_COLLECTIVE = _flag(
    "Whether a firm must be state or collective property.",
    Since("1996-01-01", 1.0, NOTICE_1996), Since("2006-01-01", None, NOTICE_2006),
)  # fmt: skip
INDUSTRIAL = _flag(
    "Whether a firm must be industrial.",
    Since("1996-01-01", 1.0, NOTICE_1996), Since("2006-01-01", None, NOTICE_2006),
)  # fmt: skip
GROWTH = Dated(
    "share", "Smallest growth of R&D in the last closed year over the one before.",
    (Since("1996-01-01", 0.10, NOTICE_1996), Since("2006-01-01", None, NOTICE_2006)), low=0,
)  # fmt: skip
SOUND_BOOKS = _flag(
    "Whether a firm must keep audited books.",
    Since("2006-01-01", 1.0, NOTICE_2006), Since("2008-01-01", 1.0, BOOKS_LATER),
)  # fmt: skip
LISTED_FIELD = _flag(
    "Whether the R&D must lie in the listed high-tech fields.",
    Since("2008-01-01", 1.0, NOTICE_2008), Since("2016-01-01", None, NOTICE_2015),
)  # fmt: skip
TRADES_BARRED = _flag("Whether some trades are excluded.", Since("2016-01-01", 1.0, NOTICE_2015))
RATE = _rate(
    "Additional deduction, share of R&D spending, for all.",
    Since("1996-01-01", 0.5, NOTICE_1996), Since("2006-01-01", 0.5, NOTICE_2006),
    Since("2008-01-01", 0.5, NOTICE_2008), Since("2016-01-01", 0.5, NOTICE_2015),
    Since("2018-01-01", 0.75, NOTICE_2018), Since("2022-10-01", 1.0, NOTICE_Q4),
    Since("2023-01-01", 1.0, NOTICE_2023),
)  # fmt: skip
RATE_TECHNOLOGY_SME = _rate(
    "Additional deduction, share of R&D spending, for technology SMEs.",
    Since("2017-01-01", 0.75, NOTICE_2017), Since("2020-01-01", None, NOTICE_2017),
    Since("2022-01-01", 1.0, NOTICE_2022), Since("2023-01-01", None, NOTICE_2023),
)  # fmt: skip
RATE_MANUFACTURING = _rate(
    "Additional deduction, share of R&D spending, for manufacturers.",
    Since("2021-01-01", 1.0, NOTICE_2021), Since("2023-01-01", None, NOTICE_2023),
)  # fmt: skip
TAKE_UP = constant(
    "share",
    "Share of the eligible that claim the deduction in a year.",
    0.6,
    Source(
        "Assumption on take-up", Evidence.ASSUMED,
        "Replace by the claimants in the tax returns over the firms with R&D in the yearly statistics",
        note="No source gives it. Separate accounts are a burden, so not all claim; 0.6 is a guess.",
    ),
    low=0,
    high=1,
    interval=(0.3, 0.9),
)  # fmt: skip


def _in_trades(firms: Firms, names: tuple[str, ...]) -> Bools:
    return np.isin(firms.industry, [INDUSTRIES.index(name) for name in names])


def _state_or_collective(firms: Firms, _: Terms) -> Doubles:
    return (firms.ownership == OWNERSHIP.index("state_collective")).astype(np.float64)


def _barred(firms: Firms, _: Terms) -> Doubles:
    return _in_trades(firms, EXCLUDED_TRADES).astype(np.float64)


def _industrial(firms: Firms, _: Terms) -> Doubles:
    return _in_trades(firms, MANUFACTURING).astype(np.float64)


def _share(firms: Firms, terms: Terms) -> Doubles:
    share = np.full(len(firms), terms[RATE])
    if terms.has(RATE_TECHNOLOGY_SME):
        share = np.where(firms.technology_sme == 1, np.fmax(share, terms[RATE_TECHNOLOGY_SME]), share)
    if terms.has(RATE_MANUFACTURING):
        makes = _in_trades(firms, MANUFACTURING)
        share = np.where(makes, np.fmax(share, terms[RATE_MANUFACTURING]), share)
    return share


CLAUSES: Final[tuple[Clause[Firms], ...]] = (
    does_rnd(DOES_RND, "It does R&D of its own.", "自行开展研发活动。"),
    Clause("state_or_collective", "It is state or collective property.",
           _state_or_collective, Compare.AT_LEAST,
           lambda _, t: t[STATE_OR_COLLECTIVE], (STATE_OR_COLLECTIVE,),
           meaning_local="属于国有或集体所有。"),
    Clause("industrial", "It is an industrial firm.",
           _industrial, Compare.AT_LEAST, lambda _, t: t[INDUSTRIAL], (INDUSTRIAL,),
           meaning_local="属于工业企业。"),
    Clause("growth", "Its R&D is a tenth above that of the year before.",
           lambda f, _: quotient(f.rnd_y3, f.rnd_y2), Compare.AT_LEAST, lambda _, t: 1 + t[GROWTH],
           (GROWTH,), meaning_local="研发费用比上一年至少增长一成。"),
    Clause("sound_books", "It keeps audited books.",
           lambda f, _: truth(f.audited), Compare.AT_LEAST, lambda _, t: t[SOUND_BOOKS], (SOUND_BOOKS,),
           meaning_local="账目经过审计。"),
    Clause("listed_field", "Its R&D lies in the listed high-tech fields.",
           lambda f, _: truth(f.in_supported_field), Compare.AT_LEAST, lambda _, t: t[LISTED_FIELD],
           (LISTED_FIELD,), meaning_local="研发活动属于规定的高新技术领域。"),
    Clause("trade_not_barred", "Its trade is not on the list of those excluded.",
           _barred, Compare.AT_MOST, lambda _, t: 1 - t[TRADES_BARRED], (TRADES_BARRED,),
           meaning_local="所属行业不在排除名单之内。"),
)  # fmt: skip

AWARDS: Final[tuple[Award[Firms], ...]] = (
    Award(
        Channel.RND_PRICE,
        "share",
        "Share of R&D spending deducted beyond the spending itself.",
        _share,
        meaning_local="在实际研发费用之外加计扣除的比例",
    ),
)

STATE_PLANT: Final = {
    "technology": 1, "ownership": "state_collective", "industry": "electronics",
    "rnd_y2": 1e6, "rnd_y3": 1.1e6,
}  # fmt: skip
AUDITED: Final = {"technology": 1, "audited": 1}
IN_FIELD: Final = {"technology": 1, "audited": 1, "in_supported_field": 1}
SOFTWARE: Final = {"technology": 1, "audited": 1, "industry": "information"}
SMALL_SOFTWARE: Final = SOFTWARE | {"technology_sme": 1}
LARGE_SOFTWARE: Final = SOFTWARE | {"technology_sme": 0}
PLANT: Final = SOFTWARE | {"industry": "other_manufacturing", "technology_sme": 0}


def _pays(on: str, share: float, says: str, firm: dict[str, Any]) -> Example:
    return Example(says, on, firm, True, pays={Channel.RND_PRICE: share})


def _no(on: str, decided_by: str, says: str, firm: dict[str, Any]) -> Example:
    return Example(says, on, firm, False, decided_by)


def _open(on: str, decided_by: str, says: str, firm: dict[str, Any]) -> Example:
    return Example(says, on, firm, None, decided_by)


EXAMPLES: Final = (
    _no("1995-12-31", "", "Before 1996 there is no such deduction.", STATE_PLANT),
    _pays("1996-01-01", 0.5, "A state plant whose R&D grew by just a tenth deducts half more.", STATE_PLANT),
    _no("2000-06-30", "does_rnd", "One without R&D deducts nothing.", STATE_PLANT | {"technology": 0}),
    _no(
        "2000-06-30",
        "state_or_collective",
        "A private plant deducts nothing.",
        STATE_PLANT | {"ownership": 1},
    ),
    _no("2000-06-30", "industrial", "A trader deducts nothing.", STATE_PLANT | {"industry": "trade"}),
    _no("2000-06-30", "growth", "R&D that grew by less deducts nothing.", STATE_PLANT | {"rnd_y3": 1.099e6}),
    _open("2000-06-30", "growth", "R&D begun from nothing has no growth.", STATE_PLANT | {"rnd_y2": 0.0}),
    _pays("2005-12-31", 0.5, "The rule of 1996 holds to the end of 2005.", STATE_PLANT),
    _pays("2006-01-01", 0.5, "From 2006 audited books suffice.", AUDITED),
    _no("2006-06-30", "sound_books", "Without them nothing is deducted.", AUDITED | {"audited": 0}),
    _open("2006-06-30", "sound_books", "Unknown books leave it open.", AUDITED | {"audited": -1}),
    _no("2006-06-30", "does_rnd", "No R&D, no deduction.", AUDITED | {"technology": 0}),
    _pays("2007-12-31", 0.5, "To the end of 2007 the field does not matter.", AUDITED),
    _pays("2008-01-01", 0.5, "From 2008 a firm in a listed field deducts half more.", IN_FIELD),
    _no(
        "2008-01-01",
        "listed_field",
        "One outside deducts nothing more.",
        IN_FIELD | {"in_supported_field": 0},
    ),
    _open("2010-06-30", "listed_field", "An unknown field: open.", IN_FIELD | {"in_supported_field": -1}),
    _no("2010-06-30", "sound_books", "Books are needed as before.", IN_FIELD | {"audited": 0}),
    _no("2010-06-30", "does_rnd", "No R&D, no deduction.", IN_FIELD | {"technology": 0}),
    _no(
        "2015-12-31",
        "listed_field",
        "The list holds to the end of 2015.",
        IN_FIELD | {"in_supported_field": 0},
    ),
    _pays("2016-01-01", 0.5, "From 2016 all fields count.", SOFTWARE),
    _no("2016-01-01", "trade_not_barred", "But a trader is barred.", SOFTWARE | {"industry": "trade"}),
    _no("2016-06-30", "trade_not_barred", "So is an agency.", SOFTWARE | {"industry": "business_services"}),
    _no("2016-06-30", "trade_not_barred", "So is a hotel.", SOFTWARE | {"industry": "hotels_catering"}),
    _no("2016-06-30", "trade_not_barred", "So is a developer.", SOFTWARE | {"industry": "real_estate"}),
    _no("2016-06-30", "trade_not_barred", "So is a theatre.", SOFTWARE | {"industry": "entertainment"}),
    _no("2016-06-30", "sound_books", "Books are needed as before.", SOFTWARE | {"audited": 0}),
    _no("2016-06-30", "does_rnd", "No R&D, no deduction.", SOFTWARE | {"technology": 0}),
    _pays("2016-12-31", 0.5, "In 2016 a technology SME gets what all get.", SMALL_SOFTWARE),
    _pays("2017-01-01", 0.75, "From 2017 a technology SME gets three quarters.", SMALL_SOFTWARE),
    _pays("2017-01-01", 0.5, "Another firm gets half.", LARGE_SOFTWARE),
    _pays("2017-06-30", 0.5, "One not known to be listed gets half.", SOFTWARE | {"technology_sme": -1}),
    _pays("2017-12-31", 0.5, "Half is for all others to the end of 2017.", LARGE_SOFTWARE),
    _pays("2018-01-01", 0.75, "From 2018 all get three quarters.", LARGE_SOFTWARE),
    _pays("2019-12-31", 0.75, "The SMEs' own rate holds to the end of 2019.", SMALL_SOFTWARE),
    _pays("2020-01-01", 0.75, "Then the general one is theirs, and the same.", SMALL_SOFTWARE),
    _pays("2020-12-31", 0.75, "In 2020 a manufacturer gets three quarters.", PLANT),
    _pays("2021-01-01", 1.0, "From 2021 it deducts its R&D twice.", PLANT),
    _pays("2021-12-31", 0.75, "In 2021 a technology SME does not yet.", SMALL_SOFTWARE),
    _pays("2022-01-01", 1.0, "From 2022 it does.", SMALL_SOFTWARE),
    _pays("2022-09-30", 0.75, "Others get three quarters to the end of September 2022.", LARGE_SOFTWARE),
    _pays("2022-10-01", 1.0, "In the last quarter all deduct their R&D twice.", LARGE_SOFTWARE),
    _pays("2022-12-31", 1.0, "To the end of the year.", LARGE_SOFTWARE),
    _pays("2023-01-01", 1.0, "And from 2023 for good.", LARGE_SOFTWARE),
)

PROGRAMME: Final = Programme(
    title="Super-deduction of R&D spending",
    title_local="研究开发费用加计扣除",
    register=Firms,
    clauses=CLAUSES,
    awards=AWARDS,
    national=True,
    examples=EXAMPLES,
    take_up=TAKE_UP,
)
