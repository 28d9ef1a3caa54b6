"""How an article is cited, and what it tells machines about itself."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from typing import Any

from publish.archive_queries.archive import Row
from publish.rendering import titled, web
from publish.texts.parts import CAPTION, clip
from publish.wording import language
from vietnamese.bylines import persons

# Bytes of a byline or a section, of a headline, and of a summary.
SHORT, LONG, SUMMARY = 200, 600, 2_000

_SPECIAL = {c: f"\\{c}" for c in "&%$#_{}"} | {
    "\\": r"\textbackslash{}",
    "~": r"\textasciitilde{}",
    "^": r"\textasciicircum{}",
}


def citation(article: Mapping[str, Any] | Row, address: str, version: str = "") -> str:
    """A line for a footnote: who, what, where, when, and the address here, with the `version` that stands there."""
    who = f"{', '.join(names)}. " if (names := signers(article)) else ""
    when = language.day(article["published_at"]) or language.say("không rõ ngày")
    original = f" {url}." if (url := web(article["url"])) else ""
    return (
        f"{who}“{titled(article)}”. {clip(article['paper'], SHORT)}, {when}.{original} {_where_kept(address, version)}"
    )


def signers(article: Mapping[str, Any] | Row) -> list[str]:
    """Who signs an article: the persons its byline names, else the byline as printed; empty where there is none."""
    return [name for name in persons(article["byline"] or "") or [clip(article["byline"], SHORT)] if name]


def bibtex(article: Mapping[str, Any] | Row, address: str, version: str = "") -> str:
    """A biblatex entry of an article: a row with its id, texts, date, url, and `paper`, its newspaper's title."""
    # A name in braces is taken as it stands: Vietnamese names have the family first, bylines are often no names.
    authors = " and ".join(f"{{{_escape_tex(name)}}}" for name in signers(article))
    fields = {
        "title": _escape_tex(titled(article)),
        "author": authors,
        "journal": _escape_tex(clip(article["paper"], SHORT)),
        "date": (article["published_at"] or "")[:10],
        "year": (article["published_at"] or "")[:4],
        "language": article["language"] or "vi",
        # biblatex's url is verbatim, and a brace in one would end it.
        "url": (web(article["url"]) or "").replace("{", "%7B").replace("}", "%7D"),
        "note": _where_kept(address, version),
    }
    lines = [f"  {name} = {{{value}}}" for name, value in fields.items() if value]
    return f"@article{{baotinh{article['id']},\n" + ",\n".join(lines) + "\n}"


def ris(article: Mapping[str, Any] | Row, address: str, tags: Sequence[str] = (), version: str = "") -> str:
    """A record of the format that Zotero, EndNote and Mendeley import, its lines ended as they ask.

    The fields are those of a newspaper article (`TY  - NEWS`). A name without a comma is taken whole, which Vietnamese
    names want; a date that is not known is left out, and one of a month keeps the day empty.
    """
    when = (article["published_at"] or "")[:10]
    year, month, day = (*when.split("-"), "", "", "")[:3]
    lines = [
        ("TY", "NEWS"),
        ("TI", titled(article)),
        *(("AU", name) for name in signers(article)),
        ("T2", clip(article["paper"], SHORT)),
        ("PY", year),
        ("DA", f"{year}/{month}/{day}/" if year else ""),
        ("SE", clip(article["section"], SHORT)),
        ("CY", article["province_name"]),
        ("AB", clip(article["lead"], SUMMARY)),
        *(("KW", clip(tag, SHORT)) for tag in tags),
        ("LA", article["language"] or "vi"),
        ("UR", web(article["url"]) or address),
        ("N1", _where_kept(address, version)),
        ("DB", "Báo tỉnh"),
        ("AN", str(article["id"])),
    ]
    written = [f"{name}  - {line}" for name, value in lines if (line := " ".join((value or "").split()))]
    return "\r\n".join([*written, "ER  - ", "", ""])


def highwire(article: Mapping[str, Any] | Row, address: str, tags: Sequence[str] = ()) -> list[tuple[str, str]]:
    """Names and contents of the <meta> elements that Zotero and Google Scholar read; what is not known is left out.

    Zotero's rules take the first three letters of a name before `:` as a vocabulary and `citation_` as Highwire's; only
    `z:itemType` makes it a newspaper article rather than a journal's, and only `z:place` gives a place. A comma in an
    author divides family and given name there, so that one in a byline that is no name becomes a dash.
    """
    when = (article["published_at"] or "")[:10]
    found = [
        ("z:itemType", "newspaperArticle"),
        ("citation_title", titled(article)),
        *(("citation_author", re.sub(r"\s*[,;]", " –", name)) for name in signers(article)),
        ("citation_date", when.replace("-", "/")),
        ("citation_journal_title", clip(article["paper"], SHORT)),
        ("z:place", article["province_name"]),
        ("citation_abstract", clip(article["lead"], SUMMARY)),
        ("citation_language", article["language"] or "vi"),
        ("citation_keywords", "; ".join(clip(tag, SHORT) for tag in tags)),
        ("citation_public_url", address),
    ]
    return [(name, value) for name, value in found if value]


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
            _without_none(
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
        "publisher": _without_none(
            {"@type": "NewsMediaOrganization", "name": clip(article["paper"], SHORT), "url": web(article["home"])}
        ),
        "isBasedOn": web(article["url"]),
        "archivedAt": address,
    }
    return _without_none(found)


def _where_kept(address: str, version: str) -> str:
    """Where it is kept: `Báo tỉnh, bản 2: https://...`."""
    return f"Báo tỉnh{f', {version}' if version else ''}: {address}"


def _without_none(values: dict[str, Any]) -> dict[str, Any]:
    """The values without those that are None."""
    return {name: value for name, value in values.items() if value is not None}


def _escape_tex(text: str) -> str:
    """A text with TeX's special characters escaped."""
    return "".join(_SPECIAL.get(c, c) for c in text)
