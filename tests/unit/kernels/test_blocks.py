"""Work in blocks: the same whatever the number of threads, in order, and never waiting for itself."""

import threading

import numpy as np
import pytest

from mangrove.draws import Draws
from mangrove.kernels.blocks import ROWS, THREADS, in_blocks, side_by_side, threads
from mangrove.registers.lines import Lines

SIZE = 3 * ROWS + 5


@pytest.fixture(params=["1", "2"], autouse=True)
def some_threads(request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> str:
    """One thread, and two."""
    monkeypatch.setenv(THREADS, request.param)
    return request.param


@pytest.mark.parametrize(("size", "blocks"), [(0, 0), (1, 1), (10, 1), (11, 2), (25, 3)])
def test_blocks_cover_all_rows_once_and_come_back_in_order(size: int, blocks: int) -> None:
    found = in_blocks(lambda start, stop: list(range(start, stop)), size, 10)
    assert len(found) == blocks
    assert [row for block in found for row in block] == list(range(size))


def test_a_block_that_works_in_blocks_waits_for_nobody() -> None:
    def inner(start: int, stop: int) -> int:
        return sum(in_blocks(lambda a, b: b - a, stop - start, 1))

    assert in_blocks(inner, 64, 4) == [4] * 16
    assert side_by_side(lambda: sum(in_blocks(inner, 8, 1)), threads)[0] == 8


def test_work_in_a_pool_is_told_that_it_has_one_thread(some_threads: str) -> None:
    assert threads() == int(some_threads)
    assert set(in_blocks(lambda _start, _stop: threads(), 8, 1)) == {1}


def test_two_threads_take_part(some_threads: str) -> None:
    both = threading.Barrier(int(some_threads), timeout=20)
    assert len(
        {name for name, _ in side_by_side(*[lambda: (threading.get_ident(), both.wait())] * int(some_threads))}
    ) == int(some_threads)


def test_draws_of_many_actors_are_those_of_each_block() -> None:
    draws, ids = Draws(1, 0, 2010), np.arange(SIZE)
    for method in (draws.uniform, draws.normal):
        np.testing.assert_array_equal(method("test/many", ids)[-ROWS:], method("test/many", ids[-ROWS:]))


@pytest.mark.parametrize("new", [0, 7, SIZE])
def test_rows_that_stay_come_in_order_before_those_that_are_new(new: int) -> None:
    def lines(ids: np.ndarray) -> Lines:
        return Lines(id=ids, firm=ids // 2, quality=ids.astype(np.float32))

    kept = np.arange(SIZE) % 3 > 0
    joined = lines(np.arange(SIZE)).keep_and_add(kept, lines(np.arange(SIZE, SIZE + new)))
    expected = np.append(np.arange(SIZE)[kept], np.arange(SIZE, SIZE + new))
    np.testing.assert_array_equal(joined.id, expected)
    np.testing.assert_array_equal(joined.firm, expected // 2)
    assert joined.quality.dtype == np.float32
