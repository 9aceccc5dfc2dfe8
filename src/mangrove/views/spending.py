"""Spending by programme and channel, as stacked bars; tax forgone is said to be tax forgone."""

from collections.abc import Mapping
from dataclasses import dataclass
from html import escape
from typing import Any, Final

from mangrove.effects import told
from mangrove.programme import Channel
from mangrove.views import palette
from mangrove.views.scale import Scale, scale_for
from mangrove.views.spread import Spread

PREFIX: Final = "spending."
GRANTED: Final = "granted."
GIVEN: Final = "given."

FORGONE: Final = frozenset({Channel.TAX_RATE, Channel.RND_PRICE})
"""Channels on which no money is paid: the treasury goes without tax."""


@dataclass(frozen=True)
class Stream:
    """What one programme puts on one channel over the years.

    Attributes:
        programme: Name of the programme.
        title: Title for people.
        channel: Name of the channel.
        forgone: Whether it is tax forgone rather than money paid.
        spread: Its spread across members, CNY/yr.
        color: Fill of its bars.
        pattern: Hatch of its bars; empty for none.
    """

    programme: str
    title: str
    channel: str
    forgone: bool
    spread: Spread
    color: str
    pattern: str

    @property
    def label(self) -> str:
        """The stream in words."""
        kind = "tax forgone" if self.forgone else "money paid"
        known = told(Channel(self.channel))
        return f"{self.title}: {self.channel.replace('rnd', 'R&D').replace('_', ' ')} ({kind}{known and f'; {known}'})"


def streams(spreads: Mapping[str, Spread], titles: Mapping[str, str]) -> tuple[Stream, ...]:
    """The streams of a run that ever carry anything, by programme and channel.

    Args:
        spreads: Spread by variable.
        titles: Title by name of programme; the name stands in where one lacks.
    """
    paths = [name.removeprefix(PREFIX).partition(".") for name in sorted(spreads) if name.startswith(PREFIX)]
    programmes = sorted({programme for programme, _, _ in paths})
    found: list[Stream] = []
    for programme, _, channel in paths:
        spread = spreads[f"{PREFIX}{programme}.{channel}"]
        if any(spread.high_90):
            hatch = sum(stream.programme == programme for stream in found)
            place = programmes.index(programme)
            color = palette.PROGRAMMES[place % len(palette.PROGRAMMES)]
            pattern = palette.PATTERNS[hatch % len(palette.PATTERNS)]
            title = titles.get(programme, programme)
            forgone = channel in FORGONE
            found.append(Stream(programme, title, channel, forgone, spread, color, pattern))
    return tuple(found)


def money_scale(found: tuple[Stream, ...]) -> Scale:
    """The scale on which the sum of all streams reads best."""
    totals: dict[int, float] = {}
    for stream in found:
        for year, value in zip(stream.spread.years, stream.spread.median, strict=True):
            totals[year] = totals.get(year, 0.0) + value
    return scale_for("CNY/yr", max(totals.values(), default=0.0))


def stacked(found: tuple[Stream, ...]) -> dict[str, Any]:
    """Draw the streams as stacked bars of medians across members, a bar for each year.

    Returns:
        A Plotly figure; `layout.meta` has the chart in one sentence.
    """
    scale = money_scale(found)
    years = [year for stream in found for year in stream.spread.years] or [0]
    layout = palette.layout(scale.unit, years)
    layout |= {"barmode": "stack", "bargap": 0.35, "meta": _summary(found, scale)}
    return {"data": [_bars(stream, scale) for stream in found], "layout": layout}


def _bars(stream: Stream, scale: Scale) -> dict[str, Any]:
    spread = stream.spread
    hover = [
        f"<b>{year}: {scale.text(spread.median[i])}</b><br>{escape(stream.label)}"
        f"<br>90 % of members: {scale.number(spread.low_90[i])} to {scale.number(spread.high_90[i])}"
        for i, year in enumerate(spread.years)
    ]
    return {
        "type": "bar",
        "name": stream.label,
        "x": list(spread.years),
        "y": [scale.shown(value) for value in spread.median],
        "marker": {
            "color": stream.color,
            "pattern": {"shape": stream.pattern, "fgcolor": "#ffffff", "fgopacity": 0.7, "size": 7},
        },
        "text": hover,
        "textposition": "none",
        "hovertemplate": "%{text}<extra></extra>",
    }


def _summary(found: tuple[Stream, ...], scale: Scale) -> str:
    if not found:
        return "Spending by programme: nothing was spent and no tax forgone."
    told = [f"{stream.label}, {scale.text(stream.spread.median[-1])} in {stream.spread.years[-1]}" for stream in found]
    return f"Spending by programme, median of members: {'; '.join(told)}."
