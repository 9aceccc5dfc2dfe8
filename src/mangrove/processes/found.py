"""Found: founders are people.

A technology firm that is registered in the year is founded by one of the people who were ready to found one; who
founds which is drawn. Founders leave their employer and work in their firm. Which firms are founded is decided in
`enter`: people do not limit it, and a firm for which nobody was ready has no founder on record. Founders of other
enterprises are not followed.
"""

import numpy as np

from mangrove.arrays import Longs
from mangrove.draws import Draws
from mangrove.kernels.books import enter_sums
from mangrove.labour import Staff
from mangrove.registers.firms import Firms
from mangrove.registers.people import NOBODY


def found(staff: Staff, firms: Firms, kept: int, draws: Draws) -> tuple[Firms, Staff]:
    """Firms with their founders, who now work in them.

    Args:
        staff: The year's people, before vacancies are filled; founders' employers are filled in.
        firms: Technology firms at the end of the year.
        kept: How many of them, the first, were there at its start.
        draws: The year's draws.
    """
    people, books, ready, seekers = staff
    new = np.arange(kept, len(firms))
    size = min(len(new), len(ready))
    places = new[_drawn(draws, firms.id[new])][:size].astype(np.int32)
    rows = ready[_drawn(draws, people.id[ready])][:size]
    sought = np.sort(rows[people.employer[rows] == NOBODY])
    enter_sums(people, rows, *books, sign=-1)
    people.employer[rows] = places
    enter_sums(people, rows, *books)
    founder, born = firms.founder.copy(), firms.founder_born.copy()
    founder[new], born[new] = NOBODY, NOBODY
    founder[places], born[places] = people.id[rows], people.birth_year[rows]
    seekers = np.delete(seekers, np.searchsorted(seekers, sought)) if len(sought) else seekers
    return firms.but(founder=founder, founder_born=born), staff._replace(seekers=seekers)


def _drawn(draws: Draws, ids: Longs) -> Longs:
    """A drawn order of some actors, few of them."""
    return np.argsort(draws.uniform("found/order", ids), kind="stable")
