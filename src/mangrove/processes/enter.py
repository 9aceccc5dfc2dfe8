"""Enter: enterprises and sole traders register.

Births in each cell of district, industry and technology are Poisson around a rate times the stock there. The
commercial registration reform of March 2013 in Shenzhen (capital paid in as declared, one window) raised the
rate of plain enterprises. New firms are small.

Each young technology firm that has a place in a park stands for a part of another that would not have been founded
without such places; no causal estimate of that part is known.

A technology firm is founded on an invention that lands on a line worth keeping. How many potential founders invent
depends on what a new line is worth, and on the entry cash that they see young firms get; the founder's firm then lives
the rest of the year as others do, and one that does not reach the year's end is not registered.
"""

from typing import Final

import numpy as np

from mangrove.arrays import Bytes8, Days, Doubles, Longs
from mangrove.dated import Dated, Evidence, Since, Source, assumption, constant
from mangrove.draws import Draws
from mangrove.kernels.blocks import in_blocks
from mangrove.kernels.portfolios import grown_up, yields
from mangrove.kernels.survival import YEAR
from mangrove.models.aaabk.prospects import Prospects
from mangrove.pay import Payments
from mangrove.programme import Channel, Terms
from mangrove.region import Region, birth_ids
from mangrove.registers.businesses import Businesses, Cohort
from mangrove.registers.firms import INDUSTRIES, Births, Firms
from mangrove.registers.lines import Lines
from mangrove.registers.traders import Traders

REFORM: Final = "2013-03-01"
AGES_2018: Final = Source(
    "Shenzhen enterprises by age, mid-2018", Evidence.CALIBRATED, "szpjsh.org/show_11603", issued_on="2018",
    note="births implied by 1.884 million alive (15.9 % under one year, 53.7 % under three, 76.0 % under five, "
    "8.6 % over ten) and survival by age",
)  # fmt: skip

STEADY: Final = assumption(
    "as many registered a year as in 2017-2018, so that the rate falls as the stock grows",
    "the register, by year",
)

# fmt: off
RATE = Dated(
    "1/yr", "Enterprises registered a year, part of the stock.",
    (
        Since("1900-01-01", 0.20, Source(
            "city report on small and medium enterprises, 2011", Evidence.PUBLISHED, "cncmrn.com",
            issued_on="2011-06-28", note="stock +15 % a year 2006-2010, plus exits of some 5 %",
        )),
        Since(REFORM, 0.34, AGES_2018),
        Since("2018-01-01", 0.18, Source(
            "Shenzhen enterprises by age, mid-2018", Evidence.PUBLISHED, "szpjsh.org/show_11603", issued_on="2018",
            note="15.9 % of 1.884 million are under one year old: the wave after the reform has passed")),
        Since("2019-01-01", 0.16, STEADY), Since("2020-01-01", 0.1448, STEADY),
        Since("2021-01-01", 0.1329, STEADY), Since("2022-01-01", 0.1233, STEADY),
        Since("2023-01-01", 0.1154, STEADY), Since("2024-01-01", 0.1088, STEADY),
        Since("2025-01-01", 0.1033, STEADY), Since("2026-01-01", 0.0985, STEADY),
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
HOPED = constant(
    "share", "Part of the entry cash of young firms with which founders reckon.", 0.5,
    assumption("no causal estimate: cash and space alone had no effect in Start-Up Chile, with schooling they had; how "
               "founding answers to what it is worth is the model's own", "applicants just above and below the cut"),
    low=0, high=1, interval=(0.0, 1.0),
)
TRADERS_RATE = Dated(
    "1/yr", "Sole traders registered a year, part of the stock.",
    (
        Since("1900-01-01", 0.17, assumption("keeps pace with the resident population and turnover", "register")),
        Since(REFORM, 0.25, Source(
            "record, market_entities_stock 2013 and 2017 less enterprises", Evidence.CALIBRATED, "record of Shenzhen",
            note="1.3 million entities in 2013, 2.97 million in 2017, of which enterprises some 0.6 and 1.8",
        )),
        Since("2018-01-01", 0.22, STEADY),
        Since("2019-01-01", 0.1964, STEADY), Since("2020-01-01", 0.1792, STEADY),
        Since("2021-01-01", 0.166, STEADY), Since("2022-01-01", 0.1557, STEADY),
        Since("2023-01-01", 0.1475, STEADY), Since("2024-01-01", 0.1408, STEADY),
        Since("2025-01-01", 0.1353, STEADY), Since("2026-01-01", 0.1307, STEADY),
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
HOUSED = constant(
    "1/yr", "Technology firms founded a year for each young firm with a place in a park.", 0.1,
    assumption("of the firms that parks house most would have been founded without; money and space alone did nothing "
               "in Chile (Start-Up Chile), zones raise entry (Lu, Wang & Zhu; Tian & Xu 2022, size not read)",
               "foundings by founders refused for want of space"), low=0, high=2, interval=(0.0, 0.3),
)
YOUNG = constant(
    "yr", "Age up to which such a firm is young.", 3.0,
    assumption("incubators keep their tenants for three years", "tenants by age"), low=0, high=20,
)
# fmt: on


def enter(
    region: Region, prospects: Prospects, payments: Payments, day: np.datetime64, terms: Terms, draws: Draws
) -> tuple[Births, Lines, Cohort, Traders]:
    """The year's newcomers: technology firms still without traits, their lines, businesses, and sole traders.

    Args:
        region: The region at the start of the year.
        prospects: Of its technology firms, and of founders.
        payments: What programmes put on channels; entry cash and space for young firms are spent here.
        day: Last day of the year.
        terms: This process's values.
        draws: The year's draws.
    """
    places = len(region.districts)
    stock = np.stack([_stock(region.businesses, places), _stock(region.firms, places)], axis=1)
    founding = terms[FOUNDERS] * prospects.landing()
    entry = _encouraged(region.firms, prospects, payments, founding * prospects.entry, terms)
    rates = np.array([terms[RATE], founding * entry])
    cells = np.arange(stock.size)
    expected = stock * rates
    expected[:, 1] += terms[HOUSED] * _housed(region.firms, payments, places, day, terms)
    counts = draws.poisson("enter/firms", cells, expected.ravel())
    births, lines = _founded(region.firms, cells[1::2], counts[1::2], prospects, day, terms, draws)
    starts = _started(region.businesses, cells[::2], counts[::2], terms, draws)
    return births, lines, starts, _traders(region, places, day, terms, draws)


def _encouraged(firms: Firms, prospects: Prospects, payments: Payments, rate: float, terms: Terms) -> float:
    """Intensity of potential founders, who would found at a rate were there no entry cash."""
    cash = payments.of("firms", Channel.ENTRY_CASH, len(firms)).sum() if payments.on("firms", Channel.ENTRY_CASH) else 0
    unit = _middle(firms)
    if not cash or not unit or not rate:
        return prospects.entry
    return prospects.encouraged(float(terms[HOPED] * cash / (rate * len(firms)) / unit))


def _middle(firms: Firms) -> float:
    """Sales that a line of mean quality brings the middle firm, CNY/yr."""
    markets = firms.market[firms.market > 0]
    return float(np.exp(np.log(markets).mean(dtype=np.float64))) if len(markets) else 0.0


def _stock(register: Firms | Businesses, places: int) -> Doubles:
    """Enterprises in each cell of district and industry."""
    size, trades = len(register), len(INDUSTRIES)

    def count(start: int, stop: int) -> Longs:
        cell = register.district[start:stop].astype(np.int64) * trades + register.industry[start:stop]
        return np.bincount(cell, minlength=places * trades)

    return np.sum([np.zeros(places * trades), *in_blocks(count, size)], axis=0)


def _housed(firms: Firms, payments: Payments, places: int, day: np.datetime64, terms: Terms) -> Doubles:
    """Young technology firms with a place in a park in each cell of district and industry."""
    rows = np.concatenate([np.empty(0, np.int64), *(p.rows[p.amount > 0] for p in payments.on("firms", Channel.SPACE))])
    rows = rows[(day - firms.founded_on[rows]).astype(np.float64) <= terms[YOUNG] * YEAR]
    cell = firms.district[rows].astype(np.int64) * len(INDUSTRIES) + firms.industry[rows]
    return np.bincount(cell, minlength=places * len(INDUSTRIES)).astype(np.float64)


def _founded(
    firms: Firms, cells: Longs, counts: Longs, prospects: Prospects, day: np.datetime64, terms: Terms, draws: Draws
) -> tuple[Births, Lines]:
    """Technology firms founded in the year that reach its end, and the lines they hold then."""
    ids = _births(cells, counts, draws)
    founded, noise = _first_days(ids, day, draws), _noise(ids, draws)
    spread, keys = prospects.spread, ids.view(np.uint64)
    words = draws.words("enter/clocks"), draws.words("enter/lines"), draws.words("enter/losses")
    lived = (day - founded).astype(np.float64) / YEAR
    held = grown_up(prospects.world(), spread.share, spread.gap, words, keys, lived, False)
    lines = Lines(id=held.keys.view(np.int64), firm=np.repeat(ids, held.counts), quality=held.qualities)
    market = _middle(firms) * np.exp(terms[MARKET_SPREAD] * noise)
    sales = market * yields(held.counts, held.qualities, prospects.power)
    births = Births(ids, founded, *_place(cells, counts), sales, market, held.high, held.counts)
    return births.where(held.counts > 0), lines


def _started(businesses: Businesses, cells: Longs, counts: Longs, terms: Terms, draws: Draws) -> Cohort:
    """Businesses registered in the year."""
    mean = businesses.sales_y3.sum(dtype=np.float64) / max(len(businesses), 1)
    return Cohort(_births(cells, counts, draws), *_place(cells, counts), float(terms[SIZE] * mean))


def _place(cells: Longs, counts: Longs) -> tuple[Bytes8, Bytes8]:
    """District and industry of everyone born in cells of both."""
    district, industry = np.divmod(cells // 2, len(INDUSTRIES))
    return np.repeat(district.astype(np.int8), counts), np.repeat(industry.astype(np.int8), counts)


def _births(cells: Longs, counts: Longs, draws: Draws) -> Longs:
    """Id of everyone born, cell after cell: ordinals run within it."""
    before = np.repeat(np.cumsum(counts) - counts, counts)
    return birth_ids(draws.year, np.repeat(cells, counts), np.arange(len(before)) - before)


def _first_days(ids: Longs, day: np.datetime64, draws: Draws) -> Days:
    """When enterprises are registered."""
    return _days(day, draws.uniform("enter/firm_day", ids))


def _noise(ids: Longs, draws: Draws) -> Doubles:
    """Standard normal draws that set the size of new enterprises apart."""
    return draws.normal("enter/size", ids)


def _days(day: np.datetime64, drawn: Doubles) -> Days:
    """Days of the year that ends on a day, evenly spread."""
    first = day.astype("datetime64[Y]").astype("datetime64[D]")
    length = (day - first).astype(np.int64) + 1
    return first + (drawn * length).astype(np.int64).view("timedelta64[D]")


def _traders(region: Region, places: int, day: np.datetime64, terms: Terms, draws: Draws) -> Traders:
    stock = np.bincount(region.traders.district, minlength=places).astype(np.float64)
    cells = np.arange(places)
    counts = draws.poisson("enter/traders", cells, stock * terms[TRADERS_RATE])
    ids = _births(cells, counts, draws)
    founded = _days(day, draws.uniform("enter/trader_day", ids))
    return Traders(id=ids, founded_on=founded, district=np.repeat(cells.astype(np.int8), counts))
