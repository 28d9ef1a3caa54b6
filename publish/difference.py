"""What changed between two revisions, word by word."""

from __future__ import annotations

import re
from collections.abc import Iterator
from difflib import SequenceMatcher
from sqlite3 import Row

# ("same" | "gone" | "new", text)
Piece = tuple[str, str]

_WORDS = re.compile(r"\s+|[^\s\w]|\w+")
# Words of a paragraph compared one by one; a longer one counts as replaced.
_MOST = 2_000


def difference(old: Row, new: Row) -> dict[str, list[list[Piece]]]:
    """The changed paragraphs of title, lead and body, each a list of pieces; what is alike is left out."""
    found: dict[str, list[list[Piece]]] = {}
    for name in ("title", "lead", "byline", "body"):
        before, after = (revision[name] or "" for revision in (old, new))
        if before != after:
            found[name] = list(_paragraphs(before.split("\n\n"), after.split("\n\n")))
    return found


def _paragraphs(old: list[str], new: list[str]) -> Iterator[list[Piece]]:
    for kind, i, j, k, m in SequenceMatcher(a=old, b=new, autojunk=False).get_opcodes():
        if kind == "equal":
            continue
        # Paragraphs replaced one for one are compared inside; what is left over came or went whole.
        pairs = min(j - i, m - k)
        for offset in range(pairs):
            yield _words(old[i + offset], new[k + offset])
        yield from ([("gone", text)] for text in old[i + pairs : j] if text)
        yield from ([("new", text)] for text in new[k + pairs : m] if text)


def _words(old: str, new: str) -> list[Piece]:
    a, b = _WORDS.findall(old), _WORDS.findall(new)
    matcher = SequenceMatcher(a=a, b=b, autojunk=False)
    if len(a) > _MOST or len(b) > _MOST or matcher.quick_ratio() < 0.3:
        return [(kind, text) for kind, text in (("gone", old), ("new", new)) if text]
    pieces: list[Piece] = []
    for kind, i, j, k, m in matcher.get_opcodes():
        if kind == "equal":
            pieces.append(("same", "".join(a[i:j])))
        else:
            pieces += [("gone", "".join(a[i:j]))] if i < j else []
            pieces += [("new", "".join(b[k:m]))] if k < m else []
    return pieces
