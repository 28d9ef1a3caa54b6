"""Replicas of the newspapers, to be served on loopback as their hosts: see `papers.py` for what stands for what."""

from __future__ import annotations

from dataclasses import dataclass, replace
from urllib.parse import urljoin, urlsplit

from crawler.newspaper import Newspaper

from . import dresses
from .papers import FIXTURES, TAGS
from .server import Answer
from .stories import Story, stories

SITEMAP = (
    '<?xml version="1.0" encoding="UTF-8"?><urlset xmlns="http://www.sitemaps.org/schemas/sitemap/0.9">{}</urlset>'
)
FEED = '<?xml version="1.0" encoding="UTF-8"?><rss version="2.0"><channel><title>{}</title>{}</channel></rss>'


@dataclass(frozen=True)
class Replica:
    """`pages` by host and address below it; `told` are its three articles, with the addresses each is read at."""

    pages: dict[tuple[str, str], Answer]
    told: list[tuple[Story, list[str]]]


def build(paper: Newspaper, number: int) -> Replica:
    """The replica of a newspaper. Raises KeyError for one that has no fixture."""
    fixture = FIXTURES[paper.name]
    assert paper.home is not None and paper.title is not None
    name = paper.title
    place = name.removeprefix("Báo ").removeprefix("Đài PT-TH ")
    dressed = fixture.dress if isinstance(fixture.dress, tuple) else (fixture.dress,) * 3
    told = stories(place, number)
    urls = [
        paper.home.rstrip("/") + address.format(slug=story.slug)
        for story, address in zip(told, fixture.addresses, strict=True)
    ]
    printed = [replace(story, lead=TAGS.get(paper.name, "") + story.lead) for story in told]
    also = [address.format(slug=told[0].slug) for address in fixture.also]
    start = "<html lang='vi'> </html>" if paper.name == "baotayninh" else "<html lang='vi'>"  # trap 1
    head = ""
    if paper.name == "baodaklak":  # trap 10
        head = f'<meta property="og:title" content="{name} điện tử">'
    elif paper.name == "baodongkhoi":  # trap 8
        head = f'<base href="{paper.home}">'

    titled = paper.rules is None or "title" not in paper.rules.sets[0].select
    pages: dict[tuple[str, str], Answer] = {}

    def put(url: str, html: str, kind: str = "text/html") -> None:
        parts = urlsplit(url)
        address = f"{parts.path}?{parts.query}" if parts.query else parts.path or "/"
        pages[parts.netloc.removeprefix("www."), address] = (
            200,
            {"Content-Type": f"{kind}; charset=utf-8"},
            html.encode(),
        )

    def listing(*links: str) -> str:
        items = "".join(f'<li><a href="{link}">Đọc tiếp bài số {n}</a></li>' for n, link in enumerate(links, 1))
        return f"<ul class='danh-sach'>{items}</ul>"

    top = paper.home.rstrip("/")
    # Feeds that a class names are announced nowhere.
    feed = urljoin(paper.home, paper.feeds[0]) if paper.feeds else f"{top}/rss/tin-moi.rss" if number % 2 == 0 else None
    announced = f'<link rel="alternate" type="application/rss+xml" href="{feed}">' if feed and not paper.feeds else ""
    put(paper.home, dresses.page(name, None, listing(top + fixture.list, *also), head=head + announced))
    put(top + fixture.list, dresses.page(name, None, listing(urls[0], top + fixture.more), head=head))
    put(top + fixture.more, dresses.page(name, None, listing(urls[1]), head=head))
    for story, url, dress in zip(printed, urls, dressed, strict=True):
        put(url, dresses.page(name, story, dress(story), head=head, start=start, titled=titled))
    for url in also:
        put(url, dresses.page(name, printed[0], dressed[0](printed[0]), head=head, start=start, titled=titled))
    if feed:
        put(
            feed,
            FEED.format(name, f"<item><link>{_xml(urls[2])}</link></item>"),
            "application/rss+xml",
        )
    else:
        put(top + "/robots.txt", f"User-agent: *\nDisallow: /quan-tri/\nSitemap: {top}/sitemap.xml\n", "text/plain")
        put(top + "/sitemap.xml", SITEMAP.format(f"<url><loc>{_xml(urls[2])}</loc></url>"), "application/xml")
    return Replica(
        pages,
        [(story, [url, *(also if n == 0 else [])]) for n, (story, url) in enumerate(zip(told, urls, strict=True))],
    )


def _xml(url: str) -> str:
    return url.replace("&", "&amp;")
