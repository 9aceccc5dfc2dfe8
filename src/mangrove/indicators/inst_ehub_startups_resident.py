"""Start-ups in the Qianhai youth hub."""

from typing import Final

from mangrove.indicator import Closed, Indicator, reached
from mangrove.programme import Channel

PROGRAMME: Final = "youth_hub"


def measure(closed: Closed) -> float:
    """Firms that have an office in the hub in the year."""
    return reached(closed, PROGRAMME, Channel.SPACE)


INDICATOR = Indicator(
    title="Qianhai youth hub, resident start-ups",
    title_local="前海深港青年梦工场入驻创业团队",
    unit="count",
    definition="Start-ups and teams that have an office in the Qianhai Shenzhen-Hong Kong Youth Hub.",
    differs="Teams without a firm, and firms that do no R&D, are not in ours. The size of an office is the hub's floor "
    "over its room for two hundred, so that a full hub meets the published number by construction.",
    source="Operator of the hub; the page of 2018",
    measure=measure,
    programme=PROGRAMME,
    vintages=("inst_ehub_capacity",),
)
