"""The pages of the site, through Datasette's whole stack."""

from __future__ import annotations

import asyncio
import csv
import io
import json
import re
import sqlite3
from contextlib import closing
from html.parser import HTMLParser
from pathlib import Path
from urllib.parse import quote
from xml.etree import ElementTree

import pytest
from datasette.app import Datasette
from markupsafe import escape

from archive.article import Article, Image
from archive.database import connect, transaction
from archive.newspapers import put_newspaper
from archive.storing.store import save_article
from publish.archive_queries.archive import archive_of
from publish.archive_queries.similar_articles import alike
from publish.formats import citation
from tests import archives
from tests.publish.conftest import BRIDGE, HOSTILE, SEEN, UNDATED, Get

PUBLISH = Path(__file__).resolve().parents[2] / "publish"


def article_id(sql: sqlite3.Connection, url: str) -> int:
    return sql.execute("select id from articles where url = ?", [url]).fetchone()[0]


class Text(HTMLParser):
    """The tags and the text of a page."""

    def __init__(self, html: str) -> None:
        super().__init__()
        self.tags: list[tuple[str, dict[str, str | None]]] = []
        self.text = ""
        self.feed(html)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.append((tag, dict(attrs)))

    def handle_data(self, data: str) -> None:
        self.text += data


@pytest.mark.parametrize("q", ["đà nẵng", "Đà Nẵng", "da nang", "ĐÀ  NẴNG"])
def test_search_finds_with_and_without_diacritics(get: Get, q: str) -> None:
    page = get("/search", params={"q": q})
    assert page.status_code == 200
    assert "thông xe cây cầu mới" in page.text
    table = get("/kho-bao/articles.json", params={"_search": q, "_shape": "array", "_col": "title"}).json()
    assert [row["title"] for row in table] == [BRIDGE.title]


@pytest.mark.parametrize(
    "q", ['"', "(LĐ-TB&XH", "28/8", "NEAR(a b)", "a AND", "-", "*", "^", "'", "\x00", "title: chợ"]
)
def test_no_query_breaks_search(get: Get, q: str) -> None:
    assert get("/search", params={"q": q}).status_code == 200
    assert get("/kho-bao/articles", params={"_search": q}).status_code == 200


def test_search_marks_hits_and_pages_without_gap_or_repeat(get: Get, sql: sqlite3.Connection) -> None:
    seen: list[str] = []
    path: str | None = "/search?q=cho+phien"
    while path:
        page = get(path).text
        assert "<mark>" in page
        seen += re.findall(r'<h2><a href="/articles/(\d+)"', page)
        following = re.search(r'rel="next" href="([^"]+)"', page)
        path = following[1].replace("&amp;", "&") if following else None
    expected = [
        str(id) for (id,) in sql.execute("select id from articles where title like 'Chợ phiên%' order by id desc")
    ]
    assert seen == expected and len(seen) == 45


def test_search_narrows_by_year_newspaper_and_province(get: Get) -> None:
    assert "cây cầu mới" not in get("/search?q=da+nang&year=2012").text
    assert "cây cầu mới" in get("/search?q=da+nang&year=2024").text
    assert "<h2>" not in get("/search?q=da+nang&newspaper=doi-suong").text.partition("<ol")[2].partition("</ol>")[0]
    # Đắk Nông is a part of today's Lâm Đồng.
    assert UNDATED.title in get("/search?q=tho&province=lam-dong").text.replace("<mark>", "").replace("</mark>", "")


@pytest.mark.parametrize(
    "odd", ["", "x", "-1", "0", "9" * 19, "9" * 5000, "²", "٣", "1e9", "s0-1", "2024-01-01 5", "\x00", "%"]
)
def test_odd_parameters_are_no_error(get: Get, odd: str) -> None:
    for path, names in (
        ("/search?q=cho", ("next", "year", "sort", "newspaper", "province", "map")),
        ("/search.json?q=cho&sort=best", ("next", "year")),
        ("/newspapers/song-biec", ("next", "year")),
        ("/changes", ("next",)),
        ("/", ("map", "_lang")),
    ):
        for name in names:
            separator = "&" if "?" in path else "?"
            answer = get(f"{path}{separator}{name}={quote(odd)}")
            assert answer.status_code == 200 or (not odd and answer.status_code == 302), (path, name)
    assert get(f"/articles/{quote(odd)}").status_code in (301, 302, 404)


def test_year_of_a_newspaper_is_that_year(get: Get, sql: sqlite3.Connection) -> None:
    shown = re.findall(r'<h3><a href="/articles/(\d+)"', get("/newspapers/song-biec?year=2013").text)
    of_2013 = "select id from articles where newspaper = 'song-biec' and id / 1000000000 = 2013 order by id desc"
    assert shown == [str(id) for (id,) in sql.execute(of_2013)] and shown


def test_article_shows_what_is_known(get: Get, sql: sqlite3.Connection) -> None:
    id = article_id(sql, BRIDGE.url)
    page = Text(get(f"/articles/{id}").text)
    for text in (BRIDGE.title, BRIDGE.lead, BRIDGE.byline, BRIDGE.section, "08:30, 17/05/2024", "Báo Sông Biếc"):
        assert text and text in page.text
    assert "Cầu dài 321 mét, rộng bốn làn xe." in page.text
    assert "Cây cầu nhìn từ bờ bắc." in page.text
    assert ("a", {"href": BRIDGE.url, "rel": "nofollow noopener"}) in page.tags


def test_captions_stand_where_the_pictures_were(get: Get, sql: sqlite3.Connection) -> None:
    page = Text(get(f"/articles/{article_id(sql, BRIDGE.url)}").text)
    text = page.text.partition(BRIDGE.lead or "")[2]
    expected = [
        *("(không có chú thích)", "Xem ảnh ở tờ báo"),
        "Sáng nay, hàng trăm người",
        *("Cây cầu nhìn từ bờ bắc.", "Ảnh: Sông Quê", "Xem ảnh ở tờ báo"),
        *("Cầu dài 321 mét", "Ảnh trong bài", "Bản vẽ cây cầu."),
    ]
    for words in expected:
        assert words in text
        text = text.partition(words)[2]
    for picture in BRIDGE.images[:2]:
        assert [("a", {"href": picture.url, "rel": "nofollow noopener"})] == [
            (tag, {name: attributes[name] for name in ("href", "rel")})
            for tag, attributes in page.tags
            if attributes.get("href") == picture.url
        ]


def test_pictures_of_which_only_the_address_is_known_are_one_line_where_they_follow_each_other(tmp_path: Path) -> None:
    urls = [f"https://songbiec.example/{n}.jpg" for n in range(4)]
    essay = Article(
        "https://songbiec.example/anh",
        "",
        body="Buổi sáng.\n\nBuổi chiều.",
        images=[
            *(Image(url, after=1) for url in urls[:3]),
            Image(urls[3], "Hoàng hôn.", after=1),
            Image(None, after=2),
        ],
    )
    conn = archives.new(tmp_path / "archive.db")
    with transaction(conn):
        put_newspaper(conn, "song-biec", title="Báo Sông Biếc", home=None, province="da-nang")
        saved = save_article(conn, "song-biec", essay, seen_at=SEEN)
        bare = save_article(conn, "song-biec", Article("https://songbiec.example/", "", body=""), seen_at=SEEN)
    conn.close()
    site = Datasette([str(tmp_path / "archive.db")])
    asyncio.run(site.invoke_startup())
    html = asyncio.run(site.client.get(f"/articles/{saved.article_id}")).text
    page = Text(html)
    assert "3 ảnh không chú thích: 1 2 3" in " ".join(page.text.split())
    assert [attributes["href"] for _, attributes in page.tags if attributes.get("href") in urls] == urls
    assert html.count("<figure") == 2 and "Hoàng hôn." in page.text
    empty = Text(asyncio.run(site.client.get(f"/articles/{bare.article_id}")).text)
    assert not [tag for tag, attributes in empty.tags if tag == "meta" and attributes.get("content") == ""]


def test_changes_say_what_was_changed(get: Get) -> None:
    page = " ".join(Text(get("/changes").text).text.split())
    assert "Nội dung: thêm 1 chữ, bớt 1 chữ" in page
    assert "Text: 1 word added, 1 word removed" in " ".join(
        Text(get("/changes", cookies={"lang": "en"}).text).text.split()
    )


def test_ids_of_an_sql_answer_lead_to_the_article(get: Get, sql: sqlite3.Connection) -> None:
    id = article_id(sql, BRIDGE.url)
    answer = get(
        f"/kho-bao?sql=select+id,+7+as+id,+{id}+as+n,+article_id+from+articles+join+revisions+on+article_id=id+where+id={id}"
    )
    assert Text(answer.text).tags.count(("a", {"href": f"/articles/{id}"})) == 4  # both revisions, both columns
    assert "/articles/7" not in answer.text


def test_small_things_of_the_data_pages(get: Get, public: Get) -> None:
    assert get("/kho-bao/articles?_facet=section").text.count("<h2>Chuyên mục") == 1
    crumbs = get("/kho-bao/articles").text.partition('class="crumbs">')[2].partition("</p>")[0]
    assert crumbs.endswith("</a>")
    forbidden = public("/archive.db")
    assert forbidden.status_code == 403 and "<title>Không được phép" in forbidden.text
    assert "Kho có quá ít bài" in get("/kho-bao/new_words?year=1900").text
    rates = re.findall(r'data-value="[0-9]+[.][0-9]+">([^<]+)', get("/kho-bao/term_by_year?term=tho").text)
    assert len({len(rate.partition(",")[2]) for rate in rates}) == 1 and len(rates) > 1


def test_article_shows_an_edit_word_by_word(get: Get, sql: sqlite3.Connection) -> None:
    page = get(f"/articles/{article_id(sql, BRIDGE.url)}").text
    assert "<del>312</del><ins>321</ins> mét" in page
    assert "Sáng nay" not in page.partition('id="edits"')[2], "a paragraph that did not change is no difference"


def test_undated_article_says_so_and_a_takedown_is_told(get: Get, sql: sqlite3.Connection) -> None:
    page = Text(get(f"/articles/{article_id(sql, UNDATED.url)}").text)
    assert "không rõ ngày đăng" in page.text
    assert "đã gỡ bài này" in page.text and "09/03/2026" in page.text


def test_nothing_crawled_is_rendered_as_html(get: Get, sql: sqlite3.Connection) -> None:
    id = article_id(sql, HOSTILE.url)
    table = "/kho-bao/articles"
    for path in (
        *("/", f"/articles/{id}", "/search?q=cho+que", "/newspapers/doi-suong", "/provinces/dak-nong", "/changes"),
        *(table, f"{table}/{id}", "/kho-bao/images", "/kho-bao/article_tags", "/kho-bao/removed", "/kho-bao/revisions"),
        f"/kho-bao?sql=select+*+from+articles+where+id={id}",
    ):
        page = Text(get(path).text)
        data = {"type": "application/ld+json"}
        scripts = [tag for tag in page.tags if tag[0] == "script" and "src" not in tag[1] and tag[1] != data]
        assert not scripts, path
        for tag, attributes in page.tags:
            assert tag not in ("img", "svg") or ("onerror" not in attributes and "onload" not in attributes), path
            assert not (attributes.get("href") or "").startswith("javascript:"), path


def test_article_tells_machines_what_it_is(get: Get, sql: sqlite3.Connection) -> None:
    for original in (BRIDGE, HOSTILE):
        page = get(f"/articles/{article_id(sql, original.url)}").text
        found = json.loads(page.partition('<script type="application/ld+json">')[2].partition("</script>")[0])
        assert found["@type"] == "NewsArticle" and found["headline"] == original.title
        assert found.get("datePublished") == original.published_at
        assert f'<meta property="og:title" content="{escape(original.title)}">' in page
        web = [picture for picture in original.images if (picture.url or "").startswith("https://")]
        assert [(picture["contentUrl"], picture.get("caption")) for picture in found.get("image", [])] == [
            (picture.url, picture.caption) for picture in web
        ]


def test_article_can_be_cited(get: Get, sql: sqlite3.Connection) -> None:
    id = article_id(sql, BRIDGE.url)
    page = Text(get(f"/articles/{id}").text).text
    assert f"@article{{baotinh{id}," in page and "date = {2024-05-17}" in page
    assert f"Lá Xanh. “{BRIDGE.title}”. Báo Sông Biếc, 17/05/2024. {BRIDGE.url}." in page
    assert "author = {{Lá Xanh}}" in page, "what is not surely a name stands as it is"
    hostile = get(f"/articles/{article_id(sql, HOSTILE.url)}").text
    assert r"\&amp; &#34;chợ quê&#34;" in hostile, "TeX's own characters are escaped"


@pytest.mark.parametrize(
    ("byline", "authors"),
    [
        ("Bài, ảnh: Hoàng Minh Thử", ["Hoàng Minh Thử"]),
        ("LAN PHƯƠNG - QUỐC MINH", ["LAN PHƯƠNG", "QUỐC MINH"]),
        ("Ngọc Anh, Minh Châu và Lê Lan", ["Ngọc Anh", "Minh Châu", "Lê Lan"]),
        ("Theo TTXVN", []),
        ("Bài: Minh Châu - Ảnh: Ngọc Anh", []),
    ],
)
def test_authors_are_the_persons_who_sign(byline: str, authors: list[str]) -> None:
    article = dict.fromkeys(("lead", "language", "published_at", "modified_at", "section", "home"))
    article |= {"id": 7, "title": "Chợ quê", "paper": "Báo Thử", "byline": byline, "url": "https://a.example/{b}"}
    cited = citation.bibtex(article, "https://kho.example/articles/7")
    names = " and ".join(f"{{{name}}}" for name in authors or [byline])
    assert f"author = {{{names}}}," in cited and "url = {https://a.example/%7Bb%7D}," in cited
    found = citation.linked(article, "https://kho.example/articles/7", [], [])
    assert found["creditText"] == byline
    assert [person["name"] for person in found.get("author", [])] == authors


def test_capture_is_told_in_words(tmp_path: Path) -> None:
    conn = archives.new(tmp_path / "archive.db")
    with transaction(conn):
        put_newspaper(conn, "song-biec", title="Báo Sông Biếc", home=None, province="da-nang")
        conn.execute(
            "insert into captures(id, url, fetched_at, status, mime, digest, warc, offset, length) values (3, ?, '2026-03-01T02:00:00Z', 200, 'text/html', 'sha1:ABC', 'a.warc.gz', 40, 999)",
            [BRIDGE.url],
        )
        saved = save_article(conn, "song-biec", BRIDGE, seen_at=SEEN, capture_id=3)
        conn.execute(
            "insert into pages(url, newspaper, article_id, state) values (?, 'song-biec', ?, 'done')",
            [BRIDGE.url, saved.article_id],
        )
    conn.close()
    site = Datasette([str(tmp_path / "archive.db")])

    def fetch(path: str) -> str:
        return asyncio.run(site.client.get(path)).text

    asyncio.run(site.invoke_startup())
    assert 'href="/captures/3"' in fetch(f"/articles/{saved.article_id}")
    page = Text(fetch("/captures/3")).text
    for told in (BRIDGE.title, BRIDGE.url, "09:00, 01/03/2026", "sha1:ABC", "warcio extract a.warc.gz 40", "Bản 1"):
        assert told in page
    assert "Không có trang này" in fetch("/captures/4")

    conn = connect(tmp_path / "archive.db")  # the same from a web archive
    there = f"https://web.archive.org/web/20160312093000/{BRIDGE.url}"
    conn.execute(
        "update captures set fetched_at = '2016-03-12T02:30:00Z', source = 'wayback', source_url = ?, aside = 'shared'",
        [there],
    )
    conn.close()
    for path in (f"/articles/{saved.article_id}", f"/articles/{saved.article_id}/v/1", "/captures/3"):
        page = fetch(path)
        assert f'href="{there}"' in page and "bản chụp của Internet Archive, 12/03/2016" in page
    assert "Nhiều địa chỉ" in page


def test_like_articles_share_tags_or_what_is_rare_in_their_titles_however_far_away(tmp_path: Path) -> None:
    def written(n: int, title: str, *tags: str) -> Article:
        return Article(f"https://songbiec.example/{n}", title, body=".", published_at=f"{1990 + n}-05-01", tags=[*tags])

    conn = archives.new(tmp_path / "archive.db")
    with transaction(conn):
        put_newspaper(conn, "song-biec", title="Báo Sông Biếc", home=None, province="da-nang")
        for n, article in enumerate(
            [
                ("Nghề đan thuyền thúng truyền nhau ba đời", "làng nghề", "tin tức"),
                ("Giữ lửa lò gốm bên sông", "làng nghề", "tin tức"),
                *((f"Thời tiết ngày thứ {n}, trời nắng", "tin tức") for n in range(30)),
                ("Hội thi đua thuyền thúng trên phá", "tin tức"),
            ]
        ):
            save_article(conn, "song-biec", written(n, *article), seen_at=SEEN)
    ids = [id for (id,) in conn.execute("select id from articles order by id")]
    boats, kiln, race = ids[0], ids[1], ids[-1]
    conn.close()
    site = Datasette([str(tmp_path / "archive.db")], settings={"num_sql_threads": 1})
    asyncio.run(site.invoke_startup())
    asked: list[str] = []

    def shown(id: int) -> list[int]:
        page = asyncio.run(site.client.get(f"/articles/{id}")).text
        return [
            int(n) for n in re.findall(r"/articles/(\d+)", page.partition('class="alike"')[2].partition("</ul>")[0])
        ]

    assert set(shown(boats)[:2]) == {kiln, race}
    assert shown(kiln)[0] == boats and shown(race)[0] == boats

    async def watched() -> None:
        archive = archive_of(site)
        assert archive
        article = await archive.article(boats)
        assert article
        await archive.db.execute_fn(lambda conn: conn.set_trace_callback(asked.append))
        await alike(archive, article)

    asyncio.run(watched())
    with closing(sqlite3.connect(tmp_path / "archive.db")) as conn:
        plans = [
            step[3] for sql in asked if sql.startswith("select") for step in conn.execute(f"explain query plan {sql}")
        ]
    assert plans and not [step for step in plans if "SCAN" in step and "VIRTUAL TABLE INDEX" not in step]
    assert not [step for step in plans if "TEMP B-TREE" in step]


def test_search_by_relevance_puts_titles_first(get: Get) -> None:
    hits = get("/search.json?q=cho&sort=best").json()["hits"]
    newest = get("/search.json?q=cho").json()["hits"]
    assert {hit["id"] for hit in hits} != {hit["id"] for hit in newest} or hits != newest
    assert all("chợ" in hit["title"].lower() for hit in hits)


def test_search_as_json_csv_and_atom_holds_the_same(get: Get) -> None:
    query = "q=cho+phien&year=2013"
    titles = re.findall(r'<h2><a href="/articles/(\d+)"', get(f"/search?{query}").text)
    assert titles
    assert [str(hit["id"]) for hit in get(f"/search.json?{query}").json()["hits"]] == titles
    assert [row["id"] for row in csv.DictReader(io.StringIO(get(f"/search.csv?{query}").text))] == titles
    feed = get(f"/search.atom?{query}")
    assert feed.headers["content-type"].startswith("application/atom+xml")
    entries = ElementTree.fromstring(feed.content).findall("{*}entry")
    assert [entry.findtext("{*}id", "").rpartition("#")[2] for entry in entries] == titles


def test_search_json_leads_through_all_pages(get: Get) -> None:
    url, seen = "/search.json?q=cho+phien", []
    while url:
        page = get(url).json()
        seen += [hit["id"] for hit in page["hits"]]
        url = (page["next_url"] or "").replace("http://localhost", "")
    assert len(seen) == len(set(seen)) == 45


def test_feed_of_changes_is_well_formed_whatever_was_crawled(get: Get) -> None:
    feed = ElementTree.fromstring(get("/changes.atom").content)
    assert [entry.findtext("{*}title") for entry in feed.findall("{*}entry")] == [
        f"Gỡ: {UNDATED.title}",
        f"Sửa: {BRIDGE.title}",
    ]
    assert HOSTILE.title in [
        entry.findtext("{*}title")
        for entry in ElementTree.fromstring(get("/search.atom?q=cho+que").content).findall(".//{*}entry")
    ]


def test_sitemap_leads_to_every_page_and_article(get: Get, sql: sqlite3.Connection) -> None:
    maps = [loc.text or "" for loc in ElementTree.fromstring(get("/sitemap.xml").content).findall(".//{*}loc")]
    found: list[str] = []
    for path in maps:
        answer = get(path.replace("http://localhost", ""))
        found += [loc.text or "" for loc in ElementTree.fromstring(answer.content).findall(".//{*}loc")]
    own = [path.removeprefix("http://localhost") for path in found if "/articles/" not in path]
    assert own[:5] == ["/", "/newspapers", "/provinces", "/changes", "/about"]
    assert {"/newspapers/song-biec", "/newspapers/doi-suong", "/provinces/hue"} <= set(own) and len(own) == 7 + 2 + 63
    assert all(get(path).status_code == 200 for path in own[:8])
    expected = [f"http://localhost/articles/{id}" for (id,) in sql.execute("select id from articles order by id")]
    assert found[len(own) :] == expected


def test_browsers_and_robots_find_their_files(get: Get) -> None:
    robots = get("/robots.txt").text
    assert "Disallow: /kho-bao\n" in robots and "Sitemap: http://localhost/sitemap.xml" in robots
    search = ElementTree.fromstring(get("/opensearch.xml").content)
    assert "http://localhost/search?q={searchTerms}" in [url.get("template") for url in search.findall(".//{*}Url")]
    assert get("/favicon.ico").headers["content-type"] == "image/svg+xml"


def test_home_shows_what_was_published_last_and_how_much_there_is(get: Get, sql: sqlite3.Connection) -> None:
    page = get("/").text
    shown = re.findall(r'<h3><a href="/articles/(\d+)"', page)
    dated = "select id from articles where published_at is not null order by id desc limit 12"
    assert shown == [str(id) for (id,) in sql.execute(dated)]
    total = sql.execute("select count(*) from articles").fetchone()[0]
    assert f"<dd>{total}</dd>" in page and "<dd>2</dd>" in page and "2012–2026" in page


def test_about_says_when_the_archive_was_last_checked(get: Get) -> None:
    assert "2026: 1.234 bài và 4.321 bản chụp" in get("/about").text and "Còn 2 chỗ sai lệch." in get("/about").text


def test_province_knows_its_past(get: Get) -> None:
    assert "từ ngày 1/7/2025 thuộc" in get("/provinces/dak-nong").text
    today = get("/provinces/lam-dong").text
    assert "Bình Thuận" in today and "Đắk Nông" in today
    assert UNDATED.title in today, "the articles of its parts are its own"
    assert '<a rel="nofollow" href="/provinces/lam-dong?before=1">Lâm Đồng (cũ)</a>' in today
    before = get("/provinces/lam-dong?before=1").text
    assert "Lâm Đồng ngày nay</a>" in before and UNDATED.title not in before and "Lâm Đồng (cũ) ·" in before
    assert "/provinces/lam-dong?before=1" in get("/provinces?map=63").text
    assert "before=1" not in get("/provinces").text
    assert "ngày nay" not in get("/provinces/hue?before=1").text, "it was joined with none"
    for name in ("Đắk Nông", "dak nông", "dac-nong"):
        moved = get(f"/provinces/{quote(name)}", follow_redirects=False)
        assert (moved.status_code, moved.headers["location"]) == (302, "/provinces/dak-nong"), name
    hue = get("/provinces/hue").text
    assert "Thành phố từ ngày 01/01/2025" in hue and "Tỉnh</li>" in hue


def test_map_has_a_tile_for_every_province(get: Get, sql: sqlite3.Connection) -> None:
    for path, query in (
        ("/", "select id from provinces where id = today"),
        ("/?map=63", "select id from provinces"),
    ):
        tiles = re.findall(r'<td><a href="/provinces/([^"?]+)(?:[?]before=1)?" class="s\d"', get(path).text)
        assert sorted(tiles) == sorted(slug for (slug,) in sql.execute(query))


def test_provinces_are_listed_from_north_to_south_in_a_dictionary_s_order(get: Get) -> None:
    page = get("/provinces").text
    regions = re.findall(r"<h2>([^<]+)</h2>\n<ul", page)
    assert (regions[0], regions[-1], len(regions)) == ("Đồng bằng sông Hồng", "Đồng bằng sông Cửu Long", 8)
    mekong = page.partition("<h2>Đồng bằng sông Cửu Long</h2>")[2].partition("</ul>")[0]
    assert re.findall(r">([^<]+)</a>", mekong) == ["An Giang", "Cà Mau", "Cần Thơ", "Đồng Tháp", "Vĩnh Long"]


def test_language_switch_sticks(get: Get) -> None:
    answer = get("/search?q=cho&_lang=en")
    assert answer.status_code == 303 and answer.headers["location"] == "/search?q=cho"
    cookie = answer.headers["set-cookie"].partition(";")[0]
    name, _, value = cookie.partition("=")
    english = get("/", cookies={name: value})
    assert 'lang="en"' in english.text and "Latest" in english.text and "Mới đăng" not in english.text
    assert "private" in english.headers["cache-control"]
    assert get("//evil.example/?_lang=en").headers["location"].startswith("/evil.example")


def test_every_sentence_has_its_english() -> None:
    from publish.wording.language import english

    used = set()
    for path in [*PUBLISH.glob("templates/*.html"), *PUBLISH.rglob("*.py")]:
        text = path.read_text(encoding="utf-8")
        used |= {found[1] or found[2] for found in re.finditer(r"""\b(?:_|say)\((?:"([^"]+)"|'([^']+)')""", text)}
    assert used == set(english())


def test_every_table_and_column_is_described_in_both_languages(get: Get, sql: sqlite3.Connection) -> None:
    from publish.wording.metadata import metadata

    for language in ("vi", "en"):
        described = metadata("kho-bao", language)["databases"]["kho-bao"]["tables"]
        for table in (table["name"] for table in get("/kho-bao.json").json()["tables"] if not table["hidden"]):
            columns = {row[1] for row in sql.execute(f"pragma table_info([{table}])")}
            assert described[table]["title"] and described[table]["description"]
            assert columns == set(described[table]["columns"]), table
            assert all(described[table]["columns"].values())
    page = get("/kho-bao/articles").text
    assert "Mỗi dòng là một bài báo" in page and "Lần đầu kho thấy bài." in page


def test_datasette_lists_articles_as_cards_with_facets(get: Get) -> None:
    page = get("/kho-bao/articles").text
    assert page.count('<li class="card">') == 30
    assert "<h2>Tờ báo</h2>" in page and "Báo Sông Biếc" in page


def test_internals_are_hidden(get: Get) -> None:
    tables = {table["name"]: table["hidden"] for table in get("/kho-bao.json").json()["tables"]}
    assert not tables["articles"] and not tables["pages"]
    assert tables["articles_fts_data"] and tables["_sqlite_migrations"]
    assert get("/kho-bao.json").json()["views"] == []
    assert "articles_folded" not in get("/kho-bao").text


def test_unknown_addresses_are_404_and_help(get: Get) -> None:
    for path in ("/nope", "/articles/1", "/articles/x", "/newspapers/nope", "/provinces/nope", "/kho-bao/nope"):
        page = get(path)
        assert page.status_code == 404, path
        assert 'action="/search"' in page.text, path


def test_other_databases_are_left_alone(tmp_path: Path) -> None:
    sqlite3.connect(tmp_path / "other.db").execute("create table t (id integer primary key)")
    site = Datasette([str(tmp_path / "other.db")])

    async def visit() -> list[int]:
        return [(await site.client.get(path)).status_code for path in ("/", "/other", "/other/t", "/about")]

    assert asyncio.run(visit()) == [200, 200, 200, 404]


def test_an_address_that_leads_elsewhere_now_is_said(tmp_path: Path) -> None:
    path = tmp_path / "kho.db"
    with closing(archives.new(path)) as conn:
        put_newspaper(conn, "song-biec", title="Báo Sông Biếc")
        ids = [save_article(conn, "song-biec", UNDATED, seen_at=SEEN).article_id]
        ids += [save_article(conn, "song-biec", BRIDGE, seen_at=SEEN).article_id]
        for id, article, reason in zip(ids, (UNDATED, BRIDGE), ("moved_to_front", "moved_to_section"), strict=True):
            conn.execute(
                "insert into pages(url, newspaper, article_id, state, status, reason) values (?, 'song-biec', ?, 'moved', 302, ?)",
                [article.url, id, reason],
            )
    site = Datasette([str(path)])

    def get(address: str) -> str:
        return asyncio.run(site.client.get(address)).text

    for id, says in zip(ids, ("chuyển hướng về trang chủ", "chuyển hướng về chuyên mục"), strict=True):
        page = get(f"/articles/{id}")
        assert says in page and "còn trên mạng" not in page
    with closing(connect(path)) as conn:
        conn.execute("insert into pages(url, newspaper, article_id, state) values ('http://a.vn/', 'song-biec', ?, 'article')", [ids[0]])  # fmt: skip
    assert "còn trên mạng" in get(f"/articles/{ids[0]}")
