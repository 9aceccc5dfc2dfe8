"""The scalar rules that numba compiles, with their plain NumPy twins."""
