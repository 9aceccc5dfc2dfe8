"""Ensemble: batches of members on processes of our own, or on any executor.

Nothing heavy is imported here, so that a worker can be told to use a single thread before the libraries that
would start more are loaded.
"""

import multiprocessing
import os
import signal
import threading
from collections.abc import Callable, Sequence
from concurrent.futures import FIRST_EXCEPTION, Executor, Future, ProcessPoolExecutor, wait
from concurrent.futures.process import BrokenProcessPool
from multiprocessing.connection import wait as wait_for
from typing import Any, Final

from mangrove.errors import LimitError
from mangrove.kernels.blocks import THREADS

WORTH_A_PROCESS_S: Final = 4.0
"""Seconds of work a process must have before starting it pays: it has to start, import and load its kernels, which
takes three to four seconds on two cores."""

YEAR_S: Final = 5e-3
ACTOR_YEAR_S: Final = 2e-7
"""What a year costs, and what each actor of the opening adds to one, in seconds; measured on Shenzhen to 2017 at scales
from 0.001 to 1, growth since the opening included."""

_SINGLE: Final = (THREADS, "POLARS_MAX_THREADS", "NUMBA_NUM_THREADS", "OMP_NUM_THREADS", "OPENBLAS_NUM_THREADS")
_GLANCE_S: Final = 0.2


def auto_jobs(actors: int, years: int, members: int) -> int:
    """How many processes a run is worth: each gets at least `WORTH_A_PROCESS_S` of work.

    There are never more than members or cores. A single process uses all its cores, one of several a single core.

    Args:
        actors: Rows of all registers at the opening.
        years: Years of a member.
        members: Members still to do.
    """
    work = members * years * (YEAR_S + ACTOR_YEAR_S * actors)
    return max(1, min(members, cores(), int(work / WORTH_A_PROCESS_S)))


def cores() -> int:
    """Cores this process may use."""
    affinity = getattr(os, "sched_getaffinity", None)
    return len(affinity(0)) if affinity is not None else os.cpu_count() or 1


def run_batches(
    work: Callable[..., None],
    tasks: Sequence[tuple[Any, ...]],
    executor: Executor | None = None,
    glance: Callable[[], None] = lambda: None,
) -> None:
    """Run a function once for each task, all at the same time.

    Args:
        work: A function that a worker can import.
        tasks: Its arguments.
        executor: Where; by default a process for each task.
        glance: Called several times a second while waiting.

    Raises:
        LimitError: if a worker process was ended from outside.
    """
    if executor is not None:
        _follow([executor.submit(work, *task) for task in tasks], glance)
        return
    others = set(multiprocessing.active_children())
    context = multiprocessing.get_context("spawn")
    pool = ProcessPoolExecutor(len(tasks), context, _settle_worker)
    finished = False
    try:
        _follow([pool.submit(work, *task) for task in tasks], glance)
        finished = True
    except BrokenProcessPool as error:
        msg = (
            "a worker process was ended from outside, most often for want of memory. "
            "What is finished is kept: run again with --resume and fewer --jobs."
        )
        raise LimitError(msg) from error
    finally:
        ours = set(multiprocessing.active_children()) - others
        for child in () if finished else ours:  # nobody waits for what an error or Ctrl-C has made useless
            child.terminate()
        pool.shutdown(wait=True, cancel_futures=True)


def _follow(futures: Sequence[Future[None]], glance: Callable[[], None]) -> None:
    """Wait for all, and raise the first error as soon as there is one."""
    waiting: set[Future[None]] = set(futures)
    while waiting:
        done, waiting = wait(waiting, _GLANCE_S, FIRST_EXCEPTION)
        for future in done:
            future.result()
        glance()


def _settle_worker() -> None:
    """Use one thread, end with the parent, and leave Ctrl-C to it."""
    os.environ.update(dict.fromkeys(_SINGLE, "1"))
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    threading.Thread(target=_end_with_parent, daemon=True).start()


def _end_with_parent() -> None:
    parent = multiprocessing.parent_process()
    if parent is not None:
        wait_for([parent.sentinel])
        os._exit(1)
