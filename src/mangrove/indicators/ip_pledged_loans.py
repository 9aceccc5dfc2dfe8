"""Loans on pledged intellectual property for which the risk pool stands."""

from typing import Final

from mangrove.indicator import Closed, Indicator, reached
from mangrove.programme import Channel

PROGRAMME: Final = "ip_pledge_pool"


def measure(closed: Closed) -> float:
    """Loans of the year for which the pool bears a part of the loss, paid back or not."""
    return reached(closed, PROGRAMME, Channel.GUARANTEE)


INDICATOR = Indicator(
    title="Loans on pledged IP",
    title_local="知识产权质押融资贷款笔数",
    unit="count/yr",
    definition="Loans granted in the year against pledged patents, trade marks or copyrights.",
    differs="Ours are those of the city's risk pool, one a firm and year. No number for the city is on record; the "
    "size of a loan is assumed, and with the pool's room for loans it makes their number.",
    source="State Intellectual Property Office, pledges registered",
    measure=measure,
    programme=PROGRAMME,
)
