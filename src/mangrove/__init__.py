"""Mangrove: a city's innovation system on record, under its rules, run forward and read.

The public names, each imported when it is first used.
"""

import importlib
from typing import TYPE_CHECKING, Any, Final

if TYPE_CHECKING:
    from mangrove.dated import Dated as Dated
    from mangrove.dated import Evidence as Evidence
    from mangrove.dated import Source as Source
    from mangrove.draws import Draws as Draws
    from mangrove.errors import MangroveError as MangroveError
    from mangrove.fact import Fact as Fact
    from mangrove.fact import find_facts as find_facts
    from mangrove.figure import Figure as Figure
    from mangrove.indicator import Indicator as Indicator
    from mangrove.indicator import find_indicators as find_indicators
    from mangrove.load import read_register as read_register
    from mangrove.pack import find_pack as find_pack
    from mangrove.plan import Plan as Plan
    from mangrove.plan import make_plan as make_plan
    from mangrove.programme import Example as Example
    from mangrove.programme import Programme as Programme
    from mangrove.region import Region as Region
    from mangrove.register import Register as Register
    from mangrove.results import read_ledger as read_ledger
    from mangrove.results import read_results as read_results
    from mangrove.rulebook import Rulebook as Rulebook
    from mangrove.rulebook import read_rulebook as read_rulebook
    from mangrove.run import run_plan as run_plan
    from mangrove.scenario import Scenario as Scenario
    from mangrove.scenario import read_scenario as read_scenario
    from mangrove.simulate import year as year

    __version__: str

_HOMES: Final = {
    "Dated": "dated",
    "Evidence": "dated",
    "Source": "dated",
    "Draws": "draws",
    "MangroveError": "errors",
    "Fact": "fact",
    "find_facts": "fact",
    "Figure": "figure",
    "Indicator": "indicator",
    "find_indicators": "indicator",
    "read_register": "load",
    "find_pack": "pack",
    "Plan": "plan",
    "make_plan": "plan",
    "Example": "programme",
    "Programme": "programme",
    "Region": "region",
    "Register": "register",
    "read_ledger": "results",
    "read_results": "results",
    "Rulebook": "rulebook",
    "read_rulebook": "rulebook",
    "run_plan": "run",
    "Scenario": "scenario",
    "read_scenario": "scenario",
    "year": "simulate",
}


def __getattr__(name: str) -> Any:
    if name == "__version__":
        from importlib.metadata import version

        return version("mangrove-city")
    if name not in _HOMES:
        msg = f"mangrove has no {name!r}"
        raise AttributeError(msg)
    return getattr(importlib.import_module(f"mangrove.{_HOMES[name]}"), name)


def __dir__() -> list[str]:
    return sorted([*_HOMES, "__version__"])
