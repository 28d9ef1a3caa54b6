"""Merging a shard, an archive that one machine crawled some newspapers into, with the archive that everybody reads.

What a shard holds goes in as if it had been crawled here, in the order it was seen: captures, articles with their
revisions, the frontier, the log of crawls and the profiles. Merged twice, nothing comes twice; merged again after a
further crawl, what is new comes. Ids are given by the archive that merges: an article keeps its shard's where it is free,
and `merged_articles` says which is which.
"""

from __future__ import annotations

import sqlite3
from collections import Counter
from collections.abc import Callable, Iterator
from datetime import datetime
from pathlib import Path

from archive.article import Key
from archive.database import ANOTHER, ArchiveError, connect, transaction
from archive.moments import utc
from archive.newspapers import put_newspaper
from archive.shards.articles import merge_article, unite_as_there

KeyOf = Callable[[str, str], Key | None]  # newspaper and address
Step = tuple[str, int, int]  # what is merged, how much of it is done, of how much

_PAGES = 2000  # in a transaction
_ARTICLES = 50
_OF_URL = "(:paper is null or exists (select 1 from shard.pages p where p.url = s.url and p.newspaper = :paper))"
_NOT_COPIED = {"id", "url", "article_id", "found_on", "horizon"}  # columns of pages that hold ids of the shard


class Shard:
    """A shard, attached to the archive's connection as `shard` while it is merged.

    `key_of` says by which key the newspaper calls the article at an address; `newspaper` is the only one to merge, None for
    all. `counts` says, after `merge`, how much was new here. Raises ArchiveError where the file is missing, no archive, of a newer version, or the archive itself.
    """

    def __init__(self, conn: sqlite3.Connection, path: Path, key_of: KeyOf, newspaper: str | None = None):
        self.conn, self.path, self.key_of, self.newspaper = conn, path, key_of, newspaper
        self.counts: Counter[str] = Counter()
        try:
            connect(path, create=False).close()  # brings it up to date
        except ArchiveError as error:  # advice about the archive itself would be wrong
            raise ArchiveError(str(error).removesuffix(ANOTHER)) from error
        conn.execute("attach database ? as shard", [str(path)])
        (self.id,) = conn.execute("select id from shard.archive_id").fetchone()
        if (self.id,) == conn.execute("select id from main.archive_id").fetchone():
            self.close()
            raise ArchiveError(
                f"{path}: this is the archive itself, or a copy of it; a shard is one that was made by a crawl"
            )
        if newspaper:
            if not conn.execute("select 1 from shard.newspapers where id = ?", [newspaper]).fetchone():
                self.close()
                raise ArchiveError(f"{path}: no newspaper {newspaper!r} in it")
            self.id = f"{self.id}/{newspaper}"  # of which less was merged than of all
        (self.captures,) = conn.execute("select coalesce(max(id), 0) from shard.captures").fetchone()

    def close(self) -> None:
        """Detaches the shard; nothing else of it can be used then."""
        self.conn.execute("detach database shard")

    def files(self) -> list[str]:
        """The WARC files of the captures, relative to the captures folder."""
        rows = self.conn.execute(
            f"select distinct warc from shard.captures s where id <= :last and {_OF_URL} order by 1",
            {"last": self.captures, "paper": self.newspaper},
        )
        return [warc for (warc,) in rows]

    def merge(self, now: datetime) -> Iterator[Step]:
        """Merges what is in the shard, and says how far it is. Broken off at any moment, it goes on when run again."""
        with transaction(self.conn):
            self.conn.execute("insert or ignore into merged_shards(shard) values (?)", [self.id])
        self._newspapers()
        yield from self._captures()
        yield from self._articles()
        yield from self._pages()
        with transaction(self.conn):
            for shard_id, lost in self._vanished():
                unite_as_there(self.conn, self.id, shard_id, lost, self.key_of)
            self._crawls()
            self._profiles()
            self.conn.execute("update merged_shards set merged_at = ? where shard = ?", [utc(now), self.id])

    def _before(self) -> int:
        """The last capture (its id in the shard) that was merged before; 0 for none."""
        row = self.conn.execute("select captures from merged_shards where shard = ?", [self.id]).fetchone()
        return row[0] if row else 0

    def _newspapers(self) -> None:
        """Makes the shard's newspapers known here, those that went into none first, as successors must be known before."""
        columns = "id, title, home, province, family, successor, former"
        rows = self.conn.execute(f"select {columns} from shard.newspapers order by successor is not null").fetchall()
        with transaction(self.conn):
            for name, title, home, province, family, successor, former in rows:
                put_newspaper(
                    self.conn, name, title=title if title != name else None, home=home, province=province,
                    family=family, successor=successor, former=(former or "").split(),
                )  # fmt: skip

    def _captures(self) -> Iterator[Step]:
        """Copies the captures that came after those merged before, some thousand in a transaction; says after each how
        many are done, of how many (both counted by the shard's ids).
        """
        first, total = self._before(), self.captures
        names = "url, fetched_at, status, mime, digest, warc, offset, length, source, source_url, aside"
        while first < total:
            last = min(first + _PAGES, total)
            with transaction(self.conn):
                cursor = self.conn.execute(
                    f"insert into captures({names}) select {names} from shard.captures s where s.id > :first and s.id <= :last"
                    f" and {_OF_URL} and not exists (select 1 from main.captures c where c.url = s.url and c.fetched_at = s.fetched_at"
                    " and c.warc = s.warc and c.offset = s.offset) order by s.id",
                    {"first": first, "last": last, "paper": self.newspaper},
                )
                self.counts["captures"] += cursor.rowcount
                self.conn.execute("update merged_shards set captures = ? where shard = ?", [last, self.id])
            first = last
            yield "captures", first, total

    def _articles(self) -> Iterator[Step]:
        """Merges the articles of the years in which anything changed since; yields how far it is."""
        years = self.conn.execute(
            "select v.newspaper, v.year, v.version from shard.content_versions v left join merged_years m"
            " on m.shard = ? and m.newspaper = v.newspaper and m.year = v.year where v.version is not m.version"
            " and v.newspaper = coalesce(?, v.newspaper) order by 2, 1",
            [self.id, self.newspaper],
        ).fetchall()
        ids = {
            (newspaper, year): [
                id
                for (id,) in self.conn.execute(
                    "select id from shard.articles where newspaper = ? and id >= ? and id < ? order by first_seen_at, id",
                    [newspaper, year * 10**9, (year + 1) * 10**9],
                )
            ]
            for newspaper, year, _ in years
        }
        done, total = 0, sum(map(len, ids.values()))
        for newspaper, year, version in years:
            of_year = ids[newspaper, year]
            for first in range(0, len(of_year), _ARTICLES):
                with transaction(self.conn):
                    for shard_id in of_year[first : first + _ARTICLES]:
                        outcome = merge_article(self.conn, self.id, shard_id, self.key_of)
                        self.counts[outcome] += 1
                done += len(of_year[first : first + _ARTICLES])
                yield "articles", done, total
            with transaction(self.conn):
                self.conn.execute(
                    "insert or replace into merged_years values (?, ?, ?, ?)", [self.id, newspaper, year, version]
                )

    def _pages(self) -> Iterator[Step]:
        """Merges the frontier, of each address what was seen last; yields how far it is."""
        columns = [
            name for _, name, *_ in self.conn.execute("pragma main.table_info(pages)") if name not in _NOT_COPIED
        ]
        names = ", ".join(columns)
        news = ", ".join(f"{name} = excluded.{name}" for name in columns)
        (total,) = self.conn.execute("select coalesce(max(id), 0) from shard.pages").fetchone()
        for first in range(0, total, _PAGES):
            with transaction(self.conn):
                cursor = self.conn.execute(
                    f"insert into pages(url, article_id, found_on, {names}) select s.url,"
                    " (select article_id from merged_articles where shard = :shard and shard_id = s.article_id),"
                    " (select p.id from shard.pages f join main.pages p on p.url = f.url where f.id = s.found_on),"
                    f" {', '.join(f's.{name}' for name in columns)} from shard.pages s where s.id > :first and s.id <= :last"
                    " and s.newspaper = coalesce(:paper, s.newspaper)"
                    " order by s.id on conflict(url) do update set"
                    f" article_id = coalesce(excluded.article_id, article_id), horizon = null, {news}"
                    " where coalesce(excluded.fetched_at, '') > coalesce(fetched_at, '')"
                    " or (excluded.fetched_at is fetched_at and (excluded.state, excluded.tries, excluded.due_at, excluded.profile,"
                    " coalesce(excluded.article_id, article_id)) is not (state, tries, due_at, profile, article_id))",
                    {"shard": self.id, "first": first, "last": first + _PAGES, "paper": self.newspaper},
                )
                self.counts["pages"] += cursor.rowcount
            yield "pages", min(first + _PAGES, total), total

    def _vanished(self) -> list[tuple[int, int]]:
        """Lists the articles merged before that the shard has made one with another since: their ids there and here."""
        return self.conn.execute(
            "select m.shard_id, m.article_id from merged_articles m where m.shard = ?"
            " and not exists (select 1 from shard.articles s where s.id = m.shard_id)",
            [self.id],
        ).fetchall()

    def _crawls(self) -> None:
        """Copies the log of crawls that came to an end; one that did not was killed where a later one began."""
        columns = [
            name
            for _, name, *_ in self.conn.execute("pragma main.table_info(crawls)")
            if name not in ("id", "process", "learned")
        ]
        names = ", ".join(f'"{name}"' for name in columns)
        cursor = self.conn.execute(
            f"insert into crawls({names}) select {names} from shard.crawls s where s.newspaper = coalesce(?, s.newspaper) and not exists"
            " (select 1 from main.crawls c where c.newspaper = s.newspaper and c.started_at = s.started_at)"
            " and (finished_at is not null or exists"
            " (select 1 from shard.crawls l where l.newspaper = s.newspaper and l.id > s.id)) order by s.id",
            [self.newspaper],
        )
        self.counts["crawls"] += cursor.rowcount

    def _profiles(self) -> None:
        """Copies the profiles of newspapers whose last page the shard has seen, all of a newspaper or none, since they
        belong together.
        """
        newer = self.conn.execute(
            "select s.newspaper from shard.profiles s where s.newspaper = coalesce(?, s.newspaper) group by 1 having max(s.until) >="
            " coalesce((select max(until) from main.profiles p where p.newspaper = s.newspaper), '')",
            [self.newspaper],
        ).fetchall()
        for (newspaper,) in newer:
            of_it = "profile in (select id from main.profiles where newspaper = ?)"
            self.conn.execute(f"delete from profile_pages where {of_it}", [newspaper])
            self.conn.execute("delete from profiles where newspaper = ?", [newspaper])
            names = "newspaper, place, since, until, version, lines"
            for (shard_id,) in self.conn.execute(
                "select id from shard.profiles where newspaper = ? order by id", [newspaper]
            ).fetchall():
                here = self.conn.execute(
                    f"insert into profiles({names}) select {names} from shard.profiles where id = ?", [shard_id]
                ).lastrowid
                self.conn.execute(
                    "insert into profile_pages(profile, address, article_id, seen_at, title, marks) select ?, address,"
                    " (select m.article_id from merged_articles m where m.shard = ? and m.shard_id = s.article_id), seen_at,"
                    " title, marks from shard.profile_pages s where profile = ? order by rowid",
                    [here, self.id, shard_id],
                )
