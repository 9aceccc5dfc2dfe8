"""Time the named cases, compare them with their budgets, and add a line to benchmarks/results/results.jsonl.

Each run of a case is divided by a reference kernel of NumPy timed just before it, so that figures from a busy
or a slower machine can be set beside others. Peak memory is that of a process that does the case once.
Exit code 1 if a case is over its budget, 2 if a name is unknown.
"""

import argparse
import json
import os
import platform
import resource
import subprocess
import sys
import time
import tomllib
from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path
from statistics import median
from typing import Any

from cases import CASES, Case

HERE = Path(__file__).resolve().parent
RESULTS = HERE / "results" / "results.jsonl"
BUDGETS = HERE / "budgets.toml"
SECONDS_FOR_A_CASE = 3.0
FEWEST_RUNS, MOST_RUNS = 5, 30
REFERENCE_LENGTH, REFERENCE_PASSES = 100_000, 5
BYTES_PER_MB = 1_000_000


def main() -> int:
    """Do what the command line asks; return the exit code."""
    parser = argparse.ArgumentParser(description="Time the named cases and hold them to their budgets.")
    parser.add_argument("names", nargs="*", help=f"cases to time: {', '.join(case.name for case in CASES)}")
    parser.add_argument("--peak", metavar="NAME", help=argparse.SUPPRESS)
    options = parser.parse_args()
    known = {case.name: case for case in CASES}
    if options.peak:
        print(peak_bytes(known[options.peak]))
        return 0
    unknown = [name for name in options.names if name not in known]
    if unknown:
        print(f"no case {', '.join(unknown)}; known: {', '.join(known)}", file=sys.stderr)
        return 2
    chosen = [known[name] for name in options.names] or CASES
    peaks = [peak_in_a_child(case) for case in chosen]  # first: a child's peak starts from its parent's size
    results = [measure(case, peak) for case, peak in zip(chosen, peaks, strict=True)]
    RESULTS.parent.mkdir(exist_ok=True)
    with RESULTS.open("a", encoding="utf-8") as file:
        file.write(json.dumps(machine() | {"cases": results}) + "\n")
    over = over_budget(results, tomllib.loads(BUDGETS.read_text("utf-8")))
    print(table(results))
    print("\n".join(over) or "all within budget")
    return 1 if over else 0


def peak_bytes(case: Case) -> int:
    """Most memory this process, or a process it started, has held after doing the case once."""
    case.run(case.setup())
    used = [resource.getrusage(who).ru_maxrss for who in (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN)]
    return max(used) * (1 if sys.platform == "darwin" else 1024)


def peak_in_a_child(case: Case) -> int:
    command = [sys.executable, __file__, "--peak", case.name]
    return int(subprocess.run(command, check=True, stdout=subprocess.PIPE, text=True).stdout)


def reference() -> Callable[[], object]:
    """The yardstick: ordinary arithmetic over floats that stay in the processor's cache."""
    import numpy as np

    values = np.linspace(1.0, 2.0, REFERENCE_LENGTH)
    return lambda: [np.sqrt(values * values + values).sum() for _ in range(REFERENCE_PASSES)]


def seconds(work: Callable[[], object]) -> float:
    start = time.perf_counter()
    work()
    return time.perf_counter() - start


def measure(case: Case, peak: int) -> dict[str, Any]:
    """Time a case several times, each run beside its own run of the reference."""
    yardstick = reference()
    ready = case.setup()
    first = seconds(lambda: case.run(ready))  # holds what is done once: compilation, caches of the disk
    taken: list[float] = []
    ratios: list[float] = []
    while len(taken) < FEWEST_RUNS or (len(taken) < MOST_RUNS and sum(taken) < SECONDS_FOR_A_CASE):
        unit = median(seconds(yardstick) for _ in range(FEWEST_RUNS))
        taken.append(seconds(lambda: case.run(ready)))
        ratios.append(taken[-1] / unit)
    return {
        "name": case.name,
        "unit": case.unit,
        "amount": case.amount,
        "rival_of": case.rival_of,
        "first": first,
        "seconds": taken,
        "ratios": ratios,
        "peak": peak,
    }


def machine() -> dict[str, Any]:
    """Where and on what the cases ran."""
    return {
        "commit": git("rev-parse", "HEAD"),
        "changed": bool(git("status", "--porcelain")),
        "at": datetime.now(UTC).isoformat(timespec="seconds"),
        "python": platform.python_version(),
        "processor": platform.processor() or platform.machine(),
        "cores": os.cpu_count(),
    }


def git(*arguments: str) -> str:
    """What git says; empty outside a checkout."""
    try:
        return subprocess.run(["git", *arguments], cwd=HERE, check=True, capture_output=True, text=True).stdout.strip()
    except (OSError, subprocess.CalledProcessError):
        return ""


def over_budget(results: list[dict[str, Any]], budgets: dict[str, dict[str, float]]) -> list[str]:
    """A sentence for each case that is over its ratio or its memory."""
    found: list[str] = []
    for result in results:
        budget = budgets.get(result["name"], {})
        for what, is_now in (("ratio", median(result["ratios"])), ("peak_mb", result["peak"] / BYTES_PER_MB)):
            if is_now > budget.get(what, float("inf")):
                found.append(f"{result['name']}: {what} {is_now:.3g} is over the budget of {budget[what]:g}")
    return found


def table(results: list[dict[str, Any]]) -> str:
    """The results for reading: a line a case, and for a rival how many times as long as ours a unit takes it."""
    rows = [f"{'case':<20}{'median':>11}{'best':>11}{'first':>11}{'x reference':>13}{'peak':>10}{'x ours':>9}  rate"]
    known = {result["name"]: result for result in results}
    for result in results:
        middle = median(result["seconds"])
        times = "".join(f"{1000 * time:>8.1f} ms" for time in (middle, min(result["seconds"]), result["first"]))
        ratio, peak = median(result["ratios"]), result["peak"] / BYTES_PER_MB
        ours, note = beside_ours(result, known.get(result["rival_of"]))
        rate = f"{result['amount'] / middle:,.4g} {result['unit']}/s{note}"
        rows.append(f"{result['name']:<20}{times}{ratio:>13.3g}{peak:>7.0f} MB{ours:>9}  {rate}")
    return "\n".join(rows)


def beside_ours(result: dict[str, Any], ours: dict[str, Any] | None) -> tuple[str, str]:
    """How many times as long a rival takes, by the reference and per unit; and where that is extrapolated, a note."""
    if ours is None:
        return "", ""
    times = median(result["ratios"]) / result["amount"] / (median(ours["ratios"]) / ours["amount"])
    fewer = result["amount"] < ours["amount"]
    note = f", extrapolated from {result['amount']:,} to {ours['amount']:,}" if fewer else ""
    return f"{times:.3g}", note


if __name__ == "__main__":
    sys.exit(main())
