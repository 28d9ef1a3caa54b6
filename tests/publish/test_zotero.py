"""What Zotero makes of an article's page: the rules of its translator for metadata in a page, applied to pages as served.

The rules: a <meta> whose name or property begins with a known vocabulary is a statement of it; `z:itemType` decides what
the item is, before `og:type`, and any other `z:` names a field. What begins with `citation_` is then read over that. An
author is divided at semicolons and commas; without a comma the last word is the family name.
"""

from __future__ import annotations

import re
import sqlite3
from html.parser import HTMLParser

import pytest

from tests.publish.conftest import BRIDGE, BRIDGE_EDITED, HOSTILE, UNDATED, Get

VOCABULARIES = ("z", "og", "article", "dc", "dcterms", "prism", "bib", "bibo", "eprints", "foaf", "vcard", "rdf")
OTHERS = {"title": "og:title", "publicationTitle": "og:site_name", "abstractNote": "og:description",
          "section": "article:section", "url": "og:url"}  # fmt: skip
HIGHWIRE = {"title": "citation_title", "date": "citation_date", "publicationTitle": "citation_journal_title",
            "abstractNote": "citation_abstract", "url": "citation_public_url", "language": "citation_language"}  # fmt: skip


class Head(HTMLParser):
    """The names and contents of a page's <meta> elements."""

    def __init__(self, page: str) -> None:
        super().__init__()
        self.found: list[tuple[str, str]] = []
        self.feed(page)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        of = dict(attrs)
        name = of.get("name") or of.get("property")
        if tag == "meta" and name and of.get("content"):
            self.found.append((name, of["content"] or ""))


def item(page: str) -> dict[str, object]:
    """The item that Zotero saves."""
    found = Head(page).found
    said = {name: text for name, text in reversed(found) if re.split("[.:_]", name)[0].lower() in VOCABULARIES}
    names = [name for name, _ in found]
    guess = "journalArticle" if "citation_journal_title" in names else "webpage"
    saved: dict[str, object] = {"itemType": said.get("z:itemType") or guess}
    saved |= {field: said[name] for field, name in OTHERS.items() if name in said}
    saved |= {name[2:]: text for name, text in said.items() if name.startswith("z:")}
    for field, name in HIGHWIRE.items():
        if values := [" ".join(text.split()) for each, text in found if each == name]:
            saved[field] = ", ".join(values)
    authors = [part.strip() for name, text in found if name == "citation_author" for part in text.split(";")]
    saved["creators"] = [_name(author) for author in authors if author]
    return saved


def _name(author: str) -> str:
    family, comma, given = author.partition(",")
    return f"{given.strip()} {family}" if comma else author


@pytest.fixture(scope="module")
def ids(sql: sqlite3.Connection) -> dict[str, int]:
    return dict(sql.execute("select url, id from articles").fetchall())


def test_an_article_is_saved_as_a_newspaper_article_with_all_its_fields(get: Get, ids: dict[str, int]) -> None:
    id = ids[BRIDGE.url]
    for path in (f"/articles/{id}", f"/articles/{id}/v/2"):
        saved = item(get(path).text)
        assert saved.pop("section", BRIDGE.section) == BRIDGE.section
        assert saved == {
            "itemType": "newspaperArticle",
            "title": BRIDGE_EDITED.title,
            "creators": [BRIDGE.byline],
            "date": "2024/05/17",
            "publicationTitle": "Báo Sông Biếc",
            "place": "Đà Nẵng",
            "abstractNote": BRIDGE.lead,
            "language": "vi",
            "url": f"http://localhost{path}",
        }


def test_what_is_not_known_is_not_made_up_and_markup_stays_text(get: Get, ids: dict[str, int]) -> None:
    undated, hostile = (item(get(f"/articles/{ids[article.url]}").text) for article in (UNDATED, HOSTILE))
    assert not undated.get("date") and undated["creators"] == [] and undated["title"] == UNDATED.title
    assert undated["publicationTitle"] == "Báo Đồi Sương" and undated["itemType"] == "newspaperArticle"
    assert (hostile["title"], hostile["creators"]) == (HOSTILE.title, [HOSTILE.byline])
    assert hostile["abstractNote"] == HOSTILE.lead and hostile["section"] == HOSTILE.section
