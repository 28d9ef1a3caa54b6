"""Why a page is no article, or how a crawl ended, in the reader's language."""

from __future__ import annotations

import re
from collections.abc import Mapping
from functools import cache
from typing import Any

from archive.reasons import ENGLISH, Code, Reason, stored
from publish.wording.language import current

VIETNAMESE: Mapping[Code, str] = {
    Code.LISTING: "trang danh mục: {links} liên kết, {words} chữ",
    Code.FRONT_PAGE: "trang nhất: {links} liên kết, {words} chữ",
    Code.STATIC_PAGE: "trang tĩnh",
    Code.TITLE_ONLY: "không có nội dung: chỉ có tiêu đề",
    Code.NO_TEXT: "không có nội dung",
    Code.NO_LETTERS: "không có nội dung: hầu như không có chữ",
    Code.FEW_WORDS: "không có nội dung: {words} chữ",
    Code.NOT_FOUND: "trang báo không tìm thấy, dù trả về mã 200",
    Code.STATUS: "mã trả về {status}",
    Code.META_REFRESH: "chuyển hướng bằng thẻ meta",
    Code.SCRIPT_SHELL: "trang rỗng, chỉ có mã JavaScript",
    Code.LOGIN_WALL: "phải đăng nhập",
    Code.CAPTCHA: "phải giải captcha",
    Code.COOKIE_WALL: "tường cookie: chỉ hiện nội dung cho trình duyệt gửi lại cookie",
    Code.EMPTY_PAGE: "trang trống",
    Code.ATTACHMENT: "trang tệp đính kèm",
    Code.SEARCH_RESULTS: "kết quả tìm kiếm",
    Code.BINARY_FILE: "tệp nhị phân",
    Code.UNREADABLE: "trang không đọc được",
    Code.MEDIA_TYPE: "không phải trang văn bản: {mime}",
    Code.PART: "một phần của {url}",
    Code.FOREIGN: "không còn là của báo: {signs}",
    Code.DOUBTFUL: "có lẽ không phải của báo: {signs} (-s TAKE_DOUBTFUL=1 để vẫn nhận)",
    Code.UNLIKE: "không có gì của bài ở địa chỉ này: “{title}”, {words} chữ, cũng chưa chắc là bài khác (-s TAKE_DOUBTFUL=1 để vẫn nhận)",
    Code.SHOWN_ELSEWHERE: "không phải bài của báo: nội dung của {url}",
    Code.READ_FOR_LINKS: "{kind}: chỉ đọc các liên kết",
    Code.NAMES_NOTHING: "{kind}: không có liên kết nào",
    Code.NO_SUCH_NUMBER: "không có bài mang số này: {why}",
    Code.ROBOTS: "robots.txt cấm",
    Code.ROBOTS_UNREACHABLE: "không đọc được {url}: {why}",
    Code.OFF_SITE: "{text}",
    Code.PRIVATE_ADDRESS: "{text}",
    Code.TOO_LARGE: "lớn hơn {mb} MB",
    Code.REFUSED: "{status}: máy chủ từ chối",
    Code.SERVER_TROUBLE: "{status}: máy chủ gặp sự cố",
    Code.NOT_A_PAGE: "{status}: không phải một trang",
    Code.GONE: "{status}: không còn nữa",
    Code.GONE_UNSAID: "không còn nữa: {status}, với trang hiện ra ở mọi địa chỉ không có thật",
    Code.MOVED: "đã chuyển đến {url}",
    Code.MOVED_TO_FRONT: "đã chuyển về trang nhất: {url}",
    Code.MOVED_TO_SECTION: "đã chuyển về chuyên mục: {url}",
    Code.MOVED_NOWHERE: "chuyển hướng không có đích",
    Code.REDIRECT_LOOP: "chuyển hướng không dứt",
    Code.NOT_MODIFIED_UNASKED: "304 dù không được hỏi",
    Code.ARTICLE_MISSING: "nay không còn bài ở đó: {why}",
    Code.DISPLACED: "địa chỉ của bài nay là của bài khác: {url}",
    Code.NAMES_NOTHING_NOW: "{kind} nay không có liên kết nào",
    Code.UNREAD: "không đọc được: {text}",
    Code.CERTIFICATE_NAME: "chứng chỉ mang tên khác",
    Code.CERTIFICATE: "chứng chỉ không đáng tin: đã hết hạn, hoặc do nơi lạ cấp",
    Code.NO_TLS: "máy chủ không dùng TLS",
    Code.TLS: "không thiết lập được kết nối an toàn ({text})",
    Code.NO_HOST: "không có máy chủ nào mang tên này",
    Code.ANSWER_TOO_LARGE: "trả lời quá lớn",
    Code.PROXY: "proxy không mở đường",
    Code.TIMEOUT: "không trả lời trong {seconds} giây",
    Code.NO_CONNECTION: "không kết nối được ({text})",
    Code.INCOMPLETE: "trả lời không trọn vẹn",
    Code.NO_HTTP: "trả lời không theo HTTP",
    Code.BROKEN_OFF: "kết nối bị ngắt",
    Code.NOT_UNPACKED: "không giải nén được trả lời",
    Code.SCHEME: "không phải địa chỉ trang mạng",
    Code.FINISHED: "hoàn tất",
    Code.LIMIT_REACHED: "đủ số bài đã định",
    Code.SHUTDOWN: "bị dừng",
    Code.INTERRUPTED: "bị dừng",
    Code.LEFT_ALONE: "{url}: máy chủ yêu cầu chờ {seconds} giây",
    Code.STORAGE: "{text}",
    Code.USAGE: "{text}",
    Code.OTHER: "{text}",
}


# What the values of a reason may be, where they are words of ours.
_KINDS = {"page": "trang", "index": "trang danh mục", "feed": "nguồn tin", "sitemap": "sơ đồ trang"}
_PHRASES = {
    "off-site": "ngoài trang của báo",
    "not a web address": "không phải địa chỉ trang mạng",
    "an empty folder": "thư mục trống",
    "no answer in time": "không trả lời kịp",
    "no answer": "không trả lời",
    "nothing of its pages": "không giống trang nào của báo",
    "its name": "tên báo",
    "an author of its own": "tác giả của báo",
    "several names that it prints": "nhiều tên riêng báo hay nhắc",
    "links to addresses of its own": "liên kết tới trang của báo",
    "a name that it prints": "tên riêng báo hay nhắc",
    "a section of its own": "chuyên mục của báo",
    "what licensed newspapers print": "lời ghi của báo có giấy phép",
    "whose organ it is": "cơ quan mà báo là tiếng nói",
    "nothing of it for half a year": "nửa năm không có trang nào",
    "another site's name": "tên của trang khác",
    "a title that its address does not say": "tiêu đề không khớp địa chỉ",
    "what parked domains say": "lời của tên miền bỏ không",
    "another language": "ngôn ngữ khác",
}


# What became of an address (archive.frontier.pages), in the reader's languages.
STATES = {
    "new": ("chưa đọc", "not read yet"),
    "article": ("bài báo", "an article"),
    "part": ("trang tiếp của một bài", "a further page of an article"),
    "other": ("không phải bài", "no article"),
    "index": ("trang danh mục", "a list of links"),
    "moved": ("đã chuyển chỗ", "moved"),
    "gone": ("không còn nữa", "gone"),
    "failed": ("không đọc được", "no usable answer"),
    "refused": ("không được hỏi", "not to be asked for"),
}


def cell(row: Mapping[str, Any], column: str) -> str:
    """What a row of `pages` or `crawls` says in `state`, `reason` or `ending`: in place of a code its words; the code where
    the columns asked for do not hold what the words need, or an archive of another version has another code."""
    code = str(row[column] or "")
    if column == "state":
        vietnamese, english = STATES.get(code, (code, code))
        return english if current.get() == "en" else vietnamese
    try:
        reason = stored(code, row["detail"])
    except (KeyError, ValueError):
        return code
    return line(reason) if reason else ""


def line(reason: Reason) -> str:
    """The reason in a line, in the language of the request."""
    if current.get() == "en":
        return str(reason)
    return VIETNAMESE[reason.code].format(**{name: _told(name, value) for name, value in reason.values.items()})


def _told(name: str, value: Any) -> Any:
    """A value of a reason: another reason in it, which is kept as its English sentence, and a few words of ours are
    Vietnamese; what a library or a page said stays as it was."""
    if not isinstance(value, str):
        return value
    if name == "kind":
        return _KINDS.get(value, value)
    if name == "why" and (inner := _read(value)):
        return line(inner)
    return re.sub(_ANY_PHRASE, lambda found: _PHRASES[found[0]], value) if name in ("text", "signs", "why") else value


_ANY_PHRASE = r"(?<![\w-])(?:" + "|".join(sorted(map(re.escape, _PHRASES), key=len, reverse=True)) + r")(?![\w-])"


def _read(sentence: str) -> Reason | None:
    """The reason that reads as this English sentence; None where it is none, or has too little of its own to be told.

    >>> _read("no answer within 30 seconds").code
    <Code.TIMEOUT: 'timeout'>
    """
    for code, pattern in _patterns():
        if found := pattern.fullmatch(sentence):
            return Reason(code, **found.groupdict())
    return None


@cache
def _patterns() -> list[tuple[Code, re.Pattern[str]]]:
    """The patterns of the English sentences with their codes, those first that say most in their own words."""
    own = {code: re.sub(r"{\w+}|\W", "", text) for code, text in ENGLISH.items()}
    return [
        (code, re.compile(re.sub(r"\\{(\w+)\\}", r"(?P<\1>.*)", re.escape(ENGLISH[code]))))
        for code in sorted(own, key=lambda code: -len(own[code]))
        if len(own[code]) >= 4
    ]
