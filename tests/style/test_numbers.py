"""Every number of a rule or a process has a unit, a date and a source: none stands bare in the code."""

import ast

import pytest

NUMBERED = {"programmes", "processes"}
PLAIN = {0, 1, 2, -1}
"""Numbers that carry no knowledge: nothing, one, twice, the last."""


def number(node: ast.AST) -> float | None:
    """The number written at a node, with its sign; None for anything else."""
    if isinstance(node, ast.UnaryOp) and isinstance(node.op, ast.USub):
        value = number(node.operand)
        return None if value is None else -value
    if isinstance(node, ast.Constant) and type(node.value) in {int, float}:
        return node.value
    return None


def numbers(node: ast.AST) -> list[tuple[int, float]]:
    """(line, number) of every number written below a node."""
    value = number(node)
    if value is not None:
        return [(getattr(node, "lineno", 0), value)]
    return [pair for child in ast.iter_child_nodes(node) for pair in numbers(child)]


def is_arithmetic(node: ast.AST | None) -> bool:
    """Whether an expression is made of numbers and signs alone, such as 10 * 10_000."""
    return node is not None and all(
        isinstance(part, (ast.Constant, ast.BinOp, ast.UnaryOp, ast.operator, ast.unaryop)) for part in ast.walk(node)
    )


def magic_numbers(module) -> list[str]:
    """Numbers in the bodies of functions, and numbers at module level that are not a Dated."""
    functions = (ast.FunctionDef, ast.Lambda)
    places: list[ast.AST] = [node for node in ast.walk(module.tree) if isinstance(node, functions)]
    places += [
        node.value
        for node in module.tree.body
        if isinstance(node, (ast.Assign, ast.AnnAssign)) and is_arithmetic(node.value) and node.value
    ]
    found = {pair for place in places for pair in numbers(place) if pair[1] not in PLAIN}
    return [f"{module.name}:{line} has the bare number {value:g}" for line, value in sorted(found)]


def test_no_rule_and_no_process_has_a_magic_number(modules) -> None:
    numbered = [module for module in modules if module.folder in NUMBERED]
    assert [fault for module in numbered for fault in magic_numbers(module)] == []


@pytest.mark.parametrize(
    "text",
    [
        "def award(firms, terms):\n    return 0.5 * firms.rnd_spend",
        "def eligible(firms, terms):\n    return firms.staff > -2",
        "def award(firms, terms, cap=1e7):\n    return terms[CAP]",
        "AWARD = lambda firms: firms.rnd_spend * 3",
        "CAP = 10_000_000",
        "CAP: Final = 10 * 10_000",
    ],
)
def test_a_planted_number_is_caught(planted, text: str) -> None:
    assert len(magic_numbers(planted(text))) >= 1


def test_a_number_with_a_source_is_welcome(planted) -> None:
    text = """
        CAP = constant("CNY/yr", "Cap.", 10_000_000.0, NOTICE)
        RATE = Dated("share", "Rate.", (Since("2008-01-01", 0.5, NOTICE), Since("2018-01-01", 0.75, NOTICE)))
        EXAMPLE = Example("half of a million", {"rnd_spend": 1e6}, pays=500_000)
        def award(firms, terms):
            return np.where(firms.age > 0, 1.0 + terms[RATE], -1) * firms.rnd_spend[..., -1] ** 2
    """
    assert magic_numbers(planted(text)) == []
