"""Tells the captions of pictures from the paragraphs beside them, by what speaks for and against each line."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence

from pipelines.boilerplate.caption_evidence import (
    FIELD,
    PROSE,
    TEXTS,
    Around,
    evidence_of_looks,
    evidence_of_place,
    evidence_of_text,
    figure_of,
    goes_on,
    is_a_sections_only_text,
    is_credit,
    is_in_mid_sentence,
    pictures_in,
    style_of,
)
from pipelines.boilerplate.lines import is_prose
from pipelines.evidence import Candidate, Choice, weights
from pipelines.outline import Block, Line, Node, Outline, in_chrome, prose
from pipelines.outline.model import SENTENCE_END

_MOST_LINES = 3  # of a caption, each of which may be a sentence
_LONGEST = 500  # characters; no caption is longer


def captions(
    page: Outline, numbers: Sequence[int], block: Block, rules: dict[int, str], trail: list[Choice] | None = None
) -> dict[int, int | None]:
    """Which lines are captions, and of which picture (its index, None where it has no address).

    `numbers` are the lines of the block, `rules` says which of them are no part of the article.
    """
    lines = page.lines
    alive = [n for n in numbers if n not in rules and lines[n].unread is None]
    at = {p.at: i for i, p in enumerate(page.pictures) if not p.foreign and not _is_foreign(p.node, block)}
    around = Around(lines, page.pictures, block.node, alive, at, dict(page.players), None, 0)
    around.texts = _called_captions_yet_texts(page)
    around.usual = _usual_style([lines[n] for n in alive if n not in at])
    around.end = max((n for n in alive if len(lines[n].text) >= PROSE), default=0)
    table = weights()[FIELD]
    found: dict[int, int | None] = {}
    figures: dict[Node, list[int]] = defaultdict(list)
    for place, n in enumerate(alive):
        line = lines[n]
        if len(line.text) > _LONGEST or (line.level and not _may_head(line, n, around)):
            continue
        if n - 1 in found and n != alive[-1] and is_credit(line):
            found[n] = found[n - 1]
            continue
        figure, evidence = figure_of(line, around)
        if figure is None and n - 1 in found and _is_below_credit(n, around):
            at[n] = at[n - 1]
            evidence.append("below a credit")
        if figure is None and n not in at and n not in around.played:
            continue
        evidence += evidence_of_place(n, figure, around) + evidence_of_text(line, n, around)
        if figure is None and "credit" not in evidence and _is_credited(n, place, around):
            evidence.append("credit")
        evidence += evidence_of_looks(line, None if figure is not None else around.usual)
        if figure is None:
            evidence += ["goes on below"] if goes_on(line, place, around, "in the picture's box" in evidence) else []
            evidence += ["in mid-sentence"] if is_in_mid_sentence(line.text) else []
            evidence += ["a section's only text"] if is_a_sections_only_text(place, around) else []
        score = sum(table[name] for name in evidence)
        if score > 0 and _is_called_copyright(n, lines, rules):
            del rules[n + 1]
            found[n + 1] = at.get(n)
        if trail is not None:
            _add_to_trail(trail, n, line.text, evidence, score)
        if score > 0:
            found |= _with_credit_above(n, around, found, rules)
            if figure is not None:
                figures[figure].append(n)
    return _settle(found, figures, around)


def _called_captions_yet_texts(page: Outline) -> frozenset[str]:
    """The class names of blocks called captions of which one holds more than any caption: <div class="textpic-text">."""
    return frozenset(
        node.names
        for node in page.nodes
        if "caption" in node.meaning.fields
        and node.tag != "figcaption"
        and node.last - node.first > _MOST_LINES
        and node.prose > _MOST_LINES * PROSE
    )


def _settle(found: dict[int, int | None], figures: dict[Node, list[int]], page: Around) -> dict[int, int | None]:
    """Gives the captions of figures their pictures; takes out of `found` sentences below a picture or a player that are
    all the text there is, unless a figure holds them.
    """
    told = [n for n in page.alive if prose(page.lines[n].text, page.lines[n].links)]
    boxed = {n for numbers in figures.values() for n in numbers}
    if told and all(n in found and n not in boxed and SENTENCE_END.search(page.lines[n].text) for n in told):
        found = {n: picture for n, picture in found.items() if n not in told}
    for figure, numbers in figures.items():
        _assign_captions(figure, numbers, page, found)
    return found


def _may_head(line: Line, n: int, page: Around) -> bool:
    """Whether a heading may be a caption: a small one with a credit, or alone with a picture in a block."""
    box = line.node.parent
    alone = n in page.at and box is not None and box is not page.within and box.last - box.first == 1
    return line.level > 3 and (alone or TEXTS["credit"][0].search(line.text) is not None)


def _with_credit_above(
    n: int, page: Around, found: dict[int, int | None], rules: dict[int, str]
) -> dict[int, int | None]:
    """The picture of caption `n`; and of the line above it, which is none so far, where that says whose the picture is."""
    above = n - 1
    if above in page.at and above not in found and above not in rules and is_credit(page.lines[above]):
        return {above: page.at[above], n: page.at[above]}
    return {n: page.at.get(n)}


def _is_below_credit(n: int, page: Around) -> bool:
    """Whether a short line stands right below one that says whose the picture above is."""
    above, line = page.lines[n - 1], page.lines[n]
    return n not in page.at and n - 1 in page.at and is_credit(above) and len(line.text) < PROSE and not line.level


def _is_credited(n: int, place: int, page: Around) -> bool:
    """Whether the line below line `n` (which is at `place` among those looked at), amid the text, says whose the
    picture above `n` is.
    """
    below = page.alive[place + 1 : place + 2]
    return n in page.at and below == [n + 1] and n + 1 != page.alive[-1] and is_credit(page.lines[n + 1])


def _is_called_copyright(n: int, lines: list[Line], rules: dict[int, str]) -> bool:
    """Whether the credit of caption `n` stands below it under a name of footers: <p class="copyright">Ảnh: Lan Thử</p>."""
    below = lines[n + 1] if n + 1 < len(lines) else None
    return below is not None and below.unread is None and rules.get(n + 1) == "footer" and _goes_with(below, lines[n])


def _goes_with(line: Line, caption: Line) -> bool:
    """Whether a line that class names call a copyright's is the credit of the caption above it."""
    box = caption.node
    inside = line.node.parent is box and (box.tag == "figcaption" or "caption" in box.meaning.fields)
    return is_credit(line) or (inside and len(line.text) < 60)


def _add_to_trail(trail: list[Choice], n: int, text: str, evidence: list[str], score: float) -> None:
    """Adds to the trail whether line `n` is taken for a caption, as its score (above 0) says."""
    candidate = Candidate(text, "line below a picture", evidence, score, n)
    trail.append(Choice(FIELD, [candidate], candidate if score > 0 else None))


def _is_foreign(node: Node, block: Block) -> bool:
    """Whether a picture of the block stands in chrome, as an advertisement's does."""
    return in_chrome(node, block.node) not in (None, "hidden")


def _usual_style(texts: list[Line]) -> tuple[bool, bool, bool] | None:
    """How most paragraphs look, of the texts that stand below no picture: centred, italic, bold; None where there are too few
    to tell by.
    """
    paragraphs, least = [line for line in texts if len(line.text) >= PROSE], 2
    if not paragraphs:
        paragraphs, least = [line for line in texts if is_prose(line.text) and not line.level], 1
    if len(paragraphs) < least:
        return None
    styles = [style_of(line) for line in paragraphs]
    centred, italic, bold = (2 * sum(one) > len(styles) for one in zip(*styles, strict=True))
    return centred, italic, bold


def _assign_captions(figure: Node, told: list[int], page: Around, found: dict[int, int | None]) -> None:
    """Writes into `found` which of a figure's pictures each of its captions belongs to: each to its own, or all to the
    last.
    """
    inside = pictures_in(figure, page.pictures)
    if not inside:
        for n in told:
            if found[n] is None:
                found[n] = next((page.at[m] for m in (n, n - 1, n + 1) if m in page.at), None)
    elif len(inside) == len(told) == len({_own_block(page.lines[n].node, figure) for n in told}) > 1:
        found.update(zip(told, inside, strict=True))
    else:
        for n in told:
            found[n] = found[n] if found[n] is not None else inside[-1]


def _own_block(node: Node, figure: Node) -> Node:
    """The block within a figure that holds a caption, and perhaps its credit."""
    above: Node | None = node
    while above is not None and above is not figure:
        if above.tag in ("td", "th", "figcaption", "li") or "caption" in above.meaning.fields:
            return above
        above = above.parent
    return node
