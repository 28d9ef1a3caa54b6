"""What a page says about itself in its head: meta, OpenGraph, JSON-LD, the canonical address. Not yet believed."""

from __future__ import annotations

import html
import json
import re
from dataclasses import dataclass, field
from typing import Any

from lxml.etree import XPath, _Element

from pipelines.address import join
from pipelines.outline import is_placeholder, text_of

_ARTICLE = re.compile(
    r"(?:News|Blog|Report|Scholarly|Tech|Opinion|Review|Analysis|Background)?(?:Article|Posting)$|^Report$"
)
_DATES = XPath('//*[@itemprop="datePublished" or @itemprop="dateModified"]')
CUT = re.compile(r"\s+(?:[-–—|»›·•]|::|\|\|)\s+|\s*\|\s*")  # what stands between a title and the site's name
_JSON = 300_000  # characters of one JSON-LD block that are still read
_CONTROL = re.compile(r"[\x00-\x1f]+")


@dataclass(slots=True)
class About:
    """The head of a page. Every value as printed, entities decoded; empty where the page says nothing."""

    base: str = ""  # what relative addresses are relative to
    page_title: str = ""
    titles: list[str] = field(default_factory=list)  # of the article, the best first
    site: list[str] = field(default_factory=list)  # names of the site
    kind: str = ""  # og:type
    types: set[str] = field(default_factory=set)  # JSON-LD types
    descriptions: list[str] = field(default_factory=list)
    canonical: str = ""
    authors: list[str] = field(default_factory=list)
    section: str = ""
    tags: list[str] = field(default_factory=list)
    keywords: list[str] = field(default_factory=list)
    published: list[tuple[str, str]] = field(default_factory=list)  # value, where it was read
    modified: list[str] = field(default_factory=list)
    images: list[str] = field(default_factory=list)
    language: str = ""
    body_class: str = ""
    body: str = ""  # articleBody of JSON-LD
    refresh: str = ""
    next: str = ""
    prev: str = ""


_PUBLISHED = {
    "article:published_time": "meta",
    "datepublished": "microdata",
    "article:published": "meta",
    "og:published_time": "meta",
    "pubdate": "meta",
    "publishdate": "meta",
    "publish_date": "meta",
    "publish-date": "meta",
    "date": "meta",
    "dc.date": "meta",
    "dc.date.issued": "meta",
    "dc.created": "meta",
    "dcterms.created": "meta",
    "citation_publication_date": "meta",
    "parsely-pub-date": "meta",
    "sailthru.date": "meta",
}
_MODIFIED = frozenset(
    (
        "article:modified_time",
        "og:updated_time",
        "datemodified",
        "lastmod",
        "last-modified",
        "dcterms.modified",
        "revised",
    )
)


def about(tree: _Element, url: str, source: bytes = b"") -> About:
    """Reads the head of a page at `url`, and the microdata dates of its body where `source` has any."""
    found = About(base=url)
    get = tree.get("lang") or tree.get("xml:lang") or tree.get("{http://www.w3.org/XML/1998/namespace}lang") or ""
    found.language = get
    body = tree.find("body")
    if body is not None:
        found.body_class = f"{body.get('class') or ''} {body.get('id') or ''}".strip()
    head = tree.find("head")
    description: list[str] = []
    plain_title = ""
    for element in tree.iter("base", "meta", "title", "link", "script"):
        tag = element.tag
        if tag == "meta":
            content = element.get("content")
            if not content or is_placeholder(content):
                continue
            key = (element.get("property") or element.get("name") or element.get("itemprop") or "").lower()
            also = (element.get("itemprop") or "").lower()
            if not key:
                if (element.get("http-equiv") or "").lower() == "refresh":
                    found.refresh = content
                elif (element.get("http-equiv") or "").lower() == "content-language":
                    found.language = found.language or content
                continue
            _meta(found, key, also, html.unescape(content).strip(), description)
        elif tag == "title":
            parent = element.getparent()
            if not plain_title and parent is not None and parent.tag in ("head", "html", "body"):
                plain_title = text_of(element)
        elif tag == "link":
            rel = (element.get("rel") or "").lower()
            href = element.get("href")
            if not href:
                continue
            if rel == "canonical":
                found.canonical = found.canonical or href.strip()
            elif rel == "next":
                found.next = href.strip()
            elif rel == "prev":
                found.prev = href.strip()
        elif tag == "base":
            href = element.get("href")
            if href and head is not None:
                found.base = join(url, href) or url
        elif (element.get("type") or "").strip().lower() == "application/ld+json":
            _json(found, element.text or "")
    asked = not found.published and (b'itemprop="date' in source or b"itemprop='date" in source)
    dated: Any = _DATES(tree) if asked else []
    for element in dated[:6]:
        value = element.get("content") or element.get("datetime") or element.get("title") or element.text or ""
        if element.tag != "meta" and value.strip():
            modified = element.get("itemprop") == "dateModified"
            found.modified.append(value) if modified else found.published.append((value, "microdata"))
    found.page_title = html.unescape(plain_title)
    found.descriptions += description
    return found


def _meta(found: About, key: str, also: str, content: str, description: list[str]) -> None:
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
        description.append(" ".join(content.split()))
    elif key in ("author", "article:author", "dc.creator", "sailthru.author", "parsely-author", "dable:author"):
        found.authors.append(content)
    elif key in ("article:section", "articlesection"):
        found.section = found.section or content
    elif key == "article:tag":
        found.tags += [tag.strip() for tag in re.split(r"[,;]", content)]
    elif key in ("keywords", "news_keywords"):
        found.keywords = found.keywords or [tag.strip() for tag in re.split(r"[,;]", content)]
    elif key == "og:image":
        found.images.append(content)
    for name in {key, also}:
        if name in _PUBLISHED:
            found.published.append((content, _PUBLISHED[name]))
        elif name in _MODIFIED:
            found.modified.append(content)
        elif name == "articlesection":
            found.section = found.section or content


def _json(found: About, text: str) -> None:
    if not text or len(text) > _JSON:
        return
    text = text.strip().removeprefix("<!--").removesuffix("-->").removeprefix("//<![CDATA[").removesuffix("//]]>")
    try:
        data = json.loads(_CONTROL.sub(" ", text).strip().rstrip(";"), strict=False)
    except (ValueError, RecursionError):
        return
    stack: list[Any] = [data]
    seen = 0
    while stack and seen < 500:
        item = stack.pop()
        seen += 1
        if isinstance(item, list):
            stack += reversed(item)
        elif isinstance(item, dict):
            kinds = [kind for kind in _list(item.get("@type")) if isinstance(kind, str)]
            found.types.update(kinds)
            if any(_ARTICLE.search(kind) for kind in kinds):
                _article(found, item)
            elif set(kinds) & {"Organization", "NewsMediaOrganization", "WebSite"}:
                found.site += _names(item)
            for value in item.values():
                if isinstance(value, (dict, list)):
                    stack.append(value)


def _article(found: About, item: dict[str, Any]) -> None:
    for key in ("headline", "name"):
        if isinstance(item.get(key), str):
            found.titles.append(_text(item[key]))
            break
    if isinstance(item.get("description"), str):
        found.descriptions.append(_text(item["description"]))
    if isinstance(item.get("articleBody"), str):
        found.body = found.body or item["articleBody"]
    if isinstance(item.get("datePublished"), str):
        found.published.insert(0, (item["datePublished"], "json-ld"))
    if isinstance(item.get("dateModified"), str):
        found.modified.insert(0, item["dateModified"])
    found.authors = [name for value in _list(item.get("author")) for name in _names(value)] + found.authors
    for value in _list(item.get("articleSection")):
        if isinstance(value, str):
            found.section = found.section or _text(value)
    for value in _list(item.get("publisher")):
        found.site += _names(value)
    for value in _list(item.get("keywords")):
        if isinstance(value, str) and not found.keywords:
            found.keywords = [tag.strip() for tag in re.split(r"[,;]", _text(value))]


def _list(value: Any) -> list[Any]:
    return value if isinstance(value, list) else [] if value is None else [value]


def _names(value: Any) -> list[str]:
    if isinstance(value, dict):
        value = value.get("name")
    return [_text(name) for name in _list(value) if isinstance(name, str) and name.strip()]


def _text(value: str) -> str:
    return " ".join(html.unescape(value).split())


def _absolute(url: str) -> bool:
    return url.startswith(("http://", "https://"))
