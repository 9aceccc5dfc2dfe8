"""Repetition: the same bytes with one thread or two, without the record, and in another process."""

import hashlib
import os
import subprocess
import sys
from pathlib import Path

import pytest

from mangrove.register import Register, schema

WITHOUT_RECORD = """
import sys
opened = []

def watch(event, arguments):
    if event in ("open", "os.listdir", "os.scandir") and "/record" in str(arguments[0]).replace("\\\\", "/"):
        if not str(arguments[0]).endswith((".py", ".pyc")) and "__pycache__" not in str(arguments[0]):
            opened.append(str(arguments[0]))
            if str(arguments[0]).endswith(".csv"):
                raise PermissionError(f"the record is gone: {arguments[0]}")

sys.addaudithook(watch)
"""
LIVE = """
import runpy
from mangrove.draws import Draws
from mangrove.pack import find_pack
from mangrove.rulebook import read_rulebook
from mangrove.simulate import year

pack = find_pack("shenzhen")
rules = read_rulebook(pack.package)
region = pack.open(0.005, 1, rules).region
for number in range(2010, 2013):
    region, _ = year(region, rules, Draws(1, 0, number))
digest = runpy.run_path(sys.argv[1])["digest"]
print(*(digest(getattr(region, name)) for name in ("firms", "businesses", "traders", "lines")))
"""


def digest(register: Register) -> str:
    """A hash of every byte of every column."""
    whole = hashlib.sha256()
    for name in schema(type(register)):
        whole.update(getattr(register, name).tobytes())
    return whole.hexdigest()


def digests(region) -> str:
    """The hashes of a region's registers."""
    return " ".join(digest(getattr(region, name)) for name in ("firms", "businesses", "traders", "lines"))


@pytest.fixture(scope="module")
def here(live) -> str:
    return digests(live("shenzhen", to=2012)[-1].region)


def elsewhere(before: str, threads: int) -> str:
    """The same life in a process of its own."""
    environment = {**os.environ, "MANGROVE_THREADS": str(threads)}
    command = [sys.executable, "-c", f"import sys\n{before}\n{LIVE}", str(Path(__file__).resolve())]
    done = subprocess.run(command, env=environment, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr
    return done.stdout.strip()


def test_two_lives_of_one_member_are_the_same_bytes(live, here) -> None:
    assert digests(live("shenzhen", to=2012)[-1].region) == here


def test_two_threads_give_the_bytes_of_one(here) -> None:
    assert elsewhere("", threads=2) == here


def test_without_the_record_one_thread_gives_the_same_bytes(here) -> None:
    assert elsewhere(WITHOUT_RECORD, threads=1) == here
