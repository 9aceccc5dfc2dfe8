"""Growth: the factor on a firm's market in a year of common drift and a Laplace shock that large firms feel less.

Growth rates of firms are tent-shaped, and their spread falls with size to the power 0.2 or so (Stanley and
others 1996; Amaral and others 1997). The shock has mean one in levels, so that it moves no total.
"""

from typing import Final

import numpy as np

from mangrove.arrays import Doubles, Floats

HALF: Final = 0.5


def grown(
    drawn: Doubles, sales: Floats, drift: float, spread: float, typical: float, power: float, widest: float
) -> Floats:
    """What each firm's sales are multiplied by in a year.

    NumPy's logarithms and exponentials take many numbers at once; compiled one firm at a time they took four times as
    long.

    Args:
        drawn: A uniform draw of each firm, shape (n,); the factor rises with it.
        sales: Sales of the last year, CNY/yr.
        drift: Common growth, logarithm.
        spread: Scale of the shock at the typical size, below one.
        typical: Sales at which the shock has that scale, CNY/yr.
        power: How the scale falls with size.
        widest: Largest scale of the shock, below one.
    """
    size = np.maximum(sales.astype(np.float64), 1.0)
    scale = np.minimum(spread * (size / typical) ** -power, widest)
    shock = np.where(drawn < HALF, scale, -scale) * np.log(2 * np.minimum(drawn, 1 - drawn))
    return (np.exp(drift + shock) * (1 - scale * scale)).astype(np.float32)
