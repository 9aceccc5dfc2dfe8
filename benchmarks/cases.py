"""The named cases that `make bench` times: what a user waits for, on the real path.

A case imports what it needs in its own functions, so that listing the cases costs nothing and the memory
measured for one holds nothing of another.
"""

import subprocess
import sys
import tempfile
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

MILLION = 1_000_000
LAST_YEAR = 2017
MEMBERS = 16
SOME_FIRMS = 2_000
SHORT_BURN_IN = 20.0


@dataclass(frozen=True)
class Case:
    """One thing to time.

    Attributes:
        name: Name, as on the command line and in budgets.toml.
        unit: What one run gets through ("process", "draw", "member").
        run: The timed work, on what `setup` returned.
        setup: The work before it, not timed; once for each process.
        amount: How many units one run gets through.
    """

    name: str
    unit: str
    run: Callable[[Any], object]
    setup: Callable[[], Any] = lambda: None
    amount: float = 1


def _process(*command: str | Path) -> None:
    subprocess.run(command, check=True, stdout=subprocess.DEVNULL)


def _import(_: None) -> None:
    _process(sys.executable, "-c", "import mangrove")


def _help(_: None) -> None:
    _process(Path(sys.executable).parent / "mangrove", "--help")


def _a_million_actors() -> Any:
    import numpy as np

    from mangrove.draws import Draws

    return Draws(seed=1, member=0, year=2009), np.arange(MILLION)


def _draw(keyed: Any) -> None:
    draws, actors = keyed
    draws.uniform("benchmark", actors)


def _opened(scale: float) -> Any:
    """Shenzhen in 2016 at a scale, with its rules: a year from the end of the run, where the city is largest."""
    from mangrove.draws import Draws
    from mangrove.pack import find_pack
    from mangrove.rulebook import read_rulebook
    from mangrove.simulate import year

    pack = find_pack("shenzhen")
    rules = read_rulebook(pack.package)
    region = pack.open(scale, 1, rules).region
    for now in range(region.day.year + 1, LAST_YEAR):
        region, _ = year(region, rules, Draws(1, 0, now))
    return region, rules


def _year(ready: Any) -> None:
    from mangrove.draws import Draws
    from mangrove.simulate import year

    region, rules = ready
    year(region, rules, Draws(1, 0, LAST_YEAR))


def _members(_: None) -> None:
    """The whole run as a user starts it, without the process's own start: files are written too."""
    from mangrove.plan import make_plan
    from mangrove.run import run_plan

    with tempfile.TemporaryDirectory() as folder:
        run_plan(make_plan("shenzhen", to=LAST_YEAR, members=MEMBERS), Path(folder) / "run")


def _audit(_: None) -> None:
    from mangrove.desk import audit_text

    audit_text("shenzhen", None, as_json=True)


def _firm_core() -> Any:
    from mangrove.models.aaabk import BASELINE, LAISSEZ_FAIRE
    from mangrove.models.aaabk.parameters import economy

    return economy(BASELINE, LAISSEZ_FAIRE)


def _equilibrium(_: Any) -> None:
    from mangrove.models.aaabk import BASELINE, LAISSEZ_FAIRE, equilibrium

    equilibrium(BASELINE, LAISSEZ_FAIRE)


def _plain_equilibrium(core: Any) -> None:
    """The rival: the printed equations on a grid and SciPy's root finder."""
    from mangrove.models.aaabk.plain import plain_equilibrium

    plain_equilibrium(core)


def _policies(_: Any) -> None:
    from mangrove.models.aaabk.replicate import policy_rows

    list(policy_rows())


def _steady() -> Any:
    from mangrove.models.aaabk import equilibrium

    return equilibrium()


def _planner(state: Any) -> None:
    from mangrove.models.aaabk import Margin, plan

    plan(state, Margin.ALL)


def _panel(state: Any) -> None:
    from mangrove.draws import Draws
    from mangrove.models.aaabk.panel import panel

    panel(state, Draws(1, 0, 0), SOME_FIRMS, SHORT_BURN_IN)


def _plain_panel(state: Any) -> None:
    """The rival: every line in one array of NumPy, in steps of time."""
    from mangrove.draws import Draws
    from mangrove.models.aaabk.panel import WINDOW, world
    from mangrove.models.aaabk.plain_panel import plain_lives

    plain_lives(world(state), state.spread, Draws(1, 0, 0), SOME_FIRMS, (SHORT_BURN_IN, SHORT_BURN_IN + WINDOW))


CASES = [
    Case("import", "process", _import),
    Case("help", "process", _help),
    Case("draws_1m", "draw", _draw, _a_million_actors, MILLION),
    Case("year_hundredth", "year", _year, lambda: _opened(0.01)),
    Case("year_whole", "year", _year, lambda: _opened(1.0)),
    Case("members", "member", _members, amount=MEMBERS),
    Case("audit", "page", _audit),
    Case("equilibrium", "economy", _equilibrium),
    Case("equilibrium_plain", "economy", _plain_equilibrium, _firm_core),
    Case("policies", "table", _policies),
    Case("planner", "plan", _planner, _steady),
    Case("panel", "firm", _panel, _steady, SOME_FIRMS),
    Case("panel_plain", "firm", _plain_panel, _steady, SOME_FIRMS),
]
