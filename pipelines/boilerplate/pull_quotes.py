"""Sentences of a text that a page prints once more, large: pull quotes."""

from __future__ import annotations

from pipelines.language.title_keys import key
from pipelines.outline import Line

_WORDS = 5  # of a pull quote, at least
_LONGEST = 300  # letters of one
_NAME = 80  # letters of whose words it is
_QUOTES = ("quote", "pull", "trich")


def find_pull_quotes(lines: list[Line], alive: list[int]) -> set[int]:
    """The lines, by their numbers in `alive`, that are a quotation by tag or class names and stand word for word in a
    paragraph of the text. A quotation that stands nowhere else is the article's.
    """
    quotes = [n for n in alive if _is_quotation(lines[n])]
    if not quotes:
        return set()
    told = {n: f" {key(lines[n].text)} " for n in alive}
    found = {
        n
        for n in quotes
        if len(told[n].split()) >= _WORDS and any(told[n] in other for m, other in told.items() if m not in quotes)
    }
    return found | {n + 1 for n in found if n + 1 in told and _says_whose(lines, n + 1)}


def _says_whose(lines: list[Line], n: int) -> bool:
    """Whether a line says whose words a quotation is that stands right above it in a box of their own."""
    box = lines[n].node
    while box.parent is not None and box.first == n:
        box = box.parent
    return (box.first, box.last) == (n - 1, n + 1) and len(lines[n].text) <= _NAME


def _is_quotation(line: Line) -> bool:
    """Whether a line stands in a quotation, by its tag or class names, and is no longer than a pull quote."""
    if len(line.text) > _LONGEST:
        return False
    nodes = [node for node in (line.node, line.node.parent) if node is not None]
    return any(node.tag == "blockquote" or any(word in node.names.lower() for word in _QUOTES) for node in nodes)
