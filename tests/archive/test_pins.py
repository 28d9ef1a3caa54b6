"""What the archive makes of scripted histories is what `pins/` says: which article a reading is of, revisions, takedowns,
merges, reprints, schedules, health, searches. The clock is the script's; `make pins` accepts changes."""

from __future__ import annotations

import os
import random
import socket
import sqlite3
from array import array
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from itertools import product
from pathlib import Path

import pytest

from archive import addresses, crawls, health, profiles, rescue
from archive.article import Article, Image, Key, KeyScope, Removed
from archive.article_rows import mark_gone, mark_seen, new_id
from archive.checks import clock, fixity
from archive.database import connect, explain
from archive.frontier import pages, revisits, schedule
from archive.frontier.pages import Link
from archive.moments import utc
from archive.newspapers import put_newspaper
from archive.reasons import Code, Reason, other
from archive.reasons import stored as stored_reason
from archive.reprints import reprints
from archive.reprints.fingerprints import Text, common, fingerprints, may_share, runs_of
from archive.search.counts import by_month, by_newspaper
from archive.search.highlight import marked, printed
from archive.search.search import Filters, newest_entered, search, search_ids
from archive.search.suggestions import suggestion
from archive.storing import sightings
from archive.storing.merging import moved_or_stands, redirected
from archive.storing.revisions import take_back
from archive.storing.store import save_article
from archive.words import blocks
from archive.words.vocabulary import Years, score, telling
from tests import pinned

PINS = Path(__file__).parent / "pins"
NOW = datetime(2026, 11, 23, 8, tzinfo=UTC)
SYLLABLES = [
    f"{onset}{rime}"
    for onset in ["b", "c", "d", "g", "h", "k", "l", "m", "n", "s", "t", "v", "x"]
    for rime in ["a", "ang", "ong", "i", "inh", "ê", "ươi", "ân", "ó"]
]
Rows = Iterator[tuple[str, str, str]]
PAPERS = ("bao-a", "bao-b", "bao-cu")


def prose(seed: int, size: int, row: int = 40) -> list[str]:
    """So many words; of two seeds no run is the same."""
    return random.Random(seed).choices(SYLLABLES, k=size)


def paragraphs(words: list[str], row: int = 40) -> str:
    return "\n\n".join(" ".join(words[n : n + row]) for n in range(0, len(words), row))


@pytest.fixture(scope="module")
def conn(tmp_path_factory: pytest.TempPathFactory) -> Iterator[sqlite3.Connection]:
    """An archive with three newspapers, of which one went into another."""
    conn = connect(tmp_path_factory.mktemp("pins") / "archive.db")
    conn.execute("pragma synchronous = off")
    put_newspaper(conn, "bao-a", title="Báo A", home="https://a.example/", province="thai-nguyen")
    put_newspaper(
        conn, "bao-b", title="Báo B", home="https://b.example/", province="dak-lak", former=["www.bcu.example"]
    )
    put_newspaper(conn, "bao-cu", title="Báo Cũ", home="https://cu.example/", province="bac-kan", successor="bao-a")
    yield conn
    conn.close()


@contextmanager
def undone(conn: sqlite3.Connection) -> Iterator[None]:
    """What is written in the block is taken back."""
    conn.execute("savepoint script")
    try:
        yield
    finally:
        conn.execute("rollback to script")
        conn.execute("release script")


@contextmanager
def restored(conn: sqlite3.Connection) -> Iterator[None]:
    """The same for what has transactions of its own."""
    before = sqlite3.connect(":memory:")
    conn.backup(before)
    try:
        yield
    finally:
        before.backup(conn)
        before.close()


def swept(name: str, steps: range | list[int], told: Callable[[int], object]) -> Rows:
    """Where along its steps what is told changes."""
    before = None
    for step in steps:
        if (now := str(told(step))) != before:
            yield name, str(step), now
        before = now


# --- which article a reading is of -----------------------------------------------------------------------------------

FIRST = Article("https://a.example/tin/mot-1.html", "Ba ấp dọn kênh", paragraphs(prose(1, 40)), lead="Sáng qua, cả xã ra đồng.",
                published_at="2026-11-20T08:30:00+07:00")  # fmt: skip
AT = {
    "own": "https://a.example/tin/mot-1.html", "www": "http://www.a.example/tin/mot-1.html", "met": "https://a.example/met-1.html",
    "led": "https://a.example/led-1.html", "new": "https://a.example/khac-2.html",
}  # fmt: skip
KEYS = {
    "none": None, "same": Key("1"), "same, sure": Key("1", KeyScope.FAMILY), "same, unsure": Key("1", KeyScope.UNTRUSTED),
    "other": Key("2"), "other series": Key("a1f", KeyScope.FAMILY),
}  # fmt: skip
SHARED = (0, 14, 40)
WHEN = {"minute": "2026-11-20T08:30:00+07:00", "day": "2026-11-20", "none": None}


def identities(conn: sqlite3.Connection) -> Rows:
    """For addresses, keys and newspapers: whether it is the first article, by title, date and words in common."""
    for stored_key in (None, Key("1")):
        with undone(conn):
            one = save_article(conn, "bao-a", replace(FIRST), seen_at=NOW, key=stored_key).article_id
            for read in ("own", "met"):
                pages.done(conn, AT[read], "bao-a", NOW, state="article", status=200, due_at=None, article_id=one)
            pages.add(conn, "bao-a", [Link(AT["led"])], NOW)
            pages.leads_to(conn, AT["led"], one)
            for at, key, paper in product(AT, KEYS, PAPERS):
                outcome = ""
                for title, when in product((FIRST.title, "Chợ phiên vùng cao"), WHEN):
                    for size in SHARED:
                        text = [*prose(1, size), *prose(2, 40 - size)]
                        reading = Article(
                            AT[at],
                            title,
                            paragraphs(text),
                            published_at=WHEN[when],
                            lead=FIRST.lead if size == 40 else None,
                        )
                        with undone(conn):
                            saved = save_article(
                                conn, paper, reading, seen_at=NOW + timedelta(days=1), key=KEYS[key], at=AT[at]
                            )
                            outcome += saved.outcome.value[0].upper() if saved.article_id == one else "."
                    outcome += " "
                yield f"{'key 1' if stored_key else 'no key'}, {at}, {key}", paper, outcome


def words_in_common(conn: sqlite3.Connection) -> Rows:
    """How many words an edited text must share, under another address with the same title; of long and short ones."""
    for size, minute in product((10, 30, 100), (True, False)):

        def told(n: int, size: int = size, minute: bool = minute) -> str:
            with undone(conn):
                when = "2026-11-20T08:30:00+07:00" if minute else "2026-11-20"
                save_article(
                    conn, "bao-a", replace(FIRST, body=paragraphs(prose(1, size)), published_at=when), seen_at=NOW
                )
                outcomes = ""
                for title in (FIRST.title, "Chợ phiên vùng cao"):
                    body = paragraphs([*prose(1, size)[:n], *prose(2, size - n)])
                    reading = Article(AT["new"], title, body, published_at=when)
                    with undone(conn):
                        outcomes += save_article(conn, "bao-a", reading, seen_at=NOW).outcome.value[0]
                return outcomes

        yield from swept(f"words in common of {size}, {minute}", range(size + 1), told)
    for longer in range(0, 200, 5):
        with undone(conn):
            save_article(conn, "bao-a", replace(FIRST, body=paragraphs(prose(1, 100))), seen_at=NOW)
            body = paragraphs([*prose(1, 100), *prose(3, longer)])
            saved = save_article(
                conn, "bao-a", Article(AT["new"], FIRST.title, body, published_at=FIRST.published_at), seen_at=NOW
            )
            yield "longer by", str(longer), saved.outcome.value


# --- histories at random, always the same ----------------------------------------------------------------------------

TABLES = {
    "articles": "id, newspaper, url, key, title, byline, words, first_seen_at, last_seen_at, changed_at, gone_at",
    "revisions": "article_id, number, seen_at, title, byline, capture_id, stood_until",
    "pages": "url, article_id, state, status, due_at, fetched_at, tries, error, moved_to, priority",
    "images": "article_id, position, caption", "article_tags": "article_id, tag", "removed": "article_id, position, text",
    "withheld": "article_id", "reprints": "article_id, earlier_id, kind, words",
}  # fmt: skip


def contents(conn: sqlite3.Connection) -> dict[str, list[str]]:
    return {
        table: [" ".join("-" if value is None else str(value).replace("2026-", "") for value in row) for row in conn.execute(f"select {columns} from {table} order by 1, 2, 3" if "," in columns and columns.count(",") > 1 else f"select {columns} from {table}")]
        for table, columns in TABLES.items()
    }  # fmt: skip


def histories(conn: sqlite3.Connection) -> Rows:
    """Readings, edits, takedowns, redirects and sightings in any order: what each changes."""
    for seed in range(6):
        chance = random.Random(seed)
        with undone(conn):
            for n in range(1, 6):
                conn.execute(
                    "insert into captures(id, url, fetched_at, status, digest, warc, offset, length) values (?, 'x', '2026', 200, 'd', 'w', ?, 1)",
                    [n, n],
                )
            before = contents(conn)
            for step in range(45):
                name, act = _act(chance)
                what = f"{seed}.{step} {name}"
                done = act(conn)
                after = contents(conn)
                yield what, "answer", str(done)
                for table, rows in after.items():
                    for sign, more, less in (("-", before[table], rows), ("+", rows, before[table])):
                        yield from ((what, table, f"{sign}{row}") for row in more if row not in less)
                before = after


def _act(chance: random.Random) -> tuple[str, Callable[[sqlite3.Connection], object]]:
    when = NOW + timedelta(hours=chance.choice((0, 6, 12, 24, 30, 48, 72)))
    number = chance.choice((1, 1, 2, 3))
    paper = chance.choice(PAPERS)
    host = {"bao-a": "a", "bao-b": "b", "bao-cu": "cu"}[paper]
    url = f"https://{host}.example/tin-{number}.html"
    away = f"https://{chance.choice('ab')}.example/{chance.choice(('tin', 'moi'))}-{number}.html"
    text = chance.choice((1, 1, 2, 3))
    frame = (lambda line: line == "Khung") if chance.random() < 0.3 else None
    capture = chance.choice((None, None, 1, 2, 3))
    article = Article(
        chance.choice((url, url, away)), f"Bài số {number}" + chance.choice(("", " (sửa)")),
        paragraphs([*prose(10 * number, 30), *prose(10 * number + text, 12)], 14) + chance.choice(("", "\n\nKhung")),
        byline=chance.choice((None, "Lan Thử")), published_at=chance.choice((f"2026-11-2{number}T08:00:00+07:00", f"2026-11-2{number}", None)),
        images=[Image("x", caption) for caption in chance.choice(((), ("Ghe",), ("Ghe", "Xuồng")))],
        tags=list(chance.choice(((), ("ghe",)))), removed=[Removed(t, "nav") for t in chance.choice(((), ("Chia sẻ",)))],
    )  # fmt: skip
    key = chance.choice(
        (None, None, Key(str(number)), Key(f"f{number}", KeyScope.FAMILY), Key("9", KeyScope.UNTRUSTED))
    )

    def save(conn: sqlite3.Connection) -> object:
        saved = save_article(conn, paper, article, seen_at=when, key=key, at=url, capture_id=capture, frame=frame)
        pages.done(conn, url, paper, when, state="article", status=200, due_at=when, article_id=saved.article_id)
        return saved.outcome.value

    def some(conn: sqlite3.Connection) -> int:
        ids = [id for (id,) in conn.execute("select id from articles order by id")]
        return ids[number % len(ids)] if ids else 0

    acts: dict[str, Callable[[sqlite3.Connection], object]] = {
        "read": save,
        "read again": save,
        "read more": save,
        "gone": lambda conn: (mark_gone(conn, some(conn), when), pages.done(conn, url, paper, when, state="gone", status=404, due_at=None)),
        "seen": lambda conn: mark_seen(conn, some(conn), when),
        "redirected": lambda conn: (pages.done(conn, url, paper, when, state="moved", status=301, due_at=None, moved_to=away), redirected(conn, url, away, key, old=None, for_good=True)),
        "redirected a while": lambda conn: redirected(conn, url, away, key),
        "stood": lambda conn: sightings.stood(conn, url, when),
        "told gone": lambda conn: sightings.gone(conn, url, when, 410),
        "told moved": lambda conn: sightings.moved(conn, url, when, 302),
        "taken back": lambda conn: take_back(conn, some(conn)),
        "linked": lambda conn: pages.add(conn, paper, [Link(away, modified="2026-11-24", priority=number)], when),
    }  # fmt: skip
    name = chance.choice(list(acts))
    return f"{name} {paper[4:]} {number} {when:%d %H}", acts[name]


# --- reprints --------------------------------------------------------------------------------------------------------


def reprinted(conn: sqlite3.Connection) -> Rows:
    """What of another newspaper's text makes a reprint, and of which kind."""

    def pair(first: list[str], second: list[str], days: int = 0, row: int = 40) -> object:
        with undone(conn):
            for paper, words, day in (("bao-a", first, 0), ("bao-b", second, days)):
                when = date(2026, 6, 1) + timedelta(days) if paper == "bao-b" else date(2026, 6, 1)
                save_article(
                    conn,
                    paper,
                    Article(
                        f"https://{paper[4:]}.example/{day}", "Tin", paragraphs(words, row), published_at=f"{when}"
                    ),
                    seen_at=NOW,
                )
            return conn.execute("select kind, paragraphs, article_id > earlier_id from reprints").fetchall()

    for size in (20, 60, 200):
        whole = prose(1, size)
        yield from swept(
            f"passage in {size}",
            range(size + 1),
            lambda n, whole=whole, size=size: [row[0] for row in pair(whole, [*prose(2, size - n), *whole[:n]])],
        )
    long = prose(1, 400)
    yield from swept(
        "passage in a longer one", range(20, 100), lambda n: [row[0] for row in pair(long, [*prose(2, 400), *long[:n]])]
    )
    yield from swept("cut", range(0, 200, 4), lambda n: [row[0] for row in pair(prose(1, 200), prose(1, 200)[n:])])
    yield from swept(
        "with more around",
        range(0, 400, 8),
        lambda n: [row[0] for row in pair(prose(1, 200), [*prose(2, n), *prose(1, 200)])],
    )
    yield from swept("days apart", range(80, 101), lambda n: pair(prose(1, 100), prose(1, 100), n))
    for every in range(2, 14):
        for put in ("khác", "7"):
            second = [put if n % every == 0 else word for n, word in enumerate(prose(1, 160))]
            yield f"every {every}th word is {put}", "kind", str(pair(prose(1, 160), second))
    for every in range(2, 30):
        words = [str(n) if n % every == 0 else word for n, word in enumerate(prose(1, 160))]
        yield f"every {every}th word a number", "kind", str(pair(words, words))
    yield from swept(
        "paragraph of 20",
        range(21),
        lambda n: pair(prose(1, 120), [*prose(1, 80), *prose(1, 120)[80 : 80 + n], *prose(2, 20 - n)], row=20),
    )


def _in_common(name: str, one: list[str], two: list[str]) -> tuple[str, str, str]:
    text, other = (Text.of(None, paragraphs(words, 12)) for words in (one, two))
    return name, "common", f"{common(text, other)} {common(other, text).words} {may_share(runs_of(text), text, other)}"


def fingerprinted(conn: sqlite3.Connection) -> Rows:
    """Runs of words in common, however they are cut, moved, doubled and changed."""
    for size in (*range(0, 60, 3), 100, 200, 400, 1000):
        yield f"text of {size}", "fingerprints", str(len(fingerprints(prose(1, size))))
    base = prose(5, 60)
    for n in range(12):
        yield _in_common(f"cut at {n}", base, base[n:])
        yield _in_common(f"{n} put in", base, [*base[:30], *prose(6, n), *base[30:]])
        yield _in_common(f"{n} changed", base, [*base[:30], *prose(6, n), *base[30 + n :]])
        yield _in_common(f"{n} numbers", base, [*base[:20], *map(str, range(n)), *base[20 + n :]])
        yield _in_common(f"run of {n}", base, [*prose(6, 20), *base[10 : 10 + n], *prose(7, 20)])
        yield _in_common(f"runs {n} apart", base, [*base[:6], *prose(6, n), *base[6:12], *prose(7, 9), *base[20:30]])
        yield _in_common(f"doubled from {n}", base, [*base[n : n + 8], *base])
        yield _in_common(f"turned at {n}", base, [*base[5 * n :], *base[: 5 * n]])
        yield _in_common(f"shares {2 * n} of 120", prose(8, 120), [*prose(9, 60), *prose(8, 120)[: 2 * n + 10]])
    yield "numbers", "figures", str(Text.of("1 hai 3", "bốn 5").figures)
    chance = random.Random(3)
    for n in range(30):
        places = [chance.randrange(55) for _ in range(4)]
        mixed = [word for at in places for word in base[at : at + chance.randrange(2, 14)]]
        yield _in_common(f"pieces {n}", base, mixed)


# --- when pages are asked for ----------------------------------------------------------------------------------------


def intervals(conn: sqlite3.Connection) -> Rows:
    """The next look at an article, a list, a page that is gone or failed."""

    def days(when: datetime) -> str:
        return f"{(when - NOW) / timedelta(days=1):.3f}"

    for age in (-400, -3, -0.5, 0, 0.4, 0.99, 1, 1.01, 2.9, 3, 6, 7, 8, 29, 30, 31, 364, 365, 366, 800):
        born = NOW - timedelta(days=age)
        steps = (1, 3, 7, 30, 365)
        for name, at in (
            ("minute", born.isoformat()),
            ("day", f"{born:%Y-%m-%d}"),
            ("month", f"{born:%Y-%m}"),
            ("unknown", None),
        ):
            seen = (days(revisits.of_article(NOW, at, first, steps)) for first in (born, NOW - timedelta(days=2)))
            yield f"article {age} days old", name, " ".join(seen)
        for found, longest in product((True, False), (revisits.MONTH, revisits.YEAR)):
            told = (
                revisits.of_list(NOW, born, found=found, newest=newest, longest=longest)
                for newest in (None, born.date())
            )
            yield f"list {age} days since", f"{found} {longest.days}", " ".join(map(days, told))
        yield f"missing {age} days since", "", days(revisits.of_missing(NOW, born))
    yield "first look", "", f"{days(revisits.of_list(NOW, None, found=False))} {days(revisits.of_missing(NOW, None))}"
    yield from swept("further page", [*range(12), *range(995, 1005)], lambda n: days(revisits.of_further(NOW, n)))
    yield from swept("failures", range(14), lambda n: days(revisits.of_failure(NOW, n)))


def queues(conn: sqlite3.Connection) -> Rows:
    """What is due, in which order, and what makes it due."""
    with restored(conn):
        for n in range(24):
            kind = ("page", "sitemap", "feed")[n % 3]
            link = Link(
                f"https://a.example/{kind}/{n}", kind=kind, priority=n % 5, modified=f"2026-11-{n + 1:02}", anchor="Bài"
            )
            pages.add(conn, "bao-a", [link], NOW - timedelta(days=n), depth=n % 2)
            if n % 4:
                state = ("new", "article", "index", "gone", "failed", "other")[n % 6]
                pages.done(conn, link.url, "bao-a", NOW - timedelta(days=n), state=state, status=200,
                           due_at=NOW + timedelta(days=n - 9, hours=n % 7))  # fmt: skip

        def told() -> str:
            rows = conn.execute("select url, due_at from pages where newspaper = 'bao-a' order by id")
            return " ".join(f"{url.rpartition('/')[2]}@{due[5:13] if due else '-'}" for url, due in rows)

        yield "queue", "at first", told()
        for limit in (1, 5, 50):
            due = schedule.due(
                conn,
                "bao-a",
                NOW,
                limit,
                skip=lambda page: page % 7 == 0,
                wanted=lambda one: one.depth == 0 or one.kind != "feed",
            )
            yield "due", str(limit), " ".join(one.url.rpartition("/")[2] for one in due)
        yield "due", "without", str(len(schedule.due(conn, "bao-a", NOW, 50, without=["a.example"])))
        for most in (0, 1, 5, 100):
            yield "waiting", str(most), str(schedule.waiting(conn, "bao-a", NOW, most=most))
        acts: dict[str, Callable[[], object]] = {
            "sections": lambda: schedule.wake_sections(conn, "bao-a", NOW), "sources": lambda: schedule.ask_sources(conn, "bao-a", NOW, most=2),
            "articles": lambda: schedule.ask_articles(conn, "bao-a", NOW), "articles, some": lambda: schedule.ask_articles(conn, "bao-a", NOW, most=2),
            "again": lambda: [schedule.ask_again(conn, f"https://a.example/page/{n}", NOW) for n in range(0, 24, 3)],
            "asked": lambda: schedule.ask(conn, "bao-a", "https://a.example/moi", NOW, kind="feed"),
            "news": lambda: pages.add(conn, "bao-a", [Link("https://a.example/page/9", modified="2026-12-01", priority=0, listed="2026-11-01", teaser="x")], NOW),
            "clock": lambda: clock.set_right(conn, "bao-a", NOW - timedelta(days=9)), "clock, right": lambda: clock.set_right(conn, "bao-a", NOW + timedelta(days=99)),
        }  # fmt: skip
        for name, act in acts.items():
            with restored(conn):
                yield name, "answer", str(act())
                yield name, "queue", told()
        yield "sitemaps", "", str(schedule.names_sitemaps(conn, "bao-a"))
        yield "horizon", "", str(schedule.any_beyond(conn, ["https://a.example/page/21"], schedule.horizon(conn) - 3))


def numbers(conn: sqlite3.Connection) -> Rows:
    """The numbers of articles, of full days too."""
    for published, seen in product(
        (None, "2026-11", "2026-11-30", "2026-02-28T23:30:00+07:00"), (NOW, NOW + timedelta(hours=9.5))
    ):
        yield f"{published} seen {seen:%d %H}", "id", str(new_id(conn, published, seen))
    for full in (20261120, 20261153, 20261186):
        with undone(conn):
            for day in (20261120, 20261153, 20261186):
                if day <= full:
                    conn.execute(
                        "insert into articles(id, newspaper, url, title, words, first_seen_at, last_seen_at, body) values (?, 'bao-a', ?, 'x', 1, '', '', '')",
                        [day * 100_000 + 99_999 - (day == full), str(day)],
                    )
            yield f"full to {full}", "id", str(new_id(conn, "2026-11-20", NOW))
            conn.execute("update articles set id = id + 1 where id = ?", [full * 100_000 + 99_998])
            try:
                yield f"over {full}", "id", str(new_id(conn, "2026-11-20", NOW))
            except OverflowError as error:
                yield f"over {full}", "id", str(error)


# --- health ----------------------------------------------------------------------------------------------------------


def findings(conn: sqlite3.Connection) -> Rows:  # noqa: C901  one list of cases, with what makes them
    """What is said of a newspaper whose crawls and articles are so and so."""

    def crawl(when: datetime = NOW, reason: Reason | str | None = "finished", **counts: int) -> None:
        why = reason if isinstance(reason, Reason) else crawls.ending(reason) if reason else None
        row = {"newspaper": "bao-b", "started_at": utc(when), "finished_at": utc(when) if why else None, "reason": "x", **counts,
               "ending": why and why.code, "detail": why and why.detail}  # fmt: skip
        columns = ", ".join(f'"{name}"' for name in row)
        conn.execute(f"insert into crawls({columns}) values ({', '.join('?' * len(row))})", [*row.values()])

    def write(day: date, n: int = 0, **fields: str | None) -> None:
        given: dict[str, str | None] = {"lead": "Mở đầu.", "byline": "Lê Thử", "published_at": f"{day}", **fields}
        article = Article(f"https://b.example/{day}-{n}", f"Bài {day} {n}", f"Thân {day} {n}.", **given)  # type: ignore[arg-type]
        save_article(conn, "bao-b", article, seen_at=datetime(day.year, day.month, day.day, 8, tzinfo=UTC))

    def told() -> str:
        return (
            "; ".join(
                f"{case.what} {case.finding} {sorted(case.values.items())}"
                for case in health.check(conn, NOW)
                if case.newspaper == "bao-b"
            )
            + f" | {health.state(conn, 'bao-b', NOW).what}"
        )

    def of(make: Callable[[int], object]) -> Callable[[int], str]:
        def one(n: int) -> str:
            with undone(conn):
                make(n)
                return told()

        return one

    today = NOW.date()
    for name in ("forbidden", "refused", "walls", "errors", "foreign"):
        yield from swept(
            f"{name} of 20", range(9), of(lambda n, name=name: (write(today), crawl(pages=20, **{name: n})))
        )
        yield from swept(
            f"{name} of 100", range(36), of(lambda n, name=name: (write(today), crawl(pages=100, **{name: n})))
        )
    yield from swept("pages without an article", range(4), of(lambda n: crawl(pages=n)))
    yield from swept("hours since it began", range(20, 28), of(lambda n: crawl(NOW - timedelta(hours=n), None)))
    for code in (
        Code.CERTIFICATE,
        Code.NO_HOST,
        Code.TIMEOUT,
        Code.CAPTCHA,
        Code.ROBOTS,
        Code.SHUTDOWN,
        Code.LIMIT_REACHED,
    ):
        values = {"seconds": 9} if code is Code.TIMEOUT else {}
        yield from swept(
            f"ended: {code}",
            range(1),
            of(lambda n, code=code, values=values: (write(today), crawl(reason=Reason(code, **values), pages=20))),
        )
    for every, number in ((1, 6), (1, 4), (3, 8), (2, 12), (7, 60)):
        past = [today - timedelta(days=every * k) for k in range(number)]
        yield from swept(
            f"silent, {number} every {every}",
            range(8, 26),
            of(lambda n, past=past: ([write(day - timedelta(days=n)) for day in past], crawl(pages=20, new=1))),
        )
        yield from swept(
            f"not crawled, {number} every {every}",
            range(11, 28),
            of(
                lambda n, past=past: (
                    write(today),
                    [crawl(NOW - timedelta(days=(today - day).days + n), pages=20) for day in reversed(past)],
                )
            ),
        )
    gaps = [2] * 9 + [8, 9]
    for spare in range(3):
        days = [today - timedelta(days=sum(gaps[spare:k])) for k in range(spare, len(gaps) + 1)]
        yield from swept(
            f"uneven {spare}",
            range(8, 30),
            of(lambda n, days=days: ([write(day - timedelta(days=n)) for day in days], crawl(pages=20))),
        )
    for last, before in ((30, 10), (30, 9), (10, 0), (30, 30)):

        def lacking(n: int, last: int = last, before: int = before) -> None:
            for k in range(last + before):
                write(today - timedelta(days=k // 9), k, byline="Lê Thử" if (k // 9 > 3 and k % 2) or k < n else None)
            crawl(pages=20)

        yield from swept(f"bylines of {last} after {before}", range(0, 31, 3), of(lacking))

    def unread(n: int, old: int = 12, rejected: int = 12, good: int = 12, new: int = 0) -> None:
        write(today - timedelta(days=1))
        for k in range(old):
            state = "article" if k < good else "other"
            pages.done(
                conn, f"https://b.example/o{k}", "bao-b", NOW - timedelta(days=2), state=state, status=200, due_at=None
            )
        crawl(pages=20, rejected=rejected, new=new)
        for k in range(n):
            pages.done(
                conn,
                f"https://b.example/n{k}",
                "bao-b",
                NOW + timedelta(hours=1),
                state="other" if k < 12 else "article",
                status=200,
                due_at=None,
            )

    yield from swept("new pages without an article", range(6, 22), of(unread))
    yield from swept("rejected", range(8, 13), of(lambda n: unread(12, rejected=n)))
    yield from swept("new articles", range(6), of(lambda n: unread(12, new=n)))
    yield from swept("old pages", range(8, 13), of(lambda n: unread(12, old=n)))
    yield from swept("old articles", range(3, 9), of(lambda n: unread(12, good=n)))


# --- searching -------------------------------------------------------------------------------------------------------

QUERIES = (
    "kênh", "dọn kênh", '"dọn kênh"', "don kenh", "kenh don", "kênh OR chợ", "kênh -chợ", "kênh -dọn", "bao:a kênh", "tỉnh:thái-nguyên", "tac-gia:lan",
    "a -b", "kênh / chợ", "ghe xuôi mái dầm", "không có gì", "", "từ:2026-11-03 kênh", "đến:2026-11-03", "chuyên-mục:đời", "dọn - kênh", "title:kênh",
    "tiêu đề: kênh", "kênh tác giả: Lan", "báo: đâu", "kênh AND chợ", "kênh|chợ", "kênh chợ", "(kênh OR chợ) ghe", "kênh ghe -chợ", "m²", "dọn kênh; ghe: \"xuôi\" (mái) - dầm, khua / nước = lớn + đưa",
)  # fmt: skip
FILTERS = {
    "": Filters(), "papers": Filters(newspapers=("bao-a",)), "none": Filters(newspapers=()), "province": Filters(province="thai-nguyen"),
    "former": Filters(province="thai-nguyen", former=True), "since": Filters(since=20261105), "until": Filters(until=20261105), "undated": Filters(undated=True),
    "month": Filters(since=20261101, until=20261199), "section": Filters(section="đời sống"), "author": Filters(author="Lan"), "standing": Filters(status="standing"),
    "edited": Filters(status="edited"), "gone": Filters(status="gone"), "tag": Filters(tag="ghe"), "ids": Filters(ids=(2026110100001, 2026110200001)),
}  # fmt: skip


def _fill(conn: sqlite3.Connection) -> None:
    forms = (
        "dọn kênh đón ghe",
        "kênh mới, chợ dọn",
        "don kenh o cho",
        "chợ phiên",
        "đơn kénh",
        "ghe xuôi mái dầm khua nước lớn",
        "nhà sàn 120 m² đất - dọn kênh",
    )
    for n in range(42):
        day = None if n % 9 == 8 else f"2026-{11 if n % 4 else 10}-{n % 7 + 1:02}"
        paper = PAPERS[n % 3]
        article = Article(
            f"https://{paper[4:]}.example/s{n}", f"{forms[n % 7]} số {n}", f"{forms[(n + n // 7) % 7].capitalize()} ở ấp {n}.\n\nBà con kể.", lead=forms[(n + 3) % 7] if n % 2 else None,
            byline="Lan Thử" if n % 3 else None, section="Đời sống" if n % 4 else "Kinh tế", tags=["ghe"] if n % 5 == 0 else [], published_at=day,
        )  # fmt: skip
        saved = save_article(conn, paper, article, seen_at=NOW + timedelta(minutes=n))
        if n % 10 == 3:
            save_article(conn, paper, replace(article, body="Sửa lại: dọn kênh."), seen_at=NOW + timedelta(days=1))
        if n % 10 == 4:
            mark_gone(conn, saved.article_id, NOW + timedelta(days=2))


def searches(conn: sqlite3.Connection) -> Rows:
    """What is found, in which order, page by page, and how it is counted."""
    with undone(conn):
        _fill(conn)
        for query in QUERIES:
            for name, filters in FILTERS.items():
                if name and query not in ("kênh", "don kenh", "", "kênh chợ"):
                    continue
                case = f"{query} [{name}]"
                for order in ("newest", "oldest", "relevant"):
                    after, told = None, []
                    for _ in range(12):
                        found = search(conn, query, filters=filters, order=order, limit=6, after=after, cap=9)  # type: ignore[arg-type]
                        told += [f"{hit.match[0]}{hit.id % 10**9}" for hit in found.hits]
                        told.append(f"|{dict(found.totals)} {sorted(found.capped)}|")
                        if (after := found.next) is None:
                            break
                    yield case, order, " ".join(told)
                for count in (by_month, by_newspaper):
                    counts = count(conn, query, filters=filters)
                    yield case, count.__name__, f"{counts.match} {sorted(counts.cells.items())}" if counts else "-"
                yield case, "entered", str([id % 10**9 for id in newest_entered(conn, query, filters=filters, limit=5)])
                ids, following = search_ids(conn, query, filters=filters, oldest=True, limit=4, after=None)
                yield case, "ids", f"{[id % 10**9 for id, _ in ids]} {following}"
        for cap in range(12):
            for query in ("kênh", "don kenh", "kênh chợ"):
                found = search(conn, query, limit=2, cap=cap)
                yield f"{query} up to {cap}", "totals", f"{dict(found.totals)} {sorted(found.capped)}"
        hits = search(conn, "don kenh", limit=30).hits
        yield from ((f"hit {hit.id}", "marks", f"{hit.title} {hit.snippet}") for hit in hits)
        for after in ("0", "1-5", "9-9", "x", "0-99999999999999999999"):
            yield f"after {after}", "ids", str([hit.id for hit in search(conn, "kênh", limit=3, after=after).hits])
        for text in (
            "dnkenh",
            "don kenhh",
            "donkenh",
            "d0n",
            "cho phein",
            "choj",
            "ghe xuoi mai dam khua nuoc lon",
            "chợ",
            "phin",
            "kenh dn",
            "x",
            "maii dam",
            "xuoimai",
        ):
            yield (
                f"meant by {text}",
                "suggestion",
                " / ".join(str(suggestion(conn, text, found=n, seconds=60)) for n in (0, 1, 3)),
            )
    for text, hits_in in product(
        ("Nhà sàn 120 m² đất ven hồ", "Đèo…", ""), ("\x02san\x03 120", "…120 \x02m2\x03 dat…", "\x02deo\x03…", "x")
    ):
        yield f"{text} {hits_in!r}", "printed", str(printed(marked(hits_in), text))


def spelled(conn: sqlite3.Connection) -> Rows:
    """What became of an address, however it is spelled."""
    with undone(conn):
        one = save_article(conn, "bao-a", replace(FIRST), seen_at=NOW).article_id
        save_article(
            conn,
            "bao-b",
            replace(FIRST, url="https://b.example/doc?id=7", title="Khác", body="Một hai ba."),
            seen_at=NOW,
        )
        for state in ("gone", "failed", "refused", "other"):
            pages.done(conn, f"https://a.example/{state}-page", "bao-a", NOW, state=state, status=404, due_at=None)
        for n in range(7):
            pages.done(
                conn,
                f"https://a.example/hop{n}.html",
                "bao-a",
                NOW,
                state="moved",
                status=301,
                due_at=None,
                moved_to=f"https://a.example/hop{n + 1}.html" if n < 6 else FIRST.url,
            )
        pages.add(conn, "bao-a", [Link("https://a.example/waiting-page")], NOW)
        for text in (
            "a.example", "www.a.example/", "https://A.example:443/tin/mot-1.html", "http://m.a.example/tin/mot-1.html?utm_source=x", "a.example/tin/mot-1.html/",
            "https://a.example/amp/tin/mot-1.html", "https://a.example/tin/mot-1.html.amp", "https://a.example//tin//mot-1.html#x", "https://a.example/tin/mot-1.html?fbclid=1&id=3",
            "https://web.archive.org/web/20200101000000/https://a.example/tin/mot-1.html", "https://archive.ph/o/abc/https://a.example/tin/mot-1.html",
            "https://a-example.cdn.ampproject.org/c/s/a.example/tin/mot-1.html", "https://www.google.com/amp/s/a.example/tin/mot-1.html", "https://l.example/?u=https%3A%2F%2Fa.example%2Ftin%2Fmot-1.html",
            "https://cu.example/tin/mot-1.html", "https://bcu.example/doc?id=7", "https://b.example/doc?id=7&utm_x=1", "https://b.example/doc?id=8", "https://b.example/doc",
            "https://a.example/gone-page", "https://a.example/failed-page", "https://a.example/refused-page", "https://a.example/other-page", "https://a.example/waiting-page",
            *(f"https://a.example/hop{n}.html" for n in range(7)), f"https://site.example/articles/{one}", "https://site.example/articles/123", "hai chữ", "TP.HCM", "a.b", "www2.a.example/x.", "//a.example/tin/mot-1.html",
            "https://localhost:8001/x", "http://1.2.3.4/x", "localhost:8001/x", "127.0.0.1/x", "localhost", "1.2.3.4", "view-source:https://a.example/tin/mot-1.html", "a.example?x=1", "https://a.example/tin/m%E1%BB%99t", "http://a.example:8080/tin/mot-1.html",
        ):  # fmt: skip
            address = addresses.address_in(text)
            yield text, "found", f"{address} {addresses.find_address(conn, address) if address else ''}"


def vocabulary(conn: sqlite3.Connection) -> Rows:
    """Words that came with a year: how many articles must have them, how seldom before, and which are told."""
    for before, of in product((0, 1, 2, 5, 40), (Years(100, 900, 50), Years(400, 600, 5000), Years(100, 0, 50))):
        yield from swept(
            f"{before} before, {of}", range(60), lambda n, before=before, of=of: score(n, before, of) is not None
        )
        yield f"{before} before, {of}", "score", str([round(score(n, before, of) or 0, 3) for n in (3, 20, 59)])
    for n in range(12):
        articles = {"đò": 10, "đò ngang": n, "ngang": 20, "ngang sông": 7, "sông": 9, "chợ": 5}
        yield (
            f"{n} with the pair",
            "told",
            " ".join(f"[{term}]" for term in telling({term: float(m) for term, m in articles.items()}, articles)),
        )
    many = {f"từ{n}": float(n) for n in range(120)}
    yield "of many", "told", str(len(telling(many, dict.fromkeys(many, 5))))


def damages(conn: sqlite3.Connection) -> Rows:
    """What checks find of rows that were changed by hand, and what mending leaves of it."""
    spoiled = {
        "whole": "select 1", "words": "update articles set words = words + 1", "no revision": "delete from revisions", "seen late": "update articles set first_seen_at = '2027-01-01T00:00:00Z'",
        "seen early": "update articles set last_seen_at = '2020-01-01T00:00:00Z'", "changed": "update articles set changed_at = '2020-01-01T00:00:00Z'", "text": "update revisions set title = 'x'",
        "numbering": "update revisions set number = number + 10", "month": "update months set articles = articles + 1", "no month": "delete from months", "order": "update revisions set seen_at = '2020-01-01T00:00:00Z' where number = 2",
        "day": "update articles set published_at = '2019-01-01'", "no date": "update articles set published_at = 'hôm qua'", "undated": "update articles set published_at = null",
        "reference": "update revisions set capture_id = 99",
    }  # fmt: skip
    for name, sql in spoiled.items():
        with restored(conn):
            conn.execute("pragma foreign_keys = off")
            save_article(conn, "bao-a", replace(FIRST), seen_at=NOW)
            if name in ("order", "numbering", "changed", "text"):
                save_article(conn, "bao-a", replace(FIRST, body="Khác hẳn."), seen_at=NOW + timedelta(days=1))
            conn.execute(sql)
            for check in (fixity.articles, fixity.months, fixity.references):
                for fault in check(conn):
                    yield name, check.__name__, f"{fault.code} {dict(fault.values)} {fault.repair}"
        conn.execute("pragma foreign_keys = on")
    for id, published, first, last, many in product((2026112000001, 2026115300001, 2026118600001, 2026110000001, 2026119900001, 2026113400001), (None, "2026-11-20", "2026-11", "x"),
                                                    ("2026-11-20T01:00:00Z", "2026-11-01T18:00:00Z"), ("2026-11-20T18:00:00Z",), (1, 2)):  # fmt: skip
        yield f"{id} {published} {first} {many}", "why", fixity._misnumbered(id, published, first, last, many)


def ended(conn: sqlite3.Connection) -> Rows:
    """The log of crawls, and what is listed of web archives."""
    with restored(conn):
        for n in range(3):
            number = crawls.begin(conn, "bao-a", NOW - timedelta(hours=30 - 10 * n))
            assert number is not None
            crawls.keep_pace(conn, number, 1.5 * n, NOW if n % 2 else None)
            if n != 1:
                crawls.finish(
                    conn,
                    number,
                    NOW - timedelta(hours=29 - 10 * n),
                    "x",
                    crawls.ending(("finished", "x", "shutdown")[n]),
                    {"articles/unchanged": 3 + n, "articles/changed": n},
                )
            yield f"crawl {n}", "left", str(crawls.last_pace(conn, "bao-a", number + 1))
        yield from swept(
            "looked again",
            range(30),
            lambda n: crawls.looked_again(conn, "bao-a", NOW - timedelta(hours=9) + timedelta(hours=n - 10)),
        )
        yield "other", "reason", str(other("x").detail)
        rows = [
            rescue.Listed(
                f"k{n % 3}",
                f"2020010{n}000000",
                f"http://a.example/{n % 3}",
                (200, 404, None)[n % 3 if n > 4 else 0],
                "text/html",
                f"d{n % 2}" if n % 4 else "",
                length=n,
                rank=n % 2,
            )
            for n in range(1, 9)
        ]
        yield (
            "listed",
            "added",
            f"{rescue.add(conn, 'bao-a', 'wayback', rows)} {rescue.add(conn, 'bao-a', 'wayback', rows)}",
        )
        for rank in (0, 1, 2):
            yield f"rank {rank}", "next", str(rescue.next_of(conn, "bao-a", "wayback", rescue.FIRST, rescue.LAST, rank))
        for row in list(rescue.texts(conn, "bao-a", "wayback", rescue.FIRST, rescue.LAST)):
            yield f"text {row.id}", "row", f"{row.urlkey} {row.timestamp} tried {rescue.count_try(conn, row)}"
            rescue.settle(conn, row, ("failed", "same", "gone", "read")[row.id % 4])
        first = rescue.next_of(conn, "bao-a", "wayback", rescue.FIRST, rescue.LAST, 0) or rows[0]
        rescue.look_again(conn, "bao-a", first)
        for most in (1, 2):
            rescue.take_up(conn, "bao-a", "wayback", most)
            yield f"taken up {most}", "counts", str(rescue.counts(conn, "bao-a", "wayback", rescue.FIRST, rescue.LAST))
        for cursor, done in ((None, None), ("c1", None), (None, NOW)):
            rescue.keep_cursor(conn, "bao-a", "wayback", "a.example", rescue.FIRST, rescue.LAST, cursor, done)
            yield (
                f"went {cursor}",
                "cursor",
                str(rescue.cursor(conn, "bao-a", "wayback", "a.example", "20200101000000", rescue.LAST)),
            )
        rescue.note(conn, "wayback", refusals=2, asked_at=1.5)
        yield "asked", "", f"{rescue.asked(conn, 'wayback')} {rescue.asked(conn, 'commoncrawl')}"


# --- two articles made one, and what is mended ------------------------------------------------------------------------


def merges(conn: sqlite3.Connection) -> Rows:
    """Redirects between two articles that were stored apart: which make them one, and what is left."""
    keys = {
        "none": (None, None),
        "sure": (Key("1", KeyScope.FAMILY), Key("2", KeyScope.FAMILY)),
        "unsure": (Key("1"), Key("2")),
        "series": (Key("1"), Key("a1")),
    }
    for papers, name, shared, for_good in product(
        (("bao-a", "bao-a"), ("bao-cu", "bao-a"), ("bao-a", "bao-cu"), ("bao-a", "bao-b")),
        keys,
        (0, 8, 12, 40),
        (True, False),
    ):
        case = f"{'-'.join(papers)}, keys {name}, {shared} words, {for_good}"
        with undone(conn):
            old, new = keys[name]
            for n, (paper, key, body) in enumerate(
                zip(papers, keys[name], (prose(1, 40), [*prose(1, shared), *prose(2, 40 - shared)]), strict=True)
            ):
                article = Article(
                    f"https://a.example/m{n}",
                    f"Bài {n}",
                    paragraphs(body),
                    images=[Image("x", f"Ghe {n}")],
                    tags=[f"t{n}"],
                    removed=[Removed("x", "nav")],
                )
                saved = save_article(
                    conn, paper, article, seen_at=NOW - timedelta(days=n * (1 if shared == 12 else -1)), key=key
                )
                pages.done(
                    conn, article.url, paper, NOW, state="article", status=200, due_at=None, article_id=saved.article_id
                )
                if shared == 40:
                    conn.execute(
                        "insert into withheld(article_id, since, why) values (?, 'x', 'x')", [saved.article_id]
                    )
                    mark_gone(conn, saved.article_id, NOW + timedelta(days=n))
            redirected(conn, "https://a.example/m0", "https://a.example/m1", new, old=old, for_good=for_good)
            ids = conn.execute("select id % 10 from articles order by id").fetchall()
            yield case, "articles", str(ids)
            if len(ids) == 1 and papers == ("bao-a", "bao-a"):
                yield from ((case, table, row) for table, rows in contents(conn).items() for row in rows)
    for at, moves in product(
        ("https://a.example/x", "https://www.a.example/tin/mot-1.html", "https://b.example/x", "https://cu.example/x"),
        (True, False),
    ):
        for state in ("article", "moved", "gone", None):
            for paper in ("bao-a", "bao-cu"):
                with undone(conn):
                    one = save_article(conn, paper, replace(FIRST), seen_at=NOW).article_id
                    if state:
                        pages.done(conn, FIRST.url, paper, NOW, state=state, status=200, due_at=None, article_id=one)
                        pages.done(
                            conn,
                            "https://a.example/z",
                            paper,
                            NOW,
                            state="article",
                            status=200,
                            due_at=None,
                            article_id=one,
                        )
                    for here in (at, FIRST.url, "https://a.example/z"):
                        with undone(conn):
                            told = moved_or_stands(conn, one, at, here, Key("5"), moves=moves)
                            (url,) = conn.execute("select url from articles").fetchone()
                            yield f"{at} read at {here}, {paper}, {state}, {moves}", "moved", f"{told} {url}"


def taken_back(conn: sqlite3.Connection) -> Rows:
    """A last revision that has nothing of the one before is taken back."""
    for shared, title in product((0, 2, 8, 40), (True, False)):
        with undone(conn):
            one = save_article(conn, "bao-a", replace(FIRST), seen_at=NOW).article_id
            body = paragraphs([*prose(1, shared), *prose(2, 40 - shared)])
            save_article(
                conn,
                "bao-a",
                replace(FIRST, title=FIRST.title if title else "Khác hẳn", lead=None, body=body),
                seen_at=NOW + timedelta(days=1),
            )
            yield f"{shared} words, {title}", "taken back", f"{take_back(conn, one)} {contents(conn)['revisions']}"
    for frame in ((), ("Khung",), ("Khung", "Bài", "Tư")):
        for change in (
            {"body": "Một.\n\nKhung"},
            {"body": "Hai."},
            {"title": "Bài"},
            {"byline": "Tư"},
            {"lead": "Khung"},
        ):
            with undone(conn):
                save_article(conn, "bao-a", Article("https://a.example/r", "Bài", "Một."), seen_at=NOW)
                saved = save_article(
                    conn,
                    "bao-a",
                    Article("https://a.example/r", **{"title": "Bài một", "body": "Một.", **change}),
                    seen_at=NOW + timedelta(days=1),
                    frame=frame.__contains__,
                )
                yield f"{change} of {frame}", "revision", f"{saved.outcome.value} {contents(conn)['revisions']}"


def told_apart(conn: sqlite3.Connection) -> Rows:
    """Small answers: what is counted anew, what a stored reason reads as, what SQLite's errors are told as."""
    with undone(conn):
        for n, paper in enumerate(PAPERS):
            when = f"2026-11-2{n}"
            save_article(
                conn,
                paper,
                Article(f"https://a.example/w{n}", "Tin", paragraphs(prose(1, 90)), published_at=when),
                seen_at=NOW,
            )
        for table in ("reprints", "fingerprints", "fingerprinted"):
            conn.execute(f"delete from {table}")
        for (id,) in conn.execute("select id from articles order by id").fetchall():
            for days in (90, 90, None, None):
                yield f"article {id}, {days}", "compared", str(reprints.compare(conn, id, days))
        yield (
            "folded",
            "others",
            str(reprints.folded(conn, [id for (id,) in conn.execute("select id from articles order by id desc")])),
        )
        for id, days in product((2026112000001, 2026113400001, 2026000000001, 1, 9999123100001), (0, 90, None)):
            yield f"{id}, {days} days", "span", str(reprints._span(id, days))
    for code, detail in ((None, None), ("listing", '{"links": 3, "words": 9}'), ("static_page", None)):
        yield str(code), "stored", str(stored_reason(code, detail))
    for text in (
        "file is not a database",
        "unable to open database file",
        "attempt to write a readonly database",
        "database or disk is full",
        "disk I/O error",
        "database disk image is malformed",
        "database is locked",
        "no such table: x",
    ):
        yield text, "told as", explain(sqlite3.OperationalError(text))


def known_bytes(conn: sqlite3.Connection) -> Rows:
    """Whether the bytes that a web archive lists are here already."""
    with restored(conn):
        for n in range(1, 7):
            conn.execute("insert into captures(id, url, fetched_at, status, digest, warc, offset, length) values (?, ?, ?, ?, ?, 'w', ?, 1)",
                         [n, f"https://a.example/{n % 2}", f"202{n}", 200 if n % 3 else 404, f"sha1:d{n % 3}", n])  # fmt: skip
            row = rescue.Listed("k", f"20200{n}01000000", "http://a.example/1", 200, "text/html", f"d{n % 3}")
            rescue.add(conn, "bao-a", "wayback", [row])
        rows = [rescue.next_of(conn, "bao-a", "wayback", f"20200{n}01000000", rescue.LAST, 0) for n in range(1, 7)]
        for n in (1, 2, 4):
            assert rows[n] is not None
            rescue.settle(conn, rows[n], ("read", "foreign", "other")[n % 3], n)  # type: ignore[arg-type]
        for n, row in enumerate(rows):
            assert row is not None
            for urls in ([], ["https://a.example/1"], ["https://a.example/0"]):
                yield f"row {n}, {urls}", "had", str(rescue.had(conn, "bao-a", row, urls))
        yield "d1", "addresses", f"{rescue.addresses(conn, 'bao-a', 'd1')} {rescue.shared(conn, 'bao-a', 'd1')}"
        for row in (one for one in rows if one is not None):
            rescue.settle(conn, row, "truncated", row.id)
        yield "pieces", "rows", str([(row.id, capture) for row, capture in rescue.pieces(conn, "bao-a")])


def bounds(conn: sqlite3.Connection) -> Rows:
    """How many of something are taken, and until when: on both sides of each bound."""
    with restored(conn):
        for n in range(14):
            pages.done(
                conn,
                f"https://a.example/map-{n}.xml",
                "bao-a",
                NOW - timedelta(hours=30),
                state="index",
                status=200,
                due_at=NOW + timedelta(hours=2),
            )
            conn.execute("update pages set kind = 'sitemap', depth = min(?, 1), priority = 0, modified = ? where url = ?",
                         [n, f"2026-11-{n + 1:02}", f"https://a.example/map-{n}.xml"])  # fmt: skip
        conn.execute("update pages set due_at = strftime('%Y-%m-%dT%H:%M:%SZ', fetched_at, '+1 day')")
        schedule.ask_sources(conn, "bao-a", NOW)
        yield (
            "sitemaps",
            "due",
            str(
                [url[-7:] for (url,) in conn.execute("select url from pages where due_at = ? order by url", [utc(NOW)])]
            ),
        )
        rows = [
            rescue.Listed(
                f"k{n:03}", "20200101000000", f"http://a.example/{n:03}", 200, "text/html", "d", length=1, rank=0
            )
            for n in range(203)
        ]
        rescue.add(conn, "bao-a", "wayback", rows)
        yield "addresses of the same bytes", "at most", str(len(rescue.addresses(conn, "bao-a", "d")))
        row = profiles.begin(conn, "bao-a", "a.example", "2026-01-01")
        for n in range(5):
            profiles.add(conn, row, f"a{n}", f"2026-01-0{n + 1}", array("Q", [n]), most=3)
            yield f"{n + 1} pages of 3", "profile", f"{row.pages} {[at for at, _ in profiles.addresses(conn, row.id)]}"
        for news in (True, False, True):
            profiles.renew(conn, row, [(0.5, "Tòa soạn")], news=news)
            yield f"news {news}", "version", f"{row.version} {profiles.lines(conn, row.id)}"
    with undone(conn):
        save_article(conn, "bao-a", replace(FIRST), seen_at=NOW)
        yield from swept(
            "silent days",
            range(16),
            lambda n: schedule.was_silent(conn, "bao-a", datetime(2026, 11, 20, 8, tzinfo=UTC) + timedelta(days=n)),
        )
    for minutes, state in product((0, 30, 59, 60, 61, 90), ("new", "failed", "article")):
        for wait in (0, 1, 2, 30 * 24, 31 * 24 + 1, 365 * 24, 366 * 24 + 1):
            with restored(conn):
                pages.done(
                    conn,
                    "https://a.example/c",
                    "bao-a",
                    NOW + timedelta(minutes=minutes),
                    state=state,
                    status=200,
                    due_at=NOW + timedelta(hours=wait),
                )
                yield (
                    f"{minutes} minutes ahead, {state} waits {wait} h",
                    "set right",
                    str(clock.set_right(conn, "bao-a", NOW)),
                )
    for ahead in (-1, 0, 59, 60, 61):
        with restored(conn):
            for n, (begun, ended) in enumerate(((ahead, None), (-5, ahead))):
                number = crawls.begin(conn, ("bao-a", "bao-b")[n], NOW + timedelta(minutes=begun))
                if ended is not None and number is not None:
                    crawls.finish(conn, number, NOW + timedelta(minutes=ended), "x", crawls.ending("finished"), {})
            save_article(conn, "bao-a", replace(FIRST), seen_at=NOW + timedelta(minutes=ahead))
            told = [clock.set_right(conn, paper, NOW) for paper in PAPERS]
            yield (
                f"{ahead} minutes ahead",
                "set right",
                f"{told} {conn.execute('select started_at, finished_at from crawls').fetchall()} {contents(conn)['articles']}",
            )
    for process in (
        crawls.process_name(os.getpid()),
        crawls.process_name(os.getppid()),
        f"elsewhere {os.getppid()} 1",
        f"{socket.gethostname()} {os.getppid()} 1",
        f"{socket.gethostname()} 999999999 1",
    ):
        yield f"process {len(process.split())}", "alive", str(crawls.is_alive(process))


def packed(conn: sqlite3.Connection) -> Rows:
    """Words and where they are, packed: numbers at the ends of a byte, blocks at their most."""
    for cell, many in product((0, 1, 62, 63, 64, 127, 128, 8191, 8192, 500_000), (1, 2, 3, 129, 130, 131)):
        counts = {cell: many, cell + 1: 1, cell + 66: 2}
        told = blocks.pack(counts)
        yield f"{cell}: {many}", "packed", f"{told.hex()} {blocks.unpack(told) == counts}"
    for size, length in ((1, 4), (1023, 4), (1024, 4), (1025, 4), (3, 48_000), (6, 31_984), (6, 32_004), (6, 130)):
        some = [
            blocks.Entry.of(
                f"{'kênh' * (n % 3)}{n:04}", dict.fromkeys(range(n % 251, n % 251 + length // 2 - n % 2), 1)
            )
            for n in range(size)
        ]
        made = list(blocks.blocks(some))
        back = [entry for _, block in made for entry in blocks.entries(block)]
        yield (
            f"{size} of {length}",
            "blocks",
            f"{[(first, len(list(blocks.entries(block)))) for first, block in made]} {back == some}",
        )
    for spread in (1, 2, 3, 7, 13, 200):
        year = {n * spread: n % 4 + 1 for n in range(1, 40)}
        entry = blocks.Entry.of("kênh", year)
        yield f"every {spread}", "entry", f"{entry.articles} {len(entry.packed)} {entry.counts == year}"


STORIES: dict[str, Callable[[sqlite3.Connection], Rows]] = {
    one.__name__: one
    for one in (identities, words_in_common, histories, reprinted, fingerprinted, intervals, queues, numbers, findings, searches, spelled, vocabulary, damages, ended, merges, taken_back, known_bytes, told_apart, packed, bounds)
}  # fmt: skip


@pytest.mark.parametrize("story", STORIES)
def test_histories_are_as_pinned(story: str, conn: sqlite3.Connection) -> None:
    pinned.check(PINS / f"{story}.csv", STORIES[story](conn))
