"""The processes, one file per behaviour, a verb each."""
