"""The title of a page text: the line that looks like one, stands where one stands, and is said again."""

from __future__ import annotations

import re
from collections import Counter
from urllib.parse import unquote, urlsplit

from pipelines.evidence import Candidate, choose, degree
from pipelines.language.section_names import in_row
from pipelines.language.title_keys import word_pairs
from pipelines.page import Page
from pipelines.plain_text.amid import heads_first
from pipelines.plain_text.captions import rows_of_captions
from pipelines.plain_text.lines import COMMON, Line, has, key, steps
from pipelines.plain_text.run import weight
from pipelines.plain_text.section import is_section
from pipelines.plain_text.signatures import is_row_of_names, labelled, without_role, writer
from pipelines.plain_text.verse import title_above
from pipelines.structured_data.page_head import CUT
from vietnamese import bylines
from vietnamese.dates import Date, parse
from vietnamese.fold import fold
from vietnamese.letters import is_syllable

_LONGEST = 250  # characters; no title is longer
_ABOVE = 60  # lines above the text among which the title is looked for
_BELOW = 25  # lines of the text among which it is looked for
_NEAR = 6  # lines of what is told about an article, between its title and its text
_FIELD = re.compile(  # "Được viết bởi: Super User", "Chuyên mục: Kinh tế"
    r"(?:(?:được )?(?:viết|đăng|gửi|cập nhật|xuất bản) (?:bởi|lúc|ngày)\b|posted (?:by|on|in)\b"
    r"|(?:chuyên mục|thể loại|danh mục|lượt xem|số lượt xem|tác giả|người viết|ngày đăng|category|author)\s*:)",
    re.I,
)
_LABEL = re.compile(r"(?:[^\W\d_]+ ){0,2}[^\W\d_]+\s?: ")  # "Loạt bài: Chuyện bên sông"
_MARKED, _MARKS = 0x1EA0, 0.04  # from which on letters have a Vietnamese tone; their share of a Vietnamese text
_ROW = 3  # lines of a menu on each side
_STEP = 5  # words of a step of the path at most
# A date with its hour, a sheet's number and day: "Cập nhật: 05:29, 20/11/2026 Bản in", "Số 60, ngày 20/11/2026 Tản văn".
_DATED = re.compile(
    r"\d{1,2}[:hg]\d{2}[\s,|–-]*(?:ngày )?\d{1,2}[/.-]\d{1,2}[/.-]\d{4}|\d{1,2}[/.-]\d{1,2}[/.-]\d{4}[\s,|–-]*\d{1,2}:\d{2}"
    r"|^số (?:báo )?\d+,? (?:ra )?ngày \d",
    re.I,
)
_NUMBER = re.compile(r"(?:số|số hiệu|ký hiệu)\s?:?\s?\d+(?:/\d{4})?/[A-ZĐ][\w-]*$", re.I)  # "Số: 05/2013/NĐ-CP"
# In capitals above a document's title: who decides, of what kind it is.
_AUTHORITY = re.compile(
    r"(?:(?:ỦY|UỶ) BAN NHÂN DÂN|UBND|HỘI ĐỒNG NHÂN DÂN|HĐND|CHÍNH PHỦ|THỦ TƯỚNG CHÍNH PHỦ|BỘ|SỞ|CỘNG H(?:ÒA|OÀ) XÃ HỘI"
    r"|ĐẢNG CỘNG SẢN|QUYẾT ĐỊNH|NGHỊ QUYẾT|KẾ HOẠCH|CHỈ THỊ|CÔNG VĂN)(?: [^\W\d_]+){0,7}\s?:?$"
)
_SECTION, _TITLE = 4, 6  # words of a section's name at most, of a title below it at least
_KICKER = 8  # words of a line that begins with a label
_BEHIND = re.compile(r"\s*\(\s*(?:\d{1,4}[-/.]\d{1,2}[-/.]\d{1,4}[^()]{0,20}|\d{1,2}:\d{2}[^()]{0,20})?\s*\)\s*$")

_RANK = re.compile(r"^(?:\d{1,2}(?:[.)]\s*)?|[»›•+*–-]\s*)(?=[^\W\d_])")  # "1Ba ấp dọn kênh", "» Ba ấp dọn kênh"
_MASTHEAD = re.compile(
    r"(?:báo điện tử|trang (?:tin|thông tin)|cổng (?:thông tin|ttđt)|đài (?:phát thanh|pt|truyền hình))\b", re.I
)  # what a line begins with that names the site
_SITE = re.compile(r"(?:báo|tạp chí|đài|cổng|trang)(?: [\w.-]+){1,6}$|\S+\.(?:vn|com|net|org)$", re.I)

# Evidence that comes by degrees: from which value on it has which name in weights.csv.
_RECURS = ((0.75, "words recur"), (0.5, "half the words recur"), (0.25, "some words recur"))
_FAR = ((30, "30 lines above the text"), (15, "15 lines above the text"), (5, "5 lines above the text"))
_PASSED = ((5.0, "400 letters above"), (2.0, "160 letters above"), (0.01, "some text above"))


def find(page: Page, lines: list[Line], first: int, last: int) -> int | None:
    """The number of the title's line; None where no line looks like one. The text is `lines[first:last]`."""
    text = _Text(lines, first, last, page.url)
    numbers = [n for n in range(max(first - _ABOVE, 0), min(first + _BELOW, last)) if _may_be(lines[n])]
    if text.above_poem is not None:
        numbers = [text.above_poem]
    winner = choose(page, "text title", (Candidate(lines[n].text, "line", text.evidence(n), line=n) for n in numbers))
    return winner.line if winner is not None else None


def elsewhere(lines: list[Line], first: int, url: str) -> str:
    """The title where no line above the text is it: the line of any list, caption or path that says what the address
    says, else the last step of a path above the text, which begins with line `first`; empty where there is neither."""
    slug = _slug(url)
    for line in lines:
        words = fold(line.key).split()
        if line.text[0].isalnum() and len(line.text) <= _LONGEST:
            same = _in_a_row(slug, words)
            if same >= 4 and same >= 0.7 * len(slug) and len(words) <= same + 3:
                return bare(line.text).removesuffix(".")
    for line in lines[max(first - _ABOVE, 0) : first]:
        last = steps(line.text)[-1] if line.shape == "path" else ""
        if len(last.split()) >= 4 and not last.endswith(("...", "…")):
            return last
    return ""


def bare(text: str, site: str = "") -> str:
    """A title without the date, the empty brackets or the newspaper's name that a page prints behind it.

    >>> bare("Ba ấp dọn kênh đón mùa đua ghe (01/08/2019)"), bare("Mùa đua ghe ( )"), bare("Mùa đua ghe (phần 2)")
    ('Ba ấp dọn kênh đón mùa đua ghe', 'Mùa đua ghe', 'Mùa đua ghe (phần 2)')
    >>> bare("Ba ấp dọn kênh đón mùa đua ghe - Báo Vàm Sáng"), bare("Mùa đua ghe | Vàm Sáng", "Vàm Sáng")
    ('Ba ấp dọn kênh đón mùa đua ghe', 'Mùa đua ghe')
    """
    cut = _BEHIND.search(text)
    if cut and cut.start():
        text = text[: cut.start()]
    parts = CUT.split(text)
    if len(parts) > 1 and (_SITE.match(parts[-1]) or (site and key(parts[-1]) == key(site))):
        text = text[: text.rindex(parts[-1])].rstrip(" -–—|•")
    return text


def listed(text: str) -> str:
    """A title as it is compared with one in a list, which may print a rank before it and a day behind it.

    >>> listed("1Ba ấp dọn kênh (01/08/2019)") == listed("Ba ấp dọn kênh"), listed("12 ấp dọn kênh")
    (True, '12 ấp dọn kênh')
    """
    return key(_RANK.sub("", bare(text)))


def day_behind(text: str) -> Date | None:
    """The date in brackets behind a title; None where none stands there.

    >>> day_behind("Ba ấp dọn kênh (01/08/2019 02:18 PM)").value, day_behind("Mùa đua ghe (phần 2)")
    ('2019-08-01T14:18:00+07:00', None)
    """
    cut = _BEHIND.search(text)
    return parse(cut[0].strip(" ()")) if cut and cut.start() else None


def _may_be(line: Line) -> bool:
    """Whether a line may be a title by its shape and length."""
    if (
        line.shape not in ("title", "teaser", "label", "verse", "sentence", "prose", "item", "menu")
        or len(line.text) > _LONGEST
    ):
        return False
    if line.shape == "menu" and (max(line.text.count("|"), line.text.count(" • ")) > 1 or in_row(line.text)):
        return False
    return line.phrase is None or line.phrase.where == "end"


class _Text:
    """A text, `lines[first:last]`, whose title is looked for, and what is asked of each of its lines."""

    def __init__(self, lines: list[Line], first: int, last: int, url: str):
        self.lines, self.first, self.last = lines, first, last
        self.slug = _slug(url)
        self.above_poem = title_above(lines, first)
        self.shown = {n for one, below in rows_of_captions(lines) for n in range(one, below)}
        self.pairs: Counter[tuple[str, str]] = Counter()
        self.passed: dict[int, float] = {}
        told = "".join(line.text for line in lines[first:last] if line.told)
        self.marked = sum(ord(letter) >= _MARKED for letter in told) > _MARKS * len(told)
        passed = 0.0
        for n in range(first, last):
            self.passed[n] = passed
            if lines[n].told:
                self.pairs.update(word_pairs(lines[n].key))
                passed += weight(lines[n])
        start = max(first - _ABOVE, 0)
        self.others = [(n, line.key) for n, line in enumerate(lines[start : last + 10], start) if not line.told]

    def evidence(self, n: int) -> list[str]:
        """What speaks for and against a line, by its names in weights.csv."""
        line = self.lines[n]
        texts = (m for m in range(n + 1, self.last) if self.lines[m].told or self.lines[m].shape == "prose")
        below = next(texts, self.last)
        nearest = self._is_nearest(n, below)
        dated = next((m for m in range(n + 1, min(n + 4, len(self.lines))) if self._is_dated(m)), None)
        if dated is not None and self._is_clock(dated, below):
            dated = None
        parted = dated is not None and not self._is_nearest(n, dated)
        listed = self._is_menus(n)
        again = line.words >= 4 and ((line.again > 0 and not listed) or self._in_another(n))
        address = line.words >= 2 and _says(self.slug, fold(line.key).split())
        passed, follows = self.passed.get(n, 0.0), below == n + 1
        listed_everywhere = line.site and line.words >= 4 and (dated is not None or follows or nearest)
        dated_below = dated is not None or (nearest and any(_tells_day(o) for o in self.lines[n + 1 : below]))
        holds = {
            "4 to 25 words": 4 <= line.words <= 25,
            "three words": line.words < 4,
            "26 words": line.words > 25,
            "running text": line.shape in ("sentence", "prose"),
            "numbered or dated": line.shape in ("item", "teaser"),
            "small letter": line.text[0].islower(),
            "in many texts": line.site and not listed_everywhere,
            "in many texts, here above the text": listed_everywhere,
            "credit": has("credit", line.text),
            "said again": again,
            "address": address,
            "names a field": _FIELD.match(line.text) is not None or writer(line.text) is not None,
            "signs": _is_signature(line) or self._is_row_of_names(n),
            "date below": dated_below and not parted,
            "date below another title": parted,
            "date above": line.shape in ("title", "label")
            and (self._is_dated_above(n) or (n >= 2 and self._is_above_title(n - 2))),
            "text below": follows or (listed_everywhere and nearest),
            "above a poem": n == self.above_poem,
            "first line": n == 0,
            "heads the first part": heads_first(self.lines, n, self.last),
            "in a list": self._is_listed(n),
            "a label, a longer title below": self._is_kicker(n),
            "a section above the date, the title below": self._is_above_title(n),
            "nearest to the text": nearest and not follows and dated is None,
            "nothing else speaks for it": passed > 0 and not (dated_below or again or address),
        }
        holds |= self._frame(n, listed=listed)
        found = [name for name, is_so in holds.items() if is_so]
        found += degree(_RECURS, self._recurs(n)) + degree(_FAR, below - n - 1) + degree(_PASSED, passed)
        return found

    def _frame(self, n: int, *, listed: bool) -> dict[str, bool]:
        """What tells that a line is of what stands around articles, `listed` whether a menu has it, or that it is a date."""
        line = self.lines[n]
        return {
            "one of a row amid the text": n in self.shown,
            "heads a document": line.text.isupper() and _AUTHORITY.match(line.text) is not None,
            "begins the imprint": self._begins_imprint(line),
            "names a section": is_section(line),
            "names the site": line.words <= _KICKER and _MASTHEAD.match(line.text) is not None,
            "a step of the path": self._is_step(n),
            "in a menu": listed or self._is_amid_labels(n),
            "begins with the home": has("home", line.text),
            "no word of the text's language": self.marked and line.words >= 4 and _is_foreign(line),
            "a date": _DATED.search(_BEHIND.sub("", line.text)) is not None,
            "a number of a document": _NUMBER.match(line.text) is not None,
            "a day behind it": _BEHIND.search(line.text) is not None,
        }

    def _is_clock(self, n: int, below: int) -> bool:
        """Whether the date of line `n` is the page's own: another title and another date stand between it and the text,
        which begins with line `below`."""
        after = range(n + 1, below)
        titled = next((m for m in after if self.lines[m].shape == "title" and self.lines[m].words >= _TITLE), None)
        return titled is not None and any(self._is_dated(m) for m in after if m > titled)

    def _is_menus(self, n: int) -> bool:
        """Whether a line of a few words stands twice above the text, other lines between: in the menu, in the path."""
        line = self.lines[n]
        if line.words > _KICKER or not line.again:
            return False
        if line.words > _STEP and not self._is_above_longer(n):
            return False
        return any(m < self.first and abs(m - n) > 1 and self.lines[m].key == line.key for m in range(self.first))

    def _is_above_longer(self, n: int) -> bool:
        """Whether a title, longer than line `n`, stands right below it, and a date right below that."""
        below = self.lines[n + 1 : n + 3]
        titled = len(below) > 1 and below[0].shape == "title" and below[0].words > self.lines[n].words
        return titled and _may_be(below[0]) and self._is_dated(n + 2)

    def _is_amid_labels(self, n: int) -> bool:
        """Whether three lines of a few words stand right above a line and three right below it, and no date."""
        if n < _ROW or n + _ROW >= self.first:
            return False
        around = (*self.lines[n - _ROW : n], *self.lines[n + 1 : n + 1 + _ROW])
        return all(line.shape in ("label", "title") and line.words <= _KICKER for line in around)

    def _is_step(self, n: int) -> bool:
        """Whether a line is a step of a path whose steps are lines: below the one home, above another title."""
        above = self.lines[n - 1] if n else None
        below = self.lines[n + 1] if n + 1 < len(self.lines) else None
        if above is None or below is None or self.lines[n].words > _STEP:
            return False
        return has("home", above.text) and above.words <= 2 and below.shape == "title" and _may_be(below)

    def _is_row_of_names(self, n: int) -> bool:
        """Whether line `n` is what may be two names and more, right below what may be a title: "Lan Thử - Siu Thử"."""
        above = self.lines[n - 1] if n else None
        named = is_row_of_names(self.lines[n].text)
        return named and above is not None and above.shape == "title" and above.words > 5 and not above.text.istitle()

    def _is_dated(self, n: int) -> bool:
        """Whether line `n` is a date."""
        return self.lines[n].shape == "date" and self.lines[n].date is not None

    def _is_nearest(self, n: int, below: int) -> bool:
        """Whether no other title stands between line `n` and line `below`, only what is told about an article: who, when."""
        between = self.lines[n + 1 : below]
        return len(between) <= _NEAR and not any(
            line.shape == "title" and line.words >= 4 and not _FIELD.match(line.text) and not _is_signature(line)
            for line in between
        )

    def _is_kicker(self, n: int) -> bool:
        """Whether a short line begins with a label ("Loạt bài: ...") and a longer title follows it at once."""
        line, below = self.lines[n], self.lines[n + 1] if n + 1 < len(self.lines) else None
        if below is None or line.words > _KICKER or not _LABEL.match(line.text):
            return False
        return below.shape == "title" and line.words + 2 <= below.words <= 25 and not _LABEL.match(below.text)

    def _is_above_title(self, n: int) -> bool:
        """Whether a few words stand right above a date that a longer title stands below at once."""
        if n + 2 >= len(self.lines) or self.lines[n].words > _SECTION or not self._is_dated(n + 1):
            return False
        below = self.lines[n + 2]
        longer = below.shape == "title" and below.words >= max(_TITLE, self.lines[n].words + 2)
        told = _is_signature(below) or writer(below.text) or _FIELD.match(below.text) or has("credit", below.text)
        return longer and not told and _may_be(below)

    def _recurs(self, n: int) -> float:
        """The share of a line's pairs of words that the text has, beside itself."""
        line = self.lines[n]
        own = word_pairs(line.key)
        if line.words < 2:
            return 0.0
        if line.words == 2:
            return 0.25 * any(self.pairs[pair] and COMMON.isdisjoint(pair) for pair in own)
        least = 1 if line.told and n >= self.first else 0
        return sum(self.pairs[pair] > least for pair in own) / len(own)

    def _in_another(self, n: int) -> bool:
        """Whether another line near the text begins or ends with this one: a path, the name of the page. Below the text
        a sentence may end with the newspaper's name, "Theo dõi fanpage của Báo Một"; what ends with a title parts it."""
        k = self.lines[n].key
        return any(
            m != n and len(other) > len(k) and (other.startswith(k) or (other.endswith(k) and self._is_parted(m, n)))
            for m, other in self.others
        )

    def _is_parted(self, m: int, n: int) -> bool:
        """Whether line `m`, which ends with line `n`, stands above the end of the text or has a mark before that."""
        before = self.lines[m].text[: -len(self.lines[n].text)].rstrip()
        return m < self.last or not before[-1:].isalnum()

    def _is_dated_above(self, n: int) -> bool:
        """Whether a date stands at most two lines above line `n`, and not below another title."""
        dated = (
            m for m in (n - 1, n - 2) if m >= 0 and self.lines[m].shape == "date" and self.lines[m].date is not None
        )
        return any(m == 0 or self.lines[m - 1].shape != "title" for m in dated)

    def _begins_imprint(self, line: Line) -> bool:
        """Whether an imprint begins with this line: the name of the newspaper."""
        imprints = (o for o in self.lines if o.phrase is not None and o.phrase.rule == "footer")
        return line.words < 8 and any(len(o.key) > len(line.key) and o.key.startswith(line.key) for o in imprints)

    def _is_listed(self, n: int) -> bool:
        """Whether a line stands in a list of other articles: only titles and days lead up to the list's heading."""
        for m in range(n - 1, max(n - 12, -1), -1):
            line = self.lines[m]
            if line.phrase is not None and line.phrase.where == "list":
                return True
            if line.shape not in ("title", "teaser", "date"):
                return False
        return False


def _is_foreign(line: Line) -> bool:
    """Whether a line has no mark, and most of its words are no Vietnamese syllables."""
    return line.text.isascii() and 2 * sum(map(is_syllable, line.key.split())) < line.words


def _tells_day(line: Line) -> bool:
    """Whether a line tells the day of the title above it, and is no title with its own day behind."""
    own = line.words > _KICKER and day_behind(line.text) is not None
    return not own and (line.date is not None or has("dated", line.text))


def _is_signature(line: Line) -> bool:
    """Whether a line may say only who has written the text."""
    return line.words <= 8 and (bylines.byline(without_role(line.text)) or labelled(line)) is not None


def _slug(url: str) -> list[str]:
    """The words of an address' last part, without its ending and its numbers."""
    parts = [part for part in unquote(urlsplit(url).path).split("/") if part]
    while parts and re.fullmatch(r"(?:index|default)(?:\.\w+)?", parts[-1]):
        parts.pop()
    last = parts[-1] if parts else ""
    while (bare := re.sub(r"\.(?:html?|txt|aspx|php|xhtml)$", "", last, flags=re.I)) != last:
        last = bare
    words = re.split(r"[^a-z0-9]+", fold(last).lower())
    return [word for word in words if word and not (word.isdigit() and len(word) > 4)]


def _says(slug: list[str], words: list[str]) -> bool:
    """Whether an address and a line say the same: at least three words in a row, and most of the shorter."""
    same = _in_a_row(slug, words)
    return same >= 3 and same >= 0.6 * min(len(slug), len(words))


def _in_a_row(slug: list[str], words: list[str]) -> int:
    """How many words in a row stand in both, of what is no longer than a title."""
    if len(words) > 60 or len(slug) > 60:
        return 0
    best = 0
    row = [0] * (len(words) + 1)
    for word in slug:
        new = [0] * (len(words) + 1)
        for place, other in enumerate(words, 1):
            if word == other:
                new[place] = row[place - 1] + 1
                best = max(best, new[place])
        row = new
    return best
