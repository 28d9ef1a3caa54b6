"""`scrapy read`: what would be read of a saved page, a folder, a WARC file or a live address. Nothing is stored."""

from __future__ import annotations

import argparse
import json
import sys
from collections.abc import Iterator
from io import TextIOWrapper
from pathlib import Path

from scrapy.exceptions import UsageError

from archive.database import connect
from archive.newspapers import put_newspaper
from crawler import catalogue, command, reading_report, single_pages
from crawler.discovery import addresses
from crawler.newspaper import ANY, Newspaper
from crawler.saved_pages import saved_pages
from crawler.saved_pages.forms import is_web_archive
from crawler.saved_pages.saved_pages import Saved
from pipelines.profiles.learning import Profiles

FILES = "files"  # the newspaper of what is of none


class Command(command.Command):
    example = "scrapy read saved/ --jsonl; scrapy read https://example.vn/bai-viet-123.html --explain"
    most = sys.maxsize

    def syntax(self) -> str:
        return "[options] FILE|FOLDER|URL..."

    def short_desc(self) -> str:
        return "Show what would be read of saved pages, WARC files or live addresses; store nothing"

    def add_options(self, parser: argparse.ArgumentParser) -> None:
        super().add_options(parser)
        parser.add_argument("--newspaper", metavar="NAME", help="the newspaper they are of, as in `scrapy list`")
        parser.add_argument("--jsonl", action="store_true", help="a line of JSON a page")
        parser.add_argument("--explain", action="store_true", help="what was weighed for each field, and why which won")

    def work(self, args: list[str], opts: argparse.Namespace) -> None:
        """Reads the arguments, files or addresses, and prints what is in them. Raises UsageError where there is none."""
        if not args:
            raise UsageError("of what? give files, folders, WARC files or addresses")
        assert self.settings is not None
        self.papers = catalogue.newspapers(self.settings)
        if opts.newspaper and opts.newspaper not in self.papers:
            print(f"scrapy read: no newspaper {opts.newspaper!r} with rules of its own", file=sys.stderr)
        live = [arg for arg in args if _is_address(arg)]
        fetched = single_pages.fetch(self.settings, {url: self._paper(opts, url) for url in live}) if live else {}
        assert isinstance(sys.stdout, TextIOWrapper)
        sys.stdout.reconfigure(encoding="utf-8", errors="backslashreplace")  # a file's name need not be text
        # What pages have in common is learned as in an archive, but in memory.
        self.profiles = Profiles(connect(":memory:"))
        put_newspaper(self.profiles.conn, opts.newspaper or FILES)
        for arg in args:
            pages = self._fetched(arg, fetched[arg]) if arg in fetched else self._saved(arg, opts)
            if not self._print(pages, opts):
                self.exitcode = 1

    def _paper(self, opts: argparse.Namespace, url: str) -> Newspaper:
        """The newspaper by whose rules it is read: the one named, else the one whose site is asked."""
        if opts.newspaper:
            return self.papers.get(opts.newspaper, ANY)
        return single_pages.newspaper_of(url, self.papers) if _is_address(url) else ANY

    def _print(self, pages: Iterator[tuple[str | None, Saved]], opts: argparse.Namespace) -> int:
        """Reads and prints the pages; returns how many there were."""
        assert self.settings is not None
        strip, count = self.switch("STRIP"), 0
        for file, page in pages:
            count += 1
            paper = self._paper(opts, page.url if file is None else "")
            name = opts.newspaper or FILES
            read = saved_pages.read(page, name, paper, profiles=self.profiles, strip=strip, explain=opts.explain)
            if opts.jsonl:
                print(json.dumps(reading_report.record(read, file), ensure_ascii=False))
            else:
                print(*reading_report.lines(read, file), sep="\n")
        return count

    def _fetched(self, url: str, answer: Saved | str) -> Iterator[tuple[str | None, Saved]]:
        """The page that was fetched from `url`, or nothing and a word why: `answer` is the page or the reason."""
        if isinstance(answer, Saved):
            yield None, answer
        else:
            self._note(url, answer)

    def _saved(self, arg: str, opts: argparse.Namespace) -> Iterator[tuple[str | None, Saved]]:
        """The pages of a file or folder; what is left out is said, in a folder as a number."""
        path = Path(arg)
        if not path.exists():
            self._note(arg, "not an address" if "://" in arg else "no such file or folder")
            return
        files = saved_pages.files(path)
        pages = files if path.is_file() else [file for file in files if saved_pages.holds_pages(file)]
        if not pages:
            self._note(arg, f"no page in it: {len(files)} files {saved_pages.KINDS}" if files else "an empty folder")
        elif len(pages) < len(files):
            self._note(arg, f"{len(files) - len(pages)} files left out: {saved_pages.KINDS}")
        # Files side by side are of one newspaper only where somebody says so; a WARC file has their addresses, and page
        # texts are told apart by their lines.
        texts = [file for file in pages if file.name.lower().endswith(".txt") and len(pages) > 1]
        alike = pages if opts.newspaper else [*filter(is_web_archive, pages), *texts]
        saved_pages.learn(self.profiles, alike, opts.newspaper or FILES, self._paper(opts, ""))
        for file in pages:
            count = 0
            told: list[str] = []
            for page in saved_pages.pages(file, told.append):
                count += 1
                yield str(file), page
            if not count and not told:
                told.append("no page in it")
            for why in told:
                self._note(str(file), why)

    def _note(self, what: str, why: str) -> None:
        """Says on standard error why something could not be read."""
        print(f"scrapy read: {why if why.startswith(what) else f'{what}: {why}'}", file=sys.stderr)


def _is_address(arg: str) -> bool:
    """Whether an argument is an address, not a path."""
    return arg.lower().startswith(("http://", "https://")) and addresses.normalize(arg) is not None
