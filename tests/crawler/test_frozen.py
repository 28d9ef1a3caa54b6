"""Pages of newspapers as they were when they were added (`scrapy addnewspaper`), read as they should be.

A page stands in frozen/NAME.html, what a reader sees of it in frozen/NAME.json: null for a field the page does not have,
the body as a list of its paragraphs. The one that is there from the beginning was written for this, and shows how.
"""

from __future__ import annotations

import json
from datetime import UTC, datetime
from pathlib import Path

import pytest
from scrapy.settings import Settings

import pipelines
from crawler import newspapers
from crawler.spiders.newspaper import NewspaperSpider
from pipelines.page import Page

PAPERS = newspapers.catalogue(Settings({"SPIDER_MODULES": ["crawler.spiders"]})) | {"newspaper": NewspaperSpider}
FROZEN = sorted((Path(__file__).parent / "frozen").glob("*.json"))


def differences(expected: Path, papers: dict = PAPERS) -> list[str]:
    """The fields that are read otherwise than a reader sees them, or that nobody has filled in."""
    wanted = json.loads(expected.read_text(encoding="utf-8"))
    paper, url = papers[wanted.pop("newspaper")], wanted.pop("url")
    page = Page(
        url=url,
        body=paper.mend(expected.with_suffix(".html").read_bytes()),
        fetched_at=datetime.now(UTC),
        newspaper=paper.name,
        newspaper_title=paper.title or "",
        rules=paper.rules,
    )
    pipelines.read(page)
    found = []
    for field, value in wanted.items():
        read = getattr(page.article, field, page.reason)
        value = "\n\n".join(value) if isinstance(value, list) else value
        if value == "?":
            found.append(f"{field}: to be filled in; read was {read!r}")
        elif value != read:
            found.append(f"{field}: {value!r} is what a reader sees; read was {read!r}")
    return found


@pytest.mark.parametrize("expected", FROZEN, ids=lambda path: path.stem)
def test_a_frozen_page_is_read_as_a_reader_sees_it(expected: Path) -> None:
    found = differences(expected)
    assert not found, "\n".join([f"{expected.name}, of {expected.stem}.html:", *found])


def test_there_is_one() -> None:
    assert FROZEN
