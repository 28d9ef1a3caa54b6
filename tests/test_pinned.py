"""Pinned results: what has changed is shown as a table, and accepted where somebody says so."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests import pinned

ROWS = [
    ("trang 1", "title", "Ba ấp"),
    ("trang 1", "removed", "nav: a"),
    ("trang 1", "removed", "nav: b"),
    ("trang 2", "title", "Chợ"),
]


def test_changes_are_a_table_until_they_are_accepted(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path = tmp_path / "pins" / "pages.csv"
    monkeypatch.setenv("PINS", "accept")
    pinned.check(path, ROWS)
    monkeypatch.delenv("PINS")
    pinned.check(path, ROWS)
    now = [*ROWS[:2], ("trang 1", "removed", "nav: c"), ("trang 3", "title", "Mới\n" + "x" * 99)]
    with pytest.raises(AssertionError, match="make pins") as failed:
        pinned.check(path, now)
    table = str(failed.value).splitlines()[1:]
    assert [line.split() for line in table] == [
        ["case", "field", "before", "after"], ["trang", "1", "removed", "nav:", "b", "nav:", "c"], ["trang", "2", "title", "Chợ"],
        ["trang", "3", "title", "Mới↵" + "x" * 39 + "…"],
    ]  # fmt: skip
    monkeypatch.setenv("PINS", "accept")
    pinned.check(path, now)
    monkeypatch.delenv("PINS")
    pinned.check(path, now)
