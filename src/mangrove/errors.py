"""The errors Mangrove raises on purpose: one parent and six children, named after who must act.

Every message says what is wrong, where, why, and what to do about it.
"""

from collections.abc import Iterable, Sequence
from difflib import get_close_matches


class MangroveError(Exception):
    """Anything Mangrove refuses to do, with a message meant for the person at the keyboard."""


class DataError(MangroveError):
    """A register or a record breaks its own schema: whoever maintains the data acts."""


class SourceError(MangroveError):
    """A source cannot be reached, read or licensed: whoever maintains the source acts."""


class RuleError(MangroveError):
    """A programme file is wrong or used wrongly: the programme's author acts."""


class ScenarioError(MangroveError):
    """A scenario or an option names something that is not there or out of range: the analyst acts."""


class ModelError(MangroveError):
    """An invariant broke during a run: the developer acts."""


class LimitError(MangroveError):
    """The run would exceed memory, disk, time or population: the analyst acts."""


def did_you_mean(name: str, known: Iterable[str]) -> str:
    """Offer the nearest known names to an unknown one, as the end of a message.

    >>> did_you_mean("shenzen", ["shenzhen", "toytown"])
    "did you mean 'shenzhen'?"
    >>> did_you_mean("x", ["shenzhen", "toytown"])
    'known: shenzhen, toytown'
    """
    names = sorted(known)
    near = get_close_matches(name, names, n=1)
    return f"did you mean {near[0]!r}?" if near else f"known: {', '.join(names)}"


def problem_list(title: str, problems: Sequence[str]) -> str:
    """Put all problems found into one message, a line each.

    >>> print(problem_list("two problems", ["a", "b"]))
    two problems
      - a
      - b
    """
    return "\n".join([title, *(f"  - {problem}" for problem in problems)])
