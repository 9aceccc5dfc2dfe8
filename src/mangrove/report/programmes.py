"""Programmes: a page each: the rule, its values, its examples, and what it cost and reached in the run."""

from collections.abc import Mapping
from typing import Any, Final

import numpy as np

from mangrove.dated import ASSUMPTION, Dated, Evidence, Since, Source
from mangrove.effects import EFFECTS, ESTIMATED, told
from mangrove.programme import Channel, Clause, Example, Programme, Rationing
from mangrove.register import Register, schema
from mangrove.registers.people import People
from mangrove.report.contents import Contents
from mangrove.report.text import linked
from mangrove.results import REACHED, RETURNED
from mangrove.rulebook import Rulebook
from mangrove.scenario import ALWAYS
from mangrove.suppress import SMALLEST_CELL
from mangrove.views.columns import columns
from mangrove.views.published import described
from mangrove.views.scale import NOTHING, Scale, digits, exact, scale_for
from mangrove.views.spending import FORGONE, GIVEN, GRANTED, PREFIX
from mangrove.views.steps import number, steps

_RATIONED: Final = {
    Rationing.NONE: "",
    Rationing.PRO_RATA: "Where claims exceed it, each is cut alike.",
    Rationing.RANKED: "Where claims exceed it, the largest come first.",
    Rationing.FIRST_COME: "Where claims exceed it, there is a queue.",
    Rationing.LOTTERY: "Where claims exceed it, a lottery decides.",
}
_VERDICTS: Final = {True: "eligible", False: "not eligible", None: "undetermined"}


def programme_pages(contents: Contents) -> dict[str, dict[str, Any]]:
    """What the page of each programme shows, by name."""
    return {name: _page(name, programme, contents) for name, programme in contents.rules.programmes.items()}


def programme_rows(contents: Contents) -> list[dict[str, Any]]:
    """The programmes as the report lists them: what each cost and reached in the last year."""
    return [
        {
            "name": name,
            "title": programme.title,
            "title_local": programme.title_local,
            "illustrative": programme.illustrative,
            "state": _state(name, contents),
            **_in_short(name, programme, contents),
        }
        for name, programme in contents.rules.programmes.items()
    ]


def assumed_values(rules: Rulebook, name: str) -> list[tuple[str, Since[Any]]]:
    """The values for which a programme's rule has no source: path and first assumed entry; take-up is told apart."""
    take_up = rules.programmes[name].take_up
    return [
        (path, next(entry for entry in value.history if entry.source.kind is Evidence.ASSUMED))
        for path, value in rules.values.items()
        if path.startswith(f"{name}.")
        and value is not take_up
        and any(entry.source.kind is Evidence.ASSUMED for entry in value.history)
    ]


def _page(name: str, programme: Programme[Any], contents: Contents) -> dict[str, Any]:
    rules = contents.rules
    paths = {value: path for path, value in rules.values.items()}
    rows = _run_rows(name, programme, contents)
    drawn = next((row for row in rows if any(row["spread"].high_90)), None)
    return {
        "name": name,
        "title": programme.title,
        "title_local": programme.title_local,
        "register": programme.register.name,
        "state": _state(name, contents),
        "illustrative": programme.illustrative,
        "ran": linked(_source(programme.ran)) if programme.ran else None,
        "because": [
            {"path": path, "reason": entry.source.note, "replaced_by": linked(entry.source.where)}
            for path, entry in assumed_values(rules, name)
        ],
        "paragraphs": contents.docs[name],
        "clauses": [_clause(clause, paths, contents) for clause in programme.clauses],
        "awards": [
            {
                "channel": _words(award.channel),
                "meaning": award.meaning,
                "meaning_local": award.meaning_local,
                "to_holders": award.to_holders,
                "effect": _effect(award.channel, contents),
            }
            for award in programme.awards
        ],
        "take_up": _in_force(paths[programme.take_up], contents),
        "budget": _in_force(paths[programme.budget], contents) if programme.budget else None,
        "rationed": _RATIONED[programme.rationing],
        "years": sorted({year for row in rows for year in row["spread"].years}),
        "rows": rows,
        "picture": columns(drawn["spread"], drawn["title"]) if drawn else "",
        "pictured": f"{drawn['title']}, {drawn['unit'] or 'number'}" if drawn else "",
        "published": _published(programme, contents),
        "values": [_value(p, contents) for p in rules.values if p.startswith(f"{name}.")],
        "examples": [_example(example, programme) for example in programme.examples],
        "sources": _sources(name, contents),
    }


def _state(name: str, contents: Contents) -> str:
    """Why a programme does not act in the run; empty where it does."""
    if name in contents.manifest["scenario"].get("off", ()):
        return "The scenario leaves it out."
    if name not in contents.rules.acting:
        return "It is off unless a scenario turns it on: nobody says that it ran."
    return ""


def _clause(clause: Clause[Any], paths: Mapping[Dated[Any], str], contents: Contents) -> dict[str, Any]:
    return {
        "name": clause.name,
        "meaning": clause.meaning,
        "meaning_local": clause.meaning_local,
        "rests_on": [_in_force(paths[value], contents) for value in clause.rests_on],
    }


def _in_force(path: str, contents: Contents) -> dict[str, str]:
    """A value on the run's last day, with its interval."""
    value = contents.rules.current(path)
    entry = value.entry(contents.last_day)
    shown = number(entry, value.unit) if entry else "not in force"
    if value.interval is not None:
        low, high = (exact(end, value.unit) for end in value.interval)
        shown += f" ({low} to {high})"
    return {"path": path, "number": shown, "kind": entry.source.kind.value if entry else ""}


def _effect(channel: Channel, contents: Contents) -> dict[str, Any]:
    """Through which value a channel acts on whom it reaches, and whether a causal estimate stands behind it."""
    path = EFFECTS.get(channel)
    if path is None:
        return {"told": told(channel), "value": None, "source": ""}
    entry = contents.rules.current(path).entry(contents.last_day)
    source = linked(_source(entry.source)) if entry and channel in ESTIMATED else ""
    return {"told": told(channel), "value": _in_force(path, contents), "source": source}


def _run_rows(name: str, programme: Programme[Any], contents: Contents) -> list[dict[str, Any]]:
    """What the run has of a programme, money first: what it cost, what came back, what it gave, whom it reached."""
    of_awards = [
        (f"{kind}{name}.{award.channel}", _title(kind, award.channel), told(award.channel))
        for kind in (PREFIX, RETURNED, GIVEN, REACHED)
        for award in programme.awards
        if (kind, award.channel) != (REACHED, Channel.CERTIFICATE)
    ]
    others = [(f"{GRANTED}{name}", "certificates granted", ""), (f"unspent.{name}", "left of the budget", "")]
    return [
        _run_row(variable, title, effect, programme, contents)
        for variable, title, effect in (*of_awards, *others)
        if variable in contents.spreads
    ]


def _title(kind: str, channel: Channel) -> str:
    words = _words(channel)
    paid = "tax forgone" if channel in FORGONE else "money paid"
    return {PREFIX: paid, RETURNED: "money that came back", GIVEN: "given", REACHED: "reached"}[kind] + f", {words}"


def _words(channel: Channel) -> str:
    return channel.replace("rnd", "R&D").replace("_", " ")


def _run_row(variable: str, title: str, effect: str, programme: Programme[Any], contents: Contents) -> dict[str, Any]:
    """A variable over the years; of people of the user's own register few are not counted in public."""
    spread = contents.spreads[variable]
    counts = variable.startswith((REACHED, GRANTED))
    hidden = counts and programme.register is People and People.name in contents.own
    least = SMALLEST_CELL / contents.manifest["scale"]

    def text(value: float, scale: Scale) -> str:
        return f"<{digits(least, whole=True)}" if hidden and 0 < value < least else scale.number(value)

    def scaled(largest: float) -> Scale:
        scale = scale_for(spread.unit, largest)
        if spread.unit != "count/yr":
            return scale
        what = programme.register.name if counts else title.partition(", ")[2]
        return Scale(scale.divisor, f"{scale.unit.removesuffix('a year')}{what} a year")

    scale, last = scaled(max(spread.median)), scaled(spread.median[-1])
    return {
        "title": title,
        "unit": scale.unit,
        "effect": effect,
        "spread": spread,
        "values": {year: text(value, scale) for year, value in zip(spread.years, spread.median, strict=True)},
        "last": f"{text(spread.median[-1], last)} {last.unit}".strip(),
    }


def _in_short(name: str, programme: Programme[Any], contents: Contents) -> dict[str, str]:
    """What a programme cost in the last year, or gave if it cost nothing, and whom it reached."""
    rows = _run_rows(name, programme, contents)
    told_of = [row for row in rows if row["title"].startswith(("money paid", "tax forgone", "given"))]
    reached = [row for row in rows if row["title"].startswith(("reached", "certificates"))]
    cost = next((row for row in told_of if any(row["spread"].high_90)), None)
    return {
        "cost": cost["last"] if cost else "nothing" if told_of else NOTHING,
        "reached": reached[0]["last"] if reached else NOTHING,
    }


def _published(programme: Programme[Any], contents: Contents) -> list[dict[str, Any]]:
    """What is on record of its money, a line a figure."""
    record, place = contents.record, contents.manifest["place"]
    return [
        {
            "title": record.series[series].title,
            "period": figure.period,
            "value": scale_for(figure.unit, figure.value).text(figure.value),
            "told": described(figure),
            "source": linked(figure.source),
            "note": figure.note,
        }
        for series in programme.published
        if series in record.series
        for figure in record.select(series, place)
    ]


def _value(path: str, contents: Contents) -> dict[str, Any]:
    value = contents.rules.current(path)
    flag = (value.unit, value.low, value.high) == ("1", 0, 1)
    return {
        "name": path.partition(".")[2],
        "meaning": value.meaning,
        "interval": " to ".join(exact(end, value.unit) for end in value.interval) if value.interval else "",
        "picture": "" if flag else steps(value, contents.first_day, contents.last_day),
        "entries": [
            {
                "day": "" if entry.day == ALWAYS else entry.day,
                "number": number(entry, value.unit),
                "kind": entry.source.kind.value,
                "source": linked(_source(entry.source)),
            }
            for entry in value.history
        ],
    }


def _example(example: Example, programme: Programme[Any]) -> dict[str, Any]:
    units = {award.channel: award.unit for award in programme.awards}
    return {
        "on": example.on,
        "says": example.says,
        "facts": [f"{column} {_fact(programme.register, column, fact)}" for column, fact in example.facts.items()],
        "verdict": _VERDICTS[example.eligible],
        "decided_by": example.decided_by,
        "pays": [f"{_words(c)}: {exact(amount, units[c])}" for c, amount in example.pays.items()],
    }


def _fact(register: type[Register], name: str, fact: Any) -> str:
    """A fact of an example in words."""
    column = schema(register)[name].column
    if isinstance(fact, str):
        return "none" if fact == "NaT" else fact
    if np.isnan(fact) or (column.unknown and fact == -1):
        return "unknown"
    if column.unit == "yes/no":
        return ("unknown", "no", "yes")[int(fact) + 1]
    if column.categories:
        return column.categories[int(fact)]
    return digits(float(fact), whole=True) if column.unit in ("id", "day", "1") else exact(float(fact), column.unit)


def _sources(name: str, contents: Contents) -> list[dict[str, Any]]:
    """Every source of its values that is no assumption, with the values that it gives."""
    given: dict[str, list[str]] = {}
    for path in contents.rules.values:
        if path.startswith(f"{name}."):
            for entry in contents.rules.current(path).history:
                if entry.source.kind is not Evidence.ASSUMED:
                    given.setdefault(_cited(entry.source), []).append(path.partition(".")[2])
    return [{"source": linked(source), "of": ", ".join(dict.fromkeys(names))} for source, names in given.items()]


def _cited(source: Source) -> str:
    issued = f"issued {source.issued_on}" if source.issued_on else ""
    title = " ".join(filter(None, (source.title, source.title_local, source.document)))
    return ". ".join(part.rstrip(".") for part in (title, issued, source.where) if part) + "."


def _source(source: Source) -> str:
    """A source with how it was read; of an assumption the reason, and what would replace it."""
    if source.title == ASSUMPTION:
        return f"{source.note[:1].upper()}{source.note[1:].rstrip('.')}. Would be replaced by: {source.where}."
    return _cited(source) + (f" {source.note[:1].upper()}{source.note[1:].rstrip('.')}." if source.note else "")
