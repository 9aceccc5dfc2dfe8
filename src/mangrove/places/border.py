"""Border: where it may be crossed, when, by whom, and how long that takes.

A checkpoint has two ends, one on each side; opening hours; and for each mode the minutes from end to end as an
interval: a good day, an ordinary one, a bad one. The interval is carried through to the circle, because it is wider
than anything else that is uncertain about it.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from typing import Any, Final

from mangrove.dated import Evidence, Source
from mangrove.errors import ScenarioError

DAY: Final = 24 * 60.0
LEVELS: Final = ("low", "mid", "high")
"""The crossing times that a circle is drawn for, shortest first."""


class Mode(StrEnum):
    """How the border is crossed."""

    CAR = "car"  # the same car on both sides; it needs plates of both
    FOOT = "foot"  # out of the car, through the hall or onto the train, and on by taxi


@dataclass(frozen=True)
class Crossing:
    """Minutes from one end to the other: low, mid and high."""

    minutes: tuple[float, float, float]
    source: Source


@dataclass(frozen=True)
class Checkpoint:
    """A way over the border.

    Attributes:
        id: Name.
        ends: Ids of the places at its ends.
        opens: Minute of the day it opens.
        closes: Minute of the day it closes.
        crossings: Mode -> its minutes.
        opened_on: Day of its first passenger; None where that was before the years of interest.
        control_point: Name in the published statistics of passengers.
        passengers: Passengers a day, mean and busiest, both directions; None where none are published.
        note: What to know.
    """

    id: str
    ends: tuple[str, str]
    opens: float
    closes: float
    crossings: Mapping[Mode, Crossing]
    opened_on: date | None = None
    control_point: str = ""
    passengers: tuple[int, int] | None = None
    note: str = ""

    def is_open(self, on: date, at: float) -> bool:
        """Whether one can cross on a day at a minute of it; minutes past midnight count as the next morning."""
        now = at % DAY
        hours = self.opens <= now < self.closes
        return hours and (self.opened_on is None or self.opened_on <= on)


def read_checkpoint(entry: Mapping[str, Any], evidence: Mapping[str, Mapping[str, str]]) -> Checkpoint:
    """A checkpoint from its table in `checkpoints.toml`.

    Raises:
        ValueError: if an interval is not ordered, or an hour is none.
    """
    first, second = entry["ends"]
    opened = entry.get("opened_on")
    flow = entry.get("passengers_2024")
    return Checkpoint(
        entry["id"],
        (first, second),
        clock(entry["hours"][0]),
        clock(entry["hours"][1]),
        {Mode(mode): _crossing(entry["id"], told, evidence) for mode, told in entry["modes"].items()},
        date.fromisoformat(opened) if opened else None,
        entry.get("control_point", ""),
        (flow["mean"], flow["busiest"]) if flow else None,
        entry.get("note", ""),
    )


def clock(text: str) -> float:
    """Minutes since midnight of a time written HH:MM.

    >>> clock("06:30"), clock("24:00")
    (390.0, 1440.0)

    Raises:
        ScenarioError: if it is no time of the day.
    """
    hours, colon, minutes = text.partition(":")
    told = hours.isdecimal() and minutes.isdecimal() and bool(colon)
    if not told or int(minutes) >= 60 or int(hours) * 60 + int(minutes) > DAY:
        msg = f"{text!r}: there is no such time; write HH:MM, 00:00 to 24:00"
        raise ScenarioError(msg)
    return float(int(hours) * 60 + int(minutes))


def show_clock(minutes: float) -> str:
    """A minute of the day as HH:MM.

    >>> show_clock(1350.0)
    '22:30'
    """
    return f"{int(minutes) // 60:02d}:{int(minutes) % 60:02d}"


def _crossing(name: str, told: Mapping[str, Any], evidence: Mapping[str, Mapping[str, str]]) -> Crossing:
    low, mid, high = (float(value) for value in told["minutes"])
    if not 0 < low <= mid <= high:
        msg = f"checkpoint {name}: minutes {low:g}, {mid:g}, {high:g} must rise from above nothing"
        raise ValueError(msg)
    base = evidence[told["evidence"]]
    kind = Evidence(base["kind"])
    return Crossing((low, mid, high), Source("crossing time", kind, base["where"], note=base["reason"]))
