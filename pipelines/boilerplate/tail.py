"""What follows an article within its own block: another article, teasers, comments."""

from __future__ import annotations

from collections.abc import Callable

from pipelines.boilerplate.below_signature import author_box, labels_behind_signature
from pipelines.boilerplate.comments import find_comment_label, find_comments
from pipelines.boilerplate.headings import is_signature
from pipelines.boilerplate.lines import LABEL, LONG
from pipelines.boilerplate.next_article import find_boxed_article, find_next_article
from pipelines.boilerplate.phrases import phrase
from pipelines.outline import Line, Node, prose
from vietnamese import bylines

_LEAST = 200  # characters of running text above which something may follow an article
_FOLLOWS = frozenset(("comment-form", "related", "nav"))  # the rules of phrases that open what follows an article


def find_tail(
    lines: list[Line], alive: list[int], heading: int | None, is_teaser: Callable[[int], bool]
) -> dict[int, str]:
    """The lines that follow an article in its own block, each with its rule: `next-article`, `related`, `comment-form`.

    `alive` are the numbers of the block's lines that no rule has taken yet, `heading` that of the title's line or None;
    `is_teaser` says of a number whether its line is nothing but a link to another article.
    """
    told, start = 0, len(alive)
    for place, n in enumerate(alive):
        told += prose(lines[n].text, lines[n].links)
        if told >= _LEAST or (told and is_signature(lines[n])):
            start = place + 1
            break
    ends = [
        (place, rule)
        for place, rule in (
            (find_next_article(lines, alive, start, heading), "next-article"),
            (find_comments(lines, alive, start), "comment-form"),
            (_teasers(lines, alive, start, is_teaser), "related"),
            (_cards(lines, alive, start), "related"),
            (_behind_signature(lines, alive, start), "related"),
            (find_comment_label(lines, alive, start), "comment-form"),
            (find_boxed_article(lines, alive, start, heading, is_teaser), "next-article"),
        )
        if place is not None
    ]
    end = min(ends)[0] if ends else len(alive)
    if (box := author_box(lines, alive[:end], start)) is not None:
        ends.append((box, "author-box"))
    if (label := labels_behind_signature(lines, alive[:end], start)) is not None:
        ends.append((label, "tools"))
    if not ends:
        return {}
    place, rule = min(ends)
    last = lines[alive[-1]]
    if rule == "related" and is_signature(last) and bylines.persons(last.text):
        return dict.fromkeys(alive[place:-1], rule)  # the article is signed below its links
    return dict.fromkeys(alive[place:], rule)


def _cards(lines: list[Line], alive: list[int], start: int) -> int | None:
    """The place in `alive`, from `start` on, where cards begin that each have a heading, a few words and a link to read
    on: two of them at least, in a row. None for none.
    """
    first, before = None, -1
    for place in range(start, len(alive)):
        line = lines[alive[place]]
        if len(line.text) > LABEL or not line.hrefs or (p := phrase(line.text)) is None or p.rule != "related":
            continue
        above = next((n for n in range(place - 1, max(place - 4, start - 1), -1) if lines[alive[n]].level), None)
        if above is not None and above == before + 1 and first is not None:
            return first
        first, before = above, place
    return None


def _behind_signature(lines: list[Line], alive: list[int], start: int) -> int | None:
    """The place in `alive`, from `start` on, behind a signature below which stand but blocks made alike, of two lines
    and more each, where the text above it had none: teasers or comments, whatever they are called; or a label of
    what follows. None for none.
    """
    for place in range(start, len(alive) - 3):
        if not is_signature(lines[alive[place]]):
            continue
        label = phrase(lines[alive[place + 1]].text)
        if label is not None and label.rule in _FOLLOWS and len(lines[alive[place + 1]].text) < LONG:
            return place + 1
        rest = alive[place + 1 :]
        homes = {lines[n].node.parent for n in alive[:place] if prose(lines[n].text, lines[n].links)}
        told = [lines[n].node for n in rest if prose(lines[n].text, lines[n].links)]
        if len(told) > 1 and all(_teaser_block(node, homes) for node in told):
            items = {_teaser_block(node, homes) for node in told}
            if len(items) > 1 and len({(i.parent, i.tag, i.names) for i in items if i}) == 1:
                return place + 1
    return None


def _teaser_block(node: Node, homes: set[Node | None]) -> Node | None:
    """The block of two lines and more that a paragraph's node stands in, below all that the article's paragraphs
    (`homes`) stand in; None for none.
    """
    above: Node | None = node
    while above is not None and above not in homes:
        if above.last - above.first > 1:
            return above
        above = above.parent
    return None


def _is_aside(line: Line) -> bool:
    """Whether "Xem thêm:" stands before a line's link, as it does in no list of teasers."""
    label, colon, _ = line.text.partition(":")
    told = phrase(label) if colon and len(label) < LABEL and line.links <= len(line.text) - len(label) else None
    return told is not None and told.rule == "related"


def _goes_on(lines: list[Line], above: list[int], below: list[Line]) -> bool:
    """Whether the lines `below` a link are the article's as those `above` the first one: paragraphs in the same block,
    or in blocks called the same, with no signature between them."""
    if any(is_signature(lines[n]) for n in above[1:]):
        return False
    text = [lines[n].node for n in above if prose(lines[n].text, lines[n].links)]
    homes = {(node.tag, node.names, node.parent) for node in text}
    called = {(node.tag, node.names, node.parent.names) for node in text if node.parent and node.parent.names}
    return all(
        (node.tag, node.names, node.parent) in homes
        or (node.parent is not None and (node.tag, node.names, node.parent.names) in called)
        for node in (line.node for line in below)
    )


def _is_headed(lines: list[Line], above: list[int], is_teaser: Callable[[int], bool]) -> bool:
    """Whether a list's heading stands above a link, or above the links right above it: "Tin liên quan"."""
    n = next((n for n in reversed(above) if not is_teaser(n)), None)
    told = phrase(lines[n].text) if n is not None and len(lines[n].text) < LONG else None
    return told is not None and told.rule == "related"


def _teasers(lines: list[Line], alive: list[int], start: int, is_teaser: Callable[[int], bool]) -> int | None:
    """The place in `alive`, from `start` on, where a list of teasers begins with which a block ends: links to other
    articles, each with two lines at most. None for none.
    """
    begin, run = None, 0
    first = next((place for place, n in enumerate(alive) if is_teaser(n)), start)
    told: list[bool] = []  # of each link from the last one up, whether text follows it
    for place in range(len(alive) - 1, start - 1, -1):
        if is_teaser(alive[place]):
            below = [lines[n] for n in alive[place + 1 : place + 1 + run] if prose(lines[n].text, lines[n].links)]
            follows = bool(below)
            if follows and (
                _is_aside(lines[alive[place]])
                or (_goes_on(lines, alive[:first], below) and not _is_headed(lines, alive[:place], is_teaser))
            ):
                break  # "Xem thêm: ..." between two paragraphs
            begin = place
            told.append(follows)
            run = 0
            continue
        run += 1
        if run > 2 or len(lines[alive[place]].text) > 400:
            break
    if begin is None or len(told) < 2 or (told[0] and not any(told[1:])):
        return None  # a paragraph below a few links is the article's
    above = lines[alive[begin - 1]]
    if begin > start and len(above.text) < LONG and (above.level or phrase(above.text)):
        begin -= 1
    return begin
