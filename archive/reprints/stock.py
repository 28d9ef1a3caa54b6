"""What two newspapers print without either having it from the other, told by what it says: a clause of a law, the list of
who was there, an address for donations, a firm's words about itself, what somebody said before both.

Passages that stand in many articles are known for such by that (archive.reprints.standing). Where an archive is young, or
one seldom turns up, two articles are all there is, and the passage must tell by itself.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from itertools import pairwise

from archive.reprints.fingerprints import SAME, Common, Text, ngrams
from archive.reprints.standing import COPY, without

_SHORTEST = 12  # words of a part of a paragraph that is looked at
_DENSE = 14  # words of a list of guests to each title in it, at most
_APART = 25  # words of a programme to each time of a day in it, at most
_TITLES, _TIMES, _HEAD = 4, 3, 12  # titles and times that make a list; words within which a text says what it is
_NUMBERED, _NUMBERS = 0.12, 6  # share of numbers in a table, and how many at least
_SPOKEN = 110  # words of what was said that two newspapers have in common, at most: more was taken down by one
_OTHERWISE = 12  # words of the longest passage beside what was said, at most
_ABOUT_HEAD = 40  # words within which a firm's own account of itself begins

# Of folded words.
_ARTICLE_OF_LAW = re.compile(r"\bdieu \d+\w? (?:\w+ ){0,5}?(?:luat|nghi dinh)\b|\bnghi dinh (?:so )?\d+")
_SANCTION = re.compile(r"\b(?:nguoi nao|phat tien|phat tu|phat cai tao|muc phat|hinh phat|nghiem cam|quy dinh)\b")
_TITLE = re.compile(
    r"\b(?:uy vien|bi thu|chu tich|giam doc|truong ban|bo truong|thu truong|chanh van phong|vien truong|chanh an"
    r"|chi huy truong|truong doan|thu tuong|hieu truong|cuc truong|vu truong|truong phong|dai bieu quoc hoi)\b"
)
_REACHED = re.compile(r"\b(?:tai khoan|stk|dien thoai|hotline|duong day nong|email|lien he|dia chi|ngan hang|zalo)\b")
_DIGITS = re.compile(r"\d")
_TIME = re.compile(r"\b(?:\d{1,2} gio|\d{1,2}h\d*)\b")
_SERIES = re.compile(
    r"^(?:lts|loi toa soan|toa soan)\b|\b(?:loat|tuyen|chum) bai\b|\bgioi thieu \w+ (?:\w+ )?(?:ban )?doc\b"
)
_ABOUT = re.compile(
    r"^(?:(?:doi|vai) net |thong tin |gioi thieu )?ve .{1,120}\b(?:thanh lap|hoat dong|chuyen|la don vi|la doanh nghiep|tien than)\b"
    r"|\b(?:thanh lap|ra doi) (?:vao |tu )?(?:nam|ngay) \d+|\btien than la\b|\bhoat dong trong (?:cac )?linh vuc\b"
)
_ADVICE = re.compile(
    r"\b(?:khuyen cao|canh bao|luu y|de nghi) (?:\w+ ){0,4}?(?:nguoi|khach|ba con|nhan|phu huynh|cac|chu)\b"
    r"|^(?:nguoi dan|moi nguoi|ba con|phu huynh) (?:can|nen|khong nen)\b|\btuyet doi khong\b"
)


def _is_law(said: str, words: list[str]) -> bool:
    return bool(_ARTICLE_OF_LAW.search(said) and _SANCTION.search(said))


def _is_guests(said: str, words: list[str]) -> bool:
    return len(words) <= _DENSE * len(_TITLE.findall(said)) and len(_TITLE.findall(said)) >= _TITLES


def _is_contact(said: str, words: list[str]) -> bool:
    return len(set(_REACHED.findall(said))) > 1 and len(_DIGITS.findall(said)) >= 7


def _is_programme(said: str, words: list[str]) -> bool:
    return len(_TIME.findall(said)) >= max(_TIMES, len(words) // _APART)


def _is_table(said: str, words: list[str]) -> bool:
    return sum(map(str.isdigit, words)) >= max(_NUMBERS, _NUMBERED * len(words))


def _is_series(said: str, words: list[str]) -> bool:
    return bool(_SERIES.search(said))


def _is_about(said: str, words: list[str]) -> bool:
    return bool(_ABOUT.search(" ".join(words[:_ABOUT_HEAD])))


def _is_advice(said: str, words: list[str]) -> bool:
    return bool(_ADVICE.search(" ".join(words[:_HEAD])))


# What is nobody's, with the words of an example.
RULES: dict[str, Callable[[str, list[str]], bool]] = {
    "law": _is_law,  # theo khoản 1 Điều 174 Bộ luật Hình sự, người nào ... thì bị phạt tù từ 6 tháng
    "guests": _is_guests,  # dự lễ có: ..., Bí thư Tỉnh ủy; ..., Chủ tịch UBND tỉnh; ..., Giám đốc Sở Tài chính
    "contact": _is_contact,  # mọi đóng góp xin gửi về số tài khoản 0123456789, ngân hàng ..., điện thoại ...
    "series": _is_series,  # LTS: ... Báo giới thiệu cùng bạn đọc loạt bài ...
    "about": _is_about,  # Về công ty A: thành lập năm 1990, hoạt động trong lĩnh vực ...
    "advice": _is_advice,  # cơ quan công an khuyến cáo người dân không ...
}
LISTS: dict[str, Callable[[str, list[str]], bool]] = {  # likewise, in paragraphs however short
    "programme": _is_programme,  # 7 giờ: dâng hương; 8 giờ: khai mạc; 20 giờ: bắn pháo hoa
    "table": _is_table,  # xã A 12 hộ, xã B 30 hộ, xã C 7 hộ
}


def stock(found: Common, text: Text, other: Text) -> frozenset[int]:
    """The places in `text` of words that it has in common with `other` and that neither has from the other."""
    places = set(_spoken(found, text, other))
    for parts, rules in ((_parts(found, text), RULES), (found.passages, LISTS)):
        for start, end in parts:
            words = text.words[start:end]
            said = " ".join(words)
            if any(rule(said, words) for rule in rules.values()):
                places.update(range(start, end))
    return frozenset(places)


def _parts(found: Common, text: Text) -> Iterator[tuple[int, int]]:
    """The parts of paragraphs that stand in the other text too, from and to in words."""
    for start, end in pairwise([0, *text.ends]):
        for first, last in found.passages:
            part = max(start, first), min(end, last)
            if part[1] - part[0] >= _SHORTEST:
                yield part


def _spoken(found: Common, text: Text, other: Text) -> set[int]:
    """What stands in quotation marks in both, where the two have no other passage in common, and not much of it."""
    there = {run for start, end in other.speech for run in ngrams(other.words[start:end])}
    if not there or found.words >= COPY * min(len(text.words), len(other.words)):
        return set()
    common = {place for start, end in found.passages for place in range(start, end)}
    places = {
        place + n
        for start, end in text.speech
        for place, run in enumerate(ngrams(text.words[start:end]), start)
        if run in there
        for n in range(SAME)
    } & common
    return places if len(places) <= _SPOKEN and without(found, places).longest <= _OTHERWISE else set()
