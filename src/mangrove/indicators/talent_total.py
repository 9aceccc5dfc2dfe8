"""Talent of all kinds: the professionals of the region."""

from collections.abc import Sequence

import numpy as np

from mangrove.arrays import Doubles
from mangrove.indicator import Closed, Indicator, Parts
from mangrove.registers.people import FIELDS, LEVELS, ORIGINS

_FIELDS = (
    "computing", "engineering", "science", "health and education", "business", "design and media", "skilled trades",
)  # fmt: skip
_LEVELS = ("diploma or trade", "bachelor", "master", "doctor", "academician")
_ORIGINS = ("local", "elsewhere in the country", "returned from abroad", "foreign")


def measure(closed: Closed) -> float:
    """Professionals on the last day of the year, with work or without."""
    return len(closed.region.people) * closed.region.weight


def _by(column: str, title: str, codes: Sequence[str], words: Sequence[str]) -> Parts:
    """Professionals by a column of their register."""

    def count(closed: Closed) -> Doubles:
        heads = np.bincount(getattr(closed.region.people, column), minlength=len(codes))
        return heads.astype(np.float64) * closed.region.weight

    return Parts(title, dict(zip(codes, words, strict=True)), count)


INDICATOR = Indicator(
    title="Talent of all kinds, stock",
    title_local="人才资源总量",
    unit="person",
    definition=(
        "Officials, managers, professional and technical staff, skilled workers and others whom the city counts as "
        "talent, at the end of the year."
    ),
    differs="Counts people of working age with a diploma, a degree or a skilled trade, whatever their post or papers.",
    source="City talent plans; human resources bureau",
    measure=measure,
    people=True,
    parts={
        "field": _by("field", "Field of study or trade", FIELDS, _FIELDS),
        "level": _by("level", "Highest level", LEVELS, _LEVELS),
        "origin": _by("origin", "Where they came from", ORIGINS, _ORIGINS),
    },
)
