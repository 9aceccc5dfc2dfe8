"""Shenzhen on 31 December 2009, synthesised from published marginals. Every actor is synthetic.

Before 2013 the published marginals are few. What is printed for 2009 is matched; what is printed for 2010 or
later is carried back, and said to be assumed.
"""

from datetime import date
from typing import Final

from mangrove.dated import Evidence, Source, assumption
from mangrove.marginals import Given, Marginals
from mangrove.opening import draw_opening
from mangrove.pack import Opening
from mangrove.regions.shenzhen.sources.people import PEOPLE
from mangrove.rulebook import Rulebook

DAY: Final = date(2009, 12, 31)
REGISTER: Final = "the commercial register at the end of 2009"
SURVEY: Final = "the second national R&D resource census (2009), city tables"

# fmt: off
BULLETIN_2012: Final = Source(
    "Shenzhen statistical bulletin 2012, table 1", Evidence.PUBLISHED, "tjj.sz.gov.cn post_3085063",
    issued_on="2013-04-10",
    note="GDP by district 2012, of 12,950.08: firms are spread as GDP is",
)
SPLIT: Final = assumption(
    "GDP of 2012 outside the four printed districts, split by 2010 census population as it was before Guangming, "
    "Longhua, Pingshan and Dapeng were formed (some 4.5 to 2.0 million)", "GDP of Bao'an and Longgang, bulletin 2012",
)
INDUSTRIES: Final = assumption(
    "new enterprises of April 2017 are 8 % secondary and 92 % tertiary; technology firms are mostly electronics, "
    "other manufacturing and information services", "enterprises by industry, economic census 2008",
)
AGES: Final = assumption(
    "national enterprises by age in 2012 (Xinhua 2013, on the commerce administration's report): 49.4 % to "
    "five years, 32.9 % to ten, 17.7 % above; taken for Shenzhen, whose zone is 29 years old in 2009", REGISTER,
)

MARGINALS: Final = Marginals(
    place="Shenzhen",
    districts={
        "Luohu": Given("share of GDP, Luohu", 1359.05 / 12950.08, "share", BULLETIN_2012),
        "Futian": Given("share of GDP, Futian", 2374.24 / 12950.08, "share", BULLETIN_2012),
        "Nanshan": Given("share of GDP, Nanshan", 2829.62 / 12950.08, "share", BULLETIN_2012),
        "Yantian": Given("share of GDP, Yantian", 365.63 / 12950.08, "share", BULLETIN_2012),
        "Baoan": Given("share of GDP, Bao'an", 0.69 * 6021.54 / 12950.08, "share", SPLIT),
        "Longgang": Given("share of GDP, Longgang", 0.31 * 6021.54 / 12950.08, "share", SPLIT),
    },
    technology_industries={
        "electronics": 0.38, "other_manufacturing": 0.27, "information": 0.22, "science_technical": 0.10,
        "business_services": 0.02, "other": 0.01,
    },
    other_industries={
        "electronics": 0.04, "other_manufacturing": 0.14, "construction": 0.03, "trade": 0.38, "transport": 0.06,
        "hotels_catering": 0.03, "information": 0.05, "finance": 0.01, "real_estate": 0.04,
        "business_services": 0.14, "science_technical": 0.04, "entertainment": 0.02, "other": 0.02,
    },
    industries_source=INDUSTRIES,
    ages=((0.494, 5.0), (0.329, 10.0), (0.177, 29.0)),
    ages_source=AGES,
    stocks={
        "enterprises": Given("enterprises", 313_000, "firm", assumption(
            "359,900 at the end of 2010 (city report on SMEs) over the 15 % a year that the stock grew", REGISTER)),
        "technology_firms": Given("technology firms", 27_000, "firm", assumption(
            "'over 30,000' in August 2011, carried back at the growth the model gives them", SURVEY)),
        "traders": Given("sole traders", 500_000, "entity", assumption(
            "1.3 million market entities in 2013 less some 0.62 million enterprises, carried back at 7 % a year",
            REGISTER)),
    },
    totals={
        "gdp_before_2018_census": Given("GDP 2009", 820.1e9, "CNY/yr", Source(
            "National Bureau of Statistics, yearly data of major cities, before the 2018 census", Evidence.PUBLISHED,
            "record, gdp_before_2018_census 2009")),
        "hightech_value_added": Given("high-tech value added 2009", 0.322 * 820.1e9, "CNY/yr", assumption(
            "the 32.2 % of GDP printed for 2010, on the GDP of 2009", "high-tech value added 2009")),
        "rd_expenditure": Given("R&D 2009", 0.0364 * 820.1e9, "CNY/yr", assumption(
            "the 3.64 % of GDP printed for 2010, on the GDP of 2009", SURVEY)),
        "invention_applications": Given("invention applications 2009", 22_250, "application/yr", assumption(
            "between 19,198 in 2007 and 23,956 in 2010 at a constant rate of growth",
            "national patent office, table 2 of December 2009")),
    },
    certificates={
        "hnte_accreditation": Given("national high-tech enterprises 2009", 1_044, "firm", Source(
            "former vice mayor, 2020, by subtraction", Evidence.PUBLISHED, "record, hnte_stock 2009",
            issued_on="2020-09-17", note="4,742 in 2014 less the increase of 3,698 in five years")),
    },
    growth=Given("growth of sales before the opening", 0.134, "1/yr", Source(
        "National Bureau of Statistics, yearly data of major cities, before the 2018 census", Evidence.ESTIMATED,
        "record, gdp_before_2018_census 2005-2009", note="(8201 / 4950.91) ** (1 / 4) - 1")),
    size_spread=Given("spread of log market, technology firms", 1.5, "1", assumption(
        "mean over median above seven, as for innovating firms in surveys", "firm-level sales")),
    other_size_spread=Given("spread of log sales, other firms", 1.7, "1", assumption(
        "mean over median near four", "an enterprise census")),
    held_years=Given("years of inventions that a firm brings along", 4.0, "yr", assumption(
        "about the ratio of cumulative applications (95,000) to those of the year", "patents by applicant")),
)
# fmt: on


def open_region(scale: float, seed: int, rules: Rulebook) -> Opening:
    """Draw Shenzhen's first day at a scale with a seed."""
    return draw_opening("shenzhen", DAY, MARGINALS, PEOPLE, scale, seed, rules)
