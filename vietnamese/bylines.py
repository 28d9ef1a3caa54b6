"""Who wrote an article, which newspaper put its tag before the lead: small lines read as printed.

Evidence for a personal name is Vietnamese: surnames, syllables that given names are made of, and how newsrooms sign
("Bài, ảnh: ...", "... (thực hiện)", "Theo TTXVN", "P.V").
"""

from __future__ import annotations

import re
from functools import cache, lru_cache
from importlib.resources import files
from unicodedata import normalize

from vietnamese.fold import fold
from vietnamese.letters import is_syllable
from vietnamese.places import is_place

_LONGEST = 100


@lru_cache(maxsize=1024)  # several steps ask it of the same short lines
def byline(line: str, *, sure: bool = False) -> str | None:
    """The line as a byline, as printed but for brackets and ends of text around it; None where it is something else.

    A lone personal name is a byline only by its place on the page (it may be a caption, or the person written about):
    with `sure` it is none, and only what signs an article wherever it stands is left: a newsroom's formula, or several
    names.

    >>> byline("Bài, ảnh: Lan Thử"), byline("P.V"), byline("(Theo TTXVN)"), byline("Quốc hội")
    ('Bài, ảnh: Lan Thử', 'P.V', 'Theo TTXVN', None)
    >>> byline("Lan Phương"), byline("Lan Phương", sure=True)
    ('Lan Phương', None)
    """
    text = _tidy(line)
    if not 2 <= len(text) <= _LONGEST or (_SIGN.search(text) and _SENTENCE.search(text)):
        return None
    if _is_formula(text):
        return text
    names = signatures(text)
    if names is None or (sure and len(names) < 2):
        return None
    return text


def persons(line: str) -> list[str]:
    """The persons whom a byline names, as printed; none where it may name anything else, or say who did what.

    >>> persons("Bài, ảnh: LAN THỬ – HOÀNG MINH"), persons("Lan Phương (thực hiện)"), persons("Theo TTXVN")
    (['LAN THỬ', 'HOÀNG MINH'], ['Lan Phương'], [])
    >>> persons("PV Lan Thử"), persons("PV BA GHE"), persons("PV Thường Trú")
    (['Lan Thử'], ['BA GHE'], [])
    """
    text = _tidy(line)
    signed = _LABELLED.fullmatch(text) or _DONE.fullmatch(text) or _OF_THE_DESK.fullmatch(text)
    names = _JOINED.split(signed["who"] if signed else text)
    pictures = signed and _PICTURES.fullmatch(text.partition(":")[0])
    sure = not pictures and len(names) <= _MOST_NAMES and all(is_person(name, several=len(names) > 1) for name in names)
    sure = sure or (signed is not None and signed.re is _OF_THE_DESK and _is_pen_name(signed["who"]))
    return names if sure else []


def has_surname(name: str) -> bool:
    """Whether a name of two words and more begins with a Vietnamese surname.

    >>> has_surname("Nguyễn Lan Thử"), has_surname("Lan"), has_surname("Mara Tester")
    (True, False, False)
    """
    words = name.lower().split()
    return len(words) > 1 and words[0] in _syllables()[0]


def has_apostrophe(name: str) -> bool:
    """Whether a name is made as many of the highlands are: "K'Thử", "Siu H'Thử"."""
    return _APOSTROPHED.search(name) is not None


def is_spoken_of(name: str, text: str) -> bool:
    """Whether a text speaks of a person, by the whole name or as one is spoken of: "ông Thử", "chị Lan Thử".

    >>> is_spoken_of("Nguyễn Lan Thử", "Mùa nước nổi, bà Thử chèo ghe."), is_spoken_of("Nguyễn Lan Thử", "Thử làm xem.")
    (True, False)
    """
    last = re.escape(name.lower().split()[-1])
    called = rf"\b(?:{'|'.join(_CALLED)})\s+(?:[^\W\d_]+\s+){{0,3}}?{last}\b"
    return name.lower() in text.lower() or re.search(called, text.lower()) is not None


def clean_author(text: str, *, site: str | None = None) -> str | None:
    """The author a page's metadata names, or None where that is no one: an account ("admin", "user12"), an address, a
    site, or `site` itself (the newspaper's name).

    "Ban biên tập" in metadata is the account of the newsroom, so the site; printed under an article, it is a byline.

    >>> clean_author("Tác giả: Lan Thử"), clean_author("Administrator"), clean_author("toasoan@bao.example")
    ('Lan Thử', None, None)
    """
    text = _AUTHOR_LABEL.sub("", _tidy(text))
    key = _key(text)
    if not 2 <= len(text) <= _LONGEST or _ACCOUNT.search(text) or key in _ACCOUNTS or key.startswith(_SITES):
        return None
    if site and key.removeprefix("bao ") == _key(site).removeprefix("bao "):
        return None
    return text


def source_tag(paragraph: str) -> tuple[str | None, str]:
    """The newspaper's tag before a lead, without brackets, and the lead without it.

    An orphan dash, whose tag an editor has taken off, goes too. Abbreviations that belong to the sentence stay.

    >>> source_tag("(QBĐT) – Sáng nay, lớp học khai giảng.")
    ('QBĐT', 'Sáng nay, lớp học khai giảng.')
    >>> source_tag("(LĐ-TB&XH) đã mở lớp.")
    (None, '(LĐ-TB&XH) đã mở lớp.')
    """
    if match := _TAG_BRACKETED.match(paragraph):
        tag = match["tag"].strip()
        sure = match["dash"] or _TAG_PLAIN.fullmatch(tag)
        found = sure and not _NO_TAG.match(tag) and not is_place(tag)
    elif match := _TAG_OPEN.match(paragraph):
        tag = match["tag"]
        sure = not _ACRONYM.match(paragraph, match.end()) or tag in _NEWSPAPERS or tag.endswith(_TAG_ENDS)
        found = sure and tag not in _NO_NEWSPAPER
    if match and found and _BEGINNING.match(paragraph, match.end()):
        return tag, paragraph[match.end() :]
    return None, _ORPHAN.sub("", paragraph)


# --- names -----------------------------------------------------------------------------------------------------------

# What a line that speaks of a person, or of an office, begins with: no signature.
_TITLES = frozenset(("ông", "bà", "chị", "em", "cô", "chú", "bác", "thầy", "cụ", "đồng", "bí", "chủ", "phó", "giám",
                     "trưởng", "nghệ", "tiến", "thạc", "pgs", "ts", "gs", "ths", "bs"))  # fmt: skip
_CALLED = (
    "ông",
    "bà",
    "anh",
    "chị",
    "em",
    "cô",
    "chú",
    "bác",
    "thầy",
    "cụ",
    "cháu",
    "bé",
    "đồng chí",
    "bị cáo",
    "bị can",
)
_MIDDLE = frozenset(("thị", "văn", "a", "mí", "seo", "láo"))
_OFFICES = _TITLES | {"bộ", "sở", "ubnd", "hđnd", "công", "cục", "ban", "nghị", "quyết", "luật", "điều", "kế", "thủ"}


@cache
def _syllables() -> tuple[frozenset[str], frozenset[str], frozenset[str]]:
    """Reads names.txt: the surnames, the syllables that given names are made of, and those that no name holds."""
    text = files("vietnamese").joinpath("names.txt").read_text(encoding="utf-8")
    surnames, given, never = (frozenset(part.partition("]")[2].split()) for part in text.split("[")[1:])
    return surnames, given, never


CAPITAL = "[A-ZĐÀ-ÖØ-ÝĂĨŨƠƯẠ-ỹ]"
_INITIALS = re.compile(r"(?:[A-ZĐ][a-z]{0,2}\.\s?)+(?:[A-ZĐ]{1,3}|\w{2,8})?(?: \w{2,8})?\.?")  # V.L, H.Y.T., N. Lan
_HIGHLAND = re.compile(r"(?:[AY] |[HK][’']\s?)\w[\w’']+(?: \w[\w’']+)?")  # Y Thử, H’Thử, K'Thử
# A word with an apostrophe, as many names of the highlands have one, and names of places and peoples there: Siu H'Thử.
_APOSTROPHED = re.compile(r"\b(?:[HKRMYB]|Bh)['’]\w+")
_NO_HIGHLANDER = re.compile(
    r"(?:ea|ia|đắk|đăk|krông|chư|cư|buôn|plei|sông|huyện|xã)\b|.*\b(?:h['’]mông|m['’]nông)\b|(?:y (?:tế|học|dược)|a lưới|k['’]bang)$",
    re.I,
)
_JOINED = re.compile(r"\s*[,;&/+]\s*|\s+[-–—]\s*|\s*[-–—]\s+|[-–](?=\w)|\s+(?:và|VÀ)\s+")
_TWICE = re.compile(r"(.+?)\s*\(([^()]+)\)")
_MOST_NAMES = 6
_COLUMN = 4  # words of what an agency calls a column


def signatures(text: str) -> list[str] | None:
    """The signatures that a line consists of (persons, newsrooms, agencies); None where it holds anything else."""
    if text.endswith(")") and (match := _TWICE.fullmatch(text)):  # pen names, then the names again
        first, second = signatures(match[1]), signatures(match[2])
        return first + second if first and second else None
    names = _JOINED.split(text)
    several = len(names) > 1
    if len(names) > _MOST_NAMES:
        return None
    if all(
        _NEWSROOM.fullmatch(name) or (several and is_agency(name)) or is_person(name, several=several) for name in names
    ) and not is_place(text):
        return names
    return None


def is_person(text: str, *, several: bool) -> bool:
    """Whether a text is made like a person's name or pen name; one among `several` may be a given name alone."""
    if _INITIALS.fullmatch(text):
        return sum(letter.isupper() for letter in text) > 1
    words = text.split()
    if 1 < len(words) < 5 and _APOSTROPHED.search(text) and all(word[0].isupper() for word in words):
        return _NO_HIGHLANDER.match(text) is None and not is_place(text)
    if not (text.isupper() or text.istitle()):
        return False
    if _HIGHLAND.fullmatch(text):
        return _NO_HIGHLANDER.match(text) is None
    lower = text.lower().split()
    surnames, given, never = _syllables()
    if len(words) > 5 or is_place(text) or not all(is_syllable(word) or word in surnames for word in lower):
        return False
    if len(words) == 1:
        return several and lower[0] in given
    if (
        lower[0] in _TITLES
        or lower[0] == "thị"
        or lower == ["hồ", "chí", "minh"]
        or (lower[0] == "anh" and len(words) > 2 and lower[1] in surnames)
    ):
        return False
    if lower[0] in surnames and lower[1] in _MIDDLE and len(words) in (3, 4):
        return True  # any word is a given name behind it: Nguyễn Thị Sáu, Giàng A Páo
    if never.intersection(lower):  # "Cà Phê Sáng"
        return False
    return lower[-1] in given and (lower[0] in surnames or (len(words) < 4 and given.issuperset(lower)))


def may_be_person(text: str) -> bool:
    """Whether a text could be anybody's name, known syllables or not: what it is its place on the page must say.

    >>> may_be_person("Thạch Ngời"), may_be_person("Đỗ Văn X"), may_be_person("Nông Thôn Mới"), may_be_person("Bến Tre")
    (True, True, False, False)
    """
    words = text.split()
    if not 1 < len(words) < 6 or not (text.istitle() or text.isupper()) or is_place(text):
        return False
    lower = text.lower().split()
    surnames, _, never = _syllables()
    made = all(is_syllable(word) or word in surnames for word in lower[:-1])
    hidden = len(words) > 2 and len(lower[-1]) == 1 and lower[0] in surnames  # "Đỗ Văn X", who would not be named
    odd = lower[0] in _TITLES or never.intersection(lower[:1] + lower[2:] if hidden or lower[1] in _MIDDLE else lower)
    return made and (hidden or is_syllable(lower[-1])) and not odd and not is_agency(text)


# --- formulas --------------------------------------------------------------------------------------------------------

_SENTENCE = re.compile(r"[.!?…]\s+\w+\s+[a-zà-ỹđ]|[!?…:]$|\w{4,}\.$|https?://|@|\.(?:pdf|docx?|xlsx?|rar|zip)$")
_SIGN = re.compile(r"[.!?…:@]")  # one of which each of those has
_NEWSROOM = re.compile(
    r"(?:nhóm )?(?:p\.? ?v\.?|npv|ctv|btv|bbt|phóng viên|cộng tác viên|ban biên tập|(?:ban|phòng) bạn đọc|tòa soạn|toà soạn)"
    r"(?: (?:thời sự|kinh tế|nội chính|thể thao|tổng hợp|(?:báo|tại|thường trú) .+))?|t/h|tổng hợp",
    re.IGNORECASE,
)
_AGENCIES = frozenset(("ttxvn", "vietnam+", "vietnamplus", "vnexpress", "vov", "vtv", "vgp", "tto", "tno", "tpo", "nlđ",
                       "nlđo", "plo", "sggp", "vnews", "vietnamnet"))  # fmt: skip
_AGENCY = re.compile(
    r"[\w+&-]+(?:\.[\w-]+)*\.(?:vn|com|net|org)"
    rf"|(?:[Bb]áo|BÁO|[Tt]ạp chí|TẠP CHÍ|[Đđ]ài|ĐÀI|Cổng TTĐT) {CAPITAL}[\w&+ .-]{{1,30}}"
    rf"|VOV[- ]{CAPITAL}[\w -]{{2,20}}"
)
_ROLE = (
    r"(?:tin(?: bài)?|bài(?: viết)?|ảnh|clip|video|đồ họa|đồ hoạ|thực hiện|tác giả|tổng hợp|biên soạn|biên dịch|dịch"
    r"|t/h|ghi|(?:nhóm )?(?:pv|phóng viên|tác giả))"
)
_LABELLED = re.compile(rf"(?P<roles>{_ROLE}(?:\s*(?:[,;&+/–-]|và|\s)\s*{_ROLE})*)\s*:\s*(?P<who>\S.*)", re.IGNORECASE)
_PICTURES = re.compile(r"(?:(?:ảnh|clip|video|đồ họa|đồ hoạ)(?:[\s,;&+/–-]|và)*)+", re.IGNORECASE)
_DONE = re.compile(
    r"(?P<who>\S.*?)\s*(?:\((?:(?:tin|bài)(?: và|,) ảnh|thực hiện|tổng hợp|ghi|ghi lại|lược ghi|lược dịch|biên dịch"
    r"|dịch|biên soạn|giới thiệu|gt|sưu tầm|st|t/h|th|(?:tổng hợp )?theo\s[^()]+|(?:từ|tại)\s[^()]+|ctv|pv"
    r"|(?P<office>(?:đài|báo|hội|sở|ban|phòng|văn phòng|trung tâm|tt|công an|ubnd|trường|tạp chí|(?:tỉnh|huyện|thành) đoàn|ttxvn)\b[^()]*))\)"
    r"|\s(?P<open>thực hiện|tổng hợp|lược ghi|lược dịch|ghi lại|ghi))",
    re.IGNORECASE,
)
_DONE_ENDS = re.compile(
    r"(?:\)|\s(?:thực hiện|tổng hợp|lược ghi|lược dịch|ghi lại|ghi))$", re.IGNORECASE
)  # how those end
_DONE_LONGEST = len(" thực hiện")
_FROM = re.compile(r"(?:tổng hợp\s+)?theo:?\s+(?P<who>\S.*)", re.IGNORECASE)
_OF_THE_DESK = re.compile(
    r"(?:p\.?v\.?|ctv|btv|phóng viên|cộng tác viên)\s+(?P<who>\S.*)", re.IGNORECASE
)  # "PV Lan Thử"
_NO_PEN_NAME = _OFFICES | {"báo", "đài", "tỉnh", "huyện", "xã", "tòa", "toà", "thường", "nhóm", "thời", "kinh", "văn"}
_AT = re.compile(r"([^/]+?)\s*/\s*(.+)")  # "Lan Anh/TTXVN"
_WORDS = re.compile(r"[\s,;&/+()–-]+")


def _is_formula(text: str) -> bool:
    """Whether a newsroom signs like this: "Bài, ảnh: ...", "... (tổng hợp)", "Theo ...", "P.V", an agency."""
    if _NEWSROOM.fullmatch(text):
        return True
    if match := _LABELLED.fullmatch(text):
        return not _PICTURES.fullmatch(match["roles"]) and _may_sign(match["who"])
    match = _DONE.fullmatch(text) if _DONE_ENDS.search(text[-_DONE_LONGEST:]) else None
    if match and (not match["office"] or signatures(match["who"])):  # "Theo Lan Thử (TTXVN)" is another formula
        return signatures(match["who"]) is not None if match["open"] else _may_sign(match["who"])
    if match := _FROM.fullmatch(text):
        first, *others = re.split(r"\s*[,;/–]\s*|\s+và\s+", match["who"])
        known = is_agency(first) or _may_sign(first)
        return known and all(is_agency(part) or _may_sign(part) or _is_column(first, part) for part in others)
    if match := _OF_THE_DESK.fullmatch(text):
        return signatures(match["who"]) is not None or _is_pen_name(match["who"])
    if "/" in text and (match := _AT.fullmatch(text)):
        return (_may_sign(match[1]) or match[1].lower() in _AGENCIES) and is_agency(match[2])
    return text.lower() in _AGENCIES


def _may_sign(text: str) -> bool:
    """Whether it can stand where a formula says who: each word with a capital, no office, no place."""
    words = [word for word in _WORDS.split(text) if word and word.lower() not in ("và", "pv", "p.v", "ctv")]
    return (
        len(words) <= 12
        and not is_place(text)
        and all(re.match(CAPITAL, word) for word in words)
        and not (words and words[0].lower() in _OFFICES)
    )


def _is_column(first: str, text: str) -> bool:
    """Whether a text may be what an agency, `first`, calls a paper or a column of its own: "TTXVN/Tin tức"."""
    return is_agency(first) and re.match(CAPITAL, text) is not None and len(text.split()) <= _COLUMN


def _is_pen_name(text: str) -> bool:
    """Whether words behind "PV" are made like a pen name: two to four syllables with capitals, no office, no place."""
    words = text.split()
    made = 1 < len(words) < 5 and (text.isupper() or text.istitle()) and all(map(is_syllable, text.lower().split()))
    return made and words[0].lower() not in _NO_PEN_NAME and not is_place(text)


def is_agency(text: str) -> bool:
    """Whether a text is the name of a news agency ("TTXVN"), or made like one; an empty text is none."""
    return text.lower() in _AGENCIES or _AGENCY.fullmatch(text) is not None


_ENDS = re.compile(r"(?:\s*\./\.?|\s*\|)+$")
_DASH_SIGNS = ("-", "–", "—")
_DASHES = re.compile(r"^[-–—]\s*|\s*[-–—]$")
_BRACKETED = re.compile(r"[(\[]\s*([^()\[\]]+?)\s*[)\]]")


def _tidy(text: str) -> str:
    """The line without bullets, dashes, brackets and full stop around it."""
    text = " ".join(normalize("NFC", text).split())
    if text.endswith((".", "/", "|")):
        text = _ENDS.sub("", text)
    text = text.strip(" •*_|")
    if text.startswith(_DASH_SIGNS) or text.endswith(_DASH_SIGNS):
        text = _DASHES.sub("", text)
    if text.startswith(("(", "[")) and (match := _BRACKETED.fullmatch(text)):
        text = match[1]
    if text.endswith(".") and len(text.split()) <= 4 and not _INITIALS.fullmatch(text):
        text = text[:-1]
    return text


# --- authors in metadata ---------------------------------------------------------------------------------------------

_AUTHOR_LABEL = re.compile(
    r"^(?:tác giả|người đăng|người viết|đăng bởi|bởi|by|author|posted by)\s*:?\s+", re.IGNORECASE
)
# Addresses, and what only an account is called: one word in small ASCII letters, or ending in digits.
_ACCOUNT = re.compile(r"@|://|www\.|\.(?:vn|com|net|org|info)\b|[{<]|^[\d\W_]+$|^[a-z0-9._-]+$|^\w+\d$")
_ACCOUNTS = frozenset(
    ("admin", "administrator", "super admin", "super user", "quan tri", "quan tri vien", "quan tri mang", 
     "ban quan tri", "ban bien tap", "bien tap", "bien tap vien", "editor", "webmaster", "web master", "user",
     "guest", "root", "test",
     "toa soan", "bbt", "null", "none", "undefined", "unknown", "anonymous", "khach", "thanh vien", "author", "tac gia",
     "system account", "no author", "nguoi dung")
)  # fmt: skip
_SITES = ("bao dien tu", "cong thong tin", "trang thong tin", "tap chi dien tu")


def _key(text: str) -> str:
    """What names are compared by: the letters and digits, folded, with single spaces."""
    return " ".join(re.findall(r"[^\W_]+", fold(text)))


# --- tags before the lead --------------------------------------------------------------------------------------------

_BEGINNING = re.compile(rf"[“\"‘'«(]|\d|{CAPITAL}|$")
_ORPHAN = re.compile(r"^\s*[-–—]\s+(?=\S)")
_TAG_ENDS = ("O", "ĐT", ".VN", ".vn")
_DASH = r"[.:]?\s*[-–—]+|[.:]"
_TAG_BRACKETED = re.compile(rf"\s*\((?P<tag>[A-ZĐÐ][\w&ĐÐ.+ -]{{0,24}})\)\s*(?P<dash>{_DASH})?\s*")
_TAG_OPEN = re.compile(r"\s*(?P<tag>[A-ZĐÐ][A-ZĐÐ&.+]{1,11}|[A-Z][\w.-]+\.(?:vn|VN))\s*(?:[-–—]+\s+|:\s+[-–—]\s+)")
# A tag for sure: an abbreviation or an address; anything else needs the dash after it.
_TAG_PLAIN = re.compile(r"[A-ZĐÐ&.+-]{2,10}\d?|[\w.-]+\.(?:vn|VN|com|net)|[A-ZĐÐ&]{2,6} ?(?:online|Online|ĐT|điện tử)")
_NO_TAG = re.compile(r"(?:ảnh|nguồn|kỳ|bài|phần|tiếp|tổng hợp|theo|xem|hình|video|clip|infographic)\b", re.IGNORECASE)
_NEWSPAPERS = frozenset(
    ("TTXVN", "VOV", "VTV", "HTV", "SGGP", "HNM", "NLĐ", "PLVN", "CAND", "QĐND", "GD&TĐ", "SKĐS", "KTNT", "CTTĐT",
     "BHG", "BBK", "ĐBP", "QT", "CT", "LĐ", "TP.HCM")
)  # fmt: skip
# Abbreviations that a sentence begins with.
_NO_NEWSPAPER = frozenset(
    ("TP", "TX", "TT", "TS", "PGS", "GS", "BS", "KS", "UBND", "HĐND", "UBMTTQ", "MTTQ", "LĐLĐ", "LĐ", "HTX", "KCN",
     "KT", "CLB", "THPT", "THCS", "ĐH", "CĐ", "BCH", "BCĐ", "BHXH", "BHYT", "CSGT", "CA", "BĐBP", "QL", "ĐT", "NSND",
     "NSƯT",
     "GDP", "FDI", "COVID", "SARS", "AIDS", "HIV", "AI", "A", "B", "C", "TP.HCM", "NTM", "OCOP", "VN", "VAC", "CNTT")
)  # fmt: skip
_ACRONYM = re.compile(r"[A-ZĐ&.]{2,}(?![a-zà-ỹ])")
