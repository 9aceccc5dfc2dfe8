"""Qianhai Shenzhen-Hong Kong Youth Innovation and Entrepreneur Hub (前海深港青年梦工场).

A young firm whose founder is from 18 to 45 years old gets an office in the hub and pays no rent for it, as long as
there is floor. The hub opened in December 2014, was enlarged in December 2020 and again in July 2022.

Ages, floor and the number of start-ups are printed; how long a firm may stay, and the rent that it saves, are assumed.
Founders of firms that were there at the model's opening are not known, and neither are those of firms without R&D.
"""

from typing import Any, Final

import numpy as np

from mangrove.arrays import Doubles
from mangrove.dated import Dated, Evidence, Since, Source, assumption, constant
from mangrove.gaps import years_since
from mangrove.programme import Award, Channel, Clause, Compare, Example, Programme, Rationing, Terms
from mangrove.regions.shenzhen.page_of_2018 import PAGE
from mangrove.registers.firms import Firms

FIRST: Final = "2014-12-07"
SECOND: Final = "2020-12-07"
NORTH: Final = "2022-07-21"
_HUB: Final = "前海深港青年梦工场"
AGES: Final = Source(
    "Innovation-driven Development, on the hub", Evidence.PUBLISHED, "Shenzhen Government Online, 9 August 2018",
    _HUB, "page of 2018", "2018-08-09", "Ages 18 to 45; in force since the founding on 7 December 2014.",
)  # fmt: skip
FLOORS: Final = Source(
    "Youth hub: site and zones", Evidence.PUBLISHED, "ehub.hk.cn/en, ts_1510_detail", _HUB, "page of the hub, 2024",
    "2024-08-26", "27,000 square metres for some 200 start-ups at the first site.",
)  # fmt: skip
FLOOR_2020: Final = Source(
    "Second phase of the youth hub", Evidence.PUBLISHED, "qianhailaw.cn, 2020-12-09", "前海深港青年夢工場二期正式啟用",
    "Xinhua, 9 December 2020", "2020-12-09", "19,000 square metres more, in use from 7 December 2020.",
)  # fmt: skip
FLOOR_2022: Final = Source(
    "North zone of the youth hub", Evidence.PUBLISHED, "big5.china.com.cn, 2022-07-22", "前海深港青年梦工场北区开园",
    "Shenzhen Special Zone Daily, 22 July 2022", "2022-07-22", "92,000 square metres more, opened on 21 July 2022.",
)  # fmt: skip

# fmt: off
STAYS = constant(
    "yr", "Age up to which a firm may be in the hub.", 3.0,
    assumption("incubators let firms stay for some three years", "深前海规〔2024〕22号 and the terms of 2014"), FIRST,
    low=0,
)
YOUNGEST = constant("yr", "Least age of the founder.", 18.0, AGES, FIRST, low=0)
OLDEST = constant("yr", "Greatest age of the founder.", 45.0, AGES, FIRST, low=0)
OFFICE = constant("m2", "Floor of a start-up: 27,000 square metres over 200.", 135.0, FLOORS, FIRST, low=0)
RENT = constant(
    "CNY/yr", "Rent saved on a square metre in a year.", 1_200.0,
    assumption("a hundred yuan a month, as asked for offices near by; the first firms are told to have had them free",
               "the hub's terms, with rents around"), FIRST, low=0,
)
FLOOR = Dated(
    "m2", "Floor of the hub.",
    (Since(FIRST, 27_000.0, FLOORS), Since(SECOND, 46_000.0, FLOOR_2020), Since(NORTH, 138_000.0, FLOOR_2022)), low=0,
)
TAKE_UP = constant(
    "share", "Share of the eligible that apply.", 0.1,
    assumption("many start-ups look for an office, few in Qianhai", "applications to the hub"), low=0, high=1,
    interval=(0.02, 0.3),
)
# fmt: on


def _founder_age(firms: Firms, terms: Terms) -> Doubles:
    year = int(str(terms.day.astype("datetime64[Y]")))
    return np.where(firms.founder_born > 0, year - firms.founder_born.astype(np.float64), np.nan)


def _office(firms: Firms, terms: Terms) -> Doubles:
    return np.full(len(firms), terms[OFFICE])


CLAUSES: Final[tuple[Clause[Firms], ...]] = (
    Clause("founder_of_age", "Its founder is 18 years old.",
           _founder_age, Compare.AT_LEAST, lambda _, t: t[YOUNGEST], (YOUNGEST,),
           meaning_local="创始人年满18岁。"),
    Clause("founder_young", "Its founder is at most 45 years old.",
           _founder_age, Compare.AT_MOST, lambda _, t: t[OLDEST], (OLDEST,),
           meaning_local="创始人不超过45岁。"),
    Clause("new", "It is new enough to stay.",
           lambda f, t: years_since(f.founded_on, t.day), Compare.AT_MOST, lambda _, t: t[STAYS], (STAYS,),
           meaning_local="成立时间不超过入驻年限。"),
)  # fmt: skip

AWARDS: Final[tuple[Award[Firms], ...]] = (
    Award(Channel.SPACE, "m2", "An office in the hub.", _office, meaning_local="梦工场内的办公场地"),
    Award(Channel.ENTRY_CASH, "CNY/yr", "The rent that it saves.", lambda f, t: _office(f, t) * t[RENT],
          meaning_local="免收的租金"),
)  # fmt: skip

FIRM: Final = {"founded_on": "2014-03-01", "founder_born": 1985}
LATER: Final = FIRM | {"founded_on": "2020-03-01"}
PAID: Final = {Channel.SPACE: 135.0, Channel.ENTRY_CASH: 162_000.0}


def _in(on: str, says: str, firm: dict[str, Any]) -> Example:
    return Example(says, on, firm, True, pays=PAID)


EXAMPLES: Final = (
    Example("Before it opens there is no hub.", "2014-12-06", FIRM, False),
    _in(FIRST, "A start-up of that year moves in.", FIRM),
    _in("2017-03-01", "It stays until it is three.", FIRM),
    Example("A day later it has to go.", "2017-03-02", FIRM, False, "new"),
    _in("2015-06-30", "A founder of 18 may come.", FIRM | {"founder_born": 1997}),
    Example("One of 17 may not.", "2015-06-30", FIRM | {"founder_born": 1998}, False, "founder_of_age"),
    _in("2015-06-30", "One of 45 may.", FIRM | {"founder_born": 1970}),
    Example("One of 46 may not.", "2015-06-30", FIRM | {"founder_born": 1969}, False, "founder_young"),
    Example("An unknown founder leaves it open.", "2015-06-30", FIRM | {"founder_born": -1}, None, "founder_of_age"),
    _in("2020-12-06", "To the last day of the first site.", LATER),
    _in(SECOND, "In the second phase there is more floor, and no larger office.", LATER),
    _in("2022-07-20", "To the eve of the north zone.", LATER),
    _in(NORTH, "And in it.", LATER),
)

PROGRAMME: Final = Programme(
    title="Qianhai Shenzhen-Hong Kong Youth Innovation and Entrepreneur Hub",
    title_local=_HUB,
    register=Firms,
    clauses=CLAUSES,
    awards=AWARDS,
    examples=EXAMPLES,
    take_up=TAKE_UP,
    budget=FLOOR,
    rationing=Rationing.FIRST_COME,
    illustrative=True,
    ran=PAGE,
)
