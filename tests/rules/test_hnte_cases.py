"""At least thirty hand-made firms under each rule of accreditation: the verdict and the clause that decides."""

import csv
from pathlib import Path

import pytest

from mangrove.examples import run_example
from mangrove.programme import Example
from mangrove.regions.shenzhen.programmes.hnte_accreditation import BY_RULE, EXAMPLES, PAID

NAME = "hnte_accreditation"
VERDICTS = {"yes": True, "no": False, "open": None}
CASES = list(csv.DictReader(Path(__file__).with_name("hnte_cases.csv").read_text("utf-8").splitlines()))


def rule_of(day: str) -> str:
    return max((first for first in BY_RULE if first <= day), default="")


def fact(text: str):
    return text if "-" in text[1:] or text == "NaT" else float(text)


def example(case: dict[str, str]) -> Example:
    changes = dict(pair.split("=") for pair in case["changes"].split(";"))
    facts = {**BY_RULE[rule_of(case["on"])], **{column: fact(value) for column, value in changes.items()}}
    eligible = VERDICTS[case["eligible"]]
    return Example(case["says"], case["on"], facts, eligible, case["decided_by"], PAID if eligible else {})


@pytest.mark.parametrize("told", CASES, ids=[f"{case['on']}: {case['says']}" for case in CASES])
def test_a_hand_made_firm_is_ruled_on_as_told(rulebooks, told) -> None:
    rules = rulebooks["shenzhen"]
    assert run_example(rules.programmes[NAME], NAME, example(told), rules) == []


@pytest.mark.parametrize("rule", ["2000", "2008", "2016"])
def test_each_rule_has_thirty_firms_and_more(rule) -> None:
    days = [case["on"] for case in CASES] + [told.on for told in EXAMPLES]
    assert sum(rule_of(day) == rule for day in days) >= 30
