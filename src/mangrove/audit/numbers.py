"""Find every figure in an English text, whatever it is written with.

What counts as a figure, and as one figure:

- digits with separators and decimals, with the scale word, currency, percent sign or area unit that follows
  ("90 billion yuan" is one figure, 90e9 yuan);
- a date, whether "2018-08-09", "December 7, 2014" or "September 1996", is one figure; so is a year;
- ordinals, in digits ("19th") and in words ("first", "second-fastest"); not the idioms in `_IDIOM`
  ("first-class", "per second");
- number words ("seven", "twenty-three", "two-hour", "half"); "one" only where it measures ("one-hour") or
  scales ("one billion"), because elsewhere it is a pronoun; neither "both" nor vague plurals ("millions");
- digits that stand alone in a name ("Dawn 6000"), but not digits after letters ("CO2").
"""

import re
from collections.abc import Iterable
from dataclasses import dataclass
from decimal import Decimal
from enum import StrEnum
from typing import Final


class Kind(StrEnum):
    """What a figure is made of."""

    QUANTITY = "quantity"
    ORDINAL = "ordinal"
    DATE = "date"


@dataclass(frozen=True)
class Number:
    """One figure in a text.

    Attributes:
        start: Where it starts in the text.
        end: Where it ends, after its scale word and unit.
        text: As printed.
        kind: Quantity, ordinal or date.
        value: Scaled by its scale word, in the unit of `unit`; the year of a date.
        step: One unit of the last printed digit.
        unit: "%", "yuan", "km2", another currency, or empty.
        day: ISO date as exact as printed ("1996-09"), also of a bare four-digit year; else empty.
    """

    start: int
    end: int
    text: str
    kind: Kind
    value: Decimal
    step: Decimal
    unit: str = ""
    day: str = ""


_MONTHS: Final = ("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec")
_ONES: Final = ("one", "two", "three", "four", "five", "six", "seven", "eight", "nine")
_TEENS: Final = (
    *("ten", "eleven", "twelve", "thirteen", "fourteen"),
    *("fifteen", "sixteen", "seventeen", "eighteen", "nineteen"),
)
_TENS: Final = ("twenty", "thirty", "forty", "fifty", "sixty", "seventy", "eighty", "ninety")
_ONES_TH: Final = ("first", "second", "third", "fourth", "fifth", "sixth", "seventh", "eighth", "ninth")
_TEENS_TH: Final = (
    *("tenth", "eleventh", "twelfth", "thirteenth", "fourteenth"),
    *("fifteenth", "sixteenth", "seventeenth", "eighteenth", "nineteenth"),
)
_SCALES: Final = {
    "hundred": 2,
    "thousand": 3,
    "million": 6,
    "mn": 6,
    "billion": 9,
    "bn": 9,
    "trillion": 12,
    "tn": 12,
    "quadrillion": 15,
    "quintillion": 18,
}
_WORDS: Final = {
    "zero": 0,
    **{word: number for number, word in enumerate(_ONES, 1)},
    **{word: number for number, word in enumerate(_TEENS, 10)},
    **{word: 10 * number for number, word in enumerate(_TENS, 2)},
}
_ORDINALS: Final = {
    **{word: number for number, word in enumerate(_ONES_TH, 1)},
    **{word: number for number, word in enumerate(_TEENS_TH, 10)},
    **{word[:-1] + "ieth": 10 * number for number, word in enumerate(_TENS, 2)},
}
_UNITS: Final = {
    r"%|percent\b|per\s?cent\b|pct\b": "%",
    r"yuan\b|RMB\b|CNY\b": "yuan",
    r"(?:US\s+)?dollars?\b": "dollar",
    r"sq(?:uare|\.)?\s*(?:kilomet(?:er|re)s?|km)\b|km2\b|km²": "km2",
    r"sq(?:uare|\.)?\s*(?:met(?:er|re)s?|m)\b|m2\b|m²": "m2",
}
_CURRENCIES: Final = {"¥": "yuan", "rmb": "yuan", "cny": "yuan", "us$": "dollar", "$": "dollar", "hk$": "hk$"}
_YEARS: Final = range(1800, 2100)


def _any(words: Iterable[str]) -> str:
    return "(?:" + "|".join(sorted(words, key=len, reverse=True)) + ")"


_MONTH: Final = (
    r"(?:jan(?:uary)?|feb(?:ruary)?|mar(?:ch)?|apr(?:il)?|may|june?|july?|aug(?:ust)?|sept?(?:ember)?"
    r"|oct(?:ober)?|nov(?:ember)?|dec(?:ember)?)\.?"
)
_SCALE: Final = _any([word for word in _SCALES if word != "hundred"])
_SMALL: Final = rf"(?:{_any(_TENS)}(?:[\s-]{_any(_ONES)}\b)?|{_any(_TEENS)}|{_any(_ONES)}|zero)"
_GROUP: Final = rf"{_SMALL}\b(?:[\s-]hundred\b(?:\s+(?:and\s+)?{_SMALL}\b)?)?"
_CARDINAL: Final = rf"{_GROUP}(?:[\s-]{_SCALE}\b(?:,?\s+{_GROUP}(?:[\s-]{_SCALE}\b)?)*)?"
_UNIT: Final = "|".join(_UNITS)
_IDIOM: Final = (
    r"first[\s-](?:class|rate|hand)\b|second[\s-]hand\b|at\s+first\b|first\s+of\s+all\b"
    r"|(?:per|split|/)\s*second\b|one-(?:stop|off|sided|way)\b|one(?:-to-one)\b"
)
_FIGURE: Final = re.compile(
    rf"""(?P<idiom>(?<![\w]){_IDIOM})
    |(?<![\w.])(?P<iso>\d{{4}}[-/]\d{{1,2}}[-/]\d{{1,2}})(?![\w])
    |(?<!\w)(?P<mdy>{_MONTH}\s+\d{{1,2}}(?:st|nd|rd|th)?,?\s+\d{{4}})(?!\d)
    |(?<![\w.])(?P<dmy>\d{{1,2}}(?:st|nd|rd|th)?\s+{_MONTH},?\s+\d{{4}})(?!\d)
    |(?<!\w)(?P<my>{_MONTH},?\s+\d{{4}})(?!\d)
    |(?<![\w.])(?P<nth>\d[\d,]*)(?:st|nd|rd|th)\b
    |(?P<money>(?<![A-Za-z])(?:US\$|HK\$|\$|¥|RMB|CNY)\s?)?(?<![A-Za-z_])(?<!\d)(?<!\d[.,])
      (?P<digits>(?:\d{{1,3}}(?:[,\u00a0\u202f]\d{{3}})+|\d+)(?:\.\d+)?|\.\d+)
      (?P<scales>(?:[\s-]?(?:hundred|{_SCALE})\b)*)(?:\s?(?P<unit>{_UNIT}))?
    |(?<!\w)(?P<word_nth>(?:{_any(_TENS)}[\s-])?{_any(_ONES_TH)}|{_any(_TEENS_TH)}|{_any(_ORDINALS)})\b
    |(?<!\w)(?P<alone>one)\b(?!-[a-z]|[\s-](?:hundred|{_SCALE})\b)
    |(?<!\w)(?P<words>{_CARDINAL}|an?\s+(?:hundred|{_SCALE})\b)(?:\s?(?P<word_unit>{_UNIT}))?
    |(?<!\w)(?P<half>half|dozen)\b
    """,
    re.IGNORECASE | re.VERBOSE,
)


def find_numbers(text: str) -> tuple[Number, ...]:
    """Every figure of a text, in order.

    >>> [str(number.value) for number in find_numbers("Seven of 1,688 centres, 4.13% of it, since May 2007")]
    ['7', '1688', '4.13', '2007']
    """
    found = _FIGURE.finditer(text)
    return tuple(_number(match) for match in found if not match["idiom"] and not match["alone"])


def _number(match: re.Match[str]) -> Number:
    """The figure behind one match of the pattern."""
    for name in ("iso", "mdy", "dmy", "my"):
        if match[name]:
            return _made(match, Kind.DATE, *_dated(name, match[name]))
    if match["nth"]:
        return _made(match, Kind.ORDINAL, Decimal(match["nth"].replace(",", "")))
    if match["word_nth"]:
        return _made(match, Kind.ORDINAL, Decimal(_ordinal(match["word_nth"])))
    if match["half"]:
        half = match["half"].lower() == "half"
        return _made(match, Kind.QUANTITY, Decimal("0.5") if half else Decimal(12))
    if match["words"]:
        value, step = _cardinal(match["words"])
        return _made(match, Kind.QUANTITY, value, step=step, unit=_unit(match["word_unit"]))
    return _digits(match)


def _made(
    match: re.Match[str],
    kind: Kind,
    value: Decimal,
    day: str = "",
    *,
    step: Decimal = Decimal(1),
    unit: str = "",
) -> Number:
    return Number(match.start(), match.end(), match[0], kind, value, step, unit, day)


def _digits(match: re.Match[str]) -> Number:
    """A figure in digits, scaled; a bare four-digit number that may be a year also carries its day."""
    printed = re.sub(r"[,\u00a0\u202f]", "", match["digits"])
    value = Decimal(printed)
    scale = Decimal(1)
    for word in re.findall(r"[a-z]+", match["scales"].lower()):
        scale = scale.scaleb(_SCALES[word])
    exponent = value.as_tuple().exponent
    step = Decimal(1).scaleb(exponent if isinstance(exponent, int) else 0)
    money = _CURRENCIES[match["money"].strip().lower()] if match["money"] else ""
    bare = match[0] == match["digits"] and re.fullmatch(r"\d{4}", printed) is not None
    day = printed if bare and int(printed) in _YEARS else ""
    kind = Kind.DATE if day else Kind.QUANTITY
    return _made(match, kind, value * scale, day, step=step * scale, unit=_unit(match["unit"]) or money)


def _dated(form: str, printed: str) -> tuple[Decimal, str]:
    """Year and ISO date of a date in words or digits."""
    parts = re.findall(r"\d+", printed)
    if form == "iso":
        year, month, day = parts
        return Decimal(year), f"{year}-{int(month):02d}-{int(day):02d}"
    year = parts[-1]
    letters = re.findall(r"[a-z]{3,}", printed.lower())
    month = _MONTHS.index(letters[0][:3]) + 1
    if form == "my":
        return Decimal(year), f"{year}-{month:02d}"
    return Decimal(year), f"{year}-{month:02d}-{int(parts[0]):02d}"


def _ordinal(printed: str) -> int:
    tens, _, last = re.sub(r"\s", "-", printed.lower()).rpartition("-")
    return _WORDS.get(tens, 0) + _ORDINALS[last]


def _cardinal(printed: str) -> tuple[Decimal, Decimal]:
    """Value and step of a number in words: the step is the scale of its last word."""
    total, group, scale = 0, 0, 1
    for word in re.findall(r"[a-z]+", printed.lower()):
        if word in _WORDS:
            group, scale = group + _WORDS[word], 1
        elif word == "hundred":
            group, scale = max(group, 1) * 100, 100
        elif word in _SCALES:
            scale = 10 ** _SCALES[word]
            total, group = total + max(group, 1) * scale, 0
    return Decimal(total + group), Decimal(scale)


def _unit(printed: str | None) -> str:
    """The unit a printed unit stands for; empty for none."""
    if not printed:
        return ""
    return next(unit for pattern, unit in _UNITS.items() if re.fullmatch(pattern, printed, re.IGNORECASE))
