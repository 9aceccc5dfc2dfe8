"""Employers: the chain of firms, businesses and institutes, as those who work there see it."""

from typing import Final, NamedTuple

import numpy as np

from mangrove.arrays import Floats, Ints, Longs
from mangrove.draws import Draws
from mangrove.kernels.blocks import in_blocks
from mangrove.kernels.books import WAGE_BITS, WAGES, Books, enter_sums
from mangrove.kernels.halls import posts
from mangrove.region import Region
from mangrove.registers.people import People

KINDS: Final = ("firms", "businesses", "institutes")
"""The registers of employers, in the order of the chain."""


class Employers(NamedTuple):
    """One entry an employer, in the order of the chain.

    Attributes:
        ids: Ids.
        wanted: Professionals wanted, not yet whole people.
        heads: Professionals there are.
        sizes: How many of each kind there are.
    """

    ids: Longs
    wanted: Floats
    heads: Ints
    sizes: tuple[int, int, int]


def employers(region: Region, professional: float, eager: float = 1.0) -> Employers:
    """The chain of employers on the region's day.

    Args:
        region: The region.
        professional: Posts for professionals, part of the staff of a business.
        eager: Factor on the posts of enterprises; those of institutes are given.
    """
    firms, businesses, institutes = region.firms, region.businesses, region.institutes
    wanted = np.concatenate([firms.college_staff, businesses.staff, institutes.posts])
    ends = len(firms), len(firms) + len(businesses)
    wanted[: ends[0]] *= np.float32(eager)
    wanted[ends[0] : ends[1]] *= np.float32(professional * eager)
    return Employers(
        ids=np.concatenate([firms.id, businesses.id, institutes.id]),
        # a register of one's own may not know its staff: it then wants nobody
        wanted=np.nan_to_num(wanted, copy=False),
        heads=np.concatenate([firms.professionals, businesses.professionals, institutes.professionals]),
        sizes=(len(firms), len(businesses), len(institutes)),
    )


def whole_posts(staffed: Employers, draws: Draws) -> Ints:
    """Posts of each employer, in whole people: what it wants, rounded by a draw it keeps all its life."""
    words = draws.at(0).words("employers/posts")
    wanted = in_blocks(lambda a, b: posts(words, staffed.ids, staffed.wanted, a, b), len(staffed.ids))
    return np.concatenate([np.empty(0, np.int32), *wanted])


def no_books(sizes: tuple[int, int, int]) -> Books:
    """Books in which nobody works anywhere yet."""
    return Books(np.zeros(sum(sizes), np.int64), np.zeros(sizes[0]))


def chained(moved: tuple[Ints, Ints], sizes: tuple[int, int, int]) -> Ints:
    """Where each employer of the year's start stands in the chain of its end; -1 of one that is gone.

    Args:
        moved: New place of each firm in its register, and of each business in its own; -1 of one that is gone.
        sizes: How many firms, businesses and institutes there are at the year's end; institutes stay.
    """
    firms, businesses = moved
    others = np.where(businesses >= 0, businesses + np.int32(sizes[0]), np.int32(-1))
    return np.concatenate([firms, others, np.arange(sizes[2], dtype=np.int32) + np.int32(sizes[0] + sizes[1])])


def books_of(people: People, staffed: Employers) -> Books:
    """What each employer of the chain has of the people, summed up anew."""
    books = no_books(staffed.sizes)
    enter_sums(people, np.arange(len(people)), *books)
    return books


def with_books(region: Region, books: Books) -> Region:
    """The region with what employers have of people entered in their registers."""
    firms, businesses, institutes = region.firms, region.businesses, region.institutes
    ends, size = np.cumsum([len(firms), len(businesses), len(institutes)])[:-1], len(books.sums)
    counted, paid = np.empty(size, np.int32), np.empty(size)

    def part(start: int, stop: int) -> None:
        sums = books.sums[start:stop]
        counted[start:stop], paid[start:stop] = sums >> WAGE_BITS, sums & WAGES

    in_blocks(part, size)
    heads, wages = np.split(counted, ends), np.split(paid, ends)
    skill = np.divide(books.skills, heads[0], out=np.zeros(len(firms)), where=heads[0] > 0).astype(np.float32)
    return region.but(
        firms=firms.but(professionals=heads[0], wages=wages[0], skill=skill),
        businesses=businesses.but(professionals=heads[1], wages=wages[1]),
        institutes=institutes.but(professionals=heads[2], wages=wages[2]),
    )
