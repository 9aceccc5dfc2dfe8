"""Registered numbers: the unified social credit code (统一社会信用代码) of China's legal persons.

GB 32100-2015: 18 digits and capital letters without I, O, S, V and Z, of which the last is a check character: with the
place's weight 3^(i-1) mod 31 the values of all 18 add up to a multiple of 31. It takes the place of an id where a
file has none.
"""

from hashlib import blake2b
from typing import Final

import numpy as np
import polars as pl

from mangrove.arrays import Bools, Longs

COLUMN: Final = "registered_number"
"""Name of the column, in any register of legal persons."""
MEANING: Final = "Unified social credit code (统一社会信用代码), 18 characters."

_LETTERS: Final = "0123456789ABCDEFGHJKLMNPQRTUWXY"
_LENGTH: Final = 18
_WEIGHTS: Final = np.array([pow(3, place, len(_LETTERS)) for place in range(_LENGTH - 1)] + [1], np.int64)
_NO_LETTER: Final = -1
_VALUES: Final = np.full(256, _NO_LETTER, np.int64)
_VALUES[np.frombuffer(_LETTERS.encode(), np.uint8)] = np.arange(len(_LETTERS))
_ID_BYTES: Final = 8


def verdicts(numbers: pl.Series) -> tuple[Bools, Bools]:
    """Which texts are no unified social credit code by their letters, and which have a wrong check character.

    >>> misspelt, miscopied = verdicts(pl.Series(["914403001922038216", "914403001922038217", "4403011"]))
    >>> misspelt.tolist(), miscopied.tolist()
    ([False, False, True], [False, True, False])
    """
    fits = ((numbers.str.len_bytes() == _LENGTH) & (numbers.str.len_chars() == _LENGTH)).to_numpy()
    letters = np.array(numbers.to_numpy()[fits], f"S{_LENGTH}").view(np.uint8).reshape(-1, _LENGTH)
    values = _VALUES[letters]
    spelt = (values != _NO_LETTER).all(axis=1)
    misspelt = ~fits
    misspelt[fits] = ~spelt
    miscopied = np.zeros(len(numbers), np.bool_)
    miscopied[fits] = spelt & (values @ _WEIGHTS % len(_LETTERS) != 0)
    return misspelt, miscopied


def ids_of(numbers: pl.Series) -> Longs:
    """Ids made of registered numbers: the same number is the same id in every file and on every machine."""
    return np.fromiter(map(_id_of, numbers.to_list()), np.int64, len(numbers))


def _id_of(number: str) -> int:
    """63 bits of a hash of the number."""
    return int.from_bytes(blake2b(number.encode(), digest_size=_ID_BYTES).digest(), "big") >> 1
