"""What a person types into a search box, read as a query, and written as MATCH expressions of SQLite's FTS5.

- Words typed side by side are looked for side by side: a Vietnamese word or name is most often two or three syllables,
  and "thanh hoa" should not find "thành phố Hòa Bình". A comma divides.
- "Quotes" keep words as they are; `title:` looks in headlines only; `OR` between two of these asks for either; `-word`
  and `-"several words"` leave out.
- `newspaper:`, `province:`, `since:` and `until:` (2015, 2015-03, 2015-03-20, 20/3/2015) filter.
- The names of a place meet (places.csv), but for those in quotes.

Everything else is text, and no input is an error.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date
from enum import Enum
from functools import cached_property
from itertools import groupby, islice, product
from operator import itemgetter
from unicodedata import normalize

from vietnamese.fold import fold, plain
from vietnamese.letters import MARKED, exact, tone_variants
from vietnamese.places import find_place, place_id

Words = tuple[str, ...]

NOTHING = '""'  # a MATCH expression that finds none


class Index(Enum):
    """How an FTS5 index holds the text; both are tokenized by unicode61."""

    EXACT = "as printed: remove_diacritics 0"
    FOLDED = "without marks: remove_diacritics 2, of `plain` text"


class Form(Enum):
    """How near to each other the words of a term must stand."""

    PHRASE = "side by side"
    LOOSE = "side by side where they are one name, else anywhere"
    SCATTERED = "anywhere"


@dataclass(frozen=True)
class Term:
    """Words looked for together: `units` in the order typed, each of words that were typed without a space between.

    `verbatim`: they were in quotes. `title`: in headlines only.
    """

    units: tuple[Words, ...]
    verbatim: bool = False
    title: bool = False

    @property
    def words(self) -> Words:
        return tuple(word for unit in self.units for word in unit)

    @property
    def marked(self) -> bool:
        """Whether it was typed with diacritics."""
        return not _MARKS.isdisjoint("".join(self.words))


@dataclass(frozen=True)
class Query:
    """A query: of each of `groups` one term must be found, of `without` none.

    `since` and `until` are days as yyyymmdd, both included; a month is its days 0 to 99, a year its months 0 to 99.
    `newspapers` are ids or titles as typed, `provinces` ids of places.csv or else what was typed.
    """

    groups: tuple[tuple[Term, ...], ...] = ()
    without: tuple[Term, ...] = ()
    newspapers: tuple[str, ...] = ()
    provinces: tuple[str, ...] = ()
    since: int | None = None
    until: int | None = None

    def __bool__(self) -> bool:
        return self != Query()

    @property
    def terms(self) -> tuple[Term, ...]:
        return tuple(term for group in self.groups for term in group)

    @cached_property
    def marked(self) -> bool:
        """Whether anything looked for was typed with diacritics: then exact matches come first."""
        return any(term.marked for term in self.terms)


def parse(text: str) -> Query:
    """The query in what was typed; of more than 64 words the first ones.

    >>> query = parse('title:"cà phê" province:đắc lắc -bão since:2020-03')
    >>> query.provinces, query.since, query.groups[0][0].title, query.without[0].words
    (('dak-lak',), 20200300, True, ('bão',))
    """
    return _Reader(normalize("NFC", text.encode("utf-8", "ignore").decode("utf-8"))).query()


def match(query: Query, index: Index, form: Form = Form.LOOSE, *, merged: bool = False) -> str:
    """A MATCH expression of what is looked for, empty where nothing is. `merged`: provinces also under the names of
    those that are one with them since July 2025.

    >>> match(parse("hòa bình"), Index.EXACT), match(parse("Hòa Bình"), Index.FOLDED)
    ('("hòa bình" OR "hoà bình")', '"hoa binh"')
    """
    groups = [_any(_term(term, index, form, merged) for term in group) for group in query.groups]
    return " AND ".join(groups)


def without(query: Query) -> dict[Index, str]:
    """MATCH expressions of what is left out, each for the index that tells it apart: as printed with diacritics."""
    left_out: dict[Index, list[str]] = {}
    for term in query.without:
        index = Index.EXACT if term.marked else Index.FOLDED
        left_out.setdefault(index, []).append(_term(term, index, Form.PHRASE, False))
    return {index: _any(terms) for index, terms in left_out.items()}


def fts_query(text: str | None) -> str:
    """A MATCH expression for a folded index of what a person typed; one that finds nothing for nothing.

    Its filters (`newspaper:`, `since:`, ...) are beyond a MATCH expression and left aside.

    >>> fts_query("Mù Cang Chải"), fts_query('LĐ-TB&XH "'), fts_query("AND ("), fts_query("")
    ('"Mù Cang Chải"', '"LD TB XH"', '"AND"', '""')
    """
    return _expression(parse(text or ""), Index.FOLDED)


def exact_query(text: str | None) -> str:
    """Likewise for an index as printed, of what was typed with diacritics; one that finds nothing where there are none.

    >>> exact_query("bão"), exact_query("bao")
    ('"bão"', '""')
    """
    query = parse(text or "")
    return _expression(query, Index.EXACT) if query.marked else NOTHING


def _expression(query: Query, index: Index) -> str:
    found = match(query, index)
    left_out = [_term(term, index, Form.PHRASE, False) for term in query.without]
    if not found:
        return NOTHING
    return f"({found}) NOT {_any(left_out)}" if left_out else found


# --- reading ---------------------------------------------------------------------------------------------------------

_MOST_WORDS = 64
_LONGEST_NAME = 6  # "thành phố Hồ Chí Minh"
_MARKS = frozenset(MARKED)
_WORD = re.compile(r"[^\W_]+")
_TOKEN = re.compile(
    r"(?P<field>(?<!\S)(?:title|newspaper|province|since|until):(?=[^\s:]))"
    r'|(?P<not>(?<!\S)-(?=[^\W\d_]|["“]))'
    r'|["“](?P<quoted>[^"“”]*)["”]'
    r"|(?P<or>(?<!\S)OR(?!\S))"
    r'|(?P<divide>[,;"“”])'
    r'|(?P<chunk>[^\s,;"“”]+)'
)
_YEAR_FIRST = re.compile(r"(\d{4})(?:[-/](\d{1,2})(?:[-/](\d{1,2}))?)?")
_DAY_FIRST = re.compile(r"(?:(\d{1,2})[-/.])?(\d{1,2})[-/.](\d{4})")


class _Reader:
    """Reads the tokens from left to right; `run` gathers what stands side by side."""

    def __init__(self, text: str) -> None:
        self.tokens = [(match.lastgroup or "", match[match.lastgroup or 0]) for match in _TOKEN.finditer(text)]
        self.groups: list[list[Term]] = []
        self.without: list[Term] = []
        self.newspapers: list[str] = []
        self.provinces: list[str] = []
        self.days: dict[str, int] = {}
        self.run: list[Words] = []
        self.title = False
        self.either = False
        self.room = _MOST_WORDS

    def query(self) -> Query:
        position = 0
        while position < len(self.tokens) and self.room:
            position += self.read(*self.tokens[position], position + 1)
        self.close()
        query = Query(
            tuple(map(tuple, self.groups)),
            tuple(self.without),
            tuple(self.newspapers),
            tuple(self.provinces),
            self.days.get("since"),
            self.days.get("until"),
        )
        if not query and ("or", "OR") in self.tokens:  # nothing on either side: the word itself
            return Query(groups=((Term((("OR",),)),),))
        return query

    def read(self, kind: str, value: str, ahead: int) -> int:
        """Takes in a token; how many it took, with those ahead that belong to it."""
        if kind == "chunk":
            if words := self.words(value):
                self.run.append(words)
        elif kind == "quoted":
            title = self.title and not self.run
            self.close()
            if words := self.words(value):
                self.add(Term((words,), verbatim=True, title=title))
        elif kind == "not":
            kind, value = self.tokens[ahead] if ahead < len(self.tokens) else ("", "")
            if kind in ("chunk", "quoted"):
                if words := self.words(value):
                    self.without.append(Term((words,), verbatim=kind == "quoted"))
                return 2
        elif kind == "field":
            self.close()
            return 1 + self.field(value[:-1], ahead)
        else:
            self.close()
            self.either = kind == "or" and bool(self.groups)
        return 1

    def field(self, name: str, ahead: int) -> int:
        """Takes in what follows a field's name; how many tokens."""
        if name == "title":
            self.title = True
            return 0
        values: list[str] = []
        for kind, value in self.tokens[ahead : ahead + _LONGEST_NAME]:
            if kind == "quoted" and not values:
                values = [value]
            if kind != "chunk":
                break
            values.append(value)
        if not values:
            return 0
        if name == "newspaper":
            self.newspapers.append(values[0])
            return 1
        if name == "province":
            for count in range(len(values), 0, -1):
                if place := place_id(" ".join(values[:count])):
                    self.provinces.append(place)
                    return count
            self.provinces.append(values[0])
            return 1
        if (day := _day(values[0])) is not None:
            self.days[name] = day if name == "since" else day + _rest_of(day)
        elif words := self.words(f"{name} {values[0]}"):
            self.run.append(words)
        return 1

    def words(self, text: str) -> Words:
        words = tuple(_WORD.findall(text))[: self.room]
        self.room -= len(words)
        return words

    def close(self) -> None:
        """Ends the run of words that stand side by side."""
        if self.run:
            self.add(Term(tuple(self.run), title=self.title))
            self.run = []
            self.title = False

    def add(self, term: Term) -> None:
        if self.either:
            self.groups[-1].append(term)
        else:
            self.groups.append([term])
        self.either = False
        self.title = False


def _day(text: str) -> int | None:
    """2015-03-20 as 20150320, 2015-03 as 20150300, 2015 as 20150000; None for what is no date."""
    if match := _YEAR_FIRST.fullmatch(text):
        year, month, day = match.groups()
    elif match := _DAY_FIRST.fullmatch(text):
        day, month, year = match.groups()
    else:
        return None
    try:
        date(int(year), int(month or 1), int(day or 1))
    except ValueError:
        return None
    return int(year) * 10_000 + int(month or 0) * 100 + int(day or 0)


def _rest_of(day: int) -> int:
    """How far it is to the end of a year or a month that was given instead of a day."""
    return 9999 if day % 10_000 == 0 else 99 if day % 100 == 0 else 0


# --- writing ---------------------------------------------------------------------------------------------------------

_ONE_NAME = 3  # syllables that most often are one word or name
_MOST_SPELLINGS = 32


@dataclass(frozen=True, slots=True)
class _Piece:
    """A part of a term: units that stand between places, or a place under its names, the one typed first."""

    units: list[Words]
    names: tuple[Words, ...] = ()


def _term(term: Term, index: Index, form: Form, merged: bool) -> str:
    pieces = [_Piece([term.words])] if term.verbatim else _pieces(term, index, merged)
    groups: list[list[tuple[Words, ...]]] = []  # each to be found side by side, as alternatives one after the other
    for piece in pieces:
        parts: list[tuple[Words, ...]] = [piece.names] if piece.names else [(unit,) for unit in piece.units]
        if form is Form.SCATTERED or (form is Form.LOOSE and len(parts) > _ONE_NAME):
            groups += [[part] for part in parts]
        elif form is Form.LOOSE or not groups:
            groups.append(parts)
        else:
            groups[0] += parts
    found = " AND ".join(_any(_phrases(group, index)) for group in groups)
    if term.title:
        return f"title : ({found})"
    return f"({found})" if len(groups) > 1 else found


def _pieces(term: Term, index: Index, merged: bool) -> list[_Piece]:
    """The term cut where it names places."""
    key = exact if index is Index.EXACT else fold
    words = term.words
    keys = [key(word) for word in words]
    units = [index for index, unit in enumerate(term.units) for _ in unit]  # which unit each word is of
    pieces = []
    start = 0
    while start < len(words):
        place = find_place(keys[start:], folded=index is Index.FOLDED, merged=merged)
        until = start + place[0] if place else len(words)
        between = [
            tuple(words[i] for i, _ in run) for _, run in groupby(enumerate(units[start:until], start), itemgetter(1))
        ]
        if between:
            pieces.append(_Piece(between))
        start = until
        if place:
            start += place[1] - place[0]
            typed = tuple(words[until:start])
            pieces.append(_Piece([typed], tuple(dict.fromkeys([tuple(keys[until:start]), *place[2]]))))
    return pieces


def _phrases(parts: list[tuple[Words, ...]], index: Index) -> Iterator[str]:
    """Each way in which the parts, one after the other, may be spelled, as FTS5 phrases."""
    for some in islice(product(*parts), _MOST_SPELLINGS):
        words = [word for part in some for word in part]
        if index is Index.FOLDED:
            yield f'"{plain(" ".join(words))}"'
        else:
            spelled = product(*map(tone_variants, words))
            yield from (f'"{" ".join(variant)}"' for variant in islice(spelled, _MOST_SPELLINGS))


def _any(found: Iterable[str]) -> str:
    alternatives = list(dict.fromkeys(islice(found, 2 * _MOST_SPELLINGS)))
    return alternatives[0] if len(alternatives) == 1 else f"({' OR '.join(alternatives)})"
