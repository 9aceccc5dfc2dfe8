"""International applications under the Patent Cooperation Treaty."""

from mangrove.dated import assumption, constant
from mangrove.indicator import Closed, Indicator

# fmt: off
ENTERPRISE_SHARE = constant(
    "share", "International applications by enterprises, part of the total.", 0.97,
    assumption("two firms alone filed 62 % in 2010; others than enterprises file few abroad",
               "applications by kind of applicant"),
    low=0.01, high=1,
)
# fmt: on


def measure(closed: Closed) -> float:
    """International applications of enterprises in the year, grossed up for other applicants."""
    terms = closed.terms.of("pct_applications")
    filed = closed.region.firms.pct_applications.sum(dtype="int64")
    return float(filed * closed.region.weight / terms[ENTERPRISE_SHARE])


INDICATOR = Indicator(
    title="PCT applications",
    title_local="PCT国际专利申请量",
    unit="application/yr",
    definition="International applications under the PCT received from applicants in the region.",
    differs="Counts enterprises and grosses up for others by an assumed share.",
    source="National patent office (CNIPA), table 14",
    measure=measure,
)
