"""Pages of newspapers as they were when they were added (`scrapy addnewspaper`), read as they should be.

A page stands in frozen/NAME.html, what a reader sees of it in frozen/NAME.json: null for a field the page does not have,
the body as a list of its paragraphs. The one that is there from the beginning was written for this, and shows how.
"""

from __future__ import annotations

import json
from datetime import datetime
from itertools import zip_longest
from pathlib import Path

import pytest

import pipelines
from crawler import catalogue
from crawler.commands.addnewspaper import TO_FILL_IN
from crawler.newspaper import ANY
from pipelines.page import Page

PAPERS = catalogue.described(["crawler.newspapers"]) | {"newspaper": ANY}
FROZEN = sorted((Path(__file__).parent / "frozen").glob("*.json"))


def differences(expected: Path, papers: dict = PAPERS) -> list[str]:
    """The fields that are read otherwise than a reader sees them, or that nobody has filled in."""
    wanted = json.loads(expected.read_text(encoding="utf-8"))
    paper, url = papers[wanted.pop("newspaper")], wanted.pop("url")
    fetched_at = datetime.fromisoformat(wanted.pop("fetched_at"))
    page = Page(
        url=url,
        body=paper.preprocess(expected.with_suffix(".html").read_bytes()),
        fetched_at=fetched_at,
        newspaper=paper.name,
        newspaper_title=paper.title or "",
        rules=paper.rules,
    )
    pipelines.read(page)
    found = []
    for field, seen in wanted.items():
        read = getattr(page.article, field, page.reason)
        if seen in (TO_FILL_IN, [TO_FILL_IN]):
            found.append(f"{field}: to be filled in; read was {read!r}")
        elif not isinstance(seen, list):
            found += [f"{field}: {seen!r} is what a reader sees; read was {read!r}"] if seen != read else []
        else:
            pairs = enumerate(zip_longest(seen, (read or "").split("\n\n")), 1)
            found += [f"{field}, {n}: {a!r} is what a reader sees; read was {b!r}" for n, (a, b) in pairs if a != b][:1]
    return found


@pytest.mark.parametrize("expected", FROZEN, ids=lambda path: path.stem)
def test_a_frozen_page_is_read_as_a_reader_sees_it(expected: Path) -> None:
    found = differences(expected)
    assert not found, "\n".join([f"{expected.name}, of {expected.stem}.html:", *found])


def test_there_is_one() -> None:
    assert FROZEN
