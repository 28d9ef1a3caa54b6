"""Sitemaps and feeds that answer with something else, or with nothing."""

import json
import sqlite3
from contextlib import closing

import pytest

from .conftest import article, listing

EMPTY = '<?xml version="1.0"?><rss version="2.0"><channel><title>Báo</title></channel></rss>'
WARNING = "<br />\n<b>Warning</b>: mysql_connect() failed, see http://127.0.0.1/help in /home/bao/db.php on line 3"


def feed(*paths):
    items = "".join(f"<item><link>{path}</link></item>" for path in paths)
    return f'<?xml version="1.0"?><rss version="2.0"><channel><title>Báo</title>{items}</channel></rss>'


def urlset(*paths):
    return "<urlset>" + "".join(f"<url><loc>{path}</loc></url>" for path in paths) + "</urlset>"


def make_due(path):
    with closing(sqlite3.connect(path)) as conn, conn:
        conn.execute("update pages set due_at = '2020-01-01T00:00:00Z' where due_at is not null")


def test_a_source_that_names_nothing_where_it_did_is_said_and_tried_again(site, crawl, rows, tmp_path):
    announced = '<link rel="alternate" type="application/rss+xml" href="/tin.rss">'
    names = [f"chuyen-lang-ben-song-ky-{n}.html" for n in range(4)]
    site.pages = {
        "/": listing("/lien-he.html").replace("</head>", f"{announced}</head>"),
        "/tin.rss": feed(f"/{names[0]}"),
        "/sitemap.xml": urlset(f"/{names[1]}"),
        **{f"/{name}": article(f"Chuyện làng bến sông kỳ {n}") for n, name in enumerate(names)},
    }
    crawl()
    assert rows("select count(*) from articles") == [(2,)]
    site.pages |= {"/tin.rss": EMPTY, "/sitemap.xml": WARNING}
    make_due(tmp_path / "archive.db")
    for line in ("/tin.rss: the feed names nothing now", "/sitemap.xml: the sitemap names nothing now"):
        assert line in crawl().stderr, "said each time"
    told = rows(
        "select state, error, julianday(due_at) - julianday('now') < 3 from pages where kind != 'page' and status = 200"
    )
    assert told == [("failed", "the sitemap names nothing now", 1), ("failed", "the feed names nothing now", 1)]
    site.pages |= {"/tin.rss": feed(f"/{names[2]}"), "/sitemap.xml": urlset(f"/{names[3]}")}
    make_due(tmp_path / "archive.db")
    crawl()
    assert rows("select count(*) from articles") == [(4,)]


@pytest.mark.parametrize("way", ["redirects", "redirect", "refresh"])
def test_a_front_page_that_the_home_leads_to_is_the_front_page(site, crawl, rows, way):
    """It is asked for in each crawl, its feeds are read, and a crawl without news is one that did what it was asked."""
    names = [f"/chuyen-lang-ben-song-ky-{n}.html" for n in range(3)]
    announced = '</title><link rel="alternate" type="application/rss+xml" href="/tin.rss">'
    site.pages = {
        "/": (302, {"Location": "/vi" if way == "redirects" else "/vi/muc/dau"}, ""),
        "/vi": (301, {"Location": "/vi/muc/dau"}, ""),
        "/vi/muc/dau": listing(names[0]).replace("</title>", announced),
        "/tin.rss": feed(names[1]),
        **{name: article(f"Chuyện {name}") for name in names},
    }
    if way == "refresh":
        site.pages["/"] = "<html><head><meta http-equiv='refresh' content='0; url=/vi/muc/dau'></head></html>"
    crawl()
    assert rows("select count(*) from articles") == [(2,)]
    site.pages["/vi/muc/dau"] = listing(names[2], names[0])
    crawl()
    assert rows("select count(*) from articles") == [(3,)]
    site.log.clear()
    crawl()
    assert [path for path, _ in site.log].count("/vi/muc/dau") == 1


def test_a_page_in_a_sitemaps_place_leads_nowhere_and_an_index_may_name_pages(site, crawl, rows):
    name = "chuyen-lang-ben-song-ky-7.html"
    site.pages = {
        "/": listing("/"),
        "/robots.txt": f"User-agent: *\nSitemap: {site.url}muc-luc.xml\n",
        "/muc-luc.xml": f"<sitemapindex><sitemap><loc>{site.url}{name}</loc></sitemap></sitemapindex>",
        "/sitemap.xml": f"<html><head>\n<script src='{site.url}x.js'></script>\n</head><p>{site.url}xa-hoi/</p></html>",
        f"/{name}": article("Chuyện làng bến sông kỳ bảy"),
    }
    crawl()
    assert rows("select count(*) from articles") == [(1,)]
    assert rows("select state, error from pages where url like '%/sitemap.xml'") == [
        ("other", "sitemap: names nothing")
    ]
    assert "/x.js" not in site.paths and "/xa-hoi/" not in site.paths and not any("%" in path for path in site.paths)


def test_an_index_of_indexes_without_end_is_left_after_ten(site, crawl):
    site.pages = {
        "/": listing("/"),
        "/sitemap.xml": "<sitemapindex><sitemap><loc>/muc-1.xml</loc></sitemap></sitemapindex>",
    }
    for n in range(1, 40):
        site.pages[f"/muc-{n}.xml"] = f"<sitemapindex><sitemap><loc>/muc-{n + 1}.xml</loc></sitemap></sitemapindex>"
    crawl()
    assert sum("muc-" in path for path in site.paths) == 10


def scripted(kind, paths):
    """A page that shows nothing without its script, which names articles at these paths."""
    items = [{"title": f"Chuyện kể ở {path}", "url": path, "thumb": {"url": "/anh/1.jpg"}} for path in paths]
    listed = [
        {"@type": "ListItem", "position": n, "item": {"@id": path, "name": "Chuyện"}} for n, path in enumerate(paths)
    ]
    crumbs = {
        "@type": "BreadcrumbList",
        "itemListElement": [{"@type": "ListItem", "item": {"@id": "/duong-dan-cua-muc-nay"}}],
    }
    folded: list = [{"data": 1}, []]
    for item in items:
        folded[1].append(len(folded))
        folded += [{"title": len(folded) + 1, "url": len(folded) + 2}, item["title"], item["url"]]
    state = json.dumps({"list": {"pages": [{"node": item} for item in items]}})
    script = {
        "addresses": f'<script type="application/ld+json">{json.dumps({"@type": "ItemList", "itemListElement": paths})}</script>',
        "items": f'<script type="application/ld+json">{json.dumps({"@graph": [crumbs, {"mainEntity": {"itemListElement": listed}}]})}</script>',
        "parts": f'<script type="application/ld+json">{json.dumps({"@type": "CollectionPage", "hasPart": items})}</script>',
        "data": f'<script id="__NEXT_DATA__" type="application/json">{state}</script>',
        "assigned": f"<script>window.__STATE__ = {state};</script>",
        "quoted": f"<script>var x = JSON.parse({json.dumps(state)});</script>",
        "streamed": f"<script>self.__next_f.push([1,{json.dumps('5:' + state + chr(10))}])</script>",
        "folded": f'<script type="application/json">{json.dumps(folded)}</script>',
    }
    return f"<html><head><title>Mục {kind}</title></head><body><div id=app>Đang tải</div>{script[kind]}</body></html>"


def test_lists_in_scripts_alone_are_read_and_other_data_are_not(site, crawl, rows):
    kinds = ("addresses", "items", "parts", "data", "assigned", "quoted", "streamed", "folded")
    of = {kind: [f"/chuyen-lang-{kind}-ky-{n}-{4000 + n}.html" for n in range(3)] for kind in kinds}
    shown = [f"/chuyen-ben-song-que-ky-{n}-{5000 + n}.html" for n in range(4)]
    api = {"post": [{"title": "Chuyện bến sông", "url": f"/api/post/{6000 + n}"} for n in range(4)]}
    site.pages = {
        "/": listing(*(f"/muc-{kind}/" for kind in kinds), "/muc-du/"),
        "/muc-du/": listing(*shown).replace("</body>", f"<script>window.x = {json.dumps(api)};</script></body>"),
        **{f"/muc-{kind}/": scripted(kind, of[kind]) for kind in kinds},
        **{path: article(f"Bài {path}") for path in [*shown, *(path for paths in of.values() for path in paths)]},
    }
    crawl()
    assert rows("select count(*) from articles") == [(3 * len(kinds) + len(shown),)]
    assert not [path for path in site.paths if "/api/" in path or "/anh/" in path or "duong-dan" in path]
    assert rows("select count(*) from pages where anchor like 'Chuyện kể ở%'") == [(3 * 6,)]


def test_the_header_link_names_the_next_page_and_the_feed(site, crawl, rows):
    """As links of drawings do articles."""
    names = [f"/chuyen-lang-ben-song-ky-{n}.html" for n in range(4)]
    drawn = f'<svg xmlns:xlink="http://www.w3.org/1999/xlink"><a xlink:href="{names[3]}"><text>Bến</text></a></svg>'
    site.pages = {
        "/": (
            200,
            {"Link": '</tin.rss>; rel="alternate"; type="application/rss+xml", </x.css>; rel=preload'},
            listing("/tin/"),
        ),
        "/tin/": (
            200,
            {"Link": '</tin/?trang=2>; rel="next"'},
            listing(names[0]).replace("</body>", f"{drawn}</body>"),
        ),
        "/tin/?trang=2": listing(names[1]),
        "/tin.rss": feed(names[2]),
        **{name: article(f"Bài {name}") for name in names},
    }
    crawl()
    assert rows("select count(*) from articles") == [(4,)]
