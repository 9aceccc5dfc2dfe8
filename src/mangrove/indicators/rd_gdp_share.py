"""R&D intensity: gross domestic expenditure on R&D over GDP."""

from mangrove.indicator import Closed, Indicator
from mangrove.indicators import gdp_before_2018_census, rd_expenditure


def measure(closed: Closed) -> float:
    """The quotient of the two indicators, a share; NaN where nothing is produced."""
    gdp = gdp_before_2018_census.measure(closed)
    return rd_expenditure.measure(closed) / gdp if gdp else float("nan")


INDICATOR = Indicator(
    title="R&D intensity of GDP",
    title_local="全社会研发投入占GDP比重",
    unit="share",
    definition="Gross domestic expenditure on R&D as a share of gross domestic product (Frascati Manual).",
    differs="Both parts as measured here; the published shares of a year use the GDP known when they were printed.",
    source="City statistical bulletin and work reports",
    measure=measure,
)
