"""Columns: one variable of a run, a column a year with 90 % of members, drawn as SVG in the page's own colours."""

from html import escape
from typing import Final

from mangrove.views.scale import Scale, scale_for
from mangrove.views.spread import Spread

_WIDTH: Final = 560.0
_HEIGHT: Final = 150.0
_TOP: Final = 22.0
_TEXT: Final = 16.0
_FILL: Final = 0.62
"""Part of a year's room that its column takes."""


def columns(spread: Spread, title: str) -> str:
    """Draw a variable's median of members in each year, a whisker from the 5 % to the 95 % quantile.

    Args:
        spread: Its spread across members.
        title: What it is, in words.
    """
    scale = scale_for(spread.unit, max(spread.median))
    top = max(spread.high_90) or 1.0
    room = _WIDTH / len(spread.years)

    def y(value: float) -> float:
        return round(_TOP + (_HEIGHT - _TOP) * (1 - max(value, 0.0) / top), 1)

    parts = [f'<path class="axis" d="M0 {_HEIGHT:g}H{_WIDTH:g}"/>']
    for place, year in enumerate(spread.years):
        middle = round((place + 0.5) * room, 1)
        wide, level = round(room * _FILL, 1), y(spread.median[place])
        low, high = y(spread.low_90[place]), y(spread.high_90[place])
        value = escape(scale.number(spread.median[place]))
        parts += [
            f'<rect class="part-bar" x="{middle - wide / 2:.1f}" y="{level}" width="{wide}" '
            f'height="{_HEIGHT - level:.1f}"/>',
            f'<path class="whisker" d="M{middle} {low}V{high}"/>',
            f'<text class="number" x="{middle}" y="{min(level, high) - 5:.1f}" text-anchor="middle">{value}</text>',
            f'<text x="{middle}" y="{_HEIGHT + _TEXT:g}" text-anchor="middle">{year}</text>',
        ]
    return (
        f'<svg class="columns" viewBox="0 0 {_WIDTH:g} {_HEIGHT + _TEXT + 4:g}" role="img" '
        f'aria-label="{escape(_summary(spread, title, scale))}">{"".join(parts)}</svg>'
    )


def _summary(spread: Spread, title: str, scale: Scale) -> str:
    told = [f"{scale.text(value)} in {year}" for year, value in zip(spread.years, spread.median, strict=True)]
    return f"{title}, median of members: {'; '.join(told)}."
