"""One published number beside ours, as `mangrove replicate` prints it."""

from dataclasses import dataclass


@dataclass(frozen=True)
class Row:
    """One item of a published table.

    Attributes:
        table: Which table, such as "A1 baseline".
        item: Which number, by the paper's name for it.
        published: The number printed.
        ours: The number computed here.
        tolerance: Largest difference that still counts as the same.

    >>> Row("A1 baseline", "g", 0.0226, 0.02263, 0.0002).passed
    True
    """

    table: str
    item: str
    published: float
    ours: float
    tolerance: float

    @property
    def difference(self) -> float:
        """Ours less published."""
        return self.ours - self.published

    @property
    def passed(self) -> bool:
        """Whether the two agree within the tolerance."""
        return abs(self.difference) <= self.tolerance
