"""The pictures of an article, with captions, credits and their places in the text."""

from __future__ import annotations

import re
from bisect import bisect_left

from archive.article import Image
from pipelines.addresses.address import join
from pipelines.boilerplate.caption_evidence import is_credit
from pipelines.fields.picture_credits import bare, credits_within, is_credited
from pipelines.fields.place import has_field, home_of
from pipelines.fields.printed_dates import DATED
from pipelines.language.diacritics import right
from pipelines.language.title_keys import key
from pipelines.outline import Line, Part, Picture, in_chrome
from pipelines.outline.model import is_within
from pipelines.page import Page
from vietnamese.credits import credit as credit_of

# Where a portrait leads, and the buttons above a text: to print, to send by mail
_TOOL = re.compile(
    r"^(?:mailto:|javascript:.*print)|/(?:print|email|in-bai|ban-in|tac-?gia|authors?|profile)(?:[/?.]|$)|[?&](?:print|email)=",
    re.I,
)
_OVER = 3  # lines over the heading that may be a caption and its credit
_ROW = 120  # letters of a row that names an author


def find_images(
    page: Page, body: list[Part], paragraphs: list[Part], before: list[int], begin: int | None, byline: str = ""
) -> list[Image]:
    """The article's pictures in reading order, each with its place among the paragraphs of the text.

    `body` are the text's lines, captions among them, `paragraphs` those that stay, `before` the lines between the heading,
    which is line `begin`, and the text; `byline` is who wrote it.
    """
    outline, page_head, block = page.outline, page.head, page.block
    assert outline and page_head and block
    captions, credits, loose = _captions(body)
    start = before[0] if begin is not None and before else block.first
    if begin is None:
        before = []
    above: dict[int, str] = {}
    _add_above(page, _over_heading(page, begin), above, credits)
    captions |= above
    _add_above(page, before, captions, credits)
    within = credits_within(page, {text for index, text in captions.items() if index not in credits})
    numbers, images = [p.number for p in paragraphs], list[tuple[int, Image]]()
    seen: set[str] = set()
    people = _of_people(page)
    for index, picture in enumerate(outline.pictures):
        inside = start <= picture.at <= block.last
        inside = inside and (picture.at < block.last or is_within(picture.node, block.node))
        if not inside and index not in above:
            continue
        if in_chrome(picture.node, block.node if picture.at >= block.first else None) and index not in captions:
            continue
        if index not in captions and (
            picture.foreign or picture.source in seen or _is_no_picture(picture, people, byline)
        ):
            continue
        seen.add(picture.source)
        caption = captions.get(index, "")
        text, credit = credit_of(caption)
        if credit is None and caption in within:
            text, credit = caption.removesuffix(within[caption]).rstrip(" –—-|/,©"), bare(within[caption])
        credit = credits.get(index) or credit
        url = join(page_head.base, picture.source.strip().replace(" ", "%20")) or None
        images.append((picture.at, Image(url, text or None, credit or None, bisect_left(numbers, picture.at))))
    for number, caption in loose:
        text, credit = credit_of(caption)
        images.append((number, Image(None, text or None, credit or None, bisect_left(numbers, number))))
    images.sort(key=lambda pair: pair[0])
    return [image for _, image in images]


def _over_heading(page: Page, begin: int | None) -> list[int]:
    """The numbers of the captions of a picture that stands over the heading (line `begin`), in the article's element."""
    outline = page.outline
    assert outline and page.block
    home = home_of(outline, page.block, begin) if begin is not None else None
    if home is None or begin is None:
        return []
    found = []
    for n in range(max(begin - _OVER, home.first), begin):
        line = outline.lines[n]
        called = line.node.tag == "figcaption" or has_field(line, "caption")
        pictures = [p for p in outline.pictures if n - 1 <= p.at <= n and is_within(p.node, home)]
        own = bool(pictures) and not any(p.foreign or p.href for p in pictures)
        found += [n] if called and own and not line.hrefs and line.unread is None else []
    return found


def _add_above(page: Page, before: list[int], captions: dict[int, str], credits: dict[int, str]) -> None:
    """Adds the captions and credits that stand in the lines between heading and text, by the numbers of `before`."""
    outline, told = page.outline, -1
    assert outline
    for n in before:
        line = outline.lines[n]
        index = next((i for i, p in enumerate(outline.pictures) if n - 2 <= p.at <= n), None)
        if index is not None and index in captions and told == n - 1 and is_credited(line):
            credits[index] = bare(right(line.text))
        elif (
            index is not None
            and index not in captions
            and (has_field(line, "caption") or line.node.tag == "figcaption" or _shares_box(line, n, outline.pictures))
        ):
            captions[index], told = right(line.text), n


def _of_people(page: Page) -> set[str]:
    """The addresses that a page's links say to lead to its author; none without such a link."""
    assert page.outline and page.elements
    if not any("author" in line.rel for line in page.outline.lines):
        return set()
    return {a.get("href") or "" for a in page.elements.of("a") if "author" in (a.get("rel") or "").split()} - {""}


def _is_no_picture(picture: Picture, people: set[str], byline: str) -> bool:
    """Whether a picture is an author's portrait or a button's, by where it leads (`people`: to its author), by what it
    stands in, or because its text is a name of the `byline`.
    """
    if " " in picture.alt.strip() and key(picture.alt) in key(byline):
        return True
    if picture.href in people or picture.href == "/" or _TOOL.search(picture.href):
        return True
    node = picture.node
    return "byline" in node.meaning.fields and node.text < _ROW


def _captions(body: list[Part]) -> tuple[dict[int, str], dict[int, str], list[tuple[int, str]]]:
    """The captions of pictures and their credits in lines of their own, by the picture's index; and the captions, each
    with its line's number, of pictures without an address.
    """
    captions: dict[int, str] = {}
    credits: dict[int, str] = {}
    first: set[int] = set()  # pictures whose credit stands before the caption
    loose: list[tuple[int, str]] = []
    for part in body:
        if part.kind == "caption":
            if part.picture is None:
                loose.append((part.number, part.text))
            elif part.picture in captions and part.picture not in first and is_credited(part.line):
                credits[part.picture] = bare(part.text)
            elif part.picture in captions and part.picture in first:
                captions[part.picture] = f"{part.text} {captions[part.picture]}"
            elif part.picture in captions:
                captions[part.picture] += f" {part.text}"
            else:
                captions[part.picture] = part.text
                first |= {part.picture} if is_credit(part.line) else set()
    return captions, credits, loose


def _shares_box(line: Line, number: int, pictures: list[Picture]) -> bool:
    """Whether a short line stands below a picture in a box of the two, and nothing calls it another field."""
    box = line.node.parent
    if box is None or box.last - box.first != 1 or len(line.text) > 150 or line.level or line.links:
        return False
    if line.node.meaning.fields & {"lead", "date", "byline", "title"} or DATED.search(line.text):
        return False
    return any(p.at == number and is_within(p.node, box) for p in pictures)
