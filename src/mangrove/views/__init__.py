"""Results in, figure description out."""
