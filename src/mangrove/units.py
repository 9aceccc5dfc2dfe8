"""The closed list of units, and the conversion of printed units on reading.

Shares run from 0 to 1; money is current yuan; stocks carry no time and flows are per year. A printed
unit (per cent, 100 million yuan) is converted once, here; from then on only the canonical unit exists.
"""

from decimal import Decimal
from typing import Final

from mangrove.errors import DataError, did_you_mean

UNITS: Final = {
    "1": "a pure number",
    "share": "part of a whole, 0 to 1",
    "ratio": "a quotient that may pass 1",
    "CNY": "yuan, current prices",
    "CNY/yr": "yuan a year, current prices",
    "USD": "United States dollars, current prices",
    "USD/yr": "United States dollars a year, current prices",
    "person": "people, heads",
    "person/yr": "people a year",
    "firm": "enterprises",
    "firm/yr": "enterprises a year",
    "entity": "market entities: enterprises and sole traders",
    "entity/yr": "market entities a year",
    "application": "patent applications",
    "application/yr": "patent applications a year",
    "grant": "patent grants",
    "grant/yr": "patent grants a year",
    "count": "things of the kind that the series names",
    "count/yr": "things of the kind that the series names, a year",
    "per_person": "things for each resident",
    "rank": "place in a ranking, 1 is first",
    "day": "a calendar day",
    "flop/s": "floating-point operations a second",
    "m2": "square metres",
    "min": "minutes",
    "yr": "years",
    "1/yr": "per year",
}
"""Canonical unit -> what it measures."""

_PRINTED: Final[dict[str, tuple[str, str]]] = {
    # printed unit -> (factor, canonical unit without time)
    "100m yuan": ("1e8", "CNY"),
    "100m yuan/yr": ("1e8", "CNY"),
    "m yuan": ("1e6", "CNY"),
    "bn yuan": ("1e9", "CNY"),
    "yuan": ("1", "CNY"),
    "yuan/year": ("1", "CNY"),
    "US$ 100m": ("1e8", "USD"),
    "US$ million": ("1e6", "USD"),
    "US$ bn": ("1e9", "USD"),
    "%": ("0.01", "share"),
    "%/year": ("0.01", "share"),
    "10k persons": ("1e4", "person"),
    "persons": ("1", "person"),
    "graduates": ("1", "person"),
    "firms": ("1", "firm"),
    "entities": ("1", "entity"),
    "applications": ("1", "application"),
    "grants": ("1", "grant"),
    "per 10k": ("1e-4", "per_person"),
    "per 100k": ("1e-5", "per_person"),
    "rank": ("1", "rank"),
    "date": ("1", "count"),
    "PFLOPS": ("1e15", "flop/s"),
    "GFLOPS": ("1e9", "flop/s"),
    "m2": ("1", "m2"),
    "km2": ("1e6", "m2"),
    "years": ("1", "yr"),
    "year": ("1", "yr"),
    "minutes": ("1", "min"),
    "1": ("1", "1"),
}
_COUNTED: Final = (
    "awards", "bases", "carriers", "centres", "exhibitors", "households", "incubators", "institutions",
    "labs", "machines", "members", "patents", "platforms", "products", "projects", "registrations",
    "results", "teams", "units", "visits",
)  # fmt: skip


def check_unit(unit: str, where: str) -> str:
    """Return the unit if it is on the closed list.

    Raises:
        DataError: if it is not, with the nearest one that is.
    """
    if unit not in UNITS:
        msg = f"{where}: unit {unit!r} is not on the list; {did_you_mean(unit, UNITS)}"
        raise DataError(msg)
    return unit


def from_printed(value: Decimal, printed_unit: str, where: str = "value") -> tuple[Decimal, str]:
    """Convert a printed value to its canonical unit, exactly; flows stay without their time here.

    >>> from_printed(Decimal("4.13"), "%")
    (Decimal('0.0413'), 'share')
    >>> from_printed(Decimal("900"), "100m yuan")
    (Decimal('9.00E+10'), 'CNY')

    Raises:
        DataError: if the printed unit is unknown.
    """
    if printed_unit in _COUNTED:
        return value, "count"
    if printed_unit not in _PRINTED:
        known = [*_PRINTED, *_COUNTED]
        msg = f"{where}: printed unit {printed_unit!r} is unknown; {did_you_mean(printed_unit, known)}"
        raise DataError(msg)
    factor, unit = _PRINTED[printed_unit]
    return value * Decimal(factor), unit
