"""Paragraphs written for these tests (samples.tsv). Nobody and nothing in them is real but the names of places.

`PARAGRAPHS` are Vietnamese; `OTHERS` clean text of other languages, most of it close to Vietnamese in some way.
"""

from pathlib import Path

_ROWS = [row.split("\t") for row in Path(__file__).with_suffix(".tsv").read_text("utf-8").splitlines()]
PARAGRAPHS = [text for language, text in _ROWS if language == "vietnamese"]
OTHERS = [text for language, text in _ROWS if language != "vietnamese"]
