"""Leave: enterprises and sole traders are deregistered.

A technology firm leaves when its last product line is gone, by a shock, to others or to obsolescence. The hazard of
any other enterprise, a business, depends on its age; it peaks in the third year.
"""

from typing import Final

import numpy as np

from mangrove.arrays import Bools, Doubles
from mangrove.dated import Evidence, Source, assumption, constant
from mangrove.draws import Draws
from mangrove.programme import Terms
from mangrove.registers.firms import Firms
from mangrove.registers.traders import Traders

# fmt: off
SURVIVAL: Final = Source(
    "national survival analysis of enterprises founded since 2000", Evidence.PUBLISHED,
    "Xinhua 2013, on the industry and commerce administration's report", issued_on="2013",
    note="1.6 % in year 1, 6.3 % in year 2, 9.5 % in year 3, at least 8 % to year 7, then below",
)
YEAR_1 = constant("share", "Hazard in the first year.", 0.016, SURVIVAL, low=0, high=1)
YEAR_2 = constant("share", "Hazard in the second year.", 0.063, SURVIVAL, low=0, high=1)
YEAR_3 = constant("share", "Hazard in the third year.", 0.095, SURVIVAL, low=0, high=1)
YEARS_4_TO_7 = constant("share", "Hazard from the fourth to the seventh year.", 0.085, SURVIVAL, low=0, high=1)
LATER = constant("share", "Hazard from the eighth year on.", 0.06, SURVIVAL, low=0, high=1)
LOCAL = constant(
    "1", "Factor of the region on the national hazard.", 0.65,
    Source(
        "Shenzhen enterprises by age, mid-2018", Evidence.CALIBRATED, "szpjsh.org/show_11603", issued_on="2018",
        note="0.468 million deregistered of 2.355 million ever registered; the national hazard would give 0.69",
    ), low=0, high=10,
)
TRADERS_HAZARD = constant(
    "share", "Hazard of a sole trader.", 0.10,
    assumption("sole traders turn over faster than companies", "the register of sole traders"), low=0, high=1,
)
# fmt: on


def leave(firms: Firms, traders: Traders, terms: Terms, draws: Draws) -> tuple[Bools, Bools, Doubles]:
    """Who leaves in the year.

    Args:
        firms: Technology firms, with the lines they hold at the end of the year.
        traders: Sole traders.
        terms: This process's values.
        draws: The year's draws.

    Returns:
        Whether each technology firm leaves, whether each sole trader does, and a business's chance of leaving in each
        year of its life, the last for all later ones. Which businesses leave is drawn with their sales.
    """
    hazards: Doubles = terms[LOCAL] * np.array(
        [
            terms[YEAR_1], terms[YEAR_2], terms[YEAR_3],
            terms[YEARS_4_TO_7], terms[YEARS_4_TO_7], terms[YEARS_4_TO_7], terms[YEARS_4_TO_7],
            terms[LATER],
        ]
    )  # fmt: skip
    return firms.lines == 0, draws.uniform("leave/traders", traders.id) < terms[TRADERS_HAZARD], hazards
