"""Feeds as newspapers really write them."""

import pytest

from crawler.discovery import feed

BASE = "http://bao.example/rss/tin.rss"
BOTH = ["http://bao.example/tin/bai-1.html", "http://bao.example/tin/bai-2.html"]


def json_feed(item: str) -> str:
    items = ", ".join("{" + item.replace("N", str(n)) + "}" for n in (1, 2))
    return '{"version": "https:\\/\\/jsonfeed.org\\/version\\/1.1", "title": "Báo", "items": [' + items + "]}"


def rss(item: str, more: str = "") -> str:
    items = "".join(f"<item>{item.format(n=n)}</item>" for n in (1, 2))
    return f'<?xml version="1.0" encoding="utf-8"?>\n<rss version="2.0"{more}><channel><title>Báo &amp; bạn đọc</title>{items}</channel></rss>'


def atom(entry: str, more: str = "") -> str:
    entries = "".join(f"<entry>{entry.format(n=n)}</entry>" for n in (1, 2))
    return f'<feed xmlns="http://www.w3.org/2005/Atom"{more}><title>Báo</title>{entries}</feed>'


@pytest.mark.parametrize(
    "text",
    [
        rss("<link>http://bao.example/tin/bai-{n}.html</link>"),
        rss("<link>\n  <![CDATA[ http://bao.example/tin/bai-{n}.html ]]>\n</link>"),
        rss("<link>/tin/bai-{n}.html</link>"),
        rss("<link></link><guid>http://bao.example/tin/bai-{n}.html</guid>"),
        rss("<link>undefined</link><guid>http://bao.example/tin/bai-{n}.html</guid>"),
        rss("<link>Xem chi tiết</link><guid isPermaLink='true'>http://bao.example/tin/bai-{n}.html</guid>"),
        rss("<link>#</link><guid isPermaLink='false'>http://bao.example/tin/bai-{n}.html</guid>"),
        rss("<link>http://</link><guid>http://bao.example/tin/bai-{n}.html</guid>"),
        rss("<link>http://bao.example/</link><guid>http://bao.example/tin/bai-{n}.html</guid>"),
        rss("<link>http://feeds.example/~r/{n}</link><feedburner:origLink>http://bao.example/tin/bai-{n}.html</feedburner:origLink>"),
        rss("<atom:link rel='self' href='/rss'/><link>/tin/bai-{n}.html</link><media:content url='/x.jpg'/>"),
        rss("<link>bai-{n}.html</link>", ' xml:base="http://bao.example/tin/"'),
        rss("<link>bai-{n}.html</link>").replace("<channel>", "<channel><link>http://bao.example/tin/</link>"),
        rss("<link>../tin/bai-{n}.html</link>").replace("<channel>", "<channel><link>http://khac.example/x/</link>"),
        rss("<title>Làng trên & bến dưới &nbsp; {n}</title><link>/tin/bai-{n}.html</link>"),
        rss("<title>Làng <b>trên<br> {n}</title><description><p>x</description><link>/tin/bai-{n}.html</link>"),
        rss("<link>\u00a0http://bao.example/tin/bai-{n}.html\u200b</link>"),
        rss("<link>bao.example/tin/bai-{n}.html</link>"),
        "<br/>\n<b>Notice</b>: Undefined index\n" + rss("<link>/tin/bai-{n}.html</link>"),
        rss("<link>/tin/bai-{n}.html</link>").replace("utf-8", "utf-16"),
        atom("<link href='http://bao.example/tin/bai-{n}.html'/>"),
        atom("<link rel='enclosure' href='/x.mp3'/><link rel='alternate' href='/tin/bai-{n}.html'/>"),
        atom("<link href='bai-{n}.html'/>", ' xml:base="/tin/"'),
        atom("<link xml:base='../tin/' href='bai-{n}.html'/><id>tag:bao.example,2026:{n}</id>"),
        atom("<id>http://bao.example/tin/bai-{n}.html</id><title>x</title>"),
        rss("<title>x</title><guid>/tin/bai-{n}.html</guid>"),
        rss("<guid isPermaLink='false'>../tin/bai-{n}.html</guid>"),
        rss("<guid>{n}</guid><link></link><atom:link href='/tin/bai-{n}.html'/>"),
        rss("<link><atom:link href='/tin/bai-{n}.html' rel='alternate'/></link>"),
        rss("<link/><atom:link rel='self' href='/tin/bai-{n}.html'/>"),
        rss("<link>http://bao.example</link><guid>/tin/bai-{n}.html</guid>"),
        rss("<title>{n}</title><link>/tin/</link><guid>/tin/bai-{n}.html</guid>"),
        rss("<link>/</link><guid>/tin/bai-1.html</guid></item><item><link>/</link><guid>/tin/bai-{n}.html</guid>"),
        rss("<title>{n}</title><link>/tin/bai-{n}.html</link><guid>/?p={n}</guid>").replace("</channel>",
            "<item><title>2</title><link>/tin/bai-2.html</link><guid>/?p=3</guid></item></channel>"),
        '<rdf:RDF xmlns="http://purl.org/rss/1.0/"><item rdf:about="/tin/bai-1.html"/><item rdf:about="/tin/bai-2.html"/></rdf:RDF>',
        rss("<link rdf:resource='/tin/bai-{n}.html'/>", ' xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#"'),
        atom("<source><id>http://khac.example/a.html</id><link href='/'/></source><link href='/tin/bai-{n}.html'/>"),
        json_feed('"id": "N", "url": "/tin/bai-N.html"'),
        json_feed('"id": "http://bao.example/tin/bai-N.html", "title": "x"'),
        json_feed('"url": "http://bao.example/tin/bai-N.html", "external_url": "http://khac.example/N"'),
        json_feed('"url": null, "external_url": "http://bao.example/tin/bai-N.html", "tags": [1]'),
        rss("<link>/tin/bai-{n}.html</link>").replace("<rss", "<x:rss").replace("</rss", "</x:rss"),
    ],
)  # fmt: skip
def test_both_addresses_are_read(text):
    assert [link.url for link in feed.parse(text.encode(), BASE)] == BOTH


def test_a_json_feed_says_of_its_articles_what_others_do():
    item = '"url": "/a.html", "title": "Đò &amp; bến", "summary": "<p>Bến đã dời.</p>", "date_published": "2026-11-02T08:00:00+07:00"'
    text = json_feed(item).encode()
    (link,) = feed.parse(text, BASE)
    assert (link.anchor, link.teaser, link.published) == ("Đò & bến", "Bến đã dời.", "2026-11-02T08:00:00+07:00")
    assert feed.is_feed(b"\xef\xbb\xbf\n" + text) and not feed.is_feed(b'{"posts": []}')
    assert feed.parse(text[:-5], BASE) == [] == feed.parse(b'{"version": "https://jsonfeed.org/version/1"}', BASE)


def test_an_ampersand_in_an_address_is_part_of_it():
    found = feed.parse(rss("<link>http://bao.example/xem.php?id={n}&lang=vi&copy=1</link>").encode(), BASE)
    assert [link.url for link in found] == [f"http://bao.example/xem.php?id={n}&lang=vi&copy=1" for n in (1, 2)]


def test_a_page_in_a_feeds_place_names_nothing():
    assert feed.parse(b"<!doctype html><html><body><item><link>/x</link></item></body></html>", BASE) == []
    assert feed.parse(b"", BASE) == [] and feed.parse(rss("").encode(), BASE) == []
