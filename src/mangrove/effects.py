"""Effects: by which value of a process a channel acts on those who are reached, and whether that has an estimate."""

from collections.abc import Mapping
from typing import Final

from mangrove.programme import Channel

EFFECTS: Final[Mapping[Channel, str]] = {
    Channel.RND_PRICE: "value.curvature",
    Channel.TAX_RATE: "value.curvature",
    Channel.CERTIFICATE: "invest.productivity",
    Channel.RND_CASH: "invest.cash_added",
    Channel.GUARANTEE: "invest.loan_added",
    Channel.EQUITY: "invest.round_added",
    Channel.ENTRY_CASH: "enter.hoped",
    Channel.ENFORCEMENT: "discover.protection",
    Channel.TALENT_CASH: "arrive.elasticity",
    Channel.SPACE: "discover.placed",
    Channel.COMPUTE: "discover.computed",
    Channel.SEQUENCING: "discover.sequenced",
    Channel.MEETINGS: "discover.paired",
}
"""Path of the value that says how strongly each channel acts; a channel that is not here changes no behaviour."""

ESTIMATED: Final = frozenset(
    {Channel.RND_PRICE, Channel.TAX_RATE, Channel.CERTIFICATE, Channel.RND_CASH, Channel.ENFORCEMENT}
)
"""The channels whose effect rests on a causal estimate; that of talent cash is one of wages, as which it is read."""


def told(channel: Channel) -> str:
    """What a reader must know of a channel's effect; empty where a causal estimate stands behind it.

    >>> told(Channel.COMPUTE)
    'no causal estimate of its effect'
    """
    if channel in ESTIMATED:
        return ""
    return "no causal estimate of its effect" if channel in EFFECTS else "no effect but the money itself"
