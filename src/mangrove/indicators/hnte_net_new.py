"""Net change of the stock of national high-tech enterprises."""

from mangrove.indicator import Closed, Indicator
from mangrove.indicators.hnte_stock import accredited


def measure(closed: Closed) -> float:
    """This year's stock less last year's; not measured at the opening."""
    if closed.before is None:
        return float("nan")
    now, then = accredited(closed.region, closed.terms).sum(), accredited(closed.before, closed.terms).sum()
    return float((int(now) - int(then)) * closed.region.weight)


INDICATOR = Indicator(
    title="National high-tech enterprises, net change of stock",
    title_local="国家级高新技术企业净增数量",
    unit="firm/yr",
    definition="Stock at the end of the year less stock at the end of the year before.",
    differs="",
    source="City work reports",
    measure=measure,
)
