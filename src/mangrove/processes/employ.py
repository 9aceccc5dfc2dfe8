"""Employ: the books of employment close.

Everybody's employer is followed to its place at the year's end; who worked for one that is gone, or whose founder
left to a firm of their own, is out of work or in the new firm. Heads, wages and, in technology firms, mean skill are
summed up by employer in one pass. Posts of institutes grow with the city.
"""

from typing import NamedTuple

import numpy as np

from mangrove.arrays import Ints
from mangrove.dated import assumption, constant
from mangrove.kernels.blocks import in_blocks
from mangrove.kernels.crowds import employed
from mangrove.programme import Terms
from mangrove.registers.businesses import Businesses
from mangrove.registers.firms import Firms
from mangrove.registers.institutes import Institutes
from mangrove.registers.people import People

# fmt: off
POSTS_GROWTH = constant(
    "1/yr", "Growth of the posts of institutes a year, logarithm.", 0.05,
    assumption("residents grew some 3 % a year, pupils and beds faster", "staff of public institutions by year"),
    low=-0.5, high=1,
)
# fmt: on


class Staff(NamedTuple):
    """The registers of people and employers once the books of employment are closed."""

    people: People
    firms: Firms
    businesses: Businesses
    institutes: Institutes


def employ(
    people: People, firms: Firms, businesses: Businesses, institutes: Institutes, moved: Ints,
    founders: tuple[Ints, Ints], terms: Terms,
) -> Staff:  # fmt: skip
    """Close the books of employment.

    Args:
        people: The register, `employer` still by the chain of the year's start.
        firms: Technology firms at the year's end.
        businesses: Businesses at the year's end.
        institutes: Institutes.
        moved: Place of each employer of the year's start in the chain of its end; -1 of one that is gone.
        founders: Rows of founders, and the places of their firms.
        terms: This process's values.
    """
    grown = institutes.but(posts=institutes.posts * np.float32(np.exp(terms[POSTS_GROWTH])))
    employer, size = people.employer.copy(), len(people)
    chain = len(firms) + len(businesses) + len(institutes)
    before = len(moved)
    moved = np.append(moved, np.arange(len(firms), dtype=np.int32))
    employer[founders[0]] = founders[1] + before  # firms that were not there at the start stand behind the chain
    halves = in_blocks(
        lambda a, b: employed(moved, employer, people.wage, people.skill, (chain, len(firms)), a, b),
        size,
        size // 2 + 1,
    )
    heads, wages, skills = (sum(part) for part in zip(*halves, strict=True)) if halves else _nobody(chain, len(firms))
    first, second = len(firms), len(firms) + len(businesses)
    skill = np.divide(skills, heads[:first], out=np.zeros(first), where=heads[:first] > 0).astype(np.float32)
    return Staff(
        people.but(employer=employer),
        firms.but(professionals=heads[:first], wages=wages[:first], skill=skill),
        businesses.but(professionals=heads[first:second], wages=wages[first:second]),
        grown.but(professionals=heads[second:], wages=wages[second:]),
    )


def _nobody(chain: int, firms: int) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    return np.zeros(chain, np.int32), np.zeros(chain), np.zeros(firms)
