"""Sitemaps as newspapers really write them."""

import gzip

import pytest

from crawler.discovery import sitemap

BASE = "http://bao.example/sitemap.xml"
LOCS = "<url><loc>http://bao.example/a-1</loc></url><url><loc>http://bao.example/b-2</loc></url>"
SET = (
    f'<?xml version="1.0" encoding="utf-8"?><urlset xmlns="http://www.sitemaps.org/schemas/sitemap/0.9">{LOCS}</urlset>'
)
PLAIN = SET.encode()


@pytest.mark.parametrize(
    "body",
    [
        PLAIN,
        b"\xef\xbb\xbf" + PLAIN,
        b"Warning: Undefined variable $x in sitemap.php on line 3\n" + PLAIN,
        SET.replace("utf-8", "utf-16").encode("utf-16"),
        SET.replace("<loc>http://bao.example/", "<loc>/").encode(),
        SET.replace("http://bao.example/a-1", "http://bao.example/<!-- x -->a-1").encode(),
        SET.replace("<loc>", "<loc>'").replace("</loc>", "'</loc>").encode(),
        SET.replace("</url><url>", '</url></urlset>\n<?xml version="1.0"?>\n<urlset><url>').encode(),
        gzip.compress(PLAIN),
        gzip.compress(PLAIN)[:-6] + b"\0\0\0\0\0\0",
        gzip.compress(PLAIN[:200]) + gzip.compress(PLAIN[200:]),
        PLAIN.removesuffix(b"</urlset>") + b"<url><lo",
        PLAIN.removesuffix(b"</urlset>") + b"<url><loc>http://bao.example/c",
        gzip.compress(gzip.compress(PLAIN)),
        b"http://bao.example/a-1\nhttp://bao.example/b-2\n",
        b"\xef\xbb\xbfhttp://bao.example/a-1\r\n\r\n  http://bao.example/b-2 \r\n",
        "http://bao.example/a-1\nhttp://bao.example/b-2\n".encode("utf-16"),
        SET.replace("utf-8", "utf-16").encode(),
        SET.encode("utf-16-le"),
        b"<br />\n<b>Warning</b>: bad &nbsp; in <b>/home/x.php</b> on line <b>3</b><br />\n" + PLAIN,
        SET.upper()
        .replace("HTTP://BAO.EXAMPLE/A-1", "http://bao.example/a-1")
        .replace("HTTP://BAO.EXAMPLE/B-2", "http://bao.example/b-2")
        .encode(),
        SET.replace(
            "<loc>", "<image:image><image:loc>/x.jpg</image:loc></image:image><news:news>\x0b</news:news><loc>"
        ).encode(),
        SET.replace("<urlset", '<urlset xml:base="http://bao.example/"')
        .replace("<loc>http://bao.example/", "<loc>")
        .encode(),
        b"<rss><channel><item><link>/a-1</link></item><item><link>/b-2</link></item></channel></rss>",
        SET.replace(
            "<loc>", "<image:image xmlns:image='i'><image:loc>http://bao.example/x.jpg</image:loc></image:image><loc>"
        ).encode(),
    ],
    ids=[
        "plain",
        "bom",
        "php",
        "utf16",
        "relative",
        "comment",
        "quotes",
        "two sitemaps",
        "gzip",
        "crc",
        "members",
        "cut between two",
        "cut amid an address",
        "twice",
        "text",
        "bom-text",
        "utf16-text",
        "false-utf16",
        "utf16-no-mark",
        "php-html",
        "capitals",
        "prefixes",
        "base",
        "rss",
        "images",
    ],
)
def test_both_addresses_are_read(body):
    assert [link.url for link in sitemap.parse(body, BASE)] == ["http://bao.example/a-1", "http://bao.example/b-2"]


def test_what_breaks_off_gives_what_came_before():
    links = sitemap.parse(PLAIN[: PLAIN.index(b"b-2")], BASE)
    assert [link.url for link in links] == ["http://bao.example/a-1"]
    assert sitemap.parse(b"", BASE) == [] and sitemap.parse(b"\x1f\x8b\x08\0rubbish", BASE) == []


def test_one_date_for_all_says_nothing_of_any():
    entry = "<url><loc>http://bao.example/{n}</loc><lastmod>{day}</lastmod></url>"
    same = "".join(entry.format(n=n, day="2026-11-23") for n in range(9))
    assert {link.modified for link in sitemap.parse(f"<urlset>{same}</urlset>".encode(), BASE)} == {None}
    own = "".join(entry.format(n=n, day=f"2026-11-1{n}") for n in range(9))
    assert sitemap.parse(f"<urlset>{own}</urlset>".encode(), BASE)[0].modified == "2026-11-10"


@pytest.mark.parametrize(
    "body",
    [
        "<!DOCTYPE html>\n<html><head>\n<link rel='canonical' href='http://bao.example/'>\n</head>\nhttp://bao.example/x\n</html>",
        "Warning: cannot connect to http://bao.example/admin in /home/db.php on line 3\nFatal error: see http://bao.example/help\n",
        "<a href='http://bao.example/tin/'>Tin</a>\n<script src='http://bao.example/x.js'></script>",
        "User-agent: *\nDisallow: /cam/\nSitemap: http://bao.example/sitemap.xml\n",
        '{"error": "http://bao.example/loi"}',
    ],
    ids=["page", "warning", "fragment", "robots", "json"],
)
def test_what_stands_in_a_sitemaps_place_makes_no_addresses(body):
    assert sitemap.parse(body.encode(), BASE) == []


def test_ampersands_that_nobody_wrote_out_and_those_written_out_twice():
    for written in ("&", "&amp;", "&amp;amp;", "&#38;", "&#x26;"):
        body = f"<urlset><url><loc>http://bao.example/xem.php?id=1{written}lang=vi{written}copy=2</loc></url></urlset>"
        assert [link.url for link in sitemap.parse(body.encode(), BASE)] == [
            "http://bao.example/xem.php?id=1&lang=vi&copy=2"
        ]
    cdata = "<urlset><url><loc><![CDATA[http://bao.example/xem.php?id=1&lang=vi]]></loc></url></urlset>"
    assert [link.url for link in sitemap.parse(cdata.encode(), BASE)] == ["http://bao.example/xem.php?id=1&lang=vi"]


def test_a_urlset_that_names_sitemaps_leads_to_them():
    entries = "".join(
        f"<url><loc>http://bao.example/{name}</loc></url>" for name in ("sitemap-2026.xml", "tin.xml.gz", "bai-1.html")
    )
    assert [link.kind for link in sitemap.parse(f"<urlset>{entries}</urlset>".encode(), BASE)] == [
        "sitemap",
        "sitemap",
        "page",
    ]
