"""The project's own pages, and variants of them on both sides of every boundary a rule may have.

`pages()` are whole pages. `edits(page)` are single changes of one: each of its elements taken out, or left without
attributes. `SWEEPS` are pages with one slot that grows step by step: the length of a title, the linked
part of a paragraph, the number of teasers, of lines above the text. What is pinned of a sweep is only where the reading
changes, so a boundary that moves by one step shows.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator
from copy import deepcopy
from dataclasses import dataclass, field, replace
from datetime import timedelta
from itertools import islice

from lxml import html as markup

from crawler.sample.article import newspapers
from crawler.sample.server import DRESSES
from tests.crawler.replicas import dresses
from tests.crawler.replicas.stories import stories
from tests.pipelines.reading import EXPECTED, NOW, PAGES, PROSE

SYLLABLES = [
    "ghe",
    "em",
    "xuôi",
    "mái",
    "dầm",
    "khua",
    "nước",
    "lớn",
    "đưa",
    "hàng",
    "qua",
    "vàm",
    "sáng",
    "bà",
    "con",
    "ấp",
    "trên",
    "dọn",
    "lục",
    "bình",
    "chờ",
    "đò",
    "sang",
    "chợ",
    "phiên",
    "mua",
    "gạo",
    "muối",
    "trẻ",
    "nhỏ",
    "tắm",
    "sông",
    "chiều",
    "về",
    "cha",
    "đan",
    "lưới",
    "mẹ",
    "nhóm",
    "bếp",
    "khói",
    "lên",
    "mái",
    "lá",
    "trăng",
    "treo",
    "đầu",
    "ngõ",
    "chó",
    "sủa",
    "gà",
    "gáy",
    "mùa",
    "đua",
    "đã",
    "gần",
]
LENGTHS = sorted({*range(1, 126), *(n + d for n in (140, 150, 160, 170, 180, 200, 240, 250, 300, 350, 400, 500, 600, 800, 1000,
                                                     1200, 1500, 3000) for d in (-1, 0, 1))})  # fmt: skip
FEW = range(16)
SHARE = range(0, 101, 1)


def words(size: int, start: int = 0) -> str:
    """Running text of so many characters, without a full stop; another with another `start`."""
    text = ""
    n = start
    while len(text) < size:
        text += f" {SYLLABLES[n % len(SYLLABLES)]}" if text else SYLLABLES[n % len(SYLLABLES)].capitalize()
        n += 1
    return text[: size - 1].rstrip().ljust(size - 1, "a") + "y" if size > 1 else text[:size]


def lengths(form: str) -> list[int]:
    """The lengths of a text in a form, by its own and by that of the whole line."""
    beside = len(re.sub(r"<.*?>|\{\}", "", form))
    return sorted({*LENGTHS, *(n - beside for n in LENGTHS if n > beside)})


def many(count: int, form: str, size: int = 40) -> str:
    """`form` so often, with another text {t} and number {n} each."""
    return "".join(form.format(n=n + 1, t=words(size, 7 * n + 3)) for n in range(count))


@dataclass(frozen=True)
class Slots:
    """A page of an ordinary newspaper, in pieces."""

    title: str = "Ba ấp dọn kênh đón mùa đua ghe ngo"
    url: str = "https://vamsang.example/doi-song/ba-ap-don-kenh-don-mua-dua-ghe-ngo-7801.html"
    head_title: str = "{title} - Báo Vàm Sáng"
    head: str = '<meta property="og:site_name" content="Báo Vàm Sáng">'
    body_class: str = ""
    menu: str = "<nav><a href='/'>Trang chủ</a> <a href='/doi-song/'>Đời sống</a> <a href='/kinh-te/'>Kinh tế</a></nav>"
    above: str = "<div class='breadcrumb'><a href='/'>Trang chủ</a> » <a href='/doi-song/'>Đời sống</a></div>"
    heading: str = "<h1>{title}</h1>"
    meta: str = "<div class='meta'>Thứ Hai, 16/11/2026, 08:30 (GMT+7)</div>"
    lead: str = "<p class='sapo'>Sau mùa nước, bà con ba ấp ven kênh cùng nhau dọn lục bình để kịp ngày đua ghe.</p>"
    opening: str = f"<p>{PROSE[0]}</p>"
    inner: str = ""
    closing: str = f"<p>{PROSE[1]}</p><p>{PROSE[2]}</p>"
    last: str = "<p style='text-align:right'><strong>Lan Thử</strong></p>"
    box: str = "<div class='content'>{}</div>"
    below: str = ""
    after: str = "<footer><p>Cơ quan ngôn luận của tỉnh Vàm Sáng</p></footer>"

    def page(self) -> str:
        text = self.box.format(self.lead + self.opening + self.inner + self.closing + self.last)
        whole = (
            f"<html><head><meta charset=utf-8><title>{self.head_title}</title>{self.head}</head><body class='{self.body_class}'>"
            f"{self.menu}<div class='main'>{self.above}{self.heading}{self.meta}{text}{self.below}</div>{self.after}</body></html>"
        )
        return whole.replace("{title}", self.title)


def _alone(size: int) -> list[str]:
    return [words(size)]


BARE = Slots(menu="", above="", meta="", lead="", last="", after="", head="")


@dataclass(frozen=True)
class Sweep:
    """Pages with one slot that grows; `swept` is the text of that slot, which results leave out."""

    name: str
    make: Callable[[int], Slots | Text]
    steps: Iterable[int]
    swept: Callable[[int], list[str]] = field(default=lambda n: [])


def _grows(slot: str, base: Slots, forms: dict[str, str]) -> Iterator[Sweep]:
    """Text of every length in a slot, in each of the forms."""
    for name, form in forms.items():
        yield Sweep(
            f"{slot} {name}",
            lambda n, form=form: replace(base, **{slot: form.replace("{}", words(n))}),
            lengths(form),
            _alone,
        )  # type: ignore[misc, arg-type]


def _counts(slot: str, base: Slots, forms: dict[str, tuple[str, int]], steps: Iterable[int] = FEW) -> Iterator[Sweep]:
    """So many of a thing in a slot."""
    for name, (form, size) in forms.items():
        yield Sweep(
            f"{slot}: {name}",
            lambda n, form=form, size=size: replace(base, **{slot: many(n, form, size)}),
            steps,
            lambda n, size=size: [words(size, 7 * m + 3) for m in range(n)],
        )  # type: ignore[misc, arg-type]


def _shares(slot: str, base: Slots, forms: dict[str, str], size: int) -> Iterator[Sweep]:
    """A text of which so many characters stand in an element: {a} in it, {b} behind."""
    for name, form in forms.items():
        yield Sweep(
            f"{slot} {name} of {size}",
            lambda n, form=form: replace(base, **{slot: form.format(a=words(size)[:n], b=words(size)[n:])}),  # type: ignore[misc, arg-type]
            range(size + 1),
        )


PICTURE = "<img src='/anh/ghe.jpg' alt='Hội đua ghe ở Vàm'>"
INNER = {
    "plain": "<p>{}</p>",
    "sentence": "<p>{}.</p>",
    "heading": "<h3>{}</h3>",
    "link": "<p><a href='/tin-khac-7802.html'>{}</a></p>",
    "link away": "<p><a href='https://khac.example/tin.html'>{}</a></p>",
    "bold": "<p><b>{}</b></p>",
    "caption": f"<p>{PICTURE}</p><p>{{}}</p>",
    "caption, italic": f"<p>{PICTURE}</p><p><i>{{}}.</i></p>",
    "caption in the element": f"<div>{PICTURE}<br>{{}}</div>",
    "figcaption": f"<figure>{PICTURE}<figcaption>{{}}</figcaption></figure>",
    "picture's table": f"<table><tr><td>{PICTURE}</td></tr><tr><td>{{}}</td></tr></table>",
    "quotation below": f"<p>{PICTURE}</p><blockquote>{{}}</blockquote>",
    "figure of a quotation": "<figure><blockquote>{}</blockquote></figure>",
    "called related": "<div class='related'><p>{}</p></div>",
    "called sidebar": "<div class='sidebar'><p>{}</p></div>",
    "called ad": "<div class='quang-cao'><p>{}</p></div>",
    "called popup": "<div class='popup'><p>{}</p></div>",
    "called a form": "<div class='comment-form'><p>{}</p></div>",
    "hidden": "<div hidden><p>{}</p></div>",
    "off screen": "<p style='left:-9999px'>{}</p>",
    "aside": "<aside><p>{}</p></aside>",
    "form": "<form><p>{}</p><textarea></textarea></form>",
    "item": "<ul><li>{}</li><li>Muối hột</li></ul>",
    "cells": "<table><tr><td>Gạo</td><td>{}</td></tr><tr><td>Muối</td><td>120</td></tr></table>",
    "phrase": "<p>Xem thêm: {}</p>",
    "printed twice": "<div><p>{}</p></div><p>Đến chiều thì xong.</p><div><p>{}</p></div>",
    "button": "<p>Bà con <button>{}</button> đã tới</p>",
    "player": "<video>{}</video>",
    "time": "<p>Từ <time datetime='2026-11-15T08:00'>{}</time> đến nay</p>",
    "placeholder": "<p>{{{{{}}}}}</p>",
    "unknown tag": "<bao-tin>{}</bao-tin>",
    "deep": "<div><div><div><div><p>{}</p></div></div></div></div>",
    "drop cap": "<p><span style='float:left'>S</span>{}</p>",
    "in a span": "<p>Theo <span class='author'>{}</span> kể lại thì năm ấy nước lên rất cao, ngập hết sân nhà.</p>",
    "hidden in a sentence": "<p>Theo <span style='display:none'>{}</span> kể lại thì năm ấy nước lên rất cao.</p>",
}
TITLES = {"": "{}"}
HEADS = {
    "plain": "{}", "and site": "{} - Báo Vàm Sáng", "bar": "{title} | {}", "dash": "{title} - {}", "unknown before": "{} - {title}",
    "underscore": "{title}_{}",
}  # fmt: skip
META = {
    "date behind": "<div>{} 16/11/2026 08:30</div>",
    "date before": "<div>16/11/2026 08:30 {}</div>",
    "author": "<div class='author'>{}</div>",
    "time": "<div class='date'>{} 16.11.26</div>",
    "lead h2": "<h2>{}</h2>",
    "lead named": "<div class='sapo'>{}</div>",
    "plain": "<div>{}</div>",
    "link": "<div><a href='/doi-song/'>{}</a></div>",
    "two authors apart": "<div><span class='author'>Lan Thử</span><div class='author'>Lê Vàm</div><p>{}</p></div>",
    "authors in neighbours": "<div><p><i class='author'>Lan Thử</i></p><p><i class='author'>Lê Vàm {}</i></p></div>",
    "date and clock": "<div>Cập nhật lúc 08:30 16/11/26 {}</div>",
    "among others": "<div>Được viết bởi {} vào 16/11/2026 - 09:42</div>",
    "licence": "<div>Giấy phép 12/GP ngày 16/11/2026 {}</div>",
    "by": "<div>Bài, ảnh: {}</div>",
}
LEADS = {
    "named": "<p class='sapo'>{}</p>", "bold": "<p><b>{}</b></p>", "italic": "<p><i>{}</i></p>", "h2": "<h2>{}</h2>",
    "tagged": "<p>(VSO) - {}</p>", "plain": "<p>{}.</p>",
}  # fmt: skip
LASTS = {
    "right": "<p style='text-align:right'>{}</p>", "bold": "<p><b>{}</b></p>", "named": "<p class='author'>{}</p>",
    "label": "<p>Tác giả: {}</p>", "plain": "<p>{}</p>", "source": "<p>Theo {}</p>",
}  # fmt: skip
BELOW = {
    "paragraph": "<p>{}.</p>", "called body": "<div class='content'><p>{}.</p></div>", "div": "<div>{}.</div>",
    "related": "<div class='related'><p>{}.</p></div>", "h2": "<h2><a href='/khac-1.html'>{}</a></h2>",
    "author": "<div class='author'>{}</div>", "sidebar": "<div class='sidebar'>{}.</div>",
    "comment": "<div><p>Lan Thử 2 giờ trước</p><p>{}</p><p>Tư Vàm 3 giờ trước</p><p>Hay quá</p></div>",
    "two levels up": "</div><div><p>{}.</p>",
}  # fmt: skip
TEASER = "<div><h3><a href='/tin-{n}.html'>{t}</a></h3></div>"
COUNTS: dict[str, dict[str, tuple[str, int]]] = {
    "below": {
        "teasers": (TEASER, 40), "teasers with text": ("<div><h3><a href='/tin-{n}.html'>{t}</a></h3><p>{t} nước lên chậm lắm, ghe không qua nổi.</p></div>", 60),
        "links": ("<p><a href='/tin-{n}.html'>{t}</a></p>", 40), "short links": ("<a href='/t{n}'>{t}</a> ", 9),
        "items": ("<li><a href='/tin-{n}.html'>{t}</a></li>", 40), "comments": ("<p>Lan Thử {n} giờ trước</p><p>{t}</p>", 30),
        "lines": ("<div>{t}</div>", 12), "paragraphs": ("<p>{t}.</p>", 90), "articles": ("<h1>{t}</h1><p>16/11/2026</p><p>{t} {t} {t}.</p>", 45),
        "cards": ("<h3>{t}</h3><p>{t}</p><p><a href='/tin-{n}.html'>Xem thêm</a></p>", 30), "pictures": ("<p><img src='/anh/{n}.jpg'></p>", 1),
    },
    "meta": {
        "lines": ("<div>{t}</div>", 12), "links": ("<a href='/t{n}'>{t}</a>", 12), "authors": ("<div class='author'>Lan Thử {n}a</div>", 8),
        "names": ("<span class='author'>Lê Thử </span>", 8), "dates": ("<div>1{n}/10/2026</div>", 8), "leads": ("<p class='sapo'>{t}.</p>", 70),
        "paragraphs": ("<p>{t}.</p>", 85),
    },
    "above": {
        "lines": ("<div>{t}</div>", 12), "crumbs": ("<a href='/m{n}/'>{t}</a> » ", 12), "links": ("<div><a href='/m{n}'>{t}</a></div>", 20),
        "headings": ("<h2>{t}</h2>", 30), "first headings": ("<h1>{t}</h1>", 30), "paragraphs": ("<p>{t}.</p>", 85),
    },
    "inner": {
        "links": ("<p><a href='/tin-{n}.html'>{t}</a></p>", 40), "items": ("<li>{t}</li>", 30), "headings": ("<h2>{t}</h2>", 30),
        "rows": ("<table><tr><td>{t}</td><td>{n}</td></tr></table>", 15), "verses": ("{t}<br>", 24), "pictures": ("<p><img src='/anh/{n}.jpg'></p><p>{t}</p>", 50),
        "figures": ("<figure><img src='/anh/{n}.jpg'><figcaption>{t}</figcaption></figure>", 50), "bold": ("<p><b>{t}</b></p>", 30),
        "paragraphs": ("<p>{t} {t}.</p>", 70), "popup paragraphs": ("<p class='popup'>{t}.</p>", 60), "gallery": ("<img src='/anh/{n}.jpg'> ", 1),
        "cells": ("<td>{t}</td>", 9),
    },
    "last": {"names": ("<p>Lê Thử {t}</p>", 5), "right": ("<p style='text-align:right'>{t}</p>", 12), "words": ("{t} ", 4)},
    "title": {"words": ("ghe ", 3)},
    "head": {
        "keywords": ("<meta property='article:tag' content='{t}'>", 12), "authors": ("<meta name='author' content='Lan {t}'>", 6),
        "titles": ("<meta property='og:title' content='{t}'>", 30),
        "dates": ("<meta name='pubdate' content='2026-10-0{n}'>", 5),
    },
}  # fmt: skip
SHARES = {
    "inner": {
        "linked": "<p><a href='/tin-khac-7802.html'>{a}</a>{b}</p>", "bold": "<p><b>{a}</b>{b}</p>", "italic": f"<p>{PICTURE}</p><p><i>{{a}}</i>{{b}}</p>",
        "caption bold": f"<p>{PICTURE}</p><p><b>{{a}}</b>{{b}}</p>", "heading linked": "<h3><a href='/tin-khac-7802.html'>{a}</a>{b}</h3>",
        "phrase linked": "<p><a href='/tin-khac-7802.html'>{a}</a> {b}</p>",
    },
    "heading": {"linked": "<h1><a href='/tin-khac-7802.html'>{a}</a>{b}</h1>", "bold": "<p><b>{a}</b>{b}</p>", "kicker": "<h1><span class='kicker'>{a}</span> {b}</h1>"},
    "below": {"linked": "<div><p><a href='/tin-khac-7802.html'>{a}</a>{b}.</p></div>"},
    "last": {"bold": "<p><b>{a}</b>{b}</p>", "italic": "<p><i>{a}</i>{b}</p>"},
    "meta": {"linked": "<div class='sapo'><a href='/tin-khac-7802.html'>{a}</a>{b}</div>"},
}  # fmt: skip


def _dates() -> Iterator[Sweep]:
    """Dates from the moment of fetching back, in every place that prints one."""

    def at(n: int) -> str:
        return (NOW + timedelta(hours=7) - timedelta(hours=n)).strftime("%d/%m/%Y %H:%M")

    def iso(n: int) -> str:
        return (NOW - timedelta(hours=n)).isoformat()

    hours = [*range(-40, 60, 2), *range(60, 24 * 9, 12)]
    for name, base in (("", Slots()), ("bare ", BARE)):
        forms: dict[str, Callable[[int], Slots]] = {
            "meta": lambda n, base=base: replace(base, meta=f"<div>{at(n)}</div>"),
            "meta named": lambda n, base=base: replace(base, meta=f"<div class='date'>{at(n)}</div>"),
            "above": lambda n, base=base: replace(base, meta="", above=f"<div>{at(n)}</div>"),
            "below": lambda n, base=base: replace(base, meta="", below=f"<div>{at(n)}</div>"),
            "head": lambda n, base=base: replace(
                base, head=f"<meta property='article:published_time' content='{iso(n)}'>"
            ),
            "modified": lambda n, base=base: replace(
                base, head=f"<meta property='article:modified_time' content='{iso(n)}'>"
            ),
            "time": lambda n, base=base: replace(base, meta=f"<time datetime='{iso(n)}'>lúc nãy</time>"),
            "attribute": lambda n, base=base: replace(base, meta=f"<span title='{iso(n)}'>8:30</span>"),
            "last": lambda n, base=base: replace(base, meta="", last=f"<p>{at(n)}</p>"),
        }
        for place, make in forms.items():
            yield Sweep(f"{name}date {place}", make, hours, lambda n: [at(n), iso(n)])


def _addresses() -> Iterator[Sweep]:
    """The address with so many words of the title, and with so many others."""
    slug = ["ba", "ap", "don", "kenh", "don", "mua", "dua", "ghe", "ngo"]
    yield Sweep(
        "address cut", lambda n: Slots(url=f"https://vamsang.example/x/{'-'.join(slug[:n])}-7801.html"), range(10)
    )
    yield Sweep(
        "address with others",
        lambda n: Slots(url=f"https://vamsang.example/x/{'-'.join([*slug, *['them'] * n])}-7801.html"),
        range(14),
    )
    yield Sweep(
        "address of other words",
        lambda n: Slots(url=f"https://vamsang.example/x/{'-'.join(slug[n:] + ['them'] * n)}.html"),
        range(10),
    )
    yield Sweep("number in the address", lambda n: Slots(url=f"https://vamsang.example/x/{'1234567'[:n]}"), range(8))
    yield Sweep(
        "host",
        lambda n: Slots(
            url=f"https://{'vamsangonline'[:n]}.example/x/y-1.html", head_title=f"{{title}} - {'Vam Sang'}", head=""
        ),
        range(1, 14),
    )


def sweeps() -> Iterator[Sweep]:
    yield from _grows("inner", Slots(), INNER)
    yield from _grows(
        "opening",
        replace(BARE, closing=""),
        {"alone": "<p>{}</p>", "cell": "<table><tr><td>{}</td></tr></table>", "form": "<p>{}</p><input type=password>"},
    )
    for base, name in ((Slots(), ""), (BARE, "bare ")):
        yield Sweep(f"{name}title", lambda n, base=base: replace(base, title=words(n)), LENGTHS, _alone)  # type: ignore[misc]
        yield Sweep(
            f"{name}title in words", lambda n, base=base: replace(base, title=" ".join(SYLLABLES[:n])), range(1, 30)
        )  # type: ignore[misc]
        yield Sweep(
            f"{name}heading alone",
            lambda n, base=base: replace(base, head_title="Báo Vàm Sáng", title=words(n)),
            LENGTHS,
            _alone,
        )  # type: ignore[misc]
    yield from _grows("head_title", Slots(), HEADS)
    yield from _grows("meta", Slots(), META)
    yield from _grows("lead", Slots(), LEADS)
    yield from _grows("last", Slots(), LASTS)
    yield from _grows("below", Slots(), BELOW)
    for slot, forms in COUNTS.items():
        yield from _counts(slot, Slots(), forms, range(46) if "lines" in forms else range(22))
    yield from (
        replace(sweep, name=f"bare {sweep.name}")
        for sweep in _counts(
            "inner",
            replace(BARE, opening="", closing="", heading=""),
            {**COUNTS["below"], **COUNTS["inner"]},
            range(26),
        )
    )
    for slot, shares in SHARES.items():
        for size in (30, 100):
            yield from _shares(slot, Slots(), shares, size)
    yield from _dates()
    yield from _addresses()


# --- texts without tags ----------------------------------------------------------------------------------------------


@dataclass(frozen=True)
class Text:
    """A page text, line by line."""

    url: str = "file:///tin/ba-ap-don-kenh-don-mua-dua-ghe-ngo.txt"
    top: str = "Trang chủ\nThời sự\nĐời sống"
    path: str = "Trang chủ » Đời sống"
    title: str = "Ba ấp dọn kênh đón mùa đua ghe ngo"
    date: str = "Thứ hai, 16/11/2026, 08:30"
    lead: str = "Sau mùa nước, bà con ba ấp ven kênh cùng nhau dọn lục bình để kịp ngày đua ghe của cả xã."
    opening: str = f"{PROSE[0]} {PROSE[1]}"
    inner: str = ""
    closing: str = f"{PROSE[2]} {PROSE[0]}"
    last: str = "Lan Thử"
    below: str = "Tin liên quan\nChợ nổi họp lại sau hai năm vắng khách\nThêm một bến phà được nâng cấp trước mùa lũ"
    foot: str = "Cơ quan ngôn luận của tỉnh Vàm Sáng"

    def page(self) -> str:
        rows = (self.top, self.path, self.title, self.date, self.lead, self.opening, self.inner, self.closing, self.last,
                self.below, self.foot)  # fmt: skip
        return "\n\n".join(row for row in rows if row)


LINES = {
    "": "{}", "with a full stop": "{}.", "item": "- {}", "dated": "{} (06/05, 19:40)", "credit": "{}. Ảnh: Lan Thử",
    "whose picture": "Ảnh: {}",
    "path": "Trang chủ > {}", "label": "Xem thêm: {}",
}  # fmt: skip
TEXT_COUNTS: dict[str, dict[str, tuple[str, int]]] = {
    "top": {"labels": ("{t}\n\n", 12), "titles": ("{t}\n\n", 40), "prose": ("{t}.\n\n", 90)},
    "inner": {"labels": ("{t}\n\n", 12), "titles": ("{t}\n\n", 40), "verses": ("{t}.\n\n", 26), "verse titles": ("{t}\n\n", 26), "numbers": ("Gạo {n}{n}\n\n", 1),
              "stamps": ("Ghe xuôi quảng cáo\n\n", 1), "items": ("- {t} {t}\n\n", 30), "teasers": ("{t} (06/05, 19:40)\n\n", 40), "menus": ("{t} | {t} | {t}\n\n", 12)},
    "below": {"labels": ("{t}\n\n", 12), "titles": ("{t}\n\n", 40), "prose": ("{t}.\n\n", 90), "summaries": ("{t}\n\n{t} {t}.\n\n", 45), "comments": ("Lan Thử {n} giờ trước\n\n{t}\n\n", 30)},
    "last": {"labels": ("{t}\n\n", 12), "names": ("Lê Thử {t}\n\n", 5)},
    "title": {"words": ("ghe ", 1)},
    "date": {"titles": ("{t}\n\n", 40), "labels": ("{t}\n\n", 12)},
}  # fmt: skip


def _text_forms() -> Iterator[Sweep]:
    """What stands behind a label, below a list's heading, above and below a table of numbers, so long or so often."""
    text = Text()
    for label in ("Tác giả: {}", "Lan Thử {}", "By {}"):
        yield Sweep(
            f"text {label}",
            lambda n, label=label: replace(text, date=f"{text.date}\n\n{label.format(words(n))}", last=""),
            LENGTHS[:90],
            _alone,
        )  # type: ignore[misc]
    heads = {"list": "Tin liên quan", "bar": "Chia sẻ bài viết", "comments": "Bình luận", "label": "Đọc nhiều"}
    for name, head in heads.items():
        for slot in ("inner", "below"):
            for summary in (0, 45, 170):
                form = "{t}\n\n" + (f"{words(summary, 5)}. {{n}}.\n\n" if summary else "")
                yield Sweep(
                    f"text {slot} {name} with {summary}",
                    lambda n, slot=slot, head=head, form=form: replace(
                        text, **{slot: f"{head}\n\n{many(n, form, 42)}"}
                    ),
                    range(9),
                )  # type: ignore[misc, arg-type]
    yield Sweep(
        "text told above a list",
        lambda n: Text(lead="", opening=f"{words(n)}.", closing=f"Tin liên quan\n\n{many(4, '{t}' + chr(10) * 2, 42)}"),
        LENGTHS,
        _alone,
    )
    yield Sweep("text below a signature", lambda n: replace(text, below=f"{words(n)}."), LENGTHS, _alone)
    yield Sweep(
        "text numbers among labels",
        lambda n: replace(
            text, inner="\n\n".join(f"Gạo {k}" if k < n else f"Muối {'abcdefghik'[k]}" for k in range(10))
        ),
        range(11),
    )


def texts() -> Iterator[Sweep]:
    """Page texts with a line that grows, or with more and more lines."""
    for slot in ("top", "title", "lead", "inner", "last"):
        for name, form in LINES.items():
            yield Sweep(
                f"text {slot} {name}",
                lambda n, slot=slot, form=form: replace(Text(), **{slot: form.replace("{}", words(n))}),
                lengths(form),
                _alone,
            )  # type: ignore[misc, arg-type]
    for slot, forms in TEXT_COUNTS.items():
        for name, (form, size) in forms.items():
            yield Sweep(
                f"text {slot}: {name}",
                lambda n, slot=slot, form=form, size=size: replace(Text(), **{slot: many(n, form, size)}),
                range(70 if slot == "top" else 24),
                lambda n, size=size: [words(size, 7 * m + 3) for m in range(n)],
            )  # type: ignore[misc, arg-type]
    slug = ["ba", "ap", "don", "kenh", "don", "mua", "dua", "ghe", "ngo"]
    yield Sweep("text address cut", lambda n: Text(url=f"file:///tin/{'-'.join(slug[:n])}.txt"), range(10))
    yield Sweep(
        "text address of other words",
        lambda n: Text(url=f"file:///tin/{'-'.join(slug[n:] + ['them'] * n)}.txt", title=""),
        range(10),
    )
    yield Sweep(
        "text title of other words",
        lambda n: Text(title=" ".join(["Ba ấp dọn kênh đón mùa đua ghe ngo", *["thêm"] * n])),
        range(12),
    )
    yield Sweep(
        "text with words of the title",
        lambda n: Text(
            opening=f"{PROSE[0]} {' '.join(['Ba', 'ấp', 'dọn', 'kênh', 'đón', 'mùa', 'đua', 'ghe', 'ngo'][:n])}."
        ),
        range(10),
    )


# --- whole pages -----------------------------------------------------------------------------------------------------


def pages() -> Iterator[tuple[str, str, bytes]]:
    """Name, address and bytes of the project's own pages: saved ones, replicas in every dress, the sample newspapers'."""
    for path in sorted(PAGES.glob("*.html")):
        yield (
            path.name,
            EXPECTED["articles"].get(path.name, {}).get("url") or f"https://bao.example/tin/{path.name}",
            path.read_bytes(),
        )
    told = stories("Vàm Sáng", 1, 6)
    made = [(name, dress) for name, dress in vars(dresses).items() if _is_dress(name, dress)]
    for number, (name, dress) in enumerate(made):
        story = told[number % len(told)]
        yield (
            f"replica {name}",
            f"https://vamsang.example/{story.slug}-{7800 + number}.html",
            dresses.page("Báo Vàm Sáng", story, dress(story)).encode(),
        )

    for newspaper in newspapers():
        home = f"https://{newspaper.name}.example/"
        dress = DRESSES[newspaper.dress]
        site = type("Still", (dress,), {"now": NOW})(newspaper, 1, home)  # its clock stands
        for path in sorted(site.routes):
            reply = site.reply(path, {})
            if reply.type.startswith("text/html") and "/amp/" not in path and path.count("/") > 1:
                yield f"sample {newspaper.name}{path}", home.rstrip("/") + path, reply.body


def _is_dress(name: str, value: object) -> bool:
    notes = getattr(value, "__annotations__", {})
    return (
        callable(value)
        and not name.startswith("_")
        and "story" in notes
        and name != "page"
        and next(iter(notes)) == "story"
    )


def edits(body: bytes) -> Iterator[tuple[str, bytes]]:
    """Single changes of a page, each with its name."""
    whole = markup.fromstring(re.sub(rb"^\s*<\?xml[^>]*>", b"", body))
    elements = [n for n, e in enumerate(whole.iter()) if isinstance(e.tag, str)]
    for number in elements:
        for name, change in _EDITS.items():
            tree = deepcopy(whole)
            element = next(islice(tree.iter(), number, None))
            if element.getparent() is None or element.tag in ("head", "body") or not change(element):
                continue
            yield f"{number} {element.tag} {name}", markup.tostring(tree, encoding="utf-8")


def _drop(element: markup.HtmlElement) -> bool:
    element.drop_tree()
    return True


def _strip(element: markup.HtmlElement) -> bool:
    changed = bool(element.attrib)
    element.attrib.clear()
    return changed


_EDITS: dict[str, Callable[[markup.HtmlElement], bool]] = {"gone": _drop, "without attributes": _strip}
