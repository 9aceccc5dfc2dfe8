"""Compile a kernel once and keep it on disk.

Compiled code is kept in a folder named by all that decides it: the text of every kernel, Python, the compiler and
the processor. So a kernel that changed is never answered by old code, not even where only a function changed that it
calls from another file. The folder lies beside the source, or in the user's cache directory where the package cannot
be written; `NUMBA_CACHE_DIR` names another place. Where nothing can be written, every process compiles anew.
"""

import hashlib
import os
import platform
import sys
import tempfile
from collections.abc import Callable, Generator
from contextlib import contextmanager
from functools import lru_cache
from pathlib import Path
from typing import Any, Final, TypeVar, cast

import numba
from llvmlite import binding
from numba.core import config, event

F = TypeVar("F", bound=Callable[..., object])

CACHE_DIR: Final = "NUMBA_CACHE_DIR"
"""Environment variable: where compiled code is kept."""

_DIGITS: Final = 16


def compiled(function: F) -> F:
    """Compile a function of scalars and arrays at its first call, and keep its plain type.

    Threads may run it side by side, and division follows NumPy (by zero: infinite or NaN, never an error).
    The plain function stays available at run time as `.py_func`.
    """
    return _compile(function)


def inlined(function: F) -> F:
    """Compile a scalar rule so that it dissolves into the loop that calls it.

    A loop is vectorised only if no call is left in it; a rule too long for the compiler to inline by itself
    made the draws four times slower.
    """
    return _compile(function, forceinline=True)


@lru_cache(maxsize=1)
def kept_in() -> Path | None:
    """The folder where compiled code is kept; None where none can be written."""
    told = os.environ.get(CACHE_DIR)
    places = [Path(told)] if told else [Path(__file__).parent / "__pycache__", _user_cache()]
    return next((found for place in places if (found := _writable(place / f"kernels-{_key()}"))), None)


@contextmanager
def compilation_told(tell: Callable[[str], None]) -> Generator[None, None, None]:
    """Tell the name of each kernel as it begins to be compiled; one that is on disk is not."""

    class Listener(event.Listener):
        def on_start(self, event: Any) -> None:
            kernel = event.data["dispatcher"].py_func
            if kernel.__module__.startswith(__package__):
                tell(kernel.__name__)

        def on_end(self, event: Any) -> None:
            """Nothing: the next one tells that this one is done."""

    with event.install_listener("numba:compile", Listener()):
        yield


def _compile(function: F, **options: bool) -> F:
    """Compile, kept on disk where there is a place for it."""
    settings: dict[str, Any] = {"nogil": True, "error_model": "numpy", **options}
    folder = kept_in()
    if folder is None:
        return cast(F, numba.njit(**settings)(function))
    told = cast(Any, config)
    before = told.CACHE_DIR
    told.CACHE_DIR = str(folder)  # read when the function is wrapped; other users of numba keep their own
    try:
        return cast(F, numba.njit(cache=True, **settings)(function))
    except RuntimeError:  # the function is in no file, so that nothing tells whether kept code is its own
        return cast(F, numba.njit(**settings)(function))
    finally:
        told.CACHE_DIR = before


def _key() -> str:
    """A name for everything that decides compiled code."""
    digest = hashlib.sha256()
    for file in sorted(Path(__file__).parent.glob("*.py")):
        digest.update(file.name.encode() + b"\0" + file.read_bytes())
    machine = (sys.version, numba.__version__, platform.machine(), binding.get_host_cpu_name())
    digest.update("\0".join(machine).encode())
    return digest.hexdigest()[:_DIGITS]


def _user_cache() -> Path:
    """The directory in which the system keeps what can be made again."""
    told = os.environ.get("LOCALAPPDATA" if os.name == "nt" else "XDG_CACHE_HOME")
    usual = "~/Library/Caches" if sys.platform == "darwin" else "~/.cache"
    return Path(told or usual) / "mangrove"


def _writable(folder: Path) -> Path | None:
    """The folder, made where it is missing; None where it cannot be written."""
    try:
        folder = folder.expanduser()
        folder.mkdir(parents=True, exist_ok=True)
        with tempfile.TemporaryFile(dir=folder):
            return folder
    except (OSError, RuntimeError):  # RuntimeError: this person has no home
        return None
