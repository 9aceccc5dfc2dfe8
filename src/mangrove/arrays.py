"""The array types of the house, named once."""

import numpy as np
import numpy.typing as npt

Bools = npt.NDArray[np.bool_]
Bytes8 = npt.NDArray[np.int8]
Ints = npt.NDArray[np.int32]
Longs = npt.NDArray[np.int64]
Floats = npt.NDArray[np.float32]
Doubles = npt.NDArray[np.float64]
Days = npt.NDArray[np.datetime64]
