"""Compare two commits by their lines in benchmarks/results/results.jsonl, case by case.

Prints how many times as long the second took, each run measured against its own reference kernel, with a 95 %
bootstrap interval; "slower" or "faster" is said only if the whole interval is more than 3 % away from 1. All
lines of a commit count: two or more for each let the interval know the noise between one bench and the next.
"""

import argparse
import json
import random
import sys
from statistics import median
from typing import Any

from run import RESULTS

RESAMPLES = 2000
MATTERS = 0.03
SEED = 1

Benches = list[list[float]]
"""Ratios of one case at one commit: a list for each bench, a number for each run."""


def main() -> int:
    """Compare two commits by name, or the last two benched; return the exit code."""
    parser = argparse.ArgumentParser(description="Compare the benches of two commits.")
    parser.add_argument("commits", nargs="*", help="two commits (their first letters do); without, the last two")
    commits = parser.parse_args().commits
    lines = [json.loads(line) for line in RESULTS.read_text("utf-8").splitlines()] if RESULTS.exists() else []
    try:
        before, after = chosen(lines, commits)
    except LookupError as error:
        print(f"{error.args[0]}: run `make bench` at both commits first", file=sys.stderr)
        return 2
    print(f"{label(before[0])} ({len(before)} benches) -> {label(after[0])} ({len(after)} benches)")
    for name, ratios in by_case(after).items():
        if name in by_case(before):
            low, middle, high = interval(by_case(before)[name], ratios)
            print(f"{name:<18}{middle:>7.3f}  [{low:.3f}, {high:.3f}]  {verdict(low, high)}")
    return 0


def label(line: dict[str, Any]) -> str:
    """Short name of what was benched; a plus where the checkout had changes."""
    return line["commit"][:10] + "+" * line["changed"]


def chosen(lines: list[dict[str, Any]], commits: list[str]) -> list[list[dict[str, Any]]]:
    """The lines of the two commits asked for, or of the last two there are.

    Raises:
        LookupError: if there are none.
    """
    names = commits or list(dict.fromkeys(map(label, reversed(lines))))[1::-1]
    if len(names) != 2:
        msg = "two commits are needed"
        raise LookupError(msg)
    found = [[line for line in lines if matches(line, name)] for name in names]
    missing = [name for name, lines in zip(names, found, strict=True) if not lines]
    if missing:
        msg = f"no result for {', '.join(missing)}"
        raise LookupError(msg)
    return found


def matches(line: dict[str, Any], name: str) -> bool:
    """Whether a line is of the commit named by its first letters; a plus at the end asks for changes, too."""
    return line["commit"].startswith(name.rstrip("+")) and line["changed"] == name.endswith("+")


def by_case(lines: list[dict[str, Any]]) -> dict[str, Benches]:
    found: dict[str, Benches] = {}
    for line in lines:
        for case in line["cases"]:
            found.setdefault(case["name"], []).append(case["ratios"])
    return found


def interval(before: Benches, after: Benches) -> tuple[float, float, float]:
    """Low end, middle and high end of after / before, medians over resampled benches and their runs."""
    dice = random.Random(SEED)

    def resampled(benches: Benches) -> float:
        drawn = dice.choices(benches, k=len(benches))
        return median(median(dice.choices(bench, k=len(bench))) for bench in drawn)

    def middle(benches: Benches) -> float:
        return median(map(median, benches))

    quotients = sorted(resampled(after) / resampled(before) for _ in range(RESAMPLES))
    tail = RESAMPLES // 40
    return quotients[tail], middle(after) / middle(before), quotients[-tail - 1]


def verdict(low: float, high: float) -> str:
    if low > 1 + MATTERS:
        return "slower"
    return "faster" if high < 1 - MATTERS else "no clear difference"


if __name__ == "__main__":
    sys.exit(main())
