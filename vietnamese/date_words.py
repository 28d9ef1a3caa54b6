"""What other languages print around a date, and its month: the words of date_words.csv, as patterns.

Words are compared without marks and in small letters, as `dates` compares them. Each language of the table has an
example, which a test reads: it is the second of March 2020 in all of them.
"""

from __future__ import annotations

import csv
import re
from importlib.resources import files


def _table() -> dict[str, list[tuple[str, str]]]:
    """The words of the table by their kind, each kind a list of language and words."""
    table: dict[str, list[tuple[str, str]]] = {}
    with files("vietnamese").joinpath("date_words.csv").open(encoding="utf-8") as file:
        for row in csv.DictReader(file):
            table.setdefault(row["kind"], []).append((row["language"], row["words"]))
    return table


_TABLE = _table()
EXAMPLES = dict(_TABLE["example"])
MONTHS = {
    word: number
    for _, words in _TABLE["months"]
    for number, forms in enumerate(words.split(), 1)
    for word in forms.split("/")
}
WEEKDAYS = {
    word: number
    for _, words in _TABLE["weekdays"]
    for number, forms in enumerate(words.split())
    for word in forms.split("/")
}


def _any(words: list[str]) -> str:
    """A pattern, without a group around it, of any of these words, the longest first."""
    return "|".join(re.escape(word) for word in sorted(set(words), key=lambda word: (-len(word), word)) if word)


def _listed(kind: str) -> list[str]:
    """All words of a kind of the table, whatever their language."""
    return [word for _, words in _TABLE[kind] for word in words.split(";")]


_MONTH = rf"({_any(list(MONTHS))})(?![^\W\d_])\.?"
_LONG = rf"({_any([word for word in MONTHS if len(word) > 3])})(?![^\W\d_])"
_YEAR = r"(\d{4})(?!\d)"
# Each pattern with the places of year, month and day among its groups.
DAYS = [
    (re.compile(rf"(?<![\d./-])(\d{{1,2}})(?:\.|er|º|ª|°|o|e|-)?\s*-?(?:(?:de|del|d'|di|of)\s*)?{_MONTH}[\s,./-]*(?:del?\s+|d'|del\s+|พ\.ศ\.\s*)?{_YEAR}"),
     (3, 2, 1)),
    (re.compile(rf"(?<![^\W\d_]){_LONG}\s+(\d{{1,2}})(?:\.|º)?,?\s+(?:del?\s+)?{_YEAR}"), (3, 1, 2)),
    (re.compile(rf"(?<!\d)(\d{{4}})\.?,?\s+{_MONTH}\s+(\d{{1,2}})(?!\d)\.?(?:-?(?:an|en|a|e|j[ae]n?))?"), (1, 2, 3)),
    (re.compile(r"(?<!\d)(\d{4})\s*[年년]\s*(\d{1,2})\s*[月월]\s*(\d{1,2})\s*[日일]"), (1, 2, 3)),
]  # fmt: skip
ENGLISH = frozenset(word for kind in ("published", "updated") for word in dict(_TABLE[kind])["en"].split(";"))
ENGLISH_DAYS = frozenset(re.split("[ /]", dict(_TABLE["weekdays"])["en"]))
WEEKDAY = re.compile(rf"(?<![^\W\d_])({_any(list(WEEKDAYS))})(?![^\W\d_])\.?")
UPDATED = re.compile(rf"(?<![^\W\d_])(?:{_any(_listed('updated'))})(?![^\W\d_])")
PUBLISHED = re.compile(rf"(?<![^\W\d_])(?:{_any(_listed('published'))})(?![^\W\d_])")
PARTICLES = re.compile(
    rf"(?<![^\W\d_])(?:{_any(_listed('particles'))})(?![^\W\d_])\.?|[(（][月火水木金土日월화수목금토일][)）]"
)

# Words that a byline beside a date has in small letters; any other makes the line a sentence.
BYLINE = frozenset(_listed("beside"))
# Words that, before a date, make it the date of what is told.
EVENT = frozenset(_listed("before"))
