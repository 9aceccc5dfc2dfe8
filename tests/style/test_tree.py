"""Files lie where they are found: tests in known folders, changelog fragments by name, nobody's home path."""

import re
import shutil
import subprocess
from pathlib import Path, PurePosixPath

import pytest

TEST_FOLDERS = {"unit", "browser", "rules", "data", "laws", "golden", "twin", "scale", "docs", "lab", "style"}
GENERATED = {
    ".git",
    ".venv",
    ".pytest_cache",
    ".ruff_cache",
    ".hypothesis",
    "__pycache__",
    "out",
    "dist",
    "results",
}
FRAGMENT = re.compile(r"[a-z0-9]+(-[a-z0-9]+)*\.(added|changed|fixed)\.md")
HOME_PATH = re.compile(r"(?<![\w.:/~-])/(home|Users|root|work|workspace|mnt)/\w|\b[A-Z]:\\Users\\")


@pytest.fixture(scope="session")
def files(root: Path) -> list[Path]:
    """Every file git knows or would add; without git, every file outside the generated folders."""
    if not (root / ".git").exists() or shutil.which("git") is None:
        found = [file for file in root.rglob("*") if file.is_file()]
        return [file for file in found if not GENERATED & set(file.relative_to(root).parts)]
    command = [
        "git",
        "-c",
        "safe.directory=*",
        "ls-files",
        "-z",
        "--cached",
        "--others",
        "--exclude-standard",
    ]
    listed = subprocess.run(command, cwd=root, capture_output=True, check=True, text=True).stdout
    return [root / name for name in filter(None, listed.split("\0")) if (root / name).is_file()]


def misplaced_test(name: str, text: str) -> str | None:
    """Why pytest or a reader would not find a file of the tests folder; None where both do."""
    path = PurePosixPath(name)
    holds_tests = re.search(r"^\s*(async )?def test_", text, re.MULTILINE) is not None
    if not holds_tests:
        return f"{name} holds no test" if path.name.startswith("test_") else None
    if len(path.parts) < 3 or path.parts[1] not in TEST_FOLDERS:
        return f"{name} is in no folder of tests: {', '.join(sorted(TEST_FOLDERS))}"
    return None if path.name.startswith("test_") else f"{name} holds tests that pytest does not collect"


def home_paths(text: str) -> list[str]:
    """Lines that name a folder on somebody's machine."""
    return [line.strip() for line in text.splitlines() if HOME_PATH.search(line)]


def test_every_test_is_where_it_is_found(root: Path, files: list[Path]) -> None:
    tests = [file for file in files if file.suffix == ".py" and file.is_relative_to(root / "tests")]
    found = [misplaced_test(file.relative_to(root).as_posix(), file.read_text("utf-8")) for file in tests]
    assert list(filter(None, found)) == []


def test_changelog_fragments_are_named_and_filled(root: Path, files: list[Path]) -> None:
    fragments = [file for file in files if file.parent == root / "changelog.d" and file.name != "README.md"]
    assert fragments
    assert [file.name for file in fragments if not FRAGMENT.fullmatch(file.name)] == []
    assert [file.name for file in fragments if not file.read_text("utf-8").strip()] == []


def test_no_file_names_a_folder_on_somebodys_machine(root: Path, files: list[Path]) -> None:
    texts = {file.relative_to(root): file.read_text("utf-8", errors="replace") for file in files}
    assert [(str(name), line) for name, text in texts.items() for line in home_paths(text)] == []


def test_misplaced_files_are_caught() -> None:
    holds = "def test_one() -> None: ..."
    assert misplaced_test("tests/unit/test_pay.py", holds) is None
    assert misplaced_test("tests/conftest.py", "ROOT = 1") is None
    assert "in no folder" in str(misplaced_test("tests/test_pay.py", holds))
    assert "in no folder" in str(misplaced_test("tests/other/test_pay.py", holds))
    assert "does not collect" in str(misplaced_test("tests/unit/pay.py", holds))
    assert "holds no test" in str(misplaced_test("tests/unit/test_pay.py", ""))


def test_badly_named_fragments_are_caught() -> None:
    assert FRAGMENT.fullmatch("audit-of-a-page.added.md")
    assert not FRAGMENT.fullmatch("audit.new.md")
    assert not FRAGMENT.fullmatch("Audit Page.added.md")


def test_home_paths_are_caught() -> None:
    slash = "/"
    assert home_paths(f"cd {slash}home/ann/mangrove") != []
    assert home_paths(f'"{slash}root/x"') != []
    assert home_paths("see https://example.org/home/page and src/home.py") == []
