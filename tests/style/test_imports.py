"""Imports run downwards only, without cycles, and the engine names no region."""

import ast
import itertools
from graphlib import CycleError, TopologicalSorter

import pytest

LAYERS = [
    {"errors"},
    {"units", "arrays", "gaps", "files", "estimators", "tables", "registered", "personal", "suppress", "organisations"},
    {"dated", "figure", "draws", "kernels"},
    {"register", "record", "load"},
    {"registers"},
    {"region", "named"},
    {"programme"},
    {
        "scenario",
        "rulebook",
        "examples",
        "ration",
        "pay",
        "places",
        "laws",
        "indicator",
        "fact",
        "thresholds",
        "effects",
        "employers",
        "labour",
        "rates",
        "geography",
    },
    {"listing", "records", "check", "words", "explain", "own", "roll", "registry"},
    {"processes", "indicators", "facts", "models"},
    {"pack", "replicate"},
    {"marginals", "people_marginals"},
    {"population"},
    {"opening", "adopt", "simulate"},
    {"results", "cite", "plan", "manifest", "memory", "member", "checkpoint", "run", "ensemble", "calibrate", "scales"},
    {"audit", "views"},
    {"report"},
    {"lab"},
    {"cli", "desk", "desk_registers", "progress", "warm_up", "__init__", "__main__"},
]
"""The house from the ground up: a module imports from its own layer or from one below."""

PACK_MAY_IMPORT = set().union(*LAYERS[:7]) | {"rulebook", "places", "pack", "marginals", "people_marginals", "opening"}
"""What a region pack is made of, beside its own files."""

SIBLINGS_APART = {"programmes", "processes"}
"""Folders with one thing a file, whose files do not know each other."""


def room(name: str) -> str:
    """The part of the house a module belongs to: `mangrove.audit.claims` is in `audit`."""
    parts = name.split(".")
    return parts[1] if len(parts) > 1 else "__init__"


def pack(name: str) -> str | None:
    """The region pack a module belongs to, if any."""
    parts = name.split(".")
    return parts[2] if len(parts) > 2 and parts[1] == "regions" else None


def level(name: str) -> int | None:
    """Height of a module's layer; None where no layer holds it. Packs stand beside the house, on top."""
    if room(name) == "regions":
        return len(LAYERS) if pack(name) else LAYERS.index(next(x for x in LAYERS if "rulebook" in x))
    return next((height for height, rooms in enumerate(LAYERS) if room(name) in rooms), None)


def imported(module, known: set[str]) -> set[str]:
    """The modules of the package a module imports, at any depth of its code."""
    found: set[str] = set()
    for node in ast.walk(module.tree):
        if isinstance(node, ast.Import):
            found |= {alias.name for alias in node.names}
        elif isinstance(node, ast.ImportFrom):
            base = node.module or ""
            if node.level:
                home = module.name.split(".")
                keep = len(home) - node.level + module.is_package
                base = ".".join([*home[:keep], *([node.module] if node.module else [])])
            for alias in node.names:
                inner = f"{base}.{alias.name}"
                found.add(inner if inner in known else base)
    return {name for name in found if name.split(".")[0] == "mangrove"} - {module.name}


def fault(name: str, target: str) -> str | None:
    """Why one module may not import another; None where it may."""
    here, there = level(name), level(target)
    if here is None or there is None:
        return f"{name if here is None else target} stands in no layer: give it one in LAYERS"
    if pack(name):
        own = pack(target) == pack(name)
        if not own and room(target) not in PACK_MAY_IMPORT:
            return f"{name} is part of a region and may not import {target}"
    elif pack(target):
        return f"{name} is part of the engine and may not know the region {target}"
    elif there > here:
        return f"{name} imports upwards: {target}"
    folder, other = name.rpartition(".")[0], target.rpartition(".")[0]
    if folder == other and folder.rpartition(".")[2] in SIBLINGS_APART:
        return f"{name} imports its sibling {target}: what both need belongs further down"
    return None


def import_faults(modules) -> list[str]:
    known = {module.name for module in modules}
    pairs = {module.name: imported(module, known) for module in modules}
    faults = [fault(name, target) for name, targets in pairs.items() for target in sorted(targets)]
    faults += [fault(name, name) for name in pairs if level(name) is None]
    try:
        TopologicalSorter(pairs).prepare()
    except CycleError as error:
        faults.append(f"imports run in a circle: {' <- '.join(error.args[1])}")
    return list(dict.fromkeys(filter(None, faults)))


def region_names(module) -> list[str]:
    """Places where an engine module spells out the module of a region, which no import statement shows."""
    texts = [node for node in ast.walk(module.tree) if isinstance(node, ast.Constant)]
    return [
        f"{module.name}:{node.lineno} names a region: {node.value!r}"
        for node in texts
        if not pack(module.name) and isinstance(node.value, str) and node.value.startswith("mangrove.regions.")
    ]


def test_imports_run_downwards_only(modules) -> None:
    assert import_faults(modules) == []


def test_the_engine_spells_out_no_region(modules) -> None:
    assert list(itertools.chain.from_iterable(map(region_names, modules))) == []


@pytest.mark.parametrize(
    ("name", "text", "reason"),
    [
        ("mangrove.dated", "from mangrove.cli import main", "imports upwards"),
        ("mangrove.dated", "def later():\n    import mangrove.simulate", "imports upwards"),
        ("mangrove.pay", "from mangrove.regions.toytown import opening", "may not know the region"),
        ("mangrove.pay", "from .regions import toytown", "may not know the region"),
        ("mangrove.regions.toytown", "from mangrove.simulate import year", "is part of a region"),
        ("mangrove.regions.toytown", "from mangrove.regions.shenzhen import record", "is part of a region"),
        ("mangrove.processes.invest", "from mangrove.processes.enter import enter", "imports its sibling"),
        ("mangrove.gadget", "import math", "stands in no layer"),
    ],
)
def test_a_planted_import_is_caught(planted, name: str, text: str, reason: str) -> None:
    packs = [planted("", "mangrove.regions.toytown")] if room(name) != "regions" else []
    (found,) = import_faults([planted(text, name), *packs])
    assert reason in found


def test_a_planted_circle_is_caught(planted) -> None:
    circle = [
        planted("from mangrove import pay", "mangrove.ration"),
        planted("from mangrove.ration import share", "mangrove.pay"),
    ]
    assert import_faults(circle) == ["imports run in a circle: mangrove.ration <- mangrove.pay <- mangrove.ration"]


def test_a_planted_region_name_is_caught(planted) -> None:
    text = "import_module('mangrove.regions.toytown')"
    assert len(region_names(planted(text, "mangrove.rulebook"))) == 1
