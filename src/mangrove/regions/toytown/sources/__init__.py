"""Toytown's sources, all invented."""
