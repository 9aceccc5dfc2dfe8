"""Places: where things are, how long it takes to get there, and who is within an hour across a border."""
