"""A withheld article is in the archive and not in the public copy."""

import sqlite3

from .conftest import article, listing


def test_left_out_of_the_copy_and_kept_in_the_archive(site, crawl, scrapy, rows, tmp_path):
    site.pages = {"/": listing("/a-1001", "/b-1002"), "/a-1001": article("Bài a"), "/b-1002": article("Bài b")}
    crawl()
    (article_id,) = rows("select id from articles where title = 'Bài b'")[0]
    copy = tmp_path / "public" / "archive.db"

    def published() -> list[str]:
        assert scrapy("publish", "--copy-only").returncode == 0
        conn = sqlite3.connect(copy)
        try:
            return [title for (title,) in conn.execute("select title from articles order by title")]
        finally:
            conn.close()

    done = scrapy("withhold", str(article_id), "--why", "Người trong bài đề nghị, thư ngày 20-11")
    assert done.returncode == 0 and "Bài b" in done.stdout
    assert published() == ["Bài a"]
    assert "Người trong bài" in scrapy("withhold").stdout
    assert "Người trong bài".encode() not in copy.read_bytes()
    crawl("revisit=all")
    assert published() == ["Bài a"] and len(rows("select * from articles")) == 2
    assert scrapy("withhold", str(article_id), "--release").returncode == 0
    assert published() == ["Bài a", "Bài b"]
