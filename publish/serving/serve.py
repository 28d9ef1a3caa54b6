"""Publishing: a read-only copy of the archive, and Datasette over it with settings fit for the public."""

from __future__ import annotations

import asyncio
import json
import os
import re
import socket
import sqlite3
import sys
import threading
from collections.abc import Iterator
from contextlib import closing, contextmanager, suppress
from datetime import UTC, datetime
from importlib.resources import files
from pathlib import Path
from typing import Any

import uvicorn
from datasette.app import Datasette
from datasette.database import Database
from datasette.utils import StartupError

from archive import health
from archive.addresses import mark_withheld
from archive.database import ArchiveError, connect, explain
from archive.search import earlier_texts
from archive.sql.limits import VALUE
from archive.words import counting
from publish.archive_queries import kept_counts
from publish.archive_queries import reprints as reprint_queries
from publish.archive_queries.archive import archive_of
from publish.datasette_internals import inspect_hash
from publish.private import elsewhere, names
from publish.requests import site_address
from publish.serving.sql_sandbox import Published
from publish.site_settings import SiteSettings
from publish.uvicorn_internals import Connection

SORTED = ("articles(published_at)", "revisions(seen_at)", "pages(fetched_at)")  # what whole tables are ordered by
LAST = 10  # seconds within which answers are finished at the end

SETTINGS: dict[str, Any] = {
    "sql_time_limit_ms": 1000,
    "facet_time_limit_ms": 300,
    "max_returned_rows": 1000,
    "max_csv_mb": 50,
    "num_sql_threads": 4,
    "cache_size_kb": 20_000,
    "default_cache_ttl": 300,
    "suggest_facets": False,
    "allow_download": False,
    "template_debug": False,
    "trace_debug": False,
}


def publish(archive: Path, to: Path) -> None:
    """Copies the archive to `to`, ready to be served; whoever reads the copy before keeps reading it undisturbed.

    The crawler may go on writing meanwhile. Beside the copy stands what Datasette wants to know of it, as
    `to` with the suffix `.inspect.json`. Raises ArchiveError where there is no archive or no room for its copy.
    """
    try:
        with closing(connect(archive, create=False)) as source:
            with suppress(ArchiveError):  # another process counts them: then the copy catches up by itself
                counting.catch_up(source)
            to.parent.mkdir(parents=True, exist_ok=True)
            _copy(source, to)
    except sqlite3.Error as error:
        raise ArchiveError(f"{archive}: {explain(error)}") from error


def _copy(source: sqlite3.Connection, to: Path) -> None:
    """Writes the public copy of an archive, and Datasette's notes on it beside; both take their place at once."""
    with _replacing(to) as fresh, _replacing(inspected(to)) as notes:
        source.execute("vacuum into ?", [str(fresh)])
        with closing(sqlite3.connect(fresh)) as copy:
            for quick in ("journal_mode = off", "synchronous = off"):  # a copy that is not finished is nobody's
                copy.execute(f"pragma {quick}")
            _prepare(copy)
            counts = {
                name: {"count": copy.execute(f"select count(*) from [{name}]").fetchone()[0]}
                for (name,) in copy.execute("select name from sqlite_master where type = 'table'").fetchall()
            }
        about = {"hash": inspect_hash(fresh), "size": fresh.stat().st_size, "file": to.name, "tables": counts}
        notes.write_text(json.dumps({to.stem: about}))


def listen(host: str, port: int) -> socket.socket:
    """A socket of its own at an address. Raises ArchiveError where that cannot be had, as of a port in use."""
    sock = socket.socket(socket.AF_INET6 if ":" in host else socket.AF_INET)
    sock.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
    try:
        sock.bind((host, port))
    except (OSError, OverflowError) as error:
        sock.close()
        why = error.strerror if isinstance(error, OSError) else error
        raise ArchiveError(
            f"cannot serve on {host}, port {port}: {why}; choose another with --port or --host"
        ) from error
    return sock


def serve(
    path: Path,
    sock: socket.socket,
    site_url: str | None = None,
    settings: SiteSettings | None = None,
    notice: str = "",
) -> None:
    """Serves a published copy on a socket until interrupted, once the operator is told the `notice`; for `site_url` and
    `settings` see `open_site`. Raises ArchiveError where nobody answers SQL any more.
    """
    site = open_site(path, site_url, settings)
    warm(site)
    config = uvicorn.Config(
        site.app(), http=Connection, log_level="warning", server_header=False, timeout_graceful_shutdown=LAST
    )
    server = uvicorn.Server(config)
    keeper = site.get_database(path.stem).keeper

    def end_with_it() -> None:
        """Ends the server once nobody answers SQL any more."""
        keeper.wait()
        server.should_exit = True

    threading.Thread(target=end_with_it, daemon=True).start()
    if notice:
        print(notice, file=sys.stderr, flush=True)
    host, port, *_ = sock.getsockname()
    print(f"Báo tỉnh: http://{f'[{host}]' if ':' in host else host}:{port}{site.setting('base_url')}", flush=True)
    with suppress(KeyboardInterrupt):
        server.run([sock])
        if (ended := keeper.poll()) is not None:
            raise ArchiveError(f"the process that answers SQL has ended ({ended}); serve again")


class _Site(Datasette):
    """Datasette with a place for the site's settings, over files that strangers may ask."""

    site_url: str | None = None
    site_settings: SiteSettings | None = None

    def add_database(self, db: Database, name: str | None = None, route: str | None = None) -> Database:
        """Adds a database; a file is opened as Published, whose SQL strangers may write."""
        if not db.is_memory:
            db = Published(self, db.path, threads=SETTINGS["num_sql_threads"], cache_kb=SETTINGS["cache_size_kb"])
        return super().add_database(db, name, route)

    async def check_visibility(self, *asked: Any, **more: Any) -> tuple[bool, bool]:
        """Says that everything is for everyone to see, which Datasette would find out hundreds of times for the list of
        tables.
        """
        return True, False


def open_site(path: Path, site_url: str | None = None, settings: SiteSettings | None = None) -> Datasette:
    """Datasette over a published copy. Raises ArchiveError where a setting did not take: better down than open.

    `site_url` is the setting SITE_URL, `settings` are those of the site; None to take them from the environment.
    The site is served below the path of its address.
    """
    notes = inspected(path)
    base = site_address.base_url(site_address.setting(site_url))
    try:
        site = _Site(
            [],
            immutables=[str(path)],
            settings=SETTINGS | {"base_url": base},
            inspect_data=json.loads(notes.read_text()) if notes.exists() else None,
        )
        site.site_url, site.site_settings = site_url, settings
        asyncio.run(site.invoke_startup())
    except StartupError as error:
        why = str(error)
        raise ArchiveError(f"SITE_URL: {why}" if why.startswith("base_url") else why) from error
    archive = archive_of(site)
    if archive is None:
        raise ArchiveError(f"{path}: no archive of Báo tỉnh")
    ignored = [name for name, value in SETTINGS.items() if site.setting(name) != value]
    if ignored or archive.db.is_mutable:
        raise ArchiveError(f"Datasette ignores {', '.join(ignored) or 'immutable'}: is it 0.65?")
    try:
        asyncio.run(archive.db.execute("select length(zeroblob(?))", [VALUE + 1]))
    except sqlite3.DatabaseError:
        return site
    raise ArchiveError("SQLite does not keep to its limits; the site would not be safe in public")


def warm(site: Datasette) -> None:
    """Reads every template of the pages, so that the first visitor of each does not wait for it."""
    for template in files("publish").joinpath("templates").iterdir():
        site.jinja_env.get_template(template.name)


def inspected(path: Path) -> Path:
    """Where Datasette's notes on a published copy are."""
    return path.with_suffix(".inspect.json")


@contextmanager
def _replacing(path: Path) -> Iterator[Path]:
    """A fresh name beside `path`; what is written there takes its place at once, or is cleared away."""
    fresh = path.with_name(f".{path.name}.{os.getpid()}")
    fresh.unlink(missing_ok=True)
    try:
        yield fresh
        with fresh.open("rb+") as file:
            os.fsync(file.fileno())
        fresh.replace(path)
    finally:
        fresh.unlink(missing_ok=True)


def _prepare(copy: sqlite3.Connection) -> None:
    """Leaves out what is withheld, checks the search indexes, merges each to one segment, and keeps how the newspapers are."""
    _leave_out_withheld(copy)
    _leave_out_folders(copy)
    for table in ("fingerprints", "fingerprinted", "reprint_rule", "merged_shards", "merged_years", "merged_articles"):
        copy.execute(f"delete from {table}")  # of use where articles come in; into a copy none do
    for table in ("rescue_captures", "rescue_listings", "rescue_sources"):  # of use to whoever runs rescues
        copy.execute(f"drop table if exists {table}")
    for index in ("articles_fts", "articles_exact", "articles_labels"):
        if not _is_sound(copy, index):
            copy.execute(f"insert into {index}({index}) values ('rebuild')")
        copy.execute(f"insert into {index}({index}) values ('optimize')")
    for columns in SORTED:
        copy.execute(f"create index if not exists {'_'.join(re.findall('[a-z]+', columns))} on {columns}")
    health.keep(copy, datetime.now(UTC))
    reprint_queries.keep(copy)
    kept_counts.keep(copy)
    earlier_texts.keep(copy)
    copy.commit()
    counting.catch_up(copy, alone=True)  # with what a crawl wrote meanwhile
    copy.execute("delete from words_seldom")  # of use where words are counted
    copy.commit()
    copy.execute("analyze")
    copy.execute("pragma journal_mode = delete")


def _leave_out_withheld(copy: sqlite3.Connection) -> None:
    """Leaves of a withheld article nothing in the copy but its id, since when, and marks of its addresses: these say that it is
    withheld.
    """
    copy.execute("pragma secure_delete = on")  # nor in the file's free pages
    copy.execute("drop table if exists withheld_addresses")  # of a copy that this one is made of
    mark_withheld(copy)
    ids = "(select article_id from withheld)"
    copy.execute(
        "delete from captures where id in (select capture_id from revisions where article_id in"
        f" {ids}) or url in (select url from pages where article_id in {ids})"
    )
    for table in ("pages", "images", "article_tags", "revisions", "removed", "returns", "paragraph_kinds"):
        copy.execute(f"delete from {table} where article_id in {ids}")
    copy.execute(f"delete from articles where id in {ids}")
    copy.execute("update withheld set why = ''")


def _leave_out_folders(copy: sqlite3.Connection) -> None:
    """Leaves of a saved file's address the name and a number for its folder: the machine's folders are its own
    business.
    """
    copy.create_function("elsewhere", 1, elsewhere, deterministic=True)
    for table, column in (("pages", "url"), ("articles", "url"), ("captures", "url")):
        copy.execute(f"update {table} set {column} = elsewhere({column}) where {column} glob 'file:///*'")
    copy.create_function("names", 1, names, deterministic=True)
    copy.execute("update crawls set process = null, learned = null, reason = names(reason)")


def _is_sound(copy: sqlite3.Connection, index: str) -> bool:
    """Whether a search index agrees with itself, and with the articles: all their words, no other."""
    try:
        copy.execute(f"insert into {index}({index}, rank) values ('integrity-check', 1)")
    except sqlite3.DatabaseError:
        return False
    return True
