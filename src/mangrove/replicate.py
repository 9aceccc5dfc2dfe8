"""Replicate: a published model's tables beside ours, or the model solved at parameters of one's own.

A model is a module of `mangrove.models` with `tables()`, its published rows beside ours, and `solve(told)`, its
numbers at told parameters. They are found by looking in the folder.
"""

import importlib
import inspect
import pkgutil
import textwrap
from collections.abc import Mapping, Sequence
from itertools import groupby
from math import isinf
from pathlib import Path
from types import ModuleType
from typing import Any, Final

from mangrove.errors import ScenarioError, did_you_mean
from mangrove.files import read_toml
from mangrove.models.table import Row

PACKAGE: Final = "mangrove.models"
WIDTH: Final = 100
"""Characters in a line of a note."""


def models() -> Mapping[str, ModuleType]:
    """The published models, by name."""
    return {m.__name__.rpartition(".")[2]: m for m in _modules() if hasattr(m, "tables") and hasattr(m, "solve")}


def find_model(name: str) -> ModuleType:
    """The model of a name.

    Raises:
        ScenarioError: if there is none, with the nearest one.
    """
    known = models()
    if name not in known:
        msg = f"no model {name!r}; {did_you_mean(name, known)}"
        raise ScenarioError(msg)
    return known[name]


def replicate(name: str) -> Sequence[Row]:
    """A model's published tables beside ours.

    Raises:
        ScenarioError: if there is no such model.
    """
    rows: Sequence[Row] = find_model(name).tables()
    return rows


def solve(name: str, params: Path | None, planner: str | None = None) -> Mapping[str, float]:
    """A model solved at parameters of one's own; what is not told keeps the published baseline.

    Args:
        name: Name of the model.
        params: TOML file of parameters by their symbols; None for the baseline.
        planner: Which planner's problem, for a model that has one: all, exit or innovation.

    Raises:
        ScenarioError: if the file is missing or broken, a parameter is unknown or out of range, the model has
            no planner, or no equilibrium exists.
    """
    model = find_model(name)
    told = {} if params is None else read_toml(params, "file of parameters")
    if planner is None:
        found: Mapping[str, float] = model.solve(told)
        return found
    if "planner" not in inspect.signature(model.solve).parameters:
        msg = f"{name} has no planner's problem; leave --planner out"
        raise ScenarioError(msg)
    planned: Mapping[str, float] = model.solve(told, planner)
    return planned


def show_tables(name: str, rows: Sequence[Row]) -> str:
    """The tables for a terminal: published, ours, difference, what is allowed, and whether it passes.

    A simulated number is followed by its standard error, and a note stands below its row.
    """
    failed = [row for row in rows if not row.passed]
    lines = [f"{name}: {len(rows) - len(failed)} of {len(rows)} rows pass"]
    for table, group in groupby(rows, key=lambda row: row.table):
        lines += ["", f"{table:<44}{'published':>13}{'ours':>13}{'difference':>13}{'allowed':>11}"]
        for row in group:
            lines += _told(row)
    return "\n".join(lines)


def _told(row: Row) -> list[str]:
    """One row for a terminal."""
    numbers = f"{row.published:>13.6g}{row.ours:>13.6g}{row.gap:>+13.2g}{row.tolerance:>11.2g}"
    sampled = "" if row.standard_error is None else f"  s.e. {row.standard_error:.2g}"
    verdict = "not determined" if isinf(row.tolerance) else "pass" if row.passed else "FAIL"
    line = f"  {row.item:<42}{numbers}  {verdict}{sampled}"
    return [line, *textwrap.wrap(row.note, WIDTH, initial_indent=" " * 4, subsequent_indent=" " * 4)]


def tables_json(name: str, rows: Sequence[Row]) -> dict[str, Any]:
    """The tables as one object."""
    told = [
        {
            "table": row.table,
            "item": row.item,
            "published": row.published,
            "ours": row.ours,
            "difference": row.gap,
            "tolerance": None if isinf(row.tolerance) else row.tolerance,
            "passed": row.passed,
            "standard_error": row.standard_error,
            "note": row.note,
        }
        for row in rows
    ]
    return {"model": name, "passed": all(row.passed for row in rows), "rows": told}


def _modules() -> list[ModuleType]:
    root = importlib.import_module(PACKAGE)
    return [importlib.import_module(f"{PACKAGE}.{found.name}") for found in pkgutil.iter_modules(root.__path__)]
