"""The fields of an article, read from its lines and from what the page says about itself."""

from __future__ import annotations

import re
from bisect import bisect_left
from dataclasses import replace
from datetime import datetime, timedelta

from archive.article import Article, Image, Removed
from pipelines import kind
from pipelines.about import CUT, About, canonical
from pipelines.address import host, join, split
from pipelines.boilerplate.block import Block, alike, is_heading, is_titled, key
from pipelines.boilerplate.phrases import phrase
from pipelines.boilerplate.strip import Part, is_prose
from pipelines.diacritics import right
from pipelines.language import language
from pipelines.outline import Line, Node, Outline, in_chrome, is_placeholder, text_of
from pipelines.page import Page
from pipelines.several import parts
from pipelines.step import Step
from vietnamese import bylines, dates

_SITE = re.compile(
    r"^(?:báo|trang (?:chủ|tin|thông tin)|cổng|website|web|đài|tạp chí|trang web|sở|ubnd|home|homepage)\b|\.(?:vn|com|net|org)\b",
    re.I,
)
_DATED = re.compile(r"(?:19|20)\d\d|\d ?[/.-] ?\d{1,2} ?[/.-] ?\d\d")  # without which no line holds a date
_DATE = re.compile(
    r"(?:\b\d{1,2}[:hg]\d\d(?::\d\d)?[ ,|–-]+)?\b\d{1,2}[/.-]\d{1,2}[/.-]\d{4}\b"
    r"(?:[ ,|–-]+\d{1,2}[:hg]\d\d(?::\d\d)?(?: ?(?:SA|CH|AM|PM)\b)?)?"
)
_BY = re.compile(
    r"^(?:(?:(?:được )?(?:đăng|viết|gửi) )?bởi|by|tác giả|người viết|người đăng|author|posted by|written by)\s*:?\s+",
    re.I,
)
_WORK = re.compile(
    r"^(?:Ảnh|Clip|Video|Ghi chép|Bút ký|Phóng sự|Ký sự|Tùy bút|Tản văn|Truyện ngắn|Thơ)\s?(?:của|:)\s+[^\W\d_a-z][^.!?]{1,50}$"
)
_UTC = re.compile(r"(?:Z|[+-]00:?00)\s*$")
_CRUMB = re.compile(r"\s*[»›>|]\s*|\s+/\s+")
_ARTICLE = re.compile(r"article|detail|post|news|entry|story|single|node|bai|chi-?tiet|tin\b", re.I)
_PATH = re.compile(r"crumb|bread|duong-?dan|\bpath", re.I)
_STEP = re.compile(r"[»›>→]|\s/\s")
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
_NEAR = 14  # lines around the text in which its date and byline are looked for


def metadata(page: Page) -> None:
    """Sets `page.article` from what the steps before have found, or `page.part_of`, or `page.reason`."""
    if page.article is not None:  # a page text, which has been read already
        return
    title_line = _heading(page) if page.block is not None else None
    title = _title(page, title_line)
    page.reason = kind.reason(page, title, title_line)
    if page.reason is not None:
        return
    assert page.about and page.outline and page.block
    about, block = page.about, page.block
    # A head that names another article is a copy of that article's: none of it is believed.
    believed = (
        not title or not about.titles or any(alike(key(title), key(t)) for t in [*about.titles, about.page_title])
    )
    found = [p for p in page.found if p.number != title_line or not alike(key(p.text), key(title))]
    # What stands above the heading in the same block is a path, a date, a section.
    over = [p for p in found if title_line is not None and p.number < title_line and not is_prose(p.text)]
    found = [p for p in found if p not in over]
    if title and found and key(found[0].text) == key(title):
        found = found[1:]
    first = block.first
    begin = title_line if title_line is not None and title_line < first + 3 else None
    above = begin if begin is not None else first - _NEAR
    before = [n for n in range(max(above, first - 60, 0), first) if n != title_line]

    lead_line, lead = _lead(page, found, before, begin, believed)
    body = [p for p in found if not (lead_line is not None and p.number == lead_line)]
    published, published_from, modified, used = _dates(page, body, before, begin, believed, title)
    gone = [*page.gone, *(replace(p, rule="nav", kind="paragraph") for p in over)]
    gone += [*(replace(p, rule="date") for p in body if p.number in used)]
    body = [p for p in body if p.number not in used]
    byline, used, page.signed = _byline(page, body, before, believed)
    body = [p for p in body if p.number not in used]
    source_tag = None
    if lead:
        source_tag, lead = bylines.source_tag(lead)
    else:
        opening = next((p for p in body if p.kind == "paragraph"), None)
        if opening is not None:
            source_tag, rest = bylines.source_tag(opening.text)
            if source_tag and rest:
                lead = rest
                body = [p for p in body if p is not opening]
    shown = body if page.strip else sorted([*body, *gone], key=lambda p: p.number)
    paragraphs = [p for p in shown if p.kind != "caption" and p.text]
    images = _images(page, body, paragraphs, before if begin is not None else [])
    address = canonical(about, page.url) if believed else None
    text = "\n\n".join(p.text for p in paragraphs)
    page.article = Article(
        url=address or page.url,
        title=title,
        body=text,
        lead=lead or None,
        byline=byline,
        source_tag=source_tag,
        section=_section(page, believed, title),
        published_at=published.value if published else None,
        published_precision=published.precision if published else None,
        published_from=published_from,
        modified_at=modified,
        language=language(f"{title}\n{lead or ''}\n{text}", about.language),
        tags=_tags(page, believed),
        images=images,
        removed=[Removed(p.text, p.rule) for p in sorted(gone, key=lambda p: p.number)] if page.strip else [],
    )
    page.parts, page.part_of = parts(page)
    if page.part_of is not None:
        page.part, page.article = page.article, None


# --- title -----------------------------------------------------------------------------------------------------------


def _heading(page: Page) -> int | None:
    """The number of the line that is the article's heading."""
    outline, block = page.outline, page.block
    assert outline and block
    if block.heading is not None:
        return block.heading
    best: tuple[int, int] | None = None
    for n in range(min(block.first + 3, block.last) - 1, max(block.first - 40, -1), -1):
        line = outline.lines[n]
        text = line.text
        if len(text) < 8 or len(text) > 300 or not is_heading(line) or in_chrome(line.node) not in (None, "hidden"):
            continue
        if line.links > 0.5 * len(text) and line.level != 1:
            continue
        titled = is_titled(line)
        if n >= block.first and not line.level and not titled and not _stands_alone(outline, n, block):
            continue
        words = len(text.split())
        score = (
            (6 if line.level == 1 else 3 if line.level else 0)
            + (6 if titled else 1)
            + (2 if words >= 5 else -2 if words <= 2 else 0)
            - max(block.first - n, 0) // 4
        )
        if best is None or score > best[0]:
            best = (score, n)
    return best[1] if best and best[0] > 1 else None


def _title(page: Page, number: int | None) -> str:
    outline, about = page.outline, page.about
    assert outline and about
    chosen = page.chosen.get("title")
    if chosen:
        return right(chosen[0], page.stats)
    heading = "" if number is None else right(outline.lines[number].text.replace("\n", " "), page.stats)
    if (
        number is not None
        and page.block is not None
        and page.block.heading == number
        and not heading.endswith(("...", "…"))
    ):
        return heading
    named = [t for t in (right(x) for x in [*about.titles, about.page_title]) if t]
    cut = [c for t in named if (c := cut_title(t, about, page))]
    if not heading:
        return cut[0] if cut else (named[0] if named else "")
    full = next((name for name in cut if key(name).startswith(key(heading.rstrip(".… ")))), None)
    if heading.endswith(("...", "…")) and full is not None:
        return full  # a heading that the page has cut short
    # The heading and the head differ: one is of another page, and the text knows which.
    words = set(key(" ".join(p.text for p in page.found[:12])).split())
    if cut and key(heading) not in key(cut[0]) and _overlap(cut[0], words) > _overlap(heading, words) + 0.2:
        return cut[0]
    return heading


def cut_title(title: str, about: About, page: Page) -> str:
    """A page's title without the names of the site and of the section; empty where it is nothing else."""
    names = {key(n) for n in [*about.site, page.newspaper_title] if n}
    site = (host(page.url) or host(about.canonical)).split(".")[0]
    pieces = CUT.split(title)

    def is_site(piece: str) -> bool:
        k = key(piece)
        bare = k.replace(" ", "")
        return (
            not k
            or is_placeholder(piece)
            or k in names
            or any(len(n) > 4 and (k.startswith(n) or n.startswith(k)) for n in names)
            or (len(site) > 3 and bare in (site, f"bao{site}", site.removeprefix("bao")))
            or bool(_SITE.search(piece))
            or (bool(about.section) and k == key(about.section))
        )

    if len(pieces) == 1:
        return "" if is_site(title) and key(title) in names else title
    spans = [m.span() for m in CUT.finditer(title)]
    end = len(title)
    while spans and is_site(title[spans[-1][1] : end]):
        end = spans.pop()[0]
    start = 0
    while (
        spans
        and is_site(title[start : spans[0][0]])
        and (is_placeholder(head := title[start : spans[0][0]]) or key(head) in names | {"home", "trang chu"})
    ):
        start = spans.pop(0)[1]
    text = title[start:end].strip()
    return "" if is_site(text) and (key(text) in names or key(text) in ("home", "trang chu")) else text


def _overlap(title: str, words: set[str]) -> float:
    own = [w for w in key(title).split() if w.isalpha()]
    return sum(w in words for w in own) / len(own) if own else 0.0


def _stands_alone(outline: Outline, number: int, block: Block) -> bool:
    """Whether a bold line at the head of the text is its title: no sentence, and what follows is not bold."""
    following = outline.lines[number + 1 : number + 2]
    text = outline.lines[number].text
    return (
        number == block.first and not text.endswith((".", ":", ";")) and not any(_is_bold(line) for line in following)
    )


def _is_bold(line: Line) -> bool:
    return line.node.bold or line.bold >= 0.9 * len(line.text)


# --- lead ------------------------------------------------------------------------------------------------------------


def _lead(
    page: Page, found: list[Part], before: list[int], begin: int | None, believed: bool
) -> tuple[int | None, str | None]:
    """The number of the lead's line and its text. Only what the page sets apart is a lead."""
    outline, about, block = page.outline, page.about, page.block
    assert outline and about and block
    lines = outline.lines
    described = [key(d) for d in about.descriptions if len(d) > 30] if believed else []
    chosen = outline.fields.get("lead")
    if chosen is not None:
        text = " ".join(right(line.text) for line in lines[chosen.first : chosen.last])
        if text:
            return chosen.first, text
    # Above the text, below the heading.
    marked: list[int] = []
    plain: list[int] = []
    for n in before if begin is not None else []:
        line = lines[n]
        if in_chrome(line.node) or line.level == 1 or len(line.text) < 25 or line.links > 0.5 * len(line.text):
            continue
        if (_DATED.search(line.text) and dates.parse(line.text)) or {
            "byline",
            "date",
            "caption",
        } & line.node.hints.fields:
            continue
        if _has_field(line, "lead") or any(alike(key(line.text), d) for d in described):
            marked.append(n)
        elif len(line.text) >= 60 and not line.level:
            plain.append(n)
    chosen_lines = marked or plain
    if chosen_lines:
        texts = [right(lines[n].text, page.stats) for n in chosen_lines]
        return -1, "\n".join(dict.fromkeys(texts))
    # Inside the block: its first paragraph, where it is set apart.
    opening = next((p for p in found if p.kind != "caption" and len(p.text) >= 40), None)
    if opening is None or len(found) < 2:
        return None, None
    line = opening.line
    size = len(line.text)
    if size < 40 or opening.kind == "row":
        return None, None
    if _has_field(line, "lead", block.node):
        return opening.number, opening.text
    second = next((p for p in found if p.kind == "paragraph" and p.number > opening.number and is_prose(p.text)), None)
    bold = (line.node.bold or line.bold >= 0.9 * size) and not (
        second is not None and (second.line.node.bold or second.line.bold > 0.6 * len(second.line.text))
    )
    if bold and not line.level and size >= 60:
        return opening.number, opening.text
    if line.level and size >= 80:
        return opening.number, opening.text
    return None, None


def _has_field(line: Line, name: str, within: Node | None = None) -> bool:
    """Whether class names say that a line prints a field: those of the nearest block that says anything decide."""
    node: Node | None = line.node
    for _ in range(3):
        if node is None or node is within:
            return False
        fields = node.hints.fields - {"title"}
        if fields:
            return name in fields and "body" not in fields
        node = node.parent
    return False


# --- dates -----------------------------------------------------------------------------------------------------------


def _dates(
    page: Page, body: list[Part], before: list[int], begin: int | None, believed: bool, title: str
) -> tuple[dates.Date | None, str | None, str | None, set[int]]:
    outline, about, block = page.outline, page.about, page.block
    assert outline and about and block
    now = page.fetched_at
    lines = outline.lines
    used: set[int] = set()
    printed: list[dates.Date] = []
    end = _end(outline, block)
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
    wide = _home(outline, block, begin) is None
    for n in [*near, *inside]:
        line = lines[n]
        if len(line.text) > 120 or not _DATED.search(line.text):
            continue
        found = dates.find(line.text, now=now)
        if n in inside:
            if len(line.text) < 60 and (found or dates.find(line.text, now=now + _CLOCK)):
                used.add(n)
            if wide and not (begin is not None and n < opening) and not _has_field(line, "date"):
                found = [
                    d for d in found if not _is_fresh(page, d)
                ]  # the last line of a whole page, not of its article
        else:
            if not found and not is_prose(line.text) and (inner := _DATE.search(line.text)):
                # Among other things: "Được viết bởi ... vào T5, 17/11/2016 - 09:42".
                rest = line.text.replace(inner[0], "")
                found = [] if re.search(r"\d[/.-]\d", rest) else dates.find(inner[0], now=now)
            if chosen is None:
                found = [d for d in found if _is_own(page, n, begin, d, named=_has_field(line, "date"))]
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


def _end(outline: Outline, block: Block) -> int:
    """The number of the line with which what belongs to the article has surely ended: another heading, a link to
    another article, comments."""
    lines = outline.lines
    for n in range(block.last, min(block.last + _NEAR, len(lines))):
        line = lines[n]
        if line.level or (line.links > 20 and not line.rel and line.links > 0.8 * len(line.text)):
            return n
        if in_chrome(line.node) in ("related", "comment-form", "sidebar", "popup"):
            return n
        if (p := phrase(line.text)) is not None and p.where in ("list", "opens"):
            return n
    return min(block.last + _NEAR, len(lines))


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
    home = _home(outline, block, begin)
    apart = home is None or not home.first <= number < home.last
    within = home is not None and not apart and _is_article(home)
    barred = False  # in the bar at the top of the site
    while node is not None:
        if node.chrome not in (None, "share", "tools", "tags", "footer") and not _PATH.search(node.names):
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
        below_menu = any(in_chrome(line.node) == "nav" and not _is_path(line) for line in lines[:number])
        return signs >= (2 if named and below_menu else 3)
    if apart or barred or home is None or begin is None:
        return signs == 3
    return signs >= (0 if _is_bare(outline, home, number, begin) else 1 if _is_article(home) else 2)


def _is_beside_path(lines: list[Line], number: int, begin: int) -> bool:
    """Whether a line stands behind the path above a heading, or before it in one row with it, and nothing else between
    it and the heading."""
    between = lines[number + 1 : begin]
    if number >= begin or not all(map(_is_path, between)):
        return False
    row = lines[number].node.parent
    together = bool(between) and row is not None and number + 1 < row.last <= begin
    return together or (number > 0 and _is_path(lines[number - 1]))


def _is_path(line: Line) -> bool:
    """Whether a line is a link of the path from the home page to the article, or all of it."""
    if not line.text:  # chrome that was left out
        return bool(_PATH.search(line.node.names))
    if line.links <= 0.5 * len(line.text):
        return False
    node: Node | None = line.node
    for _ in range(3):
        if node is not None:
            if _PATH.search(node.names):
                return True
            node = node.parent
    return len(line.hrefs) > 1 and bool(_STEP.search(line.text))


def _is_bare(outline: Outline, home: Node, number: int, begin: int) -> bool:
    """Whether nothing of the site's own stands above the heading within its `home`: no logo, no link but to a section,
    no telephone number, no weather; nor a path between the date and the heading."""
    if any(map(_is_path, outline.lines[number + 1 : begin])):
        return False
    if any(p.at <= begin and home.first <= p.at and _within(p.node, home) for p in outline.pictures):
        return False
    above = [line for line in outline.lines[home.first : begin] if not _is_path(line)]
    linked = [line for line in above if line.links > 0.5 * len(line.text)]
    return (
        len(linked) < 2
        and not any(line.level or line.links > 40 for line in above)
        and not any(key(line.text) in ("trang chu", "trang nhat", "home") for line in linked)
        and not any(re.search(r"\d", line.text) and not _DATED.search(line.text) for line in above)
    )


def _is_article(node: Node) -> bool:
    return node.tag == "article" or bool(_ARTICLE.search(node.names))


def _is_fresh(page: Page, found: dates.Date) -> bool:
    """Whether a date is of the day of fetching or the one before it, as a clock of a page that was cached is."""
    return found.value >= (page.fetched_at.astimezone(dates.VIETNAM) - timedelta(days=1)).date().isoformat()


def _home(outline: Outline, block: Block, begin: int | None) -> Node | None:
    """The smallest element around heading and text; None where the site's menu stands in it too."""
    home: Node | None = block.node if begin is not None else block.node.parent
    while home is not None and begin is not None and not home.first <= begin < home.last:
        home = home.parent
    if home is None or home.parent is None:
        return None
    above = outline.lines[home.first : block.first if begin is None else begin]
    above = [line for line in above if not _is_path(line)]
    linked = sum(line.links > 0.5 * len(line.text) for line in above)
    menu = any(in_chrome(line.node) == "nav" for line in above)
    return None if menu or (linked > 3 and not _is_article(home)) else home


# --- byline ----------------------------------------------------------------------------------------------------------


def _byline(page: Page, body: list[Part], before: list[int], believed: bool) -> tuple[str | None, set[int], bool]:
    """The byline printed with the article, else the author the page names; its lines; whether it signs the text."""
    outline, about, block = page.outline, page.about, page.block
    assert outline and about and block
    lines = outline.lines
    chosen = outline.fields.get("byline")
    if chosen is not None:
        for n in range(chosen.first, chosen.last):
            name = author(dates.strip_date(lines[n].text), page)
            if name:
                return name, {p.number for p in body if p.number == n}, True
    # The last lines of the text.
    paragraphs = [p for p in body if p.kind in ("paragraph", "heading")]
    for p in reversed(paragraphs[-3:]):
        text = p.text
        if len(text) > 120:
            break
        name = bylines.byline(text) or (text if p is paragraphs[-1] and _WORK.match(text) else None)
        apart = (
            p.line.node.align == "right"
            or _has_field(p.line, "byline", block.node)
            or p.line.bold > 0.9 * len(text)
            or p.line.node.bold
            or p.line.italic > 0.9 * len(text)
            or p.line.node.italic
        )
        if name and (apart or p is paragraphs[-1]):
            return name, {p.number}, True
        if _has_field(p.line, "byline", block.node) and (name := author(text, page)):
            return name, {p.number}, True
        if p is paragraphs[-1] and len(paragraphs) > 2 and _signs(p, paragraphs[-2]):
            return text, {p.number}, True
    for p in paragraphs[:3]:
        if len(p.text) <= 100 and _has_field(p.line, "byline", block.node) and (name := author(p.text, page)):
            return name, {p.number}, True
    after = range(block.last, min(block.last + _NEAR, len(lines)))
    for n in range(block.last, min(block.last + 3, _end(outline, block))):
        # Set apart below the text, in a block of its own.
        line = lines[n]
        apart = line.node.align == "right" or line.node.bold or line.bold > 0.9 * len(line.text)
        if apart and not line.hrefs and not in_chrome(line.node) and (name := bylines.byline(right(line.text))):
            return name, set(), True
    for n in [*after, *before]:
        line = lines[n]
        if len(line.text) > 100 or not _has_field(line, "byline"):
            continue
        role = in_chrome(line.node)
        if role in ("comment-form", "related", "sidebar", "popup", "nav") and "author" not in line.rel:
            continue
        name = author(dates.strip_date(line.text), page)
        if name:
            return _joined(lines, n, name, page), set(), False
    if believed:
        for value in about.authors:
            name = author(value, page)
            if name:
                return name, set(), False
    for n, line in enumerate(lines):
        near = block.first - 30 <= n <= block.last + _NEAR
        if near and "author" in line.rel.split() and (name := author(line.text, page)):
            return name, set(), False
    return None, set(), False


def _signs(last: Part, previous: Part) -> bool:
    """Whether a last line is a signature by its place alone: a few words on the right, below text that is not."""
    text = last.text
    return (
        last.line.node.align == "right"
        and previous.line.node.align != "right"
        and len(text) <= 60
        and len(text.split()) <= 8
        and not text.endswith((".", ":", ";", "?", "!"))
        and "\n" not in text
        and not any(character.isdigit() for character in text)
    )


def _joined(lines: list[Line], number: int, name: str, page: Page) -> str:
    """Two authors named side by side, each in an element of its own."""
    following = lines[number + 1] if number + 1 < len(lines) else None
    if (
        following is None
        or following.node.parent is not lines[number].node.parent
        or following.node.names != lines[number].node.names
    ):
        return name
    other = author(following.text, page) if _has_field(following, "byline") and lines[number].node.names else None
    return f"{name} - {other}" if other and other != name else name


def author(text: str, page: Page) -> str | None:
    """A person's or desk's name from an author field; None for the site's name, an address, "admin"."""
    assert page.about
    text = right(text.replace("\n", " "))
    if not text or "://" in text or len(text) > 120:
        return None
    name = bylines.clean_author(_BY.sub("", text))
    if not name or _is_handle(name):
        return None
    k = key(name)
    sites = {key(s) for s in [*page.about.site, page.newspaper_title] if s}
    place = host(canonical(page.about, page.url) or page.url)
    bare = k.replace(" ", "")
    if not k or k in sites or any(len(s) > 5 and (s in k or k in s) for s in sites):
        return None
    if len(bare) > 3 and (bare in place.replace(".", "").replace("-", "") or bare == f"bao{place.split('.')[0]}"):
        return None
    return name


def _is_handle(name: str) -> bool:
    """Whether a name is what somebody logs in with, not what a newspaper would print."""
    words = name.split()
    if not words[0][0].isupper():
        return True
    return len(words) == 1 and "." not in name and bool(re.search(r"[a-z][A-Z]|\d|_|@", name))


# --- images, section, tags -------------------------------------------------------------------------------------------


def _images(page: Page, body: list[Part], paragraphs: list[Part], before: list[int]) -> list[Image]:
    """The article's pictures in reading order, each with its place among the paragraphs of the body."""
    outline, about, block = page.outline, page.about, page.block
    assert outline and about and block
    captions: dict[int, str] = {}
    loose: list[tuple[int, str]] = []
    for part in body:
        if part.kind == "caption":
            if part.picture is None:
                loose.append((part.number, part.text))
            elif part.picture in captions:
                captions[part.picture] += f" {part.text}"
            else:
                captions[part.picture] = part.text
    start = before[0] if before else block.first
    for n in before:
        line = outline.lines[n]
        if _has_field(line, "caption") or line.node.tag == "figcaption":
            index = next((i for i, p in enumerate(outline.pictures) if n - 2 <= p.at <= n), None)
            if index is not None and index not in captions:
                captions[index] = right(line.text)
    images: list[tuple[int, Image]] = []
    numbers = [p.number for p in paragraphs]
    seen: set[str] = set()
    for index, picture in enumerate(outline.pictures):
        if not (start <= picture.at <= block.last) or (
            picture.at == block.last and not _within(picture.node, block.node)
        ):
            continue
        if in_chrome(picture.node, block.node if picture.at >= block.first else None) and index not in captions:
            continue
        if picture.source in seen and index not in captions:
            continue
        seen.add(picture.source)
        text, credit = bylines.credit(captions[index]) if index in captions else (None, None)
        url = join(about.base, picture.source) or None
        images.append((picture.at, Image(url, text or None, credit or None, bisect_left(numbers, picture.at))))
    for number, caption in loose:
        text, credit = bylines.credit(caption)
        images.append((number, Image(None, text or None, credit or None, bisect_left(numbers, number))))
    images.sort(key=lambda pair: pair[0])
    return [image for _, image in images]


def _within(node: object, other: object) -> bool:
    while node is not None:
        if node is other:
            return True
        node = getattr(node, "parent", None)
    return False


def _section(page: Page, believed: bool, title: str) -> str | None:
    outline, about, block = page.outline, page.about, page.block
    assert outline and about and block
    chosen = page.chosen.get("section")
    if chosen:
        return right(chosen[0])
    if believed and about.section:
        return right(about.section)
    for rel, element in outline.relations:
        if "category" in rel.split():
            return right(text_of(element))
    name = key(title)
    for node in outline.nodes:
        if node.first < block.last and "readcrumb" in node.names and node.last > node.first:
            crumbs = [line.text for line in outline.lines[node.first : node.last] if line.links and len(line.text) < 60]
            crumbs = [c for c in crumbs if (k := key(c)) not in ("trang chu", "home", "") and not alike(k, name)]
            if crumbs:
                return right(_CRUMB.split(crumbs[-1])[-1])
    for line in outline.lines[max(block.first - 8, 0) : block.last]:
        crumbs = _CRUMB.split(line.text)
        if (
            len(crumbs) > 1
            and line.links > 0.5 * len(line.text)
            and key(crumbs[0]) in ("trang chu", "trang nhat", "home")
        ):
            return right(crumbs[-1]) if not alike(key(crumbs[-1]), name) else right(crumbs[-2])
    return None


def _tags(page: Page, believed: bool) -> list[str]:
    chosen = page.chosen.get("tags")
    assert page.outline and page.about
    tags: list[str] = []
    if chosen:
        tags = list(chosen)
    if not tags:
        for rel, element in page.outline.relations:
            if "tag" in rel.split() and "category" not in rel:
                tags.append(text_of(element))
    if not tags and believed:
        tags = page.about.tags or page.about.keywords
    seen: dict[str, str] = {}
    for tag in tags:
        name = right(tag).strip("#,; ")
        if name and len(name) <= 80:
            seen.setdefault(key(name), name)
    return list(seen.values())[:40]


class Metadata(Step):
    run = staticmethod(metadata)
