"""The lives that the laws are held against: an invented town and a real city, two members each."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass

import numpy as np
import pytest

from mangrove.indicator import Closed
from mangrove.region import Region
from mangrove.register import Register, schema
from mangrove.rulebook import Rulebook, read_rulebook
from mangrove.scenario import Scenario

SCALES = {"toytown": 1.0, "shenzhen": 0.005}
LAST = 2017
MEMBERS = (0, 1)


@dataclass(frozen=True)
class Life:
    """A region's years under its rules; the first is the opening."""

    rules: Rulebook
    years: list[Closed]

    @property
    def lived(self) -> list[Closed]:
        """The years after the opening."""
        return self.years[1:]


@pytest.fixture(scope="session", params=[(city, member) for city in SCALES for member in MEMBERS], ids=str)
def life(request: pytest.FixtureRequest, opened, lived) -> Life:
    """Each region's life to 2017, for each member."""
    city, member = request.param
    rules = read_rulebook(f"mangrove.regions.{city}")
    return Life(rules, lived(opened(city, SCALES[city]).region, rules, LAST, member))


@pytest.fixture(scope="session")
def live(opened, lived) -> Callable[..., list[Closed]]:
    """A region's years under changed rules, from its own opening or another."""

    def change(
        city: str,
        to: int = 2013,
        changes: Mapping[str, float | Mapping[str, float]] | None = None,
        off: tuple[str, ...] = (),
        opening: Region | None = None,
    ) -> list[Closed]:
        told = {p: v if isinstance(v, Mapping) else {"1900-01-01": v} for p, v in (changes or {}).items()}
        rules = Scenario(changes=told, off=frozenset(off)).apply(read_rulebook(f"mangrove.regions.{city}"))
        return lived(opened(city, SCALES[city]).region if opening is None else opening, rules, to)

    return change


@pytest.fixture(scope="session")
def by_id() -> Callable[[Register], Register]:
    """The same register with its rows in the order of their ids."""
    return lambda register: register.take(np.argsort(register.id))


@pytest.fixture(scope="session")
def assert_same() -> Callable[..., None]:
    """Fail unless two registers hold the same rows in the same order, gaps alike; to a relative tolerance."""

    def compare(one: Register, other: Register, rtol: float = 0.0) -> None:
        for name, field in schema(type(one)).items():
            first, second = getattr(one, name), getattr(other, name)
            if rtol and field.dtype.kind == "f":
                np.testing.assert_allclose(first, second, rtol, err_msg=name)
            else:
                np.testing.assert_array_equal(first, second, name)

    return compare
