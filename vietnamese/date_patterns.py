"""The patterns of dates: as Vietnamese and English print them, without marks and in small letters, and as addresses do."""

from __future__ import annotations

import re
from unicodedata import normalize

from vietnamese import date_words

_YMD = r"(20[0-4]\d)(0[1-9]|1[0-2])(0[1-9]|[12]\d|3[01])"
IN_URL = [
    re.compile(rf"(?<!\d){_YMD}([01]\d|2[0-3])([0-5]\d)([0-5]\d)(?:\d{{3}})?(?!\d)"),
    re.compile(rf"(?<!\d){_YMD}([01]\d|2[0-3])([0-5]\d)(?!\d)"),
    re.compile(r"/(20[0-4]\d)/(\d{1,2})/(\d{1,2})(?=/)"),
    re.compile(rf"(?<=[/_-]){_YMD}(?=[/_.-]|$)"),
    re.compile(r"/(20[0-4]\d)-(\d{2})-(\d{2})(?=[/_-])"),
    re.compile(r"/(20[0-4]\d)(0[1-9]|1[0-2])(?=/)"),
    re.compile(r"/(20[0-4]\d)/(0?[1-9]|1[0-2])(?=/)"),
]

EPOCH = re.compile(r"1[0-9]{9}(?:[0-9]{3})?")
# 2020-08-28T14:05:00+07:00
ISO = re.compile(
    r"([0-9]{4})-([0-9]{2})-([0-9]{2})T([0-9]{2}):([0-9]{2})(?::([0-9]{2})(?:\.[0-9]+)?)?(?:([+-])([0-9]{2}):?([0-9]{2})|(Z))?"
)
HAS_YEAR = re.compile(r"\d{4}")

# Letters without marks, one for one, so that what is found keeps its place in the text.
PLAIN = {
    code: base.lower()
    for code in [*range(0xC0, 0x250), *range(0x1EA0, 0x1EFA)]
    if (base := normalize("NFD", chr(code))[0]).isascii()
}
PLAIN |= {code: chr(code).lower() for code in [*range(ord("A"), ord("Z") + 1), *range(0x400, 0x430), ord("Ø")]}
PLAIN |= dict.fromkeys(map(ord, "đĐðÐ"), "d") | dict.fromkeys(map(ord, "‐‑‒–—−"), "-")
SPACES = dict.fromkeys(map(ord, "\u00a0\u2009\u202f\u200b\u200e\u200f\ufeff\t\r\n"), " ")

# In English the short forms count only where a feed has them: "Thu Hà" is a name.
_WEEKDAYS = [
    r"thu (?:hai|2)|t2|^mon(?=,| \0)|monday",
    r"thu (?:ba|3)|t3|^tue(?=,| \0)|tuesday",
    r"thu (?:tu|4)|t4|^wed(?=,| \0)|wednesday",
    r"thu (?:nam|5)|t5|^thu(?=,| \0)|thursday",
    r"thu (?:sau|6)|t6|^fri(?=,| \0)|friday",
    r"thu (?:bay|7)|t7|^sat(?=,| \0)|saturday",
    r"chu ?nhat|chua nhat|cn|^sun(?=,| \0)|sunday",
]
WEEKDAY = re.compile(r"\b(?:" + "|".join(f"({words})" for words in _WEEKDAYS) + r")\b\.?")

_NUMBERS = ("mot", "hai", "ba", "tu", "nam", "sau", "bay", "tam", "chin", "muoi")
_MONTHS_IN_ENGLISH = (
    "january", "february", "march", "april", "may", "june",
    "july", "august", "september", "october", "november", "december",
)  # fmt: skip
_ENGLISH = {form: number for number, word in enumerate(_MONTHS_IN_ENGLISH, 1) for form in (word, word[:3])} | {
    "sept": 9
}
MONTH = {word: number for number, word in enumerate(_NUMBERS, 1)} | {"muoi mot": 11, "muoi hai": 12, "bon": 4}
# "mùng ba", "mười lăm", "hai mươi mốt": a day in words
_UNITS = {**{word: number for number, word in enumerate(_NUMBERS[:-1], 1)}, "bon": 4, "lam": 5, "nham": 5}
DAY = {word: number for number, word in enumerate(_NUMBERS, 1)} | {"bon": 4}
DAY |= {
    f"{tens} {unit}": base + number
    for tens, base in (("muoi", 10), ("hai muoi", 20))
    for unit, number in _UNITS.items()
}
DAY |= {"hai muoi": 20, "ba muoi": 30, "ba muoi mot": 31}
MONTH |= _ENGLISH
MONTH = date_words.MONTHS | MONTH
# "Tháng Tám", "thang 8", WordPress's "Th8"; eleven and twelve before ten.
_VI = rf"(?:thang|thg|th\.?)\s*(\d{{1,2}}|muoi mot|muoi hai|bon|{'|'.join(_NUMBERS)})\b"
_DAY = "|".join(sorted(DAY, key=len, reverse=True))
_EN = rf"({'|'.join(_ENGLISH)})\b\.?"
_YEAR = r"(?:nam\s*)?(\d{4})(?!\d)"

# Each pattern with the places of year, month and day among its groups.
DAYS = [
    (re.compile(r"(?<![\d/.-])(\d{4})([-/.])(\d{1,2})\2(\d{1,2})(?![\d/-])"), (1, 3, 4)),
    (re.compile(rf"(?<![\d/.-])(\d{{1,2}})\s*([/.-])\s*(\d{{1,2}})\s*\2\s*{_YEAR}(?!/)"), (4, 3, 1)),
    (re.compile(r"(?:^|, ?)(\d{1,2}) (\d{1,2}) (\d{4})(?= \d{1,2}:\d{2}|$)"), (3, 2, 1)),
    (re.compile(rf"\b(\d{{1,2}})\s*[,-]?\s*{_VI}\s*[,./-]?\s*{_YEAR}"), (3, 2, 1)),
    (re.compile(rf"\b(?:ngay(?: m[uo]ng)?|m[uo]ng)\s+({_DAY})\s*,?\s*{_VI}\s*[,./-]?\s*{_YEAR}"), (3, 2, 1)),
    (re.compile(rf"\b{_VI}\s*[,-]?\s*(?:ngay\s*)?(\d{{1,2}})\s*[,-]?\s+{_YEAR}"), (3, 1, 2)),
    (re.compile(rf"\b(\d{{1,2}})(?:st|nd|rd|th)?(?: of)?[ -]{_EN},?[ -]{_YEAR}"), (3, 2, 1)),
    (re.compile(rf"\b{_EN}\s+(\d{{1,2}})(?:st|nd|rd|th)?,?\s+{_YEAR}"), (3, 1, 2)),
]
SIMPLE = re.compile(r"\d[/.-]\d{1,2}[/.-]\d|\bthang\b|^[\d\s:./t+z-]*$")  # no month of another language
MONTHS = [
    (re.compile(rf"\b{_VI}\s*[,./-]?\s*{_YEAR}"), (2, 1)),
    (re.compile(r"^(?:thang\s+)?(\d{1,2})\s*[/-]\s*(\d{4})$"), (2, 1)),
    (re.compile(r"^(\d{4})-(\d{2})$"), (1, 2)),
]

TIME = re.compile(
    r"(?<![\d:.,/])t?(\d{1,2})\s*(?::|h|g|gio)\s*(\d{1,2})(?!\d)(?:\s*(?:phut|['’p](?![a-z]|\.m))|:(\d{1,2})(?:[.,]\d+)?)?"
    r"(?:\s*(?:buoi\s+)?(sang|trua|chieu|toi|dem|sa|ch|am|pm|a\.m\.|p\.m\.)(?![a-z]))?(?:[\st]?([+-])(\d{2}):?(\d{2})(?![\d/:-])|\s?(z)(?![a-z]))?"
)
TIME_BEHIND = re.compile(
    r"[\s,|•·-]*(?:at|luc|vao luc|um|pukul|a las|kl\.?|saat|klo|o godz\.|alle)?\s*\d{1,2}[:.hg]\d\d(?::\d\d)?(?:\s*[ap]\.?m\b\.?)?"
)
ZONE = re.compile(r"\b(?:(?:gmt|utc)(?:\s*([+-])\s*(\d{1,2})(?::?(\d{2}))?)?)\b")
AT_TIME = re.compile(r"(?:at|luc|vao(?: luc)?) \d{1,2}[:hg.]\d\d")
ENGLISH_MONTH = re.compile(_EN)
CLOCK = re.compile(r"\d[:.h]\d\d|\d ?[ap]\.?m")
# A zone by its name, right behind a time: hours from UTC, or of the winter where the name leaves summer open.
ZONES = {"EST": -5, "EDT": -4, "CDT": -5, "MST": -7, "MDT": -6, "PST": -8, "PDT": -7, "BST": 1, "CET": 1, "CEST": 2,
         "MEZ": 1, "MESZ": 2, "EET": 2, "EEST": 3, "AEST": 10, "AEDT": 11, "JST": 9, "KST": 9, "SGT": 8, "IST": 5.5, "HKT": 8, "WIB": 7}  # fmt: skip
WINTER_ZONES = {"ET": -5, "CT": -6, "MT": -7, "PT": -8}  # of the United States
ZONE_NAME = re.compile(rf"(?<=[\dMm.\0]) ?\(?({'|'.join(sorted((*ZONES, *WINTER_ZONES), key=len, reverse=True))})\b\)?")
DOTTED_TIME = re.compile(
    r"(?<![\d.])(\d{1,2})\.([0-5]\d)()(?:\s*(am|pm|a\.m\.|p\.m\.)(?![a-z]))?()()()()(?![\d.])"
)  # 9.14pm, 21.14
# "10 giờ đêm"; without the part of the day, "14h" is not exact enough to be a time.
HOUR = re.compile(r"(?<![\d:])(\d{1,2})\s*(?:h|gio)(?:\s*(?:buoi\s+)?(sang|trua|chieu|toi|dem)(?![a-z]))?(?!\w)")
MODIFIED = re.compile(
    r"\b(?:(?:thoi gian|ngay|lan)\s+)?(?:cap nhat|chinh sua|sua doi|sua luc|(?:last )?(?:modified|updated?))"
    r"(?:\s+(?:lan cuoi|cuoi cung|cuoi|ngay|vao|luc|on|at))*\b"
)
LABEL = re.compile(
    r"\b(?:(?:duoc |thoi gian |ngay |gio )?(?:dang tai|dang tin|dang bai|xuat ban|post"
    r"|dang(?=\s*(?:ngay|luc|vao|:|\d|\0)))|published|posted|created|date|thoi gian|ngay|vao|luc|on|at)\b"
)
MARKED = frozenset(
    ["được", "thời", "gian", "ngày", "giờ", "đăng", "tải", "tin", "bài", "xuất", "bản", "vào", "lúc"]
)  # words of labels, with their marks
# "Số 1127, thứ Sáu ngày 18-4-2003", "18/4/2003 - Số 1127": the issue of a paper, beside its day; no "số 12/QĐ".
ISSUE = re.compile(
    r"^\W*(?:bao )?so(?: bao)?\s*:?\s*\d{1,5}(?![\d/]|\s*-\s*[a-z])(?:\s*\(\d+\))?(?:\s+ra\b)?|[-|,(\0]\s*so\s*:?\s*\d{1,5}\W*$"
)
AS_OF = re.compile(r"\bstand\b")  # German: "as of"
LABELS = (MODIFIED, LABEL, date_words.UPDATED, date_words.PUBLISHED)
COUNT = re.compile(
    r"\b(?:(?:ca\. ?)?\d+ ?(?:min(?:uten|utes|utos|uti|ut)?\.?) ?(?:lesezeit|lesedauer|de lecture|de lectura|di lettura|czytania)"
    r"|(?:lesezeit|lesedauer|temps de lecture|tiempo de lectura|czas czytania)\s*:? ?(?:ca\. ?)?\d+ ?(?:min\w*)?\.?"
    r"|(?:kommentare|comments|commentaires|comentarios|komentarze|reacties)\s*:? ?\d+"
    r"|\d+ (?:kommentare?|comments?|commentaires?|comentarios?|komentarz[ye]?|reacties?)|(?:luot xem|luot doc|so lan xem|xem|views?|binh luan)\s*:?\s*[\d.,]+[km]?"
    r"|[\d.,]+[km]?\s*(?:luot (?:thich|chia se)|likes?|shares?|комментари(?:й|я|ев)|просмотр(?:ов|а)?|мин(?:ут[аы]?)?\.? чтения|wyswietlen(?:ia)?|odsłony?)"
    r"|(?:luot thich|likes?|shares?|комментарии|просмотр(?:ов|ы)|wyswietlenia|odsłony)\s*:?\s*[\d.,]+[km]?"
    r"|[\d.,]+[km]?\s*(?:luot xem|luot doc|views?|binh luan|phut doc|min(?:ute)?s? read)|(?<!\d)\d{1,2} ?min)\b"
)
WORD = re.compile(r"[^\W\d_]{3,}")
LETTER = re.compile(r"[^\W_]")
MONTH_HERE = frozenset((*_ENGLISH, "thang", "thg", "ngay", "nam", *_NUMBERS, "gio", "may"))
LED = re.compile(r"(?:^|(?<=[ |,]))(?:le|el|am|vom|den|dnia|em|il|op|du) (?=\0)")
DOTTED = re.compile(r"(?<!\d)(?:[01]?\d|2[0-3])[.:][0-5]\d(?!\d)")  # "kl. 14.05", where no date is left
# 下午3:26, 5時00分, 오후 2:08: a time of a zone that is not said
EASTERN_TIME = re.compile(
    r"(?:上午|下午|午前|午後|오전|오후)\s*\d{1,2}\s*[:：時时點点시]\s*(?:\d{1,2})?\s*[分분]?(?::\d\d)?|\d{1,2}\s*[時时點点시]\s*(?:\d{1,2}\s*[分분])?"
)
