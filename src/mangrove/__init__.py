"""Mangrove."""
