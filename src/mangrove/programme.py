"""Programme: a public rule: who is eligible, clause by clause; what is paid on which channel; examples.

A programme never changes an actor: it puts money, a rate or a certificate on a channel, and processes spend
channels. Every clause has three outcomes: it holds, it fails, or it cannot be determined.
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from enum import StrEnum
from typing import Any, Final, Generic, Protocol, TypeVar

import numpy as np

from mangrove.arrays import Bools, Bytes8, Days, Doubles, Longs
from mangrove.dated import Dated, Source
from mangrove.register import Register

R = TypeVar("R", bound=Register)
T = TypeVar("T")

HOLDS: Final = 1
FAILS: Final = 0
UNDETERMINED: Final = -1

SINGLE: Final = 2e-7
"""Relative slack of a comparison: registers hold float32, whose last bit may put a printed sum off its threshold."""
DOUBLE: Final = 1e-12
"""The same for records in double precision, in which a yuan too little is too little."""


class Channel(StrEnum):
    """The closed list of ways in which a programme reaches an actor."""

    RND_PRICE = "rnd_price"
    RND_CASH = "rnd_cash"
    ENTRY_CASH = "entry_cash"
    OPERATING_CASH = "operating_cash"
    TAX_RATE = "tax_rate"
    GUARANTEE = "guarantee"
    EQUITY = "equity"
    TALENT_CASH = "talent_cash"
    SPACE = "space"
    COMPUTE = "compute"
    SEQUENCING = "sequencing"
    MEETINGS = "meetings"
    CERTIFICATE = "certificate"
    ENFORCEMENT = "enforcement"


CASH: Final = (Channel.RND_CASH, Channel.ENTRY_CASH, Channel.OPERATING_CASH)
"""The channels that reach an actor as money in the year."""
IN_KIND: Final = (Channel.SPACE, Channel.COMPUTE, Channel.SEQUENCING, Channel.MEETINGS)
"""The channels on which something is given that is not money."""
RELIEF: Final = (Channel.RND_PRICE, Channel.TAX_RATE)
"""The channels that reach a firm as income tax forgone, in the order in which the books apply them."""
VENTURED: Final = (Channel.GUARANTEE, Channel.EQUITY)
"""The channels on which others pay and the programme bears a part; what that costs it shows when the year is over."""


class Compare(StrEnum):
    """How a clause sets a value against its threshold."""

    AT_LEAST = ">="
    AT_MOST = "<="
    ABOVE = ">"
    BELOW = "<"


class Rationing(StrEnum):
    """What happens when claims exceed the budget."""

    NONE = "none"
    PRO_RATA = "pro_rata"
    RANKED = "ranked"
    FIRST_COME = "first_come"
    LOTTERY = "lottery"


class Terms(Protocol):
    """A programme's (or process's) own values on a day under a scenario."""

    @property
    def day(self) -> np.datetime64:
        """The day the terms hold."""
        ...

    def __getitem__(self, value: Dated[T]) -> T:
        """The value in force; for a number NaN where nothing is in force or nothing is known."""
        ...

    def has(self, value: Dated[Any]) -> bool:
        """Whether an entry is in force, known or not."""
        ...


@dataclass(frozen=True)
class Clause(Generic[R]):
    """One condition of a rule.

    Attributes:
        name: Short name in snake case.
        meaning: The condition as a citizen would be told it.
        value: What is looked at, NaN where unknown, shape (n,).
        compare: How value and threshold are set against each other.
        threshold: The number it must meet, shape (n,) or a scalar; NaN where the rule's own is unknown.
        rests_on: The dated values of the clause; it is in force while any of them is.
        effort: For a condition that R&D spending can meet: the spending this year that would meet it at
            next year's application, shape (n,), CNY/yr.
        meaning_local: The condition in the rule's own language; empty where nobody has put it so.
    """

    name: str
    meaning: str
    value: Callable[[R, Terms], Doubles]
    compare: Compare
    threshold: Callable[[R, Terms], Doubles | float]
    rests_on: tuple[Dated[Any], ...]
    effort: Callable[[R, Terms], Doubles] | None = None
    meaning_local: str = ""


@dataclass(frozen=True)
class Ruling:
    """What one clause says of some rows: 1 holds, 0 fails, -1 undetermined; with value and threshold."""

    holds: Bytes8
    value: Doubles
    threshold: Doubles


@dataclass(frozen=True)
class Award(Generic[R]):
    """What a programme puts on a channel.

    Attributes:
        channel: The channel.
        unit: Canonical unit of the amount.
        meaning: One sentence.
        amount: Amount per row, shape (n,), not negative.
        to_holders: Whether holders of the programme's certificate receive it (else those who claim and win).
        meaning_local: The sentence in the rule's own language; empty where nobody has put it so.
        part: Part that the programme bears itself, of losses on what it guarantees or of a round of equity; None is
            the whole.
    """

    channel: Channel
    unit: str
    meaning: str
    amount: Callable[[R, Terms], Doubles]
    to_holders: bool = False
    meaning_local: str = ""
    part: Dated[float] | None = None


@dataclass(frozen=True)
class Certificate(Generic[R]):
    """A status that a programme grants for some years.

    Attributes:
        granted_on: Day of the last grant per row, NaT where there was none, shape (n,).
        years: How long it is valid.
        renewal: Share of former holders, still eligible, that obtain it again in a year; those who never held
            one apply at the programme's take-up.
    """

    granted_on: Callable[[R], Days]
    years: Dated[float]
    renewal: Dated[float]

    def held(self, rows: R, terms: Terms) -> Bools:
        """Whether each row holds a valid one on the terms' day, shape (n,)."""
        if not terms.has(self.years):
            return np.zeros(len(rows), np.bool_)
        return held_for(terms[self.years], self.granted_on(rows), terms.day)


@dataclass(frozen=True)
class Example:
    """A worked case: a sentence, a day, the facts it states, and what the rule must say.

    Attributes:
        says: The case as a sentence.
        on: Day of the application, ISO.
        facts: Values of register columns; any other column is unknown to the case.
        eligible: True, False, or None where the rule cannot say.
        decided_by: The first clause that fails or cannot be determined; empty if eligible.
        pays: Amount by channel, for the eligible.
    """

    says: str
    on: str
    facts: Mapping[str, Any]
    eligible: bool | None
    decided_by: str = ""
    pays: Mapping[Channel, float] = field(default_factory=dict[Channel, float])


@dataclass(frozen=True)
class Programme(Generic[R]):
    """A public rule.

    Attributes:
        title: Official title in English.
        title_local: Official title in its own language.
        register: The register whose rows it rules on.
        clauses: Conditions in the order of the document; all must hold.
        awards: What it pays on which channel.
        examples: Worked cases: both sides of every date and threshold, and a refusal.
        take_up: Share of the eligible that apply in a year.
        certificate: The status it grants, if any.
        event: Whether a claim is an event of the year, drawn anew, as an award once in a life is; else a habit.
        among: Rows outside of which nobody is eligible, found at a glance in a register of millions; None for all.
        budget: What there is in a year, in the unit of the award it limits; None where the rule has no limit.
        rationing: What happens when claims exceed the budget.
        illustrative: Whether a number that the rule needs has no source.
        national: Whether it is the nation's, so that nothing it draws is taken from neighbours.
        ran: For an illustrative programme, who says that it ran; it is off where nobody does.
        published: Series of the record that tell what it cost, or what there was for it.
    """

    title: str
    title_local: str
    register: type[R]
    clauses: tuple[Clause[R], ...]
    awards: tuple[Award[R], ...]
    examples: tuple[Example, ...]
    take_up: Dated[float]
    certificate: Certificate[R] | None = None
    event: bool = False
    among: Callable[[R, Terms], Longs] | None = None
    budget: Dated[float] | None = None
    rationing: Rationing = Rationing.NONE
    illustrative: bool = False
    national: bool = False
    ran: Source | None = None
    published: tuple[str, ...] = ()

    @property
    def off_unless_asked(self) -> bool:
        """Whether it acts only where a scenario turns it on: nobody gives its numbers, or says that it ran."""
        return self.illustrative and self.ran is None


def in_force(clause: Clause[Any], terms: Terms) -> bool:
    """Whether a clause is in force: whether any of the values it rests on is."""
    return any(terms.has(value) for value in clause.rests_on)


def ruling(clause: Clause[R], rows: R, terms: Terms, precision: float = SINGLE) -> Ruling | None:
    """What a clause says of some rows; None on a day on which it is not in force.

    Args:
        clause: The clause.
        rows: The rows.
        terms: The programme's terms.
        precision: Relative slack of the comparison, `SINGLE` or `DOUBLE`.
    """
    if not in_force(clause, terms):
        return None
    value = clause.value(rows, terms)
    threshold = np.asarray(clause.threshold(rows, terms), np.float64)
    holds = _meets(clause.compare, value, threshold, precision)
    known = ~(np.isnan(value) | np.isnan(threshold))
    everyones = threshold if threshold.ndim else np.full(value.shape, threshold)
    return Ruling(np.where(known, holds, np.int8(UNDETERMINED)), value, everyones)


def known_to_meet(clause: Clause[R], rows: R, terms: Terms) -> Bools:
    """Which rows of a register meet a clause in force; not those of which it is undetermined."""
    return _meets(clause.compare, clause.value(rows, terms), clause.threshold(rows, terms), SINGLE)


def _meets(compare: Compare, value: Doubles, threshold: Doubles | float, precision: float) -> Bools:
    """Whether values meet thresholds; never where either is NaN."""
    slack = precision * abs(threshold)
    match compare:
        case Compare.AT_LEAST:
            return value >= threshold - slack
        case Compare.AT_MOST:
            return value <= threshold + slack
        case Compare.ABOVE:
            return value > threshold + slack
        case Compare.BELOW:
            return value < threshold - slack


def rule_on(programme: Programme[R], rows: R, terms: Terms) -> tuple[Bytes8, dict[str, Ruling]]:
    """Rule on some rows, all clauses.

    Returns:
        The verdict per row (1 eligible, 0 not, -1 undetermined) and what each clause in force says. Nobody is
        eligible on a day on which no clause is in force.
    """
    rulings = {c.name: r for c in programme.clauses if (r := ruling(c, rows, terms)) is not None}
    return verdict_of([said.holds for said in rulings.values()], len(rows)), rulings


def verdict_of(holds: Sequence[Bytes8], size: int) -> Bytes8:
    """The verdict that clauses in force make together: one that fails outweighs one that is undetermined."""
    verdict = np.full(size, HOLDS if holds else FAILS, np.int8)
    for said in holds:
        verdict = np.where(verdict == FAILS, verdict, np.where(said == HOLDS, verdict, said))
    return verdict.astype(np.int8)


def held_for(years: float, since: Days, day: np.datetime64) -> Bools:
    """Whether a certificate of some years, granted on each day of `since`, is still valid on a day."""
    months = np.timedelta64(round(years * 12), "M")
    start = since.astype("datetime64[D]")
    whole = start.astype("datetime64[M]")
    end = (whole + months).astype("datetime64[D]") + (start - whole.astype("datetime64[D]"))
    return np.asarray((start <= day) & (day < end), np.bool_)
