"""Short texts on both sides of what a function asks of one: cut, grown, with a word or a mark more or less.

`functions()` calls each function with every text of its kind and every near one of it; `patterns()` tries each pattern
that counts (`{2,40}`) on the longest text it takes and on one longer by one. What comes out is pinned where it changes,
so a bound that moves by one, or a condition that falls away, shows without a page being read.
"""

from __future__ import annotations

import csv
import importlib
import inspect
import pkgutil
import re
import zlib
from collections.abc import Callable, Iterator
from functools import cache
from itertools import islice
from pathlib import Path
from re import _constants as op  # type: ignore[attr-defined]
from re import _parser  # type: ignore[attr-defined]
from types import ModuleType
from typing import Any

from tests.pipelines.variants import words

STRIDE = 8  # near texts that are passed over where the result is the same before and after
MOST = 3  # changes that a row tells of a family; of more it has a checksum alone
Rows = Iterator[tuple[str, str, str]]

LINES = (
    "Ba ấp dọn kênh đón mùa đua ghe ngo",
    "Kỳ 2: Người giữ lửa ở bản Lằm (tiếp theo và hết)",
    "Theo Lan Thử - Báo Vàm Sáng",
    "LAN THỬ",
    "Bài và ảnh: Lê Ươm, Trần Nở",
    "(Nguồn: Báo Vàm Sáng)",
    "PV Tư Vàm (tổng hợp)",
    "Mara Tester, PhD",
    "lanthu.vs",
    "admin",
    "Ban Bạn đọc",
    "Thứ Ba, 10/11/2026 08:05",
    "Vàm Sáng, ngày 10 tháng 11 năm 2026",
    "Cập nhật lúc 7h30, 10-11-26 (GMT+7)",
    "2026-11-10T08:05:00+07:00",
    "10 November 2026 8:05 PM",
    "Lượt xem: 1.204",
    "Trang 1/3",
    "Trang chủ | Thời sự | Kinh tế | Văn hóa",
    "Trang chủ Thời sự Kinh tế Văn hóa Thể thao Giải trí Bạn đọc Pháp luật Giáo dục",
    "Trang chủThời sựKinh tếVăn hóaThể thao",
    "Trang chủ › Đời sống › Nông thôn mới",
    "- Sáng qua, cả xã ra đồng; chiều về, ai cũng mệt.",
    "“Tôi chưa thấy mùa nước nào lớn như vậy”, bà Tư nói.",
    "Ảnh: Trần Nở",
    "Bà con ấp Trên dọn lục bình trước ngày đua. Ảnh: Trần Nở",
    "Đọc thêm: Chợ phiên vùng cao đông khách",
    "Xem chi tiết tại đây",
    "Điện thoại: 0292 3 123 456 - Email: toasoan@vamsang.example",
    "https://vamsang.example/doi-song/ba-ap-don-kenh-7801.html",
    "www.vamsang.example",
    "Giấy phép số 12/GP-BTTTT ngày 01/02/2020",
    "Ba ấp dọn kênh đón mùa đua ghe ngo - Đời sống - Báo Vàm Sáng",
    "Ba ấp dọn kênh đón mùa đua ghe ngo | VAM SANG ONLINE",
    "S áng sớm ở bến đò",
    "{{ article.title }}",
    "Chính trị - Xã hội",
    "display: none; text-align: center; font-weight: bold; font-size: 12px",
    "font-style: italic; visibility: hidden; width: 1px; height: 0",
    "article-detail__body content sapo caption",
    "share-box related_news nav footer",
    "The river was high and the boats of the three hamlets were ready for the race",
)
ADDRESSES = (
    "https://vamsang.example/doi-song/ba-ap-don-kenh-don-mua-dua-ghe-ngo-7801.html",
    "https://www.vamsang.example/doi-song/2026/11/ba-ap-don-kenh-p2.html",
    "https://vamsang.example/ba-ap-don-kenh/trang-2/",
    "https://vamsang.example/ba-ap-don-kenh?page=2&utm_source=x",
    "https://vamsang.example/index.php?option=com_content&id=7801&view=article",
    "https://m.vamsang.example/amp/ba-ap-don-kenh-a60a0111ac2d2.amp",
    "https://vamsang.example/print/7801",
    "https://vamsang.example/tin/7801-2.html",
    "https://vamsang.example/doi-song/",
    "https://vamsang.example/images/2026/ghe-300x200.jpg?w=800",
    "http://bao.vamsang.example:8080/#/bai/7801",
    "vamsang.example/tin-7801",
)
JSONS = (
    '{"a": "x\\"y", "b": [1, 2,], }',
    "{'a': 1}",
    '[{"headline": "Ba ấp\ndọn kênh"}] trailing',
    '{"a": "\\u0110\\x20"} {"b": 2}',
)
TEXT = {"line": LINES, "address": ADDRESSES, "json": JSONS}

# To have a function tried, put its name, module:function, into ONE (a function of a text) or TWO (of a text and a near one,
# asked in either order), under the kind of text it is called with; then `make pins`.
ONE = {
    "line": """
        archive.addresses:address_in archive.search.spellings:divided
        archive.search.spellings:_is_word archive.search.spellings:unmarked archive.words.terms:words_of archive.search.highlight:marked
        pipelines.boilerplate.phrases:phrase pipelines.boilerplate.lines:is_prose
        pipelines.language.diacritics:right pipelines.language.diacritics:_are_words pipelines.fields.byline_beside:beside_date
        pipelines.fields.head_dates:iso pipelines.fields.lead:_is_date pipelines.language.names:is_bare
        pipelines.language.names:is_labelled pipelines.language.names:is_person pipelines.language.names:names
        pipelines.language.names:parted pipelines.language.names:without_mail pipelines.fields.section_path:_address
        pipelines.fields.site_name:pieces pipelines.language.language:language pipelines.outline.model:is_placeholder
        pipelines.outline.rows:squeeze pipelines.outline.tags:hides pipelines.outline.tags:style
        pipelines.plain_text.lines:is_path pipelines.plain_text.lines:steps pipelines.plain_text.title:bare
        pipelines.plain_text.title:_slug pipelines.profiles.sketch:shape_of pipelines.profiles.sketch:line_mark pipelines.addresses.slug:_without_number
        pipelines.structured_data.structured_data:text""",
    "address": """
        archive.addresses:address_in archive.addresses:_paths archive.addresses:_unwrapped archive.addresses:_bare_host
        archive.hosts:host archive.hosts:sort_key archive.hosts:without_form archive.storing.identity:spellings pipelines.addresses.address:place
        pipelines.structured_data.canonical:_plain pipelines.structured_data.canonical:_site pipelines.fields.section_path:_address
        pipelines.outline.model:is_file pipelines.outline.pictures:_largest pipelines.outline.pictures:_stands_in
        pipelines.addresses.part_numbers:part_number pipelines.addresses.part_numbers:part_place pipelines.profiles.sketch:address
        pipelines.profiles.sketch:slug pipelines.profiles.learning:place pipelines.addresses.slug:slugs""",
    "json": "pipelines.structured_data.json_ld:loads pipelines.structured_data.json_ld:_unescape",
}
TWO = {
    "line": """
        pipelines.fields.title:_is_around pipelines.fields.title_evidence:_part pipelines.multipage:is_another
        pipelines.language.title_keys:alike pipelines.fields.date:_same_day""",
    "address": "pipelines.multipage:is_another pipelines.profiles.sketch:address pipelines.addresses.address:join",
}


def function(name: str) -> Callable[..., Any]:
    """What "module:function" names. Raises ImportError or AttributeError where there is no such function."""
    module, _, own = name.partition(":")
    found: Callable[..., Any] = getattr(importlib.import_module(module), own)
    return found


def near(text: str, *, grown: bool) -> Iterator[tuple[int, list[tuple[str, str]]]]:
    """Families of texts near one, each with the name of its step: how many steps may be passed over where nothing
    changes, and the family, in an order in which neighbours differ by little."""
    parts = text.split(" ")
    marks = [place for place, letter in enumerate(text) if not letter.isalnum() and letter != " "]
    yield STRIDE, [(f"[:{n}]", text[:n]) for n in range(1, len(text) + 1)]
    yield STRIDE, [(f"[{n}:]", text[n:]) for n in range(len(text))]
    if grown:
        yield STRIDE, [(f"+{n}", f"{text} {words(n, 5)}") for n in range(1, 330)]
    others = [(f"without word {n}", " ".join(parts[:n] + parts[n + 1 :])) for n in range(min(len(parts), 12))]
    others += [(f"without mark {n}", text[:n] + text[n + 1 :]) for n in marks[:8]]
    others += [(f"with {sign}", text + sign) for sign in ".:?,…)|"]
    others += [("lower", text.lower()), ("upper", text.upper()), ("title", text.title())]
    for match in re.finditer(r"\d+", text):
        new = (int(match[0]) + 1, 0, 1, 12, 13, 31, 32, 99, 2100, f"{match[0]}7")
        others += [(f"{match[0]} as {n}", f"{text[: match.start()]}{n}{text[match.end() :]}") for n in new]
    yield 0, others


def told(value: object, text: str) -> str:
    """A result for a cell: what of it is the text itself as its place there."""
    if inspect.isgenerator(value) or isinstance(value, Iterator):
        value = list(value)
    if isinstance(value, frozenset | set):
        value = sorted(value)
    if isinstance(value, str) and value:
        if value == text:
            return "the same"
        if len(value) > 3 and (at := text.find(value)) >= 0:
            return f"[{at or ''}:{at + len(value) if at + len(value) < len(text) else ''}]"
    shown = str(value)
    return shown if len(shown) <= 28 else f"{shown[:16]}… {zlib.crc32(shown.encode()):08x}"


def functions() -> Rows:
    """What each function makes of the texts near each, where that changes from one to the next."""
    for kind, names in ONE.items():
        for name in names.split():
            call = function(name)
            for n, text in enumerate(TEXT[kind]):
                yield from _steps(name, text, lambda other, call=call: call(other), grown=n % 6 == 0)  # type: ignore[misc]
    for kind, names in TWO.items():
        for name in names.split():
            call = function(name)
            for n, text in enumerate(TEXT[kind]):
                both = lambda other, call=call, text=text: (call(text, other), call(other, text))  # noqa: E731
                yield from _steps(name, text, both, grown=n % 6 == 0)


def _steps(name: str, text: str, call: Callable[[str], object], *, grown: bool) -> Rows:
    """The row of a function and a text: what it makes of the text, and of each family the first changes or a checksum."""
    first = _outcome(call, text)
    changed = []
    for stride, family in near(text, grown=grown):

        @cache
        def at(place: int, family: list[tuple[str, str]] = family) -> str:
            return _outcome(call, family[place][1])

        if stride:
            found = list(islice(_changes(at, len(family), stride), MOST + 1))
            if len(found) > MOST:  # what writes the text in another form is another with each step
                changed.append(f"{family[0][0]}.. {zlib.crc32(''.join(map(at, range(len(family)))).encode()):08x}")
            else:
                changed += [f"{family[place][0]} {at(place)}" for place in found]
        else:
            other = [f"{step} {at(place)}" for place, (step, _) in enumerate(family) if at(place) != first]
            changed += other if len(other) <= MOST else []
            changed.append(f"{zlib.crc32(''.join(map(at, range(len(family)))).encode()):08x}")
    yield name, text[:32], " ¦ ".join([first, *changed])


def _changes(at: Callable[[int], str], size: int, stride: int) -> Iterator[int]:
    """The places of a family that come out otherwise than the one before, looked for between those of a stride."""

    def between(low: int, high: int) -> Iterator[int]:
        if at(low) == at(high):
            return
        if high - low == 1:
            yield high
            return
        middle = (low + high) // 2
        yield from between(low, middle)
        yield from between(middle, high)

    for low in range(0, size - 1, stride):
        yield from between(low, min(low + stride, size - 1))


def _outcome(call: Callable[[str], object], text: str) -> str:
    """A result or the error raised, for a cell."""
    try:
        return told(call(text), text)
    except (ValueError, LookupError, TypeError) as error:
        return f"raises {type(error).__name__}"


# --- patterns --------------------------------------------------------------------------------------------------------


def patterns(pins: Path, *, anew: bool) -> Rows:
    """Each pattern of the two rooms that counts something, on the examples of the table `pins`: what it finds there.

    `anew` writes the examples, of new patterns too: texts that have just as much of what is counted as it takes, one less and one more.
    """
    known = dict(_counting())
    told = _examples(known) if anew else _read(pins)
    for name, text in told:
        if name not in known:
            yield name, _short(text), "no such pattern"
            continue
        found = known[name].search(
            text.encode("latin-1", "replace") if isinstance(known[name].pattern, bytes) else text
        )
        yield name, _short(text), f"{found.span()} {found.lastindex or ''}".strip() if found else "-"


def _read(pins: Path) -> Iterator[tuple[str, str]]:
    """The names and examples in a table of patterns, their long runs written out: what `_short` shortened."""
    name = ""
    with pins.open(encoding="utf-8", newline="") as file:
        for row in list(csv.reader(file))[1:]:
            name = row[0] or name
            yield name, re.sub(r"(.)×(\d+)×", lambda run: run[1] * int(run[2]), row[1], flags=re.S)


def _short(text: str) -> str:
    """A text with its long runs as their length: "a×40×"."""
    return re.sub(r"(.)\1{9,}", lambda run: f"{run[1]}×{len(run[0])}×", text, flags=re.S)


def _examples(known: dict[str, re.Pattern[Any]]) -> Iterator[tuple[str, str]]:
    """Texts for each pattern, with each of its counts at its ends and one beyond; an empty one where none can be written."""
    for name, pattern in known.items():
        flags = pattern.flags & ~re.UNICODE if isinstance(pattern.pattern, bytes) else pattern.flags
        tree = _parser.parse(pattern.pattern, flags)
        seen = set()
        for node in _repeats(tree):
            low, high, _ = node[1]
            counts = {low - 1, low} if high is op.MAXREPEAT else {low - 1, low, int(high), int(high) + 1}
            for count in sorted(count for count in counts if 0 <= count <= 2000):
                for least in (0, 1):
                    text = _written(tree, node, count, least)
                    if text not in seen and "\0" not in text:
                        seen.add(text)
                        yield name, text
        if not seen:
            yield name, ""


def _counting() -> Iterator[tuple[str, re.Pattern[Any]]]:
    """The patterns of the two rooms that count, by module and name, also those in tables."""
    for room in ("pipelines", "archive"):
        package = importlib.import_module(room)
        for found in sorted(pkgutil.walk_packages(package.__path__, f"{room}."), key=lambda one: one.name):
            module = importlib.import_module(found.name)
            yield from _inside(found.name, module)


def _inside(name: str, module: ModuleType) -> Iterator[tuple[str, re.Pattern[Any]]]:
    for own, value in vars(module).items():
        values = value.values() if isinstance(value, dict) else value if isinstance(value, tuple | list) else [value]
        for n, one in enumerate(values):
            for part in one if isinstance(one, tuple) else [one]:
                # a name of a pattern that another module made is told of there
                if isinstance(part, re.Pattern) and re.search(
                    r"\{\d*,?\d*\}" if isinstance(part.pattern, str) else rb"\{\d*,?\d*\}", part.pattern
                ):
                    yield f"{name}:{own}{f'[{n}]' if part is not value else ''}", part


_REPEATS = (op.MAX_REPEAT, op.MIN_REPEAT, op.POSSESSIVE_REPEAT)


def _repeats(tree: Any) -> Iterator[Any]:
    """The nodes of a parsed pattern that count, `?`, `*` and `+` left out."""
    for node in tree:
        kind, value = node
        if kind in _REPEATS:
            if (value[0], value[1]) not in ((0, 1), (0, op.MAXREPEAT), (1, op.MAXREPEAT)):
                yield node
            yield from _repeats(value[2])
        elif kind is op.SUBPATTERN:
            yield from _repeats(value[-1])
        elif kind is op.BRANCH:
            for branch in value[1]:
                yield from _repeats(branch)
        elif kind in (op.ASSERT, op.ASSERT_NOT):
            yield from _repeats(value[1])
        elif kind is op.ATOMIC_GROUP:
            yield from _repeats(value)


def _written(tree: Any, node: Any, count: int, least: int) -> str:
    """A text that a pattern may find, `node` repeated so often in it and all else as seldom as may be, or once."""
    text = ""
    groups: dict[int, str] = {}
    for one in tree:
        kind, value = one
        if one is node:
            text += "".join(_written(value[2], None, 0, 0) for _ in range(count))
        elif kind in _REPEATS:
            inside = node is not None and any(other is node for other in _repeats(value[2]))
            text += "".join(
                _written(value[2], node if inside else None, count, least)
                for _ in range(max(value[0], 1 if inside else least))
            )
        elif kind is op.SUBPATTERN:
            text += (inner := _written(value[-1], node, count, least))
            groups = {**groups, value[0]: inner}
        elif kind is op.GROUPREF:
            text += groups.get(value, "")
        elif kind is op.ATOMIC_GROUP:
            text += _written(value, node, count, least)
        elif kind is op.BRANCH:
            chosen = next((b for b in value[1] if any(other is node for other in _repeats(b))), value[1][0])
            text += _written(chosen, node, count, least)
        elif kind is op.ASSERT and (value[0] < 0 or one is tree[-1]):
            text += _written(value[1], node, count, least)
        elif kind is op.LITERAL:
            text += chr(value)
        elif kind is op.NOT_LITERAL:
            text += "x" if value != ord("x") else "y"
        elif kind is op.ANY:
            text += "o"
        elif kind is op.IN:
            text += next(
                letter
                for letter in "aA1 .,-/:ươĐâăê1;|•_x(\n\t\"'=<>&#%"
                + "".join(map(chr, range(33, 400)))
                + _own_letters(value)
                if _matches(value, letter)
            )
    return text


def _own_letters(chosen: Any) -> str:
    """The letters that a parsed class names, of each of its ranges the first."""
    ranges = (op.LITERAL, op.RANGE)
    return "".join(chr(value if kind is op.LITERAL else value[0]) for kind, value in chosen if kind in ranges)


def _matches(chosen: Any, letter: str) -> bool:
    """Whether a letter is one of a parsed class such as `[a-z]`."""
    negated, hit = False, False
    for kind, value in chosen:
        if kind is op.NEGATE:
            negated = True
        elif kind is op.LITERAL:
            hit |= ord(letter) == value
        elif kind is op.RANGE:
            hit |= value[0] <= ord(letter) <= value[1]
        elif kind is op.CATEGORY:
            sign = {op.CATEGORY_DIGIT: r"\d", op.CATEGORY_NOT_DIGIT: r"\D", op.CATEGORY_SPACE: r"\s", op.CATEGORY_NOT_SPACE: r"\S",
                    op.CATEGORY_WORD: r"\w", op.CATEGORY_NOT_WORD: r"\W"}[value]  # fmt: skip
            hit |= bool(re.match(sign, letter))
    return hit != negated
