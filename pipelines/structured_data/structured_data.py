"""What JSON-LD, microdata and RDFa say of the articles on a page, and which of these is the page's own.

A page tells of others too: related articles, the posts of a live blog, comments. Its own is known by its headline, its
address and its place, never by its order; what is told of the others is left alone.
"""

from __future__ import annotations

import html
import re
from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Any

from lxml.etree import _Element

from pipelines.addresses.address import join, place
from pipelines.evidence import weights
from pipelines.language.title_keys import alike, key
from pipelines.outline import text_of
from pipelines.outline.elements import Elements
from pipelines.structured_data.json_ld import loads

_ARTICLE = re.compile(r"(?:Article|Posting|^Report|^Recipe|^Review|^HowTo|^CreativeWork|^PodcastEpisode|^VideoObject)$")
_NEWS = re.compile(r"(?:Article|Posting|^Report|^Recipe)$")
_PAGE = re.compile(r"(?:^|[a-z])Page$")
_SITES = frozenset(("Organization", "NewsMediaOrganization", "WebSite", "Corporation", "LocalBusiness"))
# Under these names stand other things than the one that names them.
_OTHERS = frozenset(
    ("itemListElement", "relatedLink", "hasPart", "liveBlogUpdate", "isRelatedTo", "isBasedOn", "mentions", "citation",
     "comment", "blogPost", "blogPosts", "review", "reviews", "subjectOf", "workExample", "exampleOfWork", "video", "related",
     "itemReviewed", "hasVariant", "isSimilarTo", "significantLink", "suggestedAnswer", "associatedMedia", "about")
)  # fmt: skip
_COMMENT = re.compile(r"Comment|Answer|Rating|Offer|Product|Person|Organization|ImageObject|WebSite|Breadcrumb", re.I)
_TAG = re.compile(r"</?[a-z][^<>]{0,300}>", re.I)
_MOST = 800  # objects of a page that are still looked at
_MOST_NAMES = 12
_LINKS = 300  # links of a page among which one to another article is looked for


@dataclass(slots=True)
class Told:
    """What is told of one article: every value as printed, entities decoded; empty where nothing is said."""

    where: str  # json-ld, microdata
    types: list[str] = field(default_factory=list)
    nested: bool = False  # told as a part or a neighbour of something else
    titles: list[str] = field(default_factory=list)
    addresses: list[str] = field(default_factory=list)
    authors: list[str] = field(default_factory=list)
    bodies: list[str] = field(default_factory=list)  # authors that are organizations
    published: str = ""
    created: str = ""
    modified: str = ""
    description: str = ""
    text: str = ""  # articleBody
    section: str = ""
    keywords: list[str] = field(default_factory=list)
    score: float = 0.0


@dataclass(slots=True)
class Structured:
    """All that structured data says on a page: the page's own articles, the best first, and what frames them."""

    own: list[Told] = field(default_factory=list)
    types: set[str] = field(default_factory=set)
    sites: list[str] = field(default_factory=list)
    crumbs: list[str] = field(default_factory=list)  # the path that leads to the page, from the home page on


def read(
    scripts: Iterable[str], elements: Elements, source: bytes, url: str, address: str, titles: list[str]
) -> Structured:
    """Reads the JSON-LD in `scripts` and the microdata and RDFa of `elements`.

    The page is known by its `url`, the `address` it calls its own, and by `titles`. Empty where the page says nothing.
    """
    found = Structured()
    told = _Json(found).read(scripts)
    if b"itemprop=" in source:
        told += _microdata(elements.with_attribute("itemprop"), "itemprop", "itemscope", "itemtype")
    if b" typeof=" in source:
        told += _microdata(_properties(elements), "property", "typeof", "typeof")
    if told:
        found.own = _own_articles(told, url, address, [*titles, *map(text_of, elements.of("h1"))])
        found.own = [one for one in found.own if one.score >= 0 or not _is_linked(one, elements)]
    return found


def _own_articles(told: list[Told], url: str, address: str, titles: list[str]) -> list[Told]:
    """Which of the articles told of are the page's own, the best first."""
    table = weights()["structured_data"]
    here = {place(url), place(address)} - {""}
    keys = {k for title in titles[:6] if (k := key(title))}
    for one in told:
        evidence = ["nested"] if one.nested else []
        places = {place(join(url, a)) for a in one.addresses} - {""}
        if places:
            evidence.append("address" if places & here else "other address")
        if one.titles and keys:
            same = any(alike(key(title), k) for title in one.titles for k in keys)
            evidence.append("headline" if same else "other headline")
        if any(map(_PAGE.search, one.types)):
            evidence.append("web page")
        elif one.types and not any(map(_NEWS.search, one.types)):
            evidence.append("other kind")
        if not (one.authors or one.bodies or one.published):
            evidence.append("empty")
        one.score = sum(table[e] for e in evidence)
    known = {one.where for one in told if one.score > 0 and one.titles}
    for one in told:  # a teaser's
        unlike = bool(one.titles and keys) and not any(alike(key(title), k) for title in one.titles for k in keys)
        one.score += table["another is the page's"] if one.score < 0 and unlike and one.where in known else 0
    rivals = sum(not one.nested and one.score < 0 and not any(map(_PAGE.search, one.types)) for one in told)
    if rivals > 1:  # several that the page's titles do not know are all of them others
        for one in told:
            one.score += table["one of several"] if one.score < 0 else 0
    return sorted((one for one in told if one.score > table["least"]), key=lambda one: -one.score)


def _is_linked(told: Told, elements: Elements) -> bool:
    """Whether a link of the page says the headline of an article and nothing else, as those to other articles do."""
    titles = {key(title) for title in told.titles if title} - {""}
    begins = {title[0] for title in titles}
    links = elements.of("a")[:_LINKS] if titles else []
    return any(key(text_of(a)) in titles for a in links if key((a.text or "")[:8])[:1] in {*begins, ""})


# --- JSON-LD ---------------------------------------------------------------------------------------------------------


class _Json:
    """Reads the objects of a page's JSON-LD, which may refer to one another by `@id`."""

    def __init__(self, found: Structured) -> None:
        self.found = found
        self.named: dict[str, dict[str, Any]] = {}

    def read(self, scripts: Iterable[str]) -> list[Told]:
        """Reads all objects of the scripts: the articles they tell of are returned, what frames them goes into `found`."""
        objects: list[tuple[dict[str, Any], bool]] = []
        stack: list[tuple[Any, bool]] = [(value, False) for script in scripts for value in loads(script)][::-1]
        while stack and len(objects) < _MOST:
            item, nested = stack.pop()
            if isinstance(item, list):
                stack += [(value, nested) for value in reversed(item[:_MOST])]
            elif isinstance(item, dict):
                objects.append((item, nested))
                if isinstance(name := item.get("@id"), str) and len(item) > 1:
                    self.named.setdefault(name, item)
                page = any(map(_PAGE.search, _types(item)))
                for name, value in item.items():
                    if isinstance(value, (dict, list)):
                        own = page and name in ("about", "hasPart") and isinstance(value, dict)
                        stack.append((value, nested or (name in _OTHERS and not own)))
        told = []
        for item, nested in objects:
            types = _types(item)
            self.found.types.update(types)
            if "BreadcrumbList" in types:
                self._crumbs(item)
            elif any(_ARTICLE.search(t) or _PAGE.search(t) for t in types) and not any(map(_COMMENT.search, types)):
                told.append(self._article(item, types, nested))
            elif set(types) & _SITES and "Person" not in types and not nested:
                self.found.sites += self.names(item)
        return told

    def _article(self, item: dict[str, Any], types: list[str], nested: bool) -> Told:
        """What an object says of an article; `nested` where it stands in another object."""
        told = Told("json-ld", types, nested)
        told.titles = [
            text(item[k]) for k in ("headline", "name", "alternativeHeadline") if isinstance(item.get(k), str)
        ]
        for value in (item.get("url"), item.get("@id"), item.get("mainEntityOfPage")):
            for inner in _as_list(value)[:3]:
                inner = (inner.get("@id") or inner.get("url")) if isinstance(inner, dict) else inner
                if isinstance(inner, str) and inner.startswith(("http", "/")):
                    told.addresses.append(inner.split("#")[0])
        for value in [*_as_list(item.get("author")), *([] if item.get("author") else _as_list(item.get("creator")))][
            :_MOST_NAMES
        ]:
            names = self.names(value)
            kinds = set(_types(self._whole(value))) if isinstance(value, dict) else set()
            body = bool(kinds & _SITES) and "Person" not in kinds
            (told.bodies if body else told.authors).extend(names)
        told.published, told.created, told.modified = (
            str(item[k]) if isinstance(item.get(k), (str, int, float)) else ""
            for k in ("datePublished", "dateCreated" if "dateCreated" in item else "uploadDate", "dateModified")
        )
        told.published = told.published or self._of_its_page(item)
        told.description = text(item["description"]) if isinstance(item.get("description"), str) else ""
        told.text = item["articleBody"] if isinstance(item.get("articleBody"), str) else ""
        told.section = next(
            (text(v) for v in _as_list(item.get("articleSection")) if isinstance(v, str) and v.strip()), ""
        )
        told.keywords = [v for v in _as_list(item.get("keywords")) if isinstance(v, str)]
        if not nested:
            for value in _as_list(item.get("publisher")):
                if isinstance(value, dict) and "Person" in _types(self._whole(value)):
                    continue  # a blog that is its author's
                self.found.sites += self.names(value)
        return told

    def _of_its_page(self, item: dict[str, Any]) -> str:
        """The day of publication of the web page that an article refers to as its own; empty where none tells it."""
        for value in (item.get("isPartOf"), item.get("mainEntityOfPage")):
            page = self._whole(value) if isinstance(value, dict) else self.named.get(str(value), {})
            day = page.get("datePublished")
            if isinstance(day, str) and any(map(_PAGE.search, _types(page))):
                return day
        return ""

    def _whole(self, value: dict[str, Any]) -> dict[str, Any]:
        """The object that an `@id` alone refers to; any other object as it is."""
        name = value.get("@id")
        return self.named.get(name, value) if isinstance(name, str) and "name" not in value else value

    def names(self, value: Any, depth: int = 0) -> list[str]:
        """The names of a person or body, however they are told: a string, an object, a reference, a list of these."""
        if depth > 4:
            return []
        if isinstance(value, str):
            named = self.named.get(value)
            return self.names(named, depth + 1) if named is not None else [text(value)] if value.strip() else []
        if isinstance(value, list):
            return [name for one in value[:_MOST_NAMES] for name in self.names(one, depth + 1)]
        if not isinstance(value, dict):
            return []
        whole = self._whole(value)
        if whole.get("name"):
            return self.names(whole["name"], depth + 1)
        if whole.get("@value"):
            return self.names(whole["@value"], depth + 1)
        given, family = (self.names(whole.get(k), depth + 1)[:1] for k in ("givenName", "familyName"))
        if given and family:
            # Where letters are Vietnamese, Chinese, Japanese or Korean, the family's name stands first.
            eastern = re.search(
                r"[ăâđêôơưạảấầẩẫậắằẳẵặẹẻẽếềểễệỉịọỏốồổỗộớờởỡợụủứừửữựỳỵỷỹ\u3040-\u9fff\uac00-\ud7a3]",
                f"{given}{family}".lower(),
            )
            return [" ".join([*family, *given] if eastern else [*given, *family])]
        return given or family or (self.names(whole.get("alternateName"), depth + 1)[:1])

    def _crumbs(self, item: dict[str, Any]) -> None:
        """Takes the names of a BreadcrumbList, in the order of their positions, if they are more than any before."""
        steps = []
        for n, step in enumerate(_as_list(item.get("itemListElement"))[:12]):
            if isinstance(step, dict):
                inner = step.get("item")
                names = self.names(step.get("name")) or (
                    self.names(inner.get("name")) if isinstance(inner, dict) else []
                )
                place = str(step.get("position", n))
                steps += [(int(place) if place.isdecimal() and len(place) < 4 else n, name) for name in names[:1]]
        crumbs = [name for _, name in sorted(steps, key=lambda step: step[0])]
        if len(crumbs) > len(self.found.crumbs):
            self.found.crumbs = crumbs


def _types(item: dict[str, Any]) -> list[str]:
    """The types of an object, without their vocabulary."""
    return [t.rsplit("/", 1)[-1].rsplit(":", 1)[-1] for t in _as_list(item.get("@type")) if isinstance(t, str)]


def _as_list(value: Any) -> list[Any]:
    """A value as a list: itself, of one, or empty for None."""
    return value if isinstance(value, list) else [] if value is None else [value]


def text(value: str) -> str:
    """A value of structured data as text: entities decoded, twice where a system has encoded twice, tags left out, spaces
    single."""
    value = html.unescape(html.unescape(value)) if "&" in value else value
    value = _TAG.sub(" ", value) if "<" in value else value
    return " ".join(value.encode("utf-8", "ignore").decode().split())


# --- microdata and RDFa ----------------------------------------------------------------------------------------------

_FIELDS = {
    "datepublished": "published",
    "datecreated": "created",
    "datemodified": "modified",
    "articlesection": "section",
}


def _properties(elements: Elements) -> list[_Element]:
    """What RDFa marks; of <meta> those alone that stand in what it gives a type: the others are OpenGraph's."""
    found = elements.with_attribute("property")
    return [e for e in found if e.tag != "meta" or any(up.get("typeof") is not None for up in e.iterancestors())]


def _microdata(elements: list[_Element], name: str, scope: str, kind: str) -> list[Told]:
    """What elements marked with `name` say, by the article's element around them; outside of any, of the page."""
    told: dict[_Element | None, Told] = {}
    homes: dict[_Element, tuple[_Element | None, bool]] = {}
    for element in elements[:_MOST]:
        prop = (element.get(name) or "").split(":")[-1].lower()
        parts = prop.split()
        prop = next(
            (
                p
                for p in parts
                if p in _FIELDS or p in ("author", "creator", "headline", "name", "url", "mainentityofpage")
            ),
            "",
        )
        if not prop:
            continue
        home, nested = _article_element(element, homes, scope, kind, name)
        if home is _FOREIGN:
            continue
        one = told.get(home)
        if one is None:
            types = [home.get(kind, "").rsplit("/", 1)[-1]] if home is not None else []
            one = told[home] = Told("microdata", types, nested)
            if home is not None and (about := home.get("itemid") or home.get("resource") or home.get("about")):
                one.addresses.append(about)
        if prop in ("author", "creator"):
            _author(one, element, name, scope, kind)
            continue
        value = element.get("content") or element.get("datetime") or ""
        if prop in ("url", "mainentityofpage"):
            address = element.get("href") or element.get("itemid") or value
            if address:
                one.addresses.append(address.split("#")[0])
        elif prop in ("headline", "name"):
            one.titles.append(text(value or text_of(element)))
        elif not getattr(one, _FIELDS[prop]):
            value = value or element.get("title") or text_of(element)
            setattr(one, _FIELDS[prop], value.strip() if len(value) < 200 else "")
    return list(told.values())


_FOREIGN: Any = object()
_PERSON = re.compile(r"(?:^|[/:\s])Person$")


def _article_element(
    element: _Element, homes: dict[_Element, tuple[_Element | None, bool]], scope: str, kind: str, name: str
) -> tuple[_Element | None, bool]:
    """The article's element that an element belongs to, and whether another article's stands around that."""
    dated = (element.get(name) or "").split(":")[-1].lower() in _FIELDS
    above = element.getparent()
    while above is not None and (above.get(scope) is None or (dated and _PERSON.search(above.get(kind) or ""))):
        above = above.getparent()  # a person has no day of publication
    if above is None:
        return None, False
    if above not in homes:
        types = above.get(kind) or ""
        article = not types or any(_ARTICLE.search(t.rsplit("/", 1)[-1]) or _PAGE.search(t) for t in types.split())
        if not article or (_COMMENT.search(types) and "Article" not in types):
            homes[above] = (_FOREIGN, True)
        else:
            outer = above.getparent()
            while outer is not None and outer.get(scope) is None:
                outer = outer.getparent()
            around = outer.get(kind) or "" if outer is not None else ""
            inner = bool(re.search(r"Article|Posting|ItemList", around)) or above.get(name, "") in _OTHERS - {
                "blogPost"
            }
            homes[above] = (above, inner)
    return homes[above]


def _author(one: Told, element: _Element, name: str, scope: str, kind: str) -> None:
    """Adds the author that an element marks, by its inner name where it has one, to persons or bodies."""
    names = [element]
    if element.get(scope) is not None:
        names = [e for e in element.iter() if (e.get(name) or "").split(":")[-1].lower() == "name"][:1] or [element]
    for e in names:
        value = text(e.get("content") or text_of(e))
        if value and len(value) < 150 and len(one.authors) < _MOST_NAMES:
            body = re.search(r"Organization", element.get(kind) or "")
            target = one.bodies if body else one.authors
            if value not in target:
                target.append(value)
