"""`scrapy check` on archives that were really damaged: each fault is told, what can be mended without loss is."""

from __future__ import annotations

import os
import shutil
import sqlite3
import zlib
from collections.abc import Callable
from contextlib import closing
from datetime import UTC, datetime
from pathlib import Path

import pytest

from archive import captures as capture_table
from archive.article import Article
from archive.checks import mending
from archive.checks.checks import last
from archive.database import connect
from archive.storing.store import save_article
from archive.words import counting
from crawler.captures import CaptureWriter
from crawler.captures.owners import of_others
from crawler.commands.check import Meter, line, stages

from . import invented
from .conftest import article, listing


@pytest.fixture
def damaged(tmp_path, site, crawl) -> Callable[[], tuple[sqlite3.Connection, Path]]:
    """Each call is a fresh copy of an archive of six articles, one of them edited, and of its captures."""
    paths = [f"/bai-so-{number}" for number in range(1001, 1007)]
    site.pages = {"/": listing(*paths)} | {path: article(f"Chuyện ở thôn {path[-1]}") for path in paths}
    crawl()
    site.pages[paths[0]] = article("Chuyện ở thôn 1", "Đính chính: cầu dài 120 mét chứ không phải 210 mét như đã đưa.")
    crawl("revisit=all")
    copies = 0

    def copy() -> tuple[sqlite3.Connection, Path]:
        nonlocal copies
        copies += 1
        folder = tmp_path / f"ban-{copies}"
        folder.mkdir()
        with closing(sqlite3.connect(tmp_path / "archive.db")) as whole:
            whole.execute("vacuum into ?", [str(folder / "archive.db")])
        shutil.copytree(tmp_path / "captures", folder / "captures")
        return connect(folder / "archive.db"), folder / "captures"

    return copy


def check(conn: sqlite3.Connection, folder: Path) -> list[str]:
    """The codes of what is found, in their order; every fault has a line."""
    with Meter(0) as meter:
        found = [fault for stage in stages(conn, folder, meter) for fault in stage]
    assert all(line(fault, advise=True).isprintable() for fault in found)
    return [fault.code for fault in found]


def test_a_crawl_beside_the_captures_of_another_archive_says_so(site, crawl, tmp_path) -> None:
    """Whichever came first; a copy of an archive is the same archive."""
    site.pages = {"/": listing("/bai-so-1001"), "/bai-so-1001": article("Chuyện ở thôn 1")}
    for archive, warned in (("mot.db", False), ("mot.db", False), ("hai.db", True), ("mot.db", True)):
        done = crawl("revisit=all", ARCHIVE=tmp_path / archive)
        assert (archive, "set CAPTURES" in done.stderr) == (archive, warned)
    for archive in ("mot", "hai"):
        with closing(connect(tmp_path / f"{archive}.db")) as conn:
            assert set(check(conn, tmp_path / "captures")) == {"stray"}
            assert "unnamed" not in repaired(conn, tmp_path / "captures")
    with closing(connect(tmp_path / "mot.db")) as conn:
        for path in of_others(conn, tmp_path / "captures"):
            path.unlink()
    shutil.copy(tmp_path / "mot.db", tmp_path / "ban-sao.db")
    assert "set CAPTURES" not in crawl("revisit=all", ARCHIVE=tmp_path / "ban-sao.db").stderr


def repaired(conn: sqlite3.Connection, folder: Path) -> list[str]:
    """What is left after a repair."""
    with Meter(0) as meter:
        mending.mend(conn, [fault.repair for stage in stages(conn, folder, meter) for fault in stage if fault.repair])
    return check(conn, folder)


def sql(*statements: str) -> Callable[[sqlite3.Connection, Path], None]:
    def damage(conn: sqlite3.Connection, folder: Path) -> None:
        conn.execute("pragma foreign_keys = off")
        for statement in statements:
            conn.execute(statement)

    return damage


def short_index(conn: sqlite3.Connection, folder: Path) -> None:
    """An index from which all rows are missing: it was made for those that are gone, and is said to be of the others."""
    conn.execute("pragma writable_schema = on")
    conn.execute(
        "update sqlite_master set sql = replace(sql, 'gone_at is not null', 'gone_at is null') where name = 'articles_gone'"
    )
    conn.execute("pragma writable_schema = reset")


def of_file(change: Callable[[Path, sqlite3.Connection], None]) -> Callable[[sqlite3.Connection, Path], None]:
    """Changes the file that holds most captures."""

    def damage(conn: sqlite3.Connection, folder: Path) -> None:
        (warc,) = conn.execute("select warc from captures group by 1 order by count(*) desc limit 1").fetchone()
        change(folder / warc, conn)

    return damage


def flip(path: Path, conn: sqlite3.Connection) -> None:
    offset, length = conn.execute(
        "select offset, length from captures where url like '%1003' order by id limit 1"
    ).fetchone()
    data = bytearray(path.read_bytes())
    data[offset + length // 2] ^= 255
    path.write_bytes(data)


def flip_each(path: Path, conn: sqlite3.Connection) -> None:
    """The first byte of a record: that it begins there cannot be seen any more."""
    (offset,) = conn.execute("select offset from captures where url like '%1003' order by id limit 1").fetchone()
    data = bytearray(path.read_bytes())
    data[offset] ^= 255
    path.write_bytes(data)


def cut(path: Path, conn: sqlite3.Connection) -> None:
    (offset,) = conn.execute("select max(offset) from captures where warc like '%' || ?", [path.name]).fetchone()
    os.truncate(path, offset + 100)


def away(path: Path, conn: sqlite3.Connection) -> None:
    (path.parent.parent / "khac").mkdir()
    path.rename(path.parent.parent / "khac" / path.name)


def copied(path: Path, conn: sqlite3.Connection) -> None:
    shutil.copy(path, path.with_name("sao-20260101000000-1-00000000.warc.gz"))


def exchange(conn: sqlite3.Connection, folder: Path) -> None:
    """Two captures of one file, each with the other's place."""
    (warc,) = conn.execute("select warc from captures group by 1 order by count(*) desc limit 1").fetchone()
    one, two = conn.execute(
        "select offset, length, id from captures where warc = ? and url like '%100_' limit 2", [warc]
    ).fetchall()
    conn.execute("update captures set offset = ?, length = ? where id = ?", [*one[:2], two[2]])
    conn.execute("update captures set offset = ?, length = ? where id = ?", [*two[:2], one[2]])


def killed(conn: sqlite3.Connection, folder: Path) -> None:
    """The crawl was killed between writing an answer down and storing it."""
    id, warc = conn.execute("select id, warc from captures where url like '%/' order by id limit 1").fetchone()
    conn.execute("delete from captures where id = ?", [id])
    conn.execute("update crawls set finished_at = null, process = ? where id = 1", [f"may-thu {warc.split('-')[-2]} 1"])


def full(conn: sqlite3.Connection, folder: Path) -> None:
    """The disk was full between writing an answer down and storing it, and the crawl could say so."""
    killed(conn, folder)
    conn.execute("update crawls set finished_at = started_at, ending = 'storage' where id = 1")


def neighbour(conn: sqlite3.Connection, folder: Path, archive: str = "") -> None:
    """Another archive has the same folder of captures, and another newspaper."""
    writer = CaptureWriter(folder, "khac", archive=archive)
    writer.write("http://khac.vn/a-1", 200, "OK", [("Content-Type", "text/html")], b"<p>x", datetime.now(UTC))
    writer.close()


def another_archive(conn: sqlite3.Connection, folder: Path) -> None:
    """Another archive has the same folder and the same newspaper, and a capture that is lacking here."""
    conn.execute("pragma foreign_keys = off")
    conn.execute("insert into newspapers(id, title) values ('khac', 'Khác')")
    neighbour(conn, folder, "0" * 32)


def shard(conn: sqlite3.Connection, folder: Path) -> None:
    """A shard that was merged has the same folder, and has crawled on since."""
    conn.execute("insert into newspapers(id, title) values ('khac', 'Khác')")
    conn.execute("insert into merged_shards(shard) values (?)", ["1" * 32 + "/khac"])
    writer = CaptureWriter(folder, "khac", archive="1" * 32)
    for path in ("a-1", "a-2"):
        told = writer.write(
            f"http://khac.vn/{path}", 200, "OK", [("Content-Type", "text/html")], b"<p>x", datetime.now(UTC)
        )
        if path == "a-1":
            capture_table.add(conn, told)
    writer.close()


def seldom(conn: sqlite3.Connection, folder: Path) -> None:
    """The numbers of seldom words are lower than those of the articles."""
    counting.catch_up(conn)
    conn.execute("update words_seldom set data = ?", [zlib.compress(bytes(1 << 16))])


def share(conn: sqlite3.Connection, folder: Path) -> None:
    """A whole article that another newspaper is said to have printed, of which a tenth stands there."""
    conn.execute("insert into newspapers(id, title) values ('khac', 'Khác')")
    conn.execute("update articles set newspaper = 'khac' where id in (select max(id) from articles)")
    conn.execute("update pages set newspaper = 'khac' where article_id in (select max(id) from articles)")
    for mend in ("months", "reprint months"):
        mending.mend(conn, [(mend,)])
    conn.execute("insert into reprints select max(id), min(id), 0.1, 'whole', 30, '1' from articles")
    mending.mend(conn, [("reprint months",)])


def listed(change: str, source_url: str = "") -> Callable[[sqlite3.Connection, Path], None]:
    """A capture of a web archive was read, and its row is changed; the capture is said to be from `source_url`."""

    def damage(conn: sqlite3.Connection, folder: Path) -> None:
        sql(
            "insert into rescue_captures(newspaper, source, urlkey, timestamp, original, status, digest, state, capture_id)"
            " select (select id from newspapers), 'wayback', 'vn,thu)/', '20120405120000', url, 200, substr(digest, 6), 'read', id"
            " from captures order by id limit 1",
            f"update rescue_captures set {change}",
        )(conn, folder)
        if source_url:
            told = "update captures set source = 'wayback', source_url = ? where id in (select min(id) from captures)"
            conn.execute(told, [source_url])

    return damage


def old_share(conn: sqlite3.Connection, folder: Path) -> None:
    """Reprints were found by another rule than today's: no damage, whatever they say."""
    share(conn, folder)
    conn.execute("update reprint_rule set version = version - 1")


def twins(conn: sqlite3.Connection, folder: Path) -> None:
    """Two newspapers have one text, and the row that says so is gone."""
    conn.execute("insert into newspapers(id, title) values ('khac', 'Khác')")
    for newspaper in ("thu", "khac"):
        text = "\n\n".join(invented.article(7)[2] + invented.article(8)[2])
        told = Article(
            f"http://{newspaper}.vn/a",
            "Chuyện ở thôn 7",
            text,
            published_at="2026-11-01",
            published_precision="day",
            published_from="meta",
        )
        save_article(conn, newspaper, told, seen_at=datetime(2026, 11, 1, 12, tzinfo=UTC))
        conn.execute(
            "insert into pages(url, newspaper, article_id, state, kind, fetched_at) select url, newspaper, id, 'article',"
            " 'page', first_seen_at from articles where url = ?",
            [told.url],
        )
    assert conn.execute("delete from reprints").rowcount == 1


def free_pages(conn: sqlite3.Connection, folder: Path) -> None:
    """What SQLite knows of unused pages is overwritten."""
    conn.execute("create table x as select zeroblob(20000) from articles")
    conn.execute("drop table x")
    conn.execute("pragma wal_checkpoint(truncate)")
    path = folder.parent / "archive.db"
    (size,) = conn.execute("pragma page_size").fetchone()
    with path.open("r+b") as file:
        file.seek(32)
        trunk = int.from_bytes(file.read(4), "big")
        file.seek((trunk - 1) * size)
        file.write(b"\xff" * size)
    with closing(sqlite3.connect(path)) as other, other:  # so that the first reads the file again
        other.execute("update crawls set id = id")


def unreadable(part: str, at: int = 0) -> Callable[[sqlite3.Connection, Path], None]:
    """The first page of an index, or of a table that an index of words is kept in, is overwritten."""

    def damage(conn: sqlite3.Connection, folder: Path) -> None:
        conn.execute("pragma wal_checkpoint(truncate)")
        (page,) = conn.execute("select rootpage from sqlite_master where name = ?", [part]).fetchone()
        (size,) = conn.execute("pragma page_size").fetchone()
        with (folder.parent / "archive.db").open("r+b") as file:
            file.seek((page - 1) * size + at)
            file.write(b"\x7f" * (size // 4))
        with closing(sqlite3.connect(folder.parent / "archive.db")) as other, other:
            other.execute("update crawls set id = id")

    return damage


def names_exchanged(conn: sqlite3.Connection, folder: Path) -> None:
    """Two files, each under the other's name."""
    one, two = sorted(folder.rglob("*.warc.gz"))
    one.rename(folder / "x")
    two.rename(one)
    (folder / "x").rename(two)


def addresses_exchanged(conn: sqlite3.Connection, folder: Path) -> None:
    """Two articles, each at the other's address."""
    (one, first), (two, second) = conn.execute("select id, url from articles order by id desc limit 2").fetchall()
    for id, url in ((one, "x"), (two, first), (one, second)):
        conn.execute("update articles set url = ?, key = null where id = ?", [url, id])


ONE = "(select id from captures where url like '%1003' order by id limit 1)"
DAMAGES: dict[str, tuple[Callable[[sqlite3.Connection, Path], None], list[str], list[str]]] = {
    # what is done; what is found; what is left after a repair
    "nothing": (sql(), [], []),
    "file missing": (of_file(lambda path, _: path.unlink()), ["missing"], ["missing"]),
    "file in another folder": (of_file(away), ["moved"], []),
    "file cut off": (of_file(cut), ["record"], ["record"]),
    "file empty": (of_file(lambda path, _: path.write_bytes(b"")), ["lost"] * 7, ["lost"] * 7),
    "file of something else": (of_file(lambda path, _: path.write_bytes(b"PK")), ["unreadable"], ["unreadable"]),
    "byte flipped": (of_file(flip), ["record"], ["record"]),
    "first byte flipped": (of_file(flip_each), ["record"], ["record"]),
    "file copied": (of_file(copied), ["stray"], ["stray"]),
    "file of nobody": (of_file(lambda path, _: path.with_name("thu.txt").write_text("?")), ["stray"], ["stray"]),
    "file of another newspaper": (neighbour, ["stray"], ["stray"]),
    "file of another archive": (another_archive, ["stray"], ["stray"]),
    "file of a shard that goes on": (shard, [], []),
    "offset off": (sql(f"update captures set offset = offset + 7 where id = {ONE}"), ["place"], []),
    "places exchanged": (exchange, ["place"] * 2, []),
    "length off": (sql(f"update captures set length = length - 1 where id = {ONE}"), ["told"], []),
    "digest of the row": (sql(f"update captures set digest = 'sha1:' || id where id = {ONE}"), ["bytes", "told"], []),
    "status of the row": (sql(f"update captures set status = 404 where id = {ONE}"), ["told"], []),
    "moment of the row": (
        sql(f"update captures set fetched_at = '2001-01-01T00:00:00Z' where id = {ONE}"),
        ["source", "told"],
        [],
    ),
    "type of the row": (sql(f"update captures set mime = 'image/png' where id = {ONE}"), ["told"], []),
    "address of the row": (sql(f"update captures set url = url || '?' where id = {ONE}"), ["nobody's capture", "told"], []),
    "a row twice": (sql(f"insert into captures select null, url, fetched_at, status, mime, digest, warc, offset, length, source, source_url, aside from captures where id = {ONE}"), ["twice"], []),
    "row of captures gone": (sql(f"delete from captures where id = {ONE}"), ["reference", "unnamed"], []),
    "row of a killed crawl": (killed, [], []),
    "row of a crawl whose disk was full": (full, [], []),
    "words emptied": (sql("insert into articles_fts(articles_fts) values ('delete-all')"), ["words"], []),
    "exact words emptied": (sql("insert into articles_exact(articles_exact) values ('delete-all')"), ["words"], []),
    "a row out of the words": (sql("delete from articles_fts_docsize where id in (select max(id) from articles)"), ["words"], []),
    "blocks of words gone": (sql("delete from articles_exact_data where id > 10"), ["words"], []),
    "labels emptied": (sql("update articles set section = 'Đời sống'", "insert into articles_labels(articles_labels) values ('delete-all')"), ["words"], []),
    "a trigger and an index gone": (sql("drop trigger articles_fts_insert", "drop index articles_gone"), ["part"] * 2, []),
    "a table gone": (sql("drop table year_words"), ["part"], ["part"]),
    "marks of a page": (sql("update profile_pages set marks = x'0102' where rowid in (select max(rowid) from profile_pages)"), ["profile"], []),
    "lines of a profile": (sql("update profiles set lines = '{'"), ["profile"], []),
    "a profile ends before it begins": (sql("update profiles set until = '2001-01-01T00:00:00Z' where id in (select min(id) from profiles)"), ["span"], []),
    "index lacks rows": (short_index, ["another part", *["index"] * 7], []),
    "months": (sql("update months set articles = articles + 1"), ["month"], []),
    "a month gone": (sql("delete from months"), ["month"], []),
    "a month of reprints": (sql("insert into reprint_months values (202001, 3)"), ["reprints"], []),
    "fingerprints gone": (sql("delete from fingerprints"), ["fingerprints"] * 6, []),
    "a fingerprint of nobody": (sql("insert into fingerprints values (x'00000001', 7)"), ["fingerprint"], []),
    "fewer fingerprints told": (sql("update fingerprinted set hashes = substr(hashes, 1, length(hashes) - 4) where article_id in (select max(id) from articles)"), ["fingerprint"], []),
    "a reprint of itself": (sql("insert into reprints select max(id), min(id), 0.5, 'part', 30, '1' from articles"), ["reprint"], []),
    "a reprint of another share": (share, ["design of another", "in common"], []),
    "a reprint by the rule of an older version": (old_share, ["design of another"], []),
    "a reprint of nothing": (sql("insert into reprints select max(id), 7, 0.5, 'part', 30, '1' from articles"), ["reference"], []),
    "fewer seldom words told": (seldom, ["seldom"], []),
    "words counted wrong": (sql("update articles set words = words + 1 where id in (select max(id) from articles)"), ["count"], []),
    "revision gone": (sql("delete from revisions where number = 2"), ["changed", "text"], ["text"]),
    "first revision gone": (sql("delete from revisions where article_id in (select article_id from revisions where number = 2) and number = 1"), ["numbering", "changed"], ["numbering"]),
    "all revisions gone": (sql("delete from revisions"), ["no revision"] * 6, []),
    "words of an old revision": (sql("update revisions set body = body || ' Thêm.' where article_id in (select article_id from revisions where number = 2) and number = 1"), ["altered"], ["altered"]),
    "headline of an old revision": (sql("update revisions set title = 'Chuyện khác' where article_id in (select article_id from revisions where number = 2) and number = 1"), ["altered"], ["altered"]),
    "captions of an old revision": (sql("update revisions set captions = '[\"Ảnh khác\"]' where number = 2"), ["altered", "captions"], ["captions", "altered"]),
    "article and revision alike": (sql("update articles set title = title || ' đó', words = words + 1 where id in (select max(id) from articles)", "update revisions set title = title || ' đó' where article_id in (select max(id) from articles)"), ["altered"], ["altered"]),
    "digests from before there were any": (sql("update revisions set digest = null"), [], []),
    "changed_at": (sql("update articles set changed_at = null"), ["changed"], []),
    "last_seen_at": (sql("update articles set last_seen_at = '2001-01-01T00:00:00Z' where id in (select min(id) from articles)"), ["outlived", "seen"], []),
    "gone too early": (sql("update articles set gone_at = '2001-01-01T00:00:00Z' where id in (select min(id) from articles)"), ["gone", "never gone", "not back"], ["never gone", "not back", "gone"]),
    "no moment": (sql("update articles set last_seen_at = 'mai' where id in (select min(id) from articles)"), ["ahead", "moment", "unseen"], ["ahead", "unseen", "moment"]),
    "stood_until": (sql("update revisions set stood_until = '2001-01-01T00:00:00Z' where number = 2"), ["stood"], ["stood"]),
    "another's capture": (sql("insert into captures select 99, url, '2001-01-01T00:00:00Z', status, mime, digest, warc, offset, length, source, source_url, aside from captures where id = 1", "update revisions set capture_id = 99 where number = 2"), ["other's capture", "source"], []),
    "page without its article": (sql("update pages set article_id = null where article_id in (select max(id) from articles)"), ["no article", "no page", "unseen"], []),
    "text": (sql("update articles set body = body || ' Thêm.' where id in (select max(id) from articles)"), ["count", "text"], ["count", "text"]),
    "date": (sql("update articles set published_at = '2019-05-01' where id in (select max(id) from articles)"), ["number", "precision"], ["precision", "number"]),
    "a picture of its own": (sql("insert into images(article_id, position, caption) select max(id), 9, 'Cầu mới' from articles"), ["captions", "indexed captions", "pictures"], ["captions", "pictures"]),
    "captions of the index": (sql("update articles set captions = 'Cầu' where id in (select max(id) from articles)"), ["indexed captions"], []),
    "a takedown forgotten": (sql("update pages set state = 'gone', status = 404, fetched_at = strftime('%Y-%m-%dT%H:%M:%SZ', 'now', '+9 minutes') where article_id in (select max(id) from articles)"), ["not gone"], ["not gone"]),
    "address of no page": (sql("update articles set url = url || 'x' where id in (select max(id) from articles)"), ["address"], ["address"]),
    "year alone": (sql("update articles set published_precision = 'year' where id in (select max(id) from articles)"), ["precision"], ["precision"]),
    "no such hour": (sql("update articles set published_at = substr(published_at, 1, 10) || 'T25:99' where id in (select max(id) from articles)"), ["day"], ["day"]),
    "no such day": (sql("update articles set modified_at = '2026-02-30' where id in (select max(id) from articles)"), ["day"], ["day"]),
    "a word for a day": (sql("update articles set modified_at = 'hôm qua' where id in (select max(id) from articles)"), ["day"], ["day"]),
    "a word for a moment": (sql("update revisions set stood_until = 'mai' where number = 2"), ["instant", "outlived"], ["outlived", "instant"]),
    "a tag of no letters": (sql("insert into article_tags select max(id), ' ' from articles"), ["blank"], ["blank"]),
    "a word for the day that is due": (sql("update pages set due_at = 'mai' where id in (select max(id) from pages)"), ["instant"], ["instant"]),
    "a kind of no paragraph": (sql("insert into paragraph_kinds select max(id), 99, 'subhead' from articles"), ["kinds"], ["kinds"]),
    "back and never gone": (sql("insert into returns select max(id), '2001-01-01T00:00:00Z', '2031-01-01T00:00:00Z' from articles"), ["ahead", "return"], ["ahead", "return"]),
    "a state nobody knows": (sql("update pages set state = 'hm' where id in (select max(id) from pages)"), ["word"], ["word"]),
    "a reason nobody knows": (sql("update pages set reason = 'hm' where id in (select min(id) from pages)"), ["word"], ["word"]),
    "a detail that is no JSON": (sql("update crawls set detail = '{'"), ["word"] * 2, ["word"] * 2),
    "a page of the future": (sql("update pages set fetched_at = '2099-01-01T00:00:00Z' where id in (select min(id) from pages)"), ["ahead"], ["ahead"]),
    "seen before anybody saw it": (sql("update articles set first_seen_at = '2001-01-01T00:00:00Z' where id in (select min(id) from articles)"), ["unseen"], ["unseen"]),
    "gone where no page says so": (sql("update articles set gone_at = strftime('%Y-%m-%dT%H:%M:%SZ', 'now', '+9 minutes') where id in (select min(id) from articles)"), ["never gone"], ["never gone"]),
    "stood beyond the next": (sql("update revisions set stood_until = (select last_seen_at from articles where id = article_id) where number = 1 and article_id in (select article_id from revisions where number = 2)", "update revisions set seen_at = strftime('%Y-%m-%dT%H:%M:%SZ', seen_at, '-1 second') where number = 2", "update articles set changed_at = (select seen_at from revisions where number = 2 and article_id = articles.id)"), ["outlived"], ["outlived"]),
    "of another newspaper than its page": (sql("insert into newspapers(id, title) values ('khac', 'Khác')", "update pages set newspaper = 'khac' where article_id in (select max(id) from articles)"), ["other paper"], ["other paper"]),
    "a revision of what many addresses show": (sql("update captures set aside = 'shared' where id in (select capture_id from revisions where number = 2)"), ["shared"], ["shared"]),
    "a source that its record has not": (sql(f"update captures set source = 'wayback', source_url = 'https://web.archive.org/web/2001/x' where id = {ONE}"), ["told"], []),
    "an address in no web archive": (sql(f"update captures set source_url = 'https://web.archive.org/web/2001/x' where id = {ONE}"), ["origin", "told"], []),
    "two ids": (sql("insert into archive_id values ('x')"), ["alone"], ["alone"]),
    "a crawl that ended before it began": (sql("update crawls set finished_at = '2001-01-01T00:00:00Z' where id = 1"), ["run"], ["run"]),
    "a section without a letter": (sql("update articles set section = '' where id in (select max(id) from articles)"), ["blank"], ["blank"]),
    "no language": (sql("update articles set language = 'tieng viet' where id in (select max(id) from articles)"), ["language"], ["language"]),
    "a year that no export would write": (sql("delete from content_versions"), ["version"], []),
    "a place where no date is read": (sql("update articles set published_from = 'hm' where published_at is not null and id in (select max(id) from articles)"), ["word"], ["word"]),
    "a kind of paragraph nobody knows": (sql("insert into paragraph_kinds select max(id), 1, 'hm' from articles"), ["word"], ["word"]),
    "a rule nobody knows": (sql("delete from removed", "insert into removed select max(id), 1, 'Chia sẻ', 'hm' from articles"), ["word"], ["word"]),
    "a line left out too few": (sql("delete from removed", "insert into removed select max(id), 2, 'Chia sẻ', 'share' from articles"), ["left out"], ["left out"]),
    "a word for a number": (sql("update pages set tries = 'ba' where id = 1"), ["word"], ["word"]),
    "a number below 0": (sql("update crawls set unchanged = -1 where id = 1"), ["word"], ["word"]),
    "bytes for a text": (sql("update revisions set lead = x'41' where number = 2"), ["altered", "text", "word"], ["word", "text", "altered"]),
    "31 February": (sql("insert into withheld select max(id), '2026-02-31T00:00:00Z', 'x' from articles"), ["word"], ["word"]),
    "no address": (sql("update newspapers set home = 'hm'"), ["word"], ["word"]),
    "digest of another page": (sql("update pages set digest = 'sha1:' || substr('ABCDEFGHIJKLMNOPQRSTUVWXYZ234567', 1) where article_id in (select max(id) from articles)"), ["bytes"], ["bytes"]),
    "a page of no article": (sql("insert into pages(url, newspaper, state) select 'http://thu.vn/a', id, 'article' from newspapers"), ["no article"], ["no article"]),
    "a new page never due": (sql("insert into pages(url, newspaper, kind) select 'http://thu.vn/a', id, 'page' from newspapers"), ["never due"], ["never due"]),
    "found on no page": (sql("update pages set found_on = 999999 where id = 2"), ["found on"], ["found on"]),
    "a key twice": (sql("update articles set title = 'Chuyện', key = 'bai' where id in (select id from articles order by id desc limit 2)"), ["count", "count", "key", "text", "text"], ["key", "count", "text", "count", "text"]),
    "a key of no address": (sql("update articles set key = '77777' where id in (select max(id) from articles)"), ["key of none"], ["key of none"]),
    "a capture of two articles": (sql("update revisions set capture_id = (select capture_id from revisions order by rowid limit 1) where article_id in (select max(id) from articles)"), ["other's capture", "two articles"], []),
    "a capture forgotten": (sql("update revisions set capture_id = null where number = 2"), ["forgotten capture"], []),
    "a date from somewhere": (sql("update articles set published_at = null, published_precision = null, published_from = 'text' where id in (select max(id) from articles)"), ["undated"], ["undated"]),
    "a picture behind the last paragraph": (sql("insert into images(article_id, position, after) select max(id), 1, 99 from articles"), ["picture place"], ["picture place"]),
    "a newspaper after itself": (sql("update newspapers set successor = id"), ["successor"], ["successor"]),
    "an ending unsaid": (sql("update crawls set ending = null where id = 1"), ["ending"], ["ending"]),
    "a trigger that does nothing": (sql("drop trigger articles_months_insert", "create trigger articles_months_insert after insert on articles begin select 1; end"), ["another part"], []),
    "a trigger of nobody": (sql("create trigger hm after insert on pages begin delete from removed; end"), ["part more"], ["part more"]),
    "an index of other columns": (sql("drop index articles_newspaper", "create index articles_newspaper on articles(id)"), ["another part"], []),
    "a reprint lost": (twins, ["lost pair"], []),
    "a listed state nobody knows": (listed("state = 'hm'"), ["word"], ["word"]),
    "a listed moment that is none": (listed("timestamp = '20160231000000'"), ["word"], ["word"]),
    "a listed page that was read and is not here": (listed("capture_id = null"), ["rescued"], ["rescued"]),
    "a takedown listed with 200": (listed("state = 'gone'"), ["by its status"], ["by its status"]),
    "another capture than was listed": (listed("digest = 'BBBBBBBBBBBBBBBBBBBBBBBBBBBBBBBB'", "http://kho.vn/web/20110101000000/http://thu.vn/"), ["listed", "told"], ["listed"]),
    "file under another name": (of_file(lambda path, _: path.rename(path.with_name("cu.warc.gz"))), ["moved"], []),
    "two files under one another's names": (names_exchanged, ["place"] * 8, []),
    "no id": (sql("delete from archive_id"), ["alone", "nameless"], []),
    "a province since a word": (sql("update province_kinds set since = 'hôm qua' where province = 'an-giang'"), ["word"], ["word"]),
    "a precision forgotten": (sql("update articles set published_precision = null where id in (select max(id) from articles)"), ["precision"], ["precision"]),
    "where a date is from forgotten": (sql("update articles set published_from = null where id in (select max(id) from articles)"), ["date from"], ["date from"]),
    "the capture of another page": (sql("insert into captures select 99, url, (select seen_at from revisions where number = 2), status, mime, digest, warc, offset, length, source, source_url, aside from captures where id = 1", "update revisions set capture_id = 99 where number = 2"), ["other's capture"], []),
    "addresses exchanged": (addresses_exchanged, ["other's address"] * 2, ["other's address"] * 2),
    "a page of many addresses not put aside": (listed("state = 'shared'"), ["aside"], []),
    "put aside as not whole": (sql(f"update captures set aside = 'truncated' where id = {ONE}"), ["told"], []),
    "led elsewhere and was the front page": (sql("update pages set state = 'moved', reason = 'front_page' where id = 1"), ["why moved"], ["why moved"]),
    "read with a profile of nobody": (sql("update pages set profile = 99 where article_id in (select max(id) from articles)"), ["design"], ["design"]),
    "a profile of another newspaper": (sql("insert into newspapers(id, title) values ('khac', 'Khác')", "update profiles set newspaper = 'khac'"), ["another's design"], []),
    "an article answered 404": (sql("update pages set status = 404 where article_id in (select max(id) from articles)"), ["answered"], ["answered"]),
    "words of a year out of order": (lambda conn, folder: [counting.catch_up(conn), sql("insert into year_words values (2026, 7, 'cầu', 3, 1, 0)")(conn, folder)], ["year"], []),
    "an index that cannot be read": (unreadable("captures_url"), ["index", "page", "stage"], []),
    "an index of words that cannot be read": (unreadable("articles_exact_idx", 20), ["page", "words"], []),
    "withheld since tomorrow": (sql("insert into withheld select max(id), strftime('%Y-%m-%dT%H:%M:%SZ', 'now', '+1 day'), 'x' from articles"), ["ahead"], ["ahead"]),
    "new and fetched": (sql("update pages set state = 'new', due_at = fetched_at, article_id = null, reason = null where id = 1"), ["unfetched"], ["unfetched"]),
    "a revision twice": (sql("insert into revisions(article_id, number, seen_at, title, lead, byline, captions, body, digest, capture_id) select article_id, 3, seen_at, title, lead, byline, captions, body, digest, capture_id from revisions where number = 2"), ["repeated"], ["repeated"]),
    "a page of a profile outside its time": (sql("update profile_pages set seen_at = '2001-01-01T00:00:00Z' where rowid in (select max(rowid) from profile_pages)"), ["outside its span"], ["outside its span"]),
    "a language without its country": (sql("update articles set language = 'vi-' where id in (select max(id) from articles)"), ["language"], ["language"]),
    "pages under other addresses": (sql("update pages set url = replace(url, 'http:', 'https:') where article_id in (select max(id) from articles)"), ["nobody's capture"], ["nobody's capture"]),
    "free pages": (free_pages, ["page"], ["page"]),
    "article gone": (sql("delete from articles where id in (select max(id) from articles)"), ["reference"] * 2, ["reference"] * 2),
}  # fmt: skip


def test_an_article_that_pages_of_two_newspapers_show_is_sound(damaged) -> None:
    conn, folder = damaged()
    with conn:
        conn.execute("insert into newspapers(id, title) values ('khac', 'Khác')")
        columns = ", ".join(
            row[1] for row in conn.execute("pragma table_info(pages)") if row[1] not in ("id", "url", "newspaper")
        )
        conn.execute(
            f"insert into pages(url, newspaper, {columns}) select url || '?in=1', 'khac', {columns} from pages"
            " where article_id = (select max(id) from articles)"
        )
    assert "other paper" not in check(conn, folder)
    conn.close()


def test_every_damage_is_told_and_what_can_be_is_mended(damaged, scrapy) -> None:
    for name, (damage, found, left) in DAMAGES.items():
        conn, folder = damaged()
        with closing(conn):
            damage(conn, folder)
            assert (name, sorted(check(conn, folder))) == (name, sorted(found))
            assert (name, repaired(conn, folder)) == (name, left)
    conn, folder = damaged()
    the_command(conn, folder, scrapy)


def the_command(conn: sqlite3.Connection, folder: Path, scrapy) -> None:
    """Lines, exit status, the log of checks; an archive whose very file is damaged."""
    archive = folder.parent / "archive.db"

    def run(*arguments: str) -> tuple[int, list[str]]:
        done = scrapy("check", *arguments, ARCHIVE=archive)
        assert not done.stderr, done.stderr
        return done.returncode, done.stdout.splitlines()

    with closing(conn):
        (answers,) = conn.execute("select count(*) from captures").fetchone()
        assert last(conn) is None
        assert run() == (0, [f"6 articles, {answers} captures: 0 faults"])
        sql("delete from months", "delete from revisions where number = 2")(conn, folder)
        status, lines = run()
        assert status == 1 and len(lines) == 4 and lines[0].startswith("months: thu 2026-11 has 6 articles, not 0")
        seen = last(conn)
        assert seen and (seen.articles, seen.captures, seen.faults, seen.mended) == (6, answers, 3, 0)
        status, lines = run("--repair")
        assert status == 1 and [text.partition(":")[0] for text in lines[:3]] == ["mended", "mended", "not mended"]
        assert "scrapy reprocess" in lines[2] and lines[3].endswith("3 faults, 2 mended")
        seen = last(conn)
        assert seen and seen.left == 1
        (page,) = conn.execute("select rootpage from sqlite_master where name = 'revisions'").fetchone()
        (size,) = conn.execute("pragma page_size").fetchone()
        conn.execute("pragma wal_checkpoint(truncate)")
    with archive.open("r+b") as file:  # a page of the file itself
        file.seek((page - 1) * size)
        file.write(b"\xff" * size)
    done = scrapy("check", "--repair", ARCHIVE=archive)
    assert done.returncode == 1 and "Traceback" not in done.stderr
    assert "not mended: articles could not be checked: the file is damaged" in done.stdout
