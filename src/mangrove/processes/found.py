"""Found: founders are people.

A technology firm that is registered in the year is founded by one of the people who were ready to found one; who
founds which is drawn. Founders leave their employer and work in their firm. Which firms are founded is decided in
`enter`: people do not limit it, and a firm for which nobody was ready has no founder on record. Founders of other
enterprises are not followed.
"""

import numpy as np

from mangrove.arrays import Ints, Longs
from mangrove.draws import Draws
from mangrove.registers.firms import Firms
from mangrove.registers.people import NOBODY, People


def found(people: People, ready: Ints, firms: Firms, kept: int, draws: Draws) -> tuple[Firms, tuple[Ints, Ints]]:
    """Firms with their founders, and the rows of founders beside the rows of the firms they founded.

    Args:
        people: The register.
        ready: Rows of those ready to found a firm.
        firms: Technology firms at the end of the year.
        kept: How many of them, the first, were there at its start.
        draws: The year's draws.
    """
    new = np.arange(kept, len(firms))
    size = min(len(new), len(ready))
    places = new[_drawn(draws, firms.id[new])][:size].astype(np.int32)
    rows = ready[_drawn(draws, people.id[ready])][:size]
    founder, born = firms.founder.copy(), firms.founder_born.copy()
    founder[new], born[new] = NOBODY, NOBODY
    founder[places], born[places] = people.id[rows], people.birth_year[rows]
    return firms.but(founder=founder, founder_born=born), (rows, places)


def _drawn(draws: Draws, ids: Longs) -> Longs:
    """A drawn order of some actors, few of them."""
    return np.argsort(draws.uniform("found/order", ids), kind="stable")
