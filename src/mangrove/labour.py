"""Labour: the market for professionals in a year, and the people in it."""

from typing import NamedTuple

from mangrove.arrays import Doubles, Ints
from mangrove.kernels.books import Books
from mangrove.registers.people import People


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
