"""The names that an author's field holds: without the words printed around them, and whether they are anybody's.

The words stand in byline_words.csv, by language: labels before a name ("Von", "Written by"), roles behind it ("Staff
Writer"), and what an author's field prints that is no name ("About the author"). Each label and role has an example.
"""

from __future__ import annotations

import csv
import re
from functools import cache, lru_cache
from pathlib import Path

from pipelines.language.title_keys import key
from vietnamese import bylines, dates

_LONGEST = 160
_NAME = 60  # letters of one name


@cache
def _words() -> dict[str, list[str]]:
    """Reads byline_words.csv: the words printed around names, by kind."""
    words: dict[str, list[str]] = {}
    with Path(__file__).with_name("byline_words.csv").open(encoding="utf-8", newline="") as file:
        for row in csv.DictReader(file):
            words.setdefault(row["kind"], []).extend(row["words"].split(";"))
    return words


def _any(kind: str) -> str:
    """A pattern, without a group around it, of any word of a kind, the longest first."""
    words = sorted(set(_words()[kind]), key=lambda word: (-len(word), word))
    return "|".join(re.escape(word) for word in words)


_LABEL = re.compile(rf"^\W*(?:{_any('label')})(?:\s*[:：]\s*|\s+(?:von\s+|by\s+|par\s+)?)(?=\S)", re.I)
# Glued to the name, where a page has no space between two elements: "Geschrieben vonMara Tester".
_GLUED = re.compile(
    r"^(?:[A-ZÀ-Ý]?[a-zà-ÿ]+ ){0,2}(?:[Vv]on|[Bb]y|[Pp]ar|[Pp]or|[Dd]oor|bởi)(?=[A-ZÀ-ÝĐ](?:[a-zà-ỹ]+\b|\.))"
)
_BARE = re.compile(rf"^\W*(?:{_any('label')}|{_any('role')}|{_any('none')})\W*$", re.I)
_NONE = re.compile(rf"^\W*(?:{_any('none')})\b", re.I)
_ROLE = re.compile(rf"\s*(?:[,|•·–—/(]\s*|\s-\s+|\n\s*)(?:(?:the|our|der|die) )?(?:{_any('role')})\b.*$", re.I | re.S)
# The same without a sign between, as two elements in a row are: "Mara Tester Redakteurin Lokales".
_PRINTED = [made for word in _words()["role"] if len(word) > 5 for made in {word.title(), word.capitalize()}]
_BEHIND = re.compile(rf"(?<=\w) (?:{'|'.join(map(re.escape, sorted(_PRINTED)))})\b.*$")
_ROLES = re.compile(rf"(?:{_any('role')})", re.I)
# "Harbour Correspondent": what somebody is, beside the name.
_AS = re.compile(
    r"\w (?:correspondent|reporter|columnist|editor|journalist|photographer|redakteur(?:in)?|korrespondent(?:in)?"
    r"|reporter(?:in)?|journaliste|rédac(?:teur|trice)|redactora?|periodista|corresponsal|phóng viên)$",
    re.I,
)
# How long ago, which a script prints beside a name: "2 giờ trước", "3 hours ago", "vor 2 Stunden", "il y a 3 heures".
_AGO = re.compile(
    r"[\s,|•·–—-]*(?:(?:about |khoảng )?\b\d+\+? ?(?:giây|phút|giờ|ngày|tuần|tháng|năm)(?: trước)?\b|\b(?:an?|\d+) ?(?:sec|min|h|hr|hour|day|week|month|year)\w* ago\b"
    r"|\bvor (?:\d+|einem|einer) \w+|\bil y a \d+ \w+|\bhace \d+ \w+|\b\d+ \w+ (?:temu|geleden|fa)\b|\bvừa xong\b|\bhôm (?:qua|nay)\b).*$",
    re.I | re.S,
)
_BAR = re.compile(r"\s*[|•·]\s*|\s[–—-]\s")
_TELLS = re.compile(r"\d| ago\b|\bvor |vừa xong|hôm ", re.I)  # one of which each of those has
_MAIL = re.compile(
    r"\(?(?:https?://|www\.)\S+\)?|[(<\[]?\s*(?:mailto:)?[\w.+-]+@[\w-]+\.[\w.-]+\s*[)>\]]?|(?:^|\s)@\w+"
)
_LATER = re.compile(
    r"\s*[|•·–—,(-]*\s*\b(?:last )?(?:updated|published|posted|aktualisiert|veröffentlicht|publié|actualizado|cập nhật)\b.*$",
    re.I | re.S,
)
# "Posted in News by Mara Tester": where an article stands, before who has written it
_IN = re.compile(
    r"^\W*(?i:posted|published|filed|written|đăng|publié|veröffentlicht|publicado) (?i:in|under|on|trong|dans|en) [^|.:]{2,40}?\s(?=(?i:by|bởi|par|von|por) [^\W\d_a-z])"
)
_BUTTON = re.compile(
    r"\s+(?:[-–|•·]\s*)?(?:theo dõi|follow|gửi (?:thư|e?mail)|send e?mail|xem (?:thêm|tất cả) (?:bài|tin)(?: viết)?|[\d.,]+k? (?:lượt (?:xem|đọc)|bình luận|views?|comments?))$",
    re.I,
)  # "Lan Thử Theo dõi"
# "Words by Mara Tester. Photographs by Joan Probe": who took the pictures.
_PHOTOS = re.compile(
    r"(?:(?:[.;|,/\n]|\s[-–])\s*|(?<=\w)(?<! und)(?<! and)(?<! et)(?<! y)(?<! và)\s(?=(?:photos?|fotos?|bilder|ảnh)\s?:))(?:photo(?:graph(?:s|y)?|s)?|data work|fact-check(?:ing)?|pictures|images|illustrations?|graphics?|video|fotos?|bilder|ảnh|editing|writing|compiled)"
    r"(?: by| von| de|:)\s.*$",
    re.I | re.S,
)
_FROM = re.compile(
    r" (?:in|reporting from) [A-ZÀ-Ý][\w.'’-]+(?:,? [A-ZÀ-Ý][\w.'’-]+){0,2}$"
)  # "By Mara Tester in Altenried"
_BEFORE_DATE = re.compile(
    r"\s+(?:vào(?: lúc| ngày)?|lúc|ngày|on|at|am|le|el|il)$"
)  # "Đăng bởi Lan Thử vào", the date below
# "Posted by Mara Tester on 2 May 2024 at 09:15 in News", "Ditulis oleh Mara Tester pada 2 Mei 2024": when and where
_WHEN = re.compile(
    r"\s+(?:on|pada|am|le|el|il|op|den|vào(?: lúc| ngày)?|lúc|ngày)\s+(?:[^\W\d_]+\.?,?\s+){0,2}\d.*$", re.I | re.S
)
_WITH_LABEL = re.compile(rf"\s+(?=(?:{_any('label')}|来源|來源|责编|评论|浏览|阅读)\s?[:：])", re.I)
_COUNTED = re.compile(r"\s+(?:lượt xem|lượt đọc|views?|xem|ผู้ชม|เข้าชม|dilihat|dibaca)\s?:?\s*[\d.,]+[km]?$", re.I)
_SENT = re.compile(
    r"\s*\([^()]*\b(?:envoyée?s?|correspondant\w*|special|spécial\w*|enviad[oa]s?|corresponsal|inviat[oa]|korrespondent\w*)\b[^()]*\)",
    re.I,
)  # "Mara Tester (Altenried, envoyée spéciale)"
# "Nội dung: Lan Thử | Ảnh: Tư Vàm | Thiết kế: Ba Ghe": who did what, in a row
_CREDIT = re.compile(r"([^\W\d_][^:.]{2,30}?)\s*:\s*(\S[^:]{1,50})")
_CREDITS = re.compile(r"\s*[|/•;\n]\s*|\s[-–—]\s|,\s*(?=[^,:]{3,20}:)")
_HELPED = re.compile(
    r"(?:người |nguồn )?(?:đọc(?: bài)?|ảnh|hình ảnh|video|clip|quay phim|dựng|photos?|pictures?|fotos?)\b", re.I
)
_WORK = re.compile(
    r"(?:Ảnh|Clip|Video|Ghi chép|Bút ký|Phóng sự|Ký sự|Tùy bút|Tuỳ bút|Tản văn|Tạp bút|Truyện ngắn|Thơ)\s?(?:của|:)\s+"
    r"([^\W\d_a-z][^.!?]{1,50})$"
)
_MADE = re.compile(
    r"thiết kế|biên tập|\bedit(?:ors?|ed by|ing)\b|trình bày|kỹ thuật|mỹ thuật|đồ h(?:ọa|oạ)|design|layout|graphics"
)
_WROTE = re.compile(r"nội dung|\bbài|tác giả|thực hiện|\btext\b|words")
_SEPARATOR = re.compile(
    r"\s*(?:[;|/&+\n、]|,(?! (?:Jr|Sr|Dr|PhD|MD)\b))\s*|\s+(?:and|und|et|y|e|i|en|og|och|và|with|mit|avec|AND|UND|ET|VÀ|OCH)\s+|\s+[-–—]\s+"
)
_REPORTER = re.compile(
    r"(?<=\S\S)\s?(?:기자|특파원|記者|记者)$"
)  # what Koreans, Japanese and Chinese write behind the name
_LETTER = re.compile(r"[^\W\d_]")
_PARTICLES = frozenset(
    ("von", "van", "de", "der", "den", "del", "della", "di", "da", "do", "dos", "das", "la", "le", "les", "el", "al", "bin", "ibn",
     "ben", "zu", "zur", "vom", "af", "ter", "ten", "du", "d", "dr", "prof", "st", "e", "y", "und", "and", "the", "of", "für")
)  # fmt: skip
# What a company's name ends or begins with: the maker of a site is nobody who writes for it.
_COMPANY = re.compile(
    r"(?:^|[\s.,-])(?:jsc|ltd|llc|inc|corp|gmbh|plc|s\.?a\.?r\.?l|joint stock company|tnhh)\.?$|^(?:công ty|cty)\b",
    re.I,
)
_ACCOUNTS = frozenset(
    ("admin", "administrator", "root", "user", "editor", "webmaster", "guest", "test", "anonymous", "unknown")
)
_MAKERS = frozenset(
    ("wordpress", "joomla", "drupal", "blogger", "wix", "wixcom", "squarespace", "typo3", "ghost", "vnpt", "vnpt it")
)


def names(text: str) -> list[str]:
    """The names in an author's field, each as printed; none where it holds something else.

    >>> names("Geschrieben von Mara Tester und Max Tester"), names("About the author"), names("Von")
    (['Mara Tester', 'Max Tester'], [], [])
    """
    return list(_parsed_names(text))


@lru_cache(maxsize=1024)  # those who write, and what a page prints where an author may stand, come again
def _parsed_names(text: str) -> tuple[str, ...]:
    """As `names`."""
    text = text.strip()
    if not text or len(text) > _LONGEST or "©" in text or _BARE.match(text) or _COMPANY.search(text):
        return ()
    if "\n" in text:
        text = "\n".join(row for row in text.split("\n") if not is_role(row)) or text
    text = _SENT.sub("", _BUTTON.sub("", _MAIL.sub(" ", _PHOTOS.sub("", _IN.sub("", text)))))
    for _ in range(2):
        bare = _GLUED.sub("", _LABEL.sub("", text))
        text = _BEFORE_DATE.sub("", _FROM.sub("", _WHEN.sub("", bare))) if bare != text else text
    text = dates.strip_date(_LATER.sub("", _without_ago(text)))
    found: list[str] = []
    for part in _SEPARATOR.split(_without_role(text)):
        name = _REPORTER.sub("", " ".join(part.split()).strip(" .,:;|•·–—-[]*"))
        name = name.strip("()") if name.count("(") != name.count(")") or name[:1] == "(" else name
        if name and not name[0].isdigit() and not _BARE.match(name) and not _is_nobody(name) and name not in found:
            found.append(name)
    return tuple(found) if all(len(name) <= _NAME and _LETTER.search(name) for name in found) else ()


def _without_role(text: str) -> str:
    """A text without what the bearer of the name is, behind a sign or behind a full name."""
    text = _ROLE.sub("", text)
    bare = _BEHIND.sub("", text)
    return bare if " " in bare else text


def _is_nobody(name: str) -> bool:
    """Whether a piece of an author's field begins as what is no name does, or says what somebody is."""
    return _NONE.match(name) is not None or _AS.search(name) is not None


def _without_ago(text: str) -> str:
    """A text without how long ago it was ("2 giờ trước") and all that follows."""
    return _AGO.sub("", text) if _TELLS.search(text) else text


def is_ago(text: str) -> bool:
    """Whether a text says how long ago something was, and nothing else.

    >>> is_ago("5 months ago"), is_ago("vor 3 Stunden"), is_ago("5 months ago it rained")
    (True, True, False)
    """
    return len(text) < 30 and text[:1].isalnum() and not _without_ago(text) and len(text.split()) < 5


def behind_ago(text: str) -> str:
    """What a line prints behind how long ago it was; all of it where it does not begin so.

    >>> behind_ago("3 ngày trước · Lan Thử"), behind_ago("2 hours ago | Mara Tester"), behind_ago("Lan Thử · 3 ngày trước")
    ('Lan Thử', 'Mara Tester', 'Lan Thử · 3 ngày trước')
    """
    ago, *rest = _BAR.split(text, maxsplit=1)
    return rest[0] if rest and is_ago(ago) else text


def without_mail(text: str) -> str:
    """A signature without the addresses in it, and without the rows that hold nothing else."""
    if "@" not in text:
        return text
    rows = (" ".join(_MAIL.sub(" ", row).split()).strip(" -–—|,;:") for row in text.split("\n"))
    return "\n".join(filter(None, rows))


def parted(text: str) -> str:
    """What an author's field prints without a space between two elements, with a bar there: no Vietnamese word has a
    capital in its middle.

    >>> parted("Lan ThửPhóng viên"), parted("LAN THỬ"), parted("McTester")
    ('Lan Thử | Phóng viên', 'LAN THỬ', 'McTester')
    """
    cuts = [n for n in range(3, len(text)) if text[n].isupper() and text[n - 1].islower() and text[n - 2].isalpha()]
    cuts = [n for n in cuts if " " in text[:n] and len(text[:n].rsplit(" ", 1)[-1]) > 2]
    return " | ".join(text[a:b] for a, b in zip([0, *cuts], [*cuts, None], strict=True)) if cuts else text


@lru_cache(maxsize=1024)
def is_bare(text: str) -> bool:
    """Whether a text is a label that a name should follow, and no more."""
    return _BARE.match(text) is not None and _NONE.match(text) is None


def is_role(text: str) -> bool:
    """Whether a text says what somebody is, and nothing else.

    >>> is_role("Harbour Correspondent"), is_role("Senior Reporter"), is_role("The reporter asked")
    (True, True, False)
    """
    return len(text) <= _NAME and (_AS.search(text) is not None or _ROLES.fullmatch(text) is not None)


def writer(text: str) -> str | None:
    """Who wrote it by a row of credits, as below an e-magazine; empty where a row names others alone, None for no such row.

    >>> writer("Nội dung: Lan Thử | Ảnh: Tư Vàm | Thiết kế: Ba Ghe"), writer("Trình bày: Ba Ghe"), writer("Nội dung: 3 phần")
    ('Lan Thử', '', None)
    """
    pieces = [_CREDIT.fullmatch(piece.strip()) for piece in _CREDITS.split(text)] if ":" in text[:40] else []
    if not pieces or None in pieces or len(text) > _LONGEST:
        return None
    told = [(piece[1].lower(), piece[2]) for piece in pieces if piece]
    if not all(map(is_person, (who for _, who in told))) or not any(_MADE.search(role) for role, _ in told):
        return None
    return next((who for role, who in told if _WROTE.search(role)), "")


def is_credit(text: str) -> bool:
    """Whether a text says who did one thing, and nothing else.

    >>> is_credit("Ảnh: Tư Vàm"), is_credit("Ảnh: toàn cảnh vàm sông")
    (True, False)
    """
    one = _CREDIT.fullmatch(text)
    return one is not None and is_person(one[2]) and " " in one[2]


def is_helper(text: str) -> bool:
    """Whether a text says who has helped with an article in another way than writing, and nothing else.

    >>> is_helper("Người đọc bài: Lan Thử"), is_helper("Biên tập: Lan Thử"), is_helper("Giải nhất: Lan Thử")
    (True, True, False)
    """
    return writer(text) == "" or (is_credit(text) and _HELPED.match(text) is not None)


def is_work(text: str) -> bool:
    """Whether a text says whose work something is, and nothing else.

    >>> is_work("Tản văn của LAN THỬ"), is_work("Truyện ngắn: Lan Thử"), is_work("Thơ của những người đóng ghe")
    (True, True, False)
    """
    match = _WORK.match(text)
    return match is not None and is_person(match[1])


def is_labelled(text: str) -> bool:
    """Whether a text begins with a label that a name follows."""
    text = _IN.sub("", text)
    return _LABEL.match(text) is not None or _GLUED.match(text) is not None


def pieces(text: str) -> list[str]:
    """The pieces of a line between bars, or before a label with a colon, each without a count behind it.

    >>> pieces("14/09/2026 08:30 Tác giả: Lan Thử Lượt xem 214"), pieces("Lan Thử")
    (['14/09/2026 08:30', 'Tác giả: Lan Thử'], ['Lan Thử'])
    """
    found = text.split(" | ") if " | " in text else _WITH_LABEL.split(text) if ":" in text else [text]
    return [_COUNTED.sub("", piece) for piece in found] if len(found) > 1 else [text]


def without_label(text: str) -> str:
    """An author's field without the label before the name, the date and how long ago it was."""
    return dates.strip_date(_without_ago(_LABEL.sub("", _BUTTON.sub("", text.strip())))).strip()


def is_person(name: str) -> bool:
    """Whether a name is made like a person's: a few words with capitals, particles between them.

    >>> is_person("Mara von Tester"), is_person("Beomsu Jo contributed"), is_person("mara86")
    (True, False, False)
    """
    words = name.replace(".", ". ").split()
    capital = [word for word in words if word[0].isupper() or not (word[0].islower() or word[0].isdigit())]
    return (
        1 <= len(words) <= 6
        and bool(capital)
        and not any(character.isdigit() for character in name)
        and all(word in capital or word.strip(".'’").lower() in _PARTICLES for word in words)
        and words[0] in capital
    )


def is_account(name: str, *, here: bool) -> bool:
    """Whether a name is what somebody logs in with. `here`: on a Vietnamese page, where no newspaper prints any other."""
    if key(name) in _MAKERS or (bylines.clean_author(name) is None and not re.fullmatch(r"[a-z][\w.-]*|\w+\d", name)):
        return True
    if not here:
        return key(name) in _ACCOUNTS
    words = name.split()
    if not words[0][0].isupper():
        return True
    return len(words) == 1 and "." not in name and bool(re.search(r"[a-z][A-Z]|\d|_|@", name))


def are_initials(text: str, name: str) -> bool:
    """Whether a text is the first letters of a full name: "A. R." of "Aline Roucoules", or of the last two words of three
    and more: "L.T" of "Hoàng Lan Thử".
    """
    letters = "".join(filter(str.isalpha, text))
    words = [word for word in name.split() if word[0].isupper()]
    short = len(words) > 1 and 1 < len(letters) <= 4 and letters.isupper()
    firsts = "".join(word[0] for word in words)
    return short and letters in (firsts, firsts[-2:])


def over_role(text: str) -> str | None:
    """The full name in the first of two rows or three, the others of which say what its bearer is or when it was written;
    None for any other text.
    """
    name, *rest = text.split("\n")
    short = 0 < len(rest) < 3 and all(len(row) < 60 and row[-1:] not in (".", ":", ",", "!", "?") for row in rest)
    return name if short and " " in name and len(name) < 40 and is_person(name) and is_person(name.title()) else None
