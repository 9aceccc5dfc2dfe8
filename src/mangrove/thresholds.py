"""Thresholds: the R&D over sales that accreditation as a high-tech enterprise asks for, by class of sales.

They are the law's, for comparing with data from the time and place where it holds; a scenario that changes the
rule of a programme does not change them. The rule itself is a programme of its region.
"""

from dataclasses import dataclass
from datetime import date
from typing import Final

import numpy as np

from mangrove.arrays import Doubles
from mangrove.dated import Dated, Evidence, Since, Source, constant
from mangrove.registers.firms import Firms

RULE_OF_2008: Final = Source(
    "Measures for the Administration of Accrediting High-tech Enterprises (2008)", Evidence.PUBLISHED,
    "stresscarki.com/g79431312.html", "高新技术企业认定管理办法", "国科发火〔2008〕172号, Article 10(4)", "2008-04-14",
)  # fmt: skip
RULE_OF_2016: Final = Source(
    "Measures for the Administration of Accrediting High-tech Enterprises (2016)", Evidence.PUBLISHED,
    "feimabiji.com/news/keji-12874.html", "高新技术企业认定管理办法", "国科发火〔2016〕32号, Article 11(5)",
    "2016-01-29",
)  # fmt: skip

# fmt: off
SMALL_SALES: Final = constant("CNY/yr", "Most sales of a small firm.", 50e6, RULE_OF_2008, "2008-01-01", low=0)
LARGE_SALES: Final = constant("CNY/yr", "A large firm sells more.", 200e6, RULE_OF_2008, "2008-01-01", low=0)
SMALL: Final = Dated(
    "share", "R&D over sales asked of a small firm.",
    (Since("2008-01-01", 0.06, RULE_OF_2008), Since("2016-01-01", 0.05, RULE_OF_2016)), low=0, high=1,
)
MEDIUM: Final = constant("share", "R&D over sales asked of a medium firm.", 0.04, RULE_OF_2008, "2008-01-01", low=0)
LARGE: Final = constant("share", "R&D over sales asked of a large firm.", 0.03, RULE_OF_2008, "2008-01-01", low=0)
# fmt: on


@dataclass(frozen=True)
class Class:
    """A class of sales and its threshold; None for an open end."""

    over: Dated[float] | None
    up_to: Dated[float] | None
    threshold: Dated[float]


SMALL_FIRMS: Final = Class(None, SMALL_SALES, SMALL)
MEDIUM_FIRMS: Final = Class(SMALL_SALES, LARGE_SALES, MEDIUM)
LARGE_FIRMS: Final = Class(LARGE_SALES, None, LARGE)


def ratios(firms: Firms, kind: Class, day: date) -> Doubles:
    """Reported R&D over sales, three years together, of the firms of a class that do R&D.

    The last year's sales decide the class; a year of which either figure is unknown is left out.
    """
    spent = np.array([firms.rnd_y1, firms.rnd_y2, firms.rnd_y3], np.float64)
    sold = np.array([firms.sales_y1, firms.sales_y2, firms.sales_y3], np.float64)
    known = ~(np.isnan(spent) | np.isnan(sold))
    spent, sold = np.where(known, spent, 0.0).sum(axis=0), np.where(known, sold, 0.0).sum(axis=0)
    over = kind.over.on(day) if kind.over else None
    up_to = kind.up_to.on(day) if kind.up_to else None
    chosen = (firms.sales_y3 > (over or 0.0)) & (firms.sales_y3 <= (up_to or np.inf)) & (spent > 0) & (sold > 0)
    return spent[chosen] / sold[chosen]
