"""What Datasette says about each table and column, from `tables.json`, in both languages."""

from __future__ import annotations

import json
from functools import cache
from importlib.resources import files
from typing import Any

# How Datasette lists each table: what it sorts by, and the facets that an index answers.
_LISTED: dict[str, dict[str, Any]] = {
    "articles": {
        "sort_desc": "id",
        "facets": ["newspaper"],
        "facet_size": 12,
        "size": 30,
        "label_column": "title",
        "fts_table": "articles_fts",  # there is another index, for exact words
        "fts_pk": "id",
    },
    "newspapers": {"sort": "title", "facets": ["family"]},
    "provinces": {"sort": "code", "facets": ["region"]},
    "captures": {"sort_desc": "id"},
    "crawls": {"sort_desc": "id", "facets": ["newspaper"]},
    "pages": {"sort_desc": "id"},
    "revisions": {"sort_desc": "article_id"},
    "removed": {"sort_desc": "article_id"},
    "images": {"sort_desc": "article_id"},
    "article_tags": {"sort_desc": "article_id"},
    "_sqlite_migrations": {"hidden": True},
}


@cache
def described() -> dict[str, Any]:
    """Title, description and columns of every table, each as {"vi": ..., "en": ...}."""
    return json.loads(files("publish").joinpath("tables.json").read_text(encoding="utf-8"))


@cache
def metadata(database: str, language: str) -> dict[str, Any]:
    """Datasette's metadata for the archive. Made once: Datasette asks for it dozens of times a page."""
    tables: dict[str, Any] = {name: dict(listed) for name, listed in _LISTED.items()}
    for name, table in described().items():
        tables.setdefault(name, {}).update(
            title=table["title"][language],
            description=table["description"][language],
            columns={column: text[language] for column, text in table["columns"].items()},
        )
    return {"title": "Báo tỉnh", "databases": {database: {"title": "Báo tỉnh", "tables": tables}}}
