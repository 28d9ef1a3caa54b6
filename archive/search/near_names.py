"""Which newspaper, province, section or author somebody may have meant by a name that the archive does not have.

Newspapers and provinces are few, and their names are compared; of sections and authors the index of their words is asked
for other spellings.
"""

from __future__ import annotations

import re
import sqlite3
from collections import Counter
from collections.abc import Callable, Iterable

from archive.search.filters import known, label_query, plain_name
from archive.search.spellings import spellings
from vietnamese import fold
from vietnamese.bylines import persons
from vietnamese.operators import OPERATORS
from vietnamese.places import place_id
from vietnamese.query import WORD

_FAR = 8  # letters of a name from which on two may be wrong
_MOST = 6  # words of a name
_READ = 20  # newest articles whose sections or bylines say how a name is printed
JOINED = re.compile(r"\s*[,;/&|]\s*|\s+[-–]\s+|\s+và\s+")  # pen names, which may be any words
_COLUMNS = {"section": "section", "author": "byline"}
_TYPED = {
    form.lower(): name
    for name in ("newspaper", "province", *_COLUMNS)
    for typed in OPERATORS[name]
    for form in (typed, fold(typed))
}
# An operator with words behind it, or what stands there in quotes.
_FIELD = re.compile(
    rf"(?<!\S)(?i:(?P<name>{'|'.join(sorted(_TYPED, key=len, reverse=True))}))\s?:\s*"
    r'(?:["“](?P<quoted>[^"“”]+)["”]?|(?P<words>[^\s,;:"“”]+(?:\s+(?!-)[^\s,;:"“”]+(?!\S)){0,5}))'
)


def value_meant(conn: sqlite3.Connection, text: str, in_time: Callable[[], bool]) -> str | None:
    """A query with a name behind an operator put right, as the archive has it: `báo:quảng trii` is `báo:Báo Quảng Trị`.

    None where all names are known or none is alike. Looking ends where `in_time` says so.
    """
    for field in _FIELD.finditer(text):
        operator = _TYPED[" ".join(field["name"].lower().split())]
        group = "quoted" if field["quoted"] else "words"
        words = field[group].split()[:_MOST]
        used = next((n for n in range(len(words), 0, -1) if _known(conn, operator, " ".join(words[:n]))), 0)
        for size in range(len(words), used, -1):
            typed = " ".join(words[:size])
            if meant := _near(conn, operator, typed, in_time):
                rest = " ".join(field[group].split()[size:])
                quoted = f'"{meant}"' if group == "quoted" or re.search(r"[^\w\s]", meant) else meant
                changed = f"{field['name']}:{quoted}{f' {rest}' if rest else ''}"
                return f"{text[: field.start()]}{changed}{text[field.end() :]}"
    return None


def place_meant(conn: sqlite3.Connection, typed: str) -> tuple[str, str] | None:
    """The province or newspaper with articles whose name is as typed or nearly so: what narrows a search to it (`tỉnh` or
    `báo`), and its name; None where there is none.
    """
    places = [("tỉnh", _provinces(conn)), ("báo", _newspapers(conn))]
    for operator, names in reversed(places) if re.match(r"bao\W", fold(typed)) else places:
        if name := near_name(typed, names):
            return operator, name
    return None


def near_name(typed: str, names: Iterable[str]) -> str | None:
    """The name that is spelled as typed or nearly so, blanks and marks aside; None where none or several are.

    >>> near_name("quảng trii", ["Quảng Trị", "Quảng Ngãi"]), near_name("daklk", ["Đắk Lắk"]), near_name("ha", ["Huế"])
    ('Quảng Trị', 'Đắk Lắk', None)
    """
    key = plain_name(typed)
    most = 2 if len(key) >= _FAR else 1 if len(key) > 3 else 0
    found: dict[str, int] = {}
    for name in names:
        other = plain_name(name)
        if abs(len(other) - len(key)) <= most and (wrong := _letters_wrong(key, other)) <= most:
            found[name] = wrong
    best = [name for name, wrong in found.items() if wrong == min(found.values())]
    return best[0] if len({plain_name(name) for name in best}) == 1 else None


def printed_label(conn: sqlite3.Connection, column: str, words: list[str]) -> str | None:
    """How the newest articles most often print the section or the author (`column`: section, byline) of these folded
    words; None where they only stand in a longer one. Of a byline it may be one of its names, or all of it.
    """
    rows = conn.execute(
        f"select {column} from articles where id in (select rowid from articles_labels"
        f" where articles_labels match ? order by rowid desc limit {_READ})",
        [label_query(column, " ".join(words))],
    ).fetchall()
    lines: Counter[str] = Counter()
    for (line,) in rows:
        lines.update({line, *([] if column == "section" else persons(line) or JOINED.split(line))})
    forms = {one: times for one, times in lines.items() if [fold(word) for word in WORD.findall(one)] == words}
    return max(forms, key=lambda form: (forms[form], not form.isupper())) if forms else None


def _known(conn: sqlite3.Connection, operator: str, value: str) -> bool:
    """Whether an operator finds anything of this value."""
    return place_id(value) is not None if operator == "province" else known(conn, operator, value)


def _near(conn: sqlite3.Connection, operator: str, typed: str, in_time: Callable[[], bool]) -> str | None:
    """The name nearest to what was typed behind an operator; None where none is near."""
    if operator == "newspaper":
        return near_name(typed, _newspapers(conn))
    if operator == "province":
        return near_name(typed, _provinces(conn))
    column = _COLUMNS[operator]
    words = [fold(word) for word in WORD.findall(typed)]
    for at, word in enumerate(words):
        for other in spellings(word):
            if not in_time():
                return None
            phrase = [*words[:at], *other.split(), *words[at + 1 :]]
            match = "select 1 from articles_labels where articles_labels match ? limit 1"
            there = conn.execute(match, [label_query(column, " ".join(phrase))]).fetchone()
            if there and (name := printed_label(conn, column, phrase)):
                return name
    return None


def _newspapers(conn: sqlite3.Connection) -> list[str]:
    """The titles of the newspapers with articles."""
    return [title for (title,) in conn.execute(f"select title from newspapers where id in ({_PRINTED})")]


def _provinces(conn: sqlite3.Connection) -> list[str]:
    """The names of the provinces, of today and before, of whose newspapers there are articles."""
    rows = conn.execute(
        "select distinct p.name from newspapers n join provinces h on h.id = n.province"
        f" join provinces p on p.id in (h.id, h.today) where n.id in ({_PRINTED})"
    )
    return [name for (name,) in rows]


_PRINTED = "select newspaper from months where articles > 0"


def _letters_wrong(one: str, other: str) -> int:
    """How many letters must be left out, added, changed or changed over to make a word another."""
    before: list[int] = []
    above = list(range(len(other) + 1))
    for row, letter in enumerate(one, 1):
        line = [row]
        for column, there in enumerate(other, 1):
            cost = min(above[column] + 1, line[-1] + 1, above[column - 1] + (letter != there))
            if row > 1 and column > 1 and letter == other[column - 2] and one[row - 2] == there:
                cost = min(cost, before[column - 2] + 1)
            line.append(cost)
        before, above = above, line
    return above[-1]
