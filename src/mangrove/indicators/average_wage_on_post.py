"""Average wage: what professionals at work earn."""

import math

from mangrove.indicator import Closed, Indicator


def measure(closed: Closed) -> float:
    """Wages that employers pay over the professionals they have, CNY/yr; NaN where nobody is at work."""
    employers = closed.region.firms, closed.region.businesses, closed.region.institutes
    heads = sum(int(register.professionals.sum(dtype="int64")) for register in employers)
    wages = sum(float(register.wages.sum()) for register in employers)
    return wages / heads if heads else math.nan


INDICATOR = Indicator(
    title="Average wage",
    title_local="在岗职工年平均工资",
    unit="CNY/yr",
    definition="Wages of the year over the average number of staff on post, of urban units alone.",
    differs="Of professionals at work with any employer at the year's end. The published staff are of all schooling, "
    "and most private firms are not among their employers; the opening's mean wage is the published one of 2009.",
    source="City statistics bureau, wages of urban units",
    measure=measure,
    people=True,
)
