"""Reproduce: the command that makes a run again, byte for byte, from what its manifest says."""

import shlex
from collections.abc import Mapping
from typing import Any, Final

from mangrove.report.contents import own_registers
from mangrove.scenario import ALWAYS

_BASE: Final = "base"


def command(manifest: Mapping[str, Any]) -> str:
    """The command line of a run.

    >>> command({"region": "toytown", "scenario": {"name": "base", "changes": {}}, "seed": 1, "members": 4,
    ...          "scale": 0.1, "to": 2012})
    'mangrove run --region toytown --to 2012 --scale 0.1 --members 4 --seed 1 --out DIR'
    """
    words = ["mangrove", "run", "--region", manifest["region"], "--to", manifest["to"]]
    words += ["--scale", manifest["scale"], "--members", manifest["members"], "--seed", manifest["seed"]]
    for register, file in own_registers(manifest).items():
        words += [f"--{register}", file]
    scenario = manifest["scenario"]
    if scenario["name"] != _BASE or scenario.get("off") or scenario.get("on"):
        words += ["--scenario", scenario["name"]]
    for path, entries in scenario["changes"].items():
        for day, value in entries.items():
            words += ["--set", f"{path}={value}" if day == ALWAYS else f"{path}@{day}={value}"]
    return shlex.join(map(str, [*words, "--out", "DIR"]))
