"""Logarithms and exponentials of many numbers at once, written so that the compiler takes several in one stroke.

A call of the library's function for each number keeps a loop from being vectorised and makes it many times slower.
Here both are sums and products alone, the same on every machine, and right to 1e-12.
"""

from typing import Final

import numpy as np

from mangrove.arrays import Doubles
from mangrove.kernels.compiled import compiled

CHUNK: Final = 1024
"""Numbers that a kernel works on at a time: a few rows of so many fit beside the processor."""

EXPONENT: Final = 52
"""Bits of a double below its exponent."""
BIAS: Final = 1023
FRACTION: Final = (1 << EXPONENT) - 1
ROOT_2: Final = 2**0.5
TURN: Final = 6.283185307179586
LN_2: Final = 0.6931471805599453
LN_2_HIGH: Final = 0.693147180369123816490
LN_2_LOW: Final = 1.90821492927058770002e-10
"""The logarithm of two in two parts, so that whole multiples of the first are exact."""


@compiled
def logs(values: Doubles, out: Doubles) -> None:
    """Natural logarithms of positive, normal numbers.

    A number is 2^e m with m near one, and log m = 2 (s + s^3/3 + s^5/5 + ...) with s = (m - 1) / (m + 1).
    """
    bits = values.view(np.int64)
    mantissa = np.empty(values.size)
    one = np.int64(BIAS) << np.int64(EXPONENT)
    scaled = mantissa.view(np.int64)
    for i in range(values.size):
        scaled[i] = (bits[i] & np.int64(FRACTION)) | one
    for i in range(values.size):
        whole = float((bits[i] >> np.int64(EXPONENT)) - np.int64(BIAS))
        high = mantissa[i] > ROOT_2
        m = 0.5 * mantissa[i] if high else mantissa[i]
        whole = whole + 1.0 if high else whole
        s = (m - 1.0) / (m + 1.0)
        z = s * s
        tail = 1 / 15 + z * (1 / 17 + z * (1 / 19))
        tail = 1 / 7 + z * (1 / 9 + z * (1 / 11 + z * (1 / 13 + z * tail)))
        out[i] = whole * LN_2 + 2.0 * s * (1.0 + z * (1 / 3 + z * (1 / 5 + z * tail)))


@compiled
def exps(values: Doubles, out: Doubles) -> None:
    """Exponentials of numbers from -700 to 700: 2^k e^r, r at most half the logarithm of two, e^r by its series."""
    bits = np.empty(values.size, np.int64)
    powers = bits.view(np.float64)
    for i in range(values.size):
        k = np.floor(values[i] / LN_2 + 0.5)
        r = (values[i] - k * LN_2_HIGH) - k * LN_2_LOW
        tail = 1 / 40320 + r * (1 / 362880 + r * (1 / 3628800 + r * (1 / 39916800)))
        tail = 1 / 24 + r * (1 / 120 + r * (1 / 720 + r * (1 / 5040 + r * tail)))
        out[i] = 1.0 + r * (1.0 + r * (0.5 + r * (1 / 6 + r * tail)))
        bits[i] = (np.int64(k) + np.int64(BIAS)) << np.int64(EXPONENT)
    for i in range(values.size):
        out[i] *= powers[i]


@compiled
def cosines(turns: Doubles, out: Doubles) -> None:
    """Cosines of angles from zero to a whole turn, given in turns: of the part from half a turn, by the series."""
    for i in range(turns.size):
        x = TURN * (turns[i] - 0.5)
        z = x * x
        term, total = 1.0, 1.0
        for k in range(1, 15):
            term = -term * z / ((2 * k - 1) * (2 * k))
            total += term
        out[i] = -total


def twin_logs(values: Doubles) -> Doubles:
    """The same by NumPy."""
    return np.log(values)


def twin_exps(values: Doubles) -> Doubles:
    """The same by NumPy."""
    return np.exp(values)


def twin_cosines(turns: Doubles) -> Doubles:
    """The same by NumPy."""
    return np.cos(TURN * turns)
