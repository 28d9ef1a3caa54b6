"""What <title> names, without what else stands in it: a count of news, the steps of a path, a name told nowhere else."""

from __future__ import annotations

import re

from pipelines.fields.site_name import pieces
from pipelines.language.title_keys import key
from pipelines.page import Page

_COUNT = re.compile(r"\(\d{1,2}\+?\) (?=\w)")
_STEP = re.compile(r"\s+[>»›]+\s+")
_BARS = frozenset(("-", "–", "—", "|", "·", "•", "»", "::"))


def without_count(page: Page, title: str) -> str:
    """What <title> names without the count of news that a script puts before it, "(1) ", where no line prints it."""
    assert page.outline
    count = _COUNT.match(title)
    if count is None or any(line.text.startswith(count[0]) for line in page.outline.lines):
        return title
    return title[count.end() :]


def named_last(title: str) -> str:
    """What <title> names of a page at the end of a path, "Báo X > Xã hội > Tên bài"; of any other as it is."""
    steps = _STEP.split(title)
    last = steps[-1]
    whole = len(steps) > 2 and len(last.split()) >= 4 and all(len(step.split()) < 6 for step in steps[:-1])
    return last if whole else title


def without_unknown(title: str, named: list[str], words: set[str]) -> str:
    """What <title> names without a last piece that is most likely a site's name that the page tells nowhere else: a few
    words that do not stand in the text, behind a dash or a bar.
    """
    spans = pieces(title)
    if len(spans) < 2 or title in named:
        return title
    first, last = title[: spans[-2][1]], title[spans[-1][0] :]
    sign = title[spans[-2][1] : spans[-1][0]].strip()
    own = key(last).split()
    strange = not any(word in words for word in own)
    return first if sign in _BARS and strange and len(own) <= 3 and len(key(first).split()) >= 4 else title
