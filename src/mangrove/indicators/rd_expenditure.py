"""Gross domestic expenditure on R&D (GERD) in the region."""

from mangrove.dated import Evidence, Source, constant
from mangrove.indicator import Closed, Indicator

# fmt: off
ENTERPRISE_SHARE = constant(
    "share", "R&D performed by enterprises, part of the total.", 0.95,
    Source("Invest Shenzhen", Evidence.PUBLISHED, "record, rd_enterprise_share 2014",
           note="95 % came from companies in 2014; 'more than 90 %' in 2015"),
    low=0.01, high=1,
)
# fmt: on


def measure(closed: Closed) -> float:
    """R&D of enterprises grossed up for institutes and universities, CNY/yr."""
    terms = closed.terms.of("rd_expenditure")
    rnd = closed.region.firms.rnd.sum(dtype="float64")
    return float(rnd * closed.region.weight / terms[ENTERPRISE_SHARE])


INDICATOR = Indicator(
    title="Gross domestic expenditure on R&D",
    title_local="全社会研究与试验发展（R&D）经费支出",
    unit="CNY/yr",
    definition="Intramural spending on R&D performed in the region in a year, all sectors (Frascati Manual).",
    differs="Counts enterprises and grosses up by the published share of enterprises; institutes have no register yet.",
    source="National communique on expenditure on science and technology",
    measure=measure,
)
