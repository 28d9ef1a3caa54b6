"""What else a box says in which a phrase has told a promotion: consent to foreign content, newsletters, subscriptions."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from itertools import pairwise

from pipelines.boilerplate.lines import is_prose
from pipelines.outline import Line, Node

_MACHINE = "machine"  # the rule of a note that a machine has summed up the text, whose words such a box has
_RULES = ("popup", "comment-form", _MACHINE)  # what a phrase has told of such a box
_LINES = 30  # of such a box, at most
_TELLS = 8  # letters of a promotion that tells of the box around it
_HEADING = 60  # letters that stand above what tells the promotion
_REST = 900  # letters of what else it says
_SHARE = 0.25  # of the text's running text that may stand in it
_COMMON = 0.3  # of its words that the text has too: two thirds of paragraphs have more, of promotions one in eight
_WORD = re.compile(r"[^\W\d_]+|\d+")
_LONG = 6  # letters of a word that says what a line is about, in languages that do not write syllables apart
_SYLLABLES = 4.0  # letters of a word, on average, below which words are syllables: Vietnamese 3.4, English 4.6


def rest_of_promotions(lines: list[Line], numbers: list[int], rules: dict[int, str], within: Node) -> dict[int, str]:
    """The lines that share a box with a promotion and hardly a word with the text outside of such boxes, each with the
    promotion's rule; `numbers` are the block's lines, `rules` those taken out already.
    """
    alive = [n for n in numbers if n not in rules and lines[n].unread is None]
    boxes = [
        (box, rules[n], rest)
        for n in numbers
        if rules.get(n) in _RULES and lines[n].unread is None and len(lines[n].text) >= _TELLS
        for box in _boxes(lines[n].node, within)
        if (rest := _rest(lines, alive, rules, box, n))
    ]
    if not boxes:
        return {}
    words = _words(lines, alive)
    inside = {n for _, _, rest in boxes for n in rest}
    others = frozenset().union(*(words[n] for n in alive if n not in inside and is_prose(lines[n].text)))
    found: dict[int, str] = {}
    for _, rule, rest in boxes:
        told = frozenset().union(*(words[n] for n in rest))
        if rule == _MACHINE or len(told & others) <= max(_COMMON * len(told), 1):
            found |= dict.fromkeys(rest, rule)
    return found


def _boxes(node: Node, within: Node) -> Iterator[Node]:
    """What a line stands in, itself not being all of it, as far as it is small beside the text."""
    box = node
    while (above := box.parent) is not None and above is not within:
        box = above
        if box.last - box.first > _LINES or box.prose > _SHARE * within.prose:
            return
        yield box


def _rest(lines: list[Line], alive: list[int], rules: dict[int, str], box: Node, n: int) -> list[int]:
    """What else a box says than the promotion's line `n`; nothing where it says much, or more than it promotes with more
    than a heading above line `n`."""
    rest = [m for m in alive if box.first <= m < box.last]
    heads = sum(len(lines[m].text) for m in rest if m < n) <= _HEADING
    size = sum(len(lines[m].text) for m in rest)
    sold = sum(len(lines[m].text) for m in range(box.first, box.last) if rules.get(m) in _RULES)
    return rest if rest and size <= _REST and (heads or size <= sold) else []


def _words(lines: list[Line], numbers: Iterable[int]) -> dict[int, frozenset[object]]:
    """What each line is about: its long words, or its pairs of words where the text writes syllables apart."""
    split = {n: _WORD.findall(lines[n].text.lower()) for n in numbers}
    count = sum(map(len, split.values()))
    if sum(len(word) for row in split.values() for word in row) < _SYLLABLES * count:
        return {n: frozenset(pairwise(row)) for n, row in split.items()}
    return {n: frozenset(word for word in row if len(word) >= _LONG) for n, row in split.items()}
