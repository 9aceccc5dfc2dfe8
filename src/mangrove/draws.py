"""Random numbers keyed by (seed, member, year, stream, actor).

A draw is a pure function of its key: there is no generator to advance, so the order of rows, the number of
actors and whatever else was drawn change nothing. A run with a policy and a run without it draw the same
numbers, and their difference is the policy.

The stream names the decision, one stream for each. It is written out where it is used,
`draws.uniform("take_up/rnd_subsidy", ids)`, so that a test can collect all streams and find one used twice;
only `pay.py` builds it, from a programme's id. Two methods asked for one stream give two functions of one
uniform draw, not two draws.
"""

from collections.abc import Callable
from dataclasses import dataclass, replace
from functools import cache
from hashlib import blake2b
from typing import Final

import numpy as np

from mangrove.arrays import Doubles, Longs, Words
from mangrove.errors import LimitError, ModelError

SEEDS: Final = 2**64
KEYS: Final = 2**16
"""Members, and years, that a key can tell apart."""
LARGEST_RATE: Final = 1e15
"""Above it a double no longer tells a count from the next."""
_MANY: Final = 2**17
"""From so many actors on draws are made in blocks, on threads."""


@dataclass(frozen=True, slots=True)
class Draws:
    """The dice of one member in one year.

    Actors are ids of 64 bits, shape (n,); the result has one draw for each, in their order, whichever other
    actors there are.

    Attributes:
        seed: Seed of the run, 0 to 2**64 - 1.
        member: Member of the ensemble, 0 to 65535.
        year: Calendar year, 0 to 65535.

    Raises:
        LimitError: if one of them is out of range.

    >>> dice = Draws(seed=1, member=0, year=2009)
    >>> ids = np.array([7, 8, 9])
    >>> dice.uniform("example", ids).round(3)
    array([0.18 , 0.802, 0.339])
    >>> dice.uniform("example", ids[1:]).round(3)
    array([0.802, 0.339])
    """

    seed: int
    member: int
    year: int

    def __post_init__(self) -> None:
        for name, value, limit in (
            ("seed", self.seed, SEEDS),
            ("member", self.member, KEYS),
            ("year", self.year, KEYS),
        ):
            if not 0 <= value < limit:
                msg = f"draws: {name} {value} does not fit a key; give one from 0 to {limit - 1}"
                raise LimitError(msg)

    def at(self, year: int) -> "Draws":
        """The dice of the same member in another year."""
        return replace(self, year=year)

    def words(self, stream: str) -> tuple[np.uint64, np.uint64, np.uint64, np.uint64]:
        """The key of a stream: what `kernels.philox.uniform_at` needs, before the actor, inside a kernel."""
        high, low = divmod(self.seed, 2**32)
        packed = self.member * KEYS + self.year
        return np.uint64(low), np.uint64(high), np.uint64(packed), np.uint64(stream_code(stream))

    def uniform(self, stream: str, actors: Longs) -> Doubles:
        """Draws from the open interval (0, 1), in steps of 2**-53."""
        words, bits, drawn = self.words(stream), _bits(actors), _uniforms()
        if len(bits) < _MANY:
            return drawn(words, bits)
        return _together(lambda start, stop: drawn(words, bits[start:stop]), len(bits))

    def pair(self, stream: str, actors: Longs) -> tuple[Doubles, Doubles]:
        """Two independent uniform draws for each actor; the first is the one `uniform` gives."""
        from mangrove.kernels.philox import uniform_pairs

        first, second = uniform_pairs(self.words(stream), _bits(actors))
        return first, second

    def normal(self, stream: str, actors: Longs) -> Doubles:
        """Standard normal draws, rising with the uniform one."""
        drawn = self.uniform(stream, actors)
        if len(drawn) < _MANY:
            return _normal(drawn)
        return _together(lambda start, stop: _normal(drawn[start:stop]), len(drawn))

    def exponential(self, stream: str, actors: Longs) -> Doubles:
        """Exponential draws of mean one, rising with the uniform one."""
        return -np.log1p(-self.uniform(stream, actors))

    def laplace(self, stream: str, actors: Longs) -> Doubles:
        """Laplace draws of mean zero and scale one (variance two), rising with the uniform one."""
        drawn = self.uniform(stream, actors)
        return np.where(drawn < 0.5, 1.0, -1.0) * np.log(2 * np.minimum(drawn, 1 - drawn))

    def poisson(self, stream: str, actors: Longs, rate: Doubles | float) -> Longs:
        """Poisson counts that rise with the uniform draw and with the rate.

        Args:
            stream: Name of the decision.
            actors: Ids.
            rate: Expected counts, shape (n,) or one for all, 0 to 1e15.

        Raises:
            ModelError: if a rate is negative, not finite or larger.
        """
        from mangrove.kernels.poisson import WIDE, expanded, stepped

        rates = np.broadcast_to(np.asarray(rate, np.float64), actors.shape)
        wrong = np.flatnonzero(~((rates >= 0) & (rates <= LARGEST_RATE)))
        if wrong.size:
            first = wrong[0]
            msg = (
                f"draws.{stream}: {wrong.size} of {rates.size} rates are not expected counts,"
                f" first {rates[first]} of actor {actors[first]} in {self.year};"
                f" pass rates from 0 to {LARGEST_RATE:g}"
            )
            raise ModelError(msg)
        drawn = self.uniform(stream, actors)
        wide = rates > WIDE
        counts = stepped(drawn, np.where(wide, 0.0, rates))
        if wide.any():
            counts[wide] = expanded(_normal(drawn[wide]), rates[wide])
        return counts

    def gamma(self, stream: str, actors: Longs, shape: float) -> Doubles:
        """Gamma draws of mean one and variance 1 / shape, rising with the uniform one.

        Raises:
            ModelError: if the shape is not positive and finite.
        """
        if not 0 < shape < np.inf:
            msg = f"draws.{stream}: gamma shape {shape} in {self.year}; pass a positive, finite one"
            raise ModelError(msg)
        from scipy.special import gammaincinv

        drawn: Doubles = gammaincinv(shape, self.uniform(stream, actors))
        return drawn / shape


@cache
def stream_code(name: str) -> int:
    """The 32 bits that stand for a stream in a key: the head of the BLAKE2b hash of its name.

    >>> stream_code("take_up/rnd_subsidy")
    1555954215
    """
    return int.from_bytes(blake2b(name.encode()).digest()[:4], "little")


def pair_key(first: Longs, second: Longs) -> Longs:
    """One id for each pair of actors, the same whichever is named first.

    Use it as the actor where two choose each other. Ids that come from two registers must not overlap: the
    key of firm 3 with institute 7 is the key of firm 7 with institute 3. Keys are hashes of 64 bits: among
    ten million pairs two coincide with a chance of 3 in a million.

    >>> bool(pair_key(np.array([3]), np.array([7])) == pair_key(np.array([7]), np.array([3])))
    True
    """
    from mangrove.kernels.philox import mixed

    return mixed(_bits(np.minimum(first, second)), _bits(np.maximum(first, second))).view(np.int64)


def _together(work: Callable[[int, int], Doubles], size: int) -> Doubles:
    """What some work gives for each block of actors, in their order."""
    from mangrove.kernels.blocks import in_blocks

    return np.concatenate(in_blocks(work, size))


@cache
def _uniforms() -> Callable[[tuple[np.uint64, np.uint64, np.uint64, np.uint64], Words], Doubles]:
    """The kernel, imported late, being slow to load."""
    from mangrove.kernels.philox import uniforms

    return uniforms


@cache
def _quantiles() -> Callable[[Doubles], Doubles]:
    """SciPy's normal quantiles, imported late, being slow to load."""
    from scipy.special import ndtri

    return ndtri


def _bits(actors: Longs) -> Words:
    """The ids' bits, unsigned; a TypeError where they are not whole numbers."""
    return actors.astype(np.int64, order="C", casting="safe", copy=False).view(np.uint64)


def _normal(drawn: Doubles) -> Doubles:
    """The normal quantiles of uniform draws."""
    return _quantiles()(drawn)
