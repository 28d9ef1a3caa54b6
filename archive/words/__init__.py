"""Words over time: how many articles of which newspaper and month hold a word. `words.py` is asked, `counting.py` counts."""
