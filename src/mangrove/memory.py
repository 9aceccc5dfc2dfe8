"""Memory: what a run will need at its peak, and what there is; a run that does not fit is refused before it begins.

What a member needs is a base, for Python, the libraries and the kernels, and some times the size of its last region.
That size is found by running a thousandth of the region to the last year: it knows every register, its columns and how
it grows under this scenario. Two openings tell which registers grow with the scale, and which are whole at any.
"""

import sys
from collections.abc import Iterator
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from typing import Final

from mangrove.draws import Draws
from mangrove.errors import LimitError
from mangrove.plan import SMALLEST_SCALE, Plan, Stage
from mangrove.region import Region
from mangrove.register import schema

BASE: Final = 235e6
"""Bytes of a process that has run a member of next to no size; measured on Linux, Python 3.11, two cores."""

WORKING: Final = 2.8
"""What a member needs at its peak, in sizes of its last region: the region, the one a year before, and what the year
works on. Measured on Shenzhen to 2017: 2.2 at scale 0.1, 2.8 at scale 1 (263 MB of registers, 972 MB in all)."""

ADDRESSED: Final = 1.42e9
"""Bytes of address space that the libraries set aside and do not use, measured on two cores; only a limit on addresses
counts them."""

GIGA: Final = 1e9
_KIBI: Final = 1024
_UNLIMITED: Final = 2**60


@dataclass(frozen=True)
class Size:
    """Bytes of a region's registers, at the opening and in the last year."""

    opened: float
    last: float

    @property
    def member(self) -> float:
        """Bytes that a process needs for one member at a time."""
        return BASE + WORKING * self.last

    def run(self, jobs: int) -> float:
        """Bytes of all processes; several are led by one that holds the opening."""
        return self.member if jobs == 1 else BASE + WORKING * self.opened + jobs * self.member


@dataclass(frozen=True)
class Room:
    """Bytes there are: for all processes together, and for each; and what sets the bound."""

    together: float
    each: float
    why: str


ENOUGH: Final = 20
"""Thousandths of a region that tell its size: fewer hold too few large employers, who have most of the people."""


def expected(plan: Plan, stage: Stage) -> Size:
    """The size of a plan's registers, by a few thousandths of the region.

    A register of one's own is taken to be as large as the one that would be drawn at its scale.
    """
    from mangrove.simulate import year

    few, more = (stage.pack.open(times * SMALLEST_SCALE, plan.seed, stage.written).region for times in (1, ENOUGH))
    last = few
    for now in range(few.day.year + 1, plan.to + 1):
        last, _ = year(last, stage.rules, Draws(plan.seed, 0, now))
    opened = closed = 0.0
    for register, actors in _sizes(few).items():
        each = (_sizes(more)[register] - actors) / (ENOUGH - 1)  # what a further thousandth adds
        at_scale = max(0.0, actors + each * (plan.scale / SMALLEST_SCALE - 1))
        opened += at_scale
        closed += at_scale * (_sizes(last)[register] / actors if actors else 1)
    return Size(opened, closed)


def fitting_jobs(plan: Plan, size: Size, jobs: int | None, room: Room) -> int:
    """The most processes that fit into memory, of those asked for.

    Args:
        plan: The plan, for what to tell.
        size: What it will hold.
        jobs: Processes asked for; None if they may be chosen.
        room: What there is.

    Raises:
        LimitError: if not even one fits, or fewer than were asked for.
    """
    wanted = plan.members if jobs is None else min(jobs, plan.members)
    fits = partial(_fits, size, room)
    most = next((count for count in range(wanted, 0, -1) if fits(count)), 0)
    if most == wanted or (most and jobs is None):
        return most
    least = most + 1 if most else 1
    needs, has = (size.run(least), room.together) if size.member <= room.each else (size.member, room.each)
    asked = "one process" if least == 1 else f"{least} processes"
    smaller = _smaller_scale(plan.scale, size, room)
    msg = (
        f"{plan.region} at scale {plan.scale:g} to {plan.to} does not fit into memory: {asked} would need about "
        f"{needs / GIGA:.2g} GB and there are {has / GIGA:.2g} GB ({room.why}). "
    )
    fewer = f"fewer processes, for example --jobs {most}" if most else ""
    scale = f"a smaller part of the region, for example --scale {smaller:g}" if smaller else ""
    todo = " or ".join(filter(None, [fewer, scale])) or "a machine with more memory"
    raise LimitError(f"{msg}Take {todo}.")


def room(root: Path = Path("/")) -> Room:
    """The memory there is, by what the system has free, the limits of control groups and of the process.

    What this process holds already counts as free, as it is part of what the run will need.

    Args:
        root: Where the system's own files are.
    """
    ours = _resident(root)
    bounds = [(_UNLIMITED, "no limit is known"), *_free(root), *_group_limits(root)]
    together, why = min(bounds)
    addresses = _address_limit() - ADDRESSED
    if addresses < together + ours:
        return Room(together + ours, addresses, "the limit on this process's address space, ulimit -v")
    return Room(together + ours, _UNLIMITED, why)


def _fits(size: Size, room: Room, jobs: int) -> bool:
    return size.run(jobs) <= room.together and size.member <= room.each


def _smaller_scale(scale: float, size: Size, room: Room) -> float | None:
    """A scale of one digit at which one process fits; None where there is none."""
    within = (min(room.together, room.each) - BASE) / max(size.member - BASE, 1.0)
    if within * scale < SMALLEST_SCALE:
        return None
    digits = f"{min(within, 1.0) * scale:.9f}"
    first = next(place for place, digit in enumerate(digits) if digit in "123456789")
    return float(digits[: max(first, 1) + 1])


def _sizes(region: Region) -> dict[str, float]:
    """Bytes of each register."""
    return {
        name: float(len(table) * sum(column.dtype.itemsize for column in schema(type(table)).values()))
        for name, table in region.registers.items()
    }


def _free(root: Path) -> Iterator[tuple[float, str]]:
    """What the system says is available."""
    for line in _lines(root / "proc/meminfo"):
        if line.startswith("MemAvailable:"):
            yield float(line.split()[1]) * _KIBI, "free on this machine"


def _group_limits(root: Path) -> Iterator[tuple[float, str]]:
    """What is left under the limit of each control group this process is in, of either version."""
    for line in _lines(root / "proc/self/cgroup"):
        _, kinds, path = line.split(":", 2)
        if kinds == "":
            top, names = root / "sys/fs/cgroup", ("memory.max", "memory.current", "inactive_file")
        elif "memory" in kinds.split(","):
            top = root / "sys/fs/cgroup/memory"
            names = ("memory.limit_in_bytes", "memory.usage_in_bytes", "total_inactive_file")
        else:
            continue
        group = top / path.strip("/")
        for folder in [group, *group.parents]:
            limit, used = (_number(folder / name) for name in names[:2])
            if limit is not None and used is not None:
                yield limit - used + _stat(folder / "memory.stat", names[2]), "left to this container or control group"
            if folder == top:
                break


def _address_limit() -> float:
    if sys.platform == "win32":
        return _UNLIMITED
    import resource

    limit, _ = resource.getrlimit(resource.RLIMIT_AS)
    return _UNLIMITED if limit == resource.RLIM_INFINITY else float(limit)


def _resident(root: Path) -> float:
    """Bytes of memory this process holds."""
    for line in _lines(root / "proc/self/status"):
        if line.startswith("VmRSS:"):
            return float(line.split()[1]) * _KIBI
    return 0.0


def _stat(path: Path, name: str) -> float:
    return next((float(line.split()[1]) for line in _lines(path) if line.startswith(f"{name} ")), 0.0)


def _number(path: Path) -> float | None:
    told = "".join(_lines(path)).strip()
    return float(told) if told.isdigit() else None


def _lines(path: Path) -> list[str]:
    try:
        return path.read_text("utf-8").splitlines()
    except OSError:  # another system, or a file that only some kernels have
        return []
