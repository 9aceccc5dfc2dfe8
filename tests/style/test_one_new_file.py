"""A new programme needs one file: dropped into a region's folder, it rules, pays and stands in the ledger."""

import shutil
import sys
import textwrap
from datetime import date
from importlib import import_module, invalidate_caches
from pathlib import Path

import numpy as np
import pytest

from mangrove.draws import Draws
from mangrove.pack import Pack
from mangrove.programme import Channel
from mangrove.rulebook import read_rulebook
from mangrove.simulate import year

NEW_FILE = '''
"""A grant, invented for a test: every firm with ten staff or more gets a thousand yuan a year."""

import numpy as np

from mangrove.dated import Evidence, Source, constant
from mangrove.programme import Award, Channel, Clause, Compare, Programme
from mangrove.registers.firms import Firms

LAW = Source("An invented law", Evidence.ASSUMED, "nowhere", note="Invented for a test.")
LEAST = constant("person", "Least staff.", 10.0, LAW, "2010-01-01", low=0)
GRANT = constant("CNY/yr", "The grant.", 1_000.0, LAW, "2010-01-01", low=0)
TAKE_UP = constant("share", "Share that applies.", 1.0, LAW, low=0, high=1)
STAFF = Clause("staff", "It has ten staff.", lambda f, _: f.staff.astype(np.float64), Compare.AT_LEAST,
               lambda _, t: t[LEAST], (LEAST,))
AWARD = Award(Channel.OPERATING_CASH, "CNY/yr", "The grant.", lambda f, t: np.full(len(f), t[GRANT]))
PROGRAMME = Programme("Grant", "Grant", Firms, (STAFF,), (AWARD,), (), TAKE_UP)
'''


@pytest.fixture
def newtown(root: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> str:
    """Import path of a copy of toytown under a name of its own, with one file more."""
    name = "newtown_with_a_grant"
    copied = shutil.copytree(
        root / "src/mangrove/regions/toytown", tmp_path / name, ignore=shutil.ignore_patterns("__pycache__")
    )
    for file in copied.rglob("*.py"):
        text = file.read_text("utf-8")
        file.write_text(text.replace("mangrove.regions.toytown", name).replace('"toytown"', f'"{name}"'), "utf-8")
    (copied / "programmes" / "staff_grant.py").write_text(textwrap.dedent(NEW_FILE), "utf-8")
    monkeypatch.syspath_prepend(tmp_path)
    invalidate_caches()
    yield name
    for module in [m for m in sys.modules if m.partition(".")[0] == name]:
        del sys.modules[module]


def test_a_new_programme_needs_one_file(newtown: str) -> None:
    pack = import_module(newtown).PACK
    assert isinstance(pack, Pack)
    assert pack.name == newtown
    rules = read_rulebook(newtown)
    assert list(rules.programmes) == ["rnd_voucher", "staff_grant", "toy_certificate"]
    assert rules.values["staff_grant.grant"].on(date(2010, 12, 31)) == 1_000
    before = pack.open(1.0, 1, rules).region
    _, ledger = year(before, rules, Draws(1, 0, 2010))
    (entry,) = [entry for entry in ledger if entry.programme == "staff_grant"]
    assert entry.channel is Channel.OPERATING_CASH
    np.testing.assert_array_equal(np.sort(entry.ids), np.sort(before.firms.id[before.firms.staff >= 10]))
    assert set(entry.amount) == {1_000}
