"""Who signs a page text: a newsroom's formula, a name, or whoever took its pictures."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Set
from itertools import pairwise

from pipelines.language.names import is_labelled, is_person, names
from pipelines.language.section_names import NAMES, in_row
from pipelines.plain_text.lines import PARTS, Line, has, key, parted
from vietnamese import bylines, dates
from vietnamese.credits import credit as credit_of
from vietnamese.letters import is_syllable
from vietnamese.places import is_place

_LAST = 2  # lines of the text of which one may sign it
_WORDS = 5  # of a name at most
_SOME = 0.5  # share of a newspaper's texts that an office signs which is not the newspaper
_OFFICE_WORDS = 10  # of an office's name at most
_BETWEEN_NAMES = re.compile(r"\s+[-–—|&]\s+|,\s+|\s+và\s+")
_AROUND = " .*–-"
_STOPS = '.!?…”"'
_LETTERS = re.compile(r"[^\W\d_]+")
_NAME = re.compile(r"[^\W\d_]+(?:['’`][^\W\d_]+)?(?: [^\W\d_]+(?:['’`][^\W\d_]+)?){1,3}$")  # "Lan H'Thử"
_TITLE = re.compile(r"(?:CTV|Th\.? ?S|BS|TS|PV|KTS)\.? ")  # before a name
_NO_NAME = re.compile(r"(?:văn (?:hóa|hoá|nghệ|bản|phòng|học)|hồ sơ|kim|hoàng hôn|tin|bài|ban|ảnh|báo|đài)\b", re.I)
_BY = re.compile(r"^(?:by|bởi|tác giả|người viết|author|written by|posted by|đăng bởi)\b\s*:?\s+(?=\S)", re.I)
_AT = re.compile(r"\s+(?:vào(?: lúc)?|lúc|on|at)$", re.I)  # between a name and the date that stood there
# Behind a name: what somebody is to the newspaper.
_ROLE = re.compile(r"[\s|–-]*\b(?:phóng viên|nhà báo|biên tập viên|cộng tác viên|thông tín viên|CTV|BTV|PV)$", re.I)
_MAIL = re.compile(r"\s*[(<]?[\w.+-]+@[\w-]+(?:\.[\w-]+)+[)>]?$")  # behind a name: "Lan Thử lanthu@bao.example"
# Whose a story is, below its title: "Truyện ngắn của Lan Thử".
_GENRE = re.compile(
    r"(?:truyện (?:ngắn|vừa|dài|ký)|tản văn|tạp văn|tùy bút|tuỳ bút|bút ký|bút kí|ghi chép|phóng sự|hồi ký|thơ)"
    r"(?:\s?:| của) (?P<name>[^\W\d_]+(?: [^\W\d_]+){1,4})$",
    re.I,
)

# Who has written it, where a line below it says so: "Tác giả bài viết: Lan Thử", "Người đăng: Lan Thử vào lúc".
_SIGNED = re.compile(
    r"(?:tác giả bài viết|người (?:viết|đăng|gửi)|(?:bài )?(?:viết|đăng) bởi|nội dung|posted by|written by)\s?:\s+"
    r"(?P<who>[^\W\d_][^:|]{1,40}?)(?: (?:vào )?(?:lúc|ngày)| at)?[ :]*$",
    re.I,
)
# What stands before a name that signs: "ThS. Lan Thử", "Luật sư Lan Thử (Đoàn luật sư tỉnh)".
_CALLED = re.compile(
    r"(?:(?:luật sư|ls|bác sĩ|bs|thạc sĩ|ths|tiến sĩ|ts|pgs|gs|kỹ sư|ks|nhà (?:báo|văn|thơ|giáo)|(?:đại|thượng|trung|thiếu) tá)"
    r"[.,]?\s?)+(?P<who>[^\W\d_][^(),]{3,40}?)\s?(?:\([^()]{3,60}\))?$",
    re.I,
)
# An office that signs what it tells of itself: "Văn phòng Sở", "Trung tâm VH-TT&TT huyện".
_OFFICE = re.compile(
    r"(?:văn phòng|trung tâm|phòng|ban|đài|hội|đoàn|đội|chi (?:cục|hội|đoàn|bộ)|cổng ttđt|trạm|tổ|bbt|bqt|sở|cục|vụ|viện|trường)"
    r"(?: [\w&.,–-]+){1,9}$",
    re.I,
)

# "Bài, ảnh Lan Thử", "Tin, ảnh: Lan Thử – Đài Truyền thanh": what somebody made, who, and from which office.
_MADE = re.compile(r"(?:(?:tin|bài|ảnh)\b(?:\s?[,&+-]\s?|\svà\s|\s)?){1,3}:?\s*(?=\S)", re.I)
_OF = re.compile(r"(?P<who>[^()–—-]{3,40}?)\s*(?:[-–—]\s(?P<office>[^()–—]{3,60})|\((?P<of>[^()]{3,60})\))$")


def keep(lines: list[Line], repeated: Callable[[str], float]) -> None:
    """Gives back the line that signs the text, below it or with "By" above it, where that stands in many texts: somebody
    has written them, or an office some of them. `repeated` is the share of the newspaper's texts that have a line."""
    for line in lines:
        line.site = line.site and not (len(line.text) <= 80 and is_labelled(line.text) and _are_persons(line.text))
    for above, line in pairwise(lines):
        if line.site and above.told and line.words <= _OFFICE_WORDS:
            some = _OFFICE.match(line.text) is not None and repeated(line.text) < _SOME
            line.site = not (some or bylines.byline(line.text))


def writer(text: str) -> str | None:
    """The name in a line that says whose a story or a poem is; None in any other.

    >>> writer("Truyện ngắn của Lan Thử"), writer("Thơ của người lính biển")
    ('Lan Thử', None)
    """
    match = _GENRE.match(text)
    return match["name"] if match and (match["name"].istitle() or match["name"].isupper()) else None


def without_role(text: str) -> str:
    """A name without what its bearer is to the newspaper.

    >>> without_role("Lan Thử Phóng viên"), without_role("Phóng viên"), without_role("Tin, ảnh: PV")
    ('Lan Thử', 'Phóng viên', 'Tin, ảnh: PV')
    """
    name = _ROLE.sub("", text)
    return text if not name or name.endswith(":") else name


def is_office(text: str) -> bool:
    """Whether a line is made like the name of an office: "Phòng Văn hóa và Thông tin"."""
    return _OFFICE.match(text) is not None


def by(text: str) -> bool:
    """Whether a line begins with what stands before a writer's name: "By Lan Thu", "bởi Lan Thử"."""
    return _BY.match(text) is not None


def credits(lines: Iterable[Line]) -> frozenset[str]:
    """The names of those whose pictures a text shows, as `key` compares them."""
    found = (credit_of(line.text)[1] for line in lines if len(line.text) <= 300 and has("credit", line.text))
    alone = (line.text.partition(":")[2] for line in lines if len(line.text) <= 60 and has("credit", line.text))
    return frozenset(name for who in (*found, *alone) if who and 2 <= len((name := key(who)).split()) <= _WORDS)


def signature(line: Line, whose: Set[str], *, sure: bool = False) -> str | None:
    """Who signs with this line at the end of a text; None where it is something else.

    A name that no list has is one where the text's pictures are by the same (`whose`), or behind a surname. With `sure`
    only what signs wherever it stands.
    """
    if name := _signed(line) or bylines.byline(without_role(line.text), sure=sure):
        return bylines.clean_author(name) or name if _BY.match(name) else name
    if len(line.text) <= 100 and _is_from_office(line.text):
        return line.text.strip(_AROUND)
    if sure or not (_takes_pictures(line, whose) or _has_surname(line) or _is_called(line)):
        return None
    return line.text.strip(_AROUND)


def _signed(line: Line) -> str | None:
    """Whom a line names behind a label as the writer; None where it names nobody, or is too long."""
    match = _SIGNED.match(line.text) if len(line.text) <= 80 else None
    named = (
        match is not None and (match["who"].istitle() or match["who"].isupper()) and len(match["who"].split()) <= _WORDS
    )
    return bylines.clean_author(match["who"]) if match is not None and named else None


def _is_from_office(text: str) -> bool:
    """Whether a line is a person and the office or agency that they are of, or what a person made without a colon.

    >>> _is_from_office("Lan Thử (TTXVN)"), _is_from_office("Tin, ảnh: Lan Thử – Đài Truyền thanh"), _is_from_office("Lan Thử (trái)")
    (True, True, False)
    """
    bare = _MADE.sub("", text, count=1) if _MADE.match(text) else text
    match = _OF.fullmatch(bare)
    if match is None:
        return bare != text and bylines.is_person(bare, several=False)
    office = match["office"] or match["of"]
    known = _OFFICE.match(office) or bylines.is_agency(office)
    return known is not None and known is not False and bylines.is_person(match["who"], several=False)


def labelled(line: Line) -> str | None:
    """The persons in a line that a label in any language says to be the writers ("By Lan Thu, river reporter"), with
    commas between them; None for any other line.
    """
    if line.site or len(line.text) > 80 or not is_labelled(line.text):
        return None
    return ", ".join(names(line.text)) if _are_persons(line.text) else None


def _are_persons(text: str) -> bool:
    """Whether a line names persons, and nobody else."""
    found = names(text)
    return bool(found) and all(" " in name and is_person(name) for name in found)


def _is_called(line: Line) -> bool:
    """Whether a line is a person's name behind what they are: a lawyer, a physician."""
    match = _CALLED.match(line.text) if len(line.text) <= 100 else None
    return match is not None and bylines.is_person(match["who"], several=False)


def office(lines: list[Line], n: int) -> bool:
    """Whether line `n`, right below the last paragraph, is an office that signs: a few words that no other line says,
    and what stands below it is as short, and none of an imprint."""
    line = lines[n]
    if not 2 <= line.words <= _OFFICE_WORDS or line.text.isupper() or line.site or not _OFFICE.match(line.text):
        return False
    if (
        line.shape not in ("label", "title")
        or line.phrase is not None
        or any(line.key in o.key for o in lines if o is not line)
    ):
        return False
    if not (n and lines[n - 1].told):
        return False
    below = lines[n + 1] if n + 1 < len(lines) else None
    if below is None or below.shape == "date":
        return True
    closes = below.phrase is None or below.phrase.rule != "footer"
    short = below.words <= _WORDS or below.phrase is not None
    return closes and not below.told and short and not _OFFICE.match(below.text)


def unlisted(lines: list[Line], n: int) -> bool:
    """Whether line `n` is a name in any language of the country that signs: two to four words with capitals, right below
    a whole sentence and above the tail, said nowhere else in the text."""
    line, below = lines[n], lines[n + 1] if n + 1 < len(lines) else None
    text = _TITLE.sub("", line.text)
    closes = below is not None and (has("hashtags", below.text) or below.phrase is not None or below.shape == "date")
    ends = n and (lines[n - 1].told or has("thanks", lines[n - 1].text)) and lines[n - 1].text[-1] in _STOPS
    if not (closes and ends):
        return False
    if (
        line.shape not in ("label", "title")
        or line.site
        or line.phrase is not None
        or line.again
        or is_place(line.text)
    ):
        return False
    named = _NAME.match(text) and all(word[0].isupper() for word in text.split()) and not _NO_NAME.match(text)
    return (
        bool(named)
        and key(text) not in NAMES
        and not any(o.shape != "date" and line.key in in_row(o.text) for o in lines)
    )


def _takes_pictures(line: Line, whose: Set[str]) -> bool:
    """Whether a line is the name of somebody whose pictures the text shows, some of its words left out there."""
    if line.shape not in ("label", "title") or has("credit", line.text) or not _is_name(line):
        return False
    words = line.key.split()
    shown = (who.split() for who in whose)
    return any(name == words or (len(name) > 1 and name[-1] == words[-1] and set(name) <= set(words)) for name in shown)


def _has_surname(line: Line) -> bool:
    """Whether a line is three or four Vietnamese words with capitals, the first a surname, and no place."""
    text = line.text.strip(_AROUND)
    if not 3 <= line.words <= 4 or line.site or line.phrase is not None or not _is_name(line) or is_place(text):
        return False
    return (
        text == " ".join(_LETTERS.findall(text))
        and bylines.has_surname(text)
        and all(map(is_syllable, line.key.split()))
    )


def _is_apostrophed(line: Line) -> bool:
    """Whether a line is a name with an apostrophe in a word, as names of the highlands have."""
    return (
        line.words <= _WORDS and "'" in line.text.replace("’", "'") and _is_name(line) and bool(_NAME.match(line.text))
    )


def is_row_of_names(text: str) -> bool:
    """Whether a line is made like two persons' names and more, whatever the names are.

    >>> is_row_of_names("Lan Thử - Siu Blơi"), is_row_of_names("Văn hóa - Xã hội"), is_row_of_names("Lan Thử")
    (True, False, False)
    """
    made = _BETWEEN_NAMES.split(text)
    return len(made) > 1 and all(2 <= len(one.split()) <= _WORDS and one.istitle() for one in made)


def _is_beside_date(lines: list[Line], n: int, name: str) -> bool:
    """Whether a name that no list has stands before a bar or a dash and the date of line `n`: "Danh Thử | 12/10/2020"; it
    is no place and no section, and no line else says it, as the menu does a section."""
    apart = lines[n].text.startswith((f"{name} | ", f"{name} - ", f"{name} – "))
    if lines[n].date is None or not apart or is_place(name) or key(name) in NAMES:
        return False
    words = key(name).split()
    named = 2 <= len(words) <= _WORDS and name.istitle() and not _NO_NAME.match(name) and all(map(is_syllable, words))
    return named and not any(line.key == key(name) for line in lines)


def _is_told_with(lines: list[Line], n: int, above: list[int]) -> bool:
    """Whether line `n` is the first of those told `above` the text, and a date stands below it, or above it or the title."""
    beside = [lines[m] for m in (n - 2, n - 1, n + 1) if 0 <= m < len(lines)]
    return n == min(above) and any(line.shape == "date" and line.date is not None for line in beside)


def _is_below_lead(lines: list[Line], n: int) -> bool:
    """Whether line `n` is a name, of any language, between a lead and the date."""
    line, dated = lines[n], n + 1 < len(lines) and lines[n + 1].shape == "date" and lines[n + 1].date is not None
    named = _is_name(line) and _NAME.match(line.text) is not None
    return dated and n > 0 and lines[n - 1].told and named and line.phrase is None and not is_place(line.text)


def _is_above_date(lines: list[Line], n: int) -> bool:
    """Whether line `n` is a name, of any language, right above the date, that no other line says: no section's."""
    line, below = lines[n], lines[n + 1] if n + 1 < len(lines) else None
    if below is None or below.shape != "date" or below.date is None or line.phrase is not None or line.site:
        return False
    text = without_role(line.text)
    named = _NAME.match(text) is not None and text.istitle() and not _NO_NAME.match(text) and not is_place(text)
    return named and key(text) not in NAMES and not line.again and not any(line.key in in_row(o.text) for o in lines)


def _is_name(line: Line) -> bool:
    """Whether the words of a line begin with capitals, as those of names do."""
    return not _NO_NAME.match(line.text) and (line.text.istitle() or line.text.isupper())


def byline(lines: list[Line], body: list[int], above: list[int]) -> tuple[str | None, int | None]:
    """Who signs the text, and the number of the line: one of its last two, or one above it.

    Both None where nobody does.
    """
    whose = credits(lines[n] for n in body)
    for m, n in reversed(list(pairwise(body))[-_LAST:]):
        # With a name above and a sentence below, it is the last name of a list of such.
        among = n != body[-1] and signature(lines[m], whose)
        if not among and (name := signature(lines[n], whose)):
            return name, n
    if body and (office(lines, body[-1]) or unlisted(lines, body[-1])):
        return lines[body[-1]].text.strip(_AROUND), body[-1]
    for n in above:
        text = lines[n].text
        if name := writer(text) or labelled(lines[n]):
            return name, n
        match = _BY.match(text) if len(text) <= 80 and not lines[n].site else None
        if match and (name := bylines.clean_author(dates.strip_date(parted(text[match.end() :])).strip(_AROUND))):
            return name, n
    for n in above:
        beside = dates.strip_date(parted(lines[n].text)) if lines[n].shape in ("date", "teaser") else ""
        for part in (beside, *map(dates.strip_date, PARTS.split(lines[n].text))) if beside else ():
            match = _BY.match(part) if len(part) <= 80 else None
            if match and (name := bylines.clean_author(_AT.sub("", part[match.end() :]))):
                return name, n
        for part in (beside, *re.split(r" [-|–] ", beside)) if lines[n].date is not None else ():
            if (name := bylines.byline(part)) or ((name := part.strip(" -|–")) and key(name) in whose):
                return name, n
        if _is_beside_date(lines, n, name := dates.strip_date(lines[n].text.split(" | ")[0]).strip()):
            return name, n
    for n in above:
        sure = (
            _takes_pictures(lines[n], whose)
            or (
                (_has_surname(lines[n]) or _is_apostrophed(lines[n]) or is_row_of_names(lines[n].text))
                and _is_told_with(lines, n, above)
            )
            or _is_below_lead(lines, n)
            or (n == above[0] and _is_above_date(lines, n))
        )
        named = without_role(lines[n].text.strip(_AROUND)) if sure else None
        if not lines[n].site and (name := bylines.byline(without_role(_MAIL.sub("", lines[n].text))) or named):
            return name, n
    return None, None
