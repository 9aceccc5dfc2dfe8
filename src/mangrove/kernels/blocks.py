"""Blocks: a kernel over many rows, a block of rows at a time, on the threads this process may use.

Blocks are the same whatever the number of threads, and what each returns is combined in their order, so that one
thread and two give the same bytes. Kernels release the interpreter's lock; a block is large enough that starting it
costs nothing beside running it. Work that is itself done in a block does its own blocks one after the other, for
threads that wait for each other might wait for ever.
"""

import ctypes
import os
import sys
import threading
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from functools import lru_cache
from typing import Final, TypeVar

T = TypeVar("T")

ROWS: Final = 2**17
"""Rows of a block."""
THREADS: Final = "MANGROVE_THREADS"
"""Environment variable: most threads of this process; by default as many as it may use cores."""
_ARENA_MAX: Final = -8
"""What `mallopt` of malloc.h calls the number of places for memory."""
_HERE: Final = threading.local()
"""Whether this thread is one of the pool's."""


def in_blocks(work: Callable[[int, int], T], size: int, rows: int = ROWS) -> list[T]:
    """Call `work(start, stop)` on each block of some rows; what it returns, in the order of blocks."""
    starts = range(0, size, rows)
    if len(starts) < 2 or threads() < 2:
        return [work(start, min(start + rows, size)) for start in starts]

    def block(start: int) -> T:
        return work(start, min(start + rows, size))

    return list(_pool(threads()).map(block, starts))


def side_by_side(*works: Callable[[], T], rows: int = ROWS) -> list[T]:
    """Call some functions, side by side where there are threads; what they return, in their order.

    Where the rows that they work on are fewer than a block, they are called one after the other.
    """
    if rows < ROWS or threads() < 2:
        return [work() for work in works]
    return [future.result() for future in [_pool(threads()).submit(work) for work in works]]


def threads() -> int:
    """How many threads kernels run on from here."""
    if getattr(_HERE, "pooled", False):
        return 1
    told = os.environ.get(THREADS, "")
    affinity = getattr(os, "sched_getaffinity", None)
    return int(told) if told.isdigit() and int(told) else len(affinity(0)) if affinity else os.cpu_count() or 1


@lru_cache(maxsize=1)
def _pool(size: int) -> ThreadPoolExecutor:
    return ThreadPoolExecutor(size, "mangrove", _enter_pool)


def _enter_pool() -> None:
    _HERE.pooled = True


def _share_memory() -> None:
    """Let threads take memory from one place, where the C library would give each its own and keep what they free.

    A whole city takes a fifteenth less at its peak, and no longer. Libraries other than GNU's have no such places.
    """
    if sys.platform == "linux":
        mallopt = getattr(ctypes.CDLL(None), "mallopt", None)
        if mallopt is not None:
            mallopt(_ARENA_MAX, 1)


_share_memory()  # before any thread asks for memory
