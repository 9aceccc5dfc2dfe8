"""Published models as published: each reproduces its paper's tables before the city uses it."""
