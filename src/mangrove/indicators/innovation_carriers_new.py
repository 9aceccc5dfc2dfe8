"""Innovation carriers recognised in the year."""

from typing import Final

from mangrove.indicator import Closed, Indicator, reached
from mangrove.programme import Channel

PROGRAMME: Final = "innovation_carriers"


def measure(closed: Closed) -> float:
    """Engineering technology centres of firms that are funded in the year."""
    return reached(closed, PROGRAMME, Channel.RND_CASH)


INDICATOR = Indicator(
    title="Innovation carriers, new",
    title_local="新增创新载体",
    unit="count/yr",
    definition="Key laboratories, engineering centres, enterprise technology centres and public platforms that the "
    "nation, the province or the city recognised in the year.",
    differs="Ours are engineering centres of firms that the city funds in the year, one kind of four at one level of "
    "three, and a firm may be funded more than once: it is a part of what is published, and how many are funded "
    "follows from a budget that is assumed.",
    source="City work reports; the page of 2018",
    measure=measure,
    programme=PROGRAMME,
)
