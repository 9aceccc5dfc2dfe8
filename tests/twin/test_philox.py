"""The compiled kernels against the published answers and against their plain NumPy twins."""

import numpy as np
import pytest

from mangrove.kernels import philox, poisson

KNOWN_ANSWERS = {
    # counter and key -> the four words, from the known-answer file of Random123 for philox4x32 of 10 rounds
    "zeros": (
        "00000000 00000000 00000000 00000000",
        "00000000 00000000",
        "6627e8d5 e169c58d bc57ac4c 9b00dbd8",
    ),
    "ones": (
        "ffffffff ffffffff ffffffff ffffffff",
        "ffffffff ffffffff",
        "408f276d 41c83b0e a20bc7c6 6d5451fd",
    ),
    "pi": ("243f6a88 85a308d3 13198a2e 03707344", "a4093822 299f31d0", "d16cfe09 94fdcceb 5001e420 24126ea1"),
}
EDGES = np.array([0, 1, -1, 2**31, 2**32 - 1, 2**32, 2**63 - 1, -(2**63)], np.int64)


def parsed(text: str) -> list[np.uint64]:
    return [np.uint64(int(word, 16)) for word in text.split()]


def some_actors() -> np.ndarray:
    weyl = np.arange(10_000, dtype=np.uint64) * np.uint64(0x9E3779B97F4A7C15)
    return np.concatenate([EDGES.view(np.uint64), np.arange(10_000, dtype=np.uint64), weyl])


WORDS = [
    tuple(parsed("00000000 00000000 00000000 00000000")),
    tuple(parsed("ffffffff ffffffff ffffffff ffffffff")),
    tuple(parsed("a4093822 299f31d0 13198a2e 03707344")),
]


@pytest.mark.parametrize("case", KNOWN_ANSWERS)
def test_the_kernel_gives_the_published_words(case):
    counter, key, words = KNOWN_ANSWERS[case]
    assert list(philox.philox4x32(*parsed(counter), *parsed(key))) == parsed(words)


@pytest.mark.parametrize("case", KNOWN_ANSWERS)
def test_the_uncompiled_kernel_gives_the_published_words(case):
    counter, key, words = KNOWN_ANSWERS[case]
    assert list(philox.philox4x32.py_func(*parsed(counter), *parsed(key))) == parsed(words)


@pytest.mark.parametrize("case", KNOWN_ANSWERS)
def test_the_twin_gives_the_published_words(case):
    counter, key, words = KNOWN_ANSWERS[case]
    four = philox.twin_philox4x32(np.array([parsed(counter)]).T, tuple(int(k) for k in parsed(key)))
    assert four[:, 0].tolist() == parsed(words)


@pytest.mark.parametrize("words", WORDS)
def test_kernel_and_twin_agree_to_the_last_bit(words):
    actors = some_actors()
    pairs = philox.uniform_pairs(words, actors)
    assert pairs.tobytes() == philox.twin_uniform_pairs(words, actors).tobytes()
    assert philox.uniforms(words, actors).tobytes() == pairs[0].tobytes()


@pytest.mark.parametrize("words", WORDS)
def test_one_actor_alone_draws_what_it_draws_among_others(words):
    actors = some_actors()[:50]
    alone = [philox.uniform_at(*words, actor) for actor in actors]
    assert philox.uniforms(words, actors).tolist() == alone


def test_a_draw_never_reaches_zero_or_one():
    none, all_ = parsed("00000000 ffffffff")
    assert philox.unit(none, none) == 2.0**-54
    assert philox.unit(all_, all_) == 1 - 2.0**-53


def test_a_draw_uses_53_bits_of_its_two_words():
    assert philox.unit(*parsed("00000000 00000040")) == 2.0**-53
    assert philox.unit(*parsed("00000020 00000000")) == 2.0**-27
    assert philox.unit(*parsed("80000000 00000000")) == 0.5


def test_mixing_two_numbers_is_philox_under_the_key_zero():
    first, second = some_actors(), some_actors()[::-1].copy()
    low, high = np.uint64(0xFFFFFFFF), np.uint64(32)
    four = philox.twin_philox4x32(np.stack([first & low, first >> high, second & low, second >> high]), (0, 0))
    assert np.array_equal(philox.mixed(first, second), (four[0] << high) | four[1])


@pytest.mark.parametrize("rate", [0.0, 1e-300, 1e-9, 0.01, 0.7, 3.0, 30.0, poisson.WIDE])
def test_counts_by_kernel_and_twin_agree(rate):
    tails = 2.0 ** -np.arange(1, 46)  # nearer to one, the last bit of exp(-rate) decides
    uniform = np.concatenate([philox.uniforms(WORDS[2], some_actors()), tails, 1 - tails])
    rates = np.full(uniform.size, rate)
    assert np.array_equal(poisson.stepped(uniform, rates), poisson.twin_stepped(uniform, rates))
