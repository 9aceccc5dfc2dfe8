"""Page: the contents of a report in the words and numbers that its template prints."""

import math
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from itertools import chain, groupby
from typing import Any, Final

from mangrove.dated import Evidence
from mangrove.effects import told
from mangrove.figure import Bound, Figure
from mangrove.programme import Channel
from mangrove.report.contents import Contents, Subject
from mangrove.report.facts import facts
from mangrove.report.people import people
from mangrove.report.places import places
from mangrove.report.programmes import programme_rows
from mangrove.report.reproduce import command
from mangrove.report.scales import scales
from mangrove.report.text import as_json, linked
from mangrove.results import DRAWN, LOST
from mangrove.scenario import ALWAYS
from mangrove.views.chart import bands, chart_scale
from mangrove.views.palette import VERDICTS
from mangrove.views.published import Mark, breaks, described, mark, preferred
from mangrove.views.scale import NOTHING, digits, ratio, scale_for
from mangrove.views.spending import GIVEN, GRANTED, Stream, money_scale, stacked, streams
from mangrove.views.table import rows
from mangrove.views.verdicts import counts

_GAUGE: Final = 3.0  # doublings to either side that the small scale of a card has room for
_OWN_PLACE: Final = ("opening ", "indicator ")

BOUNDS: Final = {
    Bound.EXACT: "",
    Bound.AT_LEAST: "at least ",
    Bound.ABOUT: "about ",
    Bound.EXPECTED: "as expected ",
}
_KINDS: Final = {
    Evidence.MEASURED: "Computed from micro-data.",
    Evidence.PUBLISHED: "Printed by an official body.",
    Evidence.ESTIMATED: "Estimated, with a method, by the project or by a cited study.",
    Evidence.CALIBRATED: "Chosen so that an output matches a named target.",
    Evidence.ASSUMED: "Our judgement, with the reason and with what would replace it.",
}


def page(contents: Contents) -> dict[str, Any]:
    """Everything the template prints, as text, numbers as written and charts as JSON."""
    manifest = contents.manifest
    titles = {name: title for name, (title, _) in contents.programmes.items()}
    found = streams(contents.spreads, titles)
    return {
        "run": manifest,
        "weight": digits(1 / manifest["scale"], whole=True) if manifest["scale"] < 1 else "",
        "own": contents.own,
        "changes": _changes(manifest["scenario"]),
        "subjects": [_subject(subject, contents.last_year) for subject in contents.subjects],
        "people": people(contents),
        "places": places(contents),
        "audits": [_audit(audit) for audit in contents.audits],
        "facts": facts(contents),
        "scales": scales(contents),
        "spending": _spending(found, contents) if found else None,
        "programmes": programme_rows(contents),
        "grants": _grants(contents),
        "given": _given(contents),
        "displaced": _displaced(contents),
        "matched": [_matched(row) for row in manifest.get("matched", ())],
        "assumed": manifest.get("assumed", ()),
        "kinds": _parameters(contents.citations),
        "sources": _sources(contents),
        "command": command(manifest),
    }


def _changes(scenario: Mapping[str, Any]) -> list[str]:
    told = [
        f"{path} = {value} from {day}"
        for path, entries in scenario.get("changes", {}).items()
        for day, value in entries.items()
    ]
    told += [f"{name} is left out" for name in scenario.get("off", ())]
    return [*told, *(f"{name} is turned on" for name in scenario.get("on", ()))]


def _subject(subject: Subject, last: int) -> dict[str, Any]:
    indicator, spread, figures = subject.indicator, subject.spread, subject.figures
    figure = bands(indicator.title, indicator.unit, spread, figures, subject.vintages)
    return {
        "name": subject.name,
        "indicator": indicator,
        "source": linked(indicator.source),
        "unit": chart_scale(indicator.unit, spread, figures).unit,
        "alt": figure["layout"]["meta"],
        "figure": as_json(figure),
        "rows": rows(indicator.unit, spread, figures),
        "card": _card(subject, last),
        "empty": spread is None,
        "breaks": [change.says for change in breaks(figures)],
        "published": _figures(figures, subject),
        "vintages": [(title, _figures(found, subject)) for title, found in subject.vintages.items() if found],
    }


def _card(subject: Subject, last: int) -> dict[str, Any]:
    """The last year's median beside the figure published for it, or for the last year that has one."""
    spread = subject.spread
    scale = chart_scale(subject.indicator.unit, spread, subject.figures)
    at = spread.at(last) if spread else None
    card: dict[str, Any] = {"year": last, "value": scale.number(at.median[0]) if at else NOTHING}
    card |= {"unit": scale.unit, "ratio": NOTHING, "comparison": ""}
    standing = preferred(subject.figures)
    both = [year for year in standing if year <= last and spread is not None and year in spread.years]
    if not both or spread is None:
        return card
    year = both[-1]
    then, figure = spread.at(year), standing[year]
    quotient = then.median[0] / figure.value if then and figure.value else math.nan
    card |= {
        "comparison": scale.number(figure.value),
        "compared": year,
        "then": scale.number(then.median[0]) if then and year != last else "",
        "bound": BOUNDS[figure.bound],
        "claim": mark(figure) is Mark.CLAIM,
        "ratio": ratio(then.median[0], figure.value) if then else NOTHING,
        "dot": _gauge(quotient),
        "off": not 2**-_GAUGE <= quotient <= 2**_GAUGE,
    }
    return card


def _gauge(quotient: float) -> float | None:
    """Place of a ratio on a scale of doublings, 0 to 100 with 1 in the middle; None where there is none."""
    if not math.isfinite(quotient) or quotient < 0:
        return None
    if quotient == 0:
        return 0.0
    return round(50 + 50 * max(-1.0, min(1.0, math.log2(quotient) / _GAUGE)), 1)


def _figures(figures: Iterable[Figure], subject: Subject) -> list[dict[str, Any]]:
    return [_figure(f, subject) for f in sorted(figures, key=lambda f: (f.period, f.value))]


def _figure(figure: Figure, subject: Subject) -> dict[str, Any]:
    scale = chart_scale(subject.indicator.unit, subject.spread, subject.figures)
    return {
        "period": figure.period,
        "value": scale.text(figure.value),
        "mark": mark(figure).value,
        "told": described(figure),
        "source": linked(figure.source),
        "note": figure.note,
    }


def _audit(audit: Mapping[str, Any]) -> dict[str, Any]:
    claims = audit["claims"]
    return {
        "title": audit["title"],
        "address": linked(audit.get("address", "")),
        "counts": counts(claim["verdict"] for claim in claims),
        "total": len(claims),
        "uncovered": audit["uncovered"],
        "sections": [
            {"title": title, "claims": [_claim(claim) for claim in group]}
            for title, group in groupby(claims, key=lambda claim: claim["section"])
        ],
    }


def _claim(claim: Mapping[str, Any]) -> dict[str, Any]:
    """A claim with its lines of evidence and arithmetic, each source as a link."""
    lines = [*claim["evidence"], *claim["arithmetic"]]
    return {
        **claim,
        "color": VERDICTS.get(claim["verdict"], ""),
        "lines": [{**line, "source": linked(line["source"])} for line in lines if line["says"] not in claim["reading"]],
    }


def _spending(found: tuple[Stream, ...], contents: Contents) -> dict[str, Any]:
    scale = money_scale(found)
    figure = stacked(found)
    years = sorted({year for stream in found for year in stream.spread.years})
    return {
        "figure": as_json(figure),
        "alt": figure["layout"]["meta"],
        "unit": scale.unit,
        "years": years,
        "streams": [
            {
                "label": stream.label,
                "title_local": contents.programmes.get(stream.programme, ("", ""))[1],
                "color": stream.color,
                "pattern": stream.pattern,
                "values": [scale.number(at.median[0]) if (at := stream.spread.at(year)) else "" for year in years],
            }
            for stream in found
        ],
    }


def _grants(contents: Contents) -> dict[str, Any] | None:
    """How many certificates each programme granted in each year, median of members."""
    found = {name: s for name, s in contents.spreads.items() if name.startswith(GRANTED)}
    years = sorted({year for spread in found.values() for year in spread.years})
    granted = [
        {
            "title": contents.programmes.get(name.removeprefix(GRANTED), (name.removeprefix(GRANTED), ""))[0],
            "values": [digits(round(at.median[0]), whole=True) if (at := spread.at(year)) else "" for year in years],
        }
        for name, spread in found.items()
        if any(spread.high_90)
    ]
    return {"years": years, "rows": granted} if granted else None


def _displaced(contents: Contents) -> dict[str, Any] | None:
    """R&D that the region's own programmes drew in each year, and what of it other places lose: median and range."""
    drawn, lost = contents.spreads.get(f"{DRAWN}rnd"), contents.spreads.get(f"{LOST}rnd")
    if drawn is None or lost is None or not any(drawn.high_90):
        return None
    scale = scale_for(drawn.unit, max(drawn.median))
    rows = [
        {"title": title, "values": [scale.number(value) for value in values]}
        for title, values in (
            ("R&D that the city's own programmes drew", drawn.median),
            ("of which other cities lose", lost.median),
            ("at least (5 % of members)", lost.low_90),
            ("at most (95 %)", lost.high_90),
        )
    ]
    return {"years": list(drawn.years), "rows": rows, "unit": scale.unit}


def _given(contents: Contents) -> dict[str, Any] | None:
    """What each programme gave in kind in each year, median of members, and whether its effect has an estimate."""
    found = {name: s for name, s in contents.spreads.items() if name.startswith(GIVEN) and any(s.high_90)}
    years = sorted({year for spread in found.values() for year in spread.years})
    kinds: list[dict[str, Any]] = []
    for name, spread in found.items():
        programme, _, channel = name.removeprefix(GIVEN).partition(".")
        scale = scale_for(spread.unit, max(spread.median))
        kinds.append(
            {
                "title": f"{contents.programmes.get(programme, (programme, ''))[0]}: {channel}",
                "unit": scale.unit,
                "effect": told(Channel(channel)),
                "values": [scale.number(at.median[0]) if (at := spread.at(year)) else "" for year in years],
            }
        )
    return {"years": years, "rows": kinds} if kinds else None


def _matched(row: Mapping[str, Any]) -> dict[str, Any]:
    scale = scale_for(row["unit"], row["published"])
    return {
        "what": row["what"],
        "unit": scale.unit,
        "published": scale.number(row["published"]),
        "opened": scale.number(row["opened"]),
        "ratio": ratio(row["opened"], row["published"]),
        "source": linked(row["source"]),
    }


def _parameters(citations: Sequence[Mapping[str, str]]) -> list[dict[str, Any]]:
    """The dated values of rules and processes by kind of evidence; the opening has tables of its own."""
    own = [row for row in citations if not row["path"].startswith(_OWN_PLACE)]
    return [
        {
            "kind": kind.value,
            "meaning": meaning,
            "rows": [
                {**row, "where": linked(row["where"]), "since": row["since"].replace(ALWAYS, "")}
                for row in own
                if Evidence(row["kind"]) is kind
            ],
        }
        for kind, meaning in _KINDS.items()
        if any(Evidence(row["kind"]) is kind for row in own)
    ]


def _sources(contents: Contents) -> list[dict[str, Any]]:
    """Every source of a figure, a rule or the opening region, with what it is the source of."""
    told: dict[str, Counter[str]] = {}
    for subject in contents.subjects:
        for figure in (*subject.figures, *chain.from_iterable(subject.vintages.values())):
            told.setdefault(figure.source, Counter())[subject.indicator.title] += 1
    for row in contents.citations:
        where = f"{row['source']}. {row['where']}".strip(". ")
        if Evidence(row["kind"]) is not Evidence.ASSUMED and not row["path"].startswith(_OWN_PLACE):
            told.setdefault(where, Counter())[row["path"].partition(".")[0]] += 1
    for fact in contents.facts.values():
        told.setdefault(fact.source, Counter())["the stylised facts"] += 1
    for row in contents.manifest.get("matched", ()):
        told.setdefault(row["source"], Counter())["the opening region"] += 1
    return [{"source": linked(source), "of": _list(told[source])} for source in sorted(told) if source]


def _list(things: Iterable[str]) -> str:
    return "; ".join(dict.fromkeys(things))
