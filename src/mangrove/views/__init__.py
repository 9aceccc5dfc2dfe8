"""Results in, figure description out: a description is a plain dict that any Plotly library draws."""
