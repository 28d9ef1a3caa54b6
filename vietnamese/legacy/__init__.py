"""Vietnamese in an old or a mistaken encoding: recognised by how Vietnamese each reading of it is, and restored."""

from __future__ import annotations

import codecs
import html
import re
from functools import lru_cache
from unicodedata import is_normalized, normalize

from vietnamese.legacy.mojibake import elsewhere, utf8
from vietnamese.legacy.tables import READINGS, SHOWN
from vietnamese.letters import MARKED, SUSPECT, is_syllable, repair

_8BIT = [name for name in READINGS if name != "viqr"]

_TOKEN = re.compile(r"[^\s!-@\[-`{-~“”‘’…–—•«»]+")
_WORD = re.compile(r"[^\W\d_]+")
_COMMON = frozenset(
    _WORD.findall("""
    của và là có các được cho không một người những với để ở đã này từ đến trên tại về năm đó vào cũng phải sẽ
    nhiều lại như tỉnh huyện xã phường thành phố hội nghị đồng bí thư chủ tịch ủy uỷ nhân dân đảng bộ nước việt công
    tác tổ chức thực hiện phát triển kinh tế văn hóa hoá giáo dục đầu tư xây dựng sản xuất nông nghiệp đại biểu ngày
    tháng sáng chiều giờ đường đất nhà máy trường học cán lãnh đạo quốc giải phóng bảo vệ quản lý lực lượng số lớn mới
    hơn còn rất việc hoạt động chương trình dự án đạt tăng giảm""")
)


def _score(text: str) -> tuple[int, int]:
    """How many words with a letter that ASCII lacks are Vietnamese (the commonest count twice), how many not."""
    good = bad = 0
    for token in _TOKEN.findall(normalize("NFC", _odd(text))):
        if token.isascii():
            continue
        if is_syllable(token):
            good += (len(token) > 1) + (token.lower() in _COMMON)
        elif any(map(str.isalpha, token)):
            bad += 1
    return good, bad


def _odd(text: str) -> str:
    """The words of a text that an old encoding reads in another way: those with more than the signs of ASCII.

    >>> _odd("ngay 8 th¸ng n¨m")
    'th¸ng n¨m'
    """
    return " ".join(word for word in text.split(" ") if not (word.isascii() and word.isprintable()))


def _better(before: tuple[int, int], after: tuple[int, int]) -> bool:
    """Whether the scores of a text `before` and `after` it was read anew (words that are Vietnamese, words that are
    not) show clearly that it is right only now.
    """
    return after[0] > 1 and after[0] >= 5 * after[1] and after[0] - after[1] > before[0] - before[1] + 1


_REFERENCE = re.compile(
    r"&(?:#\d{2,5}|#[xX][0-9a-fA-F]{2,4}|[aeiouyAEIOUY](?:grave|acute|circ|tilde)|ETH|eth|nbsp|quot|[lr][sd]quo|[nm]dash|hellip);"
)
_ACCENTED = re.compile("[À-ÖØ-öø-ỹ]")
_VIQR_SIGN = re.compile(r"[aeoAEO]\^|[ouOU][+*][`?~'.a-zA-Z]|[aA]\([`?~'.a-zA-Z]|\b[dD][dD][aeiouy]")
_VIQR_SIGNS = ("^", "(", "+", "*", "dd", "Dd", "dD", "DD")  # one of which each match has
# Letters and signs that Vietnamese on the screen of today does without, and that every old encoding is full of.
_SIGN = re.compile("[¡¢¤¥¦§¨ª¬\u00ad¯±´µ¶¸¹º¼¾¿ÄÅÆÇËÎÏÐÑÖ×ØÛÜÞßäåæçëîïðñöøûüþÿ÷ƒŒœŠšŽžŸˆ†‡‰‹›€\x80-\x9f]")
_LED = re.compile(r"[ÃÌÒĹĆĚ]|Ă[^\w\s,.;:]|á[»ş]")  # what begins a letter where the second half of it is none of these
_NEVER_8BIT = re.compile("[ăđĩũơưĂĐĨŨƠƯ\u0300-\u036f\u1ea0-\u1ef9]")


@lru_cache(maxsize=512)  # the fields of a page are read from the same lines
def restore(text: str) -> tuple[str, str | None]:
    """Text that is Vietnamese in an old or a mistaken encoding, restored, and that encoding's name; else itself, None.

    For a line, a paragraph or a page's text, before `repair`, which drops the soft hyphen that is ư in TCVN3. Names:
    `entities`, `utf-8`, `tcvn3`, `vni`, `windows-1258`, `viscii`, `vps`, `tcvn5712-1`, `viqr`.

    >>> restore("së lao ®éng tØnh Hµ Nam"), restore("ñöôøng phoá Haø Noäi")
    (('sở lao động tỉnh Hà Nam', 'tcvn3'), ('đường phố Hà Nội', 'vni'))
    """
    if "&" in text and _REFERENCE.search(text):
        read = _REFERENCE.sub(lambda match: html.unescape(match[0]), text)
        if read != text and _score(read)[0] and any(map(MARKED.__contains__, read)):
            return read, "entities"
    if scores := {read: _score(read) for read in elsewhere(text)}:
        read = max(scores, key=lambda read: (scores[read][0] - scores[read][1], -len(read)))
        if _better(_score(text), scores[read]):
            return read, "utf-8"
    if not _ACCENTED.search(text):
        return _best(text, ["viqr"]) if _is_viqr(text) else (text, None)
    if not _SIGN.search(text) and not _LED.search(text):
        return text, None
    read = restored = text
    if utf8(text) == text and (_NEVER_8BIT.search(text) or _is_mostly_ascii(text)):
        return text, None
    before = best = _score(repair(text)[0])  # restoring must do better than repairing
    for _ in range(3):
        again = utf8(read)
        if again == read:
            break
        read = again
        score = _score(read)
        if _better(best, score):
            best, restored = score, read
    if best != before:
        return restored, "utf-8"
    if 3 * before[1] < before[0] or _NEVER_8BIT.search(text):
        return text, None
    name = _best(_odd(text), _8BIT)[1]
    return (READINGS[name](text), name) if name else (text, None)


def _is_mostly_ascii(text: str) -> bool:
    """Whether so many words of a sentence are plain ASCII as in German or French, and never in Vietnamese."""
    words = text.split(" ")
    return len(words) >= 10 and sum(map(str.isascii, words)) > 0.7 * len(words)


def _is_viqr(text: str) -> bool:
    """Whether a text without a single accent has the signs of VIQR, and most of its words could be Vietnamese."""
    if not any(map(text.__contains__, _VIQR_SIGNS)):  # most English lines: told in a tenth of the time
        return False
    return len(_VIQR_SIGN.findall(text)) > 1 and _prose(text)


def _prose(text: str) -> bool:
    """Whether most words of a text in VIQR could be Vietnamese, as in prose they are and in program code not."""
    words = _WORD.findall(READINGS["viqr"](text))
    return 2 * sum(map(is_syllable, words)) > len(words) > 2


def _best(text: str, names: list[str]) -> tuple[str, str | None]:
    """The best of the readings of a text in these encodings, and its encoding; the text itself and None where none is
    clearly better.
    """
    before = _score(text)
    best: tuple[int, str, str | None] = (0, text, None)
    for name in names:
        read = READINGS[name](text)
        good, bad = _score(read)
        if _better(before, (good, bad)) and good - bad > best[0]:
            best = (good - bad, read, name)
    return best[1], best[2]


_FAULT = re.compile(f"[&·√ƒ∆≈├─┼╞ß]|{_SIGN.pattern}|[ÃÌÒĹĆĚĂ»ş]|{SUSPECT.pattern}")  # what is put right has one


def _is_right(text: str) -> bool:
    """Whether neither `restore` nor `repair` finds anything, as one look at most texts tells."""
    if _FAULT.search(text) or not is_normalized("NFC", text):
        return False
    return _ACCENTED.search(text) is not None or not _is_viqr(text)


def clean(text: str) -> tuple[str, dict[str, int]]:
    """`restore`, then `repair`: what a reader of pages calls for each line. An encoding counts as one repair."""
    if _is_right(text):
        return text, {}
    text, encoding = restore(text)
    text, done = repair(text)
    return text, {encoding: 1, **done} if encoding else done


_C1 = {byte: shown for byte, shown in SHOWN.items() if byte < 0xA0}
_STRAY = {0xDC00 + byte: shown for byte, shown in SHOWN.items()}
_GAP = re.compile(r"[\s<>]+")
_BOMS = {codecs.BOM_UTF8: "utf-8", codecs.BOM_UTF16_LE: "utf-16-le", codecs.BOM_UTF16_BE: "utf-16-be"}


def decode(body: bytes, declared: str | None = None) -> tuple[str, str]:
    """A page's text and the encoding it was read in, whatever the header or the page claims. Never fails.

    `declared` is the charset of the Content-Type header, if any. UTF-8 with a few bytes of something else stays UTF-8.
    What is neither UTF-8 nor Vietnamese is Beautiful Soup's to decide, from header and page.
    """
    for bom, name in _BOMS.items():
        if body.startswith(bom):
            return body[len(bom) :].decode(name, "replace"), name
    try:
        return body.decode(), "utf-8"
    except UnicodeDecodeError:
        pass
    text = body.decode("utf-8", "surrogateescape")
    strays = len(text) - len(body.decode("utf-8", "ignore"))
    if 4 * strays < len(text) - len(text.encode("ascii", "ignore")):
        return text.translate(_STRAY), "utf-8"
    text = body.decode("latin-1").translate(_C1)
    odd = " ".join(word for word in _GAP.split(text) if not word.isascii())
    found = _best(odd[:20_000], _8BIT)[1]
    if found:
        return READINGS[found](text), found
    from bs4.dammit import UnicodeDammit

    dammit = UnicodeDammit(body, known_definite_encodings=[declared] if declared else [], is_html=True)
    return dammit.unicode_markup or text, dammit.original_encoding or "windows-1252"
