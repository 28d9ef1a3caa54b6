"""What class names are taken to say: every pattern of the table by its example, and names that say nothing."""

import csv
import re
from pathlib import Path

import pytest

from pipelines.outline import class_names

ROWS = list(csv.DictReader(Path(class_names.__file__).with_name("class_names.csv").open(encoding="utf-8", newline="")))


@pytest.mark.parametrize("row", ROWS, ids=lambda row: f"{row['role']}: {row['pattern'][:30]}")
def test_each_pattern_tells_its_example(row):
    assert row["where"] in ("anywhere", "word", "part")
    assert re.search(row["pattern"], re.sub(r"\d+", "0", row["example"]))
    found = class_names.read(row["example"])
    assert row["role"] in {found.chrome, *found.fields}


@pytest.mark.parametrize(
    "names", ["header-main", "uploads", "row mb-3 px-2", "css-1x9k2", "download", "khung-giua", ""]
)
def test_names_that_say_nothing(names):
    assert class_names.read(names) == class_names.NONE


def test_the_first_role_wins_and_fields_add_up():
    found = class_names.read("widget-related post-title post-date")
    assert (found.chrome, found.fields) == ("related", {"title", "date"})
    assert class_names.read("tinLienQuan").chrome == "related"  # words joined by capitals
    assert class_names.read("element-ad1c9f0").chrome is None  # an id of a page builder
    assert class_names.read("gpt-ad-1590").chrome == "ad"
    assert class_names.read("content-has-ads").chrome is None  # an advertisement beside it
