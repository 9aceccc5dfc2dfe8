"""Progress: how far a run is, on standard error: a bar for a person, a line at each end for a file."""

import sys
from collections.abc import Callable, Generator
from contextlib import contextmanager


@contextmanager
def progress(title: str, total: int) -> Generator[Callable[[int], None], None, None]:
    """Show how much of a total is done; yields the function to tell.

    Args:
        title: What is being done.
        total: How much there is to do.
    """
    if not sys.stderr.isatty():
        with _lines(title, total) as tell:
            yield tell
        return
    from rich.console import Console
    from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeElapsedColumn

    columns = (TextColumn("{task.description}"), BarColumn(), MofNCompleteColumn(), TimeElapsedColumn())
    with Progress(*columns, console=Console(stderr=True)) as bars:
        task = bars.add_task(title, total=total)
        yield lambda done: bars.update(task, completed=done)


@contextmanager
def _lines(title: str, total: int) -> Generator[Callable[[int], None], None, None]:
    reached = [0]
    print(f"{title}: {total} to do", file=sys.stderr, flush=True)
    try:
        yield lambda done: reached.__setitem__(0, done)
    finally:
        print(f"{title}: {reached[0]} of {total} done", file=sys.stderr, flush=True)
