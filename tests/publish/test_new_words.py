"""The question for the vocabulary that came with a year, as it is chosen when words are counted."""

from __future__ import annotations

import asyncio
from pathlib import Path

import pytest
from datasette.app import Datasette

from archive.database import connect, transaction
from archive.newspapers import put_newspaper
from archive.words import counting


def test_words_of_a_year_are_found_among_many_articles(tmp_path: Path) -> None:
    conn = connect(tmp_path / "archive.db")
    with transaction(conn):
        put_newspaper(conn, "bao")
        for year, days in ((2018, 360), (2019, 360), (2020, 360)):
            for day in range(days):
                rows = [
                    (
                        id := (year * 10_000 + (day // 30 + 1) * 100 + day % 30 + 1) * 100_000 + n,
                        f"https://bao.example/{id}",
                        # Every tenth headline of 2020, and as many undated ones, which are of no year.
                        f"Bản {n} mở hội" + ", họp qua mạng" * (year == 2020 and n % 10 == 1) + ", cấy lúa" * (n == 5),
                        None if n > 20 else f"{id // 100_000}",
                    )
                    for n in range(1, 26)
                ]
                conn.executemany(
                    "insert into articles(id, newspaper, url, title, published_at, words, first_seen_at, last_seen_at,"
                    " body) values (?, 'bao', ?, ?, ?, 1, '', '', '')",
                    rows,
                )
    counting.catch_up(conn)
    conn.close()
    site = Datasette([str(tmp_path / "archive.db")])
    answer = asyncio.run(site.client.get("/archive/new_words.json?year=2020&_shape=array"))
    (row,) = answer.json()
    assert row["term"] in ("họp qua", "qua mạng") and row["before"] == 0
    assert row["per_thousand"] == pytest.approx(100, abs=20)
    for year in (2018, 2019, 1990):
        assert asyncio.run(site.client.get(f"/archive/new_words.json?year={year}&_shape=array")).json() == []
