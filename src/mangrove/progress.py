"""Progress: how far a command is, on standard error: a bar for a person, a few lines for a file."""

import sys
from collections.abc import Callable, Generator
from contextlib import contextmanager
from time import perf_counter
from typing import Final

QUARTERS: Final = 4
PATIENCE_S: Final = 5.0
"""Seconds after which a file is told of another quarter that is done."""

Tell = Callable[[int, str], None]
"""Told how much is done, and what is being done."""


@contextmanager
def progress(title: str, total: int, unit: str) -> Generator[Tell, None, None]:
    """Show how much of a total is done, and how long the rest will take; yields the function to tell.

    Args:
        title: What is being done.
        total: How much there is to do.
        unit: What is counted ("years").
    """
    if not sys.stderr.isatty():
        with _lines(title, total, unit) as tell:
            yield tell
        return
    from rich.console import Console
    from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeRemainingColumn

    words = TextColumn("{task.description}"), TextColumn(unit), TextColumn("left · {task.fields[doing]}")
    columns = (words[0], BarColumn(), MofNCompleteColumn(), words[1], TimeRemainingColumn(), words[2])
    with Progress(*columns, console=Console(stderr=True)) as bars:
        task = bars.add_task(title, total=total, doing="")
        yield lambda done, doing: bars.update(task, completed=done, doing=doing)


@contextmanager
def compilation_shown() -> Generator[None, None, None]:
    """Say, once, that kernels are being compiled, should any have to be."""
    from mangrove.kernels.compiled import CACHE_DIR, compilation_told, kept_in

    met: list[str] = []

    def tell(kernel: str) -> None:
        if not met:
            kept = "once on this machine; `mangrove warm-up` does it beforehand"
            lost = f"and they cannot be kept: set {CACHE_DIR} to a folder that can be written"
            print(f"compiling kernels ({lost if kept_in() is None else kept})", file=sys.stderr, flush=True)
        met.append(kernel)

    with compilation_told(tell):
        yield


@contextmanager
def _lines(title: str, total: int, unit: str) -> Generator[Tell, None, None]:
    reached, spoken, begun = 0, perf_counter(), perf_counter()

    def tell(done: int, _: str) -> None:
        nonlocal reached, spoken
        quarter = done * QUARTERS // total > reached * QUARTERS // total
        reached, now = done, perf_counter()
        if quarter and done < total and now - spoken > PATIENCE_S:
            left = (now - begun) / done * (total - done)
            _say(f"{title}: {done} of {total} {unit} done, about {left:.0f} s left")
            spoken = now

    _say(f"{title}: {total} {unit} to do")
    try:
        yield tell
    finally:
        _say(f"{title}: {reached} of {total} {unit} done")


def _say(line: str) -> None:
    print(line, file=sys.stderr, flush=True)
