"""What a reading at an article's address is of that article: each row of the table, with an example on either side."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime

import pytest

from archive.storing.succession import Fate, Loss, Shown, Told, fate, is_nearly, marks

SEEN = datetime(2026, 11, 28, 4, tzinfo=UTC)
STORED = Told("Lũ quét ở bản Nà Lầu", "2020-08-28", "Thu Hà", True, 420)
BRIEF = Told("Mở chợ phiên", "", None, False, 60)  # a short text that says nothing of itself
EDIT, ANOTHER, DOUBT = Fate.EDIT, Fate.ANOTHER, Fate.DOUBT


@pytest.mark.parametrize(
    ("what", "stored", "new", "told", "once", "again"),
    [
        ("edited", STORED, replace(BRIEF, words=900), {"akin": True}, EDIT, EDIT),
        ("replaced by a correction of its day", STORED, replace(BRIEF, day=STORED.day), {}, EDIT, EDIT),
        ("an older capture", STORED, replace(BRIEF, day="2018-01-02"), {"later": False}, EDIT, EDIT),
        ("number given out again", STORED, replace(BRIEF, day="2023-05-06"), {}, ANOTHER, ANOTHER),
        ("the same today, as long", STORED, Told("Mở chợ", "2026-11-28", "Văn An", True, 300), {}, ANOTHER, ANOTHER),
        ("a notice with the clock", STORED, replace(BRIEF, day="2026-11-28"), {}, DOUBT, ANOTHER),
        ("a notice", STORED, BRIEF, {}, DOUBT, EDIT),
        ("conditions of use, long and undated", STORED, replace(BRIEF, words=2000), {}, DOUBT, EDIT),
        ("rewritten, by the same", STORED, replace(BRIEF, byline="Thu Hà"), {}, EDIT, EDIT),
        ("retitled", STORED, replace(BRIEF, title="Sau trận lũ quét ở Nà Lầu"), {}, EDIT, EDIT),
        ("a notice for what has no day", replace(STORED, day=""), BRIEF, {}, DOUBT, EDIT),
        ("another text, as long, of no day", replace(STORED, day=""), replace(BRIEF, words=400), {}, EDIT, EDIT),
        ("a wall below its headline", STORED, replace(BRIEF, title=STORED.title, day=STORED.day), {"akin": True, "loss": Loss.WALL}, DOUBT, EDIT),
        ("its headline alone", STORED, replace(BRIEF, title=STORED.title), {"akin": True, "loss": Loss.TEXT}, DOUBT, EDIT),
        ("an old capture of a wall", STORED, replace(BRIEF, title=STORED.title), {"akin": True, "loss": Loss.WALL, "later": False}, DOUBT, EDIT),
        ("of as little", replace(BRIEF, title="Tin vắn"), BRIEF, {}, EDIT, EDIT),
    ],
)  # fmt: skip
def test_what_an_articles_address_shows(what, stored, new, told, once, again) -> None:
    shown = Shown(stored, new, **{"akin": False, "seen_at": SEEN, **told})
    assert (fate(shown), fate(shown, again=True)) == (once, again), what


NOTICE = "Máy chủ đang bận, xin bạn đọc trở lại sau. Mã: {}. Nhà báo thành thật xin lỗi vì đã để bạn phải chờ."


@pytest.mark.parametrize(
    ("other", "same"),
    [
        (NOTICE.format("TX-40912"), True),
        (NOTICE.format("lúc 4:12 ngày 28/11, từ 10.0.0.7, https://bao.example/tin/3.html"), True),
        (NOTICE.format(1) + " Xem thêm: Chợ phiên đông khách", True),
        (
            "Máy chủ đang bận đã được thay bằng máy mới, giám đốc sở cho biết chiều qua tại buổi làm việc với báo.",
            False,
        ),
        ("", False),
    ],
)
def test_a_notice_is_known_again_whatever_its_numbers(other: str, same: bool) -> None:
    assert is_nearly(marks(NOTICE.format("DB-17")), marks(other)) is same
