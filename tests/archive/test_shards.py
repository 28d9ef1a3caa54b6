"""Archives that were crawled apart, merged: what one crawl of everything would have made."""

from __future__ import annotations

import random
import sqlite3
from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from archive import captures
from archive.article import Article, Image, Key
from archive.article_rows import mark_gone
from archive.database import ArchiveError, connect, transaction
from archive.frontier import pages
from archive.newspapers import put_newspaper
from archive.shards.shards import Shard
from archive.storing.merging import redirected
from archive.storing.store import save_article
from tests import archives

BEGIN = datetime(2024, 3, 1, 6, 0, tzinfo=UTC)
HOMES = {
    "caobang": "https://baocaobang.vn/",
    "backan": "https://baobackan.vn/",
    "tuyenquang": "https://baotuyenquang.vn/",
}
TEXTS = (
    "select newspaper, url, title, lead, body, byline, published_at, first_seen_at, last_seen_at, changed_at, gone_at, words"
    " from articles order by url"
)
REVISIONS = (
    "select a.url, number, seen_at, r.title, r.body, r.captions, stood_until, c.url, c.fetched_at from revisions r"
    " join articles a on a.id = article_id left join captures c on c.id = capture_id order by a.url, number"
)
PAGES = (
    "select p.url, p.newspaper, state, status, p.fetched_at, due_at, tries, moved_to, a.url from pages p"
    " left join articles a on a.id = article_id order by p.url"
)
DETAILS = (
    "select a.url, position, i.url, caption, credit, after from images i join articles a on a.id = article_id order by 1, 2",
    "select a.url, tag from article_tags join articles a on a.id = article_id order by 1, 2",
    "select a.url, r.gone_at, back_at from returns r join articles a on a.id = article_id order by 1, 2",
    "select one.url, other.url, share, r.kind from reprints r join articles one on one.id = article_id"
    " join articles other on other.id = earlier_id order by 1, 2",
    "select url, fetched_at, status, digest, warc, offset, length from captures order by url, fetched_at",
    "select (select count(*) from articles_exact where articles_exact match 'thôn'), (select sum(articles) from months)",
)


@dataclass(frozen=True)
class Record:
    """A capture as a crawl writes it."""

    url: str
    fetched_at: datetime
    warc: str
    offset: int
    status: int = 200
    mime: str = "text/html"
    digest: str = "sha1:AAAA"
    length: int = 100


Event = Callable[[sqlite3.Connection], None]


def state(conn: sqlite3.Connection) -> list[list[tuple]]:
    """All that people see of an archive, by addresses instead of numbers."""
    return [conn.execute(query).fetchall() for query in (TEXTS, REVISIONS, PAGES, *DETAILS)]


def prose(rng: random.Random, sentences: int) -> list[str]:
    words = [
        "bà",
        "con",
        "thôn",
        "xã",
        "hội",
        "đồng",
        "ruộng",
        "lúa",
        "trường",
        "học",
        "đường",
        "cầu",
        "sông",
        "núi",
        "chợ",
        "phiên",
        "mùa",
        "vụ",
        "ngô",
        "lợn",
        "gà",
        "cán",
        "bộ",
    ]
    return [" ".join(rng.choices(words, k=24)).capitalize() + "." for _ in range(sentences)]


def history(seed: int) -> list[tuple[str, Event]]:
    """What happened to the articles of three newspapers, with whose crawl saw it."""
    rng = random.Random(seed)
    told: list[tuple[str, Event]] = []
    known: list[tuple[str, list[str], Article]] = []
    for step in range(60):
        now = BEGIN + timedelta(hours=7 * step)
        kind = rng.choice(["new", "new", "edit", "seen", "gone", "moved", "reprint", "frontier"]) if known else "new"
        newspaper = rng.choice(sorted(HOMES))
        if kind in ("new", "reprint"):
            body = "\n\n".join(prose(rng, 5)) if kind == "new" else rng.choice(known)[2].body
            url = f"{HOMES[newspaper]}tin/bai-{step}.html"
            day = (now + timedelta(hours=7)).strftime("%Y-%m-%dT%H:%M:%S+07:00")
            article = Article(
                url, prose(rng, 1)[0], body, lead=prose(rng, 1)[0], published_at=day, published_precision="minute"
            )
            article.images = [Image(f"{url}.jpg", "Chợ phiên ngày giáp Tết", "Hạnh", after=1)]
            article.tags = rng.sample(["chợ", "mùa vụ", "cầu đường"], 2)
            known.append((newspaper, [url], article))
            told.append((newspaper, read(newspaper, url, article, now, step)))
            continue
        newspaper, urls, article = rng.choice(known)
        if kind == "edit":
            article.body = "\n\n".join([*article.body.split("\n\n")[:-1], *prose(rng, 1)])
            if rng.random() < 0.3:
                article.title = prose(rng, 1)[0]
            told.append((newspaper, read(newspaper, urls[-1], article, now, step)))
        elif kind == "moved":
            urls.append(f"{HOMES[newspaper]}moi/bai-{step}.html")
            article.url = urls[-1]
            told.append((newspaper, move(newspaper, urls[-2], urls[-1], now)))
            told.append((newspaper, read(newspaper, urls[-1], article, now + timedelta(minutes=1), step)))
        elif kind == "seen":
            told.append((newspaper, read(newspaper, urls[-1], article, now, step)))
        elif kind == "gone":
            told.append((newspaper, lose(newspaper, urls[-1], now)))
        else:
            told.append((newspaper, find(newspaper, step, now)))
    return told


def read(newspaper: str, url: str, article: Article, now: datetime, step: int) -> Event:
    text = dict(vars_of(article))

    def event(conn: sqlite3.Connection) -> None:
        record = Record(url, now, f"2024/{newspaper}-1.warc.gz", step * 100)
        saved = save_article(
            conn, newspaper, Article(**text), seen_at=now, key=Key(f"k{text['published_at']}"), at=url,
            capture_id=captures.add(conn, record),
        )  # fmt: skip
        pages.done(
            conn,
            url,
            newspaper,
            now,
            state="article",
            status=200,
            due_at=now + timedelta(days=9),
            article_id=saved.article_id,
        )

    return event


def vars_of(article: Article) -> dict:
    return {name: getattr(article, name) for name in Article.__slots__}


def move(newspaper: str, old: str, new: str, now: datetime) -> Event:
    def event(conn: sqlite3.Connection) -> None:
        pages.done(conn, old, newspaper, now, state="moved", status=301, due_at=None, moved_to=new)
        redirected(conn, old, new, None, for_good=True)

    return event


def lose(newspaper: str, url: str, now: datetime) -> Event:
    def event(conn: sqlite3.Connection) -> None:
        for (article_id,) in conn.execute("select id from articles where url = ?", [url]).fetchall():
            mark_gone(conn, article_id, now)
        pages.done(conn, url, newspaper, now, state="gone", status=404, due_at=now + timedelta(days=7))

    return event


def find(newspaper: str, step: int, now: datetime) -> Event:
    links = [pages.Link(f"{HOMES[newspaper]}chua-doc-{step}-{n}.html") for n in range(3)]
    return lambda conn: pages.add(conn, newspaper, links, now) and None


def new_archive(path: Path) -> sqlite3.Connection:
    conn = archives.new(path)
    for name, home in HOMES.items():
        put_newspaper(conn, name, title=f"Báo {name}", home=home)
    return conn


def merge(conn: sqlite3.Connection, path: Path, newspaper: str | None = None) -> Shard:
    shard = Shard(conn, path, lambda newspaper, url: None, newspaper)
    for _ in shard.merge(BEGIN):
        pass
    shard.close()
    return shard


@pytest.mark.parametrize("seed", range(4))
def test_shards_merged_are_what_one_archive_had_been(tmp_path: Path, seed: int) -> None:
    """In three shards, merged in the midst of it and in the end, in either order, twice."""
    told = history(seed)
    rng = random.Random(seed)
    whole, merged = new_archive(tmp_path / "whole.db"), new_archive(tmp_path / "merged.db")
    shards = {name: new_archive(tmp_path / f"{name}.db") for name in HOMES}
    cuts = {rng.randrange(len(told)), len(told) - 1}
    for number, (newspaper, event) in enumerate(told):
        for conn in (whole, shards[newspaper]):
            with transaction(conn):
                event(conn)
        if number in cuts:
            for name in rng.sample(sorted(shards), len(shards)):
                merge(merged, tmp_path / f"{name}.db")
    for one, other in zip(state(merged), state(whole), strict=True):
        assert one == other
    before = list(merged.iterdump())
    assert not +merge(merged, tmp_path / "caobang.db").counts
    assert [line for line in merged.iterdump() if line not in set(before)] == []
    assert merged.execute("pragma integrity_check").fetchall() == [("ok",)]
    assert merged.execute("pragma foreign_key_check").fetchall() == []


def test_a_merge_broken_off_anywhere_is_whole_when_run_again(tmp_path: Path) -> None:
    told = history(3)
    whole, merged = new_archive(tmp_path / "whole.db"), new_archive(tmp_path / "merged.db")
    for _, event in told:
        with transaction(whole):
            event(whole)
    for steps in range(1, 4):
        shard = Shard(merged, tmp_path / "whole.db", lambda newspaper, url: None)
        for _, _ in zip(range(steps), shard.merge(BEGIN), strict=False):
            pass
        shard.close()
    merge(merged, tmp_path / "whole.db")
    assert state(merged) == state(whole)


def test_a_newspaper_is_given_to_another_machine_and_comes_back(tmp_path: Path) -> None:
    told = history(5)
    whole, main = new_archive(tmp_path / "whole.db"), new_archive(tmp_path / "main.db")
    given = connect(tmp_path / "given.db")
    for number, (newspaper, event) in enumerate(told):
        if number == len(told) // 2:
            merge(given, tmp_path / "main.db", "caobang")
            assert {
                name for (name,) in given.execute("select newspaper from articles union select newspaper from pages")
            } == {"caobang"}
            assert set(merge(main, tmp_path / "given.db").counts) <= {"unchanged", "captures", "pages", "crawls"}
            assert given.execute("select count(*) from captures where url not like '%baocaobang%'").fetchone() == (0,)
        conn = given if number >= len(told) // 2 and newspaper == "caobang" else main
        for one in (whole, conn):
            with transaction(one):
                event(one)
    merge(main, tmp_path / "given.db")
    assert state(main) == state(whole)


def test_articles_keep_the_numbers_of_the_first_and_are_known_by_them_there(tmp_path: Path) -> None:
    """Two shards number the same day's articles alike: one of them is numbered anew, and the archive knows which."""
    main = new_archive(tmp_path / "main.db")
    for name in ("backan", "caobang"):
        with transaction(conn := new_archive(tmp_path / f"{name}.db")):
            url = f"{HOMES[name]}a.html"
            article = Article(
                url, f"Bài của {name}", "\n\n".join(prose(random.Random(name), 4)), published_at="2024-03-01"
            )
            save_article(conn, name, article, seen_at=BEGIN)
        merge(main, tmp_path / f"{name}.db")
    ids = main.execute("select newspaper, id from articles order by id").fetchall()
    assert ids == [("backan", 2024030100001), ("caobang", 2024030100002)]
    assert main.execute("select shard_id, article_id from merged_articles order by 2").fetchall() == [
        (2024030100001, 2024030100001),
        (2024030100001, 2024030100002),
    ]


def test_an_article_crawled_here_too_is_one(tmp_path: Path) -> None:
    main, shard = new_archive(tmp_path / "main.db"), new_archive(tmp_path / "shard.db")
    url, body = f"{HOMES['caobang']}a.html", "\n\n".join(prose(random.Random(1), 4))
    for conn, day, text in ((main, 0, body), (shard, 2, body + "\n\nĐính chính: con số trên là của năm ngoái.")):
        with transaction(conn):
            save_article(conn, "caobang", Article(url, "Chợ phiên", text), seen_at=BEGIN + timedelta(days=day))
    merge(main, tmp_path / "shard.db")
    assert main.execute("select count(*) from articles").fetchone() == (1,)
    assert [number for (number,) in main.execute("select number from revisions")] == [1, 2]


def test_an_edit_within_the_same_second_is_one_here_too(tmp_path: Path) -> None:
    main, shard = new_archive(tmp_path / "main.db"), new_archive(tmp_path / "shard.db")
    url, body = f"{HOMES['caobang']}a.html", "\n\n".join(prose(random.Random(1), 4))
    for number, text in enumerate((body, body + "\n\nĐính chính: con số trên là của năm ngoái.")):
        with transaction(shard):
            capture_id = captures.add(shard, Record(url, BEGIN, "2024/a.warc.gz", number))
            save_article(shard, "caobang", Article(url, "Chợ phiên", text), seen_at=BEGIN, capture_id=capture_id)
    merge(main, tmp_path / "shard.db")
    assert state(main) == state(shard)
    assert main.execute("select count(*) from revisions").fetchone() == (2,)


def test_what_the_shard_read_better_since_is_no_revision_here(tmp_path: Path) -> None:
    main, shard = new_archive(tmp_path / "main.db"), new_archive(tmp_path / "shard.db")
    url, body = f"{HOMES['caobang']}a.html", "\n\n".join(prose(random.Random(1), 4))
    for day, text in ((0, body), (2, "Tin mới cập nhật\n\n" + body)):
        now = BEGIN + timedelta(days=day)
        with transaction(shard):
            capture_id = captures.add(shard, Record(url, now, "2024/a.warc.gz", day))
            save_article(shard, "caobang", Article(url, "Chợ phiên", text), seen_at=now, capture_id=capture_id)
    merge(main, tmp_path / "shard.db")
    assert main.execute("select count(*) from revisions").fetchone() == (2,)
    with transaction(shard):
        article = Article(url, "Chợ phiên", body)
        save_article(shard, "caobang", article, seen_at=BEGIN + timedelta(days=2), capture_id=2)
    assert shard.execute("select count(*) from revisions").fetchone() == (1,)
    merge(main, tmp_path / "shard.db")
    assert main.execute("select number, body from revisions").fetchall() == [(1, body)]
    assert main.execute("select body, changed_at from articles").fetchone() == (body, None)


def test_articles_that_the_shard_made_one_since_are_made_one(tmp_path: Path) -> None:
    main, shard = new_archive(tmp_path / "main.db"), new_archive(tmp_path / "shard.db")
    body = "\n\n".join(prose(random.Random(1), 4))
    old, new = f"{HOMES['caobang']}cu.html", f"{HOMES['caobang']}moi.html"
    for day, url, text in ((0, old, body), (3, new, body + "\n\n" + prose(random.Random(2), 1)[0])):
        now = BEGIN + timedelta(days=day)
        with transaction(shard):
            saved = save_article(shard, "caobang", Article(url, f"Chợ phiên {day}", text), seen_at=now)
            pages.done(
                shard, url, "caobang", now, state="article", status=200, due_at=None, article_id=saved.article_id
            )
    merge(main, tmp_path / "shard.db")
    assert main.execute("select count(*) from articles").fetchone() == (2,)
    with transaction(shard):
        move("caobang", old, new, BEGIN + timedelta(days=5))(shard)
    merge(main, tmp_path / "shard.db")
    assert state(main) == state(shard)
    assert main.execute("select count(*) from articles").fetchone() == (1,)


def test_the_archive_itself_or_a_copy_is_no_shard(tmp_path: Path) -> None:
    main = new_archive(tmp_path / "main.db")
    with pytest.raises(ArchiveError, match="the archive itself"):
        Shard(main, tmp_path / "main.db", lambda newspaper, url: None)
    with pytest.raises(ArchiveError, match="no archive here"):
        Shard(main, tmp_path / "none.db", lambda newspaper, url: None)
    (tmp_path / "notes.db").write_text("no database, and long enough to be looked at as one" * 9)
    sqlite3.connect(tmp_path / "other.db").execute("create table notes (text)")
    for name, what in (("notes.db", "this file is no SQLite database"), ("other.db", "a database, but no archive")):
        with pytest.raises(ArchiveError, match=f"{name}: {what}[^;]*$"):
            Shard(main, tmp_path / name, lambda newspaper, url: None)
