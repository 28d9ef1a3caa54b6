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
        gzip.compress(PLAIN),
        gzip.compress(PLAIN)[:-6] + b"\0\0\0\0\0\0",
        gzip.compress(PLAIN[:200]) + gzip.compress(PLAIN[200:]),
        b"http://bao.example/a-1\nhttp://bao.example/b-2\n",
        b"<rss><channel><item><link>/a-1</link></item><item><link>/b-2</link></item></channel></rss>",
        SET.replace(
            "<loc>", "<image:image xmlns:image='i'><image:loc>http://bao.example/x.jpg</image:loc></image:image><loc>"
        ).encode(),
    ],
    ids=["plain", "bom", "php", "utf16", "relative", "comment", "gzip", "crc", "members", "text", "rss", "images"],
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
