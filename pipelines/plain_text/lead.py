"""The lead of a page text: its first paragraph, where that sums up the text below it."""

from __future__ import annotations

import re
from collections.abc import Set
from itertools import pairwise
from statistics import median

from pipelines.evidence import Candidate, choose, degree, weights
from pipelines.language.title_keys import word_pairs
from pipelines.page import Page
from pipelines.plain_text.lines import COMMON, Line, key
from pipelines.structured_data.page_head import CUT
from vietnamese import bylines
from vietnamese.places import is_place

FIELD = "text lead"
_PICTURE = "a picture below"
_SHORTEST, _LONGEST = 40, 600  # characters
_SENTENCES = 5  # of a lead at most
_PARAGRAPH = 60  # characters of a paragraph at least
_FEW = 6  # paragraphs whose sentences are counted
_HEADINGS = 2  # of a text in parts at least
_BELOW = 12  # paragraphs in which the lead's matter may be told again

# Evidence that comes by degrees: from which value on it has which name in weights.csv.
_TITLE = ((0.6, "most of the title"), (0.25, "some of the title"))
_AGAIN = ((0.5, "half of it told again below"), (0.25, "some of it told again below"))
_SHARE_SHORTER = 0.9  # of the middle length of the paragraphs below it

# What a paragraph begins with or ends on: pattern, and an example that a test matches.
PATTERNS: dict[str, tuple[str, str]] = {
    "asks": (r"^\W*[-–—*•]\s|\?[\"”]?$|^(?:\S+\s){0,3}\S+:\s", "PV: Thưa bà, năm nay ba ấp mở hội khi nào?"),
    "goes on to more": (r"[:;]$", "Ba ấp chia nhau việc dọn kênh như sau:"),
    "begins with the time": (
        r"^(?:(?:vào|khoảng|lúc|từ) )?(?:(?:rạng )?(?:sáng|chiều|trưa|tối|đêm|ngày|hôm)|khoảng|lúc|mới đây|vừa qua|\d{1,2} ?(?:giờ|h)\b)",
        "Sáng 12/10, ba ấp ra quân dọn kênh.",
    ),
    "goes on": (
        r"^(?:theo đó|cụ thể|trong đó|bên cạnh đó|ngoài ra|theo báo cáo|phát biểu|tuy nhiên|đồng thời|cùng với đó|qua đó|hiện|trước đó"
        r"|sau đó|được biết|do đó|vì vậy|tại (?:hội nghị|buổi|lễ|đây|chương trình|cuộc)|(?:ông|bà|anh|chị|đồng chí) )",
        "Theo đó, mỗi ấp nhận một đoạn.",
    ),
    "speaks to the reader": (
        r"\b(?:bài viết (?:này|sau|dưới)|sau đây|dưới đây|cùng tìm hiểu|hãy cùng|các bạn|bạn|mình|chúng ta|tôi|má)\b",
        "Bài viết dưới đây kể bạn nghe chuyện dọn kênh.",
    ),
    "somebody speaks": (r"“|\b(?:nói|cho biết|cho hay)\b", "Trưởng ấp cho biết nước lên chậm."),
}  # fmt: skip
_IS = {name: re.compile(pattern, re.I) for name, (pattern, _) in PATTERNS.items()}
_NAMED = re.compile(r"(?P<name>[^\W\d_][\w.+]*(?: [\w.+]+){0,3}) [-–—] (?=[“\"A-ZĐÀ-Ỹ\d])")  # "Bến Mới - Nước lên"
_PAPER = re.compile(r"^\s*(?:(?:báo|tạp chí|trang tin|đài)(?: điện tử)? |theo dõi báo |theo )|\.(?:vn|com|net)\b", re.I)
_SENTENCE = re.compile(r"[.!?…][\"”)]?(?:\s|$)")


def find(
    page: Page, lines: list[Line], body: list[int], apart: Set[int], captions: Set[int], title: str
) -> tuple[int | None, str | None, str | None]:
    """The number of the lead's line, its source tag and its text; None three times where there is none.

    A first paragraph with a source tag is it; else the evidence decides: what of the title it says, what is told again
    below, what stands between it and the rest (`apart` is what was taken out there, `captions` the pictures), and
    whether the newspaper's other texts begin with leads.
    """
    texts = [n for n in body if n not in captions]
    if not texts or not lines[texts[0]].told:
        return None, None, None
    first = texts[0]
    tag, text = _tagged(lines, body, first)
    if tag and text:
        return first, tag, text
    if not _may_be(lines, texts):
        return None, None, None
    evidence = _evidence([lines[n] for n in texts if lines[n].told], title)
    between = range(first + 1, texts[1])
    evidence += ["something else below"] if any(n in apart for n in between) else []
    evidence += [_PICTURE] if any(n in captions for n in between) else []
    evidence += ["a heading below, and more of them"] if _is_headed(lines, texts) else []
    evidence += _habit(page)
    winner = choose(page, FIELD, [Candidate(text, "first paragraph", evidence, line=first)])
    return (first, None, text) if winner is not None else (None, None, None)


def _tagged(lines: list[Line], body: list[int], first: int) -> tuple[str | None, str]:
    """The source tag of a first paragraph, line `first`, and the paragraph without it.

    A name before a dash is one, too, where another line names the newspaper so: "Bến Mới - Nước lên", "Báo Bến Mới".
    """
    tag, text = bylines.source_tag(lines[first].text)
    match = _NAMED.match(text) if tag is None else None
    if match is None or is_place(match["name"]):
        return tag, text
    name, own = key(match["name"]).replace(" ", ""), set(body)
    others = (line for n, line in enumerate(lines) if n not in own and not line.told and len(line.text) <= _LONGEST)
    named = any(key(_PAPER.sub("", part)).replace(" ", "") == name for line in others for part in CUT.split(line.text))
    return (match["name"], text[match.end() :]) if named else (None, text)


def weight(first: Candidate) -> float:
    """What a first paragraph says of its newspaper's habit: all but the picture below it, which those print, too, that
    begin without leads."""
    table = weights()[FIELD]
    return sum(table[name] for name in first.evidence if name != _PICTURE)


def _may_be(lines: list[Line], texts: list[int]) -> bool:
    """Whether a first paragraph is made as leads are: neither speech nor item, of a few sentences, with more below."""
    text = lines[texts[0]].text
    if lines[texts[0]].shape not in ("prose", "sentence") or not _SHORTEST <= len(text) <= _LONGEST:
        return False
    if _IS["asks"].search(text) or _IS["goes on to more"].search(text) or len(_SENTENCE.findall(text)) > _SENTENCES:
        return False
    return sum(lines[n].told for n in texts[1:]) >= 2


def _is_headed(lines: list[Line], texts: list[int]) -> bool:
    """Whether what follows a first paragraph, which tells no time and is said once, is in parts: a heading at once, and
    another below."""
    first = lines[texts[0]]
    if first.again or _IS["begins with the time"].match(first.text):
        return False
    short = [n for n, below in pairwise(texts) if _may_head(lines[n]) and lines[below].told]
    return len(short) >= _HEADINGS and short[0] == texts[1]


def _may_head(line: Line) -> bool:
    """Whether a line may head a part of a text: a few words said once, no question that is answered."""
    return line.shape in ("title", "label") and line.phrase is None and not line.again and line.text[-1].isalnum()


def _evidence(texts: list[Line], title: str) -> list[str]:
    """What speaks for and against the first of these paragraphs being the lead, by its names in weights.csv."""
    first, below = texts[0], texts[1 : 1 + _BELOW]
    wanted, own = word_pairs(key(title)), word_pairs(first.key)
    words = {word for word in key(title).split() if word not in COMMON}
    of_title = len(own & wanted) / max(len(wanted), 1) + len(words & set(first.key.split())) / max(len(words), 1)
    new = own - wanted
    told = set().union(*(word_pairs(line.key) for line in below))
    paragraphs = [line for line in below if len(line.text) >= _PARAGRAPH] or below
    lengths = median(len(line.text) for line in paragraphs)
    second = paragraphs[0].text
    most = max(len(word_pairs(line.key) & wanted) for line in paragraphs[:5])
    holds = {
        "a first paragraph": True,
        "shorter than those below": len(first.text) <= _SHARE_SHORTER * lengths,
        "more of the title than those below": len(own & wanted) > most,
        "the time begins the next": _IS["begins with the time"].match(second) is not None,
        "the next goes on": _IS["goes on"].match(second) is not None,
        "somebody speaks": _IS["somebody speaks"].search(first.text) is not None,
        "speaks to the reader": _IS["speaks to the reader"].search(first.text) is not None,
        "one sentence, those below have more": _sentences(first) == 1
        and sum(_sentences(line) > 1 for line in paragraphs[:_FEW]) >= len(paragraphs[:_FEW]) / 2,
        "three sentences": _sentences(first) >= 3,
    }
    found = [name for name, is_so in holds.items() if is_so]
    return found + degree(_TITLE, of_title / 2) + degree(_AGAIN, len(new & told) / max(len(new), 1))


def _sentences(line: Line) -> int:
    """How many sentences a paragraph has."""
    return max(1, len(_SENTENCE.findall(line.text)))


def _habit(page: Page) -> list[str]:
    """What the newspaper's other texts say of leads; nothing where they are few, or say neither."""
    leads = page.profile.leads if page.profile is not None else None
    if leads is None:
        return []
    return ["the newspaper's texts begin with leads" if leads else "the newspaper's texts begin without"]
