"""What paragraphs are on their page: subheads, quotes and rows of tables, beside a body of plain text."""

from __future__ import annotations

import sqlite3
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path

import pytest

from archive.database import connect, transaction
from archive.newspapers import put_newspaper
from archive.storing.store import Outcome, save_article
from pipelines.fields.paragraph_kinds import kinds as of_paragraphs
from pipelines.outline import Node
from tests.pipelines.reading import article, page

TELLS = "Sáng nay bà con ba ấp đã ra kênh vớt bèo, phát cỏ hai bên bờ để kịp đón mùa đua ghe ngo cuối tháng."
ASKS = "Ông Thạch Sên cho biết đội ghe của ấp đã tập từ đầu mùa mưa, tay chèo trẻ nhất mới mười bảy tuổi."


def kinds(*blocks: str) -> dict[str, str]:
    found = article(page(*blocks))
    paragraphs = found.body.split("\n\n")
    assert len(found.kinds) == len(paragraphs)
    return {text: kind for text, kind in zip(paragraphs, found.kinds, strict=True) if kind}


@pytest.mark.parametrize("subhead", ["<h2>{}</h2>", "<h3>{}</h3>", "<p><strong>{}</strong></p>", "<p><b>{}</b></p>"])
def test_subheads_are_headings_and_bold_lines_above_text(subhead: str) -> None:
    told = "Kênh sạch trước mùa đua"
    assert kinds(f"<p>{TELLS}</p>", subhead.format(told), f"<p>{ASKS}</p>") == {told: "subhead"}


@pytest.mark.parametrize(
    "line",
    [
        "<p><strong>Ông đã tập bao lâu rồi?</strong></p>",
        "<p><strong>Cấm xe qua cầu từ 7 giờ.</strong></p>",
        f"<p><strong>{TELLS[:-1]} và {ASKS[:-1]}</strong></p>",
        "<p><a href='/x'><strong>Kênh sạch trước mùa</strong></a> đua ghe ngo</p>",
    ],
)
def test_other_bold_lines_are_text(line: str) -> None:
    assert kinds(f"<p>{TELLS}</p>", line, f"<p>{ASKS} {TELLS}</p>") == {}


def test_last_line_and_text_set_as_headings_are_no_subheads() -> None:
    assert kinds(f"<p>{TELLS}</p>", f"<p>{ASKS}</p>", "<p><strong>Thạch Sên Thử</strong></p>") == {}
    assert kinds(*(f"<h4>{n}. {TELLS}</h4>" for n in range(5)), "<p>Hết mùa.</p>") == {}


def test_quotes_are_told_where_they_are_not_all_of_the_text() -> None:
    said = "Nước lên thì ghe xuống, năm nào ấp cũng đợi ngày này."
    assert kinds(f"<p>{TELLS}</p>", f"<blockquote><p>{said}</p></blockquote>", f"<p>{ASKS}</p>") == {said: "quote"}
    assert kinds(f"<blockquote><p>{TELLS}</p><p>{ASKS}</p><p>{ASKS} {TELLS}</p></blockquote>") == {}


def test_rows_of_a_table_keep_their_cells() -> None:
    rows = "<tr><td>Ấp Giữa</td><td>12 ghe</td></tr><tr><td>Ấp Ngoài</td><td>9 ghe</td></tr>"
    found = kinds(f"<p>{TELLS}</p>", f"<table>{rows}</table>", f"<p>{ASKS}</p>")
    assert found == {"Ấp Giữa | 12 ghe": "row", "Ấp Ngoài | 9 ghe": "row"}


def test_kinds_are_stored_beside_the_text_and_learning_them_is_no_edit(tmp_path: Path) -> None:
    found = article(page(f"<p>{TELLS}</p>", "<h2>Kênh sạch</h2>", f"<p>{ASKS}</p>"))
    before = replace(found, kinds=[])  # as it was read before kinds were known
    conn = connect(tmp_path / "archive.db")
    moment = datetime(2026, 3, 1, tzinfo=UTC)
    with transaction(conn):
        put_newspaper(conn, "bao-thu")
        conn.execute(
            "insert into captures(id, url, fetched_at, status, mime, digest, warc, offset, length)"
            " values (1, ?, '2026-03-01T00:00:00Z', 200, 'text/html', 'x', 'x', 0, 1)",
            [found.url],
        )
        save_article(conn, "bao-thu", before, seen_at=moment, capture_id=1)
        saved = save_article(conn, "bao-thu", found, seen_at=moment, capture_id=1)
    assert saved.outcome is Outcome.UNCHANGED
    assert conn.execute("select position, kind from paragraph_kinds").fetchall() == [(5, "subhead")]
    assert conn.execute("select count(*), max(changed_at) from revisions, articles").fetchone() == (1, None)
    assert isinstance(conn, sqlite3.Connection) and conn.close() is None


def test_an_article_without_paragraphs_has_no_kinds() -> None:
    """All that a photo story says may be its lead and its captions."""
    assert of_paragraphs([], Node("div", None, 0, 0)) == []
