"""A panel of firms at the equilibrium's aggregates, and the moments the paper takes of it.

Each place in the panel begins with an entrant and passes to a new one whenever its firm exits; after the burn-in
the ages, types and sizes of those in place are the steady state's. Firms are followed in continuous time, without
steps, and are then looked at on two days five years apart. The exogenous shock strikes whole firms: a shock for
each line would leave aggregates as they are and ruin exit and growth.

Sizes are heavy-tailed: one firm of 45,000 may hold a tenth of all lines, and small old firms are few. Between
panels of 45,000 firms the growth of that cell has a standard deviation of 0.0036.
"""

import math
import os
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, fields
from itertools import pairwise
from typing import Final

import numpy as np

from mangrove.arrays import Bools, Doubles, Words
from mangrove.draws import Draws
from mangrove.kernels.innovation import researchers
from mangrove.kernels.lineages import Streams, World, lives
from mangrove.models.aaabk.equilibrium import Equilibrium, markup

FIRMS: Final = 45_000
BURN_IN: Final = 120.0
WINDOW: Final = 5.0
"""Years between the panel's two days."""
OLD: Final = 10.0
"""Age from which a firm is old."""
YOUNG: Final = 5.0
"""Age up to which a firm counts as an entrant of the window."""
TAIL: Final = 0.005
"""Share of observations pulled in at each end before averaging."""
BATCHES: Final = 20
"""Groups of places whose moments differ by chance alone, for the standard errors."""
LINES: Final = 10
"""Number of lines from which firms are counted together."""
MOMENTS: Final = (
    "transition large to small", "transition small to large", "entrant in small half", "share of firms up to 5 years",
    "aggregate growth", "exit, small young", "exit, small old", "exit, large old", "R&D/sales, small young",
    "R&D/sales, small old", "R&D/sales, large old", "sales growth, small young", "sales growth, small old",
    "sales growth, large old", "employment growth, small young", "employment growth, small old",
    "employment growth, large old", "fixed cost / R&D labour",
)  # fmt: skip
"""The paper's eighteen, in its order."""


@dataclass(frozen=True)
class Firms:
    """The firms in place on one day, one for each place; sales and wage bill as parts of output per line.

    Attributes:
        lines: Product lines, shape (n,), at least one.
        sales: Sales, ((epsilon - 1) / epsilon)^(epsilon - 1) times the sum of q^(epsilon - 1).
        rnd: Spending on R&D.
        bill: Wages of all workers: production, operation and R&D.
        staff: Workers of both kinds.
        age: Years since entry.
    """

    lines: Doubles
    sales: Doubles
    rnd: Doubles
    bill: Doubles
    staff: Doubles
    age: Doubles

    def among(self, places: slice) -> "Firms":
        """The firms in some places."""
        return Firms(*(getattr(self, field.name)[places] for field in fields(self)))

    @property
    def small(self) -> Bools:
        """Whether the wage bill lies below the median."""
        return self.bill < np.median(self.bill)


@dataclass(frozen=True)
class Panel:
    """Firms on two days, place by place.

    Attributes:
        before: The first day.
        after: The second, `WINDOW` years later.
        stayed: Whether the place is held by the same firm on both, shape (n,).
    """

    before: Firms
    after: Firms
    stayed: Bools


def panel(state: Equilibrium, draws: Draws, firms: int = FIRMS, burn_in: float = BURN_IN) -> Panel:
    """Firms followed through the burn-in and the window, places being shared out among the processor's cores.

    Args:
        state: The equilibrium whose aggregates firms take as given.
        draws: Dice; firms are the actors.
        firms: Places in the panel.
        burn_in: Years from the first entrants to the first day.
    """
    days = float(burn_in), burn_in + WINDOW
    given, words = world(state), streams(draws)

    def followed(slots: Words) -> tuple[Doubles, Bools]:
        return lives(given, state.spread.share, state.spread.gap, words, slots, days)

    with ThreadPoolExecutor() as threads:
        parts = np.array_split(np.arange(firms).view(np.uint64), os.cpu_count() or 1)
        records, stayed = zip(*threads.map(followed, parts), strict=True)
    return observed(state, np.concatenate(records, axis=2), np.concatenate(stayed))


def observed(state: Equilibrium, record: Doubles, stayed: Bools) -> Panel:
    """The panel that a record of lives shows, as `lives` gives it."""
    return Panel(_firms(state, record[0]), _firms(state, record[1]), stayed)


def streams(draws: Draws) -> Streams:
    """The words of the panel's three decisions."""
    return draws.words("aaabk/clocks"), draws.words("aaabk/births"), draws.words("aaabk/losses")


def world(state: Equilibrium) -> World:
    """What firms take as given in a steady state."""
    e, choice = state.economy, state.choice
    low_exit, high_exit = (math.log(z) if z > 0 else -math.inf for z in (choice.low_exit, choice.high_exit))
    rates = choice.low, choice.high, state.tau, state.growth
    return World(*rates, low_exit, high_exit, e.fade, e.shock, e.high_share, e.step, e.elasticity - 1)


def _firms(state: Equilibrium, record: Doubles) -> Firms:
    e, choice = state.economy, state.choice
    lines, powers, age, high = record
    sales = powers * (state.mean_quality / markup(e.elasticity)) ** (e.elasticity - 1)
    low_staff = researchers(choice.low, e.low_skill, e.curvature)
    high_staff = researchers(choice.high, e.high_skill, e.curvature)
    inventors = lines * np.where(high > 0, high_staff, low_staff)
    skilled = lines * e.overhead + inventors
    bill = sales / markup(e.elasticity) + state.wage * skilled
    return Firms(lines, sales, state.wage * inventors, bill, sales + skilled, age)


def moments(state: Equilibrium, seen: Panel) -> dict[str, float]:
    """The eighteen moments, by the names in `MOMENTS`.

    Halves are of the wage bill on the day itself, cells (small or large, young or old) of the first day. Exits and
    transitions are parts of all firms of the half or cell, divided by the years of the window.
    """
    before, after = seen.before, seen.after
    old = before.age >= OLD
    cells = before.small & ~old, before.small & old, ~before.small & old
    intensity = np.minimum(before.rnd / before.sales, np.quantile(before.rnd / before.sales, 1 - TAIL))
    values = [
        _share(seen.stayed & after.small, ~before.small) / WINDOW,
        _share(seen.stayed & ~after.small, before.small) / WINDOW,
        _share(after.small, after.age <= YOUNG),
        float(np.mean(after.age <= YOUNG)),
        state.growth,
        *(_share(~seen.stayed, cell) / WINDOW for cell in cells),
        *(float(intensity[cell].mean()) for cell in cells),
        *(growth(before.sales, after.sales, cell & seen.stayed) for cell in cells),
        *(growth(before.staff, after.staff, cell & seen.stayed) for cell in cells),
        state.economy.overhead * state.active / state.incumbents_researchers,
    ]
    return dict(zip(MOMENTS, values, strict=True))


def standard_errors(measure: Callable[[Panel], Doubles], seen: Panel) -> Doubles:
    """Monte-Carlo standard errors of what is measured on a panel, from `BATCHES` groups of its places, shape (n,)."""
    edges = np.linspace(0, seen.stayed.size, BATCHES + 1).astype(int)
    groups = [slice(low, high) for low, high in pairwise(edges)]
    parts = [Panel(seen.before.among(g), seen.after.among(g), seen.stayed[g]) for g in groups]
    return np.std([measure(part) for part in parts], axis=0, ddof=1) / math.sqrt(BATCHES)


def growth(before: Doubles, after: Doubles, which: Bools) -> float:
    """Growth a year of some firms: geometric mean over firms of what each grew by, its tails pulled in."""
    factors = (after[which] / before[which]) ** (1 / WINDOW)
    low, high = np.quantile(factors, [TAIL, 1 - TAIL])
    return float(np.exp(np.log(np.clip(factors, low, high)).mean())) - 1


def lines_of_firms(seen: Panel) -> Doubles:
    """Share of firms with 1, 2, ... lines, those with `LINES` or more together, shape (LINES,)."""
    counts = np.minimum(seen.before.lines.astype(np.int64), LINES)
    return np.bincount(counts, minlength=LINES + 1)[1:] / counts.size


def _share(those: Bools, among: Bools) -> float:
    return float(those[among].mean())
