"""Every command that the README, CONTRIBUTING and the other pages with commands show is one that exists."""

import re
from pathlib import Path

import click
import pytest

PAGES = ["README.md", "CONTRIBUTING.md", "docs/own-data.md", "docs/scales.md", "docs/programmes.md"]
CODE = re.compile(r"^```\w*\n(.*?)^```|`([^`\n]+)`", re.MULTILINE | re.DOTALL)
TARGET = re.compile(r"^([a-z]+):", re.MULTILINE)


def code_lines(text: str) -> list[str]:
    """Lines of fenced blocks and the contents of code spans, prompts and comments taken off."""
    pieces = [fenced or span for fenced, span in CODE.findall(text)]
    lines = [line.split(" #")[0].strip().removeprefix("$ ") for piece in pieces for line in piece.splitlines()]
    return [line.removeprefix(".venv/bin/") for line in lines]


def make_targets(lines: list[str]) -> set[str]:
    """Targets of the `make` lines; options and variables are not targets."""
    words = [word for line in lines if line.startswith("make ") for word in line.split('"')[0].split()[1:]]
    return {word for word in words if re.fullmatch("[a-z]+", word)}


def command_faults(lines: list[str], group: click.Group) -> list[str]:
    """`mangrove` lines whose command, or whose long option, the command line does not have."""
    faults: list[str] = []
    for line in lines:
        program, *words = line.split()[:2] or [""]
        if program != "mangrove" or not words or words[0].startswith("-"):
            continue
        command = group.get_command(click.Context(group), words[0])
        if command is None:
            faults.append(f"no command: {line}")
            continue
        options = {option for parameter in command.params for option in parameter.opts} | {"--help"}
        faults += [f"no option {word}: {line}" for word in re.findall(r"--[a-z-]+", line) if word not in options]
    return faults


@pytest.mark.parametrize("page", PAGES)
def test_every_make_target_exists(root: Path, page: str) -> None:
    known = set(TARGET.findall((root / "Makefile").read_text("utf-8")))
    assert make_targets(code_lines((root / page).read_text("utf-8"))) <= known


@pytest.mark.parametrize("page", PAGES)
def test_every_mangrove_command_exists(root: Path, page: str) -> None:
    from mangrove.cli import main

    assert command_faults(code_lines((root / page).read_text("utf-8")), main) == []


def test_contributing_shows_commands(root: Path) -> None:
    assert make_targets(code_lines((root / "CONTRIBUTING.md").read_text("utf-8"))) >= {
        "test",
        "check",
        "bench",
    }


WRONG = """Type `make tset` or:
```sh
$ mangrove run --seed 1  # once
.venv/bin/mangrove run --sead 1
mangrove rum
```
"""


def test_an_unknown_command_is_caught() -> None:
    known = click.Group(commands=[click.Command("run", params=[click.Option(["--seed"])])])
    lines = code_lines(WRONG)
    assert make_targets(lines) == {"tset"}
    assert command_faults(lines, known) == [
        "no option --sead: mangrove run --sead 1",
        "no command: mangrove rum",
    ]
