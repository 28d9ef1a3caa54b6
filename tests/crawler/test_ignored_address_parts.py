"""Sites that have more addresses than pages: slugs that the server ignores, sessions in links."""

import itertools
import random
import re
import sqlite3
from contextlib import closing
from datetime import UTC, date, datetime, timedelta
from urllib.parse import urlencode

import pytest

from crawler.discovery.ignored_address_parts import Repeats

from . import invented
from .conftest import article, listing

NAMES = [f"nuoc-ve-ruong-cao-ky-{n}" for n in range(1, 13)]


def story(number, more=""):
    title, lead, paragraphs = invented.article(number)
    published = f"2026-10-{number + 1:02}T08:{number:02}:00+07:00"
    return article(title, *paragraphs, lead=lead, published=published).replace("</article>", f"</article>{more}")


def test_a_slug_that_the_server_ignores_does_not_make_n_times_n_requests(site, crawl, rows):
    near = "".join(f'<a href="{name}.html">{name}</a> ' for name in NAMES)
    site.pages = {"/": listing(*(f"/tin/{n}/{name}.html" for n, name in enumerate(NAMES)))}
    for n in range(len(NAMES)):
        site.pages |= {f"/tin/{n}/{name}.html": story(n, near) for name in NAMES}
    crawl()
    assert rows("select count(*) from articles") == rows("select count(*) from revisions") == [(12,)]
    assert sum(path.startswith("/tin/") for path in site.paths) < 3 * 12


def test_sessions_in_every_link_do_not_either(site, crawl, rows, tmp_path):
    """Under a name that nobody knows: `tick`, a new one on each page; not in the next crawl either, when all is due."""
    count = itertools.count(1764200000000)

    class Fresh(dict):
        def get(self, path, default=None):
            plain = path.partition("?")[0]
            mine = f"?tick={next(count)}"
            links = [f"{place}{mine}" for place in ("/", "/dong-ruong/", *(f"/{name}.html" for name in NAMES))]
            if plain in ("/", "/dong-ruong/"):
                return listing(*links)
            if plain[1:-5] in NAMES:
                more = "".join(f'<a href="{link}">x</a>' for link in links)
                return story(NAMES.index(plain[1:-5]), more)
            return default

    site.pages = Fresh()
    crawl()
    assert rows("select count(*) from articles") == [(12,)]
    assert len(site.paths) < 5 * 12
    site.log.clear()
    with closing(sqlite3.connect(tmp_path / "archive.db")) as conn, conn:
        conn.execute("update pages set due_at = '2020-01-01T00:00:00Z' where due_at is not null")
    crawl()
    assert 12 < len(site.paths) < 5 * 12
    assert rows("select count(*) from revisions") == [(12,)]


@pytest.mark.parametrize("session", ["s3f2a9c", "1764200000017"])
def test_a_session_that_stands_first_in_the_path_is_one_in_lists_too(session):
    repeats = Repeats()
    for n in range(4):
        repeats.learn(f"http://bao.vn/{session}{n}/ve-lang-a1002{n}.html", f"article {n}")
        repeats.learn(f"http://bao.vn/{session}{n}9/ve-lang-a1002{n}.html", f"article {n}")
    of = [repeats.shortened(f"http://bao.vn/{name}/dong-ruong/") for name in (session, f"{session}77", "song-nuoc")]
    assert of[0] == of[1] and (of[0] == of[2] or session.isdigit())


@pytest.mark.parametrize("mark", [";vtx=", ";v=3;sn=", "?vtx="])
def test_a_token_of_any_name_behind_a_segment_is_one_in_all_addresses(mark):
    repeats = Repeats()
    for n in range(3):
        repeats.learn(f"http://bao.vn/ve-lang-a1002{n}.html{mark}{n}f3a9", f"article {n}")
        repeats.learn(f"http://bao.vn/ve-lang-a1002{n}.html{mark}{n}77c0", f"article {n}")
    of = [
        repeats.shortened(f"http://bao.vn/{name}{mark}5e1b")
        for name in ("nuoc-ve-a10022.html", "xuoi-song-a10031.html")
    ]
    assert of[0] != of[1] and not [told for told in of if "5e1b" in told]


def test_a_number_that_stands_first_in_the_path_may_be_what_a_list_is_known_by():
    repeats = Repeats()
    for n in range(4):
        repeats.learn(f"http://bao.vn/{n}/ve-lang-a1002{n}.html", f"article {n}")
        repeats.learn(f"http://bao.vn/{n}9/ve-lang-a1002{n}.html", f"article {n}")
    assert repeats.shortened("http://bao.vn/5/dong-ruong/") != repeats.shortened("http://bao.vn/6/dong-ruong/")


def test_a_part_by_which_two_pages_differ_is_needed():
    repeats = Repeats()
    for n in range(6):
        repeats.learn(f"http://bao.vn/xem?id={n}&muc=1", f"article {n}")
        repeats.learn(f"http://bao.vn/xem?id={n}&muc=2", f"article {n}")
    assert repeats.shortened("http://bao.vn/xem?id=1&muc=3") == repeats.shortened("http://bao.vn/xem?id=1&muc=4")
    asked = [url for n in range(6) if not repeats.known(url := f"http://bao.vn/xem?id={n}&muc=9")]
    assert len(asked) == 3, "the first, second and fourth are looked at all the same"
    assert not repeats.known("http://bao.vn/xem?id=77&muc=1"), "another id is another page"
    repeats.learn("http://bao.vn/xem?id=1&muc=9", "article 99")
    assert not repeats.known("http://bao.vn/xem?id=2&muc=8"), "it was needed after all"


@pytest.mark.parametrize(
    "address",
    [
        "http://bao.vn/{words}-a{number}.html",
        "http://bao.vn/tin/{number}-{words}",
        "http://bao.vn/{words}_{number}.aspx",
        "http://bao.vn/{words}-00{number}.html",  # seven hexadecimal digits
        "http://bao.vn/{words}/{words}-post{number}.html",  # under whatever section, too
        "http://bao.vn/doc.php?{words}&id={number}",  # a session without a name
    ],
)
def test_words_around_a_number_that_is_read_alone_are_known_to_be_idle(address):
    repeats = Repeats()
    numbers = [f"1{n}a07" if "-00" in address else 10230 + n for n in range(6)]
    for number in numbers:
        for words in ("nuoc-ve", f"nuoc-ve-{number}x"):
            repeats.learn(address.format(words=words, number=number), f"article {number}")
    asked = [number for number in numbers if not repeats.known(address.format(words="lua-tot", number=number))]
    assert len(asked) == 3, "the first, second and fourth are looked at all the same"
    assert not repeats.known(address.format(words="nuoc-ve", number=70001)), "another number is another article"
    assert not repeats.known("http://bao.vn/dong-ruong/"), "and a section is none"


def test_a_segment_with_a_number_of_its_own_may_mean_nothing_as_a_whole():
    repeats = Repeats()
    for n in range(6):
        for other in range(n, n + 4):  # the server reads the number of the folder
            repeats.learn(f"http://bao.vn/tin/{n}/nuoc-ve-{other}-a1023{other}.html", f"article {n}")
    asked = [n for n in range(6) if not repeats.known(f"http://bao.vn/tin/{n}/lua-tot-a77001.html")]
    assert len(asked) == 3, "the first, second and fourth are looked at all the same"
    assert not repeats.known("http://bao.vn/tin/9/nuoc-ve-1-a10231.html"), "another folder is another article"


def test_a_calendar_is_followed_back_while_it_leads_to_articles_and_never_into_months_to_come(site, crawl, rows):
    """Each page names the month before and the one after; every 99th month has an article, the last is 297 months back."""

    class Calendar(dict):
        def get(self, path, default=None):
            if not (found := re.fullmatch(r"/lich/(\d{4})/(\d\d)/", path)):
                return super().get(path, default)
            month = int(found[1]) * 12 + int(found[2]) - 1
            near = [f"/lich/{each // 12}/{each % 12 + 1:02}/" for each in (month - 1, month + 1)]
            news = {newest - 99 * n: f"/{NAMES[n]}.html" for n in range(4)}
            return listing(*([news[month]] if month in news else []), *near)

    now = datetime.now(UTC)
    newest = now.year * 12 + now.month - 1
    site.pages = Calendar({"/": listing(f"/lich/{now:%Y/%m}/")} | {f"/{NAMES[n]}.html": story(n) for n in range(4)})
    crawl()
    assert rows("select count(*) from articles") == [(4,)]
    months = [path for path in site.paths if path.startswith("/lich/")]
    assert max(months) <= f"/lich/{now + timedelta(days=1):%Y/%m}/" and min(months) >= "/lich/1990/01/"


def test_a_list_of_lists_and_a_calendar_are_read_to_the_last_that_has_an_article(site, crawl, rows):
    """60 communes of which only the last has news, named by one page; and 140 days, of which only the last five have."""
    communes = [f"/xa/{first}{second}-que/" for first in "abcdefghij" for second in "klmnop"]
    days = [f"/ngay/{date(2026, 3, 1) - timedelta(n)}" for n in range(140)]
    fruitful = dict(zip([communes[-1], *days[-5:]], NAMES, strict=False))
    site.pages = {"/": listing("/danh-ba/", "/luu-tru/"), "/danh-ba/": listing(*communes), "/luu-tru/": listing(*days)}
    for number, place in enumerate([*communes, *days]):
        named = [f"/{fruitful[place]}.html"] if place in fruitful else []
        site.pages[place] = listing(*named).replace("<ul>", f"<h1>Nơi hay ngày thứ {number}</h1><ul>")
    site.pages |= {f"/{name}.html": story(n) for n, name in enumerate(fruitful.values())}
    crawl()
    assert rows("select count(*) from articles") == [(len(fruitful),)]


def test_filters_in_all_combinations_and_pages_that_are_not_there_end(site, crawl, rows):
    """Lists of the same articles, in any choice and order; and a page for any address, with links that count from there."""
    dice = random.Random(11)

    class Filters(dict):
        def get(self, path, default=None):
            place, _, query = path.partition("?")
            if place == "/loc":
                chosen = dict(pair.split("=") for pair in query.split("&") if pair)
                narrower = [chosen | {name: value} for name in "abcde" for value in "123"]
                named = dice.sample([f"/{name}.html" for name in NAMES], 9)
                return listing(*named, *(f"/loc?{urlencode(sorted(choice.items()))}" for choice in narrower))
            if place.startswith("/xem/"):
                nothing = f"<p>Không có trang {path}</p><a href='them/nua/'>Nữa</a><a href='xem/ca/'>Cả</a><a href='../../'>Lên</a>"
                return listing(*(f"/{name}.html" for name in NAMES[:2])).replace("<ul>", f"{nothing}<ul>")
            return super().get(path, default)

    site.pages = Filters({"/": listing("/loc", "/xem/")} | {f"/{name}.html": story(n) for n, name in enumerate(NAMES)})
    crawl()
    assert rows("select count(*) from articles") == [(12,)]
    combinations = [path for path in site.paths if path.startswith("/loc?")]
    assert 15 < len(combinations) < 300, "of 1023"
    assert len([path for path in site.paths if path.startswith("/xem/")]) < 100


SID = "http://bao.vn/{place}?sid={sid}"


def test_what_changes_nothing_in_many_folders_is_idle_however_a_page_is_read():
    """A page read now as an article, now as a list, and a list that names now more, now fewer articles of the same."""
    repeats = Repeats()
    for n in range(4):
        for sid in ("5c1e", "77af"):
            repeats.learn(SID.format(place=f"{NAMES[n]}/bai-{n}.html", sid=f"{sid}{n}"), f"article {n}")
            named = [SID.format(place=f"{NAMES[at]}/bai-{at}.html", sid=f"{sid}9") for at in range(n % 3)]
            repeats.learn(SID.format(place="dong-ruong/", sid=f"{sid}{n}"), "Ruộng cao lại có nước", tuple(named))
    flitting = f"{NAMES[7]}/bai-7.html"
    repeats.learn(SID.format(place=flitting, sid="0a1"), "Ruộng cao: một trang không rõ là gì")
    repeats.learn(SID.format(place=flitting, sid="0a2"), "article 7")
    for place in (flitting, "dong-ruong/", f"{NAMES[2]}/bai-2.html"):
        asked = [sid for sid in range(100, 140) if not repeats.known(SID.format(place=place, sid=sid))]
        assert len(asked) < 8, place


def test_what_names_the_story_is_needed_though_all_stories_not_there_look_alike():
    repeats = Repeats()
    for sid in range(900, 905):
        repeats.learn(SID.format(place="xem", sid=sid), "Không có bài này")
    assert any(repeats.known(SID.format(place="xem", sid=sid)) for sid in range(910, 914))
    repeats.learn(SID.format(place="xem", sid=1), "article 1")
    repeats.learn(SID.format(place="xem", sid=2), "article 2")
    assert not any(repeats.known(SID.format(place="xem", sid=sid)) for sid in range(10, 40))
