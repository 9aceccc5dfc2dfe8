"""The indicators, one file each."""
