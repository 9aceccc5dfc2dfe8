"""A region as a map: one SVG drawn from its own outlines, without tiles, fonts from anywhere, or script.

Letters come from the reader's own fonts, Chinese ones included; every mark also tells its name in English when pointed
at, for a reader who has none.
"""

from collections.abc import Mapping, Sequence
from html import escape
from typing import Final

import numpy as np

from mangrove.places.gazetteer import Gazetteer, Place
from mangrove.views import palette
from mangrove.views.labels import STYLE, Box, label

_WIDTH, _MARGIN, _FOOT = 1000.0, 18.0, 34.0
_LAND, _BEYOND, _WATER, _INK = "#ecebe4", "#f6f5f1", "#d5e3ea", "#22282d"
_DOT: Final = 4.0
_LARGEST: Final = 34.0  # radius of the district that has most
_MARKS: Final = {"university": "#5b6fb5", "institute": "#b3549b", "park": "#2b9a77"}


class _Sheet:
    """Where a point of the region lies on the sheet: longitude and latitude, alike in kilometres."""

    def __init__(self, rings: Sequence[np.ndarray]) -> None:
        corners = np.concatenate(rings)
        (west, south), (east, north) = corners.min(axis=0), corners.max(axis=0)
        self._west, self._north = west, north
        self._scale = (_WIDTH - 2 * _MARGIN) / (east - west)
        self._rise = self._scale / float(np.cos(np.radians((south + north) / 2)))
        self.height = 2 * _MARGIN + (north - south) * self._rise

    def point(self, lon: float, lat: float) -> tuple[float, float]:
        return _MARGIN + (lon - self._west) * self._scale, _MARGIN + (self._north - lat) * self._rise

    def path(self, ring: np.ndarray) -> str:
        return "M" + "L".join(f"{x:.1f} {y:.1f}" for x, y in (self.point(lon, lat) for lon, lat in ring)) + "Z"


def region_map(gazetteer: Gazetteer, counts: Mapping[str, float], what: str, places: Sequence[Place]) -> str:
    """Draw a region: its ground, a disc for each district, and places with their names where there is room.

    Args:
        gazetteer: The region's places; the first of its zones is the region itself.
        counts: Id of a district -> how many it has, which is the area of its disc.
        what: What is counted.
        places: The places to mark, those first whose names matter most.
    """
    own, *beyond = gazetteer.zones
    sheet = _Sheet(own.rings)
    parts = [f'<rect width="100%" height="100%" fill="{_WATER}"/>']
    parts += [_land(sheet, zone.rings, _BEYOND) for zone in beyond if zone.rings]
    parts += [_land(sheet, own.rings, _LAND), *_discs(sheet, gazetteer, counts, what)]
    spots = [sheet.point(place.lon, place.lat) for place in places]
    taken: list[Box] = [(x - _DOT, y - _DOT, x + _DOT, y + _DOT) for x, y in spots]  # no name hides a mark
    districts = [p for p in gazetteer.places.values() if p.kind == "district" and p.side == own.side]
    names = [
        line
        for place in districts
        for line in label(_name(place), sheet.point(place.lon, place.lat), taken, _WIDTH, bold=True)
    ]
    for place, (x, y) in zip(places, spots, strict=True):
        parts.append(
            f'<circle cx="{x:.1f}" cy="{y:.1f}" r="{_DOT:g}" fill="{_MARKS[place.kind]}" stroke="#fff">'
            f"<title>{escape(_name(place))}</title></circle>"
        )
        texts = _name(place), place.name  # in English alone, where there is no room for both
        tried = (label(text, (x, y), taken, _WIDTH) for text in texts)
        names += next((lines for lines in tried if lines), list[str]())
    height, font = sheet.height + _FOOT, escape(palette.FONT, quote=True)
    told = escape(f"{what}, by district: {', '.join(f'{gazetteer.places[d].name} {n:g}' for d, n in counts.items())}")
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" class="map" viewBox="0 0 {_WIDTH:g} {height:.0f}" '
        f'font-family="{font}" fill="{_INK}" role="img" aria-label="{told}" lang="zh-Hans">{STYLE}'
        f"{''.join([*parts, *names, *_legend(sheet.height, what)])}</svg>"
    )


def _land(sheet: _Sheet, rings: Sequence[np.ndarray], colour: str) -> str:
    return f'<path d="{"".join(map(sheet.path, rings))}" fill="{colour}" stroke="#b9b8b0" fill-rule="evenodd"/>'


def _discs(sheet: _Sheet, gazetteer: Gazetteer, counts: Mapping[str, float], what: str) -> list[str]:
    """A disc at the seat of each district, its area as the number."""
    most = max(counts.values(), default=0.0)
    found: list[str] = []
    for key, count in counts.items():
        place = gazetteer.places[key]
        x, y = sheet.point(place.lon, place.lat)
        radius = _LARGEST * (count / most) ** 0.5 if most else 0.0
        found.append(
            f'<circle cx="{x:.1f}" cy="{y:.1f}" r="{radius:.1f}" fill="{palette.MODEL}" fill-opacity="0.35">'
            f"<title>{escape(f'{_name(place)}: {count:g} {what}')}</title></circle>"
        )
    return found


def _name(place: Place) -> str:
    return f"{place.name} {place.name_local}".strip()


def _legend(top: float, what: str) -> list[str]:
    y = top + _FOOT / 2
    marks = [(palette.MODEL, what), *((colour, kind) for kind, colour in _MARKS.items())]
    parts = [f'<rect y="{top:.0f}" width="100%" height="{_FOOT}" fill="#fff"/>']
    x = _MARGIN
    for colour, text in marks:
        parts.append(f'<circle cx="{x:.0f}" cy="{y:.0f}" r="5" fill="{colour}"/>')
        parts.append(f'<text x="{x + 11:.0f}" y="{y + 4:.0f}" font-size="12">{escape(text)}</text>')
        x += 40 + 6.2 * len(text)
    return parts
