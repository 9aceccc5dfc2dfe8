"""Personal data: what a register of people must not hold, found by the names of columns and by what cells look like.

The model needs no names, identity numbers, telephones or addresses. A file that has them is refused before any cell
is read, so that none is quoted, kept or written.
"""

import re
from collections.abc import Collection
from typing import Final

import polars as pl

from mangrove.tables import as_text, as_typed

_SAMPLE: Final = 10_000
"""Filled cells of a column that are looked at."""
_ENOUGH: Final = 0.5
"""Share of them that must look alike: a single whole number looks like a telephone by chance."""

_WORDS: Final = {
    "phone", "telephone", "tel", "mobile", "cellphone", "email", "mail", "wechat", "weixin", "qq", "address",
    "passport", "idcard", "idno", "idnumber", "ssn", "identity",
    "surname", "firstname", "lastname", "fullname", "realname", "givenname",
}  # fmt: skip
_WHOSE: Final = {
    "first", "last", "full", "given", "family", "real", "person", "employee", "staff", "chinese", "english", "pinyin",
}  # fmt: skip
"""What stands beside `name` in the name of a column of people's names; a `district_name` is nobody's."""
_IDENTITY: Final = {"card", "no", "number", "num", "code"}
"""What stands beside `id` in the name of a column of identity numbers."""
_CHINESE: Final = re.compile(
    "姓名|名字|身[份分]|[证證]件|[护護]照|手[机機]|[电電][话話邮郵]|[邮郵][箱件]|微信|住址|地址"
)
_PIECES: Final = re.compile(r"[A-Z]?[a-z]+|[A-Z]+(?![a-z])")

_IDENTITY_NUMBER: Final = r"^[1-9]\d{5}(?:19|20)\d{2}(?:0[1-9]|1[0-2])(?:0[1-9]|[12]\d|3[01])\d{3}[\dXx]$"
_CHECKS: Final = "10X98765432"
_LOOKS: Final = {
    "mobile telephones": r"^(?:\+?86)?[ -]?1[3-9]\d[ -]?\d{4}[ -]?\d{4}$",
    "e-mail addresses": r"^[^@\s]+@[^@\s]+\.[^@\s]+$",
}


def personal_columns(cells: pl.DataFrame, own: Collection[str]) -> dict[str, str]:
    """The columns that hold personal data, and what shows it; no cell is quoted.

    Args:
        cells: A file's table.
        own: Names of the register's own columns, whose names are above suspicion; their cells are not.
    """
    found: dict[str, str] = {}
    for name in cells.columns:
        if name not in own and _is_telling(name):
            found[name] = "by its name"
        elif looks := _looks_like(cells[name]):
            found[name] = f"its cells look like {looks}"
    return found


def _is_telling(name: str) -> bool:
    """Whether a column's name is that of personal data.

    >>> [_is_telling(name) for name in ("id_card", "身份证号", "Name", "employeeName", "E-mail", "district_name")]
    [True, True, True, True, True, False]
    """
    if _CHINESE.search(name):
        return True
    words = [piece.lower() for piece in _PIECES.findall(name)]
    joined = "".join(words)
    if joined in ("name", "names") or joined in _WORDS or _WORDS & {*words}:
        return True
    return ("name" in words and bool(_WHOSE & {*words})) or ("id" in words and bool(_IDENTITY & {*words}))


def _looks_like(cells: pl.Series) -> str:
    """What at least half of a column's cells look like; empty text if nothing personal."""
    if cells.dtype.is_float() or cells.dtype.is_temporal() or cells.dtype == pl.Boolean:
        return ""
    texts = as_typed(as_text(cells.drop_nulls().head(_SAMPLE)))
    filled = texts.filter(texts != "")
    counts = {looks: int(filled.str.contains(pattern).sum()) for looks, pattern in _LOOKS.items()}
    numbers = filled.filter(filled.str.contains(_IDENTITY_NUMBER)).to_list()
    counts["identity numbers"] = sum(map(_is_identity, numbers))
    return next((looks for looks, count in counts.items() if len(filled) and count >= _ENOUGH * len(filled)), "")


def _is_identity(number: str) -> bool:
    """Whether the check character of an identity number is right (GB 11643: weights are powers of 2 mod 11)."""
    total = sum(int(digit) * pow(2, 17 - place, 11) for place, digit in enumerate(number[:17]))
    return _CHECKS[total % 11] == number[17].upper()
