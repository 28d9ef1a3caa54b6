"""A newspaper read page by page into an archive: what is learned of it, what is written, what is refused as not its own.

The pages are of the newspaper that never was (`tests.crawler.invented`); every page is decoded, read with what is known by
then, and stored, as a crawl does it.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pipelines
from archive.database import connect
from archive.frontier import pages
from archive.frontier.pages import Link
from archive.newspapers import put_newspaper
from pipelines import multipage
from pipelines.decode import parse
from pipelines.foreign_pages import foreign_pages
from pipelines.outline import outline
from pipelines.outline.elements import Elements
from pipelines.page import Page, Visit
from pipelines.profiles.learning import Profiles
from pipelines.profiles.profile import Profile, least
from pipelines.profiles.sketch import address, fits, line_mark, sketch, slug
from pipelines.store import date_from_source, store
from pipelines.structured_data.page_head import read_head
from tests.crawler.invented import article, page, page_anew, squatter
from tests.pipelines.told import state
from tests.pipelines.variants import words

Rows = Iterator[tuple[str, str, str]]
HOME = "https://bo-kenh.example"
STEPS = [1 / 24, 1, 7, 30]
BEGIN = datetime(2020, 3, 1, 8, tzinfo=UTC)
AD = "Vựa giống Bờ Kênh giao cây tận ruộng cho bà con trong vùng, mở cửa cả ngày nghỉ, gọi là có người chở đến."


def at(number: int) -> str:
    title = "-".join(sorted(slug(f"{HOME}/{'-'.join(article(number)[0].split())}.html")))
    return f"{HOME}/tin/{title}-{1000 + number}.html"


def _sketch(number: int, body: str) -> tuple:
    tree = parse(body.encode())
    assert tree is not None
    one = sketch(at(number), read_head(Elements(tree), at(number)), outline(tree))
    return one.marks, one.title


def _with(number: int, line: str, inside: bool) -> str:
    """A page with a line more, in its text or beside it."""
    put = f"<p>{line}</p>" if line else ""
    beside = f"<div class=canh>{'' if inside else put}</div>"
    return page(number, more=put if inside else "").replace('<div class="duoi">', f'{beside}<div class="duoi">')


def learned() -> Rows:
    """What many pages have in common, by how many they are and on how many of them a line stands."""
    sketches = [_sketch(n, page(n)) for n in range(45)]
    last = ""
    for number in range(46):
        found = Profile.of(sketches[:number])
        told = " ".join(
            f"{name} {len(getattr(found, name))}"
            for name in ("at", "lines", "varied", "titles", "alone", "again", "dates", "frame", "menu")
        )
        told += f" {found.frame_share(sketches[44][0])} {found.menu_share(sketches[44][0])}"
        if told != last:
            yield f"{number} pages", "profile", f"{bool(found)} {told}"
        last = told
    for name, line, inside in (
        ("sentence", AD, True), ("short", "Ghe xuôi mái dầm", True), ("label", "Theo Tư Vàm kể", True), ("apart", AD, False), ("link", f"<a href=/x>{words(30)}</a>", False),
        ("number", "Lượt xem: {n}", False), ("heading", "<b>Mùa đua</b>", True), ("sentence of 39", words(39), True), ("sentence of 40", words(40), True), ("seven words", "một hai ba bốn năm sáu bảy", False),
    ):  # fmt: skip
        bodies = [_with(n, line.replace("{n}", str(n)), inside) for n in range(24)]
        plain, given = (
            [_sketch(n, body) for n, body in enumerate(made)]
            for made in ([_with(n, "", inside) for n in range(24)], bodies)
        )
        last = ""
        for times in range(25):
            profile = Profile.of([*given[:times], *plain[times:]])
            body = bodies[0] if times else _with(0, "", inside)
            told = state(pipelines.read(Page(at(0), body.encode(), BEGIN, "text/html", profile=profile)))
            now = str([told.get(field) for field in ("title", "byline", "removed", "reason")])
            if now != last:
                yield f"{name} on {times} of 24", "read", now
            last = now
    for times in range(13):
        for of in (6, 12, 60):
            yield f"{times} of {of}", "least", f"{least(min(times, of), of):.4f}"
    for count in range(10):
        title = " ".join(f"a{'bcdefghik'[n]}" for n in range(9))
        wanted = frozenset(title.split()[:count])
        yield (
            f"{count} words wanted",
            "fits",
            "".join(str(int(fits(" ".join(title.split()[:n]), wanted))) for n in range(10)),
        )
    for url in (
        "https://www.b.example/a.html?utm_x=1&id=2",
        "https://m.b.example/amp/a.html",
        "https://b.example/a/print/",
        "https://b.example/a.html?page=3",
        "https://b.example/a/2/",
        "https://b.example/a.amp",
        "file:///a/b.html?print=1",
        "https://b.example/?view=1&p=2",
    ):
        for named in ("", "https://b.example/a.html", "https://b.example/", "https://b.example/khac.html"):
            yield f"{url} {named}", "address", address(url, named)
    for text in ("Tòa soạn", "TÒA SOẠN", "To\u0300a soa\u0323n", "x" * 399 + "a", "x" * 400 + "a", "x" * 400 + "b"):
        yield text[-9:], "mark", str(line_mark(text))


def joined() -> Rows:
    """An article of several pages made one, and what is no page of it."""

    def read(url: str, title: str, *texts: str, picture: str = "", lead: str = "") -> Page:
        body = f"<html><head><title>{title}</title></head><body><h1>{title}</h1>{lead and f'<p class=sapo>{lead}</p>'}<div class=content>{''.join(f'<p>{text}.</p>' for text in texts)}{picture}</div></body></html>"
        return pipelines.read(Page(url, body.encode(), BEGIN))

    first = "Ba ấp dọn kênh đón mùa đua ghe"
    picture = "<figure><img src=/1.jpg><figcaption>Ghe về tới bến</figcaption></figure>"
    for name, title, texts, more in (
        ("next", first, (words(120, 40), words(120, 60)), {}), ("same", first, (words(120), words(120, 20)), {}), ("numbered", f"{first} - trang 2", (words(120, 40),), {}), ("other number", "Kỳ 2: Ba ấp dọn kênh đón mùa đua ghe", (words(120, 40),), {}), ("another", "Chợ nổi họp lại sau hai năm", (words(120, 40),), {}),
        ("with picture", first, (words(120, 40),), {"picture": picture}), ("same with picture", first, (words(120),), {"picture": picture}), ("with lead", first, (words(120, 40),), {"lead": words(90, 9)}), ("with its lead", first, (words(120, 40),), {"lead": words(90, 3)}), ("of pages", f"{first} trang 2 trong 3", (words(120, 40),), {}),
    ):  # fmt: skip
        one = read(
            f"{HOME}/bai.html",
            first,
            words(120),
            words(120, 20),
            picture=picture if "same" in name else "",
            lead=words(90, 3),
        )
        other = read(f"{HOME}/bai/page/2", title, *texts, **more)
        one.article = multipage.join(one, [other])
        yield from (
            (f"{name}", field, item)
            for field, items in state(one).items()
            for item in items
            if field in ("body", "images", "byline", "lead")
        )
        yield name, "is another", str(multipage.is_another(first, title))


def _rows(conn: sqlite3.Connection) -> set[str]:
    queries = (
        "select 'page', url, state, status, due_at, reason, horizon, profile, tries, depth, priority from pages",
        "select 'article', url, substr(title, 1, 20), published_at, published_from, published_precision, last_seen_at, gone_at from articles", "select 'revision', article_id, number, seen_at from revisions",
        "select 'profile', place, since, until, version, (select count(*) from profile_pages where profile = profiles.id), length(lines) from profiles",
    )  # fmt: skip
    return {" ".join(str(value).replace(HOME, "") for value in row) for query in queries for row in conn.execute(query)}


def stored(folder: Path) -> Rows:
    """Sixty pages of a newspaper, a new design, edits, lists, feeds, further pages, then somebody else's pages."""
    conn = connect(folder / "archive.db")
    conn.execute("pragma synchronous = off")
    put_newspaper(conn, "bo-kenh", title="Báo Bờ Kênh", home=HOME)
    profiles, followed = Profiles(conn), set[int]()
    before: set[str] = set()
    for name, one in _visits():
        conn.execute("begin")
        profiles.give(one)
        pipelines.read(one)
        if (why := foreign_pages.why_foreign(conn, one)) is not None:
            one.article, one.reason = None, why
        told = state(one)
        outcome = store(conn, one, STEPS, 5, profiles, followed)
        conn.execute("commit")
        after = _rows(conn)
        yield (
            name,
            "outcome",
            f"{outcome} {told['reason']} {told.get('title')} removed {len(told.get('removed', []))} {told.get('published_at')}",
        )
        yield from ((name, "row", row) for row in sorted(after - before))
        before = after
    conn.close()


def _visits() -> Iterator[tuple[str, Page]]:
    def one(url: str, body: str, days: float, **fields: object) -> Page:
        visit = Visit(**{key: fields.pop(key) for key in list(fields) if hasattr(Visit(), key)})  # type: ignore[arg-type]
        return Page(
            url,
            body.encode(),
            BEGIN + timedelta(days=days),
            "text/html",
            newspaper="bo-kenh",
            newspaper_title="Báo Bờ Kênh",
            visit=visit,
            **fields,
        )  # type: ignore[arg-type]

    links = [Link(at(n), priority=pages.ARTICLE) for n in range(4)]
    listing = (
        "<html><body><ul>"
        + "".join(f"<li><a href='{at(n)}'>{article(n)[0]}</a></li>" for n in range(9))
        + "</ul></body></html>"
    )
    yield "front", one(f"{HOME}/", listing, 0, links=links, listed=[link.url for link in links])
    for n in range(24):
        yield f"page {n}", one(at(n), page(n), n / 4, digest=f"d{n}", links=links[: n % 3])
    for days in (7, 8, 12, 40):
        yield (
            f"front after {days}",
            one(f"{HOME}/", listing, days, links=links, listed=[link.url for link in links], horizon=3),
        )
    news = [Link(f"{HOME}/moi-{n}.html") for n in range(2)]
    yield (
        "front with news",
        one(f"{HOME}/", listing, 41, links=news, listed=[link.url for link in news], horizon=5, next=f"{HOME}/?page=2"),
    )
    yield "further list", one(f"{HOME}/?page=2", listing, 41, number=2, depth=1)
    yield "seventh list", one(f"{HOME}/?page=7", listing, 41, number=7, depth=5, links=[Link(f"{HOME}/xa.html")])
    for kind, depth, newest in (
        ("sitemap", 0, None),
        ("sitemap", 1, None),
        ("sitemap", 1, (BEGIN + timedelta(days=9)).date()),
        ("feed", 0, None),
        ("feed", 0, (BEGIN + timedelta(days=2)).date()),
    ):
        for found in (0, 2):
            url = f"{HOME}/{kind}{depth}{newest}{found}.xml"
            named = [Link(f"{url}/{n}.html") for n in range(found)]
            for days in (42, 44):
                yield (
                    f"{kind} {depth} {newest} {found} after {days}",
                    one(
                        url,
                        "<x/>",
                        days,
                        kind=kind,
                        depth=depth,
                        newest=newest,
                        links=named,
                        listed=[link.url for link in named],
                    ),
                )
    yield "edited", one(at(3), page(3).replace("công.", "công nữa."), 43, digest="e3")
    yield "elsewhere", one(f"{HOME}/lai-{1005}.html", page(5), 43, digest="d5", links=links)
    yield (
        "dated by a feed",
        one(f"{HOME}/tin/x-2001.html", page(90).replace("5-3-2019", ""), 43, published="2020-04-01"),
    )
    yield "saved and older", one(at(3), page(3), 20, saved=True)
    yield "saved file", one("file:///luu/3.html", page(3), 20)
    yield (
        "part",
        one(
            f"{HOME}/tin/bai/page/2",
            page(91).replace("</head>", f"<link rel=canonical href='{HOME}/tin/bai/'></head>"),
            43,
        ),
    )
    for n in range(24, 40):
        yield f"anew {n}", one(at(n), page_anew(n), 60 + n / 4, digest=f"d{n}")
    for n in (3, 26, 200, 201):
        yield f"squatter at {n}", one(at(n), squatter(n), 90, digest=f"s{n}")
    for n in (4, 27, 202):
        yield f"one page at {n}", one(at(n), squatter(3), 91, digest="s3")
    yield (
        "parked",
        one(
            f"{HOME}/tin/y-3001.html",
            f"<html><body><h1>Tên miền này đang được rao bán</h1><p>{words(200)}.</p><p>Buy this domain now for a good price from us.</p></body></html>",
            92,
            digest="p",
        ),
    )
    yield "another's text", one(at(6), page(7), 93, digest="d7")
    yield "another's paragraphs", one(at(8), page(8, text=article(9)[2], title="Khác hẳn"), 93, digest="q")
    yield (
        "in english",
        one(
            f"{HOME}/tin/z-3002.html",
            page(92, text=["The boats of the three villages came home in the night and the people were there."] * 3),
            94,
        ),
    )


def by_source() -> Rows:
    """The date that a sitemap or a feed gives an article without one."""
    for value in (None, "2020-04", "2020-04-01", "2020-04-01T08:00"):
        one = pipelines.read(Page(at(1), page(1).replace("5-3-2019", "").encode(), BEGIN))
        for own in (None, "2019-01-01"):
            assert one.article
            one.article = replace(one.article, published_at=own, published_from=None, published_precision=None)
            one.visit.published = value
            date_from_source(one)
            yield (
                f"{value}, own {own}",
                "date",
                f"{one.article.published_at} {one.article.published_from} {one.article.published_precision}",
            )
