"""Generated articles of which it is known what was taken from what: words as in `made`, no real text.

Sources are printed again within some days by other newspapers: lightly edited, cut, rewritten around, embedded in a longer
piece, or excerpted. Not reprints, though they look like it: stock phrases that thousands of articles have, the same
topic with the same names and phrases, bulletins, daily, from a newspaper's template or one of the whole country, and
blurbs: a paragraph of somebody's praise that stands in many articles of some newspapers.
"""

from __future__ import annotations

import random
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from itertools import accumulate

from benchmarks.measuring.made import Writer

NEWSPAPERS = [f"bao-{number}" for number in range(60)]
WAYS = ("light", "cut", "rewritten", "embedded", "excerpt")
START = date(2020, 1, 1)
_RELATED = 0.25  # articles taken from another
_LATEST = 60  # days after it
_BLURBS, _PRINTERS, _TOUTED = 30, 4, 0.06  # blurbs, newspapers that print one, and their articles that end in one


@dataclass(slots=True)
class Made:
    """A generated article. `source` is the number of the article that it was taken from, `way` how."""

    number: int
    newspaper: str
    day: date
    minute: int
    title: str
    paragraphs: list[str]
    source: int | None = None
    way: str = ""
    bulletin: bool = False

    @property
    def published_at(self) -> str:
        return f"{self.day.isoformat()}T{self.minute // 60:02d}:{self.minute % 60:02d}:00+07:00"


class Press:
    """Makes articles; the same ones for the same seed."""

    def __init__(self, seed: int = 1) -> None:
        self.random = random.Random(seed)
        self.writer = Writer(seed)
        self.stock = [self._sentence(self.random.randint(8, 30)) for _ in range(600)]
        self.stock_weights = list(accumulate(1 / (rank + 5) for rank in range(len(self.stock))))
        self.topics = [[self.writer.text(self.random.randint(2, 5)).lower() for _ in range(25)] for _ in range(300)]
        self.chance = random.Random(f"blurbs {seed}")  # of its own: all else is as without them
        writer = Writer(seed + 1)
        self.blurbs: dict[str, list[str]] = {}
        for _ in range(_BLURBS):
            blurb = ". ".join(writer.text(self.chance.randint(8, 12)) for _ in range(4)) + "."
            for paper in self.chance.sample(NEWSPAPERS, _PRINTERS):
                self.blurbs.setdefault(paper, []).append(blurb)
        # Two of each newspaper's own, and three that come from one office to all of them.
        common = [self._template() for _ in range(3)]
        self.templates = {paper: [self._template() for _ in range(2)] + common for paper in NEWSPAPERS}

    def articles(self, number: int, days: int = 365) -> Iterator[Made]:
        """So many articles, in the order of days."""
        recent: list[Made] = []
        first = 0  # of those, the first that is young enough to be printed again
        for n in range(number):
            day = START + timedelta(days * n // number)
            minute = self.random.randint(300, 1300)
            kind = self.random.random()
            while first < len(recent) and (day - recent[first].day).days > _LATEST:
                first += 1
            if kind < _RELATED and first < len(recent):
                source = recent[self.random.randrange(first, len(recent))]
                made = self._taken(n, source, max(day, source.day), minute)
            elif kind < _RELATED + 0.04:
                made = self._bulletin(n, day, minute)
            else:
                made = Made(n, self.random.choice(NEWSPAPERS), day, minute, self.writer.text(9), self._original())
            if not made.bulletin and made.newspaper in self.blurbs and self.chance.random() < _TOUTED:
                made.paragraphs.append(self.chance.choice(self.blurbs[made.newspaper]))
            if made.source is None and not made.bulletin and self.random.random() < 0.3:
                recent.append(made)
            yield made

    def _sentence(self, words: int) -> str:
        return self.writer.text(max(words // 2, 2)) + "."

    def _original(self, words: int | None = None, topic: list[str] | None = None) -> list[str]:
        """Paragraphs of sentences, some of them stock phrases, with the phrases of a topic in the others."""
        words = words or int(self.random.lognormvariate(5.6, 0.5))
        topic = topic or self.random.choice(self.topics)
        paragraphs: list[str] = []
        while words > 0:
            sentences = []
            for _ in range(self.random.randint(1, 4)):
                if self.random.random() < 0.12:
                    sentence = self.random.choices(self.stock, cum_weights=self.stock_weights)[0]
                else:
                    parts = self._sentence(self.random.randint(8, 34))[:-1].split(" ")
                    for _ in range(self.random.randint(0, 2)):
                        parts.insert(self.random.randint(1, len(parts)), self.random.choice(topic))
                    sentence = " ".join(parts) + "."
                sentences.append(sentence)
                words -= len(sentence.split())
            paragraphs.append(" ".join(sentences))
        return paragraphs

    def _edited(self, text: str, rate: float) -> str:
        """The text with so many of its words replaced, left out or put in."""
        found = []
        for word in text.split(" "):
            if self.random.random() >= rate:
                found.append(word)
                continue
            how = self.random.random()
            if how < 0.6:
                found.append(self.writer.text(1))
            elif how < 0.8:
                found += [word, self.writer.text(1).lower()]
        return " ".join(found)

    def _taken(self, number: int, source: Made, day: date, minute: int) -> Made:
        way = self.random.choice(WAYS)
        paragraphs = getattr(self, f"_{way}")(source.paragraphs)
        title = source.title if self.random.random() < 0.4 else self.writer.text(9)
        paper = self.random.choice([paper for paper in NEWSPAPERS if paper != source.newspaper])
        if day == source.day:
            minute = self.random.randint(source.minute + 1, 1439)
        return Made(number, paper, day, minute, title, paragraphs, source.number, way)

    def _light(self, source: list[str]) -> list[str]:
        rate = self.random.uniform(0, 0.08)
        return [self._edited(text, rate) for text in source if len(source) < 3 or self.random.random() > 0.05]

    def _cut(self, source: list[str]) -> list[str]:
        sentences = [text.split(". ") for text in source]
        keep = max(1, round(len(source) * self.random.uniform(0.3, 0.8)))
        kept = sentences[:keep] if self.random.random() < 0.6 else self.random.sample(sentences, keep)
        return [self._edited(". ".join(text), self.random.uniform(0, 0.04)) for text in kept]

    def _rewritten(self, source: list[str]) -> list[str]:
        keep = self.random.uniform(0.4, 0.75)
        found = []
        for text in source:
            sentences = [
                self._edited(sentence, 0.05)
                if self.random.random() < keep
                else self._sentence(len(sentence.split()))[:-1]
                for sentence in text.split(". ")
            ]
            found.append(". ".join(sentences))
        if self.random.random() < 0.3:
            self.random.shuffle(found)
        return [*self._original(40), *found]

    def _embedded(self, source: list[str]) -> list[str]:
        own = self._original(round(sum(len(text.split()) for text in source) * self.random.uniform(0.3, 2)))
        place = self.random.randint(0, len(own))
        return [*own[:place], *(self._edited(text, 0.02) for text in source), *own[place:]]

    def _excerpt(self, source: list[str]) -> list[str]:
        """From 70 words on, in a row, in an article of its own."""
        words = " \n ".join(source).split(" ")
        length = min(len(words), self.random.randint(70, 180))
        start = self.random.randint(0, len(words) - length)
        text = self._edited(" ".join(words[start : start + length]), 0.01).replace(" \n ", "\n\n").replace("\n", "")
        own = self._original(self.random.randint(60, 200))
        place = self.random.randint(0, len(own))
        return [*own[:place], text, *own[place:]]

    def _template(self) -> list[list[str]]:
        """Paragraphs of pieces, with a figure after each."""
        return [
            [self.writer.text(self.random.randint(2, 6)) for _ in range(self.random.randint(4, 8))] for _ in range(4)
        ]

    def _bulletin(self, number: int, day: date, minute: int) -> Made:
        paper = self.random.choice(NEWSPAPERS)
        template = self.random.choice(self.templates[paper])
        figure = self.random.randint
        text = [" ".join(f"{piece} {figure(10, 99)}-{figure(10, 99)} độ" for piece in line) for line in template]
        return Made(number, paper, day, minute, f"Bản tin {day:%d/%m}", text, bulletin=True)
