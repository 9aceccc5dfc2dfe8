"""Every programme does what its worked cases say; a case sees only the facts it states."""

from dataclasses import replace

import pytest

from mangrove.errors import RuleError
from mangrove.examples import run_example
from mangrove.programme import Channel


def test_the_rule_says_what_the_example_says(case) -> None:
    rules, name, programme, example = case
    assert run_example(programme, name, example, rules) == []


def test_the_shipped_regions_have_programmes(rulebooks) -> None:
    assert {"hnte_accreditation", "rnd_super_deduction"} <= set(rulebooks["shenzhen"].programmes)
    assert set(rulebooks["toytown"].programmes) == {"rnd_voucher", "toy_certificate"}


@pytest.fixture
def voucher(rulebooks):
    rules = rulebooks["toytown"]
    programme = rules.programmes["rnd_voucher"]
    return rules, programme, next(e for e in programme.examples if e.on == "2012-01-01")


@pytest.mark.parametrize(
    ("change", "words"),
    [
        ({"eligible": False, "pays": {}}, "the rule says eligible, the example not eligible"),
        ({"eligible": None, "pays": {}}, "the rule says eligible, the example undetermined"),
        ({"decided_by": "small"}, "No clause decides, not small"),
        ({"pays": {Channel.RND_CASH: 30_001}}, "It pays 30000 on rnd_cash, not 30001"),
        ({"pays": {Channel.TAX_RATE: 0.1}}, "It pays 0 on tax_rate, not 0.1"),
        ({"on": "2011-12-31"}, "It pays 20000 on rnd_cash, not 30000"),
    ],
)
def test_a_wrong_example_is_told_what_differs(voucher, change, words) -> None:
    rules, programme, example = voucher
    assert any(words in line for line in run_example(programme, "rnd_voucher", replace(example, **change), rules))


def test_an_example_that_leaves_out_a_fact_the_rule_reads_is_an_error(voucher) -> None:
    rules, programme, example = voucher
    silent = replace(example, facts={"technology": 1, "rnd_y3": 1.0})
    with pytest.raises(RuleError, match=r"reads firms\.staff, which the example does not state"):
        run_example(programme, "rnd_voucher", silent, rules)


def test_an_example_that_states_no_column_is_an_error(voucher) -> None:
    rules, programme, example = voucher
    with pytest.raises(RuleError, match=r"no column 'stuff'; did you mean 'staff'\?"):
        run_example(programme, "rnd_voucher", replace(example, facts={"stuff": 3}), rules)
