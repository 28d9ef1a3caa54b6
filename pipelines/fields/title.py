"""The title of an article: its heading on the page, or what the head names."""

from __future__ import annotations

import re

from pipelines.about import CUT, About
from pipelines.address import host
from pipelines.boilerplate.block import Block
from pipelines.boilerplate.headings import is_heading, is_titled, key
from pipelines.diacritics import right
from pipelines.outline import Line, Outline, in_chrome, is_placeholder
from pipelines.page import Page

_SITE = re.compile(
    r"^(?:báo|trang (?:chủ|tin|thông tin)|cổng|website|web|đài|tạp chí|trang web|sở|ubnd|home|homepage)\b|\.(?:vn|com|net|org)\b",
    re.I,
)


def find_heading(page: Page) -> int | None:
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


def find_title(page: Page, number: int | None) -> str:
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
