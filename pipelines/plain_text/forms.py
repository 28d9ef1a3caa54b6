"""The forms in which programs write a page as text, undone: lines broken at a width, Markdown, numbered links, sheets."""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Iterable, Iterator
from itertools import groupby, pairwise

from pipelines.plain_text import seams

_WRAPPED = 2  # lines that go on in small letters, from which on a text may be broken at a width
_BULLETS = 3  # from which on a text has lists whose bullets a program has drawn
_NARROW, _WIDE = 40, 150  # characters of the width that a text is broken at
_SPREAD = 8  # characters that the longest rows of a text broken at a width differ by
_NEAR_WIDTH = 0.75  # of the longest line, that most lines have which go on
_HEAD = 7  # characters that a paragraph's first row stands further from the edge at most
_MARKS = 3  # of Markdown, from which on a text is Markdown
_EDGE = 3  # lines at the top and at the foot of a sheet, where its number and its address stand
PICTURE = "\x00"  # stands for a picture until its place is known

# What a form prints that no reader of the page has seen: pattern, and an example that a test matches.
PATTERNS: dict[str, tuple[str, str]] = {
    "markdown": (
        r"(?m)^#{1,6} \S|\*\*\S[^*]*\*\*|\]\([^)\s]*\)|^\|.*\|\s*$|^-{3}\s*$|^={3,}\s*$|\\[-.*_+]",
        "## Ba ấp dọn kênh",
    ),
    "picture": (
        r"\[?!\[[^\]]*\]\([^)]*\)(?:\]\([^)]*\))?|\[[\w.-]{1,80}\.(?:jpe?g|png|gif|webp)\]|\[(?:INLINE|IMAGE)\]",
        "![](kenh.jpg)",
    ),
    "picture alone": (r"^\s*\[(?!\d+\])[\w-]{1,40}\]\s*$", "[kenh]"),
    "picture said": (r"(?i)^\s*\[(?:ảnh|hình|hình ảnh|image|photo)\]\s*$", "[Ảnh]"),
    "link": (
        r"\[([^\[\]]*+)\]\((?:[^()\s\\]|\\.)*+(?:\([^()]*+\)(?:[^()\s\\]|\\.)*+)?(?:\s+\"(?:[^\"]|\"(?!\)))*+\")?\)",
        "[Đời sống](/doi-song)",
    ),
    "link over rows": (
        r"\[[^\[\]\n]{0,500}(?:\n[^\[\]\n]{1,500}){1,5}\n?(?=\]\()|\]\((?:[^()\n\\]|\\.){0,500}(?:\n(?:[^()\n\\]|\\.){1,500}){1,12}\)",
        "[Đời\nsống](/doi-song)",
    ),
    "link number": (r"\[\d{1,4}\](?=\S)", "[12]Đời sống"),
    "link listed": (r"^\s*\d+\. (?:https?|file|mailto|ftp)\S*\s*$", "  12. https://bao.example/doi-song"),
    "links below": (r"^\s*(?:References|Visible links:?|Hidden links:?)\s*$", "References"),
    "field": (r"_{5,}|\(BUTTON\)|\(_\)|\[ \]", "Tên ____________"),
    "bullet": (r"^(?:\s*[*•+o▪◦] {1,3}|\s{2,}- )(?=\S)", "  * Đời sống"),
    "heading": (r"^\s*#{1,6}\s+", "## Ba ấp dọn kênh"),
    "rule": (r"^\s*(?:[-=*_]{3,}|(?:[*-] ){2,}[*-])\s*$|^[\s│|┌┐└┘├┤┬┴┼─━═+:-]+$", "-----"),
    "cell": (r"\s*[│┃]\s*|\t+|(?<=\S) {3,}(?!\d{1,2}:\d{2})(?=\S)", "Ấp 3│12 ghe"),
    "links in a row": (r"^\s*(?:\[\d{1,4}\][^\[\]]{1,30}){2,}$", "[2]Trang chủ [3]Thời sự"),
    "links behind a label": (
        r"^[^\[\]:]{1,30}:\s*(?:\[[^\[\]]*\]\([^()\s]*\)\s*){2,}$",
        "Từ khóa: [đua ghe](/1) [kênh](/2)",
    ),
    "sheet": (
        r"^\s*(?:(?:https?|file)://\S+(?:\s+\d+/\d+)?|\d{1,4}\s?/\s?\d{1,4}|(?:Trang|Page) \d+.{0,12}"
        r"|\d{1,2}/\d{1,2}/\d{2,4}, \d{1,2}:\d{2}(?: ?[AP]M)?(?:\s{2,}\S.*)?)\s*$",
        "https://bao.example/kenh.html 1/2",
    ),
}  # fmt: skip
_IS = {name: re.compile(pattern) for name, (pattern, _) in PATTERNS.items()}
_STRONG = re.compile(r"(\*\*|__)(?=\S)(.+?)(?<=\S)\1")
_SLANTED = re.compile(r"(?<![\w*_])([*_])(?=[^\s*_])([^*_]+?)(?<=\S)\1(?![\w*_])")
_ESCAPED = re.compile(r"\\([-.*_+#()\[\]!>|`\\])")
_ENDS = re.compile(r"[.!?…:;][\"”’»)\]]*$")
_BEFORE_SIGN = re.compile(r" (?=[,;.)])")
_PIECES, _VERSE = 12, 60  # rows that one paragraph is parted into at most; characters of the longest at least


def visible_lines(text: str) -> Iterator[tuple[str, bool]]:
    """The lines of a page text as a reader of the page sees them, each with whether a picture stands right above it.

    A text in none of the forms comes as its lines are.
    """
    markdown = len(_IS["markdown"].findall(text)) >= _MARKS
    rows = _without_sheets(_IS["link over rows"].sub(_in_one_row, text) if markdown else text)
    numbered = sum(map(len, map(_IS["link number"].findall, rows))) >= _MARKS
    width = _width(rows)
    listed = sum(row[:1] == " " and _IS["bullet"].match(row) is not None for row in rows) >= _BULLETS
    dumped = markdown or numbered or listed or width > 0 or any(_IS["picture"].search(row) for row in rows)
    if dumped:
        rows = list(_without_links(rows) if numbered else rows)
        rows = list(_in_cells(rows) if markdown else rows)
        rows = [part for row in rows for part in _parts(row, markdown=markdown)]
        rows = list(_joined(rows, width))
    if not width:
        rows = list(_pieced(rows))
    counts = [len(seams.places(row)) for row in rows]
    glued = max(counts, default=0) >= seams.SEVERAL and sum(counts) >= 2 * seams.SEVERAL
    pictured = False
    for row in rows:
        if row == PICTURE or _IS["picture said"].match(row):
            pictured = True
            continue
        if markdown:
            if _IS["links behind a label"].match(row):
                row = row.replace(") [", "), [")
            row = _bare(row)
        for cell in _IS["cell"].split(row):
            for one in seams.parted(cell, 1 if glued else seams.SEVERAL):
                if one.strip():
                    yield one, pictured
                    pictured = False


def _in_one_row(link: re.Match[str]) -> str:
    """A link's name, or its target, that a width has broken, in one row."""
    return link[0].replace("\n", " " if link[0].startswith("[") else "")


def _without_sheets(text: str) -> list[str]:
    """The rows of a text; where it is parted into sheets, without what stands on the edge of each, and a paragraph that
    goes on over the edge in one."""
    sheets = [sheet.splitlines() for sheet in text.split("\f")]
    if len(sheets) == 1:
        return sheets[0]
    edges = [_edge(sheet) for sheet in sheets]
    again = {row for n, edge in enumerate(edges) for row in edge for other in edges[n + 1 :] if row in other}
    rows: list[str] = []
    for sheet in sheets:
        edge = set(_edge(sheet))
        own = [row for row in sheet if not (row.strip() in edge and (row.strip() in again or _IS["sheet"].match(row)))]
        while own and not own[0].strip():
            own.pop(0)
        while rows and own and not rows[-1].strip():
            rows.pop()
        if rows and own and (_ENDS.search(rows[-1]) or not own[0].lstrip()[:1].islower()):
            rows.append("")
        rows += own
    return rows


def _edge(sheet: list[str]) -> list[str]:
    """The first and the last lines of a sheet."""
    told = [row.strip() for row in sheet if row.strip()]
    return told[:_EDGE] + told[-_EDGE:]


def _without_links(rows: Iterable[str]) -> Iterator[str]:
    """Rows without the numbers of links, and without the list of these below."""
    for row in rows:
        if not (_IS["link listed"].match(row) or _IS["links below"].match(row)):
            if _IS["links in a row"].match(row):
                yield from (f" {link} " for link in _IS["link number"].split(row) if link.strip())
            else:
                yield _IS["link number"].sub("", row)


def _width(rows: list[str]) -> int:
    """How long a row and the first word of the next are at least where a paragraph goes on; 0 where the text is not
    broken at a width."""
    on = [(len(one), len(one) + 1 + len(other.split()[0])) for one, other in pairwise(rows) if _goes_on(one, other)]
    longest = _longest(sorted(size for size, _ in on))
    on = [(size, both) for size, both in on if size <= longest]
    near = [both for size, both in on if size >= _NEAR_WIDTH * longest]
    if len(near) < max(_WRAPPED, 0.6 * len(on)) or not _NARROW <= longest <= _WIDE:
        return 0
    if sum(len(row) > longest + 5 and not _IS["link"].search(row) for row in rows) > len(near) / 2:
        return 0  # paragraphs that nothing has broken
    return min(near)


def _longest(sizes: list[int]) -> int:
    """The largest of sorted sizes that is no single one's, as a row's is that ends with a link; 0 where none is."""
    least = max(_WRAPPED, len(sizes) // 20)
    near = (
        size
        for n, size in enumerate(sizes[::-1], 1)
        if len(sizes) - n + 1 - bisect_left(sizes, size - _SPREAD) >= least
    )
    return next(near, 0)


def _goes_on(one: str, other: str) -> bool:
    """Whether a row follows another in small letters."""
    return bool(one.strip()) and other.lstrip()[:1].islower() and not _IS["bullet"].match(other)


def _in_cells(rows: Iterable[str]) -> Iterator[str]:
    """Rows of Markdown with those of a table as "| ... |", which has a row of dashes below its head: "A | B", "---"."""
    rows = list(rows)
    table = False
    for row, below in zip(rows, [*rows[1:], ""], strict=True):
        if re.match(r"^-{3}[-| ]*$", below.strip()):
            table = True
        table = table and bool(row.strip())
        yield f"| {row.strip()} |" if table and " | " in f" {row} " and not row.startswith("|") else row


def _parts(row: str, *, markdown: bool) -> Iterator[str]:
    """The row without bullet, heading's mark, fields and rules; the pictures in it as rows of their own, its cells too."""
    if _IS["rule"].match(row) and row.strip():
        return
    if _IS["picture alone"].match(row):
        yield PICTURE
        return
    row = _IS["field"].sub(" ", row)
    if bullet := _IS["bullet"].match(row):
        yield ""
        row = " " * bullet.end() + row[bullet.end() :]
    if markdown and (heading := _IS["heading"].match(row)):
        yield ""
        row = " " * heading.end() + row[heading.end() :]
    shown = _IS["picture"].split(row)
    for n, text in enumerate(shown):
        if n:
            yield PICTURE
        if text.strip() or len(shown) == 1:
            if markdown and "|" in text and text.strip().startswith("|"):
                yield from ("  ".join(("", cell, "")) for part in text.split("|") for cell in re.split(r"\s{2,}", part))
            else:
                yield text


def _joined(rows: list[str], width: int) -> Iterator[str]:
    """Rows with those put together that a width has parted; `width` as `_width` tells it."""
    if not width:
        yield from rows
        return
    blank = sum(not row.strip() for row in rows) > len(rows) / 10  # whether paragraphs stand apart
    whole, last, head = "", "", True
    for row in rows:
        if whole and PICTURE not in (row, last) and _is_broken(last, row, width, apart=blank, head=head):
            whole, head = f"{whole} {row.strip()}", False
        else:
            if whole:
                yield whole
            whole, head = row if row == PICTURE else row.rstrip(), True
        last = row
    if whole:
        yield whole


def _pieced(rows: list[str]) -> Iterator[str]:
    """Rows with those put together that are pieces of one paragraph, as a program leaves them that breaks lines at every
    element: paragraphs stand apart there, and in one a row goes on in small letters, or with a comma."""
    for is_text, group in groupby(rows, lambda row: bool(row.strip())):
        block = list(group)
        whole = " ".join(row.strip() for row in block)
        whole = _BEFORE_SIGN.sub("", whole)
        if is_text and _is_pieced(block) and _ENDS.search(whole):
            yield whole
        else:
            yield from block


def _is_pieced(block: list[str]) -> bool:
    """Whether rows that stand together are the pieces of one paragraph, one of them longer than any verse."""
    if not 1 < len(block) <= _PIECES or max(map(len, block)) < _VERSE:
        return False
    on = any(
        other.lstrip()[0].islower() or other.lstrip()[0] in ",;)"
        for one, other in pairwise(block)
        if not _ENDS.search(one.rstrip())
    )
    parted = sum(_ENDS.search(row.rstrip()) is not None for row in block[:-1])
    return on and not parted and not any(_IS["bullet"].match(row) for row in block)


def _is_broken(one: str, other: str, width: int, *, apart: bool, head: bool) -> bool:
    """Whether two rows are one paragraph, parted because the first was full; `head` where nothing is before that, which
    may stand further from the edge then."""
    if not one.strip() or not other.strip() or one.endswith("  "):
        return False
    if not -1 <= _indent(one) - _indent(other) <= (_HEAD if head else 1):
        return False
    if len(one.rstrip()) + 1 + len(other.split()[0]) < width:
        return False
    return apart or other.lstrip()[0].islower() or not _ENDS.search(one.rstrip())


def _indent(row: str) -> int:
    """How far a row's text stands from the edge."""
    return len(row) - len(row.lstrip())


def _bare(row: str) -> str:
    r"""A line without the marks of Markdown.

    >>> _bare(r"**Ba ấp** [dọn kênh](/kenh) \- *hôm nay*")
    'Ba ấp dọn kênh - hôm nay'
    """
    while (bare := _IS["link"].sub(r"\1", row)) != row:
        row = bare
    for mark in (_STRONG, _SLANTED):
        row = mark.sub(r"\2", row)
    return _ESCAPED.sub(r"\1", row)
