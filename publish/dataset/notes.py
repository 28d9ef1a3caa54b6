"""What stands beside the tables of a data set: a README that says what they mean, and RO-Crate metadata for repositories."""

from __future__ import annotations

import re
from importlib.metadata import version
from typing import Any

from publish.dataset import parquet
from publish.dataset.manifest import Manifest
from publish.wording.metadata import described

_CANNOT = """\
- What a newspaper printed and took down again before anybody looked is not here; what was taken down later is, with
  `gone_at`, the moment that was noticed.
- An article that a person in it, an author or a newspaper asked to leave out is not here, nor counted.
- `published_at` is as exact as the page was: to the minute, the day or the month (`published_precision`), or null. Its
  day is in the id; of an undated article that is the day it was first seen.
- Only newspapers that were crawled, and of them only what their sitemaps, feeds and pages led to. A month without
  articles may be a month that nobody crawled: it says nothing of the newspaper.
- Pictures are captions, credits and addresses; the files were never kept.
- `reprints` compares texts. It tells who published first by what the pages say, not who wrote it.
- Text is as printed, but for broken code points. Lines of the page that are not the article's are in `removed`.
"""

# What RO-Crate asks for as an entity with a name: there is no licence with an address to lead to.
_RIGHTS = {
    "@id": "#rights",
    "@type": "CreativeWork",
    "name": "The newspapers' and authors' rights",
    "description": "Each article belongs to the newspaper that printed it and to its author.",
}
# RO-Crate's own terms, and one of schema.org's that they lack.
_CONTEXT = ["https://w3id.org/ro/crate/1.1/context", {"sha256": "https://schema.org/sha256"}]
_EMAIL = re.compile(r"[^\s@/:]+@[^\s@/:]+")
_BESIDE = [
    {"@id": name, "@type": "File", "name": about, "encodingFormat": form}
    for name, about, form in (
        ("README.md", "What the columns mean and what the data cannot tell", "text/markdown"),
        ("manifest.json", "The files with their rows and checksums", "application/json"),
        ("manifest-sha256.txt", "The checksums of all files, as sha256sum reads them", "text/plain"),
    )
]


def readme(manifest: Manifest, operator: dict[str, str]) -> str:
    """The README of the data set, in English, with every column of every table. `operator` has the `name` and `contact`
    of whoever hands it out, both of which may be lacking or empty.
    """
    rows = manifest.rows()
    parts = [
        f"# {title(manifest)}\n",
        f"Made {manifest.version} by Báo tỉnh {version('baotinh')}"
        + (f", handed out by {operator['name']}" if operator.get("name") else "")
        + (f" ({operator['contact']})" if operator.get("contact") else "")
        + ".\n",
        "Parquet, compressed with Zstandard, row groups sorted by the article's id. Read a table whole:"
        " `select * from 'articles/*.parquet'` in DuckDB, `pandas.read_parquet('articles')`,"
        " `polars.read_parquet('articles/*.parquet')`. A newspaper has a file in every table; a large one a file a year.\n",
        "The articles belong to the newspapers that printed them, and to their authors. Cite newspaper, date and address.\n",
        "`sha256sum -c manifest-sha256.txt` checks every file; `manifest.json` has their rows.\n",
        "## What it cannot tell\n",
        _CANNOT,
        "## Tables\n",
    ]
    for table in (*parquet.OF_ARTICLES, *parquet.WHOLE):
        about = described()[table]
        name = parquet.FOLDERS.get(table, table)
        where = f"{name}/" if table in parquet.OF_ARTICLES else f"{name}.parquet"
        parts.append(f"### `{where}`: {about['title']['en']}\n")
        parts.append(f"{about['description']['en']} {rows.get(name, 0)} rows.\n")
        parts.append("| column | |\n|---|---|")
        parts += [f"| `{column}` | {text['en']} |" for column, text in about["columns"].items()]
        parts.append("")
    return "\n".join(parts)


def title(manifest: Manifest) -> str:
    """What the data set is called, in English, with its newspaper and year where it has only one."""
    what = [manifest.newspaper or "Vietnam's provincial press", *([str(manifest.year)] if manifest.year else [])]
    return f"Báo tỉnh: articles of {', '.join(what)}"


def crate(manifest: Manifest, operator: dict[str, str]) -> dict[str, Any]:
    """RO-Crate 1.1: the data set, its files with their checksums, and the program that made it."""
    files = [
        {
            "@id": path,
            "@type": "File",
            "encodingFormat": "application/vnd.apache.parquet",
            "contentSize": str(about["bytes"]),
            "sha256": about["sha256"],
        }
        for path, about in sorted(manifest.files.items())
    ]
    root: dict[str, Any] = {
        "@id": "./",
        "@type": "Dataset",
        "name": title(manifest),
        "description": f"{manifest.rows().get('articles', 0)} articles with their revisions, captions, tags and reprints,"
        " as their newspapers printed them. README.md says what the columns mean and what the data cannot tell.",
        "datePublished": manifest.version,
        "version": manifest.version,
        "inLanguage": "vi",
        "license": {"@id": _RIGHTS["@id"]},
        "hasPart": [{"@id": entry["@id"]} for entry in (*_BESIDE, *files)],
        "creator": {"@id": "#baotinh"},
    }
    graph: list[dict[str, Any]] = [
        {
            "@id": "ro-crate-metadata.json",
            "@type": "CreativeWork",
            "conformsTo": {"@id": "https://w3id.org/ro/crate/1.1"},
            "about": {"@id": "./"},
        },
        root,
        {"@id": "#baotinh", "@type": "SoftwareApplication", "name": "Báo tỉnh", "version": version("baotinh")},
        _RIGHTS,
        *_BESIDE,
        *files,
    ]
    if operator.get("name"):
        root["publisher"] = {"@id": "#operator"}
        graph += _who(operator)
    return {"@context": _CONTEXT, "@graph": graph}


def _who(operator: dict[str, str]) -> list[dict[str, Any]]:
    """Whoever hands the data set out, and where he is reached: an e-mail address is his, anything else a contact point."""
    who: dict[str, Any] = {"@id": "#operator", "@type": "Organization", "name": operator["name"]}
    if operator.get("url"):
        who["url"] = operator["url"]
    contact = operator.get("contact", "").removeprefix("mailto:")
    if not contact:
        return [who]
    if _EMAIL.fullmatch(contact):
        return [{**who, "email": contact}]
    is_page = contact.startswith(("https://", "http://"))
    point = {"@id": contact if is_page else "#contact", "@type": "ContactPoint", "contactType": "operator"}
    point["url" if is_page else "name"] = contact
    return [{**who, "contactPoint": {"@id": point["@id"]}}, point]
