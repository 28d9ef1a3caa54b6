"""The lines of a page text, and what each looks like: running text, a title, a label, a date, a path, a phrase."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from itertools import groupby

from pipelines.boilerplate.phrases import Phrase, phrase
from pipelines.language.diacritics import right
from pipelines.language.section_names import NAMES, in_row
from pipelines.plain_text import forms
from vietnamese import credits, dates

LONGEST = 500_000  # characters of a text that are read
_PART = 10  # words of one of several parts of a line that says who, when, how long
_MOST = 20_000  # lines of a text that are read
# Share of a newspaper's texts from which on a line that stands in them is the newspaper's own: a label or a title, and
# running text, which may be an article's lead that others are listed with.
_SITES = 0.05
_SITES_PROSE = 0.2
_PARAGRAPHS, _COPIED = 3, 0.9  # of a text that others hold as a whole: shared paragraphs, share of its letters

COMMON = frozenset(  # words that say nothing of a text's matter
    ["và", "của", "có", "là", "cho", "các", "với", "được", "những", "một", "trong", "từ", "ở", "đến", "ra", "vào", "khi", "không", "này", "để", "người", "về", "như", "đã", "sẽ", "tại", "do", "bị", "theo", "trên", "sau"]
)  # fmt: skip

# What a line's ends and signs say of it: pattern, and an example that a test matches.
PATTERNS: dict[str, tuple[str, str]] = {
    "end": (r"(?:[.…;:,。！？」]|[.!?…][\"”’»)\]]+|[,;][”\"])$", "Nước lên chậm."),
    "asks": (r"(?:[!?\"”’»)\]]|(?<!\.)\.\.\.|…)$", "Ba ấp dọn kênh ra sao?"),
    "inner": (r"[.!?…][\"”’»)]*\s+[\"“‘«(–-]*\s*[A-ZÀ-ỸĐ0-9]", "Nước lên chậm. Ghe lớn neo ngoài vàm"),
    "item": (r"^(?:[^\w\s\"'“”‘’«»()\[\]<>|/&#]+|\(?(?:\d{1,2}|[a-zđ])[.)])\s*\S", "- Dọn lục bình ở ba ấp"),
    "dated": (
        r"\S(?:\s*[\[(|–-]\s*(?:\d{1,2}:\d{2}(?::\d{2})?[\s,|-]*)?\d{1,2}[/.-]\d{1,2}(?:[/.-]\d{2,4})?(?:[\s,|-]*\d{1,2}:\d{2})?[\])]?"
        r"|\s\d{1,2}:\d{2}[\s,|-]*\d{1,2}[/.-]\d{1,2}(?:[/.-]\d{2,4})?|\s\d{1,2}[/.-]\d{1,2}(?:[/.-]\d{2,4})?[\s,|-]*\d{1,2}:\d{2})$",
        "Ba ấp dọn kênh đón mùa đua ghe (06/05, 19:40)",
    ),
    "day": (
        r"^[(\[]?(?:(?:thứ|thu|chủ)\s\w+[,\s]*)?(?:\d{1,2}[:hg]\d{2}(?::\d{2})?\s*[-,|–]*\s*)?"
        r"\d{1,2}\s?[/.-]\s?\d{1,2}(?:\s?[/.-]\s?\d{2,4})?(?:\s*[-,|–]*\s*\d{1,2}[:hg]\d{2}(?::\d{2})?)?[)\]]?$",
        "19:40 06/05",
    ),
    "today": (
        r"^(?=\D*\d)(?:hôm nay|bây giờ|today)\b(?:[\W\d_]|\b(?:là|is|lúc|thứ (?:hai|ba|tư|năm|sáu|bảy)|chủ nhật"
        r"|ngày|tháng|năm|giờ|phút|sáng|trưa|chiều|tối|gmt|[ap]m|(?:sun|mon|tues|wednes|thurs|fri|satur)day)\b)*$",
        "Hôm nay: Thứ Bảy, 28/11/2026",
    ),
    "number": (r"\d", "Ấp 3"),
    "step": (r"\s*[»›>→]+\s*|\s+[/\\]\s+", "Trang chủ » Đời sống"),
    "home": (
        r"^(?:trang chủ|trang nhất|home(?:page)?|you are here|bạn đang ở đây|bạn đang xem)(?:\b|chevron_|arrow_|keyboard_|navigate_)",
        "Trang chủ > Đời sống",
    ),
    "address": (r"https?://|www\.|\.(?:html?|aspx|php)\b", "Nguồn: https://bao.example/"),
    "mail": (r"^\S+@\S+\.\w{2,}$", "lan.thu@bao.example"),
    "glued": (r"[^\s(:“\"]https?://|\d{4}-\d\d-\d\d\d{4}-\d\d-\d\d", "Mùa đua ghe2019-06-18https://bao.example/"),
    "hashtags": (r"^(?:#[\w-]+(?: [\w-]+){0,3}[\s,;]*)+$", "#sông nước #đuaghe"),
    "credit": (
        rf"(?:^|[\s(.,–—-])(?:{credits.LABEL}|hình|image|credit|getty images)\s*{credits.OF_WHAT}?\s*[:/]",
        "Bến đò cũ. Ảnh: Lan Thử",
    ),
    "credit in front": (rf"^{credits.LABEL}\s*:", "Ảnh: Lan Thử"),
    "source": (
        r"^(?:\(?(?:theo|nguồn|dịch|biên dịch|biên tập|tác giả|người viết|minh h(?:oạ|ọa)|thực hiện|bài|tin|ảnh|source|via)\b[^.]{0,60}[:：]"
        r"|\(?(?:theo|nguồn|source)\s+[A-ZĐ(\[]|\((?:additional )?(?:reporting|writing|editing) by\b)",
        "Biên dịch: Lan Thử",
    ),
    "document": (
        r"^(?:Căn cứ|Xét đề nghị|Theo đề nghị|Xét tờ trình)\s.*[;,]$|^(?:QUYẾT ĐỊNH|QUYẾT NGHỊ|NGHỊ QUYẾT)\s?:?$|^Điều \d{1,3}\.",
        "Căn cứ Luật Thủy lợi ngày 19 tháng 6 năm 2017;",
    ),
    "thanks": (
        r"^(?:[^\W\d_]+(?: [^\W\d_]+)?: ?|[-–] ?)*(?:(?:vâng|dạ|một lần nữa)[,.!]? )?(?:(?:xin|trân trọng|chân thành) ){0,3}c(?:ảm|ám) ơn\b.{0,60}[!.]$",
        "Xin cảm ơn ông!",
    ),
    "credit behind": (r"[.!?…”] (?:Ảnh|ảnh) [A-ZĐÀ-Ỹ]\w+(?: [A-ZĐÀ-Ỹ]\w*){1,3}\.?$|[.!?…”] Photo(?:graph)?s? by (?:[A-Z]\w+ ?){1,4}\.?$", "Ghe neo bên bến đò cũ. Ảnh Thử Bến"),
}  # fmt: skip
_IS = {
    name: re.compile(
        pattern, re.I if name in ("home", "day", "today", "credit", "credit in front", "source", "thanks") else 0
    )
    for name, (pattern, _) in PATTERNS.items()
}
# Between a name or a section and a date that were elements side by side: "Lan ThửThứ Ba, 10/11/2026, 08:05Kinh tế".
_SEAM = re.compile(r"(?<=[a-zà-ỹ])(?=(?:Thứ|Ngày) |Chủ nhật\b|\d{1,2}[/.-]\d{1,2}[/.-]\d{4})|(?<=\d)(?=[A-ZĐ][a-zà-ỹ])")
PARTS = re.compile(r" [·•|] ")
_CREDITED = re.compile(r"(?<=[a-zß-ÿà-ỹ\d.!?”)])(?=(?:Ảnh|Nguồn(?: ảnh)?|Photo)\s?:)")  # "đón mùa đua gheẢnh: Lan Thử"
_GLUED = re.compile(r"[a-zß-ÿà-ỹ][A-ZĐÀ-Ý]")
_WORD = re.compile(r"[^\W_]+")


_ISSUE = re.compile(
    r"^số (?:báo )?\d{1,5}(?: \(\d+\))?\s?[-–,|]\s?(?=\D{0,16}\d{1,2}[/.-])", re.I
)  # "Số 1245 - Thứ Ba, 6-6-2017"
# "Thứ sáu, 30 06, 2017"
_SPACED = re.compile(r"^((?:thứ \w+|chủ nhật),? \d{1,2}) (\d{1,2}),? (\d{4})$", re.I)
# Behind a date: how often the text was read; bare numbers beside a picture of an eye, of a bubble.
_COUNTED = re.compile(r"\s?[;|,-]\s?(?:số )?lượt (?:xem|đọc)\s?:\s?[\d.,]+\)?$|(?<=\d:\d\d)(?:\s\d{1,6}){1,2}$", re.I)
_BEFORE_DAY = re.compile(
    r"^(?P<before>[^\W\d_][^\d,.:|]{1,40}) (?P<day>(?:Thứ (?:hai|ba|tư|năm|sáu|bảy)|Chủ nhật)\b,? \d)", re.I
)


# Between a day in numbers and its hour, in other languages: "26/03/2019 à 08:16".
_AT = re.compile(r"(?<=\d{4}),? (?:à|às|alle(?: ore)?|a las|um|kl\.?|o|om|pukul|at) (?=\d{1,2}[:.h]\d{2})", re.I)


def parted(text: str) -> str:
    """A line with bars where elements side by side were put together without a space.

    >>> parted("Lan ThửThứ Ba, 10/11/2026, 08:05"), parted("Lan Thử, 10/11/2026")
    ('Lan Thử | Thứ Ba, 10/11/2026, 08:05', 'Lan Thử, 10/11/2026')
    >>> parted("Kinh tế Thứ ba, 10/11/2026, 08:05")
    'Kinh tế | Thứ ba, 10/11/2026, 08:05'
    """
    text = _AT.sub(" ", text)
    text = _SPACED.sub(r"\g<1>/\g<2>/\g<3>", _COUNTED.sub("", _ISSUE.sub("", text)))
    return _BEFORE_DAY.sub(r"\g<before> | \g<day>", _SEAM.sub(" | ", text))


def has(name: str, text: str) -> bool:
    """Whether a pattern of the table stands in a line."""
    return _IS[name].search(text) is not None


def key(text: str) -> str:
    """What of a line is compared: its words, in small letters, accents kept."""
    return " ".join(_WORD.findall(text.lower()))


@dataclass(slots=True)
class Line:
    """A line of a page text.

    `shape` is one of prose, sentence, item, verse, title, teaser (a title with a day behind it), label, menu, date, path, junk
    and phrase (what sites print around articles: `phrase` says what).
    """

    text: str
    key: str
    words: int
    shape: str
    phrase: Phrase | None = None
    site: bool = False  # stands in many texts of the newspaper
    again: int = 0  # other lines of the text that say the same
    date: dates.Date | None = None
    pictured: bool = False  # a picture stands right above, as far as the text tells of any

    @property
    def told(self) -> bool:
        """Whether it is running text, and no imprint."""
        if self.site or self.shape not in ("prose", "sentence", "item", "verse"):
            return False
        return self.phrase is None or self.phrase.rule != "footer" or self.phrase.where == "imprint"


def read(text: str, stats: dict[str, int], now: datetime, repeated: Callable[[str], float]) -> list[Line]:
    """The lines of a text with letters, each with its shape; `repeated` is the share of the newspaper's texts that
    have a line."""
    lines: list[Line] = []
    for raw, pictured in forms.visible_lines(text[:LONGEST]):
        if (put := right(raw, stats)) and len(lines) < _MOST:
            lines.append(_line(_CREDITED.sub(" ", put) if ":" in put else put, now))
            lines[-1].pictured = pictured
    _find_imprint(lines)
    times = Counter(line.key for line in lines)
    for line in lines:
        line.again = times[line.key] - 1 if line.key else 0
        if line.key:
            known = repeated(line.text) >= (_SITES_PROSE if line.shape == "prose" else _SITES)
            line.site = known and not has("document", line.text)
    if _is_copied(lines):
        for line in lines:
            line.site = False
    return lines


def _is_copied(lines: list[Line]) -> bool:
    """Whether a text is one that many texts hold as a whole, its paragraphs too: what they share is not their frame."""
    shared = [line for line in lines if line.site]
    paragraphs = sum(line.shape in ("prose", "sentence") for line in shared)
    return paragraphs >= _PARAGRAPHS and sum(len(line.text) for line in shared) >= _COPIED * sum(
        len(line.text) for line in lines
    )


def _line(text: str, now: datetime) -> Line:
    """A line of a text with its key, shape, date and phrase; `now` is when the text was fetched."""
    k = key(text)
    words = k.count(" ") + 1 if k else 0
    line = Line(text, k, words, "junk")
    if not any(character.isalpha() for character in text):
        if words and has("day", text):
            line.shape, line.date = "date", dates.parse(text, now=now)
        return line
    line.phrase = phrase(text)
    if has("glued", text) or (has("address", text) and len(text.split()) < 3) or has("mail", text):
        return line
    if line.phrase is not None and _is_chrome(text, line.phrase.where):
        line.shape = "phrase"
        return line
    if has("today", text):
        line.shape = "date"  # the page's clock, which dates no article
        return line
    if len(text) <= 120:
        line.date = dates.parse(parted(text), now=now) or _date_of_parts(text, now)
        if line.date is not None or has("day", text):
            line.shape = "date"
            return line
    line.shape = _shape(text, line)
    return line


def _date_of_parts(text: str, now: datetime) -> dates.Date | None:
    """The date in a line of a few short parts that say who, when, how long: "Đăng bởi Lan Thử vào 5 Tháng 11, 2024 · 4 phút
    đọc"; None in any other."""
    parts = PARTS.split(text)
    if not 1 < len(parts) <= 5 or any(len(part.split()) > _PART for part in parts):
        return None
    return next((found for part in parts if (found := dates.parse(part, now=now))), None)


def _is_chrome(text: str, where: str) -> bool:
    """Whether a line is a phrase of chrome wherever it stands in a text: a label, or what links to another article."""
    if where == "label":
        return len(text) <= 40
    if where == "link":
        return len(text) <= 200 and not text.endswith((".", ":", ";", ","))
    return where in ("anywhere", "opens", "list")


def _shape(text: str, line: Line) -> str:
    """The shape of a line with letters that is neither date nor phrase."""
    if is_path(text):
        return "path"
    length, ends = len(text), has("end", text)
    if is_menu(text, line.words):
        return "menu"
    if length >= 80 and (ends or length >= 140 or has("inner", text)):
        return "prose"
    if has("item", text) and (line.words > 4 or ends):
        return "teaser" if line.words >= 5 and not ends and has("dated", text) else "item"
    if ends and line.words >= 4 and not (has("asks", text) and not has("inner", text)):
        return "sentence"
    if line.words >= 5 and has("dated", text):
        return "teaser"
    return "title" if line.words >= 4 else "label"


def is_path(text: str) -> bool:
    """Whether a line is the way from the home page to the article: "Trang chủ » Đời sống » ..."."""
    if len(text) > 300:
        return False
    way = steps(text)
    if len(way) < 2:
        return has("home", text) and len(text) <= 30
    short = sum(len(step.split()) <= 4 for step in way)
    known = has("home", text) or (short == len(way) and any(key(step) in NAMES for step in way))
    return short >= len(way) - 1 and (known or len(way) > 2)


def steps(text: str) -> list[str]:
    """The steps of a path: the line itself where it is none."""
    return [step for step in _IS["step"].split(text) if step.strip()] or [text]


def is_menu(text: str, words: int) -> bool:
    """Whether a line, of so many words, is the labels of a menu, one behind the other."""
    if ":" not in text and (text.count("|") >= 2 or text.count(" • ") >= 2):
        return all(len(part.split()) <= 4 for part in re.split(r"[|•]", text))
    if in_row(text):
        return True
    if words < 6 or has("end", text) or has("inner", text) or "," in text:
        return False
    if len(_GLUED.findall(text)) >= 4:
        return True
    capitals = sum(word[0].isupper() and not word.isupper() for word in text.split())
    return words >= 9 and capitals >= 0.65 * words and any(ord(letter) > 0x1E00 for letter in text)


def _find_imprint(lines: list[Line]) -> None:
    """Takes for no running text what is an imprint beside another line of one: "Địa chỉ: ...". An article may say where
    its readers find somebody: below its text or a colon, and above text of its own."""
    place = 0
    for footer, group in groupby(lines, lambda line: line.phrase is not None and line.phrase.rule == "footer"):
        row = list(group)
        above = lines[place - 1] if place else None
        place += len(row)
        goes_on = (
            above is not None
            and above.told
            and (above.text.endswith(":") or (place < len(lines) and lines[place].told))
        )
        imprint = [line for line in row if line.phrase is not None and line.phrase.where == "imprint"]
        if footer and len(row) > 1 and not (goes_on and len(imprint) == len(row)):
            for line in imprint:
                line.shape = "menu"
