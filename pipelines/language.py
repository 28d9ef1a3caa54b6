"""Which language a text is in, as far as an archive of Vietnamese newspapers asks: vi, en, or what the page says."""

from __future__ import annotations

import re

_VIETNAMESE = re.compile("[ăâđêôơưạảấầẩẫậắằẳẵặẹẻẽếềểễệỉịọỏốồổỗộớờởỡợụủứừửữựỳỵỷỹ]")
_ENGLISH = frozenset(
    [
        "the",
        "of",
        "and",
        "to",
        "in",
        "a",
        "is",
        "that",
        "for",
        "it",
        "on",
        "with",
        "as",
        "was",
        "by",
        "at",
        "from",
        "are",
        "this",
        "be",
        "has",
        "have",
        "an",
    ]
)
_SAMPLE = 800  # characters


def language(text: str, declared: str = "") -> str | None:
    """`vi` where the letters are Vietnamese, `en` where the words are English, else the code of the `declared`
    language, None without one, and for a text without letters.
    """
    sample = text[:_SAMPLE].lower()
    words = sample.split()
    if not any(character.isalpha() for character in sample):
        return None
    if len(_VIETNAMESE.findall(sample)) > 0.25 * len(words):
        return "vi"
    if sum(word in _ENGLISH for word in words) > 0.12 * len(words):
        return "en"
    code = declared.strip().lower().replace("_", "-").split("-")[0]
    return code if len(code) in (2, 3) and code.isalpha() and code not in ("vi", "en") else None
