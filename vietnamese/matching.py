"""A query (vietnamese.query) written as MATCH expressions of SQLite's FTS5, for an index with or without diacritics."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from enum import Enum
from itertools import groupby, islice, product
from operator import itemgetter
from unicodedata import normalize

from vietnamese.fold import FORMS, fold, plain
from vietnamese.letters import exact, latin, tone_variants
from vietnamese.places import find_place
from vietnamese.query import WORD, Query, Term, Words, parse

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


def match(query: Query, index: Index, form: Form = Form.LOOSE) -> str:
    """A MATCH expression of what is looked for, empty where nothing is.

    >>> match(parse("hòa bình"), Index.EXACT), match(parse("Hòa Bình"), Index.FOLDED)
    ('("hòa bình" OR "hoà bình")', '"hoa binh"')
    """
    groups = [_any(_term(term, index, form) for term in group) for group in query.groups]
    return " AND ".join(groups)


def without(query: Query) -> dict[Index, str]:
    """MATCH expressions of what is left out, each for the index that tells it apart: as printed with diacritics."""
    left_out: dict[Index, list[str]] = {}
    for term in query.without:
        index = Index.EXACT if term.marked else Index.FOLDED
        left_out.setdefault(index, []).append(_term(term, index, Form.PHRASE))
    return {index: _any(terms) for index, terms in left_out.items()}


def fts_query(text: str | None) -> str:
    """A MATCH expression for a folded index of what a person typed; one that finds nothing for nothing.

    Its filters (`newspaper:`, `since:`, ...) are beyond a MATCH expression and left aside.

    >>> fts_query("Mù Cang Chải"), fts_query('LĐ-TB&XH "'), fts_query("AND ("), fts_query("")
    ('"Mù Cang Chải"', '"LD TB XH"', '"AND"', '""')
    """
    return _expression(parse(text or ""), Index.FOLDED)


def exact_query(text: str | None) -> str:
    """A MATCH expression for an index as printed, of what a person typed with diacritics; one that finds nothing where
    there are none.

    >>> exact_query("bão"), exact_query("bao")
    ('"bão"', '""')
    """
    query = parse(text or "")
    return _expression(query, Index.EXACT) if query.marked else NOTHING


def literal(query: Query, index: Index) -> str:
    """A MATCH expression of the words as they stand, where some were read as operators; else empty."""
    return _term(query.literal, index, Form.PHRASE) if query.literal else ""


def is_pasted(query: Query) -> bool:
    """Whether what may be operators is likelier text: nobody types a query that an article has word for word.

    >>> is_pasted(parse("chợ nổi -cầu")), is_pasted(parse("Chợ nổi họp sớm -Cầu mới thông xe"))
    (False, True)
    """
    return bool(query.literal and len(query.literal.words) >= _PASTED)


def _expression(query: Query, index: Index) -> str:
    """A MATCH expression of a query, with what it leaves out and, where it is pasted text, the text; one that finds
    nothing where nothing is looked for.
    """
    found = match(query, index)
    left_out = [_term(term, index, Form.PHRASE) for term in query.without]
    if found and left_out:
        found = f"({found}) NOT {_any(left_out)}"
    if is_pasted(query):
        return _any(filter(None, [literal(query, index), found and f"({found})"]))
    return found or NOTHING


_PASTED = 6  # words
_ONE_NAME = 3  # syllables that most often are one word or name
_MOST_SPELLINGS = 32


@dataclass(frozen=True, slots=True)
class _Piece:
    """A part of a term: units that stand between places, or a place under its names, the one typed first."""

    units: list[Words]
    names: tuple[Words, ...] = ()


def _term(term: Term, index: Index, form: Form) -> str:
    """A MATCH expression of a term, whose words stand as near to each other as `form` says. The label of a picture's credit
    need not be there; then what it labels, side by side, is looked for among what pictures say.

    >>> [_term(parse('"Cầu treo. Ảnh: Lan"').terms[0], Index.EXACT, form) for form in (Form.PHRASE, Form.LOOSE)]
    ['("Cầu treo Ảnh Lan" OR captions : ("Cầu treo Lan"))', '"Cầu treo Lan"']
    """
    if term.unlabelled:
        bare = _term(replace(term, units=term.unlabelled, unlabelled=()), index, form)
        if form is not Form.PHRASE or term.title:
            return bare
        return f"({_term(replace(term, unlabelled=()), index, form)} OR captions : ({bare}))"
    pieces = [_Piece([term.words])] if term.verbatim else _pieces(term, index)
    groups: list[list[tuple[Words, ...]]] = []  # each to be found side by side, as alternatives one after the other
    for piece in pieces:
        parts: list[tuple[Words, ...]] = [piece.names] if piece.names else [(unit,) for unit in piece.units]
        if form is Form.SCATTERED or (form is Form.LOOSE and len(parts) > _ONE_NAME):
            groups += [[part] for part in parts if any(map(str.isalnum, "".join(part[0])))] or [parts]
        elif form is Form.LOOSE or not groups:
            groups.append(parts)
        else:
            groups[0] += parts
    found = " AND ".join(dict.fromkeys(_any(_phrases(group, index)) for group in groups))
    if term.title:
        return f"title : ({found})"
    return f"({found})" if len(groups) > 1 else found


def _pieces(term: Term, index: Index) -> list[_Piece]:
    """The term cut where it names places."""
    key = exact if index is Index.EXACT else fold
    words = term.words
    keys = [key(word) for word in words]
    units = [index for index, unit in enumerate(term.units) for _ in unit]  # which unit each word is of
    pieces = []
    start = 0
    while start < len(words):
        place = find_place(keys[start:], folded=index is Index.FOLDED)
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
        for variant in islice(product(*(spellings(word, index) for word in words)), _MOST_SPELLINGS):
            yield f'"{" ".join(variant)}"'


_UNIT = re.compile(r"(?i)(?=.*[a-z])[a-z\d]*\d")
_RAISED, _LOWERED = (str.maketrans("0123456789", digits) for digits in ("⁰¹²³⁴⁵⁶⁷⁸⁹", "₀₁₂₃₄₅₆₇₈₉"))
_NUMERAL = {typed: form for form, typed in FORMS.items() if "Ⅰ" <= form <= "ⅿ"}


def spellings(word: str, index: Index) -> tuple[str, ...]:
    """How an index may have a word, the way it was typed first.

    >>> spellings("hoà", Index.EXACT), spellings("CO₂", Index.EXACT), spellings("km²", Index.FOLDED)
    (('hoà', 'hòa'), ('CO₂', 'CO2', 'CO²'), ('km2',))
    >>> spellings("сао", Index.EXACT)
    ('сао', 'cao')
    """
    compatible = " ".join(WORD.findall(normalize("NFKC", word)))
    spellings = [word, compatible, latin(word)]
    if index is Index.FOLDED:
        spellings = list(map(plain, spellings))
    else:
        spellings[1:1] = tone_variants(word)
        if _UNIT.fullmatch(compatible):
            spellings += [compatible.translate(_RAISED), compatible.translate(_LOWERED)]
        elif compatible in _NUMERAL:
            spellings.append(_NUMERAL[compatible])
    return tuple(dict.fromkeys(filter(None, spellings)))


def _any(found: Iterable[str]) -> str:
    """A MATCH expression of any of these, no more than _MOST_SPELLINGS and as many again."""
    alternatives = list(dict.fromkeys(islice(found, 2 * _MOST_SPELLINGS)))
    return alternatives[0] if len(alternatives) == 1 else f"({' OR '.join(alternatives)})"
