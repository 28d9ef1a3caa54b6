"""What is copied from an article is found by pasting it, whole or any run of its words, as letters get broken on the way.

`make fuzz FUZZ=run_of_words` is the long run.
"""

from __future__ import annotations

import random
import re
import sqlite3
import unicodedata
from collections.abc import Callable, Iterator
from contextlib import closing
from datetime import UTC, datetime
from pathlib import Path

import pytest

from archive.addresses import named_article
from archive.article import Article
from archive.database import connect, transaction
from archive.newspapers import put_newspaper
from archive.search.search import Match, register, search
from archive.storing.store import save_article
from tests import archives
from tests.fuzzing import rounds
from vietnamese.fold import FORMS

# Invented; each holds what a query might take for something else.
TEXTS = [
    "“Làm sao quên -Ông Bảy nói- mùa nước nổi OR mùa khô…”, một lão nông kể",
    "title:Hội thi ghe ngo; province: miền Tây (lần thứ Ⅻ) - giải thưởng 1.250.000₫",
    "Nhà sàn 120 m², thải CO₂ và H₂O, 10⁶ đồng, khu ２０２５, tàu ＨＱ-571, phim ﬁlm",
    "Buôn Kơ̆ng, sông Sơ̆k, thác Krông Bŭk, Čư M'gar, dân ca Ê Đê: ô̆, ê̆ và Jrai",
    "Ông Guðrún Þórsson đến Hà Nội; Müller, Łódź, Москва, Ελλάδα và 中国 gặp nhau",
    "Chào 🤗 bà con ☀ trời nắng ⚓ 🫶 vui quá ❤️ hết sẩy 👨‍👩‍👧 về quê",
    "Sở LĐ-TB&XH họp ngày 28/8 (thứ sáu) - “mở rộng” -'đóng cửa'- AND NOT NEAR(cầu, phà)",
    'Tựa "ngoặc kép" lẻ " và ‘nháy đơn’ « ngoặc » ＂rộng＂ 5" x 7" − 3° * ^ : {a} b:c',
    "Hoà Bình, thuỷ điện, khoẻ, hòa thuận, tùy bút, Đắc Lắc, TP.HCM, Sài Gòn, Huế",
    "Và và và OR OR -và -và “” '' -\"và\" ,,, ;;; … — – · • © ® ™ 1/2 ½ ¾ ② ⅓ № 5‰",
    *(f"Dòng nước số {n} trôi -qua làng {n}, OR bến {n}" for n in range(6)),
]
BREAKS: dict[str, Callable[[str, random.Random], str]] = {
    "as it is": lambda text, _: text,
    "apart": lambda text, _: unicodedata.normalize("NFD", text),
    "no-break spaces": lambda text, _: text.replace(" ", "\u00a0"),
    "line ends": lambda text, chance: re.sub(" ", lambda _: chance.choice([" ", "\n", "\r\n", "\t", "  "]), text),
    "capitals": lambda text, _: text if re.search("[Ⅻﬁ]", text) else text.upper(),
    "soft hyphens": lambda text, chance: re.sub(
        r"(?<=[^\W\d_])(?=[^\W\d_])", lambda _: chance.choice(["", "", "\u00ad", "\u2060", "\u200d"]), text
    ),
    "eth": lambda text, _: text.replace("Đ", "Ð") if "ð" not in text else text,
    "other scripts": lambda text, _: text.replace("à", "\u0430\u0300").replace("o", "\u043e"),
    "as typed": lambda text, _: "".join(FORMS.get(letter, letter) for letter in text),
}
# Ways of breaking letters that make another text of some words: only what is folded has to be found then.
FOLDED_ONLY = {"capitals", "as typed", "eth", "other scripts"}


@pytest.fixture(scope="module")
def archive(tmp_path_factory: pytest.TempPathFactory) -> Iterator[sqlite3.Connection]:
    with closing(connect(tmp_path_factory.mktemp("pasting") / "archive.db")) as conn:
        register(conn)
        with transaction(conn):
            put_newspaper(conn, "bao")
            for n, text in enumerate(TEXTS):
                body = "\n\n".join([text, *TEXTS[:n][-2:], "Trời trong xanh. " * 30])
                article = Article(
                    url=f"https://bao.example/{n}", title=text, lead=f"Sáng nay: {text}", body=body,
                    published_at="2020-01-01",
                )  # fmt: skip
                save_article(conn, "bao", article, seen_at=datetime(2024, 6, 1, tzinfo=UTC))
        yield conn


def run_of_words(text: str, chance: random.Random) -> str:
    words = list(re.finditer(r"\S+", text))
    size = min(len(words), chance.choice([1, 2, 3, 5, 8, 13, 40, 100, 10_000]))
    start = chance.randrange(len(words) - size + 1)
    return text[words[start].start() : words[start + size - 1].end()]


@pytest.mark.fuzz
def test_any_run_of_words_is_found_however_it_was_copied(archive: sqlite3.Connection) -> None:
    articles = archive.execute("select id, title, lead, body from articles").fetchall()
    lost = []
    for chance in rounds(250):
        id, *texts = chance.choice(articles)
        run = run_of_words(chance.choice(texts), chance)
        if not any(map(str.isalnum, run)):
            continue
        how = chance.choice(list(BREAKS))
        pasted = BREAKS[how](run, chance)
        found = search(archive, pasted, limit=100)
        if not found.query.terms:
            continue
        if id not in {hit.id for hit in found.hits}:
            lost.append((how, "search", run, found.query))
        if found.query.literal and len(re.findall(r"\w+", run)) < 6:
            continue  # SQL cannot look at the signs: there they are operators
        tables = ["articles_fts"]
        if how not in FOLDED_ONLY and archive.execute("select exact_query(?)", [pasted]).fetchone() != ('""',):
            tables.append("articles_exact")
        for table, to in zip(tables, ("fts_query", "exact_query"), strict=False):
            one = f"select 1 from {table} where {table} match {to}(?) and rowid = ?"
            if not archive.execute(one, [pasted, id]).fetchone():
                lost.append((how, table, run, archive.execute(f"select {to}(?)", [pasted]).fetchone()))
    assert not lost, f"{len(lost)} lost; the shortest: {min(lost, key=lambda one: len(str(one)))}"


@pytest.mark.parametrize(
    ("query", "text"),
    [
        ("Ðà Nẵng", "Cầu quay ở Đà Nẵng."),
        ("Ðak Lak", "Chợ Đak Lak."),
        ("s\u0430o m\u0430i", "Ngôi sao mai."),
        ("\u0441\u0430o nguyên", "Cây cao nguyên."),
        ("trường\u200b học", "Trường học."),
        ("trư\u00adờng h\u200bọc", "Trường học."),
        ("kơ\u0306ng", "Buôn Kơ̆ng."),
        ("kŏ\u031bng", "Buôn Kơ̆ng."),
        ("kong sok", "Kơ̆ng Sơ̆k."),
        ("krông bŭk", "Krông Bŭk."),
        ("120 m2", "Rộng 120 m²."),
        ("120 m²", "Rộng 120 m2."),
        ("co2", "Khí CO₂."),
        ("CO₂", "Khí CO2."),
        ("khóa XII", "Khóa Ⅻ."),
        ("khóa Ⅻ", "Khóa XII."),
        ("UBND tỉnh", "ＵＢＮＤ tỉnh."),
        ("ＵＢＮＤ tỉnh", "UBND tỉnh."),
        ("No 7", "Đường № 7."),
        ("№ 7", "Đường No 7."),
        ("120 m2", "Rộng 120㎡."),
        ("film", "Phim ﬁlm."),
        ("ﬁlm", "Phim film."),
        ("𝐇à Nội", "Hà Nội."),
        ("së lao ®éng tØnh Hµ Nam", "Sở Lao động tỉnh Hà Nam."),
    ],
)
def test_letters_are_repaired_in_what_is_asked_as_in_what_is_kept(tmp_path: Path, query: str, text: str) -> None:
    with closing(archives.new(tmp_path / "archive.db")) as conn:
        register(conn)
        with transaction(conn):
            put_newspaper(conn, "bao")
            article = Article(url="https://bao.example/1", title="Tin", body=text, published_at="2020-01-01")
            save_article(conn, "bao", article, seen_at=datetime(2024, 6, 1, tzinfo=UTC))
        found = search(conn, query)
        assert found.total == 1 and (found.main is Match.TYPED or "Đak" in text or "Ｕ" in text), found
        assert conn.execute("select 1 from articles_fts where articles_fts match fts_query(?)", [query]).fetchone()
        assert search(conn, f"tin -{query}").total in (0, 1)


def test_an_article_is_named_by_its_id_or_its_place(archive: sqlite3.Connection) -> None:
    (first,) = archive.execute("select min(id) from articles").fetchone()
    for text in (f"{first}", f"bài số {first}", f"/articles/{first}/v/1"):
        found = named_article(archive, text)
        assert found is not None and found.article == first
    for text in (f"{first + 90_000}", f"{first // 10}", "Trời trong xanh", ""):
        assert named_article(archive, text) is None
