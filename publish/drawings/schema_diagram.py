"""The tables of a database as a picture: a box each, and a line from every column to the table it refers to."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, NamedTuple

LINE, WIDTH, GAP, PAD = 17, 190, 70, 8


class Box(NamedTuple):
    """A table, drawn at (x, y), the upper left corner; all in pixels."""

    name: str
    columns: list[str]
    refers: dict[str, str]  # columns that refer to a table
    x: int
    y: int
    height: int


class Drawing(NamedTuple):
    """The picture, in pixels."""

    boxes: list[Box]
    lines: list[str]  # as paths of SVG
    width: int
    height: int


def drawing(tables: Sequence[dict[str, Any]]) -> Drawing:
    """Places tables as Datasette describes them: each right of those it refers to, the most referred to on the left."""
    drawn = {table["name"] for table in tables}
    refers = {
        table["name"]: {
            key["column"]: key["other_table"]
            for key in table["foreign_keys"]["outgoing"]
            if key["other_table"] in drawn  # to a table that is not: no line
        }
        for table in tables
    }
    depth: dict[str, int] = {}

    def deep(name: str) -> int:
        """How many tables a table refers to, one through the other: its column in the picture."""
        if name not in depth:
            depth[name] = 0  # a table that refers to itself
            depth[name] = max((deep(other) + 1 for other in refers[name].values() if other != name), default=0)
        return depth[name]

    for name in refers:
        deep(name)
    for name in [name for name in refers if not refers[name]]:
        # Beside the first that refers to it, not at the far end.
        depth[name] = max(min((depth[by] for by in refers if name in refers[by].values()), default=1) - 1, 0)
    boxes: dict[str, Box] = {}
    ends: dict[int, int] = {}
    for table in sorted(tables, key=lambda table: -sum(table["name"] in r.values() for r in refers.values())):
        name, column = table["name"], depth[table["name"]]
        height = (len(table["columns"]) + 1) * LINE + 2 * PAD
        boxes[name] = Box(name, table["columns"], refers[name], column * (WIDTH + GAP) + 1, ends.get(column, 1), height)
        ends[column] = boxes[name].y + height + GAP // 2
    lines = [_line(box, row, boxes[box.refers[column]]) for box in boxes.values() for row, column in _rows(box, boxes)]
    return Drawing(
        list(boxes.values()),
        lines,
        max((box.x + WIDTH for box in boxes.values()), default=0) + 1,
        max((box.y + box.height for box in boxes.values()), default=0) + 1,
    )


def _rows(box: Box, boxes: dict[str, Box]) -> list[tuple[int, str]]:
    """The columns of a table that refer to another, with their place among its columns."""
    return [(row, c) for row, c in enumerate(box.columns) if box.refers.get(c, box.name) in boxes.keys() - {box.name}]


def _line(box: Box, row: int, to: Box) -> str:
    """The path, in SVG, from the left of a column to the right of the head of the table it refers to."""
    x, y = box.x, box.y + PAD + (row + 1) * LINE + LINE // 2
    end_x, end_y = to.x + WIDTH, to.y + PAD + LINE // 2
    bend = GAP // 2
    return f"M{x} {y}C{x - bend} {y} {end_x + bend} {end_y} {end_x} {end_y}"
