"""The firm panel: its twin, its laws, and the paper's moments."""

import math
from dataclasses import replace

import numpy as np
import pytest

from mangrove.draws import Draws
from mangrove.kernels.lineages import lives, twin_lives
from mangrove.models.aaabk import BASELINE, equilibrium, published
from mangrove.models.aaabk.panel import (
    MOMENTS,
    lines_of_firms,
    moments,
    observed,
    panel,
    standard_errors,
    streams,
    world,
)
from mangrove.models.aaabk.plain_panel import plain_lives
from mangrove.models.aaabk.replicate import moment_rows

DAYS = (60.0, 65.0)


@pytest.fixture(scope="module")
def base():
    return equilibrium()


def followed(state, how, slots, seed=1):
    keys = np.asarray(slots).astype(np.uint64)
    return how(world(state), state.spread.share, state.spread.gap, streams(Draws(seed, 0, 0)), keys, DAYS)


@pytest.mark.parametrize(
    "parameters", [BASELINE, replace(BASELINE, high_skill=0.8), replace(BASELINE, high_share=0.3, fade=0.5)], ids=str
)
def test_the_kernel_and_its_twin_follow_the_same_lives(parameters) -> None:
    state = equilibrium(parameters)
    record, same = followed(state, lives, range(300))
    twin, twin_same = followed(state, twin_lives, range(300))
    assert record[:, 0].tolist() == twin[:, 0].tolist()
    assert record == pytest.approx(twin, rel=1e-9)
    assert same.tolist() == twin_same.tolist()


def test_every_place_is_held_and_what_stays_is_older(base) -> None:
    record, same = followed(base, lives, range(2000))
    lines, _, age, _ = record[0]
    assert (lines >= 1).all()
    assert 0.5 < same.mean() < 0.8
    assert record[1, 2, same] == pytest.approx(age[same] + 5)
    assert (record[1, 2, ~same] < 5).all()


def test_neither_the_order_nor_the_number_of_firms_changes_a_firm(base) -> None:
    record, same = followed(base, lives, range(200))
    turned, turned_same = followed(base, lives, range(250)[::-1])
    assert (record == turned[:, :, ::-1][:, :, :200]).all()
    assert (same == turned_same[::-1][:200]).all()


def test_another_seed_gives_other_firms(base) -> None:
    assert (followed(base, lives, range(50))[0] != followed(base, lives, range(50), seed=2)[0]).any()


def test_firms_without_rivals_and_without_high_types_live_by_the_shock_alone(base) -> None:
    quiet = world(base)._replace(
        lost=1e-12, low=1e-12, high=1e-12, low_exit=-np.inf, high_exit=-np.inf, drift=1e-12, shock=0.1
    )
    keys = np.arange(20_000, dtype=np.uint64)
    record, same = lives(quiet, base.spread.share, base.spread.gap, streams(Draws(3, 0, 0)), keys, (60.0, 65.0))
    assert (record[:, 0] == 1).all()
    assert same.mean() == pytest.approx(np.exp(-0.5), abs=0.01)
    assert record[0, 2].mean() == pytest.approx(10 * (1 - np.exp(-6)), abs=0.3)


def test_a_panel_holds_the_equilibrium_s_lines(base) -> None:
    seen = panel(base, Draws(3, 0, 0), firms=20_000)
    assert seen.before.sales.sum() / seen.before.lines.sum() == pytest.approx(1 / base.active, rel=0.01)
    assert lines_of_firms(seen).sum() == pytest.approx(1)
    bill = seen.before.bill.sum() / seen.before.lines.sum()
    e, c = base.economy, base
    staff = e.overhead + c.incumbents_researchers / c.active
    assert bill == pytest.approx((1 / base.active) * 1.9 / 2.9 + base.wage * staff, rel=0.01)


def test_a_small_panel_is_near_the_paper_s_moments(base) -> None:
    found = moments(base, panel(base, Draws(1, 0, 0), firms=6000))
    assert list(found) == list(MOMENTS)
    for name, value in zip(MOMENTS, published.MOMENTS, strict=True):
        assert found[name] == pytest.approx(value, abs=0.02 if "growth, small old" not in name else 0.03)


def test_the_panel_is_the_same_however_many_cores_share_it(base, monkeypatch) -> None:
    whole = panel(base, Draws(1, 0, 0), firms=101, burn_in=30)
    monkeypatch.setattr("os.cpu_count", lambda: 7)
    shared = panel(base, Draws(1, 0, 0), firms=101, burn_in=30)
    assert (whole.before.sales == shared.before.sales).all()
    assert (whole.after.age == shared.after.age).all()
    assert (whole.stayed == shared.stayed).all()


def test_standard_errors_are_those_of_a_mean(base) -> None:
    seen = panel(base, Draws(1, 0, 0), firms=20_000, burn_in=30)
    told = standard_errors(lambda part: np.array([part.before.age.mean()]), seen)
    assert told == pytest.approx(seen.before.age.std() / 20_000**0.5, rel=0.5)


def test_firms_followed_in_steps_of_time_have_the_same_moments(base) -> None:
    """The plain panel shares nothing with the other but the world and where lines land."""
    days = 40.0, 45.0
    exact = panel(base, Draws(1, 0, 0), firms=20_000, burn_in=days[0])
    plain = observed(base, *plain_lives(world(base), base.spread, Draws(1, 0, 0), 4000, days, step=0.1))
    told = [(list(moments(base, seen).values()), errors_of(base, seen)) for seen in (exact, plain)]
    errors = np.hypot(told[0][1], told[1][1]) + 1e-12
    assert (np.abs(np.subtract(told[0][0], told[1][0])) / errors).max() < 4


def errors_of(state, seen):
    return standard_errors(lambda part: np.array([*moments(state, part).values()]), seen)


@pytest.mark.slow
def test_the_printed_panel_meets_the_paper_but_in_the_growth_of_small_old_firms() -> None:
    """Two of 28 rows miss, at the first seed. The miss is the printed number's or the paper's own, not chance of ours.

    An independent panel gives the same growth within three standard errors of the difference, and both lie above the
    printed 0.0395 and 0.0398 by more than two of their own.
    """
    rows = {row.item: row for row in moment_rows()}
    assert len(rows) == 18 + 10
    missed = ["sales growth, small old", "employment growth, small old"]
    assert [row.item for row in rows.values() if not row.passed] == missed
    other = {row.item: row for row in moment_rows(seed=2, firms=100_000)}
    for name in missed:
        assert rows[name].note
        error = math.hypot(rows[name].standard_error, other[name].standard_error)
        assert abs(rows[name].ours - other[name].ours) < 3 * error
        assert rows[name].gap > 2 * rows[name].standard_error
    noted = [row.item for row in rows.values() if row.note]
    assert noted == missed
    assert rows["aggregate growth"].standard_error is None
