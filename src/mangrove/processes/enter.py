"""Enter: enterprises and sole traders register.

Births in each cell of district, industry and technology are Poisson around a rate times the stock there. The
commercial registration reform of March 2013 in Shenzhen (capital paid in as declared, one window) raised the
rate of plain enterprises. New firms are small.

A technology firm is founded on an invention that lands on a line worth keeping. How many potential founders invent
depends on what a new line is worth; the founder's firm then lives the rest of the year as others do, and one that
does not reach the year's end is not registered.
"""

from typing import Final

import numpy as np

from mangrove.arrays import Bytes8, Days, Doubles, Ints, Longs
from mangrove.dated import Dated, Evidence, Since, Source, assumption, constant
from mangrove.draws import Draws
from mangrove.kernels.portfolios import grown_up, yields
from mangrove.kernels.survival import YEAR
from mangrove.models.aaabk.prospects import Prospects
from mangrove.programme import Terms
from mangrove.region import Region, birth_ids
from mangrove.registers.firms import INDUSTRIES, Births, Firms
from mangrove.registers.lines import Lines
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
FOUNDERS = constant(
    "ratio", "Potential founders of technology firms for each of them.", 26.5,
    Source(
        "set by hand to the published number of technology firms, near 30,000 from 2011 to 2015",
        Evidence.CALIBRATED, "record, technology firms; the register by R&D status would replace it",
        note="gives some 13 new technology firms a year for a hundred; in the steady state of Acemoglu, Akcigit, Alp, "
        "Bloom & Kerr (2018) there are 21 potential entrants for each firm",
    ), low=0, high=1000,
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
MARKET_SPREAD = constant(
    "1", "Standard deviation of log market of new technology firms.", 1.2,
    assumption("as the log sales of other new firms; the median is that of the incumbents", "a firm-level R&D survey"),
    low=0,
)
SIZE_SPREAD = constant(
    "1", "Standard deviation of log sales of new firms.", 1.2,
    assumption("narrower than among grown firms", "an enterprise census"), low=0,
)
# fmt: on


def enter(
    region: Region, prospects: Prospects, day: np.datetime64, terms: Terms, draws: Draws
) -> tuple[Births, Lines, Traders]:
    """The year's newcomers: firms still without traits, the lines of those that do R&D, and sole traders.

    Args:
        region: The region at the start of the year.
        prospects: Of its technology firms, and of founders.
        day: Last day of the year.
        terms: This process's values.
        draws: The year's draws.
    """
    firms = region.firms
    places = len(region.districts)
    cell = (firms.district.astype(np.int64) * len(INDUSTRIES) + firms.industry) * 2 + (firms.technology > 0)
    stock = np.bincount(cell, minlength=places * len(INDUSTRIES) * 2).astype(np.float64)
    cells = np.arange(len(stock))
    founding = terms[FOUNDERS] * prospects.entry * prospects.landing()
    expected = stock * np.where(cells % 2 > 0, founding, terms[RATE])
    born, ids = _births(cells, draws.poisson("enter/firms", cells, expected), draws)
    founded = _days(day, draws.uniform("enter/firm_day", ids))
    place, trade = np.divmod(born // 2, len(INDUSTRIES))
    technology = (born % 2).astype(np.int8)
    counts, high, lines = _begin(ids, founded, technology, prospects, day, draws)
    market, sales = _size(firms, ids, technology, terms, draws)
    sales = np.where(technology > 0, market * yields(counts, lines.quality, prospects.power), sales)
    births = Births(ids, founded, place.astype(np.int8), trade.astype(np.int8), technology, sales, market, high, counts)
    registered = (technology == 0) | (counts > 0)
    return births.where(registered), lines, _traders(region, places, day, terms, draws)


def _begin(
    ids: Longs, founded: Days, technology: Bytes8, prospects: Prospects, day: np.datetime64, draws: Draws
) -> tuple[Ints, Bytes8, Lines]:
    """Lines and type of each newcomer at the year's end, none of other firms, and the lines themselves."""
    who = np.flatnonzero(technology > 0)
    words = draws.words("enter/clocks"), draws.words("enter/lines"), draws.words("enter/losses")
    lived = (day - founded[who]).astype(np.float64) / YEAR
    spread, keys = prospects.spread, ids[who].view(np.uint64)
    held = grown_up(prospects.world(), spread.share, spread.gap, words, keys, lived, False)
    counts, high = np.zeros(len(ids), np.int32), np.zeros(len(ids), np.int8)
    counts[who], high[who] = held.counts, held.high
    lines = Lines(id=held.keys.view(np.int64), firm=np.repeat(ids[who], held.counts), quality=held.qualities)
    return counts, high, lines


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


def _size(firms: Firms, ids: Longs, technology: Bytes8, terms: Terms, draws: Draws) -> tuple[Doubles, Doubles]:
    """Markets of newcomers that do R&D, and sales of the others, CNY/yr; each zero for the others."""
    kind, noise = firms.technology > 0, draws.normal("enter/size", ids)
    total, total_technical = firms.sales_y3.sum(dtype=np.float64), firms.sales_y3[kind].sum(dtype=np.float64)
    spread, mean = terms[SIZE_SPREAD], (total - total_technical) / max(int((~kind).sum()), 1)
    sales = float(terms[SIZE] * mean) * np.exp(spread * noise - spread**2 / 2)
    markets = firms.market[kind & (firms.market > 0)]
    middle = float(np.exp(np.log(markets).mean(dtype=np.float64))) if len(markets) else 0.0
    market = middle * np.exp(terms[MARKET_SPREAD] * noise)
    return np.where(technology > 0, market, 0.0), np.where(technology > 0, 0.0, sales)


def _traders(region: Region, places: int, day: np.datetime64, terms: Terms, draws: Draws) -> Traders:
    stock = np.bincount(region.traders.district, minlength=places).astype(np.float64)
    cells = np.arange(places)
    expected = stock * terms[TRADERS_RATE]
    born, ids = _births(cells, draws.poisson("enter/traders", cells, expected), draws)
    founded = _days(day, draws.uniform("enter/trader_day", ids))
    return Traders(id=ids, founded_on=founded, district=born.astype(np.int8))
