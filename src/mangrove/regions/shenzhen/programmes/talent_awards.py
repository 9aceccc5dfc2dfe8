"""Awards to high-level talent from within the country (国内高层次专业人才).

A person who works here, is not too old and stands high enough in the field is recognised as reserve talent, local
leader or national leader, and an academician as outstanding talent, whatever the age. Since 23 March 2016 the award is
1.6, 2.0, 3.0 and 6.0 million yuan, paid in five yearly parts; the ledger enters them as one sum in the year of
recognition. Who rises gets what the new class has above the old.

The published criteria list prizes and posts, which no register of people holds; here a class begins at a skill, and
academicians alone are outstanding. Between 2008 and 2016 those recognised had housing benefits whose worth in money no
source seen gives; they are counted as the Peacock Plan's awards, whose classes are the same. No causal evaluation was
found: that the award draws others is taken from how people move for wages.
"""

from functools import partial
from typing import Any, Final

import numpy as np

from mangrove.arrays import Doubles, Longs
from mangrove.dated import UNKNOWN, Dated, Evidence, Since, Source, assumption, constant
from mangrove.programme import Award, Channel, Clause, Compare, Example, Programme, Terms
from mangrove.regions.shenzhen.page_of_2018 import PAGE
from mangrove.registers.people import LEVELS, NOBODY, ORIGINS, STATUSES, People, ages, reached

FIRST: Final = "2008-09-01"
RISE: Final = "2016-03-23"
OPINIONS = Source(
    "Opinions on a stronger body of high-level professionals (2008)", Evidence.PUBLISHED,
    "21ic.com/news/ce/320472.htm (press of 2011 on what it had brought)", "关于加强高层次专业人才队伍建设的意见",
    "深发〔2008〕10号", "2008-09", "Begun in September 2008; the number of the document is from memory.",
)  # fmt: skip
MEASURES = Source(
    "Measures on giving priority to the development of talent (2016)", Evidence.PUBLISHED,
    "m.ihuiben.com.cn/xiangmuzizhu/1068.html (a guide of 2018-09-25); 12425.cn; en.people.cn 2016-04-11",
    "关于促进人才优先发展的若干措施", "深发〔2016〕9号", "2016-03-21",
    "For those recognised from 23 March 2016 on; paid in equal parts over five years.",
)  # fmt: skip
BENEFITS: Final = assumption(
    "classes A, B and C of the Peacock Plan are those of national, local and reserve talent (12425.cn), and its awards "
    "of 2010 stand for the housing benefits that were given",
    "the measures that came with the opinions of 2008, on housing",
)
AGES = Source(
    "Ages of the classes",
    Evidence.ESTIMATED,
    "shenzhen01041357.11467.com (a guide of 2024); 12425.cn",
    note="Under 60, 55 and 40, and no limit for outstanding talent. Held throughout.",
)
WORK = Source(
    "Work in the city as a condition",
    Evidence.ESTIMATED,
    "m.ihuiben.com.cn/xiangmuzizhu/1068.html (2018-09-25)",
    note="Full-time work and three months of social insurance; here an employer on record. Held throughout.",
)
CRITERIA: Final = Source(
    "set by hand to the recognised by class",
    Evidence.CALIBRATED,
    "record, highlevel_talent_stock 2015",
    note="5,652 at the end of 2015, of whom 242 national and 1,591 local leaders; the criteria name prizes and posts",
)

# fmt: off
FROM_HOME = constant("1", "Whether a person must come from within the country (1 yes, 0 no).", 1.0, OPINIONS, FIRST,
                     low=0, high=1)
DEGREE = constant("1", "Lowest level, by its place in the register's list.", 3.0, assumption(
    "most of those recognised are doctors", "recognised persons by degree"), FIRST, low=0, high=4)
STEP = constant("1", "Classes by which a person must stand above the status held.", 1.0, OPINIONS, FIRST, low=1, high=4)
EMPLOYED = constant("1", "Whether a person must work in the city (1 yes, 0 no).", 1.0, WORK, FIRST, low=0, high=1)
SKILL_RESERVE = constant("1", "Skill from which a person is reserve talent.", 1.8, CRITERIA, FIRST, low=0)
SKILL_LOCAL = constant("1", "Skill from which a person is a local leader.", 2.9, CRITERIA, FIRST, low=0)
SKILL_NATIONAL = constant("1", "Skill from which a person is a national leader.", 4.8, CRITERIA, FIRST, low=0)
AGE_RESERVE = constant("yr", "Age at which the class of reserve talent is closed.", 40.0, AGES, FIRST, low=0)
AGE_LOCAL = constant("yr", "Age at which the class of local leaders is closed.", 55.0, AGES, FIRST, low=0)
AGE_NATIONAL = constant("yr", "Age at which the class of national leaders is closed.", 60.0, AGES, FIRST, low=0)
AGE_OUTSTANDING = constant("yr", "Age at which the class of outstanding talent is closed.", 150.0, AGES, FIRST, low=0)
AWARD_RESERVE = Dated("CNY/yr", "Award to reserve talent.",
                      (Since(FIRST, 0.8e6, BENEFITS), Since(RISE, 1.6e6, MEASURES)), low=0)
AWARD_LOCAL = Dated("CNY/yr", "Award to local leaders.",
                    (Since(FIRST, 1.0e6, BENEFITS), Since(RISE, 2.0e6, MEASURES)), low=0)
AWARD_NATIONAL = Dated("CNY/yr", "Award to national leaders.",
                       (Since(FIRST, 1.5e6, BENEFITS), Since(RISE, 3.0e6, MEASURES)), low=0)
AWARD_OUTSTANDING = Dated("CNY/yr", "Award to outstanding talent.",
                          (Since(FIRST, 3.0e6, BENEFITS), Since(RISE, 6.0e6, MEASURES)), low=0)
TAKE_UP = constant("share", "Eligible persons who apply and are recognised in a year.", 0.095, Source(
    "set by hand to the recognised stock of 2015", Evidence.CALIBRATED, "record, highlevel_talent_stock 2015",
    note="5,652, those from overseas included; for 2013 the model then has a third more than the 2,762 on record"),
    low=0, high=1)
# fmt: on

_ABROAD: Final = ORIGINS.index("returnee")
"""From here on the list has those who come from abroad."""
_OUTSTANDING: Final = STATUSES.index("outstanding")


def _class(people: People, terms: Terms) -> Doubles:
    """The class whose standing each person has, by the status it gives; NaN where the skill is unknown."""
    skill = people.skill
    told = (skill >= terms[SKILL_RESERVE]).astype(np.float64)
    for floor in (SKILL_LOCAL, SKILL_NATIONAL):
        told += skill >= terms[floor]
    told[np.isnan(skill)] = np.nan
    told[people.level == LEVELS.index("academician")] = _OUTSTANDING
    return told


def _rise(people: People, terms: Terms) -> Doubles:
    """Classes above the status held; who was recognised from overseas has no way here."""
    rise = _class(people, terms) - people.status
    rise[people.status > _OUTSTANDING] = 0.0
    return rise


def _age_limit(people: People, terms: Terms) -> Doubles:
    limits = (AGE_RESERVE, AGE_RESERVE, AGE_LOCAL, AGE_NATIONAL, AGE_OUTSTANDING)
    return _by_class(_class(people, terms), np.array([terms[limit] for limit in limits]))


def _award(people: People, terms: Terms) -> Doubles:
    amounts = (AWARD_RESERVE, AWARD_LOCAL, AWARD_NATIONAL, AWARD_OUTSTANDING)
    table = np.array([0.0, *(terms[amount] for amount in amounts)])
    held = table[np.minimum(people.status, _OUTSTANDING)]
    return np.maximum(_by_class(_class(people, terms), table) - held, 0.0)


def _by_class(of: Doubles, table: Doubles) -> Doubles:
    """A table read by class; NaN where the class is unknown."""
    unknown = np.isnan(of)
    told: Doubles = table[np.where(unknown, 0.0, of).astype(np.int64)]
    told[unknown] = np.nan
    return told


def _among(people: People, terms: Terms) -> Longs:
    return reached(people, terms[DEGREE])


CLAUSES: Final[tuple[Clause[People], ...]] = (
    Clause("from_home", "They come from within the country.",
           lambda p, _: (p.origin < _ABROAD).astype(np.float64), Compare.AT_LEAST, lambda _, t: t[FROM_HOME],
           (FROM_HOME,), meaning_local="国内人才。"),
    Clause("degree", "They hold a doctorate or have done as much.",
           lambda p, _: p.level.astype(np.float64), Compare.AT_LEAST, lambda _, t: t[DEGREE], (DEGREE,),
           meaning_local="具有博士学位或同等成就。"),
    Clause("employed", "They work in the city.",
           lambda p, _: (p.employer > NOBODY).astype(np.float64), Compare.AT_LEAST, lambda _, t: t[EMPLOYED],
           (EMPLOYED,), meaning_local="在深圳全职工作。"),
    Clause("standing", "They stand at least a class above the one in which they are recognised.",
           _rise, Compare.AT_LEAST, lambda _, t: t[STEP], (STEP, SKILL_RESERVE, SKILL_LOCAL, SKILL_NATIONAL),
           meaning_local="水平达到高于现有认定的类别。"),
    Clause("age", "They are younger than the class allows.",
           lambda p, t: ages(p, t.day), Compare.BELOW, _age_limit,
           (AGE_RESERVE, AGE_LOCAL, AGE_NATIONAL, AGE_OUTSTANDING), meaning_local="未超过所属类别的年龄上限。"),
)  # fmt: skip

AWARDS: Final[tuple[Award[People], ...]] = (
    Award(Channel.TALENT_CASH, "CNY/yr", "Award of the class less that of the class held, entered as one sum.",
          _award, meaning_local="按类别发放的奖励补贴（分五年等额发放）"),
    Award(Channel.CERTIFICATE, "1", "The status, by its place in the register's list.",
          _class, meaning_local="高层次专业人才证书"),
)  # fmt: skip

DOCTOR: Final = {
    "origin": "domestic", "level": "doctor", "status": "none", "employer": 3, "skill": 1.8, "birth_year": 1977,
}  # fmt: skip
"""A doctor of 1977 who is just reserve talent, 39 years old in 2016."""


def _pays(on: str, says: str, amount: float, given: str, **told: Any) -> Example:
    paid = {Channel.TALENT_CASH: amount, Channel.CERTIFICATE: float(STATUSES.index(given))}
    return Example(says, on, DOCTOR | told, True, pays=paid)


def _case(eligible: bool | None, says: str, decided_by: str, **told: Any) -> Example:
    return Example(says, "2016-12-31", DOCTOR | told, eligible, decided_by)


_no, _open = partial(_case, False), partial(_case, None)
_in_2016 = partial(_pays, "2016-12-31")

EXAMPLES: Final = (
    Example("The day before the opinions of 2008 nobody is eligible.", "2008-08-31", DOCTOR, False),
    _pays("2008-09-01", "From September 2008 benefits worth 0.8 million go to reserve talent.", 0.8e6, "reserve"),
    _pays("2012-06-30", "Those to a local leader are worth 1 million.", 1.0e6, "local_leader", skill=2.9),
    _pays("2012-06-30", "Those to a national leader are worth 1.5 million.", 1.5e6, "national_leader", skill=4.8),
    _pays("2012-06-30", "Those to an academician are worth 3 million.", 3e6, "outstanding", level="academician"),
    _pays("2016-03-22", "The day before the measures of 2016 it is still 0.8 million.", 0.8e6, "reserve"),
    _pays("2016-03-23", "From 23 March 2016 reserve talent gets 1.6 million.", 1.6e6, "reserve"),
    _in_2016("Just below a local leader it is reserve talent.", 1.6e6, "reserve", skill=2.89),
    _in_2016("A local leader gets 2 million.", 2.0e6, "local_leader", skill=2.9),
    _in_2016("Just below a national leader it is a local one.", 2.0e6, "local_leader", skill=4.79),
    _in_2016("A national leader gets 3 million.", 3.0e6, "national_leader", skill=4.8),
    _in_2016("An academician gets 6 million, at any age.", 6e6, "outstanding", level="academician", birth_year=1920),
    _in_2016("Who rises gets the rest.", 0.4e6, "local_leader", status="reserve", skill=2.9),
    _in_2016("A resident is treated alike.", 1.6e6, "reserve", origin="local"),
    _in_2016("At 54 a local leader may apply.", 2.0e6, "local_leader", skill=2.9, birth_year=1962),
    _in_2016("At 59 a national leader may.", 3.0e6, "national_leader", skill=4.8, birth_year=1957),
    _no("Who comes from abroad is refused.", "from_home", origin="returnee"),
    _no("A master is refused.", "degree", level="master"),
    _no("Who has no work here is refused.", "employed", employer=-1),
    _no("Who falls short of reserve talent is refused.", "standing", skill=1.79),
    _no("Who does not rise is refused.", "standing", status="reserve"),
    _no("Who was recognised from overseas is refused.", "standing", status="overseas"),
    _no("At 40 the class of reserve talent is closed.", "age", birth_year=1976),
    _no("At 55 that of local leaders is.", "age", skill=2.9, birth_year=1961),
    _no("At 60 that of national leaders is.", "age", skill=4.8, birth_year=1956),
    _open("Unknown standing leaves it open.", "standing", skill=UNKNOWN),
)

PROGRAMME: Final = Programme(
    title="Awards to high-level talent from within the country",
    title_local="国内高层次专业人才奖励补贴",
    register=People,
    clauses=CLAUSES,
    awards=AWARDS,
    examples=EXAMPLES,
    take_up=TAKE_UP,
    illustrative=True,
    ran=PAGE,
    event=True,
    among=_among,
)
