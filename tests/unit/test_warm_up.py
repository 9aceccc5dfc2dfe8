"""Warm-up: what has been compiled once is not compiled again, unless a kernel's text has changed."""

import os
import subprocess
import sys
import time
from pathlib import Path

import pytest
from click.testing import CliRunner

from mangrove import warm_up
from mangrove.cli import main
from mangrove.kernels import compiled
from mangrove.warm_up import kernel_count

COLD_RUN = "run --region toytown --to 2010 --scale 1 --members 1 --out"
QUICK_S = 5

LATER = """
import sys
from mangrove.cli import main
from mangrove.kernels.compiled import compilation_told
met = []
with compilation_told(met.append):
    main(sys.argv[1:], standalone_mode=False)
assert not met, met
"""


def told(*command: str | Path, cache: Path) -> subprocess.CompletedProcess[str]:
    environment = {**os.environ, "NUMBA_CACHE_DIR": str(cache)}
    done = subprocess.run(command, capture_output=True, text=True, check=False, env=environment)
    assert done.returncode == 0, done.stderr
    return done


@pytest.mark.slow
def test_the_first_run_shows_that_it_compiles_and_after_a_warm_up_no_command_does(tmp_path: Path) -> None:
    cache, mangrove = tmp_path / "cache", Path(sys.executable).parent / "mangrove"
    first = told(mangrove, *COLD_RUN.split(), tmp_path / "first", cache=cache)
    assert "compiling kernels, once on this machine" in first.stderr
    second = told(mangrove, *COLD_RUN.split(), tmp_path / "second", cache=cache)
    assert "compiling" not in second.stderr
    warmed = told(mangrove, "warm-up", cache=cache)
    assert "kernels compiled in" in warmed.stdout
    assert str(cache) in warmed.stdout
    begun = time.monotonic()
    again = told(mangrove, "warm-up", cache=cache)
    assert time.monotonic() - begun < QUICK_S
    assert "every kernel was compiled already" in again.stdout
    assert f"{kernel_count()} of {kernel_count()} kernels done" in again.stderr
    for command in (
        f"run --to 2011 --scale 0.001 --members 2 --out {tmp_path / 'city'}",
        "circle huanggang --within 30 --mode foot",
        "replicate klette_kortum",
    ):
        told(sys.executable, "-c", LATER, *command.split(), cache=cache)


def test_a_place_that_cannot_be_written_is_told_with_what_to_set(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("mine", "utf-8")
    environment = {**os.environ, "NUMBA_CACHE_DIR": str(tmp_path / "file")}
    command = [Path(sys.executable).parent / "mangrove", "warm-up"]
    done = subprocess.run(command, capture_output=True, text=True, check=False, env=environment)
    assert done.returncode == 2
    assert "Set NUMBA_CACHE_DIR to one that can be written" in done.stderr
    assert "Traceback" not in done.stderr


def test_compiled_code_is_named_by_the_text_of_every_kernel(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(compiled, "__file__", str(tmp_path / "compiled.py"))
    monkeypatch.setenv(compiled.CACHE_DIR, str(tmp_path / "cache"))
    named: list[Path | None] = []
    for text in ("one = 1", "one = 2", "one = 1"):
        (tmp_path / "rule.py").write_text(text, "utf-8")
        named.append(compiled.kept_in.__wrapped__())
    assert named[0] == named[2] != named[1]
    assert all(folder and folder.parent == tmp_path / "cache" for folder in named)


def test_the_command_says_where_compiled_code_is_kept(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(warm_up, "steps", dict)
    result = CliRunner().invoke(main, ["warm-up"])
    assert result.exit_code == 0, result.output
    assert f"kept in {compiled.kept_in()}" in result.output
