"""The title of a page text: the line that looks like one, stands where one stands, and is said again."""

from __future__ import annotations

import re
from collections import Counter
from itertools import pairwise
from urllib.parse import unquote, urlsplit

from pipelines.plain_text.lines import Line, has
from pipelines.plain_text.run import weight
from vietnamese.fold import fold

_LONGEST = 250  # characters; no title is longer
_ABOVE = 60  # lines above the text among which the title is looked for
_BELOW = 25  # lines of the text among which it is looked for
_BEHIND = re.compile(r"\s*\(\s*(?:\d{1,4}[-/.]\d{1,2}[-/.]\d{1,4}[^()]{0,20}|\d{1,2}:\d{2}[^()]{0,20})?\s*\)\s*$")
_LEAST = 1.0  # what the evidence for a title must weigh

# Each kind of evidence and what it weighs.
WEIGHTS = {
    "words": 2.0,  # 4 to 25 of them
    "few": -1.0,  # three at most
    "many": -1.5,  # over 25
    "sentence": -4.0,  # it is running text
    "item": -2.0,  # it is numbered
    "small": -2.0,  # begins with a small letter
    "again": 1.5,  # the same line stands elsewhere, or one begins or ends with it
    "told": 4.0,  # times the share of its pairs of words that the text has
    "address": 3.0,  # the address says the same
    "dated": 1.5,  # the date follows within three lines
    "next": 1.0,  # the text follows at once
    "far": -0.06,  # times the lines between it and the text
    "passed": -1.0,  # times what the text has told above it
    "alone": -4.0,  # running text stands above it, and neither date, address nor another line speaks for it
    "listed": -2.5,  # below the heading of a list
    "site": -5.0,  # stands in many texts
    "known": -2.0,  # the same, but its date or its text follows: an article that is listed everywhere
    "credit": -3.0,
    "first": 0.7,  # the first line of all
}


def find(lines: list[Line], first: int, last: int, url: str) -> int | None:
    """The number of the title's line; None where no line looks like one. The text is `lines[first:last]`."""
    text = _Text(lines, first, last, url)
    best: tuple[float, int] | None = None
    for n in range(max(first - _ABOVE, 0), min(first + _BELOW, last)):
        if _may_be(lines[n]):
            score = sum(text.evidence(n).values())
            if best is None or score > best[0]:
                best = (score, n)
    return best[1] if best is not None and best[0] > _LEAST else None


def elsewhere(lines: list[Line], url: str) -> str:
    """The title where it does not stand above the text: the line of any list, caption or path that says what the
    address says; empty where none does."""
    slug = _slug(url)
    for line in lines:
        words = fold(line.key).split()
        if line.text[0].isalnum() and len(line.text) <= _LONGEST:
            same = _in_a_row(slug, words)
            if same >= 4 and same >= 0.7 * len(slug) and len(words) <= same + 3:
                return bare(line.text).removesuffix(".")
    return ""


def bare(text: str) -> str:
    """A title without the date, or the empty brackets, that a page prints behind it.

    >>> bare("Ba ấp dọn kênh đón mùa đua ghe (01/08/2019)"), bare("Mùa đua ghe ( )"), bare("Mùa đua ghe (phần 2)")
    ('Ba ấp dọn kênh đón mùa đua ghe', 'Mùa đua ghe', 'Mùa đua ghe (phần 2)')
    """
    cut = _BEHIND.search(text)
    return text[: cut.start()] if cut and cut.start() else text


def _may_be(line: Line) -> bool:
    if (
        line.shape not in ("title", "teaser", "label", "verse", "sentence", "prose", "item", "menu")
        or len(line.text) > _LONGEST
    ):
        return False
    return line.phrase is None or line.phrase.where == "end"


class _Text:
    """A text whose title is looked for, and what is asked of each of its lines."""

    def __init__(self, lines: list[Line], first: int, last: int, url: str):
        self.lines, self.first, self.last = lines, first, last
        self.slug = _slug(url)
        self.pairs: Counter[tuple[str, str]] = Counter()
        self.passed: dict[int, float] = {}
        passed = 0.0
        for n in range(first, last):
            self.passed[n] = passed
            if lines[n].told:
                self.pairs.update(_pairs(lines[n].key))
                passed += weight(lines[n])
        start = max(first - _ABOVE, 0)
        self.others = [(n, line.key) for n, line in enumerate(lines[start : last + 10], start) if not line.told]

    def evidence(self, n: int) -> dict[str, float]:
        """What speaks for and against a line, by the names of `WEIGHTS`."""
        line = self.lines[n]
        found = ["words" if 4 <= line.words <= 25 else "few" if line.words < 4 else "many"]
        below = next((m for m in range(n + 1, self.last) if self.lines[m].told), self.last)
        dated = any(other.shape == "date" and other.date is not None for other in self.lines[n + 1 : n + 4])
        again = line.words >= 4 and (line.again > 0 or self._in_another(n))
        address = line.words >= 2 and _says(self.slug, fold(line.key).split())
        passed = self.passed.get(n, 0.0)
        follows = below == n + 1
        for name, holds in {
            "sentence": line.shape in ("sentence", "prose"),
            "item": line.shape in ("item", "teaser"),
            "small": line.text[0].islower(),
            "known" if line.words >= 4 and (dated or follows) else "site": line.site,
            "credit": has("credit", line.text),
            "again": again,
            "address": address,
            "dated": dated,
            "next": follows,
            "first": n == 0,
            "listed": self._is_listed(n),
            "alone": passed > 0 and not (dated or again or address),
        }.items():
            if holds:
                found.append(name)
        scores = {name: WEIGHTS[name] for name in found}
        own = _pairs(line.key)
        if own and line.words >= 3:
            least = 1 if line.told and n >= self.first else 0
            scores["told"] = WEIGHTS["told"] * sum(self.pairs[pair] > least for pair in own) / len(own)
        scores["far"] = WEIGHTS["far"] * max(below - n - 1, 0)
        scores["passed"] = WEIGHTS["passed"] * passed
        return scores

    def _in_another(self, n: int) -> bool:
        """Whether another line near the text begins or ends with this one: a path, the name of the page."""
        k = self.lines[n].key
        return any(
            m != n and len(other) > len(k) and (other.endswith(k) or other.startswith(k)) for m, other in self.others
        )

    def _is_listed(self, n: int) -> bool:
        """Whether a line stands in a list of other articles: only titles and days lead up to the list's heading."""
        for m in range(n - 1, max(n - 12, -1), -1):
            line = self.lines[m]
            if line.phrase is not None and line.phrase.where == "list":
                return True
            if line.shape not in ("title", "teaser", "date"):
                return False
        return False


def _pairs(k: str) -> set[tuple[str, str]]:
    return set(pairwise(k.split()))


def _slug(url: str) -> list[str]:
    """The words of an address' last part, without its ending and its numbers."""
    parts = [part for part in unquote(urlsplit(url).path).split("/") if part]
    while parts and re.fullmatch(r"(?:index|default)(?:\.\w+)?", parts[-1]):
        parts.pop()
    last = parts[-1] if parts else ""
    while (bare := re.sub(r"\.(?:html?|txt|aspx|php|xhtml)$", "", last, flags=re.I)) != last:
        last = bare
    words = re.split(r"[^a-z0-9]+", fold(last).lower())
    return [word for word in words if word and not (word.isdigit() and len(word) > 4)]


def _says(slug: list[str], words: list[str]) -> bool:
    """Whether an address and a line say the same: at least three words in a row, and most of the shorter."""
    same = _in_a_row(slug, words)
    return same >= 3 and same >= 0.6 * min(len(slug), len(words))


def _in_a_row(slug: list[str], words: list[str]) -> int:
    """How many words in a row stand in both, of what is no longer than a title."""
    if len(words) > 60 or len(slug) > 60:
        return 0
    best = 0
    row = [0] * (len(words) + 1)
    for word in slug:
        new = [0] * (len(words) + 1)
        for place, other in enumerate(words, 1):
            if word == other:
                new[place] = row[place - 1] + 1
                best = max(best, new[place])
        row = new
    return best
