"""Holding the archive against itself: `checks.py` says what a fault is and keeps the log, `mending.py` mends."""
