"""What benchmarks share: sets of pages, readers, scorers and the scoreboard (`corpora.py`); generated articles (`made`, written
by `bulk`; `reprinted`); what pages of the site cost (`costs`).
"""
