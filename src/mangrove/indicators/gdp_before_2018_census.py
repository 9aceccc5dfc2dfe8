"""Gross domestic product, production approach, in the accounts before the fourth economic census."""

from typing import Final

from mangrove.dated import Evidence, Source, assumption, constant
from mangrove.indicator import Closed, Indicator
from mangrove.processes.account import VALUE_ADDED

# fmt: off
NON_MARKET_SHARE = constant(
    "share", "Value added of government, education, health and households, part of GDP.", 0.10,
    assumption("producers outside the register of market entities; between 8 and 13 % in Chinese cities",
               "GDP by activity in the city's yearbook"),
    low=0, high=0.9,
)
TRADER = constant(
    "CNY/yr", "Value added of a sole trader in 2009.", 40_000.0,
    assumption("near the average wage of 46,723 yuan in 2009", "a survey of sole traders"), low=0,
)
TRADER_GROWTH = constant(
    "1/yr", "Growth of a sole trader's value added, current prices.", 0.092,
    Source("average wage of on-post staff, 2005-2011", Evidence.ESTIMATED, "record, average_wage_on_post",
           issued_on="2012", note="(55,143 / 32,476) ** (1 / 6) - 1; sole traders are taken to keep pace with wages"),
    low=-0.5, high=1,
)
BASE: Final = 2009
# fmt: on


def measure(closed: Closed) -> float:
    """Value added of enterprises and sole traders, grossed up for producers outside the register, CNY/yr."""
    terms = closed.terms.of("gdp_before_2018_census")
    region = closed.region
    firms = region.firms.value_added.sum(dtype="float64")
    businesses = region.businesses.sales_y3.sum(dtype="float64") * closed.terms.of("account")[VALUE_ADDED]
    years = region.day.year - BASE
    traders = len(region.traders) * terms[TRADER] * (1 + terms[TRADER_GROWTH]) ** years
    return float((firms + businesses + traders) * region.weight / (1 - terms[NON_MARKET_SHARE]))


INDICATOR = Indicator(
    title="Gross domestic product (accounts before the 2018 economic census)",
    title_local="地区生产总值（第四次经济普查修订前）",
    unit="CNY/yr",
    definition="Value added of all resident producers in a year, at current prices.",
    differs=(
        "Sums enterprises and sole traders and grosses up by an assumed share of non-market producers; "
        "R&D is an expense, not an investment."
    ),
    source="National Bureau of Statistics, yearly data of major cities",
    measure=measure,
    vintages=("gdp_preliminary", "gdp_bulletin", "gdp_revised_with_rd", "gdp_after_2018_census"),
)
