"""R&D that is really done: what is reported, less other expenses relabelled as R&D."""

from mangrove.indicator import Closed, Indicator
from mangrove.indicators.rd_expenditure import ENTERPRISE_SHARE


def measure(closed: Closed) -> float:
    """Real R&D of enterprises grossed up for institutes and universities, CNY/yr."""
    terms = closed.terms.of("rd_expenditure")
    real = closed.region.firms.real_rnd.sum(dtype="float64")
    return float(real * closed.region.weight / terms[ENTERPRISE_SHARE])


INDICATOR = Indicator(
    title="R&D really done",
    title_local="实际研究与试验发展经费支出",
    unit="CNY/yr",
    definition="Intramural spending on R&D that meets the Frascati Manual's definition, whatever the books call R&D.",
    differs="Nobody publishes it: the difference from the published series is what firms relabel to be accredited.",
    source="Chen, Liu, Suarez Serrato & Xu (2021), American Economic Review 111(7), estimate it for their firms",
    measure=measure,
)
