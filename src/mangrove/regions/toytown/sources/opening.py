"""Toytown on 31 December 2009. Every number here is invented and describes no real place.

The town is small enough to run whole in a moment, and large enough that every programme finds claimants.
"""

from datetime import date
from typing import Final

from mangrove.dated import Evidence, Source
from mangrove.marginals import Given, Marginals
from mangrove.opening import draw_opening
from mangrove.pack import Opening
from mangrove.regions.toytown.sources.people import PEOPLE
from mangrove.rulebook import Rulebook

DAY: Final = date(2009, 12, 31)
INVENTED: Final = Source(
    "Toytown, invented", Evidence.ASSUMED, "nothing: the place does not exist",
    note="Invented for documentation and tests; describes no real place.",
)  # fmt: skip


def _given(what: str, value: float, unit: str) -> Given:
    return Given(f"{what} (invented)", value, unit, INVENTED)


MARGINALS: Final = Marginals(
    place="Toytown",
    districts={
        "Harbour": _given("share of firms, Harbour", 0.5, "share"),
        "Mill Lane": _given("share of firms, Mill Lane", 0.3, "share"),
        "Hilltop": _given("share of firms, Hilltop", 0.2, "share"),
    },
    technology_industries={"electronics": 0.5, "information": 0.3, "science_technical": 0.2},
    other_industries={"trade": 0.5, "other_manufacturing": 0.2, "business_services": 0.2, "other": 0.1},
    industries_source=INVENTED,
    ages=((0.5, 5.0), (0.3, 10.0), (0.2, 30.0)),
    ages_source=INVENTED,
    stocks={
        "enterprises": _given("enterprises", 2_000, "firm"),
        "technology_firms": _given("technology firms", 200, "firm"),
        "traders": _given("sole traders", 1_500, "entity"),
    },
    totals={
        "gdp_before_2018_census": _given("GDP 2009", 6e9, "CNY/yr"),
        "hightech_value_added": _given("high-tech value added 2009", 1.5e9, "CNY/yr"),
        "rd_expenditure": _given("R&D 2009", 0.18e9, "CNY/yr"),
        "invention_applications": _given("invention applications 2009", 150, "application/yr"),
    },
    certificates={},
    growth=_given("growth of sales before the opening", 0.1, "1/yr"),
    size_spread=_given("spread of log sales, technology firms", 1.5, "1"),
    other_size_spread=_given("spread of log sales, other firms", 1.2, "1"),
    held_years=_given("years of inventions that a firm brings along", 3.0, "yr"),
)


def open_region(scale: float, seed: int, rules: Rulebook) -> Opening:
    """Draw Toytown's first day at a scale with a seed."""
    return draw_opening("toytown", DAY, MARGINALS, PEOPLE, scale, seed, rules)
