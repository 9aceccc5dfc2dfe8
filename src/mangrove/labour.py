"""Labour: wages in the nation, the market for professionals in a year, and the people in it."""

from typing import Final, NamedTuple

from mangrove.arrays import Doubles, Ints
from mangrove.dated import Evidence, Since, Source, assumption
from mangrove.kernels.books import Books
from mangrove.registers.people import People

AVERAGE_WAGE: Final = Source(
    "average wage of employed persons in urban units, yearly",
    Evidence.PUBLISHED,
    "record, average_wage_urban_units",
    title_local="城镇单位就业人员平均工资",
)
RECALLED_WAGE: Final = Source(
    "average wage of employed persons in urban units, 2012 to 2016",
    Evidence.ESTIMATED,
    "National Bureau of Statistics, yearly releases",
    title_local="城镇单位就业人员平均工资",
    note="from memory; the growth of 10 % printed with the figure of 2017 agrees",
)
BEYOND: Final = assumption("8 % a year after 2017, as in the two years before", "the releases of later years")

WAGES: Final[tuple[Since[float], ...]] = (
    Since("1900-01-01", 32244.0, AVERAGE_WAGE), Since("2010-01-01", 36539.0, AVERAGE_WAGE),
    Since("2011-01-01", 41799.0, AVERAGE_WAGE), Since("2012-01-01", 46769.0, RECALLED_WAGE),
    Since("2013-01-01", 51483.0, RECALLED_WAGE), Since("2014-01-01", 56360.0, RECALLED_WAGE),
    Since("2015-01-01", 62029.0, RECALLED_WAGE), Since("2016-01-01", 67569.0, RECALLED_WAGE),
    Since("2017-01-01", 74318.0, AVERAGE_WAGE),
    *(Since(f"{2017 + n}-01-01", 74318.0 * 1.08**n, BEYOND) for n in range(1, 19)),
)  # fmt: skip
"""Average wage in the nation's urban units by year, CNY/yr; up to 2009 that of 2009."""


class Market(NamedTuple):
    """The market for professionals in a year.

    Attributes:
        people: People by field at its start.
        settled: People by district.
        came: People who arrived in the year before, by origin and level, shape (origins, levels).
        growth: What wages of each field are multiplied by.
        rates: Wage of a unit of skill by field, CNY/yr.
        dear: That wage over its normal multiple of the national average, all fields.
        usual: That multiple, CNY/yr.
        eager: Factor on the posts of enterprises.
    """

    people: Doubles
    settled: Doubles
    came: Doubles
    growth: Doubles
    rates: Doubles
    dear: float
    usual: float
    eager: float


class Staff(NamedTuple):
    """The year's people, and where they stand.

    Attributes:
        people: Those who stay, with the newcomers behind. Until the year's end its `employer` and `wage` are filled in.
        books: What employers have of them.
        ready: Rows of those ready to found a firm.
        seekers: Rows of those without work.
    """

    people: People
    books: Books
    ready: Ints
    seekers: Ints
