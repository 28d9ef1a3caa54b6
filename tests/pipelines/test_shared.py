"""The bars of accuracy, on pages that are not ours to keep: measured where they are at hand."""

from __future__ import annotations

import json
import sqlite3
import subprocess
import sys

import pytest

from tests.pipelines.reading import SHARED, paragraphs, read

PAGES = SHARED / "pages"
SEED = SHARED / "seed" / "hoi-nghi-dien-hinh-tien-tien.txt"


@pytest.mark.skipif(not PAGES.is_dir(), reason="needs ../shared/pages")
def test_saved_pages_with_gold_text(tmp_path):
    archive = tmp_path / "pages.db"
    with sqlite3.connect(archive) as db:
        db.executescript(
            "create table pages(url, article_id); create table images(article_id, caption);"
            "create table articles(id integer primary key, title, lead, body, byline, published_at);"
        )
        for path in sorted((PAGES / "html").glob("*.html")):
            url = path.resolve().as_uri()
            found = read(path.read_bytes(), url).article
            assert found is not None, url
            row = (found.title, found.lead, found.body, found.byline, found.published_at)
            cursor = db.execute(
                "insert into articles(title, lead, body, byline, published_at) values (?, ?, ?, ?, ?)", row
            )
            db.execute("insert into pages values (?, ?)", (url, cursor.lastrowid))
            db.executemany("insert into images values (?, ?)", [(cursor.lastrowid, i.caption) for i in found.images])
    scorer = [
        sys.executable,
        str(SHARED / "tools" / "score_pages.py"),
        str(archive),
        str(PAGES / "gold.json"),
        "--json",
    ]
    score = json.loads(subprocess.run(scorer, capture_output=True, text=True, check=True).stdout)
    assert score["missing"] == 0
    assert score["f1"] >= 0.997
    assert score["extra_lines"] <= 5
    assert [score[field] for field in ("title", "lead", "captions", "byline", "published")] == [
        "31/31", "12/12", "18/18", "4/4", "4/4",
    ]  # fmt: skip


@pytest.mark.skipif(not SEED.is_file(), reason="needs ../shared/seed")
def test_the_sample_article():
    expected = json.loads((SEED.parent / "expected.json").read_text("utf-8"))
    found = read(SEED.read_bytes(), SEED.resolve().as_uri()).article
    assert found is not None
    assert {
        "title": found.title,
        "source_tag": found.source_tag,
        "lead": found.lead,
        "captions": [image.caption for image in found.images],
        "body": paragraphs(found),
        "byline": found.byline,
        "published_at": found.published_at,
        "removed": [line.text for line in found.removed],
    } == expected
    assert all(image.url is None for image in found.images)
