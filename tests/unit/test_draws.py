"""Draws are a pure function of their key, uniform, independent across neighbouring keys, rightly shaped."""

import subprocess
import sys
from collections.abc import Callable, Iterator
from dataclasses import replace

import numpy as np
import pytest
from scipy import stats

from mangrove.draws import Draws, pair_key, stream_code
from mangrove.errors import LimitError, ModelError
from mangrove.kernels import philox
from mangrove.kernels.poisson import WIDE

N = 100_000
IDS = np.arange(N)
DICE = Draws(seed=1, member=0, year=2009)
REJECT = 1e-5  # at either end of 63 p-values: a sound generator fails by chance for one key in 800

Generator = Callable[[Draws, str, np.ndarray], np.ndarray]
Key = tuple[Draws, str, np.ndarray]


# --- what a generator must pass -------------------------------------------------------------------------


def p_uniform(drawn: np.ndarray) -> dict[str, float]:
    """Is it flat: in the large, in the small, in its last bits?"""
    last_bits = (drawn * 2.0**53).astype(np.int64) & 255
    return {
        "KS": float(stats.kstest(drawn, "uniform").pvalue),
        "256 bins": float(stats.chisquare(np.bincount((drawn * 256).astype(int), minlength=256)).pvalue),
        "last 8 bits": float(stats.chisquare(np.bincount(last_bits, minlength=256)).pvalue),
    }


def p_independent(first: np.ndarray, second: np.ndarray) -> dict[str, float]:
    """Do two draws know of each other: on a grid of 32 by 32, in their products, in their equal bits?"""
    cells = (first * 32).astype(int) * 32 + (second * 32).astype(int)
    products = np.sum((first - 0.5) * (second - 0.5)) * 12 / np.sqrt(first.size)
    last = ((first * 2.0**53).astype(np.int64) & 31) * 32 + ((second * 2.0**53).astype(np.int64) & 31)
    return {
        "grid": float(stats.chisquare(np.bincount(cells, minlength=1024)).pvalue),
        "correlation": float(2 * stats.norm.sf(abs(products))),
        "grid of last bits": float(stats.chisquare(np.bincount(last, minlength=1024)).pvalue),
    }


def neighbours(dice: Draws) -> dict[str, Key]:
    """A key, and the five that differ from it by one step in one part."""
    return {
        "itself": (dice, "one", IDS),
        "next actor": (dice, "one", IDS + 1),
        "next year": (dice.at(dice.year + 1), "one", IDS),
        "next member": (replace(dice, member=dice.member + 1), "one", IDS),
        "next seed": (replace(dice, seed=dice.seed + 1), "one", IDS),
        "other stream": (dice, "onf", IDS),
    }


def p_values(generator: Generator, dice: Draws) -> Iterator[tuple[str, float]]:
    drawn = {name: generator(*key) for name, key in neighbours(dice).items()}
    for name, values in drawn.items():
        yield from ((f"{name}: {test}", p) for test, p in p_uniform(values).items())
    names = list(drawn)
    for place, one in enumerate(names):
        for other in names[place + 1 :]:
            pairs = p_independent(drawn[one], drawn[other])
            yield from ((f"{one} and {other}: {test}", p) for test, p in pairs.items())


def failures(generator: Generator, dice: Draws = DICE) -> dict[str, float]:
    """The tests a generator fails: p-values too small, or so near one that it is flatter than chance."""
    return {name: p for name, p in p_values(generator, dice) if not REJECT < p < 1 - REJECT}


@pytest.mark.parametrize(
    "dice",
    [DICE, Draws(0, 0, 0), Draws(2**64 - 2, 2**16 - 2, 2**16 - 2), Draws(20_180_809, 15, 2017)],
    ids=["usual", "zeros", "ones", "other"],
)
def test_draws_are_uniform_and_independent_of_every_neighbour(dice):
    assert failures(Draws.uniform, dice) == {}


@pytest.mark.parametrize("column", [0, 1])
def test_both_draws_of_a_pair_are_uniform_and_independent_of_every_neighbour(column):
    assert failures(lambda dice, stream, ids: dice.pair(stream, ids)[column]) == {}


def test_the_two_draws_of_a_pair_are_independent():
    first, second = DICE.pair("one", IDS)
    assert min(p_independent(first, second).values()) > REJECT
    assert np.array_equal(first, DICE.uniform("one", IDS))


def by_multiplying(dice: Draws, stream: str, ids: np.ndarray) -> np.ndarray:
    key = dice.seed + dice.member * 7 + dice.year * 31 + stream_code(stream)
    product = (ids.astype(np.uint64) + np.uint64(key)) * np.uint64(6364136223846793005)
    return (product >> np.uint64(11)).astype(float) * 2.0**-53


def by_adding_the_key(dice: Draws, stream: str, ids: np.ndarray) -> np.ndarray:
    """Sound words, but actor, year and member are added up: next year I draw what my neighbour draws now."""
    return Draws(dice.seed, 0, 0).uniform(stream, ids + dice.year + dice.member)


def without_the_year(dice: Draws, stream: str, ids: np.ndarray) -> np.ndarray:
    return dice.at(0).uniform(stream, ids)


def leaning(dice: Draws, stream: str, ids: np.ndarray) -> np.ndarray:
    return dice.uniform(stream, ids) ** 1.03


def of_few_bits(dice: Draws, stream: str, ids: np.ndarray) -> np.ndarray:
    return dice.uniform(stream, ids).astype(np.float32).astype(float).clip(0, 1 - 2.0**-24)


def echoing(dice: Draws, stream: str, ids: np.ndarray) -> np.ndarray:
    """One actor in fifty keeps last year's draw."""
    kept = dice.at(0).uniform("keeps", ids) < 0.02
    return np.where(kept, dice.at(0).uniform(stream, ids), dice.uniform(stream, ids))


@pytest.mark.parametrize("weak", [by_multiplying, by_adding_the_key, without_the_year, leaning, of_few_bits, echoing])
def test_the_same_tests_find_a_weak_generator(weak):
    assert failures(weak)


@pytest.mark.parametrize("rounds", [1, 2, 3, 4, 5])
def test_the_same_tests_find_philox_with_too_few_rounds(rounds, monkeypatch):
    monkeypatch.setattr(philox, "ROUNDS", rounds)

    def twin(dice: Draws, stream: str, ids: np.ndarray) -> np.ndarray:
        return philox.twin_uniform_pairs(dice.words(stream), ids.view(np.uint64))[0]

    assert failures(twin)


def test_one_actor_over_all_years_and_members_draws_uniformly():
    over_years = np.concatenate([DICE.at(year).uniform("one", IDS[:1]) for year in range(1900, 6900)])
    over_members = np.concatenate([Draws(1, m, 2009).uniform("one", IDS[:1]) for m in range(5000)])
    for drawn in (over_years, over_members):
        assert stats.kstest(drawn, "uniform").pvalue > REJECT
        assert abs(np.corrcoef(drawn[1:], drawn[:-1])[0, 1]) < 0.06


# --- a pure function of its key -------------------------------------------------------------------------


def test_row_order_does_not_matter():
    shuffled = np.argsort(DICE.uniform("shuffle", IDS))
    assert np.array_equal(DICE.uniform("one", IDS)[shuffled], DICE.uniform("one", IDS[shuffled]))


def test_one_more_actor_changes_nobody_else():
    assert np.array_equal(DICE.uniform("one", IDS[1:]), DICE.uniform("one", IDS)[1:])
    assert np.array_equal(DICE.uniform("one", IDS[::7]), DICE.uniform("one", IDS)[::7])


def test_the_same_key_always_draws_the_same():
    first = DICE.uniform("one", IDS)
    DICE.uniform("two", IDS)
    assert first.tobytes() == Draws(1, 0, 2009).uniform("one", IDS).tobytes()


def test_draws_stay_what_they_were_in_earlier_versions():
    assert DICE.uniform("example", np.array([7, -1])).tolist() == [0.1804815357892926, 0.056298657729638046]
    assert stream_code("example") == 934820713
    assert pair_key(np.array([3]), np.array([7])).tolist() == [-1792478361664948707]


def test_nobody_draws_nothing():
    nobody = np.array([], np.int64)
    assert DICE.uniform("one", nobody).size == 0
    assert DICE.poisson("one", nobody, nobody.astype(float)).size == 0


def test_the_key_of_a_stream_holds_every_part_in_a_place_of_its_own():
    dice = Draws(seed=0x0123456789ABCDEF, member=0xAAAA, year=0xBBBB)
    assert [int(word) for word in dice.words("one")] == [
        0x89ABCDEF,
        0x01234567,
        0xAAAABBBB,
        stream_code("one"),
    ]


def test_short_ids_draw_like_long_ones_and_fractions_are_refused():
    assert np.array_equal(DICE.uniform("one", IDS.astype(np.int32)), DICE.uniform("one", IDS))
    with pytest.raises(TypeError):
        DICE.uniform("one", IDS / 2)


@pytest.mark.parametrize(
    ("seed", "member", "year", "message"),
    [
        (-1, 0, 2009, "seed -1"),
        (2**64, 0, 2009, "seed 18446744073709551616"),
        (1, 65536, 2009, "member 65536 does not fit a key; give one from 0 to 65535"),
        (1, -1, 2009, "member -1"),
        (1, 0, 65536, "year 65536"),
        (1, 0, -1, "year -1"),
    ],
)
def test_a_key_out_of_range_is_refused(seed, member, year, message):
    with pytest.raises(LimitError, match=message):
        Draws(seed, member, year)


def test_the_ends_of_the_range_are_accepted():
    assert Draws(2**64 - 1, 2**16 - 1, 2**16 - 1).uniform("one", IDS[:1]).size == 1


def test_importing_draws_loads_neither_compiler_nor_scipy():
    heavy = "import sys, mangrove.draws; print([m for m in ('numba', 'scipy') if m in sys.modules])"
    shown = subprocess.run([sys.executable, "-c", heavy], capture_output=True, text=True, check=True)
    assert shown.stdout.strip() == "[]"


# --- other shapes ---------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("method", "distribution"),
    [
        (Draws.normal, stats.norm),
        (Draws.exponential, stats.expon),
        (Draws.laplace, stats.laplace),
        (lambda dice, stream, ids: dice.gamma(stream, ids, 0.5), stats.gamma(0.5, scale=2)),
        (lambda dice, stream, ids: dice.gamma(stream, ids, 4.0), stats.gamma(4, scale=0.25)),
    ],
    ids=["normal", "exponential", "laplace", "gamma 0.5", "gamma 4"],
)
def test_a_shape_is_the_quantile_of_the_uniform_draw(method, distribution):
    drawn, uniform = method(DICE, "one", IDS), DICE.uniform("one", IDS)
    np.testing.assert_allclose(drawn, distribution.ppf(uniform), rtol=1e-9, atol=1e-12)
    error = distribution.std() / np.sqrt(N)
    assert drawn.mean() == pytest.approx(distribution.mean(), abs=4 * error)
    assert drawn.std() == pytest.approx(distribution.std(), rel=0.03)
    assert np.all(np.diff(drawn[np.argsort(uniform)]) >= 0)


@pytest.mark.parametrize("rate", [1e-4, 0.05, 0.5, 1.0, 7.3, 60.0, WIDE])
def test_a_poisson_count_is_the_quantile_of_the_uniform_draw(rate):
    counts, uniform = DICE.poisson("one", IDS, rate), DICE.uniform("one", IDS)
    assert np.array_equal(counts, stats.poisson(rate).ppf(uniform))


@pytest.mark.parametrize("rate", [WIDE + 1e-9, 300.0, 5e3, 1e6])
def test_a_large_poisson_count_misses_its_quantile_rarely_and_by_one(rate):
    ids = IDS[:20_000]
    missed = DICE.poisson("one", ids, rate) - stats.poisson(rate).ppf(DICE.uniform("one", ids))
    assert np.abs(missed).max() <= 1
    assert np.count_nonzero(missed) <= 1


@pytest.mark.parametrize("rate", [0.02, 1.0, 12.0, 150.0, 1e3, 1e9, 1e15])
def test_poisson_counts_have_their_mean_and_variance(rate):
    counts = DICE.poisson("one", IDS, rate)
    assert counts.mean() == pytest.approx(rate, abs=4 * np.sqrt(rate / N))
    assert counts.var() == pytest.approx(rate, abs=4 * np.sqrt((2 * rate**2 + rate) / N))


def test_a_higher_rate_never_means_fewer():
    ids, before = IDS[:2000], np.zeros(2000, np.int64)
    for rate in np.concatenate([np.geomspace(1e-3, 1e7, 300), np.linspace(WIDE - 1, WIDE + 1, 101)]):
        before = before if rate != WIDE - 1 else np.zeros(2000, np.int64)
        counts = DICE.poisson("one", ids, rate)
        assert np.all(counts >= before), rate
        before = counts


def test_nothing_happens_at_the_rate_zero():
    assert not DICE.poisson("one", IDS, 0.0).any()


def test_each_actor_has_its_own_rate():
    rates = np.where(IDS % 3 == 0, 0.3, np.where(IDS % 3 == 1, 20.0, 2000.0))
    together = DICE.poisson("one", IDS, rates)
    for rate in (0.3, 20.0, 2000.0):
        mine = rates == rate
        assert np.array_equal(together[mine], DICE.poisson("one", IDS[mine], rate))


@pytest.mark.parametrize("rate", [-0.1, np.nan, np.inf, 2e15])
def test_a_rate_that_is_no_expected_count_is_refused(rate):
    with pytest.raises(ModelError, match=r"draws.one: 1 of 3 rates .* of actor 1 in 2009"):
        DICE.poisson("one", IDS[:3], np.array([1.0, rate, 2.0]))


@pytest.mark.parametrize("shape", [0.0, -1.0, np.nan, np.inf])
def test_a_gamma_shape_that_is_not_positive_is_refused(shape):
    with pytest.raises(ModelError, match=r"draws.one: gamma shape"):
        DICE.gamma("one", IDS[:3], shape)


# --- pairs ----------------------------------------------------------------------------------------------


def test_a_pair_has_one_key_whoever_is_named_first():
    other = IDS[::-1] * 3 - 1000
    assert np.array_equal(pair_key(IDS, other), pair_key(other, IDS))


def test_all_pairs_of_fifteen_hundred_actors_have_keys_of_their_own():
    first, second = np.triu_indices(1500)
    assert np.unique(pair_key(first, second)).size == first.size


def test_pairs_of_large_and_negative_ids_have_keys_of_their_own():
    ids = np.concatenate([IDS[:300] * 2**32, IDS[:300] + np.iinfo(np.int64).min, -1 - IDS[:300]])
    first, second = (ids[place] for place in np.triu_indices(np.unique(ids).size))
    assert np.unique(ids).size == ids.size
    assert np.unique(pair_key(first, second)).size == first.size


def test_draws_of_pairs_are_uniform():
    first, second = np.triu_indices(450)
    assert min(p_uniform(DICE.uniform("one", pair_key(first, second))).values()) > REJECT
