"""Words over time: what is counted is what the index of words finds, whatever is done to the articles."""

from __future__ import annotations

import random
import sqlite3
from collections.abc import Iterator
from contextlib import closing
from datetime import UTC, datetime
from itertools import product
from pathlib import Path

import pytest

from archive.checks.mending import mend
from archive.database import ArchiveError, connect, transaction
from archive.search.counts import by_month, by_newspaper
from archive.search.filters import Filters
from archive.search.results import UNDATED, Match
from archive.search.search import search
from archive.withheld import release, withhold
from archive.words import counting, words
from archive.words.blocks import Entry, blocks, entries
from archive.words.terms import words_of
from archive.words.vocabulary import Years, score, telling
from tests import archives

SYLLABLES = ["chợ", "nổi", "hoà", "hòa", "bình", "đường", "Lũ", "m²", "2020", "thuỷ"]
# What is counted lately stands apart always, until it is much, or never.
levels = pytest.mark.parametrize("share", [0, 4, 10_000])
NOW = datetime(2026, 11, 27, tzinfo=UTC)


def text(pick: random.Random, length: int = 12) -> str:
    """Words and signs; the last ones are met seldom."""
    chosen = pick.choices(SYLLABLES, weights=[9, 8, 5, 5, 6, 3, 2, 0.3, 0.2, 0.1], k=length)
    return " ".join(word + pick.choice(["", "", ",", ".", " -"]) for word in chosen)


def insert(conn: sqlite3.Connection, id: int, newspaper: str, pick: random.Random, dated: bool = True) -> None:
    conn.execute(
        "insert into articles(id, newspaper, url, title, lead, body, published_at, words, first_seen_at, last_seen_at)"
        " values (?, ?, ?, ?, ?, ?, ?, 1, '2026-01-01', '2026-01-01')",
        [id, newspaper, f"https://bao.example/{id}", text(pick), pick.choice([None, text(pick, 6)]), text(pick, 30),
         "2020-01-01" if dated else None],
    )  # fmt: skip


@pytest.fixture
def conn(tmp_path: Path) -> Iterator[sqlite3.Connection]:
    with closing(archives.new(tmp_path / "archive.db")) as conn:
        conn.executemany("insert into newspapers(id, title) values (?, '')", [("bao-a",), ("bao-b",)])
        pick = random.Random(1)
        with transaction(conn):
            for number in range(120):
                day = 20200100 + pick.randrange(0, 3) * 100 + pick.randrange(1, 28)
                insert(conn, day * 100_000 + number, pick.choice(["bao-a", "bao-b"]), pick, number % 10 > 0)
        yield conn


def by_the_index(conn: sqlite3.Connection) -> dict[str, dict[tuple[str, int], int]]:
    """Words and pairs that five articles hold, as the index of words finds them."""
    spelled = {"hòa": ["hoà", "hòa"], "thủy": ["thuỷ", "thủy"]}
    names = ["chợ", "nổi", "hòa", "bình", "đường", "lũ", "m²", "2020", "thủy"]
    found = {}
    for term in [*names, *map(" ".join, product(names, names))]:
        phrases = product(*(spelled.get(word, [word]) for word in term.split(" ")))
        rows = conn.execute(
            "select newspaper, iif(published_at is null, 0, id / 10000000), count(*) from articles"
            " where id in (select rowid from articles_exact where articles_exact match ?)"
            " and id not in (select article_id from withheld) group by 1, 2",
            [" OR ".join(f'"{" ".join(phrase)}"' for phrase in phrases)],
        ).fetchall()
        if sum(articles for _, _, articles in rows) >= 5:
            found[term] = {(newspaper, month): articles for newspaper, month, articles in rows}
    return found


def same(conn: sqlite3.Connection) -> bool:
    return dict(words.all_terms(conn)) == by_the_index(conn)


@levels
def test_what_is_counted_is_what_the_index_finds_whatever_is_done_to_articles(
    conn: sqlite3.Connection, share: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(counting, "_LATE", share)
    assert counting.waiting(conn) and not dict(words.all_terms(conn))
    assert counting.catch_up(conn) == 120 and same(conn) and not counting.waiting(conn)
    assert counting.catch_up(conn) == 0
    pick = random.Random(2)
    ids = [id for (id,) in conn.execute("select id from articles order by id")]
    changes = [
        ("update articles set body = ?, title = 'Lũ m² 2020' where id = ?", 12),
        ("update articles set newspaper = 'bao-b', lead = ? where id = ?", 7),
        ("update articles set published_at = null, body = ? where id = ?", 5),
        ("update articles set id = id + 60000, body = ? where id = ?", 6),
        ("delete from articles where body != ? and id = ?", 9),
    ]
    for statement, many in changes:
        for _ in range(many):
            conn.execute(statement, [text(pick, 20), ids.pop(pick.randrange(len(ids)))])
        insert(conn, 20200401 * 100_000 + many, "bao-b", pick)
        ids.append(20200401 * 100_000 + many)
        before = dict(words.all_terms(conn))
        assert counting.waiting(conn) and before != by_the_index(conn)
        assert 0 < counting.catch_up(conn) < len(ids) / 4 and same(conn)
    hidden = ids[:6]
    for id in hidden:
        withhold(conn, id, "asked for", NOW)
    conn.execute("update articles set body = 'Lũ m² 2020 m² Lũ' where id = ?", [hidden[0]])
    counting.catch_up(conn)
    assert same(conn)
    for id in hidden[:4]:
        release(conn, id)
    counting.catch_up(conn)
    assert same(conn)
    conn.execute("delete from withheld")
    conn.execute("delete from articles")
    counting.catch_up(conn)
    assert not dict(words.all_terms(conn))


def test_blocks_hold_what_was_put_in_however_large_and_far_apart() -> None:
    pick = random.Random(4)
    terms = sorted({text(pick, pick.randint(1, 2)).lower() for _ in range(900)})
    put = [
        Entry.of(
            term, {pick.randrange(10 ** pick.randint(1, 6)): 10 ** pick.randint(0, 5) for _ in range(n % 300 * 4 + 1)}
        )
        for n, term in enumerate(terms)
    ]
    packed = list(blocks(put))
    assert len(packed) > 3 and [first for first, _ in packed] == [next(entries(data)).term for _, data in packed]
    assert [entry for _, data in packed for entry in entries(data)] == put
    assert not list(entries(b"x\x9c of an older copy"))


@levels
def test_a_term_comes_with_its_fifth_article_and_goes_with_it(
    conn: sqlite3.Connection, share: int, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.setattr(counting, "_LATE", share)
    conn.execute("update articles set title = title || ' lươn' where id in (select id from articles limit 5)")
    counting.catch_up(conn, again=True)
    conn.execute(
        "update articles set title = 'x' where id in (select id from articles where title like '% lươn' limit 1)"
    )
    counting.catch_up(conn)
    assert not list(counting.differences(conn, tmp_path, lambda more: None))  # a large level may have it still
    with transaction(conn):
        for number in range(4):
            conn.execute(
                "update articles set lead = 'Xe buýt điện chạy' where id = (select id from articles limit 1 offset ?)",
                [number * 20],
            )
    counting.catch_up(conn)
    assert words.months_of(conn, ["buýt", "điện"]) is None
    (fifth,) = conn.execute("select max(id) from articles").fetchone()
    conn.execute("update articles set lead = 'xe buýt, điện' where id = ?", [fifth])
    counting.catch_up(conn)
    found = words.months_of(conn, ["Buýt", "ĐIỆN"])
    assert found and sum(found.values()) == 5
    conn.execute("update articles set lead = null where id = ?", [fifth])
    counting.catch_up(conn)
    assert words.months_of(conn, ["buýt"]) is None
    conn.execute("update articles set lead = 'buýt' where id = ?", [fifth])
    counting.catch_up(conn)
    assert sum((words.months_of(conn, ["buýt"]) or {}).values()) == 5


@levels
def test_a_process_that_is_killed_and_a_crawl_meanwhile_lose_no_count(
    conn: sqlite3.Connection, tmp_path: Path, share: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(counting, "_LATE", share)
    counting.catch_up(conn)
    pick = random.Random(3)
    ids = [id for (id,) in conn.execute("select id from articles order by id")]
    for id in ids[:10]:
        conn.execute("update articles set body = ? where id = ?", [text(pick), id])
    before = dict(words.all_terms(conn))
    with monkeypatch.context() as killed, pytest.raises(KeyboardInterrupt):
        killed.setattr(counting._Job, "_save", lambda *_: (_ for _ in ()).throw(KeyboardInterrupt))
        counting.catch_up(conn)
    assert dict(words.all_terms(conn)) == before and counting.waiting(conn)
    changes = counting._Job._changes
    with monkeypatch.context() as busy, closing(connect(tmp_path / "archive.db")) as crawl:

        def while_a_crawl_writes(job: counting._Job, cells: dict[tuple[str, int], int]) -> list[object]:
            for id in (*ids[5:8], *ids[20:24]):
                crawl.execute("update articles set body = ? where id = ?", [text(pick), id])
            insert(crawl, 20200501 * 100_000 + 1, "bao-a", pick)
            return changes(job, cells)

        busy.setattr(counting._Job, "_changes", while_a_crawl_writes)
        counting.catch_up(conn)
    assert counting.waiting(conn) and not same(conn)
    assert counting.catch_up(conn) == 8 and same(conn)


def test_two_processes_do_not_count_the_same(conn: sqlite3.Connection, tmp_path: Path) -> None:
    counting.catch_up(conn)
    pick = random.Random(4)
    conn.execute("update articles set body = ?", [text(pick)])
    with closing(connect(tmp_path / "archive.db")) as other, pytest.raises(ArchiveError, match="another process"):
        once = iter([True])
        job = counting._Job.all

        def overtaken(self: counting._Job, articles: int) -> None:
            if next(once, False):
                counting.catch_up(other, again=True)
            job(self, articles)

        with pytest.MonkeyPatch.context() as patch:
            patch.setattr(counting._Job, "all", overtaken)
            counting.catch_up(conn, again=True)
    counting.catch_up(conn)
    assert same(conn)


def test_check_finds_what_is_counted_wrongly(conn: sqlite3.Connection, tmp_path: Path) -> None:
    counting.catch_up(conn)
    conn.execute("update articles set title = 'chợ nổi' where id % 9 = 0")
    assert not list(counting.differences(conn, tmp_path, lambda more: None))  # of what it was counted of
    counting.catch_up(conn)
    for name in ("articles_words_update", "articles_words_delete"):
        conn.execute(f"drop trigger {name}")
    many = conn.execute("delete from articles where id % 3 = 0").rowcount
    wrong = {term: (said, right) for term, said, right in counting.differences(conn, tmp_path, lambda more: None)}
    assert many and wrong["chợ"][0] - wrong["chợ"][1] > 5
    mend(conn, [("words over time",)])
    counting.catch_up(conn)
    assert same(conn) and not list(counting.differences(conn, tmp_path, lambda more: None))


@pytest.mark.parametrize(
    ("asked", "filters"),
    [
        ("chợ", Filters()),
        ("hòa bình", Filters()),
        ("Hoà Bình", Filters(newspapers=("bao-a",))),
        ("đường chợ", Filters(since=20200200, until=20200299)),
        ("nổi since:2020-02", Filters()),
        ('"lũ chợ" newspaper:bao-b', Filters()),
    ],
)
def test_a_search_counts_the_same_with_the_table_and_without(
    conn: sqlite3.Connection, asked: str, filters: Filters
) -> None:
    without = [how(conn, asked, filters=filters) for how in (by_month, by_newspaper)]
    totals = search(conn, asked, filters=filters, limit=1).totals
    counting.catch_up(conn)
    assert search(conn, asked, filters=filters, limit=1).totals == totals
    conn.set_trace_callback((said := []).append)
    found = [how(conn, asked, filters=filters) for how in (by_month, by_newspaper)]
    assert found == without and found[0] and found[0].match is Match.TYPED
    assert not any("articles_exact match" in statement for statement in said)


@pytest.mark.parametrize(
    "asked", ["cho noi", "title:chợ", "chợ -lũ", "chợ OR nổi", "chợ nổi hòa", "chợ, nổi", "chợ since:2020-02-03", "m²"]
)
def test_what_the_table_does_not_tell_is_counted_from_the_index(conn: sqlite3.Connection, asked: str) -> None:
    without = [how(conn, asked) for how in (by_month, by_newspaper)]
    counting.catch_up(conn)
    assert [how(conn, asked) for how in (by_month, by_newspaper)] == without
    assert without[0] and (sum(without[0].cells.values()) or asked == "m²")


def test_undated_articles_are_apart(conn: sqlite3.Connection) -> None:
    counting.catch_up(conn)
    found = by_month(conn, "chợ")
    assert found and found.cells[UNDATED] == sum(
        articles for (_, month), articles in by_the_index(conn)["chợ"].items() if month == 0
    )


def test_words_are_those_of_sqlite(conn: sqlite3.Connection) -> None:
    """Whatever letters and signs: marks without a letter, scripts, digits, signs in words."""
    memory = sqlite3.connect(":memory:")
    memory.execute("create virtual table t using fts5(x, tokenize='unicode61 remove_diacritics 0')")
    memory.execute("create virtual table v using fts5vocab(t, instance)")
    pick = random.Random(5)
    signs = "aăâđÂĐ ộ\u0323\u0306\u0302\u0300-_.,²₂Ⅻ№㎡ñßИ中🙂\u200b\u00ad٣ª'’" + "".join(
        map(chr, range(0x2000, 0x2400))
    )
    for _ in range(300):
        written = "".join(pick.choices(signs, k=40))
        memory.execute("insert into t(rowid, x) values (1, ?)", [written])
        assert words_of(written) == [term for (term,) in memory.execute("select term from v order by offset")]
        memory.execute("delete from t")


def test_what_came_with_a_year_is_told_once() -> None:
    years = Years(now=1000, before=9000, tried=10_000)
    assert score(200, 1500, years) is None and score(2, 0, years) is None
    assert score(200, 0, Years(now=1000, before=0, tried=10_000)) is None
    articles = {"giãn": 80, "cách": 900, "giãn cách": 78, "cách xã": 77, "sáp nhập": 30, "sáp": 31}
    scores = {term: float(many) for term, many in articles.items() if term != "cách"}
    assert telling(scores, articles) == ["giãn cách", "sáp nhập"]
