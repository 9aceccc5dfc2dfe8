"""Accreditation as a national high-tech enterprise (高新技术企业认定).

A firm that does enough R&D for its size, owns the technology behind its main product, earns most of its
revenue with it and employs enough technical staff is accredited for three years, and pays 15 per cent of
income tax instead of the standard rate. In 2016 the rules of 2008 were replaced: a licence no longer counts
as core IP, the condition on college diplomas went, and a small firm needs R&D of 5 per cent of sales, not 6.

Before 2008 the file knows the fields, the R&D threshold and the tax rates. The other conditions of Article 5
of the rule of 2000 were not read, so that nobody who meets what is known can be ruled on. Its first day is
the day of that rule, whose text says that it revises an earlier one, which is not held here.

How edges are read: in 2008 a small firm sells *less* than 50 million yuan, in 2016 *not more*. The text of
2008 puts sales of exactly 200 million in two classes; here they are medium, as the text of 2016 settles it.
Years before a firm was founded are left out of the three-year sums; a missing figure of a year in which it
existed leaves them unknown. A firm without sales in all its years has no R&D ratio: undetermined.
"""

from collections.abc import Callable, Mapping
from dataclasses import replace
from functools import partial
from typing import Any, Final

import numpy as np

from mangrove.arrays import Doubles, Floats
from mangrove.dated import UNKNOWN, Dated, Evidence, Since, Source, constant
from mangrove.gaps import quotient, truth
from mangrove.programme import Award, Certificate, Channel, Clause, Compare, Example, Programme, Terms
from mangrove.registers.firms import Firms

RULE_OF_2000 = Source(
    "Conditions and Measures for Accrediting High-tech Enterprises in National High-tech Zones (2000)",
    Evidence.PUBLISHED, "m.taodocs.com/p-33747876.html (a copy; its opening up to Article 5 was read)",
    "国家高新技术产业开发区高新技术企业认定条件和办法", "国科发火字〔2000〕324号", "2000-07-23",
)  # fmt: skip
RULE_OF_2008 = Source(
    "Measures for the Administration of Accrediting High-tech Enterprises (2008)", Evidence.PUBLISHED,
    "stresscarki.com/g79431312.html and dfrtw.com/zhuanlishenqing/28895.html (copies of Article 10)",
    "高新技术企业认定管理办法", "国科发火〔2008〕172号", "2008-04-14",
    "In force from 2008-01-01, the first day of the Enterprise Income Tax Law, though issued in April.",
)  # fmt: skip
RULE_OF_2016 = Source(
    "Measures for the Administration of Accrediting High-tech Enterprises (2016)", Evidence.PUBLISHED,
    "feimabiji.com/news/keji-12874.html (a copy of Article 11)",
    "高新技术企业认定管理办法", "国科发火〔2016〕32号", "2016-01-29",
    "In force from 2016-01-01, though issued on the 29th.",
)  # fmt: skip
TAX_LAW = Source(
    "Enterprise Income Tax Law of the People's Republic of China", Evidence.PUBLISHED,
    "Law of 2007-03-16, in force from 2008-01-01; read in a public record of policy changes",
    "中华人民共和国企业所得税法", "主席令〔2007〕63号, Articles 4 and 28(2)", "2007-03-16",
)  # fmt: skip
OLD_TAX = Source(
    "Tax rates before the Enterprise Income Tax Law", Evidence.ESTIMATED,
    "A public record of policy changes; to be checked against the law of the time",
    note="Domestic firms; many foreign-invested ones paid 15 to 24 %. Held from this file's first day.",
)  # fmt: skip


def _at(rule: Source, article: str, note: str) -> Source:
    return replace(rule, document=f"{rule.document}, {article}", note=note)


def _in_2000(value: float, article: str, note: str) -> Since[float]:
    return Since("2000-07-23", value, _at(RULE_OF_2000, article, note))


def _in_2008(value: float | None, article: str, note: str = RULE_OF_2008.note) -> Since[float]:
    return Since("2008-01-01", value, _at(RULE_OF_2008, article, note))


def _in_2016(value: float | None, article: str, note: str = RULE_OF_2016.note) -> Since[float]:
    return Since("2016-01-01", value, _at(RULE_OF_2016, article, note))


def _share(meaning: str, *history: Since[float]) -> Dated[float]:
    return Dated("share", meaning, history, low=0, high=1)


def _flag(meaning: str, *history: Since[float]) -> Dated[float]:
    return Dated("1", f"{meaning} (1 yes, 0 no)", history, low=0, high=1)


def _sales(meaning: str, *history: Since[float]) -> Dated[float]:
    return Dated("CNY/yr", meaning, history, low=0)


UNREAD: Final = _in_2000(UNKNOWN, "Article 5", "Article 5 sets the conditions; its text was not read.")
OLD_INTENSITY: Final = Since(
    "2000-07-23",
    0.05,
    Source(
        "R&D threshold before 2008, all sizes",
        Evidence.ESTIMATED,
        "A public record of policy changes; to be checked against 国科发火字〔2000〕324号, Article 5",
        note="It does not say over which years; read over three, as in the later rules.",
    ),
)

SUPPORTED_FIELD = _flag(
    "Whether the main product must lie in a state-supported high-tech field.",
    _in_2000(1.0, "Article 4", "The zones' own list of eleven fields."),
    _in_2008(1.0, "Article 10(2)"),
    _in_2016(1.0, "Article 11(3)"),
)
REGISTERED_DAYS = Dated(
    "day",
    "Days for which a firm must have been registered.",
    (
        _in_2008(365.0, "Article 10(1)", "One year, by one copy of the article; in days as in 2016."),
        _in_2016(365.0, "Article 11(1)", "One year; 365 days by the guideline (k6099.cn 17_5_33358900)."),
    ),
    low=0,
)
CORE_IP = _flag(
    "Whether a firm must hold the core IP of its main product.",
    _in_2008(1.0, "Article 10(1)"),
    _in_2016(1.0, "Article 11(2)"),
)
LICENCE_COUNTS = _flag(
    "Whether an exclusive licence of five years or more counts as core IP.",
    _in_2008(1.0, "Article 10(1)"),
    _in_2016(0.0, "Article 11(2)", "The firm must own it."),
)
COLLEGE_SHARE = _share(
    "Smallest share of staff with a college diploma.",
    UNREAD,
    _in_2008(0.30, "Article 10(3)", "The text counts technical staff with a diploma; read on all staff."),
    _in_2016(None, "Article 11(4)", "The condition was dropped."),
)
RND_STAFF_SHARE = _share(
    "Smallest share of staff who do R&D.",
    UNREAD,
    _in_2008(0.10, "Article 10(3)"),
    _in_2016(None, "Article 11(4)", "Replaced by the condition on technical staff."),
)
TECHNICAL_STAFF_SHARE = _share(
    "Smallest share of staff who are scientific or technical.", _in_2016(0.10, "Article 11(4)")
)
SMALL_SALES_BELOW = _sales(
    "A firm is small if it sold less than this in the last year.",
    _in_2008(50e6, "Article 10(4)", "'Less than 50 million.'"),
    _in_2016(None, "Article 11(5)", "Became 'up to 50 million'."),
)
SMALL_SALES_UP_TO = _sales(
    "A firm is small if it sold not more than this in the last year.",
    _in_2016(50e6, "Article 11(5)", "'Less than 50 million (included).'"),
)
LARGE_SALES_OVER = _sales(
    "A firm is large if it sold more than this in the last year.",
    _in_2008(200e6, "Article 10(4)", "The text puts exactly 200 million in two classes; read as medium."),
    _in_2016(200e6, "Article 11(5)", "'50 to 200 million (included)' is medium."),
)
INTENSITY_SMALL = _share(
    "Smallest ratio of R&D to sales over three years for a small firm.",
    OLD_INTENSITY,
    _in_2008(0.06, "Article 10(4)1"),
    _in_2016(0.05, "Article 11(5)1"),
)
INTENSITY_MEDIUM = _share(
    "Smallest ratio of R&D to sales over three years for a medium firm.",
    OLD_INTENSITY,
    _in_2008(0.04, "Article 10(4)2"),
    _in_2016(0.04, "Article 11(5)2"),
)
INTENSITY_LARGE = _share(
    "Smallest ratio of R&D to sales over three years for a large firm.",
    OLD_INTENSITY,
    _in_2008(0.03, "Article 10(4)3"),
    _in_2016(0.03, "Article 11(5)3"),
)
DOMESTIC_SHARE = _share(
    "Smallest share of R&D spent in China.", _in_2008(0.60, "Article 10(4)"), _in_2016(0.60, "Article 11(5)")
)
HIGH_TECH_SHARE = _share(
    "Smallest share of the last year's revenue from high-tech products.",
    UNREAD,
    _in_2008(0.60, "Article 10(5)"),
    _in_2016(0.60, "Article 11(6)"),
)
SCORE = Dated(
    "1",
    "Innovation score, of 100, that must be passed.",
    (
        _in_2008(70.0, "Article 10(6)", "70 itself fails: dfrtw.com/zhuanlishenqing/28895.html."),
        _in_2016(70.0, "Article 11(7)", "As in 2008, by the guideline 国科发火〔2016〕195号 (not read)."),
    ),
    low=0,
    high=100,
)
OFFENCES_ALLOWED = Dated(
    "count",
    "Major safety, quality or environment offences allowed in the year before.",
    (_in_2016(0.0, "Article 11(8)"),),
    low=0,
)
VALID_YEARS = Dated(
    "yr",
    "How long a certificate is valid from its day.",
    (_in_2008(3.0, "on validity"), _in_2016(3.0, "on validity")),
    low=0,
)
STANDARD_RATE = _share(
    "Standard rate of enterprise income tax.",
    Since("2000-07-23", 0.33, OLD_TAX),
    Since("2008-01-01", 0.25, TAX_LAW),
)
REDUCED_RATE = _share(
    "Rate of enterprise income tax for a high-tech enterprise.",
    Since("2000-07-23", 0.15, OLD_TAX),
    Since("2008-01-01", 0.15, TAX_LAW),
)
TAKE_UP = constant(
    "share", "Share of the eligible who never held a certificate that obtain one in a year.", 0.30,
    Source(
        "Set by hand so that the stock grows as published from 2009 to 2012", Evidence.CALIBRATED,
        "Replace by applications over eligible firms, from the city's yearly accreditation lists",
        note="No source gives it. Filing takes audits and years of records: many wait a year. The growth of 2016 and "
        "2017 is far above what this value gives.",
    ),
    low=0, high=1, interval=(0.03, 0.4),
)  # fmt: skip
RENEWAL = constant(
    "share", "Share of former holders, still eligible, that obtain it again in a year.", 0.85,
    Source(
        "Assumption on renewal", Evidence.ASSUMED,
        "Replace by renewals over lapses, from the city's yearly accreditation lists",
        note="No source gives it. Who has filed once files again more easily.",
    ),
    low=0, high=1, interval=(0.6, 0.95),
)  # fmt: skip


def _registered_days(firms: Firms, terms: Terms) -> Doubles:
    days = (terms.day - firms.founded_on).astype(np.float64)
    return np.where(np.isnat(firms.founded_on), np.nan, days)


def _core_ip(firms: Firms, terms: Terms) -> Doubles:
    owned = truth(firms.owns_core_ip)
    if terms[LICENCE_COUNTS] <= 0:
        return owned
    licensed = truth(firms.licences_core_ip)
    return np.where((owned == 1) | (licensed == 1), 1.0, owned + licensed)


def _over_years(firms: Firms, terms: Terms, newest_first: tuple[Floats, ...], years_ago: int) -> Doubles:
    """Sum of yearly figures, the first of which is `years_ago`; years before the founding count nothing."""
    founded = firms.founded_on.astype("datetime64[Y]")
    this_year = terms.day.astype("datetime64[Y]")
    total = np.zeros(len(firms))
    for ago, figure in enumerate(newest_first, start=years_ago):
        total += np.where(founded <= this_year - ago, figure.astype(np.float64), 0.0)
    return total


def _intensity(firms: Firms, terms: Terms) -> Doubles:
    spent = _over_years(firms, terms, (firms.rnd_y3, firms.rnd_y2, firms.rnd_y1), 1)
    return quotient(spent, _over_years(firms, terms, (firms.sales_y3, firms.sales_y2, firms.sales_y1), 1))


def _intensity_floor(firms: Firms, terms: Terms) -> Doubles:
    last = firms.sales_y3.astype(np.float64)
    small = (last < terms[SMALL_SALES_BELOW]) | (last <= terms[SMALL_SALES_UP_TO])
    large = last > terms[LARGE_SALES_OVER]
    floor = np.where(small, terms[INTENSITY_SMALL], terms[INTENSITY_MEDIUM])
    return np.where(np.isnan(last), np.nan, np.where(large, terms[INTENSITY_LARGE], floor))


def _effort(firms: Firms, terms: Terms) -> Doubles:
    """R&D of this year that would meet the ratio a year on; this year's sales are taken to equal the last."""
    sales = _over_years(firms, terms, (firms.sales_y3, firms.sales_y3, firms.sales_y2), 0)
    spent = _over_years(firms, terms, (firms.rnd_y3, firms.rnd_y2), 1)
    return np.maximum(_intensity_floor(firms, terms) * sales - spent, 0.0)


def _at_least(
    name: str, meaning: str, value: Callable[[Firms, Terms], Doubles], floor: Dated[float], local: str
) -> Clause[Firms]:
    return Clause(name, meaning, value, Compare.AT_LEAST, lambda _, t: t[floor], (floor,), meaning_local=local)


CLAUSES: Final[tuple[Clause[Firms], ...]] = (
    # the field comes first, out of the document's order: it is cheap to read and spares most firms the rest
    _at_least("supported_field", "Its main product lies in a state-supported high-tech field.",
              lambda f, _: truth(f.in_supported_field), SUPPORTED_FIELD, "主要产品属于国家重点支持的高新技术领域。"),
    _at_least("registered", "It has been registered for a year.", _registered_days, REGISTERED_DAYS,
              "注册成立满一年。"),
    _at_least("core_ip", "It holds the core IP of its main product.", _core_ip, CORE_IP,
              "握有主要产品的核心知识产权。"),
    _at_least("college_staff", "Enough of its staff hold a college diploma.",
              lambda f, _: quotient(f.college_staff, f.staff), COLLEGE_SHARE, "具有大专以上学历的职工足够多。"),
    _at_least("rnd_staff", "Enough of its staff do R&D.",
              lambda f, _: quotient(f.rnd_staff, f.staff), RND_STAFF_SHARE, "从事研发的职工足够多。"),
    _at_least("technical_staff", "Enough of its staff are scientific or technical.",
              lambda f, _: quotient(f.technical_staff, f.staff), TECHNICAL_STAFF_SHARE, "科技人员足够多。"),
    Clause("rnd_intensity", "Its R&D of three years is enough for its sales, by its last year's size.",
           _intensity, Compare.AT_LEAST, _intensity_floor,
           (INTENSITY_SMALL, INTENSITY_MEDIUM, INTENSITY_LARGE), _effort,
           "近三年的研发费用与销售收入之比，达到最近一年规模所要求的水平。"),
    _at_least("domestic_rnd", "It spends enough of its R&D in China.",
              lambda f, _: f.domestic_rnd_share.astype(np.float64), DOMESTIC_SHARE, "境内研发费用占比足够高。"),
    _at_least("high_tech_revenue", "Enough of its revenue comes from high-tech products.",
              lambda f, _: f.high_tech_revenue_share.astype(np.float64), HIGH_TECH_SHARE, "高新技术收入占比足够高。"),
    Clause("score", "Its innovation score passes the mark.",
           lambda f, _: f.score.astype(np.float64), Compare.ABOVE, lambda _, t: t[SCORE], (SCORE,),
           meaning_local="创新能力评价得分超过规定分数。"),
    Clause("no_offence", "It committed no major safety, quality or environment offence in the year before.",
           lambda f, _: truth(f.major_offence_last_year), Compare.AT_MOST, lambda _, t: t[OFFENCES_ALLOWED],
           (OFFENCES_ALLOWED,), meaning_local="申请前一年内没有重大安全、质量或环境违法行为。"),
)  # fmt: skip

AWARDS: Final[tuple[Award[Firms], ...]] = (
    Award(Channel.CERTIFICATE, "yr", "Years for which the certificate is valid.",
          lambda f, t: np.full(len(f), t[VALID_YEARS]), meaning_local="证书有效的年数"),
    Award(Channel.TAX_RATE, "share", "Points by which a holder's income tax rate is below standard.",
          lambda f, t: np.full(len(f), max(t[STANDARD_RATE] - t[REDUCED_RATE], 0.0)), to_holders=True,
          meaning_local="持证企业所得税税率低于法定税率的幅度"),
)  # fmt: skip

SMALL: Final = {
    "founded_on": "1995-01-01", "in_supported_field": 1, "owns_core_ip": 1, "staff": 100, "score": 71,
    "sales_y1": 30e6, "sales_y2": 30e6, "sales_y3": 40e6, "rnd_y1": 2e6, "rnd_y2": 2e6, "rnd_y3": 2e6,
    "domestic_rnd_share": 0.6, "high_tech_revenue_share": 0.6,
}  # fmt: skip
BY_RULE: Final[Mapping[str, Mapping[str, Any]]] = {
    "2000": SMALL | {"college_staff": 30, "rnd_staff": 10},
    "2008": SMALL | {"licences_core_ip": 0, "college_staff": 30, "rnd_staff": 10},
    "2016": SMALL | {"technical_staff": 10, "major_offence_last_year": 0, "rnd_y3": 1e6},
}
"""A small firm that meets every known condition of a rule with nothing to spare."""
PAID: Final = {Channel.CERTIFICATE: 3.0, Channel.TAX_RATE: 0.10}


def _case(eligible: bool | None, on: str, says: str, decided_by: str = "", **told: Any) -> Example:
    rule = max((first for first in BY_RULE if first <= on), default="2000")
    return Example(says, on, {**BY_RULE[rule], **told}, eligible, decided_by, PAID if eligible else {})


_yes, _no, _open = partial(_case, True), partial(_case, False), partial(_case, None)

EXAMPLES: Final = (
    _no("2000-07-22", "The day before this file's first rule nobody is eligible.", ""),
    _open("2000-07-23", "From then on a firm that meets what is known cannot be ruled on.", "college_staff"),
    _no("2005-06-30", "A firm outside the fields is refused.", "supported_field", in_supported_field=0),
    _no("2005-06-30", "R&D below 5 % of sales is refused.", "rnd_intensity", rnd_y3=0.9e6),
    _open("2005-06-30", "R&D of just 5 % of sales is enough, but the rest is open.", "college_staff", rnd_y3=1e6),
    _open("2007-12-31", "On the last day of 2007 the old rule still leaves it open.", "college_staff"),
    _yes("2008-01-01", "On the first day of 2008 the same firm is accredited."),
    _yes("2015-12-31", "On the last day of 2015 R&D of just 6 % of sales suffices for a small firm."),
    _no("2015-12-31", "On the last day of 2015 5 % does not suffice.", "rnd_intensity", rnd_y3=1e6),
    _no("2012-06-30", "A firm outside the fields is refused.", "supported_field", in_supported_field=0),
    _no("2012-06-30", "A firm of 364 days is refused.", "registered", founded_on="2011-07-02"),
    _yes("2012-06-30", "A firm of 365 days is judged by the year it has.", founded_on="2011-07-01",
         sales_y1=UNKNOWN, sales_y2=UNKNOWN, rnd_y1=UNKNOWN, rnd_y2=UNKNOWN, rnd_y3=2.4e6),
    _no("2012-06-30", "A firm without core IP is refused.", "core_ip", owns_core_ip=0),
    _yes("2012-06-30", "An exclusive licence of five years is enough IP.", owns_core_ip=0, licences_core_ip=1),
    _no("2012-06-30", "29 of 100 with a diploma are too few.", "college_staff", college_staff=29),
    _no("2012-06-30", "9 of 100 in R&D are too few.", "rnd_staff", rnd_staff=9),
    _no("2012-06-30", "59 % of R&D in China is too little.", "domestic_rnd", domestic_rnd_share=0.59),
    _no("2012-06-30", "59 % of revenue is too little.", "high_tech_revenue", high_tech_revenue_share=0.59),
    _no("2012-06-30", "A score of 70 does not pass 70.", "score", score=70),
    _yes("2012-06-30", "At sales of exactly 50 million 4 % suffice.", sales_y3=50e6, rnd_y3=0.4e6),
    _no("2012-06-30", "Just below 50 million 6 % are asked.", "rnd_intensity", sales_y3=49_999_999, rnd_y3=0.4e6),
    _no("2012-06-30", "At exactly 200 million 4 % are asked.", "rnd_intensity", sales_y3=200e6, rnd_y3=6e6),
    _yes("2012-06-30", "One yuan above 200 million 3 % suffice.", sales_y3=200_000_001, rnd_y3=4e6),
    _open("2012-06-30", "Unknown IP and no licence leave it open.", "core_ip", owns_core_ip=-1, licences_core_ip=0),
    _open("2012-06-30", "A missing year of sales leaves it open.", "rnd_intensity", sales_y2=UNKNOWN),
    _yes("2016-01-01", "On the first day of 2016 R&D of just 5 % of sales suffices for a small firm."),
    _no("2018-06-30", "A firm outside the fields is refused.", "supported_field", in_supported_field=0),
    _no("2018-06-30", "A firm of 364 days is refused.", "registered", founded_on="2017-07-01"),
    _yes("2018-06-30", "A firm of 365 days is judged by the year it has.", founded_on="2017-06-30",
         sales_y1=UNKNOWN, sales_y2=UNKNOWN, rnd_y1=UNKNOWN, rnd_y2=UNKNOWN, rnd_y3=2e6),
    _no("2018-06-30", "A firm that does not own its core IP is refused.", "core_ip", owns_core_ip=0),
    _no("2018-06-30", "9 technical staff of 100 are too few.", "technical_staff", technical_staff=9),
    _no("2018-06-30", "R&D just below 5 % is refused.", "rnd_intensity", rnd_y3=999_990),
    _yes("2018-06-30", "At sales of exactly 50 million 5 % suffice.", sales_y3=50e6, rnd_y3=1.5e6),
    _no("2018-06-30", "At sales of exactly 50 million 4 % do not.", "rnd_intensity", sales_y3=50e6, rnd_y3=0.4e6),
    _yes("2018-06-30", "One yuan above 50 million just over 4 % suffice.", sales_y3=50_000_001, rnd_y3=400_001),
    _no("2018-06-30", "At exactly 200 million 4 % are asked.", "rnd_intensity", sales_y3=200e6, rnd_y3=6e6),
    _yes("2018-06-30", "One yuan above 200 million 3 % suffice.", sales_y3=200_000_001, rnd_y3=4e6),
    _no("2018-06-30", "59 % of R&D in China is too little.", "domestic_rnd", domestic_rnd_share=0.59),
    _no("2018-06-30", "59 % of revenue is too little.", "high_tech_revenue", high_tech_revenue_share=0.59),
    _no("2018-06-30", "A score of 70 does not pass 70.", "score", score=70),
    _no("2018-06-30", "A major offence in the year before bars it.", "no_offence", major_offence_last_year=1),
    _open("2018-06-30", "An unknown record leaves it open.", "no_offence", major_offence_last_year=-1),
)  # fmt: skip

PROGRAMME: Final = Programme(
    title="Accreditation of national high-tech enterprises",
    title_local="高新技术企业认定",
    register=Firms,
    clauses=CLAUSES,
    awards=AWARDS,
    national=True,
    examples=EXAMPLES,
    take_up=TAKE_UP,
    certificate=Certificate(lambda firms: firms.accredited_on, VALID_YEARS, RENEWAL),
)
