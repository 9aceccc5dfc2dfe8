"""Every module says what it is for, hides no error, holds no global state, and leaves nothing to do."""

import ast
import re

import pytest

UNFINISHED = re.compile(r"\b(TO" r"DO|FIX" r"ME|XX" r"X|HA" r"CK)\b")
CATCHES_ALL = {"Exception", "BaseException"}
MAY_CATCH_ALL = {"mangrove.cli"}
"""Where the last word to the user is spoken."""


def caught(handler: ast.ExceptHandler) -> set[str]:
    """Names of the errors a handler catches; empty for a bare one."""
    return {node.id for node in ast.walk(handler.type) if isinstance(node, ast.Name)} if handler.type else set()


def faults(module) -> list[str]:
    found = [] if ast.get_docstring(module.tree) else [f"{module.name} does not say what it is for"]
    for line, text in enumerate(module.text.splitlines(), start=1):
        if UNFINISHED.search(text):
            found.append(f"{module.name}:{line} is unfinished: {text.strip()}")
    for node in ast.walk(module.tree):
        if isinstance(node, ast.ExceptHandler):
            if not caught(node):
                found.append(f"{module.name}:{node.lineno} catches everything: name the errors")
            elif caught(node) & CATCHES_ALL and module.name not in MAY_CATCH_ALL:
                found.append(f"{module.name}:{node.lineno} catches every Exception: name the errors")
        elif isinstance(node, ast.Global):
            found.append(f"{module.name}:{node.lineno} changes global state: {', '.join(node.names)}")
    return found


def test_modules_are_plain(modules) -> None:
    assert [fault for module in modules for fault in faults(module)] == []


@pytest.mark.parametrize(
    "text",
    [
        "import math",
        '"""Sums."""\n# TODO: round',
        '"""Sums."""\ntry:\n    pass\nexcept:\n    pass',
        '"""Sums."""\ntry:\n    pass\nexcept (ValueError, Exception):\n    pass',
        '"""Sums."""\ndef count():\n    global total\n    total += 1',
    ],
)
def test_a_planted_fault_is_caught(planted, text: str) -> None:
    assert len(faults(planted(text))) == 1


def test_only_the_command_line_may_catch_every_exception(planted) -> None:
    text = '"""Commands."""\ntry:\n    pass\nexcept Exception:\n    pass'
    assert faults(planted(text, "mangrove.cli")) == []
