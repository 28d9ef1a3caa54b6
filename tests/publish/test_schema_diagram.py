"""The picture of the schema."""

from __future__ import annotations

import sqlite3
from itertools import combinations

from lxml import html

from publish.drawings.schema_diagram import WIDTH, drawing
from publish.wording.metadata import for_readers
from tests.publish.conftest import Get


def test_every_table_has_a_box_every_reference_a_line_and_nothing_overlaps(get: Get, sql: sqlite3.Connection) -> None:
    listed = for_readers([table for table in get("/kho-bao.json").json()["tables"] if not table["hidden"]])
    assert [internal for internal, _ in listed] == [False, True]
    tables = listed[0][1]
    picture = drawing(tables)
    assert {box.name for box in picture.boxes} >= {"articles", "newspapers", "provinces", "revisions"}
    references = [
        (table["name"], other)
        for table in tables
        for _, _, other, *_ in sql.execute(f"pragma foreign_key_list([{table['name']}])")
        if other in {table["name"] for table in tables} - {table["name"]}
    ]
    assert len(picture.lines) == len(references)
    at = {box.name: box for box in picture.boxes}
    assert all(at[other].x < at[name].x for name, other in references)
    for a, b in combinations(picture.boxes, 2):
        assert a.x != b.x or a.y + a.height < b.y or b.y + b.height < a.y
    assert all(box.x + WIDTH <= picture.width and box.y + box.height <= picture.height for box in picture.boxes)
    drawn = html.fromstring(get("/kho-bao").text).xpath("//*[@class='schema']//*[@class='head']/text()")
    assert sorted(drawn) == sorted(at)


def test_tables_that_refer_to_nothing_or_each_other_are_drawn_too() -> None:
    def table(name: str, *others: str) -> dict[str, object]:
        keys = [{"column": other, "other_table": other, "other_column": "id"} for other in others]
        return {"name": name, "columns": ["id", *others], "foreign_keys": {"outgoing": keys}}

    picture = drawing([table("alone"), table("a", "b"), table("b", "a")])
    assert {box.name for box in picture.boxes} == {"alone", "a", "b"} and len(picture.lines) == 2
    assert drawing([]).boxes == []
