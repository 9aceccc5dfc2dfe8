"""Sizes stay within budget, so that every file can be read at one sitting."""

import ast
import statistics

FILE_LINES = 400
FUNCTION_LINES = 60
MEDIAN_LINES = 12


def functions(module) -> list[tuple[str, int]]:
    """(place, lines) of every function, its docstring included."""
    return [
        (f"{module.name}.{node.name}", (node.end_lineno or node.lineno) - node.lineno + 1)
        for node in ast.walk(module.tree)
        if isinstance(node, (ast.FunctionDef, ast.AsyncFunctionDef))
    ]


def too_big(module) -> list[str]:
    """The file, if it is too long, and its functions that are."""
    lines = len(module.text.splitlines())
    file = [f"{module.name} has {lines} lines"] if lines > FILE_LINES else []
    return file + [f"{name} has {size} lines" for name, size in functions(module) if size > FUNCTION_LINES]


def test_files_and_functions_stay_within_their_budget(modules) -> None:
    assert [fault for module in modules for fault in too_big(module)] == []


def test_half_of_all_functions_are_short(modules) -> None:
    assert statistics.median(size for module in modules for _, size in functions(module)) <= MEDIAN_LINES


def test_what_is_too_big_is_caught(planted) -> None:
    body = "    pass\n" * FUNCTION_LINES
    assert too_big(planted(f"def long():\n{body}")) == ["mangrove.planted.long has 61 lines"]
    assert too_big(planted("pass\n" * (FILE_LINES + 1))) == ["mangrove.planted has 401 lines"]
