"""What somebody may have meant: words that the archive does not have ("Did you mean Thái Nguyên?"), operators of other
search engines, and who wrote.

The archive's own words are the dictionary: a spelling is tried by looking whether its index has it.
"""

from __future__ import annotations

import re
import sqlite3
import time
from collections import Counter
from collections.abc import Iterator, Sequence, Set
from functools import partial
from itertools import islice, product, takewhile
from unicodedata import normalize

from archive.search.filters import known, label_query
from archive.search.near_names import JOINED, place_meant, printed_label, value_meant
from archive.search.plan import TABLES, is_rare
from archive.search.search import search
from archive.search.spellings import likely, spellings, unmarked
from archive.time_limit import TimeUpError, limited
from vietnamese import fold
from vietnamese.bylines import persons
from vietnamese.matching import Form, Index, match
from vietnamese.places import find_place, place_words
from vietnamese.query import WORD, Query, Term, parse

_LONGEST = 6  # words of a query that is looked at
_OPTIONS, _TRIED = 12, 60  # spellings of a word, and of all of them together
_PLENTY, _ENOUGH = 1_000, 100  # articles with a phrase, and with a word, that are counted
_MORE = 5  # times as many articles must have what is suggested
_COUNTED = 1_000  # articles of an author that are counted
_FORMULA = re.compile(r"[A-Z]+[0-9][A-Z0-9]*")  # CO2, H5N1: no marks typed as digits
_SIGNERS, _LONGEST_BYLINE = 4, 16  # names of a byline, and words of one that are looked up


def suggestion(conn: sqlite3.Connection, text: str, found: int = 0, seconds: float = 0.04) -> str | None:
    """What to search for instead, as the newspapers print it; None where nothing alike is there more often.

    `found` is how many articles have what was typed, side by side: of words that are all known then only the diacritics
    may be wrong ("truờng học"). Misspelt words ("dak lk"), words joined
    ("thainguyen") or divided ("ngu yen"), and marks typed as letters ("tieengs") are looked for, within so many seconds
    of CPU. Names behind operators are those of the archive's newspapers, provinces, sections and authors.
    """
    until = time.thread_time() + seconds
    if meant := value_meant(conn, " ".join(normalize("NFC", text).split()), lambda: time.thread_time() < until):
        return meant
    query = parse(text, partial(known, conn))
    if len(query.terms) != 1 or query.terms[0].verbatim:
        return None
    words = [fold(word) for word in query.terms[0].words]
    if not 1 <= len(words) <= _LONGEST or not all(word.isascii() and word.isalnum() for word in words):
        return None
    guess = _Guess(conn, until, {fold(word) for word in query.terms[0].words if _FORMULA.fullmatch(word)})
    if not found and (place := place_meant(conn, " ".join(words))):
        name = fold(place[1])
        return guess.printed(name) if guess.articles(name) else ":".join(place)
    if found and all(map(guess.articles, words)):
        return guess.marked_otherwise(query.terms[0])  # rare, but words: any other is as near
    best, articles = guess.best(words)
    # Few may be found of what is common because of what narrows it.
    if not best or articles < max(1, _MORE * max(found, guess.articles(" ".join(words)))):
        return None if found else guess.apart(words, query.terms[0].words)
    typed = r"\W+".join(map(re.escape, query.terms[0].words))
    changed, times = re.subn(typed, lambda _: guess.printed(best), text, count=1)
    return changed if times and changed != text else guess.printed(best)


def authors(conn: sqlite3.Connection, text: str, seconds: float = 0.025) -> list[tuple[str, int]]:
    """The authors whose whole name `text` is, or whom it names as a byline does ("Bài, ảnh: LÁ XANH - MINH HOÀNG"), with or
    without diacritics: each as printed, and the number of articles, which is counted up to _COUNTED and is one more than
    that where there are more.

    A byline that names nobody ("Theo TTXVN") is told whole; of what stands beside one on a page ("28/8/2020 · Lá Xanh") it
    is taken. Empty where nobody signs so, or where looking takes more than `seconds` of CPU.
    """
    found: dict[str, int] = {}
    asked = parse(text)
    if asked.newspapers or asked.provinces or asked.sections or asked.authors or asked.without:
        return []
    try:
        with limited(conn, seconds):
            for line in normalize("NFC", text).split(" · ")[:_SIGNERS]:
                pen_names = [name.rpartition(":")[2] for name in JOINED.split(re.sub(r"\s*\([^()]*\)", "", line))]
                for names in (persons(line), pen_names[:_SIGNERS], [line]):
                    signed = dict(filter(None, (_signed(conn, name) for name in names)))
                    found |= signed
                    if signed:
                        break
    except TimeUpError:
        return []
    return list(found.items())


def _signed(conn: sqlite3.Connection, name: str) -> tuple[str, int] | None:
    """The name as it is printed, and how many articles are signed so; None where none is."""
    words = [fold(word) for word in WORD.findall(name)]
    printed = printed_label(conn, "byline", words) if 1 <= len(words) <= _LONGEST_BYLINE else None
    if not printed:
        return None
    rows = f"select 1 from articles_labels where articles_labels match ? limit {_COUNTED + 1}"
    (articles,) = conn.execute(f"select count(*) from ({rows})", [label_query("byline", " ".join(words))]).fetchone()
    return printed, articles


# Brackets around words with an operator between, which a `-` may leave out; and how they are said here.
_BRACKETS = re.compile(r"\((?P<inside>[^()]*[\s|](?:OR|HOẶC|HOAC|AND|NOT|NEAR|\|+)[\s|][^()]*|[^()]*\|[^()]*)\)")
_LEFT_OUT = re.compile(r"(?<!\S)-\((?P<inside>[^()]+)\)")
_EITHER = re.compile(r"\s*(?:\|+|(?<!\S)(?:OR|HOẶC|HOAC)(?!\S))\s*")
# A star that a word is to begin or end with, or that stands for one; `khách sạn 5*` has none, nor has what is long.
_STAR = re.compile(r"(?<=[^\W\d_])\*(?![*\w])|(?<![\w*])\*(?=[^\W\d_])|(?<=\w )\* (?=\w)")
_SHORT_TEXT = 10  # words: what is longer was pasted, where a star is a sign of its own
# Operators of other search engines, between words: `mận AND hậu`, `a NEAR/5 b`, `mận AND NOT chè`, `mận|chè`.
_ELSEWHERE = re.compile(
    r'["“][^"“”]*["”]'
    r"|(?i:(?<=\S )(?P<and>and|và|near(?:/[0-9]+)?) (?=\S))"
    r'|(?i:(?<!\S)(?P<not>not) (?=[\w"“]))'
    r"|(?P<alone>^(?:AND|NEAR) | (?:AND|NOT|NEAR)$)"  # with nothing on one side
    r"|(?<=[^\s|])(?P<bar> ?\|{1,2} ?)(?=[^\s|])|(?<=\S )(?P<or>[Hh]oặc|hoac)(?= \S)"
)
_INSTEAD = {"and": "", "alone": "", "not": "-", "bar": " HOẶC ", "or": "HOẶC"}


def operators_elsewhere(text: str, found: bool) -> tuple[list[str], str] | None:
    """The operators of other search engines in a text, and what it is with the archive's own; None without any.

    Where anything was `found`, only words in capitals are operators, and these not where all is in capitals: to look for
    "và", "hoặc" or "near" is as good as for any other word.

    >>> operators_elsewhere("mận AND NOT chè", found=True), operators_elsewhere("mận hoặc chè", found=True)
    ((['AND', 'NOT'], 'mận -chè'), None)
    >>> operators_elsewhere("mận AND", found=True), operators_elsewhere("TIN AND", found=True)
    ((['AND'], 'mận'), None)
    >>> operators_elsewhere("mận hoặc chè|hậu", found=False)
    (['hoặc', '|'], 'mận HOẶC chè HOẶC hậu')
    >>> operators_elsewhere("(mận OR lê) hậu*", found=True), operators_elsewhere("mận -(chè OR lê)", found=True)
    ((['( )', '*'], 'mận HOẶC lê, hậu'), (['( )'], 'mận -chè -lê'))
    >>> operators_elsewhere("mận -(chè xanh OR lê)", found=True), operators_elsewhere("ba ấp " * 4 + "mận hậu*", found=True)
    ((['( )'], 'mận -"chè xanh" -lê'), (['*'], 'ba ấp ba ấp ba ấp ba ấp mận hậu'))
    """
    text = " ".join(normalize("NFC", text).split())
    named, text = _brackets_and_stars(text)
    capitals = text != text.upper()

    def instead(match: re.Match[str]) -> str:
        """What stands for an operator, which is noted; what is none as it is."""
        kind = match.lastgroup
        if kind is None or ((found or kind == "alone") and not (capitals and match[kind].isupper())):
            return match[0]
        named.append(match[kind].strip())
        return _INSTEAD[kind]

    meant = _ELSEWHERE.sub(instead, text)
    return (list(dict.fromkeys(named)), meant) if named else None


# A word left out, and what stands beside it without an operator: perhaps the rest of the word.
_LEFT_OUT_WORD = re.compile(r"(?<!\S)-(?P<word>[^\W\d_]+)(?P<rest>(?: [^\W\d_]+)+)(?!\S)")


def left_out_apart(conn: sqlite3.Connection, text: str) -> tuple[str, str] | None:
    """Of a short text with `-cà phê` what the minus leaves out, and the text with `-"cà phê"`: as many words as the archive
    has side by side, up to three more. None where there is no such, or no article has them so.
    """
    text = " ".join(normalize("NFC", text).split())
    found = _LEFT_OUT_WORD.search(text) if len(text.split()) <= _SHORT_TEXT else None
    if not found:
        return None
    rest = list(takewhile(lambda word: not _EITHER.fullmatch(word), found["rest"].split()[:3]))
    for number in range(len(rest), 0, -1):
        words = (found["word"], *rest[:number])
        if not any(is_rare(conn, TABLES[Index.FOLDED], word) for word in words):
            continue
        expression = match(parse(f'"{" ".join(words)}"'), Index.FOLDED)
        if conn.execute("select 1 from articles_fts where articles_fts match ? limit 1", [expression]).fetchone():
            return found["word"], text.replace(f"-{' '.join(words)}", f'-"{" ".join(words)}"', 1)
    return None


def _brackets_and_stars(text: str) -> tuple[list[str], str]:
    """Which of brackets and stars are operators in a text, and what it is without: a comma divides what they held."""
    parts = text
    if _BRACKETS.search(text) or _LEFT_OUT.search(text):
        parts = _LEFT_OUT.sub(lambda found: " ".join(map(_without, _EITHER.split(found["inside"].strip()))), text)
        parts = _BRACKETS.sub(lambda found: f"({_EITHER.sub(' HOẶC ', found['inside'])})", parts)
        parts = re.sub(r"[\s,]*[()][\s,()]*", ", ", parts).strip(" ,")
        parts = re.sub(r",( (?:OR|HOẶC|HOAC))?(?: AND)?, ", lambda found: f"{found[1] or ','} ", parts)
    bare = _STAR.sub("", parts) if len(parts.split()) <= _SHORT_TEXT else parts
    return [*(["( )"] if parts != text else []), *(["*"] if bare != parts else [])], bare


def _without(words: str) -> str:
    """What leaves out words: several in quotes."""
    return f'-"{words}"' if " " in words and '"' not in words else f"-{words}"


class _Guess:
    """Looks for other spellings of words, but for those of `formulas`, until the time is up."""

    def __init__(self, conn: sqlite3.Connection, until: float, formulas: Set[str]) -> None:
        self.conn = conn
        self.until = until
        self.formulas = formulas
        self.known: dict[str, int] = {}

    def best(self, words: list[str]) -> tuple[str, int]:
        """The phrase that most articles have, and how many do."""
        found = max(((self.articles(phrase), phrase) for phrase in self.phrases(words)), default=(0, ""))
        return found[1], found[0]

    def phrases(self, words: list[str]) -> Iterator[str]:
        """Yields phrases to look for instead of these folded words, the likeliest first: two words joined, else the
        words that the archive lacks, or where it has all of them the rarest ones, spelled otherwise.
        """
        missing = [place for place, word in enumerate(words) if not self.articles(word)]
        for place in range(len(words) - 1):  # divided
            yield " ".join([*words[:place], words[place] + words[place + 1], *words[place + 2 :]])
        if missing:
            # A place's name is spelled rightly, whether or not the archive has it, and a word of one may be.
            start, end, _ = find_place(words, folded=True) or (0, 0, ())
            options = [
                [*[word][: word in place_words()], *self.options(word)]
                if place in missing and not start <= place < end
                else [word]
                for place, word in enumerate(words)
            ]
            yield from (" ".join(some) for some in islice(product(*options), _TRIED))
        else:
            for place, word in sorted(enumerate(words), key=lambda one: self.articles(one[1])):
                for other in self.options(word):
                    yield " ".join([*words[:place], other, *words[place + 1 :]])

    def apart(self, words: list[str], typed: Sequence[str]) -> str | None:
        """What was `typed` (the same words folded: `words`) put right, so that one article has them all, if not side by side:
        each word that the archive lacks in another spelling. Else without the one word by which a province or newspaper may
        be meant, and with the operator for it. None where neither finds an article.
        """
        missing = [word for word in words if not self.articles(word) and word not in place_words()]
        best = [options[0] if word in missing and (options := self.options(word)) else word for word in words]
        if best != words and self.together(" ".join(best)):
            put_right = zip(words, best, typed, strict=True)
            return " ".join(written if other == word else self.printed(other) for word, other, written in put_right)
        for word in missing:
            rest = [at for at, other in enumerate(words) if other != word]
            if self.together(" ".join(words[at] for at in rest)) and (place := place_meant(self.conn, word)):
                return f"{' '.join(typed[at] for at in rest)} {':'.join(place)}"
        return None

    def together(self, words: str) -> bool:
        """Whether an article has all the words."""
        if not words or time.thread_time() > self.until:
            return False
        expression = " AND ".join(f'"{word}"' for word in words.split())
        row = self.conn.execute("select 1 from articles_fts where articles_fts match ? limit 1", [expression])
        return row.fetchone() is not None

    def options(self, word: str) -> list[str]:
        """Other spellings of a word that the archive has, those in most articles first. Where marks were typed as letters or
        digits, a slip of the finger is no second guess.
        """
        if word in self.formulas:
            return []
        near = likely(word) if any(map(self.articles, unmarked(word))) else spellings(word)
        found = {other: articles for other in near if (articles := self.articles(other))}
        return sorted(found, key=lambda other: -found[other])[:_OPTIONS]

    def articles(self, phrase: str) -> int:
        """In how many articles a word or phrase is, as far as that is counted; 0 once the time is up."""
        if phrase not in self.known:
            if time.thread_time() > self.until:
                return 0
            words = tuple((word,) for word in phrase.split())
            expression = match(Query(groups=((Term(words),),)), Index.FOLDED, Form.PHRASE)
            most = _PLENTY if len(words) > 1 else _ENOUGH
            rows = f"select 1 from articles_fts where articles_fts match ? limit {most}"
            self.known[phrase] = self.conn.execute(f"select count(*) from ({rows})", [expression]).fetchone()[0]
        return self.known[phrase]

    def marked_otherwise(self, term: Term) -> str | None:
        """A term that was typed with diacritics as it is printed, where no article has it with these; else None."""
        expression = match(Query(groups=((term,),)), Index.EXACT, Form.PHRASE)
        rows = "select 1 from articles_exact where articles_exact match ? limit 1"
        if not term.marked or self.conn.execute(rows, [expression]).fetchone():
            return None
        phrase = " ".join(map(fold, term.words))
        printed = self.printed(phrase)
        return printed if printed != phrase else None

    def printed(self, phrase: str) -> str:
        """A phrase as the newest articles print it most often."""
        forms: Counter[str] = Counter()
        for hit in search(self.conn, phrase, limit=10, seconds=0.05).hits:
            for shown in (hit.title, hit.snippet):
                for start, end in shown.hits[:3]:
                    if " ".join(WORD.findall(fold(shown.text[start:end]))) == phrase:
                        forms[" ".join(shown.text[start:end].split())] += 1
        return max(forms, key=lambda form: (forms[form], not form.isupper())) if forms else phrase
