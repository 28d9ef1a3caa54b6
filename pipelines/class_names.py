"""What class names say about an element: the habits of sites in general, English and Vietnamese.

A hint is never proof: the outline decides with it together with the text, and a block that holds most of a page's
prose is its article whatever it is called.

`class_names.csv` is the table, a pattern a row with an example that a test reads. `role` is the reason why a block is no part
of an article (CHROME), or the field of the article that it prints (FIELDS). `where` in a name the pattern counts:

anywhere   wherever it stands
word       where a word begins
part       as a whole part of the name, between hyphens, underscores and its ends
"""

from __future__ import annotations

import csv
import re
from collections.abc import Iterable
from pathlib import Path
from typing import NamedTuple

# The roles that take a block out of the article; the first of several that its names have is its role.
CHROME = ("comment-form", "related", "share", "ad", "tags", "nav", "sidebar", "footer", "popup", "tools", "hidden")
FIELDS = ("body", "lead", "title", "byline", "date", "caption", "source")

_CAMEL = re.compile(r"(?<=[a-z0-9])(?=[A-Z])")
_BESIDE = re.compile(r"(?:^|[-_])(?:has|with|without|no|below|above|after|before)[-_].*$")  # has-ads, below-banner
_DIGITS = re.compile(r"\d+")
_PLACES = {"anywhere": "{}", "word": r"\b(?:{})", "part": r"(?:^|[-_ ])(?:{})(?=$|[-_ \d])"}


def _compiled(rows: Iterable[dict[str, str]]) -> re.Pattern[str]:
    """One pattern of many: those that count in the same place are tried together."""
    patterns = list(rows)
    found = []
    for where, place in _PLACES.items():
        if alternatives := "|".join(row["pattern"] for row in patterns if row["where"] == where):
            found.append(place.format(alternatives))
    return re.compile("|".join(found))


with Path(__file__).with_name("class_names.csv").open(encoding="utf-8", newline="") as _file:
    _ROWS = list(csv.DictReader(_file))
_ANY = _compiled(_ROWS)
_OF_ROLE = {role: _compiled(row for row in _ROWS if row["role"] == role) for role in (*CHROME, *FIELDS)}


class ClassMeaning(NamedTuple):
    """What class names say: `chrome`, the reason why a block is no part of an article; `fields`, what it prints."""

    chrome: str | None
    fields: frozenset[str]


NONE = ClassMeaning(None, frozenset())
_names: dict[str, ClassMeaning] = {}
_tokens: dict[str, ClassMeaning] = {}


def read(names: str) -> ClassMeaning:
    """Reads class names, id and the like, separated by spaces.

    >>> read("tin-lien-quan col-6").chrome, sorted(read("post-title entry-date").fields)
    ('related', ['date', 'title'])
    """
    meaning = _names.get(names)
    if meaning is None:
        if len(_names) > 50_000:  # ids made up page by page must not fill the memory
            _names.clear()
            _tokens.clear()
        found = [_token(token) for token in _DIGITS.sub("0", names[:300]).split()]
        chrome = min((h.chrome for h in found if h.chrome), key=CHROME.index, default=None)
        fields = frozenset().union(*(h.fields for h in found))
        meaning = _names[names] = ClassMeaning(chrome, fields) if chrome or fields else NONE
    return meaning


def _token(token: str) -> ClassMeaning:
    meaning = _tokens.get(token)
    if meaning is None:
        text = token if token.islower() else _CAMEL.sub("-", token).lower()
        if "-" in text or "_" in text:
            text = _BESIDE.sub("", text)
        if not _ANY.search(text):
            _tokens[token] = NONE
            return NONE
        chrome = next((role for role in CHROME if _OF_ROLE[role].search(text)), None)
        fields = frozenset(role for role in FIELDS if _OF_ROLE[role].search(text))
        meaning = _tokens[token] = ClassMeaning(chrome, fields) if chrome or fields else NONE
    return meaning
