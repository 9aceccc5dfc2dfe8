"""All chance comes from keyed draws: nothing else in the package can be random or read the clock."""

import ast
import inspect
import re
from collections import Counter
from inspect import signature

import pytest

from mangrove.draws import Draws, stream_code

RANDOM_MODULES = {"random", "secrets", "uuid", "numpy.random"}
RANDOM_CALLS = {"os.urandom", "hash", "id"}
"""`hash` of a text differs from one process to the next, and `id` with the memory."""
RANDOM_METHODS = {"sample", "shuffle", "rvs"}
CLOCK = {"time.time", "time.time_ns", "date.today", "datetime.now", "datetime.utcnow", "datetime.today"}
MAY_READ_CLOCK = {"mangrove.cli", "mangrove.run"}
"""Where a run is dated in its manifest; the date never reaches a simulated value."""
GENERATORS = {"Draws", "Generator", "RandomState", "default_rng", "Random", "Philox", "SeedSequence"}
DRAW_METHODS = {
    name for name, method in inspect.getmembers(Draws, inspect.isfunction) if "stream" in signature(method).parameters
}
"""Methods of Draws that take the name of a stream, first."""
DICE = re.compile("draws|dice", re.IGNORECASE)
"""What draws are called where they are used."""


def dotted(node: ast.AST) -> str:
    """`a.b.c` of a chain of names; empty for anything else."""
    if isinstance(node, ast.Name):
        return node.id
    if isinstance(node, ast.Attribute):
        base = dotted(node.value)
        return f"{base}.{node.attr}" if base else ""
    return ""


def imports_of(node: ast.AST) -> list[str]:
    if isinstance(node, ast.Import):
        return [alias.name for alias in node.names]
    if isinstance(node, ast.ImportFrom) and not node.level:
        return [f"{node.module}.{alias.name}" for alias in node.names]
    return []


def chance(module) -> list[str]:
    """Everything in a module that is random without a key, or that differs from run to run."""
    found: list[str] = []
    for node in ast.walk(module.tree):
        here = f"{module.name}:{getattr(node, 'lineno', 0)}"
        for name in imports_of(node):
            if any(f"{name}.".startswith(f"{banned}.") for banned in RANDOM_MODULES):
                found.append(f"{here} imports {name}")
        if isinstance(node, ast.Attribute) and dotted(node) in {"np.random", "numpy.random"}:
            found.append(f"{here} uses numpy.random")
        if isinstance(node, ast.Call):
            called = dotted(node.func)
            method = node.func.attr if isinstance(node.func, ast.Attribute) else ""
            if called in RANDOM_CALLS or method in RANDOM_METHODS:
                found.append(f"{here} calls {called or method}")
            if module.name not in MAY_READ_CLOCK and ".".join(called.split(".")[-2:]) in CLOCK:
                found.append(f"{here} reads the clock: {called}")
    return found


def module_generators(module) -> list[str]:
    """Generators that live as long as the program, and so remember who drew before."""
    outside = [
        node
        for statement in module.tree.body
        if not isinstance(statement, (ast.FunctionDef, ast.ClassDef))
        for node in ast.walk(statement)
    ]
    return [
        f"{module.name}:{node.lineno} keeps a generator at module scope"
        for node in outside
        if isinstance(node, ast.Call) and dotted(node.func).rpartition(".")[2] in GENERATORS
    ]


def stream(node: ast.expr) -> str | None:
    """The name of a stream as written: a literal, or a literal folder before a name (`f"take_up/{name}"`)."""
    if isinstance(node, ast.Constant) and isinstance(node.value, str):
        return node.value
    if isinstance(node, ast.JoinedStr) and node.values:
        head = node.values[0]
        if isinstance(head, ast.Constant) and str(head.value).endswith("/"):
            return f"{head.value}*"
    return None


def streams(module) -> list[tuple[str, str | None]]:
    """(place, stream) of every draw in a module; None where the stream is not a literal."""
    if module.name == "mangrove.draws":
        return []
    return [
        (f"{module.name}:{node.lineno}", stream(node.args[0]) if node.args else None)
        for node in ast.walk(module.tree)
        if isinstance(node, ast.Call)
        and isinstance(node.func, ast.Attribute)
        and node.func.attr in DRAW_METHODS
        and DICE.search(ast.unparse(node.func.value))
    ]


def stream_faults(modules) -> list[str]:
    """One decision, one stream: names are literals, each used once, none inside another's folder."""
    calls = [call for module in modules for call in streams(module)]
    faults = [f"{place}: the stream must be a literal text" for place, name in calls if name is None]
    names = [name for _, name in calls if name is not None]
    faults += [f"stream {name!r} is drawn in {count} places" for name, count in Counter(names).items() if count > 1]
    folders = [name[:-1] for name in names if name.endswith("*")]
    faults += [
        f"stream {name!r} lies in the folder {folder!r} of another draw"
        for folder in folders
        for name in names
        if name.startswith(folder) and name != f"{folder}*"
    ]
    return faults


def collisions(names: list[str], code) -> list[str]:
    """Streams whose names come to the same number."""
    by_code: dict[int, set[str]] = {}
    for name in names:
        by_code.setdefault(int(code(name)), set()).add(name)
    return [f"streams {sorted(same)} share one code" for same in by_code.values() if len(same) > 1]


def test_nothing_is_random_but_keyed_draws(modules) -> None:
    assert [fault for module in modules for fault in chance(module)] == []


def test_no_generator_lives_at_module_scope(modules) -> None:
    assert [fault for module in modules for fault in module_generators(module)] == []


def test_every_draw_has_a_stream_of_its_own(modules) -> None:
    assert stream_faults(modules) == []


def test_no_two_streams_share_a_code(modules) -> None:
    names = [name for module in modules for _, name in streams(module) if name is not None]
    assert collisions(names, stream_code) == []


@pytest.mark.parametrize(
    "text",
    [
        "import random",
        "from numpy import random",
        "from numpy.random import default_rng",
        "import numpy as np\nnp.random.default_rng(1)",
        "import secrets",
        "from uuid import uuid4",
        "import os\nos.urandom(4)",
        "hash('toytown')",
        "frame.sample(3)",
        "import time\nseed = int(time.time())",
        "import datetime\ndatetime.datetime.now()",
    ],
)
def test_planted_chance_is_caught(planted, text: str) -> None:
    assert chance(planted(text)) != []


def test_a_planted_generator_is_caught(planted) -> None:
    assert module_generators(planted("DRAWS = Draws(seed=1)")) != []
    assert module_generators(planted("def begin(seed):\n    return Draws(seed)")) == []


@pytest.mark.parametrize(
    "text",
    [
        "draws.uniform(name, ids)",
        "draws.uniform(f'{kind}/exit', ids)",
        "draws.uniform('exit', ids)\ndraws.uniform('exit', ids)",
        "draws.uniform('exit', ids)\nkernel(dice.at(2010).words('exit'))",
        "year.draws.uniform(f'take_up/{name}', ids)\ndraws.uniform('take_up/angel_fund', ids)",
    ],
)
def test_a_planted_stream_is_caught(planted, text: str) -> None:
    assert stream_faults([planted(text)]) != []


def test_streams_with_one_code_are_caught() -> None:
    assert collisions(["a", "b", "a"], ord) == []
    assert collisions(["a", "b"], len) == ["streams ['a', 'b'] share one code"]
