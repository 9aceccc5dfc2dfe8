"""High-level talent: people recognised by the talent programmes."""

from typing import Final

import numpy as np

from mangrove.indicator import Closed, Indicator
from mangrove.registers.people import STATUSES

NONE: Final = STATUSES.index("none")


def measure(closed: Closed) -> float:
    """People with a status of a talent programme who live in the region on the last day of the year."""
    return float(np.count_nonzero(closed.region.people.status != NONE) * closed.region.weight)


INDICATOR = Indicator(
    title="Recognised high-level talent, stock",
    title_local="高层次人才",
    unit="person",
    definition="People whom the city's programmes for domestic and overseas high-level talent have recognised.",
    differs="A status does not expire; who leaves the region, retires or dies is taken off.",
    source="Human resources bureau",
    measure=measure,
    people=True,
)
