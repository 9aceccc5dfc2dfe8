"""Runs: whole or nothing, continued to the same bytes, refused with one message."""

import errno
import hashlib
import json
import os
import signal
import subprocess
import sys
import time
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import polars as pl
import pytest

from mangrove.ensemble import ACTOR_YEAR_S, WORTH_A_PROCESS_S, auto_jobs, run_batches
from mangrove.errors import LimitError, ScenarioError, SourceError
from mangrove.fact import find_facts
from mangrove.plan import Plan, make_plan
from mangrove.results import fact_variable, read_ledger, read_manifest, read_results
from mangrove.run import clear_run, run_plan

REGION, LAST, SCALE, MEMBERS = "shenzhen", 2011, 0.001, 3
WRITTEN = ["citations.json", "ledger.parquet", "manifest.json", "plan.json", "results.parquet"]

RUN = f"""
import os, signal, sys
from pathlib import Path
from mangrove.plan import make_plan
from mangrove.run import run_plan

def main():
    out, moment, jobs = Path(sys.argv[1]), sys.argv[2], int(sys.argv[3])
    replace, count = os.replace, 0

    def struck(*paths):
        nonlocal count
        count += 1
        if moment == f"before {{count}}":
            os.kill(os.getpid(), signal.SIGKILL)
        replace(*paths)
        if moment == f"after {{count}}":
            os.kill(os.getpid(), signal.SIGKILL)

    os.replace = struck
    run_plan(make_plan({REGION!r}, to={LAST}, scale={SCALE}, members={MEMBERS}), out, resume=True, jobs=jobs)

if __name__ == "__main__":
    main()
"""


@pytest.fixture(scope="session")
def plan() -> Plan:
    return make_plan(REGION, to=LAST, scale=SCALE, members=MEMBERS)


@pytest.fixture(scope="session")
def finished(plan: Plan, tmp_path_factory: pytest.TempPathFactory) -> Path:
    out = tmp_path_factory.mktemp("runs") / "finished"
    run_plan(plan, out, jobs=1)
    return out


@pytest.fixture(scope="session")
def script(tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("script") / "run_it.py"
    path.write_text(RUN, "utf-8")
    return path


def digests(folder: Path) -> dict[str, str]:
    return {p.name: hashlib.sha256(p.read_bytes()).hexdigest() for p in sorted(folder.iterdir())}


def test_a_run_leaves_its_tables_citations_and_manifest_and_no_parts(finished: Path) -> None:
    assert sorted(path.name for path in finished.iterdir()) == WRITTEN


def test_the_same_plan_gives_the_same_bytes(plan: Plan, finished: Path, tmp_path: Path) -> None:
    run_plan(plan, tmp_path / "again", jobs=1)
    assert digests(tmp_path / "again") == digests(finished)


def test_two_processes_give_the_bytes_of_one(plan: Plan, finished: Path, tmp_path: Path) -> None:
    done = run_plan(plan, tmp_path / "two", jobs=2)
    assert done.jobs == 2
    assert digests(tmp_path / "two") == digests(finished)


def test_any_executor_will_do(plan: Plan, finished: Path, tmp_path: Path) -> None:
    seen: list[int] = []
    with ThreadPoolExecutor(1) as executor:
        run_plan(plan, tmp_path / "threads", executor=executor, watch=seen.append)
    assert digests(tmp_path / "threads") == digests(finished)
    assert seen[0] == 0
    assert seen[-1] == MEMBERS * 2


@pytest.mark.parametrize("moment", ["before 1", "after 2", "before 5", "before 11", "after 11"])
def test_a_run_killed_at_any_moment_is_finished_to_the_same_bytes(
    plan: Plan, finished: Path, script: Path, tmp_path: Path, moment: str
) -> None:
    out = tmp_path / "killed"
    killed = subprocess.run([sys.executable, script, out, moment, "1"], check=False)
    assert killed.returncode == -signal.SIGKILL
    for table in out.rglob("[!.]*.parquet"):
        pl.read_parquet(table)
    if not (out / "manifest.json").exists():
        with pytest.raises(SourceError, match=r"unfinished|no run"):
            read_results(out)
    run_plan(plan, out, resume=True, jobs=1)
    assert digests(out) == digests(finished)


def test_a_killed_run_of_two_processes_leaves_none_behind(
    plan: Plan, finished: Path, script: Path, tmp_path: Path
) -> None:
    out = tmp_path / "killed"
    run = subprocess.Popen([sys.executable, script, out, "never", "2"], start_new_session=True)
    wait_until(lambda: any(out.glob("parts/member-*/*.parquet")))
    run.kill()
    run.wait()
    wait_until(lambda: not group_lives(run.pid))
    run_plan(plan, out, resume=True, jobs=1)
    assert digests(out) == digests(finished)


def wait_until(happened) -> None:
    deadline = time.monotonic() + 60
    while not happened():
        assert time.monotonic() < deadline, "it never happened"
        time.sleep(0.01)


def group_lives(group: int) -> bool:
    try:
        os.killpg(group, 0)
    except ProcessLookupError:
        return False
    return True


def test_a_worker_ended_from_outside_is_one_message() -> None:
    with pytest.raises(LimitError, match="fewer --jobs"):
        run_batches(os._exit, [(3,), (3,)])


def test_an_error_in_a_worker_reaches_the_person(plan: Plan, tmp_path: Path) -> None:
    with pytest.raises(ValueError, match="invalid literal"):
        run_batches(int, [("three",), ("4",)])


def test_a_worker_computes_on_a_single_thread() -> None:
    told = "from mangrove.kernels.blocks import threads\nassert threads() == 1, threads()"
    run_batches(exec, [(told,)])


def test_a_small_run_starts_no_processes_and_a_large_one_does() -> None:
    assert auto_jobs(actors=10_000, years=8, members=16) == 1
    enough = round(2 * WORTH_A_PROCESS_S / ACTOR_YEAR_S)
    assert auto_jobs(actors=enough, years=1, members=1) == 1
    assert 1 <= auto_jobs(actors=enough, years=1, members=2) <= 2


FULL = """
import resource, sys
from mangrove.cli import main
resource.setrlimit(resource.RLIMIT_FSIZE, (int(sys.argv[1]),) * 2)
main(sys.argv[2:])
"""


def test_a_full_disk_is_one_message_and_nothing_is_lost(plan: Plan, finished: Path, tmp_path: Path) -> None:
    room = (finished / "ledger.parquet").stat().st_size // 2
    out = tmp_path / "full"
    words = f"run --region {REGION} --to {LAST} --scale {SCALE} --members {MEMBERS} --jobs 1 --out".split()
    environment = {**os.environ, "PYTHONDONTWRITEBYTECODE": "1"}
    command = [sys.executable, "-c", FULL, str(room), *words, str(out)]
    done = subprocess.run(command, capture_output=True, text=True, check=False, env=environment)
    assert done.returncode == 2, done.stderr
    (told,) = [line for line in done.stderr.splitlines() if line.startswith("mangrove: ")]
    assert "file too large" in told
    assert "Traceback" not in done.stderr
    assert not list(out.rglob(".*.partial"))
    run_plan(plan, out, resume=True, jobs=1)
    assert digests(out) == digests(finished)


@pytest.mark.parametrize(("code", "kind"), [(errno.ENOSPC, LimitError), (errno.EIO, SourceError)])
def test_a_file_that_cannot_be_written_leaves_nothing_behind(
    plan: Plan, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, code: int, kind: type[Exception]
) -> None:
    def refuse(*paths: Path) -> None:
        raise OSError(code, os.strerror(code))

    monkeypatch.setattr(os, "replace", refuse)
    with pytest.raises(kind, match=r"plan\.json: cannot be written"):
        run_plan(plan, tmp_path / "out", jobs=1)
    assert [path for path in (tmp_path / "out").rglob("*") if path.is_file()] == []


def test_a_file_in_place_of_the_folder_is_refused(plan: Plan, tmp_path: Path) -> None:
    (tmp_path / "file").write_text("mine", "utf-8")
    for out in (tmp_path / "file", tmp_path / "file" / "below"):
        with pytest.raises(SourceError, match="cannot be written"):
            run_plan(plan, out)
    assert (tmp_path / "file").read_text("utf-8") == "mine"


def test_a_folder_with_other_files_is_refused_and_kept(plan: Plan, tmp_path: Path) -> None:
    (tmp_path / "notes.txt").write_text("mine", "utf-8")
    with pytest.raises(ScenarioError, match=r"not empty \(notes\.txt\)"):
        run_plan(plan, tmp_path)
    assert [path.name for path in tmp_path.iterdir()] == ["notes.txt"]


def test_a_folder_with_another_run_says_what_differs(finished: Path) -> None:
    other = make_plan(REGION, to=LAST, scale=SCALE, members=4, sets=["rnd_super_deduction.rate=0.75"])
    with pytest.raises(ScenarioError, match=r"members was 3, now 4") as refused:
        run_plan(other, finished, resume=True)
    assert "rnd_super_deduction.rate" in str(refused.value)
    assert "another --out" in str(refused.value)


def test_a_finished_run_is_neither_repeated_nor_overwritten(plan: Plan, finished: Path) -> None:
    with pytest.raises(ScenarioError, match="already holds this run, complete"):
        run_plan(plan, finished)
    assert run_plan(plan, finished, resume=True).computed == 0


def test_an_unfinished_run_asks_for_resume(plan: Plan, finished: Path, tmp_path: Path) -> None:
    (tmp_path / "plan.json").write_bytes((finished / "plan.json").read_bytes())
    with pytest.raises(ScenarioError, match="Add --resume"):
        run_plan(plan, tmp_path)


def test_clearing_a_run_removes_only_what_runs_write(plan: Plan, tmp_path: Path) -> None:
    out = tmp_path / "run"
    run_plan(plan, out, jobs=1)
    (out / "notes.txt").write_text("mine", "utf-8")
    clear_run(out)
    assert [path.name for path in out.iterdir()] == ["notes.txt"]


def test_members_share_the_opening_and_then_part(finished: Path) -> None:
    values = read_results(finished).pivot("member", index=["year", "variable"], values="value").fill_nan(None)
    opening, later = values.filter(pl.col.year == 2009), values.filter(pl.col.year == LAST)
    assert opening["0"].equals(opening["1"])
    assert not later["0"].equals(later["1"])


def test_the_last_year_has_every_fact_and_no_other_year_has_any(finished: Path) -> None:
    rows = read_results(finished).filter(pl.col.variable.str.starts_with("fact."))
    assert rows["year"].unique().to_list() == [LAST]
    places = sum(len(fact.curve.labels) for fact in find_facts().values() if fact.curve)
    assert {fact_variable(name) for name in find_facts()} <= set(rows["variable"])
    assert len(rows) == MEMBERS * (len(find_facts()) + places)


def test_the_manifest_says_what_the_run_was_made_of(finished: Path) -> None:
    manifest = read_manifest(finished)
    assert manifest["seed"] == 1
    assert (manifest["from"], manifest["to"], manifest["members"], manifest["scale"]) == (2009, LAST, MEMBERS, SCALE)
    assert {"mangrove", "python", "numpy", "polars", "numba", "code"} <= set(manifest["versions"])
    assert f"{REGION}/programmes/rnd_super_deduction.py" in manifest["inputs"]
    assert manifest["files"]["results.parquet"] == digests(finished)["results.parquet"]
    assert json.loads((finished / "citations.json").read_text("utf-8"))["citations"]


def test_a_scenario_shows_in_results_and_manifest(plan: Plan, finished: Path, tmp_path: Path) -> None:
    scenario = tmp_path / "none.toml"
    scenario.write_text('title = "No deduction"\n[off]\nprogrammes = ["rnd_super_deduction"]\n', "utf-8")
    told = make_plan(REGION, to=LAST, scale=SCALE, members=1, scenario=str(scenario))
    run_plan(told, tmp_path / "none", jobs=1)
    results = read_results(tmp_path / "none")
    assert results["scenario"].unique().to_list() == ["none"]
    spent = results.filter(pl.col.variable == "spending.rnd_super_deduction.rnd_price")
    assert spent["value"].to_list() == [0.0, 0.0]
    assert spent["year"].to_list() == [2010, 2011]
    assert "scenario none.toml" in read_manifest(tmp_path / "none")["inputs"]
    assert "rnd_super_deduction" not in read_ledger(tmp_path / "none")["programme"].unique()


def test_the_ledger_weighted_back_is_the_spending(finished: Path) -> None:
    ledger = read_ledger(finished).filter(pl.col.unit == "CNY/yr")
    paid = ledger.group_by("member", "year").agg(pl.col.amount.sum() / SCALE)
    spent = read_results(finished).filter(pl.col.variable.str.starts_with("spending."))
    both = paid.join(spent.group_by("member", "year").agg(pl.col.value.sum()), on=["member", "year"])
    assert len(both) == MEMBERS * 2
    assert ((both["amount"] - both["value"]).abs() <= 1e-9 * both["value"]).all()
