"""The audit: every figure of a page, its evidence and its verdict."""
