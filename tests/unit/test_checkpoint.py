"""Checkpoints: a member goes on from the last that is whole, to the same bytes."""

import hashlib
import os
import signal
import subprocess
import sys
import zipfile
from dataclasses import fields
from pathlib import Path

import numpy as np
import pytest

from mangrove import checkpoint
from mangrove.checkpoint import read_region, write_region
from mangrove.plan import Plan, make_plan
from mangrove.register import Register, schema
from mangrove.run import run_plan

REGION, LAST, SCALE, MEMBERS = "shenzhen", 2012, 0.001, 1
YEARS = LAST - 2009

RUN = f"""
import os, signal, sys
from pathlib import Path
import numpy as np
from mangrove import checkpoint
from mangrove.plan import make_plan
from mangrove.run import run_plan

checkpoint.WORTH_KEEPING_S = 0.0
counts = {{"move": 0, "column": 0}}

def struck(what, function):
    def strike(*things, **told):
        counts[what] += 1
        if sys.argv[2] == f"before {{what}} {{counts[what]}}":
            os.kill(os.getpid(), signal.SIGKILL)
        function(*things, **told)
        if sys.argv[2] == f"after {{what}} {{counts[what]}}":
            os.kill(os.getpid(), signal.SIGKILL)
    return strike

if __name__ == "__main__":
    os.replace = struck("move", os.replace)
    np.lib.format.write_array = struck("column", np.lib.format.write_array)
    plan = make_plan({REGION!r}, to={LAST}, scale={SCALE}, members={MEMBERS})
    run_plan(plan, Path(sys.argv[1]), resume=True, jobs=1)
"""


@pytest.fixture(scope="module")
def plan() -> Plan:
    return make_plan(REGION, to=LAST, scale=SCALE, members=MEMBERS)


@pytest.fixture(scope="module")
def digests_of_one_go(plan: Plan, tmp_path_factory: pytest.TempPathFactory) -> dict[str, str]:
    """What the run leaves when nothing stops it, and no checkpoint is written."""
    out = tmp_path_factory.mktemp("whole") / "run"
    run_plan(plan, out, jobs=1)
    return digests(out)


def digests(folder: Path) -> dict[str, str]:
    return {p.name: hashlib.sha256(p.read_bytes()).hexdigest() for p in sorted(folder.iterdir())}


def kill(out: Path, moment: str) -> None:
    """Run it with a checkpoint a year, and kill the process at a moment."""
    killed = subprocess.run([sys.executable, "-c", RUN, out, moment], check=False)
    assert killed.returncode == -signal.SIGKILL


def checkpoints(out: Path) -> list[str]:
    return sorted(path.name for path in out.glob("parts/member-00000/[!.]*.npz"))


# Moves: 1 the plan; 2 ledger, 3 results, 4 checkpoint of 2010; 5 to 7 of 2011; 8 and 9 rows of 2012; then the run's.
@pytest.mark.parametrize(
    ("moment", "told"),
    [
        ("before move 3", [0, 1, 2, 3, 3]),
        ("after column 3", [0, 1, 2, 3, 3]),
        ("before move 4", [0, 1, 2, 3, 3]),
        ("after move 4", [0, 2, 3, 3]),
        ("after move 6", [0, 2, 3, 3]),
        ("before move 7", [0, 2, 3, 3]),
        ("after move 7", [0, 3, 3]),
        ("before move 9", [0, 3, 3]),
        ("after move 9", [3, 3]),
    ],
)
def test_a_killed_run_goes_on_from_its_last_checkpoint_to_the_same_bytes(
    plan: Plan, digests_of_one_go: dict[str, str], tmp_path: Path, moment: str, told: list[int]
) -> None:
    seen: list[int] = []
    kill(tmp_path / "run", moment)
    done = run_plan(plan, tmp_path / "run", resume=True, jobs=1, watch=seen.append)
    assert seen == told
    assert done.remarks == ()
    assert digests(tmp_path / "run") == digests_of_one_go


def test_a_run_that_is_killed_again_and_again_ends_with_the_same_bytes(
    plan: Plan, digests_of_one_go: dict[str, str], tmp_path: Path
) -> None:
    for moment in ("after move 4", "before move 3", "after move 3", "after move 1"):
        kill(tmp_path / "run", moment)
    run_plan(plan, tmp_path / "run", resume=True, jobs=2)
    assert digests(tmp_path / "run") == digests_of_one_go


@pytest.fixture(scope="module")
def struck(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """What a run leaves that was killed when it had two checkpoints."""
    out = tmp_path_factory.mktemp("struck") / "run"
    kill(out, "after move 7")
    return out


def cut(path: Path) -> None:
    os.truncate(path, path.stat().st_size // 2)


def flip(path: Path) -> None:
    held = bytearray(path.read_bytes())
    held[len(held) // 2] ^= 1
    path.write_bytes(held)


@pytest.mark.parametrize("damage", [cut, flip, Path.unlink])
@pytest.mark.parametrize(
    ("names", "onward", "told"),
    [
        (["2011.region.npz"], "the end of 2010", [0, 2, 3, 3]),
        (["2011.ledger.parquet"], "the end of 2010", [0, 2, 3, 3]),
        (["2010.region.npz", "2011.region.npz"], "the opening", [0, 1, 2, 3, 3]),
        (["2010.results.parquet"], "the opening", [0, 1, 2, 3, 3]),
    ],
)
def test_a_damaged_checkpoint_is_told_in_a_line_and_the_one_before_serves(
    plan: Plan,
    digests_of_one_go: dict[str, str],
    tmp_path: Path,
    damage,
    names: list[str],
    onward: str,
    told: list[int],
) -> None:
    out = tmp_path / "run"
    kill(out, "after move 7")
    assert checkpoints(out) == ["2010.region.npz", "2011.region.npz"]
    for name in names:
        damage(out / "parts" / "member-00000" / name)
    left = len(checkpoints(out))
    seen: list[int] = []
    done = run_plan(plan, out, resume=True, jobs=1, watch=seen.append)
    assert seen == told
    assert len(done.remarks) == (left if onward == "the opening" else left - 1)
    assert all(line.endswith(f"is damaged; member 0 goes on from {onward}") for line in done.remarks)
    assert digests(out) == digests_of_one_go


FULL = """
import resource, sys
from mangrove import checkpoint
from mangrove.cli import main
checkpoint.WORTH_KEEPING_S = 0.0
resource.setrlimit(resource.RLIMIT_FSIZE, (int(sys.argv[1]),) * 2)
main(sys.argv[2:])
"""


def test_a_disk_too_full_for_a_checkpoint_is_one_message_and_nothing_is_lost(
    plan: Plan, digests_of_one_go: dict[str, str], tmp_path: Path, opened
) -> None:
    write_region(opened(REGION, SCALE).region, tmp_path / "opening.npz", {})
    room, out = (tmp_path / "opening.npz").stat().st_size // 2, tmp_path / "full"
    words = f"run --region {REGION} --to {LAST} --scale {SCALE} --members {MEMBERS} --jobs 1 --out".split()
    command = [sys.executable, "-c", FULL, str(room), *words, str(out)]
    environment = {**os.environ, "PYTHONDONTWRITEBYTECODE": "1"}
    done = subprocess.run(command, capture_output=True, text=True, check=False, env=environment)
    assert done.returncode == 2, done.stderr
    (told,) = [line for line in done.stderr.splitlines() if line.startswith("mangrove: ")]
    assert "2010.region.npz: cannot be written: file too large" in told
    assert "Traceback" not in done.stderr
    assert "ignored" not in done.stderr
    assert not list(out.rglob(".*.partial"))
    run_plan(plan, out, resume=True, jobs=1)
    assert digests(out) == digests_of_one_go


def test_a_member_that_takes_no_time_has_no_checkpoint_and_a_costly_one_has_the_last(
    plan: Plan, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    written: list[str] = []

    def seen(region, path, parts) -> None:
        written.append(path.name)
        write_region(region, path, parts)

    monkeypatch.setattr(checkpoint, "write_region", seen)
    run_plan(plan, tmp_path / "quick", jobs=1)
    assert written == []
    monkeypatch.setattr(checkpoint, "WORTH_KEEPING_S", 0.0)
    run_plan(plan, tmp_path / "costly", jobs=1)
    assert written == ["2010.region.npz", "2011.region.npz"]
    assert digests(tmp_path / "quick") == digests(tmp_path / "costly")


def test_a_region_reads_back_to_the_same_bits(opened, tmp_path: Path) -> None:
    region = opened("toytown").region
    write_region(region, tmp_path / "region.npz", {})
    again = read_region(tmp_path / "region.npz")
    for field in fields(region):
        one, other = getattr(region, field.name), getattr(again, field.name)
        if not isinstance(one, Register):
            assert (type(one), one) == (type(other), other)
            continue
        for column in schema(type(one)):
            here, there = getattr(one, column), getattr(other, column)
            assert here.dtype == there.dtype
            np.testing.assert_array_equal(here.view(np.uint8), there.view(np.uint8))


def test_a_checkpoint_holds_every_register_and_no_compression(opened, tmp_path: Path) -> None:
    region = opened("toytown").region
    write_region(region, tmp_path / "region.npz", {})
    with zipfile.ZipFile(tmp_path / "region.npz") as file:
        held = {entry.filename.partition("/")[0] for entry in file.infolist()}
        assert {entry.compress_type for entry in file.infolist()} == {zipfile.ZIP_STORED}
    assert held - {"head.json"} == set(region.registers)
