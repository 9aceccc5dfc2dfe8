"""Toytown's invented programmes, so that the engine can be shown and tested without a real region."""
