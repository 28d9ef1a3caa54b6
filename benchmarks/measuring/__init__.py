"""What `benchmarks/corpora.py` is made of: the sets of pages, the readers, the scorers, the scoreboard."""
