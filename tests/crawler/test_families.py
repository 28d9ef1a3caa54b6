"""Every newspaper crawls its replica: under its own hosts, over TLS, in its family's addresses and dress."""

from __future__ import annotations

import os
import re
import sqlite3
import subprocess
from collections.abc import Iterator
from contextlib import closing
from datetime import UTC, datetime
from pathlib import Path
from urllib.parse import unquote, urljoin, urlsplit

import pytest

import pipelines
from archive import health
from crawler import catalogue
from crawler.discovery.addresses import normalize, site
from crawler.newspaper import ANY, Newspaper
from pipelines.page import Page
from pipelines.rules import FIELDS, Rules, RuleSet, select

from . import forked
from .replicas import Replica, build, dresses
from .replicas.papers import FIXTURES, TAGS, Fixture
from .replicas.server import Stand
from .replicas.stories import stories

PAPERS = catalogue.described(["crawler.newspapers"])
KNOWING = sorted(name for name, paper in PAPERS.items() if paper.rules or paper.preprocess is not ANY.preprocess)


class Crawled:
    def __init__(
        self, conn: sqlite3.Connection, stand: Stand, replicas: dict[str, Replica], done: subprocess.CompletedProcess
    ):
        self.conn, self.stand, self.replicas, self.done = conn, stand, replicas, done


def crawl_all(folder: Path, pages: dict, *names: str) -> tuple[Stand, subprocess.CompletedProcess[str]]:
    """All newspapers in one process, or those named one after the other, on these pages."""
    with Stand(pages, folder, no_chain=["baotravinh.vn"]) as stand:
        chosen = {"ARCHIVE": folder / "archive.db", "DOWNLOAD_DELAY": 0, "PROGRESS_INTERVAL": 0}
        env = {**os.environ, **stand.environment, **{f"BAOTINH_{key}": str(value) for key, value in chosen.items()}}
        for run in [("crawl", name) for name in names] or [("crawlall",)]:
            done = forked.run(*run, env=env, timeout=180)
        return stand, done


@pytest.fixture(scope="module")
def crawled(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Crawled]:
    """All of them crawled once."""
    folder: Path = tmp_path_factory.mktemp("replicas")
    replicas = {name: build(PAPERS[name], number) for number, name in enumerate(sorted(FIXTURES))}
    pages = {address: answer for replica in replicas.values() for address, answer in replica.pages.items()}
    stand, done = crawl_all(folder, pages)
    conn = sqlite3.connect(folder / "archive.db")
    yield Crawled(conn, stand, replicas, done)
    conn.close()


@pytest.mark.parametrize("every", [False, pytest.param(True, marks=pytest.mark.slow)])
def test_where_every_guess_fails_the_generic_reading_serves(tmp_path: Path, every: bool) -> None:
    """Other systems than anyone knew of: no address fits, no selector holds, no feed or sitemap is there. For two of them
    or all; how each reads another dress, test_in_another_dress_it_is_read_as_any_site says."""
    pages: dict = {}
    told: dict[str, set[tuple[str, str]]] = {}
    chosen = list(PAPERS) if every else list(PAPERS)[:2]
    for number, name in enumerate(chosen):
        paper = PAPERS[name]
        host = site(paper.home or "")
        articles = stories(paper.title or name, number)
        paths = [f"/muc-moi/{story.slug}" for story in articles]
        assert not any(paper.article_key(f"https://{host}{path}") for path in paths)
        links = "".join(f"<li><a href='{path}'>Xem tiếp</a></li>" for path in paths)
        for path, story in [("/", None), *zip(paths, articles, strict=True)]:
            inner = dresses.plain(story) if story else f"<ul>{links}</ul>"
            html = dresses.page(paper.title or name, story, inner)
            pages[host, path] = (200, {"Content-Type": "text/html; charset=utf-8"}, html.encode())
        told[name] = {(story.title, story.body) for story in articles}
    crawl_all(tmp_path, pages, *chosen)
    conn = sqlite3.connect(tmp_path / "archive.db")
    for name in chosen:
        assert set(conn.execute("select title, body from articles where newspaper = ?", [name])) == told[name], name
    conn.close()


def test_a_newspaper_of_every_province(crawled: Crawled) -> None:
    provinces = {province for (province,) in crawled.conn.execute("select id from provinces")}
    papers = {paper.province for paper in PAPERS.values() if paper.family not in ("broadcaster", "syndicator")}
    assert len(provinces) == 63 and papers - {None} == provinces


def test_no_host_is_two_newspapers() -> None:
    """Each is asked at its own pace; a host of two would be asked twice as fast."""
    hosts = [host for paper in PAPERS.values() for host in {site(paper.home or ""), *paper.former}]
    assert len(hosts) == len(set(hosts))


@pytest.mark.parametrize("name", sorted(PAPERS))
def test_it_crawls_its_replica(crawled: Crawled, name: str) -> None:
    fixture_of(name)
    told = crawled.replicas[name].told
    stored = {
        row[0]: row[1:]
        for row in crawled.conn.execute(
            "select title, lead, body, byline, substr(published_at, 1, 16), coalesce(source_tag, ''), id from articles"
            " where newspaper = ?",
            [name],
        )
    }
    assert set(stored) == {story.title for story, _ in told}
    for story, urls in told:
        lead, body, byline, published, source_tag, article_id = stored[story.title]
        assert (lead, byline, published) == (story.lead, story.byline, f"{story.when:%Y-%m-%dT%H:%M}")
        assert source_tag == re.sub(r"^\(|\)?[- –]*$", "", TAGS.get(name, ""))
        assert body == story.body
        pages = {url for (url,) in crawled.conn.execute("select url from pages where article_id = ?", [article_id])}
        assert pages == {normalize(url) for url in urls}
    assert crawled.conn.execute("select reason, errors from crawls where newspaper = ?", [name]).fetchall() == [
        ("finished", 0)
    ]


def fixture_of(name: str) -> Fixture:
    assert name in FIXTURES, f"{name} has no fixture: add one to tests/crawler/replicas/papers.py"
    return FIXTURES[name]


def articles_of(name: str) -> list[tuple[str, bytes]]:
    """The addresses and pages of the articles in a newspaper's replica."""
    fixture_of(name)
    replica = build(PAPERS[name], sorted(FIXTURES).index(name))
    found = []
    for _, (url, *_) in replica.told:
        parts = urlsplit(url)
        path = f"{parts.path}?{parts.query}" if parts.query else parts.path
        found.append((url, replica.pages[parts.netloc.removeprefix("www."), path][2]))
    return found


def read(paper: Newspaper, url: str, body: bytes, rules: Rules | None) -> Page:
    page = Page(url=url, body=body, fetched_at=datetime.now(UTC), newspaper=paper.name,
                newspaper_title=paper.title or "", rules=rules)  # fmt: skip
    pipelines.read(page)
    return page


@pytest.mark.parametrize("name", KNOWING)
def test_its_dress_needs_what_its_class_knows(name: str) -> None:
    """Each selector finds something, and without them, or without mending, something is read wrongly."""
    paper, fields, found, told, plain = PAPERS[name], set[str](), set[str](), [], []
    for url, body in articles_of(name):
        page = read(paper, url, paper.preprocess(body), paper.rules)
        assert page.tree is not None
        if paper.rules:
            fields.update(*(rules.select for rules in paper.rules.sets))
            found.update(f for f, css in paper.rules.at(page.fetched_at.date()).items() if select(page.tree, css))
        told.append(page.article)
        plain.append(read(paper, url, body, None).article)
        if "tags" in found and page.article is not None:
            assert page.article.tags in (dresses.TAGS, [])
    assert found == fields
    assert told != plain
    assert "tags" not in fields or any(article and article.tags for article in told)


@pytest.mark.parametrize("name", KNOWING)
def test_in_another_dress_it_is_read_as_any_site(name: str) -> None:
    """No selector finds anything any more: the generic reading serves, with nothing of the text lost."""
    paper = PAPERS[name]
    for (story, _), (url, body) in zip(build(paper, sorted(FIXTURES).index(name)).told, articles_of(name), strict=True):
        text = re.sub(r"""(?<=\s)(class|id|data-field)=(["'])(.*?)\2""", r"\1=\2moi\2", body.decode())
        mended = paper.preprocess(text.encode())
        article = read(paper, url, mended, paper.rules).article
        assert article is not None and article == read(paper, url, mended, None).article
        assert article.title and article.body
        if b"bai-moi" not in body:  # nor five times as much text of others below, which any reader may take for it
            assert all(paragraph in article.body for paragraph in story.paragraphs)


def test_selectors_that_find_nothing_but_empty_elements_are_passed_over() -> None:
    """Left over in the template of another dress."""
    empty = Rules(RuleSet({name: f".rong-{name}" for name in FIELDS}))
    left = "".join(f'<div class="rong-{name}"> <span></span></div>' for name in FIELDS)
    for name in KNOWING:
        for url, body in articles_of(name):
            body = PAPERS[name].preprocess(body).replace(b"</header>", b"</header>" + left.encode())
            assert read(PAPERS[name], url, body, empty).article == read(PAPERS[name], url, body, None).article, name


# Addresses that were seen, their dots filled in, and the keys of the articles there.
SEEN = {
    "https://baoangiang.com.vn/nhieu-hoat-dong-dip-le-3-a271203.html": ("baoangiang", "a271203"),
    "https://baobackan.com.vn/diem-bao-in-bac-kan-xuan-giap-thin-2024-post60732.html": ("baobackan", "post60732"),
    "https://www.baobaclieu.vn/quoc-phong-an-ninh/manh-tay-xu-ly-tin-gia-72306.html": ("baobaclieu", "72306"),
    "https://baodongkhoi.vn/video/xem-video/ben-tre-1716.html": ("baodongkhoi", "1716"),
    "https://baobinhdinh.vn/viewer.aspx?macm=39&macmp=39&mabb=222823": ("baobinhdinh", "222823"),
    "https://baobinhphuoc.com.vn/news/14/143498/tang-cuong-tiem-vaccine": ("baobinhphuoc", "143498"),
    "https://baobinhthuan.com.vn/di-tich-van-hoa-lich-su-quoc-gia-thap-po-dam-124375.html": ("baobinhthuan", "124375"),
    "https://baohaiduong.vn/gan-2-000-hoc-sinh-khu-vuc-duyen-hai-387551.html": ("baohaiduong", "387551"),
    "https://baohaiduong.vn/nong-nghiep/ty-phu-trung-ga-151256": ("baohaiduong", "151256"),
    "https://www.baokiengiang.vn/le-hoi/hoi-thi-chim-hot-nam-2023-17028.html": ("baokiengiang", "17028"),
    "http://www.baolaichau.vn/x%C3%A3-h%E1%BB%99i/ti%E1%BB%81m-%E1%BA%A9n-nguy-c%C6%A1": (
        "baolaichau",
        "xã-hội/tiềm-ẩn-nguy-cơ",
    ),
    "https://baolamdong.vn/tin-moi-455872.html": ("baolamdong", "455872"),
    "https://baolamdong.vn/van-hoa/202405/le-hoi-b180e1a/": ("baolamdong", "202405-b180e1a"),
    "https://baolangson.vn/hanh-trinh-hoi-nhap-bat-dau-tu-ren-luyen-5071654.html": ("baolangson", "5071654"),
    "https://baolongan.vn/vinh-hung-nong-dan-gieo-trong-hon-250ha-dua-hau-a186458.html": ("baolongan", "a186458"),
    "https://baonamdinh.vn/channel/5091/201703/phong-chong-tac-hai-2517330/": ("baonamdinh", "201703-2517330"),
    "https://baonghean.vn/bao-chi-ban-doc/201604/slug-2679811/": ("baonghean", "201604-2679811"),
    "https://baonghean.vn/slug-post95853.html": ("baonghean", "post95853"),
    "https://baonghean.vn/slug-300867.html": ("baonghean", "300867"),
    "https://baoninhbinh.org.vn/tet-thoi-bao-cap/d20230112091014465.htm": ("baoninhbinh", "20230112091014465"),
    "http://baoninhthuan.com.vn/news/25831p31c171/bai.htm": ("baoninhthuan", "25831p31c171"),
    "https://baophutho.vn/van-hanh-ung-dung-nbsp-ban-do-cong-an-so-tinh-258512.htm": ("baophutho", "258512"),
    "https://phuyen.baodaklak.vn/82/58118/nang-cap-tuyen-duong.html": ("baophuyen", "58118"),
    "https://phuyen.baodaklak.vn/kinh-te/202505/bai-1371bcf/": ("baophuyen", "202505-1371bcf"),
    "https://www.baoquangbinh.vn/kinh-te/202210/ngan-chan-hanh-vi-2203947/": ("baoquangbinh", "202210-2203947"),
    "https://baoquangnam.vn/slug-3149144.html": ("baoquangnam", "3149144"),
    "https://baoquangnam.vn/du-lich/slug-111408.html": ("baoquangnam", "111408"),
    "https://baoquangtri.vn/nghia-tinh-salavan-va-champasak-135352.htm": ("baoquangtri", "135352"),
    "https://baosoctrang.org.vn/suc-khoe-va-doi-song/202411/bai-5e00fab/": ("baosoctrang", "202411-5e00fab"),
    "https://baothaibinh.com.vn/tin-tuc/206/140540/van-tai-phuong-vy": ("baothaibinh", "140540"),
    "https://baothainguyen.vn/van-hoa/202304/cong-bo-di-san-79a138b/": ("baothainguyen", "202304-79a138b"),
    "https://baotravinh.vn/du-lich/bai-29810.html": ("baotravinh", "29810"),
    "https://baotuyenquang.com.vn/rao-vat/202407/bai-e635eaf/": ("baotuyenquang", "202407-e635eaf"),
    "https://thainguyentv.vn/tin-tuc/bai-107703.html&in_play=NDk4MjM=": ("thainguyentv", "107703"),
    "http://truyenhinhdaknong.vn/tin-tuc/bai-7195.html": ("truyenhinhdaknong", "7195"),
}
LISTS = {
    "baoquangnam": ("/tags/quang-nam-2021.html", "/quy-nhon-ptag.html", "/thoi-su-event4001.html"),
    "baotravinh": ("/thoi-su-12.html", "/le-hoi-9020/tag.html"),
    "baogialai": ("/tu-khoa/nong-thon-tag95798.html", "/thoi-su/"),
    "baosonla": ("/kinh-te.html",),
    "baothainguyen": ("/van-hoa/", "/van-hoa/202304/", "/chuyen-muc/thoi-su-trong-tinh_205.html", "/tim-kiem/?key=a"),
    "baocantho": ("/bat-dong-san-do-thi?p=8", "/kinh-te/"),
    "baodaklak": ("/khoa-hoc-cong-nghe/?paged=167",),
    "baobinhdinh": ("/ViewCat.aspx?macm=1&macmp=2",),
    "baothaibinh": ("/tin-tuc/206",),
    "baodienbienphu": ("/tin-tuc/xa-hoi",),
    "baophutho": ("/phutho24h",),
}


@pytest.mark.parametrize("url", SEEN)
def test_an_address_that_was_seen_bears_its_article(url: str) -> None:
    name, key = SEEN[url]
    assert PAPERS[name].article_key(normalize(url) or "") == key


@pytest.mark.parametrize("name", sorted(PAPERS))
def test_addresses_of_articles_are_told_from_lists(name: str) -> None:
    paper, fixture = PAPERS[name], fixture_of(name)
    home = paper.home or ""
    for path in (*LISTS.get(name, ()), fixture.list, fixture.more, "/"):
        assert paper.fits(urljoin(home, path)) is None, path
    if not fixture.guessed:
        assert all(
            paper.article_key(urljoin(home, path)) or paper.fits(urljoin(home, path)) for path in fixture.addresses
        )


def test_nothing_is_asked_for_that_nobody_named(crawled: Crawled) -> None:
    """Neither /rss/home.rss nor any other address that most sites have, but for robots.txt and the sitemaps (trap 17)."""
    named = {address for replica in crawled.replicas.values() for address in replica.pages}
    named |= {(site(paper.home or ""), feed) for paper in PAPERS.values() for feed in paper.feeds}
    usual = {"/robots.txt", "/sitemap.xml", "/sitemap_index.xml"}
    linked = {"/", "/gioi-thieu/", "/tag/nong-thon/", "/kinh-te/", "/tu-khoa/nong-thon-tag95798.html"}  # by the dresses
    asked = {(host.removeprefix("www."), unquote(path)) for host, path, _ in crawled.stand.log}
    assert {(host, path) for host, path in asked if path not in usual | linked} <= {(h, unquote(p)) for h, p in named}
    assert not any("home.rss" in path for _, path in asked)


def test_the_crawl_of_all_ends_well_and_shows_a_table(crawled: Crawled) -> None:
    assert crawled.done.returncode == 0, crawled.done.stderr[-3000:]
    table = crawled.done.stdout
    assert all(name in table for name in PAPERS)


def test_a_newspaper_that_shuts_its_doors_is_noticed(tmp_path: Path) -> None:
    """robots.txt closing, refusals, a wall of scripts, a certificate run out of trust: each after a crawl that went well."""
    pages = build(PAPERS["baohatinh"], 0).pages
    shell = (
        200,
        {"Content-Type": "text/html"},
        b"<html><head><script>location.reload()</script></head><body></body></html>",
    )
    captcha = (
        200,
        {"Content-Type": "text/html"},
        "<html><body><h1>Xác nhận bạn không phải người máy</h1><div class='g-recaptcha'></div></body></html>".encode(),
    )
    trouble: list[tuple[str, dict, list[str]]] = [
        ("", pages, []),
        ("robots.txt", {**pages, ("baohatinh.vn", "/robots.txt"): (200, {}, b"User-agent: *\nDisallow: /\n")}, []),
        ("refused", dict.fromkeys(pages, (403, {}, b"")), []),
        ("wall", dict.fromkeys(pages, shell), []),
        ("wall", dict.fromkeys(pages, captcha), []),
        ("certificate", pages, ["baohatinh.vn"]),
    ]

    def scrapy(stand: Stand, *arguments: str) -> subprocess.CompletedProcess[str]:
        chosen = {"ARCHIVE": tmp_path / "archive.db", "DOWNLOAD_DELAY": 0, "RETRY_TIMES": 1}
        env = {**os.environ, **stand.environment, **{f"BAOTINH_{key}": str(value) for key, value in chosen.items()}}
        return forked.run(*arguments, env=env, timeout=300)

    for what, served, no_chain in trouble:
        with Stand(dict(served), tmp_path, no_chain=no_chain) as stand:
            scrapy(stand, "crawl", "baohatinh", "-a", "revisit=all")
        with closing(sqlite3.connect(tmp_path / "archive.db")) as conn:
            cases = health.check(conn, datetime.now(UTC))
        assert [(case.newspaper, case.what) for case in cases] == ([("baohatinh", what)] if what else [])
    done = scrapy(stand, "newspapers", "--check")
    assert done.returncode == 1 and done.stdout.splitlines() == [f"baohatinh: certificate: {cases[0].line}"]
