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


CASES = [
    Case("import", "process", _import),
    Case("help", "process", _help),
    Case("draws_1m", "draw", _draw, _a_million_actors, MILLION),
]
