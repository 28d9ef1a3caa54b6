"""Crawling a newspaper by its address: discovery, edits, takedowns, refusals, and how it ends."""

import gzip
import signal
import threading
import time
from datetime import date, timedelta

import pytest

from . import forked
from .conftest import article, environment, listing

URLSET = '<?xml version="1.0"?><urlset xmlns="http://www.sitemaps.org/schemas/sitemap/0.9" {extra}>{urls}</urlset>'


def urlset(*entries, extra=""):
    return URLSET.format(extra=extra, urls="".join(f"<url>{entry}</url>" for entry in entries))


def stored(rows):
    return {title for (title,) in rows("select title from articles")}


def test_section_pages_and_their_pagination(site, crawl, rows):
    site.pages = {
        "/": listing("/tin/"),
        "/tin/": listing("/tin/bai-mot-ve-con-duong-101.html", "/tin/?page=2"),
        "/tin/?page=2": listing("/tin/bai-hai-ve-cay-cau-102.html"),
        "/tin/bai-mot-ve-con-duong-101.html": article("Con đường mới"),
        "/tin/bai-hai-ve-cay-cau-102.html": article("Cây cầu mới"),
    }
    crawl()
    assert stored(rows) == {"Con đường mới", "Cây cầu mới"}
    states = dict(rows("select url, state from pages"))
    assert states[site.url] == states[site.url + "tin/"] == "index"
    assert rows("select count(*) from pages where state not in ('article', 'gone') and error is null") == [(0,)]


def test_sitemap_index_gzip_and_news_dates(site, crawl, rows):
    news = 'xmlns:news="http://www.google.com/schemas/sitemap-news/0.9"'
    undated = article("Chợ phiên vùng cao", published="")
    site.pages = {
        "/robots.txt": f"User-agent: *\nDisallow: /cam/\nSitemap: {site.url}sitemap-index.xml\n",
        "/sitemap-index.xml": '<sitemapindex xmlns="http://www.sitemaps.org/schemas/sitemap/0.9">'
        f"<sitemap><loc>{site.url}bai.xml.gz</loc></sitemap><sitemap><loc>{site.url}tin-moi.xml</loc></sitemap></sitemapindex>",
        "/bai.xml.gz": (
            200,
            {"Content-Type": "application/gzip"},
            gzip.compress(urlset(f"<loc>{site.url}a-1</loc>").encode()),
        ),
        "/tin-moi.xml": urlset(
            f"<loc>{site.url}b-2</loc><news:news><news:publication_date>2026-10-05T07:30:00+07:00</news:publication_date></news:news>",
            f"<loc>{site.url}cam/c-3</loc>",
            extra=news,
        ),
        "/": listing(),
        "/a-1": article("Hội làng"),
        "/b-2": undated,
        "/cam/c-3": article("Bài bị cấm"),
    }
    crawl()
    assert stored(rows) == {"Hội làng", "Chợ phiên vùng cao"}
    dated = rows("select published_at, published_from from articles where title = 'Chợ phiên vùng cao'")
    assert dated == [("2026-10-05T07:30:00+07:00", "feed")]
    assert rows("select state, error from pages where url like '%c-3'") == [("refused", "robots.txt forbids it")]
    assert "/cam/c-3" not in site.paths


@pytest.mark.parametrize("kind", ["rss", "atom"])
def test_feeds(site, crawl, rows, kind):
    rss = f"<rss version='2.0'><channel><item><link>{site.url}tin-tu-nguon-tin</link></item></channel></rss>"
    atom = f"<feed xmlns='http://www.w3.org/2005/Atom'><entry><link href='{site.url}tin-tu-nguon-tin'/></entry></feed>"
    head = f'<html><head><link rel="alternate" type="application/{kind}+xml" href="/nguon.xml"></head><body>Báo</body></html>'
    site.pages = {"/": head, "/nguon.xml": rss if kind == "rss" else atom, "/tin-tu-nguon-tin": article("Tin từ nguồn")}
    crawl()
    assert stored(rows) == {"Tin từ nguồn"}


def test_edits_takedowns_and_trouble(site, crawl, rows):
    site.pages = {"/": listing("/a-1001", "/b-1002", "/c-1003", "/d-1004")} | {
        f"/{letter}-100{number}": article(f"Bài {letter}") for number, letter in enumerate("abcd", 1)
    }
    crawl()
    assert rows("select count(*) from revisions") == [(4,)]
    site.pages["/a-1001"] = article(
        "Bài a", "Con số được đính chính: có 15 hộ chứ không phải 51 hộ được hỗ trợ đợt này."
    )
    site.pages["/b-1002"] = (410, {}, "đã gỡ")
    site.pages["/c-1003"] = (500, {}, "lỗi")
    crawl("revisit=all")
    changed = dict(rows("select title, changed_at is not null from articles"))
    assert changed == {"Bài a": 1, "Bài b": 0, "Bài c": 0, "Bài d": 0}
    gone = dict(rows("select title, gone_at is not null from articles"))
    assert gone == {"Bài a": 0, "Bài b": 1, "Bài c": 0, "Bài d": 0}
    assert rows("select count(*) from revisions") == [(5,)]
    told = "select p.status = c.status from articles a join pages p on p.article_id = a.id join captures c on c.url = p.url"
    assert rows(f"{told} where a.gone_at is not null and c.status != 200") == [(1,)]
    site.pages["/b-1002"] = article("Bài b")
    crawl("revisit=all")
    assert rows("select count(*) from articles where gone_at is not null") == [(0,)]
    assert rows("select count(*) from revisions") == [(5,)]


def test_conditional_requests_spare_the_newspaper(site, crawl, rows):
    site.pages = {
        "/": listing("/a-1001"),
        "/a-1001": (200, {"ETag": '"phien-ban-1"', "Last-Modified": "Sun, 01 Nov 2026 01:00:00 GMT"}, article("Bài a")),
    }
    crawl()
    site.pages["/a-1001"] = (304, {}, "")
    site.log.clear()
    crawl("revisit=all")
    asked = dict(site.log)["/a-1001"]
    assert asked["If-None-Match"] == '"phien-ban-1"' and asked["If-Modified-Since"] == "Sun, 01 Nov 2026 01:00:00 GMT"
    assert rows("select state, status from pages where url like '%a-1001'") == [("article", 304)]


def test_it_says_who_it_is(site, crawl):
    site.pages = {"/": listing("/a-1001"), "/a-1001": article("Bài a")}
    crawl(CONTACT="thu-vien@example.org")
    agents = {headers["User-Agent"] for _, headers in site.log}
    assert len(agents) == 1 and "baotinh" in (agent := agents.pop()) and "thu-vien@example.org" in agent


def test_a_page_that_fails_once_is_stored_in_the_same_crawl(site, crawl, rows):
    answers = iter([(503, {}, "bận"), article("Bài chờ")])
    site.pages = {"/": listing("/cho-1001"), "/cho-1001": lambda: next(answers)}
    crawl()
    assert stored(rows) == {"Bài chờ"}


def test_it_stays_where_it_was_sent(site, crawl, rows):
    site.pages = {
        "/": listing("http://nha-khac.example/bai-1", "/chuyen-1001", "/ra-ngoai-1002", "http://127.0.0.2:1/bai-2"),
        "/chuyen-1001": (301, {"Location": "/moi-1001"}, ""),
        "/moi-1001": article("Bài đã chuyển"),
        "/ra-ngoai-1002": (302, {"Location": "http://169.254.169.254/latest/"}, ""),
    }
    crawl()
    assert stored(rows) == {"Bài đã chuyển"}
    assert rows("select state, error from pages where url like '%ra-ngoai-1002'") == [
        ("moved", "off-site: http://169.254.169.254/latest/")
    ]
    assert rows("select count(*) from pages where url not like ?", site.url + "%") == [(0,)]


def test_limit_stops_after_so_many_articles(site, crawl, rows):
    paths = [f"/bai-{number}" for number in range(1001, 1031)]
    site.pages = {"/": listing(*paths)} | {path: article(f"Bài số {path[5:]}") for path in paths}
    crawl("limit=3")
    assert 3 <= rows("select count(*) from articles")[0][0] <= 5
    crawl()
    assert rows("select count(*) from articles") == [(30,)]


@pytest.mark.parametrize(
    ("argument", "word"),
    [
        ("url=khong phai dia chi", "not an address"),
        ("province=khong-co-tinh-nay", "no province"),
        ("since=01/02/2020", "not a day"),
        ("limit=nhiều", "not a number"),
        ("name=Báo Thử", "small letters"),
    ],
)
def test_bad_input_is_one_line(scrapy, site, argument, word):
    done = scrapy("crawl", "newspaper", "-a", f"url={site.url}", "-a", argument)
    assert done.returncode == 1
    assert word in done.stderr and len(done.stderr.strip().splitlines()) == 1, done.stderr


def test_an_unknown_newspaper_and_no_address_are_one_line(scrapy):
    for arguments in (["bao-khong-co"], ["newspaper"]):
        done = scrapy("crawl", *arguments)
        assert done.returncode == 1 and len(done.stderr.strip().splitlines()) == 1, done.stderr


def test_a_dead_server_is_one_line_and_exit_1(scrapy, tmp_path):
    done = scrapy("crawl", "newspaper", "-a", "url=http://127.0.0.1:9/", RETRY_TIMES=1)
    assert done.returncode == 1
    assert "http://127.0.0.1:9/" in done.stderr and "Traceback" not in done.stderr


def test_an_unwritable_archive_is_one_line(scrapy, site, tmp_path):
    done = scrapy("crawl", "newspaper", "-a", f"url={site.url}", ARCHIVE=tmp_path / "khong" / "co" / "archive.db")
    assert done.returncode == 1 and len(done.stderr.strip().splitlines()) == 1, done.stderr


def test_two_crawls_into_one_archive_at_once(site, rows, tmp_path):
    paths = [f"/bai-viet-so-{number}" for number in range(1001, 1041)]
    site.pages = {"/": listing(*paths)} | {path: article(f"Bài {path}") for path in paths}
    env = environment(ARCHIVE=tmp_path / "archive.db")
    crawls = [forked.start("crawl", "newspaper", "-a", f"url={site.url}", "-a", "name=thu", env=env) for _ in range(2)]
    for crawl in crawls:
        done = crawl.wait()
        assert done.returncode == 0, done.stderr
    assert rows("select count(*) from articles") == [(40,)]
    assert rows("select count(*) from crawls where reason = 'finished'") == [(2,)]


def test_ctrl_c_stops_within_seconds_and_the_next_crawl_goes_on(site, crawl, rows, tmp_path):
    paths = [f"/bai-viet-so-{number}" for number in range(1001, 1041)]
    slow = 0.1
    site.pages = {"/": listing(*paths)} | {
        path: (lambda p=path: (time.sleep(slow), article(f"Bài {p}"))[1]) for path in paths
    }
    env = environment(ARCHIVE=tmp_path / "archive.db")
    process = forked.start("crawl", "newspaper", "-a", f"url={site.url}", "-a", "name=thu", env=env)
    while len(site.log) < 12:
        assert process.poll() is None
        time.sleep(0.05)
    process.send_signal(signal.SIGINT)
    done = process.wait(120)
    assert done.returncode == 130 and "Traceback" not in done.stderr, done.stderr
    some = rows("select count(*) from articles")[0][0]
    assert 0 < some < 40
    slow = 0
    crawl()
    assert rows("select count(*) from articles") == [(40,)]
    assert rows("select count(*) from crawls where finished_at is null") == [(0,)]
    again = [path for path in set(site.paths) if site.paths.count(path) > 1]
    assert "/robots.txt" in again and "/" not in again and len(again) < 4, "what was under way, and nothing known"


def test_ctrl_c_is_heard_while_another_crawl_is_waited_for(site, crawl, rows, tmp_path):
    go_on = threading.Event()
    site.pages = {"/": lambda: (go_on.wait(), listing())[1]}
    env = environment(ARCHIVE=tmp_path / "archive.db", DOWNLOAD_TIMEOUT=600, WAIT_FOR_CRAWL=600)
    line = ("crawl", "newspaper", "-a", f"url={site.url}", "-a", "name=thu")
    first = forked.start(*line, env=env)
    while "/" not in site.paths:
        assert first.poll() is None
        time.sleep(0.05)
    done = crawl(ok=False, WAIT_FOR_CRAWL=0)
    assert done.returncode == 1 and "thu: another crawl of it is under way" in done.stderr.splitlines()[-1]
    assert "ERROR" not in done.stderr and "Traceback" not in done.stderr, done.stderr
    second = forked.start(*line, env={**env, "BAOTINH_LOG_LEVEL": "DEBUG"})
    while "Spider opened" not in second.errors():
        assert second.poll() is None
        time.sleep(0.05)
    second.send_signal(signal.SIGINT)
    done = second.wait(120)
    assert done.returncode == 130 and "Traceback" not in done.stderr, done.stderr
    assert first.poll() is None
    first.kill()
    go_on.set()
    first.wait()
    assert rows("select count(*) from crawls") == [(1,)]


def test_addresses_as_printed_with_letters_and_signs(site, crawl, rows):
    """What Scrapy percent-encodes on the way is still the page that was asked for."""
    printed = [
        "/tin/bão-số-3-10001.html",
        "/tin/a|b-10002.html",
        "/tin/c[1]-10003.html?t=%c3%a1",
        "//tin//d-10004.html",
    ]
    site.pages = {"/": listing(*printed[:3], site.url + printed[3][2:])}
    for path in ("/tin/b%C3%A3o-s%E1%BB%91-3-10001.html", "/tin/a%7Cb-10002.html", "/tin/c%5B1%5D-10003.html?t=%c3%a1"):
        site.pages[path] = article(f"Bài {path[-10:]}")
    site.pages["/tin//d-10004.html"] = article("Bài d")
    crawl()
    assert rows("select count(*) from articles") == [(4,)]
    assert rows("select count(*) from pages where state = 'new'") == [(0,)]


def test_what_has_no_end_ends(site, crawl, rows):
    """Redirects to ever new addresses, and a site that answers anything with the same page of relative links."""
    from collections import defaultdict

    class Endless(defaultdict):
        def get(self, path, default=None):
            if path.startswith("/vong/"):
                return 302, {"Location": f"/vong/{int(path[6:]) + 1}"}, ""
            if path.startswith("/muc"):
                return "<html><body><a href='muc-1/'>1</a> <a href='muc-2/'>2</a> <a href='muc-3/'>3</a></body></html>"
            return super().get(path, default)

    site.pages = Endless(dict, {"/": listing("/vong/1", "/muc/", "/a-1001"), "/a-1001": article("Bài a")})
    crawl()
    assert rows("select count(*) from articles") == [(1,)]
    assert len(site.log) < 60


def test_a_chain_of_days_may_be_longer_than_what_ends_an_endless_one(site, crawl, rows):
    """Each day names the one before it, every fourth an article: more days than MAX_HOPS in all, not one after the other."""
    first = date(2026, 10, 1)
    days = [first - timedelta(step) for step in range(14)]
    site.pages = {"/": listing(f"/ngay/{first}")}
    for place, day in enumerate(days):
        own = [f"/a-{1001 + place}"] if place % 4 == 3 else []
        site.pages[f"/ngay/{day}"] = listing(*own, f"/ngay/{day - timedelta(1)}")
        site.pages |= {path: article(f"Chuyện ngày {day} ở bến") for path in own}
    crawl(MAX_HOPS=6)
    assert rows("select count(*) from articles") == [(3,)]


@pytest.mark.parametrize("answer", [(404, {}, ""), (301, {"Location": "/bai-1001/"}, "")])
def test_an_article_whose_further_page_is_not_to_be_had_is_stored_without(site, crawl, rows, answer):
    first = article("Bài dài").replace(
        "</div>", '<div class="page-links"><a class="post-page-numbers" href="/bai-1001/2/">2</a></div></div>'
    )
    site.pages = {"/": listing("/bai-1001/"), "/bai-1001/": first, "/bai-1001/2/": answer}
    crawl()
    assert stored(rows) == {"Bài dài"}


def test_an_edit_on_a_further_page_is_a_revision(site, crawl, rows):
    link = '<div class="page-links"><a class="post-page-numbers" href="/bai-1001/2/">2</a></div></div>'
    site.pages = {
        "/": listing("/bai-1001/"),
        "/bai-1001/": article("Bài dài").replace("</div>", link),
        "/bai-1001/2/": article(
            "Bài dài", "Trang hai kể nốt chuyện con đường, từ ngày khởi công cho tới hôm thông xe."
        ),
    }
    crawl()
    assert rows("select count(*) from revisions") == [(1,)]
    site.pages["/bai-1001/2/"] = article(
        "Bài dài", "Trang hai đã sửa: con đường thông xe muộn hơn hai tháng so với kế hoạch."
    )
    crawl("revisit=all")
    assert rows("select count(*) from articles") == [(1,)] and rows("select count(*) from revisions") == [(2,)]


def test_an_address_that_goes_does_not_take_the_article_with_it(site, crawl, rows):
    head = '<head><link rel="canonical" href="{url}bai-1001/">'
    page = article("Bài hai địa chỉ").replace("<head>", head.format(url=site.url))
    site.pages = {"/": listing("/bai-1001/", "/cu/bai-1001/"), "/bai-1001/": page, "/cu/bai-1001/": page}
    crawl()
    assert rows("select count(*) from articles") == [(1,)]
    del site.pages["/cu/bai-1001/"]
    crawl("revisit=all")
    assert rows("select gone_at from articles") == [(None,)]


def test_the_same_text_under_another_spelling_is_one_article(site, crawl, rows):
    page = article("Bài hai lối vào")
    site.pages = {"/": listing("/x/bai-1001", "/x/bai-1001/"), "/x/bai-1001": page, "/x/bai-1001/": page}
    crawl()
    assert rows("select count(*) from articles") == [(1,)]
    assert rows("select count(*) from pages where article_id is not null") == [(2,)]


def test_a_broken_line_of_robots_txt_is_passed_over(site, crawl, rows):
    site.pages = {
        "/robots.txt": "Sitemap: http://[sai/x\nUser-agent: *\nDisallow: /cam/\n",
        "/": '<html><head><base href="http://[sai/"></head><body><a href="/a-1001">Bài a</a></body></html>',
        "/a-1001": article("Bài a"),
    }
    crawl()
    assert stored(rows) == {"Bài a"}


def test_a_newspaper_that_may_not_be_read_is_said(site, crawl):
    site.pages = {"/robots.txt": "User-agent: *\nDisallow: /\n", "/": listing("/a-1001"), "/a-1001": article("Bài a")}
    done = crawl(ok=False)
    assert done.returncode == 1 and "robots.txt forbids it" in done.stderr


@pytest.mark.parametrize(
    "setting", [{"DOWNLOAD_DELAY": "chậm"}, {"DOWNLOAD_DELAY": "-1"}, {"REVISIT_AFTER": "mai"}, {"LOG_LEVEL": "ồn"}]
)
def test_a_mistyped_setting_is_one_line(site, crawl, setting):
    done = crawl(ok=False, **setting)
    (name,) = setting
    assert done.returncode == 1 and name in done.stderr and len(done.stderr.strip().splitlines()) == 1, done.stderr


def test_a_mistyped_argument_is_one_line(site, crawl):
    done = crawl("limti=1", ok=False)
    assert done.returncode == 1 and "limti" in done.stderr and len(done.stderr.strip().splitlines()) == 1, done.stderr
