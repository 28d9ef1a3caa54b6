"""What stands below who signed an article, or about who did: a box on the author, buttons and labels."""

from __future__ import annotations

import re

from pipelines.boilerplate.headings import is_signature
from pipelines.boilerplate.phrases import phrase
from pipelines.language.diacritics import right
from pipelines.outline import Line, prose
from pipelines.outline.model import SENTENCE_END
from vietnamese import bylines

_BOX = 3  # lines of what is said of an author
_BOX_TEXT = 400  # characters of it
_LABELS = 3  # lines of buttons and labels below a signature
_LABEL = 100  # characters of one
# What is the article's own though it stands below the signature: "(*) Tên nhân vật đã được thay đổi", "Ảnh: Lan Thử", "Kỳ 2: Ghe về vàm".
_OWN = re.compile(r"[(\[*“\"–•]|(?:ảnh|tranh|minh họa|bài \d|kỳ \w|phần \w|còn nữa|theo|nguồn)\b", re.I)


def author_box(lines: list[Line], alive: list[int], start: int) -> int | None:
    """The place in `alive`, from `start` on, where a box about the author stands, the last of all: a person's name for a
    heading, the only one of the kind, or a label such as "About the author". None for none.
    """
    named = [place for place in range(len(alive)) if lines[alive[place]].level and is_signature(lines[alive[place]])]
    if len(named) == 1 and start <= named[0] and len(alive) - 3 <= named[0] < len(alive) - 1:
        return named[0]
    for place in range(max(start, len(alive) - 1 - _BOX), len(alive) - 1):
        label = phrase(lines[alive[place]].text)
        if label is not None and label.rule == "author-box" and label.where == "end":
            said = sum(len(lines[n].text) for n in alive[place + 1 :])
            return place if said <= _BOX_TEXT else None
    return None


def labels_behind_signature(lines: list[Line], alive: list[int], start: int) -> int | None:
    """The place in `alive`, from `start` on, below the signature of a person, where nothing but a few short lines stands
    that are neither sentences nor notes of the article's ("Views: 214", "Từ khóa bài viết:"). None for none.
    """
    for place in range(max(start - 1, len(alive) - 1 - _LABELS, 0), len(alive) - 1):
        line = lines[alive[place]]
        if line.level or not is_signature(line) or not bylines.persons(line.text):
            continue
        rest = [lines[n] for n in alive[place + 1 :]]
        return place + 1 if all(map(_is_label, rest)) else None
    return None


def _is_label(line: Line) -> bool:
    """Whether a line is a button or a label rather than something that the article says."""
    text = line.text
    if len(text) > _LABEL or line.level or is_signature(line) or bylines.persons(text):
        return False
    return (text.endswith(":") or not SENTENCE_END.search(text)) and not _OWN.match(text)


def is_signed(lines: list[Line], number: int, alive: list[int], link: dict[int, bool]) -> bool:
    """Whether a line that is a link signs the text: a full name below a paragraph, and no other link below."""
    place = alive.index(number)
    above = lines[alive[place - 1]]
    if place == 0 or link[alive[place - 1]] or any(link[n] for n in alive[place + 1 :]):
        return False
    if not prose(above.text, above.links):
        return False
    name = right(lines[number].text)
    return bylines.has_surname(name) and bylines.persons(name) == [name]


def is_signed_below(lines: list[Line], number: int, alive: list[int], link: dict[int, bool]) -> bool:
    """Whether what stands below a button ("Xem thêm") is the signature of the text that it unfolds, and nothing else."""
    below = alive[alive.index(number) + 1 :]
    return len(below) == 1 and not link[below[0]] and is_signature(lines[below[0]])
