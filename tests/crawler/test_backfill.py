"""Days that a crawl is asked for, by whatever the site offers."""

from __future__ import annotations

import random
import re
import sqlite3
import time
from collections.abc import Callable
from datetime import UTC, date, datetime, timedelta

import pytest
from lxml import html as lxml_html

from archive.frontier.pages import Link
from crawler.backfill import Count, Days, Numbers, Side
from crawler.discovery import links

from .conftest import Pages, article, listing
from .replicas.server import Answer

pytestmark = pytest.mark.slow

URLSET = '<?xml version="1.0"?><urlset xmlns="http://www.sitemaps.org/schemas/sitemap/0.9">{}</urlset>'


def day(text: str) -> dict[str, str]:
    return {"published": f"{text}T08:00:00+07:00"}


def asked(site) -> set[str]:
    return {path for path in site.paths if path not in ("/robots.txt", "/sitemap.xml", "/sitemap_index.xml")}


def test_sitemaps_are_read_for_the_days_asked_for_and_whole_the_next_time(site, crawl, rows):
    index = "".join(
        f"<sitemap><loc>{site.url}{name}.xml</loc></sitemap>" for name in ("bai-2014", "bai-2015-06", "bai-2016-01")
    )
    site.pages = {
        "/": listing(),
        "/sitemap.xml": f'<sitemapindex xmlns="http://www.sitemaps.org/schemas/sitemap/0.9">{index}</sitemapindex>',
        "/bai-2014.xml": URLSET.format(f"<url><loc>{site.url}a-1</loc></url>"),
        "/bai-2015-06.xml": (
            200,
            {"ETag": '"6"'},
            URLSET.format(
                f"<url><loc>{site.url}b-2</loc><lastmod>2015-06-03</lastmod></url>"
                f"<url><loc>{site.url}cu-3</loc><lastmod>2013-06-03</lastmod></url>"
            ),
        ),
        "/bai-2016-01.xml": URLSET.format(f"<url><loc>{site.url}c-4</loc></url>"),
        "/a-1": article("Bài năm trước", **day("2014-05-05")),
        "/b-2": article("Bài trong năm", **day("2015-06-03")),
        "/cu-3": article("Bài rất cũ", **day("2013-06-03")),
        "/c-4": article("Bài năm sau", **day("2016-01-05")),
    }
    done = crawl("since=2015-01-01", "until=2015-12-31")
    assert asked(site) == {"/", "/tin/", "/bai-2015-06.xml", "/b-2"}
    assert "2015-01-01 to 2015-12-31: 1 articles; none of 2015-01 to 2015-05, 2015-07 to 2015-12" in done.stderr
    crawl()
    assert rows("select count(*) from articles") == [(4,)]


def test_a_list_is_left_where_it_has_passed_the_days(site, crawl, rows):
    """Five pages of a section, by months in the addresses; what was waiting from before stays for another crawl."""
    months = ["201605", "201601", "201511", "201410", "201409"]
    site.pages = {"/": listing("/tin/")}
    for number, month in enumerate(months, 1):
        paths = [f"/tin/{month}/bai-so-{number}{n}-{1000000 + number * 10 + n}/" for n in range(4)]
        further = f"/tin/?page={number + 1}"
        site.pages["/tin/" if number == 1 else f"/tin/?page={number}"] = listing(*paths, further)
        for path in paths:
            site.pages[path] = article(f"Bài {path[-8:-1]}", **day(f"{month[:4]}-{month[4:]}-05"))
    crawl("since=2015-01-01", "until=2015-12-31")
    assert {title for (title,) in rows("select title from articles")} == {f"Bài {1000030 + n}" for n in range(4)}
    assert "/tin/?page=4" in site.paths and "/tin/?page=5" not in site.paths
    crawl("since=2016-01-01")
    assert rows("select count(*) from articles") == [(12,)]


def test_numbers_that_grow_with_time(site, crawl, rows):
    """Once a few articles are known, the numbers of others tell on which side they lie."""
    year = {number: 2013 + number // 100 for number in range(1000)}
    paths = {number: f"/bai-so-{number:04}.html" for number in range(0, 500, 20)}
    site.pages = {"/": listing(*paths.values())} | {
        path: article(f"Bài {number}", **day(f"{year[number]}-03-0{number % 100 // 20 + 1}"))
        for number, path in paths.items()
    }
    days = Days(date(2015, 1, 1), date(2015, 12, 31), lambda url: ("bai", int(url[-9:-5])))
    for number in (0, 20, 40, 180, 300, 320, 340, 480):
        days.learn(f"http://a.vn{paths[number]}", f"{year[number]}-03-01")
    sides = {number: days.side(Link(f"http://a.vn{path}")) for number, path in paths.items()}
    assert all(sides[number] is Side.BEFORE for number in (0, 20)) and sides[180] is None, "three witnesses, no fewer"
    assert all(sides[number] is None for number in (200, 220, 240, 260, 280))
    assert all(sides[number] is Side.AFTER for number in (340, 360, 480))


def test_what_could_not_be_read_of_the_days_is_said(site, crawl):
    site.pages = {"/": listing("/tin/201503/bai-mot-1000001/", "/tin/201503/bai-hai-1000002/")}
    site.pages["/tin/201503/bai-mot-1000001/"] = article("Bài một", **day("2015-03-05"))
    site.pages["/tin/201503/bai-hai-1000002/"] = (500, {}, "hỏng")
    done = crawl("since=2015-03-01", "until=2015-03-31", RETRY_TIMES=1)
    assert "2015-03-01 to 2015-03-31: 1 articles; 1 addresses could not be read" in done.stderr


def test_the_budget_of_revisits_is_kept(site, crawl, rows, tmp_path):
    paths = [f"/bai-viet-so-{number}" for number in range(1001, 1013)]
    site.pages = {"/": listing(*paths)} | {path: article(f"Bài {path}") for path in paths}
    crawl()
    conn = sqlite3.connect(tmp_path / "archive.db")
    conn.execute("update pages set due_at = '2026-01-01T00:00:00Z' where article_id is not null")
    conn.commit()
    conn.close()
    site.log.clear()
    crawl(REVISITS=4)
    assert sum(path in paths for path in site.paths) == 4
    site.log.clear()
    crawl("revisit=all", REVISITS=4)
    assert sum(path in paths for path in site.paths) == 12


class World:
    """Articles by number, over ten years, some numbers without one, a few out of their time; and who counts them."""

    def __init__(self, total: int, share: float, *, stir: int = 20, above: int = 0, hole: range = range(0)):
        chance = random.Random(total)
        first, last = date(2010, 1, 1).toordinal(), date(2020, 1, 1).toordinal()
        self.days = {
            above + number: first + max(0, int((number + chance.gauss(0, stir)) * (last - first) / total))
            for number in range(1, total)
            if chance.random() < share and number not in hole
        }

    def known(self, newest: int) -> Numbers:
        numbers = Numbers()
        for number in sorted(self.days)[-newest:]:
            numbers.learn(number, self.days[number])
        return numbers

    def count(self, days: Days, numbers: Numbers, most: int = 10**6) -> tuple[Count, set[int]]:
        """Responses what is asked for, `most` numbers of it; returns the count and what was asked."""
        count, asked = Count(days, numbers), set[int]()
        while len(asked) < most and (now := count.next()):
            assert not asked & {*now}, "asked twice"
            asked |= {*now}
            for number in now:
                numbers.learn(number, self.days.get(number, Numbers.NOTHING))
        return count, asked

    def inside(self, days: Days) -> set[int]:
        assert days.since and days.until
        return {n for n, day in self.days.items() if days.since.toordinal() <= day <= days.until.toordinal()}


YEAR = Days(date(2015, 1, 1), date(2015, 12, 31), lambda url: None)


@pytest.mark.parametrize(
    "world",
    [World(20_000, 0.9), World(60_000, 0.3, stir=60), World(20_000, 0.9, above=150_000), World(3_000, 0.9, stir=2)],
)
def test_a_year_is_found_by_its_numbers_where_lists_show_the_newest(world):
    numbers = world.known(50)
    inside = world.inside(YEAR)
    count, asked = world.count(YEAR, numbers)
    assert len(inside & asked) >= 0.99 * len(inside)
    outside = len(asked & world.days.keys() - inside)
    assert outside <= 150, outside
    span = max(inside) - min(inside)
    assert len(asked) <= 1.1 * span + 400, "it halves its way there, and counts only there"
    assert "numbers" in str(count) and "were not" not in str(count)


@pytest.mark.parametrize("most", [1, 7, 40, 300, 900])
def test_a_count_cut_off_goes_on_where_it_was(most):
    world = World(20_000, 0.8)
    whole = world.count(YEAR, world.known(50))[1]
    numbers = world.known(50)
    first, before = world.count(YEAR, numbers, most)
    again = Numbers()  # from the archive
    for number in numbers.known:
        again.learn(number, world.days.get(number, Numbers.NOTHING))
    _, after = world.count(YEAR, again)
    assert not before & after and before | after == whole
    assert ("not found yet" if most < 10 else "were not") in str(first)


def test_long_empty_stretches_end_with_a_word():
    hole = range(10_300, 11_700)
    world = World(20_000, 1.0, stir=0, hole=hole)
    count, asked = world.count(YEAR, world.known(50))
    assert world.inside(YEAR) <= asked
    assert len(asked & {*hole}) < 300
    assert re.search(r"none was found from 10300 to 116[89]\d", str(count)), str(count)


class Numbered:
    """A newspaper whose server reads the number alone, and whose front page names the newest ten."""

    home = "https://baocantho.com.vn"

    def __init__(self, *, total: int, missing: Answer | None, slow: float = 0.0):
        self.asked: list[int] = []
        self.pages: Pages = {}
        names = [f"/tin-so-{number}-a{number}.html" for number in range(total - 10, total)]
        self.pages["baocantho.com.vn", "/"] = html(listing(*names))
        for number in range(1, total + 50):
            exists = number < total and number % 5
            day = date(2010, 1, 1) + timedelta(days=number * 3)
            canonical = f'<link rel="canonical" href="{self.home}/tin-so-{number}-a{number}.html">'
            page = html(article(f"Tin số {number}", **day_of(day)).replace("<head>", f"<head>{canonical}"))
            answer = self.answer(number, page if exists else missing or self.pages["baocantho.com.vn", "/"], slow)
            for slug in ("bai", f"tin-so-{number}"):
                self.pages["baocantho.com.vn", f"/{slug}-a{number}.html"] = answer

    def answer(self, number: int, page: Answer | Callable[[], Answer], slow: float) -> Callable[[], Answer]:
        def answer() -> Answer:
            self.asked.append(number)
            time.sleep(slow)
            return page() if callable(page) else page

        return answer


def day_of(day: date) -> dict[str, str]:
    return {"published": f"{day}T08:00:00+07:00"}


def html(text: str) -> Answer:
    return 200, {"Content-Type": "text/html; charset=utf-8"}, text.encode()


MISSING: dict[str, Answer | None] = {
    "404": (404, {}, b""),
    "led home": (302, {"Location": "https://baocantho.com.vn/"}, b""),
    "the front page": None,
}


@pytest.mark.parametrize("missing", MISSING)
def test_articles_that_no_list_names_are_reached_by_their_numbers(field, missing):
    """1,000 articles of eight years; the first quarter of 2015 is asked for, with kill -9 on the way."""
    paper = Numbered(total=1000, missing=MISSING[missing], slow=0.02)
    days = ("since=2015-01-01", "until=2015-03-31")
    inside = {
        n
        for n in range(1, 1000)
        if n % 5 and date(2015, 1, 1) <= date(2010, 1, 1) + timedelta(n * 3) <= date(2015, 3, 31)
    }
    assert len(inside) == 24
    if missing == "404":
        field.crawl("baocantho", paper.pages, *days, kill_when=lambda: len(paper.asked) >= 40)
        assert 0 < field.rows("select count(*) from articles")[0][0] < 34 + len(inside)
    field.crawl("baocantho", paper.pages, *days)
    stored = {int(key[1:]) for (key,) in field.rows("select key from articles")}
    assert inside <= stored
    assert field.rows("select count(*) from articles where url like '%/bai-a%'") == [(0,)]
    again = [number for number in set(paper.asked) if paper.asked.count(number) > 1]
    assert len(again) <= 1 + 3 + (missing == "404"), "the one that was tried, and what was under way when it was killed"
    assert len(paper.asked) < 140
    assert re.search(
        r"2015-01-01 to 2015-03-31: 24 articles; numbers \d+ to \d+ were asked for$", field.done.stderr, re.M
    )
    assert field.rows(
        "select count(*) from pages where article_id is null and url like '%/bai-a%' and due_at is not null"
    ) == [(0,)]
    asked = len(paper.asked)
    field.crawl("baocantho", paper.pages, *days)
    assert len(paper.asked) - asked <= 10, "revisits in turn, but nothing is counted twice"


def test_a_newspaper_that_wants_its_slugs_is_asked_once(field):
    paper = Numbered(total=300, missing=MISSING["404"])
    front = [path for _, path in paper.pages if path.startswith("/tin-so-29") and len(path) > 20]
    paper.pages["baocantho.com.vn", "/"] = html(listing(*front, "/thoi-su/?p=2"))
    paper.pages["baocantho.com.vn", "/thoi-su/?p=2"] = html(listing("/tin-so-131-a131.html"))
    for address in [address for address in paper.pages if address[1].startswith("/bai-a")]:
        del paper.pages[address]
    stand = field.crawl("baocantho", paper.pages, "since=2011-01-01", "until=2011-03-31")
    assert sum("/bai-a" in path for _, path, _ in stand.log) == 1
    assert "its articles cannot be reached by their numbers alone" in field.done.stderr
    assert field.rows("select key from articles where published_at < '2012'") == [("a131",)]


def test_a_count_ends_at_the_limit_and_goes_on(field):
    paper = Numbered(total=400, missing=MISSING["404"])
    days = ("since=2012-01-01", "until=2012-06-30")
    field.crawl("baocantho", paper.pages, *days, "limit=30")
    assert field.rows("select count(*) from articles") in ([(30,)], [(31,)]), "one was under way"
    assert "not everything was asked for (limit reached)" in field.done.stderr
    told = re.search(r"numbers (\d+) to (\d+) were asked for", field.done.stderr)
    assert told and not {*range(int(told[1]), int(told[2]) + 1)} - {*paper.asked}, "none that was only to be"
    field.crawl("baocantho", paper.pages, *days)
    assert field.rows("select count(*) from articles where published_at between '2012-01-01' and '2012-07'") == [
        (
            len(
                [
                    n
                    for n in range(400)
                    if n % 5 and date(2012, 1, 1) <= date(2010, 1, 1) + timedelta(n * 3) <= date(2012, 6, 30)
                ]
            ),
        )
    ]


def test_a_year_is_reached_through_thirty_pages_of_lists(field):
    """Three sections, whose lists go back five years, of a newspaper whose addresses tell no day: 2024 is asked for.

    Of what lies outside only as much is asked for as it takes to see that it does: three of a page's ten, not all.
    """
    pages: Pages = {}
    days, sections = {}, ("thoi-su", "kinh-te", "van-hoa")
    for number in range(900):
        days[number] = date(2026, 11, 1) - timedelta(days=2 * number)
        path = f"/tin-so-{number}-{300_000 - number}.html"
        pages["baohaiduong.vn", path] = html(article(f"Chuyện làng thứ {number + 1000}", **day_of(days[number])))
    for place, section in enumerate(sections):
        for page in range(30):
            paths = [f"/tin-so-{n}-{300_000 - n}.html" for n in range(page * 30 + place, page * 30 + 30, 3)]
            address = f"/{section}" if page == 0 else f"/{section}?trang={page + 1}"
            further = [f"/{section}?trang={page + 2}"] if page < 29 else []
            pages["baohaiduong.vn", address] = html(listing(*paths, *further))
    pages["baohaiduong.vn", "/"] = html(listing(*(f"/{section}" for section in sections)))
    stand = field.crawl("baohaiduong", pages, "since=2024-01-01", "until=2024-12-31")
    inside = {n for n, day in days.items() if day.year == 2024}
    asked = {int(path.split("-")[2]) for _, path, _ in stand.log if "tin-so" in path}
    lists = sum("trang=" in path for _, path, _ in stand.log)
    assert inside <= asked and field.rows("select count(*) from articles") == [(len(asked),)]
    assert len(asked - inside) <= 100 and lists <= 70


ITEM = '<li class="tin"><a href="{path}"><img src="/a.jpg"></a><h3><a href="{path}">Chuyện làng</a></h3>{day}</li>'
CLOCK = '<div class="gio">Thứ hai, 23/11/2026 10:20</div>'


def dated(page: str) -> list[str | None]:
    """The days beside the links to articles, in their order."""
    tree = lxml_html.document_fromstring(page)
    found = links.parse(tree, "http://a.vn/tin/", {"a.vn"})
    links.date(tree, "http://a.vn/tin/", found, datetime(2026, 11, 23, 3, 20, tzinfo=UTC))
    return [link.listed for link in found if "bai-so" in link.url]


def dated_list(*days: str, before: str = CLOCK, item: str = ITEM) -> str:
    items = "".join(item.format(path=f"/bai-so-{number}", day=day) for number, day in enumerate(days, 1000))
    return f'<html><body>{before}<a href="/tin/">Tin tức</a><ul>{items}</ul><p>Hết</p></body></html>'


def test_the_day_a_list_prints_beside_a_link():
    printed = ["<i>2 giờ trước</i>", "<span>23-11-2026 01:10</span>", "<p>(22/11/2026)</p>", "3 ngày trước", ""]
    assert dated(dated_list(*printed)) == ["2026-11-23", "2026-11-23", "2026-11-22", "2026-11-20", None]
    table = "<tr><td>{day}</td><td><a href='{path}'>Chuyện làng</a></td></tr>"
    days = ["Thứ hai, 05/01/2015 | 08:00", "PV • 04/01/2015", "02/01/2015"]
    assert dated(dated_list(*days, item=table)) == ["2015-01-05", "2015-01-04", "2015-01-02"]


@pytest.mark.parametrize(
    ("why", "page"),
    [
        ("a clock", dated_list("", "", "", "")),
        ("a clock in an item of its own", dated_list(before=ITEM.format(path="/bai-so-1", day=CLOCK))),
        ("two of six are few", dated_list("02/01/2015", "01/01/2015", "", "", "", "")),
        ("days to come", dated_list(*(f"0{day}/12/2026" for day in (9, 7, 5, 3)))),
        ("days in no order", dated_list(*(f"{day}/01/2015" for day in (10, 20, 11, 25, 12, 28)))),
        ("days in sentences", dated_list(*(f"<p>Sáng {day}/01/2015, xã Vui tổ chức hội</p>" for day in (25, 24, 23)))),
        ("not whose", dated_list(*["05/01/2015"] * 4, item="<a href='{path}'>Chuyện</a> <span>{day}</span>")),
    ],
)
def test_other_days_on_a_page_are_nobody_s(why, page):
    assert set(dated(page)) == {None}


def test_a_list_with_days_is_read_for_those_asked_for(field):
    """Slugs without numbers; ten pages of a section over five years, with two articles without a day beside every list."""
    days = [date(2016, 12, 20) - timedelta(days=18 * n) for n in range(100)]
    names = [f"/xa-hoi/chuyen-lang-vui-thu-{n}" for n in range(100)]
    pages: Pages = {("baosonla.vn", "/"): html(listing("/xa-hoi/"))}
    for name, day in zip(names, days, strict=True):
        text = article(f"Chuyện làng vui {name[-2:]}", **day_of(day)).replace('"article:published_time"', '"x"')
        pages["baosonla.vn", name] = html(text)
    for number in range(10):
        items = "".join(
            ITEM.format(path=name, day=f"<span>{day:%d/%m/%Y}</span>")
            for name, day in [*zip(names, days, strict=True)][number * 10 : number * 10 + 10]
        )
        beside = "".join(f'<p><a href="{name}">Đọc nhiều</a></p>' for name in names[:2])
        further = f'<a href="/xa-hoi/?page={number + 2}">Sau</a>' if number < 9 else ""
        address = "/xa-hoi/" if number == 0 else f"/xa-hoi/?page={number + 1}"
        pages["baosonla.vn", address] = html(f"<html><body><ul>{items}</ul>{beside}{further}</body></html>")
    stand = field.crawl("baosonla", pages, "since=2015-01-01", "until=2015-12-31")
    asked = {path for _, path, _ in stand.log if path in names}
    inside = {name for name, day in zip(names, days, strict=True) if day.year == 2015}
    assert inside <= asked and len(asked - inside) <= 2, "a day before and after"
    assert sum("page=" in path for _, path, _ in stand.log) <= 6
    assert field.rows("select count(*) from articles where published_at is not null") == [(0,)], "the pages say none"


def test_days_that_end_before_they_begin(crawl):
    done = crawl("since=2016-01-01", "until=2015-01-01", ok=False)
    assert done.returncode == 1 and done.stderr.strip().splitlines()[-1].endswith("it ends before it begins")
