"""Record: the published figures of a region, chosen, dated and checked."""

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from datetime import date, timedelta

from mangrove.errors import DataError, did_you_mean
from mangrove.figure import Figure
from mangrove.record.checks import (
    conflict_problems,
    duplicate_problems,
    falling_problems,
    splice_problems,
    unit_problems,
)
from mangrove.record.identities import identity_problems
from mangrove.record.parts import Identity, Problem, Series


@dataclass(frozen=True)
class Record:
    """Published figures with their series and the identities that must hold between them.

    Attributes:
        figures: All figures, in the order of the file.
        series: Series by name.
        identities: Arithmetic that `check` holds the figures to.
    """

    figures: tuple[Figure, ...]
    series: Mapping[str, Series]
    identities: tuple[Identity, ...] = ()

    def select(self, series: str, place: str | None = None, year: int | None = None) -> tuple[Figure, ...]:
        """The figures of a series, in the order of the file; every vintage and every source of it.

        Raises:
            DataError: if the record has no such series.
        """
        if series not in self.series:
            msg = f"the record has no series {series!r}; {did_you_mean(series, self.series)}"
            raise DataError(msg)
        return tuple(
            figure
            for figure in self.figures
            if figure.series == series and place in (None, figure.place) and year in (None, figure.year)
        )

    def known_by(self, day: str) -> "Record":
        """The record as it stood at the end of a day: figures known to be published by then.

        A figure whose day of publication is not known is left out; one dated by month or year counts at the
        end of it.

        Raises:
            DataError: if the day is no ISO date.
        """
        if not re.fullmatch(r"\d{4}-\d{2}-\d{2}", day):
            msg = f"known_by: {day!r} is no day; write it as 2014-12-31"
            raise DataError(msg)
        limit = last_day(day)
        return self._keep(lambda figure: figure.published_on != "" and last_day(figure.published_on) <= limit)

    def without_page(self) -> "Record":
        """The record without figures whose only source is the page under audit."""
        return self._keep(lambda figure: not figure.page_itself)

    def check(self) -> list[Problem]:
        """Everything in the record that does not fit, each with its arithmetic."""
        return [
            *unit_problems(self.figures, self.series),
            *duplicate_problems(self.figures),
            *conflict_problems(self.figures, self.series),
            *identity_problems(self.figures, self.identities),
            *falling_problems(self.figures, self.series),
            *splice_problems(self.figures, self.series),
        ]

    def _keep(self, wanted: Callable[[Figure], bool]) -> "Record":
        return replace(self, figures=tuple(filter(wanted, self.figures)))


def last_day(when: str) -> date:
    """The last day of an ISO year, month or day.

    >>> last_day("2016-02")
    datetime.date(2016, 2, 29)

    Raises:
        DataError: if it is none of the three.
    """
    first = first_day(when)
    if len(when) == len("2016"):
        return first.replace(month=12, day=31)
    if len(when) == len("2016-02"):
        return (first + timedelta(days=31)).replace(day=1) - timedelta(days=1)
    return first


def first_day(when: str) -> date:
    """The first day of an ISO year, month or day.

    Raises:
        DataError: if it is none of the three.
    """
    if re.fullmatch(r"\d{4}(-\d{2}){0,2}", when):
        try:
            return date.fromisoformat((when + "-01-01")[: len("2016-02-29")])
        except ValueError:
            pass
    msg = f"{when!r} is no date; write 2017, 2017-06 or 2017-06-30"
    raise DataError(msg)
