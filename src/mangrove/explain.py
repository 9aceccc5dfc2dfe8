"""Explain: what a programme ruled, as a table of all rows or as sentences on one, in English or Chinese.

Per cent exists here only: shares become per cent as they are told.
"""

import re
from collections.abc import Sequence
from typing import Any, Final
from unicodedata import east_asian_width

import numpy as np

from mangrove.check import Checked, Finding
from mangrove.programme import FAILS, HOLDS, UNDETERMINED, Clause
from mangrove.register import Field, schema
from mangrove.words import LANGUAGES, Words

_KINDS: Final = {"estimated": "估计", "assumed": "假定", "calibrated": "校准", "measured": "测算"}
UNITS: Final = {
    "CNY/yr": "yuan", "CNY": "yuan", "share": "share, 0 to 1", "day": "YYYY-MM-DD", "person": "people", "1": "number",
}  # fmt: skip
"""How a template says what to write."""
_DIGITS: Final = (6, 10, 15)
"""Significant digits, more where a value and its threshold would read alike."""


def show_table(checked: Checked, language: str) -> str:
    """All rows: id, verdict, amount and the clause that decides."""
    words = LANGUAGES[language]
    deciding = _deciding(checked, words)
    rows = [words.heads, *zip(map(str, checked.records.ids), _verdicts(checked, words), _amounts(checked, words),
                              deciding, strict=True)]  # fmt: skip
    widths = [max(_width(row[place]) for row in rows) + 2 for place in range(len(words.heads) - 1)]
    lines = ["".join([*(_pad(cell, width) for cell, width in zip(row, widths, strict=False)), row[-1]]) for row in rows]
    return "\n".join([*heading(checked, language), "", *(line.rstrip() for line in lines)])


def heading(checked: Checked, language: str) -> list[str]:
    """What was asked, how it went, and what the reader must know of the programme and the file."""
    words = LANGUAGES[language]
    counts = {verdict: int((checked.verdict == verdict).sum()) for verdict in words.verdicts}
    title = words.title.format(name=checked.name, local=checked.programme.title_local, day=checked.day)
    counted = words.counted.format(
        eligible=counts[HOLDS], refused=counts[FAILS], open=counts[UNDETERMINED], all=len(checked.records)
    )
    first = f"{title}: {counted}" if language == "en" else f"{title}：{counted}"
    return [first, *notes(checked, language), *checked.records.remarks]


def notes(checked: Checked, language: str) -> list[str]:
    """What the reader must know of the programme: that no rule is in force, a budget, that it is illustrative."""
    words, programme, day = LANGUAGES[language], checked.programme, checked.day
    found: list[str] = []
    if not checked.findings:
        early = checked.first > day.isoformat()
        found.append(words.too_early.format(day=day, first=checked.first) if early else words.no_rule.format(day=day))
    found += [words.budget] if programme.budget is not None else []
    return found + ([words.illustrative] if programme.illustrative else [])


def explain(checked: Checked, told: str, language: str) -> str:
    """One case in sentences: the verdict, what decides, every condition with its source, and what is received.

    Raises:
        ScenarioError: if no row has the id.
    """
    words, row = LANGUAGES[language], checked.where(told)
    verdict = int(checked.verdict[row])
    programme = checked.programme
    lines = [
        words.verdict.format(
            day=checked.day, id=told, verdict=words.verdicts[verdict],
            title=programme.title, local=programme.title_local,
        ),
        *notes(checked, language),
    ]  # fmt: skip
    place = int(checked.decided[row])
    if place >= 0:
        lines.append(words.decided.format(number=place + 1, clause=checked.findings[place].clause.name))
    lines += ["", *(_condition(n, finding, row, checked, language) for n, finding in enumerate(checked.findings, 1))]
    if verdict == HOLDS:
        lines += ["", *_received(checked, row, language)]
    return "\n".join(lines).rstrip()


def template(fields: Sequence[Field]) -> tuple[str, str]:
    """The header of an empty file, and what each column holds and in what unit."""
    rows = [(field.name, UNITS.get(field.column.unit, field.column.unit), _holds(field)) for field in fields]
    return ",".join(field.name for field in fields), aligned(rows)


def aligned(rows: Sequence[tuple[str, str, str]]) -> str:
    """Lines of three parts, the first two as wide as their longest."""
    wide = [max(len(row[place]) for row in rows) + 2 for place in (0, 1)]
    return "\n".join(f"{first:<{wide[0]}}{second:<{wide[1]}}{third}" for first, second, third in rows)


def _holds(field: Field) -> str:
    if field.name == "id":
        return "Text or number, each once."
    column = field.column
    return f"{column.meaning} One of {', '.join(column.categories)}." if column.categories else column.meaning


def _condition(number: int, finding: Finding, row: int, checked: Checked, language: str) -> str:
    """One condition: its number, what it says, whether it holds and why, and its source."""
    words, clause = LANGUAGES[language], finding.clause
    meaning = (clause.meaning_local or clause.meaning) if language == "zh" else clause.meaning
    holds = int(finding.said.holds[row])
    why = _why_open(finding, row, checked, words) if holds == UNDETERMINED else _numbers(finding, row, words)
    source = words.source.format(_source(finding.sources()[row], language))
    stop, space = ("。", "") if language == "zh" else (".", " ")
    return f"{number}. {meaning}{space}{words.clauses[holds]}{why}{stop}{space}{source}"


def _numbers(finding: Finding, row: int, words: Words) -> str:
    """Value and threshold of a clause; nothing for one that is met by a yes or a no."""
    if _is_flag(finding.clause):
        return ""
    value, threshold = _pair(finding, row, words)
    return words.is_told.format(value, words.asks[finding.clause.compare].format(threshold))


def _why_open(finding: Finding, row: int, checked: Checked, words: Words) -> str:
    names = schema(checked.programme.register)
    empty = [name for name in names if name in finding.columns and checked.records.unknown[name][row]]
    if empty:
        return words.unknown.format(", ".join(empty))
    known = not np.isnan(finding.said.value[row])
    return words.unread if known else words.open


def _received(checked: Checked, row: int, language: str) -> list[str]:
    words = LANGUAGES[language]
    return [
        (words.as_holder if award.to_holders else words.paid).format(
            meaning=((award.meaning_local or award.meaning) if language == "zh" else award.meaning).rstrip(".。"),
            amount=_told(float(amounts[row]), award.unit, words),
        )
        for award, amounts in checked.amounts
    ]


def _verdicts(checked: Checked, words: Words) -> list[str]:
    return [words.verdicts[verdict] for verdict in checked.verdict.tolist()]


def _amounts(checked: Checked, words: Words) -> list[str]:
    if checked.paid is None:
        return [""] * len(checked.records)
    award, amounts = checked.paid
    told = {amount: _told(amount, award.unit, words) for amount in set(amounts[~np.isnan(amounts)].tolist())}
    return [told.get(amount, "") for amount in amounts.tolist()]


def _deciding(checked: Checked, words: Words) -> list[str]:
    """The clause that decides each row, with value and threshold where it looks at a number."""
    places: list[int] = checked.decided.tolist()
    return [
        "" if place < 0 else checked.findings[place].clause.name + _short(checked.findings[place], row, words)
        for row, place in enumerate(places)
    ]


def _short(finding: Finding, row: int, words: Words) -> str:
    if finding.said.holds[row] == UNDETERMINED or _is_flag(finding.clause):
        return ""
    value, threshold = _pair(finding, row, words)
    return f" ({value}; {words.asks[finding.clause.compare].format(threshold)})"


def _is_flag(clause: Clause[Any]) -> bool:
    """Whether a clause asks for a yes or a no."""
    return all((value.unit, value.low, value.high) == ("1", 0, 1) for value in clause.rests_on)


def _pair(finding: Finding, row: int, words: Words) -> tuple[str, str]:
    """Value and threshold as text, in as many digits as tell them apart."""
    value, threshold = float(finding.said.value[row]), float(finding.said.threshold[row])
    unit = finding.clause.rests_on[0].unit
    both = ("", "")
    for digits in _DIGITS:
        both = _told(value, unit, words, digits), _told(threshold, unit, words, digits)
        if both[0] != both[1] or value == threshold:
            break
    return both


def _told(value: float, unit: str, words: Words, digits: int = _DIGITS[0]) -> str:
    if unit in ("share", "ratio"):
        return f"{100 * value:.{digits}g} %"
    number = (
        f"{value:,.0f}" if value.is_integer() else f"{value:,.2f}" if unit.startswith("CNY") else f"{value:.{digits}g}"
    )
    return f"{number} {words.units.get(unit, unit)}".rstrip()


def _source(text: str, language: str) -> str:
    """A source as the language writes it: articles by number, and kinds of evidence."""
    if language == "en":
        return text
    for kind, word in _KINDS.items():
        text = text.replace(f" ({kind})", f"（{word}）")
    return re.sub(r",? Article (\d+)", r"第\1条", text)


def _width(text: str) -> int:
    """Columns that a text takes on a terminal."""
    return len(text) if text.isascii() else sum(2 if east_asian_width(letter) in "WF" else 1 for letter in text)


def _pad(text: str, width: int) -> str:
    return text + " " * (width - _width(text))
