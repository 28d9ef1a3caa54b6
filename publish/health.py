"""How a newspaper is, in the reader's language. The archive says it in English, each sentence as itself."""

from __future__ import annotations

from archive.health import Health
from publish.language import current, date, number

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
    "silent": "im ắng",
    "untended": "bỏ lâu",
    "fields": "thiếu phần",
}
_SENTENCES = {
    "{reason}": "{reason}",
    "went into {successor}": "đã nhập vào {successor}",
    "the crawl of {started:.16} never ended; run it again": "lượt thu thập lúc {started} không bao giờ kết thúc",
    "robots.txt forbids {count} of {asked} addresses": "{count} trên {asked} địa chỉ",
    "the server refuses {count} of {asked} pages (401, 403)": "máy chủ từ chối {count} trên {asked} trang (401, 403)",
    "{count} of {asked} pages are for browsers only (scripts, captchas, logins)": (
        "{count} trên {asked} trang chỉ dành cho trình duyệt (mã lệnh, captcha, đăng nhập)"
    ),
    "{count} of {asked} pages are not the newspaper's any more": "{count} trên {asked} trang không còn là của báo",
    "{errors} errors on {pages} pages": "{errors} lỗi trên {pages} trang",
    "{pages} pages read, and no article among them": "đã đọc {pages} trang mà không thấy bài nào",
    "no article on {count} of {asked} new pages, where most had one before": (
        "{count} trên {asked} trang mới không có bài, trước đó phần lớn đều có"
    ),
    "not crawled since {last}": "chưa thu thập lại từ {last}",
    "not crawled since {last}; it used to be every day": "chưa thu thập lại từ {last}; trước đó ngày nào cũng thu thập",
    "not crawled since {last}; it used to be every {days} days": (
        "chưa thu thập lại từ {last}; trước đó cứ {days} ngày một lần"
    ),
    "no article since {last}; it used to have one every day": "không có bài từ {last}; trước đó ngày nào cũng có",
    "no article since {last}; it used to have one every {days} days": (
        "không có bài từ {last}; trước đó cứ {days} ngày một bài"
    ),
    "{field} on {now:.0%} of the last {recent} articles, {then:.0%} before": (
        "{now:.0%} trong {recent} bài gần nhất có {field}, trước đó {then:.0%}"
    ),
}
_FIELDS = {"lead": "sapo", "byline": "tác giả", "date": "ngày đăng"}


def word(health: Health) -> str:
    """`good`, or what is wrong in a word or two."""
    return health.what if current.get() == "en" else _WORDS[health.what]


def line(health: Health) -> str:
    """Why; empty where the word says it."""
    if current.get() == "en" or not health.says:
        return health.line
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
    return _SENTENCES[health.says].format(**values)
