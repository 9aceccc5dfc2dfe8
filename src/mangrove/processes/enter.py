"""Enter: enterprises and sole traders register.

Births in each cell of district, industry and technology are Poisson around a rate times the stock there. The
commercial registration reform of March 2013 in Shenzhen (capital paid in as declared, one window) raised the
rate of plain enterprises. New firms are small.
"""

from typing import Final

import numpy as np

from mangrove.arrays import Bytes8, Days, Doubles, Longs
from mangrove.dated import Dated, Evidence, Since, Source, assumption, constant
from mangrove.draws import Draws
from mangrove.programme import Terms
from mangrove.region import Region, birth_ids
from mangrove.registers.firms import INDUSTRIES, Births, Firms
from mangrove.registers.traders import Traders

REFORM: Final = "2013-03-01"
AGES_2018: Final = Source(
    "Shenzhen enterprises by age, mid-2018", Evidence.CALIBRATED, "szpjsh.org/show_11603", issued_on="2018",
    note="births implied by 1.884 million alive (15.9 % under one year, 53.7 % under three, 76.0 % under five, "
    "8.6 % over ten) and survival by age",
)  # fmt: skip

# fmt: off
RATE = Dated(
    "1/yr", "Enterprises registered a year, part of the stock.",
    (
        Since("1900-01-01", 0.20, Source(
            "city report on small and medium enterprises, 2011", Evidence.PUBLISHED, "cncmrn.com",
            issued_on="2011-06-28", note="stock +15 % a year 2006-2010, plus exits of some 5 %",
        )),
        Since(REFORM, 0.34, AGES_2018),
    ), low=0, high=2,
)
TECHNOLOGY_RATE = constant(
    "1/yr", "Technology firms founded a year, part of their stock.", 0.12,
    assumption(
        "the published count of technology firms stays near 30,000 from 2011 to 2015: births a little above exits",
        "the register by R&D status",
    ), low=0, high=2,
)
TRADERS_RATE = Dated(
    "1/yr", "Sole traders registered a year, part of the stock.",
    (
        Since("1900-01-01", 0.17, assumption("keeps pace with the resident population and turnover", "register")),
        Since(REFORM, 0.25, Source(
            "record, market_entities_stock 2013 and 2017 less enterprises", Evidence.CALIBRATED, "record of Shenzhen",
            note="1.3 million entities in 2013, 2.97 million in 2017, of which enterprises some 0.6 and 1.8",
        )),
    ), low=0, high=2,
)
SIZE = constant(
    "share", "Mean sales of a new firm, part of the mean of its kind.", 0.06,
    assumption("new registrations are small: the stock grew sixfold while GDP grew 2.7 times", "an enterprise census"),
    low=0, high=5,
)
TECHNOLOGY_SIZE = constant(
    "share", "Mean sales of a new technology firm, part of the mean of its kind.", 0.15,
    assumption("founded with a product and some staff", "a firm-level R&D survey"), low=0, high=5,
)
SIZE_SPREAD = constant(
    "1", "Standard deviation of log sales of new firms.", 1.2,
    assumption("narrower than among grown firms", "an enterprise census"), low=0,
)
# fmt: on


def enter(region: Region, day: np.datetime64, terms: Terms, draws: Draws) -> tuple[Births, Traders]:
    """The year's newcomers: firms still without traits, and sole traders.

    Args:
        region: The region at the start of the year.
        day: Last day of the year.
        terms: This process's values.
        draws: The year's draws.
    """
    firms = region.firms
    places = len(region.districts)
    cell = (firms.district.astype(np.int64) * len(INDUSTRIES) + firms.industry) * 2 + (firms.technology > 0)
    stock = np.bincount(cell, minlength=places * len(INDUSTRIES) * 2).astype(np.float64)
    cells = np.arange(len(stock))
    technical = cells % 2 > 0
    expected = stock * np.where(technical, terms[TECHNOLOGY_RATE], terms[RATE])
    born, ids = _births(cells, draws.poisson("enter/firms", cells, expected), draws)
    founded = _days(day, draws.uniform("enter/firm_day", ids))
    technology = technical[born].astype(np.int8)
    sales = _size(firms, ids, technology, terms, draws)
    place, trade = np.divmod(born // 2, len(INDUSTRIES))
    births = Births(ids, founded, place.astype(np.int8), trade.astype(np.int8), technology, sales)
    return births, _traders(region, places, day, terms, draws)


def _births(cells: Longs, counts: Longs, draws: Draws) -> tuple[Longs, Longs]:
    """Cell and id of everyone born: counts by cell, ordinals within it."""
    born = np.repeat(cells, counts)
    ordinals = np.arange(len(born)) - np.repeat(np.cumsum(counts) - counts, counts)
    return born, birth_ids(draws.year, born, ordinals)


def _days(day: np.datetime64, drawn: Doubles) -> Days:
    """Days of the year that ends on a day, evenly spread."""
    first = day.astype("datetime64[Y]").astype("datetime64[D]")
    length = (day - first).astype(np.int64) + 1
    return first + np.floor(drawn * length).astype("timedelta64[D]")


def _size(firms: Firms, ids: Longs, technology: Bytes8, terms: Terms, draws: Draws) -> Doubles:
    spread = terms[SIZE_SPREAD]
    noise = np.exp(spread * draws.normal("enter/size", ids) - spread**2 / 2)
    kind = firms.technology > 0
    total, total_technical = firms.sales_y3.sum(dtype=np.float64), firms.sales_y3[kind].sum(dtype=np.float64)
    count, count_technical = max(len(firms), 1), max(int(kind.sum()), 1)
    plain = (total - total_technical) / max(count - count_technical, 1)
    of_technical = terms[TECHNOLOGY_SIZE] * total_technical / count_technical
    return np.where(technology > 0, float(of_technical), float(terms[SIZE] * plain)) * noise


def _traders(region: Region, places: int, day: np.datetime64, terms: Terms, draws: Draws) -> Traders:
    stock = np.bincount(region.traders.district, minlength=places).astype(np.float64)
    cells = np.arange(places)
    expected = stock * terms[TRADERS_RATE]
    born, ids = _births(cells, draws.poisson("enter/traders", cells, expected), draws)
    founded = _days(day, draws.uniform("enter/trader_day", ids))
    return Traders(id=ids, founded_on=founded, district=born.astype(np.int8))
