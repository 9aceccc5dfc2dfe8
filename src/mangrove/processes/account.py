"""Account: the books of the year close.

Markets grow by a common drift and by a shock of each enterprise's own. A technology firm sells, in its market, what its
product lines yield at the year's end; any other enterprise's sales are its market. Of technology firms value added,
profit, to which operating cash adds, and income tax follow; tax forgone is entered in the ledger by programme;
certificates granted in the year are dated. Of the others value added is a fixed share of sales, and is reckoned where
it is asked for. Newcomers join and leavers go.
"""

import numpy as np

from mangrove.arrays import Bools, Doubles, Floats, Ints
from mangrove.dated import Dated, Evidence, Since, Source, assumption, constant
from mangrove.draws import Draws
from mangrove.kernels.blocks import in_blocks
from mangrove.kernels.growth import grown
from mangrove.kernels.survival import standing
from mangrove.kernels.turnover import Law, turned_over
from mangrove.pay import MONEY, Entry, Payments
from mangrove.programme import CASH, RELIEF, Channel, Terms
from mangrove.registers.businesses import Businesses
from mangrove.registers.firms import Firms
from mangrove.registers.institutes import Institutes

# fmt: off
LAW = Source(
    "Enterprise Income Tax Law, article 4", Evidence.PUBLISHED, "National People's Congress, 2007",
    title_local="中华人民共和国企业所得税法", document="主席令第六十三号", issued_on="2007-03-16",
)
TAX_RATE = Dated(
    "share", "Statutory rate of enterprise income tax.",
    (
        Since("1994-01-01", 0.33, Source(
            "Provisional Regulations on Enterprise Income Tax", Evidence.PUBLISHED, "State Council, 1993",
            title_local="中华人民共和国企业所得税暂行条例", issued_on="1993-12-13",
        )),
        Since("2008-01-01", 0.25, LAW),
    ), low=0, high=0.95,
)
DRIFT = Dated(
    "1/yr", "Growth of sales that all firms share, logarithm, current prices.",
    (
        Since("1900-01-01", 0.14, Source(
            "record, gdp_before_2018_census 2005-2009", Evidence.CALIBRATED, "record of Shenzhen",
            note="so that GDP grows by the 13.4 % a year of 2005-2009 once entry and exit are counted; growth of "
            "demand comes from outside the region",
        )),
        Since("2018-01-01", 0.10, Source(
            "record, gdp_before_2018_census 2013-2017", Evidence.CALIBRATED, "record of Shenzhen",
            note="GDP grew by some 10 % a year, 3 to 4 points less than before",
        )),
    ), low=-0.5, high=1, interval=(0.07, 0.18),
)
WAGE_GROWTH = constant(
    "1/yr", "Growth of the average wage, by which sales outgrow staff.", 0.092,
    Source(
        "average wage of on-post staff, 2005-2011", Evidence.PUBLISHED, "record, average_wage_on_post",
        issued_on="2012", note="(55,143 / 32,476) ** (1 / 6) - 1",
    ), low=-0.5, high=1,
)
SHOCK = constant(
    "1", "Scale of the Laplace shock to log sales at the typical size.", 0.20,
    assumption("standard deviation 0.28 of yearly growth at the typical size", "firm-level sales of two years"),
    low=0, high=0.9,
)
TYPICAL = constant(
    "CNY/yr", "Sales at which the shock has that scale.", 5_000_000.0,
    assumption("near the median technology firm of 2009", "firm-level sales of two years"), low=1,
)
SIZE_POWER = constant(
    "1", "How the spread of growth falls with size.", 0.20,
    Source(
        "Amaral and others 1997, firms' growth", Evidence.ESTIMATED, "Journal de Physique I 7",
        note="0.20 +- 0.03 for sales",
    ), low=0, high=1, interval=(0.15, 0.25),
)
WIDEST = constant(
    "1", "Largest scale of the shock.", 0.5, assumption("keeps the mean of the smallest firms finite", "as above"),
    low=0, high=0.95,
)
VALUE_ADDED_TECHNOLOGY = constant(
    "share", "Value added, part of sales, technology firms.", 0.303,
    Source(
        "high-tech value added over high-tech product output, 2010", Evidence.PUBLISHED,
        "record, hightech_value_added and hightech_product_output", issued_on="2011-08", note="3,085 / 10,176",
    ), low=0, high=1,
)
VALUE_ADDED = constant(
    "share", "Value added, part of sales, other enterprises.", 0.35,
    assumption("services above manufacturing", "the city's input-output table"), low=0, high=1,
)
PROFIT_MARGIN = constant(
    "share", "Profit before tax and after R&D, part of sales.", 0.08,
    assumption("between the 6 % of manufacturing and the 20 % of the notch literature", "tax returns"),
    low=-1, high=1,
)
OFFENCE = constant(
    "share", "Technology firms with a major offence in a year.", 0.01,
    assumption("rare, and a bar to accreditation", "penalty lists of the supervisory bodies"), low=0, high=1,
)
SME_STAFF = constant(
    "person", "Most staff of a technology SME.", 500.0,
    Source(
        "Measures for evaluating technology-based SMEs", Evidence.PUBLISHED, "Ministry of Science and Technology",
        title_local="科技型中小企业评价办法", document="国科发政〔2017〕115号", issued_on="2017-05-03",
        note="the ceiling on assets, also 200 million, is not applied: firms carry no assets yet",
    ), low=0,
)
SME_SALES = constant("CNY/yr", "Most sales of a technology SME.", 200_000_000.0, SME_STAFF.history[0].source, low=0)
POSTS_GROWTH = constant(
    "1/yr", "Growth of the posts of institutes a year, logarithm.", 0.05,
    assumption("residents grew some 3 % a year, pupils and beds faster", "staff of public institutions by year"),
    low=-0.5, high=1,
)
# fmt: on


def account(
    firms: Firms, output: Doubles, payments: Payments, joining: Firms, leaving: Bools, day: np.datetime64,
    tax_rate: float, terms: Terms, draws: Draws,
) -> tuple[Firms, Ints, list[Entry]]:  # fmt: skip
    """Technology firms on the last day of the year, where each now stands, and the tax forgone.

    Args:
        firms: The register in the order in which payments were made.
        output: What each firm's lines yield, in sales of a line of mean quality; shape (n,).
        payments: Rates and certificates to spend.
        joining: Firms founded in the year; they stand after those who stay.
        leaving: Who is gone by its end, shape (n,); its new place is -1.
        day: Its last day.
        tax_rate: Statutory income tax rate.
        terms: This process's values.
        draws: The year's draws.
    """
    factors = grown(
        draws.uniform("account/shock", firms.id), firms.sales_y3, terms[DRIFT], terms[SHOCK], terms[TYPICAL],
        terms[SIZE_POWER], terms[WIDEST],
    )  # fmt: skip
    market = firms.market * factors
    sales = (market * output).astype(np.float32)
    closed = _offend(_grow(firms.but(market=market), sales, terms), terms, draws)
    closed, forgone = _tax(closed, payments, tax_rate, terms)
    closed = _certify(closed, payments, day)
    closed = closed.keep_and_add(~leaving, _first_books(joining, tax_rate, terms))
    return closed, standing(~leaving), forgone


def carry_on(
    businesses: Businesses, hazards: Doubles, joining: Businesses, day: np.datetime64, terms: Terms, draws: Draws
) -> tuple[Businesses, Ints]:
    """Businesses on the last day of the year, and where each now stands.

    One draw of each business has two numbers: by the first its sales move, by the second it may leave.

    Args:
        businesses: The register at the start of the year.
        hazards: Chance of leaving in each year of life, the last for all later ones; the new place is then -1.
        joining: Businesses founded in the year; they stand after those who stay.
        day: Last day of the year.
        terms: This process's values.
        draws: The year's draws.
    """
    law = Law(
        terms[DRIFT], terms[SHOCK], terms[TYPICAL], terms[SIZE_POWER], terms[WIDEST], np.exp(-terms[WAGE_GROWTH])
    )  # fmt: skip
    words = draws.words("account/businesses")
    first_day = int(day.astype("datetime64[Y]").astype("datetime64[D]").astype(np.int64))
    founded = businesses.founded_on.view(np.int64)
    sales, staff = np.empty(len(businesses), np.float32), np.empty(len(businesses), np.float32)

    def move(start: int, stop: int) -> None:
        own = slice(start, stop)
        sales[own], staff[own] = turned_over(
            words, law, hazards, businesses.id[own], founded[own], first_day, businesses.sales_y3[own],
            businesses.staff[own],
        )  # fmt: skip

    in_blocks(move, len(businesses))
    stays = ~np.isnan(sales)
    moved = businesses.but(sales_y2=businesses.sales_y3, sales_y3=sales, staff=staff)
    return moved.keep_and_add(stays, joining), standing(stays)


def with_posts(institutes: Institutes, terms: Terms) -> Institutes:
    """Institutes with the posts of the year's end."""
    return institutes.but(posts=institutes.posts * np.float32(np.exp(terms[POSTS_GROWTH])))


def _grow(firms: Firms, sales: Floats, terms: Terms) -> Firms:
    """The years move on by one, and staff follows sales."""
    ratio = sales / np.maximum(firms.sales_y3, 1) * np.float32(np.exp(-terms[WAGE_GROWTH]))
    staff = firms.staff * ratio
    return firms.but(
        sales_y1=firms.sales_y2,
        sales_y2=firms.sales_y3,
        sales_y3=sales,
        rnd_y1=firms.rnd_y2,
        rnd_y2=firms.rnd_y3,
        rnd_y3=firms.rnd,
        staff=staff,
        technical_staff=firms.technical_staff * ratio,
        rnd_staff=firms.rnd_staff * ratio,
        college_staff=firms.college_staff * ratio,
        technology_sme=((staff <= terms[SME_STAFF]) & (sales <= terms[SME_SALES])).astype(np.int8),
    )


def _offend(firms: Firms, terms: Terms, draws: Draws) -> Firms:
    """A few technology firms commit a major offence in the year, which the next year's rules look at."""
    offence = draws.uniform("account/offence", firms.id) < terms[OFFENCE]
    return firms.but(major_offence_last_year=offence.astype(np.int8))


def _tax(firms: Firms, payments: Payments, tax_rate: float, terms: Terms) -> tuple[Firms, list[Entry]]:
    """Value added, profit and tax, with what each programme forgoes.

    Deductions come off profit while there is any, then points come off the rate down to nothing.
    """
    size = len(firms)
    profit = firms.sales_y3 * np.float32(terms[PROFIT_MARGIN])
    if payments.on("firms", Channel.OPERATING_CASH):
        profit = profit + payments.of("firms", Channel.OPERATING_CASH, size).astype(np.float32)
    base = np.maximum(profit.astype(np.float64), 0.0)
    taxed, rate = base.copy(), np.full(size, tax_rate)
    relief = np.zeros(size)
    forgone: list[Entry] = []
    for payment in (p for channel in RELIEF for p in payments.on("firms", channel)):
        rows = payment.rows
        if payment.channel is Channel.RND_PRICE:
            deducted = np.minimum(payment.amount * firms.rnd_y3[rows], taxed[rows])
            taxed[rows] -= deducted
            amount = tax_rate * deducted
        else:
            points = np.minimum(payment.amount, rate[rows])
            rate[rows] -= points
            amount = points * taxed[rows]
        relief[rows] += amount
        forgone.append(Entry(payment.programme, payment.channel, "firms", firms.id[rows], amount, MONEY))
    return firms.but(
        value_added=firms.sales_y3 * np.float32(terms[VALUE_ADDED_TECHNOLOGY]),
        profit=profit,
        tax_paid=np.maximum(tax_rate * base - relief, 0.0).astype(np.float32),
        tax_relief=relief,
        grants=sum((payments.of("firms", channel, size) for channel in CASH), np.zeros(size)),
    ), forgone


def _certify(firms: Firms, payments: Payments, day: np.datetime64) -> Firms:
    granted = payments.on("firms", Channel.CERTIFICATE)
    if not granted:
        return firms
    accredited_on = firms.accredited_on.copy()
    for payment in granted:
        accredited_on[payment.rows] = day
    return firms.but(accredited_on=accredited_on)


def _first_books(joining: Firms, tax_rate: float, terms: Terms) -> Firms:
    """Newcomers close their first year without any programme."""
    return _tax(joining, Payments((), ()), tax_rate, terms)[0]


def open_books(firms: Firms, tax_rate: float, terms: Terms) -> Firms:
    """The books of an opening register: value added, profit and tax from the sales of its last year."""
    return _first_books(firms, tax_rate, terms)
