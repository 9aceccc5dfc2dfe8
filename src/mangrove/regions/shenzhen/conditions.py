"""Conditions that several of the city's programmes share; each programme has the value that its rule sets."""

import numpy as np

from mangrove.dated import Dated
from mangrove.gaps import truth
from mangrove.programme import Clause, Compare
from mangrove.registers.firms import Firms


def does_rnd(asked: Dated[float], meaning: str = "It does R&D.", local: str = "开展研发活动。") -> Clause[Firms]:
    """A firm does R&D, where `asked` is one."""
    return Clause(
        "does_rnd", meaning, lambda f, _: truth(f.technology), Compare.AT_LEAST, lambda _, t: t[asked], (asked,),
        meaning_local=local,
    )  # fmt: skip


def in_supported_field(asked: Dated[float]) -> Clause[Firms]:
    """A firm works in a field of the national list of high technology, where `asked` is one."""
    return Clause(
        "supported_field", "It works in a listed high-tech field.", lambda f, _: truth(f.in_supported_field),
        Compare.AT_LEAST, lambda _, t: t[asked], (asked,), meaning_local="属于国家重点支持的高新技术领域。",
    )  # fmt: skip


def enough_rnd(least: Dated[float], meaning: str) -> Clause[Firms]:
    """A firm's R&D of the last closed year is at least so much, CNY/yr."""
    return Clause(
        "enough_rnd", meaning, lambda f, _: f.rnd_y3.astype(np.float64), Compare.AT_LEAST, lambda _, t: t[least],
        (least,), meaning_local="研发投入达到一定规模。",
    )  # fmt: skip
