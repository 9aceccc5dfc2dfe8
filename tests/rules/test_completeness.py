"""No rule is half told: every date, clause and edge has an example, and every number a source."""

import inspect
import sys
from collections.abc import Iterator
from datetime import date, timedelta

import numpy as np

from mangrove.dated import Dated, Evidence
from mangrove.effects import told
from mangrove.programme import Programme, Ruling, Terms, rule_on
from mangrove.register import facts

ALWAYS = "1900-01-01"
EDGE = 1e-6  # relative distance from a threshold that counts as on it


def own_values(rules, name: str) -> dict[str, Dated]:
    return {path: value for path, value in rules.values.items() if path.startswith(f"{name}.")}


def first_days(values) -> list[str]:
    return sorted({entry.day for value in values for entry in value.history} - {ALWAYS})


def regime_days(programme: Programme) -> list[str]:
    """Days on which a condition of the rule changes."""
    return first_days(value for clause in programme.clauses for value in clause.rests_on)


def regime(days: list[str], on: str) -> str:
    return max((day for day in days if day <= on), default="")


def rulings(rules, name: str, programme: Programme) -> Iterator[tuple[str, str, dict[str, Ruling]]]:
    """(regime, clause that decides, what each clause says) of every example."""
    days = regime_days(programme)
    for example in programme.examples:
        terms: Terms = rules.on(date.fromisoformat(example.on)).of(name)
        _, said = rule_on(programme, facts(programme.register, example.facts, example.says), terms)
        yield regime(days, example.on), example.decided_by, said


def known_clauses(rules, name: str, programme: Programme) -> list[tuple[str, str]]:
    """(regime, clause) of every clause in force whose own number is known."""
    found = []
    for day in regime_days(programme):
        terms = rules.on(date.fromisoformat(day)).of(name)
        for clause in programme.clauses:
            values = [terms[value] for value in clause.rests_on if terms.has(value)]
            if values and not all(np.isnan(values)):
                found.append((day, clause.name))
    return found


def test_both_sides_of_every_date_have_an_example(ruled) -> None:
    rules, name, programme = ruled
    days = {example.on for example in programme.examples}
    eves = [str(date.fromisoformat(d) - timedelta(1)) for d in first_days(own_values(rules, name).values())]
    wanted = {*first_days(own_values(rules, name).values()), *eves}
    assert sorted(wanted - days) == []


def test_every_clause_decides_an_example_in_every_regime(ruled) -> None:
    rules, name, programme = ruled
    decided = {(day, clause) for day, clause, _ in rulings(rules, name, programme)}
    assert [pair for pair in known_clauses(rules, name, programme) if pair not in decided] == []


def test_every_clause_has_an_example_on_its_edge_in_every_regime(ruled) -> None:
    rules, name, programme = ruled
    on_edge = {
        (day, clause)
        for day, _, said in rulings(rules, name, programme)
        for clause, ruling in said.items()
        if np.isclose(ruling.value[0], ruling.threshold[0], rtol=EDGE, atol=0)
    }
    missing = [pair for pair in known_clauses(rules, name, programme) if pair not in on_edge]
    assert missing == []


def test_every_programme_refuses_somebody_and_leaves_somebody_open(ruled) -> None:
    _, _, programme = ruled
    assert {example.eligible for example in programme.examples} == {True, False, None}


def test_every_award_is_paid_in_an_example(ruled) -> None:
    _, _, programme = ruled
    paid = {channel for example in programme.examples for channel in example.pays}
    assert paid == {award.channel for award in programme.awards}


def test_a_budget_limits_an_award_in_its_own_unit(ruled) -> None:
    _, _, programme = ruled
    assert programme.budget is None or programme.budget.unit in {award.unit for award in programme.awards}


def test_every_channel_is_spent_by_a_process_or_said_to_change_nothing(ruled, root) -> None:
    _, _, programme = ruled
    spent = "".join(path.read_text("utf-8") for path in (root / "src/mangrove/processes").glob("*.py"))
    for award in programme.awards:
        assert f"Channel.{award.channel.name}" in spent or told(award.channel) == "no effect but the money itself"


def test_every_number_has_a_source_that_says_where(ruled) -> None:
    rules, name, _ = ruled
    for path, value in own_values(rules, name).items():
        for entry in value.history:
            assert entry.source.title, path
            assert entry.source.where, path
            if entry.source.kind is Evidence.PUBLISHED:
                assert entry.source.title_local, path
                assert entry.source.document, path
                assert entry.source.issued_on <= entry.day or entry.source.note, path
            else:
                assert entry.source.note, path


def test_an_unknown_number_says_why(ruled) -> None:
    rules, name, _ = ruled
    entries = [entry for value in own_values(rules, name).values() for entry in value.history]
    assert [e.source.title for e in entries if e.value is not None and np.isnan(e.value) and not e.source.note] == []


def test_take_up_has_its_own_evidence(ruled) -> None:
    rules, name, programme = ruled
    assert any(value is programme.take_up for value in own_values(rules, name).values())
    assert programme.take_up.low == 0
    assert programme.take_up.high == 1


def test_every_value_of_the_file_is_used_by_its_rule(ruled) -> None:
    rules, name, programme = ruled
    text = inspect.getsource(sys.modules[programme.clauses[0].threshold.__module__])
    for path in own_values(rules, name):
        constant = path.partition(".")[2].upper()
        assert text.count(constant) > 1, f"{constant} is declared and never read"
