"""Scales: whether a part of a region stands for the whole, on every indicator and every rate.

At each scale some members are run, each from an opening of its own, because which firms a part holds is the larger part
of its sampling error. A number agrees with the whole's where the two means differ by no more than chance makes likely:
the difference over its standard error is Student's t, told as the normal deviate of the same chance.
"""

import csv
import math
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from io import StringIO
from itertools import groupby
from typing import Final, NamedTuple

import numpy as np

from mangrove.draws import Draws
from mangrove.errors import ScenarioError
from mangrove.fact import find_facts
from mangrove.indicator import Closed, find_indicators
from mangrove.plan import Plan, Stage, make_plan, open_region, set_stage
from mangrove.rates import rates
from mangrove.results import fact_variable, totals
from mangrove.simulate import year as simulate_year

TABLE: Final = "scales.csv"
"""The table that a region ships."""
PARTS: Final[Mapping[float, int]] = {0.001: 200, 0.01: 200, 0.1: 40, 1.0: 8}
"""Members by scale: some four minutes on two cores for Shenzhen to 2017."""
FEWEST: Final = 2
FAR: Final = 4.0
"""Deviate from which on chance is no explanation: one in 16,000."""
ROUNDING: Final = 1e-5
"""Part of a number within which sums in single precision are alike."""
CHANGES: Final = {
    "angel_fund_rounds", "high_tech_park_tenants", "hnte_net_new", "innovation_carriers_new",
    "inst_ehub_startups_resident", "ip_pledged_loans",
}  # fmt: skip
"""Indicators of which growth says nothing: changes themselves, and what programmes do that are not always there."""
EXTREMES: Final = {"fact.hazard_peak", "fact.hazard_peak_year"}
"""The largest of several noisy numbers, and which it is: the fewer firms, the larger it gets. Shown, not judged."""

LEDGER: Final = ("spending.", "returned.", "granted.")
"""Totals of the ledger."""
FEW: Final = 0.5
"""Deviation of such a total, part of its mean, from which a few payees decide it: a budget that is not enough for one
of them is seldom spent. Shown, not judged."""


class Sample(NamedTuple):
    """What the members of one scale have of one number in one year.

    Attributes:
        variable: Its name: an indicator, `growth.` of one, a rate, a total of the ledger, or a fact.
        unit: Canonical unit.
        year: Year.
        scale: Part of the real number of actors.
        members: How many were run.
        mean: Mean over them.
        deviation: Standard deviation between them: the sampling error of a single run.
    """

    variable: str
    unit: str
    year: int
    scale: float
    members: int
    mean: float
    deviation: float

    @property
    def error(self) -> float:
        """Standard error of the mean."""
        return self.deviation / math.sqrt(self.members)


class Pair(NamedTuple):
    """A part's number beside the whole's."""

    part: Sample
    whole: Sample

    @property
    def gap(self) -> float:
        """By how much the part's mean is above the whole's, in standard deviations of a single run of the part."""
        off = self.part.mean - self.whole.mean
        if abs(off) <= ROUNDING * abs(self.whole.mean):
            return 0.0
        return off / self.part.deviation if self.part.deviation else math.copysign(math.inf, off)

    @property
    def deviate(self) -> float:
        """The difference of the two means in standard errors, as the normal deviate of the same chance (Welch)."""
        from scipy.special import ndtri, stdtr

        off, errors = self.part.mean - self.whole.mean, (self.part.error**2, self.whole.error**2)
        if abs(off) <= ROUNDING * abs(self.whole.mean):
            return 0.0
        if not sum(errors):
            return math.copysign(math.inf, off)
        members = self.part.members, self.whole.members
        freedom = sum(errors) ** 2 / sum(e**2 / (n - 1) for e, n in zip(errors, members, strict=True))
        return math.copysign(float(ndtri(stdtr(freedom, -abs(off) / math.sqrt(sum(errors))))), off)

    @property
    def judged(self) -> bool:
        """Whether the number is one on which parts should agree."""
        rare = self.part.variable.startswith(LEDGER) and self.part.deviation > FEW * self.part.mean
        nothing = self.part.mean == self.whole.mean == 0
        return not (self.part.variable in EXTREMES or rare or nothing)


def read_parts(told: Sequence[str]) -> Mapping[float, int]:
    """Members by scale from texts such as "0.01=40"; the usual ones where none is told.

    >>> read_parts(["0.01=40", "1=4"])
    {0.01: 40, 1.0: 4}

    Raises:
        ScenarioError: if a text is no scale with its members.
    """
    parts: dict[float, int] = {}
    for text in told:
        scale, _, members = text.partition("=")
        try:
            parts[float(scale)] = int(members)
        except ValueError:
            msg = f"--part {text}: write SCALE=MEMBERS, for example --part 0.01=40"
            raise ScenarioError(msg) from None
    return parts or PARTS


def sample(
    region: str, to: int, parts: Mapping[float, int], seed: int = 1, tell: Callable[[int], None] = lambda _: None
) -> list[Sample]:
    """What members of each scale have of every number, in the first year and the last.

    A number that some member of a scale does not have is left out there.

    Args:
        region: Name of the region's pack.
        to: Last year.
        parts: Members by scale.
        seed: Seed of each scale's first member; the others have the next ones.
        tell: Told how many members are done.

    Raises:
        ScenarioError: if there is no such region, year or scale, or a scale has fewer than two members.
    """
    few = [f"{scale:g}={members}" for scale, members in parts.items() if members < FEWEST]
    if few or len(parts) < FEWEST:
        told = f"--part {few[0]}" if few else f"{len(parts)} scale(s)"
        msg = f"{told}: an error needs two members, and a comparison two scales; for example --part 0.01=40 --part 1=4"
        raise ScenarioError(msg)
    found: list[Sample] = []
    done = 0
    for scale in sorted(parts):
        lives: list[Mapping[tuple[str, str, int], float]] = []
        for member in range(parts[scale]):
            plan = make_plan(region, to=to, scale=scale, members=1, seed=seed + member)
            lives.append(_life(plan, set_stage(plan)))
            done += 1
            tell(done)
        found += _summed(lives, scale)
    return found


def pairs(samples: Sequence[Sample]) -> list[Pair]:
    """Every part's number beside that of the largest scale, in the order of the samples."""
    largest = max(one.scale for one in samples)
    whole = {(one.variable, one.year): one for one in samples if one.scale == largest}
    parts = (one for one in samples if one.scale < largest and (one.variable, one.year) in whole)
    return [Pair(part, whole[part.variable, part.year]) for part in parts]


def spread_of(found: Iterable[Pair]) -> float:
    """Root mean square of deviates; one where there is nothing but chance."""
    return float(np.sqrt(np.mean([pair.deviate**2 for pair in found])))


def scales_csv(samples: Iterable[Sample], command: str) -> str:
    """The samples as CSV, under a comment that holds the command that made them."""
    out = StringIO()
    out.write(f"# {command}\n")
    table = csv.writer(out, lineterminator="\n")
    table.writerow(Sample._fields)
    for one in samples:
        table.writerow([*one[:3], f"{one.scale:g}", one.members, f"{one.mean:.7g}", f"{one.deviation:.4g}"])
    return out.getvalue()


def read_scales(text: str) -> tuple[str, list[Sample]]:
    """The command and the samples of such a CSV."""
    command, _, table = text.partition("\n")
    rows = csv.DictReader(StringIO(table))
    return command.removeprefix("# "), [
        Sample(
            row["variable"], row["unit"], int(row["year"]), float(row["scale"]), int(row["members"]),
            float(row["mean"]), float(row["deviation"]),
        )
        for row in rows
    ]  # fmt: skip


def show_scales(samples: Sequence[Sample]) -> str:
    """How each scale agrees with the largest, for a terminal: a line a scale, then whatever chance does not explain."""
    found = [pair for pair in pairs(samples) if pair.judged]
    head = f"{'scale':>7}{'members':>9}{'numbers':>9}{'within 2':>10}{'beyond 4':>10}{'rms':>6}{'largest gap':>13}"
    lines = [head, *(_line(scale, list(own)) for scale, own in groupby(found, key=lambda pair: pair.part.scale))]
    whole = max(samples, key=lambda one: one.scale)
    lines.append(f"{whole.scale:>7g}{whole.members:>9}  the whole they are held against")
    far = sorted((pair for pair in found if abs(pair.deviate) > FAR), key=lambda pair: -abs(pair.deviate))
    if far:
        title = f"{'beyond 4':<38}{'year':>5}{'scale':>7}{'part':>12}{'whole':>12}{'deviate':>9}{'gap':>7}"
        lines += ["", title, *map(_told, far)]
    return "\n".join(lines)


def _line(scale: float, found: Sequence[Pair]) -> str:
    deviates = np.abs([pair.deviate for pair in found])
    gap = max(abs(pair.gap) for pair in found)
    near, far = f"{(deviates <= 2).mean():.1%}", int((deviates > FAR).sum())
    members = found[0].part.members
    return f"{scale:>7g}{members:>9}{len(found):>9}{near:>10}{far:>10}{spread_of(found):>6.2f}{gap:>13.2f}"


def _told(pair: Pair) -> str:
    part, whole = pair
    numbers = f"{part.mean:>12.5g}{whole.mean:>12.5g}{pair.deviate:>+9.1f}{pair.gap:>+7.2f}"
    return f"{part.variable:<38}{part.year:>5}{part.scale:>7g}{numbers}"


def _life(plan: Plan, stage: Stage) -> dict[tuple[str, str, int], float]:
    """Every number of a plan's first member in the first year and the last, and the facts of the last."""
    region, first = open_region(plan, stage).region, stage.pack.opens_on.year + 1
    closed = Closed(region, None, (), stage.rules.on(region.day))
    now = _indicators(closed)
    found: dict[tuple[str, str, int], float] = {}
    for number in range(first, plan.to + 1):
        then, before = now, region
        region, ledger = simulate_year(before, stage.rules, Draws(plan.seed, 0, number))
        closed = Closed(region, before, ledger, stage.rules.on(region.day))
        now = _indicators(closed)
        if number in (first, plan.to):
            found |= {(name, unit, number): value for name, unit, value in _numbers(closed, now, then, stage)}
    return found | {
        (fact_variable(name), fact.unit, plan.to): fact.measure(closed) for name, fact in find_facts().items()
    }


def _indicators(closed: Closed) -> dict[str, float]:
    return {name: indicator.measure(closed) for name, indicator in find_indicators().items()}


def _numbers(
    closed: Closed, now: Mapping[str, float], then: Mapping[str, float], stage: Stage
) -> Iterator[tuple[str, str, float]]:
    """Indicators, their growth, rates, and totals of the ledger."""
    for name, indicator in find_indicators().items():
        yield name, indicator.unit, now[name]
        if name not in CHANGES:
            yield f"growth.{name}", "1/yr", now[name] / then[name] - 1 if then[name] else math.nan
    yield from rates(closed)
    for total in totals(closed.ledger, stage.written, closed.region.day.year, closed.region.weight):
        yield total.variable, total.unit, total.value


def _summed(lives: Sequence[Mapping[tuple[str, str, int], float]], scale: float) -> Iterator[Sample]:
    for key in lives[0]:
        values = np.array([life[key] for life in lives])
        if np.isfinite(values).all():
            yield Sample(*key, scale, len(lives), float(values.mean()), float(values.std(ddof=1)))
