"""The text of an article that its page keeps in a string of a script, for the browser to put in its place."""

from __future__ import annotations

import html
import re

_CONTENT = re.compile(rb"<(?:div|section|article)\b[^>]*\bid=[\"']content[\"']", re.I)
_EMPTY_CONTENT = re.compile(rb"(<(?:div|section|article)\b[^>]*\bid=[\"']content[\"'][^>]*>)\s*</", re.I)
# A string that a script keeps in outputData, or puts into #content, in any of a script's three quotes.
_WRITTEN = re.compile(
    rb"(?:\boutputData\s*=|\(\s*[\"']#?content[\"']\s*\)\s*\.\s*(?:html\s*\(|innerHTML\s*=))\s*"
    rb"([\"'`])((?:[^\\]|\\.)*?)\1",
    re.S,
)
_ESCAPE = re.compile(r"\\(?:u\{([0-9a-fA-F]{1,6})\}|u([0-9a-fA-F]{4})|x([0-9a-fA-F]{2})|(\r?\n|.))", re.S)
_LETTERS = {"n": "\n", "t": "\t", "r": "\r", "b": "", "f": "", "v": "", "0": "", "\n": "", "\r\n": ""}


def with_text_in_place(body: bytes) -> bytes:
    """A page's bytes with the text that a script of it keeps, where the browser would put it: into the empty element with
    the id "content"; on a page without such an element, before the script. As they are where no script keeps one, or the
    element has a text already.
    """
    place = _EMPTY_CONTENT.search(body)
    if place is None and _CONTENT.search(body):
        return body
    if match := _WRITTEN.search(body):
        at = place.end(1) if place else max(body.rfind(b"<script", 0, match.start()), 0)
        return body[:at] + _unescaped(match[2]) + body[at:]
    return body


def _unescaped(literal: bytes) -> bytes:
    """What a script's string says; markup that was escaped once more is put right."""

    def letter(match: re.Match[str]) -> str:
        """The letter that an escape stands for."""
        code = match[1] or match[2] or match[3]
        return chr(min(int(code, 16), 0x10FFFF)) if code else _LETTERS.get(match[4], match[4])

    text = _ESCAPE.sub(letter, literal.decode("utf-8", "replace"))
    text = text.encode("utf-16", "surrogatepass").decode("utf-16", "replace")  # two escapes may be one character
    return (html.unescape(text) if "<" not in text else text).encode()
