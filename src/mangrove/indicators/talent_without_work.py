"""Talent without work: professionals whom nobody employs."""

import math

import numpy as np

from mangrove.indicator import Closed, Indicator
from mangrove.registers.people import NOBODY


def measure(closed: Closed) -> float:
    """Share of professionals without an employer on the last day of the year; NaN where there are none."""
    people = closed.region.people
    return np.count_nonzero(people.employer == NOBODY) / len(people) if len(people) else math.nan


INDICATOR = Indicator(
    title="Talent without work, share",
    title_local="未就业人才占比",
    unit="share",
    definition="Professionals who have no work and look for it, part of all professionals.",
    differs="Everyone in the register without work looks for it; the model counts them after the year's hiring. "
    "The registered unemployment that the city publishes is of all residents with local papers.",
    source="None for professionals; city bulletins, registered urban unemployment",
    measure=measure,
    people=True,
)
