"""Tenants of the city's rooms in the High-Tech Industrial Park."""

from typing import Final

from mangrove.indicator import Closed, Indicator, reached
from mangrove.programme import Channel

PROGRAMME: Final = "high_tech_park"


def measure(closed: Closed) -> float:
    """Firms that rent a room of the city in the park in the year."""
    return reached(closed, PROGRAMME, Channel.SPACE)


INDICATOR = Indicator(
    title="High-Tech Industrial Park, tenants of the city",
    title_local="深圳市高新区创新型产业用房承租企业",
    unit="firm",
    definition="Firms that rent rooms which the city owns in the High-Tech Industrial Park.",
    differs="Nobody publishes it. The high-tech enterprises in the whole park stand beside it, most of which are in "
    "rooms of their own or of others; the floor that the city lets is assumed.",
    source="Notices of the city on letting rooms in the park",
    measure=measure,
    programme=PROGRAMME,
    vintages=("inst_ship_hnte",),
)
