"""Pages of every kind that the reader knows, each a change of one ordinary page: what comes out otherwise is pinned."""

from __future__ import annotations

import gzip
import json
from collections.abc import Iterator
from dataclasses import replace
from datetime import date
from typing import Any

from pipelines.rules import Rules, RuleSet
from tests.pipelines.reading import PROSE
from tests.pipelines.variants import BARE, PICTURE, Slots, Text, words

Case = tuple[str, str, bytes, dict[str, Any]]  # name, address, body, other fields of the page
PAGE = Slots()
TITLE, URL = PAGE.title, PAGE.url
LONG = " ".join(PROSE)
TOLD = {"@type": "NewsArticle", "headline": TITLE}


def cases() -> Iterator[Case]:
    for name, slots in (*_heads(), *_structured(), *_addresses(), *_markup(), *_headings(), *_scripts()):
        yield name, slots.url, slots.page().encode(), {}
    yield from _bytes()
    yield from _ruled()
    yield from _parts()
    for name, text in _texts():
        yield f"text: {name}", text.url, text.page().encode(), {"content_type": "text/plain"}


def _ld(value: object) -> str:
    return f"<script type='application/ld+json'>{value if isinstance(value, str) else json.dumps(value, ensure_ascii=False)}</script>"


def _structured() -> Iterator[tuple[str, Slots]]:
    """JSON-LD, well made and damaged, microdata, RDFa: whose words they are."""
    person = {"@type": "Person", "name": "Lan Thử"}
    nested: Any = {"name": "Tư Vàm"}
    deep: Any = {**TOLD, "datePublished": "2026-11-10"}
    for _ in range(6):
        nested = {"name": nested}
    told: dict[str, object] = {
        "article": TOLD, "with date": {**TOLD, "datePublished": "2026-11-10T08:00:00+07:00", "dateModified": "2026-11-12", "author": person, "articleSection": "Đời sống"},
        "other headline": {"@type": "NewsArticle", "headline": "Chợ phiên vùng cao đông khách", "author": person, "datePublished": "2026-11-10"},
        "other address": {**TOLD, "url": "https://vamsang.example/khac.html", "author": person}, "own address": {"@type": "NewsArticle", "url": URL, "author": person},
        "several others": [{"@type": "NewsArticle", "headline": f"Bài khác số {n}", "author": f"Người {n}"} for n in range(3)],
        "two others": [{"@type": "NewsArticle", "headline": f"Bài khác số {n}", "author": f"Người {n}", "url": URL} for n in range(2)],
        "a page": {"@type": "WebPage", "name": TITLE, "datePublished": "2026-11-10"}, "other kind": {"@type": "VideoObject", "name": TITLE, "uploadDate": "2026-11-10"},
        "a comment": {"@type": "Comment", "author": person}, "nested": {"@type": "WebPage", "mentions": {**TOLD, "author": person}},
        "graph": {"@graph": [{**TOLD, "author": {"@id": "#a"}, "publisher": {"@type": "Organization", "name": "Báo Vàm Sáng"}}, {"@id": "#a", **person}]},
        "a body": {**TOLD, "author": {"@type": "Organization", "name": "Ban Bạn đọc"}}, "by id": {**TOLD, "author": "#a"}, "creator": {**TOLD, "creator": ["Lan Thử", person]},
        "names in parts": {**TOLD, "author": {"givenName": "Thử", "familyName": "Lê Ươm"}}, "names in western parts": {**TOLD, "author": {"givenName": "Mara", "familyName": "Tester"}},
        "a given name": {**TOLD, "author": {"givenName": "Lan Thử"}}, "alternate": {**TOLD, "author": {"alternateName": ["Lan Thử", "x"]}}, "a value": {**TOLD, "author": {"@value": "Lan Thử"}},
        "names within names": {**TOLD, "author": nested}, "many": {**TOLD, "author": [f"Lan Thử{'ăâêô'[n % 4]} {['Nở', 'Rộ', 'Cả', 'Lên', 'Đi', 'Mau', 'Kẻo', 'Hết', 'Giờ', 'Chơi', 'Nhé'][n % 10]}" for n in range(14)]},
        "crumbs": {"@type": "BreadcrumbList", "itemListElement": [{"position": 2, "name": "Đời sống"}, {"position": 1, "item": {"name": "Trang chủ"}}, {"position": "3", "name": TITLE}]},
        "many crumbs": {"@type": "BreadcrumbList", "itemListElement": [{"position": n, "name": f"Mục {n}"} for n in range(14)]},
        "articleBody": {**TOLD, "articleBody": f"{LONG}\n\n{LONG[::-1]}"}, "keywords": {**TOLD, "keywords": "ghe, kênh; chợ", "description": "Sau mùa nước &amp;amp; trước hội."},
        "a blog of its author": {**TOLD, "publisher": person}, "a number for a date": {**TOLD, "datePublished": 20261110}, "list": {"@type": "ItemList", "itemListElement": [TOLD]},
    }  # fmt: skip
    for depth in range(1, 5):
        deep = {"@type": "WebPage", ("hasPart" if depth % 2 else "mainEntity"): deep}
        told[f"{depth} levels down"] = deep
    for name, value in told.items():
        yield f"ld {name}", replace(BARE, head=_ld(value))
        yield f"ld {name}, no title", replace(PAGE, head=_ld(value), head_title="Báo Vàm Sáng", meta="")
    whole = json.dumps({**TOLD, "author": person, "datePublished": "2026-11-10"}, ensure_ascii=False)
    damaged = {
        "comma": whole.replace("}}", "},}"), "commas": whole.replace(", ", ",, "), "single quotes": whole.replace('"', "'"), "bare names": whole.replace('"author"', "author"),
        "unescaped": whole.replace("Lan Thử", 'Lan "Vàm" Thử'), "line break": whole.replace("Lan Thử", "Lan\nThử"), "comment": f"<!-- {whole} -->", "note": whole.replace(", ", ", /* x */ "),
        "cut": whole[:-12], "two": f"{whole}{whole}", "semicolon": f"{whole};", "entities": whole.replace('"', "&quot;"), "escapes": whole.replace("Lan Thử", "Lan \\u0054h\\x \\n\\uD83D\\uDE00") + "x",
        "number": whole.replace('"2026-11-10"', "2026.5e1,"), "true": whole.replace('"2026-11-10"', "true,,"), "no value": whole.replace('"2026-11-10"', ""), "no end": whole.replace('"Lan Thử"}', '"Lan Thử"'),
        "control": whole.replace("Lan", "\x01Lan"), "deep": f"{'[' * 60}{whole}", "deeper": f"{'[' * 210}{whole}{']' * 20}", "backslashes": whole.replace("Lan Thử", "Lan \\\\\" Thử") + ",", "long number": whole.replace('"2026-11-10"', f"{'1' * 45},"),
        "many": "{}," * 60 + whole,
    }  # fmt: skip
    for name, text in damaged.items():
        yield f"damaged ld {name}", replace(PAGE, head=_ld(text), meta="", last="")
    scope = "itemscope itemtype='https://schema.org/{}'"
    for kind in (
        "NewsArticle",
        "WebPage",
        "Person",
        "Comment",
        "ItemList",
        "NewsArticle https://schema.org/Product",
        "CreativeWork https://schema.org/Comment",
        "",
    ):
        inner = f"<p {scope.format(kind)}><span itemprop='author'>Tư Vàm</span><meta itemprop='datePublished' content='2026-11-10'><b itemprop='headline'>{TITLE}</b></p>"
        yield f"microdata {kind}", replace(PAGE, meta=inner, last="")
        yield (
            f"microdata {kind} nested",
            replace(PAGE, meta=f"<div {scope.format('NewsArticle')} itemid='{URL}'>{inner}</div>", last=""),
        )
        yield (
            f"rdfa {kind}",
            replace(PAGE, meta=inner.replace("itemscope itemtype", " typeof").replace("itemprop", "property"), last=""),
        )
        yield (
            f"microdata {kind} blog",
            replace(PAGE, meta=inner.replace("itemscope", "itemprop='blogPost' itemscope"), last=""),
        )
    for size in (148, 149, 150, 151, 198, 199, 200, 201):
        yield (
            f"microdata of {size}",
            replace(
                PAGE,
                meta=f"<p itemscope><i itemprop='author'>{words(size)}</i><i itemprop='articleSection'>{words(size)}</i></p>",
                last="",
            ),
        )


def _heads() -> Iterator[tuple[str, Slots]]:
    """What a page's head says, in all of its forms."""
    named = {
        "og:title": TITLE, "twitter:title": f"{TITLE} | Vàm Sáng", "og:type": "article", "og:url": URL, "article:section": "Đời sống", "keywords": "ghe,kênh", "article:tag": "ghe; kênh",
        "author": "Lan Thử", "article:author": "https://x.example/lan", "dc.date": "10/11/2026", "pubdate": "20261110", "sw-pubdate": "2026-11-10T08:00", "lastmod": "2026-11-11",
        "article:published_time": "2026-11-16T01:30:00Z", "og:description": "Sau mùa nước, bà con ba ấp ven kênh cùng nhau dọn lục bình để kịp ngày đua ghe.", "robots": "noindex",
        "og:image": "/a.jpg", "og:updated_time": "2026-11-17T08:00:00+07:00", "created": "2026-11-09", "twitter:label1": "Written by", "description": "Báo Vàm Sáng", "og:site_name": TITLE,
        "date": "9/5/2026 3:00:00 PM", "date2": "05/09/2026 15:00",
    }  # fmt: skip
    for name, value in named.items():
        meta = f"<meta property='{name.rstrip('2')}' content='{value}'>"
        for base, base_name in ((PAGE, ""), (BARE, "bare ")):
            yield f"{base_name}meta {name}", replace(base, head=base.head + meta)
        yield f"meta {name} alone", replace(PAGE, head=meta, head_title="", meta="", lead="", last="")
    yield (
        "meta twice",
        replace(
            PAGE,
            head="<meta name='twitter:label1' content='Written by'><meta name='twitter:data1' content='Lan Thử'><meta name='twitter:data2' content='Tư Vàm'>",
            last="",
        ),
    )
    yield (
        "english",
        replace(
            PAGE,
            head="<meta http-equiv='content-language' content='en'><meta name='date' content='9/5/2026'>",
            meta="<div>5/13/2026 10:00</div>",
        ),
    )
    yield (
        "refresh",
        replace(BARE, head="<meta http-equiv=refresh content='0; url=/x'>", closing="", opening="<p>Chờ.</p>"),
    )
    for _level, prose in ((0, 190), (0, 198), (0, 201), (0, 210)):
        yield (
            f"refresh above {prose}",
            replace(
                BARE, head="<meta http-equiv=refresh content='0; url=/x'>", closing="", opening=f"<p>{words(prose)}</p>"
            ),
        )
    for names in (
        "home",
        "archive",
        "category tag",
        "single",
        "page page-id-3",
        "page",
        "error404",
        "attachment",
        "search-results",
        "single-attachment",
        "node-type-article",
        "page-template-default page-id-9",
        "blog single",
    ):
        yield f"body class {names}", replace(PAGE, body_class=names)
        yield f"short page, body class {names}", replace(BARE, body_class=names, closing="")
    for text in (
        "404",
        "404 - Báo Vàm Sáng",
        "Không tìm thấy trang",
        "Kết quả tìm kiếm: ghe",
        "Giới thiệu",
        "Liên hệ",
        "Chuyên mục: Đời sống",
        "Trang chủ",
        "Đăng nhập",
        "Tác giả: Lan",
        "Thẻ ghe",
    ):
        for closing in (PAGE.closing, ""):
            yield f"title {text} {len(closing)}", replace(PAGE, title=text, closing=closing)
            yield (
                f"bare title {text} {len(closing)}",
                replace(BARE, title=text, closing=closing, opening=PAGE.opening if closing else ""),
            )
    for path in (
        "",
        "home",
        "index.html",
        "404.html",
        "tin/not-found",
        "?s=ghe",
        "tim-kiem?q=ghe",
        "x?id=1234",
        "x?id=123",
        "doi-song/",
        "12345",
        "tag/ghe",
    ):
        for head_title in (PAGE.head_title, "Tìm kiếm"):
            yield (
                f"at /{path} {head_title[:3]}",
                replace(PAGE, url=f"https://vamsang.example/{path}", head_title=head_title),
            )
    for size in (158, 159, 160, 161, 299, 300, 301, 302):
        ask = f"<p>{words(size)}.</p><form><input type=password></form>"
        yield f"login below {size}", replace(BARE, heading="<h1>Đăng nhập để đọc</h1>", opening=ask, closing="")
    yield "hardly a letter", replace(BARE, opening=f"<p>{'12 345 - 6789, ' * 20}</p>", closing="")
    for letters in range(20, 42, 2):
        yield (
            f"{letters} of a hundred are letters",
            replace(BARE, opening=f"<p>{('a' * letters + '1' * (98 - letters) + '. ') * 4}</p>", closing=""),
        )


def _addresses() -> Iterator[tuple[str, Slots]]:
    """Which address a page calls its own, and what addresses say."""
    here = "https://vamsang.example/doi-song/ba-ap-don-kenh-7801.html"
    for url in (
        here,
        "file:///luu/ba-ap.html",
        "https://kho.example/web/2020/https://vamsang.example/x-7801.html",
        "https://vamsang.example/?p=7801",
    ):
        for named in (
            here,
            "https://www.vamsang.example/doi-song/ba-ap-don-kenh-7801.html",
            "https://m.vamsang.example/doi-song/ba-ap-don-kenh-7801.html/",
            "/doi-song/ba-ap-don-kenh-7801.html?x=1",
            "https://vamsang.example/",
            "https://vamsang.example/doi-song/",
            "https://vamsang.example/doi-song",
            "https://khac.example/a-7801.html",
            "http://localhost/a-7801.html",
            "https://dev.vamsang.example/a-7801.html",
            "https://10.0.0.1/a",
            "https://vamsang.example:8080/a-7801.html",
            "https://vamsang.example:443/a-7801.html",
            "https://vamsang.example/vamsang.example/a-7801.html",
            "https://tin.vamsang.example/moi-7801.html",
            "https://vamsang.example/khac-9999.html",
            "https://vamsang.example/khac.html",
            "https://vamsang.example/ba-ap-don-kenh-don-mua-dua-ghe-ngo.html",
            "{{ url }}",
            "javascript:void(0)",
            "https://vamsang/a-7801.html",
            "https://vamsang.example/index.html",
            "https://vamsang.example/amp/x.jpg",
            "https://vamsang.example/doi-song/ba-ap-don-kenh-7801.html/amp",
            "ftp://vamsang.example/a",
            "https://vamsang.example/rss",
        ):
            yield (
                f"canonical {named} at {url[-24:]}",
                replace(PAGE, url=url, head=f"<link rel=canonical href='{named}'>", head_title="{title}"),
            )
    for below in ("trang-2", "amp", "print", "2", "binh-luan", "2/3", "12", "123", "full.html", "page/2"):
        yield (
            f"canonical above {below}",
            replace(
                PAGE,
                url=f"https://vamsang.example/ba-ap/{below}",
                head="<link rel=canonical href='https://vamsang.example/ba-ap/'>",
            ),
        )
    for path in (
        "2026/11/10/ba-ap.html",
        "20261110/ba-ap.html",
        "2026/11/ba-ap.html",
        "ba-ap-20261110083000123.html",
        "tin.html?date=2026-11-10",
        "2026-11-10-ba-ap",
    ):
        yield f"date in {path}", replace(PAGE, url=f"https://vamsang.example/{path}", meta="")
    for end in (
        "-7801.html",
        "-post7801.html",
        "-d7801.htm",
        "-a-60a0111a-c2d2.html",
        "-60a0111a.html",
        ".7801.html",
        "-78.html",
        "-781.html",
        "-x1.html",
        "_7801.aspx",
        "~7801",
        "-id7801.html",
        "-a7801.html5",
    ):
        for title in (TITLE, "Ba ấp dọn kênh", "Hội đua"):
            yield (
                f"slug {end} {title[:8]}",
                replace(BARE, url=f"https://vamsang.example/x/ba-ap-don-kenh-don-mua-dua-ghe-ngo{end}", title=title),
            )
    for path in (
        "ba/ap/don",
        "ba-ap",
        "ba-ap-don/7801",
        "kênh-ba-ấp-dọn-7801",
        "1234-ba-ap-don-kenh.html",
        "ab1234-56789-ba-ap-don",
        "?t=ba-ap-don-kenh&x=don",
        "ba-ap-don-kenh-don/ba-ap-don",
    ):
        yield f"slug {path}", replace(BARE, url=f"https://vamsang.example/{path}")


def _markup() -> Iterator[tuple[str, Slots]]:
    """Elements that hide, show, break, draw and hold text."""
    inner = {
        **{f"picture {attributes}": f"<p><img {attributes}></p><p>Ghe về tới bến</p>" for attributes in (
            "src=/a.jpg width=40", "src=/a.jpg width=41", "src=/a.jpg height=40px", "src=/a.jpg style='width:2em'", "src=/a.jpg style='width:2.5em'", "src=/a.jpg style='width:2.6em'", "src=/a.jpg style='max-height:40px'", "src=/a.jpg style='width:41px'",
            "src=/blank.gif data-src=/b.jpg", "src=/a.jpg data-src=/b.jpg", "src=/a.jpg data-src=/icons/b.jpg", "src=data:x srcset='/c-320.jpg 320w, /c.jpg 1200w'", "src=/1x1.png data-x=/d.jpg", "src=/no-image.jpg data-x=/d.jpg", "src=/no-image.jpg",
            "src=/emoji/a.png", "class=emoji src=/a.jpg", "alt=S", "src=/a.jpg alt='Ghe về tới bến'", "src='' srcset='/e.jpg 2x,/f.jpg 3x'", "data-lazy-srcset='/g.jpg 1x' src=#", "src=/a.jpg style='width:0px'", "src=/a.jpg width=100%", "src=/a.jpg style='width:.5rem'")},
        **{f"{tag} element": f"<{tag}>Ghe về tới bến lúc trời vừa sáng rõ.</{tag}>" for tag in (
            "nav", "aside", "footer", "header", "dialog", "dialog open", "blockquote", "figure", "pre", "template", "noscript", "canvas", "iframe", "button", "label", "svg", "center", "address", "details", "x-tin", "o:p", "textarea", "main", "article", "cite", "sup")},
        **{f"style {style}": f"<p style='{style}'>Ghe về tới bến lúc trời vừa sáng rõ, bà con ra đón rất đông.</p>" for style in (
            "display:none", "visibility:hidden", "font-size:0", "opacity:0", "opacity:0.5", "left:-499px", "left:-500px", "left:-9999px", "clip:rect(0 0 0 0)", "height:0;overflow:hidden", "overflow:hidden;width:0", "color:transparent", "text-align:right",
            "text-align:center", "font-weight:600", "font-weight:500", "font-weight:normal", "font-style:italic", "white-space:pre-line", "background:url(/a.jpg)", "float:left", "transform:scale(0)", "font-size:1px", "font-size:2px", "clip-path:inset(50%)")},
        **{f"span style {style}": f"<p>Bà con <span style='{style}'>ba ấp ven kênh</span> ra đón ghe về tới bến rất đông vui.</p>" for style in ("display:none", "display:block", "font-weight:bold", "font-style:normal", "display:inline-block", "text-align:right")},
        **{f"class {names}": f"<div class='{names}'>Ghe về tới bến lúc trời vừa sáng rõ, bà con ra đón rất đông.</div>" for names in (
            "hidden", "d-none d-md-block", "hidden-xs", "tooltip-text", "share", "tags", "related-news", "text-right", "author", "date", "caption", "source", "sapo", "whitespace-pre-line", "first-letter", "entry-content", "post-title", "quang-cao", "has-ads", "footer", "comments", "tag2", "tinLienQuan", "wp-caption-text", "ads")},
        **{f"span class {names}": f"<p>Bà con <span class='{names}'>ba ấp ven kênh</span> ra đón ghe về tới bến rất đông vui.</p>" for names in ("hidden", "author", "date", "share", "caption", "note")},
        "drop cap": "<p><span style='float:left'>S</span>áng sớm, ghe về tới bến.</p>", "drop cap in a block": "<div class='dropcap'>S</div><p>áng sớm, ghe về tới bến.</p>", "drop cap word": "<p><b>Ở</b> bản, ghe về tới bến.</p>", "drop cap picture": "<p><img alt=S>áng sớm ghe về.</p>",
        "picture in a sentence": "<p>Bà con ba ấp ra đón <img src=/a.jpg> ghe về tới bến rất đông vui.</p>", "picture beside": "<p>Bà con ra đón ghe. <img src=/a.jpg align=left> Ghe về tới bến.</p>", "picture before a capital": "<p>Bà con ra đón <img src=/a.jpg> Ghe về tới bến.</p>",
        "broken rows": "<p>Bà con ba ấp ra đón ghe<br>về tới bến rất đông vui, trẻ nhỏ chạy theo<br>reo hò dọc bờ kênh mới đào hồi năm ngoái, tiếng trống vang xa<br>Ghe nữ về nhất.</p>", "two breaks": "<p>Bà con ra đón.<br><br>Ghe về bến.</p>",
        "verses": "<p>Ghe em về tới vàm sông<br>Lục bình tím cả một dòng nước trôi<br>Ai về nhắn với người ơi</p>", "bold row among rows": "<p><b>Hội đua ghe</b><br>12/10/2026<br>Ghe em về</p>", "linked rows": "<p><a href=/a>Tin thứ nhất hôm nay</a><br><a href=/b>Tin thứ hai hôm nay</a></p>",
        "pre": "<pre>Ghe em\nvề tới\n\nvàm sông</pre>", "noscript picture": "<p><img src=data:x></p><noscript><img src=/n.jpg></noscript><p>Ghe về</p>", "noscript counter": "<noscript><img src=/counter?x=1></noscript>", "drawn picture": "<div style='background-image:url(/d.jpg)'></div><p>Ghe về</p>",
        "picture element": "<picture><source srcset='/p.webp'></picture><p>Ghe về</p>", "video": "<video>Trình duyệt không xem được.</video><p>Ghe về tới bến</p>", "long video": f"<video>{words(400)}</video>", "longer video": f"<video>{words(402)}</video>",
        "map of images": "<figure><img src=/1.jpg><img src=/2.jpg><figcaption>Ghe về</figcaption></figure>", "two captions": "<table><tr><td><img src=/1.jpg></td><td><img src=/2.jpg></td></tr><tr><td>Ghe một</td><td>Ghe hai</td></tr></table>", "captions each": "<figure><img src=/1.jpg><figcaption>Một</figcaption></figure><figure><img src=/2.jpg><figcaption>Hai</figcaption></figure>",
        "credit alone": f"<p>{PICTURE}</p><p>Ghe về tới bến lúc sáng</p><p>Ảnh: Lan Thử</p>", "caption twice": f"<p>{PICTURE}</p><p>Ghe về tới bến lúc sáng. Ảnh: Lan Thử</p><p>Ghe về tới bến lúc sáng. Ảnh: Lan Thử</p>", "quoted caption": f"<p>{PICTURE}</p><p>“Ghe này do cha tôi đóng từ năm bà con dọn kênh lần đầu”.</p>", "dialogue": f"<p>{PICTURE}</p><p>- Thưa bà, năm nay nước lên chậm?</p>",
        "numbered caption": f"<p>{PICTURE}</p><p>1. Ghe nữ về đích</p>", "introducing": f"<p>{PICTURE}</p><p>Các hộ được hỗ trợ gồm:</p>", "signature below a picture": f"<p>{PICTURE}</p><p>Lan Thử</p>", "centred": f"<center>{PICTURE}</center><center>Ghe nữ về đích trước</center>", "in mid sentence": f"<p>{PICTURE}</p><p>và ghe nữ về đích trước</p>",
        "table": "<table><tr><th>Ấp</th><th>Ghe</th></tr><tr><td>Đông</td><td>12</td></tr><tr><td>Tây</td><td>9</td></tr></table>", "layout table": f"<table><tr><td><p>{PROSE[0]}</p><p>{PROSE[1]}</p></td><td>x</td></tr></table>", "one cell": "<table><tr><td>Ghe về tới bến</td></tr></table>",
        "list of links": "".join(f"<p><a href='/t{n}.html'>{words(30, n)}</a></p>" for n in range(4)), "documents": "<p><a href='/x.pdf'>Quyết định số 12 về hội đua</a></p>", "links in a sentence": "<p>Theo <a href='/x'>quyết định của xã</a>, ghe về tới bến trong ngày rằm tháng mười.</p>", "numbered link": "<h3><a href='/x.html'>3. Chuồng trại của bà con</a></h3>",
        "script link": "<p><a href='javascript:x()'>Bấm vào đây để in bài này</a></p>", "form": "<form><p>Ý kiến của bạn</p><textarea></textarea></form>", "phrase": "<p>Tin liên quan</p>", "phrases": "<p>Tin liên quan</p><p>Ghe về tới bến hôm nay</p><p>Chợ họp lại đông vui</p>", "comments": "<p>Bình luận (2)</p>", "placeholder": "<p>{{ article.title }}</p>",
        "deep": "<div>" * 260 + "Ghe về tới bến" + "</div>" * 260, "hidden copy": f"<div hidden><p>{PROSE[0]}</p><p>{PROSE[1]}</p></div>", "folded": f"<div style='display:none'><p>{words(90)}.</p><p>{words(90, 5)}.</p></div>",
        "subheads": f"<p><b>Ghe về bến</b></p><p>{PROSE[0]}</p>", "quote": f"<blockquote>{PROSE[1]}</blockquote>", "sheet": f"<style>.an{{display:none}} @media print{{.in{{display:none}}}} p.b,#c{{visibility:hidden}}</style><p class=an>{words(50)}</p><p class=in>{words(51)}</p><p class=b>{words(52)}</p><p id=c>{words(53)}</p>",
    }  # fmt: skip
    for name, text in inner.items():
        yield f"inner {name}", replace(PAGE, inner=text)
        yield f"below {name}", replace(BARE, below=text)
    for name in ("picture src=/a.jpg width=41", "centred", "credit alone"):
        yield f"first {name}", replace(PAGE, opening=inner[name] + PAGE.opening)
    for size in (450, 500, 550, 50_000, 50_001):
        yield (
            f"sheet of {size}",
            replace(PAGE, head=f"<style>.x{{{'a' * (size - 40)};display:none}}.sapo{{display: none}}</style>"),
        )


def _headings() -> Iterator[tuple[str, Slots]]:
    """What stands in and around a heading."""
    for name, heading in {
        "kicker": "<h1><span class=kicker>Đời sống</span> {title}</h1>", "kicker behind": "<h1>{title} <span class=label>Mới</span></h1>", "small": "<h1><small>Đời sống</small>{title}</h1>", "link before": "<h1><a href=/x>Đời sống</a> {title}</h1>", "sign": "<h1>{title} 120 m<sup>2</sup></h1>",
        "chemistry": "<h1>{title} CO<sub>2</sub></h1>", "note": "<h1>{title}<sup>1</sup></h1>", "titled": "<h1><span>Kỳ 2:</span> <span class=headline>{title}</span></h1>", "only child": "<h1><span><b>Đời sống</b> {title}</span></h1>", "comments": "<h1>{title} 12</h1>", "glued": "<h1>Đời sống{title}</h1>",
        "two": "<h1>Đời sống</h1><h1>{title}</h1>", "h2": "<h2>{title}</h2>", "class": "<div class=post-title>{title}</div>", "bold": "<p><b>{title}</b></p>", "none": "", "in nav": "<nav><h1>{title}</h1></nav>", "in header": "<header><h1>{title}</h1></header>", "link": "<h1><a href='/x.html'>{title}</a></h1>", "link here": f"<h1><a href='{URL}'>{{title}}</a></h1>",
        "date behind": "<h1>{title} (14/09/2026 08:30)</h1>", "with site": "<h1>{title} - Báo Vàm Sáng</h1>", "cut": "<h1>Ba ấp dọn kênh đón mùa...</h1>", "other": "<h1>Chợ nổi họp lại sau hai năm vắng khách</h1>", "in sidebar": "<div class=sidebar><h1>{title}</h1></div>", "hidden": "<h1 style='display:none'>{title}</h1>", "capitals": f"<h1>{TITLE.upper()}</h1>",
        "long kicker": "<h1><span class=kicker>Một hai ba bốn năm sáu bảy tám chín mười mười một</span> {title}</h1>", "longer kicker": "<h1><span class=kicker>Một hai ba bốn năm sáu bảy tám chín mười mười một hai</span> {title}</h1>", "sign of three": "<h1>{title} m<sup>234</sup></h1>", "sign of four": "<h1>{title} m<sup>2345</sup></h1>", "word before": "<h1>{title} abc<sup>2</sup></h1>",
        "six words linked": "<h1><a href=/x>một hai ba bốn năm sáu</a> {title}</h1>", "five words linked": "<h1><a href=/x>một hai ba bốn năm</a> {title}</h1>", "site's name": "<h1>Báo Vàm Sáng</h1><h2>{title}</h2>",
    }.items():  # fmt: skip
        for head_title in (PAGE.head_title, "Báo Vàm Sáng"):
            yield f"heading {name} {head_title[:7]}", replace(PAGE, heading=heading, head_title=head_title)
    for name in (
        "Báo Vàm Sáng",
        "Vam Sang Online",
        "vamsang.example",
        "Trang chủ",
        "Cổng thông tin điện tử tỉnh Vàm Sáng",
        "Thị xã Vàm",
        "Đời sống",
        "Báo điện tử của Đảng bộ và nhân dân tỉnh Vàm Sáng yêu",
        "Tin tức",
        "Vàm",
        "Hội An mùa nước",
    ):
        for form in ("{title} - {}", "{} - {title}", "{title} | {} | Vàm Sáng", "{title}: {}", "{}"):
            yield f"<title> {form} {name}", replace(PAGE, head_title=form.replace("{}", name), head="")
    for meta in (
        "Cập nhật: 16/11/2026 08:30",
        "Đăng ngày 16/11/26 08:30",
        "16.11.26",
        "Thứ Ba, 16/11/2026",
        "Thứ Hai 16/11/2026",
        "2 giờ trước",
        "Lan Thử - 16/11/2026",
        "16/11/2026 | Lan Thử | 120 lượt xem",
        "Tác giả: Lan Thử",
        "Posted by Lan Thử on 11/16/2026",
        "Lượt xem: 16/11/2026 - 17/11/2026",
        "© 16/11/2026",
        "admin",
        "VNPT",
        "Lan ThửPhóng viên",
        "lan@x.example",
        "Lan Thử và Tư Vàm",
        "Bài, ảnh: Lan Thử",
        "Theo TTXVN",
        "Công ty Lan Thử",
        "Báo Vàm Sáng",
    ):
        for form in (
            "<div>{}</div>",
            "<div class=author>{}</div>",
            "<div class=date>{}</div>",
            "<time datetime='2026-11-15'>{}</time>",
            "<li>{}</li>",
        ):
            yield f"meta {meta} {form[:11]}", replace(PAGE, meta=form.format(meta), last="")
        yield f"last {meta}", replace(PAGE, meta="", last=f"<p style='text-align:right'>{meta}</p>")
    for above in (
        "<div class=section-name>Đời sống</div>",
        "<h2><a href=/doi-song/>Đời sống</a></h2>",
        "<a rel='category tag' href=/doi-song/>Đời sống</a>",
        "<ul class=breadcrumb><li><a href=/>Trang chủ</a></li><li><a href=/doi-song/>Đời sống</a></li><li>{title}</li></ul>",
        "<a href=/>Trang chủ</a> / <a href=/doi-song/>Đời sống</a>",
        "<div class=path>Trang chủ > Đời sống</div>",
        "<b>ĐỜI SỐNG</b>",
        "<nav><a href=/doi-song/>{title}</a></nav>",
    ):
        yield f"above {above}", replace(PAGE, above=above)
        yield f"above {above} bare", replace(BARE, above=above, url="https://vamsang.example/doi-song/x-1.html")


def _scripts() -> Iterator[tuple[str, Slots]]:
    """Pages whose text a script draws, of which there is more and more."""
    for size in (150, 199, 200, 201, 205, 260, 420):
        text = f"{words(size)}."
        state = {
            "props": {
                "article": {"title": TITLE, "content": f"<p>{text}</p>", "related": [{"title": "x", "content": text}]}
            }
        }
        blocks = {
            "data": {
                "headline": TITLE,
                "body": [
                    {"type": "p", "text": text},
                    {"children": [{"value": words(60)}]},
                    {"comments": [{"text": text}]},
                ],
            }
        }
        forms = {
            "template": f"<template><p>{text}</p></template>", "script template": f"<script type='text/template'><p>{text}</p></script>", "noscript": f"<noscript><p>{text}</p></noscript>", "articleBody": _ld({**TOLD, "articleBody": text}),
            "state": f"<script>window.__STATE__ = {json.dumps(state)};</script>", "next": f"<script id=__NEXT_DATA__ type='application/json'>{json.dumps(blocks)}</script>", "parsed": f"<script>x=JSON.parse({json.dumps(json.dumps(state))})</script>", "parsed, single": f"<script>x=JSON.parse('{json.dumps(blocks)}')</script>",
            "articleBody as markup": _ld({**TOLD, "articleBody": f"&lt;p&gt;{text}&lt;/p&gt;"}), "another's": f"<script>var a = {json.dumps({'title': 'Bài khác hẳn đi', 'text': text})}</script>",
        }  # fmt: skip
        for name, form in forms.items():
            yield f"drawn: {name} of {size}", replace(BARE, opening="", closing="", inner=form)
            if size in (200, 420):
                yield (
                    f"drawn beside text: {name} of {size}",
                    replace(BARE, opening=f"<p>{words(100)}.</p>", closing="", inner=form),
                )


def _bytes() -> Iterator[Case]:
    """Bytes that are no plain UTF-8."""
    page = PAGE.page()
    body = page.encode()
    forms: dict[str, bytes] = {
        "gzip": gzip.compress(body, mtime=0), "no gzip": b"\x1f\x8b" + body, "mark": b"\xef\xbb\xbf" + body, "utf-16": page.encode("utf-16"), "utf-16le": page.encode("utf-16-le"), "utf-16be": page.encode("utf-16-be"), "nul": body.replace(b"<p>", b"<p>\0"), "controls": body.replace(b"<p>", b"<p>\x0b\x08"),
        "cp1258": page.encode("cp1258", "replace"), "latin": page.encode("latin-1", "replace"), "pdf": b"%PDF-1.4" + body, "empty": b"  \n", "cdata": body.replace(b"<p>", b"<p><![CDATA[x]]>", 1), "cdata in a script": b"<script><![CDATA[x]]></script>" + body,
        "early end": body.replace(b"<h1>", b"</body></html><body><h1>", 1), "early end of all": body.replace(b"<h1>", b"</html><h1>", 1), "no tags": b"Ghe v\xe1\xbb\x81 t\xe1\xbb\x9bi b\xe1\xba\xbfn.", "frames": b"<html><frameset><frame src=x></frameset></html>", "only scripts": b"<html><body><script>x</script></body></html>", "plaintext": b"<html><body><title>x" + body,
        "replayed": body.replace(b"<head>", b"<head><!-- BEGIN WAYBACK TOOLBAR INSERT --><p>x</p><!-- END WAYBACK TOOLBAR INSERT --><a href='/web/20200101000000/https://vamsang.example/x'>x</a>"),
    }  # fmt: skip
    for share in range(14):
        forms[f"{share} of 100 bytes are nul"] = (b"\0" * share + b"abc " * 25)[:100] * 45
    for share in range(5):
        forms[f"{share} of 100 bytes are controls"] = (b"\1" * share + b"<p>abc </p>" * 10)[:100] * 45
    for share in range(80, 180, 20):
        forms[f"{share} of 400 bytes are every second"] = (b"a\0" * share + b"abcd" * 200)[:800]
    for name, data in forms.items():
        yield f"bytes {name}", URL, data, {}
    for kind in (
        "text/html; charset=windows-1258",
        "text/plain",
        "application/pdf",
        "text/html; charset=utf-16",
        "TEXT/PLAIN; x",
    ):
        yield f"sent as {kind}", URL, page.encode("cp1258", "replace"), {"content_type": kind}
        yield f"words sent as {kind}", URL, Text().page().encode(), {"content_type": kind}
    for status in (200, 403, 404, 410, 500):
        yield f"status {status}", URL, body, {"status": status}
    yield (
        "unstripped",
        URL,
        replace(PAGE, inner="<p>Tin liên quan</p><p><a href='/x.html'>Chợ nổi họp lại sau hai năm</a></p>")
        .page()
        .encode(),
        {"strip": False},
    )


def _ruled() -> Iterator[Case]:
    """A family's rules, on the days they held and on others."""
    page = replace(
        PAGE,
        inner=f"<div class=kep><p>{PROSE[1]}</p></div><p class=chu>{PICTURE}</p><p class=chu>Ghe về</p>",
        above="<b class=muc>Đời sống</b><i class=ten>Tên khác hẳn của bài</i>",
        meta="<div class=lich>01/10/2026</div><div class=nguoi>Tư Vàm</div>",
    )
    body = page.page().encode()
    day = date(2026, 11, 23)
    for name, select in {
        "title": {"title": ".ten"}, "lead": {"lead": "p.sapo"}, "body": {"body": "div.content"}, "byline": {"byline": ".nguoi"}, "date": {"date": ".lich"}, "captions": {"captions": "p.chu"}, "tags": {"tags": ".muc"}, "section": {"section": ".muc"}, "remove": {"remove": ".kep"},
        "xpath": {"title": "//i[@class='ten']"}, "nothing": {"title": ".khong", "body": ".khong"}, "inner body": {"body": "div.kep"},
    }.items():  # fmt: skip
        yield f"rule {name}", URL, body, {"rules": Rules(RuleSet(select))}
    for since, until in (
        (day, None),
        (None, day),
        (date(2026, 11, 24), None),
        (None, date(2026, 11, 24)),
        (date(2026, 11, 22), day),
    ):
        yield (
            f"rule since {since} until {until}",
            URL,
            body,
            {"rules": Rules(RuleSet({"title": ".ten"}, since, until), RuleSet({"title": ".muc"}))},
        )


def _parts() -> Iterator[Case]:
    """Further pages of an article, by address, pager and head."""
    for number in (1, 2, 3, 49, 50, 51, 99, 100):
        for form in (
            "/ba-ap-don-kenh/page/{}",
            "/ba-ap-don-kenh-p{}.html",
            "/ba-ap-don-kenh.html?page={}",
            "/ba-ap-don-kenh/{}/",
            "/ba-ap-don-kenh-{}.html",
            "/ba-ap-don-kenh_{}",
            "/?p={}",
            "/ba-ap-don-kenh/trang-{}.html",
            "/ba-ap-don-kenh/?x=1&trang={}",
        ):
            address = form.format(number)
            first = replace(
                PAGE,
                url="https://vamsang.example/ba-ap-don-kenh.html",
                below=f"<div class=pager><a href='{address}'>{number}</a></div>",
            )
            yield f"linked {address}", first.url, first.page().encode(), {}
            further = replace(
                PAGE,
                url=f"https://vamsang.example{address}",
                below="<div><a href='/ba-ap-don-kenh'>1</a> <a href='/ba-ap-don-kenh.html'>Trang đầu</a></div>",
            )
            yield f"at {address}", further.url, further.page().encode(), {}
            yield (
                f"at {address}, canonical",
                further.url,
                replace(
                    further,
                    below="",
                    head="<link rel=canonical href='/ba-ap-don-kenh/'><link rel=prev href='/ba-ap-don-kenh/1'>",
                )
                .page()
                .encode(),
                {},
            )
    for words_of_link in ("2", "[ 2 ]", "Trang 2", "Trang sau", "»", "Kỳ 2", "3", "", "xem tiếp"):
        for sign in ("/2/", "-2.html", "/page/2"):
            slots = replace(
                PAGE,
                url="https://vamsang.example/ba-ap.html",
                below=f"<div><a href='/ba-ap{sign}'>{words_of_link}</a><a href='/ba-ap{sign.replace('2', '3')}'>3</a></div>",
            )
            yield f"link {words_of_link} to {sign}", slots.url, slots.page().encode(), {}
    commented = replace(
        PAGE,
        url="https://vamsang.example/ba-ap.html",
        below="<div class=comments-pager><a href='/ba-ap/page/2'>2</a></div>",
    )
    yield "pager of comments", commented.url, commented.page().encode(), {}


def _texts() -> Iterator[tuple[str, Text]]:
    """Page texts of other habits."""
    text = Text()
    titles = "\n\n".join(words(40, 11 * n) for n in range(6))
    lead = "Tin liên quan\n\n"
    yield from {
        "no title": replace(text, title=""), "title in the path": replace(text, title="", path="Trang chủ » Đời sống » Ba ấp dọn kênh đón mùa"), "site behind": replace(text, title=f"{text.title} - Báo Vàm Sáng"), "date behind": replace(text, title=f"{text.title} (16/11/2026)"),
        "tagged": replace(text, lead=f"(VSO) - {text.lead}"), "list within": replace(text, inner=f"{lead}{titles}"), "list below": replace(text, below=f"{lead}{titles}"), "label above a list": replace(text, inner=f"Đọc nhiều\n\n{titles}"), "comments": replace(text, below="Bình luận\n\nLan Thử\n\nHay quá, cảm ơn bà con."),
        "imprint": replace(text, foot="Giấy phép số 12/GP-TTĐT\n\nĐịa chỉ: ấp Đông, xã Vàm Sáng\n\nĐiện thoại: 0123"), "source": replace(text, last="Nguồn: TTXVN"), "credit": replace(text, inner="Ghe về tới bến lúc sáng\n\nẢnh: Lan Thử"), "caption": replace(text, inner="Ghe về tới bến lúc trời vừa sáng"),
        "by": replace(text, date=f"{text.date}\n\nTác giả: Lan Thử", last=""), "name above": replace(text, date=f"Lan Thử\n\n{text.date}", last=""), "twice": replace(text, top=f"{text.title}\n\n{text.top}"), "menu": replace(text, top="Thời sự | Đời sống | Kinh tế | Văn hóa"), "glued menu": replace(text, top="Thời sựĐời sốngKinh tếVăn hóaThể thaoBạn đọc"),
        "capitals": replace(text, top="Thời Sự Đời Sống Kinh Tế Văn Hóa Thể Thao Bạn Đọc"), "share": replace(text, below="Chia sẻ Facebook Zalo\n\nTin liên quan\n\n" + titles), "short": replace(text, opening="", closing="", lead="Ghe về tới bến."), "summaries": replace(text, below=f"{lead}" + "\n\n".join(f"{words(45, n)}\n\n{words(100, n)}." for n in range(4))),
        "copy below": replace(text, below=f"{lead}{words(40, 5)}\n\n{words(90, 5)}.\n\n{words(41, 9)}", inner=words(40, 5)), "verse": replace(text, inner="Ghe em về tới vàm sông.\n\nLục bình tím cả một dòng nước trôi.\n\nAi về nhắn với người ơi\n\nMùa đua ghe tới thì chơi cùng làng.\n\nTrống vang từ sáng đến chiều\n\nBa ấp ra đón thật nhiều ghe xuôi."),
    }.items()  # fmt: skip
