"""Facts: the stylised facts of a run beside their published values, in the words and numbers of the report."""

import math
from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any, Final

from mangrove.fact import Curve, Fact, Theme, Verdict
from mangrove.report.contents import Contents
from mangrove.report.text import as_json, linked
from mangrove.results import fact_variable
from mangrove.views.curve import bars, place_name
from mangrove.views.palette import FACTS
from mangrove.views.scale import NOTHING, Scale, scale_for
from mangrove.views.spread import Spread
from mangrove.views.verdicts import counts

_WIDTH: Final = 200.0
"""Width of the small scale of a fact."""
_MARGIN: Final = 0.12
"""Part of that width left free at either end."""


def facts(contents: Contents) -> dict[str, Any] | None:
    """Every fact by theme, how many are met, and the pictures; None where the run measured none."""
    if not contents.facts:
        return None
    day = date(contents.last_year, 12, 31)
    rows = [_row(name, fact, _in(contents, fact_variable(name))) for name, fact in contents.facts.items()]
    return {
        "counts": counts((row["verdict"] for row in rows), FACTS),
        "themes": [{"title": theme, "rows": [row for row in rows if row["theme"] is theme]} for theme in Theme],
        "pictures": [
            _picture(name, fact.curve, contents, day)
            for theme in Theme
            for name, fact in contents.facts.items()
            if fact.curve is not None and fact.theme is theme
        ],
    }


def _in(contents: Contents, variable: str) -> Spread | None:
    """The spread of a variable in the last year of the run."""
    spread = contents.spreads.get(variable)
    return spread.at(contents.last_year) if spread else None


def _row(name: str, fact: Fact, at: Spread | None) -> dict[str, Any]:
    median = at.median[0] if at else math.nan
    ends = [end for end in (fact.low, fact.high) if end is not None]
    seen = [*ends, *((at.low_90[0], median, at.high_90[0]) if at else ())]
    scale = scale_for(fact.unit, max(map(abs, seen), default=0.0))
    verdict = fact.verdict(median)
    return {
        "name": name,
        "theme": fact.theme,
        "title": fact.title,
        "published": fact.published,
        "source": linked(fact.source),
        "note": fact.note,
        "band": _band(fact, scale),
        "value": scale.text(median),
        "spread": f"{scale.number(at.low_90[0])} to {scale.number(at.high_90[0])}" if at else "",
        "verdict": verdict.value,
        "color": FACTS[verdict],
        "miss": _miss(fact.miss(median), scale) if verdict is Verdict.MISSED else "",
        "gauge": _gauge(fact, at, seen) if at else None,
    }


def _band(fact: Fact, scale: Scale) -> str:
    """The band in words."""
    if fact.low is None or fact.high is None:
        end, word = (fact.high, "less") if fact.low is None else (fact.low, "more")
        return NOTHING if end is None else f"{scale.text(end)} or {word}"
    if fact.low == fact.high:
        return scale.text(fact.low)
    return f"{scale.number(fact.low)} to {scale.text(fact.high)}"


def _miss(miss: float, scale: Scale) -> str:
    """By how much and to which side a fact is missed; a difference of percentages is in points."""
    unit = "points" if scale.unit == "%" else scale.unit
    return " ".join(filter(None, (scale.number(abs(miss)), unit, "too high" if miss > 0 else "too low")))


def _gauge(fact: Fact, at: Spread, seen: Sequence[float]) -> dict[str, float]:
    """Places of the band, of 90 % of members and of their median on a small scale."""
    low, high = min(seen), max(seen)
    stretch = (1 - 2 * _MARGIN) * _WIDTH / (high - low) if high > low else 0.0

    def place(value: float) -> float:
        return round(_MARGIN * _WIDTH + (value - low) * stretch, 1) if stretch else _WIDTH / 2

    left = 0.0 if fact.low is None else place(fact.low)
    right = _WIDTH if fact.high is None else place(fact.high)
    return {
        "left": left - 1.5 if left == right else left,
        "width": max(right - left, 3.0),
        "from": place(at.low_90[0]),
        "to": place(at.high_90[0]),
        "dot": place(at.median[0]),
    }


def _picture(name: str, curve: Curve, contents: Contents, day: date) -> dict[str, Any]:
    places = [_in(contents, fact_variable(name, place)) for place in range(len(curve.labels))]
    figure = bars(curve, places, day)
    return {
        "name": f"fact-{name}",
        "title": curve.title,
        "alt": figure["layout"]["meta"],
        "figure": as_json(figure),
        "empty": not any(places),
        "rows": _numbers(curve, places),
    }


def _numbers(curve: Curve, places: Sequence[Spread | None]) -> list[dict[str, str]]:
    """The picture as a table."""
    scale = scale_for(curve.unit, 1.0)
    published: Mapping[int, float | None] = dict(enumerate(curve.published))
    return [
        {
            "place": place_name(curve, place),
            "median": scale.text(at.median[0]) if at else NOTHING,
            "spread": f"{scale.number(at.low_90[0])} to {scale.number(at.high_90[0])}" if at else "",
            "published": scale.text(value) if (value := published.get(place)) is not None else "",
        }
        for place, at in enumerate(places)
    ]
