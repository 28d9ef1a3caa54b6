"""`scrapy check`: holds captures, revisions and indexes against what the archive says of them."""

from __future__ import annotations

import argparse
import sqlite3
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import closing, suppress
from datetime import UTC, datetime
from pathlib import Path

from rich.progress import Progress

from archive.checks import agreement, checks, fixity, mending, revision_digests, values, words
from archive.checks.checks import Fault
from archive.database import connect_to_read, explain, is_read_only
from archive.reprints import reprints
from archive.words import counting
from crawler import captures, command
from crawler.captures import fixity as captures_fixity
from crawler.spiders.base import captures_folder

# What a line says of a fault, by its code; and what to do about one that is not mended.
LINES = {
    "page": "the file is damaged: {line}",
    "index": "index {index}: {line}",
    "stage": "{what} could not be checked: {line}",
    "part": "the {kind} {name} is not there",
    "reference": "{table}{row}: {column} {value} is no row of {parent}",
    "words": "search index {index}: does not hold the words of the articles",
    "month": "months: {newspaper} {month} has {counted} articles, not {said}",
    "reprints": "reprint_months: {month} has {counted} articles, not {said}",
    "fingerprints": "article {article}: is found by {many} fingerprints, not {said}",
    "fingerprint": "article {article}: a fingerprint that it was not compared by",
    "reprint": "article {article}: cannot be a reprint of {earlier}",
    "in common": "article {article}: has not that much, or in that way, in common with {earlier}",
    "term": 'words over time: "{term}" is in {counted} articles, not {said}',
    "seldom": "words over time: {said} articles are said to hold some seldom words that {counted} hold",
    "count": "article {article}: has {counted} words, not {said}",
    "no revision": "article {article}: has no revision",
    "numbering": "article {article}: {many} revisions, the last of which is number {most}: one is missing",
    "order": "article {article}: its revisions are not in the order in which they were seen",
    "text": "article {article}: its text is not that of revision {number}, its newest",
    "altered": "article {article}: revision {number} is not as it was stored",
    "changed": "article {article}: changed_at {said} is not when it changed",
    "seen": "article {article}: was seen outside {first} to {last}",
    "moment": "article {article}: {said} is no moment",
    "gone": "article {article}: was gone at {gone}, and was last seen at {last}",
    "stood": "article {article}: revision {number} stood until before it was seen",
    "source": "article {article}: revision {number} is of another moment than its capture",
    "no page": "article {article}: no page leads to it, not even {url}",
    "captions": "article {article}: its pictures have not the captions of revision {number}, its newest",
    "indexed captions": "article {article}: the captions it is found by are not those of its pictures",
    "not gone": "article {article}: is said to stand, and {url} answered {status} after it was last seen",
    "not back": "article {article}: is said to be gone since {gone}, and its page stood on {seen}",
    "address": "article {article}: {url} is the address of no page",
    "precision": "article {article}: published {said}, exact to the {precision}",
    "day": "article {article}: {column} {said} is no date",
    "instant": "article {article}: {table}.{column} {said} is no moment",
    "pictures": "article {article}: {many} pictures, the last of which is number {last}",
    "blank": "article {article}: its {what} is empty",
    "kinds": "article {article}: a kind of paragraph {position}, of {many} paragraphs",
    "return": "article {article}: was back at {back}, gone at {gone}: not while it was known",
    "word": "{table} row {row}: {column} {said} is not {what}",
    "another part": "the {kind} {name} is not what it should be",
    "part more": "the {kind} {name} is none of an archive's",
    "undated": "article {article}: has no date, and that from {place}",
    "date from": "article {article}: has the date {said}, and not where from",
    "other's capture": "article {article}: revision {number} is said to be of capture {capture} of {url}, and is of {right}",
    "other's address": "article {article}: stands at {url}, where {other} is, which stands at its own",
    "aside": "capture {capture} {url}: is of a page that many addresses show, and put aside as {said}",
    "why moved": "page {page} {url}: led elsewhere, and is said to be what was read there: {reason}",
    "unfetched": "page {page} {url}: is new, and was fetched at {fetched}",
    "nobody's capture": "article {article}: revision {number} is of capture {capture} of {url}, which is the address of no page",
    "repeated": "article {article}: revision {number} says the same as the next",
    "outside its span": "profile of {newspaper}: {address} of {place} was seen at {seen}, before it begins or after it ends",
    "answered": "page {page} {url}: is said to show an article, and was answered {status}",
    "design": "page {page} {url}: was read with profile {profile}, which there never was",
    "another's design": "profile {profile} of {newspaper}: all pages of {place} are of {other}",
    "design of another": "profile of {newspaper}: its page {address} is said to show {article}, of another newspaper",
    "nameless": "the archive has no id, and its captures say {id}",
    "year": "words of {year}: {said} are not those that the counts tell: {counted}",
    "no article": "page {page} {url}: is said to show an article, and not which",
    "never due": "page {page} {url}: is new, and never to be asked for",
    "bytes": "page {page} {url}: no capture of it has the digest {said}",
    "two articles": "capture {capture}: is that of articles {article} and {other}",
    "forgotten capture": "article {article}: revision {number} does not say that it was read from capture {capture}",
    "key": "{newspaper}: articles {article} and {other} have one key, {key}, and one headline",
    "key of none": "article {article}: its key {key} is in none of its addresses",
    "rescued": "rescue_captures row {listed} {url}: was read, and there is no capture of it",
    "by its status": "rescue_captures row {listed} {url}: is {state}, and was listed with {status}",
    "listed": "rescue_captures row {listed} {url}: capture {capture} is another",
    "found on": "page {page} {url}: was found on page {found_on}, which there never was",
    "successor": "newspaper {newspaper}: is its own successor",
    "left out": "article {article}: {many} lines left out, the last of which is number {last}",
    "picture place": "article {article}: picture {position} stands behind paragraph {after}, and there are fewer",
    "ending": "crawl {crawl}: ended, and does not say how",
    "lost pair": "article {article}: has the text of {earlier}, and is not said to be a reprint",
    "ahead": "article {article}: {table}.{column} {said} is still to come",
    "unseen": "article {article}: nothing saw it from {first} to {last}",
    "never gone": "article {article}: is said to be gone since {gone}, and no page was by then",
    "outlived": "article {article}: revision {number} stood until {until}, after it was seen last or the next came",
    "other paper": "article {article}: is of {newspaper}, and its page {url} of {other}",
    "shared": "article {article}: revision {number} is of capture {capture}, which is of many addresses",
    "origin": "capture {capture}: is of no web archive, and of {url}",
    "alone": "{table}: {many} rows where one is",
    "run": "crawl {crawl}: ended {ended}, begun {begun}, or with fewer pages than none",
    "language": "article {article}: {said} is no language",
    "version": "content_versions: nothing of {newspaper} and {year}",
    "profile": "profile of {newspaper}: {what} of {place} cannot be read",
    "span": "profile of {newspaper}: that of {place} ends before it begins",
    "number": "article {article}: its number is of another day: {why}",
    "missing": "{warc}: is not there, and {many} captures with it",
    "moved": "{warc}: is {to} now",
    "unreadable": "{line}",
    "record": "{warc} at byte {offset}: {what} record {url}",
    "told": "{warc} at byte {offset}: {column} of capture {id} is {actual}, not {said}",
    "twice": "{warc} at byte {offset}: capture {id} is capture {kept} once more",
    "place": "capture {id} {url}: is at byte {right} of {in}, not at {offset}",
    "lost": "capture {id} {url}: {warc} has no such record at byte {offset}",
    "unnamed": "{warc} at byte {offset}: no row names the capture of {url}",
    "stray": "{file}: no row names it",
}
ADVICE = {
    "page": "restore a backup, or save what can be read: sqlite3 archive.db .recover",
    "count": "its text is damaged: the count is right again once that is",
    "text": "scrapy reprocess reads it again from its captures",
    "altered": "scrapy reprocess reads it again, if its capture is there; else restore a backup",
    "numbering": "scrapy reprocess reads it again, if its capture is there",
    "no revision": "",
    "part": "restore a backup",
    "moment": "correct it by hand, or restore a backup",
    "gone": "scrapy reprocess reads its captures again",
    "stood": "scrapy reprocess reads its captures again",
    "source": "restore a backup",
    "captions": "scrapy reprocess reads it again from its captures",
    "not gone": "scrapy crawl -a revisit=all asks for it again",
    "not back": "scrapy crawl -a revisit=all asks for it again",
    "address": "correct it by hand, or restore a backup",
    "precision": "scrapy reprocess reads it again from its captures",
    "day": "scrapy reprocess reads it again from its captures",
    "instant": "correct it by hand, or restore a backup",
    "pictures": "scrapy reprocess reads it again from its captures",
    "blank": "scrapy reprocess reads it again from its captures",
    "kinds": "scrapy reprocess reads it again from its captures",
    "return": "correct it by hand, or restore a backup",
    "word": "correct it by hand, or restore a backup",
    "ahead": "the newspaper's next crawl sets it right",
    "unseen": "correct it by hand, or restore a backup",
    "never gone": "scrapy crawl -a revisit=all asks for it again",
    "outlived": "scrapy reprocess reads its captures again",
    "other paper": "correct it by hand, or restore a backup",
    "shared": "scrapy reprocess reads its captures again",
    "origin": "correct it by hand, or restore a backup",
    "alone": "correct it by hand, or restore a backup",
    "run": "correct it by hand, or restore a backup",
    "part more": "look at what it does, and drop it by hand",
    "undated": "scrapy reprocess reads it again from its captures",
    "date from": "scrapy reprocess reads it again from its captures",
    "other's address": "correct it by hand, or restore a backup",
    "why moved": "scrapy crawl -a revisit=all asks for it again",
    "unfetched": "scrapy crawl asks for it again",
    "nobody's capture": "correct it by hand, or restore a backup",
    "repeated": "scrapy reprocess reads it again from its captures",
    "outside its span": "correct it by hand, or restore a backup",
    "answered": "scrapy crawl -a revisit=all asks for it again",
    "design": "scrapy reprocess reads it again from its captures",
    "no article": "scrapy crawl -a revisit=all asks for it again",
    "never due": "correct it by hand, or restore a backup",
    "bytes": "scrapy crawl -a revisit=all asks for it again",
    "two articles": "scrapy reprocess reads it again from its captures",
    "key": "scrapy reprocess reads it again from its captures",
    "key of none": "scrapy reprocess reads it again from its captures",
    "rescued": "correct it by hand, or restore a backup",
    "by its status": "correct it by hand, or restore a backup",
    "listed": "correct it by hand, or restore a backup",
    "found on": "correct it by hand, or restore a backup",
    "successor": "correct it by hand, or restore a backup",
    "left out": "scrapy reprocess reads it again from its captures",
    "picture place": "scrapy reprocess reads it again from its captures",
    "ending": "correct it by hand, or restore a backup",
    "language": "scrapy reprocess reads it again from its captures",
    "no page": "scrapy crawl asks for its address again",
    "missing": "restore it from a backup",
    "record": "restore the file from a backup",
    "lost": "restore the file from a backup",
    "other": "move it elsewhere: only captures belong here",
    "foreign": "move it elsewhere, and read it in: scrapy crawl files -a path=...",
    "another": "another archive wrote it: give each archive a folder (CAPTURES), or read it in: scrapy crawl files -a path=...",
    "copy": "what it holds is in other files; move it elsewhere",
}


class Command(command.Command):
    example = "scrapy check; scrapy check --repair"

    def syntax(self) -> str:
        return "[--repair]"

    def short_desc(self) -> str:
        return "Hold captures, revisions and indexes against what the archive says of them"

    def add_options(self, parser: argparse.ArgumentParser) -> None:
        super().add_options(parser)
        parser.add_argument("--repair", action="store_true", help="mend what can be mended without loss")

    def work(self, args: list[str], opts: argparse.Namespace) -> None:
        """Checks the archive and prints the faults, with `--repair` after mending; exit status 1 where any are left."""
        assert self.settings is not None
        folder = captures_folder(self.settings)
        with closing(connect_to_read(self.settings["ARCHIVE"])) as conn:
            check_id = self._begin(conn)
            if opts.repair and folder is not None and not is_read_only(conn):
                for done in captures.repair(folder):
                    print(done)
            with Meter(self.settings.getfloat("PROGRESS_INTERVAL")) as meter:
                found = [
                    fault for stage in stages(conn, folder, meter) for fault in self._printed(stage, quiet=opts.repair)
                ]
                left = self._repair(conn, folder, meter, found) if opts.repair and found else found
            seen = {"articles": _count(conn, "articles"), "captures": _count(conn, "captures")}
            mended = max(len(found) - len(left), 0)
            if check_id is not None:
                with suppress(sqlite3.DatabaseError):
                    checks.finish(conn, check_id, datetime.now(UTC), **seen, faults=len(found), mended=mended)
            if _is_of_older_rule(conn):
                print(
                    "reprints were found by the rule of an older version: scrapy reprints --again finds them by today's"
                )
        told = f", {mended:,} mended" if opts.repair else ""
        print(f"{seen['articles']:,} articles, {seen['captures']:,} captures: {len(found):,} faults{told}")
        self.exitcode = 1 if left else 0

    def _begin(self, conn: sqlite3.Connection) -> int | None:
        """Enters the run; None, and a line why, where the archive may not or cannot be written to."""
        assert self.settings is not None
        if is_read_only(conn):
            name = self.settings["ARCHIVE"]
            print(f"this run is not recorded: {name} is read-only here, or its disk is full", file=sys.stderr)
            return None
        try:
            return checks.begin(conn, datetime.now(UTC))
        except sqlite3.OperationalError as error:
            if "locked" in str(error):
                raise
            print(f"this run is not recorded: {self.settings['ARCHIVE']}: {explain(error)}", file=sys.stderr)
        except sqlite3.DatabaseError:  # damaged, as the check says
            pass
        return None

    def _printed(self, faults: Iterator[Fault], *, quiet: bool) -> Iterator[Fault]:
        """Prints faults, unless `quiet`, as they are found, and hands them on."""
        for fault in faults:
            if not quiet:
                print(line(fault), flush=True)
            yield fault

    def _repair(self, conn: sqlite3.Connection, folder: Path | None, meter: Meter, found: list[Fault]) -> list[Fault]:
        """Mends what can be mended, and looks again; returns what is left."""
        mending.mend(conn, (fault.repair for fault in found if fault.repair))
        if any(fault.repair == ("words over time",) for fault in found):
            counting.catch_up(conn)
        left = [fault for stage in stages(conn, folder, meter) for fault in stage]
        lines = {line(fault) for fault in left}
        for fault in found:
            if line(fault) not in lines:
                print(f"mended: {line(fault)}")
        for fault in left:
            print(f"not mended: {line(fault, advise=True)}")
        return left


def line(fault: Fault, *, advise: bool = False) -> str:
    """What is said of a fault, and with `advise` what to do about it."""
    text = LINES[fault.code].format_map(fault.values)
    advice = ADVICE.get(str(fault.values.get("kind", fault.code)))
    return f"{text} ({advice})" if advice and (advise or fault.repair is None) else text


class Meter:
    """Says how far the check has come: on a terminal as a bar, elsewhere a line every so many seconds (0: none)."""

    def __init__(self, interval: float):
        self.interval = interval
        self.bars = Progress(disable=not sys.stderr.isatty(), transient=True)
        self.told = time.monotonic()

    def __enter__(self) -> Meter:
        self.bars.start()
        return self

    def __exit__(self, *_: object) -> None:
        self.bars.stop()

    def stage(self, name: str, total: int | None = None) -> Callable[..., None]:
        """Begins a stage; what it returns is called with how much more of it is done."""
        task, done = self.bars.add_task(name, total=total), 0

        def step(more: int = 1) -> None:
            """Adds to what is done of the stage, and shows it."""
            nonlocal done
            done += more
            if done % 1000 < more:
                self.bars.update(task, completed=done)
                if self.interval and self.bars.disable and time.monotonic() > self.told + self.interval:
                    self.told = time.monotonic()
                    print(f"{name}: {done:,}{f' of {total:,}' if total else ''}", file=sys.stderr)

        return step


def stages(conn: sqlite3.Connection, folder: Path | None, meter: Meter) -> Iterator[Iterator[Fault]]:
    """The checks, each to be gone through before the next."""
    simple = {
        "pages": fixity.pages, "parts": fixity.schema, "profiles": fixity.profiles, "references": fixity.references, "months": fixity.months, "words": fixity.words,
        "fingerprints": fixity.fingerprints, "reprints": fixity.reprints, "agreement": agreement.contradictions,
        "values": values.values,
    }  # fmt: skip
    for name, check in simple.items():
        meter.stage(name)
        yield _with_breakdowns(name, check(conn))
    step = meter.stage("articles", _count(conn, "articles"))
    yield _with_breakdowns("articles", fixity.articles(conn, step))
    step = meter.stage("revisions", _count(conn, "revisions"))
    yield _with_breakdowns("revisions", revision_digests.altered(conn, step))
    step = meter.stage("words over time", _count(conn, "articles"))
    yield _with_breakdowns("words over time", words.words_over_time(conn, step))
    if folder is not None and (folder.is_dir() or _count(conn, "captures")):
        size = sum(path.stat().st_size for path in folder.rglob("*") if path.is_file())
        yield _with_breakdowns(
            "captures", captures_fixity.captures(conn, folder, meter.stage("bytes of captures", size))
        )


def _count(conn: sqlite3.Connection, table: str) -> int:
    """How many rows a table has; 0 where it is too damaged to tell."""
    try:
        return conn.execute(f"select count(*) from {table}").fetchone()[0]
    except sqlite3.DatabaseError:
        return 0


def _is_of_older_rule(conn: sqlite3.Connection) -> bool:
    """Whether an upgrade has brought another rule of reprints; False where the archive is too damaged to tell."""
    try:
        return reprints.is_of_older_rule(conn)
    except sqlite3.DatabaseError:
        return False


def _with_breakdowns(name: str, faults: Iterator[Fault]) -> Iterator[Fault]:
    """Yields the faults of a stage; where it cannot be gone through to its end, that is one too."""
    try:
        yield from faults
    except sqlite3.DatabaseError as error:
        yield Fault("stage", {"what": name, "line": explain(error)})
    except OSError as error:
        yield Fault("stage", {"what": name, "line": str(error)})
