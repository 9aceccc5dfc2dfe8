"""Registered market entities: enterprises and sole traders."""

from mangrove.indicator import Closed, Indicator


def measure(closed: Closed) -> float:
    """Enterprises and sole traders on the register on the last day of the year."""
    region = closed.region
    return (len(region.firms) + len(region.businesses) + len(region.traders)) * region.weight


INDICATOR = Indicator(
    title="Market entities, stock",
    title_local="商事主体总量",
    unit="entity",
    definition="Enterprises and sole traders on the commercial register at the end of the year.",
    differs="Farmers' cooperatives are left out.",
    source="Shenzhen market regulator",
    measure=measure,
)
