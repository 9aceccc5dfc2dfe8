"""The benchmarks are scripts beside each other; their folder is on the path only while they are imported."""

import sys
from collections.abc import Callable
from importlib import import_module
from pathlib import Path
from types import ModuleType

import pytest


@pytest.fixture(scope="session")
def benchmark(root: Path) -> Callable[[str], ModuleType]:
    """Import a module of the benchmarks by name."""

    def load(name: str) -> ModuleType:
        sys.path.insert(0, str(root / "benchmarks"))
        try:
            return import_module(name)
        finally:
            sys.path.pop(0)

    return load
