"""A circle as a picture: one SVG file that needs no tiles, no fonts from anywhere, and no script.

What rests on streets is filled, what rests on straight lines is hatched; the low and high crossing times are lines
around the middle one. Letters come from the reader's own fonts, Chinese ones included.
"""

from collections.abc import Sequence
from html import escape
from typing import Final

import numpy as np

from mangrove.arrays import Bools
from mangrove.places.border import LEVELS
from mangrove.places.circle import Circle
from mangrove.places.gazetteer import Place
from mangrove.places.outline import outline
from mangrove.places.show import circle_any
from mangrove.views import palette
from mangrove.views.labels import STYLE, Box, label

_WIDTH, _HEAD, _FOOT = 1000.0, 64.0, 118.0
_MARGIN_CELLS: Final = 6
_LAND, _WATER, _INK = "#ecebe4", "#d5e3ea", "#22282d"
_FILL: Final = palette.MODEL
_MARKS: Final = {
    "checkpoint": "#d4560b",
    "park": "#2b9a77",
    "institute": "#b3549b",
    "university": "#5b6fb5",
    "district": "#22282d",
    "city": "#22282d",
}
_LABELLED: Final = ("checkpoint", "district", "city", "park", "university", "institute")


class Frame:
    """The part of the raster that is shown, and where a point of it lies on the sheet."""

    def __init__(self, circle: Circle) -> None:
        """Frame what is within reach at the shortest crossing time."""
        shown = np.argwhere(circle_any(circle, 0) | circle_any(circle, 1))
        shown = shown if len(shown) else np.argwhere(circle.ground.zone >= 0)
        rows, columns = circle.ground.shape
        low = np.maximum(shown.min(axis=0) - _MARGIN_CELLS, 0)
        high = np.minimum(shown.max(axis=0) + _MARGIN_CELLS + 1, [rows, columns])
        self.rows, self.columns = slice(int(low[0]), int(high[0])), slice(int(low[1]), int(high[1]))
        self.scale = _WIDTH / (self.columns.stop - self.columns.start)
        self.height = (self.rows.stop - self.rows.start) * self.scale
        self.ground = circle.ground

    def cells(self, cells: Bools) -> Bools:
        """The part of a raster that is shown."""
        return cells[self.rows, self.columns]

    def point(self, place: Place) -> tuple[float, float]:
        """Where a place lies on the sheet."""
        column = (place.lon - self.ground.west) / self.ground.step[0] - self.columns.start
        row = (place.lat - self.ground.south) / self.ground.step[1] - self.rows.start
        return column * self.scale, _HEAD + self.height - row * self.scale

    def holds(self, place: Place) -> bool:
        """Whether a place is on the sheet."""
        x, y = self.point(place)
        return 0 <= x <= _WIDTH and _HEAD <= y <= _HEAD + self.height

    def path(self, cells: Bools) -> str:
        """The outline of some cells as the path of an SVG."""
        foot = _HEAD + self.height
        return "".join(
            "M" + "L".join(f"{x * self.scale:.1f} {foot - y * self.scale:.1f}" for x, y in ring[:-1]) + "Z"
            for polygon in outline(self.cells(cells))
            for ring in polygon
        )


def circle_svg(circle: Circle, titles: dict[str, str]) -> str:
    """Draw a circle.

    Args:
        circle: What to draw; several origins are drawn as one, what any of them reaches.
        titles: Side of the border -> its name.
    """
    frame = Frame(circle)
    low, mid, high = (circle_any(circle, level) for level in range(len(LEVELS)))
    parts = [
        f'<rect y="{_HEAD}" width="{_WIDTH:g}" height="{frame.height:.1f}" fill="{_WATER}"/>',
        *(_path(frame, circle.ground.zone == i, _LAND) for i in range(len(circle.ground.zones))),
        _path(frame, mid & ~circle.straight, _FILL, 'fill-opacity="0.45"'),
        _path(frame, mid & circle.straight, "url(#straight)"),
        *_border(circle, frame),
        _path(frame, low, "none", f'stroke="{_FILL}" stroke-width="1.2" stroke-dasharray="2 3"'),
        _path(frame, high, "none", f'stroke="{_FILL}" stroke-width="1.6"'),
        *_places(circle, frame),
    ]
    return _sheet(circle, frame, [*parts, *_legend(frame, titles)])


def _path(frame: Frame, cells: Bools, fill: str, more: str = "") -> str:
    return f'<path d="{frame.path(cells)}" fill="{fill}" fill-rule="evenodd" {more}/>'


def _border(circle: Circle, frame: Frame) -> list[str]:
    """The border: where land of one side meets land of the other."""
    sides = list(dict.fromkeys(zone.side for zone in circle.ground.zones))
    if len(sides) < 2:
        return []
    own = [i for i, zone in enumerate(circle.ground.zones) if zone.side == sides[0]]
    zone = circle.ground.zone[frame.rows, frame.columns]
    mine, theirs = np.isin(zone, own), (zone >= 0) & ~np.isin(zone, own)
    upward = (mine[:, 1:] & theirs[:, :-1]) | (theirs[:, 1:] & mine[:, :-1])
    across = (mine[1:] & theirs[:-1]) | (theirs[1:] & mine[:-1])
    foot, step = _HEAD + frame.height, frame.scale
    lines = [f"M{(x + 1) * step:.1f} {foot - y * step:.1f}v{-step:.2f}" for y, x in np.argwhere(upward).tolist()]
    lines += [f"M{x * step:.1f} {foot - (y + 1) * step:.1f}h{step:.2f}" for y, x in np.argwhere(across).tolist()]
    return [f'<path d="{"".join(lines)}" fill="none" stroke="#d4560b" stroke-width="1.8"/>']


def _places(circle: Circle, frame: Frame) -> list[str]:
    """Marks of all places on the sheet, and names where there is room; origins first."""
    origins = {reach.origin.id for reach in circle.reaches}
    shown = [place for place in circle.places if frame.holds(place) and (place.id in origins or place.kind in _MARKS)]
    shown.sort(key=lambda p: (p.id not in origins, _LABELLED.index(p.kind) if p.kind in _LABELLED else 0))
    taken: list[Box] = []
    parts: list[str] = []
    for place in shown:
        x, y = frame.point(place)
        is_origin = place.id in origins
        colour = _MARKS.get(place.kind, _INK)
        parts.append(
            f'<circle cx="{x:.1f}" cy="{y:.1f}" r="{6 if is_origin else 3:g}" fill="{colour}" stroke="#fff">'
            f"<title>{escape(place.name)}</title></circle>"
        )
        parts += label(f"{place.name} {place.name_local}".strip(), (x, y), taken, _WIDTH, bold=is_origin)
    return parts


def _legend(frame: Frame, titles: dict[str, str]) -> list[str]:
    top = _HEAD + frame.height + 22
    shapes = [
        (f'fill="{_FILL}" fill-opacity="0.45"', "reached along streets, ordinary crossing time"),
        ('fill="url(#straight)"', "reached along straight lines: no street on record"),
        (f'fill="none" stroke="{_FILL}" stroke-width="1.6"', "slow crossing"),
        (f'fill="none" stroke="{_FILL}" stroke-dasharray="2 3"', "quick crossing"),
        ('fill="#d4560b"', f"border: {', '.join(titles.values())}"),
    ]
    parts: list[str] = []
    for number, (look, text) in enumerate(shapes):
        x, y = 16 + (number % 2) * 400, top + number // 2 * 22
        parts.append(f'<rect x="{x}" y="{y - 10:.0f}" width="26" height="{2 if "border" in text else 13}" {look}/>')
        parts.append(f'<text x="{x + 34}" y="{y + 1:.0f}" font-size="12">{escape(text)}</text>')
    for number, (kind, colour) in enumerate((k, c) for k, c in _MARKS.items() if k != "city"):
        x, y = 16 + number * 110, top + 70
        parts.append(f'<circle cx="{x + 5}" cy="{y - 4:.0f}" r="4" fill="{colour}"/>')
        parts.append(f'<text x="{x + 14}" y="{y:.0f}" font-size="12">{kind}</text>')
    return [*parts, *_ruler(frame, top)]


def _ruler(frame: Frame, top: float) -> list[str]:
    km = 10.0
    wide = km / frame.ground.cell_km * frame.scale
    x = _WIDTH - 24 - wide
    return [
        f'<path d="M{x:.1f} {top}h{wide:.1f}" stroke="{_INK}" stroke-width="2"/>',
        f'<text x="{x:.1f}" y="{top + 16}" font-size="12">{km:g} km</text>',
    ]


def _sheet(circle: Circle, frame: Frame, parts: Sequence[str]) -> str:
    names = " · ".join(f"{r.origin.name} {r.origin.name_local}".strip() for r in circle.reaches)
    title = escape(f"Within {circle.within:g} minutes of {names}")
    trip = circle.trip
    mode = "by car" if trip.mode.value == "car" else "by car, over the border on foot or by train"
    below = escape(f"{mode}, on {trip.on}; streets: {circle.network}. Land and coast are drawn coarsely.")
    height = _HEAD + frame.height + _FOOT
    font = escape(palette.FONT, quote=True)
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {_WIDTH:g} {height:.0f}" '
        f'font-family="{font}" fill="{_INK}" role="img" aria-label="{title}">'
        f"{STYLE}"
        f'<defs><pattern id="straight" width="6" height="6" patternUnits="userSpaceOnUse" '
        f'patternTransform="rotate(45)"><rect width="6" height="6" fill="{_FILL}" fill-opacity="0.10"/>'
        f'<path d="M0 0v6" stroke="{_FILL}" stroke-width="2.4" stroke-opacity="0.55"/></pattern></defs>'
        f'<rect width="100%" height="100%" fill="#fff"/>'
        f'<text x="16" y="28" font-size="20" font-weight="700">{title}</text>'
        f'<text x="16" y="50" font-size="13">{below}</text>{"".join(parts)}</svg>\n'
    )
