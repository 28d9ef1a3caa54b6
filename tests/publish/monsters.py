"""Articles as nobody should write them: words without an end, texts without an end, markup, no title, many edits."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from pathlib import Path

from archive.article import Article, Image, Removed
from archive.database import connect, transaction
from archive.newspapers import put_newspaper
from archive.storing.store import save_article
from tests.publish.conftest import SEEN

MARKUP = "<script>alert(1)</script>&\"'"
WORD = "Nghiêngngả" * 60
ADDRESS = "https://quaivat.example/" + "a" * 300 + "?q=" + "b" * 1_500
DAY = {"published_at": "2024-02-03", "published_precision": "day"}

VERSE = Article(
    url="https://quaivat.example/tho",
    title="Bốn câu bên suối",
    lead="Sương xuống\nchậm",
    body="Suối chảy quanh nhà sàn\nLửa reo trong bếp cũ\n\nMẹ ngồi đan gùi mây\nGió lùa qua khe cửa",
    **DAY,
)
UNTITLED = Article(
    url="https://quaivat.example/",
    title="",
    lead="Chuyện không ai đặt tên.",
    body="Thân bài.",
    **(DAY | {"published_at": "2024-06-01"}),
)
SAVED = Article(url="file:///home/ban-doc/rieng/trang.html", title="Đọc từ tệp", body="Thân bài.", **DAY)
WORDS = Article(
    url=ADDRESS,
    title=WORD,
    lead=f"Xem {ADDRESS}",
    body=f"{WORD}\n\nViết cho {'hoa' * 40}@{'ban' * 40}.example\n\n{ADDRESS}",
    byline=WORD,
    section=WORD,
    tags=[WORD, "a/b", ADDRESS],
    images=[Image(ADDRESS, WORD, WORD, after=1)],
    removed=[Removed(WORD, "r" * 80)],
    **DAY,
)
ENDLESS = Article(
    url=ADDRESS + "2",
    title=MARKUP * 300,
    lead=MARKUP * 500,
    body="\n\n".join([MARKUP * 500, *(f"Đoạn {n}. {MARKUP}" for n in range(80)), "gà gáy sáng " * 4_000]),
    byline=MARKUP * 300,
    section=MARKUP * 300,
    tags=[f"{MARKUP * 20}{n}" for n in range(200)],
    images=[Image(f"{ADDRESS}{n}", MARKUP * 200, MARKUP * 50, after=n) for n in range(12)],
    removed=[Removed(MARKUP * 10, "rule") for _ in range(400)],
    **DAY,
)
LONG_WINDED = [
    replace(ENDLESS, url=f"{ADDRESS}3{n}", body="Ngắn thôi.", images=[], tags=[], removed=[]) for n in range(12)
]
EDITED = Article(
    url="https://quaivat.example/sua", title="Sửa mãi", body=" ".join(f"từ{n % 40}" for n in range(990)), **DAY
)
EDITS = [
    replace(EDITED, body=" ".join(f"từ{n % 40 + (n % (edit + 2) == 0)}" for n in range(990))) for edit in range(1, 26)
]


def fill(path: Path) -> None:
    conn = connect(path)
    with transaction(conn):
        put_newspaper(conn, "quai-vat", title=WORD, home=ADDRESS, province="hue")
        put_newspaper(conn, "kich-ban", title=MARKUP, home="javascript:alert(9)", province="hue")
        for article in (VERSE, UNTITLED, SAVED, WORDS, ENDLESS, *LONG_WINDED, EDITED):
            save_article(conn, "quai-vat", article, seen_at=SEEN)
        for days, edited in enumerate(EDITS, 1):
            save_article(conn, "quai-vat", edited, seen_at=SEEN + timedelta(days=days))
        save_article(conn, "quai-vat", replace(ENDLESS, body=ENDLESS.body[::-1]), seen_at=SEEN + timedelta(days=2))
    conn.close()
