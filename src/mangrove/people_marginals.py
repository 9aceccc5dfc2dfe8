"""People's marginals: what the professionals and institutes of a region's first day are drawn from."""

import math
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import Final

from mangrove.dated import Source
from mangrove.errors import RuleError
from mangrove.marginals import Given
from mangrove.named import NamedInstitutes

ROUNDING: Final = 1e-9


@dataclass(frozen=True)
class Shares:
    """The parts of a whole, by name."""

    what: str
    of: Mapping[str, float]
    source: Source

    def __post_init__(self) -> None:
        _check_whole(self.what, self.of.values())


@dataclass(frozen=True)
class Mix:
    """The parts of several wholes: a row for each, its shares in the order of the columns."""

    what: str
    columns: tuple[str, ...]
    rows: Mapping[str, tuple[float, ...]]
    source: Source

    def __post_init__(self) -> None:
        for name, row in self.rows.items():
            if len(row) != len(self.columns):
                msg = f"{self.what}, {name}: {len(row)} shares for {len(self.columns)} columns; give one for each"
                raise RuleError(msg)
            _check_whole(f"{self.what}, {name}", row)


@dataclass(frozen=True)
class Pieces:
    """A distribution in pieces, uniform within each: its start, then (share, greatest value), the smallest first."""

    what: str
    start: float
    pieces: tuple[tuple[float, float], ...]
    source: Source

    def __post_init__(self) -> None:
        _check_whole(self.what, [share for share, _ in self.pieces])
        ends = [self.start, *(end for _, end in self.pieces)]
        if ends != sorted(set(ends)):
            msg = f"{self.what}: the pieces end at {ends}; write them smallest first, none twice"
            raise RuleError(msg)

    @property
    def mean(self) -> float:
        """The mean of the distribution."""
        starts = [self.start, *(end for _, end in self.pieces)]
        middles = [(start + end) / 2 for start, (_, end) in zip(starts, self.pieces, strict=False)]
        return sum(share * middle for (share, _), middle in zip(self.pieces, middles, strict=True))


@dataclass(frozen=True)
class InstituteKind:
    """The institutes of one kind.

    Attributes:
        number: How many there are.
        professionals: Professionals they employ together.
        spread: Standard deviation of the log of posts between them.
        growth: Growth of posts a year.
        districts: Where they are, by professionals.
    """

    number: Given
    professionals: Given
    spread: Given
    growth: Given
    districts: Shares


@dataclass(frozen=True)
class PeopleMarginals:
    """All that the people and institutes of the opening are drawn from.

    Attributes:
        total: Professionals of all kinds, with work or without.
        fields: Of professionals.
        levels: By field.
        origins: By level.
        ages: Of professionals, in years.
        stays: Years since arrival, or since joining the professionals; never longer than since the first level.
        unemployed: Share of professionals without work.
        mean_wage: Of professionals at work.
        homes: Districts in which they live.
        institutes: By kind.
        institute_ages: Years since founding.
        recognised: People recognised by talent programmes, by status; nobody else is.
        named: Institutes by name, which are some of those of their kinds.
    """

    total: Given
    fields: Shares
    levels: Mix
    origins: Mix
    ages: Pieces
    stays: Pieces
    unemployed: Given
    mean_wage: Given
    homes: Shares
    institutes: Mapping[str, InstituteKind]
    institute_ages: Pieces
    recognised: Mapping[str, Given]
    named: NamedInstitutes = field(default_factory=NamedInstitutes)

    @property
    def givens(self) -> tuple[Given, ...]:
        """Every single number."""
        kinds = [given for k in self.institutes.values() for given in (k.number, k.professionals, k.spread, k.growth)]
        return (self.total, self.unemployed, self.mean_wage, *self.recognised.values(), *kinds)

    @property
    def tables(self) -> tuple[Shares | Mix | Pieces, ...]:
        """Every distribution and every table of shares."""
        return (
            self.fields, self.levels, self.origins, self.ages, self.stays, self.homes, self.institute_ages,
            *(kind.districts for kind in self.institutes.values()),
        )  # fmt: skip


def _check_whole(what: str, shares: Iterable[float]) -> None:
    parts = list(shares)
    if any(part < 0 for part in parts) or not math.isclose(math.fsum(parts), 1, abs_tol=ROUNDING):
        msg = f"{what}: the shares are {parts} and add up to {math.fsum(parts):g}; they must be parts of one whole"
        raise RuleError(msg)
