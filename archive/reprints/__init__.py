"""Which articles of different newspapers hold the same text: `reprints.py` compares one with all that may be alike."""
