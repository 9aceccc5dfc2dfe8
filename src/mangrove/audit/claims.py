"""The claims file of a page: what each figure claims, where it stands, and what may bear on it.

A claims file is TOML: sections, claims with their evidence routes, and identities, all in our own words. It
never holds the page's sentences, and a claim's locator never holds its figure.
"""

from dataclasses import dataclass
from decimal import Decimal
from enum import StrEnum

from mangrove.audit.numbers import Number, find_numbers
from mangrove.audit.page import Locator
from mangrove.units import UNITS, from_printed


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
            term, the whole that both imply, is held against each further term; it never decides).
        statement: The equation in words.
        total: Id of the claim on the left.
        terms: The right-hand side.
        reading: What follows for the page's wording if it holds (of a ratio: if every whole on record is
            larger than the implied one).
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
        reading: What the wording of the transcribed figure leaves out or gets wrong.
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
