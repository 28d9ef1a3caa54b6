"""Whether a date printed outside the text is the article's, and neither a clock of the page's nor another article's."""

from __future__ import annotations

import re
from datetime import timedelta

from pipelines.fields.place import PATH, home_of, is_article, is_path
from pipelines.fields.printed_dates import DATED
from pipelines.fields.section_path import are_nested
from pipelines.language.page_titles import is_to_print
from pipelines.language.section_names import NAMES
from pipelines.language.title_keys import key
from pipelines.outline import Line, Node, Outline, in_chrome
from pipelines.outline.model import is_within
from pipelines.page import Page
from vietnamese import dates
from vietnamese.time_zone import VIETNAM

_BAR = re.compile(
    r"(?:^|\s)(?:top|header)(?:$|\s)|(?:^|[\s_-])top-?(?:bar|header|line|nav|info)|(?:site|page|main)-?header|header-?top"
    r"|banner|hot-?line|weather|thoi-?tiet|search|clock|dong-?ho",
    re.I,
)
_STEPS = (2, 3)  # of a path that a list of links prints
LABEL = re.compile(
    r"^\W*(?:(?:được|ngày|giờ|thời gian)\s+)?(?:đăng(?!\s+(?:nhập|ký))|xuất bản|cập nhật|lúc|published|posted|updated"
    r"|veröffentlicht|erschienen|publié|publicado|pubblicato|opublikowano|data publikacji|gepubliceerd|publicerad|udgivet)\b",
    re.I,
)


def is_own(page: Page, number: int, begin: int | None, found: dates.Date, *, named: bool) -> bool:
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
    labelled = LABEL.match(lines[number].text) and not (over and (over.links > 20 or (over.level and number < top)))
    beside = begin is not None and _is_beside(page, number, begin, found)
    if (not barred and (labelled or beside)) or (not apart and number >= block.last):
        return True
    signs = named + (found.weekday_agrees is None) + (not is_fresh(page, found))
    if begin == number + 1 and not barred and is_to_print(page.head.page_title if page.head else ""):
        return not is_fresh(page, found)
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


def _is_beside(page: Page, number: int, begin: int, found: dates.Date) -> bool:
    """Whether a date stands beside the path to the article or, where it is not of the day of fetching, its section."""
    assert page.outline
    lines = page.outline.lines
    fresh = is_fresh(page, found)
    return _is_beside_path(lines, number, begin) or (not fresh and _is_beside_section(lines, number, begin))


def _is_beside_path(lines: list[Line], number: int, begin: int) -> bool:
    """Whether line `number` stands behind the path above the heading `begin`, or before it in one row with it, and
    nothing else between it and the heading.
    """
    if PATH.search(lines[number].node.names):
        return number < begin
    own = lines[number].node
    if own.first < number == begin - 1 and number - own.first in _STEPS:  # a list of links in one element with the date
        steps = [line.href or "" for line in lines[own.first : number] if len(line.hrefs) == 1]
        return len(steps) == number - own.first and steps[0].strip("/") != "" and are_nested(steps)
    between = lines[number + 1 : begin]
    if number >= begin or not all(map(is_path, between)):
        return False
    row = lines[number].node.parent
    together = bool(between) and row is not None and number + 1 < row.last <= begin
    return together or (number > 0 and is_path(lines[number - 1]))


def _is_beside_section(lines: list[Line], number: int, begin: int) -> bool:
    """Whether line `number`, right above the heading, stands below a link that is called as sections are, in one row."""
    above = lines[number - 1] if number else None
    if above is None or number != begin - 1 or above.text.lower() not in NAMES or in_chrome(above.node) is not None:
        return False
    row = above.node.parent
    return len(above.hrefs) == 1 and row is not None and row.first == number - 1 and row.last in (number + 1, begin)


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


def is_fresh(page: Page, found: dates.Date) -> bool:
    """Whether a date is of the day of fetching or the one before it, as a clock of a page that was cached is."""
    return found.value >= (page.fetched_at.astimezone(VIETNAM) - timedelta(days=1)).date().isoformat()
