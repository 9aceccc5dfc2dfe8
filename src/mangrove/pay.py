"""Pay: claims become payments on channels, and money becomes entries of the ledger."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, Final, TypeVar

import numpy as np

from mangrove.arrays import Bools, Doubles, Longs
from mangrove.draws import Draws
from mangrove.programme import (
    IN_KIND,
    VENTURED,
    Award,
    Certificate,
    Channel,
    Clause,
    Programme,
    Rationing,
    Terms,
    in_force,
    known_to_meet,
)
from mangrove.ration import ration
from mangrove.region import Region
from mangrove.register import Register
from mangrove.rulebook import Rulebook, TermsOnDay

R = TypeVar("R", bound=Register)

MONEY: Final = "CNY/yr"


@dataclass(frozen=True)
class Payment:
    """What one programme puts on one channel for some rows of a register.

    Attributes:
        programme: Name of the programme.
        channel: The channel.
        register: Name of the register.
        rows: Positions in the register, shape (k,).
        amount: Amount per row, shape (k,).
        unit: Canonical unit of the amount.
        part: Part that the programme bears itself: of losses on what it guarantees, or of a round of equity.
        met: How much of each claim is met, share, shape (k,); None where all are met in full.
        national: Whether the programme is the nation's.
    """

    programme: str
    channel: Channel
    register: str
    rows: Longs
    amount: Doubles
    unit: str
    part: float = 1.0
    met: Doubles | None = None
    national: bool = False


@dataclass(frozen=True)
class Offer:
    """What R&D spending this year would earn at next year's application.

    Attributes:
        programme: Name of the programme that grants a certificate.
        register: Name of the register.
        rows: Positions of those whom only the effort keeps from the certificate, or who must keep it up.
        former: Whether each of them holds or held the certificate, shape (k,).
        effort: R&D this year that would meet the condition, CNY/yr, shape (k,).
        gain: Tax points that holders receive, share, shape (k,).
        years: How long the certificate lasts.
    """

    programme: str
    register: str
    rows: Longs
    former: Bools
    effort: Doubles
    gain: Doubles
    years: float


@dataclass(frozen=True)
class Entry:
    """A block of the ledger: who was paid by which programme on which channel.

    Attributes:
        programme: Name of the programme.
        channel: The channel.
        register: Name of the payees' register.
        ids: Payees, shape (k,).
        amount: Amount per payee, shape (k,).
        unit: Canonical unit: CNY/yr for money and for tax forgone, yr for certificates.
        returned: Whether the money flows back from them to the programme.
        met: How much of each claim was met, share, shape (k,); None where all were met in full.
        on: The loan or round of equity that it is a cost of, shape (k,); None where the amount itself is what was paid.
    """

    programme: str
    channel: Channel
    register: str
    ids: Longs
    amount: Doubles
    unit: str
    returned: bool = False
    met: Doubles | None = None
    on: Doubles | None = None

    @property
    def reached(self) -> float:
        """How many payees it reached; one whose claim was cut counts in part, so that a part stands for the whole."""
        return float(len(self.ids) if self.met is None else self.met.sum())


@dataclass(frozen=True)
class Payments:
    """All that programmes put on channels in a year, and what they offer."""

    paid: tuple[Payment, ...]
    offers: tuple[Offer, ...]

    def on(self, register: str, channel: Channel) -> tuple[Payment, ...]:
        """The payments of one channel to one register, a block per programme."""
        return tuple(p for p in self.paid if p.register == register and p.channel is channel)

    def of(self, register: str, channel: Channel, size: int) -> Doubles:
        """The sum over programmes for each row of a register, shape (size,)."""
        total = np.zeros(size)
        for payment in self.on(register, channel):
            total[payment.rows] += payment.amount
        return total


def pay(region: Region, rules: Rulebook, terms: TermsOnDay, draws: Draws) -> Payments:
    """Let every programme rule on its register and put what it pays on channels."""
    paid: list[Payment] = []
    offers: list[Offer] = []
    for name, programme in rules.acting.items():
        own, register = terms.of(name), getattr(region, programme.register.name)
        if programme.certificate is None:
            rows = _claimants(name, programme, register, own, draws)
            paid += [] if rows is None else _award(name, programme, register, rows, own, region, draws)[1]
            continue
        near = _narrowed([c for c in programme.clauses if c.effort is None], register, own, None)
        able = _narrowed([c for c in programme.clauses if c.effort is not None], register, own, near)
        rows = _applicants(name, programme, programme.certificate, register, _or_nobody(able), own, draws)
        winners, amounts = _award(name, programme, register, rows, own, region, draws)
        held = programme.certificate.held(register, own)
        held[winners] = True
        holders = np.flatnonzero(held)
        paid += [
            *amounts,
            *(_payment(name, programme, a, register, holders, own) for a in programme.awards if a.to_holders),
        ]
        offers += _offers(name, programme, register, _or_nobody(near), own)
    return Payments(tuple(paid), tuple(offers))


def enter_ledger(payments: Payments, region: Region) -> list[Entry]:
    """The ledger's entries for what is known when it is paid: money, certificates and what is given in kind.

    Rates (a tax rate, a price of R&D) become money only when the books close; `account` enters those. What is
    guaranteed or invested is others' money in part; `finance` enters what it costs the programme.
    """
    return [
        Entry(p.programme, p.channel, p.register, getattr(region, p.register).id[p.rows], p.amount, p.unit, met=p.met)
        for p in payments.paid
        if (p.unit == MONEY and p.channel not in VENTURED) or p.channel is Channel.CERTIFICATE or p.channel in IN_KIND
    ]


def _award(
    name: str, programme: Programme[R], register: R, rows: Longs, terms: Terms, region: Region, draws: Draws
) -> tuple[Longs, list[Payment]]:
    """Who of the claimants obtains what the programme awards, and the payments."""
    awarded = [_payment(name, programme, a, register, rows, terms) for a in programme.awards if not a.to_holders]
    if programme.budget is None:
        return rows, awarded
    limited = next(p for p in awarded if p.unit == programme.budget.unit)
    budget = terms[programme.budget] * region.scale if terms.has(programme.budget) else 0.0
    if limited.amount.sum() <= budget:
        return rows, awarded
    paid = _rationed(programme, limited, budget, register, draws)
    won = np.flatnonzero((paid > 0) | (limited.amount == 0))
    return rows[won], [_cut(p, limited, paid, won) for p in awarded]


def _claimants(name: str, programme: Programme[R], register: R, terms: Terms, draws: Draws) -> Longs | None:
    """Those of the eligible who claim; None on a day on which no clause is in force.

    A claim that comes back every year is a habit, drawn once (in year 0 of the key). Claims are drawn once the first
    clause has ruled, so that the others look at few.
    """
    clauses = [clause for clause in programme.clauses if in_force(clause, terms)]
    first = programme.among(register, terms) if clauses and programme.among is not None else None
    rows = _narrowed(clauses[:1], register, terms, first)
    if rows is None:
        return None
    claims = _lot(name, register, rows, draws if programme.event else draws.at(0)) < terms[programme.take_up]
    return _narrowed(clauses[1:], register, terms, rows[claims])


def _applicants(
    name: str, programme: Programme[R], certificate: Certificate[R], register: R, rows: Longs, terms: Terms,
    draws: Draws,
) -> Longs:  # fmt: skip
    """Those of the eligible who hold no certificate and apply this year, likelier if they held one before."""
    if len(rows):
        rows = rows[~certificate.held(register.rows(rows), terms)]
    former = ~np.isnat(certificate.granted_on(register.rows(rows)))
    chance = np.where(former, terms[certificate.renewal], terms[programme.take_up])
    return rows[_lot(name, register, rows, draws) < chance]


def _lot(name: str, register: Register, rows: Longs, draws: Draws) -> Doubles:
    """The draw by which each of some rows takes a programme up or not."""
    ids: Longs = getattr(register, "id")[rows]  # noqa: B009
    return draws.uniform(f"take_up/{name}", ids)


def _rationed(programme: Programme[Any], p: Payment, budget: float, register: Register, draws: Draws) -> Doubles:
    """What claimants are paid out of a budget; a queue keeps its order from year to year."""
    ids: Longs = getattr(register, "id")[p.rows]  # noqa: B009
    dice = draws.at(0) if programme.rationing is Rationing.FIRST_COME else draws
    return ration(programme.rationing, p.amount, budget, dice.uniform(f"ration/{p.programme}", ids))


def _cut(p: Payment, limited: Payment, paid: Doubles, won: Longs) -> Payment:
    """A payment to those who won, in the proportion in which the limited award was paid; certificates are whole."""
    amount, claimed = paid[won], limited.amount[won]
    met = np.divide(amount, claimed, out=np.ones(len(won)), where=claimed > 0)
    if p.channel is Channel.CERTIFICATE:
        met = np.ones(len(won))
    if p is not limited:
        amount = p.amount[won] * met
    return Payment(p.programme, p.channel, p.register, p.rows[won], amount, p.unit, p.part, met, p.national)


def eligible_rows(clauses: Sequence[Clause[R]], register: R, terms: Terms) -> Longs:
    """Positions of the rows that meet every clause in force; each clause looks only at those still in.

    Nobody is eligible on a day on which no clause is in force.
    """
    return _or_nobody(_narrowed(clauses, register, terms, None))


def _narrowed(clauses: Sequence[Clause[R]], register: R, terms: Terms, rows: Longs | None) -> Longs | None:
    """Those of some rows (None for all) that meet every clause in force; None while no clause has ruled at all."""
    for clause in clauses:
        if in_force(clause, terms):
            met = np.flatnonzero(known_to_meet(clause, register if rows is None else register.rows(rows), terms))
            rows = met if rows is None else rows[met]
    return rows


def _or_nobody(rows: Longs | None) -> Longs:
    return np.empty(0, np.int64) if rows is None else rows


def _payment(name: str, programme: Programme[R], award: Award[R], register: R, rows: Longs, terms: Terms) -> Payment:
    """What an award pays some rows; an amount that is not known, as where no rate is in force, is not paid."""
    amount = award.amount(register.rows(rows), terms)
    amount = np.fmax(amount, 0.0)  # nothing for NaN
    part = 1.0 if award.part is None else terms[award.part] if terms.has(award.part) else 0.0
    return Payment(name, award.channel, register.name, rows, amount, award.unit, part, national=programme.national)


def _offers(name: str, programme: Programme[R], register: R, rows: Longs, terms: Terms) -> list[Offer]:
    """What the certificate would bring to the rows that only an effort separates from it."""
    certificate = programme.certificate
    effort = next((clause.effort for clause in programme.clauses if clause.effort is not None), None)
    rate = next((a for a in programme.awards if a.to_holders and a.channel is Channel.TAX_RATE), None)
    if certificate is None or effort is None or rate is None:
        return []
    near = register.rows(rows)
    former = ~np.isnat(certificate.granted_on(near))
    gain = rate.amount(near, terms)
    return [Offer(name, register.name, rows, former, effort(near, terms), gain, terms[certificate.years])]
