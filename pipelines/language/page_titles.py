"""What the words of a title, or of a line in an article's place, say that a page is."""

from __future__ import annotations

import re

from archive.reasons import Code
from pipelines.language.title_keys import key
from vietnamese import fold

# Patterns on folded titles and lines; the first words of each comment are an example.
_PAGE = (
    r"(?:trang|bai(?: viet| bao)?|tin(?: bai| tuc)?|noi dung|du lieu|ket qua|duong dan|dia chi|lien ket|tap tin|file)"
)
# "Không tìm thấy trang yêu cầu", "Trang này không tồn tại"; not "Không tìm thấy nạn nhân", "Lỗi 404 ở cổng dịch vụ công"
NOT_FOUND = re.compile(
    r"^404(?: (?:not found|error|page|loi|khong|trang|oops)\b|$)|^(?:trang )?(?:loi|error)(?: http)? 404(?: (?:not found|page|trang|khong)\b|$)"
    r"|^(?:(?:page|file|article|content|oops|error|sorry) )*not found|\b(?:page|article|post|file|content|url)(?: \w+){0,4} not found|page (?:does not|doesn t) exist|khong co gi o day"
    rf"|^(?:(?:xin|loi|rat|tiec|chung|toi|he|thong|bao|404|oops) )*khong tim thay(?:$| {_PAGE}(?:$| (?:nay|nao|yeu cau|ban|quy vi|phu hop|duoc|tren)\b))"
    rf"|^(?:xin loi |rat tiec )?{_PAGE}(?: (?:nay|ma|ban|quy vi|da|dang|yeu cau|tim|kiem|truy cap|xem|hien|co the))* (?:khong (?:con )?(?:ton tai|tim thay|hop le|kha dung)|(?:da )?bi xoa)|^khong ton tai$"
    r"|trang (?:ban|quy vi) (?:tim|yeu cau|truy cap)"
)
# What stands in an article's place, under the newspaper's own head: "Bài viết bạn tìm không tồn tại hoặc đã bị gỡ bỏ."
SAYS_NOT_FOUND = re.compile(
    r"\b(?:bai viet|bai bao|tin|trang|noi dung|duong dan|dia chi|lien ket)(?: \w+){0,6}"
    r" (?:khong (?:con )?(?:ton tai|tim thay|hop le)|(?:da )?(?:bi|duoc) (?:xoa|go)|da (?:xoa|go))\b|khong tim thay (?:bai|tin|trang|noi dung)"
    r"|\b(?:article|page|story|content)(?: \w+){0,8} (?:not found|no longer (?:exists?|available)|(?:does not|doesn t) exist|been (?:removed|deleted))"
)
LOGIN = re.compile(r"\b(?:dang nhap|log ?in|sign ?in|login|dang ky tai khoan|xac thuc nguoi dung)\b")
MEMBERS = re.compile(
    r"(?:vui long|hay|can|phai) dang nhap|dang nhap (?:de|hoac dang ky)|(?:danh cho|chi danh cho) (?:ban doc|thanh vien|nguoi) (?:da )?dang ky"
    r"|(?:log|sign) in to (?:read|continue)|subscribe(?:rs)? (?:only|to (?:read|continue))"
)
# "Tìm thấy 48 kết quả cho mận", "12 results for plums"; not "Tìm thấy 3 kết quả dương tính"
# "Tìm kiếm", "Tìm kiếm: mận", "Kết quả tìm kiếm cho từ khóa mận"; not "Tìm kiếm nạn nhân". On the words and marks of a title
SEARCH = re.compile(
    r"^\W*(?:(?:da )?tim (?:thay|duoc)|co|found) (?:khoang |about )?[\d.,]+ (?:ket qua|bai viet|results?)\s*(?:$|[^\w\s]|(?:cho|voi|theo|phu hop|tu khoa|for)\b)"
    r"|^\W*[\d.,]+ (?:search )?results? (?:found )?for\b|^\W*(?:ket qua )?tim kiem\s*(?:$|[^\w\s]|(?:cho|voi|theo|tu khoa|nang cao|tin tuc|tin bai|bai viet)\b)|^\W*search results?\b"
)
# Of a page about who writes: "Lan Thử - Tác giả - Báo Một", "Mara Tester, Author at The Post"
AUTHOR = re.compile(r"\b(?:tac gia|author (?:at|on)|posts by|articles by|autor bei|auteur (?:a|chez)|archives?)\b")
STATIC = re.compile(
    r"^(?:gioi thieu(?: chung| toa soan)?|(?:thong tin )?lien he(?: (?:voi )?(?:toa soan|(?:ban )?bien tap|chung toi))?|thong tin toa soan|ve chung toi|about(?: us)?|contact(?: us)?|dieu khoan(?: su dung)?|so do (?:site|trang|website)"
    r"|site ?map|chinh sach (?:bao mat|rieng tu)|privacy policy|terms(?: of (?:use|service))?|toa soan|quang cao|bang gia quang cao"
    r"|lien he quang cao|hoi dap|faqs?|dang nhap|dang ky|(?:so do )?(?:co cau )?to chuc(?: bo may)?|chuc nang,? nhiem vu|don vi truc thuoc|van ban(?: phap luat| moi)?|thu tuc hanh chinh|tro giup|(?:kenh )?rss|trang chu|home"
    r"|thu vien (?:anh|hinh anh|video)|lich phat song|(?:doc )?bao (?:in|giay)"
    # what a server shows that has no site: "Welcome to nginx!"
    r"|welcome to (?:nginx|openresty|centos|caddy)|(?:apache2? )?(?:ubuntu |debian |http server )*(?:default|test) page.{0,30}|it works|account (?:has been )?suspended|iis windows(?: server)?|index of.*)$"
)
# Pages with the newest figures; under a date, or signed, the same title is an article's.
FIGURES = re.compile(r"^(?:(?:du bao )?thoi tiet|gia ca(?: thi truong)?|ty gia|gia vang)$")
SITE_TITLE = re.compile(
    r"^(?:trang chu|home)$|^(?:trang chu (?:bao|dai|cong|trang)|bao dien tu|cong thong tin|trang thong tin|website)\b|\bcong thong tin dien tu\b|\btrang chu$"
)
# What <title> says of all pages to print: "Bản in", "In bài viết"
_PRINT = re.compile(
    r"^(?:(?:xem )?(?:ban|trang|phien ban) in(?: bai(?: viet)?)?|in(?: (?:bai(?: viet)?|tin(?: bai)?|trang(?: nay)?|an))?"
    r"|print(?:er friendly|able)?(?: (?:this )?(?:page|article|version|preview))?|druckversion|drucken|version imprimable|imprimer|imprimir)$"
)
ARCHIVE = re.compile(
    r"^(?:chuyen muc|danh muc|the loai|category|categories|the|tags?|luu tru|archives?|tac gia|author|dong su kien|chu de) "
)


def is_to_print(title: str) -> bool:
    """Whether a page's title is what all pages to print of a site are called: "Bản in"."""
    return _PRINT.search(key(title)) is not None


def code_of_title(title: str) -> Code | None:
    """What a title alone says that its page is (an error, the answer to a search, a form or a page about the site);
    None where it says nothing of the kind.
    """
    told = key(title)
    if NOT_FOUND.search(told):
        return Code.NOT_FOUND
    if SEARCH.search(fold(title)):
        return Code.SEARCH_RESULTS
    return Code.STATIC_PAGE if STATIC.match(told) or FIGURES.match(told) else None
