"""Warm-up: compile every kernel before it is needed, by doing in small what the commands do.

The main job and `run` are done on toytown, which goes through the same code as a city; published models are small
as they are. `circle` uses no kernel. Each step that has been done leaves a mark beside the compiled code, in a folder
named by all that decides that code, so that a second warm-up has nothing to do.
"""

import pkgutil
import tempfile
from collections.abc import Callable, Mapping
from functools import partial
from importlib import import_module
from pathlib import Path
from typing import Final, cast

from numba.core.dispatcher import Dispatcher

from mangrove import kernels
from mangrove.errors import SourceError
from mangrove.kernels.compiled import CACHE_DIR, compilation_told, kept_in
from mangrove.plan import make_plan
from mangrove.progress import Tell, progress
from mangrove.replicate import models, replicate
from mangrove.run import run_plan

RUN: Final = "run"
TOWN: Final = "toytown"
LAST_YEAR: Final = 2017

_MARK: Final = "warm"
_COMPILED: Final = "*.nbi"


def steps() -> Mapping[str, Callable[[], object]]:
    """What is done, by name."""
    return {RUN: _run, **{f"replicate {name}": partial(replicate, name) for name in models()}}


def compile_first() -> None:
    """On a machine that has no compiled kernels yet, and a place for them, compile those of a run."""
    folder = kept_in()
    if folder is not None and next(folder.rglob(_COMPILED), None) is None:
        compile_kernels("compiling kernels, once on this machine", {RUN: _run})


def compile_kernels(title: str, names: Mapping[str, Callable[[], object]]) -> int:
    """Do some steps with a progress bar; returns how many kernels were compiled.

    Raises:
        SourceError: if compiled code can be kept nowhere.
    """
    total = kernel_count()
    with progress(title, total, "kernels") as tell:
        compiled = warm_up(names, tell)
        tell(total, "")
    return compiled


def kernel_count() -> int:
    """How many functions the compiler may have to compile; a few only ever dissolve into others."""
    modules = (import_module(f"{kernels.__name__}.{found.name}") for found in pkgutil.iter_modules(kernels.__path__))
    things: list[object] = [thing for module in modules for thing in vars(module).values()]
    return len({cast("object", thing) for thing in things if isinstance(thing, Dispatcher)})


def warm_up(names: Mapping[str, Callable[[], object]], tell: Tell) -> int:
    """Do the steps that have not been done.

    Args:
        names: The steps.
        tell: Told how many kernels were met, and which one is being compiled.

    Returns:
        How many kernels were compiled.

    Raises:
        SourceError: if compiled code can be kept nowhere.
    """
    folder = kept_in()
    if folder is None:
        msg = (
            "compiled kernels can be kept nowhere: neither the package's folder nor the user's cache can be written, "
            f"or {CACHE_DIR} names a folder that cannot. Set {CACHE_DIR} to one that can be written."
        )
        raise SourceError(msg)
    met: list[str] = []

    def compiling(kernel: str) -> None:
        met.append(kernel)
        tell(len(set(met)), kernel)

    with compilation_told(compiling):
        for name, step in names.items():
            mark = folder / f"{name.replace(' ', '-')}.{_MARK}"
            if not mark.exists():
                step()
                mark.touch()
    return len(set(met))


def _run() -> None:
    """Toytown to the last year, written to a folder that goes again."""
    with tempfile.TemporaryDirectory() as folder:
        run_plan(make_plan(TOWN, to=LAST_YEAR, scale=1, members=1), Path(folder) / RUN, jobs=1)
