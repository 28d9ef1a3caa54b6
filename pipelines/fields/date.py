"""When an article was published and changed: by the head, by what is printed, by the address."""

from __future__ import annotations

import re
from dataclasses import replace
from datetime import datetime, timedelta

from pipelines.addresses.address import split
from pipelines.boilerplate.strip import is_prose
from pipelines.evidence import Candidate, choose
from pipelines.fields.attributes import attributes, minute_of
from pipelines.fields.head_dates import iso, modified_date, published_dates
from pipelines.fields.place import PATH, end_of, has_field, home_of, is_article, is_path, is_within
from pipelines.fields.printed_dates import DATED, find_printed, tells_when
from pipelines.language.title_keys import key
from pipelines.outline import Line, Node, Outline, Part, in_chrome
from pipelines.page import Page
from pipelines.structured_data.canonical import canonical
from vietnamese import dates
from vietnamese.time_zone import VIETNAM

_BAR = re.compile(
    r"(?:^|\s)(?:top|header)(?:$|\s)|(?:^|[\s_-])top-?(?:bar|header|line|nav|info)|(?:site|page|main)-?header|header-?top"
    r"|banner|hot-?line|weather|thoi-?tiet|search|clock|dong-?ho",
    re.I,
)
_LABEL = re.compile(
    r"^\W*(?:(?:được|ngày|giờ|thời gian)\s+)?(?:đăng(?!\s+(?:nhập|ký))|xuất bản|cập nhật|lúc|published|posted|updated"
    r"|veröffentlicht|erschienen|publié|publicado|pubblicato|opublikowano|data publikacji|gepubliceerd|publicerad|udgivet)\b",
    re.I,
)
_LAST = re.compile(r"\(([^()]*\d{4}[^()]*)\)\s*$")  # "Tên bài (14/09/2026 08:30)"
# A paragraph that opens with its date: "29.11.2022 – Die Stadt ...", "(2. Mai 2024) Der ...".
_DATELINE = re.compile(r"^\W{0,2}((?:[^\W\d_]+(?: vom)?,? )?\d[\w./ ]{3,24}?\d{4})\W{0,2}(?: ?[–—|:)]| -)")
_ISSUE = re.compile(r"\b(?:số|no\.|nr\.|n°)\s*(?:báo\s*)?:?\s*\d{1,5}\b", re.I)  # "Số 1127, thứ Sáu ngày 18-4-2003"
_TODAY = re.compile(r"\b(?:hôm nay|today)\b", re.I)  # "Hôm nay 23/11/2026" is a clock, wherever it stands
_SIGNED = 8  # last lines of a text among which its date may stand, where an element is named for it
_CLOCK = timedelta(
    minutes=2
)  # a line that tells the time of fetching, when read as if fetched so much later, is a date


def find_dates(
    page: Page, body: list[Part], before: list[int], begin: int | None, believed: bool, title: str
) -> tuple[dates.Date | None, str | None, str | None, set[int]]:
    """The date of publication and where it was read, the date of the last change (None where not known), and the lines
    that print a date.

    Every date that the head, the page or its address gives is a candidate; what speaks for and against each is weighed.
    `begin` is the line of the heading, `before` are those between it and the text, `believed` whether the head is this
    article's.
    """
    page_head = page.head
    assert page_head
    now = page.fetched_at
    printed, used = _printed(page, body, before, begin)
    on_page = [c.value for c in printed if not c.value.modified and c.value.weekday_agrees is not False]
    candidates = published_dates(page, now, on_page, believed)
    candidates += _elements(page, begin)
    candidates += [c for c in printed if not c.value.modified and c.value.weekday_agrees is not False]
    if not any(c.value.precision != "month" for c in candidates):
        candidates += attributes(page, title)
    if (first := _DATELINE.match(title)) is not None:
        candidates += [Candidate(d, "text", ["dateline"]) for d in dates.find(first[1], now=now)]
    addresses = [page.url] if split(page.url).scheme != "file" else []
    addresses += [a for a in (canonical(page_head, page.url),) if a and believed]
    candidates += [
        Candidate(d, "url", ["address"]) for a in addresses[-1:] + addresses[:1] if (d := dates.from_url(a, now=now))
    ][:1]
    alone = _updates(page, printed, begin)
    if alone and all(_is_month_of(c.value, alone[0].value) for c in candidates):
        candidates, printed = candidates + alone, []
    modified = modified_date(page, now) if believed else None
    modified = modified or next((c.value.value for c in printed if c.value.modified), None)
    _weigh(candidates, modified)
    best = choose(page, "date", candidates)
    if best is None:
        return None, None, modified, used
    value, where = best.value, best.where
    for other in candidates:
        # A more exact word on the same day, from wherever it comes.
        if (
            value.precision != "minute"
            and other.value.precision == "minute"
            and other.value.value.startswith(value.value)
        ):
            value, where = other.value, other.where
    if value.precision == "day" and where == "text":
        value = minute_of(page, value)
    if modified and modified < value.value[: len(modified)]:
        modified = None
    return value, where, modified, used


def _is_month_of(month: dates.Date, other: dates.Date) -> bool:
    """Whether the first says no more than the month of the other."""
    return month.precision == "month" and other.value.startswith(month.value)


def _updates(page: Page, printed: list[Candidate], begin: int | None) -> list[Candidate]:
    """The update printed with the article ("Cập nhật lúc 08:30, 14/09/2026"), as its date: all that many newspapers print.
    Above the heading stands the page's clock, too.
    """
    over = -1 if begin is None else begin
    alone = [c for c in printed if (c.line or 0) > over or not _is_fresh(page, c.value)]
    alone = [c for c in alone if c.value.weekday_agrees is not False]
    return [Candidate(replace(c.value, modified=False), c.where, c.evidence, line=c.line) for c in alone[:1]]


def _elements(page: Page, begin: int | None) -> list[Candidate]:
    """The candidates in <time> elements beside the article."""
    outline, block = page.outline, page.block
    assert outline and block
    end = end_of(outline, block)
    opening = next((p.number for p in page.found if is_prose(p.text)), block.first)
    found = []
    for number, value, names in outline.times:
        if not value or ("updated" in names.split() and "published" not in names.split()):
            continue
        over = begin is not None and begin < number <= opening
        if over or block.first - 30 <= number < block.first or block.last <= number < end:
            parsed = dates.parse(iso(value), now=page.fetched_at)
            if parsed is not None and _is_own(page, number, begin, parsed, named=True):
                found.append(Candidate(parsed, "time", ["time element"], line=number))
    return found


def _printed(page: Page, body: list[Part], before: list[int], begin: int | None) -> tuple[list[Candidate], set[int]]:
    """The candidates printed with the article, updates among them, and the lines of the text that are nothing else.

    For `before` and `begin` see `find_dates`.
    """
    outline, block = page.outline, page.block
    assert outline and block
    found: list[Candidate] = []
    chosen = outline.fields.get("date")
    if chosen is not None:
        for n in range(chosen.first, chosen.last):
            found += [Candidate(d, "rule", ["rule"], line=n) for d in _line(page, n)]
    else:
        near = before if begin is None else [*before, *range(max(begin - 3, 0), begin)]
        far = set(before[:-4]) if begin is None else set()
        for n in [*near[-60:], *range(block.last, end_of(outline, block))]:
            named = has_field(outline.lines[n], "date")
            for d in _line(page, n):
                sign = "printed" if n not in far and _is_own(page, n, begin, d, named=named) else None
                sign = sign or _further_off(page, n, begin, d, named)
                found += [Candidate(d, "text", [sign], line=n)] if sign else []
            if begin is not None and begin < n < block.first:
                found += _opening(page, n)
    if begin is not None and (last := _LAST.search(outline.lines[begin].text)):
        found += [Candidate(d, "text", ["printed"], line=begin) for d in dates.find(last[1], now=page.fetched_at)]
    inside, used = _inside(page, body, begin)
    return (found + inside) or _labelled(page, body) or _of_issue(page), used


def _line(page: Page, number: int) -> list[dates.Date]:
    """The dates of a line that stands outside the text, by its number."""
    assert page.outline
    line = page.outline.lines[number]
    if len(line.text) > 120 or not DATED.search(line.text):
        return []
    found = find_printed(line.text, page, has_field(line, "date"))
    return [d for d in found if not (_TODAY.search(line.text) and _is_fresh(page, d))]


def _inside(page: Page, body: list[Part], begin: int | None) -> tuple[list[Candidate], set[int]]:
    """The dates of the first and last lines of the text, and which of these lines are nothing but a date."""
    outline, block = page.outline, page.block
    assert outline and block
    now = page.fetched_at
    found: list[Candidate] = []
    used: set[int] = set()
    openings = [p.number for p in body[:6] if is_prose(p.text)][:3]
    opening = openings[0] if openings else block.last
    wide = home_of(outline, block, begin) is None
    last = max((p.number for p in body if is_prose(p.text)), default=block.last)
    signed = [p for p in body[-_SIGNED:] if p.number > last]
    signed = [p for p in signed if has_field(p.line, "date") or p.line.node.align == "right"]  # a letter's, over a name
    beside = [p for p in page.gone if p.number < opening and p.rule in ("share", "tools") and has_field(p.line, "date")]
    over = [p for p in body[3:6] if p.number < opening]  # below a name, and what its bearer is
    for n in sorted({p.number for p in [*body[:3], *over, *body[-2:], *signed, *beside]} | set(openings)):
        line = outline.lines[n]
        if not DATED.search(line.text):
            continue
        told = _is_told(line.text)
        read = [] if told else _line(page, n)
        if not told and _is_date_line(line.text, len(read), now):
            used.add(n)
        if wide and not (begin is not None and n < opening) and not has_field(line, "date"):
            read = [d for d in read if not _is_fresh(page, d)]  # the last line of a whole page, not of its article
        found += [Candidate(d, "text", ["printed"], line=n) for d in read]
        if not read and n in openings:
            found += _opening(page, n)
    return found, used


def _is_date_line(text: str, count: int, now: datetime) -> bool:
    """Whether a line of which so many dates were read is nothing but these, or says who published when."""
    if len(text) >= 100:
        return False
    return count > 1 or (count == 1 and len(text) < 60) or bool(dates.find(text, now=now + _CLOCK)) or tells_when(text)


def _is_told(text: str) -> bool:
    """Whether a line is a short sentence that speaks of a day: "Hồ sơ được duyệt ngày 16/12/2025."."""
    return text.endswith(".") and not dates.find(text) and len(text.split()) > 5 and _LABEL.match(text) is None


def _opening(page: Page, number: int) -> list[Candidate]:
    """The date that a paragraph opens with."""
    assert page.outline
    first = _DATELINE.match(page.outline.lines[number].text)
    found = dates.find(first[1], now=page.fetched_at) if first else []
    return [Candidate(d, "text", ["dateline"], line=number) for d in found]


def _further_off(page: Page, number: int, begin: int | None, found: dates.Date, named: bool) -> str | None:
    """The evidence for a date in line `number`, which is in no place that is surely the article's; None where nothing
    speaks for it. `named`: class names call the line a date.
    """
    assert page.outline
    lines = page.outline.lines
    if found.weekday_agrees is not None or _is_fresh(page, found) or not _is_apart(lines[number].node):
        return None
    if begin is None and any(line.level == 1 for line in lines[max(number - 3, 0) : number]):
        return "below a heading"
    if named:
        return "named a date"
    alone = begin == number + 1 and lines[number].links == 0 and bool(dates.find(lines[number].text))
    return "above the heading" if alone else None


def _labelled(page: Page, body: list[Part]) -> list[Candidate]:
    """The candidates in the midst of the text behind a label of publication: "Erschienen am 2. Mai 2024"."""
    found = []
    for part in body:
        if len(part.text) < 80 and DATED.search(part.text) and _LABEL.match(part.text):
            read = [d for d in find_printed(part.text, page, False) if not d.modified and d.weekday_agrees is not False]
            found += [Candidate(d, "text", ["labelled"], line=part.number) for d in read[:1]]
    return found


def _of_issue(page: Page) -> list[Candidate]:
    """The day that a line above the text prints beside the number of the issue in which the article stood."""
    assert page.outline and page.block
    for number, line in enumerate(page.outline.lines[: page.block.first]):
        if len(line.text) < 80 and _ISSUE.search(line.text):
            return [Candidate(d, "text", ["issue"], line=number) for d in _line(page, number) if not _is_fresh(page, d)]
    return []


def _is_apart(node: Node | None) -> bool:
    """Whether what stands in a node is neither of a list of other articles nor of comments."""
    while node is not None:
        if node.chrome in ("related", "comment-form", "sidebar", "popup", "hidden", "nav") or node.tag == "li":
            return False
        node = node.parent
    return True


def _weigh(candidates: list[Candidate], modified: str | None) -> None:
    """Adds to the evidence what the candidates say of one another: that several places name one day, and that one is
    the update's.
    """
    changed = modified[:10] if modified else ""
    for candidate in candidates:
        value: dates.Date = candidate.value
        if value.precision == "minute":
            candidate.evidence.append("to the minute")
        elif value.precision == "month":
            candidate.evidence.append("month only")
        if any(other.where != candidate.where and _same_day(value.value, other.value.value) for other in candidates):
            candidate.evidence.append("named elsewhere")
        if changed and value.value[:10] == changed and any(
            other.value.value[:10] < changed and not _same_day(other.value.value, changed) and other.value.precision != "month"
            and not {"address", "head of another", "other order"} & set(other.evidence)
            for other in candidates
        ):  # fmt: skip
            candidate.evidence.append("the update's")


def _same_day(a: str, b: str) -> bool:
    """Whether two dates are of the same day somewhere on earth, or of the same month where one says no more."""
    if min(len(a), len(b)) < 10:
        return a[:7] == b[:7]
    return abs((datetime.fromisoformat(a[:10]) - datetime.fromisoformat(b[:10])).days) <= 1


def _is_own(page: Page, number: int, begin: int | None, found: dates.Date, *, named: bool) -> bool:
    """Whether a date printed outside the text is the article's, and neither a clock of the page's nor another article's.

    It is between the heading `begin` and the text, below a text within what holds both, beside the path that leads to
    the article, and behind a label of publication. Elsewhere three things speak for it: that its element is `named` a
    date, that no weekday stands beside it, that it is not of the day of fetching. All must hold where it stands apart
    from heading and text, or above a text without a heading; above a heading one, in an element named for an article,
    or two, and none where nothing of the site's own stands there too.
    """
    outline, block = page.outline, page.block
    assert outline and block
    lines = outline.lines
    if number >= len(lines):
        return False
    node: Node | None = lines[number].node
    top = block.first if begin is None else begin
    home = home_of(outline, block, begin)
    apart = home is None or not home.first <= number < home.last
    within = home is not None and not apart and is_article(home)
    barred = False  # in the bar at the top of the site
    while node is not None:
        row = (
            begin is not None
            and node.chrome == "related"
            and (begin < node.first <= node.last <= block.first or begin - 3 <= node.first < node.last <= begin)
        )
        if node.chrome not in (None, "share", "tools", "tags", "footer") and not row and not PATH.search(node.names):
            return False
        if number < top and not node.first <= top < node.last:
            barred = barred or node.tag == "header" or (not within and bool(_BAR.search(node.names)))
        node = node.parent
    if begin is not None and begin < number < block.first:
        return True
    over = lines[number - 1] if number else None
    labelled = _LABEL.match(lines[number].text) and not (over and (over.links > 20 or (over.level and number < top)))
    if not barred and (labelled or (begin is not None and _is_beside_path(lines, number, begin))):
        return True
    if not apart and number >= block.last:
        return True
    signs = named + (found.weekday_agrees is None) + (not _is_fresh(page, found))
    if home is None and not barred and begin == number + 1 and lines[number].node.parent is lines[begin].node.parent:
        below_menu = any(in_chrome(line.node) == "nav" and not is_path(line) for line in lines[:number])
        return signs >= (2 if named and below_menu else 3)
    if named and signs >= 2 and not barred and begin == number + 1 and _opens(lines[number], lines[begin]):
        return True
    if apart or barred or home is None or begin is None:
        return signs == 3
    return signs >= (0 if _is_bare(outline, home, number, begin) else 1 if is_article(home) else 2)


def _opens(line: Line, title: Line) -> bool:
    """Whether a line is the first of the element that holds it and, further in, the title below it."""
    around = line.node.parent
    return (
        around is not None
        and around.parent is not None
        and line.node.first == around.first
        and is_within(title.node, around)
    )


def _is_beside_path(lines: list[Line], number: int, begin: int) -> bool:
    """Whether line `number` stands behind the path above the heading `begin`, or before it in one row with it, and
    nothing else between it and the heading.
    """
    if PATH.search(lines[number].node.names):
        return number < begin
    between = lines[number + 1 : begin]
    if number >= begin or not all(map(is_path, between)):
        return False
    row = lines[number].node.parent
    together = bool(between) and row is not None and number + 1 < row.last <= begin
    return together or (number > 0 and is_path(lines[number - 1]))


def _is_bare(outline: Outline, home: Node, number: int, begin: int) -> bool:
    """Whether nothing of the site's own stands above the heading within its `home`: no logo, no link but to a section,
    no telephone number, no weather; nor a path between the date and the heading."""
    if any(map(is_path, outline.lines[number + 1 : begin])):
        return False
    if any(p.at <= begin and is_within(p.node, home) for p in outline.pictures):
        return False
    above = [line for line in outline.lines[home.first : begin] if not is_path(line)]
    linked = [line for line in above if line.links > 0.5 * len(line.text)]
    return (
        len(linked) < 2
        and not any(line.level or line.links > 40 for line in above)
        and not any(key(line.text) in ("trang chu", "trang nhat", "home") for line in linked)
        and not any(re.search(r"\d", line.text) and not DATED.search(line.text) for line in above)
    )


def _is_fresh(page: Page, found: dates.Date) -> bool:
    """Whether a date is of the day of fetching or the one before it, as a clock of a page that was cached is."""
    return found.value >= (page.fetched_at.astimezone(VIETNAM) - timedelta(days=1)).date().isoformat()
