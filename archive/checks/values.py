"""Holds every column against what may stand in it: types as the table declares them, and what the tables below say.

A kind of value is one row of `KINDS`; which columns hold it is a row of `COLUMNS`. A column of numbers or of texts that no row
names is held against its declared type alone.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator
from contextlib import suppress

from archive.checks.checks import Fault
from archive.reasons import Code

_STATES = ("new", "article", "part", "other", "index", "moved", "gone", "failed", "refused")
_CAPTURES = (
    "new", "read", "other", "foreign", "same", "gone", "moved", "passed", "shared", "truncated", "unplayable", "failed",
)  # fmt: skip
_PLACES = ("json-ld", "meta", "microdata", "time", "text", "url", "rule", "feed")  # of a page, where a date was read
_REMOVAL = (  # the rules by which lines are left out of an article
    "ad", "attachment", "author-box", "byline", "comment-form", "counter", "date", "debris", "duplicate", "footer", "hidden",
    "machine", "nav", "next-article", "placeholder", "popup", "related", "repeated", "rule", "share", "sidebar", "tags", "tools",
)  # fmt: skip
MOMENT = "strftime('%Y-%m-%dT%H:%M:%SZ', {0}, '+0 days') is {0}"  # by which 31 February is none
_STAMP = (
    "length({0}) = 14 and {0} not glob '*[^0-9]*' and strftime('%Y%m%d%H%M%S', substr({0}, 1, 4) || '-' || substr({0}, 5, 2)"
    " || '-' || substr({0}, 7, 2) || ' ' || substr({0}, 9, 2) || ':' || substr({0}, 11, 2) || ':' || substr({0}, 13, 2), '+0 days') is {0}"
)
_BASE32 = "length({0}) = {1} and substr({0}, -32) not glob '*[^A-Z2-7]*'"

# What a value is called, and the SQL of a right one.
KINDS = {
    "a moment": MOMENT,
    "14 digits of a moment": _STAMP,
    "a digest": "{0} like 'sha1:%' and " + _BASE32.replace("{1}", "37"),
    "an address": "{0} glob 'http://?*' or {0} glob 'https://?*' or {0} glob 'file:?*'",
    "a status": "{0} between 100 and 999",  # servers make up their own
    "a status or 0": "{0} = 0 or {0} between 100 and 999",  # as an index lists what was no answer
    "a day": "date({0}, '+0 days') is {0}",
    "digits": "{0} not glob '*[^0-9]*'",
    "JSON": "json_valid({0})",
    "a name": "trim({0}) != ''",
    "a web archive": "{0} in ('wayback', 'commoncrawl') or {0} glob 'http*://?*'",
    "a web archive or file": "{0} in ('wayback', 'commoncrawl') or {0} glob 'http*://?*' or {0} glob 'file:?*'",
    "1 or more": "{0} >= 1",
    "0 or 1": "{0} in (0, 1)",
}
COLUMNS: dict[
    tuple[str, str], str | tuple[str, ...]
] = {  # of a table and column: a kind, or the words that may stand there
    ("pages", "state"): _STATES,
    ("pages", "kind"): ("page", "sitemap", "feed"),
    ("pages", "reason"): tuple(map(str, Code)),
    ("pages", "detail"): "JSON",
    ("pages", "url"): "an address",
    ("pages", "status"): "a status",
    ("pages", "digest"): "a digest",
    ("crawls", "ending"): tuple(map(str, Code)),
    ("crawls", "detail"): "JSON",
    ("crawls", "started_at"): "a moment",
    ("crawls", "finished_at"): "a moment",
    ("crawls", "alone_until"): "a moment",
    ("captures", "aside"): ("shared", "truncated", "incomplete"),
    ("captures", "source"): "a web archive or file",
    ("articles", "published_from"): _PLACES,
    ("paragraph_kinds", "kind"): ("subhead", "quote", "row"),
    ("removed", "rule"): _REMOVAL,
    ("removed", "text"): "a name",
    ("removed", "position"): "1 or more",
    ("revisions", "number"): "1 or more",
    ("images", "position"): "1 or more",
    ("reprints", "kind"): ("whole", "part", "quote", "bulletin"),
    ("reprints", "words"): "1 or more",
    ("newspapers", "title"): "a name",
    ("newspapers", "home"): "an address",
    ("archive_id", "id"): "a name",
    ("province_kinds", "since"): "a day",
    ("withheld", "since"): "a moment",
    ("checks", "started_at"): "a moment",
    ("checks", "finished_at"): "a moment",
    ("reprocess_runs", "started_at"): "a moment",
    ("reprocess_runs", "finished_at"): "a moment",
    ("reprocess_runs", "counts"): "JSON",
    ("profiles", "since"): "a moment",
    ("profiles", "until"): "a moment",
    ("profile_pages", "seen_at"): "a moment",
    ("merged_shards", "merged_at"): "a moment",
    ("rescue_captures", "state"): _CAPTURES,
    ("rescue_captures", "timestamp"): "14 digits of a moment",
    ("rescue_captures", "stamp"): "digits",
    ("rescue_captures", "urlkey"): "a name",
    ("rescue_captures", "status"): "a status or 0",
    ("rescue_captures", "original"): "an address",
    ("rescue_captures", "source"): "a web archive",
    ("rescue_sources", "source"): "a web archive",
    ("rescue_listings", "source"): "a web archive",
    ("rescue_captures", "rank"): "0 or 1",
    ("rescue_listings", "since"): "digits",
    ("rescue_listings", "until"): "digits",
    ("rescue_listings", "done_at"): "a moment",
}
_TYPES = {"INTEGER": "integer", "REAL": "real', 'integer", "TEXT": "text", "BLOB": "blob"}
_BELOW_ZERO = {("pages", "priority"), ("pages", "due_at")}


def values(conn: sqlite3.Connection) -> Iterator[Fault]:
    """Yields a fault for each value that cannot stand in its column: of another type, below 0, or not of its kind. A table
    that is not there is told of by others."""
    tables = [
        name
        for (name,) in conn.execute(
            "select name from sqlite_master where type = 'table' and sql like 'create table%' and name not glob 'articles_*'"
            " and name not glob 'sqlite_*' and name not glob '_sqlite_*' or name = 'article_tags'"
        )
    ]
    for table in tables:
        columns = [(row[1], row[2].upper(), row[5]) for row in conn.execute(f'pragma table_info("{table}")')]
        wrong = {name: _wrong(table, name, type) for name, type, _ in columns}
        key = " || ' ' || ".join(f'"{name}"' for name, _, of_key in columns if of_key) or "rowid"
        with suppress(sqlite3.OperationalError):
            yield from _of_table(conn, table, key, {name: test for name, test in wrong.items() if test})


def _wrong(table: str, column: str, type: str) -> str:
    """The SQL of a value that cannot stand in a column of a declared type; empty where any may."""
    name, tests = f'"{column}"', []
    if type in _TYPES:
        tests.append(f"typeof({name}) not in ('{_TYPES[type]}')")
    if type in ("INTEGER", "REAL") and (table, column) not in _BELOW_ZERO:
        tests.append(f"{name} < 0")
    if kind := COLUMNS.get((table, column)):
        is_right = f"{name} in ({', '.join(map(repr, kind))})" if isinstance(kind, tuple) else KINDS[kind].format(name)
        tests.append(f"({is_right}) is not 1")
    return f"{name} is not null and ({' or '.join(tests)})" if tests else ""


def _of_table(conn: sqlite3.Connection, table: str, key: str, wrong: dict[str, str]) -> Iterator[Fault]:
    """The faults of a table, which is gone through once; `wrong` has the SQL of a wrong value by column."""
    if not wrong:
        return
    tests = ", ".join(f"iif({test}, {_quoted(name)}, null)" for name, test in wrong.items())
    found = conn.execute(
        f'select {key}, {tests} from "{table}" where {" or ".join(f"({test})" for test in wrong.values())}'
    )
    for row, *said in found:
        for name, value in zip(wrong, said, strict=True):
            if value is not None:
                kind = COLUMNS.get((table, name), "a value of that column")
                what = "a word for that" if isinstance(kind, tuple) else kind
                yield Fault("word", {"table": table, "row": row, "column": name, "said": value[:80], "what": what})


def _quoted(column: str) -> str:
    """The SQL of what is said of a value; of bytes that are no letters, how many there are."""
    return f"""iif(instr(cast("{column}" as blob), x'00'), length(cast("{column}" as blob)) || ' bytes', quote("{column}"))"""
