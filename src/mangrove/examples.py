"""Examples: hold a programme to its own worked cases, for tests, documentation and `mangrove check`."""

import math
from datetime import date
from typing import TypeVar

import numpy as np

from mangrove.programme import FAILS, HOLDS, UNDETERMINED, Example, Programme, Terms, rule_on
from mangrove.register import Register, facts
from mangrove.rulebook import Rulebook

R = TypeVar("R", bound=Register)

_WORDS = {HOLDS: "eligible", FAILS: "not eligible", UNDETERMINED: "undetermined"}
_VERDICTS = {True: HOLDS, False: FAILS, None: UNDETERMINED}
_SAME = 1e-9  # relative; amounts are written in decimals and computed in binary


def run_example(programme: Programme[R], name: str, example: Example, rules: Rulebook) -> list[str]:
    """Hold a programme to one of its examples.

    Args:
        programme: The programme.
        name: Its name, that of its file.
        example: The case; the rule sees the facts it states and nothing else.
        rules: The rulebook that the programme belongs to.

    Returns:
        What differs, a sentence each; empty if the example holds.

    Raises:
        RuleError: if the rule reads a column that the example does not state, or the example states none of
            the register's.
    """
    where = f"{name}: {example.says}"
    terms = rules.on(date.fromisoformat(example.on)).of(name)
    row = facts(programme.register, example.facts, where)
    verdict, rulings = rule_on(programme, row, terms)
    found = int(verdict[0])
    decided = next((clause for clause, said in rulings.items() if said.holds[0] == found != HOLDS), "")
    problems: list[str] = []
    if found != _VERDICTS[example.eligible]:
        told = _WORDS[_VERDICTS[example.eligible]]
        problems.append(f"{where} On {example.on} the rule says {_WORDS[found]}, the example {told}.")
    if decided != example.decided_by:
        problems.append(f"{where} {decided or 'No clause'} decides, not {example.decided_by or 'none'}.")
    return problems + _payments(programme, row, terms, example, where, paid=found == HOLDS)


def _payments(programme: Programme[R], row: R, terms: Terms, example: Example, where: str, *, paid: bool) -> list[str]:
    pays = {a.channel: float(np.asarray(a.amount(row, terms))[0]) for a in programme.awards} if paid else {}
    return [
        f"{where} It pays {pays.get(channel, 0.0):g} on {channel}, not {example.pays.get(channel, 0.0):g}."
        for channel in sorted({*pays, *example.pays})
        if not math.isclose(pays.get(channel, 0.0), example.pays.get(channel, 0.0), rel_tol=_SAME)
    ]
