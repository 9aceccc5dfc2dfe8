"""Manifest: what a run is made of: versions, rules, inputs by hash.

It holds no clock time, so that the same run has the same bytes.
"""

import hashlib
import platform
import subprocess
from collections.abc import Iterator, Mapping
from importlib.metadata import version
from importlib.resources import files
from importlib.resources.abc import Traversable
from pathlib import Path
from typing import Any, Final, cast

from mangrove.effects import told
from mangrove.files import sha256_of
from mangrove.plan import Plan, Stage

_LIBRARIES: Final = ("numpy", "polars", "numba", "scipy")
_GIT_PATIENCE_S: Final = 10
_DIGEST: Final = 64


def plan_manifest(plan: Plan, stage: Stage) -> dict[str, Any]:
    """Everything that decides a run's bytes, in an order a person would tell it."""
    scenario = plan.scenario
    return {
        "region": plan.region,
        "place": stage.pack.place,
        "title": stage.pack.title,
        "invented": stage.pack.invented,
        "scenario": {
            "name": scenario.name,
            "title": scenario.title,
            "changes": {path: dict(scenario.changes[path]) for path in sorted(scenario.changes)},
            "off": sorted(scenario.off),
            "on": sorted(scenario.on),
        },
        "seed": plan.seed,
        "members": plan.members,
        "scale": plan.scale,
        "from": stage.pack.opens_on.year,
        "to": plan.to,
        "versions": _versions(),
        "commit": _commit(),
        "illustrative": sorted(name for name, programme in stage.rules.acting.items() if programme.illustrative),
        "effects": _effects(stage),
        "inputs": _inputs(plan, stage),
    }


def _effects(stage: Stage) -> dict[str, dict[str, str]]:
    """What to know of the effect of each acting programme's channels, where no causal estimate stands behind it."""
    found = {
        name: {str(award.channel): text for award in programme.awards if (text := told(award.channel))}
        for name, programme in stage.rules.acting.items()
    }
    return {name: channels for name, channels in found.items() if channels}


def differences(there: Mapping[str, Any], here: Mapping[str, Any]) -> list[str]:
    """What sets two plans apart, a few words each; the commit may differ where the code does not."""
    one, other = (dict(_flat(told)) for told in (there, here))
    names = [name for name in {**one, **other} if name != "commit"]
    return [_difference(name, one.get(name), other.get(name)) for name in names if one.get(name) != other.get(name)]


def _difference(name: str, there: Any, here: Any) -> str:
    if len(str(there)) == len(str(here)) == _DIGEST:
        return f"{name} has changed"
    was, now = ("not given" if value is None else value for value in (there, here))
    return f"{name} was {was}, now {now}"


def _flat(told: Mapping[str, Any], above: str = "") -> Iterator[tuple[str, Any]]:
    for name, value in told.items():
        if isinstance(value, dict):
            yield from _flat(cast("dict[str, Any]", value), f"{above}{name} ")
        else:
            yield f"{above}{name}", value


def _versions() -> dict[str, str]:
    """Versions of Mangrove, Python and the libraries that compute; and the hash of the code itself."""
    libraries = {name: version(name) for name in _LIBRARIES}
    mangrove = {"mangrove": version("mangrove-city"), "python": platform.python_version()}
    return {**mangrove, **libraries, "code": _hash_of_folder(files("mangrove"), ".py")}


def _inputs(plan: Plan, stage: Stage) -> dict[str, str]:
    """SHA-256 of every file the run reads: the pack's, the scenario's, and registers of one's own."""
    found = {f"{plan.region}/{name}": digest for name, digest in _hashes(files(stage.pack.package))}
    if plan.scenario_file is not None:
        found[f"scenario {plan.scenario_file.name}"] = sha256_of(plan.scenario_file)
    return found | {f"{register} {file.name}": sha256_of(file) for register, file in plan.own.items()}


def _hashes(folder: Traversable, above: str = "", ending: str = "") -> Iterator[tuple[str, str]]:
    for entry in sorted(folder.iterdir(), key=lambda entry: entry.name):
        if entry.name.startswith((".", "__pycache__")):
            continue
        if entry.is_dir():
            yield from _hashes(entry, f"{above}{entry.name}/", ending)
        elif entry.name.endswith(ending):
            yield f"{above}{entry.name}", hashlib.sha256(entry.read_bytes()).hexdigest()


def _hash_of_folder(folder: Traversable, ending: str) -> str:
    lines = [f"{name} {digest}" for name, digest in _hashes(folder, ending=ending)]
    return hashlib.sha256("\n".join(lines).encode()).hexdigest()


def _commit() -> str | None:
    """The commit the code was checked out at, "-dirty" if changed since; None where git does not know."""
    folder = Path(str(files("mangrove")))
    tracked = _git(folder, "ls-files", "--error-unmatch", "__init__.py")
    return None if tracked is None else _git(folder, "describe", "--always", "--dirty", "--abbrev=40", "--exclude=*")


def _git(folder: Path, *words: str) -> str | None:
    try:
        done = subprocess.run(
            ["git", "-C", str(folder), *words],
            capture_output=True,
            text=True,
            check=False,
            timeout=_GIT_PATIENCE_S,
        )
    except (OSError, subprocess.TimeoutExpired):
        return None
    return done.stdout.strip() if done.returncode == 0 else None
