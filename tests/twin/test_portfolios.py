"""A year in the life of product lines, event after event in the order of time, against the kernel."""

import heapq
import math

import numpy as np
import pytest

from mangrove.draws import Draws
from mangrove.kernels.lineages import mixed_at, pair_at
from mangrove.kernels.portfolios import FIRMS, followed, followed_in_blocks, grown_up, twin_yields, yields
from mangrove.models.aaabk import equilibrium
from mangrove.models.aaabk.panel import world

YEAR = np.uint64(2012)
WORDS = tuple(Draws(5, 1, 2012).words(f"test/{name}") for name in ("clocks", "births", "losses"))


@pytest.fixture(scope="module")
def state():
    return equilibrium()


@pytest.fixture(scope="module")
def crowd(state):
    """Three hundred firms with one to five lines, each with its own pace."""
    firms = np.arange(300)
    counts = (1 + firms % 5).astype(np.int32)
    lines = int(counts.sum())
    spread = np.linspace(0.5, 1.5, 300)[:, None]
    choice = state.choice
    paces = spread * np.array([choice.low, choice.high, choice.low_exit, choice.high_exit])
    return {
        "ids": (firms + 11).astype(np.uint64), "high": (firms % 2).astype(np.int8), "counts": counts, "paces": paces,
        "keys": np.arange(lines, dtype=np.uint64) * np.uint64(977) + np.uint64(5),
        "qualities": np.linspace(0.7, 3.0, lines).astype(np.float32),
    }  # fmt: skip


def kernel(state, crowd):
    spread = state.spread
    return followed(
        world(state), crowd["paces"], spread.share, spread.gap, WORDS, YEAR, crowd["ids"], crowd["high"],
        crowd["counts"], crowd["keys"], crowd["qualities"],
    )  # fmt: skip


def chronicle(state, crowd, firm: int):
    """One firm's year by an event queue: its lines at the end as {key: quality}, and whether it is high still."""
    w, share, gap = world(state), state.spread.share, state.spread.gap
    low, high, low_exit, high_exit = crowd["paces"][firm]
    to_shock, to_turn = pair_at(WORDS[0], crowd["ids"][firm])
    shock = -math.log(to_shock) / w.shock
    turns = -math.log(to_turn) / w.fade if crowd["high"][firm] else 0.0
    first = int(crowd["counts"][:firm].sum())
    alive: dict[int, float] = {}
    queue: list[tuple[float, int, str, int]] = []

    def pace(time: float) -> float:
        return high if time < turns else low

    def begin(key: int, time: float, quality: float) -> None:
        alive[key] = quality * math.exp(w.drift * time)  # as of the year's start, so that one factor slides all
        lost = time - math.log(pair_at(WORDS[2], np.uint64(key))[0]) / w.lost
        heapq.heappush(queue, (lost, key, "lost", 0))
        plan_invention(key, 0, time)

    def plan_invention(key: int, rank: int, since: float) -> None:
        child = np.uint64(mixed_at(np.uint64(key), (YEAR << np.uint64(32)) + np.uint64(rank)))
        effort = -math.log(pair_at(WORDS[1], child)[0])
        while_high = high * max(turns - since, 0.0)
        time = since + effort / high if effort < while_high else max(since, turns) + (effort - while_high) / low
        heapq.heappush(queue, (time, key, "invents", rank))

    def give_up(now: float) -> None:
        exit_at = high_exit if now < turns else low_exit
        for key in [k for k, q in alive.items() if q * math.exp(-w.drift * now) <= exit_at]:
            del alive[key]

    for place in range(first, first + int(crowd["counts"][firm])):
        begin(int(crowd["keys"][place]), 0.0, float(crowd["qualities"][place]))
    end = min(1.0, shock)
    while queue and queue[0][0] < end:
        time, key, what, rank = heapq.heappop(queue)
        give_up(time)
        if key not in alive:
            continue
        if what == "lost":
            del alive[key]
            continue
        child = int(mixed_at(np.uint64(key), (YEAR << np.uint64(32)) + np.uint64(rank)))
        where = pair_at(WORDS[1], np.uint64(child))[1]
        quality = w.step + float(np.interp(where, share, np.arange(share.size) * gap))
        if quality > (high_exit if time < turns else low_exit):
            begin(child, time, quality)
        plan_invention(key, rank + 1, time)
    give_up(end)
    gone = {} if shock < 1 else {k: q * math.exp(-w.drift) for k, q in alive.items()}
    return gone, bool(crowd["high"][firm]) and turns > 1 and bool(gone)


def test_the_kernel_tells_each_firms_year_as_the_chronicle_does(state, crowd) -> None:
    held = kernel(state, crowd)
    ends = np.cumsum(held.counts)
    for firm in range(300):
        told, high = chronicle(state, crowd, firm)
        mine = slice(ends[firm] - held.counts[firm], ends[firm])
        found = dict(zip(held.keys[mine].tolist(), held.qualities[mine].tolist(), strict=True))
        assert found.keys() == told.keys(), firm
        assert found == pytest.approx(told, rel=1e-5)
        if told:
            assert bool(held.high[firm]) == high
    assert 0 < (held.counts == 0).sum() < 150
    assert len(np.setdiff1d(held.keys, crowd["keys"])) > 20


def test_a_firms_year_does_not_depend_on_who_else_is_there(state, crowd) -> None:
    held = kernel(state, crowd)
    last = crowd["counts"][:-1].sum()
    alone = {
        "ids": crowd["ids"][-1:], "high": crowd["high"][-1:], "counts": crowd["counts"][-1:],
        "paces": crowd["paces"][-1:], "keys": crowd["keys"][last:], "qualities": crowd["qualities"][last:],
    }  # fmt: skip
    by_itself = kernel(state, alone)
    assert by_itself.counts[0] == held.counts[-1]
    np.testing.assert_array_equal(by_itself.keys, held.keys[len(held.keys) - held.counts[-1] :])


def test_lines_that_have_aged_in_years_of_one_are_those_of_a_whole_life_in_number(state) -> None:
    """Ten years at once, and ten years one by one, leave as many firms and lines, within sampling error."""
    firms, w, spread = 20_000, world(state), state.spread
    ids = np.arange(firms, dtype=np.uint64)
    whole = grown_up(w, spread.share, spread.gap, WORDS, ids, np.full(firms, 10.0), False)
    step = grown_up(w, spread.share, spread.gap, WORDS, ids, np.zeros(firms), False)
    choice = state.choice
    paces = np.tile([choice.low, choice.high, choice.low_exit, choice.high_exit], (firms, 1))
    for year in range(2001, 2011):
        words = tuple(Draws(6, 0, year).words(f"test/{name}") for name in ("clocks", "births", "losses"))
        step = followed(
            w, paces, spread.share, spread.gap, words, np.uint64(year), ids, step.high, step.counts, step.keys,
            step.qualities,
        )  # fmt: skip
    assert (step.counts > 0).mean() == pytest.approx((whole.counts > 0).mean(), abs=4 * 0.5 / np.sqrt(firms) * 1.5)
    error = np.sqrt(step.counts.var() / firms + whole.counts.var() / firms)
    assert step.counts.mean() == pytest.approx(whole.counts.mean(), abs=4 * error)
    assert len(np.unique(step.keys)) == len(step.keys)


def test_firms_followed_in_blocks_are_those_followed_together(state) -> None:
    w, spread = world(state), state.spread
    ids = np.arange(2 * FIRMS + 17, dtype=np.uint64)
    held = grown_up(w, spread.share, spread.gap, WORDS, ids, np.full(len(ids), 3.0), False)
    choice = state.choice
    paces = np.tile([choice.low, choice.high, choice.low_exit, choice.high_exit], (len(ids), 1))
    told = (w, paces, spread.share, spread.gap, WORDS, np.uint64(2010), ids, *held)
    for whole, parts in zip(followed(*told), followed_in_blocks(*told), strict=True):
        np.testing.assert_array_equal(whole, parts)


def test_firms_known_to_live_have_lines_at_any_age(state) -> None:
    ids, ages = np.arange(500, dtype=np.uint64), np.linspace(0, 40, 500)
    held = grown_up(world(state), state.spread.share, state.spread.gap, WORDS, ids, ages, True)
    assert (held.counts > 0).all()
    assert held.counts[-50:].mean() > held.counts[:50].mean()


def test_yields_are_those_of_the_twin() -> None:
    counts = np.array([2, 0, 3, 1], np.int32)
    qualities = np.array([1.0, 2.0, 0.5, 1.5, 3.0, 1.0], np.float32)
    np.testing.assert_allclose(yields(counts, qualities, 1.9), twin_yields(counts, qualities, 1.9), 1e-12)


def test_nobody_holds_nothing(state) -> None:
    nobody, none = np.empty(0, np.uint64), np.empty(0)
    held = grown_up(world(state), state.spread.share, state.spread.gap, WORDS, nobody, none, True)
    assert (len(held.counts), len(held.keys)) == (0, 0)
