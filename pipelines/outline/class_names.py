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
from pathlib import Path
from typing import NamedTuple

# The roles that take a block out of the article; the first of several that its names have is its role.
CHROME = ("comment-form", "related", "share", "ad", "tags", "nav", "sidebar", "footer", "popup", "tools", "hidden")
FIELDS = ("body", "lead", "title", "byline", "date", "caption", "source")

_CAMEL = re.compile(r"(?<=[a-z0-9])(?=[A-Z])")
_BESIDE = re.compile(r"(?:^|[-_])(?:has|with|without|no|below|above|after|before)[-_].*$")  # has-ads, below-banner
_DIGITS = re.compile(r"\d+")
_MADE_UP = re.compile(r"(?<=[-_])(?=\d*[a-f])(?=[a-f]*\d)[0-9a-f]{6,}\b")  # element-ad1c9f0: an id of a page builder
_PLACES = {"anywhere": "{}", "word": r"\b(?:{})", "part": r"(?:^|[-_ ])(?:{})(?=$|[-_ \d])"}


_ANY_PARTS = "^(?:[a-z]+[-_]+)*"  # what may stand before a whole name
_GROUP = re.compile(r"\(\?:([^()]*)\)(?![?*{])")
_PLAIN = re.compile(r"[a-z0-]+(?![?*{])")  # characters that are certainly there


def _heads(pattern: str) -> list[str]:
    """What a match of a pattern may begin with, two or three characters each; empty where that cannot be told:
    such a row would never match, as the test of its example says.

    >>> _heads("co-?chu"), _heads("(?:tin|bai)-?khac"), _heads("ads?"), _heads("^tags?$")
    (['co-', 'coc'], ['tin', 'bai'], ['ad'], [])
    """
    pattern = pattern.removeprefix(_ANY_PARTS)
    group = _GROUP.match(pattern)
    begins = group[1].split("|") if group else [pattern]
    begins = [begin.replace("-?", hyphen, 1) for begin in begins for hyphen in ("-", "")]
    found = [_PLAIN.match(begin) for begin in dict.fromkeys(begins)]
    heads = [match[0][:3] for match in found if match is not None and len(match[0]) > 1]
    return list(dict.fromkeys(heads)) if len(heads) == len(found) else []


_Row = tuple[str, re.Pattern[str]]  # role and pattern
_BY_HEAD: dict[str, list[_Row]] = {}


def _compile() -> re.Pattern[str]:
    """Fills `_BY_HEAD` from the table; the pattern that finds every head in a name."""
    with Path(__file__).with_name("class_names.csv").open(encoding="utf-8", newline="") as file:
        for line in csv.DictReader(file):
            row = line["role"], re.compile(_PLACES[line["where"]].format(line["pattern"]))
            for head in _heads(line["pattern"]):
                _BY_HEAD.setdefault(head, []).append(row)
    rests: dict[str, list[str]] = {}
    for head in sorted(_BY_HEAD, key=len, reverse=True):
        _BY_HEAD[head] = _BY_HEAD[head] + (_BY_HEAD.get(head[:2], []) if len(head) > 2 else [])
        rests.setdefault(head[0], []).append(head[1:])
    return re.compile("(?=(" + "|".join(f"{first}(?:{'|'.join(rest)})" for first, rest in rests.items()) + "))")


_HEADS = _compile()


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
        plain = names[:300]
        if _DIGITS.search(plain):
            plain = _DIGITS.sub("0", _MADE_UP.sub("", plain))
        found = [m for token in plain.split() if (m := _tokens.get(token) or _token(token)) is not NONE]
        if len(found) > 1:
            chrome = min((m.chrome for m in found if m.chrome), key=CHROME.index, default=None)
            meaning = ClassMeaning(chrome, frozenset().union(*(m.fields for m in found)))
        else:
            meaning = found[0] if found else NONE
        _names[names] = meaning
    return meaning


def _token(token: str) -> ClassMeaning:
    """What a single class name says; remembered, as sites use few."""
    meaning = _tokens.get(token)
    if meaning is None:
        if token.startswith("Mso"):  # MsoHeader, MsoFooter: what Word calls its paragraphs
            _tokens[token] = NONE
            return NONE
        text = token if token.islower() else _CAMEL.sub("-", token).lower()
        if "-" in text or "_" in text:
            text = _BESIDE.sub("", text)
        rows = [row for head in dict.fromkeys(_HEADS.findall(text)) for row in _BY_HEAD[head]]
        roles = {role for role, pattern in rows if pattern.search(text)}
        if not roles:
            _tokens[token] = NONE
            return NONE
        chrome = next((role for role in CHROME if role in roles), None)
        meaning = _tokens[token] = ClassMeaning(chrome, frozenset(roles.intersection(FIELDS)))
    return meaning
