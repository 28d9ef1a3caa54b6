"""`scrapy merge` as a person runs it: a shard that was crawled elsewhere, with its captures, into the archive."""

import sqlite3
from pathlib import Path

from .conftest import article, listing

TOLD = (
    "select url, title, body, published_at, first_seen_at, last_seen_at, changed_at, gone_at from articles order by url",
    "select a.url, number, seen_at, r.body, c.url, c.warc, c.offset from revisions r join articles a on a.id = article_id"
    " join captures c on c.id = capture_id order by 1, 2",
    "select url, state, fetched_at, due_at from pages order by url",
    "select newspaper, started_at, ending, pages, new, changed from crawls order by id",
    "select place, version from profiles order by id",
)


def test_a_shard_comes_whole_with_its_captures_and_goes_on(site, scrapy, rows, tmp_path):
    paths = [f"/bai-so-{number}" for number in range(1001, 1006)]
    site.pages = {"/": listing(*paths)} | {path: article(f"Chuyện của thôn {path[-1]}") for path in paths}
    shard = tmp_path / "shards" / "thu" / "archive.db"
    shard.parent.mkdir(parents=True)
    start = ("crawl", "newspaper", "-a", f"url={site.url}", "-a", "name=thu", "-a", "revisit=all")
    assert scrapy(*start, ARCHIVE=shard).returncode == 0
    done = scrapy("merge", str(tmp_path / "shards"))
    assert done.returncode == 0, done.stderr
    assert "5 articles new" in done.stdout

    site.pages[paths[0]] = article("Bài đã sửa", "Bản sửa: ủy ban xã xin lỗi vì con số sai trong bản tin hôm trước.")
    site.pages[paths[1]] = (404, {}, "")
    site.pages["/"] = listing(*paths, "/bai-so-1006")
    site.pages["/bai-so-1006"] = article("Bài mới của tuần sau")
    assert scrapy(*start, ARCHIVE=shard).returncode == 0
    done = scrapy("merge", str(shard))
    assert done.returncode == 0 and "1 articles new" in done.stdout, done.stderr
    there = rows_of(shard)
    assert there == [rows(query) for query in TOLD]
    assert (
        len(there[0]) == 6
        and sum(row[1] > 1 for row in there[1]) == 1
        and sum(row[7] is not None for row in there[0]) == 1
    )
    checked = scrapy("check")
    assert checked.returncode == 0, checked.stdout + checked.stderr
    again = scrapy("merge", str(shard))
    assert "0 articles new, 0 changed, 0 captures, 0 pages" in again.stdout

    for warc in (shard.parent / "captures").rglob("*.warc.gz"):
        assert (tmp_path / "captures" / warc.relative_to(shard.parent / "captures")).read_bytes() == warc.read_bytes()


def rows_of(path: Path) -> list[list[tuple]]:
    conn = sqlite3.connect(path)
    try:
        return [conn.execute(query).fetchall() for query in TOLD]
    finally:
        conn.close()


def test_what_is_no_shard_is_said_in_a_line(scrapy, tmp_path):
    (tmp_path / "trong").mkdir()
    for argument, told in (
        (tmp_path / "trong", "no shard in this folder"),
        (tmp_path / "khong-co.db", "no such file or folder"),
    ):
        done = scrapy("merge", str(argument))
        assert done.returncode == 1 and told in done.stderr and "Traceback" not in done.stderr
