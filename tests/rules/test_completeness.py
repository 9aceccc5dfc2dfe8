"""No rule is half told: every date, clause and edge has an example, and every number a source.

Each check is a function that lists faults. It finds none in the shipped programmes, and below finds one that is planted
in toytown's voucher.
"""

import inspect
import sys
from collections.abc import Callable, Iterator
from dataclasses import replace
from datetime import date, timedelta
from pathlib import Path

import numpy as np
import pytest

from mangrove import processes
from mangrove.dated import UNKNOWN, Dated, Evidence, Since
from mangrove.effects import told
from mangrove.errors import RuleError
from mangrove.examples import run_example
from mangrove.programme import Channel, Programme, Ruling, Terms, rule_on
from mangrove.register import facts
from mangrove.rulebook import Rulebook

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


def untold_days(rules, name: str, programme: Programme) -> list[str]:
    """First days of a value, and their eves, without an example."""
    days = first_days(own_values(rules, name).values())
    eves = [str(date.fromisoformat(day) - timedelta(1)) for day in days]
    return sorted({*days, *eves} - {example.on for example in programme.examples})


def never_decisive(rules, name: str, programme: Programme) -> list[str]:
    """Clauses that decide no example of a regime."""
    decided = {(day, clause) for day, clause, _ in rulings(rules, name, programme)}
    return [
        f"{clause} of {day}" for day, clause in known_clauses(rules, name, programme) if (day, clause) not in decided
    ]


def never_on_edge(rules, name: str, programme: Programme) -> list[str]:
    """Clauses whose threshold no example of a regime just meets."""
    on_edge = {
        (day, clause)
        for day, _, said in rulings(rules, name, programme)
        for clause, ruling in said.items()
        if np.isclose(ruling.value[0], ruling.threshold[0], rtol=EDGE, atol=0)
    }
    return [
        f"{clause} of {day}" for day, clause in known_clauses(rules, name, programme) if (day, clause) not in on_edge
    ]


def lacking_verdicts(_rules, _name: str, programme: Programme) -> list[str]:
    """Verdicts that no example comes to: yes, no, and open."""
    return [str(verdict) for verdict in (True, False, None) if verdict not in {e.eligible for e in programme.examples}]


def unpaid_awards(_rules, _name: str, programme: Programme) -> list[str]:
    """Channels that the awards and the examples do not share."""
    paid = {channel for example in programme.examples for channel in example.pays}
    return sorted(paid ^ {award.channel for award in programme.awards})


def budget_of_another_unit(_rules, _name: str, programme: Programme) -> list[str]:
    """The budget's unit, if no award has it."""
    budget = programme.budget
    return [] if budget is None or budget.unit in {a.unit for a in programme.awards} else [budget.unit]


def unspent_channels(_rules, _name: str, programme: Programme) -> list[str]:
    """Channels that no process spends, and that are not said to change nothing."""
    (home,) = processes.__path__
    spent = "".join(path.read_text("utf-8") for path in Path(home).glob("*.py"))
    return [
        award.channel
        for award in programme.awards
        if f"Channel.{award.channel.name}" not in spent and told(award.channel) != "no effect but the money itself"
    ]


def unsourced(rules, name: str, _programme: Programme) -> list[str]:
    """Values an entry of which does not say where it is from, or why it is what it is."""
    return [
        f"{path} from {entry.day}"
        for path, value in own_values(rules, name).items()
        for entry in value.history
        for source in [entry.source]
        if not (source.title and source.where)
        or (
            not (source.title_local and source.document and (source.issued_on <= entry.day or source.note))
            if source.kind is Evidence.PUBLISHED
            else not source.note
        )
    ]


def unexplained_gaps(rules, name: str, _programme: Programme) -> list[str]:
    """Values that are unknown from a day on without a word on why."""
    return [
        f"{path} from {entry.day}"
        for path, value in own_values(rules, name).items()
        for entry in value.history
        if entry.value is not None and np.isnan(entry.value) and not entry.source.note
    ]


def take_up_without_evidence(rules, name: str, programme: Programme) -> list[str]:
    """The take-up, if it is no value of the file's own, from 0 to 1."""
    own = any(value is programme.take_up for value in own_values(rules, name).values())
    return [] if own and (programme.take_up.low, programme.take_up.high) == (0, 1) else [programme.take_up.meaning]


def unread_values(rules, name: str, programme: Programme) -> list[str]:
    """Values that the file declares and its rule never reads."""
    text = inspect.getsource(next(m for path, m in sys.modules.items() if path.endswith(f".programmes.{name}")))
    return [path for path in own_values(rules, name) if text.count(path.partition(".")[2].upper()) < 2]


def unstated_facts(rules, name: str, programme: Programme) -> list[str]:
    """Facts that an example does not state and the rule reads."""
    faults: list[str] = []
    for example in programme.examples:
        try:
            run_example(programme, name, example, rules)
        except RuleError as error:
            faults.append(str(error))
    return faults


Check = Callable[[Rulebook, str, Programme], list[str]]
CHECKS: list[Check] = [
    untold_days, never_decisive, never_on_edge, lacking_verdicts, unpaid_awards, budget_of_another_unit,
    unspent_channels, unsourced, unexplained_gaps, take_up_without_evidence, unread_values, unstated_facts,
]  # fmt: skip


@pytest.mark.parametrize("check", CHECKS, ids=lambda check: check.__name__)
def test_no_programme_has(check: Check, ruled) -> None:
    assert check(*ruled) == []


def test_all_eighteen_programmes_are_checked(rulebooks) -> None:
    assert len(rulebooks["shenzhen"].programmes) == 18


@pytest.fixture
def voucher(rulebooks) -> tuple[Rulebook, str, Programme]:
    rules = rulebooks["toytown"]
    return rules, "rnd_voucher", rules.programmes["rnd_voucher"]


def with_value(rules: Rulebook, path: str, value: Dated) -> Rulebook:
    return replace(rules, values={**rules.values, path: value}, looked_up={})


def re_sourced(rules: Rulebook, path: str, **changes) -> Rulebook:
    value = rules.values[path]
    return with_value(rules, path, replace(value, history=tuple(
        replace(entry, source=replace(entry.source, **changes)) for entry in value.history
    )))  # fmt: skip


def test_a_regime_without_examples_is_caught(voucher) -> None:
    rules, name, programme = voucher
    (last,) = regime_days(programme)
    before = replace(programme, examples=tuple(e for e in programme.examples if e.on < last))
    assert last in untold_days(rules, name, before)
    assert any(last in fault for fault in never_decisive(rules, name, before))


def test_a_clause_that_never_decides_is_caught(voucher) -> None:
    rules, name, programme = voucher
    for clause in programme.clauses:
        kept = replace(programme, examples=tuple(e for e in programme.examples if e.decided_by != clause.name))
        assert {fault.partition(" ")[0] for fault in never_decisive(rules, name, kept)} == {clause.name}


def test_an_edge_without_an_example_is_caught(voucher) -> None:
    rules, name, programme = voucher
    kept = replace(programme, examples=tuple(e for e in programme.examples if e.facts["staff"] != 50))
    assert [fault.partition(" ")[0] for fault in never_on_edge(rules, name, kept)] == ["small"]


@pytest.mark.parametrize("verdict", [True, False, None])
def test_a_verdict_that_no_example_comes_to_is_caught(voucher, verdict) -> None:
    rules, name, programme = voucher
    kept = replace(programme, examples=tuple(e for e in programme.examples if e.eligible is not verdict))
    assert lacking_verdicts(rules, name, kept) == [str(verdict)]


def test_an_award_that_no_example_pays_is_caught(voucher) -> None:
    rules, name, programme = voucher
    more = replace(programme.awards[0], channel=Channel.COMPUTE)
    assert unpaid_awards(rules, name, replace(programme, awards=(*programme.awards, more))) == [Channel.COMPUTE]


def test_a_budget_in_another_unit_is_caught(voucher) -> None:
    rules, name, programme = voucher
    assert budget_of_another_unit(rules, name, replace(programme, budget=programme.take_up)) == ["share"]


def test_a_channel_that_nobody_spends_is_caught(voucher, monkeypatch) -> None:
    rules, name, programme = voucher
    assert unspent_channels(rules, name, programme) == []
    monkeypatch.setattr(processes, "__path__", [str(Path(__file__).parent / "no_processes")])
    assert unspent_channels(rules, name, programme) == [award.channel for award in programme.awards]


@pytest.mark.parametrize("lost", ["title", "where", "document", "title_local"])
def test_a_value_without_a_source_is_caught(rulebooks, lost) -> None:
    rules, path = rulebooks["shenzhen"], "hnte_accreditation.valid_years"
    source = object.__new__(type(rules.values[path].history[0].source))
    source.__dict__.update({**rules.values[path].history[0].source.__dict__, lost: ""})
    value = rules.values[path]
    planted = with_value(rules, path, replace(value, history=(replace(value.history[0], source=source),)))
    assert unsourced(planted, "hnte_accreditation", planted.programmes["hnte_accreditation"]) == [
        f"{path} from {value.history[0].day}"
    ]


def test_a_number_issued_after_it_holds_needs_a_word(rulebooks) -> None:
    rules, path = rulebooks["shenzhen"], "hnte_accreditation.valid_years"
    planted = re_sourced(rules, path, issued_on="2030-01-01", note="")
    assert len(unsourced(planted, "hnte_accreditation", planted.programmes["hnte_accreditation"])) == 2


def test_an_unknown_number_without_a_word_is_caught(voucher) -> None:
    rules, name, programme = voucher
    path = next(path for path, value in rules.values.items() if value is programme.take_up)
    source = replace(programme.take_up.history[0].source, kind=Evidence.ESTIMATED, note="")
    planted = with_value(rules, path, replace(programme.take_up, history=(Since("2011-01-01", UNKNOWN, source),)))
    assert unexplained_gaps(planted, name, programme) == [f"{path} from 2011-01-01"]


def test_a_take_up_from_elsewhere_is_caught(voucher) -> None:
    rules, name, programme = voucher
    assert take_up_without_evidence(rules, name, replace(programme, take_up=replace(programme.take_up))) != []


def test_a_value_that_is_never_read_is_caught(voucher) -> None:
    rules, name, programme = voucher
    planted = with_value(rules, "rnd_voucher.forgotten", programme.take_up)
    assert unread_values(planted, name, programme) == ["rnd_voucher.forgotten"]


def test_an_example_that_reads_a_fact_it_does_not_state_is_caught(voucher) -> None:
    rules, name, programme = voucher
    example = next(e for e in programme.examples if e.eligible)
    for fact in example.facts:
        silent = replace(example, facts={k: v for k, v in example.facts.items() if k != fact} or {"id": 1})
        faults = unstated_facts(rules, name, replace(programme, examples=(silent,)))
        assert len(faults) == 1
        assert fact in faults[0]
