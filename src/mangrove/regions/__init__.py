"""The regions shipped with Mangrove, a folder each."""
