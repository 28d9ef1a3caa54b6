"""Words over time, brought up to date with the articles: at `scrapy publish`, `scrapy words` and before an export.

What was done to articles since waits in `words_waiting`. It is taken out at one moment, and the articles are read as they
were at that moment, while a crawl may go on; the new counts stand beside the old until all are written. A process that is
killed leaves the old counts, and what it took out to be counted again.
"""

from __future__ import annotations

import secrets
import sqlite3
from collections import Counter
from collections.abc import Callable, Iterable, Iterator
from contextlib import ExitStack, closing, contextmanager
from dataclasses import dataclass
from functools import partial
from itertools import islice, product
from pathlib import Path

from archive.database import ArchiveError, connect_to_read, is_read_only, transaction
from archive.schema.words import MONTH
from archive.words import year_words
from archive.words.blocks import Counts, Entry, blocks, entries
from archive.words.levels import EDITION, Change, all_entries, fallen, kept_of, late_blocks, late_changes, late_terms
from archive.words.runs import LEAST, SHOWN, TEXTS, Cells, Row, Terms, all_articles, count_all
from archive.words.seldom import Seldom
from vietnamese.letters import tone_variants

_SHARE = 4  # where more than one article in so many waits, all are counted anew
_LATE = 50  # where more than one article in so many was counted lately, the small level is merged into the large one
_STALE = 100  # where one article in so many was counted since the words of each year were chosen, they are chosen anew
_AT_ONCE = 200  # blocks written in one transaction
_WAITING = (
    "select * from words_taken union all select * from words_waiting"
    " where article_id not in (select article_id from words_taken)"
)


def catch_up(
    conn: sqlite3.Connection,
    *,
    again: bool = False,
    alone: bool = False,
    step: Callable[[int], None] = lambda articles: None,
) -> int:
    """Counts what waits, or with `again` everything; returns how many articles were counted, 0 where nothing waited.

    `alone`: nobody else has the file open, nor writes to it. `step` is called now and then with how many more articles
    were read. Raises ArchiveError where another process counts.
    """
    if conn.execute("pragma journal_mode").fetchone() != ("wal",):
        alone = True  # a published copy: who reads it would wait for who writes it
    with ExitStack() as stack:
        with transaction(conn):
            read = conn if alone else stack.enter_context(closing(_at_this_moment(conn)))
            (waiting,) = read.execute(f"select count(*) from ({_WAITING})").fetchone()
            edition, late, lately = read.execute("select edition, late, late_articles from words_counted").fetchone()
            if edition and not waiting and not again:
                return 0
            run = secrets.randbits(48) + 1
            conn.execute("update words_counted set run = ?", [run])
            conn.execute("insert or ignore into words_taken select * from words_waiting")
            conn.execute("delete from words_waiting")
        seldom = Seldom.load(conn)
        articles = read.execute("select coalesce(sum(articles), 0) from months").fetchone()[0]
        anew = again or not edition or waiting * _SHARE > articles or not seldom.fits(articles)
        counted = articles if anew else waiting
        job = _Job(conn, read, edition, late, run, step, counted)
        if anew:
            job.all(articles)
        else:
            job.changes(seldom, merge=(lately + waiting) * _LATE > articles)
    (since,) = conn.execute("select since from words_counted").fetchone()
    if since * _STALE >= articles:
        year_words.choose(conn)
    return int(counted)


def waiting(conn: sqlite3.Connection) -> bool:
    """Whether the counts are not those of the articles as they are now."""
    (edition,) = conn.execute("select edition from words_counted").fetchone()
    rows = "exists (select 1 from words_waiting) or exists (select 1 from words_taken)"
    return not edition or bool(conn.execute(f"select {rows}").fetchone()[0])


def differences(
    conn: sqlite3.Connection, folder: Path, step: Callable[[int], object]
) -> Iterator[tuple[str, int, int]]:
    """Counts all texts anew and yields each term that is counted otherwise in the archive: the term, how many articles
    hold it by the archive's table, how many by the texts. At the end "" with two numbers, where the table of seldom terms
    says fewer than there are. For `folder` and `step` see `archive.words.runs.count_all`.
    """
    with closing(_at_this_moment(conn)) as read:
        cells = dict(
            read.execute(f"select number, newspaper || ' ' || month from word_cells where edition = {EDITION}")
        )
        said = all_entries(read)
        seldom = Seldom.load(read)
        met = Seldom(bytearray(len(seldom.numbers) or 1))
        names: Cells = {}
        of: dict[int, str] = {}
        one = next(said, None)
        for right in count_all(_as_counted(read), names, folder, step, met.add):
            while one and one.term < right.term:
                yield one.term, one.articles, 0
                one = next(said, None)
            if one is None or one.term != right.term:
                yield right.term, 0, right.articles
                continue
            of = of or {number: f"{newspaper} {month}" for (newspaper, month), number in names.items()}
            if _by_cell_name(one, cells) != _by_cell_name(right, of):
                yield right.term, one.articles, right.articles
            one = next(said, None)
        for left in [one, *said] if one else []:
            yield left.term, left.articles, 0
        for term, articles in fallen(read):
            met.take(term, articles)
        if (low := seldom.lower_than(met)) is not None:
            yield "", *low


def _by_cell_name(entry: Entry, cells: dict[int, str]) -> dict[str | None, int]:
    """Returns how many articles each cell has, by the names in `cells`; those of a cell that has no name are under
    None.
    """
    return {cells.get(cell): articles for cell, articles in entry.counts.items()}


def _as_counted(conn: sqlite3.Connection) -> Iterator[Row]:
    """The articles whose words are counted, as they were when that was done."""
    waiting = {id for (id,) in conn.execute(f"select article_id from ({_WAITING})")}
    yield from (row for row in all_articles(conn) if row[0] not in waiting)
    yield from conn.execute(f"select * from ({_WAITING}) where newspaper is not null")


@dataclass(slots=True)
class _Job:
    """One catching up: `read` has the articles as they were when what waits was taken out, `conn` writes."""

    conn: sqlite3.Connection
    read: sqlite3.Connection
    edition: int  # of the large level, that holds so far
    late: int  # of the small level, likewise; 0 where there is none
    run: int  # the edition that is written, and by which it is known whether another process has begun since
    step: Callable[[int], None]
    counted: int  # articles

    def all(self, articles: int) -> None:
        """Counts every article."""
        # The large cells first: most gaps between numbers are small then, and packed small.
        cells: Cells = {
            (newspaper, month): number
            for number, (newspaper, month) in enumerate(
                self.read.execute("select newspaper, month from months order by articles desc, newspaper, month")
            )
        }
        seldom = Seldom.fit_for(articles)
        folder = Path(self.conn.execute("pragma database_list").fetchone()[2]).parent
        found = count_all(all_articles(self.read), cells, folder, self.step, seldom.add)
        self._clear(self.edition, self.late)
        self._write((None, first, data) for first, data in blocks(found))
        self._finish(cells, seldom)

    def changes(self, seldom: Seldom, merge: bool) -> None:
        """Counts the articles that wait: what they held is taken off, what they hold is added, to the small level or,
        with `merge`, both to the large one.
        """
        rows = self.conn.execute("select newspaper, month, number from word_cells where edition = ?", [self.edition])
        cells = {(newspaper, month): number for newspaper, month, number in rows}
        changes = self._changes(cells)
        self._clear(self.edition, self.late)
        kept = kept_of(self.conn, self.edition, changes)
        every = late_terms(late_changes(self.conn), changes, kept, partial(self._new, seldom, cells))
        if merge:
            self._write(_renewed(self.conn, self.edition, every, seldom.add))
            self._finish(cells, seldom)
        else:
            self._write((None, first, data) for first, data in late_blocks(every))
            self._finish_late(cells, seldom)

    def _changes(self, cells: Cells) -> list[Change]:
        """Returns by how much the counts of each term change through the articles that wait, in alphabetical order;
        fresh cells get a number in `cells`.
        """
        lost, gained = Terms(cells), Terms(cells)
        for number, (id, newspaper, month, *texts) in enumerate(self.read.execute(_WAITING), 1):
            if newspaper is not None:
                lost.add(newspaper, month, *texts)
            for _, newspaper, month, *texts in self.read.execute(f"{TEXTS} where id = ? and {SHOWN}", [id]):
                gained.add(newspaper, month, *texts)
            if number % 1000 == 0:
                self.step(1000)
        changes: dict[str, Counter[int]] = {term: Counter(counts) for term, counts in gained.counts()}
        for term, counts in lost.counts():
            changes.setdefault(term, Counter()).subtract(counts)
        return sorted((term, counts) for term, counts in changes.items() if any(counts.values()))

    def _new(self, seldom: Seldom, cells: Cells, term: str, more: int) -> Counts:
        """Counts a term that was not kept so far, of which there are `more`; empty where still too few articles hold
        it.
        """
        if seldom.add(term, more) < LEAST or more < 1:
            return {}
        phrases = (" ".join(words) for words in product(*map(tone_variants, term.split(" "))))
        rows = self.read.execute(
            f"select newspaper, {MONTH.format('')}, count(*) from articles where id in"
            f" (select rowid from articles_exact where articles_exact match ?) and {SHOWN} group by 1, 2",
            [" OR ".join(f'"{phrase}"' for phrase in phrases)],
        ).fetchall()
        return {cells.setdefault((paper, month), len(cells)): articles for paper, month, articles in rows}

    @contextmanager
    def _writing(self) -> Iterator[None]:
        """Opens a transaction. Raises ArchiveError where another process has begun to count since."""
        with transaction(self.conn):
            if self.conn.execute("select run from words_counted").fetchone() != (self.run,):
                raise ArchiveError("another process counts the words of this archive; let it finish, and try again")
            yield

    def _clear(self, edition: int, late: int = 0) -> None:
        """Takes away all but an edition and its small level: those before, and what a process that was killed has left."""
        with self._writing():
            self.conn.execute("delete from word_blocks where edition not in (?, ?)", [edition, late])
            self.conn.execute("delete from word_cells where edition != ?", [edition])

    def _write(self, renewed: Iterable[tuple[int | None, str, bytes]]) -> None:
        """Writes the blocks of the next edition: one that stays as it is has its number, others are new."""
        found = iter(renewed)
        while some := list(islice(found, _AT_ONCE)):
            with self._writing():
                for id, first, data in some:
                    self.conn.execute(
                        "insert into word_blocks(edition, first, data) values (?, ?, ?)"
                        if id is None
                        else "insert into word_blocks(edition, first, data)"
                        " select ?, first, data from word_blocks where id = ?",
                        [self.run, first, data] if id is None else [self.run, id],
                    )

    def _finish(self, cells: Cells, seldom: Seldom) -> None:
        """Has the next edition hold from now on, and clears the one before with its small level."""
        with self._writing():
            self._save(self.run, cells, seldom)
            self.conn.execute("update words_counted set edition = run, late = 0, late_articles = 0")
        self._clear(self.run)

    def _finish_late(self, cells: Cells, seldom: Seldom) -> None:
        """Has the next small level hold from now on, beside the large one as it is, and clears the one before."""
        with self._writing():
            self._save(self.edition, cells, seldom)
            self.conn.execute("update words_counted set late = run, late_articles = late_articles + ?", [self.counted])
        self._clear(self.edition, self.run)

    def _save(self, edition: int, cells: Cells, seldom: Seldom) -> None:
        """Writes what belongs to the counts beside the blocks; what waited is counted."""
        self.conn.executemany(
            "insert or ignore into word_cells values (?, ?, ?, ?)",
            ((edition, number, *cell) for cell, number in cells.items()),
        )
        seldom.save(self.conn)
        self.conn.execute("delete from words_taken")
        self.conn.execute("update words_counted set since = since + ?", [self.counted])


def _renewed(
    conn: sqlite3.Connection, edition: int, changes: Iterator[Change], seldom: Callable[[str, int], int]
) -> Iterator[tuple[int | None, str, bytes]]:
    """Yields the blocks of an edition with some changes made: each its number where it stays as it is (else None), its
    first term and its bytes.
    """
    firsts = conn.execute("select id, first from word_blocks where edition = ? order by first", [edition]).fetchall()
    change = next(changes, None)
    for number, (id, first) in enumerate(firsts or [(None, "")]):
        following = firsts[number + 1][1] if number + 1 < len(firsts) else None
        some = []
        while change and (following is None or change[0] < following):
            some.append(change)
            change = next(changes, None)
        if not some:
            yield id, first, b""
            continue
        old = conn.execute("select data from word_blocks where id = ?", [id]).fetchone()
        had = entries(old[0]) if old else iter(())
        yield from ((None, *block) for block in blocks(_changed(had, some, seldom)))


def _changed(had: Iterator[Entry], changes: list[Change], seldom: Callable[[str, int], int]) -> Iterator[Entry]:
    """Yields entries with some changes made to them, in their order; `seldom` is told of one that is kept no more."""
    pending = iter(changes)
    change = next(pending, None)
    for entry in had:
        while change and change[0] < entry.term:
            yield from _if_common(*change)
            change = next(pending, None)
        if change and change[0] == entry.term:
            counts = Counter(entry.counts)
            counts.update(change[1])
            found = {cell: articles for cell, articles in counts.items() if articles > 0}
            if sum(found.values()) < LEAST:
                seldom(entry.term, sum(found.values()))
            yield from _if_common(entry.term, found)
            change = next(pending, None)
        else:
            yield entry
    while change:
        yield from _if_common(*change)
        change = next(pending, None)


def _if_common(term: str, counts: Counts) -> Iterator[Entry]:
    """Yields the entry of a term, or nothing where too few articles hold it for it to be kept."""
    if sum(counts.values()) >= LEAST:
        yield Entry.of(term, counts)


def _at_this_moment(conn: sqlite3.Connection) -> sqlite3.Connection:
    """A connection that sees the archive as it is now, while `conn` keeps others from writing."""
    path = conn.execute("pragma database_list").fetchone()[2]
    read = connect_to_read(path) if is_read_only(conn) else sqlite3.connect(path, timeout=60, isolation_level=None)
    read.execute("begin")
    return read
