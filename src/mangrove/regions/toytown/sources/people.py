"""Toytown's professionals and institutes on 31 December 2009. Every number here is invented."""

from collections.abc import Mapping
from typing import Final

from mangrove.dated import Evidence, Source
from mangrove.marginals import Given
from mangrove.people_marginals import InstituteKind, Mix, PeopleMarginals, Pieces, Shares
from mangrove.registers.people import FIELDS, LEVELS, ORIGINS

INVENTED: Final = Source(
    "Toytown, invented", Evidence.ASSUMED, "nothing: the place does not exist",
    note="Invented for documentation and tests; describes no real place.",
)  # fmt: skip


def _given(what: str, value: float, unit: str) -> Given:
    return Given(f"{what} (invented)", value, unit, INVENTED)


def _givens(what: str, values: Mapping[str, float], unit: str) -> dict[str, Given]:
    return {name: _given(f"{what}, {name}", value, unit) for name, value in values.items()}


HOMES: Final = Shares(
    "districts (invented)", {"Harbour": 0.5, "Mill Lane": 0.3, "Hilltop": 0.2}, INVENTED,
)  # fmt: skip


def _kind(name: str, number: float, professionals: float) -> InstituteKind:
    return InstituteKind(
        _given(f"number, {name}", number, "count"),
        _given(f"professionals, {name}", professionals, "person"),
        _given(f"spread of log posts, {name}", 0.5, "1"),
        _given(f"growth of posts, {name}", 0.03, "1/yr"),
        HOMES,
    )


PEOPLE: Final = PeopleMarginals(
    total=_given("professionals", 24_800, "person"),
    fields=Shares(
        "fields (invented)", dict(zip(FIELDS, (0.10, 0.145, 0.025, 0.06, 0.15, 0.05, 0.47), strict=True)), INVENTED
    ),
    levels=Mix(
        "levels (invented)", LEVELS,
        {**dict.fromkeys(FIELDS, (0.5, 0.42, 0.07, 0.01, 0.0)), "trades": (1.0, 0.0, 0.0, 0.0, 0.0)}, INVENTED,
    ),
    origins=Mix(
        "origins (invented)", ORIGINS,
        {**dict.fromkeys(LEVELS, (0.3, 0.6, 0.07, 0.03)), "diploma": (0.4, 0.6, 0.0, 0.0)}, INVENTED,
    ),
    ages=Pieces("ages (invented)", 18, ((0.3, 26), (0.4, 38), (0.3, 60)), INVENTED),
    stays=Pieces("years since arrival (invented)", 0, ((0.4, 5), (0.6, 25)), INVENTED),
    unemployed=_given("professionals without work", 0.03, "share"),
    mean_wage=_given("mean wage of professionals", 40_000, "CNY/yr"),
    homes=HOMES,
    institutes={
        "university": _kind("universities", 1, 300),
        "research_institute": _kind("research institutes", 1, 100),
        "school": _kind("schools", 10, 500),
        "hospital": _kind("hospitals", 2, 400),
        "public_body": _kind("public bodies", 5, 500),
    },
    institute_ages=Pieces("years since founding (invented)", 0, ((0.5, 15), (0.5, 40)), INVENTED),
    recognised=_givens(
        "recognised talent",
        {"reserve": 30, "local_leader": 10, "national_leader": 3, "outstanding": 1, "overseas": 0}, "person",
    ),
)  # fmt: skip
