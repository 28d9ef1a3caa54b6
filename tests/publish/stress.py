"""Tables, views and rows that are hard to walk through once: ties, nulls, odd keys, odd names, values of every kind."""

from __future__ import annotations

import random
import sqlite3
from contextlib import closing
from pathlib import Path

from tests.publish import conftest

# Names and keys as nobody in their right mind has them, in tables of which the archive has none: those of plugins to come.
_TABLES = """
create table loose_key (a, b text, c real, d blob, primary key (a, b));
create table no_key (x, y numeric, z text collate nocase);
create table named_rowid (rowid text, v integer);
create table "lạ, có/chấm.x" ("cột một" text, "b]c" integer, "d""e", primary key ("cột một", "b]c")) without rowid;
create table wide (id integer primary key, %s);
create view seen as select newspaper, published_precision, section, title from articles;
create view twice as select newspaper, section from articles union all select newspaper, section from articles;
create view counted as select newspaper, count(*) as n, max(words) / 2.0 as half, null as none from articles group by 1;
"""
_VALUES = [None, 1, 2, -3, 10, 2**53 + 1, 1.5, 0.1 + 0.2, float("inf"), "1", "1.5", "a", "A", "é", "ă b", "$null", "$x0", "a,b",
           "~2F", "/", "%41", "", " ", "-", "=1+1", "'", '"', "x" * 300, "x" * 300 + "y", b"", b"\x00\xff"]  # fmt: skip


def fill(path: Path) -> None:
    """The small archive of the other tests, and these."""
    conftest.fill(path)
    chance = random.Random(1)

    def some(*of: object) -> object:
        return chance.choice(of or _VALUES)

    with closing(sqlite3.connect(path)) as conn:
        conn.executescript(_TABLES % ", ".join(f"c{n} text" for n in range(30)))
        ids = [id for (id,) in conn.execute("select id from articles")]
        for n in range(160):
            id = some(*ids[:9])
            conn.execute("insert or ignore into loose_key values (?, ?, ?, ?)", [some() for _ in range(4)])
            conn.execute("insert into no_key values (?, ?, ?)", [some() for _ in range(3)])
            conn.execute("insert into named_rowid values (?, ?)", [some("a", "b", None), n % 3])
            conn.execute(
                'insert or ignore into "lạ, có/chấm.x" values (?, ?, ?)',
                [str(some()), chance.randrange(9), some()],
            )
            conn.execute(
                "insert or ignore into removed values (?, ?, ?, ?)",
                [id, chance.randrange(60), some("Chia sẻ", "=1+1"), some("tail", "share")],
            )
            conn.execute(
                "insert into captures (url, fetched_at, status, mime, digest, warc, offset, length)"
                " values (?, ?, ?, ?, 'x', 'w.warc.gz', ?, ?)",
                [f"https://a.example/{n % 50}", some("2026-01-01", "2026-01-02"), some(200, 404), some(None, "", "text/html"), n // 9, 7],
            )  # fmt: skip
            conn.execute(
                "insert into pages (url, newspaper, state, kind, status, fetched_at) values (?, 'song-biec', ?, ?, ?, ?)",
                [f"https://a.example/p{n}", some("new", "done"), some(None, "article"), some(None, 200), some(None, "2026-01-01")],
            )  # fmt: skip
            conn.execute(
                "insert or ignore into revisions (article_id, number, seen_at, title, body) values (?, ?, '2026-02-01', ?, ?)",
                [id, 5 + n % 8, some("Một", "Hai"), "Thân " * some(1, 2, 700)],
            )
            conn.execute(
                "insert or ignore into article_tags values (?, ?)", [id, some("thơ", "a/b", "a,b", "-", "x" * 150)]
            )
        conn.executemany(
            f"insert into wide values (?, {', '.join('?' * 30)})", ([n, *["c" * n] * 30] for n in range(1100))
        )
        conn.commit()
