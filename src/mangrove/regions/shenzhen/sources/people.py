"""Shenzhen's professionals and institutes on 31 December 2009: what they are drawn from. Every person is synthetic.

Talent of all kinds (人才) counts professional and technical staff, managers, officials and skilled workers. Little is
printed about it before 2016. The census of 2010 says how many have been to college, so that the rest must be skilled
workers; how fields, levels and trades hang together is assumed, and chosen so that the parts agree with each other.
"""

from collections.abc import Mapping
from importlib.resources import files
from typing import Final

from mangrove.dated import Evidence, Source, assumption
from mangrove.marginals import Given
from mangrove.named import read_named
from mangrove.people_marginals import InstituteKind, Mix, PeopleMarginals, Pieces, Shares
from mangrove.registers.people import LEVELS, ORIGINS

CENSUS: Final = "the long form of the census of 2010, city tables"
YEARBOOK: Final = "the city's yearbook of 2010"

# fmt: off
BULLETIN_2007: Final = "record, figures of 2007 from the city bulletin"
TOTAL: Final = assumption(
    "3.57 million at the end of 2010 (press on the city's talent plan) less the 4 % a year by which the stock grew "
    "to 2016; the same share of residents as in 2010, 34.4 %, gives 3.42 million", "talent of all kinds in 2009",
)
FIELDS_OF_ALL: Final = assumption(
    "1.78 million residents have been to college (census of 2010), among them students and the old: some half of all "
    "talent, so the rest are skilled workers; the fields are those that employers are taken to want", CENSUS,
)
LEVELS_BY_FIELD: Final = assumption(
    "more than half of the college-educated stop at a diploma in the nation, fewer in a city of technology firms; "
    "research and medicine ask for more. Seven full-time academicians in 2010 (record)", CENSUS,
)
ORIGINS_BY_LEVEL: Final = assumption(
    "some 27,000 returnees: 50,000 in 2013 carried back at the 17 % a year to the 80,000 of 2016; of those of 2002 "
    "two thirds held a master's degree and a fifth a doctorate. Some 8,000 foreigners. The city's own colleges "
    "graduated 13,600 in 2007: few grew up or studied here", "residents by origin and education",
)
AGES: Final = assumption(
    "mean 31.2; it was 32.5 in 2017 (press), and the city was younger: 1.8 % of residents were 65 or older in 2010",
    CENSUS,
)
STAYS: Final = assumption(
    "residents grew by 4 % a year from 2000 to 2010 (census) and many stay a few years only", CENSUS)
HOMES: Final = assumption(
    "residents by district in the census of 2010, from memory: Bao'an with Guangming and Longhua, Longgang with "
    "Pingshan and Dapeng", "the census bulletins of the districts",
)
PLACES: Final = assumption(
    "schools go with residents; city offices stand in Futian; universities and research in Nanshan, the gene platform "
    "in Yantian; hospitals between", "staff of institutes by district",
)
NOT_PRINTED: Final = "institutes and their staff by kind, yearbook of 2010"


def _levels(bachelor: float, master: float, doctor: float, academician: float = 0.0) -> tuple[float, ...]:
    """Shares of levels, the rest having a diploma."""
    return (1 - bachelor - master - doctor - academician, bachelor, master, doctor, academician)


def _origins(local: float, returnee: float, foreign: float) -> tuple[float, ...]:
    """Shares of origins, the rest coming from elsewhere in the country."""
    return (local, 1 - local - returnee - foreign, returnee, foreign)


def _kind(
    name: str, number: tuple[float, Source], staff: tuple[float, Source], spread: float, growth: tuple[float, Source],
    districts: Mapping[str, float],
) -> InstituteKind:
    wide = assumption("a few large ones and many small ones", NOT_PRINTED)
    return InstituteKind(
        Given(f"number, {name}", number[0], "count", number[1]),
        Given(f"professionals, {name}", staff[0], "person", staff[1]),
        Given(f"spread of log posts, {name}", spread, "1", wide),
        Given(f"growth of posts, {name}", growth[0], "1/yr", growth[1]),
        Shares(f"districts, {name}", districts, PLACES),
    )


RESIDENTS: Final = {
    "Luohu": 0.089, "Futian": 0.127, "Nanshan": 0.105, "Yantian": 0.020, "Baoan": 0.435, "Longgang": 0.224,
}
INSTITUTES: Final = {
    "university": _kind(
        "universities", (9, assumption("the university, two colleges, the open university and graduate schools of "
                                       "others", NOT_PRINTED)),
        (8_500, assumption("58,900 students in 2007 (bulletin), carried on at 8 % a year over 13 a teacher, and three "
                           "others for five teachers", NOT_PRINTED)), 0.9,
        (0.06, assumption("students grew by 15 % in 2007 (bulletin) and more slowly as the colleges filled",
                          "staff of universities, 2009 to 2017")),
        {"Luohu": 0.05, "Futian": 0.05, "Nanshan": 0.70, "Yantian": 0.0, "Baoan": 0.10, "Longgang": 0.10}),
    "research_institute": _kind(
        "research institutes", (70, assumption("86 R&D units of the Virtual University Park in 2012, fewer in 2009; "
                                               "most are small", NOT_PRINTED)),
        (5_000, assumption("the largest, SIAT, had 1,283 staff ten years after its founding; the gene platform moved "
                           "here in 2007", NOT_PRINTED)), 1.2,
        (0.15, assumption("SIAT grew from nothing in 2006 to 1,283 in 2016; R&D units of the Virtual University Park "
                          "from 86 in 2012 to 240 in 2015", "staff of research institutes, 2009 to 2017")),
        {"Luohu": 0.02, "Futian": 0.10, "Nanshan": 0.70, "Yantian": 0.08, "Baoan": 0.05, "Longgang": 0.05}),
    "school": _kind(
        "schools", (1_570, Source(
            "Shenzhen statistical bulletin 2007", Evidence.ESTIMATED, BULLETIN_2007,
            note="819 kindergartens, 347 primary and 273 secondary schools, carried on by two changes as of 2007 "
                 "(+61, -10, +13)")),
        (68_000, assumption("children and pupils of 2007 carried on as they grew, over 14 children, 19.5 primary and "
                            "14.5 secondary pupils a teacher", NOT_PRINTED)), 0.6,
        (0.05, Source("Shenzhen statistical bulletin 2007", Evidence.ESTIMATED, BULLETIN_2007,
                      note="children in kindergarten and at school, 1.024 million, grew by 5.1 % in 2007")), RESIDENTS),
    "hospital": _kind(
        "hospitals", (110, assumption("about a hundred hospitals, from memory; their branches belong to them",
                                      NOT_PRINTED)),
        (55_000, assumption("some five health professionals for a thousand residents of 9.95 million", NOT_PRINTED)),
        1.0,
        (0.06, assumption("twice as fast as residents, who grew by 2.9 % a year from 2009 to 2017 (record)",
                          "health professionals, 2009 to 2017")),
        {"Luohu": 0.16, "Futian": 0.22, "Nanshan": 0.14, "Yantian": 0.03, "Baoan": 0.29, "Longgang": 0.16}),
    "public_body": _kind(
        "public bodies", (600, assumption("city, district and street offices and their institutions", NOT_PRINTED)),
        (85_000, assumption("some nine for a thousand residents", NOT_PRINTED)), 0.9,
        (0.02, assumption("posts are fixed by plan and lag behind residents, who grew by 2.9 % a year (record)",
                          "staff of public bodies, 2009 to 2017")),
        {"Luohu": 0.15, "Futian": 0.35, "Nanshan": 0.14, "Yantian": 0.03, "Baoan": 0.20, "Longgang": 0.13}),
}

RECOGNISED: Final = assumption(
    "1,796 leading talent at the end of 2010 (press on the city's talent plan), 27 months after the programme of "
    "September 2008, carried back evenly to 15 months; split as the 5,652 of 2015 were; overseas talent is recognised "
    "from 2011 on", "recognised talent by status, 2009",
)
WAGE: Final = Source(
    "average wage of on-post staff", Evidence.PUBLISHED, "record, average_wage_on_post 2009", issued_on="2012",
    note="on-post staff of urban units, 2.15 million; taken for professionals, who are more and better paid alike",
)

PEOPLE: Final = PeopleMarginals(
    total=Given("professionals", 3_430_000, "person", TOTAL),
    fields=Shares("fields of professionals", {
        "computing": 0.130, "engineering": 0.135, "science": 0.023, "health_education": 0.040, "business": 0.150,
        "design_media": 0.030, "trades": 0.492,
    }, FIELDS_OF_ALL),
    levels=Mix("levels of professionals, by field", LEVELS, {
        "computing": _levels(0.475, 0.060, 0.005),
        "engineering": _levels(0.415, 0.058, 0.007, 3 / 463_000),
        "science": _levels(0.48, 0.19, 0.05, 4 / 79_000),
        "health_education": _levels(0.475, 0.070, 0.015),
        "business": _levels(0.375, 0.043, 0.002),
        "design_media": _levels(0.36, 0.019, 0.001),
        "trades": _levels(0.0, 0.0, 0.0),
    }, LEVELS_BY_FIELD),
    origins=Mix("origins of professionals, by level", ORIGINS, {
        "diploma": _origins(0.06, 0.0, 0.0005),
        "bachelor": _origins(0.06, 0.009, 0.006),
        "master": _origins(0.03, 0.165, 0.02),
        "doctor": _origins(0.01, 0.28, 0.05),
        "academician": _origins(0.0, 0.30, 0.0),
    }, ORIGINS_BY_LEVEL),
    ages=Pieces("ages of professionals", 18, (
        (0.10, 22), (0.23, 26), (0.22, 30), (0.21, 36), (0.14, 44), (0.08, 52), (0.02, 60),
    ), AGES),
    stays=Pieces("years since arrival", 0, ((0.30, 3), (0.25, 6), (0.25, 12), (0.20, 25)), STAYS),
    unemployed=Given("professionals without work", 0.025, "share", assumption(
        "the registered rate of the city is some 2.2 to 2.6 %, from memory", "unemployment by education")),
    mean_wage=Given("mean wage of professionals", 46_723, "CNY/yr", WAGE),
    homes=Shares("districts of residents", RESIDENTS, HOMES),
    institutes=INSTITUTES,
    institute_ages=Pieces("years since founding of institutes", 0, ((0.4, 10), (0.4, 20), (0.2, 29)), assumption(
        "the zone is 29 years old and grew all along", "institutes by year of founding")),
    recognised={
        status: Given(f"recognised talent, {status}", number, "person", RECOGNISED)
        for status, number in {"reserve": 672, "local_leader": 281, "national_leader": 43, "outstanding": 2,
                               "overseas": 0}.items()
    },
    named=read_named(files("mangrove.regions.shenzhen") / "institutes"),
)
# fmt: on
