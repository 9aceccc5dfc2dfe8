"""A fact's curve: the run's median and 90 % of members at each place, beside what was published."""

import math
from collections.abc import Sequence
from datetime import date
from html import escape
from typing import Any, Final

from mangrove.fact import Curve
from mangrove.views import palette
from mangrove.views.scale import Scale, scale_for
from mangrove.views.spread import Spread

_LABELLED: Final = 10
"""Most places that all have their label."""
_LABELS: Final = 6
"""About how many labels there are where not all have one."""


def bars(curve: Curve, places: Sequence[Spread | None], day: date) -> dict[str, Any]:
    """Draw a curve as bars: the run's, and published ones where any are.

    Args:
        curve: The curve.
        places: Spread across members at each place, in one year; None where there is no value.
        day: The day of the measurement, on which a line across the axis is placed.

    Returns:
        A Plotly figure; `layout.meta` has the chart in one sentence.
    """
    largest = [at.high_90[0] for at in places if at] + [value for value in curve.published if value]
    scale = scale_for(curve.unit, max(largest, default=1.0))
    data = [_run(curve, places, scale)]
    if any(value is not None for value in curve.published):
        data.append(_published(curve, scale))
    layout = palette.layout(scale.unit, [0, len(curve.labels) - 1])
    layout |= {"barmode": "group", "bargap": 0.08 if curve.edges else 0.3, "bargroupgap": 0.06}
    layout["xaxis"] = _axis(curve, layout["xaxis"])
    layout["margin"] |= {"b": 30}
    layout["meta"] = _summary(curve, places, scale)
    at = curve.line(day) if curve.line else None
    if at is not None:
        layout["shapes"], layout["annotations"] = _line(at - 0.5, curve.line_says)
    return {"data": data, "layout": layout}


def _axis(curve: Curve, years: dict[str, Any]) -> dict[str, Any]:
    size = len(curve.labels)
    step = 1 if size <= _LABELLED else math.ceil(size / _LABELS)
    shown = range(0, size, step)
    kept = {name: value for name, value in years.items() if name not in ("tickformat", "tick0", "dtick")}
    return kept | {
        "tickmode": "array",
        "tickvals": [place - (0.5 if curve.edges else 0.0) for place in shown],
        "ticktext": [curve.labels[place] for place in shown],
        "tickangle": 0,
        "title": {"text": curve.axis, "font": {"size": 12}, "standoff": 6},
    }


def _run(curve: Curve, places: Sequence[Spread | None], scale: Scale) -> dict[str, Any]:
    shown = [scale.shown(at.median[0]) if at else None for at in places]
    above = [scale.shown(at.high_90[0] - at.median[0]) if at else 0.0 for at in places]
    below = [scale.shown(at.median[0] - at.low_90[0]) if at else 0.0 for at in places]
    return {
        "type": "bar",
        "name": "run, median",
        "x": list(range(len(places))),
        "y": shown,
        "marker": {"color": palette.MODEL},
        "error_y": {
            "type": "data",
            "symmetric": False,
            "array": above,
            "arrayminus": below,
            "color": palette.QUIET,
            "thickness": 1.5,
            "width": 0 if curve.edges else 3,
        },
        "text": [_hover(curve, place, at, scale) for place, at in enumerate(places)],
        "textposition": "none",
        "hovertemplate": "%{text}<extra></extra>",
    }


def _published(curve: Curve, scale: Scale) -> dict[str, Any]:
    text = [
        f"<b>{escape(label)}, published: {scale.text(value)}</b>" if value is not None else ""
        for label, value in zip(curve.labels, curve.published, strict=True)
    ]
    return {
        "type": "bar",
        "name": "published",
        "x": list(range(len(curve.published))),
        "y": [None if value is None else scale.shown(value) for value in curve.published],
        "marker": {"color": palette.PUBLISHED},
        "text": text,
        "textposition": "none",
        "hovertemplate": "%{text}<extra></extra>",
    }


def place_name(curve: Curve, place: int) -> str:
    """The name of a place: its label, or the ends of its class."""
    if not curve.edges:
        return curve.labels[place]
    after = curve.labels[place + 1] if place + 1 < len(curve.labels) else "the next"
    return f"{curve.labels[place]} to {after}"


def _hover(curve: Curve, place: int, at: Spread | None, scale: Scale) -> str:
    if at is None:
        return ""
    told = f"<b>{escape(place_name(curve, place))}, run: {scale.text(at.median[0])}</b>"
    return f"{told}<br>90 % of members: {scale.number(at.low_90[0])} to {scale.number(at.high_90[0])}"


def _line(x: float, says: str) -> tuple[list[dict[str, Any]], list[dict[str, Any]]]:
    """A dotted rule across the axis, with a word beside it."""
    style = {"color": palette.PUBLISHED, "width": 1.5, "dash": "dot"}
    shape = {"type": "line", "xref": "x", "yref": "paper", "x0": x, "x1": x, "y0": 0, "y1": 1, "line": style}
    note = {
        "xref": "x",
        "yref": "paper",
        "x": x,
        "y": 1,
        "xanchor": "left",
        "yanchor": "top",
        "xshift": 4,
        "text": escape(says),
        "showarrow": False,
        "font": {"size": 12},
    }
    return [shape], [note]


def _summary(curve: Curve, places: Sequence[Spread | None], scale: Scale) -> str:
    """The chart in one sentence: where the run is highest, and where what is published is."""
    found = {place: at.median[0] for place, at in enumerate(places) if at}
    if not found:
        return f"{curve.title}: too few firms in this run to draw it."
    most = max(found, key=lambda place: found[place])
    told = f"{curve.title}, by {curve.axis}: the run is highest at {place_name(curve, most)}, {scale.text(found[most])}"
    printed = {place: value for place, value in enumerate(curve.published) if value is not None}
    if not printed:
        return f"{told}."
    most = max(printed, key=lambda place: printed[place])
    return f"{told}; published, it is highest at {place_name(curve, most)}, {scale.text(printed[most])}."
