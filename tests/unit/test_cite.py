"""Citations: every number behind a result, weakest last."""

from datetime import date

import pytest

from mangrove.cite import cite, entries_between, show_citations
from mangrove.dated import Dated, Evidence, Since, Source
from mangrove.indicator import find_indicators
from mangrove.pack import Assumed, Matched, Opening
from mangrove.plan import make_plan, open_region, set_stage
from mangrove.run import _rows  # the form in which a run writes them

LAW = Source("An invented law", Evidence.PUBLISHED, "nowhere")
RATE = Dated(
    "share", "Rate.", (Since("2008-01-01", 0.5, LAW), Since("2013-01-01", None, LAW), Since("2016-01-01", 0.75, LAW))
)


@pytest.fixture(scope="module")
def stage():
    return set_stage(make_plan("shenzhen", to=2010, scale=0.001, members=1, sets=["rnd_super_deduction.rate=0.6"]))


@pytest.fixture(scope="module")
def opening(stage) -> Opening:
    region = open_region(make_plan("shenzhen", to=2010, scale=0.001), stage).region
    return Opening(region, (Matched("firms", 100.0, 101.0, "firm", "a yearbook"),), (Assumed("age", "7", "so", "x"),))


@pytest.mark.parametrize(
    ("first", "last", "values"),
    [
        ("2007-01-01", "2007-12-31", []),
        ("2007-01-01", "2008-01-01", [0.5]),
        ("2012-12-31", "2013-12-31", [0.5]),
        ("2013-01-01", "2015-12-31", []),
        ("2009-12-31", "2017-12-31", [0.5, 0.75]),
    ],
)
def test_only_what_was_in_force_during_the_run_is_cited(first: str, last: str, values: list[float]) -> None:
    found = entries_between(RATE, date.fromisoformat(first), date.fromisoformat(last))
    assert [entry.value for entry in found] == values


def test_citations_go_from_strong_to_weak(stage, opening: Opening) -> None:
    found = cite(stage.rules, find_indicators(), opening, date(2009, 12, 31), date(2017, 12, 31))
    strengths = [one.kind.strength for one in found]
    assert strengths == sorted(strengths)
    assert found[-1].kind is Evidence.ASSUMED


def test_every_value_indicator_and_assumption_is_cited(stage, opening: Opening) -> None:
    first, last = date(2009, 12, 31), date(2017, 12, 31)
    paths = {one.path for one in cite(stage.rules, find_indicators(), opening, first, last)}
    in_run = {path for path, value in stage.rules.values.items() if entries_between(value, first, last)}
    assert in_run <= paths
    assert {f"indicator {name}" for name in find_indicators()} <= paths
    assert {"opening firms", "opening age"} <= paths


def test_what_a_scenario_changed_is_cited_as_its_assumption(stage) -> None:
    found = {one.path: one for one in cite(stage.rules, {}, None, date(2009, 12, 31), date(2017, 12, 31))}
    changed = found["rnd_super_deduction.rate"]
    assert (changed.value, changed.kind, changed.source) == ("0.6", Evidence.ASSUMED, "scenario base")


def test_citations_read_back_as_text(stage, opening: Opening) -> None:
    told = show_citations(_rows(cite(stage.rules, {}, opening, date(2009, 12, 31), date(2010, 12, 31))), "title")
    assert told.startswith("title\n\nPUBLISHED (") or told.startswith("title\n\nMEASURED (")
    assert told.index("opening firms = 100 firm") < told.index("opening age = 7")
