"""One name everywhere: a file says what it defines."""

import ast

import pytest


def top_level(module) -> set[str]:
    """Names a module defines at its top: assigned, functions, classes."""
    names: set[str] = set()
    for node in module.tree.body:
        if isinstance(node, (ast.FunctionDef, ast.ClassDef)):
            names.add(node.name)
        elif isinstance(node, ast.Assign):
            names |= {target.id for target in node.targets if isinstance(target, ast.Name)}
        elif isinstance(node, ast.AnnAssign) and isinstance(node.target, ast.Name):
            names.add(node.target.id)
    return names


def classes(module) -> set[str]:
    return {node.name for node in module.tree.body if isinstance(node, ast.ClassDef)}


def name_faults(module) -> list[str]:
    """What a file must define for its name and folder, and does not."""
    if module.stem == "__init__":
        return []
    names = top_level(module)
    if module.folder == "programmes" and "PROGRAMME" not in names:
        return [f"{module.name} defines no PROGRAMME"]
    if module.folder == "indicators" and "INDICATOR" not in names:
        return [f"{module.name} defines no INDICATOR"]
    if module.folder == "facts" and "FACT" not in names:
        return [f"{module.name} defines no FACT"]
    if module.folder == "processes" and module.stem not in names - classes(module):
        return [f"{module.name} defines no function {module.stem}"]
    if module.folder == "registers" and module.stem.replace("_", "") not in map(str.lower, classes(module)):
        return [f"{module.name} defines no class {module.stem.title().replace('_', '')}"]
    return []


def test_names_match_files(modules) -> None:
    assert [fault for module in modules for fault in name_faults(module)] == []


@pytest.mark.parametrize(
    ("name", "good", "bad"),
    [
        ("mangrove.regions.toytown.programmes.rnd_subsidy", "PROGRAMME = Programme()", "RULE = Programme()"),
        ("mangrove.indicators.hnte_stock", "INDICATOR: Final = Indicator()", "STOCK = Indicator()"),
        ("mangrove.facts.size_tail", "FACT: Final = Fact()", "TAIL = Fact()"),
        ("mangrove.processes.invest", "def invest(firms): ...", "def spend(firms): ..."),
        ("mangrove.registers.market_entities", "class MarketEntities: ...", "class Entities: ..."),
    ],
)
def test_a_file_that_defines_something_else_is_caught(planted, name: str, good: str, bad: str) -> None:
    assert name_faults(planted(good, name)) == []
    assert len(name_faults(planted(bad, name))) == 1
