"""Gaps: the four ways in which rules read columns that may be unknown, so that unknown stays unknown."""

import numpy as np

from mangrove.arrays import Bytes8, Days, Doubles, Floats


def truth(flags: Bytes8) -> Doubles:
    """A yes/no column as numbers: 1 yes, 0 no, NaN unknown.

    >>> truth(np.array([1, 0, -1], np.int8))
    array([ 1.,  0., nan])
    """
    return np.where(flags < 0, np.nan, flags)


def quotient(part: Floats | Doubles, whole: Floats | Doubles) -> Doubles:
    """Part over whole in double precision; NaN where either is unknown or there is no whole.

    >>> quotient(np.array([3.0, 3.0]), np.array([4.0, 0.0]))
    array([0.75,  nan])
    """
    wide = whole.astype(np.float64)
    return np.divide(part, wide, out=np.full(wide.shape, np.nan), where=wide != 0)


def years_since(start: Days, day: np.datetime64) -> Doubles:
    """Years from each day to another, whole on anniversaries; NaN where the day is unknown.

    >>> years_since(np.array(["2012-06-30", "NaT"], "datetime64[D]"), np.datetime64("2017-06-30"))
    array([ 5., nan])
    """
    first, last = start.astype("datetime64[M]"), day.astype("datetime64[M]")
    months = (last - first).astype(np.float64)
    days = (day - last.astype("datetime64[D]")) - (start - first.astype("datetime64[D]"))
    return np.where(np.isnat(start), np.nan, (months + days.astype(np.float64) / 31) / 12)


def or_nothing(amounts: Floats) -> Doubles:
    """Amounts that are not negative in double precision; one that is unknown counts as nothing.

    >>> or_nothing(np.array([3.0, np.nan], np.float32))
    array([3., 0.])
    """
    return np.fmax(amounts.astype(np.float64), 0.0)
