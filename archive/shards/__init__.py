"""Merging archives that other machines crawled: `shards.py` goes through one, `articles.py` stores its articles."""
