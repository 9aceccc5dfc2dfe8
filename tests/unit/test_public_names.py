"""The public names: each is there, and importing the package loads nothing heavy."""

import ast
import subprocess
import sys
from pathlib import Path

import pytest

import mangrove


def test_every_public_name_can_be_used() -> None:
    for name in dir(mangrove):
        assert getattr(mangrove, name) is not None, name


def test_a_name_that_is_not_there_is_an_attribute_error() -> None:
    with pytest.raises(AttributeError, match="mangrove has no 'nothing'"):
        _ = mangrove.nothing


def test_what_a_type_checker_sees_is_what_is_there() -> None:
    tree = ast.parse(Path(str(mangrove.__file__)).read_text("utf-8"))
    checked = next(node for node in tree.body if isinstance(node, ast.If))
    seen = {
        (alias.name, str(node.module))
        for node in checked.body
        if isinstance(node, ast.ImportFrom)
        for alias in node.names
    }
    assert seen == {(name, f"mangrove.{home}") for name, home in mangrove._HOMES.items()}


def test_importing_the_package_loads_nothing_heavy() -> None:
    code = "import sys, mangrove; sys.exit(bool({'numpy', 'polars', 'numba', 'click'} & set(sys.modules)))"
    assert subprocess.run([sys.executable, "-c", code], check=False).returncode == 0


def test_no_public_name_hides_a_module() -> None:
    folder = Path(str(mangrove.__file__)).parent
    assert not {name for name in mangrove._HOMES if (folder / f"{name}.py").exists() or (folder / name).is_dir()}
