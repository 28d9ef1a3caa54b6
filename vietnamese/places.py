"""Places under more than one name: spellings of one name, abbreviations, what a city was called before.

`places.csv` beside this file is the table: an id (for a province, its slug), for a province of before July 2025 the
one it belongs to since, and the names that mean the place, joined by "|". Extend it there. Names that mean more than
the place are left out: "Hồ Chí Minh" is also a man, "Huế" was also a part of Thừa Thiên Huế.
"""

from __future__ import annotations

import csv
import re
from collections.abc import Sequence
from functools import cache
from importlib.resources import files

from vietnamese.fold import fold
from vietnamese.letters import exact

_WORD = re.compile(r"[^\W_]+")

Words = tuple[str, ...]


def place_id(name: str) -> str | None:
    """The id of the place with this name, in any case, with or without marks and blanks, also behind what kind of place it
    is.

    >>> place_id("Đắc Lắc"), place_id("sai gon"), place_id("TP. HCM"), place_id("tỉnh lẻ")
    ('dak-lak', 'ho-chi-minh', 'ho-chi-minh', None)
    >>> place_id("haiphong"), place_id("tỉnh Bạc Liêu"), place_id("thành phố Huế")
    ('hai-phong', 'bac-lieu', 'hue')
    """
    words = tuple(_WORD.findall(fold(name)))
    kind = next((n for n in (2, 1) if words[:n] in _KINDS), 0)
    return _ids().get(words) or _ids().get(words[kind:]) or _joined().get("".join(words[kind:]))


def is_place(name: str) -> bool:
    """Whether this is the name of a place of the table, marks and all (in any case).

    >>> is_place("HOÀ BÌNH"), is_place("Hoa Bình")
    (True, False)
    """
    return tuple(_WORD.findall(exact(name))) in _groups(False)


@cache
def place_words() -> frozenset[str]:
    """The words of all names, as `fold` makes them."""
    return frozenset(word for _, names in _table() for name in names for word in _WORD.findall(fold(name)))


def find_place(words: Sequence[str], *, folded: bool) -> tuple[int, int, tuple[Words, ...]] | None:
    """The first place named among words (keys as `fold` or `exact` make them), the longest name where several begin
    there: where its name begins and ends, and all the place's names in words of the same kind. None where no place is
    named.

    >>> find_place(["du", "lich", "bac", "can"], folded=True)
    (2, 4, (('bac', 'kan'), ('bac', 'can'), ('backan',)))
    """
    groups = _groups(folded)
    for start in range(len(words)):
        for end in range(min(len(words), start + _LONGEST), start, -1):
            if names := groups.get(tuple(words[start:end])):
                return start, end, names
    return None


_LONGEST = 6
_KINDS = {("tinh",), ("thanh", "pho"), ("tp",)}


@cache
def _table() -> list[tuple[str, list[str]]]:
    """Reads places.csv: the id of each place and its names."""
    with files("vietnamese").joinpath("places.csv").open(encoding="utf-8") as file:
        return [(row["id"], row["names"].split("|")) for row in csv.DictReader(file)]


@cache
def _ids() -> dict[Words, str]:
    """The id of each place by its name, in folded words; the first place has a name that several bear."""
    ids: dict[Words, str] = {}
    for place, names in _table():
        for name in [place, *names]:
            ids.setdefault(tuple(_WORD.findall(fold(name))), place)
    return ids


@cache
def _joined() -> dict[str, str]:
    """The id of each place by its name without blanks, where it is of several words."""
    return {"".join(words): place for words, place in reversed(_ids().items()) if len(words) > 1}


@cache
def _groups(folded: bool) -> dict[Words, tuple[Words, ...]]:
    """For each name, in words (folded, or as `exact` makes them), all names of its place."""
    key = fold if folded else exact
    by_place: dict[str, list[Words]] = {}
    for place, names in _table():
        by_place.setdefault(place, []).extend(tuple(_WORD.findall(key(name))) for name in names)
    groups: dict[Words, tuple[Words, ...]] = {}
    for group in by_place.values():
        for name in group:
            groups.setdefault(name, tuple(dict.fromkeys(group)))  # spellings that fold alike are one
    return groups
