"""Progress: a bar for a person; for a file a few lines, however long it takes."""

import sys

import pytest

from mangrove import progress as shown
from mangrove.progress import progress


@pytest.mark.parametrize("patience", [0.0, 3600.0])
def test_a_file_is_told_the_ends_and_of_a_long_run_each_quarter(
    capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch, patience: float
) -> None:
    monkeypatch.setattr(shown, "PATIENCE_S", patience)
    with progress("toytown to 2109", 100, "years") as tell:
        for done in range(101):
            tell(done, "")
    lines = capsys.readouterr().err.splitlines()
    assert lines[0] == "toytown to 2109: 100 years to do"
    assert lines[-1] == "toytown to 2109: 100 of 100 years done"
    between = ["25 of 100", "50 of 100", "75 of 100"] if not patience else []
    assert [line.partition(": ")[2].partition(" years")[0] for line in lines[1:-1]] == between


def test_what_is_interrupted_says_how_far_it_came(capsys: pytest.CaptureFixture[str]) -> None:
    def interrupted() -> None:
        with progress("toytown to 2017", 8, "years") as tell:
            tell(3, "")
            raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        interrupted()
    assert capsys.readouterr().err.endswith("toytown to 2017: 3 of 8 years done\n")


def test_a_person_sees_a_bar_that_moves_and_the_time_left(
    capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(sys.stderr, "isatty", lambda: True)
    monkeypatch.setenv("FORCE_COLOR", "1")
    monkeypatch.setenv("COLUMNS", "120")
    with progress("compiling kernels", 4, "kernels") as tell:
        tell(3, "uniforms")
    told = capsys.readouterr().err
    for words in ("compiling kernels", "3/4", "left", "uniforms"):
        assert words in told
