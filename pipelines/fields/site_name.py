"""The names by which a site calls itself, and a title without them."""

from __future__ import annotations

import re
from functools import lru_cache

from archive.hosts import host
from pipelines.addresses.slug import says, slugs
from pipelines.language.title_keys import key
from pipelines.outline import is_placeholder
from pipelines.page import Page

# What stands between a title and the site's name: "Tên bài - Báo X", "Tên bài | X", "Tên bài_X", "X: Tên bài"
SEPARATOR = re.compile(r"\s+(?:[-–—|»«›‹·•~@/]|::|:|\|\||//|--|>+|<+)\s+|\s*\|+\s*|\s*(?:::|»|—|--)\s*|_(?=\S)|\s+_")
_WEAK = re.compile(r"^\s*(?:[:/@~—]|--)\s*$")  # also stand within titles: only a name that is known is cut off there
_NAMED = re.compile(
    r"^(?:Báo|Tạp chí|Đài|Cổng|Trang|Website|Sở|UBND|Thông tấn xã|Phòng|Ban|Công an|Trường|Hội|Ủy ban)"
    r"(?: (?:điện tử|thông tin(?: điện tử)?|chủ|tin(?: điện tử)?|nhân dân|online|PT-?TH|TTĐT|tỉnh|TP\.?|thành phố|huyện))*"
    r"(?: [A-ZĐ0-9À-Ỹ].*)?$"
    r"|^B[ÁA]O (?:[A-ZĐÀ-Ỹ]+ ){1,4}(?:ĐIỆN TỬ|DIEN TU|ONLINE)$"
    r"|^(?:home|homepage|trang nhất|start|startseite|news|tin tức|online)$|^[\w.-]+\.(?:vn|com|net|org|de|info|edu|gov)\b",
)
_PLACE = re.compile(
    r"^(?:tỉnh|huyện|thành phố|TP\.?|quận|xã|phường|thị xã|thị trấn) [A-ZĐÀ-Ỹ]", re.I
)  # rest of a portal's name
_GENERIC = frozenset(
    ("home", "trang chu", "trang nhat", "homepage", "tin tuc", "news", "untitled", "index", "chi tiet", "chi tiet tin",
     "chi tiet tin tuc", "chi tiet bai viet", "tin chi tiet", "noi dung chi tiet", "noi dung tin", "xem tin", "bai viet", "detail",
     "details", "news detail", "news details", "article", "article detail", "view news")
)  # fmt: skip
_FRAMED = re.compile(r"(?:[.:*=~-]{2,}).+?(?:[.:*=~-]{2,})$")  # ".:: BAO SON LINH ::.", as no title of an article is
_LONGEST = 8  # words of a site's name that only its form tells


def site_keys(page: Page) -> frozenset[str]:
    """The keys of the names that the head and the newspaper's list give the site.

    Some heads name the article there too: a name that <title> or the address have for the article is none of the site.
    """
    assert page.head
    head = page.head
    return _site_keys((*head.site, page.newspaper_title), tuple(head.titles), head.page_title, page.url)


@lru_cache(maxsize=16)  # several fields ask for those of one page
def _site_keys(sites: tuple[str, ...], called: tuple[str, ...], page_title: str, url: str) -> frozenset[str]:
    """As `site_keys`: `sites` are the names, `called` the titles that the head has for the page."""
    names = frozenset(k for name in sites if name and (k := key(name)))
    titles = names.intersection(map(key, called))
    whole, found = key(page_title), slugs(url)
    return names - {
        title
        for title in titles
        if any(says(slug, title) for slug in found) or (whole.startswith(f"{title} ") and len(title.split()) > 3)
    }


def is_site(page: Page, text: str, names: frozenset[str] | None = None) -> bool:
    """Whether a text is a name of the site, of its host or a generic one, and no title."""
    words = key(text)
    assert page.head
    framed = _FRAMED.match(page.head.page_title.strip()) is not None and words == key(page.head.page_title)
    if framed or not words or words in _GENERIC or is_placeholder(text) or is_own_name(page, text, names):
        return True
    return len(words.split()) <= _LONGEST and bool(_NAMED.search(text.strip()))


def is_own_name(page: Page, text: str, names: frozenset[str] | None = None) -> bool:
    """Whether a text is what the site calls itself, in its head or by its host. `names` are `site_keys(page)`."""
    words = key(text)
    known = site_keys(page) if names is None else names
    if words in known:
        return True
    if any(len(n) > 4 and (words.startswith(f"{n} ") or n.startswith(f"{words} ")) for n in known):
        return len(words.split()) <= _LONGEST
    bare = words.replace(" ", "")
    assert page.head
    for label in _labels(page.url, page.head.canonical):
        if bare in (label, f"bao{label}", label.removeprefix("bao"), f"{label}online", f"{label}com"):
            return True
        if len(label) > 5 and len(bare) > 5 and (bare in label or label in bare) and len(bare) < 2.5 * len(label):
            return True
    return False


@lru_cache(maxsize=16)
def _labels(url: str, canonical: str) -> list[str]:
    """The parts of a page's host that may be a name: `baosonlinh` of www.baosonlinh.example."""
    place = host(url) or host(canonical)
    said = {"".join(slug) for slug in slugs(url)}  # a host that the path repeats is the article's name, not the site's
    labels = [label.replace("-", "") for label in place.split(".")[:-1] if len(label) > 3]
    return [label for label in labels if label not in said]


def pieces(title: str) -> list[tuple[int, int]]:
    """The spans of a title between its separators."""
    start, spans = 0, []
    for cut in SEPARATOR.finditer(title):
        if cut.start() > start:
            spans.append((start, cut.start()))
        start = cut.end()
    return [*spans, (start, len(title))] if start < len(title) else spans


def cut(page: Page, title: str, names: frozenset[str]) -> str:
    """A title without the names of site and section at its ends; empty where it is nothing else."""
    assert page.head
    section = key(page.head.section)
    spans = pieces(title)

    def is_name(span: tuple[int, int]) -> bool:
        """Whether the piece of the title from `span[0]` to `span[1]` is the name of the site or the section."""
        text = title[span[0] : span[1]]
        return is_site(page, text, names) or (bool(section) and key(text) == section)

    while len(spans) > 1 and is_name(spans[-1]):
        spans.pop()
    while len(spans) > 1 and is_site(page, title[spans[0][0] : spans[0][1]], names):
        spans.pop(0)
    if not spans or (len(spans) == 1 and is_site(page, title[spans[0][0] : spans[0][1]], names)):
        return ""
    text = title[spans[0][0] : spans[-1][1]].strip()
    return "" if len(text) < len(title) and len(text.split()) <= 5 and _PLACE.match(text) else text
