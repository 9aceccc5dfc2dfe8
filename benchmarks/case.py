"""What a case of `make bench` is."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any


@dataclass(frozen=True)
class Case:
    """One thing to time.

    Attributes:
        name: Name, as on the command line and in budgets.toml.
        unit: What one run gets through ("process", "draw", "member").
        run: The timed work, on what `setup` returned.
        setup: The work before it, not timed; once for each process.
        amount: How many units one run gets through.
        rival_of: The case of ours that does the same task; per unit, the table says how many times as long this takes.
    """

    name: str
    unit: str
    run: Callable[[Any], object]
    setup: Callable[[], Any] = lambda: None
    amount: float = 1
    rival_of: str = ""
