"""What the address of a page says of its title: most systems end it with the title without diacritics, the slug."""

from __future__ import annotations

import re
from functools import lru_cache
from urllib.parse import parse_qsl, unquote

from pipelines.addresses.address import split
from vietnamese.fold import fold

_END = re.compile(r"\.(?:[a-z]{2,5}\d?|\d{1,3})$", re.I)  # "...-post12345.html", ".html5"; ".7801" of some systems
# A piece at the end that tells which page, not what it says: "post12345", "d4711", "id", "60a0111a", "92942238"
_NUMBERED = re.compile(r"[a-z]{0,4}\d+|(?=[a-f]*\d)[0-9a-f]+")
_PIECE = re.compile(r"[-_.,~]")
_FIRST = re.compile(r"^(?:[a-z]{0,4}\d{4,}[-_.,]+)+")
_BREAK = re.compile(r"[\W_]+")
_LEAST = 3  # words of a slug that is not the end of the path
_LETTERS = 12  # of a slug that may have been cut short


@lru_cache(maxsize=1024)
def slugs(url: str) -> tuple[tuple[str, ...], ...]:
    """The slugs of an address, each as its words, folded; the likeliest first, none where it is but numbers.

    >>> slugs("https://bao.example/xa-hoi/cau-nam-thoong-thong-xe-7801.html")
    (('cau', 'nam', 'thoong', 'thong', 'xe'),)
    """
    parts = split(url)
    path = [unquote(segment) for segment in parts.path.split("/") if segment]
    values = [value for _, text in parse_qsl(parts.query) for value in text.split("/") if value]
    found: list[tuple[str, ...]] = []
    for place, segment in enumerate(reversed(path + values)):
        text = _END.sub("", fold(segment[:300]))
        text = _FIRST.sub("", _without_number(text))
        words = tuple(word for word in _BREAK.split(text) if word)
        letters = sum(map(len, words))
        last = place == len(values)
        if len(words) >= _LEAST or (last and letters >= 4 and any(map(str.isalpha, words))):
            found.append(words)
    found.sort(key=lambda words: -len(words))
    return tuple(found[:2])


def _without_number(text: str) -> str:
    """A slug without the number or code of the page at its end; all of it where it is nothing else.

    >>> _without_number("cau-nam-thoong-a-60a0111a-c2d2")
    'cau-nam-thoong'
    """
    pieces = _PIECE.split(text)
    last = len(pieces)
    while last and _NUMBERED.fullmatch(pieces[last - 1]):
        last -= 1
    if last < len(pieces) and sum(map(str.isdigit, "".join(pieces[last:]))) >= 3:
        while last and (len(pieces[last - 1]) == 1 or pieces[last - 1] == "id"):
            last -= 1
        kept = len("-".join(pieces[:last]))
        return text[:kept] or text
    if last < len(pieces) and pieces[-1][0].isalpha():
        return text[: len("-".join(pieces[:-1]))] or text
    return text


@lru_cache(maxsize=4096)
def says(slug: tuple[str, ...], text: str) -> float:
    """How far a slug says the same as a text's key (words, folded): 1 where it is all of it, less where words are
    missing or it was cut short, 0 where it says something else.

    >>> says(("cau", "nam", "thoong", "thong", "xe"), "cau nam thoong thong xe")
    1.0
    """
    mine, theirs = "".join(slug), text.replace(" ", "")
    if not mine or not theirs:
        return 0.0
    if mine == theirs:
        return 1.0
    if len(mine) >= _LETTERS and theirs.startswith(mine):
        return 0.9  # cut short
    if len(theirs) >= _LETTERS and mine.startswith(theirs) and len(theirs) > 0.6 * len(mine):
        return 0.8  # more stands behind it in the address
    if len(slug) < 3:
        return 0.0
    # Words left out, as English ones often are, or a title that was changed later.
    words = text.split()
    own, other = set(slug), set(words)
    both = len(own & other)
    share = both / len(own | other)
    if both >= 3 and both >= 0.75 * len(own) and share >= 0.45:
        return 0.5 + 0.3 * share
    return 0.0
