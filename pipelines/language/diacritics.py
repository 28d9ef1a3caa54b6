"""Letters right: old encodings restored, code points repaired, what is invisible taken out. Spelling stays as printed."""

from __future__ import annotations

from collections import Counter

from vietnamese import is_syllable, legacy
from vietnamese.legacy.mojibake import utf8
from vietnamese.legacy.tables import READINGS

_READINGS = {**READINGS, "utf-8": utf8}


def right(text: str, stats: dict[str, int] | None = None) -> str:
    """One line with its letters right; what was repaired is counted into `stats`."""
    fixed, done = legacy.clean(text)
    if done and stats is not None:
        for name, times in Counter(done).items():
            stats[f"letters/{name}"] = stats.get(f"letters/{name}", 0) + times
    # No white space but the space can be printed: a line that has single spaces already is told in a fifth of the time.
    if fixed.isprintable() and "  " not in fixed and fixed[:1] != " " != fixed[-1:]:
        return fixed
    if "\n" in fixed:
        return "\n".join(filter(None, (" ".join(row.split()) for row in fixed.split("\n"))))
    return " ".join(fixed.split())


def like_the_rest(text: str, stats: dict[str, int]) -> str:
    """A line too short to show its old encoding, read as the longer lines of its page were, where that makes it words."""
    if text.isascii() or len(text) > 80 or _are_words(text):
        return text
    name = next((name for name in _READINGS if f"letters/{name}" in stats), None)
    read = _READINGS[name](text) if name else text
    return read if _are_words(read) else text


def _are_words(text: str) -> bool:
    """Whether all words of a text are ASCII or Vietnamese syllables."""
    words = [word.strip(".,:;()[]\"'“”-–") for word in text.split()]
    return all(word.isascii() or is_syllable(word) for word in words)
