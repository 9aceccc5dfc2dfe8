"""Returned scholars: professionals who studied abroad and came back to China."""

from typing import Final

import numpy as np

from mangrove.indicator import Closed, Indicator
from mangrove.registers.people import ORIGINS

RETURNEE: Final = ORIGINS.index("returnee")


def measure(closed: Closed) -> float:
    """Returned scholars who live in the region on the last day of the year."""
    return float(np.count_nonzero(closed.region.people.origin == RETURNEE) * closed.region.weight)


INDICATOR = Indicator(
    title="Returned scholars, stock",
    title_local="留学归国人员总量",
    unit="person",
    definition="People who studied or worked abroad as scholars and then came to work in the region.",
    differs="Who leaves the region, retires or dies is taken off; of the published counts some never fall.",
    source="Human resources bureau",
    measure=measure,
    people=True,
)
