"""Which lines of a page look like its title: by their own looks, and by the title that the head names."""

from __future__ import annotations

from functools import lru_cache

from pipelines.about import CUT, About
from pipelines.address import join, split
from pipelines.outline import Line, Outline, in_chrome
from vietnamese.fold import fold

_HOME = frozenset(("", "/", "/index.html", "/index.php", "/default.aspx", "/home"))


class _Words(dict[int, str]):
    """What each character is in a key: its folded letters, or a space."""

    def __missing__(self, code: int) -> str:
        character = chr(code)
        folded = fold(character)
        self[code] = folded if folded.isalnum() or (not folded and not character.isspace()) else " "
        return self[code]


_WORDS = _Words()


@lru_cache(maxsize=4096)
def key(text: str) -> str:
    """What of a title is compared: its words, folded."""
    return " ".join(text.translate(_WORDS).split())


def alike(a: str, b: str) -> bool:
    """Whether two keys are of the same title: equal, one cut off, or one with the site's name behind it."""
    if not a or not b:
        return False
    if a == b:
        return True
    short, long = sorted((a, b), key=len)
    if len(short) >= 12 and short in long:
        return len(short) > 0.35 * len(long)
    x, y = set(a.split()), set(b.split())
    return len(x & y) >= 0.75 * len(x | y)


def is_titled(line: Line) -> bool:
    """Whether class names call a line a title."""
    if "title" in line.node.hints.fields:
        return True
    parent = line.node.parent
    return parent is not None and "title" in parent.hints.fields and parent.last - parent.first == 1


def is_heading(line: Line) -> bool:
    """Whether a line looks like one that could be an article's title."""
    if line.level or is_titled(line):
        return True
    return len(line.text) < 250 and (line.node.bold or line.bold >= 0.9 * len(line.text))


def headings(page: Outline, about: About) -> list[int]:
    """The lines that print the title which the page's head names, and the keys of that title."""
    keys = {k for title in [*about.titles, about.page_title] if (k := key(title))}
    if not keys:
        return []
    bare = {key(CUT.split(title)[0]) for title in [*about.titles, about.page_title]} - {"", *map(key, about.site)}
    starts = {k[:2] for k in keys}
    letters = {
        letter for title in [*about.titles, about.page_title] for letter in title[:1].lower() + title[:1].upper()
    }
    found = []
    for number, line in enumerate(page.lines):
        text = line.text
        if not line.level and (text[:1] not in letters or key(text[:5])[:2] not in starts):
            continue
        if not 2 <= len(text) <= 300 or (line.links and not is_heading(line)):
            continue
        if line.hrefs and split(join(about.base, line.hrefs[0])).path.lower() in _HOME:
            continue  # the name of the site
        k = key(text)
        is_title = (k in bare and is_heading(line)) or (len(text) >= 8 and any(alike(k, t) for t in keys))
        if is_title and in_chrome(line.node) in (None, "hidden", "popup", "sidebar"):
            found.append(number)
    return found
