"""Feeds as newspapers really write them."""

import pytest

from crawler.discovery import feed

BASE = "http://bao.example/rss/tin.rss"
BOTH = ["http://bao.example/tin/bai-1.html", "http://bao.example/tin/bai-2.html"]


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
        rss("<title>Làng trên & bến dưới &nbsp; {n}</title><link>/tin/bai-{n}.html</link>"),
        "<br/>\n<b>Notice</b>: Undefined index\n" + rss("<link>/tin/bai-{n}.html</link>"),
        rss("<link>/tin/bai-{n}.html</link>").replace("utf-8", "utf-16"),
        atom("<link href='http://bao.example/tin/bai-{n}.html'/>"),
        atom("<link rel='enclosure' href='/x.mp3'/><link rel='alternate' href='/tin/bai-{n}.html'/>"),
        atom("<link href='bai-{n}.html'/>", ' xml:base="/tin/"'),
        atom("<link xml:base='../tin/' href='bai-{n}.html'/><id>tag:bao.example,2026:{n}</id>"),
        atom("<id>http://bao.example/tin/bai-{n}.html</id><title>x</title>"),
        rss("<link>/tin/bai-{n}.html</link>").replace("<rss", "<x:rss").replace("</rss", "</x:rss"),
    ],
)  # fmt: skip
def test_both_addresses_are_read(text):
    assert [link.url for link in feed.parse(text.encode(), BASE)] == BOTH


def test_an_ampersand_in_an_address_is_part_of_it():
    found = feed.parse(rss("<link>http://bao.example/xem.php?id={n}&lang=vi&copy=1</link>").encode(), BASE)
    assert [link.url for link in found] == [f"http://bao.example/xem.php?id={n}&lang=vi&copy=1" for n in (1, 2)]


def test_a_page_in_a_feeds_place_names_nothing():
    assert feed.parse(b"<!doctype html><html><body><item><link>/x</link></item></body></html>", BASE) == []
    assert feed.parse(b"", BASE) == [] and feed.parse(rss("").encode(), BASE) == []
