"""Small cells are hidden, and nobody can work them out from what is printed."""

from itertools import product

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from mangrove.suppress import Cell, Counts, suppressed

TABLES = st.lists(st.integers(0, 9), min_size=1, max_size=4).map(
    lambda counts: {f"v{place}": count for place, count in enumerate(counts)}
)
LARGE = st.lists(st.integers(0, 10**6), min_size=1, max_size=30).map(
    lambda counts: {f"v{place}": count for place, count in enumerate(counts)}
)


def readings(table: Counts, whole: int) -> list[dict[str, int]]:
    """Every table that a reader can think of who sees this one printed and knows the rule, by trying all."""
    marks = set(table.kinds.values())
    least = table.smallest if Cell.SMALL in marks else 0  # a table that is hidden whole may hold anything
    most = min((count for count in table.cells.values() if count), default=max(whole, table.smallest))
    ranges = {
        Cell.SMALL: lambda name: range(1, table.smallest),
        Cell.HIDDEN: lambda name: range(least, most + 1),
        Cell.SHOWN: lambda name: [table.cells[name]],
    }
    columns = [ranges[kind](name) for name, kind in table.kinds.items()]
    tables = [dict(zip(table.kinds, cells, strict=True)) for cells in product(*columns)]
    if table.total is None:
        return [cells for cells in tables if 0 < sum(cells.values()) < table.smallest]
    return [cells for cells in tables if sum(cells.values()) == table.total]


@settings(deadline=None)
@given(TABLES, st.sampled_from([3, 4, 5]))
def test_no_hidden_cell_can_be_worked_out(counts: dict[str, int], smallest: int) -> None:
    table = suppressed(counts, smallest)
    found = readings(table, sum(counts.values()))
    assert counts in found
    for name, kind in table.kinds.items():
        if kind is not Cell.SHOWN:
            assert len({cells[name] for cells in found}) > 1, (name, table)


@given(LARGE, st.integers(3, 50))
def test_no_small_cell_is_shown_and_what_is_shown_is_true(counts: dict[str, int], smallest: int) -> None:
    table = suppressed(counts, smallest)
    for name, count in counts.items():
        assert table.cells[name] in (None, count)
        assert not 0 < count < smallest or table.cells[name] is None
        assert (table.cells[name] is None) == (table.kinds[name] is not Cell.SHOWN)
    assert table.total == (None if 0 < sum(counts.values()) < smallest else sum(counts.values()))


@given(LARGE, st.integers(3, 50))
def test_a_table_without_small_cells_is_left_alone(counts: dict[str, int], smallest: int) -> None:
    large = {name: count for name, count in counts.items() if not 0 < count < smallest}
    assert suppressed(large, smallest).cells == large


@given(LARGE, st.integers(3, 50))
def test_several_small_cells_far_from_their_limits_hide_no_other(counts: dict[str, int], smallest: int) -> None:
    middle = {"one": 1, "other": smallest - 1}
    large = {name: count for name, count in counts.items() if not 0 < count < smallest}
    assert {name: suppressed(large | middle, smallest).cells[name] for name in large} == large


@pytest.mark.parametrize(
    ("cells", "texts"),
    [
        ((4, 30, 800, 0), ["<10", "hidden", "800", "0"]),
        ((4, 3, 800), ["<10", "<10", "800"]),
        ((1, 1, 800, 70), ["<10", "<10", "800", "hidden"]),
        ((9, 9, 12, 800), ["<10", "<10", "hidden", "800"]),
        ((1, 10, 20, 800), ["<10", "hidden", "hidden", "800"]),
        ((9, 9, 0), ["hidden", "hidden", "hidden"]),
        ((3, 0, 5), ["hidden", "hidden", "hidden"]),
        ((0, 0), ["0", "0"]),
        ((1200, 0), ["1,200", "0"]),
    ],
)
def test_cells_are_hidden_as_little_as_that_takes(cells: tuple[int, ...], texts: list[str]) -> None:
    table = suppressed({str(place): count for place, count in enumerate(cells)})
    assert [table.text(name) for name in table.cells] == texts


def test_a_limit_of_one_hides_nothing() -> None:
    assert suppressed({"a": 1, "b": 2}, 1).cells == {"a": 1, "b": 2}
