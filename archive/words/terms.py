"""The words and pairs of words of an article, just as the index `articles_exact` has them: so that both count the same."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterable
from itertools import pairwise

from vietnamese.letters import tone_variants

TOKENIZER = "unicode61 remove_diacritics 0"  # of `articles_exact`
_KEPT = 500_000  # words whose spelling is kept in mind


class _Letters(dict[int, str]):
    """What SQLite's tokenizer makes of a character, asked once for each: the letter in lower case, or a space.

    A mark that only goes on with a word it stands in is itself, and in `marks`.
    """

    def __init__(self) -> None:
        super().__init__()
        self.marks: set[str] = set()
        self.conn: sqlite3.Connection | None = None

    def __missing__(self, code: int) -> str:
        alone, within = self._tokens(chr(code)), self._tokens(f"a{chr(code)}a")
        if alone:
            self[code] = alone[0]
        elif len(within) == 1 and len(within[0]) > 2:
            self[code] = within[0][1:-1]
            self.marks.add(self[code])
        else:
            self[code] = " " if len(within) > 1 else ""
        return self[code]

    def _tokens(self, text: str) -> list[str]:
        """Has SQLite cut a text into words; none where it holds half a surrogate pair."""
        if self.conn is None:
            self.conn = sqlite3.connect(":memory:", isolation_level=None, check_same_thread=False)
            self.conn.execute(f"create virtual table texts using fts5(text, tokenize='{TOKENIZER}')")
            self.conn.execute("create virtual table found using fts5vocab(texts, instance)")
        try:
            self.conn.execute("insert into texts(rowid, text) values (1, ?)", [text])
        except UnicodeEncodeError:  # half a letter, which SQLite does not hold
            return []
        found = [term for (term,) in self.conn.execute("select term from found order by offset")]
        self.conn.execute("delete from texts")
        return found


class _Spellings(dict[str, str]):
    """A word with its tone where most print it: hòa for hoà, which are looked for together."""

    def __missing__(self, word: str) -> str:
        if len(self) >= _KEPT:
            self.clear()
        self[word] = spelling = max(tone_variants(word))
        return spelling


_letters, _spellings = _Letters(), _Spellings()


def words_of(text: str) -> list[str]:
    """The words of a text in their order, in lower case, with tone marks where most print them.

    >>> words_of("Hoà Bình, 120 m² - ĐT-743")
    ['hòa', 'bình', '120', 'm²', 'đt', '743']
    """
    read = text.translate(_letters)
    words = read.split()
    if _letters.marks and not _letters.marks.isdisjoint(read):
        marks = "".join(_letters.marks)
        words = [bare for word in words if (bare := word.lstrip(marks))]
    return [_spellings[word] for word in words]


def terms_of(texts: Iterable[str | None]) -> set[str]:
    """The words of some texts, and the pairs that stand side by side in one, with a space between.

    >>> sorted(terms_of(["Chợ nổi", None, "nổi lửa"]))
    ['chợ', 'chợ nổi', 'lửa', 'nổi', 'nổi lửa']
    """
    found: set[str] = set()
    for text in texts:
        if text:
            words = words_of(text)
            found.update(words)
            found.update(map(" ".join, pairwise(words)))
    return found
