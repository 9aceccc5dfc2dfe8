"""Peacock Plan for high-level talent from overseas (孔雀计划).

Who comes from abroad, holds a doctorate or has done as much, works here, is not too old and stands high enough in the
field is recognised once, in class A, B or C, and is paid 1.5, 1.0 or 0.8 million yuan in five yearly parts; since 23
March 2016 3.0, 2.0 or 1.6 million. The ledger enters the five parts as one sum in the year of recognition.

The published criteria list prizes, posts and papers; a register of people knows only levels and skill, so a class here
begins at a skill. Teams, who are granted up to 80 million yuan (since 2016 100 million), are not in any register and
get nothing here; the budget of 2016 is for both, and so an upper bound on persons. No causal evaluation of the plan
was found: that the award draws others is taken from how people move for wages.
"""

from functools import partial
from typing import Any, Final

import numpy as np

from mangrove.arrays import Doubles, Longs
from mangrove.dated import UNKNOWN, Dated, Evidence, Since, Source, assumption, constant
from mangrove.programme import Award, Channel, Clause, Compare, Example, Programme, Rationing, Terms
from mangrove.regions.shenzhen.page_of_2018 import PAGE
from mangrove.registers.people import NOBODY, ORIGINS, STATUSES, People, ages, reached

FIRST: Final = "2010-10-01"
RISE: Final = "2016-03-23"
PLAN = Source(
    "Opinions on the Peacock Plan for introducing high-level overseas talent", Evidence.PUBLISHED,
    "commerce.sz.gov.cn post_1955474", "关于实施引进海外高层次人才“孔雀计划”的意见", "深发〔2011〕9号", "2010-10",
    "Begun in October 2010, the first of which is taken; 0.8 to 1.5 million a person. The number of the document and "
    "the middle class's 1.0 million are from memory.",
)  # fmt: skip
MEASURES = Source(
    "Measures on giving priority to the development of talent (2016)", Evidence.PUBLISHED,
    "m.ihuiben.com.cn/xiangmuzizhu/1068.html (a guide of 2018-09-25); ipingshan.sznews.com 2016-07-04; 12425.cn",
    "关于促进人才优先发展的若干措施", "深发〔2016〕9号", "2016-03-21",
    "For those recognised from 23 March 2016 on; paid in equal parts over five years.",
)  # fmt: skip
AGES = Source(
    "Ages of the three classes",
    Evidence.ESTIMATED,
    "plnmw.com/PatentApplication/wkiywejltc.html (a guide, undated)",
    note="Under 60, 55 and 40; the print has lost two digits, which the guide on domestic talent has. Held throughout.",
)
WORK = Source(
    "Work in the city as a condition",
    Evidence.ESTIMATED,
    "m.ihuiben.com.cn/xiangmuzizhu/1068.html (2018-09-25)",
    note="Full-time work and three months of social insurance; here an employer on record. Held throughout.",
)
CRITERIA: Final = assumption(
    "the criteria name prizes and posts that no register holds; of skills, set so that most are in class C",
    "recognised persons by class and degree",
)

# fmt: off
FROM_ABROAD = constant("1", "Whether a person must have come from abroad (1 yes, 0 no).", 1.0, PLAN, FIRST,
                       low=0, high=1)
DEGREE = constant("1", "Lowest level, by its place in the register's list.", 3.0, assumption(
    "most of those recognised are doctors", "recognised persons by degree"), FIRST, low=0, high=4)
EARLIER = constant("1", "Status up to which a person may apply, by its place in the list.", 0.0, PLAN, FIRST,
                   low=0, high=5)
EMPLOYED = constant("1", "Whether a person must work in the city (1 yes, 0 no).", 1.0, WORK, FIRST, low=0, high=1)
SKILL_A = constant("1", "Skill from which a person is of class A.", 6.5, CRITERIA, FIRST, low=0)
SKILL_B = constant("1", "Skill from which a person is of class B.", 3.8, CRITERIA, FIRST, low=0)
SKILL_C = constant("1", "Skill from which a person is of class C.", 1.5, CRITERIA, FIRST, low=0)
AGE_A = constant("yr", "Age at which class A is closed.", 60.0, AGES, FIRST, low=0)
AGE_B = constant("yr", "Age at which class B is closed.", 55.0, AGES, FIRST, low=0)
AGE_C = constant("yr", "Age at which class C is closed.", 40.0, AGES, FIRST, low=0)
AWARD_A = Dated("CNY/yr", "Award to class A.", (Since(FIRST, 1.5e6, PLAN), Since(RISE, 3.0e6, MEASURES)), low=0)
AWARD_B = Dated("CNY/yr", "Award to class B.", (Since(FIRST, 1.0e6, PLAN), Since(RISE, 2.0e6, MEASURES)), low=0)
AWARD_C = Dated("CNY/yr", "Award to class C.", (Since(FIRST, 0.8e6, PLAN), Since(RISE, 1.6e6, MEASURES)), low=0)
BUDGET = Dated("CNY/yr", "Yearly budget of the plan, persons and teams.", (
    Since(FIRST, 0.5e9, assumption("no budget is printed before 2016; half of that of 2016, as awards were half",
                                   "the city's budgets of 2011 to 2015")),
    Since(RISE, 1e9, Source(
        "record, peacock_budget 2016", Evidence.PUBLISHED, "szxxg.com/shenzhen/20160806/30627.html",
        "关于促进人才优先发展的若干措施", "深发〔2016〕9号", "2016-03-21", "at least a billion a year")),
), low=0)
TAKE_UP = Dated("share", "Eligible persons who apply and are recognised in a year.", (
    Since("1900-01-01", 0.13, Source(
        "set by hand to the persons recognised", Evidence.CALIBRATED, "record, peacock_individuals_stock 2016",
        note="1,996 by the end of 2016, of whom 632 in that year")),
    Since(RISE, 0.22, Source(
        "set by hand to the persons recognised in 2016", Evidence.CALIBRATED, "record, peacock_individuals_stock 2016",
        note="632 in the year; the awards had been doubled in March")),
), low=0, high=1)
# fmt: on

OVERSEAS: Final = STATUSES.index("overseas")
_ABROAD: Final = ORIGINS.index("returnee")
"""From here on the list has those who come from abroad."""


def _of_class(people: People, terms: Terms, values: tuple[Dated[float], ...]) -> Doubles:
    """What holds for each person's class, A before B before C."""
    skill = people.skill
    told = np.where(skill >= terms[SKILL_B], terms[values[1]], terms[values[2]])
    told[skill >= terms[SKILL_A]] = terms[values[0]]
    told[np.isnan(skill)] = np.nan
    return told


def _among(people: People, terms: Terms) -> Longs:
    return reached(people, terms[DEGREE])


CLAUSES: Final[tuple[Clause[People], ...]] = (
    Clause("from_abroad", "They come from abroad, as a returned scholar or a foreign expert.",
           lambda p, _: (p.origin >= _ABROAD).astype(np.float64), Compare.AT_LEAST, lambda _, t: t[FROM_ABROAD],
           (FROM_ABROAD,), meaning_local="来自海外：留学回国人员或国（境）外专家。"),
    Clause("degree", "They hold a doctorate or have done as much.",
           lambda p, _: p.level.astype(np.float64), Compare.AT_LEAST, lambda _, t: t[DEGREE], (DEGREE,),
           meaning_local="具有博士学位或同等成就。"),
    Clause("first_time", "They have not been recognised before.",
           lambda p, _: p.status.astype(np.float64), Compare.AT_MOST, lambda _, t: t[EARLIER], (EARLIER,),
           meaning_local="此前未获认定。"),
    Clause("employed", "They work in the city.",
           lambda p, _: (p.employer > NOBODY).astype(np.float64), Compare.AT_LEAST, lambda _, t: t[EMPLOYED],
           (EMPLOYED,), meaning_local="在深圳全职工作。"),
    Clause("standing", "They stand high enough for class C.",
           lambda p, _: p.skill.astype(np.float64), Compare.AT_LEAST, lambda _, t: t[SKILL_C], (SKILL_C,),
           meaning_local="水平达到C类标准。"),
    Clause("age", "They are younger than their class allows.",
           lambda p, t: ages(p, t.day), Compare.BELOW, lambda p, t: _of_class(p, t, (AGE_A, AGE_B, AGE_C)),
           (AGE_A, AGE_B, AGE_C), meaning_local="未超过所属类别的年龄上限。"),
)  # fmt: skip

AWARDS: Final[tuple[Award[People], ...]] = (
    Award(Channel.TALENT_CASH, "CNY/yr", "Award of the class, paid in five yearly parts and entered as one sum.",
          lambda p, t: _of_class(p, t, (AWARD_A, AWARD_B, AWARD_C)),
          meaning_local="按类别发放的奖励补贴（分五年等额发放）"),
    Award(Channel.CERTIFICATE, "1", "The status, by its place in the register's list.",
          lambda p, _: np.full(len(p), float(OVERSEAS)), meaning_local="海外高层次人才资格"),
)  # fmt: skip

SCHOLAR: Final = {
    "origin": "returnee", "level": "doctor", "status": "none", "employer": 3, "skill": 1.5, "birth_year": 1977,
}  # fmt: skip
"""A returned doctor of 1977 who is just of class C, 39 years old in 2016."""


def _pays(on: str, says: str, amount: float, **told: Any) -> Example:
    return Example(says, on, SCHOLAR | told, True, pays={Channel.TALENT_CASH: amount, Channel.CERTIFICATE: OVERSEAS})


def _case(eligible: bool | None, says: str, decided_by: str, **told: Any) -> Example:
    return Example(says, "2016-12-31", SCHOLAR | told, eligible, decided_by)


_no, _open = partial(_case, False), partial(_case, None)

EXAMPLES: Final = (
    Example("The day before the plan nobody is eligible.", "2010-09-30", SCHOLAR, False),
    _pays("2010-10-01", "A doctor of class C gets 0.8 million.", 0.8e6),
    _pays("2015-06-30", "One of class B gets 1 million.", 1.0e6, skill=3.8),
    _pays("2015-06-30", "One of class A gets 1.5 million.", 1.5e6, skill=6.5),
    _pays("2016-03-22", "The day before the measures of 2016 it is still 0.8 million.", 0.8e6),
    _pays("2016-03-23", "From 23 March 2016 class C gets 1.6 million.", 1.6e6),
    _pays("2016-12-31", "Just below class B it is class C.", 1.6e6, skill=3.79),
    _pays("2016-12-31", "Class B gets 2 million.", 2.0e6, skill=3.8),
    _pays("2016-12-31", "Just below class A it is class B.", 2.0e6, skill=6.49),
    _pays("2016-12-31", "Class A gets 3 million.", 3.0e6, skill=6.5),
    _pays("2016-12-31", "A foreign expert is treated alike.", 1.6e6, origin="foreign"),
    _pays("2016-12-31", "At 54 class B is open.", 2.0e6, skill=3.8, birth_year=1962),
    _pays("2016-12-31", "At 59 class A is open.", 3.0e6, skill=6.5, birth_year=1957),
    _no("Who comes from elsewhere in the country is refused.", "from_abroad", origin="domestic"),
    _no("A master is refused.", "degree", level="master"),
    _no("Who is recognised already is refused.", "first_time", status="overseas"),
    _no("Who has no work here is refused.", "employed", employer=-1),
    _no("Who falls short of class C is refused.", "standing", skill=1.49),
    _no("At 40 class C is closed.", "age", birth_year=1976),
    _no("At 55 class B is closed.", "age", skill=3.8, birth_year=1961),
    _no("At 60 class A is closed.", "age", skill=6.5, birth_year=1956),
    _open("Unknown standing leaves it open.", "standing", skill=UNKNOWN),
)

PROGRAMME: Final = Programme(
    title="Peacock Plan for high-level talent from overseas",
    title_local="孔雀计划（海外高层次人才）",
    register=People,
    clauses=CLAUSES,
    awards=AWARDS,
    examples=EXAMPLES,
    take_up=TAKE_UP,
    budget=BUDGET,
    rationing=Rationing.RANKED,
    illustrative=True,
    ran=PAGE,
    published=("peacock_budget",),
    event=True,
    among=_among,
)
