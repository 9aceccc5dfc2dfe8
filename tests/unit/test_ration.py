"""A budget is spent exactly or not at all at stake; ties fall by draw and never by row."""

import numpy as np
import pytest

from mangrove.draws import Draws
from mangrove.programme import Rationing
from mangrove.ration import ration

DICE = Draws(seed=1, member=0, year=2012)
STREAM = "ration/rnd_voucher"
N = 200
IDS = np.arange(N)
CLAIMS = 1000.0 + 10.0 * (IDS % 7)
ORDERED = [Rationing.RANKED, Rationing.FIRST_COME, Rationing.LOTTERY]
LIMITED = [Rationing.PRO_RATA, *ORDERED]


def paid(how, claims=CLAIMS, budget=50_000.0, ids=IDS):
    return ration(how, claims, budget, DICE.uniform(STREAM, ids))


@pytest.mark.parametrize("how", LIMITED)
def test_a_budget_that_binds_is_spent_exactly(how) -> None:
    assert paid(how).sum() == pytest.approx(50_000, rel=1e-12)


@pytest.mark.parametrize("how", LIMITED)
def test_nobody_gets_more_than_claimed_or_less_than_nothing(how) -> None:
    assert (paid(how) <= CLAIMS).all()
    assert (paid(how) >= 0).all()


@pytest.mark.parametrize("how", list(Rationing))
@pytest.mark.parametrize("budget", [None, CLAIMS.sum(), 1e9])
def test_claims_within_the_budget_are_paid_in_full(how, budget) -> None:
    np.testing.assert_array_equal(paid(how, budget=budget), CLAIMS)


def test_a_rule_without_rationing_pays_all_claims() -> None:
    np.testing.assert_array_equal(paid(Rationing.NONE, budget=1.0), CLAIMS)


@pytest.mark.parametrize("how", LIMITED)
def test_an_empty_purse_pays_nothing(how) -> None:
    assert paid(how, budget=0.0).sum() == 0


@pytest.mark.parametrize("how", list(Rationing))
def test_no_claim_is_no_payment(how) -> None:
    assert len(paid(how, np.empty(0), 5.0, np.empty(0, np.int64))) == 0


@pytest.mark.parametrize("how", LIMITED)
def test_ties_fall_by_draw_and_not_by_row(how) -> None:
    same = np.full(N, 1000.0)
    order = np.roll(IDS, 57)[::-1]
    np.testing.assert_allclose(paid(how, same[order], ids=IDS[order]), paid(how, same)[order], rtol=1e-12)
    if how in ORDERED:
        winners = np.flatnonzero(paid(how, same))
        assert len(winners) == 50
        assert list(winners) != list(range(50))


@pytest.mark.parametrize("how", list(Rationing))
def test_one_more_claimant_changes_nobody_while_the_budget_lasts(how) -> None:
    more = paid(how, np.append(CLAIMS, 500.0), 1e9, np.append(IDS, N))
    np.testing.assert_array_equal(more[:N], paid(how, budget=1e9))


@pytest.mark.parametrize("how", [Rationing.FIRST_COME, Rationing.LOTTERY])
def test_one_more_claimant_changes_only_those_behind_him(how) -> None:
    before, after = paid(how), paid(how, np.append(CLAIMS, 1000.0), ids=np.append(IDS, N))
    assert (after[:N] <= before).all()
    assert np.count_nonzero(after[:N] != before) <= 3


def test_pro_rata_cuts_all_alike() -> None:
    np.testing.assert_allclose(paid(Rationing.PRO_RATA) / CLAIMS, 50_000 / CLAIMS.sum(), rtol=1e-12)


def test_ranked_pays_the_largest_claims_first() -> None:
    result = paid(Rationing.RANKED)
    assert CLAIMS[result > 0].min() >= CLAIMS[result == 0].max()


@pytest.mark.parametrize("how", ORDERED)
def test_the_last_in_line_gets_what_is_left(how) -> None:
    result = paid(how)
    assert np.count_nonzero((result > 0) & (result < CLAIMS)) <= 1
