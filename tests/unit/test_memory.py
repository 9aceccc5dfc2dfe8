"""Memory: what a run needs is foretold, and what does not fit is refused before anything is written."""

import os
import subprocess
import sys
from pathlib import Path

import pytest

from mangrove.errors import LimitError
from mangrove.memory import BASE, Room, Size, expected, fitting_jobs, room
from mangrove.plan import make_plan, set_stage

GIGA = 1e9
KIBI = 1024
CITY = Size(opened=0.1 * GIGA, last=0.3 * GIGA)

PEAK = """
import sys
from pathlib import Path
from mangrove.plan import make_plan
from mangrove.run import run_plan
run_plan(make_plan("shenzhen", to=2017, scale=float(sys.argv[1]), members=1), Path(sys.argv[2]), jobs=1)
print(next(line.split()[1] for line in open("/proc/self/status") if line.startswith("VmHWM:")))
"""


def room_of(together: float, each: float = 1e18) -> Room:
    return Room(together, each, "told by a test")


@pytest.fixture
def plan():
    return make_plan("shenzhen", to=2017, scale=1, members=4)


def test_the_peak_of_a_run_is_foretold_within_a_third(tmp_path: Path) -> None:
    plan = make_plan("shenzhen", to=2017, scale=0.1, members=1)
    foretold = expected(plan, set_stage(plan)).run(1)
    command = [sys.executable, "-c", PEAK, str(plan.scale), str(tmp_path / "run")]
    told = subprocess.run(command, capture_output=True, text=True, check=True).stdout
    assert 0.7 < foretold / (int(told) * KIBI) < 1.3


def test_the_size_of_a_region_is_foretold_register_by_register(opened, lived) -> None:
    plan = make_plan("shenzhen", to=2013, scale=0.02, members=1)
    stage = set_stage(plan)
    size = expected(plan, stage)
    opening = opened("shenzhen", 0.02).region
    last = lived(opening, stage.rules, 2013)[-1].region
    for foretold, region in ((size.opened, opening), (size.last, last)):
        held = sum(getattr(r, name).nbytes for r in region.registers.values() for name in vars(r))
        assert foretold == pytest.approx(held, rel=0.05)


def test_all_that_is_asked_for_is_given_where_it_fits(plan) -> None:
    assert fitting_jobs(plan, CITY, None, room_of(100 * GIGA)) == 4
    assert fitting_jobs(plan, CITY, 3, room_of(100 * GIGA)) == 3
    assert fitting_jobs(plan, CITY, 64, room_of(100 * GIGA)) == 4


def test_fewer_processes_are_chosen_where_memory_allows_one_but_not_two(plan) -> None:
    assert fitting_jobs(plan, CITY, None, room_of(1.01 * CITY.run(1))) == 1
    assert fitting_jobs(plan, CITY, None, room_of(1.01 * CITY.run(2))) == 2


def test_processes_asked_for_that_do_not_fit_are_refused_with_the_number_that_does(plan) -> None:
    with pytest.raises(LimitError, match=r"3 processes would need .* GB and there are .*told by a test.*--jobs 2"):
        fitting_jobs(plan, CITY, 3, room_of(1.01 * CITY.run(2)))


def test_a_region_too_large_is_refused_with_a_scale_that_fits(plan) -> None:
    with pytest.raises(LimitError, match=r"one process would need about 1\.1 GB and there are 0\.6 GB") as refused:
        fitting_jobs(plan, CITY, None, room_of(0.6 * GIGA))
    scale = float(str(refused.value).partition("--scale ")[2].rstrip("."))
    assert scale == 0.4
    smaller = Size(CITY.opened * scale, CITY.last * scale)
    assert fitting_jobs(plan, smaller, None, room_of(0.6 * GIGA)) == 1


def test_a_bound_on_each_process_counts_for_each(plan) -> None:
    with pytest.raises(LimitError, match="there are 1 GB"):
        fitting_jobs(plan, CITY, 1, room_of(100 * GIGA, each=GIGA))
    assert fitting_jobs(plan, CITY, 2, room_of(100 * GIGA, each=2 * GIGA)) == 2


def test_a_machine_without_room_for_the_smallest_run_is_told_so(plan) -> None:
    with pytest.raises(LimitError, match="Take a machine with more memory"):
        fitting_jobs(plan, CITY, None, room_of(BASE / 2))


def system(root: Path, **files: str) -> Path:
    for name, text in {"proc/meminfo": "MemTotal: 9 kB\nMemAvailable:   4000000 kB\n", **files}.items():
        (root / name).parent.mkdir(parents=True, exist_ok=True)
        (root / name).write_text(text, "utf-8")
    return root


def test_what_is_free_is_what_the_system_says_and_what_this_process_holds(tmp_path: Path) -> None:
    found = room(system(tmp_path, **{"proc/self/status": "Name: x\nVmRSS:    1000 kB\n"}))
    assert found.together == 4_001_000 * KIBI
    assert "free on this machine" in found.why


def test_the_tightest_control_group_counts_files_that_can_go_aside(tmp_path: Path) -> None:
    top, group = "sys/fs/cgroup", "sys/fs/cgroup/jobs/mine"
    found = room(
        system(
            tmp_path,
            **{
                "proc/self/cgroup": "0::/jobs/mine\n",
                f"{group}/memory.max": "max\n",
                f"{group}/memory.current": "700\n",
                f"{top}/jobs/memory.max": "3000\n",
                f"{top}/jobs/memory.current": "900\n",
                f"{top}/jobs/memory.stat": "anon 1\ninactive_file 400\n",
            },
        )
    )
    assert found.together == 2500
    assert "control group" in found.why


def test_a_control_group_of_the_first_version_counts_too(tmp_path: Path) -> None:
    folder = "sys/fs/cgroup/memory"
    told = {f"{folder}/memory.limit_in_bytes": "5000", f"{folder}/memory.usage_in_bytes": "1000"}
    assert room(system(tmp_path, **{"proc/self/cgroup": "4:memory:/box\n1:cpu:/box\n", **told})).together == 4000


def test_where_the_system_tells_nothing_nothing_is_refused(plan, tmp_path: Path) -> None:
    assert fitting_jobs(plan, CITY, 4, room(tmp_path)) == 4


LIMITED = """
import resource, sys
resource.setrlimit(resource.RLIMIT_AS, (int(sys.argv[1]),) * 2)
from mangrove.cli import main
main(sys.argv[2:])
"""


@pytest.mark.parametrize(("scale", "code"), [("0.001", 0), ("1", 2)])
def test_a_limit_on_addresses_refuses_a_city_and_not_a_thousandth(tmp_path: Path, scale: str, code: int) -> None:
    words = f"run --to 2017 --members 1 --scale {scale} --out".split()
    command = [sys.executable, "-c", LIMITED, str(18 * 10**8), *words, str(tmp_path / "run")]
    environment = {**os.environ, "POLARS_MAX_THREADS": "2"}  # a stack for each of many cores takes addresses too
    done = subprocess.run(command, capture_output=True, text=True, check=False, env=environment)
    assert done.returncode == code, done.stderr
    assert (tmp_path / "run").exists() == (code == 0)
    assert ("ulimit -v" in done.stderr) == (code == 2)
    assert ("--scale 0." in done.stderr) == (code == 2)
    assert "Traceback" not in done.stderr
