"""Overview: all programmes at a glance, in Markdown: their evidence, which are illustrative, and what they cost."""

from collections import Counter
from collections.abc import Iterable, Sequence
from pathlib import Path
from textwrap import fill
from typing import Any, Final

from mangrove.dated import Evidence
from mangrove.effects import told
from mangrove.pack import find_pack
from mangrove.programme import Programme
from mangrove.report.contents import Contents, gather
from mangrove.report.page import BOUNDS
from mangrove.report.programmes import assumed_values, programme_rows
from mangrove.report.reproduce import command
from mangrove.rulebook import Rulebook, read_rulebook
from mangrove.views.scale import NOTHING, THIN, scale_for

_RIGHT: Final = "--:"
_LEFT: Final = "---"
_WIDTH: Final = 120
_WHOLE: Final[Any] = {"break_long_words": False, "break_on_hyphens": False}


def overview_of(folder: Path | None, region: str) -> str:
    """The overview of a region as its rules are, or with a run's spending where its folder is given.

    Raises:
        SourceError: if the folder holds no finished run.
    """
    contents = None if folder is None else gather(folder)
    pack = find_pack(region if contents is None else contents.manifest["region"])
    return overview(read_rulebook(pack.package), pack.title, contents)


def overview(rules: Rulebook, title: str, contents: Contents | None) -> str:
    """Every programme of a region: its evidence, and where there is a run what it cost in the last year.

    Args:
        rules: The rulebook.
        title: Name of the region.
        contents: A run of the region; None for the rules alone.
    """
    parts = [f"# Programmes of {title}", evidence(rules), illustrative(rules)]
    return "\n\n".join([*parts, *([] if contents is None else [spending(contents)])]) + "\n"


def evidence(rules: Rulebook) -> str:
    """How many numbers each programme rests on, by kind of evidence."""
    kinds = [kind for kind in Evidence if any(_numbers(rules, name)[kind] for name in rules.programmes)]
    rows = [[f"`{name}`", p.title, *_counted(_numbers(rules, name), kinds)] for name, p in rules.programmes.items()]
    whole = sum((_numbers(rules, name) for name in rules.programmes), Counter[Evidence]())
    rows.append(["", "all", *_counted(whole, kinds)])
    table = _table(["Programme", "", *(kind.value for kind in kinds), "all"], rows, {*range(2, len(kinds) + 3)})
    told_of = (
        "Every entry of the history of every value: *published* is printed by an official body, *estimated* has a "
        "method, *calibrated* meets a named target, *assumed* is our judgement."
    )
    return f"## Numbers by kind of evidence\n\n{fill(told_of, _WIDTH)}\n\n{table}"


def illustrative(rules: Rulebook) -> str:
    """Which programmes are illustrative, and which numbers without a source make them so."""
    found = [name for name, programme in rules.programmes.items() if programme.illustrative]
    off = [name for name in found if rules.programmes[name].off_unless_asked]
    state = (
        f"off unless a scenario turns them on: {', '.join(off)}" if off else "all act, because somebody says they ran"
    )
    why = f"They need numbers that no source gives ({state}). What stands in their place, and why:"
    lines = "\n".join(fill(_reasons(rules, name), _WIDTH, subsequent_indent="  ", **_WHOLE) for name in found)
    head = f"## Illustrative: {len(found)} of {len(rules.programmes)}"
    return "\n\n".join([head, why, lines]) if found else head


def spending(contents: Contents) -> str:
    """What each programme cost in the last year of a run, beside its own budget and what is published."""
    year, manifest = contents.last_year, contents.manifest
    rows = [_spent(row, contents.rules.programmes[row["name"]], contents) for row in programme_rows(contents)]
    table = _table(
        ["Programme", f"Cost or gave in {year}", "Reached", "There is", "Budget on record", "Effect"], rows, {1, 2}
    )
    told_of = (
        f"Median of {manifest['members']} members at scale {manifest['scale']:g}, in current yuan: no price index is "
        "on record, so nothing is in real terms. *There is* what the rule limits in a year: money, loans, floor or "
        "capacity. *Effect* says where no causal estimate stands behind what a programme does to those it reaches."
    )
    made = f"```sh\n{command(manifest)}\nmangrove programmes DIR\n```"
    return f"## Spending in {year}, beside published budgets\n\n{fill(told_of, _WIDTH)}\n\n{table}\n\nMade by\n\n{made}"


def _reasons(rules: Rulebook, name: str) -> str:
    """The assumed values of a programme, those of one reason together."""
    names: dict[str, list[str]] = {}
    for path, entry in assumed_values(rules, name):
        names.setdefault(entry.source.note, []).append(f"`{path.partition('.')[2]}`")
    return f"- `{name}`: " + "; ".join(f"{', '.join(values)} ({reason})" for reason, values in names.items())


def _numbers(rules: Rulebook, name: str) -> Counter[Evidence]:
    return Counter(
        entry.source.kind
        for path, value in rules.values.items()
        if path.startswith(f"{name}.")
        for entry in value.history
        if entry.value is not None
    )


def _counted(numbers: Counter[Evidence], kinds: Iterable[Evidence]) -> list[str]:
    return [*(str(numbers[kind] or "") for kind in kinds), str(numbers.total())]


def _spent(row: dict[str, Any], programme: Programme[Any], contents: Contents) -> list[str]:
    rules = contents.rules
    effects = dict.fromkeys(filter(None, (told(award.channel) for award in programme.awards)))
    budget = NOTHING
    if programme.budget is not None:
        path = next(path for path, value in rules.values.items() if value is programme.budget)
        entry = rules.current(path).entry(contents.last_day)
        budget = f"{_short(entry.value or 0.0, programme.budget.unit)}, {entry.source.kind}" if entry else "nothing yet"
    return [
        f"`{row['name']}`",
        row["cost"],
        row["reached"],
        budget,
        _on_record(programme, contents),
        "; ".join(effects),
    ]


def _on_record(programme: Programme[Any], contents: Contents) -> str:
    record, place = contents.record, contents.manifest["place"]
    figures = [f for name in programme.published if name in record.series for f in record.select(name, place)]
    known = [f"{BOUNDS[f.bound]}{_short(f.value, f.unit)} ({f.period})" for f in figures]
    return "; ".join(known) or NOTHING


def _short(value: float, unit: str) -> str:
    return scale_for(unit, value).text(value)


def _table(head: Sequence[str], rows: Iterable[Sequence[str]], right: set[int]) -> str:
    rule = [_RIGHT if place in right else _LEFT for place in range(len(head))]
    lines = [f"| {' | '.join(cells)} |" for cells in (head, rule, *rows)]
    return "\n".join(line.replace(THIN, " ") for line in lines)
