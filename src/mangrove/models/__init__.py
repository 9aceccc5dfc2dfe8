"""Published models as published: each solves its own equations and prints its paper's tables beside ours."""
