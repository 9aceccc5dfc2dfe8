"""Every programme of every shipped region, and its worked cases."""

from pathlib import Path

import pytest

import mangrove.regions
from mangrove.rulebook import Rulebook, read_rulebook


def regions() -> list[str]:
    """Names of the shipped regions that have programmes."""
    (home,) = map(Path, mangrove.regions.__path__)
    return sorted(folder.parent.name for folder in home.glob("*/programmes"))


RULEBOOKS: dict[str, Rulebook] = {name: read_rulebook(f"mangrove.regions.{name}") for name in regions()}
PROGRAMMES = [(rules, name, programme) for rules in RULEBOOKS.values() for name, programme in rules.programmes.items()]


def pytest_generate_tests(metafunc) -> None:
    """Give each test that asks for a `ruled` programme, or a `case` of one, all there are."""
    if "case" in metafunc.fixturenames:
        cases = [(*of, example) for of in PROGRAMMES for example in of[2].examples]
        metafunc.parametrize("case", cases, ids=[f"{name}, {e.on}: {e.says}" for _, name, _, e in cases])
    if "ruled" in metafunc.fixturenames:
        metafunc.parametrize("ruled", PROGRAMMES, ids=[name for _, name, _ in PROGRAMMES])


@pytest.fixture(scope="session")
def rulebooks() -> dict[str, Rulebook]:
    """The rulebook of every shipped region."""
    return RULEBOOKS
