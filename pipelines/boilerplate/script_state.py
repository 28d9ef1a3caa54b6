"""The text of a page that is drawn by a script, from the data that the script draws it of: `__NEXT_DATA__` and the like.

Such data hold all kinds of things. The article's are the object that is titled as the page's head says.
"""

from __future__ import annotations

import html
import json
import re
from collections.abc import Iterator
from typing import Any

from lxml import etree

from pipelines.boilerplate.next_flight import streamed
from pipelines.language.title_keys import alike, key
from pipelines.page import Page
from pipelines.structured_data.json_ld import loads
from pipelines.structured_data.page_head import Author, PageHead

# "window.__INITIAL_STATE__ = {", "/*<![CDATA[*/ var page = {", "window.__NUXT__=(function(a,b){return {"
_ASSIGNED = re.compile(
    r"(?:\s|/\*.{0,40}?\*/|//[^\n]{0,40}\n|;)*(?:(?:var|let|const)\s+)?[\w.$\[\]\"']+\s*=\s*"
    r"(?:\(?\s*function\s*\([^()]*\)\s*\{\s*return\s*|\(?\s*\([^()]*\)\s*=>\s*\(?\s*)?(?=[{\[])"
)
_QUOTED = re.compile(r"JSON\.parse\(\s*(?:\"((?:[^\"\\]|\\.)*)\"|'((?:[^'\\]|\\.)*)')\s*\)", re.S)
TITLES = frozenset(("title", "headline", "name", "heading", "subject"))
_TEXTS = frozenset(("text", "content", "html", "body", "value", "paragraph", "data", "raw", "rendered"))
_LEAD = re.compile(r"sapo|lead|summary|description|excerpt|desc|intro|mo-?ta|tom-?tat", re.I)
_DAY = re.compile(r"publish\w*|(?:ngay|date)_?-?(?:dang|posted|created)?|created_?-?(?:at|date|time)", re.I)
_WHO = re.compile(r"authors?|author_?-?name|by_?-?line|tac_?-?gia|but_?-?danh", re.I)
_SECTION = re.compile(r"category|(?:primary|main)_?category|section|chuyen_?-?muc|zone", re.I)
_TAGS = re.compile(r"tags|keywords|hash_?tags|tu_?-?khoa", re.I)
_OTHERS = re.compile(r"comment|relat|other|recommend|popular|latest|author|binh-?luan", re.I)  # "latestNews"
_LEAD_LEAST = 40  # characters of a lead
_LEAST, _MOST = 200, 20_000  # characters of a text; values that are looked at
_DEEPEST = 8  # of blocks within blocks


def state_text(page: Page) -> str:
    """The text of the page's article in the data of its scripts, as markup; empty where there is none.

    The longest text of the objects whose title the head knows.
    """
    assert page.head
    known = {k for title in (*page.head.titles, page.head.page_title) if (k := key(title))}
    found, of = "", dict[str, Any]()
    for item in objects(page) if known else ():
        titles = (key(value) for name, value in item.items() if name in TITLES and isinstance(value, str))
        if any(alike(title, k) for title in titles for k in known):
            values = (value for name, value in item.items() if name not in TITLES and not _OTHERS.search(name))
            text = max(map(_markup, values), key=len, default="")
            found, of = (text, item) if len(text) > len(found) else (found, of)
    if len(found) < _LEAST:
        return ""
    _add_to_head(page.head, of)
    return _lead(of, found) + found


def _lead(item: dict[str, Any], text: str) -> str:
    """The lead of an article in such data, as markup: the longest, as an excerpt is cut off; empty where it has none, or
    its text begins with it."""
    leads = [value for name, value in item.items() if _LEAD.fullmatch(name) and isinstance(value, str)]
    lead = max(leads, key=len, default="")
    told = " ".join(re.sub(r"<[^>]*>", " ", html.unescape(lead)).split())
    if len(told) < _LEAD_LEAST or key(told)[:_LEAD_LEAST] in key(text):
        return ""
    return f'<p class="sapo">{html.escape(told)}</p>'


def _add_to_head(head: PageHead, item: dict[str, Any]) -> None:
    """Gives the head what such data say of the article's day, author, section and tags, where the head itself does not."""
    for name, value in item.items():
        if _DAY.fullmatch(name) and isinstance(value, str) and value and not head.published:
            head.published.append((value, "json-ld"))
        elif _WHO.fullmatch(name) and not head.authors:
            if told := _names(value):
                head.authors.append(Author(told, "json-ld"))
        elif _SECTION.fullmatch(name) and not head.section:
            head.section = next(iter(_names(value)), "")
        elif _TAGS.fullmatch(name) and isinstance(value, list) and not head.tags:
            head.tags = _names(value)


def _names(value: Any) -> list[str]:
    """The names in such data: of one or several, each a text or an object with a name."""
    several = value if isinstance(value, list) else [value]
    names = [one.get("name") or one.get("title") if isinstance(one, dict) else one for one in several]
    return [one for one in names if isinstance(one, str) and one.strip()]


def objects(page: Page) -> Iterator[dict[str, Any]]:
    """The objects in the data of a page's scripts, the outer before the inner."""
    scripts = page.elements.of("script") if page.elements else []
    stack: list[Any] = [value for script in scripts for value in _data(script)]
    boxes = [e for tag in ("div", "main", "section") for e in page.elements.of(tag)] if page.elements else []
    kept = (str(value) for box in boxes for value in box.attrib.values())
    stack += [value for told in kept if len(told) >= _LEAST and told.startswith('{"') for value in loads(told)]
    stack += streamed(script.text or "" for script in scripts)
    for _ in range(_MOST):
        if not stack:
            return
        item = stack.pop()
        if isinstance(item, dict):
            yield item
            stack += item.values()
        elif isinstance(item, list):
            stack += _referred(item) or item
        elif isinstance(item, str) and len(item) >= _LEAST and item.startswith(("{", "[{")):
            stack += loads(item)  # an answer of the site's own, kept as it came


def _referred(items: list[Any]) -> list[dict[str, Any]]:
    """The objects of a list whose fields are places in it, as some systems fold their data; empty for any other list."""
    if len(items) < 3 or not isinstance(items[0], (dict, list)):
        return []
    folded = [item for item in items if isinstance(item, dict) and item]
    if not folded or not all(
        type(place) is int and -9 < place < len(items) for item in folded for place in item.values()
    ):
        return []
    return [{name: items[place] for name, place in item.items() if place >= 0} for item in folded]


def _data(script: etree._Element) -> list[Any]:
    """The values that a script of JSON holds, or one that assigns them to a variable."""
    text, kind = script.text or "", (script.get("type") or "").lower()
    if "ld+json" in kind or len(text) < _LEAST:
        return []
    if "json" in kind:
        return loads(text)
    if (quoted := _QUOTED.search(text)) is not None:
        inner = quoted[1] if quoted[1] is not None else quoted[2].replace("\\'", "'").replace('"', '\\"')
        try:
            return loads(str(json.loads(f'"{inner}"')))
        except ValueError:
            return []
    assigned = _ASSIGNED.match(text)
    return loads(text[assigned.end() :])[:1] if assigned is not None else []


def _markup(value: Any, depth: int = 0) -> str:
    """What a value holds of a text, as markup: a string, or blocks within blocks. What has a title of its own is none."""
    if isinstance(value, str):
        if "</" in value or "<br" in value:
            return value
        return "".join(f"<p>{html.escape(row)}</p>" for row in value.split("\n") if " " in row.strip())
    if depth > _DEEPEST:
        return ""
    if isinstance(value, list):
        return "".join(_markup(one, depth + 1) for one in value)
    if isinstance(value, dict) and not TITLES & value.keys():
        own = ((name, one) for name, one in value.items() if not _OTHERS.search(name))
        texts = (one for name, one in own if name in _TEXTS or isinstance(one, (list, dict)))
        return "".join(_markup(one, depth + 1) for one in texts)
    return ""
