"""Articles in several pages: the addresses of the parts, and the parts made one."""

from __future__ import annotations

import re
from urllib.parse import parse_qsl, urlencode, urljoin, urlsplit, urlunsplit

from archive.article import Article
from pipelines.outline import Outline
from pipelines.page import Page

_PART = re.compile(
    r"^(?P<stem>.*?)(?:/(?:page/|trang[-/]?|p)?(?P<n>\d{1,2})/?|-(?:p|page|trang)-?(?P<m>\d{1,2})(?P<end>\.\w+)?)$"
)
_PARAMETERS = ("page", "p", "trang", "pg", "paged")
_MOST = 50  # parts of one article


def part_number(url: str, first: str | None = None) -> tuple[str, int]:
    """The address of an article's first page, and which of its pages an address is (1 where it says nothing)."""
    split = urlsplit(url)
    query = parse_qsl(split.query, keep_blank_values=True)
    for name, value in query:
        if name.lower() in _PARAMETERS and value.isdigit() and 1 < int(value) <= _MOST:
            rest = urlencode([(n, v) for n, v in query if n != name])
            return urlunsplit(split._replace(query=rest, fragment="")), int(value)
    match = _PART.match(split.path)
    if match:
        number = int(match["n"] or match["m"])
        if 1 < number <= _MOST:
            stem = match["stem"] + (match["end"] or ("/" if match["n"] and split.path.endswith("/") else ""))
            return urlunsplit(split._replace(path=stem, fragment="")), number
    return url.split("#")[0], 1


def parts(page: Page, outline: Outline, first: int, last: int) -> tuple[list[str], str | None]:
    """The addresses of an article's further pages in order, and of its first page where this is a further one."""
    here, number = part_number(page.url)
    pages: dict[int, str] = {}
    base = page.about.base if page.about else page.url
    linked_first = False
    for line in outline.lines[max(first - 2, 0) : last + 40]:
        if not line.href:
            continue
        for href in line.hrefs:
            try:
                address = urljoin(base, href).split("#")[0]
            except ValueError:
                continue
            stem, n = part_number(address)
            if stem.rstrip("/") != here.rstrip("/"):
                continue
            if n > 1:
                pages[n] = address
            elif number > 1:
                linked_first = True
    if number > 1:
        return [], here if linked_first or pages else None
    wanted = []
    for n in range(2, _MOST):
        if n not in pages:
            break
        wanted.append(pages[n])
    return wanted, None


def join(first: Page, rest: list[Page]) -> Article:
    """One article of its first page and its further ones, in order. Lines that a page repeats are kept once.

    Raises ValueError where the first page holds no article.
    """
    article = first.article
    if article is None:
        raise ValueError("the first page holds no article")
    seen = {image.url for image in article.images}
    paragraphs = [article.body] if article.body else []
    for page in rest:
        other = page.article
        if other is None:
            continue
        own = [p for p in (other.lead, *other.body.split("\n\n")) if p]
        if article.lead and own and own[0] == article.lead:
            own = own[1:]
        paragraphs += own
        article.images += [image for image in other.images if image.url is None or image.url not in seen]
        seen |= {image.url for image in other.images}
        article.removed += other.removed
        if page.extra.get("printed_byline"):
            article.byline = other.byline
    article.body = "\n\n".join(paragraphs)
    return article
