"""The source as the style tests read it: one parsed module per file."""

import ast
import textwrap
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

import pytest


@dataclass(frozen=True)
class Module:
    """A source file: its dotted name, its text, its tree, and whether it is the face of a package."""

    name: str
    text: str
    is_package: bool = False

    @property
    def tree(self) -> ast.Module:
        return ast.parse(self.text)

    @property
    def folder(self) -> str:
        """Name of the folder that holds the file, a package's face counting as inside its folder."""
        parts = self.name.split(".")
        return parts[-1] if self.is_package else parts[-2] if len(parts) > 1 else ""

    @property
    def stem(self) -> str:
        return "__init__" if self.is_package else self.name.rsplit(".", maxsplit=1)[-1]


def read_module(file: Path, source: Path) -> Module:
    parts = file.relative_to(source).with_suffix("").parts
    is_package = parts[-1] == "__init__"
    return Module(".".join(parts[:-1] if is_package else parts), file.read_text("utf-8"), is_package)


@pytest.fixture(scope="session")
def modules(root: Path) -> list[Module]:
    """Every module of the package."""
    source = root / "src"
    return [read_module(file, source) for file in sorted((source / "mangrove").rglob("*.py"))]


@pytest.fixture(scope="session")
def planted() -> Callable[..., Module]:
    """Make a module from a snippet, to prove that a check can fail."""

    def plant(text: str, name: str = "mangrove.planted", *, is_package: bool = False) -> Module:
        return Module(name, textwrap.dedent(text), is_package)

    return plant
