"""Datums: there and back again, and what a shift is in Shenzhen."""

import numpy as np
import pytest

from mangrove.places.datum import Datum, from_wgs84, to_wgs84
from mangrove.places.sphere import crow_km

LON, LAT = (axis.ravel() for axis in np.meshgrid(np.linspace(113.7, 114.7, 21), np.linspace(22.3, 23.2, 19)))


@pytest.mark.parametrize("datum", list(Datum))
def test_there_and_back_again_is_within_a_centimetre(datum: Datum) -> None:
    back = to_wgs84(*from_wgs84(LON, LAT, datum), datum)
    assert crow_km(LON, LAT, *back).max() < 1e-5


@pytest.mark.parametrize(("datum", "least", "most"), [(Datum.GCJ02, 0.4, 0.8), (Datum.BD09, 1.0, 1.8)])
def test_the_shift_in_shenzhen_is_as_large_as_it_is_known_to_be(datum: Datum, least: float, most: float) -> None:
    shift = crow_km(LON, LAT, *from_wgs84(LON, LAT, datum))
    assert least < shift.min()
    assert shift.max() < most


def test_a_published_pair_is_met() -> None:
    """Tiananmen, as maps of the three kinds print it: an outside check on the sign and the size of the shift."""
    lon, lat = from_wgs84(np.array([116.391]), np.array([39.907]), Datum.GCJ02)
    assert (float(lon[0]), float(lat[0])) == pytest.approx((116.39724, 39.90841), abs=3e-4)
