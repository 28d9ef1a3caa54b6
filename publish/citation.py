"""How an article is cited, and what it tells machines about itself."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from publish import language
from publish.parts import CAPTION, clip
from publish.reading import Row
from publish.rendering import titled, web
from vietnamese.bylines import persons

# Bytes of a byline or a section, and of a headline or a summary.
SHORT, LONG = 200, 600

_SPECIAL = {c: f"\\{c}" for c in "&%$#_{}"} | {
    "\\": r"\textbackslash{}",
    "~": r"\textasciitilde{}",
    "^": r"\textasciicircum{}",
}


def citation(article: Row, address: str) -> str:
    """A line for a footnote: who, what, where, when, and the address here."""
    who = f"{clip(article['byline'], SHORT)}. " if article["byline"] else ""
    when = language.day(article["published_at"]) or language.say("không rõ ngày")
    original = f" {url}." if (url := web(article["url"])) else ""
    return f"{who}“{titled(article)}”. {clip(article['paper'], SHORT)}, {when}.{original} Báo tỉnh: {address}"


def bibtex(article: Row, address: str) -> str:
    # A name in braces is taken as it stands: Vietnamese names have the family first, bylines are often no names.
    signed = persons(article["byline"] or "") or [clip(article["byline"], SHORT)]
    authors = " and ".join(f"{{{_tex(name)}}}" for name in signed if name)
    fields = {
        "title": _tex(titled(article)),
        "author": authors,
        "journal": _tex(clip(article["paper"], SHORT)),
        "date": (article["published_at"] or "")[:10],
        "year": (article["published_at"] or "")[:4],
        "language": article["language"] or "vi",
        # biblatex's url is verbatim, and a brace in one would end it.
        "url": (web(article["url"]) or "").replace("{", "%7B").replace("}", "%7D"),
        "note": f"Báo tỉnh: {address}",
    }
    lines = [f"  {name} = {{{value}}}" for name, value in fields.items() if value]
    return f"@article{{baotinh{article['id']},\n" + ",\n".join(lines) + "\n}"


def linked(article: Row, address: str, tags: list[str], pictures: Sequence[Row]) -> dict[str, Any]:
    """schema.org's NewsArticle, leaving out what is not known: a byline that is not surely names is no person."""
    found: dict[str, Any] = {
        "@context": "https://schema.org",
        "@type": "NewsArticle",
        "@id": address,
        "headline": clip(article["title"], LONG) or None,
        "description": clip(article["lead"], LONG) or None,
        "inLanguage": article["language"] or "vi",
        "datePublished": article["published_at"],
        "dateModified": article["modified_at"],
        "author": [{"@type": "Person", "name": name} for name in persons(article["byline"] or "") or ()] or None,
        "creditText": clip(article["byline"], SHORT) or None,
        "articleSection": clip(article["section"], SHORT) or None,
        "keywords": tags or None,
        "image": [
            _known(
                {
                    "@type": "ImageObject",
                    "contentUrl": picture["url"],
                    "caption": clip(picture["caption"], CAPTION) or None,
                    "creditText": clip(picture["credit"], SHORT) or None,
                }
            )
            for picture in pictures
            if web(picture["url"])
        ]
        or None,
        "publisher": _known(
            {"@type": "NewsMediaOrganization", "name": clip(article["paper"], SHORT), "url": web(article["home"])}
        ),
        "isBasedOn": web(article["url"]),
        "archivedAt": address,
    }
    return _known(found)


def _known(values: dict[str, Any]) -> dict[str, Any]:
    return {name: value for name, value in values.items() if value is not None}


def _tex(text: str) -> str:
    return "".join(_SPECIAL.get(c, c) for c in text)
