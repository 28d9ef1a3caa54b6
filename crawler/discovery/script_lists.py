"""Lists that a page keeps in its scripts: JSON-LD for search engines, and the data that a script draws the page of."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any
from urllib.parse import urljoin

from archive.frontier import pages
from archive.frontier.pages import Link
from crawler.discovery import addresses
from pipelines.boilerplate.script_state import TITLES, objects
from pipelines.page import Page
from pipelines.structured_data.json_ld import loads

FEWEST_WORDS = 2  # of a title
FEWEST = 3  # articles that links name on a page which needs no script to show them
_MOST = 20_000  # values that are looked at
# What objects of a list call the address that they lead to: "url", "permalink", "detailUrl", "full_path"; not "imageUrl".
_ADDRESS = re.compile(
    r"(?:(?:web|full|detail|post|news|article|canonical|share|page|seo|public|site|friendly)_?)?(?:url|link|href|uri|path|permalink)",
    re.I,
)
_LISTS = ("itemListElement", "hasPart", "blogPost", "blogPosts")


def parse(page: Page, known: list[Link], home: set[str]) -> list[Link]:
    """The addresses that a page's scripts name and its links do not, of the hosts in `home`; titles are their `anchor`.

    `known` are its links. Where these name articles themselves, a list that names none of them speaks of something else, or
    in another form, and is left out.
    """
    if page.tree is None or page.text is None or "</script" not in page.text:
        return []
    there = {link.url for link in known}
    listed = sum(link.priority == pages.ARTICLE for link in known)
    found: dict[str, Link] = {}
    for named in (_of_json_ld(page), _of_state(page)):
        of_list = {link.url: link for title, href in named if (link := _link(page.url, title, href, home)) is not None}
        if listed < FEWEST or there & of_list.keys():
            found = {**of_list, **found}
    return [link for url, link in found.items() if url not in there]


def _link(url: str, title: str, href: str, home: set[str]) -> Link | None:
    """A link to what a list names; None where that is no page of the newspaper's."""
    rooted = href if href[:1] == "/" or "://" in href[:9] else f"/{href}"
    address = addresses.join(urljoin(url, "/"), rooted)
    if address is None or address == url or addresses.site(address) not in home or not addresses.worth_asking(address):
        return None
    promise = addresses.priority(address)
    if rooted != href and promise != pages.ARTICLE:  # "post", "home"
        return None
    is_title = len(title.split()) >= FEWEST_WORDS and len(title) <= pages.ANCHOR
    return Link(address, priority=promise, anchor=title if is_title and promise == pages.ARTICLE else None)


def _of_json_ld(page: Page) -> Iterator[tuple[str, str]]:
    """Title (empty where there is none) and address of each item of the lists in JSON-LD, but for the path to the page."""
    scripts = page.elements.of("script") if page.elements else []
    stack = [
        value
        for script in scripts
        if "ld+json" in (script.get("type") or "").lower()
        for value in loads(script.text or "")
    ]
    for _ in range(_MOST):
        if not stack:
            return
        item = stack.pop()
        if isinstance(item, list):
            stack += item
        elif isinstance(item, dict) and "breadcrumb" not in str(item.get("@type")).lower():
            for name, value in item.items():
                if name in _LISTS:
                    yield from _items(value)
                elif isinstance(value, (dict, list)):
                    stack.append(value)


def _items(value: Any) -> Iterator[tuple[str, str]]:
    """Title and address of each item of a list in JSON-LD: an address, a ListItem, or what that is about."""
    for one in value if isinstance(value, list) else [value]:
        about = one.get("item", one) if isinstance(one, dict) else one
        told = about if isinstance(about, dict) else {"url": about}
        outer = one if isinstance(one, dict) else {}
        titles = (told.get("headline"), told.get("name"), told.get("title"), outer.get("name"))
        hrefs = (told.get("url"), told.get("@id"), told.get("mainEntityOfPage"), outer.get("url"))
        named = (href.get("@id") if isinstance(href, dict) else href for href in hrefs)
        href = next((href for href in named if isinstance(href, str) and href and href[0] != "#"), None)
        if href is not None:
            yield " ".join(next((title for title in titles if isinstance(title, str)), "").split()), href


def _of_state(page: Page) -> Iterator[tuple[str, str]]:
    """Title and address of each object that has both in the data which scripts draw a page of."""
    for item in objects(page):
        titles = (value for name, value in item.items() if name.lower() in TITLES and isinstance(value, str))
        title = next((" ".join(title.split()) for title in titles if len(title.split()) >= FEWEST_WORDS), "")
        for name, value in item.items() if title else ():
            if isinstance(value, str) and value and " " not in value and _ADDRESS.fullmatch(name):
                yield title, value
