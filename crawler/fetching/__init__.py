"""How a host is asked: `politeness.py` and `robots.py` say when, `bounds.py` whom never, the others read what comes with an answer."""
