"""How an article is cited, and what it tells machines about itself."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import Any

from publish import language
from publish.reading import Row

_SPECIAL = {c: f"\\{c}" for c in "&%$#_{}"} | {
    "\\": r"\textbackslash{}",
    "~": r"\textasciitilde{}",
    "^": r"\textasciicircum{}",
}


def citation(article: Row, address: str) -> str:
    """A line for a footnote: who, what, where, when, and the address here."""
    who = f"{article['byline']}. " if article["byline"] else ""
    when = language.day(article["published_at"]) or language.say("không rõ ngày")
    return f"{who}“{article['title']}”. {article['paper']}, {when}. {article['url']}. Báo tỉnh: {address}"


def bibtex(article: Row, address: str) -> str:
    fields = {
        "title": article["title"],
        "author": article["byline"],
        "journal": article["paper"],
        "date": (article["published_at"] or "")[:10],
        "year": (article["published_at"] or "")[:4],
        "language": article["language"] or "vi",
    }
    lines = [f"  {name} = {{{_tex(value)}}}," for name, value in fields.items() if value]
    # Addresses go as they are: biblatex's url is verbatim, and braces in one would end it.
    lines += [f"  url = {{{re.sub('[{}]', '', article['url'])}}},", f"  note = {{Báo tỉnh: {address}}}"]
    return "\n".join([f"@article{{baotinh{article['id']},", *lines, "}"])


def linked(article: Row, address: str, tags: list[str], pictures: Sequence[Row]) -> dict[str, Any]:
    """schema.org's NewsArticle, leaving out what is not known."""
    found: dict[str, Any] = {
        "@context": "https://schema.org",
        "@type": "NewsArticle",
        "@id": address,
        "headline": article["title"],
        "description": article["lead"],
        "inLanguage": article["language"] or "vi",
        "datePublished": article["published_at"],
        "dateModified": article["modified_at"],
        "author": {"@type": "Person", "name": article["byline"]} if article["byline"] else None,
        "articleSection": article["section"],
        "keywords": tags or None,
        "image": [
            _known({"@type": "ImageObject", "contentUrl": p["url"], "caption": p["caption"], "creditText": p["credit"]})
            for p in pictures
            if (p["url"] or "").startswith(("http://", "https://"))
        ]
        or None,
        "publisher": {"@type": "NewsMediaOrganization", "name": article["paper"], "url": article["home"]},
        "isBasedOn": article["url"],
        "archivedAt": address,
    }
    return _known(found)


def _known(values: dict[str, Any]) -> dict[str, Any]:
    return {name: value for name, value in values.items() if value is not None}


def _tex(text: str) -> str:
    return "".join(_SPECIAL.get(c, c) for c in text)
