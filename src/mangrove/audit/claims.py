"""The claims file of a page: what each figure claims, where it stands, and what may bear on it.

A claims file is TOML: sections, claims with their evidence routes, and identities, all in our own words. It
never holds the page's sentences, and a claim's locator never holds its figure.
"""

import tomllib
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, fields
from decimal import Decimal
from enum import StrEnum
from pathlib import Path
from typing import Any, Final, TypeVar, cast

from mangrove.audit.numbers import Kind, Number, find_numbers
from mangrove.audit.page import Locator
from mangrove.errors import DataError, MangroveError, SourceError, did_you_mean, problem_list
from mangrove.units import UNITS, from_printed

T = TypeVar("T")


class Wording(StrEnum):
    """How the page words a figure."""

    EXACT = "exact"
    AT_LEAST = "at_least"
    ABOUT = "about"


class Role(StrEnum):
    """What figures on record may say about a claim."""

    VALUE = "value"  # the same quantity: it may confirm or contradict
    DAY = "day"  # the day or year of the same event
    FLOOR = "floor"  # a smaller thing (an earlier stock, a part): the claim cannot be below it
    OTHER_MEANING = "other_meaning"  # another quantity that the page's figure may be, shown if it is equal
    CONTEXT = "context"  # shown, never decides


@dataclass(frozen=True)
class Route:
    """Figures of the record to hold against a claim.

    Attributes:
        series: Series on record; empty for the claim's own.
        place: Empty for the claim's own.
        period: A year or a part of one ("2010-06"); empty for any.
        role: What they may say.
        note: What a reader must know to compare them.
    """

    series: str = ""
    place: str = ""
    period: str = ""
    role: Role = Role.VALUE
    note: str = ""


@dataclass(frozen=True)
class Term:
    """One term of an identity: a claim's figure, a figure on record, or a plain number.

    Attributes:
        claim: Id of a claim.
        series: Series on record (exact figures only are used).
        place: Place of the series; empty for the file's.
        period: Period of the series.
        year_of: Whether the year of the figure counts instead of its value.
        number: A plain number.
        minus: Whether the term is subtracted (in a sum).
    """

    claim: str = ""
    series: str = ""
    place: str = ""
    period: str = ""
    year_of: bool = False
    number: float | None = None
    minus: bool = False


@dataclass(frozen=True)
class Identity:
    """An equation that figures of the page and of the record must meet.

    Attributes:
        id: Name.
        kind: "sum" (total = terms added), "product" (total = terms multiplied) or "ratio" (total / first
            term is compared with each further term: shown, never decides).
        statement: The equation in words.
        total: Id of the claim on the left.
        terms: The right-hand side.
        reading: What follows for the page's wording if it holds.
        reading_for: Id of the claim whose wording it is; the total's where empty.
    """

    id: str
    kind: str
    statement: str
    total: str
    terms: tuple[Term, ...]
    reading: str = ""
    reading_for: str = ""


@dataclass(frozen=True)
class Claim:
    """What one figure of a page claims.

    Attributes:
        id: Name, unique in the file.
        section: Id of its section.
        statement: The claim in our own words.
        printed: The figure as the page printed it when the file was written.
        series: Series the figure belongs to.
        place: Place it is about.
        year: Year it is about.
        unit: Canonical or printed unit; "day" for a date.
        before: Words just before the figure.
        after: Words just after it.
        nth: Which of several places that fit.
        wording: How the page words it.
        routes: What to look up on record; by default the claim's own series and year.
        settle: The source that would settle it where nothing on record does.
        reading: What the wording leaves out or gets wrong, whatever the figure.
    """

    id: str
    section: str
    statement: str
    printed: str
    series: str
    place: str
    year: int
    unit: str
    before: str = ""
    after: str = ""
    nth: int = 1
    wording: Wording = Wording.EXACT
    routes: tuple[Route, ...] = ()
    settle: str = ""
    reading: str = ""

    @property
    def dated(self) -> bool:
        """Whether the figure is a date or a year."""
        return self.unit == "day"

    @property
    def transcribed(self) -> Number:
        """The figure as transcribed in the file."""
        return find_numbers(self.printed)[0]

    @property
    def factor(self) -> Decimal:
        """What turns the printed value into the canonical unit."""
        return Decimal(1) if self.unit in UNITS else from_printed(Decimal(1), self.unit, self.id)[0]

    @property
    def canonical_unit(self) -> str:
        """The unit of the claim's value."""
        return self.unit if self.unit in UNITS else from_printed(Decimal(1), self.unit, self.id)[1]


@dataclass(frozen=True)
class Section:
    """A part of the page: id, our title, and the words its first line opens with (none: the top)."""

    id: str
    title: str
    opens: str = ""


@dataclass(frozen=True)
class ClaimsFile:
    """All that is claimed on one page, and by what it is judged.

    Attributes:
        title: What the page is.
        address: Where it was published.
        sections: Its parts, in order.
        claims: One for each figure.
        identities: Equations across claims and the record.
    """

    title: str
    address: str
    sections: tuple[Section, ...]
    claims: tuple[Claim, ...]
    identities: tuple[Identity, ...]

    def section(self, claim: Claim) -> Section:
        """The section of a claim."""
        return next(section for section in self.sections if section.id == claim.section)

    def locator(self, claim: Claim) -> Locator:
        """Where to look for a claim's figure."""
        return Locator(self.section(claim).opens, claim.before, claim.after, claim.nth)


_KINDS: Final = ("sum", "product", "ratio")
_SHARED: Final = ("place", "year")


def read_claims(path: Path) -> ClaimsFile:
    """Read a claims file.

    Raises:
        SourceError: if it cannot be read.
        DataError: if it is not TOML, or breaks the schema: all problems at once.
    """
    try:
        tables = tomllib.loads(path.read_text(encoding="utf-8"))
    except OSError as error:
        msg = f"{path}: the claims file cannot be read ({error.strerror})"
        raise SourceError(msg) from None
    except (tomllib.TOMLDecodeError, UnicodeDecodeError) as error:
        msg = f"{path}: the claims file is not valid TOML: {error}"
        raise DataError(msg) from None
    problems: list[str] = []
    file = _file(tables, problems)
    if not problems:
        problems = _check(file)
    if problems:
        raise DataError(problem_list(f"{path}: {len(problems)} problems in the claims file", problems))
    return file


def _file(tables: Mapping[str, Any], problems: list[str]) -> ClaimsFile:
    """The claims file, as far as its tables fit the schema."""
    known = ("title", "address", "place", "year", "section", "claim", "identity")
    problems += [f"unknown key {key!r}; {did_you_mean(key, known)}" for key in tables if key not in known]
    shared = {key: tables[key] for key in _SHARED if key in tables}
    sections = [_row(Section, row, f"section {n}", problems) for n, row in _rows(tables, "section")]
    claims = [
        _row(Claim, {**shared, **row}, f"claim {row.get('id', n)!r}", problems)
        for n, row in _rows(tables, "claim")
    ]
    identities = [
        _row(Identity, row, f"identity {row.get('id', n)!r}", problems)
        for n, row in _rows(tables, "identity")
    ]
    return ClaimsFile(
        str(tables.get("title", "")),
        str(tables.get("address", "")),
        _kept(sections),
        _kept(claims),
        _kept(identities),
    )


def _kept(rows: Iterable[T | None]) -> tuple[T, ...]:
    return tuple(row for row in rows if row is not None)


def _rows(tables: Mapping[str, Any], name: str) -> Iterable[tuple[int, dict[str, Any]]]:
    rows = cast("list[dict[str, Any]]", tables.get(name, []))
    return enumerate(rows, 1)


def _row(kind: type[T], row: Mapping[str, Any], where: str, problems: list[str]) -> T | None:
    """One dataclass from one table; nested tables become routes and terms."""
    values = dict(row)
    names = [field.name for field in fields(cast("Any", kind))]
    unknown = [key for key in values if key not in names]
    problems += [f"{where}: unknown key {key!r}; {did_you_mean(key, names)}" for key in unknown]
    if unknown:
        return None
    for name, inner in (("routes", Route), ("terms", Term)):
        if name in values:
            nested = [
                _row(cast("type[Any]", inner), part, f"{where}, {name}", problems) for part in values[name]
            ]
            values[name] = tuple(part for part in nested if part is not None)
    try:
        if "wording" in values:
            values["wording"] = Wording(values["wording"])
        if "role" in values:
            values["role"] = Role(values["role"])
        return kind(**values)
    except (TypeError, ValueError) as error:
        problems.append(f"{where}: {str(error).removeprefix(f'{kind.__name__}.__init__() ')}")
        return None


def _check(file: ClaimsFile) -> list[str]:
    """What does not fit together: names, units, figures, locators."""
    problems: list[str] = []
    ids = [claim.id for claim in file.claims]
    sections = [section.id for section in file.sections]
    problems += [
        f"claim {name!r} stands twice" for name in sorted({name for name in ids if ids.count(name) > 1})
    ]
    for claim in file.claims:
        problems += _check_claim(claim, sections)
    for identity in file.identities:
        if identity.kind not in _KINDS:
            kinds = did_you_mean(identity.kind, _KINDS)
            problems.append(f"identity {identity.id!r}: unknown kind {identity.kind!r}; {kinds}")
        named = [identity.total, identity.reading_for, *(term.claim for term in identity.terms)]
        problems += [
            f"identity {identity.id!r}: no claim {name!r}; {did_you_mean(name, ids)}"
            for name in named
            if name and name not in ids
        ]
    return problems


def _check_claim(claim: Claim, sections: list[str]) -> list[str]:
    where = f"claim {claim.id!r}"
    problems: list[str] = []
    if claim.section not in sections:
        problems.append(f"{where}: no section {claim.section!r}; {did_you_mean(claim.section, sections)}")
    numbers = find_numbers(claim.printed)
    if len(numbers) != 1:
        problems.append(f"{where}: printed {claim.printed!r} must hold one figure, not {len(numbers)}")
    elif claim.dated and numbers[0].kind is not Kind.DATE:
        problems.append(f"{where}: the unit is a day, but {claim.printed!r} is no date")
    if not claim.before and not claim.after:
        problems.append(f"{where}: a locator needs words before or after the figure")
    if find_numbers(f"{claim.before} | {claim.after}"):
        problems.append(f"{where}: a locator holds no figures; write # for one")
    try:
        _ = claim.factor
    except MangroveError as error:
        problems.append(str(error))
    return problems
