"""An indicator's chart: what was published, each figure as what it claims to be, beside the run's spread."""

import textwrap
from collections.abc import Mapping, Sequence
from html import escape
from types import MappingProxyType
from typing import Any, Final

from mangrove.figure import Figure
from mangrove.views import palette
from mangrove.views.published import Mark, Point, breaks, described, points, preferred, segments
from mangrove.views.scale import Scale, scale_for
from mangrove.views.spread import Spread

_HOVER_WIDTH: Final = 58
_HOVER_NOTE: Final = 240
_STEM: Final = 0.07  # of the axis: a floor says "from here up", not how far

_MARKERS: Final[Mapping[Mark, dict[str, Any]]] = {
    Mark.EXACT: {"symbol": "circle", "size": 9, "color": palette.PUBLISHED},
    Mark.ABOUT: {"symbol": "circle-open", "size": 9, "color": palette.PUBLISHED, "line": {"width": 2}},
    Mark.AT_LEAST: {"symbol": "triangle-up", "size": 11, "color": palette.PUBLISHED},
    Mark.EXPECTED: {"symbol": "circle-open", "size": 9, "color": palette.EXPECTED, "line": {"width": 2}},
    Mark.CLAIM: {"symbol": "diamond-open", "size": 11, "color": palette.CLAIM, "line": {"width": 2}},
}


def bands(
    title: str,
    unit: str,
    spread: Spread | None,
    figures: Sequence[Figure],
    vintages: Mapping[str, Sequence[Figure]] = MappingProxyType({}),
) -> dict[str, Any]:
    """Draw an indicator: the run's median and bands, the published points, and breaks of scope.

    Args:
        title: Name of the indicator, for those who hear the chart rather than see it.
        unit: Canonical unit of the indicator.
        spread: The run's spread; None where the run has no value.
        figures: Published figures of the same series and place; part-year figures are other series.
        vintages: Title of another series that answers the same question -> its figures; drawn beside, unjoined.

    Returns:
        A Plotly figure: `data`, `layout`, and in `layout.meta` the chart in one sentence.
    """
    scale = chart_scale(unit, spread, figures)
    years = [*(spread.years if spread else ()), *(f.year for f in figures)] or [0]
    traces = [*_spread_traces(spread, scale), *_line_traces(figures, scale), *_vintage_traces(vintages, scale)]
    traces += _point_traces(figures, scale)
    layout = palette.layout(scale.unit, years)
    layout["shapes"], notes = _breaks(figures)
    layout["annotations"] += notes
    layout["meta"] = summary(title, scale, spread, figures)
    return {"data": traces, "layout": layout}


def chart_scale(unit: str, spread: Spread | None, figures: Sequence[Figure]) -> Scale:
    """The scale that fits everything an indicator's chart and table show."""
    values = [*(spread.high_90 if spread else ()), *(spread.low_90 if spread else ())]
    return scale_for(unit, max(map(abs, [*values, *(f.value for f in figures)]), default=0.0))


def summary(title: str, scale: Scale, spread: Spread | None, figures: Sequence[Figure]) -> str:
    """The chart in one sentence."""
    if spread is None:
        run = "the run has no value"
    else:
        first, last = scale.text(spread.median[0]), scale.text(spread.median[-1])
        run = f"the run's median goes from {first} in {spread.years[0]} to {last} in {spread.years[-1]}"
    standing = list(preferred(figures).values())
    if not standing:
        return f"{title}: {run}; nothing published is on record."
    told = f"{scale.text(standing[0].value)} in {standing[0].year}"
    if len(standing) > 1:
        told += f" to {scale.text(standing[-1].value)} in {standing[-1].year}"
    return f"{title}: {run}; published: {told}, {len(figures)} on record."


def _spread_traces(spread: Spread | None, scale: Scale) -> list[dict[str, Any]]:
    if spread is None:
        return []
    one = len(spread.years) == 1
    shown = {
        name: [scale.shown(v) for v in getattr(spread, name)]
        for name in ("low_90", "low_50", "median", "high_50", "high_90")
    }
    line = {
        "type": "scatter",
        "mode": "lines+markers" if one else "lines",
        "name": "median of members",
        "x": list(spread.years),
        "y": shown["median"],
        "line": {"color": palette.MODEL, "width": 2.5},
        "text": [_spread_hover(spread, place, scale) for place in range(len(spread.years))],
        "hovertemplate": "%{text}<extra></extra>",
    }
    outer = _band(spread.years, shown["low_90"], shown["high_90"], "90 % of members", palette.MODEL_90)
    inner = _band(spread.years, shown["low_50"], shown["high_50"], "50 % of members", palette.MODEL_50)
    return [outer, inner, line]


def _band(years: Sequence[int], low: Sequence[float], high: Sequence[float], name: str, fill: str) -> dict[str, Any]:
    return {
        "type": "scatter",
        "mode": "lines",
        "name": name,
        "x": [*years, *reversed(years)],
        "y": [*high, *reversed(low)],
        "fill": "toself",
        "fillcolor": fill,
        "line": {"width": 0, "color": fill},
        "hoverinfo": "skip",
    }


def _line_traces(figures: Sequence[Figure], scale: Scale) -> list[dict[str, Any]]:
    """Thin lines between published figures that may be compared from one year to the next."""
    return [
        {
            "type": "scatter",
            "mode": "lines",
            "name": "published, same scope",
            "x": [figure.year for figure in run],
            "y": [scale.shown(figure.value) for figure in run],
            "line": {"color": palette.PUBLISHED_LINE, "width": 1.5},
            "hoverinfo": "skip",
        }
        for run in segments(figures)
        if len(run) > 1
    ]


def _vintage_traces(vintages: Mapping[str, Sequence[Figure]], scale: Scale) -> list[dict[str, Any]]:
    """Other answers to the same question, as small open squares."""
    return [
        {
            "type": "scatter",
            "mode": "markers",
            "name": f"another vintage: {title}",
            "x": [point.year for point in points(figures)],
            "y": [scale.shown(point.value) for point in points(figures)],
            "marker": {"symbol": "square-open", "size": 7, "color": palette.EXPECTED, "line": {"width": 1.5}},
            "text": [f"<b>{escape(title)}</b><br>{_point_hover(point, scale)}" for point in points(figures)],
            "hovertemplate": "%{text}<extra></extra>",
        }
        for title, figures in vintages.items()
        if figures
    ]


def _point_traces(figures: Sequence[Figure], scale: Scale) -> list[dict[str, Any]]:
    stem = _STEM * max((abs(scale.shown(figure.value)) for figure in figures), default=0.0)
    by_mark: dict[Mark, list[Point]] = {}
    for point in points(figures):
        by_mark.setdefault(point.mark, []).append(point)
    return [_marks(kind, by_mark[kind], scale, stem) for kind in Mark if kind in by_mark]


def _marks(kind: Mark, found: Sequence[Point], scale: Scale, stem: float) -> dict[str, Any]:
    """The points of one kind; a floor has a stem upwards, an approximate figure its rounding as a whisker."""
    trace: dict[str, Any] = {
        "type": "scatter",
        "mode": "markers",
        "name": f"published: {kind.value}",
        "x": [point.year for point in found],
        "y": [scale.shown(point.value) for point in found],
        "marker": _MARKERS[kind],
        "cliponaxis": False,
        "text": [_point_hover(point, scale) for point in found],
        "hovertemplate": "%{text}<extra></extra>",
    }
    bars = {"type": "data", "color": _MARKERS[kind]["color"], "thickness": 1.5}
    if kind is Mark.AT_LEAST:
        trace["error_y"] = {
            **bars,
            "symmetric": False,
            "array": [stem] * len(found),
            "arrayminus": [0.0] * len(found),
            "width": 0,
        }
    elif kind is Mark.ABOUT:
        halves = [scale.shown(point.figures[0].half_digit) for point in found]
        trace["error_y"] = {**bars, "array": halves, "width": 4}
    return trace


def _breaks(figures: Sequence[Figure]) -> tuple[list[dict[str, Any]], list[dict[str, Any]]]:
    """A dotted line and a word where the scope changes: across it nothing may be compared unseen."""
    shapes: list[dict[str, Any]] = []
    notes: list[dict[str, Any]] = []
    for change in breaks(figures):
        when = (change.last + change.first) / 2
        place = {"xref": "x", "yref": "paper"}
        line = {"color": palette.QUIET, "width": 1, "dash": "dot"}
        shapes.append({"type": "line", "x0": when, "x1": when, "y0": 0, "y1": 1, **place, "line": line})
        notes.append(
            {
                **place,
                "x": when,
                "y": 1,
                "text": "break",
                "hovertext": escape(f"change of scope: {change.says}"),
                "yanchor": "bottom",
                "showarrow": False,
                "font": {"size": 11},
                "name": "break of scope",
            }
        )
    return shapes, notes


def _spread_hover(spread: Spread, place: int, scale: Scale) -> str:
    inner = f"{scale.number(spread.low_50[place])} to {scale.number(spread.high_50[place])}"
    outer = f"{scale.number(spread.low_90[place])} to {scale.number(spread.high_90[place])}"
    median = scale.text(spread.median[place])
    return f"<b>{spread.years[place]}, run: {median}</b><br>50 % of members: {inner}<br>90 %: {outer}"


def _point_hover(point: Point, scale: Scale) -> str:
    title = f"{point.year}, {point.mark.value}: {scale.text(point.value)}"
    blocks = [f"<b>{escape(title)}</b>"]
    for figure in point.figures:
        told = [
            described(figure),
            figure.source,
            textwrap.shorten(figure.note, _HOVER_NOTE, placeholder=" …"),
        ]
        for text in filter(None, told):
            blocks += [escape(line) for line in textwrap.wrap(text, _HOVER_WIDTH)]
    return "<br>".join(blocks)
