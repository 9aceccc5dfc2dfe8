"""The command line: one clear message for each mistake, exit code 2, nothing written."""

import json
import subprocess
import sys
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from mangrove import desk
from mangrove.cli import main

RUN = ["run", "--to", "2010", "--scale", "0.001", "--members", "1"]


def told(*words: str | Path) -> Result:
    return CliRunner().invoke(main, [str(word) for word in words], prog_name="mangrove")


def test_help_lists_the_commands_and_loads_nothing_heavy() -> None:
    code = (
        "import sys\nfrom mangrove.cli import main\n"
        "try:\n    main(['--help'])\nexcept SystemExit:\n    pass\n"
        "heavy = {'numpy', 'polars', 'numba', 'scipy', 'rich', 'plotly'} & set(sys.modules)\n"
        "assert not heavy, heavy\n"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr
    for command in ("run", "audit", "record", "rules", "load", "scales", "report", "cite", "demo", "warm-up"):
        assert f"\n  {command} " in done.stdout


def test_version_is_told() -> None:
    assert told("--version").output.startswith("mangrove, version ")


@pytest.mark.parametrize(
    ("words", "message"),
    [
        (["rum"], "Did you mean 'run'"),
        (["run", "--sead", "1"], "--seed"),
        (["run", "--to", "soon"], "'soon' is not a valid integer"),
        ([*RUN], "Missing option '--out'"),
        ([*RUN, "--out", "OUT", "--jobs", "0"], "--jobs"),
        ([*RUN, "--out", "OUT", "--region", "shenzen"], "no region 'shenzen'; did you mean 'shenzhen'?"),
        ([*RUN, "--out", "OUT", "--set", "rnd_super_deduction.rat=0.75"], "did you mean 'rnd_super_deduction.rate'?"),
        ([*RUN, "--out", "OUT", "--set", "rnd_super_deduction.rate"], "write --set PATH=NUMBER"),
        ([*RUN, "--out", "OUT", "--set", "rnd_super_deduction.rate@2017-02-30=1"], "write --set PATH=NUMBER"),
        ([*RUN, "--out", "OUT", "--set", "rnd_super_deduction.rate=-1"], "rnd_super_deduction.rate = -1.0"),
        ([*RUN, "--out", "OUT", "--to", "2008"], "--to 2008: must be from 2010 to 2100"),
        ([*RUN, "--out", "OUT", "--scale", "0"], "--scale 0.0: must be from 0.001 to 1"),
        ([*RUN, "--out", "OUT", "--scale", "nan"], "--scale nan"),
        ([*RUN, "--out", "OUT", "--members", "65537"], "--members 65537: must be from 1 to 65536"),
        ([*RUN, "--out", "OUT", "--seed", "-1"], "--seed -1"),
        (["run", "--out", "OUT"], "no last year is given: add --to YEAR"),
        ([*RUN, "--out", "OUT", "--scenario", "nowhere.toml"], "nowhere.toml: no such scenario file"),
        ([*RUN, "--out", "OUT", "--firms", "nowhere.csv"], "nowhere.csv: no such file"),
        (["scales"], "Missing option '--to'"),
        (["scales", "--to", "2008"], "--to 2008: must be from 2010 to 2100"),
        (["scales", "--to", "2010", "--part", "0.1"], "write SCALE=MEMBERS"),
        (["scales", "--to", "2010", "--part", "0.1=4"], "a comparison two scales"),
        (["rules", "--on", "2017-02-30"], "there is no such day; write YYYY-MM-DD"),
        (["rules", "--region", "toytwn"], "no region 'toytwn'"),
        (["record", "--region", "nowhere"], "no region 'nowhere'"),
        (["circle", "huangang", "--within", "60"], "no place 'huangang'; did you mean 'huanggang'?"),
        (["circle", "huanggang", "--within", "0"], "--within 0: must be above 0"),
        (["circle", "huanggang", "--within", "-5"], "--within -5: must be above 0"),
        (["circle", "huanggang"], "Missing option '--within'"),
        (["circle", "--within", "60"], "Missing argument"),
        (["circle", "huanggang", "--within", "60", "--at", "25:00"], "'25:00': there is no such time"),
        (["circle", "huanggang", "--within", "60", "--on", "2018-02-30"], "there is no such day"),
        (["circle", "west_kowloon", "--within", "60"], "west_kowloon opened on 2018-09-23, after 2018-08-09"),
        (["circle", "115.0,21.0", "--within", "60"], "from any land on the region's map"),
        (["circle", "huanggang", "--within", "60", "--network", __file__], "neither OpenStreetMap"),
        (["circle", "huanggang", "--within", "60", "--trips", __file__], "Add --network FILE"),
        (["circle", "huanggang", "--within", "60", "--region", "toytown"], "ships no places"),
        (["audit", "nowhere.txt"], "does not exist"),
        (["cite", "nowhere"], "nowhere: holds no run"),
    ],
)
def test_a_mistake_is_one_message_and_writes_nothing(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, words: list[str], message: str
) -> None:
    monkeypatch.chdir(tmp_path)
    result = told(*words)
    assert result.exit_code == 2
    assert message in " ".join(result.output.split())
    assert "Traceback" not in result.output
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize(
    ("name", "text", "message"),
    [
        ("bad.toml", "[set\n", "not valid TOML"),
        ("bad.toml", "[off]\nprogrammes = ['rnd_super']\n", "no programme 'rnd_super'; did you mean"),
        ("bad.toml", "[sett]\n", "unknown key 'sett'; did you mean 'set'?"),
        ("bad.toml", "[set]\n'rnd_super_deduction.rate' = {'2017-13-01' = 1}\n", "is no day"),
        ("bad.csv", "id,id\n1,2\n", "named twice"),
    ],
)
def test_a_broken_file_is_one_message_and_writes_nothing(tmp_path: Path, name: str, text: str, message: str) -> None:
    file = tmp_path / name
    file.write_text(text, "utf-8")
    option = "--firms" if name.endswith("csv") else "--scenario"
    result = told(*RUN, "--out", tmp_path / "out", option, file)
    assert result.exit_code == 2
    assert message in result.output
    assert not (tmp_path / "out").exists()


def test_all_mistakes_are_told_at_once(tmp_path: Path) -> None:
    result = told("run", "--to", "2008", "--scale", "7", "--seed", "-1", "--set", "x=1", "--out", tmp_path / "out")
    assert "4 problems" in result.output


def test_a_run_and_its_citations_are_shown(tmp_path: Path) -> None:
    result = told(*RUN, "--out", tmp_path / "out", "--jobs", "1")
    assert result.exit_code == 0, result.output
    assert "1 member of shenzhen to 2010" in result.output
    assert str(tmp_path / "out" / "results.parquet") in result.output
    cited = told("cite", tmp_path / "out")
    assert cited.exit_code == 0
    assert "PUBLISHED" in cited.output
    assert cited.output.index("PUBLISHED") < cited.output.index("ASSUMED")
    again = told(*RUN, "--out", tmp_path / "out", "--resume")
    assert "complete already" in again.output


def test_rules_in_force_change_with_the_day() -> None:
    assert "rnd_super_deduction.rate = 0.5 share" in told("rules", "--on", "2010-12-31").output
    assert "rnd_super_deduction.rate" not in told("rules", "--on", "1990-01-01").output


def raising(error: BaseException):
    def fail(*_: object, **__: object) -> str:
        raise error

    return fail


@pytest.mark.parametrize(
    ("error", "code", "message"),
    [
        (KeyboardInterrupt(), 130, "run goes on with --resume"),
        (MemoryError(), 2, "memory is full"),
        (ZeroDivisionError("by nought"), 1, "this is a bug (ZeroDivisionError: by nought). Set MANGROVE_DEBUG=1"),
    ],
)
def test_what_goes_wrong_is_told_in_one_line(
    monkeypatch: pytest.MonkeyPatch, error: BaseException, code: int, message: str
) -> None:
    monkeypatch.delenv("MANGROVE_DEBUG", raising=False)
    monkeypatch.setattr(desk, "record_text", raising(error))
    result = told("record")
    assert result.exit_code == code
    assert message in result.output


def test_a_bug_shows_its_traceback_on_request(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("MANGROVE_DEBUG", "1")
    monkeypatch.setattr(desk, "record_text", raising(ZeroDivisionError("by nought")))
    assert isinstance(told("record").exception, ZeroDivisionError)


def test_the_opening_says_what_it_matches_and_what_it_assumes() -> None:
    shown = told("open", "--scale", "0.001").output
    matched, assumed = shown.split("\nassumed\n")
    assert "313 enterprises and 500 sole traders" in matched
    assert "GDP 2009" in matched
    assert "Would be replaced by" in assumed
    assert "R&D 2009" in assumed


def test_the_demo_does_the_whole_job_and_says_where_the_files_are(tmp_path: Path) -> None:
    done = told("demo", "--out", tmp_path / "demo")
    assert done.exit_code == 0, done.output
    for step in range(1, 6):
        assert f"{step} of 5" in done.output
    assert (tmp_path / "demo" / "report.html").stat().st_size > 1_000_000
    assert (tmp_path / "demo" / "results.parquet").is_file()
    again = told("demo", "--out", tmp_path / "demo")
    assert again.exit_code == 0, again.output


def test_a_circle_is_told_drawn_and_written(tmp_path: Path) -> None:
    result = told("circle", "huanggang", "lok_ma_chau", "--within", "30", "--mode", "foot", "--out", tmp_path / "out")
    assert result.exit_code == 0, result.output
    for words in ("From Huanggang 皇岗口岸", "From any of", "From all of them", "assumed", "firms: not counted"):
        assert words in result.output
    assert sorted(file.name for file in (tmp_path / "out").iterdir()) == ["circle.geojson", "circle.json", "circle.svg"]
    as_json = told("circle", "114.071,22.521", "--within", "30", "--json")
    (origin,) = json.loads(as_json.stdout)["origins"]
    assert origin["places"]


def test_scales_are_compared_and_written_with_the_command_that_made_them(tmp_path: Path) -> None:
    file = tmp_path / "scales.csv"
    words = ["scales", "--region", "toytown", "--to", "2010", "--part", "0.5=2", "--part", "1=2"]
    done = told(*words, "--out", file)
    assert done.exit_code == 0, done.output
    assert "the whole they are held against" in done.output
    assert file.read_text("utf-8").startswith("# mangrove " + " ".join(words) + "\n")
