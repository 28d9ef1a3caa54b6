"""The words that `scrapy check` knows for why a line was left out are those that the reader writes."""

from __future__ import annotations

import csv
from pathlib import Path

from archive.checks.values import COLUMNS
from pipelines.outline import tags

PIPELINES = Path(tags.__file__).parents[1]


def _written() -> set[str]:
    """The rules that phrases and class names of the reader's tables have, and those of its elements."""
    with (PIPELINES / "boilerplate/phrases.csv").open(encoding="utf-8", newline="") as file:
        phrases = {row["rule"] for row in csv.DictReader(file)}
    return phrases | set(tags.BY_TAG.values()) | tags.LEFT_OUT | {"rule"}


def test_check_knows_each_rule_of_the_reader() -> None:
    assert _written() <= set(COLUMNS["removed", "rule"])
