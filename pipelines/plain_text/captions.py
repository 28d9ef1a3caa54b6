"""The captions of a page text: lines that say what a picture shows, and whose it is."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator
from itertools import groupby, pairwise

from pipelines.evidence import Candidate, choose
from pipelines.page import Page
from pipelines.plain_text import amid
from pipelines.plain_text.lines import Line, has
from vietnamese import bylines, credits
from vietnamese.letters import is_syllable

FIELD = "text caption"
_LONGEST = 260  # characters
_PARAGRAPH = 80  # characters of a paragraph at least
_NUMBERED = 3  # numbered headings; where a text has so many, a line without a number is none
_FEW, _SOME = 3, 6  # short lines without a full stop, below which they are no subheadings; words of one at least
_SHORT = ("title", "label", "sentence", "verse")
_IN_TURN = 2.5  # times its length, that the paragraphs around a sentence have which tells of a picture
_SENTENCE = 15  # words of such a sentence at most
_ROW, _HEADING = 5, 6  # words of lines below each other at least; of the last, below which text stands
_NEAR = 12  # lines above that are looked at
_NAMED = 5  # words of a name at most
_LONG = 100  # characters of those paragraphs at least
_TURNS = 3  # sentences of a story told in pictures, in turn with its paragraphs
_STYLE = 4  # short sentences, from which on they are how the text is written

# What a line begins with, holds or ends on: pattern, and an example that a test matches.
PATTERNS: dict[str, tuple[str, str]] = {
    "signs": (r"^(?:tin|bài)(?: bài| viết)?[,&\s]*$", "Tin,"),
    "heads": (r"^(?:\S+\s){0,3}\S+:\s|^\W*\d+\s?[.)/:-]|^[IVX]+[.)/:]\s", "Phần 1: Con nước đầu mùa"),
    "numbered": (r"^\d{1,3}\s?[.)/:]", "3. Dọn kênh"),
    "is none but a label": (r"^\(?(?:ảnh|hình|hình ảnh) (?:minh h(?:ọa|oạ)|tư liệu|chỉ mang tính.*)[.)]*$", "(Ảnh minh họa)"),
    "closes": (r"^(?:tạm kết|lời kết|kết|kết luận|kết bài|thay lời kết|lời mở đầu|mở đầu)\b.{0,12}$", "Kết luận"),
    "full stop": (r"[.!?…:;,”\"’]\)?(?:\s[-–—]\s[A-Z]{2,8})?$", "Bà con dọn kênh. — VSO"),
    "speaks": (r"[?:;,]$|\(\s*\)$|\d{4}-\d\d-\d\dT|^\W*[-–—*•+]|[\"“”]$|^[\"“]|!$|\b(?:nói|cho biết|cho hay|sẽ)\b", "Ông Thử cho biết nước lên."),
    "shows who": (
        r"^\(?(?:các|lãnh đạo|đồng chí|đ/c|ông|bà|anh|chị|em|cháu|cụ|thầy|cô|cán bộ|chiến sĩ|người dân|bà con|nông dân|ngư dân|công nhân|nhân viên"
        r"|kỹ sư|bác sĩ|y bác sĩ|thí sinh|học sinh|sinh viên|giáo viên|đoàn viên|hội viên|thanh niên|du khách|đại biểu|lực lượng|đại diện|phó|chủ tịch|bí thư"
        r"|giám đốc|bộ trưởng|thủ tướng|tổng bí thư|ths|ts|pgs|gs|nsnd|nsưt|nghệ nhân|nghệ sĩ|diễn viên|đối tượng|bị cáo|bị can|nạn nhân|gia đình|cử tri|tiểu thương|thương lái|hộ|chủ hộ|tân binh|bộ đội|dân quân|công an|cảnh sát|phụ nữ|trẻ em|học viên|vận động viên|cầu thủ|già làng|trưởng thôn|khách)\b",
        "Nông dân ba ấp dọn kênh",
    ),
    "shows what": (
        r"^\(?(?:toàn cảnh|quang cảnh|khung cảnh|một góc|hiện trường|hình ảnh|ảnh|tang vật|tiết mục|màn|chân dung|phối cảnh|bản đồ|biểu đồ|đồ họa|minh họa)\b"
        r"|\b(?:nhìn từ|trong ảnh|chụp (?:ảnh|lưu niệm)|trao (?:quà|tặng|học bổng|giải)|tặng hoa|thắp hương|cắt băng|phát biểu (?:tại|khai mạc|chỉ đạo|ý kiến)$|phát biểu (?:tại|khai mạc|chỉ đạo))\b",
        "Một góc vàm nhìn từ cầu ván",
    ),
    "shows where": (r"\s(?:tại|bên)\s", "Ghe neo bên bến đò cũ"),
    "is a scene alone": (
        r"^\(?(?:toàn cảnh|quang cảnh|khung cảnh)(?: (?:của )?\w+){1,6}[.)]*$",
        "Quang cảnh hội nghị",
    ),
    "tells": (
        r"^(?:theo|tuy|hiện|đây|đó|vụ|sau|từ|họ|tôi|chúng|đã|những|trong|trước|ngoài|bên cạnh|nhưng|và|nếu|khi|vì|do|để|cũng|thế|vậy|quy định|dưới đây|dự kiến"
        r"|năm|ngày|sáng|chiều|tối|đêm|mỗi|hãy|muốn|việc|thế|tất cả|riêng|còn|nhờ|với|đến|tới|dịp|nhân dịp|ai|chỉ|không|có|là|qua|phát hiện)\b"
        r"|\b(?:tôi|chúng ta|này|đó|ấy|hiệu lực|điều tra)\b",
        "Sau đó bà con về nhà.",
    ),
    "heads a part": (
        r"^(?:sửa đổi|bổ sung|quy định|nâng cao|đẩy mạnh|tăng cường|phát huy|xây dựng|chú trọng|cần|phải|vì sao|tại sao|làm sao|nhiều|không|ưu tiên|siết|tạo|gỡ"
        r"|giải quyết|kiểm soát|điều trị|quản lý|sửa|được|cạnh tranh|bước|sợi|chất lượng|vấn đề|nguồn|hiệu quả|hướng|bài toán|thách thức|cơ hội|khó khăn|\d)",
        "Nâng cao ý thức giữ kênh",
    ),
}  # fmt: skip
_IS = {name: re.compile(pattern, re.I) for name, (pattern, _) in PATTERNS.items()}
_NAME = re.compile(r"(?<=\s)[A-ZĐÀ-ỸƯƠ][\w’']*(?:\s[A-ZĐÀ-ỸƯƠ][\w’']*)+")
_BEHIND = re.compile(r"\s[-–—]\s(?P<end>[^-–—]{8,60})$")

# Evidence that comes by degrees: from how many words on a line has which name in weights.csv.
_UNSTOPPED = ((19, "19 words, no full stop"), (13, "13 words, no full stop"), (9, "9 words, no full stop"))
_UNSTOPPED_LAST = ((5, "5 words, no full stop"), (0, "a few words, no full stop"))
_STOPPED = ((19, "19 words and a full stop"), (9, "9 words and a full stop"), (0, "a few words and a full stop"))


def captions(page: Page, lines: list[Line], body: list[int]) -> dict[int, str | None]:
    """Which lines of the body are captions: those with a credit, those above a line that is a credit alone, those in a row
    amid the text, and short ones between paragraphs as the evidence says. By the line's number stands the credit, where
    the line says only that, else None. Empty where there is none.
    """
    alone = {n: who for n in body if (who := credits.alone(lines[n].text) or _names_picture(lines, body, n))}
    found = {n for n in body if _credited(lines[n]) or n in alone or _is("is none but a label", lines[n])}
    found |= {n - 1 for n in alone if n - 1 in body and lines[n - 1].shape in _SHORT}
    found |= {n for one, below in rows_of_captions(lines) for n in range(one, below) if n in body}
    text = _Text(lines, body)
    for place, n in enumerate(body):
        if n in found or not text.may_be(place, found):
            continue
        one = Candidate(lines[n].text, "short line", text.evidence(place), line=n)
        if choose(page, FIELD, [one]) is not None:
            found.add(n)
    return {n: alone.get(n) for n in found}


def shows(line: Line) -> bool:
    """Whether a line says what is seen."""
    return _is("shows who", line) or _is("shows what", line)


def _credited(line: Line) -> bool:
    """Whether a line is a caption with a credit behind it."""
    if (
        len(line.text) > 300
        or line.shape == "item"
        or not (has("credit", line.text) or has("credit behind", line.text))
    ):
        return False
    caption, credit = credits.credit(line.text)
    return bool(caption and credit) and not _is("signs", caption)


def _names_picture(lines: list[Line], body: list[int], n: int) -> str | None:
    """The name in a line that is nothing else, where it says whose the picture is that the short line above tells of:
    the text goes on below, and the name is in capitals, or the writer's, who is named in another line."""
    line = lines[n]
    if n - 1 not in body or n + 1 not in body or not lines[n + 1].told or not 2 <= line.words <= _NAMED:
        return None
    above = lines[n - 1]
    if above.shape not in _SHORT or len(above.text) > _LONGEST or not (line.text.isupper() or line.again):
        return None
    return bylines.byline(line.text) if above.words > line.words else None


def rows_of_captions(lines: list[Line]) -> Iterator[tuple[int, int]]:
    """The rows of two lines and more that tell of pictures amid a text: of each the number of its first line and of the
    line below it. Half of them speak of what the text above speaks of, as does the text below; or all of them do."""
    place = 0
    for is_row, group in groupby(lines, _may_be_caption):
        first, place = place, place + len(list(group))
        if not is_row or not 0 < first < place < len(lines) or not (lines[first - 1].told and lines[place].told):
            continue
        last = place - (lines[place - 1].words < _HEADING)  # which heads what follows
        row, above = lines[first:last], lines[max(first - _NEAR, 0) : first]
        said = sum(amid.says_of(above, line) for line in row)
        goes_on = amid.says_of(above, lines[place]) or any(amid.tells_of(line, [lines[place]]) for line in row[:-1])
        if len(row) > 1 and ((2 * said >= len(row) and goes_on) or said == len(row)):
            yield first, last


def _may_be_caption(line: Line) -> bool:
    """Whether a line may tell of a picture, or be the title of an article."""
    return line.shape == "title" and line.words >= _ROW and line.phrase is None and not line.site


class _Text:
    """A text, the lines `body`, whose captions are looked for, and what is asked of each of its lines."""

    def __init__(self, lines: list[Line], body: list[int]):
        self.lines = [lines[n] for n in body]
        self.body = body
        self.numbered = sum(self._is_short(line) and _is("numbered", line) for line in self.lines) >= _NUMBERED
        self.turns = self._turns()
        self.sentences = sum(self._is_put_between(place) for place in range(len(self.lines)))
        self.short = sum(self._is_short(line) and not _is("full stop", line) for line in self.lines)
        self.ends = Counter(match["end"].lower() for line in self.lines if (match := _BEHIND.search(line.text)))
        self.names = Counter(name for line in self.lines for name in set(_NAME.findall(line.text)))

    @staticmethod
    def _is_short(line: Line) -> bool:
        """Whether a line is too short for a paragraph."""
        return len(line.text) < _PARAGRAPH

    def may_be(self, place: int, captions: set[int]) -> bool:
        """Whether a line may be a caption by its shape and by what stands around it."""
        line = self.lines[place]
        if len(line.text) > _LONGEST or line.shape in ("item", "verse", "teaser") or not place or line.again:
            return False
        if any(_is(name, line) for name in ("heads", "closes", "speaks")):
            return False
        if self._ends_alike(line) or place in self.turns:
            return True
        above = self.lines[place - 1]
        if self.body[place - 1] not in captions and not (above.told and (place == 1 or not self._is_short(above))):
            return (self._heads(above) and _is_name(line)) or self._is_below_heading(place)
        below = self.lines[place + 1] if place + 1 < len(self.lines) else None
        if below is None:
            return not _is("full stop", line)
        return (below.told and not self._is_short(below)) or self._heads(below) or shows(line)

    def _heads(self, line: Line) -> bool:
        """Whether a line is a heading of a text that numbers them."""
        return self.numbered and _is("numbered", line)

    def _is_below_heading(self, place: int) -> bool:
        """Whether a long line without a full stop stands between a shorter one and a paragraph: a heading, a caption."""
        line, above = self.lines[place], self.lines[place - 1]
        heading = above.shape in ("title", "label") and above.words < line.words and place > 1
        below = self.lines[place + 1] if place + 1 < len(self.lines) else None
        long = _UNSTOPPED[1][0] <= line.words and not _is("full stop", line)
        return heading and long and self.lines[place - 2].told and below is not None and below.told

    def _is_put_between(self, place: int) -> bool:
        """Whether a line is a short sentence between two paragraphs each of which is much longer."""
        line = self.lines[place]
        if not 0 < place < len(self.lines) - 1 or line.words > _SENTENCE or not _is("full stop", line):
            return False
        sides = (self.lines[place - 1], self.lines[place + 1])
        return all(one.told and len(one.text) >= max(_LONG, _IN_TURN * len(line.text)) for one in sides)

    def _turns(self) -> set[int]:
        """The places of the short sentences of a story told in pictures: all there are, each but the last between two
        longer paragraphs that it follows in turn; none where they are fewer than three."""
        short = [
            place
            for place, line in enumerate(self.lines)
            if line.told and line.words <= _SENTENCE and _is("full stop", line) and place
        ]
        in_turn = all(other - one == 2 for one, other in pairwise(short))
        longer = (self.lines[place - 1] for place in short)
        between = all(
            1.5 * len(self.lines[place].text) <= len(one.text) for place, one in zip(short, longer, strict=True)
        )
        return set(short) if len(short) >= _TURNS and in_turn and between else set()

    def _ends_alike(self, line: Line) -> bool:
        """Whether another line has the same behind a dash."""
        match = _BEHIND.search(line.text)
        return match is not None and self.ends[match["end"].lower()] > 1

    def _names_again(self, line: Line) -> bool:
        """Whether another line has a name of this one, or all of its words."""
        if any(self.names[name] > 1 for name in _NAME.findall(line.text)):
            return True
        return line.words >= 4 and any(line.key in other.key for other in self.lines if other is not line)

    def evidence(self, place: int) -> list[str]:
        """What speaks for and against a line being a caption, by its names in weights.csv."""
        line, stops = self.lines[place], _is("full stop", self.lines[place])
        above = self.lines[place - 1]
        below = self.lines[place + 1] if place + 1 < len(self.lines) else None
        around = [one for one in (above, below) if one is not None and not self._is_short(one)]
        holds = {
            "below a picture": line.pictured,
            "shows who": _is("shows who", line),
            "shows what": _is("shows what", line),
            "shows where": _is("shows where", line),
            "is a scene alone": _is("is a scene alone", line),
            "a short sentence between paragraphs": self._is_put_between(place) and self.sentences < _STYLE,
            "in turn with longer paragraphs": place in self.turns,
            "names what the text names": self._names_again(line),
            "tells what happened": _is("tells", line),
            "heads a part": not stops and _is("heads a part", line),
            "ends as another line does": self._ends_alike(line),
            "one of a few short lines": not stops and line.words >= _SOME and self.short < _FEW,
            "the only short line": not stops
            and line.words >= _NAMED
            and self.short == 1
            and not _is("heads a part", line),
            "the headings are numbered": self.numbered and not stops,
            "a foreign name alone": _is_name(line),
            "below the first paragraph": place == 1,
            "much shorter than what is around": all(3 * len(line.text) <= len(one.text) for one in around)
            and bool(around),
            "no paragraph below": below is None or (self._is_short(below) and not self._heads(below)),
        }
        degrees = _STOPPED if stops else (*_UNSTOPPED, *_UNSTOPPED_LAST)
        return [
            next(name for least, name in degrees if line.words >= least),
            *(name for name, so in holds.items() if so),
        ]


def _is_name(line: Line) -> bool:
    """Whether a line is one or two words that are no Vietnamese, the first with a capital: whose picture it is."""
    return line.words <= 2 and line.text[0].isupper() and not any(map(is_syllable, line.key.split()))


def _is(name: str, line: Line | str) -> bool:
    """Whether a pattern of the table stands in a line, or in a text."""
    return _IS[name].search(line if isinstance(line, str) else line.text) is not None
