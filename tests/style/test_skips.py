"""In CI nothing is skipped in silence; on a desk it may be."""

import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

CASES = """
import pytest

def test_passes():
    pass

def test_skips_for_want_of_a_tool():
    pytest.skip("no such tool here")

def test_skips_for_want_of_the_real_inputs(shared):
    pass

@pytest.mark.xfail
def test_is_known_to_fail():
    raise ValueError
"""
WHOLE_FILE = "import pytest\npytest.skip('the whole file', allow_module_level=True)\n"


def outcomes(folder: Path, root: Path, ci: str) -> str:
    """Run the planted cases under this project's own conftest; return pytest's last line."""
    tests = folder / "checkout" / "tests"
    tests.mkdir(parents=True)
    shutil.copy(root / "tests" / "conftest.py", tests)
    (tests / "test_cases.py").write_text(CASES, "utf-8")
    (tests / "test_whole_file.py").write_text(WHOLE_FILE, "utf-8")
    environment = {key: value for key, value in os.environ.items() if key != "MANGROVE_SHARED"} | {"CI": ci}
    command = [
        sys.executable,
        "-m",
        "pytest",
        "-q",
        "-p",
        "no:cacheprovider",
        "--continue-on-collection-errors",
    ]
    done = subprocess.run([*command, "."], cwd=tests, env=environment, capture_output=True, text=True, check=False)
    return done.stdout.strip().splitlines()[-1]


@pytest.mark.parametrize(
    ("ci", "expected"),
    [
        ("true", "1 failed, 1 passed, 1 skipped, 1 xfailed, 1 error"),
        ("", "1 passed, 3 skipped, 1 xfailed"),
    ],
)
def test_a_skip_is_a_failure_in_ci_unless_the_real_inputs_are_absent(
    tmp_path: Path, root: Path, ci: str, expected: str
) -> None:
    assert outcomes(tmp_path, root, ci).startswith(expected)
