"""Steps: the history of a dated value as a small picture, drawn as SVG that takes its colours from the page."""

import math
from collections.abc import Sequence
from datetime import date
from html import escape
from typing import Any, Final

from mangrove.dated import Dated, Since
from mangrove.views.scale import exact

_WIDTH: Final = 240.0
_HEIGHT: Final = 46.0
_MARGIN: Final = 6.0
_YEAR: Final = 365.25
_LEFT, _TEXT, _TOP = 4.0, 13.0, 6.0


def steps(value: Dated[Any], first: date, last: date) -> str:
    """Draw a value over time, the days of the run shaded; empty where it never changes, or has no number.

    Args:
        value: The value.
        first: First day of the run.
        last: Last day of the run.
    """
    numbers = [_number(entry) for entry in value.history]
    if len(numbers) <= 1 or not any(math.isfinite(one) for one in numbers):
        return ""
    begins, ends = _span([date.fromisoformat(entry.day) for entry in value.history], first, last)
    top = max(one for one in numbers if math.isfinite(one)) or 1.0

    def x(day: date) -> float:
        return round(_LEFT + (_WIDTH - 2 * _LEFT) * (day - begins).days / (ends - begins).days, 1)

    def y(number: float) -> float:
        return round(_TOP + (_HEIGHT - 2 * _TOP) * (1 - number / top), 1)

    shade = f'<rect class="b90" x="{x(max(first, begins))}" y="0" width="{x(last) - x(max(first, begins)):.1f}" '
    parts = [shade + f'height="{_HEIGHT:g}"/>', f'<path class="axis" d="M0 {y(0.0)}H{_WIDTH:g}"/>']
    days = [*(date.fromisoformat(entry.day) for entry in value.history), ends]
    for place, one in enumerate(numbers):
        if math.isfinite(one):
            after = numbers[place + 1] if place + 1 < len(numbers) else math.nan
            rise = f"V{y(after)}" if math.isfinite(after) else ""
            here, there = x(max(days[place], begins)), x(days[place + 1])
            parts.append(f'<path class="mid" d="M{here} {y(one)}H{there}{rise}"/>')
            parts.append(f'<circle class="step" cx="{here}" cy="{y(one)}" r="3"/>')
    labels = (
        f'<text x="0" y="{_HEIGHT + _TEXT:g}">{begins.year}</text>'
        f'<text x="{_WIDTH:g}" y="{_HEIGHT + _TEXT:g}" text-anchor="end">{ends.year}</text>'
    )
    size = f"{_WIDTH:g} {_HEIGHT + _TEXT + _LEFT:g}"
    return (
        f'<svg class="steps" viewBox="0 0 {size}" role="img" aria-label="{escape(told(value.history, value.unit))}">'
        f"{''.join(parts)}{labels}</svg>"
    )


def told(history: Sequence[Since[Any]], unit: str) -> str:
    """A history in words.

    >>> from mangrove.dated import Evidence, Source
    >>> law = Source("An invented law", Evidence.PUBLISHED, "nowhere")
    >>> told((Since("2008-01-01", 0.5, law), Since("2018-01-01", None, law)), "share")
    '50 % from 2008-01-01; ended from 2018-01-01'
    """
    return "; ".join(f"{number(entry, unit)} from {entry.day}" for entry in history)


def number(entry: Since[Any], unit: str) -> str:
    """One entry: its number with its unit, that it is unknown, or that the value ended."""
    if entry.value is None:
        return "ended"
    return "unknown" if math.isnan(_number(entry)) else exact(_number(entry), unit)


def _number(entry: Since[Any]) -> float:
    """The number of an entry; NaN where it is unknown, or the value ended."""
    return float(entry.value) if isinstance(entry.value, int | float) else math.nan


def _span(days: Sequence[date], first: date, last: date) -> tuple[date, date]:
    """The days that the picture covers: all changes and the run, with some room after the last change."""
    begins = min(days[0], first) if days[0].year > 1900 else min(days[1], first)
    ends = max(days[-1], last)
    room = max(int((ends - begins).days / _YEAR / _MARGIN), 1)
    return begins, ends.replace(month=1, day=1, year=ends.year + room)
