"""What follows an article within its own block: another article, teasers, comments; and what is printed twice."""

from __future__ import annotations

import re
from collections.abc import Callable
from itertools import pairwise

from pipelines.boilerplate.below_signature import author_box, labels_behind_signature
from pipelines.boilerplate.chrome import is_comment
from pipelines.boilerplate.headings import is_heading, is_signature
from pipelines.boilerplate.phrases import phrase
from pipelines.boilerplate.pull_quotes import find_pull_quotes
from pipelines.language import names
from pipelines.language.title_keys import key
from pipelines.outline import Line, Node, prose
from vietnamese import bylines

_LEAST = 200  # characters of running text above which something may follow an article
_DATED = re.compile(r"\b\d{1,2}[/.-]\d{1,2}[/.-](?:19|20)?\d\d\b|\b(?:19|20)\d\d-\d\d-\d\d\b")
_FOLLOWS = frozenset(("comment-form", "related", "nav"))  # the rules of phrases that open what follows an article
_HEAD = 7  # lines below a title that may be date, author and lead
_TITLE = 6  # words of the title of an article that no date follows
_BOXED = 4  # the same, of one that a name or a date follows
_LABEL = 20  # letters of "Đọc tiếp", "Read more"
_PIECE = 500  # characters of a line that may hold several paragraphs
_LONG = 40  # characters of a paragraph that no article prints twice


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
            (_next_article(lines, alive, start, heading), "next-article"),
            (_comments(lines, alive, start), "comment-form"),
            (_teasers(lines, alive, start, is_teaser), "related"),
            (_cards(lines, alive, start), "related"),
            (_behind_signature(lines, alive, start), "related"),
            (_comment_label(lines, alive, start), "comment-form"),
            (_boxed_article(lines, alive, start, heading, is_teaser), "next-article"),
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


def find_repeated(lines: list[Line], alive: list[int], heading: int | None = None) -> set[int]:
    """The lines that a page prints again: copies for another screen, long paragraphs and the short lines between them,
    the title, whose line is `heading`, above a copy of the text.
    """
    begins: dict[str, list[int]] = {}
    for n in alive:
        if len(lines[n].text) >= _LONG // 2:
            begins.setdefault(key(lines[n].text[:_LONG])[:_LABEL], []).append(n)
    alike = {n for begin, numbers in begins.items() if len(numbers) > 1 or len(begin) < _LABEL for n in numbers}
    seen: dict[str, int] = {}
    repeated: set[int] = set()
    places = {n: place for place, n in enumerate(alive)}
    for n in sorted(alike):
        k = key(lines[n].text)
        if len(k) < _LONG:
            continue
        if k in seen and lines[seen[k]].node.parent is not lines[n].node.parent:
            repeated.add(n)
        else:
            seen.setdefault(k, n)
    for n in sorted(repeated):
        first = seen[key(lines[n].text)]
        for step in (1, -1):
            here, there = places[n] + step, places[first] + step
            while 0 <= here < len(alive) and 0 <= there < len(alive) and alive[here] not in repeated:
                if alive[there] in repeated or key(lines[alive[here]].text) != key(lines[alive[there]].text):
                    break
                repeated.add(alive[here])
                here, there = here + step, there + step
    if heading is not None and repeated:
        title = key(lines[heading].text)
        pairs = pairwise(alive)
        repeated |= {n for n, below in pairs if below in repeated and key(lines[n].text) == title}
    repeated |= find_pull_quotes(lines, [n for n in alive if n not in repeated])
    return repeated | _in_one_piece(lines, [n for n in alive if n not in repeated])


def _in_one_piece(lines: list[Line], alive: list[int]) -> set[int]:
    """The lines that are a page's paragraphs once more, all in one: for the reading voice, for copying."""
    total = sum(len(lines[n].text) for n in alive)
    found = {n for n in alive if len(lines[n].text) >= max(_PIECE, 0.3 * total)}
    if not found:
        return found
    keys = [key(lines[n].text) for n in alive if n not in found and len(lines[n].text) >= _LONG]
    for n in sorted(found):
        whole = key(lines[n].text)
        held = [len(k) for k in keys if k in whole]
        if len(held) < 3 or sum(held) < 0.6 * len(whole):
            found.discard(n)
    return found


def _next_article(lines: list[Line], alive: list[int], start: int, heading: int | None) -> int | None:
    """The place in `alive`, from `start` on, where the title of another article stands: one that looks as the first one
    does, with a date or a name of its own below; stands below a signature; or is followed by what followed the
    first, by its class names. None for none.
    """
    if heading is None:
        return None
    title = lines[heading]
    begin = _opening(lines, heading)
    head = {told.node.names for told in lines[heading + 1 : begin] if _prints_date_or_text(told)} - {
        "",
        title.node.names,
    }
    for place in range(start, len(alive)):
        line = lines[alive[place]]
        if not line.level and not line.node.own_title:
            continue
        if not is_heading(line) or len(line.text.split()) < 4:
            continue
        near = line.level <= max(title.level, 1) + 1
        named = bool(title.node.names) and line.node.names == title.node.names
        alike = line.node.tag == title.node.tag and line.node.names == title.node.names
        below = [lines[n] for n in alive[place + 1 : place + 5]]
        if near and ((named and alike) or ((named or alike or line.level == 1) and any(map(_is_dated, below)))):
            return place
        if _repeats(head - {line.node.names}, below, lines[begin : alive[place]]):
            return place
        if any(map(_is_dated, below)) and any(is_signature(lines[n]) for n in alive[max(place - 2, 0) : place]):
            return place
    return None


def _opening(lines: list[Line], heading: int) -> int:
    """The number of the line behind the first paragraph below a title, which may be the lead."""
    for n in range(heading + 1, min(heading + 1 + _HEAD, len(lines))):
        if prose(lines[n].text, lines[n].links):
            return n + 1
    return heading + 1


def _repeats(head: set[str], below: list[Line], text: list[Line]) -> bool:
    """Whether the lines `below` a heading begin as the first article does: with a date or lead called by the class
    names in `head`, by which no paragraph of `text` is called, and then one that is called as those are.
    """
    paragraphs = {line.node.names for line in text if prose(line.text, line.links)}
    for place, line in enumerate(below[:3]):
        if line.node.names in head - {other.node.names for other in text} and _prints_date_or_text(line):
            return any(other.node.names in paragraphs and _prints_date_or_text(other) for other in below[place + 1 :])
    return False


def _prints_date_or_text(line: Line) -> bool:
    """Whether a line prints a date or running text."""
    return _is_dated(line) or prose(line.text, line.links) > 0


def _is_dated(line: Line) -> bool:
    """Whether a short line prints a date, or class names say so."""
    return len(line.text) < 100 and (bool(_DATED.search(line.text)) or "date" in line.node.meaning.fields)


def _comments(lines: list[Line], alive: list[int], start: int) -> int | None:
    """The place in `alive`, from `start` on, where comments begin: at the short line above the first of two that say
    how long ago they were written. None for none.
    """
    told = [place for place in range(start, len(alive)) if is_comment(lines[alive[place]])]
    if len(told) < 2:
        return _only_comment(lines, alive, max(start, 1))
    begin = told[0]
    for _ in range(1 + sum(_may_stand_over(lines[n]) for n in alive[told[0] + 1 : told[1]])):
        if begin == start or not _may_stand_over(lines[alive[begin - 1]]):
            break
        begin -= 1
    while begin > start and phrase(lines[alive[begin - 1]].text) is not None:
        begin -= 1
    return begin


def _only_comment(lines: list[Line], alive: list[int], start: int) -> int | None:
    """The place in `alive`, from `start` on, where the only comment begins: a name, how long ago, and what was said, in
    a box that no paragraph shares. None for none.
    """
    for place in range(max(start, len(alive) - _HEAD), len(alive) - 1):
        n = alive[place]
        box = lines[n].node.parent
        told = len(lines[n + 1].text) <= _LABEL and is_comment(lines[n + 1])
        if not told or box is None or not bylines.byline(lines[n].text) or len(lines[n].text) >= _LONG:
            continue
        if box.first > alive[place - 1] and alive[-1] < box.last:
            return place
    return None


def _may_stand_over(line: Line) -> bool:
    """Whether a line may stand over a comment: a name, the first letter of one, a heading; not what signs an article."""
    return len(line.text) < _LONG and not prose(line.text, 0) and not is_signature(line) and phrase(line.text) is None


def _cards(lines: list[Line], alive: list[int], start: int) -> int | None:
    """The place in `alive`, from `start` on, where cards begin that each have a heading, a few words and a link to read
    on: two of them at least, in a row. None for none.
    """
    first, before = None, -1
    for place in range(start, len(alive)):
        line = lines[alive[place]]
        if len(line.text) > _LABEL or not line.hrefs or (p := phrase(line.text)) is None or p.rule != "related":
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
        if label is not None and label.rule in _FOLLOWS and len(lines[alive[place + 1]].text) < _LONG:
            return place + 1
        rest = alive[place + 1 :]
        homes = {lines[n].node.parent for n in alive[:place] if prose(lines[n].text, lines[n].links)}
        told = [lines[n].node for n in rest if prose(lines[n].text, lines[n].links)]
        if len(told) > 1 and all(_teaser_block(node, homes) for node in told):
            items = {_teaser_block(node, homes) for node in told}
            if len(items) > 1 and len({(i.parent, i.tag, i.names) for i in items if i}) == 1:
                return place + 1
    return None


def _comment_label(lines: list[Line], alive: list[int], start: int) -> int | None:
    """The place in `alive`, from `start` on, where a label of comments stands, below which no paragraph stands where
    those of the article do. None for none.
    """
    for place in range(start, len(alive) - 1):
        line = lines[alive[place]]
        label = phrase(line.text) if len(line.text) < _LONG else None
        if label is None or label.rule != "comment-form" or label.where == "form":
            continue
        homes = {lines[n].node.parent for n in alive[:place] if prose(lines[n].text, lines[n].links)}
        told = [lines[n].node for n in alive[place + 1 :] if prose(lines[n].text, lines[n].links)]
        box = line.node.parent
        boxed = box is not None and box not in homes and box.first == alive[place] and alive[-1] < box.last
        if (boxed or told) and not any(node.parent in homes for node in told):
            return place
    return None


def _boxed_article(
    lines: list[Line], alive: list[int], start: int, heading: int | None, is_teaser: Callable[[int], bool]
) -> int | None:
    """The place in `alive`, from `start` on, where a box begins that holds another article as a whole, the last text of all:
    its title, and the text. None for none.

    The title is of the first rank as the article's own, or a link to it; or a name or a date stands right below it, or
    it stands below a signature.
    """
    if heading is None:
        return None
    for place in range(start, len(alive)):
        n = alive[place]
        line, box = lines[n], lines[n].node.parent
        while box is not None and box.first == n and box.prose < _LEAST:
            box = box.parent
        if box is None or box.first != n or box.first <= alive[0] or not is_heading(line):
            continue
        if any(prose(lines[m].text, lines[m].links) for m in alive if m >= box.last):
            continue
        if len(line.text.split()) >= _TITLE and box.prose >= 2 * _LEAST and lines[heading].level == 1:
            titled = line.level == 1 or (line.level == 2 and is_teaser(n))
            if titled and sum(lines[m].level == 1 for m in alive) <= 2:
                return place
        if len(line.text.split()) >= _BOXED and _is_whole(lines, alive, place, box):
            return place
    return None


def _is_whole(lines: list[Line], alive: list[int], place: int, box: Node) -> bool:
    """Whether a box that begins at a `place` in `alive` is the only one of its kind and holds an article as a whole: signed or dated
    right below its title, or below the signature of the text above it.
    """
    n = alive[place]
    kin = [c for c in box.parent.children if (c.tag, c.names) == (box.tag, box.names)] if box.parent else []
    if box.prose < _LEAST or any(c.prose and c is not box for c in kin):
        return False
    signed = any(is_signature(lines[m]) for m in alive[max(place - 2, 0) : place])
    below = lines[alive[place + 1]] if place + 1 < len(alive) else lines[n]
    told = len(below.text) < 2 * _LONG and (_is_dated(below) or _names_author(below.text))
    return signed or told or box.tag == "article"


def _names_author(text: str) -> bool:
    """Whether a line is a byline and nothing else, in Vietnamese or behind a label: "By Mara Tester"."""
    return bylines.byline(text) is not None or (
        names.is_labelled(text) and all(map(names.is_person, names.names(text)))
    )


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
    told = phrase(label) if colon and len(label) < _LABEL and line.links <= len(line.text) - len(label) else None
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
    told = phrase(lines[n].text) if n is not None and len(lines[n].text) < _LONG else None
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
    if begin > start and len(above.text) < _LONG and (above.level or phrase(above.text)):
        begin -= 1
    return begin
