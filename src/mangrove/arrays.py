"""The array types of a register's columns, by the name the whole package uses."""

from typing import TypeAlias

import numpy as np
from numpy.typing import NDArray

Bools: TypeAlias = NDArray[np.bool_]
"""Flags."""
Bytes8: TypeAlias = NDArray[np.int8]
"""Codes of small categories."""
Shorts: TypeAlias = NDArray[np.int16]
"""Calendar years."""
Ints: TypeAlias = NDArray[np.int32]
"""Counts, and keys to small registers."""
Longs: TypeAlias = NDArray[np.int64]
"""Ids of actors, and counts that may be large."""
Floats: TypeAlias = NDArray[np.float32]
"""Quantities kept for every actor."""
Doubles: TypeAlias = NDArray[np.float64]
"""Quantities while they are computed, and totals."""
Days: TypeAlias = NDArray[np.datetime64]
"""Calendar days, `datetime64[D]`."""
Words: TypeAlias = NDArray[np.uint64]
"""Bare bits, for keyed draws."""
