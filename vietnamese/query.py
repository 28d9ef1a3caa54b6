"""What a person types, or pastes, into a search box, read as a query (vietnamese.matching asks it of an index).

- Words typed side by side are looked for side by side: a Vietnamese word or name is most often two or three syllables,
  and "thanh hoa" should not find "thành phố Hòa Bình". A comma divides.
- "Quotes" keep words as they are; `title:` looks in headlines only; `OR` or `HOẶC` between two of these asks for either;
  `-word` and `-"several words"` leave out.
- Operators (vietnamese.operators, in English and Vietnamese) filter: `newspaper:`, `province:`, `section:`, `author:`, `status:`,
  `since:` and `until:` (2015, 2015-03, 2015-03-20, 20/3/2015). A value may have spaces where it is a name that is known.
  A blank after the colon is passed over in what is short, or where it begins the text, if the value can be used.
- The names of a place meet (places.csv), but for those in quotes.

Everything else is text, and no input is an error: what looks like an operator and cannot be used is named in
`Query.unread`. Letters are repaired as those of pages are, so that both agree.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from functools import cached_property
from unicodedata import normalize

from vietnamese.credits import LABELLED
from vietnamese.legacy import clean
from vietnamese.legacy.mojibake import utf8
from vietnamese.letters import is_syllable
from vietnamese.operators import EMPTY, LIKE_OPERATOR, STATUS_OF, TOKEN, Unread, operator
from vietnamese.places import place_id

Words = tuple[str, ...]
Known = Callable[[str, str], bool]  # whether an operator (newspaper, section, author) knows a value


@dataclass(frozen=True)
class Term:
    """Words looked for together: `units` in the order typed, each of words that were typed without a space between.

    `verbatim`: they were in quotes. `title`: in headlines only. `unlabelled` are the units without the labels of pictures'
    credits among them ("Ảnh:"), which no index of words has; none where it has no label, or nothing else.
    """

    units: tuple[Words, ...]
    verbatim: bool = False
    title: bool = False
    unlabelled: tuple[Words, ...] = ()

    @property
    def words(self) -> Words:
        """All words in their order."""
        return tuple(word for unit in self.units for word in unit)

    @property
    def marked(self) -> bool:
        """Whether it was typed with diacritics: đ, or letters that are others with marks."""
        return any("đ" in word.lower() or normalize("NFD", word) != word for word in self.words if not word.isascii())

    @property
    def signs(self) -> bool:
        """Whether none of it has a letter or a digit: SQLite takes some signs for words, those newer than its tables."""
        return not any(map(str.isalnum, "".join(self.words)))


@dataclass(frozen=True)
class Query:
    """A query: of each of `groups` one term must be found, of `without` none.

    `since` and `until` are days as yyyymmdd, both included; a month is its days 0 to 99, a year its months 0 to 99.
    `newspapers` are ids or titles as typed, `provinces` ids of places.csv or else what was typed, `sections` and
    `authors` words of theirs. `literal` are all the words side by side, and `typed` the text they stand in, where some
    of them were read as `title:`, `OR` or `-word`: what is pasted may look like these. `unread` names the operators that
    could not be used, `spaced` those that were though a blank follows the colon, as typed.
    """

    groups: tuple[tuple[Term, ...], ...] = ()
    without: tuple[Term, ...] = ()
    newspapers: tuple[str, ...] = ()
    provinces: tuple[str, ...] = ()
    since: int | None = None
    until: int | None = None
    literal: Term | None = None
    sections: tuple[str, ...] = ()
    authors: tuple[str, ...] = ()
    status: str | None = None
    typed: str = ""
    unread: tuple[tuple[Unread, str], ...] = ()
    spaced: tuple[str, ...] = ()

    def __bool__(self) -> bool:
        return self != Query()

    @property
    def terms(self) -> tuple[Term, ...]:
        """All terms of what is looked for, whatever their group."""
        return tuple(term for group in self.groups for term in group)

    @cached_property
    def marked(self) -> bool:
        """Whether anything looked for was typed with diacritics: then exact matches come first."""
        return any(term.marked for term in self.terms)


# A letter of Vietnamese in UTF-8 that was read as windows-1252: in a text it takes two of them, as either may be meant.
_MISREAD = re.compile(r"á[º»][\x80-\xbf‘’“”•–—˜™š›œžŸ€‚ƒ„…†‡ˆ‰Š‹ŒŽ]")
_WRITTEN = re.compile(r"</?su[bp]>|\u02bc", re.I)  # "CO<sub>2</sub>"; "HʼBlơn", whose apostrophe is a letter
_WORDS = re.compile(r"[^\W\d_]+")
_LABELLED = re.compile(LABELLED)


def _restored(text: str) -> str:
    """What was typed, its letters repaired as those of pages are, and one letter alone that was misread.

    >>> _restored("cáº§u treo"), _restored("CO<sub>2</sub>, H\u02bcBlơn")
    ('cầu treo', "CO2, H'Blơn")
    """
    text = clean(_WRITTEN.sub(lambda sign: "'" if sign[0] == "\u02bc" else "", text))[0]
    read = utf8(text) if _MISREAD.search(text) else text
    return read if all(is_syllable(word) for word in _WORDS.findall(read)) else text


def parse(text: str, known: Known | None = None) -> Query:
    """The query in what was typed; of more than 64 words the first ones.

    `known` tells whether an archive has a newspaper, section or author of that name, which may then be several words
    without quotes; without it a value is one word, and none is called unknown.

    >>> query = parse('title:"cà phê" tỉnh:đắc lắc -bão từ:2020-03')
    >>> query.provinces, query.since, query.groups[0][0].title, query.without[0].words
    (('dak-lak',), 20200300, True, ('bão',))
    """
    text = text[:_LONGEST].encode("utf-8", "ignore").decode("utf-8")
    return _Reader(_restored(text), known).query()


def day_number(text: str, end: bool = False) -> int | None:
    """A day, month or year as `Query.since` has it, with `end` as `Query.until`; None for what is no date.

    >>> day_number("2015-03"), day_number("2015-03", end=True), day_number("20/3/2015"), day_number("hôm qua")
    (20150300, 20150399, 20150320, None)
    """
    day = _day(text)
    return day + _rest_of(day) if end and day is not None else day


# --- reading ---------------------------------------------------------------------------------------------------------

_MOST_WORDS = 64
_LONGEST_NAME = 6  # "thành phố Hồ Chí Minh"
_TYPED = 16  # words, above which a name with a colon and a blank is likelier a part of pasted text
_LONGEST = 20_000  # characters, of which the first 64 words are taken
# What FTS5 has in a word: letters, digits, marks of their own; and perhaps signs, which it divides again where it has not.
WORD = re.compile("(?:[^\\W_]|[\u0300-\u1fff\u2070-\u2fff\u3040-\U0010ffff])+")


_YEAR_FIRST = re.compile(r"(\d{4})(?:[-/](\d{1,2})(?:[-/](\d{1,2}))?)?")
_DAY_FIRST = re.compile(r"(?:(\d{1,2})[-/.])?(\d{1,2})[-/.](\d{4})")


class _Reader:
    """Reads the tokens of a text from left to right; `run` gathers what stands side by side. For `known` see `parse`."""

    def __init__(self, text: str, known: Known | None) -> None:
        self.text = text
        self.known = known
        self.groups: list[list[Term]] = []
        self.without: list[Term] = []
        self.named: dict[str, list[str]] = {"newspaper": [], "province": [], "section": [], "author": [], "status": []}
        self.days: dict[str, int] = {}
        self.unread: list[tuple[Unread, str]] = []
        self.spaced: list[str] = []
        self.tokens = [(match.lastgroup or "", match[match.lastgroup or 0]) for match in TOKEN.finditer(text)]
        self.settle_blanks()
        self.run: list[Words] = []
        self.unlabelled: list[Words] = []
        self.title = False
        self.either = False
        self.room = _MOST_WORDS

    def query(self) -> Query:
        """Reads all tokens and returns the query."""
        position = 0
        while position < len(self.tokens) and self.room:
            position += self.read(*self.tokens[position], position + 1)
        self.close()
        words = [group for group in self.groups if not all(term.signs for term in group)]
        self.unread += [(Unread.EMPTY, empty[0].strip()) for empty in EMPTY.finditer(self.text)]
        if self.groups:
            ends = [self.tokens[0]] * (not self.tokens[0][1].islower()) + [self.tokens[-1]]
            self.unread += [(Unread.ALONE, value) for kind, value in dict.fromkeys(ends) if kind == "or"]
        literal = self.literal()
        query = Query(
            tuple(map(tuple, words or self.groups)),
            tuple(self.without),
            tuple(self.named["newspaper"]),
            tuple(self.named["province"]),
            self.days.get("since"),
            self.days.get("until"),
            literal,
            tuple(self.named["section"]),
            tuple(self.named["author"]),
            next(iter(self.named["status"]), None),
            " ".join(self.text.split()) if literal else "",
            tuple(self.unread),
            tuple(self.spaced),
        )
        if not query and (ors := [value for kind, value in self.tokens if kind == "or"]):
            return Query(groups=((Term(((ors[0],),)),),))  # nothing on either side: the word itself
        return query

    def literal(self) -> Term | None:
        """All words as they stand, where some were read as operators and none as filters; else None."""
        operators = [(kind, value) for kind, value in self.tokens if kind in ("not", "or", "field")]
        if not operators or any(kind == "field" and operator(value) != "title" for kind, value in operators):
            return None
        words = WORD.findall(self.text)[:_MOST_WORDS]
        return _verbatim(self.text, tuple(words)) if len(words) > 1 else None

    def read(self, kind: str, value: str, ahead: int) -> int:
        """Takes in a token; returns how many tokens that were, with those from `ahead` on that belong to it."""
        if kind == "chunk" or (value.islower() and kind == "or" and not (self.run or self.groups)):
            if unknown := LIKE_OPERATOR.match(value):
                self.unread.append((Unread.OPERATOR, unknown[0]))
            if words := self.words(value):
                self.run.append(words)
                self.unlabelled.append(words)
        elif kind == "label":
            self.run += filter(None, [self.words(value)])
        elif kind == "quoted":
            title = self.title and not self.run
            self.close()
            if words := self.words(value):
                self.add(_verbatim(value, words, title))
        elif kind == "not":
            kind, value = self.tokens[ahead] if ahead < len(self.tokens) else ("", "")
            if kind in ("chunk", "quoted", "label"):
                if words := self.words(value):
                    self.without.append(_verbatim(value, words) if kind == "quoted" else Term((words,)))
                return 2
        elif kind == "field":
            self.close()
            return 1 + self.field(value, ahead)
        else:
            self.close()
            self.either = kind == "or" and bool(self.groups)
        return 1

    def field(self, typed: str, ahead: int) -> int:
        """Takes in an operator's name and what follows it; returns how many tokens that were."""
        name = operator(typed)
        if name == "title":
            self.title = True
            return 0
        if self.tokens[ahead : ahead + 1] and self.tokens[ahead] in (("divide", '"'), ("divide", "“")):
            return 1 + self.field(typed, ahead + 1)  # a quote that nobody closed
        values = self.values(ahead)
        if not values:
            return 0
        if name in ("since", "until"):
            if (day := day_number(values[0], end=name == "until")) is not None:
                narrower = max if name == "since" else min
                self.days[name] = narrower(day, self.days.get(name, day))
            else:
                self.as_text(Unread.DATE, typed, values[0])
            return 1
        if (count := self.used(name, values)) and (found := self.value(name, " ".join(values[:count]))):
            if name == "status" and self.named[name]:
                self.unread.append((Unread.TWICE, f"{typed}{values[0]}"))
            self.named[name].append(found)
            return count
        if name == "status":
            self.as_text(Unread.STATUS, typed, values[0])
        else:
            self.named[name].append(values[0])
            if self.known or name == "province":
                self.unread.append((Unread(name), values[0]))
        return 1

    def values(self, ahead: int) -> list[str]:
        """The words from a token on that may be an operator's value, or what stands there in quotes."""
        values: list[str] = []
        for kind, value in self.tokens[ahead : ahead + _LONGEST_NAME]:
            if kind == "quoted" and not values:
                return [value]
            if kind != "chunk":
                break
            values.append(value)
        return values

    def settle_blanks(self) -> None:
        """Makes words of the names with a colon and a blank that are no operators: of pasted text, or of no use."""
        short = len(self.text.split()) <= _TYPED
        for at in range(len(self.tokens) - 1, -1, -1):
            kind, typed = self.tokens[at]
            if kind != "field" or not typed[-1].isspace():
                continue
            name, values = operator(typed), self.values(at + 1)
            likely = short or at == 0
            used = self.used(name, values) if likely else 0
            told = f"{' '.join(typed.split())} {' '.join(values[: used or None])}"
            if used:
                self.spaced.insert(0, told)
                continue
            if likely:
                self.unread.insert(0, (Unread.BLANK if values else Unread.EMPTY, told.strip()))
            self.tokens[at : at + 1] = [("chunk", word) for word in typed.split()]

    def used(self, name: str, values: list[str]) -> int:
        """How many of the words behind an operator, from the first on, are its value: the most that it knows together; 0
        where it knows no value that they begin with.
        """
        if name == "title":
            return len(values)
        if name in ("since", "until"):
            return int(bool(values) and day_number(values[0]) is not None)
        return next((n for n in range(len(values), 0, -1) if self.value(name, " ".join(values[:n]))), 0)

    def value(self, name: str, value: str) -> str | None:
        """Uses the value of an operator and returns what it is taken for; None where it knows none of that name."""
        if name == "province":
            return place_id(value)
        if name == "status":
            return STATUS_OF.get(value.lower())
        return value if self.known and self.known(name, value) else None

    def as_text(self, why: Unread, typed: str, value: str) -> None:
        """Takes an operator that cannot be used as words to look for, and notes why."""
        self.unread.append((why, f"{typed}{value}"))
        if words := self.words(f"{typed} {value}"):
            self.run.append(words)
            self.unlabelled.append(words)

    def words(self, text: str) -> Words:
        """Cuts a text into words, no more than the query has room for."""
        words = tuple(WORD.findall(text))[: self.room]
        self.room -= len(words)
        return words

    def close(self) -> None:
        """Ends the run of words that stand side by side."""
        if self.run:
            labelled = 0 < len(self.unlabelled) < len(self.run)
            self.add(Term(tuple(self.run), title=self.title, unlabelled=tuple(self.unlabelled) if labelled else ()))
            self.run, self.unlabelled = [], []
            self.title = False

    def add(self, term: Term) -> None:
        """Adds a term: to the last group after an OR, else as a group of its own."""
        if self.either:
            self.groups[-1].append(term)
        else:
            self.groups.append([term])
        self.either = False
        self.title = False


def _verbatim(text: str, words: Words, title: bool = False) -> Term:
    """The words of a text that stand in it just so; where a picture's credit is among them, also without its label."""
    bare = tuple(WORD.findall(_LABELLED.sub(" ", text)))[: len(words)]
    return Term((words,), verbatim=True, title=title, unlabelled=(bare,) if 0 < len(bare) < len(words) else ())


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
    """What to add to a day (yyyymmdd) that stands for a year or a month to get the last day of it; 0 for a day."""
    return 9999 if day % 10_000 == 0 else 99 if day % 100 == 0 else 0
