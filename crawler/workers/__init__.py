"""Several crawling machines: `work.py` is what each does, `lease.py` keeps two from one newspaper, `shards.py` brings it home."""
