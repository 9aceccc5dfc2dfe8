"""Speeds: how fast one drives on each kind of street, learnt from trips and tested on trips held back.

The model is T = period x (start + sum over kinds of km / speed). The way of a trip depends on the speeds and the
speeds on the way, so both are found in turn. Whole taxis are held back, not single trips, so that nobody's habits
are on both sides of the test. Beside it stands the plainest rival: T = period x (a + b x straight line).
"""

import hashlib
from collections.abc import Mapping
from dataclasses import dataclass
from importlib import import_module
from importlib.resources.abc import Traversable
from pathlib import Path
from typing import Any, Final

import numpy as np

from mangrove.arrays import Bools, Doubles, Ints
from mangrove.errors import SourceError
from mangrove.files import read_toml
from mangrove.places.search import edge_matrix, shortest_trees
from mangrove.places.streets import Network, Streets, snap, timed
from mangrove.places.trips import Trips, pick

PERIODS: Final = {"night": ((0, 390), (1290, 1440)), "morning peak": ((450, 570),), "evening peak": ((1020, 1170),)}
"""Period of the day -> its minutes; the rest is day."""
HELD_BACK: Final = 0.3
_SLOWEST, _FASTEST = 8.0, 90.0  # km/h
_ROUNDS: Final = 3
_MOST_TRIPS: Final = 1200
_BATCH: Final = 200
_SNAP_KM: Final = 0.6
_FIRST_KMH: Final = 25.0


@dataclass(frozen=True)
class Speeds:
    """A speed model.

    Attributes:
        kmh: Kind of street -> km/h, along straight lines between the map's nodes.
        start: Minutes that every trip takes beside its way.
        periods: Period of the day -> factor on the whole time; 1 by day.
    """

    kmh: Mapping[str, float]
    start: float
    periods: Mapping[str, float]

    def apply(self, streets: Streets, at: float) -> Network:
        """The network at a minute of the day; the start is not in it, since a way through many nodes has one."""
        factor = self.periods[period(at)]
        unknown = [kind for kind in streets.kinds if kind not in self.kmh]
        if unknown:
            msg = f"{streets.title}: no speed for {', '.join(unknown)}. Give trips to learn it from: --trips FILE."
            raise SourceError(msg)
        return timed(streets, np.array([self.kmh[kind] for kind in streets.kinds]) / factor)


@dataclass(frozen=True)
class Fit:
    """How well a model tells the time of trips that it has not seen."""

    trips: int
    median_error: float
    within_quarter: float
    bias: float


@dataclass(frozen=True)
class Validation:
    """The errors on held-back trips, ours and the straight line's, and what was kept and dropped."""

    fitted_on: int
    held_back: Fit
    straight_line: Fit
    dropped: Mapping[str, int]


def period(at: float) -> str:
    """The period of a minute of the day.

    >>> period(500.0), period(600.0), period(1300.0)
    ('morning peak', 'day', 'night')
    """
    now = at % 1440.0
    return next((name for name, spans in PERIODS.items() if any(a <= now < b for a, b in spans)), "day")


def fit_speeds(streets: Streets, trips: Trips) -> tuple[Speeds, Validation]:
    """Learn the speed of each kind of street from some taxis' trips, and test on the others'."""
    near = _near(streets, trips)
    held = _held_back(near.vehicle)
    learn, test = _few(pick(near, ~held)), _few(pick(near, held))
    speeds = _learn(streets, learn)
    line = _straight_line(learn)
    told = Validation(
        len(learn),
        _judge(test, predict(streets, speeds, test)),
        _judge(test, line[0] * _factors(test, line[1]) * (line[2] + test.crow_km)),
        dict(trips.dropped) | {f"farther than {_SNAP_KM:g} km from the network": len(trips) - len(near)},
    )
    return speeds, told


def predict(streets: Streets, speeds: Speeds, trips: Trips) -> Doubles:
    """Minutes of some trips by the model."""
    pace = np.array([60.0 / speeds.kmh[kind] for kind in streets.kinds])
    kmh = np.array([speeds.kmh[kind] for kind in streets.kinds])
    by_kind = _ways(streets, kmh, trips)
    return _factors(trips, speeds.periods) * (speeds.start + by_kind @ pace)


def _learn(streets: Streets, trips: Trips) -> Speeds:
    kmh = np.full(len(streets.kinds), _FIRST_KMH)
    factors = {"day": 1.0} | dict.fromkeys(PERIODS, 1.0)
    start = 0.0
    for _ in range(_ROUNDS):
        by_kind = _ways(streets, kmh, trips)
        calm = trips.minutes / _factors(trips, factors)
        start, pace = _solve(by_kind, calm)
        ratio = trips.minutes / (start + by_kind @ pace)
        now = np.array([period(at) for at in trips.at])
        middle = {name: _median(ratio[now == name]) for name in factors}
        start, pace = start * middle["day"], pace * middle["day"]
        factors = {name: value / middle["day"] for name, value in middle.items()}
        kmh = 60.0 / pace
    return Speeds(dict(zip(streets.kinds, kmh.tolist(), strict=True)), start, factors)


def _solve(by_kind: Doubles, minutes: Doubles) -> tuple[float, Doubles]:
    """Start and pace of each kind within bounds, so that errors in proportion are least."""
    columns = np.column_stack([np.ones(len(minutes)), by_kind]) / minutes[:, None]
    low = np.array([0.0, *[60.0 / _FASTEST] * by_kind.shape[1]])
    high = np.array([10.0, *[60.0 / _SLOWEST] * by_kind.shape[1]])
    solve: Any = import_module("scipy.optimize").lsq_linear
    found = np.asarray(solve(columns, np.ones(len(minutes)), bounds=(low, high)).x, np.float64)
    return float(found[0]), found[1:]


def _ways(streets: Streets, kmh: Doubles, trips: Trips) -> Doubles:
    """Kilometres of each kind along the fastest way of each trip, shape (trips, kinds)."""
    network = timed(streets, kmh)
    start, _ = snap(network, trips.start[:, 0], trips.start[:, 1])
    end, _ = snap(network, trips.end[:, 0], trips.end[:, 1])
    matrix = edge_matrix(len(network), network.tail, network.head, network.seconds)
    told = _edge_of(streets, network)
    found = np.zeros((len(trips), len(streets.kinds)))
    starts = np.unique(start)
    for first in range(0, len(starts), _BATCH):
        batch = starts[first : first + _BATCH]
        _, before = shortest_trees(matrix, batch)
        for trip in np.flatnonzero(np.isin(start, batch)):
            tree = before[np.searchsorted(batch, start[trip])]
            _walk_back(tree, int(start[trip]), int(end[trip]), told, found[trip])
    return found


def _edge_of(streets: Streets, network: Network) -> Mapping[tuple[int, int], tuple[int, float]]:
    """The kind and length of the fastest edge between two nodes."""
    order = np.argsort(-network.seconds, kind="stable")
    pairs = zip(streets.tail[order].tolist(), streets.head[order].tolist(), strict=True)
    return dict(zip(pairs, zip(streets.kind[order].tolist(), streets.km[order].tolist(), strict=True), strict=True))


def _walk_back(
    before: Ints, start: int, end: int, told: Mapping[tuple[int, int], tuple[int, float]], into: Doubles
) -> None:
    """Add up a way by kinds, from its end to its start."""
    while end != start:
        earlier = int(before[end])
        kind, km = told[earlier, end]
        into[kind] += km
        end = earlier


def _straight_line(trips: Trips) -> tuple[float, dict[str, float], float]:
    """The rival: pace, factors by period, and the kilometres that stand for its start."""
    calm, pace = _solve(trips.crow_km[:, None], trips.minutes)
    ratio = trips.minutes / (calm + trips.crow_km * pace[0])
    now = np.array([period(at) for at in trips.at])
    return float(pace[0]), {name: _median(ratio[now == name]) for name in ("day", *PERIODS)}, calm / float(pace[0])


def _judge(trips: Trips, minutes: Doubles) -> Fit:
    error = minutes / trips.minutes - 1.0
    return Fit(
        len(trips), _median(np.abs(error)), float((np.abs(error) <= 0.25).mean()), _median(minutes / trips.minutes)
    )


def _median(values: Doubles) -> float:
    return float(np.median(values)) if len(values) else 1.0


def speeds_toml(speeds: Speeds, validation: Validation, source: str) -> str:
    """The model as the file `speeds.toml` of a region, its error in front."""
    kmh = [f'"{kind}" = {value:.1f}' for kind, value in speeds.kmh.items()]
    periods = [f'"{name}" = {value:.3f}' for name, value in speeds.periods.items()]
    head = [f"# {line}" for line in [f"Measured from {source}.", *show_validation(validation)]]
    return "\n".join([*head, "", f"start = {speeds.start:.1f}", "", "[kmh]", *kmh, "", "[periods]", *periods, ""])


def read_speeds(folder: Traversable) -> Speeds:
    """A region's speeds, from its file `speeds.toml`.

    Raises:
        SourceError: if the region ships none, or the file is incomplete.
    """
    path = Path(str(folder)) / "speeds.toml"
    if not path.is_file():
        msg = f"{path}: this region ships no speeds. Give trips to learn them from: --trips FILE."
        raise SourceError(msg)
    told = read_toml(path, "file of speeds")
    if not {"kmh", "start", "periods"} <= set(told) or not {"day", *PERIODS} <= set(told["periods"]):
        msg = f"{path}: needs start, [kmh], and [periods] with day, {', '.join(PERIODS)}. Mend it or make it anew."
        raise SourceError(msg)
    return Speeds(told["kmh"], float(told["start"]), told["periods"])


def show_validation(told: Validation) -> list[str]:
    """What the model's error is, in lines for the reader."""
    ours = told.held_back
    return [
        f"Speeds learnt on {told.fitted_on} taxi trips, tested on {ours.trips} trips of taxis held back:",
        f"  {_show_fit(ours)}",
        f"  straight line alone: {_show_fit(told.straight_line)}",
        *(f"  left out, {reason}: {count}" for reason, count in told.dropped.items() if count),
    ]


def _show_fit(fit: Fit) -> str:
    return f"median error {fit.median_error:.1%}, {fit.within_quarter:.0%} within a quarter, bias {fit.bias - 1:+.1%}"


def _factors(trips: Trips, factors: Mapping[str, float]) -> Doubles:
    return np.array([factors[period(at)] for at in trips.at])


def _near(streets: Streets, trips: Trips) -> Trips:
    """The trips that begin and end at the network."""
    network = timed(streets, np.full(len(streets.kinds), _FIRST_KMH))
    far = [snap(network, point[:, 0], point[:, 1])[1] for point in (trips.start, trips.end)]
    return pick(trips, (far[0] <= _SNAP_KM) & (far[1] <= _SNAP_KM))


def _held_back(vehicle: Ints) -> Bools:
    """Which trips are of a taxi held back; the taxi's own number decides."""
    taxis, of = np.unique(vehicle, return_inverse=True)
    share = [hashlib.sha256(str(taxi).encode()).digest()[0] / 256.0 for taxi in taxis.tolist()]
    return (np.array(share) < HELD_BACK)[of]


def _few(trips: Trips) -> Trips:
    """At most as many trips as can be routed in a minute, spread over the file."""
    step = -(-len(trips) // _MOST_TRIPS)
    kept = np.zeros(len(trips), np.bool_)
    kept[:: max(1, step)] = True
    return pick(trips, kept)
