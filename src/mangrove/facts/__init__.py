"""The stylised facts, one file each."""
