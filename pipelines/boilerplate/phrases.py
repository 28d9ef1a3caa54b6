"""The phrases that sites print around an article, and where each may count as such.

`phrases.csv` is the table: many a phrase is also prose ("Trả lời:" in an interview), so `where` says in which position
it is one no more:

anywhere   as the whole line (or its beginning) wherever it stands
label      the same, where the line is not longer than a label (40 characters)
opens      anywhere; and what follows may be the rest of a comment form
form       after a line that `opens` a comment form
list       opens a list of links: the line itself, and the links (or, after the last paragraph, all) that follow
link       only where the line is a link
file       only where the whole line is a link to a file
end        only after the last paragraph
imprint    after the last paragraph, next to another line of an imprint

A regex whose matches may begin with anything `needs` one of some words, "|" between them: it is tried on lines alone
that have one.
"""

from __future__ import annotations

import csv
import re
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path

from pipelines.boilerplate.beginnings import DIGIT, begins
from vietnamese.letters import exact


@dataclass(frozen=True, slots=True)
class Phrase:
    """A line of the table that has matched: where it counts, and the name of the rule."""

    where: str
    rule: str


_Regex = tuple[int, re.Pattern[str], Phrase]  # with the number of its row

_TRIM = " \t:.*…-–—•|"
_COUNT = re.compile(r"\( ?(\d+) ?\)")  # "Ý kiến ( 0)"
_BETWEEN = re.compile(r" \| | ?\] \[ ?")  # "Gửi bài viết | In trang", "[ In trang ] [ Trở lại ]"


class _Table:
    """The phrases of phrases.csv, by how they are looked for."""

    def __init__(self, path: Path) -> None:
        self.lines: dict[str, Phrase] = {}
        self.contains: list[tuple[str, Phrase]] = []
        prefixes: dict[str, Phrase] = {}
        self.regexes: dict[str, list[_Regex]] = {}  # by what a match may begin with
        self.free: list[_Regex] = []  # those that may begin with anything
        needed: list[str] = []
        with path.open(encoding="utf-8", newline="") as file:
            for number, row in enumerate(csv.DictReader(file)):
                phrase = Phrase(row["where"], row["rule"])
                text = row["phrase"]
                if row["match"] == "line":
                    self.lines[exact(text if text.endswith("*") else text.strip(_TRIM))] = phrase
                elif row["match"] == "prefix":
                    prefixes[exact(text)] = phrase
                elif row["match"] == "contains":
                    self.contains.append((exact(text), phrase))
                else:
                    regex = number, re.compile(exact(text)), phrase
                    found = begins(exact(text))
                    for character in found or ():
                        self.regexes.setdefault(character, []).append(regex)
                    if found is None:
                        self.free.append(regex)
                        needed += (row["needs"] or "").split("|")
        self.prefixes = prefixes
        self.lengths: dict[str, list[int]] = {}  # of the prefixes, the longest first, by their first character
        for text in sorted(prefixes, key=len, reverse=True):
            self.lengths.setdefault(text[0], []).append(len(text))
        self.needed = re.compile("|".join(map(re.escape, needed)))

    def match(self, text: str) -> Phrase | None:
        """What the first regex that matches a text stands for; None where none does, as few may begin as most texts do."""
        rows = self.regexes.get(DIGIT if text[0].isdecimal() else text[0], [])
        if self.needed.search(text):
            rows = sorted([*rows, *self.free])
        for _, regex, phrase in rows:
            if regex.match(text):
                return phrase
        return None


_table = _Table(Path(__file__).with_name("phrases.csv"))
_LONGEST = 240  # characters of a line that is still looked up by its beginning
_ROW = 80  # characters of a row of phrases
_CODE = ("/*", "Normal 0 ")  # what a line begins with that is no text, however long


@lru_cache(maxsize=4096)
def phrase(line: str) -> Phrase | None:
    """The phrase that a line is, or begins with; None for what no site is known to print around articles."""
    if len(line) > _LONGEST and not line.startswith(_CODE):
        return None
    text = _COUNT.sub(r"(\1)", exact(line).strip())
    bare = text.strip(_TRIM)
    if not bare:
        return None
    found = _table.lines.get(text) or _table.lines.get(bare)
    if found is None:
        for length in _table.lengths.get(text[:1], ()):
            found = _table.prefixes.get(text[:length])
            if found is not None:
                break
    for form in dict.fromkeys((text, bare)):  # "- Publicidade -", "Ý kiến bạn đọc (2):"
        if found is None:
            found = _table.match(form)
    if found is None:
        found = next((p for part, p in _table.contains if part in text), None)
    if found is None and (" | " in bare or "] [" in bare) and len(bare) < _ROW:
        told = [phrase(piece) for piece in _BETWEEN.split(bare.strip("[ ]"))]
        found = None if None in told else told[0]
    return found
