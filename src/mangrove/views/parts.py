"""Parts of a region beside the whole: how far the mean of each scale is off, and whether chance explains it."""

import math
from collections.abc import Iterable, Mapping, Sequence
from html import escape
from itertools import groupby
from typing import Any, Final

from mangrove.scales import FAR, Pair, Sample
from mangrove.views import palette
from mangrove.views.scale import MINUS, digits, scale_for

_PERCENT: Final = 100.0
_ERRORS: Final = 2.0
"""Standard errors that a whisker shows, and within which nineteen of twenty numbers should lie."""
_APART: Final = 0.18
"""Distance of the scales' marks on one line."""
_SWARM: Final = 0.7
"""Height of a swarm of marks."""
_TURN: Final = 0.618
"""Turn from one mark of a swarm to the next, so that neighbours stand apart."""
_WIDE: Final = 30.0
"""Per cent beyond which a number, one that may be near nothing, is written instead of drawn: it would press the others
together."""
_SYMBOLS: Final = ("circle", "diamond", "square", "triangle-up")


def named(scale: float) -> str:
    """A scale in words: how many of the actors are there.

    >>> named(0.01), named(1.0)
    ('1 of 100', 'all')
    """
    return "all" if scale == 1 else f"1 of {1 / scale:,.0f}"


def differences(pairs: Sequence[Pair], titles: Mapping[str, str]) -> dict[str, Any]:
    """Draw how far each scale's mean of some numbers is from the whole's, in per cent, with two standard errors.

    A number that is far off somewhere is written in its row, scale after scale.

    Args:
        pairs: Of one year, scale after scale.
        titles: What to draw, from the top: name and title.
    """
    places = {name: len(titles) - 1 - row for row, name in enumerate(titles)}
    shown = [pair for pair in pairs if pair.part.variable in places and pair.whole.mean]
    wide = {pair.part.variable: pair for pair in shown if abs(_off(pair)) > _WIDE}
    drawn = [pair for pair in shown if pair.part.variable not in wide]
    groups = [(scale, list(own)) for scale, own in groupby(drawn, key=lambda pair: pair.part.scale)]
    layout = _layout("mean of a part less the whole's, %")
    layout["annotations"] = [
        {
            "x": 0, "y": places[name], "xanchor": "left", "xshift": 8, "showarrow": False,
            "text": ", ".join(_signed(_off(pair)) for pair in shown if pair.part.variable == name),
        }
        for name in wide
    ]  # fmt: skip
    layout["yaxis"] |= {
        "tickvals": list(places.values()),
        "ticktext": [escape(title) for title in titles.values()],
        "range": [-0.7, len(titles) - 0.3],
    }
    largest = max(shown, key=lambda pair: abs(_off(pair)))
    layout["meta"] = (
        f"Means of each scale less the whole's in {largest.part.year}, with two standard errors: the largest "
        f"difference is that of {titles[largest.part.variable]} at {named(largest.part.scale)}, "
        f"{_signed(_off(largest))} %."
    )
    middle = (len(groups) - 1) / 2
    data = [_marks(i, scale, own, places, (middle - i) * _APART) for i, (scale, own) in enumerate(groups)]
    return {"data": data, "layout": layout}


def deviates(pairs: Iterable[Pair]) -> dict[str, Any]:
    """Draw every difference from the whole in standard errors, a swarm for each scale.

    Args:
        pairs: Of any years, scale after scale.
    """
    groups = [(scale, list(own)) for scale, own in groupby(pairs, key=lambda pair: pair.part.scale)]
    layout = _layout("difference over its standard error")
    layout["yaxis"] |= {
        "tickvals": list(range(len(groups))),
        "ticktext": [named(scale) for scale, _ in groups],
        "range": [-0.6, len(groups) - 0.4],
    }
    band = {"type": "rect", "xref": "x", "yref": "paper", "y0": 0, "y1": 1, "layer": "below", "line": {"width": 0}}
    rule = {"type": "line", "xref": "x", "yref": "paper", "y0": 0, "y1": 1}
    dotted = {"color": palette.QUIET, "width": 1, "dash": "dot"}
    layout["shapes"] = [
        band | {"x0": -_ERRORS, "x1": _ERRORS, "fillcolor": palette.MODEL_90},
        *(rule | {"x0": at, "x1": at, "line": dotted} for at in (-FAR, FAR)),
    ]
    told = [
        f"{sum(abs(pair.deviate) <= _ERRORS for pair in own)} of {len(own)} within two standard errors at "
        f"{named(scale)}, {sum(abs(pair.deviate) > FAR for pair in own)} beyond four"
        for scale, own in groups
    ]
    layout["meta"] = f"Every number of a part less the whole's, in standard errors: {'; '.join(told)}."
    return {"data": [_swarm(i, own) for i, (_, own) in enumerate(groups)], "layout": layout}


def _layout(unit: str) -> dict[str, Any]:
    """What both charts share: lines to read across, and a line where there is no difference."""
    layout = palette.layout(unit, [0, 1])
    grid = {"gridcolor": layout["yaxis"]["gridcolor"], "showgrid": True}
    zero = {"zeroline": True, "zerolinecolor": layout["yaxis"]["zerolinecolor"], "zerolinewidth": 1}
    plain = {"showline": False, "fixedrange": True, "ticks": "", "automargin": True}
    layout["xaxis"] = {**plain, **grid, **zero, "tickangle": 0}
    layout["yaxis"] = {**plain, "showgrid": False, "zeroline": False, "tickmode": "array"}
    layout["margin"] |= {"b": 24}
    return layout


def _marks(order: int, scale: float, own: Sequence[Pair], places: Mapping[str, int], shift: float) -> dict[str, Any]:
    color = palette.PROGRAMMES[order % len(palette.PROGRAMMES)]
    errors = [_PERCENT * _ERRORS * _error(pair) / abs(pair.whole.mean) for pair in own]
    return {
        "type": "scatter",
        "mode": "markers",
        "name": named(scale),
        "x": [_off(pair) for pair in own],
        "y": [places[pair.part.variable] + shift for pair in own],
        "error_x": {"type": "data", "array": errors, "color": color, "thickness": 1.5, "width": 0},
        "marker": {"color": color, "symbol": _SYMBOLS[order % len(_SYMBOLS)], "size": 8},
        "text": [_hover(pair) for pair in own],
        "hovertemplate": "%{text}<extra></extra>",
    }


def _swarm(order: int, own: Sequence[Pair]) -> dict[str, Any]:
    ordered = sorted((pair for pair in own if math.isfinite(pair.deviate)), key=lambda pair: pair.deviate)
    return {
        "type": "scatter",
        "mode": "markers",
        "name": named(own[0].part.scale),
        "x": [round(pair.deviate, 3) for pair in ordered],
        "y": [round(order + _SWARM * (i * _TURN % 1 - 0.5), 3) for i in range(len(ordered))],
        "marker": {"color": palette.PROGRAMMES[order % len(palette.PROGRAMMES)], "size": 5, "opacity": 0.6},
        "text": [_hover(pair) for pair in ordered],
        "hovertemplate": "%{text}<extra></extra>",
    }


def _hover(pair: Pair) -> str:
    part, whole = pair
    lines = [
        f"<b>{escape(part.variable)}, {part.year}</b>",
        f"{named(part.scale)}: {told(part)}",
        f"{named(whole.scale)}: {told(whole)}",
        f"difference over its standard error: {_signed(pair.deviate)}",
    ]
    return "<br>".join(lines)


def told(one: Sample) -> str:
    """A mean with its standard error, as read."""
    scale = scale_for(one.unit, abs(one.mean))
    return f"{scale.number(one.mean)} ± {digits(scale.shown(one.error))} {scale.unit}".strip()


def _off(pair: Pair) -> float:
    return _PERCENT * (pair.part.mean / pair.whole.mean - 1)


def _error(pair: Pair) -> float:
    return math.hypot(pair.part.error, pair.whole.error)


def _signed(value: float) -> str:
    """A number to one decimal, with its sign."""
    return f"{'+' if value > 0 else MINUS if value < 0 else ''}{abs(value):.1f}"
