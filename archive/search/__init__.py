"""Searching the archive. `search.py` is asked; `suggestions.py` says what may have been meant where nothing is found."""
