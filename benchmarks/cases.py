"""The named cases that `make bench` times: what a user waits for, on the real path.

A case imports what it needs in its own functions, so that listing the cases costs nothing and the memory
measured for one holds nothing of another.
"""

import subprocess
import sys
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

MILLION = 1_000_000
SOME_FIRMS = 2_000


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


def _firm_core() -> Any:
    """The baseline's equilibrium, with every kernel compiled."""
    from mangrove.models.aaabk import equilibrium
    from mangrove.models.aaabk.panel import panel

    state = equilibrium()
    panel(state, _dice(), firms=10)
    return state


def _dice() -> Any:
    from mangrove.draws import Draws

    return Draws(seed=1, member=0, year=0)


def _equilibrium(_: Any) -> None:
    from mangrove.models.aaabk import equilibrium

    equilibrium()


def _equilibrium_scipy(state: Any) -> None:
    from mangrove.models.aaabk.plain import plain_equilibrium

    plain_equilibrium(state.economy)


def _policies(_: Any) -> None:
    from mangrove.models.aaabk.replicate import policy_rows

    list(policy_rows())


def _planner(state: Any) -> None:
    from mangrove.models.aaabk import Margin, plan

    plan(state, Margin.ALL)


def _panel(state: Any) -> None:
    from mangrove.models.aaabk.panel import panel

    panel(state, _dice(), firms=SOME_FIRMS)


def _panel_numpy(state: Any) -> None:
    import numpy as np

    from mangrove.kernels.lineages import twin_lives
    from mangrove.models.aaabk.panel import BURN_IN, WINDOW, streams, world

    slots = np.arange(SOME_FIRMS, dtype=np.uint64)
    days = BURN_IN, BURN_IN + WINDOW
    twin_lives(world(state), state.spread.share, state.spread.gap, streams(_dice()), slots, days)


CASES = [
    Case("import", "process", _import),
    Case("help", "process", _help),
    Case("draws_1m", "draw", _draw, _a_million_actors, MILLION),
    Case("aaabk_equilibrium", "equilibrium", _equilibrium, _firm_core),
    Case("aaabk_equilibrium_scipy", "equilibrium", _equilibrium_scipy, _firm_core),
    Case("aaabk_policies", "table", _policies, _firm_core),
    Case("aaabk_planner", "plan", _planner, _firm_core),
    Case("aaabk_panel", "firm", _panel, _firm_core, SOME_FIRMS),
    Case("aaabk_panel_numpy", "firm", _panel_numpy, _firm_core, SOME_FIRMS),
]
