"""What all tests share: where the checkout is, the real inputs beside it, and no silent skips in CI."""

import os
import shutil
from collections.abc import Callable, Generator
from datetime import date
from functools import cache, partial
from pathlib import Path
from typing import TypeVar

import numpy as np
import pytest
from hypothesis import settings

from mangrove.draws import Draws
from mangrove.indicator import Closed
from mangrove.pack import Opening, find_pack
from mangrove.region import Region
from mangrove.register import Register, empty, schema
from mangrove.registers.businesses import Businesses
from mangrove.registers.firms import Firms
from mangrove.registers.institutes import Institutes
from mangrove.registers.lines import Lines
from mangrove.registers.people import People
from mangrove.registers.traders import Traders
from mangrove.rulebook import Rulebook, read_rulebook
from mangrove.simulate import year

R = TypeVar("R", bound=Register)

settings.register_profile("ci", derandomize=True)
if os.environ.get("CI"):  # the same examples each time; a developer's run looks for new ones
    settings.load_profile("ci")

ROOT = Path(__file__).resolve().parent.parent
PLANTED_FACTS = {"age_under_5": 0.75, "hazard_peak_year": 5.0, "bunching_small": 1.5}
"""What the planted run has of some facts: met, missed by two years, met; of the others 0.5."""
PLANTED_PART = 1000.0
"""What the planted run has of the first part of each category; of the second twice as many, and so on."""
PLANTED_UNMEASURED = {"bunching_large"}
SHARED_ABSENT = "needs ../shared"


@pytest.fixture(scope="session")
def root() -> Path:
    """The checkout."""
    return ROOT


@pytest.fixture(scope="session")
def shared() -> Path:
    """The folder of real inputs beside the checkout (or MANGROVE_SHARED), which the product runs without."""
    folder = Path(os.environ.get("MANGROVE_SHARED", ROOT.parent / "shared"))
    if not folder.is_dir():
        pytest.skip(SHARED_ABSENT)
    return folder


@pytest.fixture(scope="session")
def chromium() -> str:
    """Path of an installed Chromium, for tests that look at a page."""
    found = next(filter(None, map(shutil.which, ["chromium", "chromium-browser", "google-chrome"])), None)
    if found is None:
        pytest.skip("needs Chromium: .ci/run installs it")
    return found


@pytest.fixture(scope="session")
def firms_of() -> Callable[..., Firms]:
    """Make a register of firms from a few columns; the rest are 0, do R&D, founded in 2000 and never accredited."""
    return partial(filled, Firms, technology=1, accredited_on="NaT", founder=-1)


@pytest.fixture(scope="session")
def businesses_of() -> Callable[..., Businesses]:
    """Make a register of businesses from a few columns; the rest are 0, and founded in 2000."""
    return partial(filled, Businesses)


def filled(register: type[R], size: int, **told) -> R:
    """A register of some columns, ids counted from 0, the others alike in all rows or 0."""
    columns = {"id": np.arange(size), "founded_on": "2000-01-01"} | told
    return register(
        **{
            name: np.full(size, columns.get(name, 0), field.dtype)
            if np.ndim(columns.get(name, 0)) == 0
            else np.asarray(columns[name], field.dtype)
            for name, field in schema(register).items()
        }
    )


@pytest.fixture(scope="session")
def region_of() -> Callable[..., Region]:
    """Make a region of some firms, their product lines a half better than the world's mean."""

    def make(firms: Firms, day: str = "2011-12-31", scale: float = 1.0, businesses: Businesses | None = None) -> Region:
        others = empty(Businesses) if businesses is None else businesses
        owners = np.repeat(firms.id, firms.lines)
        quality = np.full(len(owners), 1.5, np.float32)
        lines = Lines(id=np.arange(len(owners)), firm=owners, quality=quality)
        day_of = date.fromisoformat(day)
        return Region(
            "toytown",
            "Toytown",
            day_of,
            scale,
            ("All",),
            firms,
            others,
            empty(Traders),
            lines,
            empty(People),
            empty(Institutes),
        )

    return make


@pytest.fixture(scope="session")
def opened() -> Callable[..., Opening]:
    """Open a shipped region at a scale with a seed, each combination once."""

    @cache
    def open_at(name: str, scale: float = 1.0, seed: int = 1) -> Opening:
        pack = find_pack(name)
        return pack.open(scale, seed, read_rulebook(pack.package))

    return open_at


@pytest.fixture(scope="session")
def lived() -> Callable[..., list[Closed]]:
    """The years of a region from a first one on, that one included, under some rules."""

    def live(region: Region, rules: Rulebook, to: int, member: int = 0, seed: int = 1) -> list[Closed]:
        years = [Closed(region, None, (), rules.on(region.day))]
        for number in range(region.day.year + 1, to + 1):
            before = years[-1].region
            after, ledger = year(before, rules, Draws(seed, member, number))
            years.append(Closed(after, before, ledger, rules.on(after.day)))
        return years

    return live


def _forbid_skip(report: pytest.TestReport | pytest.CollectReport) -> None:
    """In CI a skip is a failure, unless it is for want of the real inputs."""
    if os.environ.get("CI") != "true" or not report.skipped or hasattr(report, "wasxfail"):
        return
    reason = str(report.longrepr[2] if isinstance(report.longrepr, tuple) else report.longrepr)
    if SHARED_ABSENT not in reason:
        report.outcome = "failed"
        report.longrepr = f"{report.nodeid}: nothing may be skipped in CI. {reason}"


@pytest.hookimpl(wrapper=True)
def pytest_runtest_makereport() -> Generator[None, pytest.TestReport, pytest.TestReport]:
    """Judge the skips of single tests."""
    report = yield
    _forbid_skip(report)
    return report


@pytest.hookimpl(wrapper=True)
def pytest_make_collect_report() -> Generator[None, pytest.CollectReport, pytest.CollectReport]:
    """Judge the skips of whole files."""
    report = yield
    _forbid_skip(report)
    return report


@pytest.fixture
def planted_run(tmp_path: Path) -> Path:
    """A folder such as a finished run leaves, every number of it invented for the tests."""
    return _plant_run(tmp_path / "run")


@pytest.fixture(scope="session")
def planted_report(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The report of such a run, written once."""
    from mangrove.report.write import write_report

    return write_report(_plant_run(tmp_path_factory.mktemp("planted") / "run"))


def _plant_run(folder: Path) -> Path:
    """Write an invented run.

    It borrows Shenzhen's record and rules; one indicator has no row, one no value, and texts hold markup.
    """
    import json

    import polars as pl

    from mangrove.fact import find_facts
    from mangrove.indicator import find_indicators
    from mangrove.results import RESULTS_SCHEMA, fact_variable, part_variable

    folder.mkdir()
    units = {name: indicator.unit for name, indicator in find_indicators().items()}
    units |= {"spending.rnd_super_deduction.rnd_price": "CNY/yr", "spending.planted.rnd_cash": "CNY/yr"}
    units |= {"granted.hnte_accreditation": "count/yr", "given.high_tech_park.space": "m2"}
    units |= {"reached.high_tech_park.space": "count/yr", "reached.talent_awards.talent_cash": "count/yr"}
    rows = [
        (member, "base", year, "Shenzhen", name, unit, float("nan") if name == "hnte_net_new" else value)
        for member in range(5)
        for year in range(2009, 2013)
        for name, unit in units.items()
        if name != "pct_applications"
        for value in [(year - 2008) * (10 + member) * (0.001 if unit == "share" else 1000.0)]
    ]
    rows += [
        (member, "base", 2012, "Shenzhen", fact_variable(name, place), unit, value)
        for member in range(5)
        for name, fact in find_facts().items()
        if name not in PLANTED_UNMEASURED
        for place, unit, value in [
            (None, fact.unit, PLANTED_FACTS.get(name, 0.5)),
            *((i, fact.curve.unit, 0.01 * (i + 1)) for i in range(len(fact.curve.labels) if fact.curve else 0)),
        ]
    ]
    rows += [
        (member, "base", year, "Shenzhen", part_variable(name, category, code), indicator.unit, PLANTED_PART * (i + 1))
        for member in range(5)
        for year in (2009, 2012)
        for name, indicator in find_indicators().items()
        for category, parts in indicator.parts.items()
        for i, code in enumerate(parts.names)
    ]
    pl.DataFrame(rows, RESULTS_SCHEMA, orient="row").write_parquet(folder / "results.parquet")
    matched = {"what": "invented total", "published": 100.0, "opened": 90.0, "unit": "firm", "source": "none"}
    assumed = {"what": "invented share", "value": "0.5", "reason": "<b>planted</b>", "replaced_by": "a survey"}
    manifest = {
        "region": "shenzhen",
        "place": "Shenzhen",
        "title": "Planted town",
        "invented": True,
        "scenario": {
            "name": "base",
            "title": "Invented for a test",
            "changes": {"rnd_super_deduction.rate": {"2010-01-01": 0.75}},
            "off": [],
        },
        "seed": 7,
        "members": 5,
        "scale": 0.01,
        "from": 2009,
        "to": 2012,
        "versions": {"mangrove": "0"},
        "commit": None,
        "inputs": {"shenzhen/record/figures.csv": "f" * 64},
        "matched": [matched],
        "assumed": [assumed],
    }
    cited = {
        "kind": "assumed",
        "path": "planted.rate",
        "meaning": "An invented rate.",
        "unit": "share",
        "value": "0.5",
        "since": "2008-01-01",
        "source": "Invented",
        "where": "a survey that asks <script>alert(1)</script>",
        "note": "planted & invented",
    }
    (folder / "manifest.json").write_text(json.dumps(manifest), "utf-8")
    quits = cited | {"path": "move.quits", "source": "Our judgement", "note": "invented quits"}
    spin_out = cited | {"path": "move.spin_out", "kind": "estimated", "source": "An invented study", "note": ""}
    (folder / "citations.json").write_text(json.dumps({"citations": [spin_out, cited, quits]}), "utf-8")
    return folder
