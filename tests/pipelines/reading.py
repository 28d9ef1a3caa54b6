"""What the tests of this room share: reading a page from its bytes, and the fixture pages."""

from __future__ import annotations

import json
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pipelines
from archive.article import Article
from pipelines.page import Page

PAGES = Path(__file__).parent / "pages"
SHARED = Path(__file__).resolve().parents[2] / ".." / "shared"
EXPECTED: dict[str, dict[str, Any]] = json.loads((PAGES / "expected.json").read_text("utf-8"))
NOW = datetime(2026, 11, 23, 12, 5, tzinfo=UTC)


def read(body: bytes | str, url: str = "https://bao.example/tin/bai-viet.html", **fields: Any) -> Page:
    strip = fields.pop("strip", True)
    data = body.encode() if isinstance(body, str) else body
    return pipelines.read(Page(url=url, body=data, fetched_at=NOW, **fields), strip=strip)


def article(body: bytes | str, url: str = "https://bao.example/tin/bai-viet.html", **fields: Any) -> Article:
    page = read(body, url, **fields)
    assert page.article is not None, page.reason
    return page.article


def paragraphs(found: Article) -> list[str]:
    return found.body.split("\n\n")


def saved(name: str, **fields: Any) -> Page:
    address = EXPECTED["articles"].get(name, {}).get("url") or f"https://bao.example/tin/{name}"
    return read((PAGES / name).read_bytes(), address, **fields)


PROSE = (
    "Từ mờ sáng, bà con ba ấp đã ra bờ kênh dọn lục bình để kịp cho đội ghe tập chèo vào buổi chiều.",
    "Ông trưởng ấp cho biết năm nay nước lên chậm, ghe lớn phải neo ngoài vàm rồi chuyển hàng bằng xuồng nhỏ.",
    "Đến trưa, mặt kênh đã thoáng, đám trẻ con rủ nhau xuống tắm, còn người lớn ngồi nghỉ dưới gốc gáo già.",
)


def page(*blocks: str, title: str = "Ba ấp dọn kênh đón mùa đua ghe", head: str = "", after: str = "") -> str:
    """A plain page: a heading, three paragraphs of prose, then `blocks`; `after` stands below the article."""
    prose = "".join(f"<p>{text}</p>" for text in PROSE)
    return (
        f"<html><head><meta charset=utf-8><title>{title} - Báo Vàm Sáng</title>{head}</head><body>"
        f'<div class="article"><h1>{title}</h1><div class="content">{prose}{"".join(blocks)}</div></div>{after}</body></html>'
    )
