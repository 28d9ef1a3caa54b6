"""What the site says about each table and column in both languages, and how Datasette lists the tables.

`tables.json` describes them; `columns.json` is what a column is called above its values, whatever table or question
it is of, and the English of those values that are few and fixed.
"""

from __future__ import annotations

import json
from functools import cache
from importlib.resources import files
from typing import Any

from datasette.database import Database

from publish.archive_queries.kept_counts import KEPT

# Rows of a table that are counted for a page, at most.
MOST = 10_000

# How Datasette lists each table: what it sorts by, and the facets that an index answers.
_LISTED: dict[str, dict[str, Any]] = {
    "articles": {
        "sort_desc": "id",
        "facets": [{"newspaper": "newspaper"}, {"province": "newspaper"}, {"year": "id"}, {"section": "section"}],
        "facet_size": 10,
        "size": 30,
        "label_column": "title",
        "fts_table": "articles_fts",  # there is another index, for exact words
        "fts_pk": "id",
    },
    "newspapers": {"sort": "title", "facets": ["family"]},
    "provinces": {"sort": "code", "facets": ["region"]},
    "captures": {"sort_desc": "id"},
    "crawls": {"sort_desc": "id", "facets": ["newspaper"], "size": 50},
    "pages": {"sort_desc": "id", "size": 50},  # many columns: a hundred rows take long to write
    "revisions": {"sort_desc": "article_id", "size": 20},
    "removed": {"sort_desc": "article_id"},
    "images": {"sort_desc": "article_id"},
    "article_tags": {"sort_desc": "article_id"},
    "reprints": {"sort_desc": "article_id"},
    "checks": {"sort_desc": "id"},
    "reprint_months": {"sort_desc": "month"},
    "reprint_pages": {"hidden": True},  # what /reprints shows of a month
    "withheld_addresses": {"hidden": True},
    "content_versions": {"hidden": True},
    "archive_id": {"hidden": True},
    "merged_shards": {"hidden": True},
    "merged_years": {"hidden": True},
    "merged_articles": {"hidden": True},
    "fingerprints": {"hidden": True},
    "fingerprinted": {"hidden": True},
    "reprint_rule": {"hidden": True},
    "words_taken": {"hidden": True},
    "words_waiting": {"hidden": True},
    "words_counted": {"hidden": True},
    "words_seldom": {"hidden": True},
    "word_cells": {"hidden": True},
    "word_blocks": {"hidden": True},  # packed: asked by the function word_counts
    **{name: {"hidden": True} for name in KEPT},
    "year_words": {"sort": "year"},
    "articles_fts": {"hidden": True},
    "articles_exact": {"hidden": True},
    "articles_folded": {"hidden": True},  # what articles_fts indexes: the articles once more
    "articles_labels": {"hidden": True},
    "articles_labelled": {"hidden": True},  # what articles_labels indexes
    "profile_pages": {"hidden": True},
    "_sqlite_migrations": {"hidden": True},
}


# The tables that readers use, in the order of their use; the others are the crawler's.
READERS = ("articles", "newspapers", "provinces", "province_kinds", "images", "article_tags", "revisions", "returns",
           "reprints", "removed", "paragraph_kinds", "months", "year_words", "reprint_months", "health")  # fmt: skip


def for_readers(tables: list[dict[str, Any]]) -> list[tuple[bool, list[dict[str, Any]]]]:
    """Tables as Datasette lists them, parted: (False, the readers' in their order), (True, the crawler's), none empty."""
    own = sorted((t for t in tables if t["name"] in READERS), key=lambda t: READERS.index(t["name"]))
    parted = [(False, own), (True, [t for t in tables if t["name"] not in READERS])]
    return [(internal, found) for internal, found in parted if found]


@cache
def described() -> dict[str, Any]:
    """Title, description and columns of every table, each as {"vi": ..., "en": ...}."""
    return json.loads(files("publish.wording").joinpath("tables.json").read_text(encoding="utf-8"))


@cache
def _columns() -> dict[str, dict[str, Any]]:
    """What `columns.json` says of each column."""
    return json.loads(files("publish.wording").joinpath("columns.json").read_text(encoding="utf-8"))


@cache
def heading(column: str, language: str) -> str:
    """What a column is called above its values; its name in SQL where it is none of ours."""
    return _columns().get(column, {}).get(language, column)


@cache
def _english_values() -> dict[str, str]:
    """The English for each Vietnamese value of the columns that have a few values only, such as regions."""
    return {vi: en for column in _columns().values() for vi, en in column.get("values", {}).items()}


def value(text: str, language: str) -> str:
    """A value of the data in a language, where it is one of a few: a region, a kind of province."""
    return _english_values().get(text, text) if language == "en" else text


async def counts(db: Database, limit: int = 0) -> dict[str, int | None]:
    """Rows of each table as Datasette's `table_counts` has them, None where they are more than MOST.

    Its own counts each table to the end: SQLite counts in one step, which no time limit interrupts.
    """
    found: dict[str, int | None] = {}
    for table in await db.table_names():
        if table.startswith(("articles_fts_", "articles_exact_", "articles_labels_")):
            found[table] = None
            continue
        sql = f"select count(*) from (select 1 from [{table}] limit {MOST + 1})"
        if table == "articles":
            sql = "select coalesce(sum(articles), 0) from months"
        (row,) = (await db.execute(sql)).rows
        found[table] = row[0] if row[0] <= MOST or table == "articles" else None
    return found


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
