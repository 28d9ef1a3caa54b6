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
# Letters of those who live in the country and of their neighbours: Vietnamese, Ê Đê, Jrai, Ba Na (ŏ ĕ č ñ), Khmer, Lao, Thái,
# Chăm.
_OF_HERE = re.compile(f"{_VIETNAMESE.pattern[:-1]}ŏĕčñ\u1780-\u17ff\u0e80-\u0eff\uaa00-\uaadf]")


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


def is_written_here(text: str) -> bool:
    """Whether a text has letters that languages of the country are written with, in one word of fifty at least; True for a
    few words, which may do without."""
    sample = text[:_SAMPLE].lower()
    words = sample.split()
    few = sum(map(str.isalpha, sample)) < 100
    return few or len(_OF_HERE.findall(sample)) > 0.02 * len(words)


def is_foreign_script(text: str) -> bool:
    """Whether most letters of a text are of another script than Latin; False for a text without letters.

    >>> is_foreign_script("Ghe về vàm"), is_foreign_script("Паром"), is_foreign_script("2026")
    (False, True, False)
    """
    found = [character for character in text[:_SAMPLE] if character.isalpha()]
    return sum(not ("a" <= c.lower() <= "z" or "À" <= c <= "ɏ" or "Ḁ" <= c <= "ỿ") for c in found) > 0.5 * len(found)
