"""The sample newspapers, crawled twice as `make sample` does, hold exactly what their articles truly say."""

import shutil
import sqlite3

import pytest

from crawler.sample import serve, truth

from . import forked
from .conftest import environment


@pytest.fixture(scope="module")
def crawled(tmp_path_factory):
    """An archive after both crawls, and the address of each newspaper."""
    path = tmp_path_factory.mktemp("sample") / "archive.db"
    with serve(edition=1) as stand:
        for edition in (1, 2):
            stand.set_edition(edition)
            for paper in stand:
                arguments = ["crawl", "newspaper", "-a", f"url={paper.url}", "-a", f"name={paper.name}"]
                arguments += ["-a", f"title={paper.title}", "-a", f"province={paper.province}", "-a", "revisit=all"]
                crawl = forked.run(*arguments, env=environment(ARCHIVE=path), timeout=300)
                assert crawl.returncode == 0, crawl.stderr
        homes = {paper.name: paper.url.rstrip("/") for paper in stand}
    conn = sqlite3.connect(path)
    conn.row_factory = sqlite3.Row
    yield conn, homes
    conn.close()
    shutil.rmtree(path.parent)


def _true(homes):
    articles = {a.path: a for a in truth(1) if a.gone} | {a.path: a for a in truth(2)}
    return {homes[article.newspaper] + path: article for path, article in articles.items()}


def _squeezed(text):
    return " ".join((text or "").split())


def test_every_article_and_nothing_else(crawled):
    conn, homes = crawled
    assert {row["url"] for row in conn.execute("select url from articles")} == set(_true(homes))


@pytest.mark.parametrize("field", ["title", "lead", "byline", "source_tag", "published"])
def test_fields(crawled, field):
    conn, homes = crawled
    column = {"published": "published_at"}.get(field, field)
    found = {row["url"]: _squeezed(row[column]) for row in conn.execute(f"select url, {column} from articles")}
    wrong = {
        url: (found.get(url), getattr(article, field))
        for url, article in _true(homes).items()
        if found.get(url) != _squeezed(getattr(article, field))
    }
    assert not wrong


def test_paragraphs_captions_and_tags(crawled):
    conn, homes = crawled
    wrong = []
    for row in conn.execute("select id, url, body from articles"):
        article = _true(homes).get(row["url"])
        if article is None:
            continue
        paragraphs = [_squeezed(paragraph) for paragraph in row["body"].split("\n\n")]
        missing = [text for text in article.paragraphs if _squeezed(text) not in paragraphs]
        cells = {_squeezed(cell) for cell in article.cells}
        extra = [
            text
            for text in paragraphs
            if text
            and text not in [_squeezed(text) for text in article.paragraphs]
            and not any(cell in text for cell in cells)
        ]
        images = conn.execute("select caption from images where article_id = ? order by position", [row["id"]])
        captions = [_squeezed(caption).rstrip(".") for (caption,) in images if caption]
        tags = {tag for (tag,) in conn.execute("select tag from article_tags where article_id = ?", [row["id"]])}
        if (
            missing
            or extra
            or captions != [_squeezed(c).rstrip(".") for c in article.captions]
            or tags != set(article.tags)
        ):
            wrong.append((row["url"], missing, extra, captions, sorted(tags)))
    assert not wrong


def test_pictures_stand_where_they_are_printed(crawled):
    conn, homes = crawled
    found = {url: [] for url, article in _true(homes).items() if article.images}
    for row in conn.execute(
        "select a.url, i.after from images i join articles a on a.id = i.article_id order by a.id, i.position"
    ):
        found[row["url"]].append(row["after"])
    assert found == {url: article.places for url, article in _true(homes).items() if article.images}
    last = [max(article.places) for article in truth(2) if len(article.pages) > 1 and article.images]
    assert any(place > 10 for place in last), "one stands on a further page"


def test_the_edits_and_the_takedowns_are_seen(crawled):
    conn, homes = crawled
    before, after = ({(a.newspaper, a.path): a for a in truth(edition)} for edition in (1, 2))
    gone = {homes[paper] + path for paper, path in before.keys() - after.keys()}
    edited = {homes[k[0]] + k[1] for k in before.keys() & after.keys() if before[k].text != after[k].text}
    assert gone and edited
    assert {row["url"] for row in conn.execute("select url from articles where gone_at is not null")} == gone
    assert {row["url"] for row in conn.execute("select url from articles where changed_at is not null")} == edited


def test_pages_that_are_no_article_say_why(crawled):
    conn, _ = crawled
    silent = conn.execute("select url from pages where article_id is null and coalesce(error, '') = ''").fetchall()
    assert not [row["url"] for row in silent]
    assert not conn.execute("select url from pages where state in ('new', 'failed')").fetchall()
