"""Employers: the chain of firms, businesses and institutes, as those who work there see it."""

from typing import Final, NamedTuple

import numpy as np

from mangrove.arrays import Bytes8, Doubles, Floats, Ints, Longs
from mangrove.region import Region

KINDS: Final = ("firms", "businesses", "institutes")
"""The registers of employers, in the order of the chain."""


class Employers(NamedTuple):
    """One entry an employer, in the order of the chain.

    Attributes:
        ids: Ids.
        wanted: Professionals wanted, not yet whole people.
        heads: Professionals there are.
        kind: Register it stands in, by its place in `KINDS`.
        firms: How many of them, the first, are technology firms.
        rnd: R&D of each of those for each professional, CNY/yr.
    """

    ids: Longs
    wanted: Floats
    heads: Ints
    kind: Bytes8
    firms: int
    rnd: Doubles


def employers(region: Region) -> Employers:
    """The chain of employers on the region's day."""
    firms, businesses, institutes = region.firms, region.businesses, region.institutes
    sizes = [len(firms), len(businesses), len(institutes)]
    return Employers(
        ids=np.concatenate([firms.id, businesses.id, institutes.id]),
        wanted=np.concatenate([firms.college_staff, businesses.college_staff, institutes.posts]),
        heads=np.concatenate([firms.professionals, businesses.professionals, institutes.professionals]),
        kind=np.repeat(np.arange(len(KINDS), dtype=np.int8), sizes),
        firms=len(firms),
        rnd=firms.real_rnd / np.maximum(firms.professionals, 1).astype(np.float64),
    )
