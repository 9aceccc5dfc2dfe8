"""Edits of a printed figure, as a careless or dishonest hand would make them."""

import re
from collections.abc import Iterator

CARDINALS = ("one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten", "eleven", "twelve")
ORDINALS = ("first", "second", "third", "fourth", "fifth", "sixth")
SCALES = {"million": "billion", "billion": "million", "quadrillion": "trillion"}


def edits_of(printed: str) -> list[str]:
    """Other figures in the place of this one: one more or less, ten times, swapped digits, another word."""
    return [edit for edit in dict.fromkeys(_edits(printed)) if edit != printed]


def _edits(printed: str) -> Iterator[str]:
    for words in (CARDINALS, ORDINALS):
        if printed.lower() in words:
            yield from (word for word in words if word != printed.lower())
            return
    if re.search(r"[A-Z][a-z]+ \d", printed) or re.fullmatch(r"\d{4}(-\d\d)*", printed):
        yield from _dates(printed)
    else:
        yield from _quantities(printed)


def _dates(printed: str) -> Iterator[str]:
    """Another year, another month, another day."""
    year = re.findall(r"\d{4}", printed)[0]
    yield from (printed.replace(year, str(int(year) + step)) for step in (-10, -1, 1, 10))
    yield re.sub(r"^[A-Z][a-z]+", "March", printed)
    yield re.sub(r"\b\d,", "9,", printed)


def _quantities(printed: str) -> Iterator[str]:
    digits = re.search(r"\d[\d,]*(?:\.\d+)?", printed)
    if digits is None:
        return
    old = digits[0]
    plain = old.replace(",", "")
    places = len(plain.partition(".")[2])
    last = 10**-places
    value = float(plain)
    for new in (value + last, value - last, value + 1, value - 1, value * 10, value * 1.1, round(value, places - 1)):
        yield printed.replace(old, f"{new:,.{places}f}" if "," in old else f"{new:.{places}f}")
    if places:
        yield printed.replace(old, f"{value:.{places - 1}f}")
    yield from (printed.replace(old, swapped) for swapped in _swapped(plain))
    for scale, other in SCALES.items():
        yield re.sub(rf"\b{scale}", other, printed)


def _swapped(plain: str) -> Iterator[str]:
    """The number with two neighbouring digits swapped."""
    for at in range(len(plain) - 1):
        one, other = plain[at], plain[at + 1]
        if one != other and "." not in (one, other):
            yield plain[:at] + other + one + plain[at + 2 :]
