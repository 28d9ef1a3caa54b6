"""What the matches of a pattern may begin with: of many patterns a line is held against those few that its first letter
lets."""

from __future__ import annotations

import re

DIGIT = "0"  # stands for all digits
_PIECE = re.compile(r"\\.|\[\^?\]?(?:\\.|[^\]\\])*\]|.", re.S)
_GROUPS, _AHEAD = ("(?:", "(?>"), ("(?=", "(?!")
_MEMBER = re.compile(r"\\.|.-.|.", re.S)
_WIDEST = 3000  # characters of a range


def begins(pattern: str) -> set[str] | None:
    """The characters that a match of a pattern may begin with, where no match begins with white space; None where that
    cannot be told.

    >>> sorted(begins(r"^(?:các )?tin|\\d+ bài") or ()), begins(r"^.{0,9} bài"), begins(r"^(?!x)[\\s★]+b")
    (['0', 'c', 't'], None, {'★'})
    """
    return _begins(f"(?:{pattern})")


def _begins(pattern: str) -> set[str] | None:
    """As `begins`, of a pattern without alternatives outside of groups."""
    pattern = pattern.removeprefix("^")
    while pattern.startswith(_AHEAD):  # what only forbids leaves fewer
        pattern = pattern[_group(pattern)[1] :]
    if pattern.startswith(_GROUPS):
        alternatives, end = _group(pattern)
        told = [_begins(one) for one in alternatives]
    else:
        piece = _PIECE.match(pattern)
        if piece is None:
            return None
        told, end = [_characters(piece[0])], piece.end()
    if pattern.startswith(("?", "*"), end):  # it may be left out
        told.append(_begins(pattern[end + 1 :]))
    if pattern.startswith("{0", end) or None in told:
        return None
    return set().union(*filter(None, told))


def _group(pattern: str) -> tuple[list[str], int]:
    """The alternatives of the group that a pattern begins with, and where it ends."""
    depth, start = 0, 3
    found: list[str] = []
    for piece in _PIECE.finditer(pattern):
        depth += (piece[0] == "(") - (piece[0] == ")")
        if not depth or (piece[0] == "|" and depth == 1):
            found.append(pattern[start : piece.start()])
            start = piece.end()
        if not depth:
            break
    return found, start


def _characters(piece: str) -> set[str] | None:
    """What a piece of a pattern stands for, a character or a class of them; None where that is too much to say."""
    if piece[0] == "[":
        return None if piece[1] == "^" else _members(piece[1:-1])
    return None if piece in ".$*+?{}()|" else _member(piece)


def _members(inside: str) -> set[str] | None:
    """The characters of a class, by what stands between its brackets."""
    told = [_member(member) for member in _MEMBER.findall(inside)]
    return None if None in told else set().union(*filter(None, told))


def _member(member: str) -> set[str] | None:
    """The characters that one member of a class stands for."""
    if member[0] == "\\":
        return {"\\d": {DIGIT}, "\\s": set()}.get(member, None if member[1].isalnum() else {member[1]})
    if len(member) == 3:
        first, last = ord(member[0]), ord(member[2])
        return set(map(chr, range(first, last + 1))) if last - first < _WIDEST else None
    return {member}
