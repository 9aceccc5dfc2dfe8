"""Read a model's parameters by the symbols of its paper, and gather everything wrong with them in one list.

A model declares its parameters as a frozen dataclass whose fields are `Annotated[float, Symbol(...)]`, with
the published baseline as defaults. What is not told keeps the baseline.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, fields
from functools import lru_cache
from math import inf, isfinite
from sys import float_info
from typing import Any, TypeVar, cast, get_args, get_type_hints

from mangrove.errors import ScenarioError, did_you_mean, problem_list

P = TypeVar("P")


@dataclass(frozen=True)
class Symbol:
    """How the paper writes a parameter, and where it makes sense.

    Attributes:
        key: The symbol, as a parameter file spells it (`lambda`, which no Python name may be).
        meaning: What it is, in a phrase with its unit.
        low: Smallest value.
        high: Largest value.
        above: Bound that the value must exceed.
        below: Bound that the value must not reach.
    """

    key: str
    meaning: str
    low: float = -inf
    high: float = inf
    above: float = -inf
    below: float = inf

    def fault(self, value: object) -> str | None:
        """What is wrong with a value; None where nothing is."""
        if isinstance(value, bool) or not isinstance(value, int | float) or not abs(value) <= float_info.max:
            return f"{value!r} is not a finite number"
        if self.low <= value <= self.high and self.above < value < self.below:
            return None
        return f"{value:g} is out of range; give one {self.allowed}"

    @property
    def allowed(self) -> str:
        """The range in words.

        >>> Symbol("beta", "share", above=0, high=1).allowed
        'above 0 and at most 1'
        """
        bounds = (
            ("above", self.above), ("at least", self.low), ("below", self.below), ("at most", self.high),
        )  # fmt: skip
        return " and ".join(f"{word} {bound:g}" for word, bound in bounds if isfinite(bound))


@lru_cache
def symbols(kind: type[Any]) -> Mapping[str, tuple[str, Symbol]]:
    """Key -> (field, symbol) of every parameter, in order; fields without a symbol cannot be told."""
    hints = get_type_hints(kind, include_extras=True)
    marked = {field.name: get_args(hints[field.name])[1:] for field in fields(kind)}
    return {marks[0].key: (name, marks[0]) for name, marks in marked.items() if marks}


def parameter_faults(kind: type[Any], told: Mapping[str, Any], table: str = "", also: Iterable[str] = ()) -> list[str]:
    """Every unknown key and every value out of range, a line each.

    Args:
        kind: The parameters.
        told: Key -> value.
        table: Name of the table of the file that holds them; empty at its top.
        also: Other keys that may be meant by a misspelt one.

    >>> from typing import Annotated
    >>> @dataclass(frozen=True)
    ... class Rates:
    ...     discount: Annotated[float, Symbol("rho", "discount rate, 1/yr", above=0)] = 0.02
    >>> for fault in parameter_faults(Rates, {"rho": -1, "roh": 0.02}):
    ...     print(fault)
    rho: -1 is out of range; give one above 0 (discount rate, 1/yr)
    unknown key 'roh'; did you mean 'rho'?
    """
    known = symbols(kind)
    where = f"[{table}] " if table else ""
    found: list[str] = []
    for key, value in told.items():
        if key not in known:
            found.append(f"{where}unknown key {key!r}; {did_you_mean(key, [*known, *also])}")
        elif fault := known[key][1].fault(value):
            found.append(f"{where}{key}: {fault} ({known[key][1].meaning})")
    return found


def with_told(kind: type[P], told: Mapping[str, Any]) -> P:
    """The parameters with what is told, which must be free of faults, in place of the baseline."""
    known = symbols(kind)
    return kind(**{known[key][0]: float(value) for key, value in told.items()})


def read_parameters(kind: type[P], told: Mapping[str, Any], model: str) -> P:
    """The baseline with what is told in its place.

    Args:
        kind: The model's parameters.
        told: Key -> value, as a TOML file is parsed.
        model: Name of the model, for the message.

    Raises:
        ScenarioError: with every unknown key and every value out of range in one list.
    """
    refuse(parameter_faults(kind, told), model)
    return with_told(kind, told)


def refuse(problems: list[str], model: str) -> None:
    """Raise one ScenarioError with all problems of a parameter file, if there are any."""
    if problems:
        raise ScenarioError(problem_list(f"{model}: these parameters cannot be used", problems))


def told_by(parameters: object) -> dict[str, float]:
    """Key -> value of all parameters: the inverse of `with_told`."""
    return {key: cast(float, getattr(parameters, name)) for key, (name, _) in symbols(type(parameters)).items()}
