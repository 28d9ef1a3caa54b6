"""Pinned results: what the code makes of the project's own material, in committed tables, shown as changes when they change.

A table is a CSV of three columns: the case (a page, a change of one, a step of a history), the field, and what came out.
A case is named in the first of its rows; the next rows leave it empty.
`make pins` accepts what has changed; the diff of the tables is what to read before it is committed. This is no snapshot
library because those show a diff of text; here a line says which case, which field, from what to what.
"""

from __future__ import annotations

import csv
import os
from collections.abc import Iterable
from itertools import zip_longest
from pathlib import Path

SHOWN = 60  # changes of a table that are printed
WIDTH = 44  # characters of a cell that are printed
Rows = Iterable[tuple[str, str, str]]


def check(path: Path, rows: Rows) -> None:
    """Fails with a table of changes where `rows` are not those of the file at `path`; with PINS=accept writes them there."""
    now = list(rows)
    if os.environ.get("PINS") == "accept":
        path.parent.mkdir(exist_ok=True)
        with path.open("w", encoding="utf-8", newline="") as file:
            csv.writer(file, lineterminator="\n").writerows([("case", "field", "value"), *_named_once(now)])
        return
    with path.open(encoding="utf-8", newline="") as file:
        was = _named_again(list(csv.reader(file))[1:])
    if was != now:
        raise AssertionError(f"{path.name} has other results; `make pins` accepts them:\n{changes(was, now)}")


def changes(was: Rows, now: Rows) -> str:
    """The table of what is not the same: case, field, before, after."""
    before, after = _grouped(was), _grouped(now)
    lines = []
    for key in dict.fromkeys([*before, *after]):
        old, new = before.get(key, []), after.get(key, [])
        if old != new:
            lines += [(*key, a or "", b or "") for a, b in zip_longest(old, new) if a != b]
    table = [("case", "field", "before", "after"), *(tuple(_cell(part) for part in line) for line in lines[:SHOWN])]
    widths = [max(len(row[n]) for row in table) for n in range(4)]
    text = "\n".join(
        "  ".join(part.ljust(width) for part, width in zip(row, widths, strict=True)).rstrip() for row in table
    )
    return text + (f"\nand {len(lines) - SHOWN} more" if len(lines) > SHOWN else "")


def _named_once(rows: Rows) -> list[tuple[str, str, str]]:
    """The rows as the file has them: without the case where it is the one before's. No case is called nothing."""
    last = ""
    told = []
    for case, field, value in rows:
        told.append(("" if case == last else case, field, value))
        last = case
    return told


def _named_again(rows: Iterable[list[str]]) -> list[tuple[str, str, str]]:
    """The rows of the file, each with its case."""
    last = ""
    told = []
    for case, field, value in rows:
        last = case or last
        told.append((last, field, value))
    return told


def _grouped(rows: Rows) -> dict[tuple[str, str], list[str]]:
    found: dict[tuple[str, str], list[str]] = {}
    for case, field, value in rows:
        found.setdefault((case, field), []).append(value)
    return found


def _cell(text: str) -> str:
    text = text.replace("\n", "↵")
    return text if len(text) <= WIDTH else f"{text[: WIDTH - 1]}…"
