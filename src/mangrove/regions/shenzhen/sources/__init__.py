"""Sources of Shenzhen, one file each."""
