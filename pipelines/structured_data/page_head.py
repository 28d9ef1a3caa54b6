"""What a page says about itself in its head: meta, OpenGraph, structured data, the canonical address. Not yet believed."""

from __future__ import annotations

import html
import re
from dataclasses import dataclass, field
from typing import NamedTuple

from lxml.etree import _Element

from pipelines.addresses.address import join
from pipelines.outline import is_placeholder, text_of
from pipelines.outline.elements import Elements
from pipelines.structured_data import structured_data

CUT = re.compile(r"\s+(?:[-–—|»›·•]|::|\|\|)\s+|\s*\|\s*")  # what stands between a title and the site's name


class Author(NamedTuple):
    """Whom one place in the head, or one article of the structured data, names as the authors."""

    names: list[str]
    where: str  # json-ld, microdata, meta
    body: bool = False  # an organization, not a person


@dataclass(slots=True)
class PageHead:
    """The head of a page. Every value as printed, entities decoded; empty where the page says nothing."""

    base: str = ""  # what relative addresses are relative to
    page_title: str = ""
    titles: list[str] = field(default_factory=list)  # of the article, the best first
    site: list[str] = field(default_factory=list)  # names of the site
    kind: str = ""  # og:type
    types: set[str] = field(default_factory=set)  # JSON-LD types
    descriptions: list[str] = field(default_factory=list)
    canonical: str = ""
    authors: list[Author] = field(default_factory=list)
    section: str = ""
    crumbs: list[str] = field(default_factory=list)  # the path to the page by structured data, from the home page on
    tags: list[str] = field(default_factory=list)
    keywords: list[str] = field(default_factory=list)
    published: list[tuple[str, str]] = field(default_factory=list)  # value, where it was read
    created: list[tuple[str, str]] = field(default_factory=list)  # the same, of the making of page or article
    modified: list[str] = field(default_factory=list)
    images: list[str] = field(default_factory=list)
    language: str = ""
    body_class: str = ""
    body: str = ""  # articleBody of structured data
    refresh: str = ""
    next: str = ""
    prev: str = ""


# Names of <meta> by what they say; what is printed before the last dot or colon counts only where it stands here.
_PUBLISHED = frozenset(
    ("article:published_time", "datepublished", "article:published", "article.published", "og:published_time",
     "og:article:published_time", "og:pubdate", "published_time", "article:published_date", "pubdate", "publishdate",
     "publish_date", "publish-date", "published-date", "published_date", "publicationdate", "publication_date",
     "originalpublicationdate", "article_date_original", "article:post_date", "date", "dc.date", "dc:date", "dc.date.issued",
     "dcterms.date", "dcterms.issued", "citation_publication_date", "citation_date", "citation_online_date",
     "parsely-pub-date", "sailthru.date", "rnews:datepublished", "cxenseparse:recs:publishtime", "cxenseparse:publishtime",
     "bt:pubdate", "displaydate", "ptime", "pdate", "release_date", "article.date", "news_publication_date", "shareaholic:article_published_time")
)  # fmt: skip
_IS_PUBLISHED = re.compile(r"(?:^|[-_.:])pub(?:lish(?:ed|ing)?|lication)?[-_.]?(?:date|time|datetime)$")  # sw-pubdate
_CREATED = frozenset(
    ("datecreated", "dc.created", "dc.date.created", "dcterms.created", "article:create_at", "article.created",
     "article:created_time", "created", "creation_date", "uploaddate")
)  # fmt: skip
_MODIFIED = frozenset(
    ("article:modified_time", "og:updated_time", "og:article:modified_time", "datemodified", "lastmod", "last-modified",
     "article.updated", "article:updated", "dcterms.modified", "dc.date.modified", "revised", "modified_time",
     "shareaholic:article_modified_time")
)  # fmt: skip
_AUTHORS = frozenset(
    ("author", "authors", "article:author", "article:author_name", "article.author", "article_author", "og:author",
     "og:article:author", "dc.creator", "dc:creator", "dcterms.creator", "dc.author", "dc.contributor", "citation_author",
     "sailthru.author", "parsely-author", "dable:author", "rbauthors", "byl", "byline", "creator", "shareaholic:article_author_name",
     "twitter:author", "cxenseparse:author", "rnews:author", "article:byline")
)  # fmt: skip
_MICRODATA = frozenset(("author", "creator", "datepublished", "datecreated", "datemodified"))
# What <meta name="twitter:label1"> calls the author: content systems print it in the site's language.
_WRITTEN = re.compile(
    r"written by|author|geschrieben von|verfasst von|autor|escrito por|publicado por|[ée]crit par|auteur|scritto da|napisane przez"
    r"|geschreven door|viết bởi|tác giả|автор|yazan|skrivet av",
    re.I,
)

# "[Báo Vàm] Tên bài", "Báo Vàm: Tên bài"
_PAPER = re.compile(
    r"^(?:\[(?:Báo|Tạp chí|Đài) [^\]]{2,30}\]\s*|(?:Báo|Tạp chí) (?:[A-ZĐÀ-Ỹ]\S* ){0,3}[A-ZĐÀ-Ỹ]\S*:\s+)(?=\S)"
)
# What a script sends its readers on by: location.href = "/bai-1.html", window.location='/x', location.replace("/x")
_SENDS_ON = re.compile(r"""\blocation(?:\.href\s*=|\s*=|\.(?:replace|assign)\s*\()\s*["']([^"'\s]+)["']""")
_BARE = 40  # elements that a page has at most which shows nothing
_READ = frozenset(("base", "meta", "title", "link", "script"))


def read_head(elements: Elements, url: str, source: bytes = b"") -> PageHead:
    """Reads the head of a page at `url` and the structured data in it; `source` is the page's bytes."""
    tree = elements.root
    found = PageHead(base=url)
    get = tree.get("lang") or tree.get("xml:lang") or tree.get("{http://www.w3.org/XML/1998/namespace}lang") or ""
    found.language = get
    body = tree.find("body")
    if body is not None:
        found.body_class = f"{body.get('class') or ''} {body.get('id') or ''}".strip()
    head = tree.find("head")
    metas = _Metas(found, b"itemprop" in source)
    scripts: list[str] = []
    plain_title = ""
    for element in elements.all:
        tag = element.tag
        if tag not in _READ:
            continue
        if tag == "meta":
            metas.read(element)
        elif tag == "title":
            parent = element.getparent()
            if not plain_title and parent is not None and parent.tag in ("head", "html", "body"):
                plain_title = text_of(element)
        elif tag == "link":
            _read_link(found, element)
        elif tag == "base":
            href = element.get("href")
            if href and head is not None:
                found.base = join(url, href) or url
        elif "ld+json" in (element.get("type") or "").lower():
            scripts.append(element.text or "")
    if not found.refresh and b"location" in source and len(elements.all) <= _BARE:
        found.refresh = _sent_on(elements, url)
    found.page_title = _PAPER.sub("", html.unescape(plain_title))
    told = structured_data.read(scripts, elements, source, url, found.canonical, [*found.titles, found.page_title])
    _structured(found, told)
    found.authors += [Author(list(dict.fromkeys(names)), "meta") for names in metas.authors.values()]
    found.descriptions += metas.descriptions
    return found


def _sent_on(elements: Elements, url: str) -> str:
    """Where the scripts of a page that shows nothing send its readers on to, as a refresh would say it; empty where
    nowhere else, or to several places, or where they set a cookie first, without which one may not pass."""
    said = "\n".join(element.text or "" for element in elements.of("script"))
    targets = {target for match in _SENDS_ON.findall(said) if (target := join(url, match)) and target != url}
    if len(targets) != 1 or "document.cookie" in said or len(elements.of("a")) > 1:
        return ""
    shown = (element for element in elements.all if element.tag not in ("script", "style", "noscript", "title"))
    told = "".join(text or "" for element in shown for text in (element.text, element.tail))
    return f"0;url={targets.pop()}" if len(told.strip()) < 200 else ""


def _read_link(found: PageHead, element: _Element) -> None:
    """Takes from a <link> what it says of the canonical address and the pages before and after."""
    rel = (element.get("rel") or "").lower()
    href = (element.get("href") or "").strip()
    if not href:
        return
    if rel == "canonical":
        found.canonical = found.canonical or href
    elif rel == "next":
        found.next = href
    elif rel == "prev":
        found.prev = href


class _Metas:
    """Reads the <meta> of a page into `found`; authors and descriptions are kept apart, as others come first."""

    def __init__(self, found: PageHead, microdata: bool) -> None:
        self.found = found
        self.microdata = microdata
        self.authors: dict[str, list[str]] = {}  # by the name of their <meta>
        self.descriptions: list[str] = []
        self._label = ""  # number of the twitter:label that announces the author

    def read(self, element: _Element) -> None:
        """Takes what a <meta> says; a placeholder of a template says nothing."""
        found = self.found
        content = element.get("content") or element.get("value")
        if not content or is_placeholder(content):
            return
        key = (element.get("property") or element.get("name") or "").strip().lower()
        also = (element.get("itemprop") or "").lower()
        if not key and self.microdata and also in _MICRODATA:
            return  # microdata know whose it is
        key = key or also
        if not key:
            equivalent = (element.get("http-equiv") or "").lower()
            if equivalent == "refresh":
                found.refresh = content
            elif equivalent == "content-language":
                found.language = found.language or content
            return
        content = html.unescape(content).strip()
        if key.startswith("twitter:label"):
            self._label = key[-1] if _WRITTEN.search(content) else ""
        elif key in _AUTHORS or (key.startswith("twitter:data") and key[-1] == self._label):
            self.authors.setdefault(key, []).append(content)
        else:
            self._store(key, also, content)

    def _store(self, key: str, also: str, content: str) -> None:
        """Puts the content of a <meta> into the field that its name, or `also` its itemprop, stands for."""
        found = self.found
        if key in ("og:title", "twitter:title", "headline", "title", "dc.title"):
            found.titles.insert(0, content) if key == "og:title" else found.titles.append(content)
        elif key == "og:site_name" or key in (
            "application-name",
            "apple-mobile-web-app-title",
            "copyright",
            "twitter:site",
        ):
            found.site.append(content)
        elif key == "og:type":
            found.kind = content.lower()
        elif key == "og:url":
            found.canonical = found.canonical if _absolute(found.canonical) else content
        elif key in ("og:description", "description", "twitter:description"):
            self.descriptions.append(" ".join(content.split()))
        elif key in ("article:section", "articlesection", "parsely-section"):
            found.section = found.section or content
        elif key in ("article:tag", "parsely-tags"):
            found.tags += [tag.strip() for tag in re.split(r"[,;]", content)]
        elif key in ("keywords", "news_keywords"):
            found.keywords = found.keywords or [tag.strip() for tag in re.split(r"[,;]", content)]
        elif key == "og:image":
            found.images.append(content)
        for name in dict.fromkeys((key, also)):
            if name in _PUBLISHED or _IS_PUBLISHED.search(name):
                found.published.append((content, "microdata" if name == "datepublished" else "meta"))
            elif name in _CREATED:
                found.created.append((content, "meta"))
            elif name in _MODIFIED:
                found.modified.append(content)
            elif name == "articlesection":
                found.section = found.section or content


def _structured(found: PageHead, told: structured_data.Structured) -> None:
    """Puts what structured data say of the page's own article before what the rest of the head says."""
    found.types = told.types
    found.site += told.sites
    found.crumbs = told.crumbs
    titles: list[str] = []
    published: list[tuple[str, str]] = []
    modified: list[str] = []
    for one in told.own:
        titles += one.titles[:1]
        if one.published:
            published.append((one.published, one.where))
        if one.created:
            found.created.insert(0, (one.created, one.where))
        if one.modified:
            modified.append(one.modified)
        for names, body in ((one.authors, False), (one.bodies, True)):
            if names:
                found.authors.append(Author(names, one.where, body))
        if one.description:
            found.descriptions.append(one.description)
        found.body = found.body or one.text
        found.section = found.section or one.section
        if one.keywords and not found.keywords:
            found.keywords = [
                tag
                for words in one.keywords
                for tag in map(str.strip, re.split(r"[,;]", structured_data.text(words)))
                if tag
            ]
    found.titles += titles
    found.published = published + found.published
    found.modified = modified + found.modified


def _absolute(url: str) -> bool:
    """Whether an address is a whole one of the web."""
    return url.startswith(("http://", "https://"))
