"""Employers: the chain of firms, businesses and institutes, as those who work there see it."""

from typing import Final, NamedTuple

import numpy as np

from mangrove.arrays import Bytes8, Doubles, Floats, Ints, Longs
from mangrove.draws import Draws
from mangrove.kernels.blocks import in_blocks
from mangrove.kernels.halls import Books, posts
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
        kind: Register it stands in, by its place in `KINDS`.
        firms: How many of them, the first, are technology firms.
        rnd: R&D of each of those for each professional, CNY/yr.
    """

    ids: Longs
    wanted: Floats
    heads: Ints
    kind: Bytes8
    firms: int
    rnd: Doubles


def employers(region: Region, professional: float, eager: float = 1.0) -> Employers:
    """The chain of employers on the region's day.

    Args:
        region: The region.
        professional: Posts for professionals, part of the staff of a business.
        eager: Factor on the posts of enterprises; those of institutes are given.
    """
    firms, businesses, institutes = region.firms, region.businesses, region.institutes
    sizes = [len(firms), len(businesses), len(institutes)]
    return Employers(
        ids=np.concatenate([firms.id, businesses.id, institutes.id]),
        wanted=np.nan_to_num(  # a register of one's own may not know its staff: it then wants nobody
            np.concatenate(
                [
                    firms.college_staff * np.float32(eager),
                    businesses.staff * np.float32(professional * eager),
                    institutes.posts,
                ]
            )
        ),
        heads=np.concatenate([firms.professionals, businesses.professionals, institutes.professionals]),
        kind=np.repeat(np.arange(len(KINDS), dtype=np.int8), sizes),
        firms=len(firms),
        rnd=firms.real_rnd / np.maximum(firms.professionals, 1).astype(np.float64),
    )


def whole_posts(staffed: Employers, draws: Draws) -> Ints:
    """Posts of each employer, in whole people: what it wants, rounded by a draw it keeps all its life."""
    words = draws.at(0).words("employers/posts")
    wanted = in_blocks(lambda a, b: posts(words, staffed.ids, staffed.wanted, a, b), len(staffed.ids))
    return np.concatenate([np.empty(0, np.int32), *wanted])


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
    works = people.employer >= 0
    place, size = people.employer[works], len(staffed.ids)
    return Books(
        heads=np.bincount(place, minlength=size).astype(np.int32),
        wages=np.bincount(place, people.wage[works].astype(np.float64), size).astype(np.float64),
        skills=np.bincount(place, people.skill[works].astype(np.float64), size)[: staffed.firms].astype(np.float64),
    )


def with_books(region: Region, books: Books) -> Region:
    """The region with what employers have of people entered in their registers."""
    firms, businesses, institutes = region.firms, region.businesses, region.institutes
    ends = np.cumsum([len(firms), len(businesses), len(institutes)])
    heads, wages = np.split(books.heads, ends[:-1]), np.split(books.wages, ends[:-1])
    skill = np.divide(books.skills, heads[0], out=np.zeros(len(firms)), where=heads[0] > 0).astype(np.float32)
    return region.but(
        firms=firms.but(professionals=heads[0], wages=wages[0], skill=skill),
        businesses=businesses.but(professionals=heads[1], wages=wages[1]),
        institutes=institutes.but(professionals=heads[2], wages=wages[2]),
    )
