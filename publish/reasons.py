"""Why a page is no article, or how a crawl ended, in the reader's language."""

from __future__ import annotations

from collections.abc import Mapping

from archive.reasons import Code, Reason
from publish.language import current

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
    Code.EMPTY_PAGE: "trang trống",
    Code.ATTACHMENT: "trang tệp đính kèm",
    Code.SEARCH_RESULTS: "kết quả tìm kiếm",
    Code.BINARY_FILE: "tệp nhị phân",
    Code.UNREADABLE: "trang không đọc được",
    Code.MEDIA_TYPE: "không phải trang văn bản: {mime}",
    Code.PART: "một phần của {url}",
    Code.FOREIGN: "không còn là của báo: {signs}",
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
    Code.MOVED: "đã chuyển đến {url}",
    Code.MOVED_TO_FRONT: "đã chuyển về trang nhất: {url}",
    Code.MOVED_TO_SECTION: "đã chuyển về chuyên mục: {url}",
    Code.MOVED_NOWHERE: "chuyển hướng không có đích",
    Code.REDIRECT_LOOP: "chuyển hướng không dứt",
    Code.NOT_MODIFIED_UNASKED: "304 dù không được hỏi",
    Code.ARTICLE_MISSING: "nay không còn bài ở đó: {why}",
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


def line(reason: Reason) -> str:
    """The reason in a line, in the language of the request."""
    return str(reason) if current.get() == "en" else VIETNAMESE[reason.code].format(**reason.values)
