"""How a newspaper is, in the reader's language."""

from __future__ import annotations

import json
from collections.abc import Mapping
from typing import Any

from archive.health import Finding, Health
from archive.reasons import stored
from publish.wording import reasons
from publish.wording.language import current, date, number

_WORDS = {
    "good": "tốt",
    "running": "đang thu thập",
    "never crawled": "chưa thu thập",
    "merged": "đã nhập",
    "killed": "dở dang",
    "unreachable": "không tới được",
    "certificate": "chứng chỉ hỏng",
    "robots.txt": "robots.txt cấm",
    "refused": "bị từ chối",
    "wall": "có rào",
    "not its own": "không còn là báo",
    "errors": "nhiều lỗi",
    "nothing": "không thấy bài",
    "unreadable": "không đọc được",
    "silent": "ngừng có bài mới",
    "untended": "bỏ lâu",
    "fields": "thiếu phần",
}
_SENTENCES = {
    Finding.REASON: "{reason}",
    Finding.MERGED: "đã nhập vào {successor}",
    Finding.KILLED: "lượt thu thập lúc {started} không bao giờ kết thúc",
    Finding.FORBIDDEN: "{count} trên {asked} địa chỉ",
    Finding.REFUSED: "máy chủ từ chối {count} trên {asked} trang (401, 403)",
    Finding.WALLS: ("{count} trên {asked} trang chỉ dành cho trình duyệt (mã lệnh, captcha, đăng nhập)"),
    Finding.FOREIGN: "{count} trên {asked} trang không còn là của báo",
    Finding.ERRORS: "{errors} lỗi trên {pages} trang",
    Finding.NOTHING: "đã đọc {pages} trang mà không thấy bài nào",
    Finding.UNREADABLE: ("{count} trên {asked} trang mới không có bài, trước đó phần lớn đều có"),
    Finding.UNTENDED: "chưa thu thập lại từ {last}",
    Finding.UNTENDED_DAILY: "chưa thu thập lại từ {last}; trước đó ngày nào cũng thu thập",
    Finding.UNTENDED_RHYTHM: ("chưa thu thập lại từ {last}; trước đó cứ {days} ngày một lần"),
    Finding.SILENT_DAILY: "không có bài từ {last}; trước đó ngày nào cũng có",
    Finding.SILENT_RHYTHM: ("không có bài từ {last}; trước đó cứ {days} ngày một bài"),
    Finding.FIELDS: ("{now:.0%} trong {recent} bài gần nhất có {field}, trước đó {then:.0%}"),
}
_FIELDS = {"lead": "sapo", "byline": "tác giả", "date": "ngày đăng"}


def word(health: Health) -> str:
    """How a newspaper is, in a word or two of the reader's language: `good`, or what is wrong."""
    return health.what if current.get() == "en" else _WORDS[health.what]


def line(health: Health) -> str:
    """Why a newspaper is as it is, as a sentence in the reader's language; empty where the word says it."""
    if current.get() == "en" or not health.finding:
        return health.line
    if health.finding is Finding.REASON and (
        reason := stored(str(health.values["code"]), str(health.values["detail"]))
    ):
        return reasons.line(reason)
    values = {
        name: _FIELDS[str(value)]
        if name == "field"
        else date(str(value))
        if name in ("started", "last")
        else number(value)
        if isinstance(value, int)
        else value
        for name, value in health.values.items()
    }
    return _SENTENCES[health.finding].format(**values)


def cell(row: Mapping[str, Any], column: str) -> str:
    """What a row of the table `health` says in a column: the word, and in place of the code of a finding its sentence;
    the code where the columns asked for do not hold the sentence's values."""
    if column == "what":
        return word(Health("", row["what"]))
    try:
        return line(Health("", "", Finding(row["finding"]), json.loads(row["values"]))) if row["finding"] else ""
    except KeyError:
        return str(row["finding"])
