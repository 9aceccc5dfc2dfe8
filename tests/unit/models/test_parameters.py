"""Parameter files: everything wrong in one list, with the nearest names."""

from dataclasses import dataclass
from typing import Annotated

import pytest

from mangrove.errors import ScenarioError
from mangrove.models.parameters import Symbol, parameter_faults, read_parameters, told_by


@dataclass(frozen=True)
class Rates:
    innovation: Annotated[float, Symbol("lambda", "innovation rate", above=0)] = 0.1
    share: Annotated[float, Symbol("alpha", "share", low=0, high=1)] = 0.5
    untold: int = 3


def test_what_is_not_told_keeps_the_baseline():
    assert read_parameters(Rates, {"lambda": 2}, "example") == Rates(innovation=2.0)


def test_parameters_tell_what_they_were_told():
    assert told_by(read_parameters(Rates, {"alpha": 1}, "example")) == {"lambda": 0.1, "alpha": 1.0}


def test_everything_wrong_comes_in_one_list():
    told = {"lamda": 1, "alpha": 1.5, "lambda": 0}
    with pytest.raises(ScenarioError) as caught:
        read_parameters(Rates, told, "example")
    message = str(caught.value)
    assert "did you mean 'lambda'?" in message
    assert "alpha: 1.5 is out of range; give one at least 0 and at most 1" in message
    assert "lambda: 0 is out of range; give one above 0" in message


@pytest.mark.parametrize(
    "value", [True, "0.5", None, float("nan"), float("inf"), [0.5], pytest.param(10**400, id="huge")]
)
def test_what_is_no_finite_number_is_refused(value):
    assert len(parameter_faults(Rates, {"lambda": value})) == 1


def test_a_fault_in_a_table_names_the_table():
    assert parameter_faults(Rates, {"lambda": "x"}, "policy")[0].startswith("[policy] lambda: ")
