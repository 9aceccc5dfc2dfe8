"""R&D ratios of small firms cluster at the threshold of accreditation."""

from collections.abc import Callable
from datetime import date
from typing import Final

import numpy as np

from mangrove.arrays import Doubles
from mangrove.dated import Dated
from mangrove.estimators import jump_at
from mangrove.fact import Curve, Fact, Theme
from mangrove.indicator import Closed
from mangrove.thresholds import SMALL_FIRMS, Class, ratios

LEAST: Final = 10
"""Fewest firms that a smooth neighbourhood expects in each class beside the threshold."""
STEP: Final = 0.005
"""Width of a class of the picture."""
STEPS: Final = 24


def bunching(kind: Class) -> Callable[[Closed], float]:
    """How to measure the clustering of a class of firms at its threshold; NaN where no rule is in force."""

    def measure(closed: Closed) -> float:
        day = closed.region.day
        threshold = kind.threshold.on(day)
        return jump_at(ratios(closed.region.firms, kind, day), threshold, LEAST) if threshold else np.nan

    return measure


def picture(name: str, kind: Class) -> Curve:
    """The ratios of a class of firms, with its threshold."""

    def classes(closed: Closed) -> Doubles:
        found = ratios(closed.region.firms, kind, closed.region.day)
        counts, _ = np.histogram(found, STEPS, (0.0, STEP * STEPS))
        return counts / len(found) if len(found) >= LEAST * STEPS else np.full(STEPS, np.nan)

    return Curve(
        title=f"R&D over sales of three years, {name} firms",
        unit="share",
        axis="R&D over sales",
        labels=tuple(f"{step * STEP:.1%}".replace("%", " %") for step in range(STEPS)),
        measure=classes,
        edges=True,
        line=lambda day: _place(kind.threshold, day),
        line_says="asked for accreditation",
    )


def _place(threshold: Dated[float], day: date) -> float | None:
    asked = threshold.on(day)
    return asked / STEP if asked else None


def bunching_fact(name: str, kind: Class, sales: str) -> Fact:
    """The fact for one class of firms."""
    return Fact(
        title=f"Clustering at the R&D threshold, {name} firms",
        theme=Theme.RND,
        unit="1",
        published="R&D over sales clusters at the thresholds that accreditation asks for (China, corporate tax "
        "records, 2008-2011); 1 would be no clustering",
        low=1.0,
        high=None,
        source="Chen, Liu, Suárez Serrato & Xu 2021, American Economic Review 111(7), "
        "https://doi.org/10.1257/aer.20191758; working paper: https://www.nber.org/papers/w24749",
        measure=bunching(kind),
        note=f"Firms with sales {sales} that report R&D: number within a tenth above the threshold over number "
        "within a tenth below, relative to a parabola through the numbers farther off; at least 10 expected on either "
        "side. Three years of reported R&D over three of sales, the class by the last year's sales.",
        curve=picture(name, kind),
    )


FACT = bunching_fact("small", SMALL_FIRMS, "up to 50 million yuan")
