"""Employ: everybody's employer is followed to the year's end.

Who worked for one that is gone is out of work; who founded a firm works in it. Heads, wages and, in technology firms,
skills are summed up by employer in one pass. Posts of institutes grow with the city.
"""

import numpy as np

from mangrove.arrays import Doubles, Ints
from mangrove.dated import assumption, constant
from mangrove.kernels.blocks import in_blocks
from mangrove.kernels.crowds import employed
from mangrove.kernels.halls import Books
from mangrove.programme import Terms
from mangrove.registers.institutes import Institutes
from mangrove.registers.people import People

# fmt: off
POSTS_GROWTH = constant(
    "1/yr", "Growth of the posts of institutes a year, logarithm.", 0.05,
    assumption("residents grew some 3 % a year, pupils and beds faster", "staff of public institutions by year"),
    low=-0.5, high=1,
)
# fmt: on


def employ(people: People, moved: Ints, sizes: tuple[int, int], founders: tuple[Ints, Ints]) -> tuple[People, Books]:
    """People with their employers as these stand at the year's end, and what each employer has of them.

    Args:
        people: The register, `employer` by the chain of the year's start.
        moved: Place of each employer of the year's start in the chain of its end; -1 of one that is gone.
        sizes: How many employers there are in the chain of the end, and how many technology firms, its first.
        founders: Rows of founders, and the places of their firms.
    """
    employer = people.employer.copy()
    employer[founders[0]] = founders[1] + len(moved)  # firms that are new stand behind the chain of the start
    whole = np.append(moved, np.arange(sizes[1], dtype=np.int32))

    def count(start: int, stop: int) -> tuple[Ints, Doubles, Doubles]:
        return employed(whole, employer, people.wage, people.skill, sizes, start, stop)

    books = Books(np.zeros(sizes[0], np.int32), np.zeros(sizes[0]), np.zeros(sizes[1]))
    for half in in_blocks(count, len(people), len(people) // 2 + 1):
        for total, part in zip(books, half, strict=True):
            total += part
    return people.but(employer=employer), books


def with_posts(institutes: Institutes, terms: Terms) -> Institutes:
    """Institutes with the posts of the year's end."""
    return institutes.but(posts=institutes.posts * np.float32(np.exp(terms[POSTS_GROWTH])))
