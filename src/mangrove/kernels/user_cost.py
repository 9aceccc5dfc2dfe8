"""The user cost of R&D: what a yuan spent on it costs a firm after tax."""

import numpy as np

from mangrove.arrays import Doubles


def b_index(tax: Doubles | float, deduction: Doubles | float) -> Doubles:
    """After-tax cost of one yuan of R&D, in yuan of profit before tax.

    Args:
        tax: Rate of income tax, share, below 1; shape (n,) or one for all.
        deduction: Additional deduction, share of the spending: 0.5 where 150 per cent may be deducted.

    Returns:
        (1 - tax (1 + deduction)) / (1 - tax), shape (n,); 1 without a deduction, whatever the tax.

    Source:
        The B-index of Warda (OECD), for spending deducted in the year.

    >>> b_index(np.array([0.25, 0.15]), 0.75).round(4)
    array([0.75  , 0.8676])
    """
    rate = np.asarray(tax, np.float64)
    return np.asarray((1 - rate * (1 + np.asarray(deduction))) / (1 - rate), np.float64)
