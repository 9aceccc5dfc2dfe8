"""A profile times what the page of the year calls, and counts the bytes of its registers."""

from collections.abc import Callable
from types import ModuleType, SimpleNamespace

import numpy as np
import pytest

from mangrove import simulate
from mangrove.draws import Draws
from mangrove.pack import find_pack
from mangrove.region import Region
from mangrove.rulebook import Rulebook, read_rulebook


@pytest.fixture(scope="module")
def profile_year(benchmark: Callable[[str], ModuleType]) -> ModuleType:
    return benchmark("profile_year")


@pytest.fixture(scope="module")
def town() -> tuple[Region, Rulebook]:
    pack = find_pack("toytown")
    rules = read_rulebook(pack.package)
    return pack.open(1.0, 1, rules).region, rules


def test_every_process_of_the_page_is_timed_and_then_left_as_it_was(
    profile_year: ModuleType, town: tuple[Region, Rulebook]
) -> None:
    region, rules = town
    before = dict(vars(simulate))
    draws = Draws(1, 0, region.day.year + 1)
    with profile_year.timed(simulate) as spent:
        taken = profile_year.seconds(lambda: simulate.year(region, rules, draws))
    assert vars(simulate) == before
    processes = {
        name for name, thing in before.items() if getattr(thing, "__module__", "") == f"mangrove.processes.{name}"
    }
    assert processes
    assert processes | {"pay"} <= set(spent)
    assert 0 < sum(spent.values()) <= taken
    assert profile_year.REST not in spent


def test_a_page_is_put_back_even_after_an_error(profile_year: ModuleType) -> None:
    before = dict(vars(simulate))
    with pytest.raises(ZeroDivisionError), profile_year.timed(simulate):
        raise ZeroDivisionError
    assert vars(simulate) == before


def test_bytes_are_those_of_the_schema_and_of_the_arrays(
    profile_year: ModuleType, town: tuple[Region, Rulebook]
) -> None:
    traders = town[0].traders
    assert profile_year.declared_bytes(traders) == 8 + 8 + 1
    assert profile_year.held_bytes(traders) == 17 * len(traders)
    wide = traders.but(district=traders.district.astype(np.int64))
    assert profile_year.held_bytes(wide) == 24 * len(traders)
    names = {register.name for register in profile_year.registers(town[0])}
    assert {"firms", "traders", "lines"} <= names


def test_the_page_adds_up(profile_year: ModuleType, town: tuple[Region, Rulebook]) -> None:
    parts = {"pay": 0.001, profile_year.REST: 0.003}
    found = {1.0: profile_year.Profile(0.004, parts, town[0], 90_000_000)}
    where = {"at": "2018-08-09T00:00:00", "commit": "abcdef", "changed": True, "python": "3", "cores": 2, "load": 0.5}
    text = profile_year.page(found, {1: 1e10, 2: 2e10}, where)
    assert "| pay | 1.00 | 25.0% |" in text
    assert "| the page itself | 3.00 | 75.0% |" in text
    assert "2018-08-09 at commit abcdef+" in " ".join(text.split())
    assert "90 MB at scale 1" in text
    held = sum(map(profile_year.held_bytes, profile_year.registers(town[0])))
    assert f"| 1 | 10.0 | {held / 1e7:.1f} | {0.004 * 1e10 / held:.1f} |" in text


def test_only_functions_of_the_package_are_ours(profile_year: ModuleType) -> None:
    assert profile_year.is_ours(simulate.pay)
    assert profile_year.is_ours(simulate.yields)
    for other in (np.ones, Region, SimpleNamespace(), len, 1):
        assert not profile_year.is_ours(other)
