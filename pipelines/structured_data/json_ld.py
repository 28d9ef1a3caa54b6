"""JSON as pages print it, read as tolerantly as browsers and search engines do.

What is well formed is left to `json`. The rest is read by hand: comments of JavaScript and HTML, CDATA, trailing and
missing commas, single quotes, bare names, line breaks and quotes within strings, bad backslashes, several values in a
row, entities for quotes, ends that are missing. What cannot be read is left out; what was read before it stays.
"""

from __future__ import annotations

import html
import json
import re
from typing import Any

_DECODER = json.JSONDecoder(strict=False)
_LONGEST = 600_000  # characters that are still read
_DEEPEST = 60  # of values within values
_QUOTES = re.compile(r"&(?:quot|#0*34|#[xX]0*22);")
_CONTROL = re.compile(r"[\x00-\x1f]+")
_AROUND = re.compile(r"^\s*(?:\ufeff|(?://|/\*)?\s*<!\[CDATA\[(?:\s*\*/)?|<!--(?:\s*//.*)?|window\.\w+\s*=|\s)+")
_SPACE = re.compile(
    r"(?:[\s\ufeff\u200b;]|//[^\n]*|/\*.*?(?:\*/|$)|<!--|-->|(?:/\*|//)?\s*<!\[CDATA\[(?:\*/)?|\]\]>)+", re.S
)
_BARE = re.compile(r"[^\s,:\[\]{}\"']+")
_NUMBER = re.compile(r"-?\d+(?:\.\d+)?(?:[eE][+-]?\d+)?$")
_WORDS = {"true": True, "false": False, "null": None, "undefined": None}
# A quote ends its string where what follows could follow a string: otherwise it is one that nobody escaped.
_END = re.compile(
    r"""\s*(?:[:}\]]|,[\s,]*(?:["'{\[}\]/\d-]|true|false|null|[A-Za-z_@]\w*\s*:|$)|;?\s*$|/[/*]|["']\s*[\w@]+["']\s*:)"""
)
_ESCAPE = re.compile(r"\\(?:u([0-9a-fA-F]{4})|(.)|$)", re.S)
_ESCAPED = {"n": "\n", "r": "\n", "t": "\t", "b": "", "f": ""}
_SURROGATES = re.compile("[\ud800-\udbff][\udc00-\udfff]")


def loads(text: str) -> list[Any]:
    """The values that a script of JSON holds, one in most cases; empty where there is none. Never raises.

    >>> loads('{"a": 1}'), loads("<!-- {'a': [1, 2,], /* more */ 'b': \\"it's\\", }{\\"c\\": 3}")
    ([{'a': 1}], [{'a': [1, 2], 'b': "it's"}, {'c': 3}])
    """
    if not text or len(text) > _LONGEST or ("{" not in text and "[" not in text):
        return []
    try:
        return [_DECODER.decode(_CONTROL.sub(" ", text))]
    except (ValueError, RecursionError):
        pass
    if '"' not in text and _QUOTES.search(text):
        text = html.unescape(text)
    return _Reader(_AROUND.sub("", text)).values()


class _Reader:
    """A text of JSON, and how far it is read."""

    def __init__(self, text: str) -> None:
        self.text = text
        self.at = 0

    def values(self) -> list[Any]:
        """Reads objects and lists one after the other, fifty at most, whatever stands between them."""
        found: list[Any] = []
        while len(found) < 50:
            start = min((n for n in (self.text.find("{", self.at), self.text.find("[", self.at)) if n >= 0), default=-1)
            if start < 0:
                break
            self.at = start
            found.append(self._value(0))
        return found

    def _next(self) -> str:
        """The next character that means something, empty at the end."""
        if (space := _SPACE.match(self.text, self.at)) is not None:
            self.at = space.end()
        return self.text[self.at : self.at + 1]

    def _value(self, depth: int) -> Any:
        """Reads the next value; None where it is nested too deep, and nothing is read after that."""
        first = self._next()
        if first in ("{", "[") and depth > _DEEPEST:
            self.at = len(self.text)
            return None
        if first == "{":
            return self._object(depth)
        if first == "[":
            return self._list(depth)
        return self._scalar(first)

    def _object(self, depth: int) -> dict[str, Any]:
        """Reads an object, of a name that comes twice the first value; what cannot be read is passed over."""
        self.at += 1
        found: dict[str, Any] = {}
        while (first := self._next()) not in ("", "}", "]"):
            if first in (",", ":", "{", "["):
                self.at += 1
                continue
            name = str(self._scalar(first))
            if self._next() == ":":
                self.at += 1
                if self._next() in ("}", ","):
                    continue
                value = self._value(depth + 1)
                found.setdefault(name, value)
        self.at += first == "}"
        return found

    def _list(self, depth: int) -> list[Any]:
        """Reads a list; what cannot be read in it is passed over."""
        self.at += 1
        found: list[Any] = []
        while (first := self._next()) not in ("", "]", "}"):
            if first in (",", ":"):
                self.at += 1
                continue
            found.append(self._value(depth + 1))
        self.at += first == "]"
        return found

    def _scalar(self, first: str) -> Any:
        """Reads a string, number or word that begins with `first`; None for a sign that begins none."""
        if first in ('"', "'"):
            return self._string(first)
        bare = _BARE.match(self.text, self.at)
        if bare is None:
            self.at += 1
            return None
        self.at = bare.end()
        word = bare[0]
        if _NUMBER.match(word) and len(word) < 40:
            return float(word) if set(word) & set(".eE") else int(word)
        return _WORDS.get(word, word)

    def _string(self, quote: str) -> str:
        """Reads a string up to the quote that ends it, which may stand unescaped within it too."""
        text = self.text
        start = end = self.at + 1
        while True:
            end = text.find(quote, end)
            if end < 0:
                end = len(text)
                break
            escaped = 0
            while text[end - 1 - escaped] == "\\":
                escaped += 1
            if escaped % 2 == 0 and _END.match(text, end + 1):
                break
            end += 1
        self.at = end + 1
        return _unescape(text[start:end])


def _unescape(text: str) -> str:
    """The text of a JSON string; half a letter, which no file can hold, is left out."""
    if "\\" in text:
        text = _ESCAPE.sub(lambda m: chr(int(m[1], 16)) if m[1] else _ESCAPED.get(m[2], m[2] or ""), text)
        text = _SURROGATES.sub(lambda m: m[0].encode("utf-16", "surrogatepass").decode("utf-16"), text)
        text = text.encode("utf-8", "ignore").decode()
    return text
