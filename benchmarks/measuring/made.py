"""Generated archives, as crawling would have left them: written the way crawls write, or in bulk, which is much faster.

The articles are made up: real syllables, words of one to three of them as frequent as Zipf's law has it, some real
names and words among the most frequent and some rare, bodies of about 2.4 KB, 69 newspapers of very unlike size, over
sixteen years. One in fifty is edited, one in eighty taken down, one in a hundred has no date, one in twenty-five stands in
several newspapers. Their words have no order in time or by newspaper: the hardest case for what counts them.
"""

from __future__ import annotations

import random
import sqlite3
from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta
from functools import cache
from itertools import accumulate, groupby

from archive.article import Article, Image, Removed
from archive.article_rows import mark_gone
from archive.database import transaction
from archive.newspapers import put_newspaper
from archive.storing.store import save_article
from vietnamese.letters import VOWELS, is_syllable
from vietnamese.time_zone import VIETNAM

ONSETS = "b c ch d đ g gh gi h k kh l m n ng ngh nh p ph qu r s t th tr v x"
RIMES = (
    "a ac ach ai am an ang anh ao ap at au ay ăc ăm ăn ăng ăt âm ân âng âp ât âu ây em en eo ep et ê êch ên ênh êu i ia"
    " ich iêc iêm iên iêng iêt iêu im in inh it iu o oa oai oan oang oanh oat oc oe oi om on ong op ot ô ôc ôi ôm ôn ông"
    " ôt ơ ơi ơm ơn ơp ơt u ua uân uât uê ui um un ung uôc uôi uôn uông uôt ut uy uyên uyêt ư ưa ưc ưng ươc ươi ươn ương"
    " ươt ưt ưu y yên yêu"
)
# Place in the order of frequency -> word.
WORDS = {
    0: "và", 1: "các", 2: "của", 4: "ma", 9: "đường", 14: "xã hội", 19: "hội nghị", 29: "thái nguyên", 39: "má",
    59: "đắk lắk", 60: "hòa bình", 61: "hoà bình", 99: "nguyễn thị", 399: "mả", 1499: "đắc lắc", 1999: "nguyễn thị đào",
    2999: "duong", 9999: "mù cang chải",
}  # fmt: skip
SECTIONS = ("Thời sự", "Kinh tế", "Xã hội", "Văn hóa", "Giáo dục", "Sức khỏe", "Đời sống", "Thể thao", "Bạn đọc")
REMOVED = (
    ("Chia sẻ bài viết", "share"),
    ("Xem thêm", "related"),
    ("Từ khóa:", "tags"),
    ("Gửi bình luận", "comment-form"),
)
FIRST, DAYS = date(2010, 9, 1), 16 * 365
LAST = datetime(2026, 11, 20, tzinfo=VIETNAM)  # until when crawls found articles gone


@dataclass(slots=True)
class Story:
    """An article as crawls met it: as it was first seen, as it was edited, and when it was gone."""

    newspaper: str
    article: Article
    seen: datetime
    edit: Article | None = None
    gone: datetime | None = None
    same: int = 0  # the number of the story, among those of a month, whose text it is; 0 for none

    @property
    def edited(self) -> datetime:
        return self.seen + timedelta(hours=20)


def syllables() -> list[str]:
    """Every combination that reads as a Vietnamese syllable."""
    rows = {row[0]: row for row in VOWELS}
    made = []
    for onset in ["", *ONSETS.split()]:
        for rime in RIMES.split():
            vowels = [place for place, letter in enumerate(rime) if letter in rows]
            hats = [place for place in vowels if rime[place] in "ăâêôơư"]
            place = hats[-1] if hats else vowels[0 if rime[-1] in rows else -1]
            made += [onset + rime[:place] + letter + rime[place + 1 :] for letter in rows[rime[place]]]
    return [syllable for syllable in made if is_syllable(syllable)]


@cache
def vocabulary() -> tuple[list[str], list[float]]:
    """The words, from the most frequent on, and their weights, added up."""
    chance = random.Random(2020)
    known = syllables()
    chance.shuffle(known)
    weights = list(accumulate(1 / (rank + 3) for rank in range(len(known))))
    words = [
        WORDS.get(rank)
        or " ".join(chance.choices(known, cum_weights=weights, k=chance.choices((1, 2, 3), (25, 65, 10))[0]))
        for rank in range(25_000)
    ]
    return words, list(accumulate(1 / (rank + 2.7) for rank in range(len(words))))


def newspapers(conn: sqlite3.Connection) -> list[str]:
    """Makes the newspapers known, one a province and six broadcasters, and returns their names."""
    provinces = conn.execute("select id, name from provinces order by id").fetchall()
    papers = [(f"bao-{slug}", f"Báo {name}", slug) for slug, name in provinces]
    papers += [(f"dai-{slug}", f"Đài {name}", slug) for slug, name in provinces[:6]]
    for id, title, slug in papers:
        put_newspaper(conn, id, title=title, home=f"https://{id}.example/", province=slug, family="abc"[len(id) % 3])
    return [id for id, _, _ in papers]


class Writer:
    """Writes text of any length, the same for the same seed."""

    def __init__(self, seed: int) -> None:
        self.random = random.Random(seed)
        self.words, self.weights = vocabulary()

    def text(self, words: int) -> str:
        return " ".join(self.random.choices(self.words, cum_weights=self.weights, k=words)).capitalize()

    def some(self, first: int, last: int, number: int) -> list[str]:
        """Words of some frequency, each once."""
        return sorted(set(self.random.choices(self.words[first:last], cum_weights=self.weights[first:last], k=number)))

    def body(self) -> str:
        return "\n\n".join(self.text(27) + "." for _ in range(8))


def month(papers: list[str], days: list[date], numbers: list[int]) -> list[Story]:
    """The stories of some days in a row, so many each."""
    writer = Writer(int(f"{days[0]:%Y%m%d}"))
    chance = writer.random
    shares = list(accumulate(1 / (rank + 1) for rank in range(len(papers))))
    stories: list[Story] = []
    for day, number in zip(days, numbers, strict=True):
        for n in range(number):
            at = datetime(day.year, day.month, day.day, 5 + 16 * n // number, n % 60, tzinfo=VIETNAM)
            paper = chance.choices(papers, cum_weights=shares)[0]
            story = Story(paper, _article(writer, paper, at, f"{day:%Y%m%d}{n:05}"), at + timedelta(hours=1))
            stories.append(story)
            if chance.random() < 0.04 and len(stories) > 1:
                _take(story, stories, chance.randint(1, min(20, len(stories) - 1)))
            if chance.random() < 0.02:
                story.edit = replace(story.article, title=story.article.title + " (cập nhật)")
            if chance.random() < 1 / 80:
                story.gone = min(story.seen + timedelta(days=chance.randint(5, 900)), LAST)
    return stories


def _article(writer: Writer, paper: str, at: datetime, number: str) -> Article:
    chance = writer.random
    article = Article(
        f"https://{paper}.example/tin-{number}.html",
        writer.text(8),
        writer.body(),
        writer.text(25) + ".",
        byline=writer.words[chance.randint(500, 900)].title() if chance.random() < 0.8 else None,
        section=chance.choice(SECTIONS),
        published_at=None if chance.random() < 0.01 else at.isoformat(),
        published_precision="minute",
        published_from="meta",
        tags=writer.some(50, 4_000, chance.randint(1, 4)),
        images=[Image(f"https://{paper}.example/{number}.jpg", writer.text(9), None, chance.randint(0, 8))],
        removed=[Removed(*chance.choice(REMOVED)) for _ in range(chance.randint(0, 2))],
        kinds=["", "subhead"] if chance.random() < 0.1 else [],
    )
    if article.published_at is None:
        article.published_precision = article.published_from = None
    return article


def _take(story: Story, stories: list[Story], back: int) -> None:
    """Gives a story the text of one before it in another newspaper."""
    place = len(stories) - 1 - back
    first = stories[place]
    if any(other.newspaper == story.newspaper for other in stories if other is first or other.same == place + 1):
        return
    if not first.same and not first.edit:
        story.article.lead, story.article.body, story.same = first.article.lead, first.article.body, place + 1


def months(papers: list[str], number: int) -> Iterator[tuple[list[str], list[date], list[int]]]:
    """What `month` is to be called with for so many articles over all years."""
    days = [FIRST + timedelta(n) for n in range(DAYS)]
    of = dict(zip(days, ((n + 1) * number // DAYS - n * number // DAYS for n in range(DAYS)), strict=True))
    for _, some in groupby(days, lambda day: (day.year, day.month)):
        found = [day for day in some if of[day]]
        if found:
            yield papers, found, [of[day] for day in found]


def crawled(conn: sqlite3.Connection, number: int) -> None:
    """Writes so many articles as crawls do, each in the transaction that stores it."""
    papers = newspapers(conn)
    for some in months(papers, number):
        with transaction(conn):
            for story in month(*some):
                saved = save_article(conn, story.newspaper, story.article, seen_at=story.seen)
                if story.edit:
                    save_article(conn, story.newspaper, story.edit, seen_at=story.edited)
                if story.gone:
                    mark_gone(conn, saved.article_id, story.gone)
