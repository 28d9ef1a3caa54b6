"""What an outline is made of, nodes, lines and pictures; and what of it is the article's."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import Any

from lxml import etree

from pipelines.outline import class_names

_FILE = re.compile(r"\.(?:pdf|docx?|xlsx?|pptx?|rar|zip|odt|rtf)(?:$|[?#])", re.I)
_PLACEHOLDER = re.compile(r"[$#]?\{\{?\s*[A-Za-z_][\w.| ]{0,40}\}?\}")
DENSE_LEAST = 16  # signs of such a script that may be a sentence
_LETTERS = 5  # of the Latin script, that two of its signs stand for
SENTENCE_END = re.compile(r"[.!?…:;”\"’)。！？」』）]\s*$")  # of a line that is more than a label
SPACE = re.compile(r"[ \t\n\r\f\v\u00a0\u2000-\u200a\u2028\u2029\u202f\u3000]+")


class Node:
    """A block element. `lines[first:last]` are its lines; `prose` counts characters of running text outside chrome."""

    meaning = class_names.NONE
    chrome: str | None = None
    names = ""
    align = ""
    bold = False
    italic = False
    last = 0
    prose = 0
    hidden_prose = 0  # running text that stands in chrome
    text = 0
    links = 0
    own_title = False  # class names call it a title
    titled = False  # class names call it, or what it stands in, a title
    asks = False  # a form's field stands in it
    placed = False  # its style puts it at a place of its own, as the labels of a drawing are
    children: Sequence[Node] = ()

    def __init__(self, tag: str, parent: Node | None, depth: int, first: int) -> None:
        self.tag = tag
        self.parent = parent
        self.depth = depth
        self.first = first


@dataclass(slots=True, eq=False)
class Line:
    """One line. `links`, `bold`, `italic` count characters; `level` is a heading's, else 0."""

    text: str
    node: Node
    level: int
    links: int
    bold: int
    italic: int
    hrefs: list[str]
    rel: str
    unread: etree._Element | None = None  # chrome that was left out: the line stands for all of it
    inside: Outline | None = None  # that chrome's outline, once somebody asked for it
    repeated: float = 0.0  # share of the newspaper's pages on which it is part of the frame, as far as is known

    @property
    def href(self) -> str | None:
        """The address of its first link; None without one."""
        return self.hrefs[0] if self.hrefs else None


@dataclass(slots=True, eq=False)
class Picture:
    """An image, standing before the line number `at`."""

    at: int
    source: str  # its address as printed
    node: Node
    alt: str = ""
    in_sentence: bool = False  # the line below goes round it
    href: str = ""  # where it leads, being a link
    foreign: bool = False  # it is another article's, as a teaser's is


@dataclass(slots=True)
class Outline:
    """A page as lines, with what else of it the readers of fields ask for."""

    root: Node
    nodes: list[Node]
    lines: list[Line]
    pictures: list[Picture]
    players: list[tuple[int, Node]]  # of films and sounds, and pictures without an address: number of the line below
    times: list[tuple[int, str, str]]  # <time datetime>: number of its line, value, class names
    relations: list[tuple[str, etree._Element]]  # links that say what they lead to: rel="tag", rel="category"
    fields: dict[str, Node]  # what a rule's selector matched, by its field
    framed: int = 0  # characters of running text that a profile knows for the newspaper's frame

    def __del__(self) -> None:
        """Takes its nodes apart, which know their parents and their children: left to the garbage collector, they took it
        2 to 11% of reading.
        """
        self.root.children = ()
        for node in self.nodes:
            if node.children:
                node.children = ()


@dataclass(slots=True)
class Block:
    """The article's own block: `lines[first:last]` below `node`. `heading` is the number of the title's line, or None."""

    node: Node
    first: int
    last: int
    heading: int | None = None
    marked: bool = False  # its class name says that it holds an article's text
    notice: bool = False  # no text but a line that leads to an attachment


@dataclass(slots=True)
class Part:
    """A line of the article's block. `kind` is paragraph, heading, row or caption, `picture` the index of a caption's
    image, `rule` the name of the rule that takes the line out, empty for one that stays.
    """

    kind: str
    text: str
    line: Line
    number: int
    picture: int | None = None
    rule: str = ""


class Walked:
    """An outline as the page was walked: steps change what nodes are taken for, and put letters right."""

    def __init__(self, outline: Outline) -> None:
        self.outline = outline
        self.nodes = [(n, n.chrome, n.prose, n.hidden_prose) for n in (outline.root, *outline.nodes)]
        self.texts = [line.text for line in outline.lines]

    def again(self) -> Outline:
        """The outline without what steps have changed in it."""
        for node, chrome, told, hidden in self.nodes:
            node.chrome, node.prose, node.hidden_prose = chrome, told, hidden
        del self.outline.lines[len(self.texts) :]
        for line, text in zip(self.outline.lines, self.texts, strict=True):
            line.text, line.repeated = text, 0.0
        for picture in self.outline.pictures:
            picture.foreign = False
        self.outline.framed = 0
        return self.outline


def prose(text: str, links: int) -> int:
    """Characters of running text in a line: none in labels and link lists, half in short sentences. A sign of a script
    that writes a syllable or a word with each (Chinese, Japanese, Korean) counts as much as the letters it stands for.
    """
    n = len(text) - links
    if n >= DENSE_LEAST and is_dense(text):
        n, links = letters(n), letters(links)
    if n < 40 or links > n:
        return 0
    return n if n >= 80 else n // 2


def letters(signs: int) -> int:
    """How many Latin letters so many signs of a dense script stand for."""
    return signs * _LETTERS // 2


def length(text: str) -> int:
    """How long a text is in Latin letters, which a sign of a dense script stands for some of."""
    return letters(len(text)) if len(text) >= DENSE_LEAST and is_dense(text) else len(text)


def is_dense(text: str) -> bool:
    """Whether a text is in a script of China, Japan or Korea, by the sign in its middle: those stand behind all others but
    smileys. Chinese must have a mark of its own punctuation: bytes that are read as UTF-16 by mistake have none.
    """
    middle = text[len(text) // 2]
    if not "\u2e80" <= middle < "\U00010000":
        return False
    return not "\u3400" <= middle < "\ua000" or any(sign in text for sign in "，。、！？；：」")


def is_placeholder(text: str) -> bool:
    """Whether a text is what a template left unfilled, "{title}" or "{{ article.date }}", and nothing else."""
    return "{" in text and not _PLACEHOLDER.sub("", text).strip(" -–|·•,:;")


def text_of(element: etree._Element) -> str:
    """All the text in an element, with single spaces."""
    if not len(element):
        return " ".join((element.text or "").split())
    pieces: Iterable[Any] = element.itertext()
    return " ".join("".join(pieces).split())


def in_chrome(node: Node | None, within: Node | None = None) -> str | None:
    """The role of the outermost chrome that `node` stands in, looked for below `within`; None where it stands in none."""
    role = None
    while node is not None and node is not within:
        if node.chrome:
            role = node.chrome
        node = node.parent
    return role


def is_within(inner: Node | None, node: Node) -> bool:
    """Whether a node is the other, or stands in it; no node (None) stands in none."""
    while inner is not None and inner.depth >= node.depth:
        if inner is node:
            return True
        inner = inner.parent
    return False


@lru_cache(maxsize=4096)  # the links of menus are asked of on each page, and several times
def is_file(href: str | None) -> bool:
    """Whether an address ends like a document's: an attachment, not a page."""
    return bool(href and _FILE.search(href))
