"""A published table beside ours: one row a number, with the gap that is allowed.

A number printed to some digits is allowed the gap of its tolerance; a band is its middle, allowed half its
width; a formula met by simulation is allowed some of its Monte-Carlo standard errors.
"""

from dataclasses import dataclass
from math import isfinite


@dataclass(frozen=True)
class Row:
    """One published number beside ours.

    Attributes:
        table: The published table, as its readers call it.
        item: The number's name in that table.
        published: The number as published.
        ours: The number as computed here; not finite where there is none, which never passes.
        tolerance: Largest gap that passes, in the number's own unit; infinite where the model does not determine it.
        standard_error: Monte-Carlo standard error of ours, where it comes from a simulation.
        note: What a reader should know of it, such as why it misses.

    >>> Row("equilibrium", "growth", 0.0226, 0.0227, 0.0002).passed
    True
    """

    table: str
    item: str
    published: float
    ours: float
    tolerance: float
    standard_error: float | None = None
    note: str = ""

    @property
    def gap(self) -> float:
        """Ours less the published one."""
        return self.ours - self.published

    @property
    def passed(self) -> bool:
        """Whether the gap is within tolerance, in the last digit of floating point."""
        return isfinite(self.gap) and abs(self.gap) <= self.tolerance * (1 + 1e-9)


def band(table: str, item: str, low: float, high: float, ours: float) -> Row:
    """A row whose published number is a band.

    >>> band("reported rise", "large firms", 0.25, 0.31, 0.26).passed
    True
    """
    return Row(table, item, (low + high) / 2, ours, (high - low) / 2)
