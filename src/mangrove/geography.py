"""Geography: which trades a district has more of than the region, and which institutes, from any register, real or not.

A location quotient is an industry's part of a district's staff over its part of the region's: above 1 the district is
given to that industry. A cell of few enterprises is left out: a giant among them would be all it tells.
"""

from typing import Final

import numpy as np

from mangrove.arrays import Doubles, Longs
from mangrove.region import Region
from mangrove.registers.firms import INDUSTRIES
from mangrove.registers.institutes import KINDS, Institutes
from mangrove.suppress import SMALLEST_CELL

QUOTIENT: Final = "quotient."
INSTITUTES: Final = "institutes."


def location_quotients(staff: Doubles, district: Longs, industry: Longs, shape: tuple[int, int]) -> Doubles:
    """Location quotients by district and industry; NaN in a cell of fewer enterprises than tables show, or of no staff.

    Args:
        staff: Of each enterprise, persons; unknown staff counts as none.
        district: Code of its district.
        industry: Code of its industry.
        shape: How many districts and industries there are.

    >>> one, other = np.ones(30), np.r_[np.zeros(20, np.int64), np.ones(10, np.int64)]
    >>> location_quotients(one, other, np.arange(30) % 2, (2, 2)).round(2).tolist()
    [[1.0, 1.0], [nan, nan]]
    """
    cell = district.astype(np.int64) * shape[1] + industry
    heads = np.bincount(cell, np.nan_to_num(staff), shape[0] * shape[1]).reshape(shape)
    count = np.bincount(cell, minlength=heads.size).reshape(shape)
    whole = heads.sum(axis=1, keepdims=True) * heads.sum(axis=0, keepdims=True)
    quotient = np.divide(heads * heads.sum(), whole, out=np.full(shape, np.nan), where=whole > 0)
    return np.where(count >= SMALLEST_CELL, quotient, np.nan)


def institutes_of(institutes: Institutes, districts: int) -> Longs:
    """How many institutes of each kind there are in each district, shape (districts, kinds)."""
    cell = institutes.district.astype(np.int64) * len(KINDS) + institutes.kind
    return np.bincount(cell, minlength=districts * len(KINDS)).reshape(districts, len(KINDS))


def geography(region: Region) -> list[tuple[str, str, float]]:
    """Name, canonical unit and value of everything that is told by district."""
    shape = len(region.districts), len(INDUSTRIES)
    staff, district, industry = (region.enterprises(name) for name in ("staff", "district", "industry"))
    quotients = location_quotients(staff, district, industry, shape)
    counts = institutes_of(region.institutes, shape[0])
    found: list[tuple[str, str, float]] = []
    for code, name in enumerate(region.districts):
        found += [
            (f"{QUOTIENT}{name}.{industry}", "ratio", float(value))
            for industry, value in zip(INDUSTRIES, quotients[code], strict=True)
        ]
        found += [
            (f"{INSTITUTES}{name}.{kind}", "count", float(value))
            for kind, value in zip(KINDS, counts[code], strict=True)
        ]
    return found
