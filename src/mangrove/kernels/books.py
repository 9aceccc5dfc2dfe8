"""Books: what each employer has of people, as one integer: heads above and their wages in whole yuan below.

Such a sum is exact, the same in any order, and one place in memory.
"""

from typing import Any, Final, NamedTuple

import numpy as np

from mangrove.arrays import Doubles, Longs

WAGE_BITS: Final = 41
HEAD: Final = 1 << WAGE_BITS
"""One head in an employer's sum of heads and wages: up to 4 million heads, and 2.2 trillion yuan."""
WAGES: Final = HEAD - 1


class Books(NamedTuple):
    """What employers have, in their chain: sums of heads and wages, see `HEAD`, and skills of technology firms."""

    sums: Longs
    skills: Doubles


def enter_sums(people: Any, rows: Any, sums: Longs, skills: Doubles, sign: int = 1) -> None:
    """Add some people who work to the sums of their employers, or take them off."""
    rows = rows[people.employer[rows] >= 0]
    place = people.employer[rows]
    np.add.at(sums, place, sign * (HEAD + people.wage[rows].astype(np.int64)))
    first = place < skills.size
    np.add.at(skills, place[first], sign * people.skill[rows][first].astype(np.float64))
