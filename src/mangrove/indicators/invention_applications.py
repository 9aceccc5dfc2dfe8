"""Applications for invention patents."""

from mangrove.dated import assumption, constant
from mangrove.indicator import Closed, Indicator

# fmt: off
ENTERPRISE_SHARE = constant(
    "share", "Applications by enterprises, part of the total.", 0.95,
    assumption("as R&D: 95 % of it is performed by enterprises", "applications by kind of applicant"),
    low=0.01, high=1,
)
# fmt: on


def measure(closed: Closed) -> float:
    """Inventions filed by enterprises in the year, grossed up for other applicants."""
    terms = closed.terms.of("invention_applications")
    filed = closed.region.firms.invention_applications.sum(dtype="int64")
    return float(filed * closed.region.weight / terms[ENTERPRISE_SHARE])


INDICATOR = Indicator(
    title="Invention patent applications",
    title_local="发明专利申请量",
    unit="application/yr",
    definition="Applications for invention patents received by the national office from applicants in the region.",
    differs="Counts enterprises and grosses up for institutes, universities and persons by an assumed share.",
    source="National patent office (CNIPA), table 2",
    measure=measure,
)
