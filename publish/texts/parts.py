"""Texts of any length as parts that each fit a page."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from sqlite3 import Row
from typing import Any

from markupsafe import escape

from publish.texts.difference import Piece

# What stands on a page, one below the other: a kind of picture and its row, or a kind of paragraph and its pieces.
Item = tuple[str, Any]

# About what the templates put around a paragraph, a piece of one, and a picture.
_PARAGRAPH, _PIECE, _PICTURE = 24, 11, 700

# Bytes of a caption that are shown.
CAPTION = 3_000

# Characters that the last of a list may have.
_LONG = 300
_LISTED = re.compile(r"[-–+•*]\s")


def weight(text: str | None) -> int:
    """Bytes of a text in HTML."""
    return len(escape(text or "").encode())


def clip(text: str | None, room: int) -> str:
    """The text, cut between words and ending in `…` where it would take more than `room` bytes."""
    text = text or ""
    head = _cut(text, room)
    return text if head == text else f"{head.rstrip()}…"


def fitting(rows: Iterable[Row], name: str, room: int) -> list[Row]:
    """The first rows whose texts, in the column `name`, take no more than `room` bytes together as HTML; empty where
    the first takes more.
    """
    found = []
    for row in rows:
        room -= weight(row[name]) + 4 * _PARAGRAPH
        if room < 0:
            break
        found.append(row)
    return found


def flow(
    lead: str | None,
    paragraphs: Sequence[str],
    pictures: Mapping[int | None, list[Row]],
    kinds: Mapping[str, str],
) -> list[Item]:
    """An article from its lead on, with each picture after as many paragraphs as stood before it, or at the end.

    `kinds` has the texts of paragraphs that are more than text: subheads, quotes, rows of a table.
    """

    def figures(place: int | None) -> list[Item]:
        return [("picture" if place is not None else "unplaced", picture) for picture in pictures.get(place, ())]

    found: list[Item] = [("lead", [("same", lead)])] if lead else []
    found += figures(0)
    listed = False
    for place, text in enumerate(paragraphs, 1):
        # Newspapers write lists as paragraphs that begin with a dash or end in semicolons, the last one not.
        own = _LISTED.match(text) is not None
        item = own or text.endswith(";") or (listed and len(text) < _LONG)
        listed = text.endswith(";")
        if text:
            listed_as = ("marked" if own else "item") if item else "text"
            found.append((kinds.get(text) or listed_as, [("same", text)]))
        found += figures(place)
    return found + figures(None)


def parts(items: Iterable[Item], room: int) -> list[list[Item]]:
    """The items on as many pages of `room` bytes as they need, one at least; a paragraph is cut only where it has no
    page to itself.
    """
    found: list[list[Item]] = [[]]
    left = room
    for kind, value in items:
        while (needs := weight_of((kind, value))) > left:
            if not isinstance(value, Row) and needs > room and left > room // 4:
                head, value = _divided(value, left)
                found[-1].append((kind, head))
            elif not found[-1]:
                break
            found.append([])
            left = room
        found[-1].append((kind, value))
        left -= needs
    return found


def weight_of(item: Item) -> int:
    """Bytes of an item in HTML; a picture stands there twice, for readers and for machines."""
    _, value = item
    if isinstance(value, Row):
        return _PICTURE + 2 * sum(min(weight(value[name]), CAPTION) for name in ("url", "caption", "credit"))
    return _PARAGRAPH + sum(_PIECE + weight(text) for _, text in value)


def _divided(pieces: list[Piece], room: int) -> tuple[list[Piece], list[Piece]]:
    """What of a paragraph has room, and the rest."""
    room -= _PARAGRAPH
    head: list[Piece] = []
    for n, (kind, text) in enumerate(pieces):
        needs = _PIECE + weight(text)
        if needs > room:
            fits = _cut(text, room - _PIECE)
            return (
                [*head, *([(kind, fits)] if fits else [])],
                [(kind, text[len(fits) :]), *pieces[n + 1 :]],
            )
        head.append((kind, text))
        room -= needs
    return head, []


def _cut(text: str, room: int) -> str:
    """The beginning of a text that has room, up to the end of a word where there is one."""
    if room <= 0:
        return ""
    head = text[:room]
    while (needs := weight(head)) > room:
        head = head[: len(head) * room // needs]
    if len(head) < len(text) and (space := max(head.rfind(" "), head.rfind("\n"))) > len(head) // 2:
        head = head[: space + 1]
    return head
