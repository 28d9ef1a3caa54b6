"""The order of a Vietnamese dictionary."""

from __future__ import annotations

import re
from unicodedata import normalize

from vietnamese.fold import fold
from vietnamese.letters import TONE, TONELESS

_WORD = re.compile(r"[^\W_]+")
# Letters of their own follow their base letter: "~" and DEL are above every ASCII letter.
_RANK = str.maketrans({"ă": "a~", "â": "a\x7f", "đ": "d~", "ê": "e~", "ô": "o~", "ơ": "o\x7f", "ư": "u~"})


def sort_key(text: str) -> str:
    """A key whose order, compared by code point or as UTF-8 bytes, is that of a Vietnamese dictionary.

    The alphabet is a ă â b c d đ e ê ... o ô ơ ... u ư ... y, f j w z at their Latin places. Tones (ngang, huyền, hỏi,
    ngã, sắc, nặng) decide between syllables of the same letters, syllable by syllable; case decides last, lower first.

    >>> sorted(["Đà Lạt", "bà con", "Da", "ba cái", "ăn", "an"], key=sort_key)
    ['an', 'ăn', 'ba cái', 'bà con', 'Da', 'Đà Lạt']
    """
    text = normalize("NFC", text)
    key = []
    for word in _WORD.findall(text.lower()):
        tone = next((TONE[letter] for letter in word if letter in TONE), 0)
        letters = "".join(
            letter.translate(_RANK) if letter in "ăâđêôơư" else fold(letter) for letter in word.translate(TONELESS)
        )
        key.append(letters + chr(1 + tone))
    return "".join(key) + " " + text.swapcase()
