"""A record in plain words: how many figures of which quality, and what does not fit."""

from collections import Counter
from collections.abc import Iterable

from mangrove.record.parts import SEVERITIES, Problem
from mangrove.record.record import Record


def describe(record: Record) -> str:
    """Counts by quality, bound and place, then every problem the checks found, worst first.

    The text is plain and meant for a terminal.
    """
    figures = record.figures
    years = [figure.year for figure in figures]
    used = len({figure.series for figure in figures})
    span = f", {min(years)} to {max(years)}" if years else ""
    dated = sum(1 for figure in figures if figure.published_on)
    lines = [
        f"{len(figures)} figures of {used} series{span}",
        f"  quality  {_counts(figure.quality.value for figure in figures)}",
        f"  bound    {_counts(figure.bound.value for figure in figures)}",
        f"  place    {_counts(figure.place for figure in figures)}",
        f"  dated    {dated} with a known day, month or year of publication",
        f"  page     {sum(f.page_itself for f in figures)} are the page's own, {sum(f.echo for f in figures)} echo it",
    ]
    return "\n".join([*lines, *_problem_lines(record.check())])


def _problem_lines(problems: list[Problem]) -> list[str]:
    if not problems:
        return ["", "everything fits"]
    lines = ["", f"what does not fit: {_counts(problem.severity + 's' for problem in problems)}"]
    ranked = sorted(problems, key=lambda problem: SEVERITIES.index(problem.severity))
    for severity, check in dict.fromkeys((problem.severity, problem.check) for problem in ranked):
        lines.extend(["", f"{check} ({severity})"])
        chosen = [p for p in ranked if (p.severity, p.check) == (severity, check)]
        lines.extend(f"  {problem.where}: {problem.message}" for problem in chosen)
    return lines


def _counts(words: Iterable[str]) -> str:
    return ", ".join(f"{word} {count}" for word, count in Counter(words).most_common())
