"""When an article was published and changed: by the head, by what is printed, by the address."""

from __future__ import annotations

import re
from datetime import datetime, timedelta

from pipelines.address import split
from pipelines.boilerplate.headings import key
from pipelines.boilerplate.strip import Part, is_prose
from pipelines.canonical import canonical
from pipelines.fields.place import PATH, end_of, has_field, home_of, is_article, is_path, is_within
from pipelines.outline import Line, Node, Outline, in_chrome
from pipelines.page import Page
from vietnamese import dates

DATED = re.compile(r"(?:19|20)\d\d|\d ?[/.-] ?\d{1,2} ?[/.-] ?\d\d")  # without which no line holds a date
_DATE = re.compile(
    r"(?:\b\d{1,2}[:hg]\d\d(?::\d\d)?[ ,|–-]+)?\b\d{1,2}[/.-]\d{1,2}[/.-]\d{4}\b"
    r"(?:[ ,|–-]+\d{1,2}[:hg]\d\d(?::\d\d)?(?: ?(?:SA|CH|AM|PM)\b)?)?"
)
_UTC = re.compile(r"(?:Z|[+-]00:?00)\s*$")
_BAR = re.compile(
    r"(?:^|\s)(?:top|header)(?:$|\s)|(?:^|[\s_-])top-?(?:bar|header|line|nav|info)|(?:site|page|main)-?header|header-?top"
    r"|banner|hot-?line|weather|thoi-?tiet|search|clock|dong-?ho",
    re.I,
)
_LABEL = re.compile(
    r"^\W*(?:(?:được|ngày|giờ|thời gian)\s+)?(?:đăng(?!\s+(?:nhập|ký))|xuất bản|cập nhật|lúc|published|posted|updated)\b",
    re.I,
)
_CLOCK = timedelta(
    minutes=2
)  # a line that tells the time of fetching, when read as if fetched so much later, is a date


def find_dates(
    page: Page, body: list[Part], before: list[int], begin: int | None, believed: bool, title: str
) -> tuple[dates.Date | None, str | None, str | None, set[int]]:
    outline, about, block = page.outline, page.about, page.block
    assert outline and about and block
    now = page.fetched_at
    lines = outline.lines
    used: set[int] = set()
    printed: list[dates.Date] = []
    end = end_of(outline, block)
    candidates: list[tuple[dates.Date, str]] = []
    named = _named(page, now) if believed else None
    chosen = outline.fields.get("date")
    near = list(range(chosen.first, chosen.last)) if chosen is not None else []
    # What is printed is asked where the head does not say it to the minute, or says it in what may be local time.
    if not near and (named is None or named[0].precision != "minute" or _UTC.search(named[2])):
        near = before if begin is not None else before[-4:]
        if begin is not None:
            near = [*near, *range(max(begin - 3, 0), begin)]
        near = [*near, *range(block.last, end)]
    inside = {p.number for p in [*body[:3], *body[-2:]]}
    opening = next((p.number for p in body if is_prose(p.text)), block.last)
    wide = home_of(outline, block, begin) is None
    for n in [*near, *inside]:
        line = lines[n]
        if len(line.text) > 120 or not DATED.search(line.text):
            continue
        found = dates.find(line.text, now=now)
        if n in inside:
            if len(line.text) < 60 and (found or dates.find(line.text, now=now + _CLOCK)):
                used.add(n)
            if wide and not (begin is not None and n < opening) and not has_field(line, "date"):
                found = [
                    d for d in found if not _is_fresh(page, d)
                ]  # the last line of a whole page, not of its article
        else:
            if not found and not is_prose(line.text) and (inner := _DATE.search(line.text)):
                # Among other things: "Được viết bởi ... vào T5, 17/11/2016 - 09:42".
                rest = line.text.replace(inner[0], "")
                found = [] if re.search(r"\d[/.-]\d", rest) else dates.find(inner[0], now=now)
            if chosen is None:
                found = [d for d in found if _is_own(page, n, begin, d, named=has_field(line, "date"))]
        printed += found
    modified = next((d.value for d in printed if d.modified), None)
    on_page = [d for d in printed if not d.modified and d.weekday_agrees is not False]
    if named is not None:
        candidates.append((_local(named[0], named[2], on_page), named[1]))
    if believed:
        modified = next((m.value for v in about.modified if (m := dates.parse(_iso(v), now=now))), None) or modified
    for number, value, names in outline.times:
        if not value or ("updated" in names.split() and "published" not in names.split()):
            continue
        if block.first - 30 <= number < block.first or block.last <= number < end:
            parsed = dates.parse(_iso(value), now=now)
            if parsed is not None and _is_own(page, number, begin, parsed, named=True):
                candidates.append((parsed, "time"))
    if chosen is not None and on_page:
        candidates.insert(0, (on_page[0], "rule"))
    candidates += [(d, "text") for d in on_page]
    if not candidates:
        url = dates.from_url(page.url, now=now) if split(page.url).scheme != "file" else None
        if url is None and believed and (address := canonical(about, page.url)):
            url = dates.from_url(address, now=now)
        return (url, "url", modified, used) if url else (None, None, modified, used)
    best, where = candidates[0]
    for other, place in candidates[1:]:
        # A more exact word on the same day, from further down the list.
        if best.precision != "minute" and other.precision == "minute" and other.value.startswith(best.value):
            best, where = other, place
    if modified and modified < best.value[: len(modified)]:
        modified = None
    return best, where, modified, used


def _named(page: Page, now: datetime) -> tuple[dates.Date, str, str] | None:
    """The date that the head names, where it was read, and as it was printed: the first to the minute, else the first."""
    assert page.about
    first = None
    for value, where in page.about.published:
        parsed = dates.parse(_iso(value), now=now)
        if parsed is not None and parsed.precision == "minute":
            return parsed, where, value
        if parsed is not None and first is None:
            first = parsed, where, value
    return first


def _iso(value: str) -> str:
    return re.sub(r"T(?=[+-]\d\d:?\d\d$)", "", value.strip())


def _local(found: dates.Date, value: str, printed: list[dates.Date]) -> dates.Date:
    """Undoes a "Z" that the page prints behind local time, where the time printed with the article shows it."""
    if found.precision != "minute" or not _UTC.search(value):
        return found
    moment = datetime.fromisoformat(found.value) - timedelta(hours=7)
    bare = moment.isoformat()[:16]
    if any(p.precision == "minute" and p.value[:16] == bare for p in printed):
        return dates.Date(moment.isoformat(), "minute")
    return found


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
        if node.chrome not in (None, "share", "tools", "tags", "footer") and not PATH.search(node.names):
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
    if apart or barred or home is None or begin is None:
        return signs == 3
    return signs >= (0 if _is_bare(outline, home, number, begin) else 1 if is_article(home) else 2)


def _is_beside_path(lines: list[Line], number: int, begin: int) -> bool:
    """Whether a line stands behind the path above a heading, or before it in one row with it, and nothing else between
    it and the heading."""
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
    if any(p.at <= begin and home.first <= p.at and is_within(p.node, home) for p in outline.pictures):
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
    return found.value >= (page.fetched_at.astimezone(dates.VIETNAM) - timedelta(days=1)).date().isoformat()
