"""`scrapy work --queue redis://...`: one of several machines that crawl."""

from __future__ import annotations

import argparse
import os
import sys
from pathlib import Path

from scrapy.exceptions import UsageError
from scrapy.settings import SETTINGS_PRIORITIES

from archive.database import ArchiveError
from crawler import catalogue, command
from crawler.workers import lease, work


class Command(command.Command):
    example = "scrapy work --queue redis://127.0.0.1:6379/0 baocaobang baobackan"
    most = sys.maxsize

    def syntax(self) -> str:
        return "--queue redis://HOST:PORT/N [NEWSPAPER... | all]"

    def short_desc(self) -> str:
        return "Crawl the newspapers of a queue, each into a shard, beside other machines; `scrapy merge` brings them together"

    def long_desc(self) -> str:
        return f"{self.short_desc()}. Names are put into the queue first. Example: {self.example}. See docs/growing.md."

    def add_options(self, parser: argparse.ArgumentParser) -> None:
        super().add_options(parser)
        parser.add_argument("--queue", metavar="redis://HOST:PORT/N", help="the Redis that all workers share")
        parser.add_argument(
            "--shards", metavar="FOLDER", default="shards", help="where all workers keep them (default: shards)"
        )
        parser.add_argument("--wait", action="store_true", help="do not end: wait for more")
        parser.add_argument("--add-only", action="store_true", help="put the names into the queue, crawl none")
        parser.add_argument("--status", action="store_true", help="say what waits and what is crawled, and end")

    def work(self, args: list[str], opts: argparse.Namespace) -> None:
        """Puts newspapers into the queue and works on it, or with `--status` prints what is in it. Raises UsageError
        without a queue, ArchiveError where the folder of shards cannot be made.
        """
        assert self.settings is not None
        if not opts.queue:
            raise UsageError(f"which queue? {self.example}")
        names = self._names(args)
        queue = work.open_queue(opts.queue)
        if opts.status:
            self._status(queue)
            return
        folder = Path(opts.shards).resolve()
        try:
            folder.mkdir(parents=True, exist_ok=True)
        except OSError as error:
            raise ArchiveError(f"{folder}: {error.strerror}") from error
        added = work.add(queue, names, folder, self._options())
        if names:
            print(f"{len(added)} newspapers put into the queue, {len(names) - len(added)} were in it", flush=True)
        if opts.add_only:
            return
        os.environ["BAOTINH_LEASE"] = opts.queue  # not in a command line, where a password would be seen
        problems = work.work(queue, wait=opts.wait, tell=lambda line: print(f"scrapy work: {line}", file=sys.stderr))
        if problems:
            self.complain(
                f"{problems} crawls could not do what they were asked; crawl.log in each shard's folder says more"
            )

    def _names(self, args: list[str]) -> list[str]:
        """The newspapers named, or all. Raises UsageError for one that there is not."""
        assert self.settings is not None
        known = catalogue.newspapers(self.settings)
        if args == ["all"]:
            return list(known)
        if unknown := [name for name in args if name not in known]:
            raise UsageError(f"no newspaper {unknown[0]!r}; `scrapy newspapers` names them, `all` is all of them")
        return list(dict.fromkeys(args))

    def _options(self) -> list[str]:
        """What was set on this command line, for the crawls, which a worker elsewhere may run."""
        assert self.settings is not None
        own = SETTINGS_PRIORITIES["cmdline"]
        chosen = {name: self.settings[name] for name in self.settings if self.settings.getpriority(name) == own}
        options = []
        for name, value in sorted(chosen.items()):
            if name.isupper() and name not in ("ARCHIVE", "CAPTURES", "LEASE") and isinstance(value, str | int | float):
                options += ["-s", f"{name}={value}"]
        return options

    def _status(self, queue: object) -> None:
        """Prints which newspapers wait in the queue, and which are being crawled."""
        waiting = [job.removeprefix("crawl-") for job in queue.job_ids]  # type: ignore[attr-defined]
        held = lease.of_newspapers(queue.connection)  # type: ignore[attr-defined]
        print(f"waiting: {', '.join(waiting) or 'none'}")
        print(f"being crawled: {', '.join(sorted(held)) or 'none'}")
