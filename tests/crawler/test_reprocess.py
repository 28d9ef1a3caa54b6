"""The pipelines once more over the captures, with the newspaper gone."""

import sqlite3

from .conftest import article, listing

FIELDS = (
    "select id, newspaper, url, title, lead, body, byline, section, published_at, first_seen_at, last_seen_at, changed_at,"
    " gone_at from articles order by id"
)


def _crawled(site, crawl):
    paths = [f"/bai-so-{number}" for number in range(1001, 1006)]
    site.pages = {"/": listing(*paths)} | {path: article(f"Bài {path}") for path in paths}
    crawl()
    site.pages[paths[0]] = article(
        "Bài đã sửa", "Bản sửa: ủy ban xã xin lỗi vì con số sai trong bản tin đầu tiên hôm trước."
    )
    site.pages[paths[1]] = (404, {}, "")
    crawl("revisit=all")
    site.pages = {}


def test_the_same_articles_from_the_captures(site, crawl, scrapy, rows):
    _crawled(site, crawl)
    before, revisions = rows(FIELDS), rows("select * from revisions order by 1, 2")
    asked = len(site.log)
    done = scrapy("reprocess")
    assert done.returncode == 0, done.stderr
    assert rows(FIELDS) == before and rows("select * from revisions order by 1, 2") == revisions
    assert len(site.log) == asked


def test_places_of_pictures_that_were_not_known_are_filled_in_and_are_no_revision(site, crawl, scrapy, rows):
    figure = "<figure><img src=/cau.jpg><figcaption>Cây cầu mới của xã.</figcaption></figure>"
    site.pages = {"/": listing("/a-1001"), "/a-1001": article("Xã mở cầu mới").replace("</p>", f"</p>{figure}", 2)}
    crawl()
    placed = rows("select caption, after from images")
    assert placed == [("Cây cầu mới của xã.", 0), ("Cây cầu mới của xã.", 1)]
    conn = sqlite3.connect(rows("pragma database_list")[0][2])
    with conn:
        conn.execute("update images set after = null")
    conn.close()
    assert scrapy("reprocess").returncode == 0
    assert rows("select caption, after from images") == placed
    assert rows("select count(*) from revisions") == [(1,)]


def test_what_was_lost_from_the_archive_comes_back(site, crawl, scrapy, rows):
    _crawled(site, crawl)
    texts = "select url, title, body from articles order by url"
    before, changed = rows(texts), rows("select url from articles where changed_at is not null")
    conn = sqlite3.connect(rows("pragma database_list")[0][2])
    with conn:
        conn.execute("update pages set article_id = null, state = 'other' where state = 'article'")
        for table in ("images", "removed", "article_tags", "revisions", "articles"):
            conn.execute(f"delete from {table}")
    conn.close()
    assert scrapy("reprocess", "thu").returncode == 0
    assert list(rows(texts)) == before
    assert rows("select url from articles where changed_at is not null") == changed


def test_saved_files_are_read_again_from_their_captures(tmp_path, scrapy, rows):
    folder = tmp_path / "trang"
    folder.mkdir()
    for number in range(3):
        (folder / f"bai-{number}.html").write_text(article(f"Bài lưu số {number}"), encoding="utf-8")
    assert scrapy("crawl", "files", "-a", f"path={folder}").returncode == 0
    before = rows(FIELDS)
    assert len(before) == 3
    for page in folder.iterdir():
        page.unlink()
    done = scrapy("reprocess")
    assert done.returncode == 0 and "0 unreadable" in done.stderr + done.stdout, done.stderr
    assert rows(FIELDS) == before
