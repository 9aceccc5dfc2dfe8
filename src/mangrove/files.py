"""Files: written whole or not at all, and named by what they hold.

A file is written beside its place under another name and moved there in one step once it is on the disk, so
that a run killed at any moment leaves either the whole file or none.
"""

import errno
import hashlib
import json
import os
import tomllib
from collections.abc import Generator, Mapping
from contextlib import contextmanager
from pathlib import Path
from typing import Any, Final, cast

from mangrove.errors import LimitError, MangroveError, ScenarioError, SourceError

PARTIAL: Final = ".partial"
"""How the name of a file ends while it is being written."""

_FULL: Final = (errno.ENOSPC, errno.EDQUOT, errno.EFBIG)
_BLOCK: Final = 2**20


@contextmanager
def whole(path: Path) -> Generator[Path, None, None]:
    """Write a file under another name; move it to its place when the block ends well, else remove it.

    Raises:
        LimitError: if the disk is full.
        SourceError: if the file cannot be written for another reason.
    """
    partial = path.with_name(f".{path.name}.{os.getpid()}{PARTIAL}")
    try:
        yield partial
        _to_disk(partial)
        os.replace(partial, path)  # noqa: PTH105  (named as the system call it is)
        _to_disk(path.parent)
    except OSError as error:
        raise refusal(path, error) from error
    finally:
        _forget(partial)


def write_text(path: Path, text: str) -> None:
    """Write a text in UTF-8, whole or not at all."""
    with whole(path) as partial:
        partial.write_bytes(text.encode("utf-8"))


def write_json(path: Path, told: Mapping[str, Any]) -> None:
    """Write a table as JSON a person can read, whole or not at all; the same table gives the same bytes."""
    write_text(path, json.dumps(told, indent=2, ensure_ascii=False) + "\n")


def read_json(path: Path) -> dict[str, Any]:
    """Read a table that `write_json` wrote.

    Raises:
        SourceError: if the file is missing or holds something else.
    """
    try:
        told = json.loads(path.read_text(encoding="utf-8"))
    except (OSError, UnicodeDecodeError, json.JSONDecodeError) as error:
        msg = f"{path}: cannot be read ({error}). Run it again into another folder."
        raise SourceError(msg) from None
    if not isinstance(told, dict):
        msg = f"{path}: holds no table. Run it again into another folder."
        raise SourceError(msg)
    return cast("dict[str, Any]", told)


def read_toml(path: Path, what: str) -> dict[str, Any]:
    """Read a TOML file that the analyst wrote.

    Args:
        path: The file.
        what: What it is, for the message ("scenario file").

    Raises:
        ScenarioError: if it is missing, no text or no TOML.
    """
    try:
        return tomllib.loads(path.read_text(encoding="utf-8"))
    except FileNotFoundError:
        msg = f"{path}: no such {what}. Check the path, or leave it out."
        raise ScenarioError(msg) from None
    except (OSError, UnicodeDecodeError) as error:
        msg = f"{path}: cannot be read as text ({error}). Give a TOML file in UTF-8."
        raise ScenarioError(msg) from None
    except tomllib.TOMLDecodeError as error:
        msg = f"{path}: not valid TOML: {error}. Mend that line."
        raise ScenarioError(msg) from None


def make_folder(path: Path) -> None:
    """Make a folder and those above it, where they are missing.

    Raises:
        LimitError: if the disk is full.
        SourceError: if it cannot be made for another reason.
    """
    try:
        path.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise refusal(path, error) from error


def sweep(folder: Path) -> None:
    """Remove what a killed run was about to write."""
    for partial in folder.glob(f".*{PARTIAL}"):
        partial.unlink(missing_ok=True)


def sha256_of(path: Path) -> str:
    """The SHA-256 of a file's bytes.

    Raises:
        SourceError: if it cannot be read.
    """
    digest = hashlib.sha256()
    try:
        with path.open("rb") as file:
            while block := file.read(_BLOCK):
                digest.update(block)
    except OSError as error:
        msg = f"{path}: cannot be read ({error.strerror}). Check the path and its permissions."
        raise SourceError(msg) from error
    return digest.hexdigest()


def refusal(path: Path, error: OSError) -> MangroveError:
    """What to tell the person whose file could not be written."""
    if error.errno in _FULL:
        msg = f"{path}: cannot be written: {_reason(error)}. Free some space and start again (a run: with --resume)."
        return LimitError(msg)
    msg = f"{path}: cannot be written: {_reason(error)}. Give another place, or mend its permissions."
    return SourceError(msg)


def _reason(error: OSError) -> str:
    return (error.strerror or str(error)).lower()


def _to_disk(path: Path) -> None:
    """Ask the system to put a file (or, where that can be asked, a folder's list of names) on the disk."""
    if path.is_dir() and os.name == "nt":
        return
    handle = os.open(path, os.O_RDWR if path.is_file() else os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)


def _forget(partial: Path) -> None:
    try:
        partial.unlink(missing_ok=True)
    except OSError:  # the folder itself is gone or no folder: then there is nothing to remove
        return
