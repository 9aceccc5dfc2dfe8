"""Where a year's time and memory go, beside what the machine could do at best; written to docs/profile.md.

Every function of ours that `simulate.year` calls is timed where that page calls it, in Shenzhen's last year. The floor
is the time to copy all registers once: a year reads and writes each column at least once, or leaves it alone.
"""

import os
import platform
import sys
import time
from collections.abc import Callable, Generator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from dataclasses import dataclass, fields
from operator import itemgetter
from pathlib import Path
from textwrap import fill
from types import ModuleType
from typing import Any

import numpy as np

from cases import CASES, LAST_YEAR, opened
from compare import label
from mangrove import simulate
from mangrove.draws import Draws
from mangrove.region import Region
from mangrove.register import Register, schema
from run import BYTES_PER_MB, machine, peak_in_a_child, seconds

PAGE = Path(__file__).resolve().parents[1] / "docs" / "profile.md"
SCALES = {1.0: ("year_whole", 7), 0.01: ("year_hundredth", 41)}
"""The case that tells peak memory, and how many years are timed, at each scale."""
COPIED_MB = 256
COPIES = 31
REST = "the page itself"
MS = 1000
WIDTH = 120


@dataclass(frozen=True)
class Profile:
    """A year at one scale.

    Attributes:
        whole: Seconds of the year, the fastest of some.
        parts: Seconds in it of each function that the page calls, in the order of the calls, and of the rest.
        region: The region at the start.
        peak: Most memory of a process that opens the region, runs it to that year and does it, bytes.
    """

    whole: float
    parts: dict[str, float]
    region: Region
    peak: int


def main() -> int:
    """Profile both scales, write the page and print it."""
    known = {case.name: case for case in CASES}
    load = os.getloadavg()[0] if hasattr(os, "getloadavg") else float("nan")
    # Peaks come first, because a child starts at its parent's size.
    peaks = [peak_in_a_child(known[case]) for case, _ in SCALES.values()]
    found = {scale: profile(scale, SCALES[scale][1], peak) for scale, peak in zip(SCALES, peaks, strict=True)}
    text = page(found, {threads: copied_per_second(threads) for threads in (1, 2)}, machine() | {"load": load})
    PAGE.write_text(text, "utf-8")
    print(text)
    return 0


def profile(scale: float, runs: int, peak: int) -> Profile:
    """Time some years at a scale, after one that compiles what there is to compile."""
    region, rules = opened(scale)
    draws = Draws(1, 0, LAST_YEAR)
    simulate.year(region, rules, draws)
    years: list[tuple[float, dict[str, float]]] = []
    for _ in range(runs):
        with timed(simulate) as spent:
            whole = seconds(lambda: simulate.year(region, rules, draws))
        years.append((whole, spent | {REST: whole - sum(spent.values())}))
    whole, parts = min(years, key=itemgetter(0))
    return Profile(whole, parts, region, peak)


@contextmanager
def timed(page: ModuleType) -> Generator[dict[str, float], None, None]:
    """Time every function that a module has from elsewhere in the package; yields seconds by name."""
    plain = {name: thing for name, thing in vars(page).items() if is_ours(thing) and thing.__module__ != page.__name__}
    spent: dict[str, float] = {}

    def watched(name: str, function: Callable[..., Any]) -> Callable[..., Any]:
        def call(*arguments: Any, **named: Any) -> Any:
            start = time.perf_counter()
            try:
                return function(*arguments, **named)
            finally:
                spent[name] = spent.get(name, 0.0) + time.perf_counter() - start

        return call

    vars(page).update({name: watched(name, function) for name, function in plain.items()})
    try:
        yield spent
    finally:
        vars(page).update(plain)


def is_ours(thing: object) -> bool:
    """Whether something is a function of the package, compiled or not."""
    module = getattr(thing, "__module__", None) or ""
    return callable(thing) and not isinstance(thing, type) and module.startswith("mangrove.")


def registers(region: Region) -> list[Register]:
    """The registers that a region has rows in."""
    values = [getattr(region, field.name) for field in fields(region)]
    return [value for value in values if isinstance(value, Register) and len(value)]


def declared_bytes(register: Register) -> int:
    """Bytes of a row by the schema."""
    return sum(field.dtype.itemsize for field in schema(type(register)).values())


def held_bytes(register: Register) -> int:
    """Bytes of the arrays themselves."""
    return sum(getattr(register, name).nbytes for name in schema(type(register)))


def copied_per_second(threads: int) -> float:
    """Bytes that the machine copies in a second, each read once and written once; the best of some tries."""
    source = np.ones(COPIED_MB * BYTES_PER_MB // 8)
    target = np.zeros_like(source)
    cuts = list(zip(np.array_split(target, threads), np.array_split(source, threads), strict=True))
    with ThreadPoolExecutor(threads) as pool:
        fastest = min(seconds(lambda: list(pool.map(lambda cut: np.copyto(*cut), cuts))) for _ in range(COPIES))
    return source.nbytes / fastest


def page(found: dict[float, Profile], copied: dict[int, float], where: dict[str, Any]) -> str:
    """What docs/profile.md says."""
    largest = found[max(found)]
    bytes_held = sum(map(held_bytes, registers(largest.region)))
    years = " and ".join(f"{runs} years at scale {scale:g}" for scale, (_, runs) in SCALES.items())
    peaks = ", ".join(f"{each.peak / BYTES_PER_MB:,.0f} MB at scale {scale:g}" for scale, each in found.items())
    lines = [
        "# Where a year's time and memory go",
        "",
        wrapped(
            f"Shenzhen, {LAST_YEAR}, as the region stands after the run from its opening; fastest of {years}. Made by "
            f"`make profile` on {where['at'][:10]} at commit {label(where)} (a plus: with changes), with Python "
            f"{where['python']} on {processor()}, {where['cores']} cores; the load before it was {where['load']:.1f}."
        ),
        "",
        *process_rows(found),
        "",
        wrapped(f"Peak memory of a process that opens the region, runs it to that year and does it: {peaks}."),
        "",
        "## Bytes an actor",
        "",
        *register_rows(largest.region),
        "",
        "## The floor",
        "",
        wrapped(
            f"NumPy copies {COPIED_MB} MB at the pace below, each byte read once and written once; best of {COPIES}. "
            f"One such pass over all registers ({bytes_held / BYTES_PER_MB:,.0f} MB) is the floor; the last column "
            f"says how many such passes the year at scale {max(found):g} takes."
        ),
        "",
        "| Threads | GB/s | one pass, ms | the year, passes |",
        "| --- | ---: | ---: | ---: |",
        *(
            f"| {threads} | {pace / 1e9:.1f} | {MS * bytes_held / pace:.1f} | {largest.whole * pace / bytes_held:.1f} |"
            for threads, pace in copied.items()
        ),
    ]
    return "\n".join(lines) + "\n"


def wrapped(text: str) -> str:
    """A paragraph in lines as long as those of the other pages."""
    return fill(text, WIDTH, break_on_hyphens=False)


def process_rows(found: dict[float, Profile]) -> list[str]:
    """A row for each function that the page calls, and one for the year."""
    heads = "".join(f" scale {scale:g}, ms | share |" for scale in found)
    names = list(dict.fromkeys(name for each in found.values() for name in each.parts if name != REST))

    def row(name: str, taken: Callable[[Profile], float]) -> str:
        cells = (f" {MS * taken(each):,.2f} | {taken(each) / each.whole:.1%} |" for each in found.values())
        return f"| {name} |{''.join(cells)}"

    return [
        f"| Process |{heads}",
        f"| --- |{' ---: | ---: |' * len(found)}",
        *(row(name, lambda each, name=name: each.parts.get(name, 0.0)) for name in [*names, REST]),
        row("the year", lambda each: each.whole),
    ]


def register_rows(region: Region) -> list[str]:
    """A row for each register, and one for all."""
    found = registers(region)
    rows = [
        f"| {each.name} | {len(each):,} | {declared_bytes(each)} | {held_bytes(each) / len(each):.1f} "
        f"| {held_bytes(each) / BYTES_PER_MB:,.1f} |"
        for each in found
    ]
    actors, held = sum(map(len, found)), sum(map(held_bytes, found))
    return [
        "| Register | rows | bytes by the schema | bytes held | MB |",
        "| --- | ---: | ---: | ---: | ---: |",
        *rows,
        f"| all | {actors:,} | | {held / actors:.1f} | {held / BYTES_PER_MB:,.1f} |",
    ]


def processor() -> str:
    """The processor's name where the system tells it."""
    told = Path("/proc/cpuinfo")
    lines = told.read_text("utf-8").splitlines() if told.exists() else []
    names = [line.partition(":")[2].strip() for line in lines if line.startswith("model name")]
    return names[0] if names else platform.processor() or platform.machine()


if __name__ == "__main__":
    sys.exit(main())
