"""The rulebook finds every value by its path, and a scenario puts dated values in their place."""

import sys
from dataclasses import replace
from datetime import date
from types import ModuleType

import pytest

from mangrove.dated import Dated, Evidence, Since, Source, constant
from mangrove.errors import RuleError, ScenarioError
from mangrove.regions.toytown.programmes import rnd_voucher
from mangrove.rulebook import Rulebook, dated_values, read_rulebook

SOURCE = Source("scenario", Evidence.ASSUMED, "a test", note="to see what happens")
RATE = "rnd_voucher.rate"


@pytest.fixture(scope="module")
def rules() -> Rulebook:
    return read_rulebook("mangrove.regions.toytown")


def rate(rules: Rulebook, day: str) -> float:
    return rules.on(date.fromisoformat(day)).of("rnd_voucher")[rnd_voucher.RATE]


def test_programmes_are_found_by_looking_in_the_folder(rules) -> None:
    assert list(rules.programmes) == ["rnd_voucher", "toy_certificate"]
    assert rules.programmes["rnd_voucher"] is rnd_voucher.PROGRAMME


def test_a_value_has_the_name_of_its_file_and_constant(rules) -> None:
    assert rules.values[RATE] is rnd_voucher.RATE
    assert "value.curvature" in rules.values


@pytest.mark.parametrize(("day", "value"), [("2011-12-31", 0.2), ("2012-01-01", 0.3), ("2030-01-01", 0.3)])
def test_terms_are_those_of_the_day(rules, day, value) -> None:
    assert rate(rules, day) == value


def test_before_its_first_day_a_number_is_not_there(rules) -> None:
    terms = rules.on(date(2009, 12, 31)).of("rnd_voucher")
    assert not terms.has(rnd_voucher.RATE)
    assert terms[rnd_voucher.RATE] != terms[rnd_voucher.RATE]


def test_a_programme_may_not_read_the_values_of_another(rules) -> None:
    stranger = constant("share", "A stranger's rate.", 0.5, SOURCE)
    with pytest.raises(RuleError, match=r"rnd_voucher reads .*, which is not its own"):
        rules.on(date(2012, 1, 1)).of("rnd_voucher")[stranger]


def test_an_override_replaces_the_history_from_its_first_day(rules) -> None:
    changed = rules.under({RATE: {"2011-01-01": 0.5}}, SOURCE)
    assert [rate(changed, d) for d in ("2010-12-31", "2011-01-01", "2013-01-01")] == [0.2, 0.5, 0.5]
    assert rate(rules, "2013-01-01") == 0.3
    assert changed.current(RATE).history[-1].source is SOURCE
    assert rules.current(RATE) is rnd_voucher.RATE


def test_an_override_may_have_a_history(rules) -> None:
    changed = rules.under({RATE: {"2014-01-01": 0.6, "2011-01-01": 0.5}}, SOURCE)
    assert [rate(changed, d) for d in ("2010-06-30", "2013-12-31", "2014-01-01")] == [0.2, 0.5, 0.6]


def test_a_second_scenario_lies_on_top_of_the_first(rules) -> None:
    first = rules.under({RATE: {"2011-01-01": 0.5}}, SOURCE)
    second = first.under({RATE: {"2013-01-01": 0.1}}, SOURCE)
    assert [rate(second, d) for d in ("2010-06-30", "2012-06-30", "2013-01-01")] == [0.2, 0.5, 0.1]


def test_a_programme_can_be_left_out(rules) -> None:
    assert list(rules.under({}, SOURCE, frozenset({"rnd_voucher"})).programmes) == ["toy_certificate"]


def test_an_illustrative_programme_of_which_nobody_says_that_it_ran_acts_only_when_asked(rules) -> None:
    told = replace(rnd_voucher.PROGRAMME, illustrative=True)
    doubtful = replace(rules, programmes={**rules.programmes, "rnd_voucher": told})
    attested = replace(rules, programmes={**rules.programmes, "rnd_voucher": replace(told, ran=SOURCE)})
    assert list(doubtful.acting) == ["toy_certificate"]
    assert list(attested.acting) == list(rules.acting) == ["rnd_voucher", "toy_certificate"]
    asked = doubtful.under({}, SOURCE, on=frozenset({"rnd_voucher"}))
    assert list(asked.acting) == ["rnd_voucher", "toy_certificate"]
    assert asked.as_known_by(date(2018, 8, 9)).acting == asked.acting
    with pytest.raises(ScenarioError, match="no programme 'rnd_vouchr'"):
        doubtful.under({}, SOURCE, on=frozenset({"rnd_vouchr"}))


def test_all_problems_come_in_one_list_with_the_nearest_names(rules) -> None:
    changes = {"rnd_voucher.rat": {"2011-01-01": 1}, RATE: {"2011-01-01": 1.5}, "rnd_voucher.cap": {"2011-01-01": -1}}
    with pytest.raises(ScenarioError) as caught:
        rules.under(changes, SOURCE, frozenset({"rnd_vouchr"}))
    message = str(caught.value)
    assert "the scenario has 4 problem(s)" in message
    assert "no value 'rnd_voucher.rat'; did you mean 'rnd_voucher.rate'?" in message
    assert "no programme 'rnd_vouchr'; did you mean 'rnd_voucher'?" in message
    assert "rnd_voucher.rate = 1.5 from 2011-01-01: must be a share from 0 to 1" in message
    assert "rnd_voucher.cap = -1 from 2011-01-01: must be a CNY/yr from 0 to inf" in message


@pytest.mark.parametrize("value", [True, "half", None, [0.5], float("nan")])
def test_a_value_must_be_a_number(rules, value) -> None:
    with pytest.raises(ScenarioError, match="must be a share from 0 to 1"):
        rules.under({RATE: {"2011-01-01": value}}, SOURCE)


def test_a_programme_file_without_a_programme_is_an_error(tmp_path, monkeypatch) -> None:
    folder = tmp_path / "elsewhere" / "programmes"
    folder.mkdir(parents=True)
    for name in ("__init__.py", "programmes/__init__.py", "programmes/empty_rule.py"):
        (tmp_path / "elsewhere" / name).write_text("")
    monkeypatch.syspath_prepend(tmp_path)
    with pytest.raises(RuleError, match=r"empty_rule\.py: a programme file must declare PROGRAMME"):
        read_rulebook("elsewhere")
    for name in [name for name in sys.modules if name.partition(".")[0] == "elsewhere"]:
        monkeypatch.delitem(sys.modules, name)


def test_only_dated_constants_are_values() -> None:
    module = ModuleType("region.programmes.rule")
    module.RATE, module.NAME = constant("share", "Rate.", 0.5, SOURCE), "x"
    assert list(dated_values(module)) == ["rule.rate"]


@pytest.mark.parametrize(
    ("issued", "known_by", "value"),
    [
        ("2016-01-29", "2016-01-28", 0.06), ("2016-01-29", "2016-01-29", 0.05),
        ("2016-01", "2016-01-31", 0.06), ("2016-01", "2016-02-01", 0.05),
        ("2015", "2015-12-31", 0.06), ("2015", "2016-01-01", 0.05),
        ("", "2015-12-31", 0.06), ("", "2016-01-01", 0.05),
    ],
)  # fmt: skip
def test_an_entry_counts_from_when_its_source_was_known(issued: str, known_by: str, value: float) -> None:
    old, new = (Source("A law", Evidence.PUBLISHED, "nowhere", issued_on=day) for day in ("2008-04-14", issued))
    floor = Dated("share", "Floor.", (Since("2008-01-01", 0.06, old), Since("2016-01-01", 0.05, new)))
    rules = Rulebook({}, {"rule.floor": floor}, {}).as_known_by(date.fromisoformat(known_by))
    assert rules.on(date(2020, 1, 1)).of("rule")[floor] == value


def test_a_value_of_which_nothing_was_known_is_not_in_force() -> None:
    law = Source("A law", Evidence.PUBLISHED, "nowhere", issued_on="2008-04-14")
    floor = Dated("share", "Floor.", (Since("2008-01-01", 0.06, law),))
    terms = Rulebook({}, {"rule.floor": floor}, {}).as_known_by(date(2008, 4, 13)).on(date(2020, 1, 1)).of("rule")
    assert not terms.has(floor)
