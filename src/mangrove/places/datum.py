"""Datum: the three ways in which maps of China write one and the same point.

GPS receivers and OpenStreetMap write WGS-84. Chinese maps must shift it by a fixed, published-by-use formula to
GCJ-02, some 500 m to the south-east in Shenzhen; Baidu shifts that once more to BD-09. Only WGS-84 is used inside;
a source declares its datum and is converted where it is read.

Source:
    The formulas as reverse-engineered and in common use since 2010; they hold on the mainland alone. Hong Kong's
    maps are not shifted.
"""

from enum import StrEnum
from typing import Final

import numpy as np

from mangrove.arrays import Doubles

_AXIS: Final = 6378245.0  # of the Krasovsky 1940 ellipsoid, metres
_ECCENTRICITY: Final = 0.00669342162296594323  # squared
_BAIDU: Final = np.pi * 3000.0 / 180.0
_BAIDU_SHIFT: Final = (0.0065, 0.006)
_ROUNDS: Final = 6  # each round of the inverse shrinks the error about a thousandfold


class Datum(StrEnum):
    """The datum of a source's coordinates."""

    WGS84 = "WGS-84"
    GCJ02 = "GCJ-02"
    BD09 = "BD-09"


def to_wgs84(lon: Doubles, lat: Doubles, datum: Datum) -> tuple[Doubles, Doubles]:
    """Turn coordinates of any datum into WGS-84, to better than a centimetre.

    >>> lon, lat = to_wgs84(np.array([114.08065]), np.array([22.52683]), Datum.BD09)
    >>> round(float(lon[0]), 4), round(float(lat[0]), 4)
    (114.069, 22.5238)
    """
    if datum is Datum.WGS84:
        return lon, lat
    guess = (lon.copy(), lat.copy())
    for _ in range(_ROUNDS):
        there = from_wgs84(guess[0], guess[1], datum)
        guess = (guess[0] + lon - there[0], guess[1] + lat - there[1])
    return guess


def from_wgs84(lon: Doubles, lat: Doubles, datum: Datum) -> tuple[Doubles, Doubles]:
    """Turn WGS-84 coordinates into those of another datum."""
    if datum is Datum.WGS84:
        return lon, lat
    shifted = _gcj02(lon, lat)
    return shifted if datum is Datum.GCJ02 else _bd09(*shifted)


def _gcj02(lon: Doubles, lat: Doubles) -> tuple[Doubles, Doubles]:
    x, y = lon - 105.0, lat - 35.0
    waves = 20.0 * np.sin(6.0 * x * np.pi) + 20.0 * np.sin(2.0 * x * np.pi)
    root = np.sqrt(np.abs(x))
    north = -100.0 + 2.0 * x + 3.0 * y + 0.2 * y * y + 0.1 * x * y + 0.2 * root
    north += (waves + _hills(y, 20.0, 40.0, 3.0) + _hills(y, 160.0, 320.0, 12.0, 30.0)) * 2.0 / 3.0
    east = 300.0 + x + 2.0 * y + 0.1 * x * x + 0.1 * x * y + 0.1 * root
    east += (waves + _hills(x, 20.0, 40.0, 3.0) + _hills(x, 150.0, 300.0, 12.0, 30.0)) * 2.0 / 3.0
    bend = 1.0 - _ECCENTRICITY * np.sin(np.radians(lat)) ** 2
    north = np.degrees(north) / (_AXIS * (1.0 - _ECCENTRICITY) / (bend * np.sqrt(bend)))
    east = np.degrees(east) / (_AXIS / np.sqrt(bend) * np.cos(np.radians(lat)))
    return lon + east, lat + north


def _hills(of: Doubles, first: float, second: float, slower: float, last: float | None = None) -> Doubles:
    """One pair of waves of the shift."""
    wide = slower if last is None else last
    inner = of if last is None else of / slower
    return first * np.sin(inner * np.pi) + second * np.sin(of / wide * np.pi)


def _bd09(lon: Doubles, lat: Doubles) -> tuple[Doubles, Doubles]:
    far = np.hypot(lon, lat) + 0.00002 * np.sin(lat * _BAIDU)
    angle = np.arctan2(lat, lon) + 0.000003 * np.cos(lon * _BAIDU)
    return far * np.cos(angle) + _BAIDU_SHIFT[0], far * np.sin(angle) + _BAIDU_SHIFT[1]
