"""Check: a programme rules on records, with every clause's value, threshold and source; unknown stays open."""

import json
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from itertools import islice, repeat
from math import isfinite
from typing import Any, Final

import numpy as np

from mangrove.arrays import Bools, Bytes8, Doubles, Longs
from mangrove.dated import Evidence, Since, Source
from mangrove.errors import ScenarioError, did_you_mean
from mangrove.programme import (
    DOUBLE,
    FAILS,
    HOLDS,
    UNDETERMINED,
    Award,
    Clause,
    Programme,
    Ruling,
    Terms,
    ruling,
    verdict_of,
)
from mangrove.records import Records, award_columns, clause_columns
from mangrove.register import schema
from mangrove.rulebook import Rulebook

_TRUTHS: Final = {HOLDS: "true", FAILS: "false", UNDETERMINED: "null"}


@dataclass(frozen=True)
class Finding:
    """What one clause in force says of all rows.

    Attributes:
        clause: The clause.
        said: Whether it holds, with value and threshold.
        entries: The entries in force of the values on which it rests.
        columns: The register's columns that it reads.
    """

    clause: Clause[Any]
    said: Ruling
    entries: tuple[Since[Any], ...]
    columns: frozenset[str]

    def sources(self) -> list[str]:
        """For each row the document and article behind its threshold.

        Where a clause rests on several values, such as a rate for each size, it is the one whose value the row has to
        meet; all of them where none is that value.
        """
        thresholds, rows = np.unique(self.said.threshold, return_inverse=True)
        told = [self._behind(float(threshold)) for threshold in thresholds]
        return [told[row] for row in rows.tolist()]

    def _behind(self, threshold: float) -> str:
        meant = [entry for entry in self.entries if entry.value == threshold] or self.entries
        return "; ".join(dict.fromkeys(locate(entry.source) for entry in meant))


@dataclass(frozen=True)
class Checked:
    """A programme's rulings on records.

    Attributes:
        name: Name of the programme.
        programme: The programme.
        day: The day on which it rules.
        first: First day of its rules, ISO; empty if it never has any.
        records: The records.
        verdict: 1 eligible, 0 not, -1 undetermined, shape (n,).
        findings: What each clause in force says, in the order of the rule; none while it has no rule.
        decided: For each row the place of the finding that decides; -1 for the eligible.
        amounts: What each award would put on its channel, NaN for those not known to be eligible.
    """

    name: str
    programme: Programme[Any]
    day: date
    first: str
    records: Records[Any]
    verdict: Bytes8
    findings: tuple[Finding, ...]
    decided: Longs
    amounts: tuple[tuple[Award[Any], Doubles], ...]

    @property
    def paid(self) -> tuple[Award[Any], Doubles] | None:
        """The award that who applies receives: the first that is not for holders of a certificate alone."""
        own = [pair for pair in self.amounts if not pair[0].to_holders]
        return next(iter([*own, *self.amounts]), None)

    def where(self, told: str) -> int:
        """The place of an id.

        Raises:
            ScenarioError: if no row has it, with the nearest one.
        """
        ids = [str(one) for one in self.records.ids]
        if told not in ids:
            near = did_you_mean(told, ids)
            msg = f"--explain {told}: no row has this id{'; ' + near if near.startswith('did') else ''}"
            raise ScenarioError(msg)
        return ids.index(told)


def check(records: Records[Any], rules: Rulebook, name: str, day: date) -> Checked:
    """Let a programme rule on records.

    Args:
        records: The rows, read for this programme and day.
        rules: The rulebook.
        name: Name of the programme.
        day: The day of the application.
    """
    programme = rules.programmes[name]
    terms = rules.on(day).of(name)
    with np.errstate(over="ignore", invalid="ignore"):  # sums beyond a double leave a clause open
        found = [_finding(clause, programme, records, rules, terms, day) for clause in programme.clauses]
    findings = tuple(finding for finding in found if finding is not None)
    verdict = verdict_of([finding.said.holds for finding in findings], len(records))
    decided = np.full(len(records), -1, np.int64)
    for place, finding in enumerate(findings):
        decides = (verdict != HOLDS) & (decided < 0) & (finding.said.holds == verdict)
        decided[decides] = place
    awards = programme.awards if findings else ()
    amounts = tuple((award, _amount(award, programme, records, terms, verdict == HOLDS)) for award in awards)
    first = first_day(rules, programme)
    return Checked(name, programme, day, first, records, verdict, findings, decided, amounts)


def first_day(rules: Rulebook, programme: Programme[Any]) -> str:
    """The first day on which any clause is in force, ISO; empty if there is none."""
    paths = {value: path for path, value in rules.values.items()}
    histories = [rules.current(paths[value]).history for clause in programme.clauses for value in clause.rests_on]
    return min((entry.day for history in histories for entry in history if entry.value is not None), default="")


def locate(source: Source) -> str:
    """Document and article of a source, and the kind of evidence where it is not the document's own print.

    >>> locate(Source("A law", Evidence.PUBLISHED, "nowhere", "某法", "No. 7, Article 2"))
    '某法 No. 7, Article 2'
    """
    where = " ".join(filter(None, (source.title_local, source.document))) if source.document else source.title
    return where if source.kind is Evidence.PUBLISHED else f"{where} ({source.kind})"


def to_json(checked: Checked, told: str | None = None) -> str:
    """The rulings as JSON, a line for each row, null for what is unknown; of one row only, if its id is told.

    The text is put together from parts, each encoded once: a hundred thousand rows have a million clauses.

    Raises:
        ScenarioError: if no row has the id.
    """
    award, amounts = checked.paid or (None, np.full(len(checked.records), np.nan))
    unit = json.dumps(None if award is None else award.unit)
    clauses = zip(*map(_clauses_json, checked.findings), strict=True) if checked.findings else repeat(())
    ids = (json.dumps(one, ensure_ascii=False) for one in checked.records.ids)
    rows = zip(ids, checked.verdict.tolist(), _numbers_json(amounts), clauses, strict=False)
    first, last = (0, None) if told is None else (place := checked.where(told), place + 1)
    lines = (
        f'{{"id": {one}, "eligible": {_TRUTHS[verdict]}, "amount": {amount}, "unit": {unit}, '
        f'"clauses": [{", ".join(each)}]}}'
        for one, verdict, amount, each in islice(rows, first, last)
    )
    return "[\n" + ",\n".join(lines) + "\n]"


def _clauses_json(finding: Finding) -> Iterator[str]:
    said, sources = finding.said, finding.sources()
    encoded = {source: json.dumps(source, ensure_ascii=False) for source in set(sources)}
    name = json.dumps(finding.clause.name)
    columns = (said.holds.tolist(), _numbers_json(said.value), _numbers_json(said.threshold), sources)
    return (
        f'{{"clause": {name}, "holds": {_TRUTHS[holds]}, "value": {value}, "threshold": {threshold}, '
        f'"source": {encoded[source]}}}'
        for holds, value, threshold, source in zip(*columns, strict=True)
    )


def _numbers_json(values: Doubles) -> list[str]:
    """Numbers in the shortest digits that give them back; infinity is no JSON and stands for no number here."""
    return [repr(value) if isfinite(value) else "null" for value in values.tolist()]


def _finding(
    clause: Clause[Any], programme: Programme[Any], records: Records[Any], rules: Rulebook, terms: Terms, day: date
) -> Finding | None:
    said = ruling(clause, records.rows, terms, DOUBLE)
    if said is None:
        return None
    columns = clause_columns(clause, programme.register, terms)
    lost = _lost(columns, programme, records)
    holds = np.where(lost, UNDETERMINED, said.holds).astype(np.int8)
    told = Ruling(holds, np.where(lost, np.nan, said.value), said.threshold)
    paths = {value: path for path, value in rules.values.items()}
    entries = [rules.current(paths[value]).entry(day) for value in clause.rests_on]
    return Finding(clause, told, tuple(entry for entry in entries if entry is not None), columns)


def _lost(columns: Sequence[str] | frozenset[str], programme: Programme[Any], records: Records[Any]) -> Bools:
    """Rows that leave empty what the register never leaves empty, so that rules need not look out for it."""
    lost = np.zeros(len(records), np.bool_)
    for name in columns:
        if not schema(programme.register)[name].column.unknown and name in records.unknown:
            lost |= records.unknown[name]
    return lost


def _amount(
    award: Award[Any], programme: Programme[Any], records: Records[Any], terms: Terms, eligible: Bools
) -> Doubles:
    lost = _lost(award_columns(award, programme.register, terms), programme, records)
    amount = np.asarray(award.amount(records.rows, terms), np.float64)
    return np.where(eligible & ~lost, amount, np.nan)
