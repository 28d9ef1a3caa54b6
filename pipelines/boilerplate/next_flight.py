"""The data that Next.js streams into a page, piece by piece: `self.__next_f.push([1, "5:{...}\\n"])`.

The pieces are one text together. A row of it is an id and JSON, or an id, the length of a long string and that string,
which the JSON of other rows calls `"$id"`.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Iterator
from contextlib import suppress
from typing import Any

_PUSH = re.compile(r"self\.__next_f\.push\(\s*\[\s*1\s*,\s*(\"(?:[^\"\\]|\\.)*\")\s*\]\s*\)", re.S)
_ROW = re.compile(rb"([0-9a-f]+):(?:T([0-9a-f]+),|(?:[A-Z]{1,2})?(?=[\[{\"]))")
_MOST = 5_000_000  # characters of such data that are read
_MOST_ROWS = 5000


def streamed(scripts: Iterable[str]) -> list[Any]:
    """The values of all rows, with the long strings in their places; an empty list where nothing is streamed.

    >>> streamed(['self.__next_f.push([1,"1:T4,ghe "])', 'self.__next_f.push([1,"2:{\\\\"text\\\\":\\\\"$1\\\\"}\\\\n"])'])
    [{'text': 'ghe '}]
    """
    data = "".join(_pieces(scripts))[:_MOST].encode("utf-8", "surrogatepass")
    strings: dict[str, str] = {}
    rows: list[Any] = []
    at = 0
    for _ in range(_MOST_ROWS):
        match = _ROW.match(data, at)
        if match is not None and match[2] is not None:
            at = match.end() + int(match[2][:8], 16)
            strings[f"${match[1].decode()}"] = data[match.end() : at].decode("utf-8", "replace")
            continue
        end = data.find(b"\n", at)
        end = len(data) if end < 0 else end
        if match is not None:
            with suppress(ValueError, RecursionError):
                rows.append(json.loads(data[match.end() : end]))
        at = end + 1
        if at >= len(data):
            break
    return [_filled(row, strings) for row in rows]


def _pieces(scripts: Iterable[str]) -> Iterator[str]:
    """The strings that the scripts push, those of broken JSON left out."""
    for script in scripts:
        for piece in _PUSH.findall(script):
            try:
                yield json.loads(piece)
            except ValueError:
                continue


def _filled(value: Any, strings: dict[str, str], depth: int = 0) -> Any:
    """A value with the long strings in the places of their names."""
    if isinstance(value, str):
        return strings.get(value, value)
    if depth > 60:
        return None
    if isinstance(value, list):
        return [_filled(one, strings, depth + 1) for one in value]
    if isinstance(value, dict):
        return {name: _filled(one, strings, depth + 1) for name, one in value.items()}
    return value
