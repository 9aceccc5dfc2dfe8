"""Scales: whether a part of the region stands for the whole, in the words and numbers of the report."""

from collections.abc import Sequence
from itertools import groupby
from typing import Any

from mangrove.report.contents import Contents
from mangrove.report.text import as_json
from mangrove.scales import CHANGES, Pair, Sample, pairs
from mangrove.views.parts import deviates, differences, named, told


def scales(contents: Contents) -> dict[str, Any] | None:
    """The region's table of scales as two charts and a table; None where it ships none."""
    command, samples = contents.scales
    if not samples:
        return None
    found = [pair for pair in pairs(samples) if pair.judged]
    last = max(one.year for one in samples)
    there = {one.variable for one in samples}
    titles = {s.name: _short(s.indicator.title) for s in contents.subjects if s.name in there - CHANGES}
    charts = {
        "differences": differences([pair for pair in found if pair.part.year == last], titles),
        "deviates": deviates(found),
    }
    return {
        "command": command,
        "year": last,
        "members": [{"scale": named(scale), "members": members} for scale, members in _members(samples)],
        "charts": {name: {"alt": c["layout"]["meta"], "figure": as_json(c)} for name, c in charts.items()},
        "colors": [
            {"scale": trace["name"], "color": trace["marker"]["color"]} for trace in charts["differences"]["data"]
        ],
        "rows": [
            _row(one, found) for one in samples if one.scale == max(s.scale for s in samples) and one.year == last
        ],
    }


def _short(title: str) -> str:
    """A title without what it says behind a comma or in brackets."""
    return title.partition(" (")[0].partition(",")[0]


def _members(samples: Sequence[Sample]) -> list[tuple[float, int]]:
    return [(scale, next(own).members) for scale, own in groupby(samples, key=lambda one: one.scale)]


def _row(whole: Sample, found: Sequence[Pair]) -> dict[str, Any]:
    """A number at every scale, the whole last."""
    parts = {pair.part.scale: pair.part for pair in found if pair.whole == whole}
    scales_of = sorted({pair.part.scale for pair in found})
    values = [told(parts[scale]) if scale in parts else "" for scale in scales_of]
    return {"name": whole.variable, "values": [*values, told(whole)]}
