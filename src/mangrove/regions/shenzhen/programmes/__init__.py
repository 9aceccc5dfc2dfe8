"""Shenzhen's programmes: one file each, found by looking in this folder."""
