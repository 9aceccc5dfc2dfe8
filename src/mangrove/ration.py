"""Ration: what happens when claims exceed the budget.

Each way takes claims and a budget and returns what is paid; the budget is spent exactly, or the claims are
paid in full. Ties are broken by draws keyed by the claimant, never by row order.
"""

import numpy as np

from mangrove.arrays import Doubles
from mangrove.programme import Rationing


def ration(how: Rationing, claims: Doubles, budget: float | None, ticket: Doubles) -> Doubles:
    """Pay claims out of a budget.

    Args:
        how: The way the rule names.
        claims: Amount claimed, CNY/yr, shape (n,), not negative.
        budget: Money there is, CNY/yr; None where the rule has no budget.
        ticket: A draw per claimant: the order of a queue or a lottery, and of ties in a ranking.

    Returns:
        Amount paid, CNY/yr, shape (n,). In an order (queue, ranking, lottery) the last gets what is left.
    """
    if budget is None or how is Rationing.NONE or claims.sum() <= budget:
        return claims
    if how is Rationing.PRO_RATA:
        return claims * (budget / claims.sum())
    order = np.lexsort((ticket, -claims)) if how is Rationing.RANKED else np.argsort(ticket)
    before = np.cumsum(claims[order]) - claims[order]
    paid = np.zeros_like(claims)
    paid[order] = np.clip(budget - before, 0.0, claims[order])
    return paid
