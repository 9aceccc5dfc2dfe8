"""Value added of high-tech industries."""

import numpy as np

from mangrove.indicator import Closed, Indicator


def measure(closed: Closed) -> float:
    """Value added of technology firms, each by its share of high-tech revenue, CNY/yr."""
    firms = closed.region.firms
    value = firms.value_added.astype(np.float64) * firms.high_tech_revenue_share
    return float(value.sum() * closed.region.weight)


INDICATOR = Indicator(
    title="High-tech industries' value added",
    title_local="高新技术产业增加值",
    unit="CNY/yr",
    definition="Value added in making high-tech products, at current prices.",
    differs="Value added of a firm is split by its share of high-tech revenue.",
    source="City science and technology commission",
    measure=measure,
)
